import pytest

from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import structure
from tests.rooms.ingestion.tables.whole_tables.figure_builders import fates, figures, table


def tables(*rows):
    width = max(map(len, rows))
    return structure.tables(Grid("t.csv", "", tuple((*row, *[""] * (width - len(row))) for row in rows)))


HEAD = ("地区", "合计", "发明")


def test_a_title_a_unit_and_headings_are_told_apart():
    (table,) = tables(("2022年专利授权量",), ("单位：件",), HEAD, ("西安", "1", "2"), ("注：略",))
    assert (table.lines, table.header, table.rows, table.notes) == ((0, 1), (2,), (3,), (4,))


def test_column_numbers_head_nothing():
    (table,) = tables(("2022年专利授权量",), HEAD, ("甲", "1", "2"), ("西安", "1", "2"))
    assert [column.headings for column in table.columns] == [("合计",), ("发明",)]


def test_a_repeated_header_keeps_the_title():
    first, second = tables(("2022年专利授权量",), HEAD, ("西安", "1", "2"), HEAD, ("宝鸡", "3", "4"))
    assert first.lines == second.lines == (0,)


def test_a_line_between_figures_heads_a_section():
    (table,) = tables(("2022年专利",), HEAD, ("一、申请",), ("西安", "1", "2"), ("二、授权",), ("西安", "3", "4"))
    assert table.sections == {3: 2, 5: 4}


def test_a_column_that_numbers_the_rows_without_a_heading_is_no_figure():
    (table,) = tables(("2022年专利授权量",), ("", "地区", "授权量"), ("1", "西安", "5"), ("2", "宝鸡", "6"))
    assert [column.index for column in table.columns] == [2]


def test_two_tables_on_one_sheet():
    rows = [
        ["表1 2022年专利授权量（件）"],
        ["地区", "发明"],
        ["西安", "1"],
        [""],
        ["表2 2021年商标注册件数"],
        ["地区", "注册件数"],
        ["西安", "5"],
        ["注：数据来源国家知识产权局。"],
    ]
    assert figures(rows) == {
        ("610100", "invention_grants", "2022"): 1,
        ("610100", "trademark_registrations", "2021"): 5,
    }
    assert fates(rows)["Sheet1!A8"] == ("note", "")


def test_lines_above_a_table_of_a_page_count():
    rows = [["地区", "发明"], ["陕西", "5"]]
    assert figures(rows, above=("2022年专利授权量", "单位：件")) == {("610000", "invention_grants", "2022"): 5}


def test_a_second_table_without_known_headings_is_not_read_as_the_first():
    rows = table("""
        2022年专利授权量
        地区 | 合计 | 发明
        西安市 | 10 | 2
        地区 | 户数 | 人数
        咸阳市 | 20 | 4
    """)
    assert {key[0] for key in figures(rows)} == {"610100"}


def test_a_year_with_a_unit_heads_a_column():
    rows = [["西安市主要指标"], ["指标", "2021年(件)", "2022年(万件)"], ["专利授权量", "30", "4"]]
    assert figures(rows) == {("610100", "patent_grants", "2021"): 30, ("610100", "patent_grants", "2022"): 40000}


LONG = "地区生产总值(当年价格)\n(万元)\nGross Regional Product\n(Current Prices)"
UNKNOWN = "年平均人口(万人)\nAnnual Average Population (10 000 persons)"


def test_long_headings_in_two_languages_beside_one_label_are_headings():
    rows = [["2-9 地区生产总值(2022年)"], ["城 市", LONG, UNKNOWN], ["西安市", "114866100", "1290"]]
    assert figures(rows) == {("610100", "gdp", "2022"): 11486.61}


@pytest.mark.parametrize("places", [["陕西省"], ["陕西省 Shaanxi"], ["城市合计", "河北省"], ["三沙市"]])
def test_a_place_without_figures_heads_no_section_of_places(places):
    rows = [
        ["2022年各市专利授权量"],
        ["城市", "授权量"],
        ["咸阳市", "5"],
        *([name] for name in places),
        ["西安市", "12"],
    ]
    wanted = {("610100", "patent_grants", "2022"): 12, ("610400", "patent_grants", "2022"): 5}
    assert figures(rows) == wanted


def test_titles_side_by_side_hold_up_to_the_next_one_where_merges_were_lost():
    rows = [
        ["中国2020年县级市数据", "3-3 地区生产总值 (万元)", "", "3-1 户籍人口 (万人)"],
        ["城 市", "地区生产总值", "第一产业增加值", "户籍人口"],
        ["韩城市", "3796800", "214700", "40.5"],
    ]
    assert figures(rows) == {
        ("610581", "gdp", "2020"): 379.68,
        ("610581", "gdp_primary", "2020"): 21.47,
        ("610581", "registered_population", "2020"): 405000,
    }
