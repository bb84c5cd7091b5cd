"""The unit of measure that a figure stands in: the nearest of its row, its heading and the lines above."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ipanalytics.catalogue import indicators
from ipanalytics.core.errors import CatalogueError
from ipanalytics.ingestion.text import normalise, numbers

# Quantities that are counted one by one: 个 serves enterprises and marks alike, 家 and 件 don't.
COUNTED = ("things", "bodies", "deals")
ANYTHING = ("个", "千个", "万个", "个(件)", "件(个)")
DEALT = {"things", "deals"}
# Without their unit these may be off by 10^4.
NEED_UNIT = ("money", "people", "dollars")
LINE = re.compile(r"(?i)(?:单 *位|units?) *[::] *([^()]+)")
Unit = str | numbers.Fault | None


def of_lines(lines: Sequence[str]) -> list[str]:
    """Return the units that lines above a table name, the nearest first; one may name several (单位：件、万元)."""
    found: list[str] = []
    for line in reversed(lines):
        whole = numbers.find_unit(line)
        if isinstance(whole, str):
            found.append(whole)
        elif match := LINE.search(normalise.tidy(line)):
            pieces = re.split("[、,;/和及 ]+", match[1])
            found += [unit for piece in pieces if isinstance(unit := numbers.find_unit(f"({piece})"), str)]
        if isinstance(whole, numbers.Fault) and not found:
            found.append(whole.reason)
    return list(dict.fromkeys(found))


def nearest(printed: str | None, named: Mapping[str, Unit], lines: Sequence[str], item: indicators.Indicator) -> Unit:
    """Return the unit nearest to a figure, or how the units around it contradict one another.

    Parameters
    ----------
    printed
        The unit in the figure's own cell, which is beyond doubt.
    named
        The units of its row and of its heading, in this order.
    lines
        The units of the lines above.
    """
    if printed:
        return printed
    if clash := scales_apart(named, lines):
        return numbers.Fault(clash)
    return next((unit for unit in named.values() if unit), line_unit(lines, item))


def line_unit(units: Sequence[str], item: indicators.Indicator) -> Unit:
    """Return which of the units of the lines above fits; 件 serves what is counted one by one, 万件 doesn't."""
    wanted = indicators.quantity_of(item.unit)
    if fitting := [unit for unit in units if _fits(indicators.quantity_of(unit), wanted)]:
        if len({_multiple(unit) for unit in fitting}) > 1:
            return numbers.Fault(f"the lines above name the units {', '.join(reversed(fitting))}")
        return fitting[0]
    if not units or (wanted in COUNTED and any(_is_single(unit) for unit in units)):
        return None
    if wanted in ("density", "share", "score"):
        return None
    return units[0] if indicators.quantity_of(units[0]) else numbers.Fault(units[0])


def scales_apart(named: Mapping[str, Unit], lines: Sequence[str]) -> str:
    """Say how the units of a row, a heading and the lines above contradict one another: of one kind, but not one scale.

    A unit of another kind is only of its own column: 专利(件) under 单位：万元.

    Examples
    --------
    >>> scales_apart({"heading": "件"}, ["万件"]), scales_apart({"heading": "件"}, ["万元", "件"])
    ('the heading names the unit 件, the lines above 万件', '')
    """
    levels = {f"the {where}": [unit] for where, unit in named.items() if isinstance(unit, str)}
    levels["the lines above"] = [unit for unit in lines if indicators.quantity_of(unit)]
    (nearest, own), *others = ((where, units) for where, units in levels.items() if units or where == "the lines above")
    for where, units in others:
        alike = [unit for unit in units if _fits(indicators.quantity_of(unit), indicators.quantity_of(own[0]))]
        if alike and _multiple(own[0]) not in map(_multiple, alike):
            return f"{nearest} names the unit {own[0]}, {where} {', '.join(alike)}"
    return ""


def is_counted(unit: str) -> bool:
    """Say whether a unit is one of things, bodies or deals."""
    return indicators.quantity_of(unit) in COUNTED


def _multiple(unit: str) -> float:
    return indicators.units()[unit].factor


def _is_single(unit: str) -> bool:
    """Say whether a unit of the lines above, 件 or 个, may stand for whatever is counted; 家 counts bodies only."""
    return indicators.quantity_of(unit) in DEALT and _multiple(unit) == 1


def _fits(unit: str, wanted: str) -> bool:
    return unit == wanted or {unit, wanted} == DEALT or (unit == "multiple" and wanted not in ("", "share"))


def factor(unit: str | None, item: indicators.Indicator) -> float:
    """Return what a printed figure is multiplied with to have the catalogue's unit.

    Raises
    ------
    CatalogueError
        When the unit measures something else: 家 for patents.
    """
    wanted = indicators.quantity_of(item.unit)
    if unit is None:
        if wanted in NEED_UNIT:
            msg = f"no unit is given, expected one such as {item.unit}"
            raise CatalogueError(msg)
        return 1.0
    is_any = unit in ANYTHING and wanted in COUNTED
    if unit != item.unit and (is_any or {indicators.quantity_of(unit), wanted} == DEALT):
        return _multiple(unit) / _multiple(item.unit)
    return numbers.conversion(unit, item.unit)


def scaled_up(value: float, factor: float) -> float:
    """Multiply as on paper: 743.7991万 is 7437991, not 7437990.999999999."""
    return float(Decimal(repr(value)) * Decimal(repr(factor))) if factor != 1.0 else value


def scaled(  # noqa: PLR0913
    printed: str | None,
    row: tuple[str, Sequence[str]],
    heading: Unit,
    lines: Sequence[str],
    item: indicators.Indicator | None,
    said: Mapping[str, str],
) -> tuple[str | None, float] | numbers.Fault:
    """Return the unit nearest to a figure, its own, its row's, its column's or that of the lines, and its factor.

    Parameters
    ----------
    row
        The text of the row's column of units, and its labels that may name one.
    """
    if item is None:
        return None, 1.0
    beside = numbers.find_unit(f"({row[0]})") if row[0].strip() else None
    label = next((unit for text in row[1] if (unit := numbers.find_unit(text))), None)
    unit = nearest(printed, {"row": beside or label, "heading": heading}, lines, item)
    if isinstance(unit, numbers.Fault):
        return unit
    if "per" in said and (unit is None or is_counted(unit)):
        unit = f"{unit or '件'}/{said['per']}"
    try:
        return unit, 1.0 if unit == "%" != item.unit else factor(unit, item)
    except CatalogueError as fault:
        return numbers.Fault(f"{item.name}: {fault}")
