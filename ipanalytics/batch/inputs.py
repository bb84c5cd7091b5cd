"""The figures that a page is made of, so that a page whose figures are the same needn't be made again.

Each section says where it is written what it reads; a page is made of what the sections read that its
notebook calls. A notebook whose cells show something else is made of everything.
"""

import ast
import json
import sys
from pkgutil import resolve_name
from typing import Any

import pandas as pd

from ipanalytics.batch import freshness
from ipanalytics.batch.plan import Job
from ipanalytics.catalogue import sources
from ipanalytics.core import files, messages, project
from ipanalytics.core.errors import IPAnalyticsError
from ipanalytics.ingestion import pipeline
from ipanalytics.report import sections
from ipanalytics.report.sections import reads
from ipanalytics.report.sections.reads import Page, Part, Reading

# The rooms whose functions read and judge the project's figures; a cell may call them for what it gives to sections.
ROOMS = ("core", "catalogue", "observations", "ingestion", "monitoring", "submissions", "records")
GIVING = tuple(f"ipanalytics.{room}." for room in ROOMS)

PLAIN = (str, int, float, bool)


def page_of(job: Job) -> Page:
    """Return what a job's page is of."""
    return Page(**{name: job.parameters[name] for name in Page.__dataclass_fields__ if name in job.parameters})


def digest_of(job: Job) -> str:
    """Return a hash of a page's figures; "" where it can't be told, so that the report is made and says why."""
    try:
        page, readings = page_of(job), read_by(job.notebook)
        if not (page.area or readings <= reads.OF_NO_PLACE):
            readings = frozenset([reads.everything])
        ordered = sorted(readings, key=lambda reading: reading.__name__)
        return digest([part for reading in ordered for part in reading(page)])
    except IPAnalyticsError as fault:
        print(messages.told(f"ipanalytics: {job.area}: {fault}"), file=sys.stderr)  # noqa: T201
        return ""


def answer(jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the digests of jobs' figures, or what keeps all from being read; arguments and result are JSON."""
    try:
        pipeline.load_every()
        # For the process that asks, which has no pandas; the command line tells of them.
        freshness.refused()
    except IPAnalyticsError as fault:
        return {"fault": str(fault), "digests": []}
    return {"fault": "", "digests": [digest_of(Job(**job)) for job in jobs]}


def digest(parts: list[Part]) -> str:
    """Return a hash of figures, and what is known of their sources."""
    tables = [part for part in parts if isinstance(part, pd.DataFrame)]
    hashed = [repr([part for part in parts if isinstance(part, str)]).encode()]
    for table in tables:
        hashed.append(repr((list(table.columns), len(table))).encode())
        hashed.append(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
    cited = pd.concat([pd.Series(dtype=str), *(table["source"] for table in tables if "source" in table)])
    publications = sources.load()
    hashed.append(repr([publications[id_] for id_ in sorted(sources.ids_of(cited)) if id_ in publications]).encode())
    return files.fingerprint(b"".join(hashed))


@project.cached_for_project("notebooks")
def read_by(notebook: str) -> frozenset[Reading]:
    """Return what the sections read that a notebook's cells call; everything, where a cell shows something else."""
    cells = json.loads((project.notebooks() / notebook).read_text(encoding="utf-8"))["cells"]
    try:
        trees = [ast.parse("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]
    except SyntaxError:
        # IPython's own commands.
        return frozenset([reads.everything])
    last = [tree.body[-1].value for tree in trees if tree.body and isinstance(tree.body[-1], ast.Expr)]
    shown = {ast.unparse(value.func) if isinstance(value, ast.Call) else "" for value in last}
    functions = _functions(trees)
    readings = {call: sections.read_by(function) for call, function in functions.items()}
    ours = {call for call in readings if readings[call] is not None}
    # These only read the project's figures, or make one plain value of another.
    giving = {
        call
        for call, function in functions.items()
        if getattr(function, "__module__", "").startswith(GIVING) or function in PLAIN
    }
    if not shown or shown - ours or set(functions) - ours - giving:
        return frozenset([reads.everything])
    return frozenset(reading for call in ours for reading in readings[call] or ())


def _functions(trees: list[ast.Module]) -> dict[str, object]:
    """Return the functions that cells call, by what the cells call them; None for those that aren't imported."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    homes = _imports(nodes)
    return {call: _resolved(call, homes) for call in {ast.unparse(n.func) for n in nodes if isinstance(n, ast.Call)}}


def _imports(nodes: list[ast.AST]) -> dict[str, str]:
    """Return where the names come from that cells import."""
    homes: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            homes |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            homes |= {name.asname: name.name for name in node.names if name.asname}
    return homes


def _resolved(call: str, homes: dict[str, str]) -> object:
    name, _, rest = call.partition(".")
    homes = {plain.__name__: f"builtins.{plain.__name__}" for plain in PLAIN} | homes
    try:
        return resolve_name(f"{homes[name]}.{rest}".rstrip("."))
    except (KeyError, ImportError, AttributeError, ValueError):
        return None
