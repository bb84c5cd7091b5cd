"""One report: its notebook executed by papermill in a fresh kernel, then its page."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors

from ipanalytics.batch import inputs, manifest
from ipanalytics.batch.plan import Job, Outcome
from ipanalytics.batch.warm import kernels
from ipanalytics.batch.warm.fork_client import FOLDER_VARIABLE
from ipanalytics.core import files, i18n, project
from ipanalytics.core.confinement import Limits
from ipanalytics.publishing import page
from ipanalytics.report import formatting

ENGINE = "ipanalytics"


class _TimeUp(KeyboardInterrupt):
    """The report's time is over; event loops let an interrupt through."""


class _Engine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine; it remembers its notebook, so that the cell can be named at which a kernel ended."""

    running: NotebookExecutionManager | None = None

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **settings: Any) -> Any:  # noqa: ANN401
        _Engine.running = nb_man
        return super().execute_managed_notebook(nb_man, kernel_name, **settings)


def answer(job: dict[str, Any], limits: dict[str, Any], footer: str) -> dict[str, Any]:
    """Make a report in a process of its own; arguments and result are JSON."""
    i18n.use(job["parameters"].get("lang", "zh"))
    outcome, html = make(Job(**job), Limits(**limits), footer=footer)
    return {"outcome": asdict(outcome), "html": html}


def make(job: Job, limits: Limits, *, footer: str) -> tuple[Outcome, str]:
    """Execute a job's notebook and return its page, or the error that kept it from being made."""
    start = time.perf_counter()
    try:
        report = page.make_page(execute(job, limits), footer=footer)
    except (Exception, _TimeUp) as fault:  # noqa: BLE001
        return Outcome(**asdict(job), seconds=0.0, error=worded(fault, limits), file=formatting.file_name(job.area)), ""
    seconds = time.perf_counter() - start
    return Outcome(
        **asdict(job), seconds=seconds, title=report.title, subtitle=report.subtitle, lead=report.lead,
        figures=report.figures, key={"figures": inputs.digest_of(job)}, file=formatting.file_name(job.area),
        sha256=files.sha256_of(report.html),
        **{key: report.facts[key] for key in manifest.SHOWN if key in report.facts},
    ), report.html  # fmt: skip


def execute(job: Job, limits: Limits) -> Any:  # noqa: ANN401
    """Execute a job's notebook in a fresh kernel, in a folder that goes afterwards; return it, outputs included."""
    # It goes with the server that the kernel was forked from too, however this process ends.
    scratch = TemporaryDirectory(dir=os.environ.get(FOLDER_VARIABLE), ignore_cleanup_errors=True)
    with scratch as folder, _time_limit(limits.seconds):
        # papermill.execute_notebook would write the executed notebook out as JSON, for nobody.
        prepared = papermill.execute_notebook(
            str(project.notebooks() / job.notebook),
            None,
            parameters=job.parameters,
            kernel_name=kernels.NAME,
            prepare_only=True,
        )
        executed = papermill_engines.execute_notebook_with_engine(
            ENGINE,
            prepared,
            kernel_name=kernels.NAME,
            progress_bar=False,
            execution_timeout=limits.seconds,
            extra_arguments=["--log-level=CRITICAL", "--DisplayFormatter.active_types=text/plain"],
            shutdown_kernel="immediate",
            kernel_manager_class=kernels.Manager,
            resources={"metadata": {"path": folder}},
        )
    raise_for_execution_errors(executed, None)
    return executed


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Stop what runs in this process's first thread; in another thread only the limit of each cell holds."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_: int, __: object) -> None:
    raise _TimeUp


def worded(fault: BaseException, limits: Limits) -> str:
    """Name the cell and the error of a failed report, in one line.

    Examples
    --------
    >>> worded(ValueError("no such file"), Limits(memory=1, seconds=1))
    'ValueError: no such file'
    """
    if isinstance(fault, PapermillExecutionError):
        hint = f" (--memory-limit is {limits.memory} MiB)" if fault.ename in ("MemoryError", "ArrowMemoryError") else ""
        return f"cell {fault.cell_index} ({_first_line(fault.source)}): {fault.ename}: {fault.evalue}{hint}"
    if isinstance(fault, _TimeUp):
        return f"{_last_cell()}took longer than the {limits.seconds} s of --time-limit"
    if isinstance(fault, DeadKernelError):
        return f"{_last_cell()}the kernel ended; a crash, or more than the {limits.memory} MiB of --memory-limit"
    return f"{type(fault).__name__}: {fault}"


def _first_line(source: str) -> str:
    lines = str(source).strip().splitlines()
    return lines[0] if lines else "empty"


def warm() -> None:
    """Get ready what every report needs: the schema of notebooks, and what pages are made with."""
    nbformat.validate(nbformat.v4.new_notebook())
    page.warm()


def _last_cell() -> str:
    """Name the cell that was started last."""
    cells = _Engine.running.nb.cells if _Engine.running else []
    started = [
        (number, cell) for number, cell in enumerate(cells) if cell.metadata.get("papermill", {}).get("start_time")
    ]
    return f"cell {started[-1][0]} ({_first_line(started[-1][1].source)}): " if started else ""


papermill_engines.register(ENGINE, _Engine)
