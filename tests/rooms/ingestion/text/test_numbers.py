"""One cell of text at a time: labels, numbers, units, periods and days as offices print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import indicators
from ipanalytics.core import errors
from ipanalytics.ingestion.text import normalise, numbers
from ipanalytics.ingestion.text.numbers import Fault, Missing, Number

NUMBERS = {
    "0": Number(0),
    "-0": Number(0),
    "1202100": Number(1202100),
    "1825403        ": Number(1825403),
    "12,952,907": Number(12952907),
    "１２，９５２，９０７": Number(12952907),
    "1，234": Number(1234),
    "1.10": Number(1.1),
    ".5": Number(0.5),
    "46.793799999999997": Number(46.7938),  # a stored double, as Excel writes it to the file
    "+3.2": Number(3.2),
    "-5.3": Number(-5.3),
    "−5.3": Number(-5.3),
    "－5.3": Number(-5.3),
    "–5.3": Number(-5.3),
    "1.2E+05": Number(120000),
    "1.2e-3": Number(0.0012),
    "007": Number(7),
    "18.9%": Number(18.9, "%"),
    "100.0 %": Number(100, "%"),
    "12.5％": Number(12.5, "%"),
    "3.1‰": Number(3.1, "‰"),
    "3.2个百分点": Number(3.2, "个百分点"),
    "81.25分": Number(81.25, "分"),
    "1.5万家": Number(1.5, "万家"),
    "1.5 万 家": Number(1.5, "万家"),
    "359.7万件": Number(359.7, "万件"),
    "3098亿元": Number(3098, "亿元"),
    "12.13万亿元": Number(12.13, "万亿元"),
    "23,713 件": Number(23713, "件"),
    "1234（件）": Number(1234, "件"),
    "12个（件）": Number(12, "个(件)"),
    "46.79件/万人": Number(46.79, "件/万人"),
    "41.64万": Number(41.64, "万"),
    "1.5 million": Number(1.5, "million"),
    "12 pieces": Number(12, "pieces"),
    "1234①": Number(1234, None, "①"),
    "1234²": Number(1234, None, "²"),
    "1234[2]": Number(1234, None, "[2]"),
    "1234 1)": Number(1234, None, "1)"),
    "1.5万件[註 1]": Number(1.5, "万件", "[註 1]"),
}
SIGNS = {
    "": "blank",
    "  \n": "blank",
    "\u3000": "blank",
    "\u200b": "blank",
    "-": "dash",
    "--": "dash",
    "- -": "dash",
    "—": "dash",
    "――": "dash",
    "——": "dash",
    "－": "dash",
    "–": "dash",
    "─": "dash",
    "…": "below_unit",
    "……": "below_unit",
    "......": "below_unit",
    "/": "slash",
    "／": "slash",
    "*": "stars",
    "***": "stars",
    "＊＊＊": "stars",
    "无": "word",
    "暂无": "word",
    "无 数 据": "word",
    "不详": "word",
    "n.a.": "word",
    "NA": "word",
    "N/A": "word",
    "nan": "word",
}
INEXACT = {
    "约120": "约",
    "约为1.5万件": "约为",
    "大约 20000": "大约",
    "近 120件": "近",
    "超1.2万": "超",
    "超过1.2万": "超过",
    "突破100万件": "突破",
    "逾100": "逾",
    "不足100": "不足",
    "不到2万": "不到",
    "至少5": "至少",
    "最多100": "最多",
    "将近2万": "将近",
    "≈120": "≈",
    "~120": "~",
    "≥100": "≥",
    "＞100": ">",
    "120余": "余",
    "120余件": "余",
    "1.5万多家": "多",
    "100件以上": "以上",
    "20000左右": "左右",
    "20000上下": "上下",
    "100+": "+",
    "95*": "*",
    "1,234*": "*",
    "*95": "*",
    "95†": "†",
    "约120左右*": "约左右*",
}
FAULTS = [
    "#REF!",
    "#DIV/0!",
    "#N/A",
    "#VALUE!",
    "＃REF!",
    "#NAME?",
    "########",  # a column too narrow, printed to PDF or CSV
    "=SUM(A1:A3)",
    "100/79.6",  # share of the total / share of home
    "6683 10 5758",  # cells run together
    "8-9",
    "2022-09",
    "1,23",
    "1,2345",
    "1,234,56",
    "12,5",
    "1.2.3",
    "(1234)",
    "5.",
    "1e400",
    "123456789012345678",
    "↑5.3%",
    "10(2)",
    "12341)",  # 1234 with the mark 1), or 12341?
]
WORDS = [
    "陕西",
    "(piece)",
    "2022年",
    "一百二十",
    "〇",
    "一",  # a one, or a dash misread
    "x",
    "√",
    "是",
    "Total",
    "12.5吨",
    "12O5",  # the letter O
    "第3",
    "#其中",
    "8-9 国内三种专利有效数按地区分布(2022年)",
    "同比增长12.3%",
    ".",
    "#",
]
UNITS = {
    "单位:件": "件",
    "单位：件": "件",
    "单位:件\n": "件",
    "单位 : 件": "件",
    "单 位：件": "件",
    "单位件": "件",
    "(piece)": "piece",
    "(piece)\n": "piece",
    "单位:件 (Unit: piece)": "件",
    "Unit: piece": "piece",
    "(Unit: 10 000 persons)": "10000 persons",
    "(10,000 persons)": "10000 persons",
    "(100 million yuan)": "100 million yuan",
    "计量单位：万件": "万件",
    "(单位:件)": "件",
    "单位：(件)": "件",
    "单位：万元 2022年": "万元",
    "表号:专有表3 计量单位:件 有效期至:2018年12月": "件",
    "单位：个（件）": "个",
    "单位:件/个": "件",
    "单位：件、个": "件",  # two words for one thing
    "单位：家、户": "家",
    "单位：件、%": "件",
    "单位：%": "%",
    "单位：件、percent": "件",
    "（件）": "件",
    "件": "件",
    "亿元": "亿元",
    "million": "million",
    "per million people": "per million people",
    "Per million people": "per million people",
    "Inventions in force per million people": "per million people",
    "专利授权量（件）": "件",
    "专利授权量/件": "件",
    "专利授权量 件": "件",
    "有效量[1](件)": "件",
    "发明专利（含PCT）（件）": "件",
    "每万人口发明专利拥有量(件/万人)": "件/万人",
    "每万人口发明专利拥有量 件/万人": "件/万人",
    "每万人口发明专利拥有量件/万人": "件/万人",
    "每万人口发明专利拥有量（件／万人口）": "件/万人口",
    "常住人口(万人)": "万人",
    "增长%": "%",
    "增长（%）": "%",
    "增长 %": "%",
    "Patents (piece)": "piece",
    "%": "%",
}
NO_UNITS = [
    "",
    "单位",  # an organisation
    "单位名称",
    "填报单位:西安市市场监督管理局",
    "单位和个人(2022年)",
    "People",
    "每万人口发明专利拥有量",
    "Total 100%",
    "(2022年)",
    "Invention",
    "Item",
    "合计",
    "国 家",
    "个 人",
    "(个 人)",
    "授权量件/人",
]
STRANGE_UNITS = {
    "单位：个、家": "个、家 are different units, expected one",
    "单位:吨": "吨 is not in units.csv",
    "单位：件、吨": "吨 is not in units.csv",
    "单位:万元/件": "万元、件 are different units, expected one",
    "金额(万元、件)": "万元、件 are different units, expected one",
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_numbers_are_read(text, expected):
    assert numbers.read_number(text) == expected
    assert str(numbers.read_number(text).value) == str(float(expected.value))


@pytest.mark.parametrize(("text", "words"), INEXACT.items())
def test_what_is_not_exact_is_never_read_as_exact(text, words):
    assert numbers.read_number(text) == Fault(
        f"{normalise.tidy(text)!r} isn't exact ({words!r}), expected an exact figure"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        '="1200"': Number(1200),
        "='1200": "fault",
        '= "1200"': "fault",
        '="1,200"': Number(1200),
        '="12.5%"': Number(12.5, "%"),
        "'1200": Number(1200),
        "＇1200": Number(1200),
        '="-"': Missing("dash"),
        '=""': Missing("blank"),
        '="西安市"': None,
        '="1"&"2"': "fault",
    }.items(),
)
def test_figures_that_exports_wrap_are_read(text, expected):
    found = numbers.read_number(text)
    assert isinstance(found, Fault) if expected == "fault" else found == expected


@pytest.mark.parametrize(("text", "kind"), SIGNS.items())
def test_signs_of_missing_figures_have_their_kind(text, kind):
    assert numbers.read_number(text) == Missing(kind)


@pytest.mark.parametrize("text", FAULTS)
def test_figures_that_are_not_one_number_have_a_reason(text):
    found = numbers.read_number(text)
    assert isinstance(found, Fault)
    assert repr(normalise.tidy(text)) in found.reason


@pytest.mark.parametrize("text", WORDS)
def test_words_are_not_numbers(text):
    assert numbers.read_number(text) is None


@pytest.mark.parametrize(("text", "expected"), UNITS.items())
def test_units_are_found(text, expected):
    assert numbers.find_unit(text) == expected
    assert expected in indicators.units()


@pytest.mark.parametrize("text", NO_UNITS)
def test_no_unit_is_found(text):
    assert numbers.find_unit(text) is None


@pytest.mark.parametrize(("text", "reason"), STRANGE_UNITS.items())
def test_strange_units_have_a_reason(text, reason):
    assert numbers.find_unit(text) == Fault(reason)


@pytest.mark.parametrize(
    ("unit", "wanted", "expected"),
    [
        ("piece", "件", 1),
        ("万个", "件", 1e4),
        ("10000 persons", "人", 1e4),
        ("per million people", "件/万人", 0.01),
        ("元", "亿元", 1e-8),
        ("million", "人", 1e6),
        ("万", "家", 1e4),
        ("万", "万件", 1),
        ("亿", "亿元", 1),
    ],
)
def test_units_convert(unit, wanted, expected):
    assert numbers.conversion(unit, wanted) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "wanted"), [("万", "件/万人"), ("万美元", "亿元"), ("件", "家"), ("万", "吨"), ("吨", "件")]
)
def test_what_cannot_be_converted_is_refused(unit, wanted):
    with pytest.raises(errors.CatalogueError):
        numbers.conversion(unit, wanted)


WIDE = str.maketrans("0123456789,.%-", "０１２３４５６７８９，．％－")
decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False).map(float)
blanks = st.text(" \n\t\u3000\u00a0\u200b", max_size=4)


@given(
    decimals,
    st.sampled_from([None, *indicators.units()]),
    blanks,
    blanks,
    st.booleans(),
    st.sampled_from(["", "[2]", "①"]),
)
def test_a_number_as_printed_reads_back(value, unit, before, after, is_wide, note):
    text = f"{value:,.3f}{' ' if unit and unit[0].isascii() else ''}{unit or ''}"
    found = numbers.read_number(before + (text.translate(WIDE) if is_wide else text) + note + after)
    assert (found.value, found.unit, found.note) == (value, unit, note)


@given(st.floats(-1e14, 1e14))
def test_a_float_as_python_prints_it_reads_back(value):
    assert numbers.read_number(repr(value)) == Number(value + 0.0)


@given(
    st.sampled_from(list(indicators.units())),
    blanks,
    st.sampled_from(["单位:{}", "单位：{}", "授权量（{}）", "计量单位: {}"]),
)
def test_a_unit_as_printed_reads_back(unit, blank, shape):
    found = numbers.find_unit(shape.format(blank + unit + blank))
    assert numbers.conversion(found, unit) == 1


def test_digits_that_are_shown_from_right_to_left_are_no_figure():
    assert numbers.read_number("\u202e0021\u202c").reason.startswith("'0021' is written to be shown from right to left")
    assert numbers.read_number("12\u200f00\u202c") == Number(1200.0)
