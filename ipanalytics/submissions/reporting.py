"""Who has reported for a period, when, complete or not, how often sent back; what is missing, by which day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from ipanalytics.catalogue import journal, places, settings
from ipanalytics.catalogue.journal import SEPARATOR, Entry
from ipanalytics.core import periods
from ipanalytics.monitoring import targets
from ipanalytics.monitoring.allocation.shares import members_asked
from ipanalytics.monitoring.targets import Target

STATUSES = ("in_time", "late", "returned", "awaited", "overdue", "no_record")
COLUMNS = [
    "period", "area", "area_name", "status", "received", "days_late", "complete", "completed", "missing", "sent_back",
    "versions", "deadline", "days_left",
]  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What a unit has handed in for a period by a day: its filed versions, the oldest first, and what was sent back.

    `is_kept` is false where the journal says nothing of the whole year: then nothing is known of the unit.
    """

    area: str
    filed: tuple[Entry, ...]
    sent_back: tuple[Entry, ...]
    day: date
    deadline: date | None
    is_kept: bool = True

    @property
    def received(self) -> date | None:
        """The day of the first filed version."""
        return _day(self.filed[0]) if self.filed else None

    @property
    def completed(self) -> date | None:
        """The day of the first filed version in which nothing was left empty."""
        return next((_day(entry) for entry in self.filed if entry.is_complete), None)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left empty in what is filed now."""
        return bool(self.filed) and self.filed[-1].is_complete

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of what is left empty in what is filed now."""
        return self.filed[-1].missing if self.filed else ()

    @property
    def days_late(self) -> int:
        """The days from the deadline to the first filed version, or to the day where there is none; 0 in time.

        0 too where nothing is known.
        """
        if not self.deadline or not (self.received or self.is_kept):
            return 0
        return max(0, ((self.received or self.day) - self.deadline).days)

    @property
    def status(self) -> str:
        """One of `STATUSES`; without a deadline nothing is late, without a journal nobody is.

        `returned` is what came, was sent back and hasn't come again without fault.
        """
        if self.received:
            return "late" if self.days_late else "in_time"
        if self.sent_back:
            return "returned"
        if not self.deadline or self.day <= self.deadline:
            return "awaited"
        return "overdue" if self.is_kept else "no_record"


@dataclass(frozen=True)
class Round:
    """How far all units are with their reports for a period by a day; `unplaced` don't say whose they are."""

    period: str
    day: date
    deadline: date | None
    reports: tuple[Report, ...]
    unplaced: tuple[Entry, ...]

    @property
    def days_left(self) -> int | None:
        """The days from the day to the deadline, below 0 after it; None where the guide sets none."""
        return (self.deadline - self.day).days if self.deadline else None

    @property
    def is_complete(self) -> bool:
        """Whether every unit has filed a report in which nothing is left empty."""
        return all(report.is_complete for report in self.reports)

    @property
    def is_kept(self) -> bool:
        """Whether the journal says anything of this year; where it doesn't, who has reported isn't known."""
        return any(report.is_kept for report in self.reports)

    @property
    def is_overdue(self) -> bool:
        """Whether something is missing after the deadline."""
        return self.is_kept and self.is_past and not self.is_complete

    @property
    def is_past(self) -> bool:
        """Whether the deadline is over."""
        return self.days_left is not None and self.days_left < 0


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.received)


def of_year(as_of: str = "", year: int = 0) -> Round:
    """Return who has reported for the last period of a year that a unit has handed in for, at first the whole year.

    Parameters
    ----------
    as_of
        A period up to whose end reports count; empty: all that came in, the year's end at least.
    year
        Of the guide; 0: that of `as_of`, else the newest that has targets.
    """
    year = year or targets.year_at(as_of)
    day = periods.parse(as_of).end if as_of else date.max
    period = newest_period(year, day) or f"{year}-12"
    last = max((_day(entry) for entry in journal.entries() if entry.period == period), default=date.min)
    return follow(period, day if as_of else max(last, date(year, 12, 31)))


def follow(period: str, day: date) -> Round:
    """Return who has reported for a period by the end of a day.

    The deadline is that of the guide's target of written reports; it is set for the report up to the year's end.
    """
    year = periods.parse(period).end.year
    asked = report_target(year)
    deadline = asked.end if asked and periods.parse(period).end == date(year, 12, 31) else None
    units = members_asked(asked) if asked else tuple(places.codes("unit"))
    known = [entry for entry in journal.entries() if _day(entry) <= day]
    inside = [entry for entry in known if entry.period == period]
    is_kept = bool(newest_period(year))
    reports = tuple(replace(_report(area, inside, day, deadline), is_kept=is_kept) for area in units)
    strangers = [entry for entry in inside if entry.area not in units]
    return Round(period, day, deadline, reports, (*strangers, *(entry for entry in known if not entry.period)))


def _report(area: str, entries: Iterable[Entry], day: date, deadline: date | None) -> Report:
    own = [entry for entry in entries if entry.area == area]
    filed = tuple(entry for entry in own if entry.is_accepted)
    return Report(area, filed, tuple(entry for entry in own if not entry.is_accepted), day, deadline)


def report_target(year: int) -> Target | None:
    """Return the target of a year's guide that asks every unit for its written report; None where it asks for none."""
    asked = targets.load(year) if year in targets.years() else []
    by_workbook = settings.settings().reported_by_workbook
    own = [target for target in asked if target.indicator == by_workbook and target.area == places.province()]
    return own[0] if own else None


def newest_period(year: int, day: date = date.max) -> str:
    """Return the last period of a year that a unit has handed in for by a day; "" where none has."""
    given = {entry.period for entry in journal.entries() if entry.period and _day(entry) <= day}
    inside = {period for period in given if periods.parse(period).end.year == year}
    return max(inside, key=lambda period: (periods.parse(period).end, period), default="")


def as_table(round_: Round) -> pd.DataFrame:
    """Return a row a unit, COLUMNS as text and whole numbers; `missing` are ids."""
    return pd.DataFrame(
        [
            [
                round_.period, report.area, places.name_of(report.area), report.status, str(report.received or ""),
                report.days_late, report.is_complete, str(report.completed or ""), SEPARATOR.join(report.missing),
                len(report.sent_back), len(report.filed), str(round_.deadline or ""), round_.days_left,
            ]
            for report in round_.reports
        ],
        columns=COLUMNS,
    )  # fmt: skip
