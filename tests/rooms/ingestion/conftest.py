import openpyxl
import pytest

from ipanalytics.core import files
from tests.rooms.ingestion.builders import HEADER, RAW


@pytest.fixture
def place(tmp_path):
    def write(data, name="table"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


@pytest.fixture
def dropped(home, grants_workbook):
    """Drop the workbook, without its unknown place, into data/raw with a sidecar."""
    return _drop(home, grants_workbook)


@pytest.fixture
def dropped_beside_few(small, grants_workbook):
    return _drop(small, grants_workbook)


def _drop(home, grants_workbook):
    book = openpyxl.load_workbook(grants_workbook)
    book.active.delete_rows(6)
    book.save(home / "data" / "raw" / "grants.xlsx")
    sidecar = f"""file: grants.xlsx
sha256: {files.sha256_of(home / "data" / "raw" / "grants.xlsx")}
transcribed: "2026-11-22"
areas: 全省
status: provisional
sources:
  office_2022:
    publisher: 试
    title: 试
    published: "2023"
    url: null
    seen: original
    seen_at: null
    licence: null
"""
    (home / "data" / "sources" / "grants.yaml").write_text(sidecar, encoding="utf-8")
    return home


@pytest.fixture
def add(small, spoil):  # noqa: ARG001
    """Return a function that puts rows under the header, from line 2 on."""
    return lambda *rows: spoil(RAW, HEADER, HEADER + "".join(f"{row}\n" for row in rows))
