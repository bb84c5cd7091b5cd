"""Sheets of .xlsx and .xlsm workbooks, read from their XML.

openpyxl refuses most real yearbook files. calamine reads them, but gives "" for #REF!,
refuses a whole workbook for one #SPILL!, loses the % of a number format, and ends the
process on a stray entry at XFD1048576. Macros are never looked at.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.parsers import expat

from lxml import etree

from ipanalytics.ingestion.readers import grid as readers_grid
from ipanalytics.ingestion.readers.grid import Grid, Unseen, refusing
from ipanalytics.ingestion.readers.workbooks import hidden, number_formats, sheet_xml

DAMAGE = (etree.XMLSyntaxError, expat.ExpatError, LookupError, ValueError, OverflowError)
# Lists of sheets, links and styles are small; a tree of the lot takes twenty times its size.
LARGEST_TREE = 32_000_000


class _Sheet(NamedTuple):
    name: str
    xml: bytes
    is_hidden: bool


@dataclass(frozen=True)
class _Book:
    sheets: list[_Sheet]
    strings: list[str]
    # The numbers of the strings of which a part is struck out, and of the styles that strike out all.
    struck: set[int]
    formats: list[str]
    striking: set[int]
    from_1904: bool


def read(file: str, parts: dict[str, bytes]) -> list[Grid]:
    """Return every worksheet that holds text; of hidden ones only that they are there.

    Raises
    ------
    SourceError
        When the workbook is damaged, or formulas have no stored result; lists all their cells.
    """
    with refusing(file, "an Excel workbook", *DAMAGE):
        book = _book(parts)
        read_sheets = [_sheet(file, one, book) for one in book.sheets]
    if unstored := [line for _, cells in read_sheets for line in cells]:
        raise readers_grid.unstored(file, unstored)
    return [grid for grid, _ in read_sheets if grid.rows or grid.unseen]


def _book(parts: dict[str, bytes]) -> _Book:
    path = next((p for kind, p in _links(parts, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    root, links = _root(parts[path]), _links(parts, path)
    properties = root.find("{*}workbookPr")
    strings, struck = _strings(_linked(parts, links, "sharedStrings"))
    formats, striking = _styles(_linked(parts, links, "styles"))
    sheets = [_Sheet(name, parts[part], is_hidden) for name, part, is_hidden in _sheets(root, links)]
    from_1904 = properties is not None and properties.get("date1904") in sheet_xml.YES
    return _Book(sheets, strings, struck, formats, striking, from_1904)


def _root(xml: bytes) -> etree._Element:
    if len(xml) > LARGEST_TREE:
        msg = f"a part of it that should be small holds {len(xml):,} bytes"
        raise ValueError(msg)
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


def _links(parts: dict[str, bytes], path: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the path of every part that a part refers to, by the reference's id."""
    folder, name = posixpath.split(path)
    described = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    links = _root(described).iterfind("{*}Relationship") if described else ()
    return {
        link.get("Id", ""): (
            link.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/").lower(),
        )
        for link in links
    }


def _linked(parts: dict[str, bytes], links: dict[str, tuple[str, str]], kind: str) -> bytes:
    return next((parts[path] for found, path in links.values() if found == kind and path in parts), b"")


def _sheets(root: etree._Element, links: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        id_ = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        kind, path = links[id_]
        if kind == "worksheet":
            yield sheet.get("name", ""), path, sheet.get("state", "visible") != "visible"


def _strings(xml: bytes) -> tuple[list[str], set[int]]:
    """Return the texts that cells share, and the numbers of those of which a part is struck out."""
    scanner = sheet_xml.Scanner()
    for _ in sheet_xml.scan(scanner, xml) if xml else ():
        pass
    return scanner.strings, scanner.struck


def _styles(xml: bytes) -> tuple[list[str], set[int]]:
    """Return the number format of each cell style, and the styles whose font strikes out."""
    if not xml:
        return [], set()
    root = _root(xml)
    own = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")}
    styles = root.findall("{*}cellXfs/{*}xf")
    ids = [style.get("numFmtId", "0") for style in styles]
    lines = [font.find("{*}strike") for font in root.iterfind("{*}fonts/{*}font")]
    fonts = {str(n) for n, line in enumerate(lines) if line is not None and line.get("val", "1") in sheet_xml.YES}
    striking = {n for n, style in enumerate(styles) if style.get("fontId") in fonts}
    return [own.get(id_, number_formats.BUILT_IN.get(int(id_), "")) for id_ in ids], striking


def _sheet(file: str, sheet: _Sheet, book: _Book) -> tuple[Grid, list[str]]:
    """Return a sheet, and a line that names its formulas without a result."""
    scanner, name = sheet_xml.Scanner(), sheet.name
    rows: dict[int, list[str]] = {}
    unstored: list[str] = []
    unseen: list[Unseen] = []
    width = height = 0
    for cell in sheet_xml.scan(scanner, sheet.xml):
        if cell.row >= height or cell.column >= width:
            height, width = max(height, cell.row + 1), max(width, cell.column + 1)
            readers_grid.check_size(height, width, f"{file}, {name}")
        row = rows.setdefault(cell.row, [])
        row += [""] * (cell.column + 1 - len(row))
        row[cell.column], reason = _shown(cell, book)
        if reason or cell.is_unstored:
            place = readers_grid.reference(cell.row, cell.column)
            unseen += [Unseen(f"{name}!{place}", reason, not row[cell.column])] if reason else []
            unstored += [place] if cell.is_unstored else []
    across = {c for first, last in scanner.hidden_columns for c in range(first, min(last, width))}
    shown, gone = hidden.split(name, rows, scanner.merges, down=scanner.hidden_rows, across=across)
    table = (shown.get(number, ()) for number in range(height))
    grid = readers_grid.make(file, name, table, scanner.merges, is_workbook=True)
    grid = hidden.sheet(grid) if sheet.is_hidden and grid.rows else replace(grid, unseen=(*gone, *unseen))
    return grid, [f"{grid.sheet}: {', '.join(unstored)}"] if unstored else []


def _shown(cell: sheet_xml.Cell, book: _Book) -> tuple[str, str]:
    """Return what is seen of a cell, and why the rest isn't read."""
    text = _text(cell, book)
    if cell.style in book.striking and text:
        return "", hidden.STRUCK
    if cell.is_struck or (cell.kind == "s" and cell.text and int(cell.text) in book.struck):
        return text, hidden.STRUCK
    return text, "" if text or not cell.text.strip() or cell.kind != "n" else hidden.BLANK


def _text(cell: sheet_xml.Cell, book: _Book) -> str:
    match cell.kind:
        case "s":
            return book.strings[_index(cell.text)] if cell.text else ""
        case "b":
            return "TRUE" if cell.text.strip() in ("1", "true") else "FALSE"
        case "n":
            code = book.formats[cell.style] if 0 <= cell.style < len(book.formats) else ""
            return _number(cell.text.strip(), code, from_1904=book.from_1904)
    return sheet_xml.unescaped(cell.text)


def _index(text: str) -> int:
    if not text.strip().isdecimal():
        raise IndexError(text)
    return int(text)


def _number(text: str, code: str, *, from_1904: bool) -> str:
    try:
        return number_formats.printed(text, code, from_1904=from_1904)
    except ValueError:
        return text
