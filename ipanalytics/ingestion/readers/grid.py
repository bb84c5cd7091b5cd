"""Tables as grids of text, whatever kind of file they come from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from ipanalytics.core.errors import SourceError, listed
from ipanalytics.ingestion.text import normalise

KINDS = "a table as .xlsx, .xlsm, .xls, .csv, .tsv, .txt, .html, .docx or .pdf"
MAX_CELLS = 20_000_000
MOST_COLUMNS = 1 << 14
# A page's menu stands above its first table too; a title, its unit and a registration block fit in these.
LINES_ABOVE = 8
# No library has one exception for damaged bytes; they trip over them in all these ways.
TRIPPED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
Rows = tuple[tuple[str, ...], ...]
Merge = tuple[int, int, int, int]
# What no encoder takes, and what only looks like a character.
STRANGE = re.compile("[\ud800-\udfff\u2e80-\u2fdf]")
# A mark beside a figure or name: its digits or its letter, whatever stands around them.
MARK = re.compile(r"[\[(（〔]?(?:[註注])?\s*([0-9]{1,2}|[a-z])[\])）〕.]?")


class Passage(NamedTuple):
    """A line of running text: "" or the page that it stands on, and whether it is set like a heading."""

    page: str
    text: str
    is_heading: bool = False


class Unseen(NamedTuple):
    """What a file holds and doesn't show: where, why, and whether figures are among it; a part of a cell is none."""

    cell: str
    reason: str
    has_figure: bool = False


@dataclass(frozen=True)
class Grid:
    """One table's cells as printed; rows are padded to one width.

    `sheet` is a sheet's name, "table 2", "page 3, table 1", or "" for a text file.
    `merges` are first row, first column, last row, last column, from 0 and inclusive;
    the text stands in the first cell, the others are "". `above` are the lines that
    stand before a table in a page or document: its title, its unit. `unseen` is what the
    file doesn't show and the rows therefore don't hold. The first `carried` rows are
    those that head the table on the page before. `below` are the lines that end its page.
    A communiqué's running text is a grid of its own, without rows: `prose`.
    """

    file: str
    sheet: str
    rows: Rows
    merges: tuple[Merge, ...] = ()
    is_workbook: bool = False
    above: tuple[str, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    carried: int = 0
    below: tuple[str, ...] = ()
    prose: tuple[Passage, ...] = ()

    @property
    def name(self) -> str:
        """What a person called the sheet; table 2022 of a page is only a count."""
        return self.sheet if self.is_workbook else ""


class Span(NamedTuple):
    """A cell of a page or document, with the rows and columns that it covers."""

    row: int
    column: int
    down: int
    across: int
    text: str


class Line(NamedTuple):
    """A line of text between tables."""

    text: str
    is_heading: bool = False


def cell_name(grid: Grid, row: int, column: int) -> str:
    """Name a cell so that a reader finds it in the file.

    Examples
    --------
    >>> cell_name(Grid("a.xls", "Sheet1", (), is_workbook=True), 11, 2)
    'Sheet1!C12'
    >>> cell_name(Grid("a.htm", "table 2", ()), 4, 2)
    'table 2, row 5, column 3'
    >>> cell_name(Grid("a.csv", "", ()), 4, 2)
    'row 5, column 3'
    """
    if grid.is_workbook:
        return f"{grid.sheet}!{reference(row - grid.carried, column)}"
    place = f"row {row + 1 - grid.carried}, column {column + 1}"
    return f"{grid.sheet}, {place}" if grid.sheet else place


def reference(row: int, column: int) -> str:
    """Return a cell's name in a workbook, as C12."""
    return f"{_letters(column)}{row + 1}"


@lru_cache(maxsize=MOST_COLUMNS)
def _letters(column: int) -> str:
    before, letter = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def make(
    file: str, sheet: str, rows: Iterable[Sequence[str]], merges: Iterable[Merge] = (), *, is_workbook: bool = False
) -> Grid:
    """Return a grid without blank rows and columns at its end; those before the text stay.

    Raises
    ------
    SourceError
        When what is left has more than MAX_CELLS cells.
    """
    kept = _trim(rows, f"{file}, {sheet}" if sheet else file)
    clipped = tuple(sorted(set(_clip(merges, kept))))
    return Grid(file, printable(sheet), kept, clipped, is_workbook)


def printable(text: str) -> str:
    r"""Return a name of a file or sheet as a terminal and a table can take it.

    Examples
    --------
    >>> print(printable("2022年\x1b[31m.csv"))
    2022年\x1b[31m.csv
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def mended(text: str) -> str:
    """Return a text with characters for radicals that look like them, and without halves of characters.

    Examples
    --------
    >>> mended("⻓武县")
    '长武县'
    """
    return STRANGE.sub(lambda found: _mended(found[0]), text) if STRANGE.search(text) else text


def _mended(character: str) -> str:
    return "\ufffd" if "\ud800" <= character <= "\udfff" else normalise.mended(character)


def _trim(rows: Iterable[Sequence[str]], where: str) -> Rows:
    kept: list[tuple[str, ...]] = []
    blank = width = 0
    for row in rows:
        if cells := _without_blank_end(row):
            width = max(width, len(cells))
            check_size(len(kept) + blank + 1, width, where)
            kept += [()] * blank
            kept.append(tuple(map(mended, cells)) if STRANGE.search("".join(cells)) else cells)
            blank = 0
        else:
            blank += 1
            check_size(len(kept) + blank, 1, where)
    padding = ("",) * width
    return tuple(row + padding[len(row) :] for row in kept)


def _without_blank_end(row: Sequence[str]) -> tuple[str, ...]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return tuple(row[:end])


def check_size(rows: int, columns: int, where: str) -> None:
    """Refuse a table that would fill the memory, or is wider than any sheet."""
    if columns > MOST_COLUMNS:
        msg = f"{where}: found a row of {columns:,} columns, expected at most {MOST_COLUMNS:,}, as a sheet has"
        raise SourceError(msg)
    if rows * columns > MAX_CELLS:
        msg = f"{where}: found {rows:,} rows × {columns:,} columns, expected at most {MAX_CELLS:,} cells;"
        raise SourceError(f"{msg} is there a stray entry at {reference(rows - 1, columns - 1)}?")


def _clip(merges: Iterable[Merge], rows: Rows) -> Iterator[Merge]:
    last_row, last_column = len(rows) - 1, len(rows[0]) - 1 if rows else -1
    for top, left, bottom, right in merges:
        low, far = min(bottom, last_row), min(right, last_column)
        if 0 <= top <= low and 0 <= left <= far and (top, left) != (low, far):
            yield top, left, low, far


def spread(file: str, sheet: str, spans: Sequence[Span], above: Iterable[str]) -> Grid:
    """Return the grid of cells that cover one another's rows and columns."""
    height, width = max((s.row + 1 for s in spans), default=0), max((s.column + 1 for s in spans), default=0)
    check_size(height, width, f"{file}, {sheet}")
    rows = [[""] * width for _ in range(height)]
    for span in spans:
        rows[span.row][span.column] = span.text
    merges = [(s.row, s.column, s.row + s.down - 1, s.column + s.across - 1) for s in spans]
    return replace(make(file, sheet, rows, merges), above=tuple(map(mended, above)))


def from_blocks(file: str, blocks: Iterable[Line | list[Span]]) -> list[Grid]:
    """Return the tables among a document's lines, each with the lines before it.

    A table of one text is a title or a frame: it counts as a line. A table of one row
    is a grid, and a line above the next table as well.
    """
    found: list[Grid] = []
    lines: list[str] = []
    heading, number = "", 0
    for block in blocks:
        if isinstance(block, Line):
            lines += [block.text] if block.text else []
            heading = block.text if block.is_heading and block.text else heading
            continue
        number += 1
        grid = spread(file, f"table {number}", block, _above(lines, heading))
        texts = [cell for row in grid.rows for cell in row if cell.strip()]
        found += [grid] if len(texts) > 1 else []
        is_line = len(grid.rows) <= 1 or len(texts) <= 1
        lines = [*lines, *"\n".join(texts).splitlines()] if is_line else []
    return found


def _above(lines: list[str], heading: str) -> list[str]:
    nearest = lines[-LINES_ABOVE:]
    return [heading, *nearest] if heading and heading not in nearest else nearest


def raised(text: str, mark: str) -> str:
    """Append a superscript, a digit or letter in brackets: glued to a number it would change it.

    Examples
    --------
    >>> raised("1234", "1"), raised("西安市", "*"), raised("km", "2"), raised("西安市", "1)"), raised("1200", "①")
    ('1234[1]', '西安市*', 'km2', '西安市[1]', '1200①')
    """
    plain, is_letter = mark.strip(), text[-1:].isascii() and text[-1:].isalpha()
    if is_letter or not plain:
        return text + mark
    marks = [MARK.fullmatch(part) for part in re.split(r"\s*[,，、]\s*", plain)]
    if all(marks):
        return text + "".join(f"[{found[1]}]" for found in marks if found)
    return f"{text}[{plain}]" if plain[0].isdecimal() else text + mark


def few(names: Sequence[str], most: int = 10) -> str:
    """Return names on one line, of many the first and how many more there are.

    Examples
    --------
    >>> few(["A1", "A2"]), few(["A1", "A2", "A3"], most=2)
    ('A1, A2', 'A1, A2 and 1 more')
    """
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def unstored(file: str, lines: list[str]) -> SourceError:
    """Word that formulas hold no result; each line names a sheet and its cells."""
    heading = f"{file}: found formulas without a stored result, expected values; open it in Excel and save it:"
    return SourceError(listed(heading, lines))


@contextmanager
def refusing(file: str, found: str, *damage: type[Exception]) -> Iterator[None]:
    """Turn a library's complaint about damaged bytes into a SourceError."""
    try:
        yield
    except SourceError:
        raise
    except damage as fault:
        if any(isinstance(cause, MemoryError) for cause in fault.args):
            raise MemoryError from fault
        msg = f"{file}: found {found} that is damaged or cut short ({fault or type(fault).__name__})"
        raise SourceError(f"{msg}; get the file again, or open it and save it anew") from fault
