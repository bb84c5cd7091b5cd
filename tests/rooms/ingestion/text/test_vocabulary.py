import pandas as pd
import pytest

from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.project import data
from ipanalytics.ingestion.text import vocabulary


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("发明专利授权（件）", "invention_grants"),
        ("有效发明专利量", "inventions_in_force"),
        ("发明专利有效量", "inventions_in_force"),
        ("每万人口发明专利拥有量（件/万人）", "inventions_in_force_per_10k"),
        ("国内发明专利申请受理量", "invention_applications"),
        ("商标申请量", "trademark_applications"),
        ("有效注册商标（件）", "trademarks_in_force"),
        ("累计有效注册量", "trademarks_in_force"),
        ("专利质押融资金额（万元）", "pledge_amount"),
        ("质押项目数", "pledge_contracts"),
        ("PCT专利申请量", "pct_applications"),
        ("马德里商标国际注册申请量（件）", "madrid_applications"),
        ("知识产权保护社会满意度（分）", "protection_satisfaction"),
        ("Utility model patents granted", "utility_model_grants"),
        ("Applications for Patents Granted", "patent_grants"),
    ],
)
def test_headings_name_their_indicator_and_nothing_is_left_over(text, indicator):
    assert vocabulary.indicator(vocabulary.meaning(text)) == indicator
    assert vocabulary.unknown(text, has_period=False) == ""


@pytest.mark.parametrize(
    "text", ["高校有效发明专利", "授权企业数", "发明专利授权率", "发明和实用新型", "上年", "新增发明专利"]
)
def test_a_heading_with_more_than_known_words_is_unknown(text):
    assert vocabulary.unknown(text, has_period=False)


def test_the_total_of_one_type_stays_that_type():
    path = [vocabulary.meaning(text) for text in ("专利授权量", "发明", "合计")]
    assert vocabulary.indicator(vocabulary.overlay(*path)) == "invention_grants"


def test_an_object_without_a_type_under_a_type_is_unclear():
    assert (
        vocabulary.indicator(vocabulary.overlay(vocabulary.meaning("发明专利"), vocabulary.meaning("专利授权量")))
        is None
    )


def test_a_rate_of_change_stays_one_below_a_word_for_values():
    assert vocabulary.overlay(vocabulary.meaning("同比增长"), vocabulary.meaning("绝对值"))["role"] == "change"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("申请单位数（家）", "单位"),
        ("有效发明专利拥有单位数", "单位"),
        ("授权地区数", "地区"),
        ("授权城市数", "城市"),
        ("授权区县个数", "区县"),
        ("申请类别数", "类别"),
        ("专利类型数", "专利类型"),
        ("专利项目数", "项目"),
        ("地区数", "地区"),
        ("授权季度数", "季度"),
    ],
)
def test_a_label_inside_a_heading_is_not_understood(text, word):
    assert vocabulary.unknown(text, has_period=False) == word


@pytest.mark.parametrize("text", ["地区", "地 区 Region", "地区（单位）", "指标名称", "项目", "单位", "年份"])
def test_a_label_is_one_where_it_is_the_whole_heading(text):
    assert vocabulary.is_label(text)
    assert vocabulary.unknown(text, has_period=False) == ""


@pytest.mark.parametrize("text", ["地理标志商标注册件数", "地理标志商标注册量", "证明商标注册件数"])
def test_marks_registered_in_a_time_are_not_the_stock_of_marks(text):
    assert vocabulary.indicator(vocabulary.meaning(text)) is None
    assert vocabulary.unknown(text, has_period=False)


@pytest.mark.parametrize("text", ["专利授权合计", "专利合计授权量", "专利授权总数"])
def test_the_total_of_patents_stays_the_total(text):
    assert vocabulary.indicator(vocabulary.meaning(text)) == "patent_grants"


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("授权量(件)", "授权量"),
        ("授权量/件", "授权量"),
        ("申请(件)/万人", "申请"),
        ("发明/外观", "发明/外观"),
        ("授权量(当年)", "授权量(当年)"),
    ],
)
def test_only_units_are_dropped_from_a_heading(heading, plain):
    assert vocabulary.without_units(heading) == plain


@pytest.mark.parametrize(
    ("whole", "part", "may"),
    [
        ({"object": "patent"}, {"type": "invention"}, True),
        ({"object": "patent"}, {"object": "patent"}, True),
        ({"object": "patent"}, {"object": "trademark"}, False),
        ({}, {"object": "patent"}, True),
        ({}, {"type": "invention"}, True),
    ],
)
def test_a_type_belongs_to_its_own_object_only(whole, part, may):
    assert vocabulary.share_object(whole, part) is may


def test_an_indicator_named_outright_replaces_all_from_further_out_and_the_other_way_round():
    outer = {"object": "patent", "type": "total", "measure": "grants", "part": "职务"}
    assert vocabulary.overlay(outer, {"indicator": "population"}) == {"indicator": "population"}
    assert vocabulary.overlay({"indicator": "population", "part": "女"}, {"object": "patent"}) == {"object": "patent"}


def test_all_faults_of_the_words_are_told_at_once(small):
    file = data("catalogue/words.csv")
    words = pd.read_csv(file, dtype=str, keep_default_na=False)
    twice, unknown = words.iloc[[0]], words.iloc[[1]].assign(word="火星", indicator="martians")
    pd.concat([words, twice, unknown]).to_csv(file, index=False)
    with pytest.raises(CatalogueError) as told:
        vocabulary.vocabulary()
    assert str(told.value).splitlines() == [
        "words.csv and word_indicators.csv have faults:",
        f"  {words['word'][0]}: listed twice",
        "  火星: unknown indicator 'martians'",
    ]
