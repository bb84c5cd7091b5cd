"""Single figures are changed: a section that looks different then reads others, and other pages don't.

Pages are drawn in this process, by the cells of their notebooks, from a table that the test changes.
"""

import ast
import json
import sys

import pandas as pd
import pytest

from ipanalytics.batch import inputs, plan
from ipanalytics.batch.plan import Job
from ipanalytics.core import project
from ipanalytics.ingestion import pipeline
from ipanalytics.observations import storage
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report import exhibits, sections
from ipanalytics.report.sections import reads

pytestmark = pytest.mark.slow

PLACES = ("610000", "610800")
SETTINGS = {"as_of": "2022-12", "real_only": False}
JOBS = {
    **{area: Job(area, "area_report.ipynb", {**SETTINGS, "since": "", "area": area}) for area in PLACES},
    "610881": Job("610881", "county_report.ipynb", {**SETTINGS, "since": "", "area": "610881"}),
    "tasks": Job("tasks", "tasks.ipynb", SETTINGS),
    "data_quality": Job("data_quality", "data_quality.ipynb", SETTINGS),
    "submissions": Job("submissions", "submissions.ipynb", SETTINGS),
}
# Area, indicator, period, by what the value is multiplied; the pages that are made of other figures then.
CHANGES = {
    "a month of a unit, a month of a county": (
        [("610800", "high_value_inventions", "2022-03", 1.001), ("610103", "trademarks_in_force", "2022-03", 2)],
        {"610000", "610800", "610881"},
    ),
    "a year of another unit": ([("610100", "high_value_inventions", "2022", 0.5)], {"610000", "610800"}),
    "a year of a county": ([("610102", "trademarks_in_force", "2022", 2)], {"610000", "610881"}),
    "another province": ([("110000", "inventions_in_force", "2021", 0.9)], {"610000"}),
}


@pytest.fixture(scope="module")
def figures():
    return pipeline.load_every()


@pytest.fixture
def change(figures, monkeypatch):
    """Return a function that puts another table in the place of the observations."""

    def put(table, state):
        files = {storage.OBSERVATIONS: table, "account": pd.DataFrame(columns=pipeline.ACCOUNT)}
        # What follows from the table is made anew, never taken from the disk.
        monkeypatch.setattr(storage, "cached", lambda name, make, **_: files[name] if name in files else make())
        monkeypatch.setattr(storage, "cached_as", lambda _, make, **__: make())
        monkeypatch.setattr(project, "state_of", lambda *_: (project.home(), state))

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
        book = json.loads((project.notebooks() / job.notebook).read_text(encoding="utf-8"))
        defaults, *cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
        names, drawn = {}, {}
        exec(defaults, names)
        names |= job.parameters
        for source in cells:
            shown.clear()
            _run_cell(source, names, show)
            drawn[source.partition("(")[0]] = list(shown)
        return drawn

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
    """Return what each page's cells show, and a digest of each thing that sections read."""
    told = {name: (draw(job), _digests(job)) for name, job in JOBS.items() if name != "data_quality"}
    assert all(any(shown.values()) for shown, _ in told.values())
    return told


def _digests(job):
    page = inputs.page_of(job)
    return {reading: inputs.digest(list(reading(page))) for reading in inputs.read_by(job.notebook)}


@pytest.mark.parametrize("name", [name for name in JOBS if name != "data_quality"])
def test_pages_of_areas_and_tasks_are_made_of_less_than_everything(name):
    assert reads.everything not in inputs.read_by(JOBS[name].notebook)


def test_the_page_of_who_has_reported_is_made_of_the_journal_alone():
    assert inputs.read_by("submissions.ipynb") == {reads.handed_in}


def test_every_section_is_called_by_a_notebook_that_is_rendered():
    notebooks = {entry.notebook for entry in plan.entries().values()}
    cells = "".join((project.notebooks() / name).read_text(encoding="utf-8") for name in notebooks)
    assert [name for name in sections.registered() if f'"sections.{name}(' not in cells] == []


@pytest.mark.parametrize("what", CHANGES)
def test_a_section_that_looks_different_reads_other_figures_and_other_pages_do_not(figures, change, draw, known, what):
    before = known or looked_at(draw)
    known.update(before)
    rows, expected = CHANGES[what]
    values = figures["value"]
    for area, indicator, period, factor in rows:
        row = figures["area"].eq(area) & figures["indicator"].eq(indicator) & figures["period"].eq(period)
        assert row.any()
        values = values.mask(row, values * factor)
    change(figures.assign(value=values), what)
    after = looked_at(draw)
    other = {name: {r for r, digest in after[name][1].items() if before[name][1][r] != digest} for name in before}
    assert {name for name, readings in other.items() if readings} == expected
    unnoticed = [
        f"{name}: {cell}"
        for name, (shown, _) in after.items()
        for cell, content in shown.items()
        if content != before[name][0][cell] and not other[name] & set(_read_by(cell))
    ]
    assert unnoticed == []


def _read_by(cell):
    return sections.read_by(getattr(sections, cell.removeprefix("sections.")))


def test_the_page_of_data_quality_is_made_of_everything(figures, change):
    before = inputs.digest_of(JOBS["data_quality"])
    change(figures.assign(cell=figures["cell"].mask(figures.index == 0, "elsewhere")), "another cell")
    assert inputs.digest_of(JOBS["data_quality"]) != before


@pytest.mark.parametrize(
    ("source", "is_everything"),
    [
        ("place = str(place)", False),
        ("rows = year.rows[year.rows['area'] == place]", False),
        ("every.describe()", True),
        ("year.rows", True),
        ("print(place)", True),
        ("i18n.current()", True),
        ("numbers = open('numbers.csv')", True),
        ("%matplotlib inline", True),
    ],
)
def test_a_page_whose_cells_show_something_else_is_made_of_everything(home, source, is_everything):
    path = home / "notebooks" / "area_report.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"].append({**book["cells"][-2], "source": [source]})
    path.write_text(json.dumps(book), encoding="utf-8")
    assert (inputs.read_by("area_report.ipynb") == {reads.everything}) == is_everything


SECTION = """
from ipanalytics.report.exhibits import Section
from ipanalytics.report.sections import reads, section


@section(reads=[reads.own])
def draw_mine(year, place):
    return Section("mine", (), f"{place}: {len(year.table[year.table['area'] == place])} figures")
"""


def test_a_section_is_added_by_its_module_and_a_cell_alone(small, draw, monkeypatch):
    (small / "mine.py").write_text(SECTION, encoding="utf-8")
    monkeypatch.setattr(sections, "__path__", [*sections.__path__, str(small)])
    monkeypatch.setattr(sections, "_functions", dict(sections._functions))
    path = small / "notebooks" / "area_report.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    kept = [cell for cell in book["cells"] if "sections." not in "".join(cell["source"])]
    cell = {**book["cells"][-2], "source": ["sections.draw_mine(year, place)"]}
    path.write_text(json.dumps({**book, "cells": [*kept, cell]}), encoding="utf-8")
    assert inputs.read_by("area_report.ipynb") == {reads.own}
    assert "610800: " in str(draw(JOBS["610800"])["sections.draw_mine"])
    assert "ipanalytics.report.sections.mine" in sys.modules


def test_two_sections_of_one_name_are_refused():
    def draw_lights():
        return None

    with pytest.raises(ValueError, match=r"both have a section draw_lights"):
        sections.section(reads=[])(draw_lights)


def test_a_source_that_is_cited_belongs_to_the_slice(home, spoil):
    rows = pd.DataFrame(
        [["100000", "patent_grants", "2021", 1.0, "件", "nation_ip_2021_speech_reprint", "final", "表"]],
        columns=COLUMNS,
    )
    others = rows.assign(source="another")
    before = inputs.digest([rows]), inputs.digest([others])
    spoil("data/sources/nation_figures.yaml", "    title: ", "    title: 新")
    assert inputs.digest([rows]) != before[0]
    assert inputs.digest([others]) == before[1]


@pytest.mark.parametrize("area", ["610000", "610100"])
def test_a_page_can_be_drawn_as_of_a_day_before_most_figures(draw, area):
    parameters = {**SETTINGS, "as_of": "2020", "guide": 2022, "since": "", "area": area}
    drawn = draw(Job(area, "area_report.ipynb", parameters))
    assert any(drawn.values())
