"""Published figures of the units: whose they are, which are suspect, what may be compared. Nothing is ranked.

A unit whose figures are printed for a whole city (渭南 with 韩城) is shown by that city's.
"""

from collections.abc import Iterable

import pandas as pd

from ipanalytics.catalogue import breaks, hierarchy, indicators, places, settings
from ipanalytics.observations import denominators
from ipanalytics.observations.derivation import is_handed_in, is_provisional
from ipanalytics.observations.table import by_table, newest_common_period, select, yearly

GRANTS, INVENTIONS, SHARE = "patent_grants", "invention_grants", "invention_grant_share"
MAPPED = "invention_grants_per_10k"
PER_HEAD, PER_GDP, POPULATION = "patent_grants_per_10k", "patent_grants_per_gdp", "population"
RATES = (SHARE, MAPPED, PER_HEAD, PER_GDP)
# What a unit's table shows where it is known, in this order.
SHOWN = (
    GRANTS, INVENTIONS, *RATES, "patent_applications", "inventions_in_force", "high_value_inventions",
    "inventions_in_force_per_10k", "pct_applications", "gi_products", "gi_marks", POPULATION, "registered_population",
    "gdp", "gdp_per_capita", "hitech_enterprises", "tech_contract_value",
)  # fmt: skip
MOST_YEARS = 9


@by_table
def real(table: pd.DataFrame) -> pd.DataFrame:
    """Keep what was published, and what was computed from nothing else: nothing made up, nothing only handed in."""
    return table[table["status"].ne("synthetic") & ~is_handed_in(table)].reset_index(drop=True)


def counted_as(table: pd.DataFrame, unit: str) -> str:
    """Return the place under which a unit's grants are printed: itself, or the whole city that it is the main part of.

    Parameters
    ----------
    table
        Real observations.
    unit
        Code of the unit.
    """
    wholes = [whole for whole in hierarchy.composites() if hierarchy.parts_of(whole)[0] == unit]
    return next((place for place in [unit, *wholes] if place in _granted(table)), unit)


@by_table
def _granted(table: pd.DataFrame) -> set[str]:
    """Return the places that grants are printed of."""
    return set(table.loc[table["indicator"].isin([GRANTS, INVENTIONS]), "area"])


def units_of(table: pd.DataFrame, within: str) -> dict[str, str]:
    """Return the units inside a place, in the order of the divisions, each with the place that it is counted as."""
    return {unit: counted_as(table, unit) for unit in hierarchy.members(within)}


@by_table
def newest_year(table: pd.DataFrame) -> str:
    """Return the newest year for which most units have grants; "" where none has any."""
    whole = [counted_as(table, unit) for unit in places.codes("unit")]
    rows = yearly(select(table, area=whole, indicator=INVENTIONS))
    return newest_common_period(rows, least=rows["area"].nunique() // 2 + 1) if len(rows) else ""


def by_years(table: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return a place's figures of whole years: those of SHOWN, in the order of years; of people the census's."""
    own = table[table["area"] == area]
    people = denominators.by_year(own, POPULATION, settings.settings()).drop(columns="census")
    rest = yearly(select(own, indicator=[id_ for id_ in SHOWN if id_ != POPULATION]))
    rows = pd.concat([rest.assign(year=rest["period"].astype(int)), people], ignore_index=True)
    return rows[rows["year"] > rows["year"].max() - MOST_YEARS].sort_values("year", ignore_index=True)


def of_year(table: pd.DataFrame, areas: Iterable[str], indicator: str, year: str) -> pd.Series:
    """Return an indicator's sound figures of a year by place; a suspect one is left out."""
    rows = select(table, area=areas, indicator=indicator, period=year)
    return rows[~is_provisional(rows)].set_index("area")["value"]


def growth(table: pd.DataFrame, areas: Iterable[str], indicator: str, year: str) -> pd.DataFrame:
    """Return `value`, `before` and `growth` by place where both years are sound and counted in the same way."""
    year_before, codes = str(int(year) - 1), list(areas)
    both = pd.DataFrame(
        {"value": of_year(table, codes, indicator, year), "before": of_year(table, codes, indicator, year_before)}
    ).dropna()
    is_same = [breaks.is_comparable(indicator, year_before, year, area) for area in both.index]
    kept = both[pd.Series(is_same, both.index, dtype=bool) & both["before"].gt(0)]
    return kept.assign(growth=kept["value"] / kept["before"] - 1)


def together(rows: pd.DataFrame) -> float:
    """Return the growth of the sum of places as `growth` has them; NaN of none."""
    return rows["value"].sum() / rows["before"].sum() - 1 if len(rows) else float("nan")


def digits(indicator: str) -> int | None:
    """Return how many decimals an indicator's figures have in tables: two of rates per people and GDP."""
    item = indicators.indicator(indicator)
    return {"%": 1, "件/万人": 2, "件/亿元": 2}.get(item.unit)
