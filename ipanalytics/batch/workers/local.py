"""Several reports at once: threads in front, each report in a process forked from a preloaded one."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ipanalytics.batch import manifest
from ipanalytics.batch.plan import Job, Outcome
from ipanalytics.batch.warm import fork_client
from ipanalytics.core import files, isolation, project, threads
from ipanalytics.core.confinement import Limits
from ipanalytics.core.errors import ReportError, SourceError
from ipanalytics.report import formatting

MAKE, TELL = "ipanalytics.batch.workers.execute:answer", "ipanalytics.batch.inputs:answer"
INDEX = "ipanalytics.batch.manifest:index_page"
# A report stops itself when its time is over; one that can't is ended this much later.
GRACE_SECONDS = 10
Make = Callable[[Job], tuple[Outcome, str]]


class ReportPool:
    """Where the reports of a render are made: in forks of a server, started when it's needed, else in this process.

    The server gets ready what `warm_for` names; `env` is added to the environment.
    """

    def __init__(
        self, warm: Mapping[str, object], limits: Limits, *, footer: str, env: Mapping[str, str] | None = None
    ) -> None:
        self.warm, self.limits, self.footer = warm, limits, footer
        # A notebook works in a folder of its own, from which the project couldn't be found.
        self.env = {isolation.OFFLINE: "1", **(env or {project.CHOSEN: str(project.home())})}
        self._started: fork_client.Server | None = None
        self._starting, self._is_closed = threading.Lock(), False
        if not fork_client.available():
            os.environ.update(self.env)

    def digests(self, jobs: Sequence[Job]) -> list[str]:
        """Return the digests of the figures that jobs' pages are made of.

        Raises
        ------
        SourceError
            When no figures can be read: told here, once, not in every report.
        """
        if not fork_client.available():
            from ipanalytics.batch import inputs

            answer = inputs.answer([asdict(job) for job in jobs])
        else:
            answer = self._ask(TELL, {"jobs": [asdict(job) for job in jobs]})
        if answer["fault"]:
            raise SourceError(answer["fault"])
        return list(answer["digests"])

    def index(self, **shown: Any) -> str:  # noqa: ANN401
        """Return index.html, see `manifest.index_page`; made here only where no server has all ready that it needs."""
        return str(self._ask(INDEX, shown)) if self._started and self.is_open() else manifest.index_page(**shown)

    def make(self, job: Job) -> tuple[Outcome, str]:
        """Make a report; return its page.

        Raises
        ------
        ReportError
            When its process ended or was ended.
        """
        if fork_client.available():
            return self._forked(job)
        from ipanalytics.batch.workers import execute

        return execute.make(job, self.limits, footer=self.footer)

    def is_open(self) -> bool:
        """Say whether the server, if it was started, still runs."""
        return self._started is None or self._started.process.poll() is None

    def close(self) -> None:
        """End the server and all that it has forked; no other is started."""
        with self._starting:
            self._is_closed = True
        if self._started:
            self._started.close()

    def _server(self) -> fork_client.Server:
        with self._starting:
            if self._is_closed:
                msg = "the render was stopped"
                raise ReportError(msg)
            if self._started is None:
                self._started = fork_client.start(fork_client.PRELOAD, env=self.env, **self.warm)
        return self._started

    def _ask(self, run: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call a function in a fork, so that a request to end this process is heard meanwhile."""
        [(_, asked)] = threads.each(lambda run: self._answer(run, arguments), [run], workers=1)
        return asked.result()

    def _answer(self, run: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
        child = fork_client.fork(self._server().folder, run, arguments, more=self.env)
        code = child.wait()
        if not child.sent:
            msg = f"the process that was asked for {run} ended with {code}"
            raise ReportError(msg)
        return child.sent[0]

    def _forked(self, job: Job) -> tuple[Outcome, str]:
        limits = self.limits
        settings = {
            "memory": limits.memory,
            "offline": True,
            "more": {**self.env, fork_client.MEMORY_VARIABLE: str(limits.memory)},
        }
        arguments = {"job": asdict(job), "limits": asdict(limits), "footer": self.footer}
        child = fork_client.fork(self._server().folder, MAKE, arguments, **settings)
        try:
            code = child.wait(limits.seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired as fault:
            msg = f"took longer than the {limits.seconds} s of --time-limit"
            raise ReportError(msg) from fault
        finally:
            child.close()
        if not child.sent:
            what = f"signal {-code}" if code < 0 else f"exit code {code}"
            msg = f"{_note(self._server().folder, child.pid)}its process ended with {what}; a crash, or more than the "
            msg += f"{limits.memory} MiB of --memory-limit"
            raise ReportError(msg)
        return Outcome(**child.sent[0]["outcome"]), child.sent[0]["html"]


def _note(folder: Path, pid: int) -> str:
    """Return the cell that a process was at."""
    with suppress(OSError):
        return fork_client.note_of(folder, pid).read_text(encoding="utf-8")
    return ""


def run(jobs: Sequence[Job], out: Path, *, workers: int, pool: ReportPool) -> Iterator[Outcome]:
    """Make and publish reports, some at once; give their outcomes as they come."""
    for _, report in threads.each(lambda job: published(pool.make, job, out), jobs, workers=workers):
        yield report.result()


def warm_for(jobs: Sequence[Job]) -> dict[str, object]:
    """Return the parameters that the jobs share and whose figures the server gets ready."""
    given = jobs[0].parameters if jobs else {}
    shared = {name: given[name] for name in ("as_of", "guide", "since", "real_only") if name in given}
    return {"held": True, "draws": len(jobs) > 1} | shared


def failed(job: Job, error: str) -> Outcome:
    """Return the outcome of a job that made no page."""
    return Outcome(**asdict(job), seconds=0.0, error=error, file=formatting.file_name(job.area))


def published(make: Make, job: Job, out: Path) -> Outcome:
    """Make a report and put its page into place; what went wrong stands in the outcome."""
    try:
        outcome, html = make(job)
        if not outcome.error:
            files.write_atomically(out / outcome.file, html)
    except ReportError as fault:
        return failed(job, str(fault))
    return outcome
