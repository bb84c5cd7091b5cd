"""Every page in a real browser, without network."""

import re

import pytest

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.observations import derivation
from ipanalytics.publishing import page as publishing_page
from ipanalytics.publishing.browser import PAPER
from ipanalytics.report import style
from ipanalytics.report.charts import bars, pairs, time_series
from ipanalytics.report.exhibits import PLOTLY
from tests.rooms.publishing.builders import notebook, output

pytestmark = pytest.mark.slow

AREAS = [places.province(), *places.codes("region"), *places.codes("unit")]
KINDS = [*AREAS, "data_quality", "tasks"]
READY = "html[data-ready]"
# A page whose width tests change.
SIZED = 1000
MONTHS = """strips => strips.map(strip => [strip.getAttribute("aria-label"),
  [...strip.children].map(month => [month.innerText.trim(), month.title, getComputedStyle(month).color])])"""


@pytest.fixture(scope="module")
def visit(open_tab, rendered):
    """Return a function that opens a page, once for all tests that ask for the same."""
    opened = {}

    def open_page(name, width=1280, **options):
        key = (name, width, *sorted(options.items()))
        if name == "index" or key not in opened or f"/{name}.html?beside" not in opened[key].url:
            address = (rendered.folder / f"{name}.html").as_uri() + "?beside"
            opened[key] = open_tab(address, width, **options)
        page = opened[key]
        if name != "index" and options.get("java_script_enabled", True):
            page.wait_for_selector(READY, state="attached")
        page.evaluate("() => scrollTo(0, 0)")
        return page

    return open_page


@pytest.mark.parametrize("area", KINDS)
def test_page_shows_all_its_figures_without_network(visit, rendered, area):
    page = visit(area)
    entry = next(entry for entry in rendered.manifest()["reports"] if entry["area"] == area)
    assert page.faults == []
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.get_attribute("html", "data-drawn") == str(entry["figures"])
    alts = page.locator(".plot svg[role=img]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert len(alts) == page.locator(".plot").count() == entry["figures"]
    assert all(alts)
    assert entry["figures"] > 0 or area in ("data_quality", "tasks")
    shapes = page.locator(".plot.map svg[role=img]").evaluate_all(SHAPES)
    assert shapes == [12] * len(shapes)
    assert shapes or area in ("data_quality", "tasks")


SHAPES = """all => all.map(one => new Set([...one.querySelectorAll("[data-area]")].map(s => s.dataset.area)).size)"""


MOVED = """() => new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 100);
})"""


@pytest.mark.parametrize("area", ["index", "610000", "610403", "data_quality", "tasks"])
@pytest.mark.parametrize("width", [390, 768])
def test_nothing_scrolls_sideways_or_jumps(visit, area, width):
    page = visit(area, width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(MOVED) < 0.01
    assert page.faults == []


def test_without_scripts_every_figure_text_and_table_is_there(visit, rendered):
    page, live = visit("610100", java_script_enabled=False), visit("610100")
    assert page.locator("h1").inner_text().startswith("西安市知识产权发展报告")
    assert page.evaluate(DRAWN) == live.evaluate(DRAWN)
    assert page.locator("details.fold td").count() > 20
    page.locator("details.data > summary").first.click()
    assert page.locator("details.data table").first.is_visible()


DRAWN = """() => [...document.querySelectorAll(".plot svg[role=img]")].map((chart) =>
  [chart.getBoundingClientRect().height, chart.querySelectorAll("rect, circle, use, text, polyline").length])"""


def number_of(page, words):
    return page.locator(f".plot:has(svg[aria-label*='{words}'])").first.get_attribute("id")


def opened(page):
    """Open all that is folded."""
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    return page


def test_map_says_value_and_period_where_it_is_touched_and_leads_to_the_place(visit):
    page = opened(visit("610800"))
    shape = page.locator(f"#{number_of(page, '榆林位于')} [data-area='610600']")
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    said = page.locator("#hint.shown").inner_text()
    assert said == "延安：228.3万人\n2020年11月1日"
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/610600.html?beside")


def test_a_bar_says_publication_and_cell_before_a_tenth_of_a_second(visit):
    page = visit("610000")
    bar = page.locator(f"#{number_of(page, '陕西有效发明专利拥有量')} rect").first
    bar.scroll_into_view_if_needed()
    milliseconds, said = bar.evaluate(TOUCHED)
    assert milliseconds < 100
    assert "（yearbook_2010_2023.csv）" in said


TOUCHED = """bar => {
  const start = performance.now(), at = bar.getBoundingClientRect();
  const place = { clientX: at.x, clientY: at.y };
  bar.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerType: "mouse", ...place }));
  const hint = document.querySelector("#hint.shown").innerText;
  return [performance.now() - start, hint];
}"""


def test_a_finger_beside_a_point_shows_what_it_says_and_a_map_a_link(visit):
    page = visit("610800", width=390, has_touch=True)
    point = page.locator(".plot:not(.map) circle").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2 + 8, box["y"] + box["height"] / 2)
    assert "月" in page.locator("#hint.shown").inner_text()
    shape = page.locator(".plot.map [data-area='610600']").first
    shape.scroll_into_view_if_needed()
    shape.tap()
    assert page.locator("#hint.shown").inner_text().startswith("延安：")
    page.locator("#hint a").tap()
    page.wait_for_url("**/610600.html?beside")


def test_the_keyboard_leads_from_mark_to_mark(visit):
    page = opened(visit("610000"))
    chart = page.locator(f"#{number_of(page, '陕西有效发明专利拥有量')} svg[role=img]")
    chart.focus()
    said = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        said.append(page.locator("#hint.shown").inner_text().split("：")[0])
    assert said[0] == said[2] != said[1]
    page.keyboard.press("Escape")
    assert page.locator("#hint.shown").count() == 0


# What of a chart is outside its box or smaller than 11 px, and labels that cover one another.
ASTRAY = """() => [...document.querySelectorAll(".plot")].flatMap((plot) => {
  for (let fold = plot.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const box = plot.closest("figure").getBoundingClientRect(), faults = [];
  const shown = (one) => getComputedStyle(one).display !== "none" && !one.closest(".stamp");
  const texts = [...plot.querySelectorAll("text")].filter(shown);
  for (const one of [...texts, ...plot.querySelectorAll("rect, circle, use, polyline, p, li")]) {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    if (left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1)
      faults.push([plot.id, "outside", one.textContent || one.outerHTML]);
  }
  const least = matchMedia("print").matches ? 9 : 10.9;
  const boxes = texts.map((one) => [one.getBoundingClientRect(), one]);
  for (const [n, [a, one]] of boxes.entries()) {
    if (parseFloat(getComputedStyle(one).fontSize) < least) faults.push([plot.id, "small", one.textContent]);
    for (const [b, other] of boxes.slice(n + 1))
      if (a.left + 1 < b.right && b.left + 1 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom)
        faults.push([plot.id, "covered", one.textContent, other.textContent]);
  }
  return faults;
})"""


def astray(page):
    """Return what is astray at the widths of a telephone, a tablet and a screen, and on paper."""
    found = {}
    for width in (360, 390, 768, 1280, PAPER["width"]):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="print" if width == PAPER["width"] else "screen")
        found[width] = page.evaluate(ASTRAY)
    page.emulate_media(media="screen")
    return {width: faults for width, faults in found.items() if faults}


@pytest.mark.parametrize("area", ["610000", "610800", "guanzhong"])
def test_charts_lie_in_their_boxes_and_no_label_covers_another(visit, area):
    assert astray(visit(area, width=SIZED)) == {}


def test_charts_that_notebooks_of_your_own_draw_lie_in_their_boxes_too(open_tab, figures, tmp_path):
    mainland, units = derivation.mainland(), places.codes("unit")
    shown = [
        pairs.draw_pair(figures, ("inventions_in_force", "2022"), ("patents_in_force", "2022"), mainland),
        pairs.draw_pair(figures, ("inventions_in_force", "2021"), ("inventions_in_force", "2022"), mainland),
        bars.draw_ordered(figures, "population", "2020-11-01", units, "610800"),
        time_series.draw_few_years(figures, "610000", "pct_applications"),
        time_series.draw_dated(figures, "610100", "inventions_in_force"),
    ]
    drawn = notebook(*(output({PLOTLY: style.plain(one.figure, is_synthetic=True)}) for one in shown))
    (tmp_path / "own.html").write_text(publishing_page.make_page(drawn, footer="").html, encoding="utf-8")
    page = open_tab((tmp_path / "own.html").as_uri())
    assert page.locator(".plot svg[role=img]").count() == len(shown)
    assert astray(page) == {}


def test_the_cells_of_data_quality_can_be_read(visit):
    """Where they have no room, they are moved sideways in their box."""
    found = astray(visit("data_quality", width=SIZED))
    assert {width: [fault for fault in faults if fault[1] != "outside"] for width, faults in found.items()} in (
        {}, {360: [], 390: []},
    )  # fmt: skip


def test_units_without_figures_are_hatched_on_small_maps_too(visit):
    page = visit("610000")
    lacking = page.locator(".plot.map svg[role=img][aria-label*='个单元无数据']").all()
    assert lacking
    assert all(chart.locator("use[fill='url(#plot-hatch)']").count() >= 1 for chart in lacking)
    assert page.locator("#plot-hatch").count() == 1


def test_small_maps_and_curves_stand_side_by_side_and_below_one_another_on_a_telephone(visit):
    columns = "place => getComputedStyle(place).gridTemplateColumns.split(' ').length"
    wide, narrow = visit("610000"), visit("610000", width=390)
    both = [place.locator("figure").count() for place in wide.locator(".panels.pair").all()]
    assert [place.evaluate(columns) for place in wide.locator(".panels.pair").all()] == [2] * len(both)
    assert [place.evaluate(columns) for place in narrow.locator(".panels.pair").all()] == [1] * len(both)
    assert [wide.locator(".panels.wide").evaluate(columns), narrow.locator(".panels.wide").evaluate(columns)] == [3, 1]


@pytest.mark.parametrize("area", ["610000", "shaanbei", "610800"])
def test_lights_have_shape_word_and_colour(visit, area):
    page = visit(area, java_script_enabled=False)
    for light in page.locator("table.lights td > .light:visible").all():
        assert light.inner_text().strip()
        assert light.evaluate("shape => shape.parentElement.innerText").replace(light.inner_text(), "").strip()
        assert light.evaluate("shape => getComputedStyle(shape).color") != "rgb(31, 41, 55)"
    strips = page.locator("table.lights .strip:visible").evaluate_all(MONTHS)
    assert strips
    for told, months in strips:
        assert told == "；".join(words for _, words, _ in months)
        assert all(shape and re.fullmatch("[0-9]+月.*：.+", words) for shape, words, _ in months)
        assert all(colour != "rgb(31, 41, 55)" for _, _, colour in months)
    assert page.locator("table.heat td .light").count() == page.locator("table.heat td .word").count() > 0


def test_index_leads_to_every_page(visit):
    page = visit("index")
    assert page.faults == []
    links = [link.get_attribute("href") for link in page.locator("table.overview a").all()]
    assert links == [f"{area}.html" for area in [*_index_order(), "data_quality", "tasks"]]
    page.click("table.overview >> text=榆林市")
    assert page.locator("h1").inner_text().startswith("榆林市知识产权发展报告")
    page.click("text=全部报告")
    assert page.locator("h1").inner_text().startswith("陕西知识产权发展报告")


def _index_order():
    units = [unit for region in places.codes("region") for unit in hierarchy.members(region)]
    return [places.province(), *places.codes("region"), *units]


def test_a_figure_says_publication_file_and_cell_where_it_is_tapped(visit):
    page = visit("610000", width=390, has_touch=True)
    figure = page.locator("table.lights button.cited").first
    figure.scroll_into_view_if_needed()
    figure.tap()
    told = page.locator("#citation").inner_text()
    assert told == figure.get_attribute("title")
    assert re.search(r"（\w+\.(csv|xlsx|html|docx)）", told)
    page.keyboard.press("Escape")
    assert not page.locator("#citation").is_visible()


def test_a_light_leads_to_the_part_of_its_target(visit):
    page = visit("610800")
    link = page.locator("table.lights a").first
    link.click()
    target = page.locator(link.get_attribute("href"))
    assert target.evaluate("place => place.getBoundingClientRect().top") < 300
    assert link.inner_text() == target.get_attribute("data-short")


def test_the_leading_map_needs_no_script(visit):
    page = visit("610800", java_script_enabled=False)
    leading = page.locator("svg.province").first
    assert leading.locator(".ground").count() == 12
    assert leading.locator("a[data-area='610100']").get_attribute("data-page") == "610100.html"


def test_source_number_leads_to_its_publication(visit):
    page = opened(visit("610100"))
    link = page.locator("td a[href^='#source']").first
    target = page.locator(link.get_attribute("href"))
    link.click()
    assert target.is_visible()
    assert target.inner_text() == link.inner_text()
