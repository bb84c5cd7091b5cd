"""How files are read and written: a strict CSV, a whole file or none, hashes and the state of folders."""

import csv
import io
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.csv

from ipanalytics.core import project
from ipanalytics.core.errors import ReportError, listed

DRAFT = ".tmp"
Stamps = tuple[tuple[Path, int, int], ...]


def read_csv(path: Path, header: list[str], refusal: type[ValueError]) -> pd.DataFrame:
    """Read a UTF-8 CSV as text, index `line`; a BOM, CRLF and empty lines are let through.

    A row stands on one line, so that a quote left open can't swallow the rows below it.

    Raises
    ------
    refusal
        When the file can't be read or has another header; lists every broken line.
    """
    lines = _lines(path, refusal)
    if (quick := _read_plain(lines, header)) is not None:
        return quick
    rows = {number: _fields(text) for number, text in enumerate(lines, 1) if text.strip()}
    if (found := rows.pop(1, [])) != header:
        msg = f"{path}, line 1: found the columns {found}, expected {header}"
        raise refusal(msg)
    broken = [number for number, fields in rows.items() if len(fields) != len(header)]
    if broken:
        heading = f"{path}: expected {len(header)} fields and closed quotes:"
        raise refusal(listed(heading, [f"line {number}: found {rows[number]}" for number in broken]))
    index = pd.Index(list(rows), name="line", dtype=int)
    return pd.DataFrame(list(rows.values()), columns=header, index=index, dtype=str)


def _read_plain(lines: list[str], header: list[str]) -> pd.DataFrame | None:
    """Read a large file without quotes, empty lines or faults at once; None where it isn't one."""
    text = "\n".join(lines).removesuffix("\n")
    is_plain = "\n" in text and '"' not in text and "\n\n" not in text and "\r" not in text
    commas = len(header) - 1
    if not is_plain or lines[0].split(",") != header or any(line.count(",") != commas for line in text.split("\n")):
        return None
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(header, pyarrow.string()), strings_can_be_null=False
    )
    table = pyarrow.csv.read_csv(io.BytesIO(text.encode()), convert_options=options).to_pandas()
    return table.astype("str").set_index(pd.RangeIndex(2, len(table) + 2, name="line"))


def _lines(path: Path, refusal: type[ValueError]) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        msg = f"{path}: can't be read as UTF-8 text: {fault}"
        raise refusal(msg) from fault


def _fields(text: str) -> list[str]:
    if '"' not in text:
        return text.rstrip("\r").split(",")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        return [text]


def replace_bytes(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name and move it into place."""
    draft = path.with_name(path.name + ".tmp")
    try:
        draft.write_bytes(content)
        return draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Write a file under a temporary name and move it into place.

    Raises
    ------
    ReportError
        When the folder is read-only or the disk is full; what stood there before is untouched.
    """
    draft = path.with_name(path.name + DRAFT)
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as fault:
        msg = f"{path} can't be written: {fault.strerror}"
        raise ReportError(msg) from fault
    finally:
        draft.unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return sha256(path.read_bytes()).hexdigest()


def stamps(folder: Path) -> Stamps:
    """Return path, time and size of all files in a folder, but for compiled code."""
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*.*")) if path.parent.name != "__pycache__")
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def state() -> str:
    """Return a short text that changes when a file of data/ or of the library does."""
    told = repr((stamps(project.data()), stamps(project.package())))
    return sha256(told.encode()).hexdigest()[:20]
