"""Quick questions and what-if, each answered by a plain table; `from ipanalytics.interactive import questions`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, lookup, places, settings
from ipanalytics.catalogue.lookup import add_names
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError, listed
from ipanalytics.core.i18n import say
from ipanalytics.ingestion import pipeline
from ipanalytics.interactive.names import assess, find_level, find_period
from ipanalytics.interactive.tables import plain
from ipanalytics.monitoring import schedule
from ipanalytics.monitoring.assessment import Assessment, compare, judge_again, load_earlier
from ipanalytics.monitoring.contributions import decompose
from ipanalytics.monitoring.progress import required_value
from ipanalytics.monitoring.status_rules import RuleInput, judge
from ipanalytics.monitoring.targets import Target, Thresholds, find_target
from ipanalytics.observations import derivation
from ipanalytics.observations.table import KEY, combine, select
from ipanalytics.report.wording import CHANGES, status

PACED = ("level", "flow", "growth")
FORECAST = ("level", "flow")


def holding_back(
    target: str = "", *, as_of: str | int = "", area: str | int = "", real_only: bool = False
) -> pd.DataFrame:
    """Say which units hold a place back on a target, or on all of them: their parts of its distance from what was due.

    Returns
    -------
    DataFrame
        One row a target and unit, the one that holds back most on top: contribution and total, in the indicator's
        unit (growth in points of a hundred); below 0 is behind.
    """
    assessment = assess(as_of, real_only=real_only)
    place = places.find(area) if area else places.province()
    parts = decompose(assessment, place).rename(columns={"unit": "area"})
    kept = parts[parts["target"] == find_target(target, assessment.targets)] if target else parts
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
    assessment = assess(as_of, real_only=real_only)
    rows = assessment.rows_of(*places.codes(find_level(level)))
    chosen = rows["target"].eq(find_target(target, assessment.targets)) if target else True
    return monthly(rows[rows["kind"].isin(PACED) & chosen], assessment)


def monthly(rows: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Return what progress rows still need a month; see `needed_per_month`. Nothing is asked beside a line."""
    rows = rows[rows["scope"].ne("count") & ~(rows["kind"].eq("level") & rows["scope"].eq("reference"))]
    required, is_lower = required_value(rows), rows["target"].isin(assessment.lower_is_better)
    missing = (required - rows["value"]).where(~is_lower, rows["value"] - required).clip(lower=0)
    day, ends = periods.parse(assessment.as_of).end, [assessment.target(id_).end for id_ in rows["target"]]
    per_month = [schedule.needed_per_month(amount, day, end) for amount, end in zip(missing, ends, strict=True)]
    answer = rows.assign(
        needed=required, missing=missing, months=[schedule.months_left(day, end) for end in ends],
        per_month=pd.Series(per_month, rows.index, dtype=float),
    )  # fmt: skip
    columns = ["target", "indicator", "area", "value", "needed", "missing", "months", "per_month", "scope", "status"]
    return add_names(answer[columns].reset_index(drop=True))


def changed(since: str | int, as_of: str | int = "", *, area: str | int = "", real_only: bool = False) -> pd.DataFrame:
    """Say what changed between two days: rows of the progress table whose status or value differs.

    Returns
    -------
    DataFrame
        value and light before and after, and `change`: 变差, 到期, 进度转慢, 变好.
    """
    assessment = assess(as_of, real_only=real_only)
    both = compare(assessment, load_earlier(assessment, find_period(since) if since else "", real_only=real_only))
    rows = _in_place(_with_lights(both[both["change"].ne("")]), area)
    columns = ["area", "target", "indicator", "value_before", "value", "light_before", "light", "change"]
    words = rows["change"].map({id_: say(word) for id_, (word, _) in CHANGES.items()})
    return add_names(rows.assign(change=words)[columns])


def _with_lights(both: pd.DataFrame) -> pd.DataFrame:
    return both.assign(light_before=both["status_before"].map(status), light=both["status"].map(status))


def _in_place(rows: pd.DataFrame, area: str | int) -> pd.DataFrame:
    """Keep the rows of one place by name; of all places where none is given."""
    return (rows[rows["area"].eq(places.find(area))] if area else rows).reset_index(drop=True)


def single_source(
    table: Any = None,  # noqa: ANN401
    *,
    indicator: str = "",
    area: str | int = "",
    real_only: bool = False,
) -> pd.DataFrame:
    """Say which figures rest on one source only: nobody else published the same place, indicator and period.

    Parameters
    ----------
    table
        Observations of all sources, a DataFrame or `Figures`; by default the project's.
    indicator, area
        Only these, by name.
    real_only
        Leave synthetic figures out.
    """
    every = pipeline.load_every(real_only=real_only) if table is None else plain(table)
    kept = _in_place(select(every, indicator=lookup.find_indicator(indicator) if indicator else None), area)
    is_alone = kept.groupby(KEY)["source"].transform("nunique").eq(1)
    return add_names(kept[is_alone].reset_index(drop=True))


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
    table = assess(as_of, real_only=real_only).table
    return ranked(table, lookup.find_indicator(indicator), population_year, find_period(period), find_level(level))


def ranked(table: pd.DataFrame, indicator: str, population_year: int, period: str, level: str) -> pd.DataFrame:
    """Return the two rankings from a table of observations; see `ranking`."""
    settings.refuse_ranking(indicator)
    item, chosen = indicators.indicator(indicator), settings.settings()
    if not item.denominator:
        msg = f"{item.name} ({indicator}) is no rate: expected one of {[rate.id for rate in indicators.rates()]}"
        raise CatalogueError(msg)
    above = select(table, area=places.codes(level), indicator=item.numerator, period=period)
    known = combine([above, table[table["indicator"] == item.denominator]])
    lag = periods.parse(period).end.year - population_year
    sides = [derivation.compute_rates(known, each) for each in (chosen, replace(chosen, population_lag_years=lag))]
    first, second = (side[side["indicator"] == indicator].set_index("area")["value"] for side in sides)
    both = pd.DataFrame({"value": first, "value_other": second}).dropna()
    if both.empty:
        years = sorted(set(table.loc[table["indicator"] == item.denominator, "period"]))
        msg = f"no place has {item.numerator} of {period} and both populations; populations are known for {years}"
        raise CleaningError(msg)
    ranks = both.rank(ascending=False, method="min").astype(int)
    moved = ranks["value"] - ranks["value_other"]
    answer = both.assign(rank=ranks["value"], rank_other=ranks["value_other"], moved=moved)
    return add_names(answer.rename_axis("area").sort_values("rank").reset_index())


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
    assessment = assess(as_of, year, real_only=real_only)
    other = judge_again(assessment, _with_amounts(assessment, amounts or {}))
    return _in_place(compare_lights(assessment, other, pace), area)


def _with_amounts(assessment: Assessment, amounts: Mapping[str, float]) -> list[Target]:
    """Return the targets with other amounts."""
    given = {find_target(name, assessment.targets): float(value) for name, value in amounts.items()}
    without = [target for target in map(assessment.target, given) if target.value is None]
    faults = [f"{target.id} is a {target.kind} target and has no amount" for target in without]
    faults += [f"{id_} can't be {value:g}: expected more than 0" for id_, value in given.items() if not value > 0]
    if faults:
        raise CatalogueError(listed(f"{len(faults)} fault(s) in what is assumed:", faults))
    return [replace(target, value=given.get(target.id, target.value)) for target in assessment.targets]


def compare_lights(assessment: Assessment, other: Assessment, pace: float = 1.0) -> pd.DataFrame:
    """Return the rows of two assessments of the same day side by side; see `what_if`."""
    if not pace >= 0:
        msg = f"the pace is {pace:g}: expected a number from 0, 1 being as fast as so far"
        raise CatalogueError(msg)
    both = compare(_with_outlook(other, pace), _with_outlook(assessment, 1.0))
    both = _with_lights(both[both["kind"].ne("milestone")]).reset_index(drop=True)
    columns = ["value", "target_value_before", "target_value", "light_before", "light", "outlook_before", "outlook"]
    is_changed = both["light_before"].ne(both["light"]) | both["outlook_before"].ne(both["outlook"])
    return add_names(both[["area", "target", "indicator", *columns]].assign(changed=is_changed))


def _with_outlook(assessment: Assessment, pace: float) -> Assessment:
    rows, limits = assessment.rows, assessment.rules.limits
    outlooks = [_outlook(row, assessment.target(row["target"]), pace, limits) for row in rows.to_dict("records")]
    return replace(assessment, rows=rows.assign(outlook=outlooks))


def _outlook(row: dict[Any, Any], target: Target, pace: float, limits: Thresholds) -> str:
    """Return the light at the deadline: what was done so far, and `pace` times as much for the rest of the time."""
    value, end, elapsed = row["value"], row["projected"], row["elapsed"]
    if target.kind not in FORECAST or pd.isna(end) or pd.isna(row["target_value"]):
        return ""
    base = row["baseline"] if target.kind == "level" else 0.0
    last = value + pace * (value - base) / elapsed * (1 - elapsed)
    inputs = RuleInput(
        target.kind, last, row["target_value"], base, 1.0, is_lower_better=target.is_lower_better, is_due=True
    )
    return status(judge(inputs, limits)[0])
