"""The way to a target month by month: what was reached, what was due (序时), the year before."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.core import periods
from ipanalytics.core.periods import month_end
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.schedule import elapsed_share, expected_value
from ipanalytics.monitoring.series import DataPoint, Key, SeriesBook, book_of, stock, year_to_date
from ipanalytics.monitoring.status_rules import RuleInput, is_met
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations import storage

MONTHS = range(1, 13)
FEWEST = 2
DRAWN = ("level", "flow", "growth", "direction")


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

    @property
    def is_line(self) -> bool:
        """Whether what is drawn beside the figures is only the province's line."""
        return bool(self.row["kind"] == "level" and self.row["scope"] == "reference")

    @property
    def is_behind(self) -> bool:
        """Whether the last figure falls short of what was due then; a direction has to be passed, a line needn't be."""
        last = max(self.now)
        if last not in self.due or self.is_line:
            return False
        kind = "direction" if self.row["kind"] == "direction" else "level"
        return not is_met(RuleInput(kind, self.now[last], self.due[last], is_lower_better=self.is_lower_better))


def follow(assessment: Assessment, area: str) -> list[Trajectory]:
    """Return the trajectory of each target of an area that has figures of two months or more."""
    book, drawn = _book(assessment), [row for row in assessment.records.get(area, {}).values() if row["kind"] in DRAWN]
    trajectories = [_trajectory(book, row, assessment.target(row["target"])) for row in drawn]
    return [trajectory for trajectory in trajectories if len(trajectory.now) >= FEWEST]


@cached_for_project("data", most=2)
def _book(assessment: Assessment) -> SeriesBook:
    """Open the series of all figures, sums of regions among them, once: every page's curves are read from it."""
    return book_of(assessment.table, assessment.rules.settings, assessment.rules.limits.sum_tolerance)


def by_month(assessment: Assessment) -> list[Assessment]:
    """Return how the targets stood at each month's end of their year, then at the day itself, if no month ends there.

    The same as `assessment.load` gives of each, without reading the figures again.
    """
    return list(_judged_by_month(assessment))


@cached_for_project("data", most=2)
def _judged_by_month(assessment: Assessment) -> tuple[Assessment, ...]:
    """Judge once: every page shows the months of all units."""
    last = periods.parse(assessment.as_of).end
    ends = [end for month in MONTHS if (end := month_end(assessment.year, month)) < last]

    def judge() -> list[pd.DataFrame]:
        known = [_known_at(assessment, end) for end in ends]
        days = zip(known, ends, strict=True)
        return [progress.assess(book, assessment.targets, end.isoformat(), assessment.rules) for book, end in days]

    asked, written, read = assessment.asked, progress.as_json, progress.from_json
    tables = storage.cached_as("months", judge, asked=asked, write=written, read=read) if asked else judge()
    return (*(_at(assessment, end, rows) for end, rows in zip(ends, tables, strict=True)), assessment)


def _at(assessment: Assessment, day: date, rows: pd.DataFrame) -> Assessment:
    return replace(assessment, as_of=day.isoformat(), rows=rows, open_book=lambda: _known_at(assessment, day))


def _known_at(assessment: Assessment, day: date) -> SeriesBook:
    """Return the figures whose periods had ended at a day."""
    book = assessment.book
    rows = {key: [point for point in points if point.end <= day] for key, points in book.rows.items()}
    below = {key: point for key, point in book.denominators.items() if point.end <= day}
    return replace(book, rows=rows, denominators=below)


def _trajectory(book: SeriesBook, row: dict[Any, Any], target: Target) -> Trajectory:
    points, earlier = (_by_month(book, row, year) for year in (target.year, target.year - 1))
    used = tuple(key for point in [*points.values(), *earlier.values()] for key in point.used)
    now, before = ({month: point.value for month, point in series.items()} for series in (points, earlier))
    keys = {month: point.used[0] for month, point in points.items() if point.used}
    return Trajectory(row, now, before, _due(row, target, before), used, target.is_lower_better, keys)


def _by_month(book: SeriesBook, row: dict[Any, Any], year: int) -> dict[int, DataPoint]:
    """Return the figures that stand at, or are cumulated to, the end of a month."""
    if indicators.indicator(row["indicator"]).kind == "flow":
        series = year_to_date(book, row["area"], row["indicator"], year)
    else:
        series = stock(book, row["area"], row["indicator"])
    return {end.month: series[end] for end in sorted(series) if end.year == year and end == month_end(year, end.month)}


def _due(row: dict[Any, Any], target: Target, before: dict[int, float]) -> dict[int, float]:
    """Return what was due by month; of growth where the year before has a figure."""
    kind, target_value = row["kind"], row["target_value"]
    if pd.isna(target_value) or target.open_ended:
        return {}
    if kind == "level" and (row["scope"] == "reference" or pd.isna(row["baseline"])):
        kind = "line"
    starts = before if kind == "growth" else dict.fromkeys(MONTHS, row["baseline"])
    elapsed = {month: elapsed_share(target, month_end(target.year, month)) for month in starts}
    return {month: expected_value(kind, target_value, start, elapsed[month]) for month, start in starts.items()}
