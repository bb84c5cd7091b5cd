"""Numbers, periods and names as a reader of the pages sees them."""

import math
import re

from ipanalytics.catalogue import indicators, places
from ipanalytics.core import i18n, periods, rounding
from ipanalytics.core.errors import CleaningError
from ipanalytics.core.i18n import say

NO_DATA = "无数据"
SYNTHETIC = "演示数据"
STATUS_WORDS = {
    "final": "公布数",
    "provisional": "初步数",
    "submitted": "报送数",
    "derived": "计算数",
    "synthetic": SYNTHETIC,
}
SEEN_WORDS = {"original": "原件", "reprint": "转载", "generated": SYNTHETIC}
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMERALS = "零一二三四五六七八九"
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MILLION = 1_000_000
# Where readers of tables say that a figure stands, and how a page says it.
CELLS: dict[re.Pattern[str], str] = {
    re.compile(r"table (?P<table>\d+), "): "表{table}",
    re.compile(r"row (?P<row>\d+), column (?P<column>\d+)"): "第{row}行第{column}列",
    re.compile(r"column (?P<column>\d+), rows (?P<rows>\d[\d, -]*)(?= \()"): "第{column}列第{rows}行",
    re.compile(r" \(none of (?P<count>\d+) rows\)"): "（{count}行中没有）",
    re.compile(r" \((?P<count>\d+) rows?\)"): "（共{count}行）",
    re.compile(r"(?P<count>\d+) patents of (?P<rows>\d+) rows"): "逐件清点{count}件（清单共{rows}行）",
    re.compile(r"; (?P<lost>\d+) of (?P<all>\d+) lie in no known unit"): "；{all}件中{lost}件归不到单元",
}
MOST_RANGES = 5
WHOLE = ("things", "bodies", "people", "deals", "flag")
# Remarks that are no part of a source's own words.
REMARKS = ("（含初步数）", "（演示数据）")


def no_data() -> str:
    """Return the word for a missing figure."""
    return say(NO_DATA)


def synthetic() -> str:
    """Return the word for demonstration data."""
    return say(SYNTHETIC)


def status(id_: str) -> str:
    """Return what kind of figure an observation is, in a word."""
    return say(STATUS_WORDS[id_])


def seen(id_: str) -> str:
    """Return which copy of a publication was read, in a word."""
    return say(SEEN_WORDS[id_])


def number(value: float | None, *, digits: int | None = None) -> str:
    """Word a number with thousands commas; whole numbers without decimals, others with two at most.

    Examples
    --------
    >>> number(82069.0), number(46.7938), number(None), number(23.6), number(3.0, digits=1)
    ('82,069', '46.79', '无数据', '23.6', '3.0')
    """
    if value is None or math.isnan(value):
        return no_data()
    if digits is not None:
        return minus(f"{value:z,.{digits}f}")
    return minus(f"{value:z,.2f}".rstrip("0").rstrip("."))


def minus(text: str) -> str:
    """Write the minus of a number as a minus, not as a hyphen."""
    return text.replace("-", "−")


def signed(value: float, *, digits: int = 0) -> str:
    """Word a number with its sign.

    Examples
    --------
    >>> signed(-9.84, digits=1), signed(13130), signed(-0.2)
    ('−9.8', '+13,130', '+0')
    """
    return minus(f"{value:+z,.{digits}f}")


def is_whole(indicator: str) -> bool:
    """Say whether an indicator counts whole things, of which there are no parts."""
    item = indicators.indicator(indicator)
    return item.kind != "rate" and indicators.quantity_of(item.unit) in WHOLE


def count_of(level: str) -> str:
    """Return how many places of a level there are, in a word: in English up to twelve, in Chinese up to 99.

    Examples
    --------
    >>> count_of("region"), count_of("unit")
    ('三', '十二')
    """
    count = len(places.codes(level))
    if i18n.is_english():
        return ENGLISH[count] if count < len(ENGLISH) else str(count)
    tens, ones = divmod(count, 10)
    return f"{NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMERALS[ones] if ones else ''}"


def quantity(value: float | None, indicator: str, *, limit: float = math.nan) -> str:
    """Word a value with its unit; people in 万人, rates with two decimals, or as many as part it from a `limit`.

    In English people are in millions, money is in RMB, and things have no unit: the indicator's name says it.

    Examples
    --------
    >>> quantity(39528999, "population"), quantity(6.7951, "high_value_inventions_per_10k", limit=6.8)
    ('3,952.9万人', '6.795件/万人')
    """
    item = indicators.indicator(indicator)
    if value is None or math.isnan(value):
        return no_data()
    digits = rounding.digits_beside(value, limit, 2)
    shown = number(value, digits=digits if digits > 2 or item.unit in ("件/万人", "件/亿元") else None)  # noqa: PLR2004
    if i18n.is_english():
        return _english_quantity(value, item.unit, shown)
    return f"{value / 10000:,.1f}万人" if item.unit == "人" else shown + item.unit


def _english_quantity(value: float, unit: str, shown: str) -> str:
    """Word a value, `shown` as a number, with its unit in English; 亿元 is RMB 100 million."""
    match unit:
        case "人":
            return f"{value / MILLION:,.2f} million" if abs(value) >= MILLION else f"{value:,.0f}"
        case "亿元":
            return f"RMB {number(value / 10)} billion" if abs(value) >= 10 else f"RMB {number(value * 100)} million"  # noqa: PLR2004
        case "元":
            return f"RMB {shown}"
        case "%":
            return f"{shown}%"
        case "分":
            return f"{shown} points"
        case _:
            return shown


def share(part: float, whole: float, *, digits: int = 1) -> str:
    """Word a share in percent; without a part or a whole there is none.

    Examples
    --------
    >>> share(23713, 40000), share(0, 0)
    ('59.3%', '无数据')
    """
    if not whole or math.isnan(part) or math.isnan(whole):
        return no_data()
    return minus(f"{100 * part / whole:.{digits}f}%")


def period(text: str, indicator: str | None = None) -> str:
    """Word a period; a stock's year is its end (2021年末).

    Examples
    --------
    >>> period("2021", "inventions_in_force"), period("2022-Q3"), period("2022-01/2022-09")
    ('2021年末', '2022年三季度', '2022年1—9月')
    """
    parsed = periods.parse(text)
    start, end = parsed.start, parsed.end
    stock = indicator is not None and indicators.indicator(indicator).kind != "flow"
    months = {"year": end.year, "first": month(start.month), "month": month(end.month)}
    match parsed.shape:
        case "span" if (start.year, start.month) == (end.year, end.month):
            return say("{year}年{month}月", **months)
        case "year":
            return say("{year}年末" if stock and _at_year_end(indicator) else "{year}年", year=end.year)
        case "quarter":
            return say("{year}年{quarter}", year=end.year, quarter=say(QUARTERS[end.month // 3 - 1]))
        case "month":
            return say("{year}年{month}月末" if stock else "{year}年{month}月", **months)
        case "span" if start.year == end.year:
            return say("{year}年{first}—{month}月", **months)
        case "span":
            return say("{start}年{first}月—{year}年{month}月", start=start.year, **months)
        case _:
            return day(text)


def month(number_: int, *, short: bool = False) -> str:
    """Name a month: by its number, in English by its name, in short by three letters."""
    return MONTHS[number_ - 1][: 3 if short else None] if i18n.is_english() else str(number_)


def unit(name: str) -> str:
    """Return what stands behind a number; in English things have no unit, the indicator's name says it."""
    return (
        {"%": "%", "分": " points", "亿元": " × RMB 100 million", "元": " RMB"}.get(name, "")
        if i18n.is_english()
        else name
    )


def _at_year_end(indicator: str | None) -> bool:
    item = indicators.indicator(str(indicator))
    return item.kind == "stock" or indicators.indicators().get(item.numerator, item).kind == "stock"


def day(text: str) -> str:
    """Word the last day of a period.

    Examples
    --------
    >>> day("2022-09")
    '2022年9月30日'
    """
    end = periods.parse(text).end
    return say("{year}年{month}月{day}日", year=end.year, month=month(end.month), day=end.day)


def freshness(as_of: str, newest: str) -> str:
    """Say up to when figures were taken where a day was asked for, else the day of the newest."""
    if as_of:
        return say("数据截至{day}", day=day(as_of))
    return say("最新数字：{day}", day=day(newest) if newest else no_data())


def place(code: str, *, short: bool = True) -> str:
    """Return a place's name."""
    return places.name_of(code, short=short, language=i18n.current())


def origin(cell: str) -> str:
    """Word where a figure stands; a computed one's codes and ids become names.

    Examples
    --------
    >>> origin("610500+610581 − 610581"), origin("population 2021 × 10")
    ('渭南（含韩城） − 韩城', '常住人口 2021 × 10')
    """
    return " ".join(map(_origin_word, _cells(cell).split(" ")))


def _cells(text: str) -> str:
    """Word rows and columns of tables, of a long list of rows the first.

    Examples
    --------
    >>> _cells("table 1, row 2, column 3"), _cells("table 1, column 2, rows 4-6, 9 (4 rows)")
    ('表1第2行第3列', '表1第2列第4—6、9行（共4行）')
    """
    for pattern, words in CELLS.items():
        text = pattern.sub(lambda match, words=words: say(words, **_parts(match)), text)  # type: ignore[misc]
    return text


def _parts(match: re.Match[str]) -> dict[str, str]:
    return {name: _ranges(part) if name == "rows" else part for name, part in match.groupdict().items()}


def _ranges(text: str) -> str:
    ranges = text.replace("-", "—").split(", ")
    return i18n.join("、", ranges[:MOST_RANGES]) + ("…" if len(ranges) > MOST_RANGES else "")


def _origin_word(word: str) -> str:
    if places.is_place(word):
        return place(word)
    if word in indicators.indicators():
        return indicators.indicator(word).name
    remark = next((remark for remark in REMARKS if word.endswith(remark)), "")
    return i18n.quote(word.removesuffix(remark)) + (say(remark) if remark else "")


def ties(count: int) -> str:
    """Say how many have a rank, where it isn't one alone.

    Examples
    --------
    >>> ties(1), ties(3)
    ('', '（3个并列）')
    """
    return say("（{count}个并列）", count=count) if count > 1 else ""


def file_name(code: str) -> str:
    """Return the page of a place; codes, because 陕西 and 山西 have one spelling in Latin letters."""
    if "+" in code:
        msg = f"{code} is a composite place and has no page of its own"
        raise CleaningError(msg)
    return f"{code}.html"
