"""What is asked of a file, and what became of every cell of a grid: one line each, and the figures that stand once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.ingestion.readers.grid import Grid, cell_name, few
from ipanalytics.ingestion.text import numbers
from ipanalytics.observations.checks import Failure
from ipanalytics.observations.comparison import UNREAD
from ipanalytics.observations.table import SYNTHETIC

FATES = ("used", "header", "label", "note", "missing", "check", "outside", "left_out")


@dataclass(frozen=True)
class Asked:
    """What isn't in the file itself.

    `know` are words of titles and headings that narrow nothing, though words.csv doesn't have them; `period` is that of
    figures for which the table names none, `area` the code of the place of those for which it or a text names none;
    `publication` the title of what the table was printed in; `everywhere` asks for the figures of places outside the
    project too.
    """

    know: tuple[str, ...] = ()
    period: str = ""
    area: str = ""
    publication: str = ""
    everywhere: bool = False


NOTHING = Asked()


@dataclass(frozen=True)
class Extraction:
    """Observations of a file, and its account: file, cell, text, fate (one of FATES) and reason.

    `unread` are the figures that can't be read, or aren't given, with what they would have been: comparison.UNREAD.
    """

    observations: pd.DataFrame
    account: pd.DataFrame
    unread: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=UNREAD))
    # Printed totals that aren't the sum of their rows.
    misfits: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure that could be used, at its row and column; or `reason` and `fate` where it wasn't."""

    row: int
    column: int
    fate: str
    reason: str = ""
    area: str = ""
    indicator: str = ""
    period: str = ""
    value: float = 0.0
    # The word that names a part of its indicator (证明商标); with a * before it where it never stands for the whole.
    part: str = ""
    # What remarks call it, "" where none does.
    status: str = ""


def observation(grid: Grid, figure: Figure, source: str, status: str) -> dict[str, object] | None:
    """Return a figure as a row of observations; None where it wasn't used."""
    if figure.fate != "used":
        return None
    key = {"area": figure.area, "indicator": figure.indicator, "period": figure.period, "value": figure.value}
    unit = indicators.indicator(figure.indicator).unit
    said = SYNTHETIC if status == SYNTHETIC else figure.status or status
    where = {"source": source, "status": said, "cell": cell_name(grid, figure.row, figure.column)}
    return {**key, "unit": unit, **where}


def once(grid: Grid, figures: list[Figure]) -> list[Figure]:
    """Leave out parts that don't stand for their whole, and figures that give one place, indicator and period twice."""
    kept = _wholes(figures)
    seen: dict[tuple[str, ...], list[Figure]] = {}
    for figure in kept:
        if figure.fate == "used":
            seen.setdefault(_key(figure), []).append(figure)
    doubled = {key: _doubled(grid, group) for key, group in seen.items() if len(group) > 1}
    return [
        replace(f, fate="left_out", reason=doubled[_key(f)]) if f.fate == "used" and _key(f) in doubled else f
        for f in kept
    ]


def _key(figure: Figure) -> tuple[str, ...]:
    return figure.area, figure.indicator, figure.period


def _doubled(grid: Grid, group: list[Figure]) -> str:
    where = few([cell_name(grid, f.row, f.column) for f in group])
    name, item = places.name_of(group[0].area, short=True), indicators.indicator(group[0].indicator).name
    return f"{name} stands twice: {where} ({item}, {group[0].period})"


def _wholes(figures: list[Figure]) -> list[Figure]:
    """Keep as checks the parts of an indicator, unless one part alone stands for it in the whole table."""
    parts: dict[str, set[str]] = {}
    for figure in figures:
        if figure.fate == "used":
            parts.setdefault(figure.indicator, set()).add(figure.part)
    alone = {name for name, found in parts.items() if len(found) == 1 and not next(iter(found)).startswith("*")}
    return [
        replace(f, fate="check", reason=f"{f.part.strip('*')}: a part of what the indicator counts")
        if f.fate == "used" and f.part and f.indicator not in alone
        else f
        for f in figures
    ]


def unread(grid: Grid, figures: Iterable[Figure]) -> Iterator[list[str]]:
    """Yield place, indicator, period, cell and text of the figures that aren't read; a sign for none has no text."""
    for one in figures:
        if one.indicator and one.fate in ("missing", "left_out"):
            text = grid.rows[one.row][one.column] if one.fate == "left_out" else ""
            yield [one.area, one.indicator, one.period, cell_name(grid, one.row, one.column), text]


def audit(grid: Grid, figures: list[Figure], fates: Mapping[tuple[int, int], str]) -> Iterable[dict[str, str]]:
    """Return file, cell, text, fate and reason of every cell that isn't blank.

    Parameters
    ----------
    grid, figures
        A grid and what became of its figures.
    fates
        The fate of other cells by row and column: header or label.
    """
    known = {(figure.row, figure.column): figure for figure in figures}
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            if not text.strip() or r < grid.carried:
                continue
            figure = known.get((r, c))
            fate = figure.fate if figure else fates.get((r, c)) or _stray(text)
            reason = figure.reason if figure else "" if fate != "left_out" else "a figure outside any known table"
            yield {"file": grid.file, "cell": cell_name(grid, r, c), "text": text, "fate": fate, "reason": reason}
    for cell, reason, has_figure in grid.unseen:
        fate = "left_out" if has_figure else "note"
        yield {"file": grid.file, "cell": cell, "text": "", "fate": fate, "reason": reason}


def _stray(text: str) -> str:
    return "left_out" if isinstance(numbers.read_number(text), numbers.Number) else "note"
