"""Columns of figures and of labels, parts of the year in headings: each case as a table of a few rows."""

import pytest

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import blocks, structure
from tests.rooms.ingestion.tables.whole_tables.figure_builders import TITLE, figures, left_out, understood, used

CITIES = {"西安": "610100", "宝鸡": "610300", "铜川": "610200"}


@pytest.mark.parametrize("texts", [("12OO", "34O"), ("一千二百", "三百四十"), ("待定", "待定"), ("l200", "77")])
def test_a_column_that_should_hold_figures_is_never_lost(texts):
    result = understood(
        (TITLE,), ("单位：件",), ("地区", "授权量", "发明"), ("西安", texts[0], "55"), ("宝鸡", texts[1], "22")
    )
    assert {value for _, indicator, _, value in used(result) if indicator == "invention_grants"} == {55.0, 22.0}
    assert left_out(result) == {
        text: "text where a figure was expected" for text in texts if blocks.kind(text) == "text"
    }


def test_a_figure_without_its_label_is_named():
    result = understood((TITLE,), ("单位：件",), ("地区", "授权量"), ("西安", "1200"), ("", "340"), ("铜川", "3"))
    assert left_out(result) == {"340": "the row has no label"}


def test_a_day_of_publishing_is_no_period_of_the_figures():
    head = ("地区", "更新日期", "授权量")
    result = understood((TITLE,), ("单位：件",), head, ("西安", "2023-01-15", "1200"), ("宝鸡", "2023-01-15", "340"))
    assert {period for _, _, period, _ in used(result)} == {"2022-09"}


@pytest.mark.parametrize("text", ["2022-09", "2022/9", "1991-2015", "2022-09-30", "2022年9月"])
def test_a_period_or_a_day_is_no_figure(text):
    assert blocks.kind(text) == "text"


@pytest.mark.parametrize("text", ["8-9", "2022-13", "1200", "2022.09", "100/79.6"])
def test_what_is_no_period_stays_a_figure(text):
    assert blocks.kind(text) == "figure"


@pytest.mark.parametrize("text", ["约20000", "95*", "20000左右", "超1.2万"])
def test_a_figure_that_is_not_exact_is_left_out_by_name(text):
    result = understood((TITLE,), ("单位：件",), ("地区", "授权量"), ("西安", text), ("宝鸡", "340"))
    assert {area for area, *_ in used(result)} == {CITIES["宝鸡"]}
    assert "isn't exact" in left_out(result)[text]


def test_a_yearbook_of_two_hundred_columns_is_read():
    years = [f"{year}年" for year in range(1990, 2022)]
    (table,) = structure.tables(
        Grid("t.csv", "", (("地区", *years * 6), ("西安", *["5"] * 192), ("宝鸡", *["6"] * 192)))
    )
    assert len(table.columns) == len(years) * 6


def test_a_table_wider_than_any_is_refused_by_name():
    wide = Grid("t.csv", "Sheet1", (tuple(f"专利{n}" for n in range(501)), ("1",) * 501))
    with pytest.raises(SourceError, match="t.csv, Sheet1: a table of 501 columns was found, expected 500 at most"):
        structure.tables(wide)


def test_a_figure_that_is_some_place_s_code_stays_a_figure():
    rows = [["8-9 专利申请受理数(2009年)"], ["单位：件"], ["地区", "合计"], ["全国", "100000"]]
    assert figures(rows) == {("100000", "patent_applications", "2009"): 100000}
