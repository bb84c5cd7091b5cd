"""index.html in a browser, from hand-made entries and from the pages that were rendered."""

import re

import pytest

from ipanalytics.batch import manifest
from ipanalytics.catalogue import places, settings
from tests.rooms.publishing.builders import entry, lights, old

pytestmark = pytest.mark.slow
REGIONS, UNITS = places.codes("region"), places.codes("unit")


@pytest.fixture
def visit(open_tab):
    return lambda path, width=1280, **options: open_tab(path.as_uri(), width, **options)


@pytest.fixture(scope="module")
def tab(open_tab):
    return open_tab("about:blank")


@pytest.fixture
def index(tab, rendered):
    """Open the index anew, in the same tab."""
    tab.goto((rendered.folder / "index.html").as_uri())
    return tab


def shown(page, column=0):
    """Return a column of the units' rows that are in sight."""
    rows = [found for found in page.locator("tr[data-area]").all() if found.is_visible()]
    units = [found for found in rows if found.get_attribute("data-area") in UNITS]
    return [found.locator(":scope > *").nth(column).get_attribute("data-key") for found in units]


def found(page):
    return [r.get_attribute("data-area") for r in page.locator("tr[data-area]").all() if r.is_visible()]


def test_failed_and_missing_reports_are_named_at_the_top(write_index, visit):
    faults = ["cell 3: ValueError: <x>", "cell 3 (x): took longer than the 5 s of --time-limit"]
    entries = [entry("610800", error=faults[0]), entry("610600", error=faults[1]), entry("610700"), entry("610900")]
    page = visit(write_index(entries, lacking=["610600", "610700"], planned=["610900", "611000", "tasks"]))
    failed, missing = page.locator("section.failed").all()
    assert failed.locator("h2").inner_text() == "2 份报告没有生成"
    told = "未发布有误的页面；请告知负责生成报告的人员，详情在manifest.json"
    assert [item.inner_text() for item in failed.locator("li").all()] == [
        f"延安市：制作超过了时限，{told}",
        f"榆林市：制作时出错，{told}（上次生成的页面仍在，未改动）",
    ]
    assert "汉中市" in missing.inner_text()
    assert "尚未生成报告：商洛市。" in page.locator(".beside").inner_text()
    assert [page.locator(f"tr[data-area='{code}'] .state").inner_text() for code in ("610800", "611000")] == [
        "这次失败，保留上次的页面",
        "尚未生成",
    ]
    assert told in page.locator("tr[data-area='610800']").inner_text()
    assert "Error" not in page.locator("body").inner_text()
    assert page.faults == []


def test_every_unit_on_the_map_leads_to_its_page(index):
    links = {link.get_attribute("data-area"): link for link in index.locator("svg.province a").all()}
    assert set(links) == {*REGIONS, *UNITS}
    assert {link.get_attribute("href") for link in links.values()} == {f"{code}.html" for code in links}
    assert all(places.name_of(code) in link.locator("title").text_content() for code, link in links.items())
    index.locator("svg.province a[data-area='610800']").click()
    index.wait_for_url("**/610800.html*")
    assert "榆林市" in index.locator("h1").inner_text()


@pytest.mark.parametrize("small", ["610403", "610581"])
def test_small_units_can_be_hit_with_a_finger(visit, rendered, small):
    page = visit(rendered.folder / "index.html", width=390, has_touch=True)
    box = page.locator(f"svg.province a[data-area='{small}'] .frame").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.locator(f"svg.province a[data-area='{small}'] .frame").tap()
    page.wait_for_url(f"**/{small}.html*")
    assert places.name_of(small) in page.locator("h1").inner_text()


def test_the_keyboard_reaches_every_unit_and_shows_where_it_is(index):
    seen = []
    for _ in range(30):
        index.keyboard.press("Tab")
        seen.append(index.evaluate("() => document.activeElement.dataset.area ?? ''"))
        if seen[-1] in UNITS:
            ground = index.locator(f"svg.province a[data-area='{seen[-1]}'] .ground")
            assert ground.evaluate("shape => getComputedStyle(shape).stroke") == "rgb(179, 66, 27)"
        if set(seen) >= set(UNITS):
            break
    assert set(seen) >= {*REGIONS, *UNITS}
    index.keyboard.press("Enter")
    index.wait_for_url(f"**/{seen[-1]}.html?beside")


def test_lights_are_those_of_the_manifest(index, rendered):
    shapes = {id_: light.shape for id_, light in settings.wording().statuses.items()}
    for one in rendered.manifest()["reports"][:16]:
        lit = index.locator(f"tr[data-area='{one['area']}'] ul.row li[title]").all()
        words = {id_: light.word for id_, light in settings.wording().statuses.items()}
        assert sorted(item.get_attribute("title") for item in lit) == sorted(
            f"{label}：{words[status]}" for label, status in one["lights"]
        )
        assert sorted(item.locator("[aria-hidden]").inner_text() for item in lit) == sorted(
            shapes[status] for _, status in one["lights"]
        )
        assert index.locator(f"tr[data-area='{one['area']}'] time").first.inner_text() == one["as_of"]


def test_manifest_tells_what_the_index_needs(rendered):
    for one in rendered.manifest()["reports"]:
        assert set(manifest.SHOWN) <= set(one)
    yulin = next(one for one in rendered.manifest()["reports"] if one["area"] == "610800")
    assert yulin["synthetic"] is True
    assert len(yulin["lights"]) > 10
    assert yulin["as_of"] == "2022-12-31"


def test_column_heads_sort_the_units_and_say_so(index):
    heads = index.locator("th[data-sorts]")
    shares = shown(index, 1)
    assert heads.nth(0).get_attribute("aria-sort") == "ascending"
    index.get_by_role("button", name="目标状态").click()
    assert shown(index, 1) == sorted(shares)
    assert [head.get_attribute("aria-sort") for head in heads.all()] == [None, "ascending", None, None]
    index.get_by_role("button", name="目标状态").press("Enter")
    assert shown(index, 1) == sorted(shares, reverse=True)
    assert heads.nth(1).get_attribute("aria-sort") == "descending"
    index.get_by_role("button", name="地区").press("Space")
    assert shown(index, 1) == shares
    assert index.locator("tr.group th").all_inner_texts() == ["全省", "区域", "单元", "任务与数据"]


def test_unknown_values_are_sorted_last_both_ways(write_index, visit):
    entries = [old("610100"), entry("610200"), entry("610300", lights=lights(behind=2))]
    page = visit(write_index(entries))
    for expected in (["001", "002", ""], ["002", "001", ""]):
        page.get_by_role("button", name="目标状态").click()
        assert shown(page, 1) == expected


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("榆林", ["610800"]),
        ("榆林市", ["610800"]),
        ("610403", ["610403"]),
        ("６１０８", ["610800"]),
        (" YULIN ", ["610800"]),
        ("陕北", ["shaanbei", "610600", "610800"]),
        ("陕北 延安", ["610600"]),
        ("数据质量", ["data_quality"]),
        ("山西", []),
    ],
)
def test_one_field_finds_areas_by_name_code_and_region(index, text, areas):
    index.get_by_label("查找").fill(text)
    assert found(index) == areas
    assert index.locator("#found").inner_text() == f"找到{len(areas)}处"
    index.get_by_label("查找").fill("")
    assert len(found(index)) == 18


def test_without_scripts_everything_can_be_read(visit, rendered):
    page = visit(rendered.folder / "index.html", java_script_enabled=False)
    assert len(found(page)) == 18
    assert page.locator("table.overview button").count() == 0
    assert not page.locator("#find").is_visible()
    page.locator("svg.province a[data-area='610800']").click()
    page.wait_for_url("**/610800.html*")
    assert "榆林市" in page.locator("h1").inner_text()


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1280])
def test_nothing_scrolls_sideways(visit, rendered, width):
    page = visit(rendered.folder / "index.html", width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for box in page.locator("table.overview, svg.province, ul.row, .counts").all():
        assert box.evaluate("box => box.getBoundingClientRect().right") <= width
    assert page.faults == []


def test_the_index_fits_on_paper(visit, rendered):
    page = visit(rendered.folder / "index.html", width=690)
    page.emulate_media(media="print")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 690
    assert not page.locator("#find").is_visible()
    assert page.locator("tr[data-area='610800'] td.short").bounding_box()["width"] > 120


def test_no_script_but_its_own_can_run(index):
    policy = index.locator("meta[http-equiv]").get_attribute("content")
    assert re.fullmatch(r"default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'unsafe-inline'", policy)
    assert index.locator("table.overview button").count() == 4
    assert index.faults == []


def test_the_index_says_that_its_figures_are_synthetic(index):
    for place in ("h1", ".beside h2", ".every h2"):
        assert index.locator(f"{place} .synthetic").inner_text() == "演示数据"
