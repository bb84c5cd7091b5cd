"""What the units handed in, and when: data/submissions/journal.csv, a line for each workbook that was checked.

Lines are added, none is changed. Workbooks that were filed lie beside it, the newest of a unit and period as
<period>/<area>.xlsx, earlier ones under their time in <period>/earlier; of each its figures and its explanations too.
"""

import csv
import io
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ipanalytics.catalogue import places
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import SourceError, listed
from ipanalytics.core.project import cached_for_project

FOLDER = "submissions"
ACCEPTED, SENT_BACK = "accepted", "sent_back"
WORKBOOK, FIGURES, EXPLANATIONS = ".xlsx", ".csv", ".explanations.csv"
SEPARATOR = ";"


@dataclass(frozen=True)
class Entry:
    """One line: a workbook that a unit handed in.

    `time` is when it was checked, to the millisecond, `received` the day it came in; `period` and `area` are empty
    where a workbook doesn't say whose it is. `missing` are the ids of what was left empty; `figures` is the hash of
    the figures that were filed, "" where it was sent back.
    """

    time: str
    received: str
    period: str
    area: str
    file: str
    sha256: str
    outcome: str
    faults: int
    missing: tuple[str, ...]
    figures: str

    @property
    def is_accepted(self) -> bool:
        """Whether it was filed."""
        return self.outcome == ACCEPTED

    @property
    def is_complete(self) -> bool:
        """Whether it was filed and nothing was left empty."""
        return self.is_accepted and not self.missing

    @property
    def source(self) -> str:
        """The id under which its figures are cited."""
        return f"submitted-{self.area}-{self.period}"


COLUMNS = [field.name for field in fields(Entry)]


def folder() -> Path:
    """Return where workbooks are filed."""
    return project.data(FOLDER)


@cached_for_project(f"data/{FOLDER}/journal.csv", "data/divisions")
def entries() -> tuple[Entry, ...]:
    """Return all lines in their order; none where nothing was handed in yet.

    Raises
    ------
    SourceError
        Lists the lines that can't be what this module wrote.
    """
    path = folder() / "journal.csv"
    if not path.is_file():
        return ()
    rows = files.read_rows(path, COLUMNS, SourceError)
    faults = [f"line {line}: {fault}" for line, row in rows.items() for fault in _faults(row)]
    if faults:
        raise SourceError(listed(f"{path} has faults:", faults))
    return tuple(Entry(**(row | _read(row))) for row in rows.values())


def _read(row: dict[str, str]) -> dict[str, Any]:
    """Return the fields of a line that aren't as they stand there."""
    missing = tuple(filter(None, row["missing"].split(SEPARATOR)))
    return {"file": files.plain(row["file"]), "faults": int(row["faults"]), "missing": missing}


def _faults(row: dict[str, str]) -> list[str]:
    is_accepted = row["outcome"] == ACCEPTED
    wrong = {
        f"outcome {row['outcome']!r}": row["outcome"] not in (ACCEPTED, SENT_BACK),
        f"faults {row['faults']!r}": not row["faults"].isdecimal(),
        f"received {row['received']!r}": not periods.is_period(row["received"], shape="day"),
        f"area {row['area']!r}": not (places.is_place(row["area"]) or (not row["area"] and not is_accepted)),
        f"period {row['period']!r}": not (periods.is_period(row["period"]) or (not row["period"] and not is_accepted)),
    }
    return [fault for fault, is_so in wrong.items() if is_so]


def versions(period: str, area: str) -> list[Entry]:
    """Return what was filed for a unit and a period, the newest last."""
    return [entry for entry in entries() if entry.is_accepted and (entry.period, entry.area) == (period, area)]


def current() -> list[Entry]:
    """Return the newest filed version of each unit and period."""
    newest = {(entry.period, entry.area): entry for entry in entries() if entry.is_accepted}
    return [newest[key] for key in sorted(newest)]


def path_of(entry: Entry, kind: str) -> Path:
    """Return where the workbook (WORKBOOK), FIGURES or EXPLANATIONS of a filed version lie now."""
    inside = folder() / entry.period
    if versions(entry.period, entry.area)[-1] == entry:
        return inside / f"{entry.area}{kind}"
    return inside / "earlier" / f"{entry.area}-{stamp(entry)}{kind}"


def stamp(entry: Entry) -> str:
    """Return a version's time as names of files have it."""
    return entry.time.replace(":", "")


def line_of(entry: Entry) -> str:
    """Return an entry as a line of the file."""
    values = {**asdict(entry), "file": files.harmless(entry.file), "missing": SEPARATOR.join(entry.missing)}
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values.values())
    return stream.getvalue()


def add(entry: Entry) -> None:
    """Add a line at the end of the journal."""
    path = folder() / "journal.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "" if path.is_file() else ",".join(COLUMNS) + "\n"
    with path.open("a", encoding="utf-8", newline="") as opened:
        opened.write(head + line_of(entry))
