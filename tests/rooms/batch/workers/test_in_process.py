"""Cells that run in the report's own process give what a kernel would give."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
CELLS = [
    "import sys\nprint('a'); print('b', file=sys.stderr); print('c')",
    "from IPython.display import display\n"
    "display({'text/plain': 'one', 'application/x+json': {'n': [1]}}, raw=True)\nprint('after')",
    "{'value': 1}",
    "2;",
    "",
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "%time_it_is_not",
    "1 +",
    "raise ValueError('wrong')",
    "print('the last')\nraise KeyError('end')",
    "print('never')",
]
MAY_FAIL, SKIPPED = range(6, 9), 3
SCRIPT = """
import json, re, sys
import nbformat
from papermill.engines import papermill_engines
from ipanalytics.batch.workers import in_process
cells, may_fail, skipped = json.loads(sys.argv[1])
told = []
for engine in (in_process.ENGINE, None):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    book.metadata["papermill"] = {}
    for cell in book.cells:
        cell.metadata["papermill"] = {}
    for number in may_fail:
        book.cells[number].metadata["tags"] = ["raises-exception"]
    book.cells[skipped].metadata["tags"] = ["skip-execution"]
    arguments = {"progress_bar": False, "execution_timeout": 60, "log_output": False}
    done = papermill_engines.execute_notebook_with_engine(engine, book, "python3", **arguments)
    told.append([[plain(output) for output in cell.outputs] for cell in done.cells])
print(json.dumps(told))
"""
PLAIN = """
def plain(output):
    kept = {name: output[name] for name in ("output_type", "name", "text", "ename", "evalue") if name in output}
    if "evalue" in kept:
        # A cell has another file name in each.
        kept["evalue"] = re.sub("\\\\(.*, line", "(cell, line", kept["evalue"])
    data = {kind: value for kind, value in output.get("data", {}).items() if kind != "text/html"}
    return kept | ({"data": data} if data else {})
"""


@pytest.fixture(scope="module")
def told():
    """Return the outputs of cells run in a process of their own, and in a kernel."""
    command = [sys.executable, "-c", PLAIN + SCRIPT, json.dumps([CELLS, list(MAY_FAIL), SKIPPED])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def streams(outputs):
    """Return what was printed; a kernel's two streams come in any order."""
    named = {output["name"] for output in outputs if output["output_type"] == "stream"}
    return {name: "".join(output["text"] for output in outputs if output.get("name") == name) for name in named}


@pytest.mark.parametrize("number", range(len(CELLS)))
def test_outputs_are_those_of_a_kernel(told, number):
    here, kernel = (book[number] for book in told)
    assert streams(here) == streams(kernel)
    rest = [[output for output in outputs if output["output_type"] != "stream"] for outputs in (here, kernel)]
    assert rest[0] == rest[1]


def test_nothing_runs_after_a_cell_that_failed(told):
    assert told[0][-1] == []
    assert told[0][-2][-1]["ename"] == "KeyError"
