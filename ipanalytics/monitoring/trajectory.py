"""The way to a target month by month: what was reached, what was due (序时), the year before."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.core import periods
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring import targets
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.schedule import elapsed_share
from ipanalytics.monitoring.series import DataPoint, Key, SeriesBook, open_book, stock, year_to_date
from ipanalytics.monitoring.status_rules import RuleInput, is_met

MONTHS = range(1, 13)
FEWEST = 2
REACHED, BELOW = "reached", "below"
PACED = ("level", "flow", "growth", "direction")


@dataclass(frozen=True)
class Trajectory:
    """A target's figures at the ends of months: this year's, the year's before, and what was due; by month.

    `used` holds the keys (area, indicator, period) of the observations that the figures were made from,
    `keys` that of this year's first by month.
    """

    row: dict[Any, Any]
    now: dict[int, float]
    before: dict[int, float]
    due: dict[int, float]
    used: tuple[Key, ...] = ()
    is_lower_better: bool = False
    keys: dict[int, Key] = field(default_factory=dict)


def follow(made: Assessment, area: str) -> list[Trajectory]:
    """Return a trail for each target of an area that has figures of two months or more."""
    book = _book(made)
    rows = made.rows[made.rows["area"].eq(area) & made.rows["kind"].isin(PACED)].to_dict("records")
    trails = [_trail(book, row, made.target(row["target"])) for row in rows]
    return [trail for trail in trails if len(trail.now) >= FEWEST]


@cached_for_project("data", most=2)
def _book(made: Assessment) -> SeriesBook:
    """Open the book of an assessment once: every page's curves are read from it."""
    return open_book(made.table, made.rules.settings, made.rules.limits.sum_tolerance)


def _trail(book: SeriesBook, row: dict[Any, Any], target: targets.Target) -> Trajectory:
    found, earlier = (_by_month(book, row, year) for year in (target.year, target.year - 1))
    used = tuple(key for amount in [*found.values(), *earlier.values()] for key in amount.used)
    now, before = ({month: amount.value for month, amount in series.items()} for series in (found, earlier))
    keys = {month: amount.used[0] for month, amount in found.items() if amount.used}
    return Trajectory(row, now, before, _due(row, target, before), used, target.is_lower_better, keys)


def _by_month(book: SeriesBook, row: dict[Any, Any], year: int) -> dict[int, DataPoint]:
    """Return the figures that stand at, or are cumulated to, the end of a month."""
    is_flow = indicators.indicator(row["indicator"]).kind == "flow"
    series = (
        year_to_date(book, row["area"], row["indicator"], year)
        if is_flow
        else stock(book, row["area"], row["indicator"])
    )
    inside = {end: amount for end, amount in series.items() if end.year == year and _is_month_end(end)}
    return {end.month: inside[end] for end in sorted(inside)}


def _is_month_end(day: date) -> bool:
    return day == periods.month_end(day.year, day.month)


def _due(row: dict[Any, Any], target: targets.Target, before: dict[int, float]) -> dict[int, float]:
    """Return what was due by month: T·e, b + e·(T − b), last year's × (1 + T); of a line or direction its height."""
    aim, base = row["target_value"], row["baseline"]
    if pd.isna(aim):
        return {}
    shares = {month: elapsed_share(target, periods.month_end(target.year, month)) for month in MONTHS}
    if row["kind"] == "growth":
        return {month: value * (1 + aim) for month, value in before.items()}
    if row["kind"] == "flow":
        return {month: aim * share for month, share in shares.items()}
    if row["kind"] == "direction" or row["scope"] == "reference" or pd.isna(base):
        return dict.fromkeys(MONTHS, aim)
    return {month: base + share * (aim - base) for month, share in shares.items()}


def turn(trail: Trajectory) -> str:
    """Say whether the last figure reaches what was due then; a direction has to be passed."""
    last = max(trail.now)
    if last not in trail.due:
        return ""
    kind = "direction" if trail.row["kind"] == "direction" else "level"
    case = RuleInput(kind, trail.now[last], trail.due[last], is_lower_better=trail.is_lower_better)
    return REACHED if is_met(case) else BELOW
