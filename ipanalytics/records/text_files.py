"""Text files as DuckDB can read them: in UTF-8, with one kind of line ends, under a name that is no pattern."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from ipanalytics.core.files import sha256_of
from ipanalytics.records.database import Connection, first

CHUNK = 1 << 20
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
    decoder, encoding = codecs.getincrementaldecoder("utf-8")(), "utf-8"
    both, feeds, returns, before = 0, 0, 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if not before and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return _Form("utf-16", has_mixed_ends=False)
            both += (before + chunk).count(b"\r\n")
            feeds, returns = feeds + chunk.count(b"\n"), returns + chunk.count(b"\r")
            before = chunk[-1:]
            encoding = encoding if _decodes(decoder, chunk) else "gb18030"
        encoding = encoding if _decodes(decoder, b"", final=True) else "gb18030"
    kinds = [both, feeds - both, returns - both]
    return _Form(encoding, has_mixed_ends=sum(kind > 0 for kind in kinds) > 1)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
