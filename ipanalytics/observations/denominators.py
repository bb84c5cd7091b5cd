"""Which year's people, or GDP, a rate is made with: the one home of that rule.

A computed rate says its year. A published one keeps the published value; what it was made with is known only where
data/catalogue/published_rates.csv says so, because no single rule holds of what offices publish.
"""

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue.settings import Settings
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.observations.table import KEY, yearly

FILE = "data/catalogue/published_rates.csv"
COLUMNS = [*KEY, "denominator_period", "reason"]


def year_of(item: indicators.Indicator, year: int, settings: Settings) -> int:
    """Return the year of the denominator of a rate whose numerator stands at the end of a year, or counts it.

    Examples
    --------
    >>> from ipanalytics.catalogue import settings
    >>> [year_of(indicators.indicator(id_), 2022, settings.settings())
    ...  for id_ in ("inventions_in_force_per_10k", "patent_grants_per_gdp")]
    [2021, 2022]
    """
    return year if item.denominator_year == "same" else year - settings.population_lag_years


def numerators(table: pd.DataFrame, item: indicators.Indicator) -> pd.DataFrame:
    """Return the figures that a rate is computed from: a stock's at any time, a flow's of whole years."""
    rows = table[table["indicator"] == item.numerator]
    return yearly(rows) if indicators.indicator(item.numerator).kind == "flow" else rows


def by_year(table: pd.DataFrame, indicator: str, settings: Settings) -> pd.DataFrame:
    """Return one figure an area and `year`, a column more: of people the census's where there was one."""
    rows = table[table["indicator"] == indicator]
    census = rows["period"].isin(settings.census_days)
    kept = rows[census | rows["period"].str.fullmatch(r"\d{4}")]
    ordered = kept.assign(year=kept["period"].str[:4].astype(int), census=census).sort_values(
        ["area", "year", "census"], ascending=[True, True, False]
    )
    return ordered.drop_duplicates(["area", "year"])


@project.cached_for_project(FILE, *indicators.FILES, *places.FILES)
def published() -> pd.DataFrame:
    """Return published rates of which it is known what they were made with, and how; none where the file isn't there.

    Raises
    ------
    CatalogueError
        Lists what is no rate, no period or has no reason.
    """
    path = project.data("catalogue", "published_rates.csv")
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS, dtype=str)
    table = files.read_csv(path, COLUMNS, CatalogueError)
    rates = [item.id for item in indicators.rates()]
    wrong = ~table["indicator"].isin(rates) | table["reason"].eq("") | table.duplicated(KEY, keep=False)
    wrong |= ~table[["period", "denominator_period"]].map(periods.is_period).all(axis=1)
    wrong |= ~table["area"].map(places.is_place)
    if wrong.any():
        lines = [f"line {row.Index}: {', '.join(row[1:])}" for row in table[wrong].itertuples()]
        raise CatalogueError(
            listed(f"{path.name}: expected a place, a rate, two periods and a reason, each rate once:", lines)
        )
    return table
