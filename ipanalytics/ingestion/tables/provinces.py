"""The province that the rows of a grid stand under: 河北省 heads its cities, in the block beside and overleaf too."""

from collections.abc import Iterator, Mapping, Sequence

from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import structure
from ipanalytics.ingestion.text import normalise, places

# The province at each row and each first column of labels.
Standing = Mapping[tuple[int, int], str]


def standing(grid: Grid, tables: Sequence[structure.Table]) -> Standing:
    """Return the province that each row stands under, by its row and the first column of its labels.

    Blocks side by side are read one after the other: the right one goes on where the left one ends.
    """
    found: dict[tuple[int, int], str] = {}
    province, start = "", 0
    for table in tables:
        last = table.rows[-1] + 1
        for columns in sorted({column.labels for column in table.columns if column.labels}):
            for row in range(start, last):
                province = _named(grid, row, columns) or province
                found[row, columns[0]] = province
        start = last
    return found


def _named(grid: Grid, row: int, columns: Sequence[int]) -> str:
    """Return the province that a row's labels name, by themselves or by a city of theirs; "" where none does."""
    named = (places.stands_in(text, places.resolve(text)) for text in _texts(grid, row, columns))
    return next(filter(None, named), "")


def _texts(grid: Grid, row: int, columns: Sequence[int]) -> Iterator[str]:
    for column in reversed(columns):
        text = grid.rows[row][column]
        if text.strip() and normalise.tidy(text) not in places.OWN:
            yield text
