from datetime import date

import pytest

from tests.rooms.submissions.builders import COUNTS, EXPLAINED, FLAGS, SOUND, check, of_xian, put, sound, told


def at(name):
    """Return the row of what is asked."""
    return next(row for row, known in enumerate(ROWS, 4) if known == name)


ROWS = list(SOUND)
TOTAL, INVENTIONS, USERS, ADOPTERS = (
    at("有效专利拥有量"), at("有效发明专利拥有量"), at("新增专用标志用标企业"), at("新增贯标单位")
)  # fmt: skip


def test_a_total_is_the_sum_of_its_parts():
    assert told(put(sound(), **{f"F{TOTAL}": 1501})) == {
        (
            COUNTS,
            f"F{TOTAL}",
        ): "合计1,501与分项之和1,500不等（有效发明专利拥有量、有效实用新型拥有量、有效外观设计拥有量）。"
    }


def test_a_total_with_a_part_left_empty_is_not_compared():
    assert told(put(sound(), **{f"F{TOTAL}": 1501, f"F{TOTAL + 2}": None})) == {}


@pytest.mark.parametrize(
    ("row", "value", "said"),
    [
        (INVENTIONS, 6680, "6,680与上次的651相差太大，应在217至1,953之间。"),
        (INVENTIONS, 66, "66与上次的651相差太大"),
        (USERS, 6, "累计数6比上期的7少。"),
        (ADOPTERS, 1200, "1,200与以前相差太大，应不超过135。"),
    ],
)
def test_a_jump_is_named_and_a_remark_settles_it(row, value, said):
    data = put(sound(), **{f"F{row}": value, f"F{TOTAL}": None})
    ((place, text),) = told(data).items()
    assert place == (COUNTS, f"F{row}")
    assert text.startswith(said)
    assert told(put(data, **{f"G{row}": "统计口径调整"})) == {}


@pytest.mark.parametrize(
    ("done", "day", "cell", "text"),
    [
        ("是", None, "D6", "选了“是”，请填完成日期。"),
        ("否", date(2022, 3, 1), "C6", "填了完成日期，这里应选“是”。"),
        (None, date(2022, 4, 1), "C6", "填了完成日期，这里应选“是”。"),
    ],
)
def test_what_is_done_has_a_day_and_a_day_is_of_something_done(done, day, cell, text):
    assert told(put(of_xian(), g_C6=done, g_D6=day)) == {(FLAGS, cell): text}


def test_a_wrong_day_is_named_once():
    assert list(told(put(of_xian(), g_C6="是", g_D6="三月"))) == [(FLAGS, "D6")]


def test_what_was_left_empty_is_missing_and_no_fault():
    checked = check(put(sound(), F4=None, g_C4=None, e_D4=None, e_F4=None))
    assert checked.faults == []
    assert checked.missing == ["high_value_inventions", "trademark_windows", "T07"]
    assert check(sound()).missing == []


def test_milestones_that_are_not_a_units_are_not_missing():
    checked = check(put(of_xian(), g_C6=None, g_D6=None))
    assert (checked.faults, checked.missing) == ([], [])


def test_a_sound_workbook_explains_what_is_behind():
    checked = check(sound())
    assert checked.answer("T07", "why") == "认证机构少"
    assert checked.fault("T07", "by", "x").where == f"《{EXPLAINED}》F4"
