import pytest

from ipanalytics.ingestion.readers import read
from tests.rooms.ingestion.builders import html_table, page, reported

ROWS = [("2022年专利授权量(件)", "", ""), ("地区", "授权量", "发明"), ("西安市", "340", "55")]


@pytest.mark.parametrize(
    "columns",
    [
        "<colgroup><col><col><col style='visibility:collapse'></colgroup>",
        "<col><col><col style='display:none'>",
        "<col span=2><col hidden>",
        "<col span=2><col class='gone'>",
        "<colgroup span=2></colgroup><colgroup style='visibility: collapse'><col></colgroup>",
    ],
)
def test_a_hidden_column_is_not_read_and_is_named(place, columns):
    table = html_table(*ROWS).replace("<table>", f"<table>{columns}")
    figures, left_out, told = reported(place(page(table, head="<style>.gone{visibility:collapse}</style>")))
    assert figures == {("610100", "patent_grants", 340.0)}
    assert not left_out
    assert "not read: 1 text(s) with figures" in told[0]


def test_a_hidden_column_is_found_beside_merged_cells(place):
    table = (
        "<table><col><col style='visibility:collapse'><col><tr><td rowspan=2>a<td colspan=2>b<tr><td>1<td>2"
        "<tr><td>c<td>3<td>4</table>"
    )
    assert read(place(page(table)))[0].rows == (("a", "b", ""), ("", "", "2"), ("c", "", "4"))
