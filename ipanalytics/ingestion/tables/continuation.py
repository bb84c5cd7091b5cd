"""Tables that go on overleaf: a page's or a document's next table under the lines and headings of the one before."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ipanalytics.ingestion.readers.grid import Grid, Merge, Rows
from ipanalytics.ingestion.tables import blocks, structure
from ipanalytics.ingestion.text import dates, normalise, vocabulary

GOES_ON = re.compile(r"\(?(?:接上[表页]|续[表上前页]*)\s*[一二三四五六七八九十0-9]*\)?|\(?continued\)?", re.IGNORECASE)
SILENT = re.compile(r"[-—–·\s]*(?:第|共|page|of|/|[0-9]|页|[-—–·\s])+|\(?(?:接|转|续)下[表页]\)?", re.IGNORECASE)
PAGE = re.compile(r"page (\d+), table (\d+)")


def linked(grids: Iterable[Grid]) -> Iterator[Grid]:
    """Yield grids in their order, each that goes on the one before with what that one is headed by."""
    before: Grid | None = None
    for grid in grids:
        result = _headed(before, grid) if before is not None else grid
        yield result
        before = result if grid.rows else before


def _headed(before: Grid, grid: Grid) -> Grid:
    """Return a grid with the lines, and if it has none the headings, of the one before, where it has no title."""
    if grid.is_workbook or not grid.rows or len(grid.rows[0]) != len(before.rows[0]):
        return grid
    own = [line for line in grid.above if line not in before.above]
    if any(map(_speaks, own)) or (not any(map(_goes_on, own)) and any(map(_speaks, before.below))):
        return grid
    tables = structure.tables(before)
    if not tables or not tables[-1].header:
        return grid
    lines, header = tables[-1].lines, tables[-1].header
    heads = tuple(before.rows[row] for row in header)
    is_repeated = grid.rows[: len(heads)] == heads
    if not is_repeated and not (_is_next(before, grid) and _begins_with_figures(grid)):
        return grid
    rows = lines if is_repeated else (*lines, *header)
    return _carrying(before, grid, rows)


def _carrying(before: Grid, grid: Grid, rows: tuple[int, ...]) -> Grid:
    """Return a grid below rows of the one before."""
    at = {row: number for number, row in enumerate(rows)}
    count = len(rows)
    carried = [(at[m[0]], m[1], at[m[2]], m[3]) for m in before.merges if m[0] in at and m[2] in at]
    own: list[Merge] = [(m[0] + count, m[1], m[2] + count, m[3]) for m in grid.merges]
    texts: Rows = (*(before.rows[row] for row in rows), *grid.rows)
    lines = tuple(line for line in grid.above if line not in before.above)
    return replace(grid, rows=texts, merges=(*carried, *own), above=(*before.above, *lines), carried=count)


def _goes_on(line: str) -> bool:
    return bool(GOES_ON.fullmatch(normalise.tidy(line)))


def _speaks(line: str) -> bool:
    """Say whether a line may be another table's title: neither does it say that one goes on nor which page this is."""
    return not _goes_on(line) and not SILENT.fullmatch(normalise.tidy(line))


def _begins_with_figures(grid: Grid) -> bool:
    """Say whether the first row is one of figures: a table without headings."""
    kinds = [blocks.kind(text) for text in grid.rows[0]]
    return "figure" in kinds[1:] and not any(
        dates.find_period(text) or vocabulary.meaning(text) for text in grid.rows[0]
    )


def _is_next(before: Grid, grid: Grid) -> bool:
    """Say whether a table is the first of the page after the other's, or follows it without a word between."""
    pages = PAGE.fullmatch(before.sheet), PAGE.fullmatch(grid.sheet)
    if pages[0] and pages[1]:
        return int(pages[1][1]) == int(pages[0][1]) + 1 and pages[1][2] == "1"
    return any(map(_goes_on, grid.above))
