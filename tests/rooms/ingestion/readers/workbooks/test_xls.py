from datetime import date, datetime

import xlwt

from tests.rooms.ingestion.builders import only, refused, saved, xls


def test_an_xls_prints_errors_percents_months_and_footnote_marks(place):
    book = xlwt.Workbook()
    made = book.add_sheet("S")
    made.row(0).set_cell_error(0, "#REF!")
    made.write(0, 1, 0.125, xlwt.easyxf(num_format_str="0.0%"))
    made.write(0, 2, date(2022, 9, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
    made.write(0, 3, datetime(2022, 9, 30, 8), xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"))
    made.write(0, 4, True)  # noqa: FBT003
    made.write_rich_text(0, 5, ["1234", ("1", xlwt.easyfont("escapement superscript"))])
    made.write_merge(1, 2, 0, 1, "合计\r\nTotal")
    made.write(2, 2, "x")
    grid = only(place(saved(book)))
    assert grid.rows[0] == ("#REF!", "12.5%", "2022-09", "2022-09-30 08:00:00", "TRUE", "1234[1]")
    assert grid.rows[1][0] == "合计\nTotal"
    assert grid.merges == ((1, 0, 2, 1),)


def test_an_xls_none_of_whose_formulas_has_a_result_is_refused(place):
    assert "Sheet1: D5" in refused(place(xls("SUM(B3:C3)")))
