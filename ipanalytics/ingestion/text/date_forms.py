"""How offices write periods and days: tables of example, pattern and meaning, whose examples run as tests.

FORMS are periods written out, SPELLINGS turn other ways of writing into those. Capital words in a pattern are years,
months and days.
"""

import re
from typing import NamedTuple

ANY = "(?:19|20)[0-9]{2}"
ENGLISH_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
NUMBERS = {"YEAR": ANY, "MONTH": "[0-9]{1,2}", "DAY": "[0-9]{1,2}", "QUARTER": "[1-4]"}


class Sign(NamedTuple):
    """A text that says something of a period beside its name; the pattern finds it in the example."""

    example: str
    pattern: str
    meaning: str


class Spelling(NamedTuple):
    """Another way to write what FORMS know: the example becomes `result`."""

    example: str
    result: str
    pattern: str
    written: str


class Form(NamedTuple):
    """A period written out: the example is `result`, and its kind is that of `When`."""

    example: str
    result: str
    pattern: str
    period: str
    kind: str


SIGNS = [
    Sign("中国科技统计年鉴—2014", "年鉴|yearbook", "no_period"),
    Sign("有效期至:2018年12月", "有效期", "no_period"),
    Sign("备案文号:国统办函[2015]83号", "[文案]号", "no_period"),
    Sign("陕知发〔2022〕38号", r"[\])〕】]\s*第?[0-9]+号", "no_period"),
    Sign("© 2022", "©", "no_period"),
    Sign("2022年9月20日印发", "日(?:印发|发布|公布)", "no_period"),
    Sign("发布时间:2023-01-15", "(?:发布|更新|公布|印发|打印|制表|填[报表]|报出|成文)(?:时间|日期|日|:)", "no_period"),
    Sign("同比增长%", "同比|环比|增长|增[幅速减]|涨幅|下降", "growth"),
    Sign("增加(%)", "增加(?!值)", "growth"),
    Sign("±%", "±", "growth"),
    Sign("比上年同期", "[比较](?:上年|去年|同期)|相比", "growth"),
    Sign("growth rate", "growth|increase|yoy", "growth"),
    Sign("总累计", "总累计|累计总", "all_time"),
    Sign("历年累计", "历[年史]累计", "all_time"),
    Sign("上年同期", "[上去]一?年|同[期月]", "unread"),
    Sign("第Ⅲ季度", "季|半年", "unread"),
    Sign("上月", "[上下次]一?个?月|[上中下本]旬|[本上下周]周|第[0-9一二三四五]周", "unread"),
    Sign("月累计", "[月季旬周]累计", "relative"),
    Sign("本月", "[本当今前次近每各单逐分][一二两三四五六0-9]*个?(?:年|月|旬|周|日)|[前次近每各]期", "relative"),
    Sign("上期", "[上下]期|年度|[年月期]初|[年月日]均|-今|以来", "relative"),
    Sign("初", "[初前起版]", "not_it"),
    Sign("以来", "以[来前后上下]", "not_it"),
    Sign("本月", "[同当本]月", "not_it"),
    Sign("-今", "-[今目现]", "not_it"),
    Sign("计划", "计划|目标|预[期计测]", "plan"),
    Sign("截2022年9月", "截|as of|end of", "as_of"),
]
HAN_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
HAN = "".join(HAN_MONTHS[:10])
# One spelling for FORMS: 至 and every dash become -, 底 末, 截至 截, a quarter Q3, half a year and 前三季度 months.
SPELLINGS = [
    Spelling("地区生产总值(当年价格)", "地区生产总值()", "按?当年价格?(?:计算)?", ""),
    Spelling("2022.9 Sep. 2022", "2022.9 ", rf"{ENGLISH_MONTH}[a-z]*\.?,? *{ANY}", ""),
    Spelling("2022 年 9 月", "2022年9月", r"\s*([年月日季度末底—–―─~〜至到./()|Q-])\s*", r"\1"),
    Spelling("截至2022年", "截2022年", r"截[至止][至到]?", "截"),
    Spelling("累计至2022年", "截2022年", rf"(?<![0-9年月日度末季])(?:累计)?[至到](?={ANY})", "截"),
    Spelling("截2022.11", "截2022年11月", rf"(?<=截)({ANY})\.([0-9]{{1,2}})(?![0-9.])", r"\1年\2月"),
    Spelling("2022上半年", "2022年上半年", r"(?<=[0-9]{4})(?=[上下]半年|前[0-9一二三四])", "年"),
    Spelling("1—9月", "1-9月", r"[—–―─~〜至到-]+", "-"),
    Spelling("2022年度", "2022年", r"(?<=[0-9])年度|年年", "年"),
    Spelling("9月份", "9月", r"月份", "月"),
    Spelling("2022年底", "2022年末", r"(?<=[年月度])底", "末"),
    Spelling("第一季度", "1季度", "第?一(?=(?:-[二三四])?季)", "1"),
    Spelling("二季度", "2季度", "第?二(?=(?:-[二三四])?季)", "2"),
    Spelling("前三季度", "前3季度", "第?三(?=(?:-[二三四])?季)", "3"),
    Spelling("四季度", "4季度", "第?四(?=(?:-[二三四])?季)", "4"),
    Spelling("上半年末", "6月末", r"上半年末", "6月末"),
    Spelling("上半年", "1-6月", r"上半年", "1-6月"),
    Spelling("下半年", "7-12月", r"下半年", "7-12月"),
    Spelling("2022H1", "2022年1-6月", r"(?<=[0-9])年?-?H1", "年1-6月"),
    Spelling("2022年H2", "2022年7-12月", r"(?<=[0-9])年?-?H2", "年7-12月"),
    Spelling("前1季度", "1-3月", r"(?:前|1-)第?1季度?", "1-3月"),
    Spelling("1-2季度", "1-6月", r"(?:前|1-)第?2季度?", "1-6月"),
    Spelling("前3季度", "1-9月", r"(?:前|1-)第?3季度?", "1-9月"),
    Spelling("1-第4季度", "1-12月", r"(?:前|1-)第?4季度?", "1-12月"),
    Spelling("前9个月", "1-9月", r"前([0-9]{1,2})个月", r"1-\1月"),
    Spelling("第3季度", "Q3", r"第?([1-4])季度?", r"Q\1"),
    Spelling("2022(1-9月)", "2022年1-9月", rf"({ANY})年?\(([^()]*[0-9]月|Q[1-4])\)", r"\1年\2"),
    Spelling("2022年9月当月", "2022年9月", r"(?<=[0-9]月)[当本]月", ""),
    Spelling("元月", "1月", r"元月", "1月"),
    *(
        Spelling(f"{han}月", f"{n}月", rf"(?<![0-9{HAN}上下近每前次同当本第]){han}(?=月|-[{HAN}]+月)", f"{n}")
        for n, han in enumerate(HAN_MONTHS, start=1)
    ),
]  # fmt: skip
# A month or quarter without its year; the 2 of 1、2月 is no month of its own.
ALONE = r"(?<![0-9A-Za-z年.-])(?<![0-9][、,和及])((?:[0-9]{1,2}月?-)?[0-9]{1,2}月|Q[1-4])"
# Days last, when the context has given 9月30日 its year; only a day keeps full stops.
DAYS = [
    Spelling("2022年9月30日", "2022.9.30", r"(?<=[0-9])年([0-9]{1,2})月([0-9]{1,2})[日号]", r".\1.\2"),
    Spelling("2022.1.1-9月30日", "2022.1.1-9.30", r"(?<=-)([0-9]{1,2})月([0-9]{1,2})[日号]", r"\1.\2"),
    Spelling("2022/9/30", "2022.9.30", rf"(?<![0-9])({ANY})([/-])([0-9]{{1,2}})\2([0-9]{{1,2}})(?![0-9])", r"\1.\3.\4"),
]  # fmt: skip
DAY_FORMS = {
    "2022年4月2日": "YEAR年MONTH月DAY[日号]",
    "2022-04-02": "YEAR-MONTH-DAY",
    "2022/4/2": "YEAR/MONTH/DAY",
    "2022.4.2": r"YEAR\.MONTH\.DAY",
    "20220402": "YEAR(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
}
# The first that is found counts, so the longer stand before the shorter.
FORMS = [
    Form("2021.12.16-2022.12.15", "2022", r"YEAR\.12\.16-YEAR2\.12\.15(?![0-9])", "{year2}", "trademark_year"),
    Form(
        "2023.12.16-2024.9.15", "2024-01/2024-09",
        r"YEAR\.12\.16-YEAR2\.MONTH2\.15(?![0-9])", "{year2}-01/{year2}-{month2:02}", "trademark_year",
    ),
    Form(
        "2022.1.1-9.30", "2022-01/2022-09",
        r"YEAR\.MONTH\.0?1-(?:YEAR2\.)?MONTH2\.DAY2(?![0-9.])", "{year}-{month:02}/{year2}-{month2:02}", "cumulated",
    ),
    Form(
        "2022.1-2022.9", "2022-01/2022-09",
        "YEAR[年./-]MONTH月?[-/]YEAR2[年./-]MONTH2(?![0-9.])", "{year}-{month:02}/{year2}-{month2:02}", "cumulated",
    ),
    Form(
        "2022年1-9月", "2022-01/2022-09",
        "YEAR[年./-]MONTH月?-MONTH2月(?![0-9])", "{year}-{month:02}/{year}-{month2:02}", "cumulated",
    ),
    Form("2020.11.1", "2020-11-01", r"YEAR\.MONTH\.DAY(?![0-9.-])", "{year}-{month:02}-{day:02}", "point"),
    Form("2022年Q3", "2022-Q3", "YEAR[年-]?QQUARTER(?!-?[0-9Q])", "{year}-Q{quarter}", "whole"),
    Form("2022年9月", "2022-09", "YEAR年MONTH月(?!-?[0-9])", "{year}-{month:02}", "whole"),
    Form("2022-09", "2022-09", "YEAR[/-]MONTH(?![0-9./-])", "{year}-{month:02}", "whole"),
    Form(
        "2018-2022年", "2018-01/2022-12",
        r"YEAR年?-YEAR2(?:年(?![0-9])|(?=\))|$)", "{year}-01/{year2}-12", "cumulated",
    ),
    Form("2022年", "2022", "YEAR年(?!-?[0-9Q])", "{year}", "whole"),
    Form("2022(件)", "2022", r"^(?=....(?:$|\())YEAR(?![0-9])", "{year}", "whole"),
    # 2022.1 may be January or October.
    Form("2022.09", "2022-09", r"^YEAR\.(?P<month>0[1-9]|1[0-2]|[2-9])$", "{year}-{month:02}", "whole"),
    Form("202209", "2022-09", r"^YEAR(?P<month>0[1-9]|1[0-2])$", "{year}-{month:02}", "whole"),
    Form("in 2022", "2022", r"(?i:\b(?:in|year|end of|during|for) )YEAR(?![0-9])", "{year}", "whole"),
    Form("Table 8 (2022)", "2022", r"(?<=\()(?=....\))YEAR(?![0-9])", "{year}", "whole"),
]  # fmt: skip


def compiled(pattern: str) -> re.Pattern[str]:
    """Put the numbers for YEAR, MONTH2 … into a pattern, as groups of those names."""
    start = "(?<![0-9.])" if pattern.startswith("YEAR") else ""
    named = r"YEAR|MONTH|DAY|QUARTER"
    return re.compile(start + re.sub(f"({named})(2?)", lambda m: f"(?P<{m[0].lower()}>{NUMBERS[m[1]]})", pattern))


def sign(*meanings: str) -> re.Pattern[str]:
    """Return a pattern of all signs that have one of some meanings."""
    return re.compile("(?i:" + "|".join(row.pattern for row in SIGNS if row.meaning in meanings) + ")")
