from datetime import date

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from ipanalytics.submissions.workbook import layout, marking
from ipanalytics.submissions.workbook.rules import Fault
from tests.rooms.submissions.builders import COUNTS, EXPLAINED, check, opened, put, saved, sound

RED = marking.FAULTY


def mark(data, faults=None):
    return marking.mark("x.xlsx", data, check(data).faults if faults is None else faults)


def marked_cells(data):
    """Return the cells that are coloured, and those whose note says what is wrong."""
    pages = [page for page in opened(data).worksheets if page.title != layout.SUMMARY]
    cells = [(page.title, cell) for page in pages for row in page for cell in row]
    red = {(title, cell.coordinate) for title, cell in cells if str(cell.fill.fgColor.rgb).endswith(RED)}
    noted = {(title, cell.coordinate) for title, cell in cells if cell.comment and marking.MARK in cell.comment.text}
    return red, noted


def listed(data):
    page = opened(data).worksheets[0]
    assert page.title == layout.SUMMARY
    return [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=4)]


WRONG = put(sound(), C5="个", F6="八十", D12=499, g_C4="有", e_F4=date(2021, 1, 1))


def test_each_faulty_cell_is_coloured_and_noted_and_no_other_is():
    places = {(fault.sheet, fault.cell) for fault in check(WRONG).faults}
    assert len(places) == 5
    assert marked_cells(mark(WRONG)) == (places, places)


def test_the_first_sheet_lists_all_faults_with_links():
    data = mark(WRONG)
    assert [row[1:3] for row in listed(data)] == [(f.sheet, f.cell) for f in check(WRONG).faults]
    assert opened(data).worksheets[0]["C4"].hyperlink.location == f"'{COUNTS}'!C5"


def test_a_note_keeps_what_it_said_before():
    text = opened(mark(WRONG))[COUNTS]["F6"].comment.text
    assert text.startswith("【退回】“八十”是文字")
    assert "年内获得知识产权质押融资的中小企业数" in text


def test_a_mended_copy_is_sound_and_a_copy_of_a_copy_has_only_new_marks():
    mended = put(mark(WRONG), C5="件", F6=80, D12=498, g_C4="是", e_F4=date(2023, 3, 31))
    assert check(mended).faults == []
    again = put(mark(WRONG), C5="件", F6=80, D12=498, g_C4="是")
    assert marked_cells(mark(again)) == ({(EXPLAINED, "F4")}, {(EXPLAINED, "F4")})
    assert [row[1:3] for row in listed(mark(again))] == [(EXPLAINED, "F4")]


def test_locks_lists_and_the_hidden_sheet_stay():
    before, after = opened(WRONG), opened(mark(WRONG))
    assert after[layout.HIDDEN].sheet_state == "veryHidden"
    for page in before.worksheets:
        assert after[page.title].protection.sheet
        kept = after[page.title].data_validations.dataValidation
        assert len(kept) == len(page.data_validations.dataValidation)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_no_text_of_a_stranger_is_a_formula_in_a_marked_copy(text):
    book = opened(sound())
    book[EXPLAINED]["D4"].value, book[EXPLAINED]["D4"].data_type = text, "s"
    book[COUNTS]["J5"].value, book[COUNTS]["J5"].data_type = text, "s"
    book[COUNTS]["G5"].value = '=HYPERLINK("http://x")'
    stream = opened(mark(saved(book)))
    cells = [cell for page in stream.worksheets for row in page for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert stream[EXPLAINED]["D4"].value == text
    assert stream[EXPLAINED]["D4"].quotePrefix or text.startswith("\t")


def test_a_formula_of_several_cells_is_its_text_and_a_merged_cell_is_marked_with_its_first():
    book = opened(sound())
    book[COUNTS]["F5"] = ArrayFormula("F5", "=SUM(1,2)")
    book[COUNTS].merge_cells("F6:F7")
    data = mark(saved(book), [Fault(COUNTS, "F5", "公式"), Fault(COUNTS, "F7", "缺")])
    assert (opened(data)[COUNTS]["F5"].value, opened(data)[COUNTS]["F5"].data_type) == ("=SUM(1,2)", "s")
    assert marked_cells(data)[0] == {(COUNTS, "F5"), (COUNTS, "F6")}


@pytest.mark.parametrize("data", [b"no workbook", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0 locked"])
def test_of_what_cannot_be_opened_the_copy_is_the_list_alone(data):
    copy = mark(data, [Fault("", "", "文件打不开")])
    assert opened(copy).sheetnames == [layout.SUMMARY]
    assert listed(copy) == [(1, "整个文件", None, "文件打不开")]
