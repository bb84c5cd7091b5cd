"""The texts of a figure: numbers as d3 formats them, hover templates filled in, lines and bold ones told apart."""

import re
from collections.abc import Mapping
from typing import Any

from ipanalytics.core.errors import ReportError

FIELD = re.compile(r"%\{(\w+)(?:\[(\d+)\])?(?::([^}]*))?\}")
EXTRA = re.compile(r"<extra>(.*?)</extra>")
BREAK, BOLD = "<br>", ("<b>", "</b>")
SIGNIFICANT, PRECISION = re.compile(r"(,?)(?:\.(\d+))?~?([rgd]?)"), 6


def number(value: Any, spec: str = "") -> str:  # noqa: ANN401
    """Return a number as d3 formats it: "," and ".1f" as in Python, "~r" to so many digits; "−" is the sign.

    Raises
    ------
    ReportError
        Names a format that isn't known.

    Examples
    --------
    >>> number(12345.6789, ",~r"), number(0.5, ".1%"), number(-3.0, ","), number("甲", ",")
    ('12,345.7', '50.0%', '−3', '甲')
    """
    if isinstance(value, str) or value is None:
        return value or ""
    if digits := SIGNIFICANT.fullmatch(spec):
        precision = int(digits[2] or (PRECISION if digits[3] else 12))
        rounded = f"{float(f'{value:.{precision}g}'):{digits[1]}.{PRECISION}f}"
        return rounded.rstrip("0").rstrip(".").replace("-", "−")
    try:
        return format(value, spec).replace("-", "−")
    except ValueError as fault:
        msg = f"the number format {spec!r} is unknown; expected one like ',', ',.1f', ',~r' or '.0%'"
        raise ReportError(msg) from fault


def filled(template: str, values: Mapping[str, Any]) -> str:
    """Return a hover template with a point's values in it, a line a line; its <extra> is a line of its own.

    Examples
    --------
    >>> filled("%{x}月：%{y:,}<br>%{hovertext}<extra></extra>", {"x": 3, "y": 1200.0, "hovertext": ""})
    '3月：1,200'
    """
    text = EXTRA.sub(lambda extra: BREAK + extra[1], template)
    text = FIELD.sub(lambda place: number(_value(values, *place.group(1, 2)), place[3] or ""), text)
    return "\n".join(line for line in lines(text) if line)


def _value(values: Mapping[str, Any], name: str, part: str | None) -> Any:  # noqa: ANN401
    value = values.get(name)
    return value if part is None or value is None else value[int(part)]


def lines(text: str) -> list[str]:
    """Return the lines of a label, without their marks."""
    for mark in BOLD:
        text = text.replace(mark, "")
    return text.split(BREAK)


def is_bold(text: str) -> bool:
    """Tell whether a label's first line is bold."""
    return text.startswith(BOLD[0])
