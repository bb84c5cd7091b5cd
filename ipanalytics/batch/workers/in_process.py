"""papermill's engine where a process was forked for one report: the cells run right there.

The process is as fresh as a kernel would be, both are forks of the preloaded one. What is saved is a second process,
and that outputs go through sockets and are checked as messages; docs/performance.md has the figures.
"""

import io
import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Type
from traitlets.config import Config

from ipanalytics.batch.warm.fork_client import FOLDER_VARIABLE, note_of

ENGINE = "ipanalytics-in-process"
# Names and cells of JupyterLab's history, which needs a thread and a file, are nothing to a report.
QUIET = Config({"HistoryManager": {"enabled": False}, "DisplayFormatter": {"active_types": ["text/plain"]}})
SKIPPED, MAY_FAIL = "skip-execution", "raises-exception"


class TimeUp(KeyboardInterrupt):
    """The report's time is over; event loops and cells let an interrupt through."""


class _Stream(io.TextIOBase):
    """What a cell prints, as outputs in their order."""

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: str) -> int:
        """Add to the last output where that is of this stream, else begin one."""
        last = _Shell.outputs[-1] if _Shell.outputs else {}
        if last.get("name") == self.name:
            last["text"] += text
        elif text:
            _keep("stream", name=self.name, text=text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401
        _keep("display_data", data=data, metadata=metadata or {})


class _Hook(DisplayHook):
    """The value of a cell's last expression; nothing is written before it."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        if format_dict:
            data = {"execution_count": self.prompt_count, "data": format_dict, "metadata": md_dict or {}}
            _keep("execute_result", **data)


class _Shell(InteractiveShell):
    """IPython, whose outputs are kept as notebooks have them."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    outputs: list[dict[str, Any]] = []  # noqa: RUF012
    # The cell that runs, or ran last, as messages name it.
    at = ""

    def _showtraceback(self, etype: Any, evalue: BaseException, stb: list[str]) -> None:  # noqa: ANN401
        _keep("error", ename=getattr(etype, "__name__", str(etype)), evalue=str(evalue), traceback=stb)


class InProcessEngine(Engine):  # type: ignore[misc]
    """Runs a notebook's cells one after the other until one fails."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:  # noqa: ANN401, ARG003
        """Run all cells.

        Raises
        ------
        TimeUp
            When the report's time is over.
        """
        shell = warm()
        for number, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, number)
            fault = _run(shell, cell, number) if _is_run(cell) else None
            has_failed = fault is not None and MAY_FAIL not in cell.metadata.get("tags", [])
            if has_failed:
                nb_man.cell_exception(cell, cell_index=number, exception=fault)
            nb_man.cell_complete(cell, cell_index=number)
            if has_failed:
                return


def _is_run(cell: Any) -> bool:  # noqa: ANN401
    return cell.cell_type == "code" and bool(cell.source.strip()) and SKIPPED not in cell.metadata.get("tags", [])


def _run(shell: _Shell, cell: Any, number: int) -> BaseException | None:  # noqa: ANN401
    """Run a cell and keep its outputs in it; return what it raised."""
    _Shell.at, _Shell.outputs = f"cell {number} ({first_line(cell.source)}): ", []
    if folder := os.environ.get(FOLDER_VARIABLE):
        # Whoever waits for this process names the cell where it ends.
        note_of(Path(folder), os.getpid()).write_text(_Shell.at, encoding="utf-8")
    with redirect_stdout(_Stream("stdout")), redirect_stderr(_Stream("stderr")):
        result = shell.run_cell(cell.source)
    cell.outputs, cell.execution_count = _Shell.outputs, number
    fault = result.error_before_exec or result.error_in_exec
    if isinstance(fault, TimeUp):
        raise fault
    return fault


def last_cell() -> str:
    """Name the cell that was started last in this process; "" where none was."""
    return _Shell.at


def first_line(source: str) -> str:
    """Return what names a cell."""
    lines = str(source).strip().splitlines()
    return lines[0] if lines else "empty"


def _keep(kind: str, **content: Any) -> None:  # noqa: ANN401
    """Keep an output; nbformat would copy every value of it into objects of its own."""
    output = nbformat.NotebookNode(output_type=kind)
    for name, value in content.items():
        dict.__setitem__(output, name, value)
    _Shell.outputs.append(output)


def warm() -> _Shell:
    """Return the shell of this process; its forks have it from their first moment."""
    if not _Shell.initialized():
        _Shell.instance(config=QUIET)
    return _Shell.instance()


papermill_engines.register(ENGINE, InProcessEngine)
