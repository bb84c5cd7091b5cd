"""A worksheet's XML, and that of the texts which cells share, read as a stream: no tree is ever built of them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_uppercase
from typing import NamedTuple
from xml.parsers import expat

from ipanalytics.ingestion.readers import grid
from ipanalytics.ingestion.readers.grid import Merge

CHUNK = 1 << 22
MOST_ROWS = 1 << 20
MOST_STRINGS = 4_000_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
YES = ("1", "true")


class Cell(NamedTuple):
    """A cell as it is stored; its text is a number, the number of a shared text, or the text itself."""

    row: int
    column: int
    kind: str
    style: int
    text: str
    is_unstored: bool
    is_struck: bool = False


def scan(scanner: "Scanner", xml: bytes) -> Iterator[Cell]:
    """Yield the cells with text or formula; what else there is, the scanner has met then."""
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


def unescaped(text: str) -> str:
    """Return a text without Excel's escapes (_x000D_) and with one kind of line end."""
    if "_x" in text:
        text = ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
        # Two escapes may be the halves of one character; a half alone is none.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Scanner:
    """What expat has met of a sheet or of its texts: the cells with text or formula since the last look, the rest."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.strings: list[str] = []
        self.struck: set[int] = set()
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._text = ""
        self._start = 0
        self._hears = self._is_mute = self._has_formula = self._has_value = False
        self._is_struck = self._strikes = self._raises = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        match tag[tag.rfind(":") + 1 :]:
            case "c":
                self._open(attributes)
            case "v" | "t":
                self._hears = self._has_value = not self._is_mute
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
                if attributes.get("hidden") in YES or attributes.get("ht") == "0":
                    self.hidden_rows.add(self._row)
            case "f":
                self._has_formula = True
            case "mergeCell":
                first, _, last = attributes.get("ref", "").partition(":")
                self.merges.append((*_position(first), *_position(last or first)))
            case "col" if attributes.get("hidden") in YES or attributes.get("width") == "0":
                self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"])))
            case name:
                self._start_text(name, attributes)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of what begins within a text."""
        match name:
            case "si":
                self._text, self._is_struck = "", False
            case "r":
                self._start, self._strikes, self._raises = len(self._text), False, False
            case "strike":
                self._strikes = attributes.get("val", "1") in YES
            case "vertAlign":
                self._raises = attributes.get("val") == "superscript"
            case "rPh":
                self._is_mute = True

    def _open(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._row, self._column = _position(reference) if reference else (max(self._row, 0), self._column + 1)
        if self._column >= grid.MOST_COLUMNS or not 0 <= self._row < MOST_ROWS:
            msg = f"a cell stands in row {self._row + 1:,} and column {self._column + 1:,}, beyond every sheet"
            raise ValueError(msg)
        self._cell, self._text, self._is_struck = attributes, "", False
        self._has_formula = self._has_value = False

    def hear(self, text: str) -> None:
        """Take note of a text, if it is a cell's."""
        if self._hears:
            self._text += text

    def end(self, tag: str) -> None:
        """Take note of an element that ends."""
        match tag[tag.rfind(":") + 1 :]:
            case "v" | "t":
                self._hears = False
            case "rPh":
                self._is_mute = False
            case "r":
                self._end_run()
            case "si":
                self._keep_string()
            case "c" if self._text or self._has_formula:
                self._close()

    def _end_run(self) -> None:
        """Leave out a part of a text that is struck out, and set a raised one apart."""
        before, run = self._text[: self._start], self._text[self._start :]
        if self._strikes and run.strip():
            self._text, self._is_struck = before, True
        elif self._raises:
            self._text = grid.raised(before, run)

    def _keep_string(self) -> None:
        if len(self.strings) >= MOST_STRINGS:
            msg = f"its cells share more than {MOST_STRINGS:,} texts"
            raise ValueError(msg)
        if self._is_struck:
            self.struck.add(len(self.strings))
        self.strings.append(unescaped(self._text))

    def _close(self) -> None:
        kind, style = self._cell.get("t", "n"), int(self._cell.get("s", 0))
        is_stored = bool(self._text) or (kind == "str" and self._has_value)
        is_unstored = self._has_formula and not is_stored
        self.cells.append(Cell(self._row, self._column, kind, style, self._text, is_unstored, self._is_struck))

    def refuse(self, *_: object) -> None:
        """Refuse a document type: it could define entities that unpack without end."""
        msg = "it declares a document type, as no workbook does"
        raise ValueError(msg)


def _position(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    row, column = int(reference[len(letters) :]) - 1, _column(letters)
    if not 0 <= row < MOST_ROWS:
        msg = f"{reference!r} is no cell"
        raise ValueError(msg)
    return row, column


@lru_cache(maxsize=grid.MOST_COLUMNS)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.replace("$", "").upper():
        number = number * 26 + ascii_uppercase.index(letter) + 1
    if not 0 < number <= grid.MOST_COLUMNS:
        msg = f"{letters!r} is no column"
        raise ValueError(msg)
    return number - 1
