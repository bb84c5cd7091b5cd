"""Every page in a real browser, without network."""

import plotly.graph_objects as go
import pytest

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.publishing import payload

pytestmark = pytest.mark.slow

AREAS = [places.province(), *places.codes("region"), *places.codes("unit")]
KINDS = [*AREAS, "data_quality", "tasks"]
LOCAL = ("file:", "data:", "blob:")
AHEAD = 2
LOOKED_AT_AGAIN = ("610000", "guanzhong", "610100", "610800")


@pytest.fixture(scope="module")
def visit(browser, rendered):
    """Return a function that opens a page, once for all tests that ask for no option; closes all in the end."""
    opened, begun = [], {}

    def begin(name, width, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("request", lambda r: None if r.url.startswith(LOCAL) else page.faults.append(r.url))
        page.goto((rendered.folder / f"{name}.html").as_uri(), wait_until="commit")
        return page

    def open_page(name, width=1280, **options):
        if (name, width) not in begun or options or name == "index":
            begun[name, width] = begin(name, width, **options)
        page = begun.pop((name, width)) if options or name == "index" else begun[name, width]
        page.wait_for_load_state()
        if name != "index" and options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-drawn]", state="attached")
        page.evaluate("() => scrollTo(0, 0)")
        return page

    def open_ahead(name):
        """Let the next page draw itself while this one is looked at: two cores, one test."""
        for other in KINDS[KINDS.index(name) :][:AHEAD]:
            if (other, 1280) not in begun:
                begun[other, 1280] = begin(other, 1280)
        return open_page(name)

    def close(name):
        begun.pop((name, 1280)).context.close()

    open_page.ahead, open_page.close = open_ahead, close
    yield open_page
    for context in opened:
        context.close()


@pytest.mark.parametrize("area", KINDS)
def test_page_draws_all_its_figures_without_network(visit, rendered, area):
    page = visit.ahead(area)
    entry = next(entry for entry in rendered.manifest()["reports"] if entry["area"] == area)
    maps = [n for n, f in enumerate(_figures(rendered, area)) if "breaks" in f["layout"]["meta"]]
    assert page.faults == []
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.get_attribute("html", "data-drawn") == str(entry["figures"])
    assert page.locator(".plot svg.main-svg:first-of-type").count() >= entry["figures"]
    assert entry["figures"] > 0 or area == "tasks"
    assert page.locator(".plot").count() == entry["figures"]
    assert page.locator(".waiting").count() == 0
    assert page.locator("text=ingest.load").count() == 0
    assert maps or area in ("data_quality", "tasks")
    assert [page.locator(f"#plot-{n} .scatterlayer path.js-fill").count() for n in maps] == [12] * len(maps)
    assert all(page.locator(f"#plot-{n}").get_attribute("aria-label") for n in range(entry["figures"]))
    if area not in LOOKED_AT_AGAIN:
        visit.close(area)


def _figures(rendered, area):
    return payload.unpack((rendered.folder / f"{area}.html").read_text(encoding="utf-8"))["figures"]


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800", "data_quality"])
def test_plotly_knows_every_key_and_value_of_every_figure(rendered, area):
    told = payload.unpack((rendered.folder / f"{area}.html").read_text(encoding="utf-8"))
    drawn = [_whole(figure, told["arrays"]) for figure in told["figures"]]
    assert len([go.Figure(figure) for figure in drawn]) == len(drawn) > 0


def _whole(value, arrays):
    """Return a figure with the arrays in place that the page keeps once."""
    if isinstance(value, list):
        return [_whole(one, arrays) for one in value]
    if not isinstance(value, dict):
        return value
    return arrays[value["$array"]] if "$array" in value else {key: _whole(one, arrays) for key, one in value.items()}


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


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800"])
def test_what_is_in_sight_at_first_waits_for_no_library(visit, area):
    page = visit(area)
    assert page.locator("svg.province").bounding_box()["y"] < 900
    assert min(place.bounding_box()["y"] for place in page.locator("[data-plot]").all()) > 900


def test_without_scripts_text_and_tables_are_there(visit):
    page = visit("610100", java_script_enabled=False)
    assert page.locator("h1").inner_text().startswith("西安市知识产权发展报告")
    assert page.locator(".waiting").first.is_visible()
    assert page.locator("td", has_text="23,713件").is_visible()
    page.locator("summary").first.click()
    assert page.locator("details.data table").first.is_visible()


def test_map_says_value_and_period_where_it_is_touched(visit, rendered):
    page = visit("610800")
    number = next(n for n, f in enumerate(_figures(rendered, "610800")) if "榆林位于" in f["layout"]["meta"]["alt"])
    shape = page.locator(f"#plot-{number} .scatterlayer path.js-fill").nth(9)
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".hoverlayer .hovertext")
    assert "万人" in page.locator(".hoverlayer .hovertext").first.text_content()


def test_units_without_figures_are_hatched_on_small_maps_too(visit, rendered):
    page = visit("610000")
    alts = [figure["layout"]["meta"]["alt"] for figure in _figures(rendered, "610000")]
    lacking = [number for number, alt in enumerate(alts) if alt.startswith("地图") and "个单元无数据" in alt]
    assert lacking
    assert all(page.locator(f"#plot-{number} pattern").count() >= 1 for number in lacking)


def test_small_maps_and_curves_stand_side_by_side_and_below_one_another_on_a_telephone(visit):
    columns = "place => getComputedStyle(place).gridTemplateColumns.split(' ').length"
    wide, narrow = visit("610000"), visit("610000", width=390)
    both = [place.locator("figure").count() for place in wide.locator(".panels.pair").all()]
    assert [place.evaluate(columns) for place in wide.locator(".panels.pair").all()] == [2] * len(both)
    assert [place.evaluate(columns) for place in narrow.locator(".panels.pair").all()] == both
    assert [wide.locator(".panels.wide").evaluate(columns), narrow.locator(".panels.wide").evaluate(columns)] == [3, 1]


@pytest.mark.parametrize("area", ["610000", "shaanbei", "610800"])
def test_lights_have_shape_word_and_colour(visit, area):
    page = visit(area, java_script_enabled=False)
    for light in page.locator("table.lights td .light:visible").all():
        assert light.inner_text().strip()
        assert light.evaluate("shape => shape.parentElement.innerText").replace(light.inner_text(), "").strip()
        assert light.evaluate("shape => getComputedStyle(shape).color") != "rgb(31, 41, 55)"
    assert page.locator("table.heat td .light").count() == page.locator("table.heat td .word").count() > 0


def test_index_leads_to_every_page(visit):
    page = visit("index")
    assert page.faults == []
    links = [link.get_attribute("href") for link in page.locator("table.overview a").all()]
    assert links == [f"{area}.html" for area in [*_index_order(), "data_quality", "tasks"]]
    page.click("table.overview >> text=榆林市")
    page.wait_for_selector("html[data-drawn]", state="attached")
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
    assert "（synthetic_" in told or ".csv" in told
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
    assert page.locator("svg.province .ground").count() == 12
    assert page.locator("svg.province a[data-area='610100']").get_attribute("href") == "610100.html"


def test_source_number_leads_to_its_publication(visit):
    page = visit("610100")
    link = page.locator("td a[href^='#source']").first
    target = page.locator(link.get_attribute("href"))
    link.click()
    assert target.is_visible()
    assert target.inner_text() == link.inner_text()
