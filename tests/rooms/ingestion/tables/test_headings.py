import pytest

from tests.rooms.ingestion.tables.whole_tables.figure_builders import (
    TITLE,
    YEARBOOK,
    fates,
    figures,
    left_out,
    table,
    understood,
    used,
)


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


def test_total_is_not_over_the_types_where_merges_are_lost():
    assert figures(YEARBOOK) == {
        ("140000", "patents_in_force", "2022"): 4,
        ("140000", "inventions_in_force", "2022"): 1,
        ("140000", "utility_models_in_force", "2022"): 2,
        ("140000", "designs_in_force", "2022"): 1,
        ("610000", "patents_in_force", "2022"): 60,
        ("610000", "inventions_in_force", "2022"): 10,
        ("610000", "utility_models_in_force", "2022"): 20,
        ("610000", "designs_in_force", "2022"): 30,
    }


def test_years_side_by_side():
    rows = [
        ["3-3 实用新型专利有效量"],
        ["地区", "2021", "2022"],
        ["陕西", "162316", "195106"],
        ["西安", "121681", "144675"],
    ]
    assert figures(rows) == {
        ("610000", "utility_models_in_force", "2021"): 162316,
        ("610000", "utility_models_in_force", "2022"): 195106,
        ("610100", "utility_models_in_force", "2021"): 121681,
        ("610100", "utility_models_in_force", "2022"): 144675,
    }


def test_month_year_to_date_change_and_all_time_are_told_apart():
    rows = [
        ["2015年12月商标申请情况"],
        ["", "当月累计", "当年累计", "同比增长", "总累计"],
        ["陕西", "100", "1200", "5.2%", "90000"],
    ]
    assert figures(rows) == {
        ("610000", "trademark_applications", "2015-12"): 100,
        ("610000", "trademark_applications", "2015-01/2015-12"): 1200,
    }
    assert fates(rows)["Sheet1!D3"][0] == "check"
    assert fates(rows)["Sheet1!E3"][0] == "check"


def test_what_is_cumulated_in_january_is_the_month():
    rows = [["2022年1月商标申请情况"], ["", "当年累计"], ["陕西", "100"]]
    assert figures(rows) == {("610000", "trademark_applications", "2022-01"): 100}


def test_three_levels_of_headings_with_lost_merges():
    rows = [
        ["2022年1-9月全省知识产权统计"],
        ["地区", "专利", "", "", "", "商标"],
        ["", "申请量", "", "授权量", "", "申请件数"],
        ["", "合计", "发明", "合计", "发明", ""],
        ["杨陵区", "2", "1", "4", "3", "7"],
    ]
    period = "2022-01/2022-09"
    assert figures(rows) == {
        ("610403", "patent_applications", period): 2,
        ("610403", "invention_applications", period): 1,
        ("610403", "patent_grants", period): 4,
        ("610403", "invention_grants", period): 3,
        ("610403", "trademark_applications", period): 7,
    }


def test_types_right_of_their_total_belong_to_it():
    rows = table("""
        2022年各市专利申请授权情况
        地区 | 专利申请量 | 发明 | 专利授权量 | 发明 | PCT
        西安 | 1 | 2 | 3 | 4 | 5
    """)
    assert {key[1]: value for key, value in figures(rows).items()} == {
        "patent_applications": 1,
        "invention_applications": 2,
        "patent_grants": 3,
        "invention_grants": 4,
        "pct_applications": 5,
    }


def test_column_numbers_and_a_registration_block_are_no_headings():
    rows = table("""
        表号：专有表7 | | 制定机关：国家知识产权局 |
        填报单位：陕西省知识产权局 | | 2022年9月 | 单位：件
        2022年1-9月专利授权情况 | | |
        地区 | 代码 | 合计 | 发明
        甲 | 乙 | 1 | 2
        山西 | 140000 | 1 | 2
        其中：西安高新区 | 610100 | 4 | 5
    """)
    assert figures(rows) == {
        ("140000", "patent_grants", "2022-01/2022-09"): 1,
        ("140000", "invention_grants", "2022-01/2022-09"): 2,
    }
    assert "is not a known place, but" in fates(rows)["Sheet1!C7"][1]


def test_cumulated_and_last_year_s_figures_beside_a_month():
    rows = table("""
        2022年9月各市专利授权情况
        | 当月 | 累计 | 上年同期 | 同比增长（%） | 总累计
        西安 | 10 | 90 | 8 | 20 | 999
        2022年10月12日 | | | | |
    """)
    assert figures(rows) == {
        ("610100", "patent_grants", "2022-09"): 10,
        ("610100", "patent_grants", "2022-01/2022-09"): 90,
        ("610100", "patent_grants", "2021-09"): 8,
    }


def test_units_of_several_kinds_in_one_line_go_to_the_figures_they_fit():
    rows = table("""
        2022年知识产权质押融资
        单位：件、万元
        地区 | 质押融资金额 | 质押合同数 | 惠及中小企业
        西安 | 50000 | 20 | 15
    """)
    assert {key[1]: value for key, value in figures(rows).items()} == {
        "pledge_amount": 5,
        "pledge_contracts": 20,
        "pledge_smes": 15,
    }


def test_a_count_and_a_population_beside_the_rate_that_the_title_names():
    rows = table("""
        2022年各市每万人口发明专利拥有量
        地区 | 发明专利拥有量（件） | 常住人口（万人） | 每万人口发明专利拥有量（件） | PCT申请量
        西安市 | 65000 | 1295.29 | 50.18 | 3
    """)
    assert {key[1]: value for key, value in figures(rows).items()} == {
        "inventions_in_force": 65000,
        "inventions_in_force_per_10k": 50.18,
        "pct_applications": 3,
    }
    assert fates(rows)["Sheet1!C3"][0] == "check"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("单位：万件、家、亿元", {"inventions_in_force": 60608, "advantage_enterprises_new": 33}),
        ("单位：家、万件", {"inventions_in_force": 60608, "advantage_enterprises_new": 33}),
        ("单位：万件", {"inventions_in_force": 60608}),
        ("单位：家", {"advantage_enterprises_new": 33}),
        # 件 serves whatever is counted one by one, but of 件 and 万件 nobody can tell which.
        ("单位：件、万件", {"advantage_enterprises_new": 33}),
    ],
)
def test_the_unit_of_a_line_counts_for_the_figures_that_it_fits(line, wanted):
    rows = table(f"2021年知识产权主要指标\n{line}\n地区 | 有效发明专利 | 新增优势企业\n西安 | 6.0608 | 33")
    assert {key[1]: value for key, value in figures(rows).items()} == wanted


def test_unit_lines_that_contradict_one_another_are_named():
    rows = table("2021年末有效专利\n单位：万件\n(piece)\n地区 | 合计\n西安 | 100\n宝鸡 | 50")
    assert figures(rows) == {}
    assert fates(rows)["Sheet1!B5"] == ("left_out", "the lines above name the units 万件, piece")


@pytest.mark.parametrize("unit", ["家", "户", "人", "万元"])
def test_a_unit_that_does_not_fit_the_indicator_objects(unit):
    rows = table(f"2022年各市专利情况\n地区 | 专利授权量（{unit}）\n西安 | 100\n宝鸡 | 50")
    assert fates(rows)["Sheet1!B3"] == ("left_out", f"专利授权量: {unit} can't be converted to 件")


@pytest.mark.parametrize("heads", ["发明 | | 外观设计", "1月 | | 1—3月", "专利授权量 | | 商标申请量"])
def test_a_column_without_a_heading_beside_others_is_left_out(heads):
    rows = table(f"2021年末有效专利\n地区 | {heads}\n西安 | 100 | 300 | 60\n宝鸡 | 20 | 30 | 4")
    fate, reason = fates(rows)["Sheet1!C3"]
    assert fate == "left_out"
    assert reason.startswith("the heading '(no heading)' names no known indicator")


def test_the_unit_of_the_line_that_names_the_indicator():
    rows = table("""
        数据库：分省年度数据
        指标：年末常住人口(万人)
        时间：最近5年
        地区 | 2022年 | 2021年
        北京市 | 2184 | 2189
        陕西省 | 3956 | 3954
        数据来源：国家统计局
    """)
    assert figures(rows)[("610000", "population", "2022")] == 39560000
    assert figures(rows)[("610000", "population", "2021")] == 39540000
