"""Sheets of .xls workbooks, also those locked with the password that Excel tries by itself.

xlrd reads what msoffcrypto has unlocked. calamine is quicker, but gives "" for #REF!,
loses the % of a number format, and ends the process on some damaged files.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import takewhile

import olefile
import xlrd

from ipanalytics.ingestion.readers import containers
from ipanalytics.ingestion.readers import grid as readers_grid
from ipanalytics.ingestion.readers.containers import OLE_DAMAGE
from ipanalytics.ingestion.readers.grid import Grid, Unseen, refusing
from ipanalytics.ingestion.readers.workbooks import hidden, number_formats

SHEET_LIST, FORMULA, LOCK, START, END = 0x85, 0x06, 0x2F, 0x0809, 0x0A
SUPERSCRIPT = 1


def read(file: str, data: bytes) -> list[Grid]:
    """Return every worksheet that holds text; of hidden ones only that they are there.

    Raises
    ------
    SourceError
        When the workbook is damaged, locked with another password, or none of its
        formulas has a stored result.
    """
    with refusing(file, "an Excel workbook (.xls)", *OLE_DAMAGE):
        stream = _stream(data)
        stream = _stream(containers.unlock(file, data)) if _is_locked(stream) else stream
        # xlrd would print its doubts to standard output.
        book = xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, logfile=StringIO())
        found = [_sheet(file, book, sheet) for sheet in book.sheets()]
        unstored = _unstored(stream, book.sheet_names())
    if unstored:
        raise readers_grid.unstored(file, unstored)
    return [grid for grid in found if grid.rows or grid.unseen]


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(data) as container:
        name = "Workbook" if container.exists("Workbook") else "Book"
        return container.openstream(name).read()


def _is_locked(stream: bytes) -> bool:
    kinds = (kind for kind, _ in _records(stream, 0))
    return LOCK in takewhile(lambda kind: kind != END, kinds)


def _sheet(file: str, book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    readers_grid.check_size(sheet.nrows, sheet.ncols, f"{file}, {sheet.name}")
    rows: dict[int, list[str]] = {}
    unseen: list[Unseen] = []
    for row in range(sheet.nrows):
        cells = [_shown(book, sheet, row, column) for column in range(sheet.row_len(row))]
        rows[row] = [text for text, _ in cells]
        lost = [(c, text, reason) for c, (text, reason) in enumerate(cells) if reason]
        unseen += [
            Unseen(f"{sheet.name}!{readers_grid.reference(row, c)}", reason, not text) for c, text, reason in lost
        ]
    merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    down = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    across = {column for column, info in sheet.colinfo_map.items() if info.hidden and column < sheet.ncols}
    shown, gone = hidden.split(sheet.name, rows, merges, down=down, across=across)
    grid = readers_grid.make(file, sheet.name, shown.values(), merges, is_workbook=True)
    return hidden.sheet(grid) if sheet.visibility and grid.rows else replace(grid, unseen=(*gone, *unseen))


def _shown(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> tuple[str, str]:
    """Return what is seen of a cell, and why the rest isn't read."""
    text = _text(book, sheet, row, column)
    fonts = book.font_list
    if text and fonts[book.xf_list[sheet.cell_xf_index(row, column)].font_index].struck_out:
        return "", hidden.STRUCK
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    if any(fonts[font].struck_out for _, font in runs):
        return text, hidden.STRUCK
    is_number = sheet.cell_type(row, column) in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
    return text, hidden.BLANK if is_number and not text else ""


def _text(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    match kind:
        case xlrd.XL_CELL_TEXT:
            runs = sheet.rich_text_runlist_map.get((row, column))
            text = _with_marks(book, value, runs) if runs else value
            return text.replace("\r\n", "\n").replace("\r", "\n")
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            own = book.format_map.get(style.format_key)
            code = number_formats.BUILT_IN.get(style.format_key) or (own.format_str if own else "")
            return number_formats.printed(value, code, from_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(value, f"#ERROR {value}!")
    return ""


def _with_marks(book: xlrd.book.Book, value: str, runs: list[tuple[int, int]]) -> str:
    """Return a text of several fonts, superscripts set apart and what is struck out left out."""
    text, ends = value[: runs[0][0]], [*(start for start, _ in runs[1:]), len(value)]
    for (start, number), end in zip(runs, ends, strict=True):
        font = book.font_list[number]
        part = "" if font.struck_out else value[start:end]
        text = readers_grid.raised(text, part) if font.escapement == SUPERSCRIPT else text + part
    return text


def _unstored(stream: bytes, names: list[str]) -> list[str]:
    """Return a line for each sheet with formulas, when the result of all of them is nothing.

    The format has no sign for "never calculated": such a file holds an empty text for
    every formula, as a calculated one may hold for some.
    """
    found = [list(_formulas(stream, start)) for start in _sheet_starts(stream)]
    if not any(found) or any(is_stored for cells in found for _, is_stored in cells):
        return []
    lines = zip(names, found, strict=False)
    return [f"{name}: {', '.join(cell for cell, _ in cells)}" for name, cells in lines if cells]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


def _sheet_starts(stream: bytes) -> Iterator[int]:
    """Yield where each worksheet starts, in the order of the sheet list."""
    for kind, record in _records(stream, 0):
        if kind == SHEET_LIST and record[5:6] == b"\0":
            yield struct.unpack_from("<I", record)[0]
        if kind == END:
            return


def _formulas(stream: bytes, start: int) -> Iterator[tuple[str, bool]]:
    """Yield the name of each formula's cell, and whether a result is stored."""
    depth = 0
    for kind, record in _records(stream, start):
        # A chart in a sheet starts and ends within it.
        depth += (kind == START) - (kind == END)
        if kind == FORMULA:
            row, column = struct.unpack_from("<HH", record)
            yield readers_grid.reference(row, column), not (record[6:7] == b"\x03" and record[12:14] == b"\xff\xff")
        if depth <= 0:
            return
