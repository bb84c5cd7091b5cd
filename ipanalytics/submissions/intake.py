"""`ipanalytics submit`: workbooks that came in are checked, then filed or sent back with their faults marked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ipanalytics.catalogue import journal, places
from ipanalytics.catalogue.journal import Entry
from ipanalytics.core import files
from ipanalytics.core.errors import SourceError, listed
from ipanalytics.submissions import figures, filing
from ipanalytics.submissions.workbook import checks, marking, returned
from ipanalytics.submissions.workbook.rules import Checked, Fault

SENT_BACK = "_退回"


@dataclass(frozen=True)
class Received:
    """A file that came in: its bytes, what was found in it, and its line of the journal, not yet written."""

    path: Path
    data: bytes
    checked: Checked
    entry: Entry


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its line of the journal, its faults, and the marked copy that goes back.

    `is_known` of a file that was filed before, to the letter: nothing is done with it again.
    """

    path: Path
    entry: Entry
    faults: tuple[Fault, ...] = ()
    marked: Path | None = None
    is_known: bool = False


def submit(paths: Sequence[Path], *, received: date, now: datetime) -> list[Outcome]:
    """Check workbooks; file those without fault, write a marked copy beside the others.

    Parameters
    ----------
    paths
        Of the workbooks.
    received
        The day they came in, which says whether they are in time.
    now
        When they are checked.

    Raises
    ------
    SourceError
        Names all files that can't be read from the disk; then nothing is done.
    """
    if lost := [f"{path} is missing or no file" for path in paths if not path.is_file()]:
        raise SourceError(listed(f"{len(lost)} file(s) can't be read:", lost))
    came = _without_doubles([_received(path, received, now) for path in paths])
    return [_file(each) if not each.checked.faults else _send_back(each) for each in came]


def strays(paths: Sequence[Path]) -> list[str]:
    """Name the files that are no workbook at all: nobody's report, so no line of the journal is theirs."""
    expected = (
        "expected a workbook that `ipanalytics template` made; a table is put into the project by `ipanalytics add`"
    )
    return [f"{path} is no workbook: {expected}" for path in paths if path.is_file() and not _is_workbook(path)]


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as opened:
        return opened.read(len(returned.ZIP)) in (returned.ZIP, returned.OLE)


def _received(path: Path, received: date, now: datetime) -> Received:
    data = path.read_bytes()
    checked = checks.check(returned.read(path.name, data))
    form = checked.form
    entry = Entry(
        now.isoformat(timespec="milliseconds"), received.isoformat(), form.period if form else "",
        form.area if form else "", path.name, files.sha256_of(data), "", len(checked.faults),
        tuple(checked.missing), "",
    )  # fmt: skip
    return Received(path, data, checked, entry)


def _without_doubles(came: list[Received]) -> list[Received]:
    """Add a fault to all workbooks that are of one unit and period: which one counts isn't ours to guess."""
    known = [(each.entry.period, each.entry.area) for each in came]
    doubled = {key for key, count in Counter(known).items() if count > 1 and key[1]}
    for each, key in zip(came, known, strict=True):
        if key in doubled:
            names = "、".join(other.path.name for other, its in zip(came, known, strict=True) if its == key)
            words = f"{places.name_of(key[1])}{key[0]}同时收到{known.count(key)}份：{names}。请只报一份。"
            each.checked.faults.insert(0, Fault("", "", words))
    return came


def _file(each: Received) -> Outcome:
    before = journal.versions(each.entry.period, each.entry.area)
    if before and before[-1].sha256 == each.entry.sha256:
        return Outcome(each.path, before[-1], is_known=True)
    whole = min((version.received for version in (*before, each.entry) if not version.missing), default="")
    table = figures.as_csv(each.checked, each.entry.source, whole)
    told = filing.as_csv(figures.explanations(each.checked))
    return Outcome(each.path, filing.accept(each.entry, each.data, figures=table, explanations=told))


def _send_back(each: Received) -> Outcome:
    faults = each.checked.faults
    path = marked_path(each.path)
    files.write_atomically(path, marking.mark(each.path.name, each.data, faults))
    return Outcome(each.path, filing.send_back(each.entry, len(faults)), tuple(faults), path)


def is_filled_in(path: Path) -> bool:
    """Say whether somebody has typed into a workbook, or nobody can tell."""
    came = returned.read(path.name, path.read_bytes())
    return bool(came.fault) or any(value is not None for value, _ in checks.check(came).given.values())


def marked_path(path: Path) -> Path:
    """Return where the marked copy of a file goes; one that is a marked copy itself isn't overwritten.

    Examples
    --------
    >>> marked_path(Path("榆林.xlsx")).name, marked_path(Path("榆林_退回.xlsx")).name, marked_path(Path("a.xls")).name
    ('榆林_退回.xlsx', '榆林_退回2.xlsx', 'a_退回.xlsx')
    """
    stem, number = path.stem, ""
    if earlier := re.fullmatch(rf"(.*){SENT_BACK}([0-9]*)", stem):
        stem, number = earlier[1], str(int(earlier[2] or 1) + 1)
    return path.with_name(f"{stem}{SENT_BACK}{number}.xlsx")
