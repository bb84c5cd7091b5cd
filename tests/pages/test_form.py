"""How long pages are, what the first screen holds, and the briefs: measured in a browser at 1280, 390 and on paper."""

import io

import pdfplumber
import pytest

from ipanalytics.cli import main
from ipanalytics.publishing import brief, bundle
from ipanalytics.publishing import browser as publishing_browser
from ipanalytics.report import wording

pytestmark = pytest.mark.slow
TELEPHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
MOST_SCREENS, MOST_PAGES = 12, {"610000": 14, "610800": 8}
BOTTOM = "(place) => place.getBoundingClientRect().bottom + scrollY"


@pytest.fixture(scope="module")
def look(open_tab, rendered):
    """Return a function that opens a page, once for all tests."""
    tabs = {}

    def open_page(name, size):
        if (name, size["width"]) not in tabs:
            address = (rendered.folder / f"{name}.html").as_uri()
            tab = tabs[name, size["width"]] = open_tab(address, **size, offline=True)
            tab.wait_for_selector("html[data-drawn]", state="attached")
        return tabs[name, size["width"]]

    return open_page


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800", "610403"])
@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["1280", "390"])
def test_the_first_screen_is_the_answer(look, area, size):
    tab = look(area, size)
    for place in ("p.lead", "ol.behind", ".changed", "svg.province"):
        assert tab.locator(place).first.evaluate(BOTTOM) <= size["height"] + 20, place
    lights = tab.locator("table.lights").first
    weak = f":is({', '.join(f'.{id_}' for id_ in wording.WEAK)})"
    states = lights.locator(f"td[data-column=status]:has(> {weak})")
    assert tab.locator("ol.behind li").count() == states.count()
    assert tab.locator("dl.cards").count() == 0


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800", "610403"])
def test_a_telephone_shows_all_before_the_appendix_in_twelve_screens(look, area):
    tab = look(area, TELEPHONE)
    top = tab.locator(".appendix").evaluate("(place) => place.getBoundingClientRect().top + scrollY")
    assert top / TELEPHONE["height"] <= MOST_SCREENS


def test_a_telephone_shows_the_data_quality_in_fifteen_screens_its_long_lists_a_line_each(look):
    tab = look("data_quality", TELEPHONE)
    assert tab.evaluate("document.documentElement.scrollHeight") / TELEPHONE["height"] <= 15
    folds = tab.locator("details.fold:not([open]) > summary h3")
    assert folds.count() == 2


def test_so_it_does_in_the_month_when_most_is_behind(open_tab, tmp_path):
    assert main.main(["render", "陕西", "--as-of", "2022-09", "--out", str(tmp_path)]) == 0
    tab = open_tab((tmp_path / "610000.html").as_uri(), **TELEPHONE, offline=True)
    assert tab.locator("ol.behind li").count() == 7
    top = tab.locator(".appendix").evaluate("(place) => place.getBoundingClientRect().top + scrollY")
    assert top / TELEPHONE["height"] <= MOST_SCREENS
    assert tab.locator("details.fold:not([open]) table").count() > 0


@pytest.mark.parametrize("area", ["610000", "610800"])
def test_a_page_alone_leads_nowhere_and_one_beside_others_leads_to_them(open_tab, rendered, tmp_path, area):
    alone = tmp_path / f"{area}.html"
    alone.write_bytes((rendered.folder / f"{area}.html").read_bytes())
    tab = open_tab("about:blank", offline=True)
    for page, is_linked in ((alone, False), (rendered.folder / f"{area}.html", True)):
        tab.goto(page.as_uri() + ("?beside" if is_linked else ""))
        tab.wait_for_selector("html[data-ready]", state="attached")
        links = [link.get_attribute("href") for link in tab.locator("a[href]").all()]
        away = {link.partition("?")[0] for link in links if not link.startswith(("#", "http", "blob:"))}
        assert bool(away) == is_linked
        assert all((page.parent / name).is_file() for name in away)


def test_a_bundle_shows_every_page_and_leads_from_one_to_another(open_tab, rendered, tmp_path):
    names = {rendered.folder / f"{name}.html": name for name in ("index", "610000", "610800")}
    whole = tmp_path / "all.html"
    whole.write_text(bundle.single(names, title="全部"), encoding="utf-8")
    tab = open_tab(whole.as_uri(), **DESK, offline=True)
    inside = tab.frame_locator("#page")
    inside.locator("table.overview a", has_text="陕西").first.click()
    assert inside.locator("h1", has_text="陕西省知识产权发展报告").inner_text()
    inside.locator("ol.behind a").first.click()
    inside.locator("svg.province a[data-area='610800']").dispatch_event("click")
    assert inside.locator("h1", has_text="榆林市知识产权发展报告").inner_text()
    assert tab.locator("#choice").input_value() == "610800.html"
    tab.locator("#back").click()
    assert inside.locator("h1", has_text="陕西省知识产权发展报告").inner_text()
    assert tab.faults == []


def test_what_is_behind_is_open_and_all_else_a_line_that_opens(look):
    tab = look("610000", DESK)
    lights = tab.locator("h3[id^='aim-'] .light")
    assert lights.count() == tab.locator("h3[id^='aim-']").count() > 0
    closed = tab.locator("details.fold:not([open]) > summary h3[id^='aim-']")
    assert 0 < closed.count() < lights.count()


def test_a_link_to_a_folded_target_opens_it(look):
    tab = look("610000", DESK)
    target = tab.locator("details.fold:not([open]) > summary h3[id^='aim-']").first.get_attribute("id")
    tab.evaluate("(id) => { location.hash = id; }", target)
    tab.wait_for_selector(f"details[open]:has(#{target})")


@pytest.mark.parametrize("area", ["610800", "tasks", "data_quality"])
def test_rows_are_cards_on_a_telephone_that_show_their_status(look, area):
    tab = look(area, TELEPHONE)
    tables = tab.locator("table:is(.lights, .stacks):visible")
    assert tables.count() > 0
    assert all(table.evaluate("(place) => place.scrollWidth <= innerWidth") for table in tables.all())
    states = tab.locator("td[data-column=status]:visible")
    assert all(state.bounding_box()["x"] < TELEPHONE["width"] - 40 for state in states.all()[:20])


@pytest.mark.parametrize("area", list(MOST_PAGES))
def test_printed_pages_are_few_and_a_brief_is_one(rendered, tmp_path, area):
    page = tmp_path / f"{area}.html"
    page.write_bytes((rendered.folder / f"{area}.html").read_bytes())
    page.with_name(f"{area}-brief.html").write_text(brief.make(page), encoding="utf-8")
    whole, short = publishing_browser.print_pdf([page, brief.path_of(page)])
    with pdfplumber.open(io.BytesIO(whole.read_bytes())) as pdf:
        assert len(pdf.pages) <= MOST_PAGES[area]
    with pdfplumber.open(io.BytesIO(short.read_bytes())) as pdf:
        assert len(pdf.pages) == 1
        assert "知识产权发展报告" in pdf.pages[0].extract_text()


def test_the_picture_of_a_brief_is_1080_wide(rendered, tmp_path):
    path = brief.path_of(tmp_path / "610800.html")
    path.write_text(brief.make(rendered.folder / "610800.html"), encoding="utf-8")
    publishing_browser.picture_whole([path])
    picture = path.with_suffix(".png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20]) == 1080
