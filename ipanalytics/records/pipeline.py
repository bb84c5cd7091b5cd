"""From exports to observations, step after step, with the ledger of what became of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from ipanalytics.records import application_numbers, cleaning, exports, holders
from ipanalytics.records.counting import chains, counts, high_value, quality
from ipanalytics.records.database import Connection, connect, first, harmless, note, quoted
from ipanalytics.records.filing import COLUMNS

MOST_FILES_NAMED = 3


@dataclass(frozen=True)
class Extras:
    """What is wanted besides the counts; `abnormal` is a list of the numbers of abnormal applications.

    `with_names` writes the leading holders of chains into the folder; nothing else names a holder.
    """

    quality: bool = False
    abnormal: Path | None = None
    chains: bool = False
    with_names: bool = False


@dataclass(frozen=True)
class Counted:
    """Observations, how many rows each step concerned and why (step, reason, rows), and how many rows were read.

    `newest` is the newest day of an application, a grant or an end in the exports, "" where there is none. `quality`
    has the columns of `filing.COLUMNS`, `chains` those of `chains.COLUMNS`; they are empty where not asked for.
    """

    observations: pd.DataFrame
    summary: pd.DataFrame
    rows: int
    quality: pd.DataFrame
    chains: pd.DataFrame
    newest: str = ""


def run(
    paths: Sequence[Path],
    *,
    as_of: date,
    status: str = "submitted",
    out: Path | None = None,
    extras: Extras = Extras(),  # noqa: B008
) -> Counted:
    """Count the patents of exports at a day.

    Parameters
    ----------
    paths
        .csv, .tsv, .parquet, .xlsx …, together one body of records; the same patent may stand in several.
    out
        Folder for a file of the rows of each step (refused.csv, merged.csv …).

    Raises
    ------
    SourceError
        Names every file that can't be used.
    """
    with connect() as connection:
        rows = exports.load(connection, paths)
        prepare(connection, as_of)
        names = [path.name for path in paths]
        source = ", ".join(names[:MOST_FILES_NAMED]) + (
            f" and {len(names) - MOST_FILES_NAMED} more" if len(names) > MOST_FILES_NAMED else ""
        )
        observations = counts.count(connection, as_of, source=source, status=status)
        cells = observations["cell"].str.replace(" patents", f" patents of {rows} rows", regex=False)
        measured = _quality(connection, as_of, extras, out)
        by_chain = _chains(connection, as_of, extras, out)
        if out:
            _write_ledger(connection, out)
        return Counted(
            observations.assign(cell=cells), _summary(connection), rows, measured, by_chain, _newest(connection)
        )


def _newest(connection: Connection) -> str:
    days = ", ".join(f"max({day})" for day in ("application_date", "grant_date", "end_date"))
    (newest,) = first(connection, f"SELECT greatest({days}) FROM patents")
    return "" if newest is None else str(newest)


def _chains(connection: Connection, as_of: date, extras: Extras, out: Path | None) -> pd.DataFrame:
    if not extras.chains:
        return pd.DataFrame(columns=chains.COLUMNS)
    counted = chains.count(connection, as_of)
    if out and extras.with_names:
        out.mkdir(parents=True, exist_ok=True)
        chains.write_holders(connection, str(out / "chain_holders.csv"))
    return counted


def _quality(connection: Connection, as_of: date, extras: Extras, out: Path | None) -> pd.DataFrame:
    if not extras.quality:
        return pd.DataFrame(columns=COLUMNS)
    if extras.abnormal:
        exports.load_list(connection, extras.abnormal)
        application_numbers.read(connection, newest=max(as_of.year, date.today().year))
    else:
        connection.execute("CREATE TABLE numbered (file VARCHAR, row BIGINT, number VARCHAR)")
    connection.execute("ALTER TABLE numbered RENAME TO abnormal")
    measured = quality.measure(connection, as_of)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        quality.write_agencies(connection, str(out / "agencies.csv"))
    return measured


def prepare(connection: Connection, as_of: date) -> None:
    """Make `patents` of `rows`."""
    cleaning.read_days(connection)
    application_numbers.read(connection, newest=max(as_of.year, date.today().year))
    cleaning.check_days(connection)
    exports.unload(connection)
    cleaning.merge(connection)
    cleaning.judge_status(connection, as_of)
    holders.classify(connection)
    holders.place(connection)
    high_value.mark(connection, as_of)
    note(connection, ("no status", "no_status <> ''", "no_status"), *holders.place_notes())


def _summary(connection: Connection) -> pd.DataFrame:
    return connection.execute("""
        SELECT step, split_part(reason, ': ', 1) AS reason, count(*) AS rows FROM ledger
        GROUP BY ALL ORDER BY step, rows DESC, reason""").df()


def _write_ledger(connection: Connection, out: Path) -> None:
    """Write a CSV a step, in which no text of an export is a formula to a spreadsheet."""
    out.mkdir(parents=True, exist_ok=True)
    texts = map(harmless, ("file", "number", "reason"))
    columns = f"* EXCLUDE (step) REPLACE ({', '.join(texts)})"
    for (step,) in connection.execute("SELECT DISTINCT step FROM ledger ORDER BY step").fetchall():
        rows = f"SELECT {columns} FROM ledger WHERE step = {quoted(step)} ORDER BY file, row, number"
        path = out / f"{step.replace(' ', '_')}.csv"
        connection.execute(f"COPY ({rows}) TO {quoted(str(path))} (HEADER)")
