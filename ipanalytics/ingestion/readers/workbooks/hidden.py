"""What a sheet holds and doesn't show: hidden rows, columns and sheets are named, not read."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ipanalytics.ingestion.readers.grid import Grid, Merge, Unseen, reference

NUMBER = re.compile(r"\s*[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?\s*")
NOT_READ = "a reader doesn't see it, so it isn't read; show it in Excel if it counts"
STRUCK = "what is struck out isn't read"
BLANK = "its number format shows nothing of it: it isn't read"
Rows = Mapping[int, Sequence[str]]


def split(
    sheet: str, rows: Rows, merges: Iterable[Merge], *, down: Collection[int], across: Collection[int]
) -> tuple[Rows, list[Unseen]]:
    """Return a sheet's rows without its hidden ones, and what those hold.

    A merged cell that reaches out of them is seen all the same.

    Parameters
    ----------
    down, across
        The hidden rows and columns, from 0.
    """
    if not down and not across:
        return rows, []
    seen = {m[:2] for m in merges if _reaches_out(m[0], m[2], down) and _reaches_out(m[1], m[3], across)}
    shown, by_row, by_column = dict(rows), dict[int, list[str]](), dict[int, list[str]]()
    for r in sorted(rows):
        row = rows[r]
        lost = range(len(row)) if r in down else [c for c in across if c < len(row)]
        blank = {c for c in lost if row[c].strip() and (r, c) not in seen}
        if blank:
            shown[r] = ["" if c in blank else text for c, text in enumerate(row)]
        for c in blank:
            texts = by_row.setdefault(r, []) if r in down else by_column.setdefault(c, [])
            texts.append(row[c])
    names = {c: reference(0, c)[:-1] for c in sorted(by_column)}
    by_name = {r: str(r + 1) for r in by_row}
    return shown, [*_named(sheet, "row", by_row, by_name), *_named(sheet, "column", by_column, names)]


def _reaches_out(first: int, last: int, hidden: Collection[int]) -> bool:
    return any(number not in hidden for number in range(first, last + 1))


def _named(sheet: str, what: str, texts: Mapping[int, list[str]], names: Mapping[int, str]) -> Iterator[Unseen]:
    """Yield one line for each run of hidden rows or columns."""
    runs: list[list[int]] = []
    for number in names:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        has_figure = any(map(NUMBER.fullmatch, (text for number in run for text in texts[number])))
        what_is = f"a hidden {what}" if len(run) == 1 else f"hidden {what}s"
        yield Unseen(f"{sheet}!{names[run[0]]}:{names[run[-1]]}", f"{what_is}: {NOT_READ}", has_figure)


def sheet(grid: Grid) -> Grid:
    """Return a hidden sheet as a grid without a row, which names it if it holds figures."""
    has_figure = any(NUMBER.fullmatch(text) for row in grid.rows for text in row)
    unseen = (Unseen(grid.sheet, f"a hidden sheet: {NOT_READ}", has_figure),) if has_figure else ()
    return Grid(grid.file, grid.sheet, (), is_workbook=True, unseen=unseen)
