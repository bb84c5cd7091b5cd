"""A page in layers: its appendix is folded section by section, and its exhibits cite one list of publications."""

from collections.abc import Iterator

from ipanalytics.core.i18n import say
from ipanalytics.report.markup import Part
from ipanalytics.report.sections.appendix import listing

HEADING_LEVEL = 2
Cells = list[list[Part]]


def arranged(cells: Cells) -> Cells:
    """Return a page's parts with what a template needs to fold the appendix, and with the numbers of the sources."""
    return folded(numbered(cells))


def folded(cells: Cells) -> Cells:
    """Mark what `folds` in the appendix, and the last part of each fold, which `closes` it; a fold ends with its cell.

    Examples
    --------
    >>> heads = [{"kind": "section", "level": 2, "heading": name, "is_appendix": name == "B"} for name in "ABC"]
    >>> [sorted(part.keys() & {"folds", "closes"}) for cell in folded([heads]) for part in cell]
    [[], [], ['closes', 'folds']]
    """
    is_open = iter([False] * _appendix_at(cells) + [True] * sum(map(len, cells)))
    return [[{**part, **marks} for part, marks in zip(cell, _marks(cell, is_open), strict=True)] for cell in cells]


def _appendix_at(cells: Cells) -> int:
    """Return the number of parts up to the heading of the appendix, with it."""
    parts = [part for cell in cells for part in cell]
    return next((number for number, part in enumerate(parts, start=1) if part.get("is_appendix")), len(parts))


def _marks(cell: list[Part], is_open: Iterator[bool]) -> list[Part]:
    begins = [next(is_open) and _is_heading(part) for part in cell]
    marks: list[Part] = [{"folds": True} if begun else {} for begun in begins]
    for number in range(len(cell)):
        is_last = number + 1 == len(cell) or begins[number + 1]
        if is_last and any(begins[: number + 1]):
            marks[number]["closes"] = True
    return marks


def _is_heading(part: Part) -> bool:
    return part["kind"] == "section" and part["level"] == HEADING_LEVEL and bool(part["heading"])


def numbered(cells: Cells) -> Cells:
    """Return a page with each exhibit's sources as numbers of its list, which then has all of them.

    A page without a list keeps its lines of publications.
    """
    parts = [part for cell in cells for part in cell]
    lists: list[str] = next((part["lists"] for part in parts if part.get("lists")), [])
    if not lists:
        return cells
    every = list(dict.fromkeys([*lists, *(id_ for part in parts for id_ in part.get("cites", ()))]))
    numbers = listing.numbers_of(every)
    return [[_cited(part, numbers, every) for part in cell] for cell in cells]


def _cited(part: Part, numbers: dict[str, int], every: list[str]) -> Part:
    if part.get("lists"):
        return {**part, **listing.exhibit_of(every).part()}
    if not part.get("cites"):
        return part
    refs = sorted({numbers[id_] for id_ in part["cites"]})
    text = say("来源：{cited}", cited="".join(f"[{number}]" for number in refs))
    return {**part, "refs": refs, "source": text}
