"""Tables that go on overleaf: a page's, a document's or a workbook's next table under what heads the one before.

Workbooks made of a printed table may have a sheet a page, and a title on the first only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ipanalytics.ingestion.readers.grid import Grid, Merge, Rows
from ipanalytics.ingestion.tables import blocks, context, structure, values
from ipanalytics.ingestion.text import dates, normalise, vocabulary

GOES_ON = re.compile(r"\(?(?:接上[表页]|续[表上前页]*)\s*[一二三四五六七八九十0-9]*\)?|\(?continued\)?", re.IGNORECASE)
SILENT = re.compile(r"[-—–·\s]*(?:第|共|page|of|/|[0-9]|页|[-—–·\s])+|\(?(?:接|转|续)下[表页]\)?", re.IGNORECASE)
# Sheets that count pages, and those that a program names so; 1月 and 2022 count nothing.
COUNTED = re.compile(
    r"(?P<of>|第|(?i:p|page) ?|.*[(（\[]|.*续表?|.*[0-9][-–—.][0-9]+[-–— _])(?P<n>[0-9]{1,2})(?:[)）\]页]*)"
)
BY_PROGRAM = re.compile("(?P<of>(?i:sheet|table)|工作表|表) ?(?P<n>[0-9]{1,2})")
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
    if grid.is_workbook and grid.rows:
        return _next_sheet(before, grid)
    if not grid.rows or len(grid.rows[0]) != len(before.rows[0]):
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


def _next_sheet(before: Grid, grid: Grid) -> Grid:
    """Return a sheet without a title of its own with the lines of the page before, where it is certain that it goes on.

    It does where it says so, where its headings are the same or none and its places are others, or, on sheets that
    count pages, where its places are the same and its headings are others: a wide table goes on to the right. A title
    that narrows what it heads is never lost: on sheets that count pages it goes on whatever they hold.
    """
    is_counted = _follows(COUNTED, before, grid)
    if not (is_counted or _follows(BY_PROGRAM, before, grid)):
        return grid
    earlier, own = structure.tables(before)[-1:], structure.tables(grid)[:1]
    if not earlier or not own or not earlier[0].header or _is_titled(grid, own[0]):
        return grid
    heads, own_heads = (
        [_texts(of, row) for row in table.header] for of, table in ((before, earlier[0]), (grid, own[0]))
    )
    names, own_names = _names(before, earlier[0]), _names(grid, own[0])
    is_other = bool(own_names) and not set(names) & set(own_names)
    lines = earlier[0].lines
    if not own_heads:
        goes_on = is_other and len(grid.rows[0]) == len(before.rows[0])
        return _carrying(before, grid, (*lines, *earlier[0].header)) if goes_on else grid
    says_so = any(structure.OVERLEAF.search(text) for row in own[0].lines for text in _texts(grid, row))
    goes_right = is_counted and names == own_names and heads != own_heads
    narrows = (is_counted or heads == own_heads) and any(
        map(_narrows, (t for row in lines for t in _texts(before, row)))
    )
    goes_on = says_so or (heads == own_heads and is_other) or goes_right or narrows
    return _carrying(before, grid, lines) if goes_on else grid


def _narrows(line: str) -> bool:
    """Say whether a title is of some only: of 规模以上企业, of districts, of a plan."""
    return bool(context.unknown(line)) or vocabulary.meaning(line).get("role", "") in values.BESIDE


def _follows(pattern: re.Pattern[str], before: Grid, grid: Grid) -> bool:
    one, other = (pattern.fullmatch(sheet.strip()) for sheet in (before.sheet, grid.sheet))
    return bool(one and other and one["of"] == other["of"] and int(other["n"]) == int(one["n"]) + 1)


def _is_titled(grid: Grid, table: structure.Table) -> bool:
    texts = [text for row in table.lines for text in _texts(grid, row)]
    return any(vocabulary.meaning(text) or blocks.is_period(text) for text in texts)


def _heads(grid: Grid, table: structure.Table) -> set[tuple[str, ...]]:
    """Return the rows of a table's headings, without 续表."""
    rows = [_texts(grid, row) for row in table.header]
    return {tuple(texts) for texts in rows if not any(map(structure.OVERLEAF.search, texts))}


def _texts(grid: Grid, row: int) -> list[str]:
    return [normalise.tidy(text) for text in grid.rows[row] if text.strip()]


def _names(grid: Grid, table: structure.Table) -> list[str]:
    """Return the labels of a table's rows of figures, of its first column of labels."""
    first = next((column.labels[0] for column in table.columns if column.labels), 0)
    rows = [grid.rows[row] for row in table.rows]
    has_figures = [any(row[column.index].strip() for column in table.columns) for row in rows]
    return [text for row, has in zip(rows, has_figures, strict=True) if has and (text := normalise.tidy(row[first]))]


def _carrying(before: Grid, grid: Grid, rows: tuple[int, ...]) -> Grid:
    """Return a grid below rows of the one before."""
    at = {row: number for number, row in enumerate(rows)}
    count = len(rows)
    carried = [(at[m[0]], m[1], at[m[2]], m[3]) for m in before.merges if m[0] in at and m[2] in at]
    own: list[Merge] = [(m[0] + count, m[1], m[2] + count, m[3]) for m in grid.merges]
    width = max(len(before.rows[0]), len(grid.rows[0]))
    every = (*(before.rows[row] for row in rows), *grid.rows)
    texts: Rows = tuple((*row, *[""] * (width - len(row))) for row in every)
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
