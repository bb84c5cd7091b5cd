"""Quick questions and what-if, each answered by a plain table; `from ipanalytics.interactive import questions`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from ipanalytics.catalogue import indicators, lookup, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.catalogue.lookup import add_names
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError, listed
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment, contributions, targets
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.status_rules import RuleInput, judge
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations import derivation
from ipanalytics.observations import table as observations_table
from ipanalytics.report.wording import status

PACED = ("level", "flow", "growth")
TURNS = {1: "变好", 0: "", -1: "变差"}
FORECAST = ("level", "flow")


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
    lower = rows["target"].isin(made.lower_is_better)
    missing = (needed - rows["value"]).where(~lower, rows["value"] - needed).clip(lower=0)
    day = periods.parse(made.as_of).end
    left = rows["target"].map(lambda id_: _months(day, made.target(id_).end))
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
    found = found[found["has_changed"]]
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
    kept = observations_table.select(
        every,
        indicator=lookup.find_indicator(indicator) if indicator else None,
        area=lookup.find_area(area) if area else None,
    )
    alone = kept.groupby(observations_table.KEY)["source"].transform("nunique").eq(1)
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
    above = observations_table.select(table, area=places.codes(level), indicator=item.numerator, period=period)
    known = observations_table.combine([above, table[table["indicator"] == item.denominator]])
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


def what_if(  # noqa: PLR0913
    amounts: Mapping[str, float] | None = None,
    *,
    pace: float = 1.0,
    as_of: str | int = "",
    year: int = 0,
    area: str | int = "",
    real_only: bool = False,
) -> pd.DataFrame:
    """Return the lights as they are, and as they would be.

    Parameters
    ----------
    amounts
        What targets are set to, by target (T01) or indicator: {"T02": 5}; of growth a part of 1.
    pace
        How fast it goes on from here, 1 being as fast as so far: decides `outlook`.
    as_of, year, real_only
        As for `load`.
    area
        One place by name; empty: all.

    Returns
    -------
    DataFrame
        target_value, light and outlook before (`…_before`) and after. The outlook is the light at the deadline if it
        goes on at the pace; only of levels and flows, whose way can be drawn on.

    Raises
    ------
    CatalogueError
        Lists every target that isn't known or has no amount, and a pace below 0.
    """
    made = assessment.load(as_of, year, real_only=real_only)
    other = assessment.judge_again(made, whatif_changed(made.targets, amounts or {}))
    found = compared(made, other, pace)
    return found[found["area"].eq(lookup.find_area(area))].reset_index(drop=True) if area else found


def whatif_changed(wanted: list[Target], amounts: Mapping[str, float]) -> list[Target]:
    """Return targets with other amounts."""
    given = {targets.find_target(name, wanted): float(value) for name, value in amounts.items()}
    known = {target.id: target for target in wanted}
    faults = [f"{id_} is a {known[id_].kind} target and has no amount" for id_ in given if known[id_].value is None]
    faults += [f"{id_} can't be {value:g}: expected more than 0" for id_, value in given.items() if not value > 0]
    if faults:
        raise CatalogueError(listed(f"{len(faults)} fault(s) in what is assumed:", faults))
    return [replace(target, value=given.get(target.id, target.value)) for target in wanted]


def compared(made: Assessment, other: Assessment, pace: float = 1.0) -> pd.DataFrame:
    """Return the rows of two assessments of the same day side by side; see `what_if`."""
    if not pace >= 0:
        msg = f"the pace is {pace:g}: expected a number from 0, 1 being as fast as so far"
        raise CatalogueError(msg)
    before = replace(made, rows=made.rows.assign(outlook=_outlooks(made, 1.0)))
    after = replace(other, rows=other.rows.assign(outlook=_outlooks(other, pace)))
    both = assessment.compare(after, before)
    both = both[both["kind"].ne("milestone")].reset_index(drop=True)
    both = both.assign(light_before=both["status_before"].map(status), light=both["status"].map(status))
    columns = ["value", "target_value_before", "target_value", "light_before", "light", "outlook_before", "outlook"]
    is_changed = both["light_before"].ne(both["light"]) | both["outlook_before"].ne(both["outlook"])
    return lookup.add_names(both[["area", "target", "indicator", *columns]].assign(changed=is_changed))


def _outlooks(made: Assessment, pace: float) -> list[str]:
    limits = made.rules.limits
    return [_outlook(row, made.target(row["target"]), pace, limits) for row in made.rows.to_dict("records")]


def _outlook(row: dict, target: Target, pace: float, limits: targets.Thresholds) -> str:
    """Return the light at the deadline: what was done so far, and `pace` times as much for the rest of the time."""
    value, end, elapsed = row["value"], row["projected"], row["elapsed"]
    if target.kind not in FORECAST or pd.isna(end) or pd.isna(row["target_value"]):
        return ""
    base = row["baseline"] if target.kind == "level" else 0.0
    last = value + pace * (value - base) / elapsed * (1 - elapsed)
    case = RuleInput(
        target.kind, last, row["target_value"], base, 1.0, is_lower_better=target.is_lower_better, is_due=True
    )
    return status(judge(case, limits)[0])
