import pytest

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers import grid as readers_grid
from ipanalytics.ingestion.readers import read
from ipanalytics.ingestion.readers.grid import cell_name
from tests.rooms.ingestion.builders import ROWS, docx, html_table, only, page, refused, word_table, workbook, xlsx


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


@pytest.mark.parametrize(
    ("looks", "text"), [("⻓武县", "长武县"), ("⻄安", "西安"), ("⻢德⾥", "马德里"), ("⻚", "页")]
)
def test_radicals_are_the_characters_that_they_look_like(place, looks, text):
    for data in (f"{looks},1\n".encode(), page(html_table((looks, "1"))), docx(word_table((looks, "1")))):
        assert only(place(data)).rows == ((text, "1"),)


def test_a_file_name_with_control_characters_is_printed_as_text(place):
    with pytest.raises(SourceError) as caught:
        read(place(b"", name="a\x1b[31m\n.csv"))
    assert "a\\x1b[31m\\n.csv" in str(caught.value)


def test_a_source_with_control_characters_is_named_as_text(place):
    path = place("2022年专利授权量(件),\n地区,授权量\n西安市,1\n", name="a\x1b.csv")
    assert set(extract.extract(path).observations["source"]) == {"a\\x1b.csv"}
