import pytest

from tests.rooms.ingestion.tables.whole_tables.figure_builders import YEARBOOK, fates, figures, read, table


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


def test_stocks_and_flows_of_one_date_have_their_own_periods():
    rows = [["截至2022年9月底"], ["地区", "有效发明专利", "专利授权量"], ["西安", "65000", "40000"]]
    assert set(figures(rows)) == {
        ("610100", "inventions_in_force", "2022-09"),
        ("610100", "patent_grants", "2022-01/2022-09"),
    }


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


def city_table(*rows, title="2022年各市专利授权情况", heads=("地区", "授权量(件)")):
    return [[title], list(heads), *map(list, rows)]


@pytest.mark.parametrize("text", ["1200(估)", "一千二百", "12OO", "见附件"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_whose_figure_is_no_number_is_named_wherever_it_stands(text, at):
    rows = [("宝鸡市", "340"), ("榆林市", "34")]
    rows.insert(at, ("西安市", text))
    if text == "见附件" and at == 0:
        pytest.skip("above the first figure it may head the column")
    assert fates(city_table(*rows))[f"Sheet1!B{3 + at}"] == ("left_out", "text where a figure was expected")
    assert len(figures(city_table(*rows))) == 2


@pytest.mark.parametrize("text", ["1.200", "340.5", "0.00005万件"])
def test_a_part_of_a_piece_is_no_figure(text):
    fate, reason = fates(city_table(("西安市", text), ("宝鸡市", "340")))["Sheet1!B3"]
    assert fate == "left_out"
    assert "isn't a whole number of 件" in reason


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("单位：件", {("610100", "patent_grants", "2021"): 1000, ("610100", "patent_grants", "2022"): 1200}),
        ("单位：%", {}),
        ("", {}),
    ],
)
def test_a_title_of_growth_over_pieces_is_their_number(unit, read):
    rows = [["2021-2022年各市专利授权量增长情况"], [unit], ["地区", "2021年", "2022年"], ["西安市", "1000", "1200"]]
    assert figures(rows) == read


def test_a_cumulated_column_beside_the_year_s_own_is_left_out_for_itself():
    heads = ("地区", "年度授权量", "年度累计")
    rows = city_table(("西安市", "1200", "1300"), ("宝鸡市", "340", "400"), heads=heads)
    assert figures(rows) == {("610100", "patent_grants", "2022"): 1200, ("610300", "patent_grants", "2022"): 340}
    assert fates(rows)["Sheet1!C3"] == ("left_out", "a cumulated figure of the year, beside the year's own")


def test_pct_patents_are_not_granted():
    assert figures(city_table(("西安市", "12"), title="2022年各市PCT专利授权量", heads=("地区", "件"))) == {}


def test_a_heading_of_endless_digits_is_a_heading_and_named_in_short():
    fate, reason = fates(city_table(("西安市", "12"), ("宝鸡市", "3"), heads=("地区", "9" * 5000)))["Sheet1!B3"]
    assert fate == "left_out"
    assert "names no known indicator" in reason
    assert len(reason) < 300


def test_a_section_is_of_the_year_that_the_title_names():
    rows = city_table(("上半年", ""), ("西安市", "600"), ("宝鸡市", "170"))
    assert figures(rows)[("610100", "patent_grants", "2022-01/2022-06")] == 600


def test_what_is_cumulated_up_to_a_year_s_end_may_be_of_all_years():
    rows = city_table(("西安市", "600"), title="截至2022年末各市专利授权累计")
    assert figures(rows) == {}
    assert "counted since a time that isn't said" in fates(rows)["Sheet1!B3"][1]


@pytest.mark.parametrize("unit", ["单位：%", "单位：‰", "单位：家", "单位：万元"])
def test_the_unit_of_the_table_is_believed_where_it_counts_something_else(unit):
    rows = [["2022年各市专利授权情况"], [unit], ["地区", "专利授权量"], ["西安市", "12"]]
    assert figures(rows) == {}


@pytest.mark.parametrize(
    "heading", ["总人口(万人)", "年末总人口(万人)", "人口数(万人)", "Total population (10 000 persons)"]
)
def test_people_of_a_city_that_may_be_resident_or_registered_are_left_out_by_name(heading):
    rows = [["2022年各市情况"], ["地区", heading], ["西安", "1299.59"]]
    assert figures(rows) == {}
    assert "resident (常住) or registered (户籍)" in fates(rows)["Sheet1!B3"][1]
    # Of provinces the nation prints residents only.
    assert figures([["2022年各地区情况"], ["地区", heading], ["陕西", "3956"]]) != {}


@pytest.mark.parametrize(
    "rows",
    [
        [["2022年各市常住人口"], ["地区", "人口数(万人)"], ["西安", "1299.59"]],
        [["2022年各市情况"], ["地区", "年末常住人口(万人)"], ["西安", "1299.59"]],
        [["2022年西安市情况"], ["指标", "数值"], ["年末常住人口(万人)", "1299.59"]],
    ],
)
def test_people_who_are_said_to_be_resident_are_read(rows):
    assert figures(rows) == {("610100", "population", "2022"): 12995900}


def test_gdp_in_real_terms_is_not_gdp():
    assert figures([["2022年各市情况"], ["地区", "实际地区生产总值(亿元)"], ["西安", "11486"]]) == {}
