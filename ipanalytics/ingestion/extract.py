"""`ipanalytics read`: any table files to observations on paper, with every cell that was left out."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ipanalytics.core import project
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.audit import Extraction
from ipanalytics.ingestion.lists import counts
from ipanalytics.ingestion.readers import detect
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import figures
from ipanalytics.observations.table import KEY, empty


def extract(path: Path, *, status: str = "submitted") -> Extraction:
    """Return the observations in a file and what became of each of its cells.

    Raises
    ------
    SourceError
        When the file can't be read, or holds no table with a known heading.
    """
    reading = extract_grids(detect.read(path), source=path.name, status=status)
    if reading.observations.empty and not (reading.account["fate"] == "left_out").any():
        msg = f"{path}: no table of figures was found in it; expected one with headings of data/catalogue/words.csv"
        raise SourceError(msg)
    return reading


@project.held()
def extract_grids(grids: Iterable[Grid], *, source: str, status: str) -> Extraction:
    """Return what the grids of a file hold: lists of names are counted, the others read as tables of figures.

    Parameters
    ----------
    grids
        From `readers.read`.
    source, status
        Written beside every observation.
    """
    kinds: dict[bool, list[Grid]] = {True: [], False: []}
    for grid in grids:
        kinds[counts.is_list(grid)].append(grid)
    parts = [figures.interpret(kinds[False], source=source, status=status)]
    if kinds[True]:
        parts.append(counts.count_lists(kinds[True], source=source, status=status))
    # A part without a row would make the columns of the others objects.
    held = [part.observations for part in parts if len(part.observations)]
    found = pd.concat(held or [empty()], ignore_index=True)
    return _told_once(found, pd.concat([part.account for part in parts], ignore_index=True))


def _told_once(found: pd.DataFrame, account: pd.DataFrame) -> Extraction:
    """Keep one of figures that stand again on another sheet; leave out all of those that differ."""
    again = found.duplicated(KEY, keep=False)
    differs = again & found.groupby(KEY)["value"].transform("nunique").gt(1)
    repeated = found.duplicated(KEY) & ~differs
    told = account.set_index("cell")
    told.loc[told.index.isin(found.loc[repeated, "cell"]), ["fate", "reason"]] = [
        "check",
        "stands in another table too",
    ]
    for _, rows in found[differs].groupby(KEY):
        reason = f"other tables of the file say otherwise: {', '.join(rows['cell'])}"
        told.loc[told.index.isin(rows["cell"]), ["fate", "reason"]] = ["left_out", reason]
    columns = account.columns.tolist()
    return Extraction(found[~(differs | repeated)].reset_index(drop=True), told.reset_index()[columns])


def problems(reading: Extraction) -> list[str]:
    """Word every cell that was left out, one line for each reason of a file, with all of its cells."""
    return _worded(reading.account[reading.account["fate"] == "left_out"], "left out")


def corrections(reading: Extraction) -> list[str]:
    """Word every label that was mended."""
    account = reading.account
    return _worded(account[(account["fate"] == "used") & account["reason"].ne("")], "corrected")


def _worded(rows: pd.DataFrame, what: str) -> list[str]:
    grouped = rows.groupby(["file", "reason"], sort=False)["cell"]
    return [f"{file}: {what}: {', '.join(cells)}: {reason}" for (file, reason), cells in grouped]


def combined(readings: Iterable[Extraction]) -> pd.DataFrame:
    """Return the observations of all files under one another, in the order in which they stand."""
    return pd.concat([empty(), *(r.observations for r in readings)], ignore_index=True)


def as_text(table: pd.DataFrame, form: str) -> str:
    """Return a table as CSV, or as a JSON list of records."""
    if form == "json":
        return table.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    return table.to_csv(index=False, lineterminator="\n")
