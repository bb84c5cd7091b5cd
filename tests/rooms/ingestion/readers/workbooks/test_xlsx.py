import io
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.ingestion.readers import read
from tests.rooms.ingestion.builders import (
    ROWS,
    links,
    only,
    patient,
    refused,
    reported,
    saved,
    sheet,
    survives,
    workbook,
    xls,
    xlsx,
    zipped,
)


def test_an_xlsx_and_an_xls_read_alike(place):
    new, old = only(place(xlsx())), only(place(xls()))
    assert new.rows == old.rows == ROWS
    assert (new.sheet, old.sheet, new.is_workbook) == ("Sheet", "Sheet1", True)


def test_a_workbook_with_macros_and_missing_drawings_is_read(place):
    more = {
        "xl/vbaProject.bin": "not looked at",
        "xl/worksheets/_rels/one.xml.rels": links({"d": ("drawing", "../drawings/drawing1.xml")}),
    }
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert only(place(workbook(rows, after='<drawing xmlns:r="r" r:id="d"/>', **more), "a.xlsm")).rows == (("1",),)


def test_two_hundred_sheets_are_read(place):
    book = openpyxl.Workbook()
    for number in range(200):
        book.create_sheet(str(number))["A1"] = number
    assert len(read(place(saved(book)))) == 200


def test_a_million_blank_rows_are_no_rows(place):
    blank = "".join(f'<row r="{n}" ht="15"/>' for n in range(2, 1_000_001))
    assert only(place(workbook(f'<row r="1"><c r="A1"><v>1</v></c></row>{blank}'))).rows == (("1",),)
    assert only(place("a,b\n" + ",\n" * 1_000_000)).rows == (("a", "b"),)


def test_entities_of_a_workbook_are_never_expanded(place):
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{sheet("<row><c><v>&a;</v></c></row>")}'
    assert "document type" in refused(place(workbook(**{"xl/worksheets/one.xml": bomb})))


PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml"]


@patient
@given(
    part=st.sampled_from(PARTS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.text('09<>"/&;AZ', max_size=3)), max_size=4),
)
def test_damaged_parts_of_a_workbook_raise_nothing_but_a_source_error(tmp_path, part, changes):
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for share, change in changes:
        at = int(share * len(parts[part]))
        parts[part] = parts[part][:at] + change.encode() + parts[part][at + len(change) :]
    survives(tmp_path / "damaged", zipped(parts))


def struck_workbook():
    book = openpyxl.Workbook()
    for row in [
        ("2022年各市专利授权情况(件)",),
        ("地区", "授权量", "发明"),
        ("西安市", 1200, 350),
        ("宝鸡市", 340, 50),
    ]:
        book.active.append(row)
    book.active["B3"].font = openpyxl.styles.Font(strike=True)
    book.active["B4"].number_format = ";;;"
    return saved(book)


def struck_xls():
    book = xlwt.Workbook()
    made = book.add_sheet("Sheet")
    rows = [("2022年各市专利授权情况(件)",), ("地区", "授权量", "发明"), ("西安市", 1200, 350), ("宝鸡市", 340, 50)]
    styles = {(2, 1): xlwt.easyxf("font: struck_out on"), (3, 1): xlwt.easyxf(num_format_str=";;;")}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            made.write(r, c, value, styles.get((r, c), xlwt.Style.default_style))
    return saved(book)


@pytest.mark.parametrize("make", [struck_workbook, struck_xls])
def test_a_cell_that_is_struck_out_or_whose_format_shows_nothing_is_left_out(place, make):
    figures, left_out, _ = reported(place(make()))
    assert figures == {("610100", "invention_grants", 350.0), ("610300", "invention_grants", 50.0)}
    assert [("Sheet!B3: what is struck out" in line, "Sheet!B4: its number format" in line) for line in left_out] == [
        (True, False),
        (False, True),
    ]
