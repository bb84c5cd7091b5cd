"""Tables of pages: rows chosen and sorted, by mouse, by keyboard, as cards of a telephone; the year's months."""

import re

import pandas as pd
import pytest

from ipanalytics.catalogue import hierarchy, settings
from ipanalytics.monitoring import assessment, trajectory
from ipanalytics.publishing import page
from ipanalytics.report import formatting, wording
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps import target_maps
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


MOST_OF_MONTHS = 150_000
LIGHTS = "all => all.map(row => [...row.cells].slice(1).map(cell => cell.querySelector('.light')?.classList[1] ?? ''))"
DRAWN = """id => {
  const heading = document.getElementById(id), drawn = [];
  let node = (heading?.closest("summary") ?? heading)?.nextElementSibling;
  for (; node && !node.matches("h2, h3, details.fold"); node = node.nextElementSibling)
    drawn.push(...node.querySelectorAll(".plot.map [data-area]"));
  return drawn.map(one => [one.dataset.area, one.getAttribute("fill")]);
}"""


@pytest.fixture(scope="module")
def months():
    return trajectory.by_month(assessment.load())


def pick(tab, number):
    tab.locator("#month").select_option(str(number))
    tab.wait_for_function(
        "n => document.getElementById('month').value === n && !document.querySelector('.asof') === (n === '11')",
        arg=str(number),
    )


def statuses_of(made, units):
    """Return the lights of the units, in the columns of the page."""
    rows = made.rows_of(*units)
    rows = rows.assign(column=rows["target"].map(wording.headings(made.targets)))
    wide = rows.pivot_table(index="area", columns="column", values="status", aggfunc="first")
    wide = wide.reindex(index=units, columns=wording.headings_in_order(made.targets, set(rows["column"])))
    return wide.fillna("").to_numpy().tolist()


def test_each_month_that_is_chosen_shows_the_lights_of_its_end(visit, rendered, months):
    tab = visit(rendered.folder / "610000.html")
    units = hierarchy.members("610000")
    for number in (0, 5, 10, 11):
        pick(tab, number)
        assert tab.locator("table.heat tbody tr").evaluate_all(LIGHTS) == statuses_of(months[number], units)
        rows = months[number].rows_of("610000")
        shown = tab.locator("table.lights").first.locator("tbody td[data-column=status]").all_inner_texts()
        words = [settings.wording().statuses[status].word for status in rows["status"]]
        assert sorted(text.split()[1] for text in shown) == sorted(words)
    assert tab.locator(".asof").count() == 0


def test_maps_have_the_fills_and_words_of_the_month_that_is_chosen(visit, rendered, months):
    tab = visit(rendered.folder / "610000.html")
    pick(tab, 5)
    june = months[5]
    maps = 0
    for name, part in target_maps.by_target(june).items():
        (target,) = {str(id_) for id_ in part["target"]}
        drawn = dict(tab.evaluate(DRAWN, f"aim-{target}"))
        looks = {code: fill or "url(#plot-hatch)" for code, (fill, _) in target_maps.looks(part).items()}
        assert drawn.items() <= looks.items(), name
        maps += len(drawn) == len(looks)
    assert maps > 8
    for code in hierarchy.members("610000"):
        statuses = list(june.rows_of(code)["status"])
        weak, good = (sum(status in group for status in statuses) for group in (wording.WEAK, wording.GOOD))
        said = tab.locator(f"section > .gateway svg.province [data-of='{code}'] text").all_text_contents()
        assert said == [formatting.place(code), f"{weak}/{weak + good}"]


def test_a_month_is_chosen_by_keyboard_and_what_stays_is_marked(visit, rendered):
    tab = visit(rendered.folder / "610800.html", 390)
    before = tab.locator("main").inner_html()
    tab.locator("#month").focus()
    tab.keyboard.press("ArrowUp")
    tab.wait_for_selector(".asof")
    assert set(tab.locator(".asof").all_text_contents()) == {"2022年11月30日"}
    assert tab.locator("#told").inner_text() == "表和地图是2022年11月30日的；其余不随月份变化"
    assert "still" in tab.locator("h1").get_attribute("class")
    assert "数据截至2022年11月30日" in tab.locator("#lights").evaluate("one => one.previousElementSibling.innerText")
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    tab.locator("#back").click()
    assert not tab.locator("#back").is_visible()
    assert tab.evaluate("() => document.activeElement.id") == "month"
    assert re.sub(r' class="(still)?"| (still|now)(?=")', "", tab.locator("main").inner_html()) == before


def test_play_goes_on_until_it_is_paused_and_by_steps_where_nothing_shall_move(visit, rendered):
    tab = visit(rendered.folder / "610800.html")
    tab.clock.install()
    tab.locator("#play").click()
    tab.wait_for_selector("#play[aria-pressed=true]")
    assert tab.locator("#month").input_value() == "0"
    tab.clock.run_for(1600)
    assert tab.locator("#month").input_value() == "1"
    tab.locator("#play").click()
    tab.clock.run_for(5000)
    assert tab.locator("#month").input_value() == "1"
    tab.emulate_media(reduced_motion="reduce")
    tab.locator("#play").click()
    tab.clock.run_for(5000)
    assert tab.locator("#month").input_value() == "2"
    assert tab.locator("#play").get_attribute("aria-pressed") == "false"


def test_paper_has_the_month_of_the_report(visit, rendered):
    tab = visit(rendered.folder / "610800.html")
    before = tab.locator("table.heat").inner_html()
    pick(tab, 2)
    assert tab.locator("table.heat").inner_html() != before
    tab.emulate_media(media="print")
    tab.wait_for_selector(".asof", state="detached")
    assert tab.locator("table.heat").inner_html() == before
    assert not tab.locator(".month").is_visible()
    tab.emulate_media(media="screen")
    tab.wait_for_selector(".asof")
    assert tab.locator("#month").input_value() == "2"


def test_a_filter_and_a_sorted_column_follow_the_month(visit, rendered, months):
    tab = visit(rendered.folder / "610000.html")
    lights = tab.locator("table.lights").first
    tab.locator("#lights ~ .filters").first.get_by_label("只看低于要求的").check()
    pick(tab, 5)
    weak = months[5].rows_of("610000")["status"].isin(wording.WEAK).sum()
    assert lights.locator("tbody tr:visible").count() == weak > 2


def test_months_are_small_and_shown_only_where_they_work(browser, rendered):
    for path in sorted(rendered.folder.glob("6*.html")):
        packed = re.findall(
            r'<script [^>]*\b(?:id="months"|data-months="[^"]+")>([^<]*)<', path.read_text(encoding="utf-8")
        )
        assert 0 < sum(map(len, packed)) < MOST_OF_MONTHS, path.name
    still = browser.new_context(java_script_enabled=False).new_page()
    still.goto((rendered.folder / "610000.html").as_uri())
    assert not still.locator(".month").is_visible()
    still.context.close()
