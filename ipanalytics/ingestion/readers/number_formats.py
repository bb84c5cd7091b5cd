"""Numbers of a workbook as they are printed, by their number format."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

# What Chinese Excel shows for the formats that a workbook names by number only (ECMA-376, 18.8.30).
BUILT_IN = {
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58), "yyyy-mm-dd"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-mm"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
    46: "[h]:mm:ss",
}
LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|G/通用格式', re.IGNORECASE)
INTEGER = re.compile(r"-?[1-9]\d*|0")
FIRST_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^";])*')
# A comma at the end of the digits scales the printed number, so that its suffix wouldn't fit the stored one.
SUFFIX = re.compile(
    r'(?:\[[^\]]*\])*(?:[#0?,]*[#0?](?:\.[#0?]+)?|general|G/通用格式)(?:_.)?\s*("[^"]+"|(?:\\.)+)(?:_.)?\s*',
    re.IGNORECASE,
)
DAYS_TO_1904, LAST_DAY, FIRST_SOUND_DAY = 1462, 2_958_466, 60
LONGEST_PLAIN = Decimal("1e21")


@dataclass(frozen=True)
class _Look:
    is_percent: bool = False
    is_elapsed: bool = False
    date: str = ""
    suffix: str = ""


def printed(value: float | str, code: str, *, from_1904: bool = False) -> str:
    """Return a number in all its digits, with the %, the date or the word that its format adds.

    Rounding and thousands scaling of the format are left out: the stored value is what
    was meant. A date without a day is a month, one without a month a year.

    Parameters
    ----------
    value
        The number; text keeps digits that a float can't hold.

    Examples
    --------
    >>> printed(0.125, "0%"), printed(2022.0, '0"年"'), printed(44562, 'yyyy"年"m"月"')
    ('12.5%', '2022年', '2022-01')
    """
    look = _look(code)
    if look.is_elapsed:
        return _elapsed(float(value))
    days = float(value) + DAYS_TO_1904 * from_1904
    if look.date and 0 <= days < LAST_DAY:
        return _moment(days).strftime(look.date)
    text = plain(value)
    return _written(Decimal(text) * 100) + "%" if look.is_percent else text + look.suffix


def plain(value: float | str) -> str:
    """Return a number without blanks, exponent, and digits that only binary arithmetic added.

    Examples
    --------
    >>> plain(5.0), plain(0.1 + 0.2), plain(1e-7), plain("123456789012345678")
    ('5', '0.3', '0.0000001', '123456789012345678')
    """
    if isinstance(value, str) and INTEGER.fullmatch(value):
        return value
    short = Decimal(repr(float(f"{float(value):.15g}")))
    return _written(short) if short.is_finite() and abs(short) < LONGEST_PLAIN else str(value)


def _written(number: Decimal) -> str:
    text = format(number, "f") if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def _look(code: str) -> _Look:
    section = FIRST_SECTION.findall(code)[0]
    bare = LITERALS.sub("", section).lower()
    if re.search(r"\[[hms]+\]", bare):
        return _Look(is_elapsed=True)
    if re.search(r"[ymdhs]", bare):
        return _Look(date=_date_pattern(bare))
    suffix = SUFFIX.fullmatch(section)
    return _Look(is_percent="%" in bare, suffix=re.sub(r'["\\]', "", suffix.group(1)).strip() if suffix else "")


def _date_pattern(bare: str) -> str:
    has_year, has_day, has_time = "y" in bare or "e" in bare, "d" in bare, bool(re.search("[hs]", bare))
    if has_time:
        return "%Y-%m-%d %H:%M:%S" if has_year or has_day else "%H:%M:%S"
    if has_day or not has_year:
        return "%Y-%m-%d"
    return "%Y-%m" if "m" in bare else "%Y"


def _moment(days: float) -> datetime:
    # Excel counts a 29 February 1900 that never was.
    start = datetime(1899, 12, 30 if days >= FIRST_SOUND_DAY else 31)
    return start + timedelta(seconds=min(round(days * 86400), LAST_DAY * 86400 - 1))


def _elapsed(days: float) -> str:
    minutes, seconds = divmod(round(days * 86400), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
