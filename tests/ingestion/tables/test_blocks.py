"""Columns of figures and of labels, parts of the year in headings: each case as a table of a few rows."""

import pytest

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import blocks, structure

TITLE = "2022年9月各市专利授权情况"
CITIES = {"西安": "610100", "宝鸡": "610300", "铜川": "610200"}


def understood(*rows):
    width = max(map(len, rows))
    grid = Grid("t.csv", "", tuple((*row, *[""] * (width - len(row))) for row in rows))
    return extract.extract_grids([grid], source="t.csv", status="submitted")


def used(result):
    table = result.observations
    return set(zip(table["area"], table["indicator"], table["period"], table["value"], strict=True))


def left_out(result):
    account = result.account
    return dict(account.loc[account["fate"] == "left_out", ["text", "reason"]].itertuples(index=False))


@pytest.mark.parametrize(
    ("title", "heading", "period"),
    [
        ("2024年前三季度各市专利授权情况", "本季度授权量", "2024-Q3"),
        ("2024年前三季度各市专利授权情况", "上季度授权量", "2024-Q2"),
        ("2024年前三季度各市专利授权情况", "当月授权量", "2024-09"),
        ("2024年三季度各市专利授权情况", "当季授权量", "2024-Q3"),
        (TITLE, "本月止累计", "2022-01/2022-09"),
        (TITLE, "至本月累计", "2022-01/2022-09"),
        (TITLE, "月累计", "2022-09"),
        (TITLE, "当年累计", "2022-01/2022-09"),
        (TITLE, "累计", "2022-01/2022-09"),
        (TITLE, "上月", "2022-08"),
        (TITLE, "上月止累计", "2022-01/2022-08"),
        ("2022年各市专利授权情况", "年度授权量", "2022"),
        ("2022年各市专利授权情况", "年度累计", "2022"),
        ("各市专利授权情况", "2022-09", "2022-09"),
        ("各市专利授权情况", "2022/9", "2022-09"),
        ("各市专利授权情况", "2022.09", "2022-09"),
        ("各市专利授权情况", "2022年9月", "2022-09"),
    ],
)
def test_a_heading_names_its_part_of_the_year(title, heading, period):
    result = understood((title,), ("单位：件",), ("地区", heading), ("西安", "1200"), ("宝鸡", "340"))
    assert used(result) == {("610100", "patent_grants", period, 1200.0), ("610300", "patent_grants", period, 340.0)}


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        (TITLE, "上月累计"),
        (TITLE, "本旬授权量"),
        (TITLE, "近三年授权量"),
        (TITLE, "年度授权量"),
        (TITLE, "上期授权量"),
        (TITLE, "9月累计"),
        ("2022年8月各市专利授权情况", "本季度授权量"),
        ("2022年各市专利授权情况", "当月授权量"),
        ("2022年各市专利授权情况", "本季度"),
        ("各市专利授权情况", "2022.1"),
    ],
)
def test_a_part_of_the_year_that_is_not_known_is_left_out_by_name(title, heading):
    result = understood(
        (title,), ("单位：件",), ("地区", heading, "2022年9月"), ("西安", "1200", "7"), ("宝鸡", "340", "8")
    )
    assert left_out(result).keys() == {"1200", "340"}
    assert all(repr(heading) in reason for reason in left_out(result).values())


def test_a_heading_above_completes_the_one_below():
    head = (("地区", "2022年9月", "2022年1-9月"), ("", "当月", "累计"))
    result = understood(("各市专利授权量",), ("单位：件",), *head, ("西安", "1200", "9000"), ("宝鸡", "340", "3000"))
    assert {period for _, _, period, _ in used(result)} == {"2022-09", "2022-01/2022-09"}


def test_a_row_of_its_own_month_completes_the_heading():
    head = ("月份", "当月授权量", "累计授权量")
    result = understood(("2022年西安专利授权情况",), ("单位：件",), head, ("8月", "100", "900"), ("9月", "120", "1020"))
    assert {(period, value) for _, _, period, value in used(result)} == {
        ("2022-08", 100.0),
        ("2022-09", 120.0),
        ("2022-01/2022-08", 900.0),
        ("2022-01/2022-09", 1020.0),
    }


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
