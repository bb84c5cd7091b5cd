"""What became of every cell of a grid: one line each, and the figures that stand once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ipanalytics import catalogue, cells, divisions
from ipanalytics.grids import Grid, cell_name
from ipanalytics.observations import KEY

FATES = ("used", "header", "label", "note", "missing", "check", "left_out")


@dataclass(frozen=True)
class Reading:
    """Observations of a file, and its account: file, cell, text, fate (one of FATES) and reason."""

    observations: pd.DataFrame
    account: pd.DataFrame


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


def observation(grid: Grid, figure: Figure, source: str, status: str) -> dict[str, object] | None:
    """Return a figure as a row of observations; None where it wasn't used."""
    if figure.fate != "used":
        return None
    key = {"area": figure.area, "indicator": figure.indicator, "period": figure.period, "value": figure.value}
    unit = catalogue.indicator(figure.indicator).unit
    where = {"source": source, "status": status, "cell": cell_name(grid, figure.row, figure.column)}
    return {**key, "unit": unit, **where}


def once(grid: Grid, figures: list[Figure]) -> list[Figure]:
    """Leave out figures for which a grid gives one place, indicator and period twice."""
    seen: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        if figure.fate == "used":
            seen.setdefault(tuple(getattr(figure, name) for name in KEY), []).append(figure)
    doubled = {id(f): group for group in seen.values() if len(group) > 1 for f in group}
    return [_doubled(grid, f, doubled[id(f)]) if id(f) in doubled else f for f in figures]


def _doubled(grid: Grid, figure: Figure, group: list[Figure]) -> Figure:
    where = ", ".join(cell_name(grid, f.row, f.column) for f in group)
    name = divisions.name_of(figure.area, short=True)
    return Figure(figure.row, figure.column, "left_out", f"{name} stands twice: {where}")


def account(grid: Grid, figures: list[Figure], fates: Mapping[tuple[int, int], str]) -> Iterable[dict[str, str]]:
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
            if not text.strip():
                continue
            figure = known.get((r, c))
            fate = figure.fate if figure else fates.get((r, c)) or _stray(text)
            reason = figure.reason if figure else "" if fate != "left_out" else "a figure outside any known table"
            yield {"file": grid.file, "cell": cell_name(grid, r, c), "text": text, "fate": fate, "reason": reason}


def _stray(text: str) -> str:
    return "left_out" if isinstance(cells.read_number(text), cells.Number) else "note"
