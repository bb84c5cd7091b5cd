from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from ipanalytics.submissions.workbook import layout
from tests.rooms.submissions.builders import (
    COUNTS,
    EXPLAINED,
    FLAGS,
    a_form,
    blank,
    check,
    opened,
    put,
    saved,
    sound,
    told,
)

FORM = a_form()
OPEN = [
    (sheet.name, f"{'ABCDEFGH'[column]}{number}", cell)
    for sheet in layout.sheets(FORM)
    for number, row in enumerate(sheet.rows, 1)
    for column, cell in enumerate(row.cells)
    if cell.is_open and cell.role != "free"
]
VALUES = st.one_of(
    st.none(),
    st.integers(-5, 10**6),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.text(max_size=12),
    st.sampled_from(
        ["是", "否", "榆阳区", "1.2万", "12件", "=1+1", "+1", "-1", "@x", "\tx", "13800138000", "#REF!", "１２"]
    ),
)


def edited(change):
    book = opened(sound())
    change(book)
    return saved(book)


def test_a_sound_workbook_has_no_fault():
    assert told(sound()) == {}


@pytest.mark.parametrize(
    ("cells", "place", "said"),
    [
        ({"C5": "个"}, (COUNTS, "C5"), "计量单位“个”不对，应为“件”。"),
        ({"C5": None}, (COUNTS, "C5"), "缺计量单位，应为“件”。"),
        ({"D12": 499}, (COUNTS, "D12"), "锁定的内容被改动：原为“498”，现为“499”，请改回。"),
        ({"D12": None}, (COUNTS, "D12"), "锁定的内容被改动：原为“498”，现为“空”，请改回。"),
        ({"D4": 7}, (COUNTS, "D4"), "锁定的内容被改动：原为“—”，现为“7”，请改回。"),
        ({"F5": "一"}, (COUNTS, "F5"), "“一”是文字，应为整数（单位：件），不写单位和说明。"),
        ({"J5": "另见附件"}, (COUNTS, "J5"), "“另见附件”写在表外，不会被读取，请删去。"),
        ({"B19": "合计"}, (COUNTS, "B19"), "“合计”写在表外，不会被读取，请删去。"),
        ({"g_E4": "长安区"}, (FLAGS, "E4"), "“长安区”不在本单位的县（市、区）之列，请从列表中选。"),
        ({"e_F4": date(2022, 1, 1)}, (EXPLAINED, "F4"), "日期2022-01-01不在2022-12-31至2027-12-31之间。"),
        (
            {"e_C4": "已完成"},
            (EXPLAINED, "C4"),
            "锁定的内容被改动：原为“已有10家，滞后（按比例分摊，非正式）”，现为“已完成”，请改回。",
        ),
        ({"F3": "数"}, (COUNTS, "F3"), "表头应为“本期数”：表头被改动，或有行、列被增删。请用发给本单位的表填写。"),
    ],
)
def test_a_fault_is_named_with_its_cell(cells, place, said):
    assert told(put(sound(), **cells)) == {place: said}


def test_a_row_that_was_removed_is_named_once_and_the_others_are_read():
    checked = check(edited(lambda book: book[COUNTS].delete_rows(5)))
    assert [(fault.cell, fault.text.partition("，")[0]) for fault in checked.faults] == [
        ("B3", "“新增地理标志”这一行被删去")
    ]
    assert checked.answer("standard_adopters_new", "number") == 12


def test_a_row_that_was_put_in_is_no_fault_and_the_others_are_read():
    checked = check(edited(lambda book: book[COUNTS].insert_rows(7)))
    assert (checked.faults, checked.answer("gi_mark_users_new", "number")) == ([], 8)


def test_a_row_that_stands_twice_is_named():
    def copy(book):
        for column in range(1, 9):
            book[COUNTS].cell(19, column).value = book[COUNTS].cell(5, column).value

    assert told(edited(copy)) == {(COUNTS, "B19"): "“新增地理标志”这一行重复。请只留一行。"}


@pytest.mark.parametrize("column", range(1, 9))
def test_a_column_that_was_removed_is_named_once(column):
    ((place, text),) = told(edited(lambda book: book[COUNTS].delete_cols(column))).items()
    assert place == (COUNTS, f"{'ABCDEFGH'[column - 1]}3")
    assert "行、列被增删" in text


@pytest.mark.parametrize("name", [layout.GUIDE, COUNTS, FLAGS, EXPLAINED])
def test_a_sheet_that_was_removed_or_renamed_is_named(name):
    assert told(edited(lambda book: book.remove(book[name]))) == {
        (name, ""): "这张工作表被删去或改名，请用发给本单位的表填写。"
    }


def test_a_sheet_that_was_added_is_named_and_an_empty_one_is_not():
    def add(book):
        book.create_sheet("名单")["A1"] = "王五 13800138000"
        book.create_sheet("Sheet1")

    assert list(told(edited(add))) == [("名单", "")]


def test_an_untouched_workbook_is_no_report():
    assert told(blank()) == {(COUNTS, ""): "没有填写任何内容。"}


def test_what_a_contact_typed_is_neither_read_nor_a_fault():
    def name(book):
        book[layout.GUIDE]["B11"], book[layout.GUIDE]["B12"] = "王五", "13800138000"

    checked = check(edited(name))
    assert checked.faults == []
    assert "王五" not in str(checked.given)


def test_faults_come_in_the_order_of_sheets_rows_and_columns():
    data = put(sound(), F12="一", F5="一", C5="个", g_C4="有", e_D4="13800138000")
    assert list(told(data)) == [(COUNTS, "C5"), (COUNTS, "F5"), (COUNTS, "F12"), (FLAGS, "C4"), (EXPLAINED, "D4")]


def comes_back(answer, cell, value):
    """Say whether a value is answered: a count, a day or yes as it is, in a cell of text its words or digits."""
    if cell.role in ("number", "day", "by"):
        return answer == value
    if cell.role == "flag":
        return answer == {"是": 1, "否": 0}.get(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(answer) == pytest.approx(value)
    return answer == (str(value).upper() if isinstance(value, bool) else " ".join(str(value).split()))


@pytest.mark.slow
@settings(max_examples=15, phases=[Phase.generate])
@given(st.lists(VALUES, min_size=len(OPEN), max_size=len(OPEN)))
def test_any_value_in_any_open_cell_comes_back_or_is_named(values):
    book, typed = opened(blank()), {}
    for (sheet, at, cell), value in zip(OPEN, values, strict=True):
        try:
            book[sheet][at].value = value
            typed[sheet, at] = cell, value
        except (IllegalCharacterError, ValueError):
            # No spreadsheet can hold it.
            book[sheet][at].value = None
    checked = check(saved(book))
    named = {(fault.sheet, fault.cell) for fault in checked.faults}
    for place, (cell, value) in typed.items():
        is_blank = value is None or (isinstance(value, str) and not value.strip())
        if place not in named and not is_blank:
            assert comes_back(checked.answer(cell.asks, cell.role), cell, value), (place, value)
