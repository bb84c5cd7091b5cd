"""What lies beside a page for those who print, write reports or pass them on: a PDF, a Word file, the brief.

A file beside a page is of that page. Where the page has changed or failed and the file isn't
made again, it goes: a PDF, and a Word file that nobody has edited, are removed; an edited one
gets the time of its last change into its name.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipanalytics.batch import languages, manifest
from ipanalytics.batch.plan import Outcome
from ipanalytics.catalogue import places
from ipanalytics.core import files, i18n, threads
from ipanalytics.core.errors import ReportError, listed
from ipanalytics.core.i18n import plain, say
from ipanalytics.publishing import brief
from ipanalytics.report import formatting

# What makes files is imported when one is made: a render with nothing to do takes half as long.
if TYPE_CHECKING:
    from ipanalytics.publishing.document import Block

TASKS = "tasks"
BRIEF, BRIEFS = "-brief", (".html", ".png", ".pdf", ".docx")


def require(*, pdf: bool, docx: bool) -> None:
    """Refuse before anything is rendered where what the files need is missing.

    Raises
    ------
    ReportError
        Says what was looked for and what to install.
    """
    if docx:
        from ipanalytics.publishing.word import pages as word

        word.require()
    if pdf:
        from ipanalytics.publishing import browser

        browser.require()


def clear(
    out: Path, outcomes: Sequence[Outcome], before: Mapping[str, dict[str, Any]], *, again: Sequence[str]
) -> list[str]:
    """Put away the files beside pages that have changed or failed, and those that are made again.

    `before` are the entries of the manifest of the run before, `again` the suffixes that are made in this one.

    Returns
    -------
    list of str
        What was put away and is not made again, each in a sentence.
    """
    lines = []
    for outcome in outcomes:
        changed = before.get(outcome.area, {}).get("sha256") != outcome.sha256
        for path, (kind, option) in _beside(out / outcome.file).items():
            is_due = kind in again and (bool(outcome.error) or _is_due(path, outcome, outcomes))
            if path.is_file() and (changed or is_due):
                lines += _put_away(path, option, quiet=is_due and not outcome.error)
    return lines


def _beside(page: Path) -> dict[Path, tuple[str, str]]:
    """Return what can lie beside a page, with its kind and the option that makes it."""
    pages = {page.with_suffix(".pdf"): (".pdf", "pdf"), page.with_suffix(".docx"): (".docx", "word")}
    return pages | {brief.path_of(page, suffix): (BRIEF, "brief") for suffix in BRIEFS}


def _is_due(path: Path, outcome: Outcome, outcomes: Sequence[Outcome]) -> bool:
    """Say whether a page's file is to be made: not where the page was kept and its file lies beside it.

    A Word file tells of the tasks, so it is made again with their page.
    """
    if outcome.error:
        return False
    tells_of_tasks = path == path.with_name(outcome.file).with_suffix(".docx")
    tasks_made = tells_of_tasks and any(other.area == TASKS and not other.skipped for other in outcomes)
    return not outcome.skipped or tasks_made or not path.is_file()


def _put_away(path: Path, option: str, *, quiet: bool) -> list[str]:
    if path.suffix == ".docx" and _is_edited(path):
        time = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
        kept = path.rename(path.with_name(f"{path.stem}-{time:%Y%m%d-%H%M%S}{path.suffix}"))
        return [f"{path.name} was edited by hand: it is {kept.name} now"]
    path.unlink()
    return [] if quiet else [f"removed {path.name}, which was of an earlier page; --{option} makes it again"]


def _is_edited(path: Path) -> bool:
    from ipanalytics.publishing.word import pages as word

    return word.is_edited(path)


def print_pdf(out: Path, outcomes: Iterable[Outcome], *, workers: int) -> int:
    """Print every page that was published in this run, and those kept that lack a file; return how many have one."""
    from ipanalytics.publishing import browser

    every = list(outcomes)
    due = [outcome for outcome in every if _is_due((out / outcome.file).with_suffix(".pdf"), outcome, every)]
    browser.print_pdf([out / outcome.file for outcome in due], workers=workers)
    return sum(not outcome.error for outcome in every)


def write_word(out: Path, outcomes: Iterable[Outcome], *, workers: int) -> int:
    """Write a Word file for every area whose page was published in this run or lacks one; return how many have one.

    Raises
    ------
    ReportError
        Lists the pages of which none could be made; the others are.
    """
    entries, every = manifest.read(out), list(outcomes)
    areas = [outcome for outcome in every if not outcome.error and places.is_place(outcome.area)]
    due = [outcome for outcome in areas if _is_due((out / outcome.file).with_suffix(".docx"), outcome, every)]
    attempts = threads.each(lambda outcome: _word_of(out, outcome, entries), due, workers=workers)
    faults = [fault for _, attempt in attempts if (fault := attempt.result())]
    if faults:
        raise ReportError(listed(f"{len(faults)} Word file(s) could not be made:", faults))
    return len(areas)


def write_briefs(out: Path, outcomes: Iterable[Outcome], *, pdf: bool, docx: bool, workers: int) -> int:
    """Write the brief of every area, and its picture where a browser is there; return how many have one.

    Raises
    ------
    ReportError
        Lists what could not be printed or pictured.
    """
    from ipanalytics.publishing import browser
    from ipanalytics.publishing.word import pages as word

    every = list(outcomes)
    pages = {out / outcome.file: outcome for outcome in every if not outcome.error and places.is_place(outcome.area)}
    briefs = {brief.path_of(page): outcome for page, outcome in pages.items() if _write_brief(page)}

    def due(suffix: str) -> list[Path]:
        return [path for path, outcome in briefs.items() if _is_due(path.with_suffix(suffix), outcome, every)]

    if browser.is_there():
        browser.picture_whole(due(".png"), workers=workers)
    if pdf:
        browser.print_pdf(due(".pdf"), workers=workers)
    for path in due(".docx") if docx else ():
        files.write_atomically(path.with_suffix(".docx"), word.write(path, is_brief=True))
    return len(briefs)


def write_bundle(out: Path) -> list[Path]:
    """Write all pages of a folder, with what lies beside them, into a .zip, and the pages into a single page.

    Pages in the other language that the index leads to are in the .zip too, in their own folder.

    Returns
    -------
    list of Path
        The two files.
    """
    from ipanalytics.publishing import bundle

    entries, other = manifest.read(out), languages.other_folder(out)
    names = {out / "index.html": say("全部报告")}
    names |= {
        out / entry["file"]: formatting.place(area, short=False) if places.is_place(area) else entry.get("title", area)
        for area, entry in entries.items()
    }
    pages = {page: plain(name) for page, name in names.items() if page.is_file()}
    packed, root = _with_beside(pages), out
    if other and manifest.beside_of(out, entries.values()):
        files_there = (other / entry["file"] for entry in manifest.read(other).values())
        packed += _with_beside([other / "index.html", *filter(Path.is_file, files_there)])
        root = other if i18n.is_english() else out
    title = say("{place}知识产权发展报告", place=formatting.place(places.province()))
    return [
        files.write_atomically(out / f"{bundle.NAME}.zip", bundle.zipped(packed, root)),
        files.write_atomically(out / f"{bundle.NAME}.html", bundle.single(pages, title=title)),
    ]


def _with_beside(pages: Iterable[Path]) -> list[Path]:
    return [path for page in pages for path in (page, *_beside(page)) if path.is_file()]


def _write_brief(page: Path) -> bool:
    html = brief.make(page)
    if html:
        files.write_atomically(brief.path_of(page), html)
    return bool(html)


def _word_of(out: Path, outcome: Outcome, entries: Mapping[str, dict[str, Any]]) -> str:
    """Write a page's Word file; return what kept it from being made."""
    from ipanalytics.publishing.word import pages as word

    page = out / outcome.file
    try:
        files.write_atomically(page.with_suffix(".docx"), word.write(page, _tasks(out, outcome, entries)))
    except ReportError as fault:
        return f"{manifest.name_of(outcome.area)}: {fault}"
    return ""


def _tasks(out: Path, outcome: Outcome, entries: Mapping[str, dict[str, Any]]) -> "list[Block]":
    """Return the tasks in short where their page is of the same day and the same figures; else nothing."""
    from ipanalytics.publishing.word import pages as word

    entry = entries.get(TASKS, {})
    same = all(
        entry.get("parameters", {}).get(name) == outcome.parameters.get(name)
        for name in ("as_of", "guide", "real_only")
    )
    page = out / str(entry.get("file", ""))
    if not same or entry.get("outcome") != "published" or not page.is_file():
        return []
    return word.brief(page, outcome.area)
