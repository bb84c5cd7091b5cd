"""Axes: where values stand between 0 and 100 per cent of the drawing, and which of them are named."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipanalytics.report.charts.static.words import lines, number

TICKS, ROOM = 5, 0.05
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """A range of values along an axis; `names` are the categories that stand at 0, 1, 2 …, `unit` a bar's place."""

    low: float
    high: float
    names: tuple[str, ...] = ()
    is_dated: bool = False
    is_log: bool = False
    unit: float = 1.0

    @property
    def has_zero(self) -> bool:
        """Whether 0 stands on it, not at its upper end; on a logarithmic one it never does."""
        return not self.is_log and self.low <= 0 < self.high

    def at(self, value: float | str) -> float:
        """Return where a value stands, in per cent from where the axis begins."""
        return 100 * (self.plain(value) - self.low) / (self.high - self.low)

    def plain(self, value: float | str) -> float:
        """Return a value as a number: the place of a category, the day of a date; a power of ten on such an axis."""
        if not isinstance(value, str):
            return math.log10(value) if self.is_log else float(value)
        return float(date.fromisoformat(value).toordinal() if self.is_dated else self.names.index(value))


@dataclass(frozen=True)
class Tick:
    """A named value of an axis: where it stands in per cent, and the lines of its name."""

    place: float
    lines: tuple[str, ...]


def scale(axis: dict[str, Any], values: Iterable[Any], *, spans: Iterable[float] = ()) -> Scale:
    """Return the scale of an axis for the values drawn along it.

    Parameters
    ----------
    axis
        Layout keys of the axis.
    values
        What is drawn; None is nothing.
    spans
        What bars reach, which begin at 0; then there is room at their ends alone.
    """
    present, reached = [value for value in values if value is not None], [0.0, *spans]
    if axis.get("type") == "date":
        days = Scale(0, 1, is_dated=True)
        return _roomy([days.plain(day) for day in present], axis, is_dated=True)
    if any(isinstance(value, str) for value in present):
        names = tuple(axis.get("categoryarray") or dict.fromkeys(present))
        ends = (-0.5, len(names) - 0.5)
        return Scale(*(ends[::-1] if axis.get("autorange") == "reversed" else ends), names)
    if axis.get("range"):
        low, high = axis["range"]
        return Scale(low, high, is_log=axis.get("type") == "log")
    if len(reached) > 1:
        low, high = min(reached), max(reached)
        room = ROOM * (high - low or 1)
        return Scale(low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)
    return _roomy([float(value) for value in present], axis)


def _roomy(values: list[float], axis: dict[str, Any], *, is_dated: bool = False) -> Scale:
    values = [*values, 0.0] if axis.get("rangemode") == "tozero" else values or [0.0, 1.0]
    room = ROOM * (max(values) - min(values) or 1)
    low = 0.0 if axis.get("rangemode") == "tozero" else min(values) - room
    return Scale(low, max(values) + room, is_dated=is_dated)


def ticks(axis: dict[str, Any], on: Scale) -> list[Tick]:
    """Return the named values of an axis that is seen."""
    if axis.get("visible") is False:
        return []
    if axis.get("tickvals"):
        texts = axis.get("ticktext") or [number(value, axis.get("tickformat", "")) for value in axis["tickvals"]]
        return [Tick(on.at(value), tuple(lines(text))) for value, text in zip(axis["tickvals"], texts, strict=True)]
    if on.names:
        return [Tick(on.at(name), tuple(lines(name))) for name in on.names]
    if on.is_dated:
        return _years(on, axis.get("ticklabelstep", 1))
    low, high = sorted((on.low, on.high))
    step = float(axis.get("dtick") or _step((high - low) / axis.get("nticks", TICKS)))
    count = math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) + 1
    values = [(math.ceil(low / step - 1e-9) + n) * step for n in range(count)]
    return [Tick(on.at(value), (number(value, axis.get("tickformat", ",~r")),)) for value in values]


def _step(least: float) -> float:
    """Return the smallest round number that isn't below another."""
    size = 10 ** math.floor(math.log10(least))
    return size * next(factor for factor in STEPS if factor * size >= least * (1 - 1e-9))


def _years(on: Scale, step: int) -> list[Tick]:
    """Name every so many years in their middle, the last one always; one that isn't seen to its middle has no name."""
    middles = {year: on.at(f"{year}-07-02") for year in _between(on)}
    seen = [year for year, place in middles.items() if 0 <= place <= 100] or [*middles]  # noqa: PLR2004
    return [Tick(min(max(middles[year], 0), 100), (str(year),)) for year in seen[::-1][::step]]


def _between(on: Scale) -> range:
    return range(date.fromordinal(math.ceil(on.low)).year, date.fromordinal(math.floor(on.high)).year + 1)


def new_years(on: Scale) -> list[float]:
    """Return where years begin on an axis of dates."""
    return [place for year in _between(on) if (place := on.at(f"{year}-01-01")) >= 0] if on.is_dated else []
