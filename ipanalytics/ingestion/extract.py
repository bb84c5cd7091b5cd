"""`ipanalytics read`: any table files to observations on paper, with every cell that was left out."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import confinement, project
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.audit import NOTHING, Asked, Extraction
from ipanalytics.ingestion.lists import counts
from ipanalytics.ingestion.prose import communique
from ipanalytics.ingestion.readers import detect, read
from ipanalytics.ingestion.readers.grid import Grid, few, printable
from ipanalytics.ingestion.tables import continuation, figures
from ipanalytics.observations import checks, consistency
from ipanalytics.observations.table import KEY, as_csv, empty

# A line of a terminal holds no more; the account has them all.
MOST_NAMED = 200
# What was read as it stands, but for what the table itself doesn't say.
NOTED = "the (?:period|place|status|remark) |read as "


def extract(path: Path, *, status: str = "submitted", asked: Asked = NOTHING) -> Extraction:
    """Return the observations in a file and what became of each of its cells.

    Parameters
    ----------
    status
        Written beside every observation.
    asked
        What is said of the file, and isn't in it.

    Raises
    ------
    SourceError
        When the file can't be read, takes more than settings.yaml allows, or holds no table with a known heading.
    """
    (reading,) = extract_each([path], status=status, asked=asked)
    if isinstance(reading, Exception):
        raise reading
    return reading


def extract_each(
    paths: Sequence[Path], *, status: str = "submitted", asked: Asked = NOTHING
) -> list[Extraction | Exception]:
    """Return for each file, in their order, what `extract` returns or raises; the cores read one each at once."""
    # The largest begins first, or it would be waited for alone.
    order = sorted(range(len(paths)), key=lambda n: -_size(paths[n]))
    named = [(paths[n], printable(paths[n].name)) for n in order]
    readings = dict(zip(order, _confined(named, status, asked), strict=True))
    return [_with_figures(paths[n], readings[n]) for n in range(len(paths))]


def _size(path: Path) -> int:
    # A name with a zero in it is refused when it is read.
    with suppress(OSError, ValueError):
        return path.stat().st_size
    return 0


def _with_figures(path: Path, reading: Extraction | Exception) -> Extraction | Exception:
    """Refuse a file in which nothing looks like figures."""
    if isinstance(reading, Exception) or len(reading.observations):
        return reading
    if reading.account["fate"].isin(["left_out", "check", "outside"]).any():
        return reading
    msg = f"{printable(str(path))}: no table of figures was found in it; expected one with headings of"
    return SourceError(f"{msg} data/catalogue/words.csv")


def extract_confined(path: Path, *, source: str, status: str, asked: Asked = NOTHING) -> Extraction:
    """Return what a file holds, read in a process of its own; the other parameters are those of `extract_grids`."""
    (reading,) = _confined([(path, source)], status, asked)
    if isinstance(reading, Exception):
        raise reading
    return reading


def _confined(named: Sequence[tuple[Path, str]], status: str, asked: Asked) -> list[Extraction | Exception]:
    """Read files, each with the name of its source, in processes of their own."""
    settings = catalogue_settings.settings()
    limits = confinement.Limits(settings.read_memory_mib, settings.read_seconds)
    _warm()
    for path, _ in named:
        detect.prepare(path)
    calls = [(printable(str(path)), (path, source, status, asked)) for path, source in named]
    return confinement.call_each(_extract, calls, limits=limits, workers=os.cpu_count() or 1)


def _extract(path: Path, source: str, status: str, asked: Asked) -> Extraction:
    return extract_grids(read(path), source=source, status=status, asked=asked)


@project.cached_for_project("data/catalogue", "data/divisions")
def _warm() -> None:
    """Read the project's words here, once, and not anew in the process of every file."""
    rows = (("地区", "专利授权量(件)"), ("西安市", "1"), ("2022年名单", ""))
    extract_grids([Grid("", "", rows, above=("2022年",))], source="", status="submitted")


@project.held()
def extract_grids(tables: Iterable[Grid], *, source: str, status: str, asked: Asked = NOTHING) -> Extraction:
    """Return what the grids of a file hold: lists of names are counted, the others read as tables of figures.

    Parameters
    ----------
    tables
        From `readers.read`.
    source, status
        Written beside every observation.
    asked
        As for `extract`.
    """
    kinds: dict[bool, list[Grid]] = {True: [], False: []}
    every = list(tables)
    for grid in continuation.linked(grid for grid in every if not grid.prose):
        kinds[counts.is_list(grid)].append(grid)
    parts = [figures.interpret(kinds[False], source=source, status=status, asked=asked)]
    if kinds[True]:
        parts.append(counts.count_lists(kinds[True], source=source, status=status))
    parts += [communique.read(grid, source=source, status=status, asked=asked) for grid in every if grid.prose]
    # A part without a row would make the columns of the others objects.
    held = [part.observations for part in parts if len(part.observations)]
    found = pd.concat(held or [empty()], ignore_index=True)
    told = _told_once(found, pd.concat([part.account for part in parts], ignore_index=True))
    return replace(told, unread=parts[0].unread, misfits=parts[0].misfits)


def _told_once(found: pd.DataFrame, account: pd.DataFrame) -> Extraction:
    """Keep one of figures that stand again on another sheet; leave out all of those that differ."""
    again = found.duplicated(KEY, keep=False)
    differs = again & found.groupby(KEY)["value"].transform("nunique").gt(1)
    repeated = found.duplicated(KEY) & ~differs
    reasons: dict[str, tuple[str, str]] = dict.fromkeys(
        found.loc[repeated, "cell"], ("check", "stands in another table too")
    )
    for _, cells in found[differs].groupby(KEY)["cell"]:
        others = f"other tables of the file say otherwise: {few(cells.tolist())}"
        reasons |= dict.fromkeys(cells, ("left_out", others))
    used = account["fate"].eq("used") & account["cell"].isin(reasons.keys())
    changed = [reasons[cell] for cell in account.loc[used, "cell"]]
    told = account.copy()
    told.loc[used, ["fate", "reason"]] = pd.DataFrame(changed, columns=["fate", "reason"], index=told.index[used])
    return Extraction(found[~(differs | repeated)].reset_index(drop=True), told)


def problems(reading: Extraction) -> list[str]:
    """Word every cell that was left out, one line for each reason of a file; where nothing was used, the checks too."""
    account = reading.account
    left_out = _worded(account[account["fate"] == "left_out"], "left out")
    is_nothing = reading.observations.empty and not account["fate"].eq("outside").any()
    checks = _worded(account[account["fate"] == "check"], "no observation") if is_nothing else []
    return [*left_out, *checks]


def corrections(reading: Extraction) -> list[str]:
    """Word every label that was mended, and what wasn't read as it can't be seen."""
    account = reading.account[reading.account["reason"].ne("")]
    unseen = _worded(account[account["fate"] == "note"], "not read")
    used = account[account["fate"] == "used"]
    is_noted = used["reason"].str.match(NOTED)
    return [*_worded(used[~is_noted], "corrected"), *_worded(used[is_noted], "noted"), *unseen]


def outside(reading: Extraction) -> list[str]:
    """Word how many figures of places outside the project there are, in one line a file."""
    rows = reading.account[reading.account["fate"] == "outside"]
    if rows.empty:
        return []
    counts = rows.groupby("file", sort=False)["cell"].count()
    what = "figures of places outside the project; --everywhere reads them"
    return [f"{file}: {count:,} {what}" for file, count in counts.items()]


def doubts(readings: Sequence[Extraction]) -> list[str]:
    """Word what contradicts itself in files read together: figures, and printed totals that aren't their sum."""
    misfits = [misfit for reading in readings for misfit in reading.misfits if misfit.kind != "lacking"]
    return sorted({*consistency.run(combined(readings)), *map(checks.worded, misfits)})


def gaps(reading: Extraction) -> list[str]:
    """Word totals that are more than the rows of a table which doesn't have all places."""
    return [checks.worded(misfit) for misfit in reading.misfits if misfit.kind == "lacking"]


def _worded(rows: pd.DataFrame, what: str) -> list[str]:
    if rows.empty:
        return []
    grouped = rows.groupby(["file", "reason"], sort=False)["cell"]
    return [f"{file}: {what}: {_named(cells)}: {reason}" for (file, reason), cells in grouped]


def _named(cells: pd.Series) -> str:
    return few(cells.tolist(), MOST_NAMED)


def combined(readings: Iterable[Extraction]) -> pd.DataFrame:
    """Return the observations of all files under one another, in the order in which they stand."""
    return pd.concat([empty(), *(r.observations for r in readings)], ignore_index=True)


def as_text(table: pd.DataFrame, form: str) -> str:
    """Return a table as CSV, or as a JSON list of records."""
    if form == "json":
        return table.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    return as_csv(table)
