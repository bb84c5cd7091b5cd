import importlib.util
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ipanalytics.core import i18n
from ipanalytics.monitoring import assessment
from ipanalytics.publishing import page
from ipanalytics.report import sections
from ipanalytics.report.exhibits import EXHIBIT
from tests.rooms.publishing.builders import notebook, output

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
NAMES = ("explore", "tutorial", "new_source")
PANE = ".ip-pane:not(:has(.ip-pane))"
# A kernel that starts beside other tests takes its time.
PATIENCE = 90_000
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
    tab.set_default_timeout(PATIENCE)
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
    link = tab.locator("ol.behind a").last
    target = tab.locator(f".ip-part[id={link.get_attribute('href')[1:]}]")
    link.click()
    assert target.evaluate("(place) => place.getBoundingClientRect().top") < TALL["height"] / 2
    with_sheets, without = tab.evaluate(OWN)
    assert with_sheets == without
    tab.goto(report_page.as_uri())
    assert fills[:12] == tab.evaluate(FILLS, "main")[:12]
    assert len(set(fills[:12])) > 2
    assert looks == tab.evaluate(LOOKS, ["main", LOOKED_AT])


@pytest.fixture(scope="module")
def explored(lab, browser):
    """Run explore.ipynb once; what a test changes, the next sees."""
    context, faults = browser.new_context(viewport=TALL, accept_downloads=True), []
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    assert lab.run_all(tab, "explore.ipynb") == []
    tab.wait_for_selector(f"{PANE} [data-area]")
    yield tab
    context.close()
    assert faults == []


def marks(tab):
    """Count what each pane's chart has drawn: shapes, bars, points."""
    return [pane.locator(".plot :is(use, rect, circle)").count() for pane in tab.locator(PANE).all()]


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_notebook_runs_in_jupyterlab_without_errors(lab, tab, name):
    assert lab.run_all(tab, f"{name}.ipynb") == []
    tab.screenshot(path=lab.folder.parent / f"{name}.png")
    for plot in tab.locator(".js-plotly-plot").all():
        titles = plot.locator(".modebar-btn").evaluate_all("(buttons) => buttons.map((it) => it.dataset.title)")
        assert titles == ["Download plot as a PNG", "Produced with Plotly.js (v4.1.1)"], "none uploads a chart"


def test_the_explorer_shows_its_charts_each_of_ten_times(explored):
    """It is run again in the same kernel, each time with new widgets."""
    cell = explored.locator(".jp-CodeCell", has_text="ip.explore(").first
    seen = [marks(explored)]
    for _ in range(9):
        cell.locator(".jp-InputArea-editor").click()
        explored.evaluate("() => document.querySelectorAll('.ip-pane').forEach((it) => it.classList.add('old'))")
        explored.keyboard.press("Control+Enter")
        explored.locator(f"{PANE}:not(.old)").nth(2).locator(".plot circle").first.wait_for()
        seen.append(marks(explored))
    assert seen == [seen[0]] * 10
    assert min(seen[0]) >= 12
    assert explored.get_by_text("Share chart").count() == 0
    assert explored.locator(".js-plotly-plot").count() == 0


def test_a_click_marks_the_place_and_shows_its_history_beside_the_map(lab, explored):
    explored.get_by_label("指标").first.select_option("每万人口高价值发明专利拥有量")
    explored.get_by_text("每万人口高价值发明专利拥有量，2022年9月末").first.wait_for()
    laboratory.click_place(explored, "榆林")
    explored.get_by_role("heading", name="榆林：每万人口高价值发明专利拥有量").wait_for()
    # What belongs to a click arrives piece by piece: each is waited for.
    shown = expect(explored.locator(".jp-Notebook"))
    shown.to_contain_text("ip.judge('2022-09-30', area='榆林')", timeout=PATIENCE)
    shown.to_contain_text(
        ".area('榆林').indicator('每万人口高价值发明专利拥有量')\nfigures.history()", timeout=PATIENCE
    )
    shown.to_contain_text("figures.cited()", timeout=PATIENCE)
    shown.to_contain_text("演示数据")
    expect(explored.locator(".ip-marked")).to_have_count(2, timeout=PATIENCE)
    map_, bars, history = (pane.bounding_box() for pane in explored.locator(PANE).all())
    assert abs(map_["y"] - history["y"]) < 40
    assert map_["x"] + map_["width"] <= bars["x"] < bars["x"] + bars["width"] <= history["x"]
    # On the map an outline, among the bars a ring.
    marked = explored.locator(".ip-marked").evaluate_all("(marked) => marked.map((it) => it.localName)")
    assert marked == ["use", "rect"]
    explored.screenshot(path=lab.folder.parent / "explore.png")


def test_several_places_stand_in_one_history_with_a_logarithmic_axis_where_one_is_far_above(explored):
    explored.get_by_label("指标").first.select_option("有效发明专利拥有量")
    explored.get_by_text("有效发明专利拥有量，2022年9月末").first.wait_for()
    explored.get_by_label("可同时看几个地方").check()
    for name in ("延安", "西安"):
        laboratory.click_place(explored, name)
    history = explored.locator(PANE).nth(2)
    history.get_by_text("有效发明专利拥有量：西安、延安、榆林").wait_for()
    expect(history.locator("svg").get_by_text("对数刻度")).to_have_count(1, timeout=PATIENCE)
    expect(explored.locator("use.ip-marked")).to_have_count(3, timeout=PATIENCE)
    explored.get_by_label("可同时看几个地方").uncheck()


def test_the_months_go_by_in_the_explorer(explored):
    caption = explored.locator(PANE).first.locator("b").first
    slider = explored.get_by_role("slider").first
    slider.focus()
    for _ in range(3):
        explored.keyboard.press("ArrowLeft")
    explored.get_by_text("有效发明专利拥有量，2022年6月末").first.wait_for()
    explored.locator(".widget-play button").first.click()
    explored.get_by_text("有效发明专利拥有量，2022年9月末").first.wait_for()
    expect(caption).to_contain_text("2022年9月末", timeout=PATIENCE)


@pytest.mark.parametrize(("word", "start"), [("CSV", b"\xef\xbb\xbf"), ("Excel", b"PK"), ("PNG", b"\x89PNG")])
def test_what_is_shown_is_taken_away_as_a_file(explored, tmp_path, word, start):
    with explored.expect_download() as waiting:
        explored.locator(PANE).first.get_by_role("button", name=word).click()
    waiting.value.save_as(tmp_path / "file")
    content = (tmp_path / "file").read_bytes()
    assert content.startswith(start)
    assert waiting.value.suggested_filename.startswith("有效发明专利拥有量，2022年")
    if word == "PNG":
        wide, high = struct.unpack(">II", content[16:24])
        assert wide > 800
        assert high > wide


def test_the_explorer_is_english_once_the_language_is(explored):
    """In the same kernel, run again: last, since what comes after would be English too."""
    explored.locator(".jp-CodeCell .cm-content", has_text="import ipanalytics as ip").first.click()
    explored.keyboard.press("Control+End")
    explored.keyboard.insert_text('\nip.language("en")')
    laboratory.run_cells(explored)
    caption = explored.locator(PANE).first.locator("b").first
    expect(caption).to_contain_text("Invention patents in force, end of September 2022", timeout=PATIENCE)
    expect(explored.get_by_label("Indicator").first).to_be_visible(timeout=PATIENCE)
    laboratory.click_place(explored, "Yulin")
    expect(explored.get_by_role("heading", name="Yulin: Invention patents in force")).to_be_visible(timeout=PATIENCE)
    expect(explored.locator(PANE).first.get_by_text("demo data").first).to_be_visible(timeout=PATIENCE)
    shown = explored.locator(f"{PANE} .plot text").all_text_contents()
    assert [text for text in shown if i18n.HAN.search(text)] == []
    assert len(shown) > 12
