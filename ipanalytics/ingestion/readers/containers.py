"""Archives and locked workbooks unpacked within bounds: .xlsx and .docx are zips, an .xls may hold a password."""

import struct
import zlib
from collections import Counter
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

import olefile
import xlrd

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers import grid
from ipanalytics.ingestion.readers.grid import refusing

MAX_BYTES = 200_000_000
# Tables pack to a twentieth, blank ones to a hundredth; what packs better was made to fill the memory.
SUSPICIOUS, LARGEST_RATIO = 20_000_000, 250
WANTED = (".xml", ".rels")
PROLOGUE = 4096
DAMAGE = (BadZipFile, LargeZipFile, EOFError, LookupError, OSError, RuntimeError, ValueError, struct.error, zlib.error)
# "Encrypted, but anybody may read": Excel locks with it and opens without asking.
EXCELS_PASSWORD = "VelvetSweatshop"
WHAT = "an Office file (OLE2)"
OLE_DAMAGE = (*grid.TRIPPED, expat.ExpatError, struct.error, xlrd.XLRDError)


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
        names = Counter(map(_name, wanted))
        if doubled := sorted(name for name, count in names.items() if count > 1):
            msg = f"it holds {grid.printable(grid.few(doubled))} twice"
            raise BadZipFile(msg)
        return {_name(member): _bounded(archive, member) for member in wanted}


def _check_declared(file: str, members: list[ZipInfo]) -> None:
    declared = sum(member.file_size for member in members)
    if declared > MAX_BYTES:
        msg = f"{file}: found an archive that unpacks to {declared:,} bytes, expected at most {MAX_BYTES:,}"
        raise SourceError(f"{msg}; it was not unpacked")
    packed = sum(member.compress_size for member in members)
    if declared > SUSPICIOUS and declared > packed * LARGEST_RATIO:
        msg = f"{file}: found an archive of {packed:,} bytes that unpacks to {declared:,}"
        raise SourceError(f"{msg}, expected at most {LARGEST_RATIO} times as many; it was not unpacked")


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


def stream_names(file: str, data: bytes) -> set[str]:
    """Return the names of an OLE2 file's outer streams: they tell what it is."""
    with refusing(file, WHAT, *OLE_DAMAGE), olefile.OleFileIO(data) as container:
        return {path[0] for path in container.listdir()}


def unlock(file: str, data: bytes) -> bytes:
    """Return a locked Office file without its lock.

    Raises
    ------
    SourceError
        When its password isn't Excel's default one.
    """
    # It brings a whole cryptography library along, which few files need.
    import msoffcrypto
    from msoffcrypto import exceptions as locked

    damage = (*OLE_DAMAGE, locked.DecryptionError, locked.FileFormatError, locked.ParseError)
    with refusing(file, WHAT, *damage):
        opened = BytesIO()
        try:
            office = msoffcrypto.OfficeFile(BytesIO(data))
            office.load_key(password=EXCELS_PASSWORD)
            office.decrypt(opened)
        except locked.InvalidKeyError as fault:
            msg = f"{file}: found a file locked with a password that isn't Excel's default one"
            raise SourceError(f"{msg}, expected one that opens without asking; save it without a password") from fault
        return opened.getvalue()
