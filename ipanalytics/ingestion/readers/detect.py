"""Any table file as grids of text: what kind it is, its bytes say, whatever its name says."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers import containers, documents, running_text
from ipanalytics.ingestion.readers.grid import KINDS, Grid, printable
from ipanalytics.ingestion.readers.text import decode, is_html, read_csv
from ipanalytics.ingestion.readers.workbooks import xls, xlsx

OLE2, ZIP, PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x05\x06"), b"%PDF-"
# A PDF may have some bytes before its mark.
PDF_WITHIN = 1024
UNREADABLE = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF89a": "a picture (GIF)",
    b"II*\0": "a picture (TIFF)",
    b"MM\0*": "a picture (TIFF)",
    b"Rar!\x1a": "a rar archive; unpack it first",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"{\\rtf": "an RTF document; save it as .docx",
    b"SQLite format 3\0": "a database (SQLite)",
}
BINARY_PART, OPEN_DOCUMENT = "xl/_rels/workbook.bin.rels", "content.xml"


def read(path: Path) -> list[Grid]:
    """Return the tables of a file, in their order; there is at least one.

    Raises
    ------
    SourceError
        When the file isn't there, is no table file, is damaged, locked, scanned or too
        large, or holds no table; names the file, what was found and what was expected.
    """
    file, data = printable(str(path)), _bytes(path)
    found = _tables(file, data)
    if not any(grid.rows or grid.prose for grid in found):
        msg = f"{file}: found a readable file without a table that holds text"
        raise SourceError(f"{msg}, expected {KINDS}")
    return found


def prepare(path: Path) -> None:
    """Import what a file's kind needs, so that processes forked later have it; a file that can't be read has none."""
    with suppress(OSError):
        if path.is_file() and PDF in path.open("rb").read(PDF_WITHIN):
            # Most runs meet no PDF and needn't wait for the library that reads them.
            import_module("ipanalytics.ingestion.readers.pdf")


def _bytes(path: Path) -> bytes:
    file = printable(str(path))
    try:
        size = path.stat().st_size
        is_file = path.is_file()
        data = path.read_bytes() if (is_file and size <= containers.MAX_BYTES) or path.is_dir() else b""
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else ""
        msg = f"{file}: can't be read ({reason or fault}), expected {KINDS}"
        raise SourceError(msg) from fault
    if not data:
        what = "no file" if not is_file else f"{size:,} bytes" if size else "an empty file"
        raise SourceError(f"{file}: found {what}, expected {KINDS} of at most {containers.MAX_BYTES:,} bytes")
    return data


def _tables(file: str, data: bytes) -> list[Grid]:
    if data.startswith(OLE2):
        return _office_tables(file, data)
    if data.startswith(ZIP):
        return _zip_tables(file, containers.unpack(file, data))
    if PDF in data[:PDF_WITHIN]:
        # Most runs meet no PDF and needn't wait for the library that reads them.
        from ipanalytics.ingestion.readers import pdf

        return pdf.read(file, data)
    if kind := next((kind for mark, kind in UNREADABLE.items() if data.startswith(mark)), ""):
        raise _unreadable(file, kind)
    return _text_tables(file, data)


def _unreadable(file: str, kind: str) -> SourceError:
    return SourceError(f"{file}: found {kind}, expected {KINDS}")


def _office_tables(file: str, data: bytes) -> list[Grid]:
    streams = containers.stream_names(file, data)
    if "WordDocument" in streams:
        raise _unreadable(file, "an old Word document (.doc); save it as .docx")
    if "EncryptedPackage" in streams:
        return _zip_tables(file, containers.unpack(file, containers.unlock(file, data)))
    if streams & {"Workbook", "Book"}:
        return xls.read(file, data)
    raise _unreadable(file, f"an Office file (OLE2) that is no workbook (it holds {', '.join(sorted(streams))})")


def _zip_tables(file: str, parts: dict[str, bytes]) -> list[Grid]:
    if "word/document.xml" in parts:
        return documents.read_docx(file, parts)
    if BINARY_PART in parts:
        raise _unreadable(file, "a binary workbook (.xlsb); save it as .xlsx")
    if any(name.startswith("xl/") for name in parts):
        return xlsx.read(file, parts)
    if OPEN_DOCUMENT in parts:
        raise _unreadable(file, "an OpenDocument file; save it as .xlsx or .docx")
    raise _unreadable(file, "a zip archive that is no workbook and no document; unpack it first")


def _text_tables(file: str, data: bytes) -> list[Grid]:
    if is_html(data):
        return documents.read_html(file, data)
    text = decode(file, data)
    if text.lstrip().startswith("<?xml"):
        raise _unreadable(file, "an XML file; open it in Excel and save it as .xlsx")
    if found := running_text.of_text(file, text):
        return found
    grid = read_csv(file, text)
    return [grid] if grid.rows else []
