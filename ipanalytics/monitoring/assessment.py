"""What has changed since an earlier day: statuses that turned better or worse, and figures that moved."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ipanalytics.catalogue import places, settings, sources
from ipanalytics.core import files, periods
from ipanalytics.core.errors import ReportError
from ipanalytics.ingestion import pipeline, transcriptions
from ipanalytics.monitoring import progress, series, targets
from ipanalytics.observations import derivation
from ipanalytics.observations.table import newest_day, prefer, until

KEY = ["area", "target"]


@dataclass(frozen=True, eq=False)
class Assessment:
    """A year's targets judged at a day: `table` holds the observations with what was derived, `rows` the progress."""

    year: int
    as_of: str
    targets: list[targets.Target]
    table: pd.DataFrame
    rows: pd.DataFrame


def load(as_of: str | int = "", year: int = 0, *, area: str = places.PROVINCE, real_only: bool = False) -> Assessment:
    """Judge a year's targets by the project's figures.

    Parameters
    ----------
    as_of
        A period; empty: the end of the latest period in the data.
    year
        Of the targets; 0: the newest year that has some.
    area
        The place that a report is about; only checked, so that one without a report fails early.
    real_only
        Leave synthetic figures out.
    """
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
        return _kept(files.state(), day, year, real_only)
    wanted = targets.read(targets_file, year=year) if targets_file else targets.load(year or targets.years()[-1])
    return _judged(wanted, as_of, real_only=real_only, beside=targets_file, observations_file=observations_file)


def judge_again(made: Assessment, wanted: list[targets.Target], *, real_only: bool = False) -> Assessment:
    """Judge other targets of the same places and year by the project's figures, at the same day."""
    book, rules = _opened(files.state(), made.as_of, made.year, real_only)
    return replace(made, targets=wanted, rows=progress.assess_in(book, wanted, made.as_of, rules))


@lru_cache(maxsize=2)
def _opened(state: str, day: str, year: int, real_only: bool) -> tuple[series.SeriesBook, progress.Rules]:  # noqa: ARG001, FBT001
    """Open the book of the project's figures once for each state of the files."""
    table, rules = _preferred(pipeline.load_every(real_only=real_only), sources.load(), day)
    return progress.open_for(table, targets.load(year), day, rules), rules


def _preferred(
    every: pd.DataFrame, known: dict[str, sources.Source], day: str, beside: Path | None = None
) -> tuple[pd.DataFrame, progress.Rules]:
    """Return one figure a key, none that ends after a day, and the rules by which targets are judged."""
    published = pd.Series({id_: source.published or "" for id_, source in known.items()}, dtype=str)
    reprints = frozenset(id_ for id_, source in known.items() if source.seen == "reprint")
    rules = progress.Rules(targets.thresholds(beside), settings.settings(), reprints)
    return prefer(until(every, day), published), rules


@lru_cache(maxsize=4)
def _kept(state: str, as_of: str, year: int, real_only: bool) -> Assessment:  # noqa: ARG001, FBT001
    """Judge once for each state of the files; nobody changes a table in place."""
    return _judged(targets.load(year or targets.years()[-1]), as_of, real_only=real_only)


def _judged(
    wanted: list[targets.Target],
    as_of: str | int,
    *,
    real_only: bool,
    beside: Path | None = None,
    observations_file: Path | None = None,
) -> Assessment:
    every = (
        transcriptions.read_observations(observations_file)
        if observations_file
        else pipeline.load_every(real_only=real_only)
    )
    known = {} if observations_file else sources.load()
    day = periods.parse(str(as_of) or newest_day(every)).end.isoformat()
    table, rules = _preferred(every, known, day, beside)
    rows = progress.assess(table, wanted, day, rules)
    return Assessment(wanted[0].year, day, wanted, derivation.derive(table, rules.settings), rows)


def month_before(made: Assessment) -> str:
    """Return the default of --since: the end of the month before the as-of date, or before the year's last deadline."""
    last = min(periods.parse(made.as_of).end, max(target.end for target in made.targets))
    return (last.replace(day=1) - timedelta(days=1)).isoformat()


def load_earlier(made: Assessment, since: str = "", *, real_only: bool = False) -> Assessment:
    """Judge the same targets at an earlier day.

    Raises
    ------
    ReportError
        When `since` isn't earlier than the as-of date.
    """
    day = periods.parse(since or month_before(made)).end
    if day >= periods.parse(made.as_of).end:
        msg = f"since {day} is not before the as-of date {made.as_of}"
        raise ReportError(msg)
    return load(day.isoformat(), made.year, real_only=real_only)


def compare(made: Assessment, earlier: Assessment) -> pd.DataFrame:
    """Return the rows whose status or value differs, with the earlier ones as `…_before`.

    Returns
    -------
    DataFrame
        Rows of the progress table that stand in both, columns value_before, status_before,
        period_before and `turn`: 1 for a better status, −1 for a worse one, 0 for another of
        the same rank or the same.
    """
    before = earlier.rows[[*KEY, "value", "status", "period", progress.USED]]
    both = made.rows.merge(before, on=KEY, suffixes=("", "_before"))
    ranks = {id_: light.rank for id_, light in settings.wording().statuses.items()}
    turn = (both["status_before"].map(ranks) - both["status"].map(ranks)).clip(-1, 1)
    moved = both["value"].ne(both["value_before"]) & ~(both["value"].isna() & both["value_before"].isna())
    return both.assign(turn=turn)[moved | both["status"].ne(both["status_before"])].reset_index(drop=True)
