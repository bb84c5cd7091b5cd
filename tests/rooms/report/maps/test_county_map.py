import re

import pandas as pd
import pytest

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report.sections.appendix import counties

COUNTIES = places.codes("county")
YULIN = hierarchy.members("610800", "county")


def trademarks(values, period="2022-09"):
    rows = [
        [
            code,
            "trademarks_in_force",
            period,
            float(value),
            "件",
            "synthetic_trademarks_2022-q3",
            "synthetic",
            "商标!B2",
        ]
        for code, value in values.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


@pytest.fixture(scope="module")
def drawn():
    values = {code: 1000 * number for number, code in enumerate(YULIN[:-1], start=1)}
    return only(counties.draw_counties(trademarks(values), "610800"))


def test_one_path_a_county_that_says_name_value_and_rank(drawn):
    titles = re.findall(r"<title>(.*?)</title>", str(drawn.drawing))
    assert len(titles) == len(YULIN) == 12
    assert titles[0] == "榆阳（榆林）：1,000件，第11位，共11个区县"
    assert titles[-1] == "神木（榆林）：无数据"


def test_the_legend_counts_every_county_once(drawn):
    counts = [int(text) for text in re.findall(r'<span class="units">(\d+)个区县</span>', str(drawn.drawing))]
    breaks = indicators.indicator("trademarks_in_force").county_breaks
    assert sum(counts) == len(YULIN)
    assert len(counts) == len(breaks) + 2


def test_a_county_without_a_figure_is_hatched(drawn):
    assert str(drawn.drawing).count('fill="url(#county-hatch)"') == 1


def test_the_table_ranks_them_and_says_where_each_figure_stands(drawn):
    expected = pd.DataFrame(
        {"位次": ["1", "2"], "区县": ["子洲", "清涧"], "单元": ["榆林"] * 2, "有效商标": ["11,000件", "10,000件"]}
    )
    pd.testing.assert_frame_equal(drawn.table.head(2), expected)
    assert drawn.table.iloc[-1].tolist() == ["", "神木", "榆林", "无数据"]
    assert drawn.cited["有效商标"][0].endswith("，商标!B2")
    assert drawn.cited["有效商标"][-1] == ""


def test_the_title_names_the_ends_and_what_the_first_ten_have():
    table = trademarks(dict.fromkeys(COUNTIES, 100) | {"610116": 900, "610581": 1})
    title = only(counties.draw_counties(table, "610000")).title
    assert title == "2022年9月末有效商标：长安最多（900件），韩城最少（1件），前10名占16%"


def test_all_counties_at_an_end_are_named_and_many_are_counted():
    table = trademarks(dict.fromkeys(YULIN, 5) | {YULIN[0]: 9, YULIN[1]: 9})
    title = only(counties.draw_counties(table, "610800")).title
    assert title == f"2022年9月末有效商标：榆阳、横山最多（9件），{len(YULIN) - 2}个区县最少（5件）"


@pytest.mark.parametrize(("later", "period"), [(YULIN, "2022-12"), (YULIN[:6], "2022-09"), (YULIN[:7], "2022-12")])
def test_the_newest_period_in_which_most_counties_have_a_figure_is_drawn(later, period):
    table = pd.concat([trademarks(dict.fromkeys(YULIN, 5)), trademarks(dict.fromkeys(later, 6), "2022-12")])
    assert only(counties.draw_counties(table, "610800")).evidence["period"].unique().tolist() == [period]


@pytest.mark.parametrize("area", ["610403", "610581"])
def test_a_unit_of_one_county_has_no_map(area):
    assert counties.draw_counties(trademarks(dict.fromkeys(COUNTIES, 5)), area).exhibits == ()


def test_without_figures_by_county_there_is_no_map(figures):
    assert counties.draw_counties(figures, "610000").exhibits == ()


def test_a_synthetic_figure_marks_the_map(drawn):
    assert drawn.is_synthetic
