"""How files are read and written: a strict CSV, a whole file or none, packed texts, hashes, the state of folders."""

import base64
import codecs
import csv
import os
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from shutil import copy2
from typing import TYPE_CHECKING

from ipanalytics.core import project
from ipanalytics.core.errors import ReportError, listed

# Whoever reads a table needs pandas anyway; half a second is much for a command that only looks a name up.
if TYPE_CHECKING:
    import pandas as pd

DRAFT = ".tmp"
HARDEST = 12
# What makes a spreadsheet calculate a cell, in the letters of East Asian keyboards and behind blanks too.
FORMULA = re.compile(r"(?:[\s　]*[=+@＝＋－＠-]|[\t\r\n])")


def read_csv(path: Path, header: list[str], refusal: type[ValueError]) -> "pd.DataFrame":
    """Read a UTF-8 CSV as text, index `line`, by the rules of `read_rows`; a large one at once."""
    import pandas as pd

    content = _content(path, refusal)
    if (quick := _read_plain(content, header)) is not None:
        return quick
    rows = _rows(path, _lines(path, content, refusal), header, refusal)
    index = pd.Index(list(rows), name="line", dtype=int)
    return pd.DataFrame(list(rows.values()), columns=header, index=index, dtype=str)


def read_rows(path: Path, header: list[str], refusal: type[ValueError]) -> dict[int, dict[str, str]]:
    """Read a UTF-8 CSV as records by line; a BOM, CRLF and empty lines are let through.

    A row stands on one line, so that a quote left open can't swallow the rows below it.

    Raises
    ------
    refusal
        When the file can't be read or has another header; lists every broken line.
    """
    rows = _rows(path, _lines(path, _content(path, refusal), refusal), header, refusal)
    return {line: dict(zip(header, fields, strict=True)) for line, fields in rows.items()}


def _rows(path: Path, lines: list[str], header: list[str], refusal: type[ValueError]) -> dict[int, list[str]]:
    rows = {number: _fields(text) for number, text in enumerate(lines, 1) if text.strip()}
    if (columns := rows.pop(1, [])) != header:
        msg = f"{path}, line 1: found the columns {columns}, expected {header}"
        raise refusal(msg)
    broken = [number for number, fields in rows.items() if len(fields) != len(header)]
    if broken:
        heading = f"{path}: expected {len(header)} fields and closed quotes:"
        raise refusal(listed(heading, [f"line {number}: found {rows[number]}" for number in broken]))
    return rows


def _read_plain(content: bytes, header: list[str]) -> "pd.DataFrame | None":
    """Read a large file without quotes, empty lines or faults at once; None where it isn't one."""
    head = ",".join(header).encode() + b"\n"
    if not content.startswith(head) or len(content) == len(head) or b'"' in content or b"\n\n" in content:
        return None
    import pandas as pd
    import pyarrow as pa
    import pyarrow.csv

    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.large_string()))
    try:
        # A line with too many or too few fields is refused, and what isn't UTF-8.
        table = pyarrow.csv.read_csv(pa.BufferReader(content), convert_options=options)
    except pa.ArrowInvalid:
        return None
    text = pd.StringDtype(na_value=float("nan"))
    made = table.to_pandas(types_mapper={pa.large_string(): text}.get)
    return made.set_index(pd.RangeIndex(2, len(made) + 2, name="line"))


def _content(path: Path, refusal: type[ValueError]) -> bytes:
    """Return what a file holds, without a mark in front, its lines ended in one way."""
    try:
        content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as fault:
        msg = f"{path}: can't be read as UTF-8 text: {fault}"
        raise refusal(msg) from fault
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def _lines(path: Path, content: bytes, refusal: type[ValueError]) -> list[str]:
    try:
        return content.decode().split("\n")
    except UnicodeDecodeError as fault:
        msg = f"{path}: can't be read as UTF-8 text: {fault}"
        raise refusal(msg) from fault


def _fields(text: str) -> list[str]:
    if '"' not in text:
        return text.rstrip("\r").split(",")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        return [text]


def write_atomically(path: Path, content: str | bytes) -> Path:
    """Write a whole file or none, and the folder that it lies in.

    Raises
    ------
    ReportError
        When the folder is read-only or the disk is full; what stood there before is untouched.
    """
    return write_together({path: content})[0]


def write_together(contents: Mapping[Path, str | bytes]) -> list[Path]:
    """Write several files, all or none: each under a name of this process's own, then moved into place.

    Where one can't be moved, those before it get back what they held. Only a process that is killed between two moves
    leaves some new and some old.
    """
    drafts = {path: path.with_name(f"{path.name}.{os.getpid()}{DRAFT}") for path in contents}
    before = {path: path.with_name(f"{path.name}.{os.getpid()}.before{DRAFT}") for path in contents}
    moved: list[Path] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts[path].write_bytes(content.encode() if isinstance(content, str) else content)
        # None follows the last one.
        for path in filter(Path.is_file, list(before)[:-1]):
            copy2(path, before[path])
        for path, draft in drafts.items():
            moved.append(draft.replace(path))
    except OSError as fault:
        for path in moved:
            before[path].replace(path) if before[path].exists() else path.unlink()
        msg = f"{' and '.join(map(str, contents))} can't be written: {fault.strerror}"
        raise ReportError(msg) from fault
    finally:
        for draft in filter(Path.exists, (*drafts.values(), *before.values())):
            # What was written is written; a draft that can't be removed changes nothing of it.
            with suppress(OSError):
                draft.unlink()
    return moved


def write_cache(path: Path, content: str | bytes, *, most: int = 1) -> None:
    """Write a file whose name tells what it was made of, "figures-3f2a.json", and drop the oldest of those before it.

    Parameters
    ----------
    path
        In a folder of caches; what stands before the "-" is its kind.
    content
        Kept below its hash, by which `read_cache` knows it.
    most
        How many of a kind are kept.

    A cache that can't be written, as on a read-only disk, costs only time.
    """
    body = content.encode() if isinstance(content, str) else content
    with suppress(ReportError, OSError):
        write_atomically(path, sha256_of(body).encode() + b"\n" + body)
        others = [other for other in path.parent.glob(f"{path.stem.split('-')[0]}-*{path.suffix}") if other != path]
        for other in sorted(others, key=lambda other: other.stat().st_mtime_ns)[: len(others) + 1 - most]:
            other.unlink(missing_ok=True)


def read_cache(path: Path) -> bytes | None:
    """Return what `write_cache` kept; None where nothing lies there or where it isn't what was written."""
    try:
        told, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if told == sha256_of(content).encode() else None


def harmless(text: str) -> str:
    """Return a stranger's text as a CSV may hold it: on one line, and never a formula; `plain` gives it back.

    Examples
    --------
    >>> harmless("=1+1"), harmless("企业 少"), plain(harmless("'@x"))
    ("'=1+1", '企业 少', "'@x")
    """
    line = " ".join(text.split())
    return f"'{line}" if FORMULA.match(line) or line.startswith("'") else line


def plain(text: str) -> str:
    """Return a text as it was before it was made harmless."""
    return text.removeprefix("'")


def packed(text: str) -> str:
    """Return a text as pages hold it: raw deflate, as hard as it can, in base 85, a sixteenth less than base 64.

    "<" is written ",", so that no script ends early.
    """
    import deflate

    return base64.b85encode(bytes(deflate.deflate_compress(text.encode(), HARDEST))).decode().replace("<", ",")


def unpacked(text: str) -> str:
    """Return what `packed` was given."""
    return zlib.decompress(base64.b85decode(text.replace(",", "<")), -15).decode()


def sha256_of(content: Path | bytes | str) -> str:
    """Return the SHA-256 of a file, or of bytes or a text, in hex."""
    if isinstance(content, Path):
        content = content.read_bytes()
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def fingerprint(content: Path | bytes | str) -> str:
    """Return the first 20 digits of a SHA-256, enough to tell whether something is as it was."""
    return sha256_of(content)[:20]


def state() -> str:
    """Return a short text that changes when a file of data/ or of the library does."""
    return fingerprint(repr((project.state_of("data"), _library())))


@lru_cache(maxsize=1)
def _library() -> project.Stamps:
    return project.stamps(project.package(), ".")
