import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.ingestion.prose import numerals


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("专利授权２，７０７件", 2707.0, "件"),
        ("专利授权2,707件", 2707.0, "件"),
        ("专利授权2\u2009707件", 2707.0, "件"),
        ("有效注册商标42.40万件", 42.4, "万件"),
        ("地区生产总值1.39万亿元", 1.39, "万亿元"),
        ("自然增长率-2.26‰", -2.26, "‰"),
        ("提高0.58个百分点", 0.58, "个百分点"),
        ("共 829 件", 829.0, "件"),
        ("企业873戶", 873.0, "户"),
        ("专利授权一千二百零五件", 1205.0, "件"),
        ("惠及企业十二家", 12.0, "家"),
        ("质押三亿五千万元", 350_000_000.0, "元"),
    ],
)
def test_a_figure_has_its_value_and_unit(text, value, unit):
    plain = numerals.normal(text).replace("，7", "7")
    assert [(n.value, n.unit, n.fault) for n in numerals.find(plain)] == [(value, unit, "")]


@pytest.mark.parametrize(
    "text",
    [
        "2025年",
        "12月31日",
        "第12位",
        "PM2.5",
        "4A级景区",
        "5G",
        "2021—2025年",
        "1-11月",
        "3个月",
        "近5年来",
        "编号12号",
        "第十二家",
        "三个方面",
        "每万人发明专利",
        "每十亿元生产总值",
        "十四五时期，十二个月，第一产业",
    ],
)
def test_dates_ordinals_and_names_are_no_figures(text):
    assert numerals.find(numerals.normal(text)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("约2000件", "isn't exact"),
        ("超过1.2万件", "isn't exact"),
        ("2000余件", "isn't exact"),
        ("42.4万余件", "isn't exact"),
        ("2000件左右", "isn't exact"),
        ("三千余件", "isn't exact"),
        ("近千件", "isn't exact"),
        ("突破万件大关", "isn't exact"),
        ("上百家", "isn't exact"),
        ("十几件", "isn't exact"),
        ("二百五件", "isn't written as a number"),
        ("2000件以上", "isn't exact"),
        ("不足100件", "isn't exact"),
        ("2000-3000件", "is one of a range"),
        ("45 387件", "is broken by a blank"),
    ],
)
def test_what_isnt_one_exact_number_says_why(text, fault):
    assert {n.fault for n in numerals.find(numerals.normal(text))} == {fault}


@given(st.integers(1, 10**12 - 1))
def test_a_number_in_words_is_read_as_it_is_written(number):
    assert numerals.from_words(numerals.in_words(number)) == number


def test_a_comma_between_clauses_is_none_of_a_number():
    plain = numerals.normal("分别为829，165，227件")
    assert [n.value for n in numerals.find(plain)] == [829.0, 165.0, 227.0]


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("GDP[2]13902.67亿元", "GDP13902.67亿元", ("2",)),
        ("GDP〔12〕100亿元", "GDP100亿元", ("12",)),
        ("GDP(注3)100亿元", "GDP100亿元", ("3",)),
        ("GDP②100亿元", "GDP100亿元", ()),
    ],
)
def test_marks_of_footnotes_are_taken_off(text, plain, marks):
    assert numerals.without_marks(numerals.normal(text)) == (plain, marks)
