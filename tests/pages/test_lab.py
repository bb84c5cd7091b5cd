import importlib.util
from pathlib import Path

import pytest

from ipanalytics.monitoring import assessment
from ipanalytics.publishing import page
from ipanalytics.report import sections
from ipanalytics.report.exhibits import EXHIBIT
from tests.rooms.publishing.builders import notebook, output

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
NAMES = ("explore", "tutorial", "new_source")
TALL = {"width": 1440, "height": 3200}
LOOKED_AT = (
    "h2", "h3", ".lead", ".synthetic", ".note", ".classes .patch", ".classes .patch > rect", "svg.province .names text",
    "svg.province .frame", "svg.province .borders path", "table.lights th", "table.lights td.number", ".light.missed",
    "table.heat td.bad", "table.heat thead span", "figure", ".plot .room > svg", "details > summary",
)  # fmt: skip
LOOKS = """([root, selectors]) => Object.fromEntries(selectors.map((selector) => {
  const { color, backgroundColor, fill, stroke, fontFamily, fontWeight, textAlign, listStyleType, display, writingMode,
    borderTopWidth, borderTopColor } = getComputedStyle(document.querySelector(`${root} ${selector}`));
  return [selector, [color, backgroundColor, fill, stroke, fontFamily, fontWeight, textAlign, listStyleType, display,
    writingMode, borderTopWidth, borderTopColor]];
}))"""
FILLS = """(root) => [...document.querySelectorAll(`${root} svg.province .ground`)]
  .map((it) => getComputedStyle(it).fill)"""
# How the Lab's own things look, with the CSS of exhibits and without it.
OWN = """() => {
  const own = ["body", "button", ".jp-MarkdownOutput h2", ".jp-MarkdownOutput p", ".jp-InputPrompt"];
  const looks = () => own.map((it) => {
    const { font, color, margin, padding, border, background } = getComputedStyle(document.querySelector(it));
    return [font, color, margin, padding, border, background];
  });
  const styled = looks();
  document.querySelectorAll(".jp-OutputArea style").forEach((sheet) => sheet.remove());
  return [styled, looks()];
}"""


def _load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


laboratory = _load(HOME / "benchmarks" / "laboratory.py")


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    with laboratory.started(HOME, tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def tab(browser):
    """Return a tab that must have nothing to complain of."""
    context, faults = browser.new_context(viewport=TALL), []
    tab = context.new_page()
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield tab
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def report_page(tmp_path_factory):
    """Write a page of the sections that the notebook of the province begins with."""
    year = assessment.load()
    drawn = [
        draw(year, "610000")
        for draw in (sections.draw_lead_map, sections.draw_lights, sections.draw_heat, sections.draw_targets)
    ]
    shown = [{EXHIBIT: part} for section in drawn for part in (section.part(), *map(_whole, section.exhibits))]
    opening = {EXHIBIT: sections.open_report(year, "610000", "").part()}
    path = tmp_path_factory.mktemp("page") / "610000.html"
    path.write_text(page.make_page(notebook(*map(output, [opening, *shown]), opening=False), footer="").html, "utf-8")
    return path


def _whole(exhibit):
    return {**exhibit.part(), "figures": exhibit.drawn()}


def test_a_report_looks_in_jupyterlab_as_its_page_does(lab, tab, report_page):
    assert lab.run_all(tab, "area_report.ipynb") == []
    looks, fills = tab.evaluate(LOOKS, [".ip-part", LOOKED_AT]), tab.evaluate(FILLS, ".ip-part")
    patches = [patch.bounding_box()["width"] for patch in tab.locator(".ip-part .gateway .patch").all()]
    assert [*dict.fromkeys(patches)] == [24]
    tab.locator(".ip-part", has_text="陕西低于要求").first.screenshot(path=lab.folder.parent / "area_report.png")
    with_sheets, without = tab.evaluate(OWN)
    assert with_sheets == without
    tab.goto(report_page.as_uri())
    assert fills[:12] == tab.evaluate(FILLS, "main")[:12]
    assert len(set(fills[:12])) > 2
    assert looks == tab.evaluate(LOOKS, ["main", LOOKED_AT])


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_notebook_runs_in_jupyterlab_without_errors(lab, tab, name):
    assert lab.run_all(tab, f"{name}.ipynb") == []
    tab.screenshot(path=lab.folder.parent / f"{name}.png")


def test_a_click_on_a_place_shows_its_history_targets_and_sources(lab, tab):
    assert lab.run_all(tab, "explore.ipynb") == []
    tab.wait_for_selector(".js-plotly-plot .annotation")
    tab.get_by_label("指标").first.select_option("每万人口高价值发明专利拥有量")
    tab.get_by_text("每万人口高价值发明专利拥有量，2022年9月末").first.wait_for()
    laboratory.click_place(tab, "榆林")
    tab.get_by_role("heading", name="榆林：每万人口高价值发明专利拥有量").wait_for()
    tab.get_by_text("ip.judge('2022-09-30', area='榆林')").wait_for()
    shown = tab.locator(".jp-Notebook").inner_text()
    assert ".area('榆林').indicator('每万人口高价值发明专利拥有量')\nfigures.history()" in shown
    assert "figures.cited()" in shown
    assert "演示数据" in shown
    tab.screenshot(path=lab.folder.parent / "explore.png")
