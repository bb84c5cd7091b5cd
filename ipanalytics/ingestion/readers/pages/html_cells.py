"""Where the cells of a web page's table stand, by their spans, and which columns its <col> elements hide."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from ipanalytics.ingestion.readers import grid

# The bounds that browsers keep.
WIDEST, TALLEST = 1000, 65534
Test = Callable[[etree._Element], bool]


def placed(table: etree._Element) -> Iterator[tuple[etree._Element, int, int, int, int]]:
    """Yield each cell of a table with its row and column and how many rows and columns it covers.

    Raises
    ------
    ValueError
        When the cells span more than a grid holds.
    """
    rows = _rows(table)
    taken: dict[int, int] = {}
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while taken.get(column, 0) > number:
                column += 1
            across = _number(cell, "colspan", WIDEST) or 1
            down = min(_number(cell, "rowspan", TALLEST) or TALLEST, len(rows) - number)
            yield cell, number, column, down, across
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), number + down))
            column += across
        if column * len(rows) > grid.MAX_CELLS:
            msg = f"its cells span {column:,} columns"
            raise ValueError(msg)


def in_columns(table: etree._Element, is_hidden: Test) -> Iterator[etree._Element]:
    """Yield the cells that stand in columns whose <col> or <colgroup> is hidden, and in no other."""
    columns, count = set(), 0
    for group in table.iterchildren("col", "colgroup"):
        for col in list(group.iterchildren("col")) or [group]:
            width = _number(col, "span", WIDEST) or 1
            if is_hidden(col) or is_hidden(group):
                columns |= set(range(count, count + width))
            count += width
    if columns:
        yield from (cell for cell, _, at, _, across in placed(table) if columns.issuperset(range(at, at + across)))


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    rows: list[list[etree._Element]] = []
    for node in table.iter("tr", "td", "th"):
        if next(node.iterancestors("table")) is not table:
            continue
        if node.tag == "tr" or not rows:
            rows.append([])
        if node.tag != "tr":
            rows[-1].append(node)
    return rows


def _number(cell: etree._Element, name: str, largest: int) -> int:
    """Return a span as browsers understand it; 0 reaches to the end."""
    found = re.match(r"\s*\+?(\d{1,9})", cell.get(name, ""))
    return min(int(found.group(1)), largest) if found else 1
