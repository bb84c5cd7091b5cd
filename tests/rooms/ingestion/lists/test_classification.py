import pytest

from tests.rooms.ingestion.lists.builders import fates, figures, grid


def test_a_row_dated_outside_the_year_of_new_ones_is_left_out():
    rows = [
        ["2022年西安市新增地理标志名单"],
        ["名称", "类型", "日期"],
        ["甲枣", "产品", "2021-05-01"],
        ["乙梨", "商标", ""],
    ]
    assert figures(grid(rows)) == {("610100", "gi_new", "2022"): 1}
    assert "outside the time" in fates(grid(rows))["Sheet1!A3"][1]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["甲枣", "产品", "西安", "2020-01-01", ""], ["甲枣", "产品", "宝鸡", "2021-01-01", ""]),
        (["甲枣", "产品", "西安", "2020-01-01", "转换"], ["甲枣", "产品", "西安", "2019-01-01", ""]),
    ],
)
def test_of_two_rows_of_one_name_the_conversion_or_the_earlier_counts(one, other, order):
    rows = [["2022年地理标志名录"], ["名称", "类型", "市", "批准日期", "备注"], *([one, other][n] for n in order)]
    found = figures(grid(rows))
    assert found.pop(("610100", "gi_products", "2022")) == 1
    assert found == ({} if one[4] else {("610100", "gi_new", "2020"): 1})


def test_the_province_printed_in_a_unit_s_own_list_means_the_unit():
    rows = [["2022年榆林市地理标志产品名录"], ["产品名称", "省份"], ["甲枣", "陕西省"]]
    assert figures(grid(rows)) == {("610800", "gi_products", "2022"): 1}


def test_one_name_may_be_a_product_and_a_mark():
    rows = [["2022年西安市地理标志名录"], ["名称", "类型"], ["甲枣", "地理标志产品"], ["甲枣", "证明商标"]]
    assert set(figures(grid(rows)).values()) == {1}


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("火星", "'火星' is not a known place"),
        ("西咸新区", "'西咸新区' is not a known place"),
        ("", "the row names no place, nor does its applicant's name begin with one"),
        ("某路1号某某大厦甲公司院内", "its text names no known place"),
        ("太原市", "'太原市' is not a known place"),
        ("山西省", "its place lies outside those that the lines above the list name"),
    ],
)
def test_a_row_of_an_unknown_place_is_left_out_and_the_others_count(place, reason):
    rows = [["2022年陕西省知识产权优势企业名单"], ["企业名称", "地市"], ["甲公司", place], ["乙公司", "西安"]]
    assert figures(grid(rows))[("610100", "advantage_enterprises_new", "2022")] == 1
    assert fates(grid(rows))["Sheet1!A3"] == ("left_out", reason)


@pytest.mark.parametrize(
    ("places", "area"),
    [
        (["渭南市", "韩城市"], "610581"),
        (["渭南市", "富平县"], "610500"),
        (["咸阳市", "杨陵区"], "610403"),
        (["西安市", "高新区"], "610100"),
        (["陕西省", "榆林"], "610800"),
        (["陕西省咸阳市泾阳县某镇", ""], "610400"),
        (["洛川县、富县", ""], "610600"),
    ],
)
def test_a_county_counts_into_its_unit(places, area):
    rows = [["2022年知识产权优势企业名单"], ["企业名称", "市", "县"], ["甲公司", *places]]
    assert figures(grid(rows)) == {(area, "advantage_enterprises_new", "2022"): 1}


@pytest.mark.parametrize("places", [["榆林市", "碑林区"], ["石家庄市", "长安区"], ["西咸新区", "泾阳县"]])
def test_a_county_s_name_is_not_believed_against_its_city(places):
    rows = [["2022年知识产权优势企业名单"], ["企业名称", "市", "县"], ["甲公司", *places]]
    assert figures(grid(rows)) == {}


def test_a_mark_without_a_place_lies_where_its_applicant_does():
    rows = [["2022年陕西省地理标志商标名录"], ["商标名称", "注册人"], ["甲枣", "清涧县某某协会"]]
    assert figures(grid(rows)) == {("610800", "gi_marks", "2022"): 1, ("610000", "gi_marks", "2022"): 1}


def test_a_product_without_a_place_lies_where_its_protected_area_does():
    rows = [["2022年地理标志产品名录"], ["产品名称", "产地范围"], ["甲枣", "洛川县某镇、某某乡，富县某镇"]]
    assert figures(grid(rows)) == {("610600", "gi_products", "2022"): 1}


def test_a_product_of_several_units_counts_into_the_province_alone():
    rows = [["2022年陕西省地理标志产品名录"], ["产品名称", "产地"], ["甲果", "陕西省"], ["乙果", "洛川县、白水县"]]
    assert figures(grid(rows)) == {("610000", "gi_products", "2022"): 2}


def test_a_list_of_the_nation_counts_each_province():
    rows = [
        ["2022年度国家知识产权示范企业名单"],
        ["企业名称", "省份"],
        ["甲公司", "山西"],
        ["乙公司", "陕西"],
        ["丙公司", "陕西省"],
    ]
    indicator = "demonstration_enterprises_new"
    assert figures(grid(rows)) == {("140000", indicator, "2022"): 1, ("610000", indicator, "2022"): 2}


def test_a_unit_s_own_list_needs_no_place_and_covers_no_province():
    rows = [["陕西省榆林市2022年知识产权优势企业名单"], ["企业名称"], ["甲公司"]]
    assert figures(grid(rows)) == {("610800", "advantage_enterprises_new", "2022"): 1}
