"""Tables of PDF files that hold text; scans are refused.

A table is what rules bound. Statistical tables often have none at their sides, between
their rows, or upright at all: sides are added, lines of numbers become rows, and without
upright rules the blank lanes between the words separate the columns.

Importing pdfplumber takes a tenth of a second, so only the reading of a PDF imports this.
"""

import logging
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from itertools import groupby

from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers import containers, pdf_words, running_text
from ipanalytics.ingestion.readers.grid import LINES_ABOVE, TRIPPED, Grid, Passage, Span, refusing, spread

DAMAGE = (*TRIPPED, PSException, PdfminerException, MalformedPDFException)
STREAM = re.compile(rb"stream(?:\r\n|\r|\n)")
# A figure that its cell was too narrow for goes on below, behind its comma.
WRAPPED = re.compile(r"(?<=[0-9],)\n(?=[0-9]{3}(?![0-9]))")
NUMBERS = re.compile(r"[-\d.,%‰—…/*()\s]*\d[-\d.,%‰—…/*()\s]*")
THOUSANDS = re.compile(rf"[1-9][0-9]{{0,2}}(?:{pdf_words.THIN_BLANK}[0-9]{{3}})+(?:\.[0-9]+)?")
SHORT = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?|\D*")
END_WITHIN = 4096
# In points: rules end alike when they differ by no more; a lane's width.
SAME_END, LANE = 3.0, 4.0


def read(file: str, data: bytes) -> list[Grid]:
    """Return the tables of all pages; what goes on overleaf is another table.

    Raises
    ------
    SourceError
        When the file is scanned, damaged, cut short, or opens with a password only.
    """
    _check_streams(file, data)
    if b"%%EOF" not in data[-END_WITHIN:]:
        raise SourceError(f"{file}: found a PDF that is cut short, expected its end mark; get the file again")
    # It doubts many sound files on standard error.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with refusing(file, "a PDF", *DAMAGE), _opened(file, data) as document:
        return _tables(file, document.pages)


def _check_streams(file: str, data: bytes) -> None:
    """Refuse a file whose parts inflate beyond all bounds, also packed twice: pdfminer knows none."""
    room, view = containers.MAX_BYTES, memoryview(data)
    for found in STREAM.finditer(data):
        packed: bytes | memoryview = view[found.end() :]
        with suppress(zlib.error):
            while room >= 0 and packed:
                packed = zlib.decompressobj().decompress(packed, room + 1)
                room -= len(packed)
        if room < 0:
            msg = f"{file}: found a PDF that unpacks to more than {containers.MAX_BYTES:,} bytes"
            raise SourceError(f"{msg}, expected less; it was not read")


def _opened(file: str, data: bytes) -> PDF:
    try:
        return PDF.open(BytesIO(data))
    except PdfminerException as fault:
        if fault.args and isinstance(fault.args[0], PDFPasswordIncorrect):
            raise SourceError(f"{file}: found a PDF locked with a password, expected an open one") from fault
        raise


def _tables(file: str, pages: list[Page]) -> list[Grid]:
    found: list[Grid] = []
    lines: list[Passage] = []
    has_text = False
    for number, page in enumerate(pages, 1):
        has_text = has_text or bool(page.chars)
        tables, texts, below = _page_tables(file, number, page)
        found += [*tables[:-1], *(replace(last, below=below) for last in tables[-1:])]
        lines += [Passage(f"page {number}", text) for text in texts]
        page.close()
    if not has_text:
        msg = f"{file}: found a scanned PDF ({len(pages)} pages without text)"
        raise SourceError(f"{msg}, expected one that holds text; ask for the original or type it in")
    return [*found, *running_text.of_passages(file, lines)]


def _page_tables(file: str, number: int, page: Page) -> tuple[list[Grid], list[str], tuple[str, ...]]:
    """Return the tables of a page, the lines outside them, and those of these that stand below them."""
    text = pdf_words.text_of(page.chars)
    left, end, right, foot = page.bbox
    tables: list[Grid] = []
    lines: list[str] = []
    for count, table in enumerate(_innermost(page.find_tables({"explicit_vertical_lines": _sides(page)})), 1):
        _, top, _, bottom = table.bbox
        above = [line.text for line in pdf_words.lines_in(text, (left, end, right, top))]
        spans = _by_rules(text, table) if len(table.columns) > 1 else _by_lanes(text, table)
        grid = spread(file, f"page {number}, table {count}", _without_thousands(spans), above[-LINES_ABOVE:])
        is_table = sum(bool(cell.strip()) for row in grid.rows for cell in row) > 1
        tables += [grid] if is_table else []
        inside = [] if is_table else [line.text for line in pdf_words.lines_in(text, table.bbox)]
        lines += [*above, *inside]
        end = max(end, bottom)
    below = tuple(line.text for line in pdf_words.lines_in(text, (left, end, right, foot)))
    return tables, [*lines, *below], below


def _innermost(tables: list[Table]) -> list[Table]:
    """Leave out a frame around tables, as the rules at a page's head and foot make."""
    return [table for table in tables if not any(_is_within(other.bbox, table.bbox) for other in tables)]


def _is_within(box: pdf_words.Box, frame: pdf_words.Box) -> bool:
    return box != frame and frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _sides(page: Page) -> list[pdf_words.Thing]:
    """Return upright rules at both ends of three or more level rules that stand above one another."""
    ends = [(edge["x0"], edge["x1"], edge["top"]) for edge in page.horizontal_edges if edge["width"] > SAME_END]
    ends.sort(key=_alike)
    return [side for _, group in groupby(ends, key=_alike) for side in _both_sides(list(group))]


def _alike(ends: pdf_words.Box | tuple[float, ...]) -> tuple[int, int]:
    return round(ends[0] / SAME_END), round(ends[1] / SAME_END)


def _both_sides(rules: list[tuple[float, ...]]) -> Iterator[pdf_words.Thing]:
    heights = sorted({height for _, _, height in rules})
    top, bottom = heights[0], heights[-1]
    for x in rules[0][:2] if len(heights) > 2 else ():
        place = {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": bottom - top}
        yield {"object_type": "line", "orientation": "v"} | place


def _by_rules(text: pdf_words.Text, table: Table) -> list[Span]:
    """Return a ruled table's cells, a row of several lines of numbers as several rows."""
    tops, lefts = sorted({cell[1] for cell in table.cells}), sorted({cell[0] for cell in table.cells})
    lines = {cell: pdf_words.lines_in(text, cell) for cell in table.cells}
    levels = [_levels(lines[cell] for cell in table.cells if cell[1] == top) for top in tops]
    starts = [0]
    for heights in levels:
        starts.append(starts[-1] + max(len(heights), 1))
    spans: list[Span] = []
    for cell in table.cells:
        row, end = bisect_left(tops, cell[1]), bisect_left(tops, cell[3])
        column, last = bisect_left(lefts, cell[0]), bisect_left(lefts, cell[2])
        is_split = end == row + 1 and bool(levels[row])
        parts = _by_level(lines[cell], levels[row]) if is_split else [_unwrapped(lines[cell])]
        down = 1 if is_split else starts[end] - starts[row]
        spans += [Span(starts[row] + n, column, down, last - column, part) for n, part in enumerate(parts)]
    return spans


def _without_thousands(spans: list[Span]) -> list[Span]:
    """Close the blanks in 1 200 where all figures of a column are so written, and none is two: 1200 1."""
    columns = {span.column for span in spans if THOUSANDS.fullmatch(span.text)}
    figures = [span for span in spans if span.column in columns and NUMBERS.fullmatch(span.text)]
    columns -= {span.column for span in figures if not (SHORT.fullmatch(span.text) or THOUSANDS.fullmatch(span.text))}
    return [
        span._replace(text=span.text.replace(pdf_words.THIN_BLANK, "" if _is_closed(span, columns) else " "))
        for span in spans
    ]


def _is_closed(span: Span, columns: set[int]) -> bool:
    return span.column in columns and bool(THOUSANDS.fullmatch(span.text))


def _unwrapped(lines: list[pdf_words.Line]) -> str:
    return WRAPPED.sub("", "\n".join(line.text for line in lines))


def _levels(cells: Iterable[list[pdf_words.Line]]) -> list[float]:
    """Return the heights of a row's lines where all its figures, and its labels, have as many: they are several rows.

    Where only some have several lines, these are wrapped.
    """
    filled = [lines for lines in cells if lines]
    numbers = [lines for lines in filled if all(NUMBERS.fullmatch(line.text) for line in lines)]
    heights = [line.height for line in max(numbers, key=len, default=[])]
    labels = [sum(not line.text.isascii() for line in lines) for lines in filled if lines not in numbers]
    is_even = all(len(lines) == len(heights) for lines in numbers) and (not labels or max(labels) >= len(heights))
    return heights if len(heights) > 1 and is_even else []


def _by_level(lines: list[pdf_words.Line], levels: list[float]) -> list[str]:
    parts: list[list[str]] = [[] for _ in levels]
    for line in lines:
        nearest = min(range(len(levels)), key=lambda n: abs(levels[n] - line.height))
        parts[nearest].append(line.text)
    return ["\n".join(part) for part in parts]


def _by_lanes(text: pdf_words.Text, table: Table) -> list[Span]:
    """Return the cells of a table without upright rules, a row for each line of text.

    A word that reaches over a lane is a heading of the columns that it reaches.
    """
    body = max(filter(_lanes, (pdf_words.words_in(text, cell) for cell in table.cells)), key=len, default=[])
    if not (lanes := _lanes(body)):
        return _by_rules(text, table)
    spans: list[Span] = []
    for number, line in enumerate(pdf_words.rows_of(pdf_words.words_in(text, table.bbox))):
        for column, group in groupby(line, key=lambda word: bisect_left(lanes, word["x0"])):
            words = list(group)
            across = bisect_left(lanes, max(word["x1"] for word in words)) - column + 1
            spans.append(Span(number, column, 1, across, pdf_words.joined(words)))
    return spans


def _lanes(words: list[pdf_words.Thing]) -> list[float]:
    """Return the middles of the blank lanes that no word crosses."""
    lanes: list[float] = []
    ordered = sorted(words, key=lambda word: word["x0"])
    reached = ordered[0]["x1"] if ordered else 0.0
    for word in ordered:
        if word["x0"] - reached >= LANE:
            lanes.append((reached + word["x0"]) / 2)
        reached = max(reached, word["x1"])
    return lanes
