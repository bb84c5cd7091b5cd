"""Sheets of .xlsx and .xlsm workbooks, read from their XML.

openpyxl refuses most real yearbook files. calamine reads them, but gives "" for #REF!,
refuses a whole workbook for one #SPILL!, loses the % of a number format, and ends the
process on a stray entry at XFD1048576. Macros are never looked at.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import NamedTuple
from xml.parsers import expat

from lxml import etree

from ipanalytics.ingestion.readers import grid as readers_grid
from ipanalytics.ingestion.readers import number_formats
from ipanalytics.ingestion.readers.grid import Grid, Merge, refusing

DAMAGE = (etree.XMLSyntaxError, expat.ExpatError, LookupError, ValueError, OverflowError)
CHUNK = 1 << 22
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class _Book:
    sheets: list[tuple[str, bytes]]
    strings: list[str]
    formats: list[str]
    from_1904: bool


class _Cell(NamedTuple):
    row: int
    column: int
    kind: str
    style: int
    text: str
    is_unstored: bool


def read(file: str, parts: dict[str, bytes]) -> list[Grid]:
    """Return every worksheet that holds text, hidden ones too.

    Raises
    ------
    SourceError
        When the workbook is damaged, or formulas have no stored result; lists all their cells.
    """
    with refusing(file, "an Excel workbook", *DAMAGE):
        book = _book(parts)
        read_sheets = [_sheet(file, name, data, book) for name, data in book.sheets]
    if unstored := [line for _, cells in read_sheets for line in cells]:
        raise readers_grid.unstored(file, unstored)
    return [grid for grid, _ in read_sheets if grid.rows]


def _book(parts: dict[str, bytes]) -> _Book:
    path = next((p for kind, p in _links(parts, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    root, links = _root(parts[path]), _links(parts, path)
    properties = root.find("{*}workbookPr")
    return _Book(
        sheets=[(name, parts[part]) for name, part in _sheets(root, links)],
        strings=_strings(_linked(parts, links, "sharedStrings")),
        formats=_formats(_linked(parts, links, "styles")),
        from_1904=properties is not None and properties.get("date1904") in ("1", "true"),
    )


def _root(xml: bytes) -> etree._Element:
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


def _sheets(root: etree._Element, links: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        id_ = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        kind, path = links[id_]
        if kind == "worksheet":
            yield sheet.get("name", ""), path


def _strings(xml: bytes) -> list[str]:
    return [_string(item) for item in _root(xml).iterfind("{*}si")] if xml else []


def _string(item: etree._Element) -> str:
    """Return a text of several runs; the pronunciation beside them is left out."""
    text = ""
    for part in item.iterfind("{*}*"):
        tag = etree.QName(part).localname
        if tag == "t":
            text += part.text or ""
        elif tag == "r":
            run = part.findtext("{*}t", "")
            align = part.find("{*}rPr/{*}vertAlign")
            text = (
                readers_grid.raised(text, run)
                if align is not None and align.get("val") == "superscript"
                else text + run
            )
    return _unescaped(text)


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _formats(xml: bytes) -> list[str]:
    """Return the number format of each cell style."""
    if not xml:
        return []
    root = _root(xml)
    own = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")}
    ids = [style.get("numFmtId", "0") for style in root.iterfind("{*}cellXfs/{*}xf")]
    return [own.get(id_, number_formats.BUILT_IN.get(int(id_), "")) for id_ in ids]


def _sheet(file: str, name: str, xml: bytes, book: _Book) -> tuple[Grid, list[str]]:
    """Return a sheet, and a line that names its formulas without a result."""
    scanner = _Scanner()
    rows: dict[int, list[str]] = {}
    unstored: list[str] = []
    width = height = 0
    for cell in _scan(scanner, xml):
        if cell.row >= height or cell.column >= width:
            height, width = max(height, cell.row + 1), max(width, cell.column + 1)
            readers_grid.check_size(height, width, f"{file}, {name}")
        row = rows.setdefault(cell.row, [])
        row += [""] * (cell.column + 1 - len(row))
        row[cell.column] = _text(cell, book)
        unstored += [readers_grid.reference(cell.row, cell.column)] if cell.is_unstored else []
    table = (rows.get(number, ()) for number in range(height))
    grid = readers_grid.make(file, name, table, scanner.merges, is_workbook=True)
    return grid, [f"{name}: {', '.join(unstored)}"] if unstored else []


def _text(cell: _Cell, book: _Book) -> str:
    match cell.kind:
        case "s":
            return book.strings[_index(cell.text)] if cell.text else ""
        case "b":
            return "TRUE" if cell.text.strip() in ("1", "true") else "FALSE"
        case "n":
            code = book.formats[cell.style] if 0 <= cell.style < len(book.formats) else ""
            return _number(cell.text.strip(), code, from_1904=book.from_1904)
    return _unescaped(cell.text)


def _index(text: str) -> int:
    if (index := int(text)) < 0:
        raise IndexError(text)
    return index


def _number(text: str, code: str, *, from_1904: bool) -> str:
    try:
        return number_formats.printed(text, code, from_1904=from_1904)
    except ValueError:
        return text


def _scan(scanner: "_Scanner", xml: bytes) -> Iterator[_Cell]:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = scanner.start, scanner.end
    parser.CharacterDataHandler = scanner.hear
    parser.StartDoctypeDeclHandler = scanner.refuse
    for start in range(0, len(xml), CHUNK):
        parser.Parse(xml[start : start + CHUNK])
        yield from scanner.cells
        scanner.cells.clear()
    parser.Parse(b"", True)  # noqa: FBT003
    yield from scanner.cells


class _Scanner:
    """What expat has met of a sheet: the cells with text or formula since the last look, the merges."""

    def __init__(self) -> None:
        self.cells: list[_Cell] = []
        self.merges: list[Merge] = []
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._text = ""
        self._hears = self._is_mute = self._has_formula = self._has_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag[tag.rfind(":") + 1 :]:
            case "c":
                self._open(attributes)
            case "v" | "t":
                self._hears = self._has_value = not self._is_mute
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
            case "f":
                self._has_formula = True
            case "rPh":
                self._is_mute = True
            case "mergeCell":
                first, _, last = attributes.get("ref", "").partition(":")
                self.merges.append((*_position(first), *_position(last or first)))

    def _open(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._row, self._column = _position(reference) if reference else (max(self._row, 0), self._column + 1)
        self._cell, self._text, self._has_formula, self._has_value = attributes, "", False, False

    def hear(self, text: str) -> None:
        if self._hears:
            self._text += text

    def end(self, tag: str) -> None:
        match tag[tag.rfind(":") + 1 :]:
            case "v" | "t":
                self._hears = False
            case "rPh":
                self._is_mute = False
            case "c" if self._text or self._has_formula:
                self._close()

    def _close(self) -> None:
        kind, style = self._cell.get("t", "n"), int(self._cell.get("s", 0))
        is_stored = bool(self._text) or (kind == "str" and self._has_value)
        cell = _Cell(self._row, self._column, kind, style, self._text, self._has_formula and not is_stored)
        self.cells.append(cell)

    def refuse(self, *_: object) -> None:
        msg = "it declares a document type, as no workbook does"
        raise ValueError(msg)


def _position(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    row, column = int(reference[len(letters) :]) - 1, _column(letters)
    if not 0 <= row < MOST_ROWS:
        msg = f"{reference!r} is no cell"
        raise ValueError(msg)
    return row, column


@lru_cache(maxsize=MOST_COLUMNS)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.replace("$", "").upper():
        number = number * 26 + ascii_uppercase.index(letter) + 1
    if not 0 < number <= MOST_COLUMNS:
        msg = f"{letters!r} is no column"
        raise ValueError(msg)
    return number - 1
