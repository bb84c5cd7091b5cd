"""Checks of published figures against others that they must fit: what would have caught the misprints of yearbooks.

Every figure is held against what is published elsewhere, in whatever source: units against the province, GDP against
GDP per capita, growth against both years, a rate against its own parts, a year against the years beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from ipanalytics.catalogue import breaks, hierarchy, indicators, places
from ipanalytics.observations.checks import Failure, Limits

YI = 1e8
# Population may be of the year, the year before or, in the year after a census, of the census.
LAGS = (0, 1, 2)
# A growth rate that is published, and what it is of.
GROWTH = {"gdp_growth": "gdp"}


class Given(NamedTuple):
    """A published figure, and where it stands."""

    value: float
    cell: str


# What follows from other figures, and those.
Made = tuple[float, tuple[Given, ...]]
Series = Mapping[int, list[Given]]
Figures = Mapping[tuple[str, str], Series]


def failures(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Yield the figures of whole years that fit none of what else is published."""
    figures = _by_year(table)
    yield from _units_above(table, allowed)
    yield from _per_capita(figures, allowed)
    yield from _growth(figures, allowed)
    yield from _rates(figures, allowed)
    yield from _tenfold(figures, allowed)


def _by_year(table: pd.DataFrame) -> Figures:
    """Return the figures of each place and indicator by year; a figure that was left blank is none."""
    yearly = table[table["period"].str.fullmatch(r"\d{4}") & table["value"].notna()]
    figures: dict[tuple[str, str], dict[int, list[Given]]] = {}
    for row in yearly[["area", "indicator", "period", "value", "source", "cell"]].itertuples(index=False):
        given = Given(float(row.value), f"{row.source} {row.cell}")
        figures.setdefault((row.area, row.indicator), {}).setdefault(int(row.period), []).append(given)
    return figures


def _units_above(table: pd.DataFrame, allowed: Limits) -> Iterator[Failure]:
    """Check that the units of one source never add up to more than every other source gives the province."""
    counted = [item.id for item in indicators.indicators().values() if item.additive]
    rows = table[table["indicator"].isin(counted) & table["value"].notna()]
    wholes = rows[rows["area"] == places.province()]
    wholes = wholes.sort_values("value").drop_duplicates(["indicator", "period"], keep="last")
    units = rows[rows["area"].isin([*places.codes("unit"), *hierarchy.composites()])]
    pairs = units.merge(wholes, on=["indicator", "period"], suffixes=("", "_whole"))
    pairs = pairs[pairs["source"] != pairs["source_whole"]]
    for (id_, period, source), parts in pairs.groupby(["indicator", "period", "source"]):
        first, held = parts.iloc[0], set(parts["area"])
        inside = {part for whole in held for part in (hierarchy.parts_of(whole) if "+" in whole else ())}
        own = parts[~parts["area"].isin(inside)].drop_duplicates("area")
        total, most = own["value"].sum(), first["value_whole"] * (1 + allowed.relative_tolerance)
        if total > most:
            cells = (f"{first['source_whole']} {first['cell_whole']}", f"{source} {'; '.join(own['cell'])}")
            yield Failure("above", places.province(), id_, period, (first["value_whole"], total), cells)


def _per_capita(figures: Figures, allowed: Limits) -> Iterator[Failure]:
    """Check that GDP is GDP per capita times the mean of the population at both ends of the year."""
    tried: dict[int, int] = {}
    failed: dict[int, list[Failure]] = {}
    for area, year in [(area, year) for (area, id_), series in figures.items() if id_ == "gdp" for year in series]:
        people = [_at(figures, area, "population", at) for at in (year, year - 1)]
        if not breaks.is_comparable("population", str(year - 1), str(year), area):
            continue
        parts = product(_at(figures, area, "gdp_per_capita", year), *people)
        made = [(each.value * (new.value + old.value) / 2 / YI, (each, new, old)) for each, new, old in parts]
        tried[year] = tried.get(year, 0) + bool(made)
        own = _at(figures, area, "gdp", year)
        found = _unlike("per_capita", (area, "gdp", year), own, made, allowed.per_capita_tolerance)
        failed.setdefault(year, []).extend(found)
    for year, ones in failed.items():
        # Where most places are off, a census revised the population of all: the farthest tells it.
        is_revised = 1 < tried[year] < 2 * len(ones)
        yield from sorted(ones, key=_distance)[-1:] if is_revised else ones


def _distance(failure: Failure) -> float:
    return abs(failure.amounts[1] / failure.amounts[0] - 1)


def _growth(figures: Figures, allowed: Limits) -> Iterator[Failure]:
    """Check that a published growth rate isn't far from the growth of the figures: 330 for 3.3."""
    for (area, id_), series in figures.items():
        of = GROWTH.get(id_, "")
        for year, given in series.items() if of else ():
            pairs = product(_at(figures, area, of, year), _at(figures, area, of, year - 1))
            made = [((new.value / old.value - 1) * 100, (new, old)) for new, old in pairs if old.value > 0]
            for own in given if made else ():
                value, inputs = _nearest(own, made)
                if abs(own.value - value) > allowed.growth_gap:
                    cells = (own.cell, *(one.cell for one in inputs))
                    yield Failure("growth", area, id_, str(year), (own.value, value), cells)


def _rates(figures: Figures, allowed: Limits) -> Iterator[Failure]:
    """Check that a published rate is its numerator over its denominator, of one of the years that offices take."""
    for item in indicators.rates():
        for area, id_ in [key for key in figures if key[1] == item.id]:
            for year, given in figures[area, id_].items():
                below = [one for lag in LAGS for one in _at(figures, area, item.denominator, year - lag)]
                pairs = product(_at(figures, area, item.numerator, year), below)
                made = [(top.value / one.value * item.per, (top, one)) for top, one in pairs if one.value > 0]
                yield from _unlike("rate", (area, id_, year), given, made, allowed.rate_tolerance)


def _tenfold(figures: Figures, allowed: Limits) -> Iterator[Failure]:
    """Check that no year is ten times off the years before and after it, as where a decimal point is lost."""
    for (area, id_), series in figures.items():
        if indicators.indicator(id_).signed:
            continue
        for year, given in series.items():
            beside = [_at(figures, area, id_, at) for at in (year - 1, year + 1)]
            for own in given:
                near = [one for ones in beside for one in ones if _is_far(own.value, one.value, allowed)]
                if all(beside) and len(near) == len(beside[0]) + len(beside[1]) and not _apart(near, allowed):
                    three = (near[0], own, near[-1])
                    amounts, cells = tuple(one.value for one in three), tuple(one.cell for one in three)
                    yield Failure("tenfold", area, id_, str(year), amounts, cells)


def _is_far(value: float, other: float, allowed: Limits) -> bool:
    low, high = sorted((abs(value), abs(other)))
    return high > allowed.tenfold_factor * low and high >= allowed.tenfold_factor


def _apart(near: list[Given], allowed: Limits) -> bool:
    """Say whether the years beside are as far from one another: then the series jumps about."""
    return any(_is_far(one.value, near[0].value, allowed) for one in near)


def _at(figures: Figures, area: str, indicator: str, year: int) -> list[Given]:
    return figures.get((area, indicator), {}).get(year, [])


def _nearest(own: Given, made: Sequence[Made]) -> Made:
    return min(made, key=lambda one: abs(one[0] - own.value))


def _unlike(
    kind: str, key: tuple[str, str, int], given: list[Given], made: Sequence[Made], tolerance: float
) -> Iterator[Failure]:
    """Yield each published figure that none of those made from others comes near."""
    area, id_, year = key
    for own in given if made else ():
        value, inputs = _nearest(own, made)
        if abs(value - own.value) > tolerance * abs(own.value):
            cells = (own.cell, *(one.cell for one in inputs))
            yield Failure(kind, area, id_, str(year), (own.value, value), cells)
