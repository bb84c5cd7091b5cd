import pytest

from ipanalytics.ingestion.readers.workbooks import sheet_xml
from tests.rooms.ingestion.builders import MAIN, only, printed, refused, reported, sheet_rows, workbook


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


def test_formulas_without_a_stored_result_are_all_named(place):
    rows = (
        '<row r="2"><c r="B2"><f>A1</f></c><c r="C2"><f>A1</f><v/></c><c r="D2" t="str"><f>A1</f><v></v></c></row>'
        '<row r="3"><c r="AA3" t="str"><f>A1</f></c><c r="AB3"><f>1</f><v>1</v></c></row>'
    )
    assert "Sheet1: B2, C2, AA3" in refused(place(workbook(rows)))


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


@pytest.mark.parametrize(
    ("escaped", "text"), [("_xD800_", "�"), ("_xDC00_a", "�a"), ("_xD83D__xDE00_", "😀"), ("_x897F_", "西")]
)
def test_half_a_character_is_none(place, escaped, text):
    assert only(place(printed(f'<c r="A1" t="str"><v>{escaped}</v></c>'))).rows == ((text,),)


@pytest.mark.parametrize("value", ["4_00", "４００", "0x10", "1e99999", "4 00", "infinity"])
def test_what_no_workbook_writes_as_a_number_is_no_number(place, value):
    assert only(place(printed(f'<c r="A1"><v>{value}</v></c>'))).rows == ((value,),)


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
