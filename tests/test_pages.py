"""Every page in a real browser, without network."""

import pytest

from ipanalytics import divisions, export

AREAS = [divisions.PROVINCE, *divisions.codes("region"), *divisions.codes("unit")]
LOCAL = ("file:", "data:", "blob:")


@pytest.fixture(scope="module")
def visit(browser, rendered):
    """Return a function that opens a page, and closes all of them in the end."""
    opened = []

    def open_page(name, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("request", lambda r: None if r.url.startswith(LOCAL) else page.faults.append(r.url))
        page.goto((rendered.folder / f"{name}.html").as_uri())
        if name != "index" and options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-drawn]", state="attached")
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.mark.parametrize("area", [*AREAS, "data_quality"])
def test_page_draws_all_its_figures_without_network(visit, rendered, area):
    page = visit(area)
    entry = next(entry for entry in rendered.manifest()["reports"] if entry["area"] == area)
    maps = [n for n, f in enumerate(_figures(rendered, area)) if "breaks" in f["layout"]["meta"]]
    assert page.faults == []
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.get_attribute("html", "data-drawn") == str(entry["figures"])
    assert page.locator(".plot svg.main-svg:first-of-type").count() >= entry["figures"] > 0
    assert page.locator(".plot").count() == entry["figures"]
    assert page.locator(".waiting").count() == 0
    assert page.locator("text=ingest.load").count() == 0
    assert maps or area == "data_quality"
    assert [page.locator(f"#plot-{n} .scatterlayer path.js-fill").count() for n in maps] == [12] * len(maps)
    assert all(page.locator(f"#plot-{n}").get_attribute("aria-label") for n in range(entry["figures"]))
    page.context.close()


def _figures(rendered, area):
    return export.unpack((rendered.folder / f"{area}.html").read_text(encoding="utf-8"))["figures"]


@pytest.mark.parametrize("area", ["index", "610000", "guanzhong", "610100", "610403", "data_quality"])
def test_nothing_scrolls_sideways_on_a_telephone(visit, area):
    page = visit(area, width=390)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert page.faults == []


def test_without_scripts_text_and_tables_are_there(visit):
    page = visit("610100", java_script_enabled=False)
    assert page.locator("h1").inner_text() == "西安市知识产权发展报告"
    assert page.locator(".waiting").first.is_visible()
    assert page.locator("td", has_text="23,713件").is_visible()
    page.locator("summary").first.click()
    assert page.locator("details.data table").first.is_visible()


def test_map_says_value_and_period_where_it_is_touched(visit):
    page = visit("610800")
    box = page.locator("#plot-0 .scatterlayer path.js-fill").nth(9).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".hoverlayer .hovertext")
    assert "万人" in page.locator(".hoverlayer .hovertext").first.text_content()


def test_units_without_figures_are_hatched_and_named_in_the_legend(visit, rendered):
    page = visit("610000")
    number = next(n for n, f in enumerate(_figures(rendered, "610000")) if "只找到西安" in f["layout"]["meta"]["alt"])
    place = page.locator(f"#plot-{number}")
    assert place.locator("pattern").count() >= 1
    assert "无数据（11）" in place.locator(".legend").text_content()


def test_index_leads_to_every_page(visit):
    page = visit("index")
    assert page.faults == []
    links = [link.get_attribute("href") for link in page.locator("main a").all()]
    assert links == [f"{area}.html" for area in [*_index_order(), "data_quality"]]
    page.click("text=榆林市")
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert page.locator("h1").inner_text() == "榆林市知识产权发展报告"
    page.click("text=全部报告")
    assert page.locator("h1").inner_text() == "陕西知识产权发展报告"


def _index_order():
    units = [unit for region in divisions.codes("region") for unit in divisions.members(region)]
    return [divisions.PROVINCE, *divisions.codes("region"), *units]


def test_source_number_leads_to_its_publication(visit):
    page = visit("610100")
    link = page.locator("td a").first
    target = page.locator(link.get_attribute("href"))
    link.click()
    assert target.is_visible()
    assert target.inner_text() == link.inner_text()
