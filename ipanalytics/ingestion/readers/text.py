"""Text files: their encoding and delimiter found out, a CSV read."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers import grid
from ipanalytics.ingestion.readers.grid import Grid

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# GB18030 holds all of GB2312 and GBK, whose names pages use for it.
CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
HTML = re.compile(rb"<(?:html|table|!doctype\s+html)\b", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^<>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
SAVED_PAGE = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:", re.IGNORECASE)
HINT = re.compile(r"sep=(.)\n")
LINE = re.compile(r"[^\n]+\n?|\n")
HEAD, SAMPLE, MOST_KNOWN = 1 << 16, 200, 50_000
# A tie goes to the rarer character: a comma may stand in numbers, a tab hardly.
DELIMITERS = "\t|;,"


def is_html(data: bytes) -> bool:
    """Say whether bytes are a web page, part of one, or one saved as a single file (.mht)."""
    head = data[:HEAD].decode("utf-16", "ignore").encode() if _mark(data) == "utf-16" else data[:HEAD]
    return bool(HTML.search(head)) or is_saved_page(data)


def is_saved_page(data: bytes) -> bool:
    """Say whether bytes are a page saved as a single file (.mht): a message with the page as a part."""
    return bool(SAVED_PAGE.match(data[:HEAD]))


def _mark(data: bytes) -> str:
    return next((name for mark, name in MARKS.items() if data.startswith(mark)), "")


def decode_html(data: bytes) -> str:
    """Return a page's text; bytes that fit no encoding become U+FFFD, so that their cell is refused."""
    declared = CHARSET.search(data[:HEAD])
    name = CHARSETS.get(declared.group(1).decode().lower(), "") if declared else ""
    # What is UTF-8 by its bytes is UTF-8, whatever it declares; the reverse can't be told.
    tried = [found for found in (_mark(data), "utf-8", name, "gb18030") if found]
    decoded = (data.decode(encoding, "replace") for encoding in tried)
    return min(decoded, key=lambda text: text.count("\ufffd"))


def decode(file: str, data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GB18030.

    Raises
    ------
    SourceError
        When it is none of them, or holds control characters as only other kinds of file do.
    """
    for name in (_mark(data),) if _mark(data) else ("utf-8", "gb18030"):
        try:
            text = data.decode(name).removesuffix("\x1a")
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    msg = f"{file}: found bytes of no known kind (they start with {data[:8].hex(' ')})"
    raise SourceError(f"{msg}, expected {grid.KINDS}")


def read_csv(file: str, text: str) -> Grid:
    """Return the table of a delimited text.

    Raises
    ------
    SourceError
        When a quote is left open or followed by text; names the line.
    """
    hint = HINT.match(text)
    delimiter = hint.group(1) if hint else _delimiter(text)
    reader = csv.reader(_lines(text, hint.end() if hint else 0), delimiter=delimiter, strict=True)
    try:
        return grid.make(file, "", chain([[]] if hint else [], _shared(reader)))
    except csv.Error as fault:
        msg = f"{file}, line {reader.line_num}: found text that can't be split at {delimiter!r}: {fault}"
        raise SourceError(f"{msg}; is a quote left open before it?") from fault


def _shared(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the rows with one copy of the cells that repeat: it keeps a million rows small."""
    known: dict[str, str] = {}
    for row in rows:
        yield list(map(known.setdefault if len(known) < MOST_KNOWN else known.get, row, row))


def _lines(text: str, start: int = 0) -> Iterator[str]:
    return (found.group() for found in LINE.finditer(text, start))


def _delimiter(text: str) -> str:
    """Return the delimiter that gives most rows one width; the wider rows where that is equal."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    others = tuple(other for other in DELIMITERS if other != delimiter)
    with suppress(csv.Error):
        for row in islice(csv.reader(_lines(text), delimiter=delimiter), SAMPLE):
            # A tab before or behind each comma pads its cells, as in the nation's own exports.
            pads = delimiter == "\t" and any(cell.startswith(others) or cell.endswith(others) for cell in row)
            widths[len(row)] += len(row) > 1 and not pads
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))
