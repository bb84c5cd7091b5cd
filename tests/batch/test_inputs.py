"""Single figures are changed: a page that looks different then has another slice, and the others haven't.

Pages are drawn in this process, by the cells of their notebooks, from a table that the test changes.
"""

import ast
import json

import pytest

from ipanalytics.batch import inputs
from ipanalytics.batch.plan import Job
from ipanalytics.core import files, project
from ipanalytics.ingestion import pipeline
from ipanalytics.observations import storage
from ipanalytics.report import exhibits

PLACES = ("610000", "610800")
SETTINGS = {"as_of": "2022-12", "real_only": False}
JOBS = {
    **{area: Job(area, "area_report.ipynb", {**SETTINGS, "since": "", "area": area}) for area in PLACES},
    "tasks": Job("tasks", "tasks.ipynb", SETTINGS),
    "data_quality": Job("data_quality", "data_quality.ipynb", SETTINGS),
}
# Area, indicator, period, by what the value is multiplied; the pages whose slices change.
CHANGES = [
    ("610800", "high_value_inventions", "2022-03", 1.001, {"610800"}),
    ("610100", "high_value_inventions", "2022", 0.5, {"610000", "610800"}),
    ("610102", "trademarks_in_force", "2022", 2, {"610000"}),
    ("610103", "trademarks_in_force", "2022-03", 2, set()),
    ("110000", "inventions_in_force", "2021", 0.9, {"610000"}),
]


@pytest.fixture(scope="module")
def figures():
    return pipeline.load_every()


@pytest.fixture
def change(figures, monkeypatch):
    """Return a function that puts another table in the place of the observations."""

    def put(table, state):
        monkeypatch.setattr(storage, "cached", lambda _: table)
        monkeypatch.setattr(files, "state", lambda: state)

    put(figures, "as it is")
    return put


@pytest.fixture
def draw(monkeypatch):
    """Return a function that runs a job's cells here and returns all that they display, as text."""
    shown = []

    def show(*objects, **told):
        for one in objects:
            if hasattr(one, "_ipython_display_"):
                one._ipython_display_()
            else:
                shown.append(repr((getattr(one, "data", one), told)))

    monkeypatch.setattr(exhibits, "display", show)

    def run(job):
        shown.clear()
        book = json.loads((project.notebooks() / job.notebook).read_text(encoding="utf-8"))
        defaults, *cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
        names = {}
        exec(defaults, names)
        names |= job.parameters
        for source in cells:
            _run_cell(source, names, show)
        return list(shown)

    return run


def _run_cell(source, names, show):
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if last:
        show(eval(compile(ast.Expression(last.value), "cell", "eval"), names))


@pytest.fixture(scope="module")
def known():
    """Return what was drawn and digested before any change, filled by the first who asks."""
    return {}


def looked_at(draw):
    return {name: (draw(job), inputs.of(job).digest()) for name, job in JOBS.items() if name != "data_quality"}


def test_the_notebooks_have_no_cell_that_the_slices_do_not_cover():
    assert inputs._called("area_report.ipynb") <= inputs.AREA_CELLS
    assert inputs._called("tasks.ipynb") <= inputs.TASK_CELLS


@pytest.mark.parametrize(("area", "indicator", "period", "factor", "expected"), CHANGES)
def test_a_page_whose_figures_change_has_another_slice_and_the_others_have_not(
    figures, change, draw, known, area, indicator, period, factor, expected
):
    before = known or looked_at(draw)
    known.update(before)
    row = figures["area"].eq(area) & figures["indicator"].eq(indicator) & figures["period"].eq(period)
    assert row.any()
    change(figures.assign(value=figures["value"].mask(row, figures["value"] * factor)), f"{area} {indicator}")
    after = looked_at(draw)
    looks_different = {name for name in before if before[name][0] != after[name][0]}
    other_slice = {name for name in before if before[name][1] != after[name][1]}
    assert looks_different <= other_slice
    assert other_slice == expected


def test_the_page_of_data_quality_is_made_of_everything(figures, change):
    before = inputs.of(JOBS["data_quality"]).digest()
    change(figures.assign(cell=figures["cell"].mask(figures.index == 0, "elsewhere")), "another cell")
    assert inputs.of(JOBS["data_quality"]).digest() != before


def test_a_notebook_with_other_cells_is_made_of_everything(home, figures, change):
    path = home / "notebooks" / "area_report.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"][-2]["source"] = ["every.describe()"]
    path.write_text(json.dumps(book), encoding="utf-8")
    made = inputs.of(JOBS["610800"])
    assert [len(table) for table in made.tables] == [len(pipeline.load_every(**SETTINGS))]


def test_a_source_that_is_cited_belongs_to_the_slice(home, spoil):
    before = inputs.of(JOBS["610800"]).digest()
    spoil("data/sources/census_2020.yaml", "title: 陕西省各地级市", "title: 陕西各地级市")
    assert inputs.of(JOBS["610800"]).digest() != before
