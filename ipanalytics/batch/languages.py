"""Pages in two languages: the Chinese ones of a folder, the English ones in `en` below it, so that they go along.

Pages are the same bytes whether the other language is there or not. An index knows which of them have a page in the
other language, made for the same day by the same options; it passes that on in the address of each page that it leads
to, and the page shows its switch by it. So the order in which languages are made doesn't matter, and nothing leads to a
page that isn't there.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ipanalytics.core import i18n

BELOW = "en"


def folder(root: Path, language: str) -> Path:
    """Return where pages in a language lie below the folder of all."""
    return root if language == "zh" else root / BELOW


def other_folder(out: Path) -> Path | None:
    """Return where the pages in the other language lie; None where English ones lie in a folder of another name."""
    if not i18n.is_english():
        return out / BELOW
    return out.absolute().parent if out.absolute().name == BELOW else None


def other() -> str:
    """Return the other language."""
    return "zh" if i18n.is_english() else "en"


def beside(ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> str:
    """Return the query of addresses that says which pages are there in both languages, "" where none is.

    It's the same whichever language asks.

    Parameters
    ----------
    ours
        Entries of this language's manifest whose pages are there.
    theirs
        Those of the other one's.

    Examples
    --------
    >>> page = {"file": "610800.html", "parameters": {"as_of": "2022-09"}}
    >>> english = {**page, "parameters": {"as_of": "2022-09", "lang": "en"}}
    >>> beside([page, {**page, "file": "tasks.html"}], [english])
    'beside=zh,en&but=tasks'
    """
    here, there = _options(ours, i18n.current()), _options(theirs, other())
    both = {file for file, options in here.items() if there.get(file) == options}
    alone = sorted(Path(file).stem for file in {*here, *there} - both)
    if not both:
        return ""
    return f"beside=zh,en{'&but=' if alone else ''}{','.join(alone)}"


def _options(entries: Iterable[Mapping[str, Any]], language: str) -> dict[str, dict[str, Any]]:
    """Return the parameters of pages in a language, but for the language."""
    given = {entry["file"]: dict(entry.get("parameters", {})) for entry in entries}
    return {file: options for file, options in given.items() if options.pop("lang", "zh") == language}
