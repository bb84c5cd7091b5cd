"""Zip archives unpacked within bounds: .xlsx and .docx are such."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from ipanalytics.core.errors import SourceError
from ipanalytics.grids import refusing

MAX_BYTES = 200_000_000
WANTED = (".xml", ".rels")
PROLOGUE = 4096
DAMAGE = (BadZipFile, LargeZipFile, EOFError, LookupError, OSError, RuntimeError, ValueError, struct.error, zlib.error)


def unpack(file: str, data: bytes) -> dict[str, bytes]:
    """Return an archive's XML parts by their lower-case names.

    Raises
    ------
    SourceError
        When it is damaged, or declares more than MAX_BYTES in all: then nothing is unpacked.
    """
    with refusing(file, "a zip archive (as .xlsx and .docx are)", *DAMAGE), ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        _check_declared(file, members)
        wanted = [member for member in members if member.filename.lower().endswith(WANTED)]
        return {_name(member): _bounded(archive, member) for member in wanted}


def _check_declared(file: str, members: list[ZipInfo]) -> None:
    declared = sum(member.file_size for member in members)
    if declared > MAX_BYTES:
        msg = f"{file}: found an archive that unpacks to {declared:,} bytes, expected at most {MAX_BYTES:,}"
        raise SourceError(f"{msg}; it was not unpacked")


def _name(member: ZipInfo) -> str:
    return member.filename.replace("\\", "/").lstrip("/").lower()


def _bounded(archive: ZipFile, member: ZipInfo) -> bytes:
    """Return a member's bytes; the check sum catches one that holds more than it declares."""
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        msg = f"{member.filename} is packed by method {member.compress_type}"
        raise BadZipFile(msg)
    with archive.open(member) as part:
        # Without a size, zipfile inflates up to 2 GiB before it looks at the declared one.
        data = part.read(member.file_size + 1)
    if len(data) != member.file_size:
        msg = f"{member.filename} holds {len(data):,} bytes and declares {member.file_size:,}"
        raise BadZipFile(msg)
    if b"<!DOCTYPE" in data[:PROLOGUE]:
        msg = f"{member.filename} declares a document type, as no Office file does"
        raise BadZipFile(msg)
    return data
