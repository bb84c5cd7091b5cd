"""Text files as DuckDB can read them: in UTF-8, with one kind of line ends, under a name that is no pattern."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from ipanalytics.core.files import sha256_of
from ipanalytics.records.database import Connection, first

CHUNK, LONGEST_CHARACTER = 1 << 20, 4
PATTERN = "*?["
LOST = "\ufffd"
# Archives, workbooks and the like under a name of a text.
BINARY = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF")


@dataclass(frozen=True)
class _Form:
    encoding: str
    has_mixed_ends: bool


def is_text(path: Path) -> bool:
    """Say whether a file doesn't begin as an archive or a workbook does."""
    with path.open("rb") as file:
        return not file.read(4).startswith(BINARY)


def readable(connection: Connection, path: Path) -> Path:
    """Return the file itself where it can be read as it is, else a copy beside the database.

    How many of its characters aren't in its encoding stands in the ledger.
    """
    form = _form(path)
    if form.encoding == "utf-8" and not form.has_mixed_ends and not set(PATTERN) & set(str(path)):
        return path
    (folder,) = first(connection, "SELECT current_setting('temp_directory')")
    copy = Path(folder, f"{sha256_of(str(path.resolve()))[:20]}{path.suffix}")
    copy.parent.mkdir(parents=True, exist_ok=True)
    lost = _copy(path, copy, form)
    if lost:
        reason = f"characters that aren't in {form.encoding.upper()}: {lost}"
        connection.execute("INSERT INTO ledger VALUES ('not read', ?, NULL, '', ?)", [path.name, reason])
    return copy


def _copy(path: Path, copy: Path, form: _Form) -> int:
    """Write a file anew and return how many characters were lost."""
    lost = 0
    ends = None if form.has_mixed_ends else ""
    with (
        path.open(encoding=form.encoding, errors="replace", newline=ends) as source,
        copy.open("w", encoding="utf-8", newline="") as sink,
    ):
        while text := source.read(CHUNK):
            lost += text.count(LOST)
            sink.write(text)
    return lost


def _form(path: Path) -> _Form:
    """Return the encoding of a text, by its mark, UTF-8 where all of it is, else GB18030, and its line ends."""
    is_utf_8, ends, rest = True, set[bytes](), b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if file.tell() == len(chunk) and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return _Form("utf-16", has_mixed_ends=False)
            text = rest + chunk
            cut = _whole_until(text)
            whole, rest = text[:cut], text[cut:]
            is_utf_8 = is_utf_8 and _is_utf_8(whole)
            ends |= _ends(whole)
    is_utf_8 = is_utf_8 and _is_utf_8(rest)
    return _Form("utf-8" if is_utf_8 else "gb18030", has_mixed_ends=len(ends | _ends(rest)) > 1)


def _whole_until(text: bytes) -> int:
    """Return where what may go on begins: a line's end after a return, a last character in UTF-8 of several bytes."""
    lasts = range(len(text) - 1, max(len(text) - LONGEST_CHARACTER, 0) - 1, -1)
    start = next((place for place in lasts if text[place] & 0xC0 != 0x80), len(text))  # noqa: PLR2004
    return start if text[start:] == b"\r" or text[start:] > b"\x7f" else len(text)


def _is_utf_8(text: bytes) -> bool:
    try:
        # Three times as fast as a decoder of Python's, and nothing else runs meanwhile.
        pa.array([text], pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _ends(text: bytes) -> set[bytes]:
    """Return the kinds of line ends in a text."""
    if b"\r" not in text:
        return {b"\n"} if b"\n" in text else set()
    both = text.count(b"\r\n")
    times = {b"\r\n": both, b"\n": text.count(b"\n") - both, b"\r": text.count(b"\r") - both}
    return {end for end, count in times.items() if count}
