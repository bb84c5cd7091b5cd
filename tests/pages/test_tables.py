"""Tables of pages: rows chosen and sorted, by mouse, by keyboard, as cards of a telephone; the months of a status."""

import pandas as pd
import pytest

from ipanalytics.publishing import page
from ipanalytics.report.exhibits import Exhibit
from tests.rooms.publishing.builders import exhibit, notebook, shown

pytestmark = pytest.mark.slow

READY = "html[data-ready]"
ROWS = pd.DataFrame(
    {
        "状态": ["▼ 滞后", "● 已完成", "○ 无数据", "▲ 达到序时", "▼ 滞后"],
        "单元": ["西安", "榆林", "延安", "汉中", "安康"],
        "数值": ["1,000件", "90件", "无数据", "8.5件", "−2件"],
    }
)
FACETS = {
    "behind": ["1", "", "", "", "1"], "region": ["关中", "陕北", "陕北", "陕南", "陕南"],
    "official": ["1", "1", "", "", ""],
}  # fmt: skip
STRIPS = [[("1月", "behind"), ("2月", "behind")]] * 5
TEXTS = "rows => rows.filter(row => row.checkVisibility()).map(row => row.cells[1].innerText)"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Write a page of one table of lights that can be filtered by all there is."""
    evidence = exhibit().evidence
    made = Exhibit("表", ROWS, evidence, facets=FACETS, strips=STRIPS)
    path = tmp_path_factory.mktemp("own") / "own.html"
    path.write_text(page.make_page(notebook(shown(made)), footer="").html, encoding="utf-8")
    return path


@pytest.fixture
def visit(browser):
    """Return a function that opens a page at a width."""
    contexts = []

    def begin(path, width=1280):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, offline=True))
        tab = contexts[-1].new_page()
        tab.set_default_timeout(10_000)
        tab.goto(path.as_uri())
        tab.wait_for_selector(READY, state="attached")
        return tab

    yield begin
    for context in contexts:
        context.close()


def left(tab):
    return tab.locator("table.lights tbody tr").evaluate_all(TEXTS)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_filter_says_how_many_rows_are_left(visit, own, width):
    tab = visit(own, width)
    tab.get_by_label("只看低于要求的").check()
    assert left(tab) == ["西安", "安康"]
    assert tab.locator(".filters .shown").inner_text() == "显示2行，共5行"
    assert tab.locator(".filters .shown").get_attribute("role") == "status"
    tab.get_by_label("区域").select_option("陕南")
    assert left(tab) == ["安康"]
    tab.get_by_label("只看低于要求的").uncheck()
    tab.get_by_label("区域").select_option("")
    assert left(tab) == list(ROWS["单元"])
    assert tab.locator(".filters .shown").inner_text() == ""
    tab.get_by_label("只看正式目标").check()
    assert left(tab) == ["西安", "榆林"]


def test_heads_sort_up_down_and_back_by_keyboard_with_what_lacks_last(visit, own):
    tab = visit(own)
    head = tab.locator("table.lights th", has_text="数值")
    head.locator("button").focus()
    orders = []
    for _ in range(3):
        tab.keyboard.press("Enter")
        orders.append((head.get_attribute("aria-sort"), tab.locator("#sorted").inner_text(), left(tab)))
    assert orders == [
        ("ascending", "按数值从低到高", ["安康", "汉中", "榆林", "西安", "延安"]),
        ("descending", "按数值从高到低", ["西安", "榆林", "汉中", "安康", "延安"]),
        (None, "原来的次序", list(ROWS["单元"])),
    ]


def test_a_status_is_sorted_by_how_bad_it_is(visit, own):
    tab = visit(own)
    tab.locator("table.lights th button").first.click()
    assert left(tab) == ["西安", "安康", "榆林", "汉中", "延安"]


def test_cards_of_a_telephone_are_sorted_by_a_choice(visit, own):
    tab = visit(own, 390)
    assert not tab.locator("table.lights thead").is_visible()
    tab.locator("[data-sort]").select_option(label="数值")
    assert left(tab)[0] == "安康"
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_strip_has_a_square_a_month_with_sign_colour_and_words(visit, own):
    strip = visit(own).locator(".strip").first
    assert strip.get_attribute("aria-label") == "1月：滞后；2月：滞后"
    squares = strip.locator("i")
    assert squares.evaluate_all("all => all.map(one => one.innerText + one.title)") == ["▼1月：滞后", "▼2月：滞后"]
    ground, ink = (
        squares.first.evaluate(f"one => getComputedStyle(one).{name}") for name in ("backgroundColor", "color")
    )
    assert ground != ink != "rgb(31, 41, 51)"


def test_the_whole_table_is_printed_and_without_a_script_nothing_is_offered(visit, own, browser):
    tab = visit(own)
    tab.get_by_label("只看低于要求的").check()
    tab.emulate_media(media="print")
    assert left(tab) == list(ROWS["单元"])
    assert not tab.locator(".filters").is_visible()
    still = browser.new_context(java_script_enabled=False).new_page()
    still.goto(own.as_uri())
    assert not still.locator(".filters").is_visible()
    assert still.locator("th button").count() == 0
    still.context.close()


def test_tasks_of_one_office_are_chosen_through_all_their_tables(visit, rendered):
    tab = visit(rendered.folder / "tasks.html", 390)
    rows = tab.locator("tr[data-office]")
    (office,) = set(tab.get_by_label("责任处室").locator("option").all_inner_texts()) & {"办公室"}
    wanted = rows.evaluate_all("all => all.filter(row => row.dataset.office.split('|').includes('办公室')).length")
    tab.get_by_label("责任处室").select_option(office)
    assert rows.evaluate_all("all => all.filter(row => row.checkVisibility()).length") == wanted > 0
    assert tab.locator(".filters .shown").inner_text() == f"显示{wanted}行，共{rows.count()}行"
    tab.get_by_label("只看到期未完成的").check()
    assert tab.locator("section:has(.filters) h3:visible").count() == 1
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_each_target_of_a_page_has_its_months_and_units_are_chosen_by_region(visit, rendered):
    tab = visit(rendered.folder / "610000.html")
    strips = tab.locator("table.lights .strip")
    assert strips.count() == tab.locator("#lights ~ .scroll table").first.locator("tbody tr").count() > 10
    assert {strip.locator("i").count() for strip in strips.all()} == {12}
    tab.locator("#heat ~ .filters select").first.select_option("陕北")
    assert tab.locator("table.heat tbody tr:visible").all_inner_texts()[0].startswith("延安")
    assert tab.locator("table.heat tbody tr:visible").count() == 2
