"""Several reports at once: threads in front, each report in a process forked from a preloaded one."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from ipanalytics import forks, labels, manifest
from ipanalytics.errors import ReportError
from ipanalytics.outcomes import Job, Limits, Outcome

RUN = "ipanalytics.making:answer"
# A report stops itself when its time is over; one that can't is ended this much later.
GRACE_SECONDS = 10

Make = Callable[[Job], tuple[Outcome, str]]


def run(
    jobs: Sequence[Job], out: Path, *, workers: int, limits: Limits, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    """Make and publish reports; return an outcome for each job, in the order of the jobs.

    Parameters
    ----------
    jobs
        What to make.
    out
        Folder of the pages.
    workers
        How many reports are under way at once.
    limits
        Of each report.
    tell
        Called with each outcome as it comes.
    """
    with _maker(jobs, limits) as make:
        pool = ThreadPoolExecutor(workers)
        started = [pool.submit(_published, make, job, out) for job in jobs]
        try:
            for future in as_completed(started):
                tell(future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
    return [future.result() for future in started]


@contextmanager
def _maker(jobs: Sequence[Job], limits: Limits) -> Iterator[Make]:
    """Return what makes a report: in forks of a server that ends with the batch, else in this process's threads."""
    footer = manifest.footer()
    if not forks.available():
        from ipanalytics import making

        yield lambda job: making.make(job, limits, footer=footer)
        return
    server = forks.start(forks.PRELOAD, **_warm(jobs))
    try:
        yield lambda job: _forked(server, job, limits, footer)
    finally:
        server.close()


def _warm(jobs: Sequence[Job]) -> dict[str, object]:
    """Return the parameters that the jobs share and whose figures the server gets ready."""
    known = jobs[0].parameters if jobs else {}
    return {"held": True} | {name: known[name] for name in ("as_of", "since", "real_only") if name in known}


def _forked(server: forks.Server, job: Job, limits: Limits, footer: str) -> tuple[Outcome, str]:
    settings = {"memory": limits.memory, "more": {forks.MEMORY: str(limits.memory)}}
    arguments = {"job": asdict(job), "limits": asdict(limits), "footer": footer}
    child = forks.fork(server.folder, RUN, arguments, **settings)
    try:
        code = child.wait(limits.seconds + GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return failed(job, f"took longer than the {limits.seconds} s of --time-limit"), ""
    finally:
        child.close()
    if not child.sent:
        what = f"signal {-code}" if code < 0 else f"exit code {code}"
        return failed(job, f"its process ended with {what}; --memory-limit is {limits.memory} MiB"), ""
    return Outcome(**child.sent[0]["outcome"]), child.sent[0]["html"]


def failed(job: Job, error: str) -> Outcome:
    """Return the outcome of a job that made no page."""
    return Outcome(**asdict(job), seconds=0.0, error=error, file=labels.file_name(job.area))


def _published(make: Make, job: Job, out: Path) -> Outcome:
    """Make a report and put its page into place; what went wrong stands in the outcome."""
    try:
        outcome, html = make(job)
        if not outcome.error:
            manifest.replace_text(out / outcome.file, html)
    except ReportError as fault:
        return failed(job, str(fault))
    return outcome
