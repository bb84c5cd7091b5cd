import openpyxl
import pytest
import xlwt

from ipanalytics.ingestion.readers import read
from tests.rooms.ingestion.builders import MAIN, only, reported, saved, sheet_rows, workbook


def test_hidden_sheets_are_named_not_read_and_empty_ones_dropped(place):
    book = openpyxl.Workbook()
    book.active["B2"] = 1
    book.create_sheet("empty")
    book.create_chartsheet("chart")
    book.create_sheet("hidden")["A1"] = 2
    book["hidden"].sheet_state = "veryHidden"
    shown, unseen = read(place(saved(book)))
    assert (shown.sheet, shown.rows, shown.unseen) == ("Sheet", (("", ""), ("", "1")), ())
    assert (unseen.sheet, unseen.rows) == ("hidden", ())
    assert [(one.cell, one.has_figure) for one in unseen.unseen] == [("hidden", True)]


@pytest.mark.parametrize("hidden", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_a_hidden_row_is_named_and_not_read(place, hidden):
    figures, left_out, _ = reported(place(workbook(sheet_rows(hidden=hidden))))
    assert figures == {("610300", "patent_grants", 340.0), ("610300", "invention_grants", 50.0)}
    assert [line for line in left_out if "Sheet1!3:3: a hidden row" in line] == left_out


def test_a_hidden_column_is_named_and_not_read(place):
    rows = sheet_rows()
    parts = f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" width="0" hidden="1"/>' + (
        f'<col min="9" max="16384" hidden="1"/></cols><sheetData>{rows}</sheetData></worksheet>'
    )
    figures, left_out, _ = reported(place(workbook(**{"xl/worksheets/one.xml": parts})))
    assert figures == {("610100", "invention_grants", 350.0), ("610300", "invention_grants", 50.0)}
    assert ["Sheet1!B:B: a hidden column" in line for line in left_out] == [True]


def test_a_merged_title_that_begins_in_a_hidden_row_is_seen(place):
    rows = sheet_rows().replace('<row r="1">', '<row r="1" hidden="1">')
    merged = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
    grid = only(place(workbook(rows, after=merged)))
    assert grid.rows[0][0] == "2022年各市专利授权情况(件)"


def test_hidden_rows_columns_and_sheets_of_an_xls_are_named_and_not_read(place):
    book = xlwt.Workbook()
    for name in ("shown", "gone"):
        made = book.add_sheet(name)
        for r, row in enumerate([("a", 1, 2), ("b", 3, 4), ("c", 5, 6)]):
            for c, value in enumerate(row):
                made.write(r, c, value)
    book.get_sheet(0).row(1).hidden = True
    book.get_sheet(0).col(2).hidden = True
    book.get_sheet(1).visibility = 1
    shown, gone = read(place(saved(book)))
    assert shown.rows == (("a", "1"), ("", ""), ("c", "5"))
    assert [one.cell for one in shown.unseen] == ["shown!2:2", "shown!C:C"]
    assert (gone.rows, [one.cell for one in gone.unseen]) == ((), ["gone"])
