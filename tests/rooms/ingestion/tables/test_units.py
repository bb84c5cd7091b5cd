import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import indicators
from ipanalytics.core.errors import CatalogueError
from ipanalytics.ingestion.tables import units
from tests.rooms.ingestion.tables.whole_tables.figure_builders import left_out, understood, used

TITLE = "2022年各市主要指标"


def read(unit, heading, title=TITLE):
    return understood([title], [unit], ["地区", heading], ["西安市", "12"])


@pytest.mark.parametrize(
    ("unit", "heading", "wording"),
    [
        ("单位：万件", "有效发明专利(件)", "the heading names the unit 件, the lines above 万件"),
        ("单位：件", "有效发明专利(万件)", "the heading names the unit 万件, the lines above 件"),
        ("(10000 pieces)", "有效发明专利(件)", "the heading names the unit 件, the lines above 10000 pieces"),
        ("单位：万", "有效发明专利(件)", "the heading names the unit 件, the lines above 万"),
        ("单位：人", "常住人口(万人)", "the heading names the unit 万人, the lines above 人"),
        ("单位：万元", "地区生产总值(亿元)", "the heading names the unit 亿元, the lines above 万元"),
        ("单位：家、千件", "专利授权量(件)", "the heading names the unit 件, the lines above 千件"),
    ],
)
def test_a_heading_and_a_line_that_scale_otherwise_are_named(unit, heading, wording):
    result = read(unit, heading)
    assert (used(result), left_out(result)) == (set(), {"12": wording})


@pytest.mark.parametrize(
    ("unit", "heading", "value"),
    [
        ("单位：万元", "专利授权量(件)", 12),
        ("单位：个", "专利授权量(件)", 12),
        ("单位：件、万元", "专利授权量(件)", 12),
        ("单位：万件、件", "专利授权量(件)", 12),
        ("单位：件", "每万人口发明专利拥有量(件/万人)", 12),
        ("(piece)", "专利授权量(件)", 12),
    ],
)
def test_a_unit_of_another_kind_or_of_the_same_scale_contradicts_nothing(unit, heading, value):
    result = read(unit, heading)
    assert [figure[3] for figure in used(result)] == [value]
    assert left_out(result) == {}


def test_a_row_s_own_unit_may_not_scale_otherwise_than_its_heading_or_title():
    rows = [["西安市2021年主要指标"], ["单位：万件"], ["指标", "单位", "2021年"], ["专利授权量", "件", "30"]]
    assert left_out(understood(*rows)) == {"30": "the row names the unit 件, the lines above 万件"}
    rows = [["西安市主要指标"], ["指标", "2021年(万件)"], ["专利授权量(件)", "30"]]
    assert left_out(understood(*rows)) == {"30": "the row names the unit 件, the heading 万件"}


def test_a_unit_in_the_cell_itself_is_beyond_doubt():
    rows = [[TITLE], ["单位：件"], ["地区", "专利授权量(件)"], ["西安市", "1.2万件"]]
    assert used(understood(*rows)) == {("610100", "patent_grants", "2022", 12000.0)}


THINGS = ["件", "千件", "万件", "piece", "10000 pieces", "个", "笔"]


@given(st.lists(st.sampled_from([*THINGS, "万元", "家"]), max_size=3), st.sampled_from(THINGS))
def test_the_nearest_unit_is_taken_unless_all_of_its_kind_above_scale_otherwise(lines, heading):
    item = indicators.indicator("patent_grants")
    scale = {unit: units.factor(unit, item) for unit in THINGS}
    alike = {scale[unit] for unit in lines if unit in scale}
    result = units.nearest(None, {"row": None, "heading": heading}, lines, item)
    assert (result == heading) == (not alike or scale[heading] in alike)


def test_a_unit_that_counts_something_else_has_no_factor():
    with pytest.raises(CatalogueError, match="家"):
        units.factor("家", indicators.indicator("patent_grants"))
