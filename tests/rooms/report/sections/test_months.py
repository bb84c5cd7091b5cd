import json

import pytest

from ipanalytics.core import files, project
from ipanalytics.report.sections import lead_map, months, targets
from ipanalytics.report.sections.lights import status_table


def test_a_slot_has_each_content_once_and_a_letter_a_month():
    assert months.slot("t0.1.2", "c", ["a", "b", "a", "c"]) == ["t0.1.2", ["c", "a", "b"], "bcba"]


def test_what_never_differs_is_no_slot(september):
    assert months.slot("title", "a", ["a", "a"]) == []
    assert months.changing(september, [[], []]) == {}


def contents_of(made, address):
    """Return what stands at an address at each month's end, the report's own last."""
    slots = made["slots"] + (json.loads(files.unpacked(made["alike"])) if "alike" in made else [])
    ((_, contents, letters),) = [slot for slot in slots if slot[0] == address]
    return [contents[ord(letter) - ord("a")] for letter in [*letters, "a"]]


def test_a_light_at_an_address_is_that_of_each_month(september):
    (exhibit, *_) = status_table.draw_heat(september, "610000").exhibits
    ends = [*months.earlier(september), september]
    (row,) = [n for n, name in enumerate(exhibit.table["单元"]) if name == "榆林"]
    at = list(exhibit.table)[1:].index("贯标单位")
    wanted = [[made.rows_of("610800").set_index("indicator")["status"]["standard_adopters_new"]] for made in ends]
    assert len({status for (status,) in wanted}) > 1
    assert contents_of(exhibit.months, f"h.{row}.{at}") == wanted


def test_days_name_the_months_up_to_the_report(september):
    days = lead_map.draw_lead_map(september, "610000").exhibits[0].months["days"]
    assert [short for short, _, _ in days] == [f"{month}月" for month in range(1, 10)]
    assert days[-1] == ["9月", "2022年9月30日", "2022-09-30"]


@pytest.mark.usefixtures("english")
def test_english_months_are_three_letters_which_a_telephone_has_room_for():
    assert [months.month_of(f"2022-{end}") for end in ("01-31", "09-30")] == ["Jan", "Sep"]
    assert months.month_of("2022-09-15") == "15 September 2022"


def test_the_title_of_a_target_is_the_one_its_page_of_the_month_has(september):
    june = months.earlier(september)[5]
    shown = {one.anchor: one for one in targets.draw_targets(september, "610000").exhibits}
    now = {row["target"]: targets._title(row) for row in june.rows_of("610000").to_dict("records")}
    titles = {name: contents_of(one.months, "title")[5][1] for name, one in shown.items() if one.months}
    assert titles == {name: now[name.removeprefix("aim-")] for name in titles}
    assert len(titles) > 10


def test_slots_that_are_alike_are_packed_once_and_again_where_the_cache_is_damaged(september, monkeypatch, tmp_path):
    monkeypatch.setattr(project, "build", lambda: tmp_path)
    slots, made = [["title", ["b", "a"], "a"]], []
    packed = [months.alike("some", september, lambda: made.append(1) or {"map": slots, "none": []})]
    (kept,) = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    for content in (whole, b"", whole[:-3], whole + b" "):
        kept.write_bytes(content)
        packed.append(months.alike("some", september, lambda: made.append(1) or {"map": slots, "none": []}))
    assert packed == packed[:1] * 5
    assert len(made) == 4
    assert (json.loads(files.unpacked(packed[0]["map"])), packed[0]["none"]) == (slots, "")
