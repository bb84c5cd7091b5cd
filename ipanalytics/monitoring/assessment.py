"""A year's targets judged at a day; judged again with other amounts, and compared with an earlier day."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from ipanalytics.catalogue import settings, sources
from ipanalytics.catalogue.sidecars import Source
from ipanalytics.core import periods
from ipanalytics.core.errors import ReportError
from ipanalytics.core.project import cached_for_project
from ipanalytics.core.yaml_schema import read_yaml
from ipanalytics.ingestion import pipeline, transcriptions
from ipanalytics.monitoring import progress
from ipanalytics.monitoring import targets as monitoring_targets
from ipanalytics.monitoring.series import SeriesBook, book_of
from ipanalytics.monitoring.status_rules import ENDED, VERDICTS
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations import derivation, storage
from ipanalytics.observations.table import newest_day, prefer, until

KEY = ["area", "target"]
Row: TypeAlias = dict[Any, Any]
# What a change is called, worst first. Time that passes makes nothing worse or better: `worse` needs less than before,
# `better` more; `ended` was made missed or overdue by its deadline; `other` has another status that is no better or
# worse verdict; `moved` another value only.
CHANGES = ("worse", "ended", "slower", "better", "other", "moved")


@dataclass(frozen=True, eq=False)
class Assessment:
    """A year's targets judged at a day: `table` holds the observations with what was derived, `rows` the progress.

    `book` and `rules` are what they were judged from and by. `preferred` are the observations of all days, where no
    day was asked for. `asked` names what was judged of the project's figures by its own targets, so that it may be
    kept for the next process; one in which anything is replaced has no such name.
    """

    year: int
    as_of: str
    targets: list[Target]
    table: pd.DataFrame
    rows: pd.DataFrame
    open_book: Callable[[], SeriesBook]
    rules: progress.Rules
    preferred: pd.DataFrame | None = None
    asked: str = field(default="", init=False)

    @cached_property
    def book(self) -> SeriesBook:
        """The series that the targets were judged from, opened when it is asked for."""
        return self.open_book()

    @cached_property
    def known(self) -> pd.DataFrame:
        """Like `table`, with the figures of later days: background, by which no target is judged."""
        if (given := self.preferred) is None:
            return self.table

        def derive() -> pd.DataFrame:
            return derivation.derive(given, self.rules.settings)

        return storage.cached("known", derive, asked=self.asked) if self.asked else derive()

    @cached_property
    def lower_is_better(self) -> frozenset[str]:
        """The ids of the targets that ask for less."""
        return frozenset(target.id for target in self.targets if target.is_lower_better)

    @cached_property
    def end(self) -> date:
        """The last of the deadlines."""
        return max((target.end for target in self.targets), default=date(self.year, 12, 31))

    @cached_property
    def _by_id(self) -> dict[str, Target]:
        return {target.id: target for target in self.targets}

    def target(self, id_: str) -> Target:
        """Return a target by its id."""
        return self._by_id[id_]

    @cached_property
    def records(self) -> dict[str, dict[str, Row]]:
        """The rows of `rows_of` by place and target, as dicts that nobody changes: pages look up thousands."""
        by_area: dict[str, dict[str, Row]] = {}
        for row in self.rows[self.rows["kind"].ne("milestone")].to_dict("records"):
            by_area.setdefault(row["area"], {})[row["target"]] = row
        return by_area

    def rows_of(self, *areas: str) -> pd.DataFrame:
        """Return the progress of places but for milestones, which have days, not figures."""
        return self.rows[self.rows["area"].isin(areas) & self.rows["kind"].ne("milestone")]


def load(as_of: str | int = "", year: int = 0, *, area: str = "", real_only: bool = False) -> Assessment:
    """Judge a year's targets by the project's figures.

    Parameters
    ----------
    as_of
        A period; empty: the last day of the targets' year, or the end of the latest period in the data if that is
        earlier.
    year
        Of the targets; 0: that of the as-of date, else the newest before it that has some.
    area
        The place that a report is about; only checked, so that one without a report fails early.
    real_only
        Leave synthetic figures out.
    """
    if area:
        pipeline.refuse_elsewhere(area)
    return load_files(as_of, year, real_only=real_only)


def load_files(
    as_of: str | int = "",
    year: int = 0,
    *,
    real_only: bool = False,
    targets_file: Path | None = None,
    observations_file: Path | None = None,
) -> Assessment:
    """Judge targets by figures, either of them from a file instead of the project's.

    Parameters
    ----------
    as_of, year, real_only
        As for `load`; a file's year has to be `year` where that is given.
    targets_file
        Instead of data/catalogue/targets; thresholds.yaml beside it is used where there is one.
    observations_file
        A CSV, see `read_observations`; then no other figures are read.
    """
    if not (targets_file or observations_file):
        day = periods.parse(str(as_of)).end.isoformat() if as_of else ""
        return _load_project(day, year, real_only)
    guide = Guide.of_file(targets_file, year) if targets_file else Guide.of_year(year, as_of)
    limits = monitoring_targets.thresholds(targets_file)
    if observations_file:
        return _judge_every(transcriptions.read_observations(observations_file), guide, {}, as_of, limits)
    return _judge_every(pipeline.load_every(real_only=real_only), guide, sources.load(), as_of, limits)


@cached_for_project("data", most=4)
def _load_project(as_of: str, year: int, real_only: bool) -> Assessment:  # noqa: FBT001
    """Judge once for each state of the files, by what was kept of it; nobody changes a table in place."""
    every, guide = pipeline.load_every(real_only=real_only), Guide.of_year(year, as_of)
    asked = repr((as_of, year, real_only))
    return _judge_every(every, guide, sources.load(), as_of, monitoring_targets.thresholds(), asked=asked)


@dataclass(frozen=True)
class Guide:
    """The targets of a year; a year whose guide is still to be filled in has none."""

    year: int
    targets: list[Target]

    @classmethod
    def of_year(cls, year: int, as_of: str | int) -> "Guide":
        """Read the targets of a year, by default that of a period, else the newest before it."""
        chosen = year or monitoring_targets.year_at(str(as_of))
        return cls(chosen, monitoring_targets.load(chosen))

    @classmethod
    def of_file(cls, path: Path, year: int) -> "Guide":
        """Read the targets of a file, which has to be of the year where one is given."""
        targets = monitoring_targets.read(path, year=year)
        return cls(read_yaml(path)["year"], targets)


def _judge_every(  # noqa: PLR0913
    every: pd.DataFrame,
    guide: Guide,
    publications: dict[str, Source],
    as_of: str | int,
    limits: monitoring_targets.Thresholds,
    *,
    asked: str = "",
) -> Assessment:
    """Judge by the preferred one of each key's figures that are known at a day, by default the year's last."""
    day = periods.parse(str(as_of)).end.isoformat() if as_of else min(newest_day(every), f"{guide.year}-12-31")
    published = pd.Series({id_: source.published or "" for id_, source in publications.items()}, dtype=str)
    reprints = frozenset(id_ for id_, source in publications.items() if source.seen == "reprint")
    rules = progress.Rules(limits, settings.settings(), reprints)

    @cache
    def judged() -> Assessment:
        return judge(prefer(until(every, day), published), guide.targets, day, rules, year=guide.year)

    made = _kept(judged, guide, day, rules, asked) if asked else judged()
    made = made if as_of else replace(made, preferred=prefer(every, published))
    object.__setattr__(made, "asked", asked)
    return made


def _kept(judged: Callable[[], Assessment], guide: Guide, day: str, rules: progress.Rules, asked: str) -> Assessment:
    """Return an assessment of the tables that an earlier process kept; judged only where they aren't there."""
    table = storage.cached("judged", lambda: judged().table, asked=asked)
    [rows] = storage.cached_as(
        "progress", lambda: [judged().rows], asked=asked, write=progress.as_json, read=progress.from_json
    )
    return Assessment(guide.year, day, guide.targets, table, rows, lambda: judged().book, rules)


def judge(table: pd.DataFrame, targets: list[Target], day: str, rules: progress.Rules, *, year: int = 0) -> Assessment:
    """Judge targets of one year by preferred observations, one row a key, none of which ends after the day.

    `year` is the targets' by default; without targets it has to be given.
    """
    own, whole = derivation.derive_both(table, rules.settings)
    book = book_of(own[progress.is_near(own, targets)], rules.settings, rules.limits.sum_tolerance)
    rows = progress.assess(book, targets, day, rules)
    return Assessment(year or targets[0].year, day, targets, whole, rows, lambda: book, rules)


def judge_again(assessment: Assessment, targets: list[Target]) -> Assessment:
    """Judge other targets of the same places and year by the same figures at the same day."""
    rows = progress.assess(assessment.book, targets, assessment.as_of, assessment.rules)
    return replace(assessment, targets=targets, rows=rows)


def load_earlier(assessment: Assessment, since: str = "", *, real_only: bool = False) -> Assessment:
    """Judge the same targets at an earlier day.

    Parameters
    ----------
    assessment, real_only
        As it was loaded.
    since
        A period; empty: the end of the month before the as-of date, or before the year's last deadline.

    Raises
    ------
    ReportError
        When `since` isn't earlier than the as-of date.
    """
    last = min(periods.parse(assessment.as_of).end, assessment.end)
    day = periods.parse(since).end if since else last.replace(day=1) - timedelta(days=1)
    if day >= periods.parse(assessment.as_of).end:
        msg = f"since {day} is not before the as-of date {assessment.as_of}"
        raise ReportError(msg)
    return load(day.isoformat(), assessment.year, real_only=real_only)


def compare(assessment: Assessment, other: Assessment) -> pd.DataFrame:
    """Return the progress rows of an assessment with those of an earlier one, or of other amounts, beside them.

    Returns
    -------
    DataFrame
        Rows of places and targets that stand in both, the other's columns as `…_before`, and `change`, one of CHANGES;
        "" where neither status nor value differ.
    """
    both = assessment.rows.merge(other.rows, on=KEY, suffixes=("", "_before"))
    sign = both["target"].isin(assessment.lower_is_better).map({True: -1, False: 1})
    done, done_before = (sign * both[name] for name in ("value", "value_before"))
    ranks = {id_: number for number, id_ in enumerate(VERDICTS)}
    ranked = (both["status"].map(ranks).astype(float), both["status_before"].map(ranks).astype(float))
    has_turned, is_less = both["status"].ne(both["status_before"]), done.lt(done_before)
    has_moved = both["value"].ne(both["value_before"]) & ~(both["value"].isna() & both["value_before"].isna())
    # Of what applies, the last counts.
    change = pd.Series("", both.index, dtype=object).mask(has_moved, "moved").mask(has_turned, "other")
    change = change.mask(ranked[0].lt(ranked[1]) & ~done.le(done_before), "better")
    change = change.mask(ranked[0].gt(ranked[1]), "slower").mask(ranked[0].gt(ranked[1]) & is_less, "worse")
    change = change.mask(both["status"].isin(ENDED) & has_turned & ~is_less, "ended")
    # That a missing figure has become due is the calendar's doing.
    is_empty = both["value"].isna() & both["value_before"].isna()
    is_unjudged = ~both["status"].isin(VERDICTS) & ~both["status_before"].isin(VERDICTS)
    return both.assign(change=change.mask(is_empty & is_unjudged, ""))
