"""Periods as text: 2022, 2022-Q3, 2022-09, 2022-01/2022-09, 2022-12-20.

A stock stands at the end of its period, a flow counts all of it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ipanalytics.core.errors import CleaningError

YEAR, TWO = "((?:19|20)[0-9]{2})", "([0-9]{2})"
SHAPES = {
    "day": re.compile(f"{YEAR}-{TWO}-{TWO}"),
    "month": re.compile(f"{YEAR}-{TWO}"),
    "quarter": re.compile(f"{YEAR}-Q([1-4])"),
    "year": re.compile(YEAR),
    "span": re.compile(f"{YEAR}-{TWO}/{YEAR}-{TWO}"),
}
EXPECTED = "2022, 2022-Q3, 2022-09, 2022-01/2022-09 or 2022-12-20"


@dataclass(frozen=True)
class Period:
    """First and last day (inclusive) of a period, and which shape its text has."""

    text: str
    shape: str
    start: date
    end: date


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """Read a period's text.

    Raises
    ------
    CleaningError
        When the text has none of the five shapes, or names a day that doesn't exist.

    Examples
    --------
    >>> parse("2022-Q3").end.isoformat()
    '2022-09-30'
    >>> parse("2022-01/2022-09").start.isoformat()
    '2022-01-01'
    """
    if period := _read(text):
        return period
    meant = _meant(text) if isinstance(text, str) else ""
    msg = f"{text!r} is not a period: expected {EXPECTED}{f'; is {meant} meant?' if meant else ''}"
    raise CleaningError(msg)


def _read(text: str) -> Period | None:
    for shape, pattern in SHAPES.items():
        if isinstance(text, str) and (match := pattern.fullmatch(text)):
            return _built(text, shape, [int(part) for part in match.groups()])
    return None


def _meant(text: str) -> str:
    """Return the period that a text written otherwise may mean, to be asked for; "" where none comes to mind.

    Examples
    --------
    >>> [_meant(text) for text in ("2022年", "2022.9", "202209", "2022年1-9月", "2022年三季度", "22/9/5", "soon")]
    ['2022', '2022-09', '2022-09', '2022-01/2022-09', '2022-Q3', '2022-09-05', '']
    """
    plain = re.sub("[一二三四](?=季)", lambda match: str("一二三四".index(match[0]) + 1), text)
    glued = re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})?", plain)
    year, *rest = (glued.groups("") if glued else re.findall("[0-9]+", plain)) or [""]
    parts = [f"{int(part):02}" for part in rest if part]
    year = f"20{year}" if len(year) == len("22") else year
    is_quarter = re.search("(?i)q|季", plain) and len(parts) == 1
    is_span = len(parts) == len(("first", "last")) and "月" in plain and "日" not in plain
    shown = f"{year}-{parts[0]}/{year}-{parts[1]}" if is_span else "-".join([year, *parts])
    shown = f"{year}-Q{int(parts[0])}" if is_quarter else shown
    try:
        return shown if _read(shown) else ""
    except CleaningError:
        return ""


def _built(text: str, shape: str, parts: list[int]) -> Period:
    try:
        start, end = _bounds(shape, parts)
    except ValueError as fault:
        msg = f"{text!r} is not a period: {fault}"
        raise CleaningError(msg) from fault
    if start > end:
        msg = f"{text!r} is not a period: it ends before it starts"
        raise CleaningError(msg)
    return Period(text, shape, start, end)


def _bounds(shape: str, parts: list[int]) -> tuple[date, date]:
    match shape, parts:
        case "day", [year, month, day]:
            return date(year, month, day), date(year, month, day)
        case "month", [year, month]:
            return date(year, month, 1), month_end(year, month)
        case "quarter", [year, quarter]:
            return date(year, 3 * quarter - 2, 1), month_end(year, 3 * quarter)
        case "span", [year, month, last_year, last_month]:
            return date(year, month, 1), month_end(last_year, last_month)
        case _:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)


def is_period(text: str, *, shape: str = "") -> bool:
    """Say whether a text is a period, of one shape where that is given."""
    try:
        return shape in ("", parse(text).shape)
    except CleaningError:
        return False


def moment(day: date) -> str:
    """Return how the period of a stock is written: the year at its end, the month at its end, else the day.

    Examples
    --------
    >>> moment(date(2021, 12, 31)), moment(date(2022, 9, 30)), moment(date(2020, 11, 1))
    ('2021', '2022-09', '2020-11-01')
    """
    if (day.month, day.day) == (12, 31):
        return f"{day:%Y}"
    return f"{day:%Y-%m}" if day == month_end(day.year, day.month) else day.isoformat()


def so_far(year: int, month: int) -> str:
    """Return the period from January to a month: January alone is a month, not a span.

    Examples
    --------
    >>> so_far(2022, 9), so_far(2022, 1)
    ('2022-01/2022-09', '2022-01')
    """
    return f"{year}-01/{year}-{month:02}" if month > 1 else f"{year}-01"


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    start = date(year, month, 1)
    return start.replace(day=monthrange(year, month)[1])
