"""index.html: from hand-made entries, and in a browser from the pages that were rendered."""

import json
import re

import pytest

from ipanalytics.batch import manifest
from ipanalytics.catalogue import places, settings
from ipanalytics.publishing import index as publishing_index
from ipanalytics.report import wording
from ipanalytics.report.maps import classes, unit_map

pytestmark = pytest.mark.slow

REGIONS, UNITS = places.codes("region"), places.codes("unit")
LIGHTS = [["每万人高价值专利", "below_line"], ["示范试点", "achieved"], ["专利导航", "no_data"]]
LEAD = "截至2022年9月30日，榆林3项指标中1项已完成；最大短板是每万人高价值专利：0.63件/万人。"


def entry(area="610800", **changed):
    base = {"area": area, "file": f"{area}.html", "error": "", "title": "", "lead": LEAD, "synthetic": False}
    return base | {"lights": LIGHTS, "as_of": "2022-09-30", "newest": "2022-08-31"} | changed


def old(area):
    """Return an entry as manifests had it before the index knew of lights."""
    return {key: entry(area)[key] for key in ("area", "file", "error", "title", "lead")}


def row(*, published=True, **changed):
    return publishing_index.areas([entry(**changed)], ["610800.html"] if published else [])[0]


def lights(**counts):
    return [[f"{status}{n}", status] for status, count in counts.items() for n in range(count)]


@pytest.fixture
def made(tmp_path):
    """Return a function that writes the index of entries, of which some files are there."""

    def make(entries, lacking=(), planned=()):
        for one in entries:
            if one["area"] not in lacking:
                (tmp_path / one["file"]).write_text("<title>x</title>", encoding="utf-8")
        document = {"reports": [{**one, "outcome": "published"} for one in entries]}
        (tmp_path / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
        manifest.write(tmp_path, [], planned=planned)
        return tmp_path / "index.html"

    return make


@pytest.fixture(scope="module")
def visit(browser):
    opened = []

    def open_page(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("request", lambda r: None if r.url.startswith("file:") else page.faults.append(r.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture
def index(visit, rendered):
    return visit(rendered.folder / "index.html")


def shown(page, column=0):
    """Return a column of the units' rows that are in sight."""
    rows = [found for found in page.locator("tr[data-area]").all() if found.is_visible()]
    units = [found for found in rows if found.get_attribute("data-area") in UNITS]
    return [found.locator(":scope > *").nth(column).get_attribute("data-key") for found in units]


def found(page):
    return [r.get_attribute("data-area") for r in page.locator("tr[data-area]").all() if r.is_visible()]


@pytest.mark.parametrize(
    ("statuses", "good", "assessable", "class_"),
    [
        ({"achieved": 1, "achieved_late": 1, "on_pace": 1, "above_line": 1}, 4, 4, 4),
        ({"achieved": 4, "missed": 1}, 4, 5, 4),
        ({"achieved": 3, "behind": 2}, 3, 5, 3),
        ({"achieved": 2, "not_started": 3, "pending": 9, "no_data": 9, "not_assessable": 9}, 2, 5, 2),
        ({"below_line": 1}, 0, 1, 0),
        ({"no_data": 3, "pending": 1}, 0, 0, unit_map.NOTHING),
    ],
)
def test_the_measure_is_the_part_of_the_assessable_targets_that_is_good(statuses, good, assessable, class_):
    found = row(lights=lights(**statuses))
    assert (found.good, found.assessable, found.class_) == (good, assessable, class_)


def test_every_status_is_good_weak_or_not_counted():
    rest = {"pending", "not_assessable", "no_data"}
    assert {*wording.GOOD, *wording.WEAK, *rest} == set(settings.wording().statuses)


def test_names_on_the_map_can_be_read():
    words = settings.wording().good_words
    assert len(words) == len(settings.wording().good_breaks) + 1
    for class_ in range(len(words)):
        assert classes.contrast(classes.ink(class_, len(words)), unit_map.colour(class_)) >= 4.5


def test_lights_can_be_read_on_every_ground():
    for light in settings.wording().statuses.values():
        assert classes.contrast(light.colour, settings.palette()["background"]) >= 4.5


@pytest.mark.parametrize(
    ("state", "changed"),
    [
        ("published", {}),
        ("missing", {"published": False}),
        ("kept", {"error": "cell 3: ValueError"}),
        ("failed", {"error": "cell 3: ValueError", "published": False}),
    ],
)
def test_a_page_is_published_missing_kept_or_failed(state, changed):
    found = row(**changed)
    assert found.state == state
    assert found.href == ("610800.html" if state in ("published", "kept") else "")


def test_the_lead_in_short_names_the_weakest_target():
    assert row().short == "最大短板是每万人高价值专利：0.63件/万人"
    assert row(lights=[], as_of="").short == LEAD


def test_a_unit_without_a_page_is_drawn_but_leads_nowhere(made):
    html = made([entry("610800"), entry("610600")], lacking=["610600"]).read_text("utf-8")
    words = "可以评价的2项指标中1项达标（50%）"
    assert f'<a class="unit" data-area="610800" href="610800.html">\n<title>榆林市：{words}</title>' in html
    assert f'<g class="unit" data-area="610600">\n<title>延安市：{words}；页面缺失</title>' in html
    assert 'href="610600.html"' not in html
    assert "延安市（无页面）" in html


def test_the_legend_counts_all_units():
    entries = [entry("610800"), entry("610600", lights=lights(no_data=2)), entry("610700", lights=lights(achieved=2))]
    legend = publishing_index.view(publishing_index.areas(entries, []))["legend"]
    counts = {item["word"]: item["count"] for item in legend}
    assert counts["40%—60%"] == counts["80%及以上"] == counts["没有可以评价的指标"] == "1个单元"
    assert counts["没有报告，或状态不明"] == f"{len(UNITS) - 3}个单元"
    assert sum(int(count.removesuffix("个单元")) for count in counts.values()) == len(UNITS)


def test_targets_stand_below_one_another():
    entries = [entry("610800"), entry("610600", lights=[LIGHTS[0], LIGHTS[2]])]
    groups = publishing_index.view(publishing_index.areas(entries, []))["groups"]
    rows = {item["area"].code: item["lights"] for group in groups for item in group["rows"]}
    assert [light and light["label"] for light in rows["610800"]] == [label for label, _ in LIGHTS]
    assert [light and light["label"] for light in rows["610600"]] == [LIGHTS[0][0], None, LIGHTS[2][0]]


def test_the_weakest_targets_are_those_that_most_units_fall_short_of():
    entries = [entry("610800"), entry("610600"), entry("610000", lights=lights(behind=9))]
    assert publishing_index.view(publishing_index.areas(entries, []))["weakest"] == [
        {"label": "每万人高价值专利", "words": "2个可以评价的单元中2个"}
    ]


def test_days_that_differ_are_named(made):
    entries = [entry("610800"), entry("610600"), entry("610700", as_of="2022-08-31")]
    assert "截至日不同：2022年8月31日（1个单元）、2022年9月30日（2个单元）" in made(entries).read_text("utf-8")
    assert "数据截至2022年9月30日" in made(entries[:2]).read_text("utf-8")


def test_entries_of_an_older_manifest_are_shown_as_unknown(made):
    html = made([old("610800"), old("610000")]).read_text("utf-8")
    assert "榆林市：指标状态不明" in html
    assert "陕西省、榆林市：由旧版本生成" in html
    assert html.count('<span class="none">不明</span>') == 4
    assert 'href="610800.html"' in html


def test_a_status_that_the_catalogue_no_longer_has_is_shown_by_its_id(made):
    assert "示范试点：retired" in made([entry(lights=[["示范试点", "retired"]])]).read_text("utf-8")


def test_failed_and_missing_reports_are_named_at_the_top(made, visit):
    fault = "cell 3: ValueError: <x>"
    entries = [entry("610800", error=fault), entry("610600", error=fault), entry("610700"), entry("610900")]
    page = visit(made(entries, lacking=["610600", "610700"], planned=["610900", "611000", "tasks"]))
    failed, missing = page.locator("section.failed").all()
    assert failed.locator("h2").inner_text() == "2 份报告没有生成"
    assert [item.inner_text() for item in failed.locator("li").all()] == [
        f"延安市：{fault}",
        f"榆林市：{fault}（上次生成的页面仍在，未改动）",
    ]
    assert "汉中市" in missing.inner_text()
    assert "尚未生成报告：商洛市。" in page.locator(".beside").inner_text()
    assert [page.locator(f"tr[data-area='{code}'] .state").inner_text() for code in ("610800", "611000")] == [
        "这次失败，保留上次的页面",
        "尚未生成",
    ]
    assert fault in page.locator("tr[data-area='610800']").inner_text()
    assert page.faults == []


def test_a_failed_report_keeps_the_lights_of_the_page_that_still_lies_there(made):
    folder = made([entry("610800", sha256="a")]).parent
    failed = {**entry("610800"), "lights": [], "as_of": "", "newest": "", "synthetic": None, "error": "x"}
    manifest.write(folder, [{**failed, "seconds": 1.0, "subtitle": "", "figures": 0, "sha256": ""}])
    kept = manifest.read(folder)["610800"]
    assert (kept["lights"], kept["as_of"], kept["newest"], kept["synthetic"]) == (
        LIGHTS, "2022-09-30", "2022-08-31", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "marks"),
    [((False, False), 0), ((True, True), 3), ((True, False), 4)],
)
def test_the_index_says_that_something_is_synthetic_and_what_when_not_all_is(made, flags, marks):
    entries = [entry(area, synthetic=flag) for area, flag in zip(("610800", "610600"), flags, strict=True)]
    assert made(entries).read_text("utf-8").count("演示数据") == marks


def test_the_boundary_note_and_the_review_number_stand_under_the_map(made, spoil):
    spoil("data/catalogue/settings.yaml", 'map_review_number: ""', 'map_review_number: "陕S(2022)001号"')
    notes = re.findall(r'<p class="note">(.*?)</p>', made([entry()]).read_text("utf-8"))
    assert "边界数据：天地图，经简化，仅供示意；公开使用前须送审；审图号：陕S(2022)001号。" in notes[0]


def test_every_unit_on_the_map_leads_to_its_page(index):
    links = {link.get_attribute("data-area"): link for link in index.locator("svg.province a").all()}
    assert set(links) == {*REGIONS, *UNITS}
    assert {link.get_attribute("href") for link in links.values()} == {f"{code}.html" for code in links}
    assert all(places.name_of(code) in link.locator("title").text_content() for code, link in links.items())
    index.locator("svg.province a[data-area='610800']").click()
    assert "榆林市" in index.locator("h1").inner_text()


@pytest.mark.parametrize("small", ["610403", "610581"])
def test_small_units_can_be_hit_with_a_finger(visit, rendered, small):
    page = visit(rendered.folder / "index.html", width=390, has_touch=True)
    box = page.locator(f"svg.province a[data-area='{small}'] .frame").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.locator(f"svg.province a[data-area='{small}'] .frame").tap()
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
    index.wait_for_url(f"**/{seen[-1]}.html")


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
    assert yulin["newest"] <= yulin["as_of"] == "2025-09-23"


def test_column_heads_sort_the_units_and_say_so(index):
    heads = index.locator("th[data-sorts]")
    shares = shown(index, 1)
    assert heads.nth(0).get_attribute("aria-sort") == "ascending"
    index.get_by_role("button", name="目标状态").click()
    assert shown(index, 1) == sorted(shares)
    assert [head.get_attribute("aria-sort") for head in heads.all()] == [None, "ascending", None, None, None]
    index.get_by_role("button", name="目标状态").press("Enter")
    assert shown(index, 1) == sorted(shares, reverse=True)
    assert heads.nth(1).get_attribute("aria-sort") == "descending"
    index.get_by_role("button", name="地区").press("Space")
    assert shown(index, 1) == shares
    assert index.locator("tr.group").all_inner_texts() == ["全省", "区域", "单元", "任务与数据"]


def test_unknown_values_are_sorted_last_both_ways(made, visit):
    entries = [old("610100"), entry("610200"), entry("610300", lights=lights(behind=1))]
    page = visit(made(entries))
    for expected in (["0.0000", "0.5000", ""], ["0.5000", "0.0000", ""]):
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
    assert index.locator("table.overview button").count() == 5
    assert index.faults == []


def test_the_index_says_that_its_figures_are_synthetic(index):
    for place in ("h1", ".beside h2", ".every h2"):
        assert index.locator(f"{place} .synthetic").inner_text() == "演示数据"
