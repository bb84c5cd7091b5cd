import pytest

from tests.rooms.ingestion.tables.whole_tables.figure_builders import (
    YEARBOOK,
    fates,
    figures,
    left_out,
    read,
    table,
    understood,
    used,
)


def test_a_misread_name_is_mended_by_the_english_one_and_reported():
    assert fates(YEARBOOK)["Sheet1!C5"] == ("used", "'山两' read as 山西, after 'Shanxi'")


def test_blocks_side_by_side_keep_their_own_labels():
    rows = [
        ["2022年各省发明专利授权量", "", "", "单位：件"],
        ["地区", "授权量", "地区", "授权量"],
        ["北京", "88127", "甘肃", "2345"],
        ["陕西", "18963", "", ""],
    ]
    assert figures(rows) == {
        ("110000", "invention_grants", "2022"): 88127,
        ("610000", "invention_grants", "2022"): 18963,
        ("620000", "invention_grants", "2022"): 2345,
    }


def test_indicators_in_rows_of_one_city():
    rows = [
        ["西安市2022年知识产权主要指标"],
        ["指标", "单位", "2021年", "2022年", "同比增长(%)"],
        ["有效发明专利拥有量", "件", "60608", "72000", "18.8"],
        ["每万人口高价值发明专利拥有量", "件/万人", "18.31", "20.1", ""],
    ]
    assert figures(rows) == {
        ("610100", "inventions_in_force", "2021"): 60608,
        ("610100", "inventions_in_force", "2022"): 72000,
        ("610100", "high_value_inventions_per_10k", "2021"): 18.31,
        ("610100", "high_value_inventions_per_10k", "2022"): 20.1,
    }


def test_years_in_rows():
    rows = [["陕西省历年专利情况"], ["年份", "申请量", "授权量"], ["2021", "105", "86"], ["2022", "108", "79"]]
    assert figures(rows) == {
        ("610000", "patent_applications", "2021"): 105,
        ("610000", "patent_applications", "2022"): 108,
        ("610000", "patent_grants", "2021"): 86,
        ("610000", "patent_grants", "2022"): 79,
    }


def test_counties_under_a_merged_city_and_the_trademark_year():
    rows = [
        ["2022年前三季度陕西省各县（区）商标申请注册统计表"],
        ["（2021.12.16-2022.9.15）"],
        ["序号", "市", "县（区）", "申请件数", "注册件数", "有效注册量"],
        ["1", "西安市", "新城区", "1,234", "900", "12,000"],
        ["2", "", "碑林区", "2,345", "/", "13,000"],
        ["", "", "合计", "3,579", "900", "25,000"],
    ]
    assert figures(rows, merges=[(3, 1, 4, 1)]) == {
        ("610102", "trademark_applications", "2022-01/2022-09"): 1234,
        ("610103", "trademark_applications", "2022-01/2022-09"): 2345,
        ("610102", "trademark_registrations", "2022-01/2022-09"): 900,
        ("610102", "trademarks_in_force", "2022-09"): 12000,
        ("610103", "trademarks_in_force", "2022-09"): 13000,
    }
    assert fates(rows)["Sheet1!E5"][0] == "missing"
    assert fates(rows)["Sheet1!D6"] == ("check", "a total of the table: no division")


def test_subtotals_are_kept_apart():
    rows = [
        ["2014年专利授权量"],
        ["地区", "授权量"],
        ["全国", "9"],
        ["东部地区", "5"],
        ["国内小计", "9"],
        ["其他", "1"],
        ["陕西", "4"],
    ]
    assert figures(rows) == {("100000", "patent_grants", "2014"): 9, ("610000", "patent_grants", "2014"): 4}
    assert {fates(rows)[f"Sheet1!B{n}"][0] for n in (4, 5, 6)} == {"check"}


def test_types_below_a_place_and_places_across():
    below = table("""
        2022年专利授权量
        地区 | 2021年 | 2022年
        国内小计 | 100 | 110
        #发明 | 10 | 11
        陕西 | 86 | 79
        #发明 | 15 | 18
    """)
    assert figures(below)[("610000", "invention_grants", "2022")] == 18
    assert {key[0] for key in figures(below)} == {"610000"}
    across = table("""
        2022年陕西省各市知识产权主要指标
        指标 | 单位 | 全省 | 西安市 | 合计
        专利授权量 | 件 | 79 | 60 | 79
        #发明 | 件 | 18 | 16 | 18
        专利代理机构 | 家 | 5 | 4 | 5
        专利质押融资金额 | 万元 | 12000 | 8000 | 12000
    """)
    assert figures(across) == {
        ("610000", "patent_grants", "2022"): 79,
        ("610100", "patent_grants", "2022"): 60,
        ("610000", "invention_grants", "2022"): 18,
        ("610100", "invention_grants", "2022"): 16,
        ("610000", "pledge_amount", "2022"): 1.2,
        ("610100", "pledge_amount", "2022"): 0.8,
    }


def test_counties_of_other_provinces_are_not_shaanxi_s():
    rows = table("""
        2024年三季度商标申请注册统计表(2023.12.16-2024.9.15)
        地区 | 申请件数
        内蒙古自治区 | 1
        呼和浩特市 | 1
        新城区 | 5
        陕西省 | 3
        西安市 | 3
        新城区 | 7
    """)
    assert figures(rows)[("610102", "trademark_applications", "2024-01/2024-09")] == 7
    assert fates(rows)["Sheet1!B5"][0] == "outside"


@pytest.mark.parametrize("head", ["地区", "区县", "单位", "类型", "项目", "指标"])
def test_a_label_over_figures_is_no_heading_of_them(head):
    rows = table(f"2021年专利授权量\n地区 | {head} | 发明\n西安 | 100 | 3\n宝鸡 | 20 | 4\n榆林 | 7 | 5")
    assert {key[1] for key in figures(rows)} <= {"invention_grants"}


def test_one_figure_for_two_places_belongs_to_neither():
    rows = table("2022年专利授权量\n地区 | 合计 | 发明\n咸阳 | 1200 | 350\n杨凌 | | 50\n宝鸡 | 340 | 22")
    read_ = figures(rows, merges=[(2, 1, 3, 1)])
    assert read_ == {
        ("610300", "patent_grants", "2022"): 340,
        ("610400", "invention_grants", "2022"): 350,
        ("610403", "invention_grants", "2022"): 50,
        ("610300", "invention_grants", "2022"): 22,
    }
    assert fates(rows, merges=[(2, 1, 3, 1)])["Sheet1!B3"] == ("left_out", "one figure for 咸阳 and 杨凌 together")


def test_one_figure_for_two_types_belongs_to_neither():
    rows = table("2022年专利授权量\n地区 | 发明 | 实用新型\n咸阳 | 1200 |\n杨凌 | 3 | 50")
    assert fates(rows, merges=[(2, 1, 2, 2)])["Sheet1!B3"] == ("left_out", "one figure for 发明 and 实用新型 together")


def test_a_figure_merged_with_its_place_is_that_place_s():
    rows = table("2022年专利授权量\n地区 | 合计 | 发明\n咸阳 | 1200 | 350\n | |\n宝鸡 | 340 | 22")
    assert figures(rows, merges=[(2, 0, 3, 0), (2, 1, 3, 1)])[("610400", "patent_grants", "2022")] == 1200


def periods_of(title, *rows):
    return {(figure[2], figure[3]) for figure in used(understood([title], *rows))}


@pytest.mark.parametrize(
    ("heading", "labels", "months"),
    [
        ("月份", ["一月", "十二月"], ["2022-01", "2022-12"]),
        ("月份", ["1", "12"], ["2022-01", "2022-12"]),
        ("月", ["01", "02"], ["2022-01", "2022-02"]),
        ("时间", ["Jan.", "DECEMBER"], ["2022-01", "2022-12"]),
        ("时间", ["202201", "202209"], ["2022-01", "2022-09"]),
        ("", ["202201", "202202"], ["2022-01", "2022-02"]),
        ("季度", ["Q1", "Q4"], ["2022-Q1", "2022-Q4"]),
        ("季度", ["1", "4"], ["2022-Q1", "2022-Q4"]),
        ("时间", ["一至三月", "Jan.-Sep."], ["2022-01/2022-03", "2022-01/2022-09"]),
    ],
)
def test_a_bare_month_is_one_of_the_title_s_year(heading, labels, months):
    rows = [[heading, "专利授权量"], *([label, str(n)] for n, label in enumerate(labels))]
    assert periods_of("西安市2022年专利情况", *rows) == {(month, n) for n, month in enumerate(months)}


@pytest.mark.parametrize("label", ["正月", "Jan-22", "2022.1", "22年1月", "M1", "第一月"])
def test_a_month_that_may_be_another_is_left_out_by_name(label):
    result = understood(["西安市2022年专利情况"], ["月份", "专利授权量"], [label, "5"], ["三月", "6"])
    assert {figure[2] for figure in used(result)} == {"2022-03"}
    assert left_out(result)["5"].startswith("a part of the year that parts_of_year.csv doesn't have")


def test_a_month_has_the_year_of_its_row_of_its_column_or_none():
    beside = [["年份", "月份", "专利授权量"], ["2021", "12", "10"], ["2022", "1", "20"]]
    assert periods_of("西安市专利情况", *beside) == {("2021-12", 10), ("2022-01", 20)}
    above = [["月份", "2021年", "2022年"], ["1月", "10", "20"]]
    assert periods_of("西安市专利授权量", *above) == {("2021-01", 10), ("2022-01", 20)}
    for title in ("西安市专利情况", "西安市2021-2022年专利情况"):
        assert periods_of(title, ["月份", "专利授权量"], ["1月", "10"]) == set()


def test_a_month_beside_a_place_is_no_name_of_the_place():
    rows = [["地区", "月份", "专利授权量"], ["西安", "Dec", "10"], ["宝鸡", "1", "20"]]
    assert periods_of("2022年各市专利情况", *rows) == {("2022-12", 10), ("2022-01", 20)}


def test_months_as_numbers_head_columns_but_six_digits_of_a_place_are_a_figure():
    rows = [["地区", "202201", "202202"], ["西安", "10", "20"]]
    assert periods_of("各市专利授权量", *rows) == {("2022-01", 10), ("2022-02", 20)}
    rows = [["地区", "2021年", "2022年"], ["西安", "202105", "202206"]]
    assert periods_of("各市专利授权量", *rows) == {("2021", 202105), ("2022", 202206)}


def test_a_province_s_bare_name_among_its_cities_is_left_out():
    rows = [["2022年各市专利授权量"], ["城市", "授权量"], ["吉林省", ""], ["长春", "12"], ["吉林", "7"], ["四平", "3"]]
    found = read(rows)
    assert "220000" not in set(found.observations["area"])
    assert fates(rows)["Sheet1!B5"] == ("left_out", "'吉林' is a province and a city of it")


def test_a_province_s_bare_name_among_provinces_is_the_province():
    rows = [["2022年各地区专利授权量"], ["地区", "授权量"], ["辽宁", "12"], ["吉林", "7"], ["黑龙江", "3"]]
    assert figures(rows)["220000", "patent_grants", "2022"] == 7
