import base64
import csv
import io
import os
import re
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers import containers, detect
from ipanalytics.ingestion.readers import grid as readers_grid
from ipanalytics.ingestion.readers.detect import read
from ipanalytics.ingestion.readers.grid import Grid, cell_name
from ipanalytics.ingestion.readers.workbooks import number_formats, sheet_xml

FIXTURES = Path(__file__).parent / "fixtures"
ROWS = (("国内专利申请数(2022年)", "", ""), ("地区", "合计", "发明"), ("陕西", "1234", "56.5"))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture
def place(tmp_path):
    def write(data, name="table"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


def only(path):
    (grid,) = read(path)
    return grid


def refused(path):
    with pytest.raises(SourceError) as caught:
        read(path)
    assert path.name in str(caught.value)
    return str(caught.value)


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def links(targets):
    made = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{t}"/>' for i, (kind, t) in targets.items())
    return f'<Relationships xmlns="{PACKAGE}">{made}</Relationships>'


def sheet(rows, after=""):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(rows="", *, strings="", formats=(), after="", setting="", **more):
    """Return a workbook of hand-written XML; styles 1, 2, … have the given number formats."""
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{code}"/>' for code in (0, *(200 + n for n in range(len(formats)))))
    parts = {
        "_rels/.rels": links({"r": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{setting}<sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(
            {"s": ("worksheet", "worksheets/one.xml"), "t": ("sharedStrings", "/xl/s.xml"), "u": ("styles", "u.xml")}
        ),
        "xl/worksheets/one.xml": sheet(rows, after),
        "xl/s.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/u.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>',
    }
    return zipped(parts | more)


def printed(value, **options):
    """Return the text of one cell with this XML inside <row>."""
    return workbook(f'<row r="1">{value}</row>', **options)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@lru_cache
def xlsx():
    book = openpyxl.Workbook()
    for row in (("国内专利申请数(2022年)",), ("地区", "合计", "发明"), ("陕西", 1234, 56.5)):
        book.active.append(row)
    return saved(book)


@lru_cache
def xls(formula=None):
    book = xlwt.Workbook()
    made = book.add_sheet("Sheet1")
    for number, row in enumerate([("国内专利申请数(2022年)",), ("地区", "合计", "发明"), ("陕西", 1234, 56.5)]):
        for column, value in enumerate(row):
            made.write(number, column, value)
    if formula:
        made.write(4, 3, xlwt.Formula(formula))
    return saved(book)


def docx(body):
    return zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(*rows):
    def cell(given):
        text, properties = given if isinstance(given, tuple) else (given, "")
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    made = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{made}</w:tbl>"


def page(body, encoding="utf-8", head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def html_table(*rows):
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows) + "</table>"


FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/DW 1000/W[1[500]2 94 500]>>]>>"
)


def pdf(*pages):
    """Return a PDF whose pages draw the given operators."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages))).encode()
    made = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))]
    for number, drawn in enumerate(pages):
        head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F %s>>>>/Contents %d 0 R>>"
        made += [head % (FONT, 4 + 2 * number), b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)]
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(made, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(made) + 1, entries)
    return out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(made) + 1, len(out))


def words(*placed, size=10):
    drawn = (f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in placed)
    return "".join(drawn).encode()


def rules(*ends):
    return "".join(f"{x} {y} m {u} {v} l S\n" for x, y, u, v in ends).encode()


def level(*heights, left=100, right=400):
    return rules(*((left, y, right, y) for y in heights))


def upright(*places, top=720, bottom=640):
    return rules(*((x, top, x, bottom) for x in places))


PDF_ROWS = (("地区", "合计", "发明"), ("陕 西", "1234", "56.5"), ("黑龙江", "7", "8"))
PDF_WORDS = words(
    *((105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(PDF_ROWS) for c, text in enumerate(row))
)
PDF_TITLE = words((200, 760, "国内专利申请数(2022年)"), (100, 740, "单位:件"))
RULED = PDF_TITLE + PDF_WORDS + level(720, 695, 670, 640) + upright(100, 200, 300, 400)


@pytest.mark.parametrize("name", ["table.xlsx", "table.xls", "table.csv", "table"])
def test_the_kind_of_file_is_told_by_its_bytes_not_its_name(place, name):
    for data in (xlsx(), xls(), docx(word_table(*ROWS)), page(html_table(*ROWS)), "地区,合计\n陕西,1\n"):
        assert "陕西" in {cell for row in only(place(data, name)).rows for cell in row}
    assert only(place(pdf(RULED), name)).rows == PDF_ROWS


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty file"),
        (b"\x89PNG\r\n\x1a\n\0\0", r"picture \(PNG\)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"Rar!\x1a\x07\0", "rar archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z archive"),
        (b"{\\rtf1 \\'cc}", "RTF"),
        (bytes(range(256)), "no known kind .*00 01 02"),
        (xlsx()[:900], "zip archive .* cut short"),
        (xls()[:1500], "damaged or cut short"),
        (pdf(RULED)[:900], "cut short"),
        (zipped({"a.txt": "1"}), "zip archive that is no workbook"),
        (zipped({"content.xml": "<a/>"}), "OpenDocument"),
        (zipped({"xl/_rels/workbook.bin.rels": "<a/>"}), "xlsb"),
        ("<?xml version='1.0'?><Workbook/>", "XML file"),
        ("\n \n", "without a table that holds text"),
        (page("<p>no table here"), "without a table that holds text"),
        (workbook(), "without a table that holds text"),
    ],
)
def test_what_is_no_table_file_is_named_with_what_was_expected(place, data, found):
    message = refused(place(data, "given.xlsx"))
    assert re.search(found, message)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "No such file" in refused(tmp_path / "none.xls")
    assert "can't be read" in refused(tmp_path)


def test_a_file_over_the_limit_is_refused_unread(place, monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 10)
    assert "12 bytes" in refused(place("a,b\n1,2\n3,4\n"))


def test_an_old_word_document_must_be_saved_as_docx(place, monkeypatch):
    monkeypatch.setattr(containers, "stream_names", lambda file, data: {"WordDocument"})  # noqa: ARG005
    assert "save it as .docx" in refused(place(xls(), "a.doc"))


def test_cells_are_named_as_a_reader_finds_them(place):
    book, text, html = only(place(xlsx())), only(place("a,b\n", "a.csv")), only(place(page(html_table(*ROWS))))
    assert cell_name(book, 2, 27) == "Sheet!AB3"
    assert cell_name(text, 4, 2) == "row 5, column 3"
    assert cell_name(html, 4, 2) == "table 1, row 5, column 3"


def test_blank_rows_and_columns_stay_before_the_text_and_go_after_it(place):
    assert only(place(" ,,\n,a, \n,, \n , ,")).rows == (("", ""), ("", "a"))


def test_a_table_of_too_many_cells_is_refused(place, monkeypatch):
    monkeypatch.setattr(readers_grid, "MAX_CELLS", 100)
    message = refused(place(workbook('<row r="20"><c r="J20"><v>1</v></c></row>')))
    assert "Sheet1: found 20 rows × 10 columns, expected at most 100 cells; is there a stray entry at J20?" in message
    assert "101 rows" in refused(place("a\n" * 101))
    assert "span 102 columns" in refused(place(page("<table><tr><td colspan=101>a<td>b</table>")))


def test_merges_are_cut_to_the_table(place):
    path = place(workbook('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>', after=MERGES))
    assert only(path).merges == ((0, 0, 0, 1),)


MERGES = '<mergeCells><mergeCell ref="A1:XFD9"/><mergeCell ref="C1:D1"/><mergeCell ref="B1:B5"/></mergeCells>'


def test_an_xlsx_and_an_xls_read_alike(place):
    new, old = only(place(xlsx())), only(place(xls()))
    assert new.rows == old.rows == ROWS
    assert (new.sheet, old.sheet, new.is_workbook) == ("Sheet", "Sheet1", True)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1"><v>5.0</v></c>', "5"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A1"><v>1E-7</v></c>', "0.0000001"),
        ('<c r="A1"><v>123456789012345678</v></c>', "123456789012345678"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', "#SPILL!"),
        ('<c r="A1" t="s"><v>1</v></c>', "合计\nTotal"),
        ('<c r="A1" t="s"><v>2</v></c>', "1234[1]"),
        ('<c r="A1" t="s"><v>3</v></c>', "西安"),
        ('<c r="A1" t="inlineStr"><is><r><t>陕</t></r><r><t> 西 </t></r></is></c>', "陕 西 "),
        ('<c r="A1" t="str"><f>A2</f><v>a&amp;_x0041_</v></c>', "a&A"),
        ('<c r="A1" t="d"><v>2022-09-30</v></c>', "2022-09-30"),
        ("<c><v>7</v></c>", "7"),
        (f'<x:c xmlns:x="{MAIN}" r="A1"><x:v>8</x:v></x:c>', "8"),
        ('<c r="A1" s="1"><v>0.125</v></c>', "12.5%"),
        ('<c r="A1" s="2"><v>44562</v></c>', "2022-01"),
        ('<c r="A1" s="3"><v>44562.5</v></c>', "2022-01-01 12:00:00"),
        ('<c r="A1" s="4"><v>3.25</v></c>', "3.25万件"),
        ('<c r="A1" s="99"><v>9</v></c>', "9"),
    ],
)
def test_a_cell_is_read_as_printed(place, cell, text):
    strings = (
        "<si><t>陕西</t></si><si><t>合计_x000D_\nTotal</t></si>"
        '<si><r><t>1234</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
        "<si><t>西安</t><rPh sb='0' eb='1'><t>Xi'an</t></rPh></si>"
    )
    formats = ("0.0%", "yyyy&quot;年&quot;m&quot;月&quot;", "yyyy/m/d h:mm", "0.0&quot;万件&quot;")
    assert only(place(printed(cell, strings=strings, formats=formats))).rows == ((text,),)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.07, "0%", "7%"),
        (-0.5, "0.0%;[Red]-0.0%", "-50%"),
        (12.5, '0.0"%"', "12.5%"),
        (1234.5, "#,##0.00_);(#,##0.00)", "1234.5"),
        (12345, '0!.0,"万"', "1.2345万"),
        (12345, "0!.0000", "1.2345"),
        (12345, "0\\.0,", "1.2345"),
        (12345, '0"."0,', "1.2345"),
        (1200000, "#,##0,", "1200"),
        (1234567, "#,##0.00,,", "1.234567"),
        (1200000, "#,##0,.0", "1200"),
        (123456789, '0!.00,,"亿"', "1.23456789亿"),
        (12345, '[>=10000]0!.0,"万";0"件"', "1.2345万"),
        (5, '[>=10000]0!.0,"万";0"件"', "5件"),
        (12345, "0.0,万", "12.345万"),
        (1234567, "#,##0", "1234567"),
        (-5, "#,##0;(#,##0)", "-5"),
        (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "0"),
        (0, "0;-0;;@", "0"),
        (5, ";;;", ""),
        (5, '"保密"', "保密"),
        (2022, 'General"年"', "2022年"),
        (2022, "0\\年", "2022年"),
        (44834, 'm"月"d"日"', "2022-09-30"),
        (44834, "[$-804]yyyy", "2022"),
        (0.5, "h:mm AM/PM", "12:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e300, "0", "1e+300"),
        (59, "yyyy-mm-dd", "1900-02-28"),
    ],
)
def test_a_number_format_adds_what_it_prints_but_does_not_round(value, code, text):
    assert number_formats.printed(float(value), code) == text


def test_days_may_be_counted_from_1904(place):
    book = printed('<c r="A1" s="1"><v>43372</v></c>', formats=["yyyy-mm-dd"], setting='<workbookPr date1904="1"/>')
    assert only(place(book)).rows == (("2022-09-30",),)


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


def test_formulas_without_a_stored_result_are_all_named(place):
    rows = (
        '<row r="2"><c r="B2"><f>A1</f></c><c r="C2"><f>A1</f><v/></c><c r="D2" t="str"><f>A1</f><v></v></c></row>'
        '<row r="3"><c r="AA3" t="str"><f>A1</f></c><c r="AB3"><f>1</f><v>1</v></c></row>'
    )
    assert "Sheet1: B2, C2, AA3" in refused(place(workbook(rows)))


def test_an_xls_none_of_whose_formulas_has_a_result_is_refused(place):
    assert "Sheet1: D5" in refused(place(xls("SUM(B3:C3)")))


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


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"><v>&amp</v></c></row>',
    ],
)
def test_a_damaged_sheet_is_refused(place, rows):
    assert "damaged" in refused(place(workbook(rows, strings="<si><t>a</t></si>")))


def test_entities_of_a_workbook_are_never_expanded(place):
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{sheet("<row><c><v>&a;</v></c></row>")}'
    assert "document type" in refused(place(workbook(**{"xl/worksheets/one.xml": bomb})))


@pytest.mark.parametrize("name", ["velvet.xlsx", "excels_password.xls"])
def test_a_workbook_locked_with_excels_own_password_is_read(place, name):
    path = FIXTURES / name if name.endswith("xls") else place(locked("VelvetSweatshop"))
    assert only(path).rows[1][:2] == ("地区", "合计")


@pytest.mark.parametrize("name", ["locked.xlsx", "other_password.xls"])
def test_a_workbook_locked_with_another_password_is_refused(place, name):
    path = FIXTURES / name if name.endswith("xls") else place(locked("secret"))
    assert "a password that isn't Excel's default one" in refused(path)


@lru_cache
def locked(password):
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx())).encrypt(password, file)
    return file.getvalue()


def test_a_bomb_is_refused_by_its_declared_size_before_unpacking(place, monkeypatch):
    path = place(workbook(**{"xl/media/image.bin": "0" * 1_000_000}))
    monkeypatch.setattr(containers, "MAX_BYTES", 100_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))
    assert "unpacks to 1,00" in refused(path)


def test_a_part_that_holds_more_than_it_declares_is_refused(place):
    bomb = bytearray(workbook(**{"xl/s.xml": "0" * 1_000_000}))
    for at in (found.start() for found in re.finditer(re.escape(struct.pack("<I", 1_000_000)), bomb)):
        bomb[at : at + 4] = struct.pack("<I", 1000)
    assert "damaged" in refused(place(bytes(bomb)))


def test_a_part_packed_without_a_bound_is_refused(place):
    assert "method 12" in refused(place(zipped({"xl/workbook.xml": "<a/>"}, zipfile.ZIP_BZIP2)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_are_found_out(place, encoding, delimiter, end):
    rows = [["专利申请", "", ""], ["地区", "合\n计", "发;明,"], ["陕西", "1,234", 'a"b|\t']]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert only(place(file.getvalue().encode(encoding))).rows == tuple(map(tuple, rows))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("地区\t合计\n陕西\t1,234\n", ("陕西", "1,234")),
        ("地区;合计\n陕西;1,5\n", ("陕西", "1,5")),
        ("area,source\n陕西,a; b\n", ("陕西", "a; b")),
        ("sep=;\na,b;c\n", ("a,b", "c")),
        ("地区\n陕西\n", ("陕西",)),
        ("a,b,c\n陕西\n", ("陕西", "", "")),
        ("title\n\na,b\n陕西,1\n\x1a", ("陕西", "1")),
    ],
)
def test_the_delimiter_is_the_one_that_gives_rows_of_one_width(place, text, row):
    assert row in only(place(text)).rows


def test_rows_keep_their_numbers_past_blank_lines(place):
    assert only(place("sep=,\n\na,b\n")).rows == (("", ""), ("", ""), ("a", "b"))


def test_an_open_quote_is_refused_with_its_line(place):
    assert "line 4" in refused(place('a,b\n1,"2\n3,4\n5,6\n'))


def test_spans_are_merges_with_the_text_in_the_first_cell(place):
    table = (
        "<table><tr><td rowspan=2>地区<br>Region</td><td colspan='2'>合计</td></tr><tr><td>发明<td>外观</tr>"
        "<tr><td rowspan=0>陕西<td>1<td>2</table>"
    )
    grid = only(place(page(table)))
    assert grid.rows == (("地区\nRegion", "合计", ""), ("", "发明", "外观"), ("陕西", "1", "2"))
    assert grid.merges == ((0, 0, 1, 0), (0, 1, 0, 2))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ('<meta charset="utf-8">', "gb18030"),
        ("", "utf-8"),
        ('<meta charset="gb2312">', "utf-8"),
        ("", "utf-16"),
        ('<meta charset="big5">', "big5"),
    ],
)
def test_a_pages_encoding_is_found_out_even_if_it_lies(place, head, encoding):
    assert only(place(page(html_table(["地區", "合計"]), encoding, head))).rows == (("地區", "合計"),)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" a \n b ", "a b"),
        ("<p>a</p><p> b</p>", "a\nb"),
        ("合<br/>计", "合\n计"),
        ("&nbsp;陕　西", "\xa0陕　西"),
        ("1234<sup>1</sup>", "1234[1]"),
        ("1234<sup>[1]</sup>", "1234[1]"),
        ("km<sup>2</sup>", "km2"),
        ("<!-- x --><script>x</script>1<style>x</style>2", "12"),
        ("<b>1</b>2<i>3</i>", "123"),
    ],
)
def test_a_cell_of_a_page_is_read_as_seen(place, cell, text):
    assert only(place(page(html_table(["x", cell])))).rows == (("x", text),)


@pytest.mark.parametrize(
    "table",
    [
        "<table><td>a<td>b</tr><td>1</td><td>2</td></tr></table>",
        "<table><form><tr><td>a<td>b<tr><td>1<td>2</form></table>",
        "<TABLE><tbody><TR><TH>a</TH><TH>b</TH><tfoot><td>1<td>2</TABLE>",
        "<table><tr><td>a<td>b<tr><td>1<td>2",
    ],
)
def test_forgotten_tags_lose_no_cell(place, table):
    assert only(place(page(table))).rows == (("a", "b"), ("1", "2"))


def test_a_frame_around_tables_is_no_table_and_its_text_stands_above(place):
    inner = html_table(["地区", "合计"], ["陕西", "1"])
    frame = f"<table><tr><td>首页<td>新闻<tr><td><h4>7-4 国内专利</h4><p>单位:件</p>{inner}注:略</table>"
    grid = only(place(page(frame)))
    assert (grid.sheet, grid.rows) == ("table 1", (("地区", "合计"), ("陕西", "1")))
    assert grid.above == ("首页", "新闻", "7-4 国内专利", "单位:件")


def test_a_table_that_holds_tables_and_rows_of_its_own_is_read_with_them(place):
    outer = html_table(["a", "b"], ["1", html_table(["x", "y"], ["9", "8"])], ["3", "4"])
    first, second = read(place(page(outer)))
    assert first.rows == (("a", "b"), ("1", ""), ("3", "4"))
    assert second.rows == (("x", "y"), ("9", "8"))


def test_a_table_of_one_text_is_a_title(place):
    body = html_table(["2022年专利<br>授权"]) + html_table(["单位:件", "陕西"]) + html_table(["a", "b"], ["1", "2"])
    unit, table = read(place(page(body)))
    assert (unit.sheet, unit.above) == ("table 2", ("2022年专利", "授权"))
    assert (table.sheet, table.above) == ("table 3", ("2022年专利", "授权", "单位:件", "陕西"))


def test_the_nearest_heading_stays_above_however_far_it_is(place):
    lines = "".join(f"<p>{n}</p>" for n in range(20))
    body = f"<h2>2022年专利</h2>{lines}<table><caption>表 1</caption><tr><td>a<td>b</table>{lines}{html_table('cd')}"
    first, second = read(place(page(body)))
    assert first.above[-2:] == ("19", "表 1")
    assert second.above[0] == "表 1"
    assert len(second.above) == 1 + readers_grid.LINES_ABOVE
    centred = f'<p style="text-align: center">2022年</p>{lines}{html_table("ab")}'
    assert only(place(page(centred))).above[0] == "2022年"


def test_a_page_saved_as_one_file_is_read(place):
    body = base64.b64encode(page(html_table(["陕西", "1"]), "gbk")).decode()
    head = "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    part = f"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n{body}\n--b--\n"
    assert only(place(head + part, "a.mht")).rows == (("陕西", "1"),)


def test_deep_nesting_is_read_or_refused(place):
    assert only(place(page("<table><tr><td>" * 200 + html_table("ab")))).rows == (("a", "b"),)
    assert "damaged" in refused(place(page("<table><tr><td>" * 1200 + html_table("ab"))))


def test_a_word_table_is_read_with_its_merges_and_the_paragraphs_above(place):
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = word_table(
        [("地区", down), ("合计", '<w:gridSpan w:val="2"/>')],
        [("", on), "发明", "外观"],
        ["陕西", "1", "2"],
    )
    title = paragraph("2022年专利", '<w:jc w:val="center"/>') + paragraph("单位:件") + table
    grid = only(place(docx(title)))
    assert grid.rows == (("地区", "合计", ""), ("", "发明", "外观"), ("陕西", "1", "2"))
    assert grid.merges == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert grid.above == ("2022年专利", "单位:件")
    assert grid.sheet == "table 1"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>合</w:t><w:br/><w:t>计</w:t></w:r>", "合\n计"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
        ('<w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>', "12[1]"),
        ("<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:t>8</w:t></w:r></w:ins>", "8"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", "3"),
        ("<w:sdt><w:sdtContent><w:r><w:t>4</w:t></w:r></w:sdtContent></w:sdt>", "4"),
    ],
)
def test_a_cell_of_a_document_is_read_as_seen(place, inside, text):
    body = f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc><w:p>{inside}</w:p></w:tc></w:tr></w:tbl>"
    assert only(place(docx(body))).rows == (("x", text),)


def test_a_row_may_begin_further_right_and_stand_in_a_content_control(place):
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{paragraph("c")}</w:tc></w:tr>'
    table = word_table("ab").replace("</w:tbl>", f"<w:sdt><w:sdtContent>{late}</w:sdtContent></w:sdt></w:tbl>")
    assert only(place(docx(table))).rows == (("a", "b"), ("", "c"))


def test_a_damaged_document_is_refused(place):
    assert "Word document" in refused(place(docx("<w:p>")))


def test_a_ruled_table_is_read_with_the_lines_above_it(place):
    grid = only(place(pdf(RULED)))
    assert (grid.sheet, grid.rows, grid.merges) == ("page 1, table 1", PDF_ROWS, ())
    assert grid.above == ("国内专利申请数(2022年)", "单位:件")


@pytest.mark.parametrize(
    "lines",
    [
        level(720, 695, 640) + upright(200, 300),  # open at its sides, rows without rules
        level(720, 695, 640),  # three rules in all
        level(720, 695, 640, right=200) + level(720, 695, 640, left=200, right=300) + level(720, 695, 640, left=300),
        level(720, 695, 670, 640) + upright(100, 200, 300, 400) + level(790, 20, left=50, right=550) + upright(50, 550),
    ],
)
def test_a_table_with_few_rules_loses_no_column(place, lines):
    assert only(place(pdf(PDF_TITLE + PDF_WORDS + lines))).rows == PDF_ROWS


def test_a_heading_over_a_lane_is_merged(place):
    drawn = words((105, 745, "地区"), (230, 745, "国内专利申请数")) + PDF_WORDS + level(765, 720, 695, 640)
    grid = only(place(pdf(drawn)))
    assert grid.rows == (("地区", "国内专利申请数", ""), *PDF_ROWS)
    assert grid.merges == ((0, 1, 0, 2),)


def test_cells_that_share_a_rule_are_merged(place):
    drawn = words((105, 745, "全表")) + PDF_WORDS + level(765, 720, 695, 670, 640) + upright(200, 300)
    grid = only(place(pdf(drawn + upright(100, 400, top=765))))
    assert (grid.rows[0], grid.merges) == (("全表", "", ""), ((0, 0, 0, 2),))


UPRIGHT = upright(100, 200, 300, top=725, bottom=670)


def test_two_lines_of_words_stay_one_cell(place):
    drawn = words((105, 712, "地区"), (105, 701, "Region"), (205, 712, "合计"), (205, 701, "Total"), (105, 680, "陕西"))
    grid = only(place(pdf(drawn + words((205, 680, "1")) + level(725, 698, 670, right=300) + UPRIGHT)))
    assert grid.rows[0] == ("地区\nRegion", "合计\nTotal")


def test_a_small_raised_figure_is_a_footnote_mark(place):
    assert only(place(pdf(RULED + words((226, 685, "1"), size=5)))).rows[1][1] == "1234[1]"


def test_each_page_has_tables_of_its_own(place):
    assert [grid.sheet for grid in read(place(pdf(RULED, words((100, 700, "正文")), RULED)))] == [
        "page 1, table 1",
        "page 3, table 1",
    ]


def test_a_pdf_without_text_is_scanned(place):
    assert "scanned" in refused(place(pdf(level(700, 600))))


def test_a_pdf_with_text_and_no_table_is_refused(place):
    assert "without a table" in refused(place(pdf(words((100, 700, "正文")))))


def test_a_pdf_that_inflates_without_bound_is_refused(place, monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 10_000)
    data = pdf(RULED) + b"\nstream\n" + zlib.compress(b" " * 1_000_000) + b"\nendstream\n%%EOF"
    assert "unpacks to more than" in refused(place(data))


def test_nothing_is_printed(place, capfd):
    for data in (xls(), xls()[:1500], pdf(RULED), pdf(RULED).replace(b"/MediaBox[0 0 600 800]", b"/MediaBox[0 0 0 0]")):
        path = place(data)
        try:
            read(path)
        except SourceError:
            continue
    assert capfd.readouterr() == ("", "")


SAMPLES = {
    "xlsx": xlsx,
    "xls": xls,
    "locked": lambda: locked("VelvetSweatshop"),
    "locked xls": lambda: (FIXTURES / "excels_password.xls").read_bytes(),
    "stored": lambda: workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>a</t></si>"),
    "docx": lambda: docx(paragraph("a") + word_table(*ROWS)),
    "html": lambda: page(html_table(*ROWS), "gb18030"),
    "csv": lambda: '专利\n地区,合计\n陕西,"1,234"\n'.encode("gb18030"),
    "pdf": lambda: pdf(RULED),
}
MARKS = [b"", *detect.ZIP, detect.OLE2, b"%PDF-1.4\n", b"<table><tr><td>", b"\xff\xfe", b'"a,']
PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survives(path, data):
    path.write_bytes(data)
    try:
        found = read(path)
    except SourceError as fault:
        assert str(path) in str(fault)  # noqa: PT017
    else:
        assert all(isinstance(grid, Grid) and grid.rows for grid in found)


@patient
@given(mark=st.sampled_from(MARKS), data=st.binary(max_size=3000))
def test_random_bytes_raise_nothing_but_a_source_error(tmp_path, mark, data):
    survives(tmp_path / "random", mark + data)


@patient
@given(
    kind=st.sampled_from(sorted(SAMPLES)),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
    kept=st.one_of(st.just(1.0), st.floats(0, 1)),
)
def test_damaged_files_raise_nothing_but_a_source_error(tmp_path, kind, changes, kept):
    data = bytearray(SAMPLES[kind]())
    for share, change in changes:
        at = int(share * len(data))
        data[at : at + len(change)] = change
    survives(tmp_path / "damaged", bytes(data[: int(kept * len(data))]))


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


# What a cell holds in every kind of file: no blanks at the ends, which pages don't keep.
texts = st.one_of(
    st.integers(0, 10**9).map(str),
    st.text("陕西合计2022,;年\"'<&-.%()（）abc", max_size=6),
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width).map(tuple), min_size=2, max_size=5)
).filter(lambda rows: all(rows[0]) and any(rows[-1]) and len(rows[0]) > 1)  # fmt: skip


def as_xlsx(rows):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text, "s"
    return saved(book)


def as_xls(rows):
    book = xlwt.Workbook()
    made = book.add_sheet("S")
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            made.write(number, column, text)
    return saved(book)


def as_csv(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("gb18030")


def escaped(rows):
    return [[text.replace("&", "&amp;").replace("<", "&lt;") for text in row] for row in rows]


WRITERS = {
    "xlsx": as_xlsx,
    "xls": as_xls,
    "csv": as_csv,
    "html": lambda rows: page(html_table(*escaped(rows)), "gb18030"),
    "docx": lambda rows: docx(word_table(*escaped(rows))),
}


@patient
@given(kind=st.sampled_from(sorted(WRITERS)), rows=tables)
def test_a_table_reads_back_as_it_was_written(tmp_path, kind, rows):
    path = tmp_path / "table"
    path.write_bytes(WRITERS[kind](rows))
    assert only(path).rows == tuple(rows)


HEAD = ("地区", "专利授权量", "发明")
FIRST = [HEAD, ("西安市", "1200", "350"), ("宝鸡市", "340", "50")]
SECOND = [("咸阳市", "900", "40"), ("渭南市", "800", "30")]
TITLE = ["2022年陕西省各市专利授权情况", "单位:件"]
EXPECTED = {
    ("610100", "patent_grants", "2022", 1200.0),
    ("610300", "patent_grants", "2022", 340.0),
    ("610400", "patent_grants", "2022", 900.0),
    ("610500", "patent_grants", "2022", 800.0),
}


def drawn(lines, rows):
    above = [(150, 780 - 20 * n, line) for n, line in enumerate(lines)]
    cells = [(105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    heights = [720 - 25 * n for n in range(len(rows) + 1)]
    bottom = heights[-1]
    return words(*above, *cells) + level(*heights) + upright(100, 200, 300, 400, bottom=bottom)


def grants(path):
    found = extract.extract(path).observations
    keys = found[found["indicator"] == "patent_grants"][["area", "indicator", "period", "value"]]
    return set(keys.itertuples(index=False, name=None))


@pytest.mark.parametrize("lines", [[], ["续表"], ["续表 1"], ["(续)"]])
@pytest.mark.parametrize("rows", [[HEAD, *SECOND], SECOND])
def test_a_pdf_goes_on_overleaf_with_or_without_its_headings(tmp_path, lines, rows):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(drawn(TITLE, FIRST), drawn(lines, rows)))
    assert grants(path) == EXPECTED


def test_three_pages_go_on(tmp_path):
    path = tmp_path / "a.pdf"
    pages = [drawn(TITLE, FIRST), drawn([], SECOND[:1]), drawn([], SECOND[1:])]
    path.write_bytes(pdf(*pages))
    assert grants(path) == EXPECTED


def test_cells_are_named_by_where_they_stand_on_their_own_page(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(drawn(TITLE, FIRST), drawn([], SECOND)))
    made = extract.extract(path)
    cells = made.observations.set_index(["area", "indicator"])["cell"]
    assert cells["610400", "patent_grants"] == "page 2, table 1, row 1, column 2"
    assert not made.account["cell"].duplicated().any()


def test_a_word_table_goes_on_under_its_repeated_headings(tmp_path):
    path = tmp_path / "a.docx"
    lines = "".join(map(paragraph, TITLE))
    path.write_bytes(docx(lines + word_table(*FIRST) + paragraph("续表") + word_table(HEAD, *SECOND)))
    assert grants(path) == EXPECTED


TITLED = '<row r="1"><c r="A1" t="inlineStr"><is><t>2022年各市专利授权情况(件)</t></is></c></row>'


def text_cell(place, text, properties=""):
    return f'<c r="{place}" t="inlineStr"><is><r><rPr>{properties}</rPr><t>{text}</t></r></is></c>'


def sheet_rows(*, hidden=""):
    """Return a table of two places whose first row of figures has these attributes."""
    heads = text_cell("A2", "地区") + text_cell("B2", "授权量") + text_cell("C2", "发明")
    first = text_cell("A3", "西安市") + '<c r="B3"><v>1200</v></c><c r="C3"><v>350</v></c>'
    second = text_cell("A4", "宝鸡市") + '<c r="B4"><v>340</v></c><c r="C4"><v>50</v></c>'
    return f'{TITLED}<row r="2">{heads}</row><row r="3" {hidden}>{first}</row><row r="4">{second}</row>'


def reported(path):
    made = extract.extract(path)
    found = made.observations[["area", "indicator", "value"]]
    return set(found.itertuples(index=False, name=None)), extract.problems(made), extract.corrections(made)


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


@pytest.mark.parametrize("strike", ["<strike/>", '<strike val="1"/>', '<strike val="true"/>'])
def test_a_struck_part_of_a_cell_is_named_and_not_read(place, strike):
    runs = f"<r><rPr>{strike}</rPr><t>1100</t></r><r><rPr/><t>1200</t></r>"
    rows = sheet_rows().replace('<c r="B3"><v>1200</v></c>', f'<c r="B3" t="inlineStr"><is>{runs}</is></c>')
    shared = sheet_rows().replace('<c r="B3"><v>1200</v></c>', '<c r="B3" t="s"><v>0</v></c>')
    for data in (workbook(rows), workbook(shared, strings=f"<si>{runs}</si>")):
        figures, left_out, told = reported(place(data))
        assert ("610100", "patent_grants", 1200.0) in figures
        assert not left_out
        assert ["not read: Sheet1!B3: what is struck out" in line for line in told] == [True]


def test_a_strike_that_is_switched_off_is_none(place):
    runs = '<r><rPr><strike val="0"/></rPr><t>12</t></r><r><t>00</t></r>'
    assert only(place(printed(f'<c r="A1" t="inlineStr"><is>{runs}</is></c>'))).rows == (("1200",),)


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


HIDDEN_PIECES = [
    '<span style="display:none">000340</span>',
    '<span style="DISPLAY : none; color:red">000340</span>',
    '<span style="visibility:hidden">000340</span>',
    '<span style="font-size:0">000340</span>',
    '<span class="sortkey">000340</span>',
    '<b id="key">000340</b>',
    "<span hidden>000340</span>",
    "<del>1100</del>",
    "<s>1100</s>",
    "<strike>1100</strike>",
    '<span style="text-decoration: line-through">1100</span>',
]
CSS = "<style>@media print{.shown{display:none}} td.x, .sortkey{display:none} #key{ visibility : hidden }</style>"


@pytest.mark.parametrize("piece", HIDDEN_PIECES)
def test_what_a_page_hides_or_strikes_out_is_not_read(place, piece):
    rows = [("2022年专利授权量(件)", ""), ("地区", "授权量"), ("西安市", f"{piece}<b class='shown'>340</b>")]
    figures, left_out, told = reported(place(page(html_table(*rows), head=CSS)))
    assert figures == {("610100", "patent_grants", 340.0)}
    assert not left_out
    assert "not read: 1 text(s) with figures" in told[0]


def test_what_a_page_shows_is_read_although_it_looks_alike(place):
    shown = '<span style="font-size:0.9em">3</span><span style="opacity:0.5">4</span><i class="x">0</i>'
    assert only(place(page(html_table(("a", shown)), head=CSS))).rows == (("a", "340"),)


def test_a_hidden_cell_takes_no_place_and_an_invisible_one_does(place):
    cells = "<tr><td>a<td style='display:none'>1<td style='visibility:hidden'>2<td>3</tr><tr><td>b<td>4<td>5</tr>"
    assert read(place(page(f"<table>{cells}</table>")))[0].rows == (("a", "", "3"), ("b", "4", "5"))


def test_a_hidden_table_is_named(place):
    data = page(html_table(*ROWS) + f"<div style='display:none'>{html_table(*ROWS)}</div>")
    shown, unseen = read(place(data))
    assert shown.rows == ROWS
    assert [(one.cell, one.has_figure) for one in unseen.unseen] == [("1 hidden table(s)", True)]


def run(text, properties):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    "properties",
    ["<w:vanish/>", "<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>', '<w:rStyle w:val="Gone"/>'],
)
def test_what_word_hides_or_strikes_out_is_not_read(place, properties):
    cell = f"<w:tc><w:p>{run('1100', properties)}{run('1200', '')}</w:p></w:tc>"
    label = f"<w:tc>{paragraph('西安市')}</w:tc>"
    rows = f"<w:tr><w:tc>{paragraph('地区')}</w:tc><w:tc>{paragraph('授权量')}</w:tc></w:tr><w:tr>{label}{cell}</w:tr>"
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
        "</w:styles>",
    }
    shown, unseen = read(place(zipped(parts)))
    assert shown.rows == (("地区", "授权量"), ("西安市", "1200"))
    assert [one.cell for one in unseen.unseen] == ["1 text(s) with figures"]


def test_a_word_setting_that_is_switched_off_hides_nothing(place):
    runs = run("12", '<w:strike w:val="0"/>') + run("00", '<w:vanish w:val="false"/>')
    cell = f"<w:tc><w:p>{runs}</w:p></w:tc>"
    rows = f"<w:tr><w:tc>{paragraph('a')}</w:tc>{cell}</w:tr>"
    assert only(place(docx(f"<w:tbl>{rows}</w:tbl>"))).rows == (("a", "1200"),)


def test_a_deleted_or_hidden_row_of_a_word_table_is_not_read(place):
    def row(properties, text):
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{paragraph(text)}</w:tc><w:tc>{paragraph('1')}</w:tc></w:tr>"

    table = row("", "a") + row("<w:del/>", "b") + row("<w:hidden/>", "c")
    assert read(place(docx(f"<w:tbl>{table}</w:tbl>")))[0].rows == (("a", "1"),)


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("1234", "1", "1234[1]"),
        ("1234", "12", "1234[12]"),
        ("1234", "①", "1234①"),
        ("1234", "1)", "1234[1]"),
        ("1234", "(1)", "1234[1]"),
        ("1234", "[1]", "1234[1]"),
        ("1234", "注1", "1234[1]"),
        ("1234", "1,2", "1234[1][2]"),
        ("西安市", "1、2", "西安市[1][2]"),
        ("西安市", "a", "西安市[a]"),
        ("西安市", "*", "西安市*"),
        ("10", "456", "10[456]"),
        ("km", "2", "km2"),
        ("a", " ", "a "),
    ],
)
def test_a_raised_mark_is_set_apart(before, mark, after):
    assert readers_grid.raised(before, mark) == after


@pytest.mark.parametrize("mark", ["①", "1)", "1", "a", "②"])
def test_a_figure_with_a_raised_mark_is_read(place, mark):
    rows = [("2022年专利授权量(件)", ""), ("地区", "授权量"), (f"西安市<sup>{mark}</sup>", f"1200<sup>{mark}</sup>")]
    rows += [("宝鸡市", f"340<span style='vertical-align: super'>{mark}</span>")]
    figures, left_out, _ = reported(place(page(html_table(*rows))))
    assert figures == {("610100", "patent_grants", 1200.0), ("610300", "patent_grants", 340.0)}
    assert not left_out


@pytest.mark.parametrize("shift", [(0.3, 0), (0, 0.4), (0.5, 0.5), (1.2, 0)])
def test_characters_drawn_twice_count_once(place, shift):
    twice = [(105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(PDF_ROWS) for c, text in enumerate(row)]
    moved = [(x + shift[0], y + shift[1], text) for x, y, text in twice]
    frame = level(720, 695, 670, 640) + upright(100, 200, 300, 400)
    assert only(place(pdf(PDF_TITLE + words(*twice) + words(*moved) + frame))).rows == PDF_ROWS


def test_two_figures_in_one_cell_stay_two(place):
    rows = [("地区", "合计"), ("西安市", "1200 1"), ("宝鸡市", "340 2")]
    drawn = words(*((105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row)))
    frame = level(720, 695, 670, 640, right=300) + upright(100, 200, 300)
    assert only(place(pdf(drawn + frame))).rows == tuple(rows)


def test_equal_characters_beside_one_another_are_not_drawn_twice(place):
    drawn = words((105, 705, "1111"), (205, 705, "西西"), (105, 680, "77"), (205, 680, "0.00"))
    frame = level(720, 695, 670, right=300) + upright(100, 200, 300, bottom=670)
    assert only(place(pdf(drawn + frame))).rows == (("1111", "西西"), ("77", "0.00"))


def wrapped(cells):
    placed = [(105 + 100 * c, 708 - 11 * n, line) for c, lines in enumerate(cells) for n, line in enumerate(lines)]
    head = [(105, 735, "地区"), (205, 735, "合计"), (305, 735, "发明")]
    return words(*head, *placed) + level(750, 725, 680, 655) + upright(100, 200, 300, 400, top=750, bottom=655)


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([["西安市"], ["1200", "5"], ["350"]], (("西安市", "1200\n5", "350"),)),
        ([["西安市"], ["1,200,", "345"], ["350"]], (("西安市", "1,200,345", "350"),)),
        ([["陕西省", "西安市"], ["1200", "5"], ["350"]], (("陕西省\n西安市", "1200\n5", "350"),)),
        ([["西安市", "Xi'an"], ["1200", "5"], ["350", "7"]], (("西安市\nXi'an", "1200\n5", "350\n7"),)),
        ([["西安市", "宝鸡市"], ["1200", "5"], ["350", "7"]], (("西安市", "1200", "350"), ("宝鸡市", "5", "7"))),
    ],
)
def test_a_wrapped_figure_makes_no_row(place, cells, rows):
    assert only(place(pdf(wrapped(cells)))).rows[1:] == rows


@pytest.mark.parametrize(
    ("looks", "text"), [("⻓武县", "长武县"), ("⻄安", "西安"), ("⻢德⾥", "马德里"), ("⻚", "页")]
)
def test_radicals_are_the_characters_that_they_look_like(place, looks, text):
    for data in (f"{looks},1\n".encode(), page(html_table((looks, "1"))), docx(word_table((looks, "1")))):
        assert only(place(data)).rows == ((text, "1"),)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("地区\t,2023年\t,2022年\n陕西\t,33786.07\t,32772.68\n", ("陕西\t", "33786.07\t", "32772.68")),
        ("地区,\t2023年,\t2022年\n陕西,\t33786.07,\t32772.68\n", ("陕西", "\t33786.07", "\t32772.68")),
        ("地区\t2023年\n陕西\t1,234\n", ("陕西", "1,234")),
        ("地区;\t2023年\n陕西;\t1,5\n", ("陕西", "\t1,5")),
    ],
)
def test_a_tab_beside_every_comma_pads_cells(place, text, row):
    assert only(place(text)).rows[1] == row


@pytest.mark.parametrize(
    ("escaped", "text"), [("_xD800_", "�"), ("_xDC00_a", "�a"), ("_xD83D__xDE00_", "😀"), ("_x897F_", "西")]
)
def test_half_a_character_is_none(place, escaped, text):
    assert only(place(printed(f'<c r="A1" t="str"><v>{escaped}</v></c>'))).rows == ((text,),)


@pytest.mark.parametrize("value", ["4_00", "４００", "0x10", "1e99999", "4 00", "infinity"])
def test_what_no_workbook_writes_as_a_number_is_no_number(place, value):
    assert only(place(printed(f'<c r="A1"><v>{value}</v></c>'))).rows == ((value,),)


def test_a_part_that_is_there_twice_is_refused(place):
    file = io.BytesIO(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/one.xml", sheet('<row r="1"><c r="A1"><v>2</v></c></row>'))
    assert "holds xl/worksheets/one.xml twice" in refused(place(file.getvalue()))


def test_a_part_that_differs_in_case_only_is_refused(place):
    data = workbook("", **{"XL/Worksheets/ONE.xml": sheet("")})
    assert "twice" in refused(place(data))


def test_a_file_name_with_control_characters_is_printed_as_text(place):
    with pytest.raises(SourceError) as caught:
        read(place(b"", name="a\x1b[31m\n.csv"))
    assert "a\\x1b[31m\\n.csv" in str(caught.value)


def test_a_source_with_control_characters_is_named_as_text(place):
    path = place("2022年专利授权量(件),\n地区,授权量\n西安市,1\n", name="a\x1b.csv")
    assert set(extract.extract(path).observations["source"]) == {"a\\x1b.csv"}


def test_a_folder_a_pipe_and_a_device_are_no_files(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "found no file" in refused(pipe)
    assert "directory" in refused(tmp_path)


def test_an_archive_that_unpacks_to_far_more_than_tables_do_is_refused(place):
    assert "times as many" in refused(place(workbook(strings="<si><t>a</t></si>" * 1_500_000)))


def test_shared_texts_are_counted(place, monkeypatch):
    monkeypatch.setattr(sheet_xml, "MOST_STRINGS", 3)
    assert only(place(printed('<c r="A1" t="s"><v>2</v></c>', strings="<si><t>a</t></si>" * 3))).rows == (("a",),)
    assert "share more than 3 texts" in refused(place(workbook(strings="<si><t>a</t></si>" * 4)))


@pytest.mark.parametrize("count", [16384, 16385])
def test_cells_without_references_end_where_sheets_do(place, count):
    data = printed("<c><v>1</v></c>" * count)
    if count > 16384:
        assert "column 16,385, beyond every sheet" in refused(place(data))
    else:
        assert len(only(place(data)).rows[0]) == count


def test_a_line_of_a_text_ends_where_sheets_do(place):
    assert len(only(place("a" + "," * 16383 + "b\n")).rows[0]) == 16384
    assert "found a row of 16,385 columns" in refused(place("a,b\n1,2\n" + "," * 16384 + "b\n"))


def test_a_pdf_that_is_packed_twice_is_unpacked_within_bounds(place, monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 1_000_000)
    twice = zlib.compress(zlib.compress(b" " * 2_000_000))
    for end in (b"\r\n", b"\n", b"\r"):
        stream = b"9 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream" % len(twice) + end + twice
        data = pdf(RULED).replace(b"xref\n0", stream + b"\nendstream endobj\nxref\n0", 1)
        assert "unpacks to more than" in refused(place(data))


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "<tbody " * 60_000,
        "<table>" + "<table " * 20_000,
        "<html>" + "<meta " * 10_000,
        "<style>" + "{" * 60_000 + "</style><table><tr><td>1",
    ],
)
def test_a_page_is_read_in_time_that_grows_with_its_length(place, text):
    start = time.process_time()
    with suppress(SourceError):
        read(place(text))
    assert time.process_time() - start < 3
