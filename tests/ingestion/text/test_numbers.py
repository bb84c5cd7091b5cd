"""One cell of text at a time: labels, numbers, units, periods and days as offices print them."""

import csv
import math
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import indicators
from ipanalytics.core import errors, periods, project
from ipanalytics.ingestion.text import cell_forms, date_forms, dates, normalise, numbers
from ipanalytics.ingestion.text.dates import When
from ipanalytics.ingestion.text.numbers import Fault, Missing, Number
from ipanalytics.report import formatting

MOST_SECONDS = 2
TIDY = {
    "陕西": "陕西",
    "陕 西": "陕西",
    "陕    西": "陕西",
    "陕\u3000\u3000西": "陕西",
    "陕\u00a0西": "陕西",
    "陕\u200b西": "陕西",
    "\ufeff陕西\u200e": "陕西",
    "内蒙 古": "内蒙古",
    "黑 龙 江": "黑龙江",
    "合\n计": "合计",
    "合 计\r\nTotal": "合计 Total",
    "发明\n\nInvention": "发明 Invention",
    "发明_x000D_\nInvention": "发明 Invention",  # a line break as some writers leave it in the XML
    " Shaanxi": "Shaanxi",
    "1825403        ": "1825403",
    "单位：件": "单位:件",
    "单位∶件": "单位∶件",  # U+2236, a ratio: no letter of the Latin colon's family in NFKC
    "１２．５％": "12.5%",
    "（件／万人）": "(件/万人)",
    "…": "...",
    "1234①": "1234①",  # NFKC would make 12341 of it
    "m²": "m²",
    "": "",
    " \n ": "",
}
BILINGUAL = {
    "合 计\nTotal": ("合计", "Total"),
    "合计\r\n\r\nTotal": ("合计", "Total"),
    "北京  Beijing": ("北京", "Beijing"),
    "北\n京 Beijing": ("北京", "Beijing"),
    "北京(Beijing)": ("北京", "Beijing"),
    "国内总计Total": ("国内总计", "Total"),
    "新疆兵团/XPCC": ("新疆兵团", "XPCC"),
    "内蒙古 Inner Mongolia": ("内蒙古", "Inner Mongolia"),
    "实用新型\nUtility Model": ("实用新型", "Utility Model"),
    "单位:件 (Unit: piece)": ("单位:件", "Unit: piece"),
    "专利申请数(件)\nPatent Applications (piece)": ("专利申请数(件)", "Patent Applications (piece)"),
    "8-7 国内专利申请数(2021年) Domestic Patents(2021)": ("8-7 国内专利申请数(2021年)", "Domestic Patents(2021)"),
    "PCT国际专利申请量": ("PCT国际专利申请量", ""),
    "PCT专利 PCT Applications": ("PCT专利", "PCT Applications"),
    "占GDP": ("占GDP", ""),
    "地理标志(GI)": ("地理标志(GI)", ""),
    "西安A*": ("西安A*", ""),
    "陕西": ("陕西", ""),
    "Region": ("", "Region"),
    " shaanxi": ("", "shaanxi"),
    "2022": ("2022", ""),
    "": ("", ""),
}
NOTES = {
    "A*": ("A", "*"),
    "*西安": ("西安", "*"),
    "西安市[註 1]": ("西安市", "[註 1]"),
    "西安市[2]": ("西安市", "[2]"),
    "西安市［２］": ("西安市", "[2]"),
    "西安市①": ("西安市", "①"),
    "西安市²": ("西安市", "²"),
    "西安市⁽¹⁾": ("西安市", "⁽¹⁾"),
    "西安注1)": ("西安", "注1)"),
    "西安 1)": ("西安", "1)"),
    "西安(注1)": ("西安", "(注1)"),
    "西安〔注〕": ("西安", "〔注〕"),
    "有效量[1](件)": ("有效量(件)", "[1]"),
    "1,234*[2]": ("1,234", "[2]*"),
    "[2]": ("", "[2]"),
    "***": ("***", ""),
    "国统办函字[2015]83号": ("国统办函字[2015]83号", ""),  # a year, no footnote
    "专利(表 2)": ("专利(表 2)", ""),
    "(2022年)": ("(2022年)", ""),
    "注:本表不含港澳台": ("注:本表不含港澳台", ""),
    "": ("", ""),
}
PARTS = {
    "#其中": "",
    "＃其中": "",
    "#发明": "发明",
    "＃ 发 明": "发明",
    "#Invention": "Invention",
    "其中：发明": "发明",
    "其中发明": "发明",
    "(其中)发明": "发明",
    "#其中：发明": "发明",
    "Of which: inventions": "inventions",
}
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
PERIODS = {
    "2022年": ("2022", "whole"),
    "２０２２年": ("2022", "whole"),
    "2022 年": ("2022", "whole"),
    "(2022年)": ("2022", "whole"),
    "2022": ("2022", "whole"),
    "(2022)": ("2022", "whole"),
    "2022(件)": ("2022", "whole"),
    "2022*": ("2022", "whole"),
    "2022年度": ("2022", "whole"),
    "2022年全年": ("2022", "whole"),
    "in 2022": ("2022", "whole"),
    "Three Kinds of Domestic Patents Granted by Region(2011)": ("2011", "whole"),
    "7-8国内三种专利申请授权数按地区分布(2011年)": ("2011", "whole"),
    "8-9 国内三种专利有效数按地区分布(2020年)\n": ("2020", "whole"),
    "7-7  国内三种专利申请受理数按地区分布(2010年)": ("2010", "whole"),
    "2021年完成": ("2021", "whole"),
    "2022年计划": ("2022", "plan"),
    "2022年9月": ("2022-09", "whole"),
    "2022 年 9 月份": ("2022-09", "whole"),
    "2022年09月": ("2022-09", "whole"),
    "2022-09": ("2022-09", "whole"),
    "2022/9": ("2022-09", "whole"),
    "2022年1-9月": ("2022-01/2022-09", "cumulated"),
    "2022年1—9月": ("2022-01/2022-09", "cumulated"),
    "2022年1－9月": ("2022-01/2022-09", "cumulated"),
    "2022年1~9月": ("2022-01/2022-09", "cumulated"),
    "2022年1 - 9 月": ("2022-01/2022-09", "cumulated"),
    "2022年1月至9月": ("2022-01/2022-09", "cumulated"),
    "2022年1-9月份": ("2022-01/2022-09", "cumulated"),
    "2022年1月至9月底": ("2022-01/2022-09", "cumulated"),
    "2022年1月—2022年9月": ("2022-01/2022-09", "cumulated"),
    "2022.1-2022.9": ("2022-01/2022-09", "cumulated"),
    "2022.01-2022.09": ("2022-01/2022-09", "cumulated"),
    "2022.1-2022.12": ("2022-01/2022-12", "cumulated"),
    "2022.1-9月": ("2022-01/2022-09", "cumulated"),
    "2022-01/2022-09": ("2022-01/2022-09", "cumulated"),
    "2022年4-6月": ("2022-04/2022-06", "cumulated"),
    "2022年1月1日至9月30日": ("2022-01/2022-09", "cumulated"),
    "2022.1.1-2022.9.30": ("2022-01/2022-09", "cumulated"),
    "2022年前9个月": ("2022-01/2022-09", "cumulated"),
    "2022年上半年": ("2022-01/2022-06", "cumulated"),
    "2022年(1-9月)": ("2022-01/2022-09", "cumulated"),
    "2022（1-9月）": ("2022-01/2022-09", "cumulated"),
    "2022年全省1—9月专利授权情况": ("2022-01/2022-09", "cumulated"),
    "2022年陕西省专利(截至9月底)": ("2022-09", "point"),
    "2022年9月当月": ("2022-09", "whole"),
    "2022年1-1月": ("2022-01", "whole"),
    "2022上半年": ("2022-01/2022-06", "cumulated"),
    "2022年1-9月份（累计）": ("2022-01/2022-09", "cumulated"),
    "2022H1": ("2022-01/2022-06", "cumulated"),
    "2022年下半年": ("2022-07/2022-12", "cumulated"),
    "2022年前三季度": ("2022-01/2022-09", "cumulated"),
    "2022年一至三季度": ("2022-01/2022-09", "cumulated"),
    "2022年1-3季度": ("2022-01/2022-09", "cumulated"),
    "2018-2022年": ("2018-01/2022-12", "cumulated"),
    "2022年三季度": ("2022-Q3", "whole"),
    "2022年第三季度": ("2022-Q3", "whole"),
    "2022年第3季度": ("2022-Q3", "whole"),
    "2022Q3": ("2022-Q3", "whole"),
    "2022-Q3": ("2022-Q3", "whole"),
    "2022年 Q3": ("2022-Q3", "whole"),
    "截至2022年9月底": ("2022-09", "point"),
    "截止2022年9月末": ("2022-09", "point"),
    "截止到2022年9月": ("2022-09", "point"),
    "累计至2022年9月": ("2022-09", "point"),
    "截至2022.11": ("2022-11", "point"),
    "截至2022年9月30日": ("2022-09", "point"),
    "截至 2022年三季度末": ("2022-09", "point"),
    "2022年上半年末": ("2022-06", "point"),
    "2022年末": ("2022", "point"),
    "2022年年底": ("2022", "point"),
    "2022年底": ("2022", "point"),
    "2022年末常住人口": ("2022", "point"),
    "end of 2022": ("2022", "point"),
    "2022-12-31": ("2022", "point"),
    "2022-12-31 00:00:00": ("2022", "point"),
    "2022年12月31日": ("2022", "point"),
    "2022.12.31": ("2022", "point"),
    "2020年11月1日": ("2020-11-01", "point"),
    "1985.12-2015.12": ("2015", "all_time"),
    "总累计(1985.12-2015.12)": ("2015", "all_time"),
    "1985年4月-2022年9月": ("2022-09", "all_time"),
    "2021.12.16-2022.12.15": ("2022", "trademark_year"),
    "2023.12.16-2024.9.15": ("2024-01/2024-09", "trademark_year"),
    "2022.12.16-2023.1.15": ("2023-01", "trademark_year"),
    "2023年12月16日至2024年9月15日": ("2024-01/2024-09", "trademark_year"),
    "2022年1-9月同比增长(%)": ("2022-01/2022-09", "growth"),
    "2022年比2021年增长%": ("2022", "growth"),
}
IN_SEPTEMBER_2022 = {
    "当月": ("2022-09", "whole"),
    "本月": ("2022-09", "whole"),
    "当月累计": ("2022-09", "whole"),
    "当年累计": ("2022-01/2022-09", "cumulated"),
    "本年累计": ("2022-01/2022-09", "cumulated"),
    "当年": ("2022-01/2022-09", "cumulated"),
    "上年同期": ("2021-01/2021-09", "cumulated"),
    "去年同期累计": ("2021-01/2021-09", "cumulated"),
    "上年同月": ("2021-09", "whole"),
    "上年": ("2021", "whole"),
    "上年末": ("2021", "point"),
    "上年1-6月": ("2021-01/2021-06", "cumulated"),
    "2021年同期": ("2021-01/2021-09", "cumulated"),
    "2022年累计": ("2022-01/2022-09", "cumulated"),
    "1-9月": ("2022-01/2022-09", "cumulated"),
    "1—9月累计": ("2022-01/2022-09", "cumulated"),
    "9月": ("2022-09", "whole"),
    "12月": ("2022-12", "whole"),
    "截至9月底": ("2022-09", "point"),
    "截至9月30日": ("2022-09", "point"),
    "一季度": ("2022-Q1", "whole"),
    "第三季度": ("2022-Q3", "whole"),
    "上半年": ("2022-01/2022-06", "cumulated"),
    "前三季度": ("2022-01/2022-09", "cumulated"),
    "全年": ("2022", "whole"),
    "年末": ("2022-09", "point"),
    "期末": ("2022-09", "point"),
    "月末": ("2022-09", "point"),
    "总累计": ("2022-09", "all_time"),
    "2021年": ("2021", "whole"),
    "同比": (None, "growth"),
    "比上年同期增长%": (None, "growth"),
}
NO_PERIODS = [
    "",
    "陕西",
    "8-9",
    "7-4",
    "8-9 国内三种专利有效数按地区分布",
    "2022.1",
    "2022.1%",
    "12022",
    "2,022",
    "2010件",
    "共2010件",
    "总量 2010",
    "20220402",
    "22年9月",
    "22年",
    "10年",
    "维持年限超过10年的发明专利",
    "9月",
    "1-9月",
    "当月",
    "当年累计",
    "累计",
    "中国科技统计年鉴—2014",  # the book's year; its figures are of the year before
    "备案文号:国统办函字[2015]83号 有效期至:2018年12月",
    "陕知发〔2022〕38号",
    "发布时间:2023-01-15",
    "2021年和2022年",
    "2022年初",
    "2022年1、2月",
    "2022年1月—9月30日",
    "2022年一季度至三季度",
    "2020.12.16-2022.12.15",
    "2022年至今",
    "2022年Ⅲ季度",
    "2022年9月20日印发",
    "2022年陕西省12月20日前",
    "2012年以来",
    "2022年12月20日前",
    "2022年13月",
    "2022-02-30",
    "2022年1-9",
    "2022年9月1-15日",
    "2022年9-1月",
    "2022.1.1-2022.9.20",
    "Jan-Sep 2022",
    "September 2022",
    "1886年",
    "2022年1-9月(上年同期)",
]
DAYS = {
    "2022年4月2日": "2022-04-02",
    "2022 年 4 月 2 日": "2022-04-02",
    "2022年04月02号": "2022-04-02",
    "2022-04-02": "2022-04-02",
    "2022-4-2": "2022-04-02",
    "2022/4/2": "2022-04-02",
    "2022.04.02": "2022-04-02",
    "20220402": "2022-04-02",
    "２０２２-４-２": "2022-04-02",
    "2022-04-02 00:00:00": "2022-04-02",
    "2022-4-2 0:00": "2022-04-02",
    "2022-04-02T00:00:00": "2022-04-02",
    "2024-02-29": "2024-02-29",
    "2022-02-29": None,
    "2022-13-01": None,
    "22-04-02": None,
    "44653": None,  # a day as Excel counts it
    "2022年4月": None,
    "2022/4-2": None,
    "2022年4月2日公告": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), TIDY.items())
def test_text_is_tidied(text, expected):
    assert normalise.tidy(text) == expected


@pytest.mark.parametrize(("text", "expected"), BILINGUAL.items())
def test_languages_are_split(text, expected):
    assert normalise.split_bilingual(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOTES.items())
def test_footnote_marks_are_split_off(text, expected):
    assert normalise.strip_notes(text) == expected


@pytest.mark.parametrize(("text", "expected"), PARTS.items())
def test_parts_are_recognised(text, expected):
    assert normalise.is_part_of(text)
    assert normalise.strip_part(text) == expected


@pytest.mark.parametrize("text", ["发明", "#REF!", "#", "###", "其他", "集中", ""])
def test_others_are_no_parts(text):
    assert not normalise.is_part_of(text)


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


@pytest.mark.parametrize("text", ['="西安市"', "'西安市"])
def test_labels_that_exports_wrap_are_read(text):
    assert normalise.tidy(text) == "西安市"


FACES = [*cell_forms.ABOUT, *cell_forms.NOTES, *cell_forms.ERRORS, *cell_forms.PARTS]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.example)
def test_the_pattern_of_a_face_is_in_its_example(face):
    assert re.search(f"(?i){face.pattern}", normalise.tidy(face.example))


@pytest.mark.parametrize("face", cell_forms.SIGNS, ids=lambda face: face.meaning)
def test_a_sign_has_its_meaning(face):
    assert numbers.read_number(face.example) == Missing(face.meaning)


@pytest.mark.parametrize("face", cell_forms.ABOUT, ids=lambda face: face.example)
def test_a_number_that_is_about_says_so(face):
    assert "isn't exact" in numbers.read_number(face.example).reason


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 5000 + "件", "(" * 100_000, "2022" * 20_000, " (" * 50_000])
def test_long_cells_are_told_at_once(text):
    begin = time.process_time()
    numbers.read_number(text), numbers.find_unit(text), normalise.split_bilingual(text), dates.find_period(text)
    normalise.strip_notes(text), normalise.strip_part(text), dates.read_day(text)
    assert time.process_time() - begin < MOST_SECONDS


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
    assert expected in indicators.units().index


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


@pytest.mark.parametrize(("text", "expected"), PERIODS.items())
def test_periods_are_found(text, expected):
    assert dates.find_period(text) == When(*expected)


@pytest.mark.parametrize(("text", "expected"), IN_SEPTEMBER_2022.items())
def test_context_completes_periods(text, expected):
    assert dates.find_period(text, year=2022, month=9) == When(*expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    {"当年累计": "2022", "上年同期": "2021", "2021年同期": "2021", "年末": "2022", "1-9月": "2022-01/2022-09"}.items(),
)
def test_a_year_alone_completes_periods(text, expected):
    assert dates.find_period(text, year=2022).period == expected


@pytest.mark.parametrize("text", ["当月", "上年同月", "2021年同月", "月末", "22年9月", "8-9", "2022.1", "陕西"])
def test_a_year_alone_does_not_make_a_month(text):
    assert dates.find_period(text, year=2022) in (None, When(None, "unread"))


@pytest.mark.parametrize("text", NO_PERIODS)
def test_no_period_is_found(text):
    assert dates.find_period(text) in (None, When(None, "unread"))


@pytest.mark.parametrize("text", ["同比", "同比增长", "比上年增长%", "增长率", "±%", "增幅(%)", "Growth rate"])
def test_changes_are_recognised(text):
    assert dates.find_period(text) == When(None, "growth")


@pytest.mark.parametrize("text", ["专利密集型产业增加值", "占GDP比重", "新增地理标志"])
def test_indicators_are_no_changes(text):
    assert dates.find_period(text) is None


SPELT = [*date_forms.SPELLINGS, *date_forms.DAYS]
PARTS_OF_YEAR = list(csv.DictReader((project.data("catalogue") / "parts_of_year.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("spelling", SPELT, ids=lambda spelling: spelling.example)
def test_a_spelling_becomes_what_its_row_says(spelling):
    assert re.sub(spelling.pattern, spelling.written, spelling.example) == spelling.result


@pytest.mark.parametrize("form", date_forms.FORMS, ids=lambda form: form.example)
def test_a_form_is_the_period_that_its_row_says(form):
    assert date_forms.compiled(form.pattern).search(form.example)
    assert dates.find_period(form.example) == When(form.result, form.kind)


@pytest.mark.parametrize("sign", date_forms.SIGNS, ids=lambda sign: sign.example)
def test_the_pattern_of_a_sign_is_in_its_example(sign):
    assert re.search(f"(?i){sign.pattern}", dates.respelled(sign.example))


@pytest.mark.parametrize(("text", "pattern"), date_forms.DAY_FORMS.items())
def test_a_form_of_days_has_its_example(text, pattern):
    assert date_forms.compiled(pattern).fullmatch(text)


@pytest.mark.parametrize("row", PARTS_OF_YEAR, ids=lambda row: row["wording"])
@pytest.mark.parametrize(("column", "month"), [("in_september_2022", 9), ("in_2022", None)])
def test_a_part_of_the_year_is_the_period_that_its_row_says(row, column, month):
    for text in (row["wording"], f"{row['wording']}授权量", f"授权量（{row['wording']}）"):
        when = dates.find_period(text, year=2022, month=month)
        assert f"{when.period or ''} {when.kind}".strip() == row[column]


@pytest.mark.parametrize(
    ("text", "month", "period"),
    [
        ("上月", 1, "2021-12"),
        ("上月止累计", 1, "2021-01/2021-12"),
        ("上月止累计", 2, "2022-01"),
        ("上季度", 3, "2021-Q4"),
        ("本季度", 8, None),
        ("上季度累计", 9, None),
        ("9月累计", 9, None),
        ("2022年本季度", 9, None),
        ("2022年9月上旬", 9, None),
        ("近三年", 9, None),
        ("第二周", 9, None),
    ],
)
def test_parts_of_the_year_at_their_edges(text, month, period):
    when = dates.find_period(text, year=2022, month=month)
    assert when.period == period
    assert (when.kind == "unread") == (period is None)


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_days_are_read(text, expected):
    assert dates.read_day(text) == expected


WIDE = str.maketrans("0123456789,.%-", "０１２３４５６７８９，．％－")
decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False).map(float)
blanks = st.text(" \n\t\u3000\u00a0\u200b", max_size=4)


@given(
    decimals,
    st.sampled_from([None, *indicators.units().index]),
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
    st.sampled_from(list(indicators.units().index)),
    blanks,
    st.sampled_from(["单位:{}", "单位：{}", "授权量（{}）", "计量单位: {}"]),
)
def test_a_unit_as_printed_reads_back(unit, blank, shape):
    found = numbers.find_unit(shape.format(blank + unit + blank))
    assert numbers.conversion(found, unit) == 1


printed = st.one_of(
    st.integers(1950, 2049).map(str),
    st.builds("{}-{:02}".format, st.integers(1950, 2049), st.integers(1, 12)),
    st.builds("{}-Q{}".format, st.integers(1950, 2049), st.integers(1, 4)),
    st.builds("{0}-01/{0}-{1:02}".format, st.integers(1990, 2049), st.integers(2, 12)),
)


@given(printed, st.sampled_from(["{}", "({})", "8-9 专利授权数({})", "{}陕西省专利授权数", " {} "]), st.booleans())
def test_a_period_as_printed_reads_back(period, shape, is_own):
    text = period if is_own else shape.format(formatting.period(period))
    assert dates.find_period(text).period == period


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]),
)
def test_a_day_as_printed_reads_back(day, shape):
    text = day.strftime(shape)
    assert dates.read_day(text) == day.isoformat()
    assert dates.find_period(text) == When(periods.moment(day), "point")
    assert dates.find_period(f"截至{text}") == When(periods.moment(day), "point")


@given(st.integers(1987, 2049), st.integers(1, 12))
def test_months_follow_one_another(year, month):
    def of(text):
        return periods.parse(dates.find_period(text, year=year, month=month).period)

    assert (of("本月").end, of("本年累计").start) == (of("本月止累计").end, date(year, 1, 1))
    assert (of("本月").start - of("上月").end).days == 1
    assert of("上月").end == of("上月止累计").end
    assert (of("本年累计").start - of("上年").end).days == 1


@given(st.integers(1987, 2049), st.sampled_from([3, 6, 9, 12]))
def test_quarters_follow_one_another(year, month):
    here, before = (periods.parse(dates.find_period(t, year=year, month=month).period) for t in ("本季度", "上季度"))
    assert (here.end.month, (here.start - before.end).days) == (month, 1)


messy = st.text() | st.lists(
    st.sampled_from([*TIDY, *NUMBERS, *SIGNS, *FAULTS, *UNITS, *PERIODS, *IN_SEPTEMBER_2022, *NO_PERIODS, *DAYS])
).map("".join)


@given(messy)
def test_tidying_twice_changes_nothing(text):
    once = normalise.tidy(text)
    assert normalise.tidy(once) == once


@given(messy, st.integers() | st.none(), st.integers() | st.none())
def test_no_text_raises(text, year, month):
    found = dates.find_period(text, year=year, month=month)
    assert found is None or found.period is None or periods.is_period(found.period)
    number = numbers.read_number(text)
    assert not isinstance(number, Number) or math.isfinite(number.value)
    assert dates.read_day(text) is None or periods.is_period(dates.read_day(text))
    numbers.find_unit(text), normalise.strip_part(text), normalise.strip_notes(text), normalise.split_bilingual(text)
