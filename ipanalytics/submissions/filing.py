"""How a workbook is filed: whole or not at all, the version before it kept under its time, a line in the journal."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from ipanalytics.catalogue import journal
from ipanalytics.catalogue.journal import ACCEPTED, EXPLANATIONS, FIGURES, SENT_BACK, WORKBOOK, Entry
from ipanalytics.core import files
from ipanalytics.core.errors import SourceError

KINDS = (WORKBOOK, FIGURES, EXPLANATIONS)


@dataclass(frozen=True)
class Explanation:
    """What a unit says of a target that it is behind with: why, what it does next, by which day ("" where none)."""

    target: str
    why: str
    next_step: str
    by: str


def accept(entry: Entry, workbook: bytes, *, figures: str, explanations: str) -> Entry:
    """File a workbook without fault, with its figures and its explanations as CSV; return its line of the journal."""
    filed = replace(entry, outcome=ACCEPTED, faults=0, figures=files.sha256_of(figures))
    kept: dict[Path, str | bytes] = {}
    if before := journal.versions(entry.period, entry.area):
        earlier = journal.folder() / entry.period / "earlier" / f"{entry.area}-{journal.stamp(before[-1])}"
        kept = {Path(f"{earlier}{kind}"): journal.path_of(before[-1], kind).read_bytes() for kind in KINDS}
    current = journal.folder() / entry.period / entry.area
    contents: tuple[str | bytes, ...] = (workbook, figures, explanations)
    files.write_together(
        {**kept, **{Path(f"{current}{kind}"): content for kind, content in zip(KINDS, contents, strict=True)}}
    )
    journal.add(filed)
    return filed


def send_back(entry: Entry, faults: int) -> Entry:
    """Note a workbook that has faults; nothing is filed."""
    noted = replace(entry, outcome=SENT_BACK, faults=faults, figures="")
    journal.add(noted)
    return noted


def as_csv(explanations: Iterable[Explanation]) -> str:
    """Return explanations as a CSV, in which no text is a formula."""
    stream = io.StringIO()
    rows = [[files.harmless(text) for text in astuple(each)] for each in explanations]
    csv.writer(stream, lineterminator="\n").writerows([_header(), *rows])
    return stream.getvalue()


def explanations(entry: Entry) -> list[Explanation]:
    """Return what a unit explained in a filed version."""
    rows = files.read_csv(journal.path_of(entry, EXPLANATIONS), _header(), SourceError)
    return [Explanation(*map(files.plain, row)) for row in rows.itertuples(index=False)]


def _header() -> list[str]:
    return [field.name for field in fields(Explanation)]
