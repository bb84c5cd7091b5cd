import pytest

from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables.figures import interpret


def grid(rows, *, merges=(), above=(), sheet="Sheet1"):
    width = max(map(len, rows))
    padded = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return Grid("table.xlsx", sheet, padded, tuple(merges), is_workbook=True, above=tuple(above))


def read(rows, **given):
    return interpret([grid(rows, **given)], source="s", status="final")


def figures(rows, **given):
    table = read(rows, **given).observations
    keyed = zip(table["area"], table["indicator"], table["period"], table["value"], strict=True)
    return {tuple(row[:3]): row[3] for row in keyed}


def fates(rows, **given):
    account = read(rows, **given).account
    return {
        cell: (fate, reason)
        for cell, fate, reason in zip(account["cell"], account["fate"], account["reason"], strict=True)
    }


YEARBOOK = [
    ["8-9 国内三种专利有效数按地区分布(2022年)"],
    ["单位:件"],
    ["地 区", "Region", "合 计\nTotal", "", "", ""],
    ["", "", "", "发 明\nInvention", "实用新型\nUtility Model", "外观设计\nDesign"],
    ["山两", "Shanxi", "4", "1", "2", "1"],
    ["陕    西", " Shaanxi", "60", "10", "20        ", "30"],
]


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


def test_a_misread_name_is_mended_by_the_english_one_and_reported():
    assert fates(YEARBOOK)["Sheet1!C5"] == ("used", "'山两' read as 山西, after 'Shanxi'")


def test_every_cell_has_a_fate():
    account = read(YEARBOOK).account
    assert len(account) == sum(1 for row in YEARBOOK for text in row if text.strip())
    assert set(account["fate"]) == {"used", "header", "label"}


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_order_of_columns_does_not_matter(order):
    heads, values = ["发明", "实用新型", "外观设计", "合计"], ["1", "2", "3", "6"]
    rows = [["国内专利授权量(2009年)"], ["地区", *(heads[n] for n in order)], ["陕西", *(values[n] for n in order)]]
    assert figures(rows)[("610000", "utility_model_grants", "2009")] == 2
    assert figures(rows)[("610000", "patent_grants", "2009")] == 6


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


def test_shares_in_an_interleaved_english_row_are_checks():
    rows = [["国内有效专利 2009年"], ["地区", "合计", "发明"], ["陕西", "11334", "3058"], ["Shaanxi", "100%", "27%"]]
    assert figures(rows) == {
        ("610000", "patents_in_force", "2009"): 11334,
        ("610000", "inventions_in_force", "2009"): 3058,
    }
    assert fates(rows)["Sheet1!B4"] == ("check", "a share, kept as a check")


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("单位：万件", "1.5", 15000),
        ("单位：件", "1.5万件", 15000),
        ("(piece)", "15,000", 15000),
        ("单位：件", "１５０００ ", 15000),
    ],
)
def test_units_become_the_catalogue_s(unit, text, value):
    rows = [["2022年发明专利授权量"], [unit], ["地区", "授权量"], ["陕西", text]]
    assert figures(rows) == {("610000", "invention_grants", "2022"): value}


@pytest.mark.parametrize("text", ["-", "--", "—", "…", "/", "***", "－"])
def test_signs_for_none_are_missing_and_never_nought(text):
    rows = [["2022年发明专利授权量"], ["地区", "授权量"], ["陕西", text], ["西安", "5"]]
    assert figures(rows) == {("610100", "invention_grants", "2022"): 5}
    assert fates(rows)["Sheet1!B3"][0] == "missing"


@pytest.mark.parametrize(
    ("rows", "cell", "reason"),
    [
        ([["2022年专利授权量"], ["地区", "授权量"], ["火星", "5"]], "Sheet1!B3", "'火星' is not a known place"),
        ([["2022年专利授权量"], ["地区", "热度", "授权量"], ["西安", "5", "6"]], "Sheet1!B3", "'热度' names no known"),
        ([["专利授权量"], ["地区", "授权量"], ["西安", "5"]], "Sheet1!B3", "no period is named"),
        ([["2021年专利授权量（2022年）"], ["地区", "授权量"], ["西安", "5"]], "Sheet1!B3", "name the years 2021, 2022"),
        (
            [["2022年专利授权量"], ["单位：吨"], ["地区", "授权量（人）"], ["西安", "5"]],
            "Sheet1!B4",
            "can't be converted",
        ),
        ([["2022年专利授权量"], ["地区", "授权量"], ["西安", "#REF!"], ["宝鸡", "6"]], "Sheet1!B3", "an error"),
        ([["2022年专利授权量"], ["地区", "授权量"], ["西安", "5"], ["西安市", "6"]], "Sheet1!B4", "西安 stands twice"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_its_reason(rows, cell, reason):
    fate, why = fates(rows)[cell]
    assert fate == "left_out"
    assert reason in why


def test_陕西_and_山西_are_never_confused():
    rows = [["2022年发明专利授权量"], ["地区", "授权量"], ["山西", "1"], ["陕西", "2"], ["山四", "3"]]
    assert figures(rows) == {("140000", "invention_grants", "2022"): 1, ("610000", "invention_grants", "2022"): 2}
    assert fates(rows)["Sheet1!B5"][0] == "left_out"


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


def test_lines_above_a_table_of_a_page_count():
    rows = [["地区", "发明"], ["陕西", "5"]]
    assert figures(rows, above=("2022年专利授权量", "单位：件")) == {("610000", "invention_grants", "2022"): 5}


def test_stocks_and_flows_of_one_date_have_their_own_periods():
    rows = [["截至2022年9月底"], ["地区", "有效发明专利", "专利授权量"], ["西安", "65000", "40000"]]
    assert set(figures(rows)) == {
        ("610100", "inventions_in_force", "2022-09"),
        ("610100", "patent_grants", "2022-01/2022-09"),
    }


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def test_a_title_of_several_things_leaves_it_to_the_headings():
    rows = table("""
        2022年1-9月各市专利授权、有效发明专利、每万人口发明专利拥有量情况
        地区 | 专利授权量（件） | 其中：发明 | 有效发明专利量（件） | 每万人口拥有量（件） | 高价值发明专利（件）
        全省合计 | 600 | 120 | 800 | 20.3 | 300
        杨凌示范区（杨陵区） | 10 | 2 | 30 | 12.3 | 1
        渭南市（含韩城） | 20 | 3 | 40 | 1.3 | 2
        省直 | 1 | 1 | 1 | 1 | 1
    """)
    found = figures(rows)
    assert {key[0] for key in found} == {"610000", "610403", "610500+610581"}
    assert {key[1:]: value for key, value in found.items() if key[0] == "610000"} == {
        ("patent_grants", "2022-01/2022-09"): 600,
        ("invention_grants", "2022-01/2022-09"): 120,
        ("inventions_in_force", "2022-09"): 800,
        ("inventions_in_force_per_10k", "2022-09"): 20.3,
        ("high_value_inventions", "2022-09"): 300,
    }


def test_rates_per_million_and_the_population_behind_them():
    rows = table("""
        Region | Number of Valid Inventions | Population (million) | Number of Valid Inventions per million people
        Shaanxi | 16751 | 37.53 | 446.3
    """)
    above = ("Table 8 Distribution of Valid Inventions from Home, September 2014",)
    assert figures(rows, above=above) == {
        ("610000", "inventions_in_force", "2014-09"): 16751,
        ("610000", "inventions_in_force_per_10k", "2014-09"): 4.463,
    }
    assert fates(rows, above=above)["Sheet1!C2"][0] == "check"


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


def test_sections_of_one_table():
    rows = table("""
        2022年陕西省各市专利统计
        地区 | 合计 | 发明
        一、申请 | |
        西安市 | 10 | 2
        二、授权 | |
        西安市 | 20 | 4
    """)
    assert figures(rows) == {
        ("610100", "patent_applications", "2022"): 10,
        ("610100", "invention_applications", "2022"): 2,
        ("610100", "patent_grants", "2022"): 20,
        ("610100", "invention_grants", "2022"): 4,
    }


def test_a_second_table_without_known_headings_is_not_read_as_the_first():
    rows = table("""
        2022年专利授权量
        地区 | 合计 | 发明
        西安市 | 10 | 2
        地区 | 户数 | 人数
        咸阳市 | 20 | 4
    """)
    assert {key[0] for key in figures(rows)} == {"610100"}


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
    assert fates(rows)["Sheet1!B5"][0] == "left_out"


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


def test_parts_of_an_indicator_are_checks_beside_others():
    rows = table("""
        陕西省各市地理标志情况（截至2022年底）
        市区 | 地理标志产品（个） | 集体商标 | 证明商标 | 用标企业（家）
        西安市 | 5 | 3 | 7 | 100
    """)
    assert {key[1]: value for key, value in figures(rows).items()} == {"gi_products": 5, "gi_mark_users": 100}
    assert fates(rows)["Sheet1!D3"][0] == "check"
    alone = table("陕西省地理标志（2022年底）\n地区 | 地理标志证明商标（件）\n西安市 | 7")
    assert set(figures(alone)) == {("610100", "gi_marks", "2022")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022年专利授权量\n地区 | 2021年\n西安 | 5", "the lines above name 2022, the heading 2021"),
        ("2022年专利授权量\n地区 | 高校发明\n西安 | 5", "高校"),
        ("2022年发明专利授权平均周期\n地区 | 合计\n西安 | 5", "平均"),
        ("2022年发明专利情况\n地区 | 专利授权量\n西安 | 5", "names no known indicator"),
        ("2022年马德里商标申请\n地区 | 累计有效注册量\n西安 | 5", "names no known indicator"),
        ("2022年质押融资\n地区 | 质押融资金额\n西安 | 5", "no unit is given"),
        ("2022年吉林省专利授权量\n地区 | 授权量\n吉林 | 5", "is a province and a city of it"),
        ("2022年专利授权量\n地区 | Region | 授权量\n陕西 | Shanxi | 5", "are different places"),
        ("2022年专利授权量\n地区 | 授权量\n西咸新区 | 5", "西咸新区"),
        ("2022年发明专利\n地区 | 发明 | 授权量、申请量\n西安 | | 5", "names no known indicator"),
    ],
)
def test_a_doubtful_figure_is_left_out_with_its_reason(text, reason):
    account = read(table(text)).account
    left = account[account["fate"] == "left_out"]
    assert len(left) == 1
    assert reason in left["reason"].iloc[0]


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


def test_sections_over_indicators_in_rows():
    rows = table("""
        延安市知识产权主要指标
        指标 | 2021年 | 2022年 | 2022年比2021年增长（%）
        一、专利 | | |
        授权量（件） | 1 | 2 | 3
        #发明（件） | 3 | 4 | 3
        二、商标 | | |
        申请量（件） | 5 | 6 | 3
        有效注册量（件） | 7 | 8 | 3
    """)
    assert {key[1]: value for key, value in figures(rows).items() if key[2] == "2022"} == {
        "patent_grants": 2,
        "invention_grants": 4,
        "trademark_applications": 6,
        "trademarks_in_force": 8,
    }


def test_a_title_on_a_zone_of_a_city_names_the_zone_and_the_ways_out():
    rows = table("西安高新区2022年专利情况\n指标 | 2022年\n专利授权量（件） | 5")
    fate, reason = fates(rows)["Sheet1!B3"]
    assert fate == "left_out"
    assert reason.startswith("the title speaks of 高新区, which no indicator counts")
    assert "data/catalogue/words.csv or read with --know 高新区" in reason


def test_a_figure_that_looks_like_a_year_stays_a_figure():
    rows = [["2009年各地专利情况"], ["指标", "全国"], ["专利申请受理数", "1949"]]
    assert figures(rows) == {("100000", "patent_applications", "2009"): 1949}


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
