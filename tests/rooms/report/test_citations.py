import pandas as pd
import pytest

from ipanalytics.observations import table
from ipanalytics.report import citations

ONE, TWO = "cnipa_2022_c3", "shaanxi_census_2020_reprint; cnipa_2022_c3"
ROWS = [
    ["610000", "inventions_in_force", "2022", 1.0, "件", ONE, "final", "表3, 陕西, 发明"],
    ["610000", "population", "2021", 1.0, "人", TWO, "derived", "610100 + 610800"],
    *(["610000", "gi_new", f"2022-0{month}", 1.0, "件", ONE, "final", f"B{month}"] for month in range(1, 6)),
]
TABLE = pd.DataFrame(ROWS, columns=table.COLUMNS)


def test_a_figure_is_cited_with_period_publication_file_and_cell():
    told = citations.citer(TABLE)([("610000", "inventions_in_force", "2022")])
    assert told.startswith("2022年末：国家知识产权局")
    assert told.endswith("，表3, 陕西, 发明")
    assert ".csv）" in told


def test_a_computed_figure_names_its_publications_and_how_it_was_made():
    told = citations.citer(TABLE)([("610000", "population", "2021")])
    assert told.endswith("西安 + 榆林")
    assert told.count(".csv）") == 2


def test_many_places_are_counted():
    told = citations.citer(TABLE)([("610000", "gi_new", f"2022-0{month}") for month in range(1, 6)])
    assert told.count("；") == 3
    assert told.endswith("；等5处")


def test_a_figure_that_is_not_there_has_no_citation():
    assert citations.citer(TABLE)([("610800", "gi_new", "2022-01")]) == ""


def test_source_line_names_the_publication():
    assert "国家知识产权局" in citations.source_line(TABLE[:1])


def test_source_line_says_what_was_computed():
    assert "由公布数计算" in citations.source_line(TABLE[1:2])


def test_source_line_without_evidence_says_that_nothing_was_published():
    assert "没有找到公布的数字" in citations.source_line(TABLE[:0])


def test_a_reprint_is_called_one():
    line = citations.source_line(TABLE[1:2])
    assert "转载" in line


def test_editions_of_a_yearbook_become_one_citation():
    found = citations.shortened(["甲《年鉴2011》", "甲《年鉴2012》", "甲《年鉴2013》", "乙《报告》"])
    assert found == ["甲《年鉴》2011—2013", "乙《报告》"]


def test_editions_with_a_gap_are_listed():
    assert citations.shortened(["甲《年鉴2011》", "甲《年鉴2013》"]) == ["甲《年鉴》2011、2013"]


def test_many_tables_of_demonstration_data_are_cited_once():
    cited = ["甲《年鉴》", "演示数据：一月", "演示数据：二月", "乙《报告》"]
    assert citations.collapsed(cited) == ["甲《年鉴》", "乙《报告》", "演示数据（生成器，2份表）"]


@pytest.mark.parametrize("cited", [[], ["甲《年鉴》"], ["演示数据：一月", "甲《年鉴》"]])
def test_one_table_of_demonstration_data_keeps_its_name(cited):
    assert citations.collapsed(cited) == cited


def test_a_file_that_nobody_described_is_cited_by_its_name():
    row = ["610800", "gdp", "2021", 1.0, "亿元", "来稿.xlsx", "submitted", "Sheet!B3"]
    assert citations.source_line(pd.DataFrame([row], columns=table.COLUMNS)) == "来源：来稿.xlsx。"
