"""Quick questions, each answered by a plain table; `from ipanalytics import questions`."""

from dataclasses import replace
from datetime import date

import pandas as pd

from ipanalytics.catalogue import indicators, lookup, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.catalogue.lookup import add_names
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment, contributions, targets
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import derivation
from ipanalytics.observations.table import KEY, combine, select
from ipanalytics.report.wording import status

PACED = ("level", "flow", "growth")
TURNS = {1: "变好", 0: "", -1: "变差"}


def holding_back(
    target: str = "", *, as_of: str | int = "", area: str | int = places.PROVINCE, real_only: bool = False
) -> pd.DataFrame:
    """Say which units hold a place back on a target, or on all of them: their parts of its distance from what was due.

    Returns
    -------
    DataFrame
        One row a target and unit, the one that holds back most on top: contribution and total, in the indicator's
        unit (growth in points of a hundred); below 0 is behind.
    """
    made = assessment.load(as_of, real_only=real_only)
    parts = contributions.decompose(made, lookup.find_area(area)).rename(columns={"unit": "area"})
    kept = parts[parts["target"] == targets.find_target(target, made.targets)] if target else parts
    ordered = kept.sort_values(["target", "contribution"], kind="stable", ignore_index=True)
    return add_names(ordered[["target", "indicator", "area", "contribution", "total"]])


def needed_per_month(
    target: str = "", *, as_of: str | int = "", level: str = "unit", real_only: bool = False
) -> pd.DataFrame:
    """Say what each place would need a month from here to reach its target (a share or line of the province's counts).

    Returns
    -------
    DataFrame
        One row a place and target: value, `needed` at the deadline, `missing`, whole months left, and `per_month`;
        empty where no month is left or a figure is missing.
    """
    made = assessment.load(as_of, real_only=real_only)
    wanted = targets.find_target(target, made.targets) if target else ""
    rows = made.rows[made.rows["area"].isin(places.codes(level)) & made.rows["kind"].isin(PACED)]
    return monthly(rows[rows["target"].eq(wanted)] if wanted else rows, made)


def monthly(rows: pd.DataFrame, made: Assessment) -> pd.DataFrame:
    """Return what progress rows still need a month; see `needed_per_month`."""
    grown = rows["kind"].eq("growth")
    needed = rows["target_value"].where(~grown, rows["baseline"] * (1 + rows["target_value"]))
    lower = rows["target"].isin([target.id for target in made.targets if target.better == "lower"])
    missing = (needed - rows["value"]).where(~lower, rows["value"] - needed).clip(lower=0)
    ends = {target.id: target.end for target in made.targets}
    day = periods.parse(made.as_of).end
    left = rows["target"].map({id_: _months(day, end) for id_, end in ends.items()})
    found = rows[["target", "indicator", "area", "value", "scope", "status"]].assign(
        needed=needed, missing=missing, months=left, per_month=missing / left.where(left > 0)
    )
    columns = ["target", "indicator", "area", "value", "needed", "missing", "months", "per_month", "scope", "status"]
    return add_names(found[columns].reset_index(drop=True))


def _months(day: date, end: date) -> int:
    """Return the whole months between the ends of two months."""
    return max(0, 12 * (end.year - day.year) + end.month - day.month)


def changed(since: str | int, as_of: str | int = "", *, area: str | int = "", real_only: bool = False) -> pd.DataFrame:
    """Say what changed between two days: rows of the progress table whose status or value differs.

    Returns
    -------
    DataFrame
        value and light before and after, and `turn`, 变好 or 变差.
    """
    made = assessment.load(as_of, real_only=real_only)
    found = assessment.compare(made, assessment.load_earlier(made, str(since), real_only=real_only))
    kept = found[found["area"].eq(lookup.find_area(area))] if area else found
    worded = kept.assign(
        light_before=kept["status_before"].map(status), light=kept["status"].map(status), turn=kept["turn"].map(TURNS)
    )
    columns = ["area", "target", "indicator", "value_before", "value", "light_before", "light", "turn"]
    return add_names(worded[columns].reset_index(drop=True))


def single_source(
    table: pd.DataFrame | None = None, *, indicator: str = "", area: str | int = "", real_only: bool = False
) -> pd.DataFrame:
    """Say which figures rest on one source only: nobody else published the same place, indicator and period.

    Parameters
    ----------
    table
        Observations of all sources; by default the project's.
    indicator, area
        Only these, by name.
    real_only
        Leave synthetic figures out.
    """
    every = pipeline.load_every(real_only=real_only) if table is None else table
    kept = select(
        every,
        indicator=lookup.find_indicator(indicator) if indicator else None,
        area=lookup.find_area(area) if area else None,
    )
    alone = kept.groupby(KEY)["source"].transform("nunique").eq(1)
    return add_names(kept[alone].reset_index(drop=True))


def ranking(  # noqa: PLR0913
    indicator: str,
    population_year: int,
    *,
    period: str | int,
    level: str = "unit",
    as_of: str | int = "",
    real_only: bool = False,
) -> pd.DataFrame:
    """Say how places would rank by a rate if it were computed with another year's population.

    Returns
    -------
    DataFrame
        value and rank with the population year of the settings, value_other and rank_other with the other one, and
        `moved`, places upward. Only places with the numerator and both populations.

    Raises
    ------
    CatalogueError
        When the indicator is no rate, or mustn't be ranked.
    CleaningError
        When no place has figures for both.
    """
    made = assessment.load(as_of, real_only=real_only)
    return ranked(made.table, lookup.find_indicator(indicator), population_year, str(period), level)


def ranked(table: pd.DataFrame, indicator: str, population_year: int, period: str, level: str) -> pd.DataFrame:
    """Return the two rankings from a table of observations; see `ranking`."""
    indicators.refuse_ranking(indicator)
    item, settings = indicators.indicator(indicator), catalogue_settings.settings()
    if not item.denominator:
        msg = f"{item.name} ({indicator}) is no rate: expected one of {[rate.id for rate in indicators.rates()]}"
        raise CatalogueError(msg)
    above = select(table, area=places.codes(level), indicator=item.numerator, period=period)
    known = combine([above, table[table["indicator"] == item.denominator]])
    lag = periods.parse(period).end.year - population_year
    sides = [derivation.compute_rates(known, each) for each in (settings, replace(settings, population_lag_years=lag))]
    first, second = (side[side["indicator"] == indicator].set_index("area")["value"] for side in sides)
    both = pd.DataFrame({"value": first, "value_other": second}).dropna()
    if both.empty:
        years = sorted(set(table.loc[table["indicator"] == item.denominator, "period"]))
        msg = f"no place has {item.numerator} of {period} and both populations; populations are known for {years}"
        raise CleaningError(msg)
    ranks = both.rank(ascending=False, method="min").astype(int)
    found = both.assign(rank=ranks["value"], rank_other=ranks["value_other"])
    found = found.assign(moved=found["rank"] - found["rank_other"]).rename_axis("area").sort_values("rank")
    return add_names(found.reset_index())
