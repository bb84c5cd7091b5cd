import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipanalytics.ingestion import audit
from ipanalytics.ingestion.lists import counts
from tests.rooms.ingestion.lists.builders import fates, figures, grid, read

HEAD = ["序号", "名称", "类型", "市", "县（区）", "公告号", "批准日期", "备注"]
GI_LIST = [
    ["陕西省地理标志名录（截至2022年12月底）"],
    HEAD,
    ["1", "甲苹果", "地理标志保护产品", "延安市", "洛川县", "2003年第1号", "2003-05-06", ""],
    ["2", "乙柿饼", "地理标志保护产品", "渭南市", "富平县", "第400号", "2022年3月1日", ""],
    ["3", "丙花椒", "证明商标", "渭南市", "韩城市", "", "2022.12.16", ""],
    ["4", "丁大枣", "地理标志证明商标", "渭南市", "大荔县", "", "2021-12-16", ""],
    ["5", "戊茶", "地理标志产品", "商洛市", "商南县", "第646号", "2022-12-01", "由农产品地理标志转换"],
    ["6", "己木耳", "农产品地理标志", "商洛市", "柞水县", "", "2010-01-01", ""],
]


def test_products_and_marks_are_stocks_at_the_list_s_date_and_new_ones_flows_by_year():
    assert figures(grid(GI_LIST)) == {
        ("610600", "gi_products", "2022"): 1,
        ("610500", "gi_products", "2022"): 1,
        ("611000", "gi_products", "2022"): 1,
        ("610000", "gi_products", "2022"): 3,
        ("610581", "gi_marks", "2022"): 1,
        ("610500", "gi_marks", "2022"): 1,
        ("610000", "gi_marks", "2022"): 2,
        ("610600", "gi_new", "2003"): 1,
        ("610000", "gi_new", "2003"): 1,
        ("610500", "gi_new", "2022"): 2,
        ("610000", "gi_new", "2022"): 2,
    }


def test_agricultural_indications_are_kept_apart_and_said():
    fate, reason = fates(grid(GI_LIST))["Sheet1!B8"]
    assert fate == "left_out"
    assert reason == "农产品地理标志, a system of its own: neither gi_products nor gi_marks"


def test_a_figure_names_the_cells_that_it_counts():
    table = read(grid(GI_LIST)).observations
    named = table.set_index(["area", "indicator", "period"])["cell"]
    assert named["610000", "gi_products", "2022"] == "Sheet1!B3:B4,B7 (3 rows)"
    assert named["610581", "gi_marks", "2022"] == "Sheet1!B5 (1 row)"


def test_cells_of_a_page_s_table_are_named_by_row_and_column():
    table = read(grid(GI_LIST, sheet="table 2", is_workbook=False)).observations
    assert table["cell"][0] == "table 2, column 2, rows 3 (1 row)"
    assert "table 2, column 2, rows 3-4, 7 (3 rows)" in set(table["cell"])


def test_every_cell_has_a_fate_and_no_name_is_shown():
    reading = read(grid(GI_LIST))
    assert len(reading.account) == sum(1 for row in GI_LIST for text in row if text.strip())
    assert set(reading.account["fate"]) <= set(audit.FATES)
    shown = reading.observations.to_csv() + reading.account.to_csv()
    assert not [row[1] for row in GI_LIST[2:] if row[1] in shown]
    assert {"洛川县", "证明商标", "第646号"} <= set(reading.account["text"])


@pytest.mark.parametrize(
    ("day", "period"),
    [("2021-12-15", "2021"), ("2021-12-16", "2022"), ("2022年8月", "2022"), ("2020", "2020"), ("2022-12-15", "2022")],
)
def test_a_mark_counts_into_the_trademark_year(day, period):
    rows = [["西安市地理标志名录（截至2022年底）"], ["名称", "类型", "注册日期"], ["甲枣", "集体商标", day]]
    assert figures(grid(rows))[("610100", "gi_new", period)] == 1


def test_a_product_counts_into_the_calendar_year():
    rows = [["西安市地理标志名录（截至2022年底）"], ["名称", "类型", "批准日期"], ["甲枣", "产品", "2021-12-16"]]
    assert figures(grid(rows))[("610100", "gi_new", "2021")] == 1


def test_the_year_of_a_list_s_date_counts_as_far_as_the_list_goes():
    rows = [
        ["西安市地理标志名录（截至2022年9月底）"],
        ["名称", "类型", "批准日期"],
        ["甲枣", "地理标志产品", "2022-09-30"],
        ["乙梨", "地理标志商标", "2022-09-16"],
        ["丙桃", "地理标志商标", "2021-03-01"],
    ]
    assert figures(grid(rows)) == {
        ("610100", "gi_products", "2022-09"): 1,
        ("610100", "gi_marks", "2022-09"): 2,
        ("610100", "gi_new", "2022-01/2022-09"): 1,
        ("610100", "gi_new", "2021"): 1,
    }


def test_what_is_new_up_to_january_is_new_in_that_month():
    rows = [["西安市地理标志名录（截至2022年1月底）"], ["名称", "类型", "批准日期"], ["甲枣", "产品", "2022-01-05"]]
    assert figures(grid(rows))[("610100", "gi_new", "2022-01")] == 1


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("西安市地理标志产品名录（截至2022年9月底）", "2022-09"),
        ("2021年西安市地理标志产品名录", "2021"),
        ("西安市地理标志产品名录", "2020-05-06"),
    ],
)
def test_a_list_stands_at_its_date_else_its_year_else_its_latest_day(title, period):
    rows = [[title], ["产品名称", "批准日期"], ["甲枣", "2019-01-01"], ["乙梨", "2020-05-06"]]
    assert figures(grid(rows)) == {("610100", "gi_products", period): 2}


def test_a_list_of_one_kind_gives_no_new_ones_and_says_so():
    rows = [["2021年西安市地理标志产品名录"], ["产品名称", "批准日期"], ["甲枣", "2021-01-01"]]
    fate, reason = fates(grid(rows))["Sheet1!B2"]
    assert fate == "left_out"
    assert "gi_new counts products and marks together" in reason


PRODUCTS = [["2022年西安市地理标志产品名录"], ["产品名称", "批准日期"], ["甲枣", "2022-01-01"], ["乙梨", "2021-01-01"]]
MARKS = [["2022年西安市地理标志商标名录"], ["商标名称", "注册日期"], ["甲枣", "2022-02-01"]]


def test_sheets_of_products_and_of_marks_make_new_ones_together():
    found = figures(grid(PRODUCTS, sheet="产品"), grid(MARKS, sheet="商标"))
    assert found[("610100", "gi_new", "2022")] == 2
    assert found[("610100", "gi_new", "2021")] == 1


def test_sheets_of_products_and_of_marks_of_different_dates_make_new_ones_up_to_the_earlier():
    earlier = [["2021年西安市地理标志商标名录"], ["商标名称", "注册日期"], ["甲枣", "2020-02-01"]]
    found = figures(grid(PRODUCTS, sheet="产品"), grid(earlier, sheet="商标"))
    assert {key[2] for key in found if key[1] == "gi_new"} == {"2020", "2021"}


def test_a_list_of_new_ones_is_no_stock():
    rows = [
        ["2022年陕西省新增地理标志名单"],
        ["名称", "类型", "所在地"],
        ["甲枣", "地理标志产品", "佳县"],
        ["乙梨", "商标", "蒲城县"],
    ]
    assert figures(grid(rows)) == {
        ("610800", "gi_new", "2022"): 1,
        ("610500", "gi_new", "2022"): 1,
        ("610000", "gi_new", "2022"): 2,
    }


def test_a_list_of_new_marks_covers_no_year_before():
    new = [["2022年西安市新注册地理标志商标名单"], ["商标名称"], ["丙桃"]]
    found = figures(grid(PRODUCTS, sheet="产品"), grid(new, sheet="商标"))
    assert {key[2]: value for key, value in found.items() if key[1] == "gi_new"} == {"2022": 2}


def test_a_list_of_what_is_proposed_covers_no_time():
    proposed = [["2022年西安市地理标志商标公示名单"], ["商标名称"], ["丙桃"]]
    found = figures(grid(PRODUCTS, sheet="产品"), grid(proposed, sheet="商标"))
    assert found == {("610100", "gi_products", "2022"): 2}


def test_a_mark_of_some_day_in_december_has_no_trademark_year():
    rows = [["西安市地理标志名录（截至2022年底）"], ["名称", "类型", "注册日期"], ["甲枣", "集体商标", "2021年12月"]]
    assert figures(grid(rows)) == {("610100", "gi_marks", "2022"): 1}
    assert "a day that can be placed" in fates(grid(rows))["Sheet1!C3"][1]


def test_a_list_of_conversions_is_neither_new_nor_the_stock():
    rows = [["2025年陕西省由农产品地理标志转换的地理标志名单"], ["名称", "类型", "市"], ["甲茶", "产品", "商洛"]]
    assert figures(grid(rows)) == {}
    assert fates(grid(rows))["Sheet1!A3"] == ("left_out", "converted from another system: not new")


def test_units_without_a_name_get_nought_only_where_the_title_says_全省():
    rows = [["", ""], ["产品名称", "市"], ["甲枣", "西安市"]]
    whole = figures(grid([["2022年全省地理标志产品名录"], *rows[1:]]))
    assert whole[("610000", "gi_products", "2022")] == 1
    assert whole[("610581", "gi_products", "2022")] == 0
    assert len(whole) == 13
    assert len(figures(grid([["2022年陕西省地理标志产品名录"], *rows[1:]]))) == 2


def test_a_nought_names_the_rows_among_which_there_is_none():
    rows = [["2022年全省地理标志产品名录"], ["产品名称", "市"], ["甲枣", "西安市"]]
    table = read(grid(rows)).observations
    assert set(table.loc[table["value"].eq(0), "cell"]) == {"Sheet1!A3 (none of 1 row)"}


@pytest.mark.parametrize(
    ("title", "indicator", "period"),
    [
        ("2022年度国家知识产权优势企业名单", "advantage_enterprises_new", "2022"),
        ("关于公布2022年陕西省知识产权示范企业名单的通知", "demonstration_enterprises_new", "2022"),
        ("2022年1-9月知识产权管理规范贯标企业名单", "standard_adopters_new", "2022-01/2022-09"),
        ("2022年新核准使用地理标志专用标志企业名单", "gi_mark_users_new", "2022"),
        ("截至2022年9月底地理标志产品专用标志使用企业名单", "gi_mark_users", "2022-09"),
    ],
)
@pytest.mark.parametrize("heading", ["所在地", "地市", "市（区）", "所属地区"])
def test_enterprises_are_counted_by_place_and_the_title_s_period(title, indicator, period, heading):
    rows = [[title], ["序号", "企业名称", heading], ["1", "甲公司", "西安市雁塔区"], ["2", "乙公司", "西安"]]
    assert figures(grid(rows))[("610100", indicator, period)] == 2


def test_a_user_of_two_indications_counts_once():
    rows = [
        ["截至2022年底地理标志专用标志用标企业名单"],
        ["企业名称", "地理标志产品名称", "类别", "地市"],
        ["甲公司", "甲枣", "地理标志产品", "西安"],
        ["甲公司", "乙梨", "地理标志产品", "西安"],
    ]
    assert figures(grid(rows)) == {("610100", "gi_mark_users", "2022"): 1}
    assert fates(grid(rows))["Sheet1!A4"][1] == "the same name stands in Sheet1!A3 and counts once"


def test_a_total_that_lacks_a_row_is_not_given():
    rows = [["2022年全省知识产权优势企业名单"], ["企业名称", "地市"], ["甲公司", "火星"], ["乙公司", "西安"]]
    assert figures(grid(rows)) == {("610100", "advantage_enterprises_new", "2022"): 1}


def test_new_ones_of_a_place_with_an_undated_row_are_not_given():
    rows = [
        ["2022年陕西省地理标志名录"],
        ["名称", "类型", "市", "批准日期"],
        ["甲枣", "产品", "西安", "不详"],
        ["乙梨", "产品", "西安", "2022-01-01"],
        ["丙桃", "商标", "宝鸡", "2022-01-01"],
    ]
    found = figures(grid(rows))
    assert found[("610100", "gi_products", "2022")] == 2
    assert {key[0] for key in found if key[1] == "gi_new"} == {"610300"}
    assert fates(grid(rows))["Sheet1!D3"][0] == "left_out"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["2022年拟认定知识产权优势企业名单"], ["企业名称", "市"], ["甲公司", "西安"]], "no list of what was granted"),
        (
            [["2022年知识产权示范企业复核通过名单"], ["企业名称", "市"], ["甲公司", "西安"]],
            "no list of what was granted",
        ),
        ([["2022年瞪羚企业名单"], ["企业名称", "市"], ["甲公司", "西安"]], "names one kind that is counted"),
        ([["2022年技术创新示范企业名单"], ["企业名称", "市"], ["甲公司", "西安"]], "names one kind that is counted"),
        ([["2022年优势示范企业名单"], ["企业名称", "市"], ["甲公司", "西安"]], "names one kind that is counted"),
        ([["知识产权优势企业名单"], ["企业名称", "市"], ["甲公司", "西安"]], "no period is named"),
        ([["截至2022年底知识产权优势企业名单"], ["企业名称", "市"], ["甲公司", "西安"]], "which of them are new"),
        (
            [["2021年地理标志产品名录"], ["产品名称", "市", "批准日期"], ["甲枣", "西安", "2022-01-01"]],
            "dated after the day",
        ),
    ],
)
def test_a_list_that_cannot_be_counted_says_why(rows, reason):
    assert figures(grid(rows)) == {}
    fate, why = fates(grid(rows))["Sheet1!A3"]
    assert fate == "left_out"
    assert reason in why


@pytest.mark.parametrize(
    "rows",
    [
        GI_LIST,
        GI_LIST[1:],
        [["知识产权优势企业名单"], ["企业名称"], ["甲公司"]],
        [["单位名称", "所在地"], ["甲公司", "西安"]],
        [["附件"], ["商标名称", "注册人", "注册号"], ["甲枣", "某县某协会", "123"]],
    ],
)
def test_a_list_is_known_by_its_title_or_its_headings(rows):
    assert counts.is_list(grid(rows))


@pytest.mark.parametrize(
    "rows",
    [
        [["2022年各市专利授权一览表"], ["地区", "授权量"], ["西安", "5"]],
        [["2022年各单位专利授权一览表"], ["单位", "授权量"], ["西安市", "5"], ["宝鸡市", "6"]],
        [["2022年知识产权企业一览表"], ["地区", "优势企业", "示范企业"], ["西安", "5", "6"]],
        [["2022年高校专利授权量"], ["单位名称", "地市", "授权量"], ["甲大学", "西安", "5"]],
        [["2022年地理标志统计表"], ["地区", "地理标志产品", "地理标志商标"], ["西安", "5", "6"]],
        [["2022年1-9月统计"], ["地区", "专利", "商标"], ["", "授权量", "申请件数"], ["西安", "4", "7"]],
        [["企业名称", "地市"]],
    ],
)
def test_a_table_of_figures_is_no_list(rows):
    assert not counts.is_list(grid(rows))


def enterprises(places):
    rows = [[f"企业{n}", place] for n, place in enumerate(places)]
    return grid([["2022年全省知识产权优势企业名单"], ["企业名称", "市"], *rows])


PLACES = st.sampled_from(["西安市", "雁塔区", "渭南", "韩城市", "大荔县", "杨凌示范区", "陕西省", "商洛市柞水县"])


@settings(max_examples=40, deadline=None)
@given(st.permutations(GI_LIST[2:]))
def test_order_of_rows_does_not_matter(rows):
    assert figures(grid([*GI_LIST[:2], *rows])) == figures(grid(GI_LIST))


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=12), PLACES)
def test_another_row_adds_one_to_the_province_and_to_one_unit_at_most(places, another):
    before, after = figures(enterprises(places)), figures(enterprises([*places, another]))
    added = {key[0]: value - before[key] for key, value in after.items() if value != before[key]}
    assert added.pop("610000") == 1
    assert list(added.values()) == ([] if another == "陕西省" else [1])


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=12))
def test_units_of_a_list_add_up_to_the_province_but_for_rows_of_the_whole(places):
    found = figures(enterprises(places))
    units = sum(value for key, value in found.items() if key[0] != "610000")
    assert units + places.count("陕西省") == found[("610000", "advantage_enterprises_new", "2022")] == len(places)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*HEAD, *GI_LIST[0], *GI_LIST[2], "", "名单", "12"]), min_size=4, max_size=4)))
def test_whatever_stands_in_a_grid_every_cell_is_accounted_for(rows):
    made = grid(rows or [[""]])
    counts.is_list(made)
    assert len(read(made).account) == sum(1 for row in made.rows for text in row if text.strip())
