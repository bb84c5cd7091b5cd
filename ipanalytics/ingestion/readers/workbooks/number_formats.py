"""Numbers of a workbook as they are printed, by their number format."""

import operator
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
LITERALS = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|G/通用格式', re.IGNORECASE)
INTEGER = re.compile(r"-?[1-9][0-9]*|0")
WRITTEN = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?\s*")
# ! before a character is Chinese Excel's backslash.
SECTION = re.compile(r'((?:"[^"]*"|[\\!].|[^";])*)(;|$)')
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
TESTS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
WHOLE = r"general|G/通用格式"
SUFFIX = re.compile(
    rf'(?:\[[^\]]*\])*(?:[#0?,]*[#0?],*(?:\.[#0?]+,*)?|{WHOLE})(?:_.)?\s*("[^"]+"|(?:[\\!].)+|[^\x00-\x7f]+)(?:_.)?\s*',
    re.IGNORECASE,
)
# A full stop that is a mere letter between digits shifts them: 0!.0000 shows 12345 as 1.2345.
INNER_STOP = re.compile(r'(?<=[#0?])(?:[\\!]\.|"\.")(?=[#0?])')
SHIFTED, SCALED = re.compile("\0([#0?]+)"), re.compile(r"[#0?](,+)(?![#0?,])")
DAYS_TO_1904, LAST_DAY, FIRST_SOUND_DAY = 1462, 2_958_466, 60
LONGEST_PLAIN = Decimal("1e21")


@dataclass(frozen=True)
class _Look:
    is_percent: bool = False
    is_elapsed: bool = False
    date: str = ""
    suffix: str = ""
    # Zeros by which the printed number is shorter than the stored one.
    shift: int = 0
    # What is printed instead of the number; None where it is printed.
    instead: str | None = None


def printed(value: float | str, code: str, *, from_1904: bool = False) -> str:
    """Return a number in all its digits, with the %, the date or the word that its format adds.

    Rounding is left out, scaling isn't: a reader sees 1,200 under 千件, and "" where the
    format shows nothing. A date without a day is a month, one without a month a year.

    Parameters
    ----------
    value
        The number; text keeps digits that a float can't hold.

    Examples
    --------
    >>> printed(0.125, "0%"), printed(2022.0, '0"年"'), printed(44562, 'yyyy"年"m"月"')
    ('12.5%', '2022年', '2022-01')
    >>> printed(1200000, "#,##0,"), printed(12345, '0!.0,"万"'), printed(5, ";;;")
    ('1200', '1.2345万', '')
    """
    if isinstance(value, str) and not WRITTEN.fullmatch(value):
        msg = f"{value!r} is no number"
        raise ValueError(msg)
    look = _look(_section(code or "General", float(value)))
    if look.instead is not None and float(value):
        return look.instead
    if look.is_elapsed:
        return _elapsed(float(value))
    days = float(value) + DAYS_TO_1904 * from_1904
    if look.date and 0 <= days < LAST_DAY:
        return _moment(days).strftime(look.date)
    text = plain(value)
    if move := 2 * look.is_percent - look.shift:
        text = _written(Decimal(text).scaleb(move))
    return text + ("%" if look.is_percent else look.suffix)


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


def _section(code: str, value: float) -> str:
    """Return the part of a format that a number is printed by: by a condition, else by its sign."""
    if ";" not in code:
        return code
    parts = _sections(code)
    conditions = [CONDITION.search(part) for part in parts]
    if any(conditions):
        fits = (not test or TESTS[test[1]](value, float(test[2])) for test in conditions)
        return next((part for part, is_fit in zip(parts, fits, strict=True) if is_fit), "General")
    index = 1 if value < 0 else 2 if value == 0 else 0
    return parts[index] if index < len(parts) else parts[0]


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """Return the parts of a format that are for numbers."""
    parts: list[str] = []
    for found in SECTION.finditer(code):
        parts.append(found[1])
        if not found[2]:
            break
    return tuple(part for n, part in enumerate(parts[:3]) if n == 0 or "@" not in part)


@lru_cache(maxsize=1024)
def _look(section: str) -> _Look:
    bare = LITERALS.sub("", section).lower()
    if re.search(r"\[[hms]+\]", bare):
        return _Look(is_elapsed=True)
    if re.search(r"[ymdhs]", bare):
        return _Look(date=_date_pattern(bare))
    if not bare.strip() and not re.search(rf"{WHOLE}|@", section, re.IGNORECASE):
        return _Look(instead=_unquoted("".join(re.findall(r'"[^"]*"|[\\!].', section))))
    suffix = SUFFIX.fullmatch(INNER_STOP.sub("", section))
    shown = _unquoted(suffix.group(1)) if suffix else ""
    return _Look(is_percent="%" in bare, suffix=shown, shift=_shift(section))


def _unquoted(text: str) -> str:
    return re.sub(r'["\\!]', "", text).strip()


def _shift(section: str) -> int:
    """Return by how many digits a format shortens: three for a comma at their end, one for each after a mere stop."""
    digits = LITERALS.sub("", INNER_STOP.sub("\0", section))
    stop, commas = SHIFTED.search(digits), SCALED.search(digits)
    return len(stop[1] if stop else "") + 3 * len(commas[1] if commas else "")


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
