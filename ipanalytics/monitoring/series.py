"""The figures that a target is judged by: standing at a day, cumulated in a year, summed over members.

Everything here is looked up in a `SeriesBook`, observations by place and indicator. A `DataPoint`
knows the keys of the observations that it was made from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue.settings import Settings
from ipanalytics.catalogue.sources import SEPARATOR
from ipanalytics.core import periods
from ipanalytics.observations import denominators, derivation
from ipanalytics.observations.table import KEY

Key = tuple[str, str, str]
ORDER = ("day", "month", "quarter", "year", "span")
CUMULATED = ("span", "year")
TILES = {"month": 1, "quarter": 3}
MONTHS = 12
CLOSE = 1e-9
POPULATION = "population"


@dataclass(frozen=True)
class DataPoint:
    """A figure, the day it stands at, and the keys (area, indicator, period) that it was made from."""

    value: float
    end: date
    period: str
    used: tuple[Key, ...]
    method: str = "given"
    is_conflicting: bool = False
    differs_from_sum: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesBook:
    """Observations by (area, indicator), sources and status of each key, denominators by (area, indicator, year)."""

    rows: Mapping[tuple[str, str], list[DataPoint]]
    origins: Mapping[Key, tuple[str, str]]
    denominators: Mapping[tuple[str, str, int], DataPoint]
    settings: Settings
    tolerance: float


def open_book(table: pd.DataFrame, settings: Settings, tolerance: float) -> SeriesBook:
    """Return the book of preferred observations; rates that units' own figures give are added.

    Parameters
    ----------
    table
        Observations, one row a key; nothing that may not be known yet.
    settings
        For the population that a rate is computed with.
    tolerance
        Part by which a total may differ from the sum of its members before that is flagged.
    """
    return book_of(derivation.derive_own(table, settings), settings, tolerance)


def book_of(whole: pd.DataFrame, settings: Settings, tolerance: float) -> SeriesBook:
    """Return the book of observations to which all has been added that follows from them, see `open_book`."""
    rows: dict[tuple[str, str], list[DataPoint]] = defaultdict(list)
    origins: dict[Key, tuple[str, str]] = {}
    columns = [whole[name] for name in (*KEY, "value", "status", "source")]
    for area, indicator, period, value, status, source in zip(*columns, strict=True):
        key = (area, indicator, period)
        rows[area, indicator].append(DataPoint(float(value), periods.parse(period).end, period, (key,)))
        origins[key] = (status, source)
    below = {POPULATION, *(rate.denominator for rate in indicators.rates())} & set(whole["indicator"])
    yearly = {key: point for id_ in sorted(below) for key, point in _by_year(whole, id_, settings).items()}
    return SeriesBook(rows, origins, yearly, settings, tolerance)


def _by_year(table: pd.DataFrame, indicator: str, settings: Settings) -> dict[tuple[str, str, int], DataPoint]:
    yearly = denominators.by_year(table, indicator, settings)
    keys = zip(yearly["area"], yearly["year"], yearly["period"], yearly["value"], strict=True)
    return {
        (area, indicator, year): DataPoint(
            float(value), periods.parse(period).end, period, ((area, indicator, period),)
        )
        for area, year, period, value in keys
    }


def is_synthetic(book: SeriesBook, used: Iterable[Key]) -> bool:
    """Say whether a synthetic figure is among the keys."""
    return any(book.origins[key][0] == "synthetic" for key in used)


def sources_of(book: SeriesBook, used: Iterable[Key]) -> set[str]:
    """Return the ids of all sources behind the keys."""
    return {id_ for key in used for id_ in book.origins[key][1].split(SEPARATOR)}


def is_same(value: float, other: float) -> bool:
    """Say whether two figures are equal but for rounding in the machine."""
    return abs(value - other) <= CLOSE * max(1.0, abs(value), abs(other))


def members_of(area: str) -> list[str]:
    """Return the units that a region or the province is the sum of; none for other places."""
    return hierarchy.members(area) if area == places.province() or places.level_of(area) == "region" else []


def stock(book: SeriesBook, area: str, indicator: str, *, named: str = "") -> dict[date, DataPoint]:
    """Return a stock's or a rate's figures by the day they stand at, published ones before sums.

    At one day the figure of the period `named` wins, then a day's over a month's, a quarter's and a year's.
    """
    points = book.rows.get((area, indicator), [])
    own = _by_end(points) | {point.end: point for point in points if point.period == named}
    return _with_sums(book, own, _summed_stock(book, area, indicator))


def _by_end(points: Iterable[DataPoint]) -> dict[date, DataPoint]:
    ranked = sorted(points, key=lambda point: ORDER.index(periods.parse(point.period).shape))
    return {point.end: point for point in reversed(ranked)}


def _with_sums(book: SeriesBook, own: dict[date, DataPoint], sums: dict[date, DataPoint]) -> dict[date, DataPoint]:
    """Put sums where nothing is published, and say where a published total differs from its sum."""
    return {**sums, **{end: _compared(book, point, sums.get(end)) for end, point in own.items()}}


def _compared(book: SeriesBook, own: DataPoint, total: DataPoint | None) -> DataPoint:
    if total is None or abs(own.value - total.value) <= book.tolerance * abs(own.value) + CLOSE:
        return own
    return replace(own, differs_from_sum=True, method=f"{own.method}; {total.method} gives {total.value:.10g}")


def _summed_stock(book: SeriesBook, area: str, indicator: str) -> dict[date, DataPoint]:
    item = indicators.indicator(indicator)
    if item.numerator:
        return _recomputed(book, area, item)
    members = members_of(area) if item.additive else []
    return _sums({code: _by_end(book.rows.get((code, indicator), [])) for code in members})


def _sums(parts: dict[str, dict[date, DataPoint]]) -> dict[date, DataPoint]:
    """Add members up at every day that all of them have."""
    shared = set.intersection(*(set(series) for series in parts.values())) if parts else set()
    return {end: _sum([series[end] for series in parts.values()], len(parts)) for end in shared}


def _sum(points: list[DataPoint], count: int, missing: tuple[str, ...] = ()) -> DataPoint:
    used = tuple(key for point in points for key in point.used)
    word = f"sum of {len(points)} members" if not missing else f"sum of {len(points)} of {count} members"
    total, conflict = sum(point.value for point in points), any(point.is_conflicting for point in points)
    return DataPoint(total, points[0].end, points[0].period, used, word, conflict, missing=missing)


def _recomputed(book: SeriesBook, area: str, item: indicators.Indicator) -> dict[date, DataPoint]:
    """Return numerator ÷ denominator × per wherever an area has both; for places with members only."""
    if not members_of(area):
        return {}
    rates = {end: _rate(book, area, item, above) for end, above in stock(book, area, item.numerator).items()}
    return {end: rate for end, rate in rates.items() if rate is not None}


def _rate(book: SeriesBook, area: str, item: indicators.Indicator, above: DataPoint) -> DataPoint | None:
    below = denominator_of(book, area, item, above.end)
    if below is None or below.value <= 0:
        return None
    method = f"{above.method} ÷ {item.denominator} {below.period} ({below.method})"
    value = above.value / below.value * item.per
    return replace(above, value=value, used=above.used + below.used, method=method, differs_from_sum=False)


def denominator_of(book: SeriesBook, area: str, item: indicators.Indicator, end: date) -> DataPoint | None:
    """Return what a rate is divided by whose numerator ends on a day: published, else the sum of all members."""
    return _yearly(book, area, item.denominator, denominators.year_of(item, end.year, book.settings))


def population_of(book: SeriesBook, area: str, year: int) -> DataPoint | None:
    """Return the population of a year: published, else the sum of all members."""
    return _yearly(book, area, POPULATION, year)


def _yearly(book: SeriesBook, area: str, indicator: str, year: int) -> DataPoint | None:
    if own := book.denominators.get((area, indicator, year)):
        return own
    members = members_of(area)
    known = [book.denominators.get((code, indicator, year)) for code in members]
    parts = [point for point in known if point]
    return _sum(parts, len(parts)) if parts and len(parts) == len(members) else None


def year_to_date(book: SeriesBook, area: str, indicator: str, year: int) -> dict[date, DataPoint]:
    """Return what a flow has come to since 1 January, by the day it is counted to, published ones before sums."""
    own = _own_year_to_date(book, area, indicator, year)
    members = members_of(area) if indicators.indicator(indicator).additive else []
    sums = _sums({code: _own_year_to_date(book, code, indicator, year) for code in members})
    return _with_sums(book, own, sums)


def _own_year_to_date(book: SeriesBook, area: str, indicator: str, year: int) -> dict[date, DataPoint]:
    """Return a cumulated period first, then a year, then months and quarters that tile the year without a gap."""
    points = book.rows.get((area, indicator), [])
    parsed = [(point, periods.parse(point.period)) for point in points]
    cumulated = [(point, period.shape) for point, period in parsed if period.start == date(year, 1, 1)]
    candidates = [point for shape in CUMULATED for point, other in cumulated if other == shape]
    candidates += _tiled(points, year)
    chosen: dict[date, DataPoint] = {}
    for point in candidates:
        first = chosen.setdefault(point.end, point)
        if point.is_conflicting or not is_same(first.value, point.value):
            chosen[point.end] = replace(first, is_conflicting=True)
    return chosen


def _tiled(points: Iterable[DataPoint], year: int) -> list[DataPoint]:
    """Add months and quarters up from January as far as they reach; where both reach, months count."""
    tiles = _tiles(points, year)
    reached: dict[int, DataPoint] = {0: DataPoint(0.0, date(year, 1, 1), "", (), "")}
    for month in range(1, max((last for last, _ in tiles), default=0) + 1):
        ways = [
            _joined(reached[month - length], tiles[month, length], year)
            for length in TILES.values()
            if month - length in reached and (month, length) in tiles
        ]
        if ways:
            differ = any(not is_same(way.value, ways[0].value) for way in ways)
            reached[month] = replace(ways[0], is_conflicting=ways[0].is_conflicting or differ)
    return [point for month, point in reached.items() if month]


def _tiles(points: Iterable[DataPoint], year: int) -> dict[tuple[int, int], DataPoint]:
    """Return months and quarters by their last month, counted from January of the year on, and their months."""
    parsed = [(point, periods.parse(point.period)) for point in points]
    return {
        (MONTHS * (period.end.year - year) + period.end.month, TILES[period.shape]): point
        for point, period in parsed
        if period.shape in TILES and period.end.year >= year
    }


def _joined(before: DataPoint, tile: DataPoint, year: int) -> DataPoint:
    text = f"{year}-01/{tile.end:%Y-%m}"
    count = len(before.used) + 1
    method = f"{count} tiles" if count > 1 else "given"
    used = (*before.used, *tile.used)
    return DataPoint(before.value + tile.value, tile.end, text, used, method, before.is_conflicting)


def partial_sum(parts: Mapping[str, Mapping[date, DataPoint]]) -> DataPoint | None:
    """Return the sum of those members that have the latest figure, naming the others; None where nobody has one."""
    ends = [end for series in parts.values() for end in series]
    if not ends:
        return None
    last = max(ends)
    missing = tuple(code for code, series in parts.items() if last not in series)
    return _sum([series[last] for series in parts.values() if last in series], len(parts), missing)
