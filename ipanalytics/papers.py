"""What lies beside a page for those who print or write reports: a PDF and a Word file.

A file beside a page is of that page. Where the page has changed or failed and the file isn't
made again, it goes: a PDF, and a Word file that nobody has edited, are removed; an edited one
gets the time of its last change into its name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ipanalytics import browsers, divisions, manifest, taskbriefs, word
from ipanalytics.errors import ReportError, listed
from ipanalytics.outcomes import Outcome
from ipanalytics.outlines import Block

TASKS = "tasks"


def require(*, pdf: bool, docx: bool) -> None:
    """Refuse before anything is rendered where what the files need is missing.

    Raises
    ------
    ReportError
        Says what was looked for and what to install.
    """
    if docx:
        word.require()
    if pdf:
        browsers.require()


def clear(
    out: Path, outcomes: Iterable[Outcome], before: Mapping[str, dict[str, Any]], *, again: Sequence[str]
) -> list[str]:
    """Put away the files beside pages that have changed or failed, and those that are made again.

    Parameters
    ----------
    out
        Folder of the pages.
    outcomes
        Of this run.
    before
        Entries of the manifest of the run before, by area.
    again
        Suffixes that are made in this run.

    Returns
    -------
    list of str
        What was put away and is not made again, each in a sentence.
    """
    told = []
    for outcome in outcomes:
        changed = before.get(outcome.area, {}).get("sha256") != outcome.sha256
        for path in (out / outcome.file).with_suffix(".pdf"), (out / outcome.file).with_suffix(".docx"):
            if path.is_file() and (changed or path.suffix in again):
                told += _put_away(path, quiet=path.suffix in again and not outcome.error)
    return told


def _put_away(path: Path, *, quiet: bool) -> list[str]:
    if path.suffix == ".docx" and word.is_edited(path):
        time = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
        kept = path.rename(path.with_name(f"{path.stem}-{time:%Y%m%d-%H%M%S}{path.suffix}"))
        return [f"{path.name} was edited by hand: it is {kept.name} now"]
    path.unlink()
    return [] if quiet else [f"removed {path.name}, which was of an earlier page; --{_option(path)} makes it again"]


def _option(path: Path) -> str:
    return {".pdf": "pdf", ".docx": "word"}[path.suffix]


def print_pdf(out: Path, outcomes: Iterable[Outcome], *, workers: int) -> int:
    """Print every page that was published in this run; return how many."""
    return len(browsers.print_pdf([out / o.file for o in outcomes if not o.error], workers=workers))


def write_word(out: Path, outcomes: Iterable[Outcome], *, workers: int) -> int:
    """Write a Word file for every area whose page was published in this run; return how many.

    Raises
    ------
    ReportError
        Lists the pages of which none could be made; the others are.
    """
    entries = manifest.read(out)
    areas = [one for one in outcomes if not one.error and one.area in divisions.table().index]
    with ThreadPoolExecutor(workers) as pool:
        started = [(one, pool.submit(_word_of, out, one, entries)) for one in areas]
    faults = list(_finished([(one.area, attempt.exception) for one, attempt in started]))
    if faults:
        raise ReportError(listed(f"{len(faults)} Word file(s) could not be made:", faults))
    return len(areas)


def _finished(attempts: Iterable[tuple[str, Callable[[], BaseException | None]]]) -> Iterator[str]:
    for area, exception in attempts:
        if (fault := exception()) is None:
            continue
        if not isinstance(fault, ReportError):
            raise fault
        yield f"{manifest.name_of(area)}: {fault}"


def _word_of(out: Path, outcome: Outcome, entries: Mapping[str, dict[str, Any]]) -> None:
    page = out / outcome.file
    browsers.replace_bytes(page.with_suffix(".docx"), word.write(page, _tasks(out, outcome, entries)))


def _tasks(out: Path, outcome: Outcome, entries: Mapping[str, dict[str, Any]]) -> list[Block]:
    """Return the tasks in short where their page is of the same day and the same figures; else nothing."""
    entry = entries.get(TASKS, {})
    same = all(entry.get("parameters", {}).get(name) == outcome.parameters.get(name) for name in ("as_of", "real_only"))
    page = out / str(entry.get("file", ""))
    if not same or entry.get("outcome") != "published" or not page.is_file():
        return []
    return taskbriefs.brief(page, outcome.area)
