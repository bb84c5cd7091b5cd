import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from ipanalytics.ingestion.readers import containers
from tests.rooms.ingestion.builders import RULED, locked, only, pdf, refused, sheet, workbook, xls, zipped

FIXTURES = Path(__file__).parent / "fixtures"


def test_a_file_over_the_limit_is_refused_unread(place, monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 10)
    assert "12 bytes" in refused(place("a,b\n1,2\n3,4\n"))


def test_an_old_word_document_must_be_saved_as_docx(place, monkeypatch):
    monkeypatch.setattr(containers, "stream_names", lambda file, data: {"WordDocument"})  # noqa: ARG005
    assert "save it as .docx" in refused(place(xls(), "a.doc"))


@pytest.mark.parametrize("name", ["velvet.xlsx", "excels_password.xls"])
def test_a_workbook_locked_with_excels_own_password_is_read(place, name):
    path = FIXTURES / name if name.endswith("xls") else place(locked("VelvetSweatshop"))
    assert only(path).rows[1][:2] == ("地区", "合计")


@pytest.mark.parametrize("name", ["locked.xlsx", "other_password.xls"])
def test_a_workbook_locked_with_another_password_is_refused(place, name):
    path = FIXTURES / name if name.endswith("xls") else place(locked("secret"))
    assert "a password that isn't Excel's default one" in refused(path)


def test_a_bomb_is_refused_by_its_declared_size_before_unpacking(place, monkeypatch):
    path = place(workbook(**{"xl/media/image.bin": "0" * 1_000_000}))
    monkeypatch.setattr(containers, "MAX_BYTES", 100_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))
    assert "unpacks to 1,00" in refused(path)


def test_a_part_that_holds_more_than_it_declares_is_refused(place):
    bomb = bytearray(workbook(**{"xl/s.xml": "0" * 1_000_000}))
    for at in (found.start() for found in re.finditer(re.escape(struct.pack("<I", 1_000_000)), bomb)):
        bomb[at : at + 4] = struct.pack("<I", 1000)
    assert "damaged" in refused(place(bytes(bomb)))


def test_a_part_packed_without_a_bound_is_refused(place):
    assert "method 12" in refused(place(zipped({"xl/workbook.xml": "<a/>"}, zipfile.ZIP_BZIP2)))


def test_a_pdf_that_inflates_without_bound_is_refused(place, monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 10_000)
    data = pdf(RULED) + b"\nstream\n" + zlib.compress(b" " * 1_000_000) + b"\nendstream\n%%EOF"
    assert "unpacks to more than" in refused(place(data))


def test_a_part_that_is_there_twice_is_refused(place):
    file = io.BytesIO(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/one.xml", sheet('<row r="1"><c r="A1"><v>2</v></c></row>'))
    assert "holds xl/worksheets/one.xml twice" in refused(place(file.getvalue()))


def test_a_part_that_differs_in_case_only_is_refused(place):
    data = workbook("", **{"XL/Worksheets/ONE.xml": sheet("")})
    assert "twice" in refused(place(data))


def test_an_archive_that_unpacks_to_far_more_than_tables_do_is_refused(place):
    assert "times as many" in refused(place(workbook(strings="<si><t>a</t></si>" * 1_500_000)))


def test_a_pdf_that_is_packed_twice_is_unpacked_within_bounds(place, monkeypatch):
    monkeypatch.setattr(containers, "MAX_BYTES", 1_000_000)
    twice = zlib.compress(zlib.compress(b" " * 2_000_000))
    for end in (b"\r\n", b"\n", b"\r"):
        stream = b"9 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream" % len(twice) + end + twice
        data = pdf(RULED).replace(b"xref\n0", stream + b"\nendstream endobj\nxref\n0", 1)
        assert "unpacks to more than" in refused(place(data))
