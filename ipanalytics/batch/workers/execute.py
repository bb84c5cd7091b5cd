"""One report: its notebook executed by papermill in a fresh process, then its page."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
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
from ipanalytics.batch.workers import in_process
from ipanalytics.batch.workers.in_process import TimeUp, first_line
from ipanalytics.core import files, i18n, project
from ipanalytics.core.confinement import Limits
from ipanalytics.publishing import page
from ipanalytics.report import formatting

ENGINE = "ipanalytics"


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
    outcome, html = make(Job(**job), Limits(**limits), footer=footer, engine=in_process.ENGINE)
    return {"outcome": asdict(outcome), "html": html}


def make(job: Job, limits: Limits, *, footer: str, engine: str = ENGINE) -> tuple[Outcome, str]:
    """Execute a job's notebook and return its page, or the error that kept it from being made.

    `engine` is papermill's: one that starts a kernel, or that of a process which is there for this report only.
    """
    start = time.perf_counter()
    try:
        report = page.make_page(execute(job, limits, engine), footer=footer)
    except (Exception, TimeUp) as fault:  # noqa: BLE001
        return Outcome(**asdict(job), seconds=0.0, error=worded(fault, limits), file=formatting.file_name(job.area)), ""
    seconds = time.perf_counter() - start
    return Outcome(
        **asdict(job), seconds=seconds, title=report.title, subtitle=report.subtitle, lead=report.lead,
        figures=report.figures, key={"figures": inputs.digest_of(job)}, file=formatting.file_name(job.area),
        sha256=files.sha256_of(report.html),
        **{key: report.facts[key] for key in manifest.SHOWN if key in report.facts},
    ), report.html  # fmt: skip


def execute(job: Job, limits: Limits, engine: str = ENGINE) -> Any:  # noqa: ANN401
    """Execute a job's notebook in a folder that goes afterwards; return it, outputs included."""
    # It goes with the server of forks too, however this process ends.
    scratch = TemporaryDirectory(dir=os.environ.get(FOLDER_VARIABLE), ignore_cleanup_errors=True)
    with scratch as folder, _inside(folder, engine), _time_limit(limits.seconds):
        # papermill.execute_notebook would write the executed notebook out as JSON, for nobody.
        prepared = papermill.execute_notebook(
            str(project.notebooks() / job.notebook),
            None,
            parameters=job.parameters,
            kernel_name=kernels.NAME,
            prepare_only=True,
        )
        executed = papermill_engines.execute_notebook_with_engine(
            engine,
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
def _inside(folder: str, engine: str) -> Iterator[None]:
    """Work in a folder where this process does; a kernel is told of it, and threads share theirs."""
    if engine != in_process.ENGINE:
        yield
        return
    with chdir(folder):
        yield


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
    raise TimeUp


def worded(fault: BaseException, limits: Limits) -> str:
    """Name the cell and the error of a failed report, in one line.

    Examples
    --------
    >>> worded(ValueError("no such file"), Limits(memory=1, seconds=1))
    'ValueError: no such file'
    """
    if isinstance(fault, PapermillExecutionError):
        hint = f" (--memory-limit is {limits.memory} MiB)" if fault.ename in ("MemoryError", "ArrowMemoryError") else ""
        return f"cell {fault.cell_index} ({first_line(fault.source)}): {fault.ename}: {fault.evalue}{hint}"
    if isinstance(fault, TimeUp):
        return f"{_last_cell()}took longer than the {limits.seconds} s of --time-limit"
    if isinstance(fault, DeadKernelError):
        return f"{_last_cell()}the kernel ended; a crash, or more than the {limits.memory} MiB of --memory-limit"
    return f"{type(fault).__name__}: {fault}"


def warm() -> None:
    """Get ready what every report needs: the schema of notebooks, and what pages are made with."""
    nbformat.validate(nbformat.v4.new_notebook())
    page.warm()
    in_process.warm()


def _last_cell() -> str:
    """Name the cell that was started last."""
    if in_process.last_cell():
        return in_process.last_cell()
    cells = _Engine.running.nb.cells if _Engine.running else []
    started = [
        (number, cell) for number, cell in enumerate(cells) if cell.metadata.get("papermill", {}).get("start_time")
    ]
    return f"cell {started[-1][0]} ({first_line(started[-1][1].source)}): " if started else ""


papermill_engines.register(ENGINE, _Engine)
