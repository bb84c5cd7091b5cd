import pytest

from ipanalytics.ingestion.readers import read
from tests.rooms.ingestion.builders import ROWS, WORD, docx, html_table, only, page, paragraph, reported, zipped

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
    '<span style="color:#FFF">000</span>',
    '<font color="white">000</font>',
    '<span style="color: rgb(255, 255, 255); background:#fff">000</span>',
    '<span style="color:transparent">000</span>',
    '<span style="color:rgba(0,0,0,0)">000</span>',
    '<i class="pale">000</i>',
    '<span style="display:inline-block;width:0;overflow:hidden">000</span>',
    '<span class="flat">000</span>',
]


CSS = "<style>@media print{.shown{display:none}} td.x, .sortkey{display:none} #key{ visibility : hidden }"
CSS += " .pale{color:#ffffff} .flat{max-height:0px;overflow:hidden} .dark{background:#036}</style>"


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


@pytest.mark.parametrize(
    "shown",
    [
        '<b style="color:#fff;background-color:navy">340</b>',
        '<b style="color:#fffbe0">340</b>',
        '<b style="background-color:#fff">340</b>',
        '<b class="dark"><i style="color:white">340</i></b>',
        '<b style="width:0">340</b>',
        '<b style="border-width:0;overflow:hidden">340</b>',
        '<b aria-hidden="true">340</b>',
    ],
)
def test_white_on_a_colour_and_what_flows_over_is_read(place, shown):
    assert only(place(page(html_table(("a", shown)), head=CSS))).rows == (("a", "340"),)


def test_a_white_heading_is_read(place):
    rows = '<tr style="color:#fff"><th>地区<th style="color:#fff">2022年</tr><tr><td>a<td>340</tr>'
    table = read(place(page(f'<table style="background:url(a.png)">{rows}</table>')))[0]
    assert table.rows == (("地区", "2022年"), ("a", "340"))


def test_a_column_without_width_is_not_read(place):
    rows = "<tr><td>a<td>1<td>340</tr>"
    table = read(place(page(f"<table><col><col width=0><col style='width:60px'>{rows}</table>")))[0]
    assert table.rows == (("a", "", "340"),)


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
    "properties", ["<w:vanish/>", "<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>', '<w:rStyle w:val="Gone"/>']
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
