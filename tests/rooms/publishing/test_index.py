"""index.html: from hand-made entries, and in a browser from the pages that were rendered."""

import re

import pytest

from ipanalytics.batch import manifest
from ipanalytics.catalogue import places, settings
from ipanalytics.publishing import index as publishing_index
from ipanalytics.report import wording
from tests.rooms.publishing.builders import LIGHTS, entry, lights, old, row

pytestmark = pytest.mark.slow
REGIONS, UNITS = places.codes("region"), places.codes("unit")


def test_every_status_is_good_weak_or_not_counted():
    rest = {"pending", *wording.PLACED, *wording.UNKNOWN}
    assert {*wording.GOOD, *wording.WEAK, *rest} == set(settings.wording().statuses)


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


def test_a_unit_without_a_page_is_drawn_but_leads_nowhere(write_index):
    html = write_index([entry("610800"), entry("610600")], lacking=["610600"]).read_text("utf-8")
    words = "可以评价的2项指标中1项低于要求"
    assert f'<a class="unit" data-area="610800" href="610800.html">\n<title>榆林市：{words}</title>' in html
    assert f'<g class="unit" data-area="610600">\n<title>延安市：{words}；页面缺失</title>' in html
    assert 'href="610600.html"' not in html
    assert "延安市（无页面）" in html


def test_a_column_says_what_became_of_pages_only_where_one_is_not_there(write_index):
    entries = [entry("610800"), entry("610600")]
    html = write_index(entries, lacking=["610600"]).read_text("utf-8")
    assert re.findall(r'<td role="cell" class="state[^>]*>([^<]*)<', html) == ["页面缺失", "已生成"]
    assert '<td role="cell" class="state' not in write_index(entries).read_text("utf-8")


def test_the_legend_counts_all_units():
    entries = [entry("610800"), entry("610600", lights=lights(no_data=2)), entry("610700", lights=lights(achieved=2))]
    legend = publishing_index.view(publishing_index.areas(entries, []))["legend"]
    counts = {item["word"]: item["count"] for item in legend}
    assert counts["1项"] == counts["没有"] == counts["没有可以评价的指标"] == "1个单元"
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


def test_days_that_differ_are_named(write_index):
    entries = [entry("610800"), entry("610600"), entry("610700", as_of="2022-08-31")]
    assert "截至日不同：2022年8月31日（1个单元）、2022年9月30日（2个单元）" in write_index(entries).read_text("utf-8")
    assert "数据截至2022年9月30日" in write_index(entries[:2]).read_text("utf-8")


def test_entries_of_an_older_manifest_are_shown_as_unknown(write_index):
    html = write_index([old("610800"), old("610000")]).read_text("utf-8")
    assert "榆林市：指标状态不明" in html
    assert "陕西省、榆林市：由旧版本生成" in html
    assert html.count('<span class="none">不明</span>') == 4
    assert 'href="610800.html"' in html


def test_a_status_that_the_catalogue_no_longer_has_is_shown_by_its_id(write_index):
    assert "示范试点：retired" in write_index([entry(lights=[["示范试点", "retired"]])]).read_text("utf-8")


def test_a_failed_report_keeps_the_lights_of_the_page_that_still_lies_there(write_index):
    folder = write_index([entry("610800", sha256="a")]).parent
    failed = {**entry("610800"), "lights": [], "as_of": "", "newest": "", "synthetic": None, "error": "x"}
    manifest.write(folder, [{**failed, "seconds": 1.0, "subtitle": "", "figures": 0, "sha256": ""}])
    kept = manifest.read(folder)["610800"]
    assert (kept["lights"], kept["as_of"], kept["newest"], kept["synthetic"]) == (
        LIGHTS, "2022-09-30", "2022-08-31", False,
    )  # fmt: skip


@pytest.mark.parametrize(("flags", "marks"), [((False, False), 0), ((True, True), 4), ((True, False), 5)])
def test_the_index_says_that_something_is_synthetic_and_what_when_not_all_is(write_index, flags, marks):
    entries = [entry(area, synthetic=flag) for area, flag in zip(("610800", "610600"), flags, strict=True)]
    assert write_index(entries).read_text("utf-8").count("演示数据") == marks


def test_the_boundary_note_and_the_review_number_stand_under_the_map(write_index, spoil):
    spoil("data/catalogue/settings.yaml", 'map_review_number: ""', 'map_review_number: "陕S(2022)001号"')
    notes = re.findall(r'<p class="note">(.*?)</p>', write_index([entry()]).read_text("utf-8"))
    assert "边界数据：天地图，经简化，仅供示意；公开使用前须送审；审图号：陕S(2022)001号。" in notes[0]
