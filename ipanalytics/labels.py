"""Numbers, periods and names as a reader of the Chinese pages sees them."""

import math
from collections.abc import Container, Mapping

from ipanalytics import catalogue, divisions, periods
from ipanalytics.errors import CleaningError

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


def number(value: float | None, *, digits: int | None = None) -> str:
    """Word a number with thousands commas; whole numbers without decimals, others with two at most.

    Examples
    --------
    >>> number(82069.0), number(46.7938), number(None), number(23.6), number(3.0, digits=1)
    ('82,069', '46.79', '无数据', '23.6', '3.0')
    """
    if value is None or math.isnan(value):
        return NO_DATA
    if digits is not None:
        return f"{value:,.{digits}f}"
    text = f"{value:z,.2f}"
    return text.rstrip("0").rstrip(".")


def quantity(value: float | None, indicator: str) -> str:
    """Word a value with its unit; people in 万人, rates with two decimals.

    Examples
    --------
    >>> quantity(39528999, "population"), quantity(23713, "high_value_inventions")
    ('3,952.9万人', '23,713件')
    """
    item = catalogue.indicator(indicator)
    if value is None or math.isnan(value):
        return NO_DATA
    if item.unit == "人":
        return f"{value / 10000:,.1f}万人"
    return number(value, digits=2 if item.unit == "件/万人" else None) + item.unit


def share(part: float, whole: float, *, digits: int = 1) -> str:
    """Word a share in percent; without a part or a whole there is none.

    Examples
    --------
    >>> share(23713, 40000), share(0, 0)
    ('59.3%', '无数据')
    """
    if not whole or math.isnan(part) or math.isnan(whole):
        return NO_DATA
    return f"{100 * part / whole:.{digits}f}%"


def period(text: str, indicator: str | None = None) -> str:
    """Word a period; a stock's year is its end (2021年末).

    Examples
    --------
    >>> period("2021", "inventions_in_force"), period("2022-Q3"), period("2022-01/2022-09")
    ('2021年末', '2022年三季度', '2022年1—9月')
    """
    parsed = periods.parse(text)
    start, end = parsed.start, parsed.end
    stock = indicator is not None and catalogue.indicator(indicator).kind != "flow"
    match parsed.shape:
        case "year":
            return f"{end.year}年末" if stock and _at_year_end(indicator) else f"{end.year}年"
        case "quarter":
            return f"{end.year}年{'一二三四'[end.month // 3 - 1]}季度"
        case "month":
            return f"{end.year}年{end.month}月" + ("末" if stock else "")
        case "span" if start.year == end.year:
            return f"{end.year}年{start.month}—{end.month}月"
        case "span":
            return f"{start.year}年{start.month}月—{end.year}年{end.month}月"
        case _:
            return f"{end.year}年{end.month}月{end.day}日"


def _at_year_end(indicator: str | None) -> bool:
    item = catalogue.indicator(str(indicator))
    return item.kind == "stock" or catalogue.indicators().get(item.numerator, item).kind == "stock"


def day(text: str) -> str:
    """Word the last day of a period.

    Examples
    --------
    >>> day("2022-09")
    '2022年9月30日'
    """
    end = periods.parse(text).end
    return f"{end.year}年{end.month}月{end.day}日"


def place(code: str, *, short: bool = True) -> str:
    """Return a place's Chinese name."""
    return divisions.name_of(code, short=short)


def origin(cell: str) -> str:
    """Word where a figure stands; a computed one's codes and ids become names.

    Examples
    --------
    >>> origin("610500+610581 − 610581"), origin("population 2021 × 10")
    ('渭南（含韩城） − 韩城', '常住人口 2021 × 10')
    """
    places, known = divisions.table().index, catalogue.indicators()
    words = [_origin_word(word, places, known) for word in cell.split(" ")]
    return " ".join(words)


def _origin_word(word: str, places: Container[str], known: Mapping[str, catalogue.Indicator]) -> str:
    if word in places:
        return place(word)
    return known[word].name if word in known else word


def file_name(code: str) -> str:
    """Return the page of a place; codes, because 陕西 and 山西 have one spelling in Latin letters."""
    if "+" in code:
        msg = f"{code} is a composite place and has no page of its own"
        raise CleaningError(msg)
    return f"{code}.html"
