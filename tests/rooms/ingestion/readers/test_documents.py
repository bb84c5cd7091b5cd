import time
from contextlib import suppress

import pytest

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers import grid as readers_grid
from ipanalytics.ingestion.readers import read
from tests.rooms.ingestion.builders import docx, html_table, only, page, paragraph, refused, reported, word_table


def test_spans_are_merges_with_the_text_in_the_first_cell(place):
    table = (
        "<table><tr><td rowspan=2>地区<br>Region</td><td colspan='2'>合计</td></tr><tr><td>发明<td>外观</tr>"
        "<tr><td rowspan=0>陕西<td>1<td>2</table>"
    )
    grid = only(place(page(table)))
    assert grid.rows == (("地区\nRegion", "合计", ""), ("", "发明", "外观"), ("陕西", "1", "2"))
    assert grid.merges == ((0, 0, 1, 0), (0, 1, 0, 2))


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


def test_deep_nesting_is_read_or_refused(place):
    assert only(place(page("<table><tr><td>" * 200 + html_table("ab")))).rows == (("a", "b"),)
    assert "damaged" in refused(place(page("<table><tr><td>" * 1200 + html_table("ab"))))


def test_a_word_table_is_read_with_its_merges_and_the_paragraphs_above(place):
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = word_table(
        [("地区", down), ("合计", '<w:gridSpan w:val="2"/>')], [("", on), "发明", "外观"], ["陕西", "1", "2"]
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


@pytest.mark.parametrize("mark", ["①", "1)", "1", "a", "②"])
def test_a_figure_with_a_raised_mark_is_read(place, mark):
    rows = [("2022年专利授权量(件)", ""), ("地区", "授权量"), (f"西安市<sup>{mark}</sup>", f"1200<sup>{mark}</sup>")]
    rows += [("宝鸡市", f"340<span style='vertical-align: super'>{mark}</span>")]
    figures, left_out, _ = reported(place(page(html_table(*rows))))
    assert figures == {("610100", "patent_grants", 1200.0), ("610300", "patent_grants", 340.0)}
    assert not left_out


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
