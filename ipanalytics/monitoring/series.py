"""The figures that a target is judged by: standing at a day, cumulated in a year, summed over members.

Everything here is looked up in a `Book`, observations by place and indicator. An amount
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
from ipanalytics.observations import derivation
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
    method: str = "published"
    is_conflicting: bool = False
    differs: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesBook:
    """Observations by (area, indicator), the sources and status of each key, populations by (area, year)."""

    rows: Mapping[tuple[str, str], list[DataPoint]]
    origins: Mapping[Key, tuple[str, str]]
    people: Mapping[tuple[str, int], DataPoint]
    lag: int
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
    whole = derivation.derive_own(table, settings)
    rows: dict[tuple[str, str], list[DataPoint]] = defaultdict(list)
    origins: dict[Key, tuple[str, str]] = {}
    columns = [whole[name] for name in (*KEY, "value", "status", "source")]
    for area, indicator, period, value, status, source in zip(*columns, strict=True):
        key = (area, indicator, period)
        rows[area, indicator].append(DataPoint(float(value), periods.parse(period).end, period, (key,)))
        origins[key] = (status, source)
    yearly = derivation.population_by_year(whole, settings)
    keys = zip(yearly["area"], yearly["year"], yearly["period"], yearly["value"], strict=True)
    people = {
        (area, year): DataPoint(float(value), periods.parse(period).end, period, ((area, POPULATION, period),))
        for area, year, period, value in keys
    }
    return SeriesBook(rows, origins, people, settings.population_lag_years, tolerance)


def is_synthetic(book: SeriesBook, used: Iterable[Key]) -> bool:
    """Say whether a synthetic figure is among the keys."""
    return any(book.origins[key][0] == "synthetic" for key in used)


def sources_of(book: SeriesBook, used: Iterable[Key]) -> set[str]:
    """Return the ids of all sources behind the keys."""
    return {id_ for key in used for id_ in book.origins[key][1].split(SEPARATOR)}


def same(one: float, other: float) -> bool:
    """Say whether two figures are equal but for rounding in the machine."""
    return abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))


def members_of(area: str) -> list[str]:
    """Return the units that a region or the province is the sum of; none for other places."""
    return hierarchy.members(area) if area == places.PROVINCE or places.level_of(area) == "region" else []


def stock(book: SeriesBook, area: str, indicator: str, *, named: str = "") -> dict[date, DataPoint]:
    """Return a stock's or a rate's figures by the day they stand at, published ones before sums.

    At one day the figure of the period `named` wins, then a day's over a month's, a quarter's and a year's.
    """
    found = book.rows.get((area, indicator), [])
    own = _by_end(found) | {amount.end: amount for amount in found if amount.period == named}
    return _with_sums(book, own, _summed_standing(book, area, indicator))


def _by_end(found: Iterable[DataPoint]) -> dict[date, DataPoint]:
    ranked = sorted(found, key=lambda amount: ORDER.index(periods.parse(amount.period).shape))
    return {amount.end: amount for amount in reversed(ranked)}


def _with_sums(book: SeriesBook, own: dict[date, DataPoint], sums: dict[date, DataPoint]) -> dict[date, DataPoint]:
    """Put sums where nothing is published, and say where a published total differs from its sum."""
    return {**sums, **{end: _compared(book, amount, sums.get(end)) for end, amount in own.items()}}


def _compared(book: SeriesBook, own: DataPoint, total: DataPoint | None) -> DataPoint:
    if total is None or abs(own.value - total.value) <= book.tolerance * abs(own.value) + CLOSE:
        return own
    return replace(own, differs=True, method=f"{own.method}; {total.method} gives {total.value:.10g}")


def _summed_standing(book: SeriesBook, area: str, indicator: str) -> dict[date, DataPoint]:
    item = indicators.indicator(indicator)
    if item.numerator:
        return _recomputed(book, area, item)
    members = members_of(area) if item.additive else []
    return _sums({code: _by_end(book.rows.get((code, indicator), [])) for code in members})


def _sums(parts: dict[str, dict[date, DataPoint]]) -> dict[date, DataPoint]:
    """Add members up at every day that all of them have."""
    shared = set.intersection(*(set(series) for series in parts.values())) if parts else set()
    return {end: _sum([series[end] for series in parts.values()], len(parts)) for end in shared}


def _sum(found: list[DataPoint], count: int, missing: tuple[str, ...] = ()) -> DataPoint:
    used = tuple(key for amount in found for key in amount.used)
    word = f"sum of {len(found)} members" if not missing else f"sum of {len(found)} of {count} members"
    conflict = any(amount.is_conflicting for amount in found)
    period = next((amount.period for amount in found), "")
    return DataPoint(sum(amount.value for amount in found), found[0].end, period, used, word, conflict, missing=missing)


def _recomputed(book: SeriesBook, area: str, item: indicators.Indicator) -> dict[date, DataPoint]:
    """Return numerator ÷ denominator × per wherever an area has both; for places with members only."""
    if not members_of(area):
        return {}
    found = {end: _rate(book, area, item, above) for end, above in stock(book, area, item.numerator).items()}
    return {end: amount for end, amount in found.items() if amount is not None}


def _rate(book: SeriesBook, area: str, item: indicators.Indicator, above: DataPoint) -> DataPoint | None:
    below = people_of(book, area, above.end.year - book.lag)
    if below is None or below.value <= 0:
        return None
    method = f"{above.method} ÷ {item.denominator} {below.period} ({below.method})"
    value = above.value / below.value * item.per
    return replace(above, value=value, used=above.used + below.used, method=method, differs=False)


def people_of(book: SeriesBook, area: str, year: int) -> DataPoint | None:
    """Return the population of a year: published, else the sum of all members."""
    if own := book.people.get((area, year)):
        return own
    parts = [book.people.get((code, year)) for code in members_of(area)]
    known = [part for part in parts if part is not None]
    return _sum(known, len(parts)) if known and len(known) == len(parts) else None


def year_to_date(book: SeriesBook, area: str, indicator: str, year: int) -> dict[date, DataPoint]:
    """Return what a flow has come to since 1 January, by the day it is counted to, published ones before sums."""
    own = _own_cumulated(book, area, indicator, year)
    members = members_of(area) if indicators.indicator(indicator).additive else []
    sums = _sums({code: _own_cumulated(book, code, indicator, year) for code in members})
    return _with_sums(book, own, sums)


def _own_cumulated(book: SeriesBook, area: str, indicator: str, year: int) -> dict[date, DataPoint]:
    """Return a cumulated period first, then a year, then months and quarters that tile the year without a gap."""
    found = book.rows.get((area, indicator), [])
    given = [amount for amount in found if _is_cumulated(amount, year)]
    candidates = [*sorted(given, key=lambda amount: CUMULATED.index(periods.parse(amount.period).shape))]
    candidates += _tiled(found, year)
    chosen: dict[date, DataPoint] = {}
    for amount in candidates:
        first = chosen.setdefault(amount.end, amount)
        if amount.is_conflicting or not same(first.value, amount.value):
            chosen[amount.end] = replace(first, is_conflicting=True)
    return chosen


def _is_cumulated(amount: DataPoint, year: int) -> bool:
    period = periods.parse(amount.period)
    return period.shape in CUMULATED and period.start == date(year, 1, 1)


def _tiled(found: Iterable[DataPoint], year: int) -> list[DataPoint]:
    """Add months and quarters up from January as far as they reach; where both reach, months count."""
    tiles = _tiles(found, year)
    reached: dict[int, DataPoint] = {0: DataPoint(0.0, date(year, 1, 1), "", (), "")}
    for month in range(1, max((last for last, _ in tiles), default=0) + 1):
        ways = [_joined(reached[month - n], tiles[month, n], year) for n in (1, 3) if _fits(reached, tiles, month, n)]
        if ways:
            differ = any(not same(way.value, ways[0].value) for way in ways)
            reached[month] = replace(ways[0], is_conflicting=ways[0].is_conflicting or differ)
    return [amount for month, amount in reached.items() if month]


def _tiles(found: Iterable[DataPoint], year: int) -> dict[tuple[int, int], DataPoint]:
    """Return months and quarters by their last month, counted from January of the year on, and their months."""
    parsed = [(amount, periods.parse(amount.period)) for amount in found]
    return {
        (MONTHS * (period.end.year - year) + period.end.month, TILES[period.shape]): amount
        for amount, period in parsed
        if period.shape in TILES and period.end.year >= year
    }


def _fits(
    reached: Mapping[int, DataPoint], tiles: Mapping[tuple[int, int], DataPoint], month: int, months: int
) -> bool:
    return month - months in reached and (month, months) in tiles


def _joined(before: DataPoint, tile: DataPoint, year: int) -> DataPoint:
    text = f"{year}-01/{tile.end:%Y-%m}"
    count = len(before.used) + 1
    method = f"{count} tiles" if count > 1 else "published"
    conflict = before.is_conflicting
    return DataPoint(before.value + tile.value, tile.end, text, (*before.used, *tile.used), method, conflict)


def partial(parts: Mapping[str, Mapping[date, DataPoint]]) -> DataPoint | None:
    """Return the sum of those members that have the latest figure, naming the others; None where nobody has one."""
    ends = [end for series in parts.values() for end in series]
    if not ends:
        return None
    last = max(ends)
    missing = tuple(code for code, series in parts.items() if last not in series)
    return _sum([series[last] for series in parts.values() if last in series], len(parts), missing)
