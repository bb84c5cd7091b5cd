import base64
import csv
import io

import pytest

from tests.rooms.ingestion.builders import html_table, only, page, refused


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


def test_a_page_saved_as_one_file_is_read(place):
    body = base64.b64encode(page(html_table(["陕西", "1"]), "gbk")).decode()
    head = "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    part = f"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n{body}\n--b--\n"
    assert only(place(head + part, "a.mht")).rows == (("陕西", "1"),)


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


def test_a_line_of_a_text_ends_where_sheets_do(place):
    assert len(only(place("a" + "," * 16383 + "b\n")).rows[0]) == 16384
    assert "found a row of 16,385 columns" in refused(place("a,b\n1,2\n" + "," * 16384 + "b\n"))
