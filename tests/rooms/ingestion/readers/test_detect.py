import csv
import io
import os
import re
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion.readers import detect, read
from tests.rooms.ingestion.builders import (
    PDF_ROWS,
    ROWS,
    RULED,
    docx,
    escaped,
    html_table,
    locked,
    only,
    page,
    paragraph,
    patient,
    pdf,
    refused,
    saved,
    survives,
    word_table,
    workbook,
    xls,
    xlsx,
    zipped,
)

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("name", ["table.xlsx", "table.xls", "table.csv", "table"])
def test_the_kind_of_file_is_told_by_its_bytes_not_its_name(place, name):
    for data in (xlsx(), xls(), docx(word_table(*ROWS)), page(html_table(*ROWS)), "地区,合计\n陕西,1\n"):
        assert "陕西" in {cell for row in only(place(data, name)).rows for cell in row}
    assert only(place(pdf(RULED), name)).rows == PDF_ROWS


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty file"),
        (b"\x89PNG\r\n\x1a\n\0\0", r"picture \(PNG\)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"Rar!\x1a\x07\0", "rar archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z archive"),
        (b"{\\rtf1 \\'cc}", "RTF"),
        (bytes(range(256)), "no known kind .*00 01 02"),
        (xlsx()[:900], "zip archive .* cut short"),
        (xls()[:1500], "damaged or cut short"),
        (pdf(RULED)[:900], "cut short"),
        (zipped({"a.txt": "1"}), "zip archive that is no workbook"),
        (zipped({"content.xml": "<a/>"}), "OpenDocument"),
        (zipped({"xl/_rels/workbook.bin.rels": "<a/>"}), "xlsb"),
        ("<?xml version='1.0'?><Workbook/>", "XML file"),
        ("\n \n", "without a table that holds text"),
        (page("<p>no table here"), "without a table that holds text"),
        (workbook(), "without a table that holds text"),
    ],
)
def test_what_is_no_table_file_is_named_with_what_was_expected(place, data, found):
    message = refused(place(data, "given.xlsx"))
    assert re.search(found, message)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "No such file" in refused(tmp_path / "none.xls")
    assert "can't be read" in refused(tmp_path)


def test_nothing_is_printed(place, capfd):
    for data in (xls(), xls()[:1500], pdf(RULED), pdf(RULED).replace(b"/MediaBox[0 0 600 800]", b"/MediaBox[0 0 0 0]")):
        path = place(data)
        try:
            read(path)
        except SourceError:
            continue
    assert capfd.readouterr() == ("", "")


SAMPLES = {
    "xlsx": xlsx,
    "xls": xls,
    "locked": lambda: locked("VelvetSweatshop"),
    "locked xls": lambda: (FIXTURES / "excels_password.xls").read_bytes(),
    "stored": lambda: workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>a</t></si>"),
    "docx": lambda: docx(paragraph("a") + word_table(*ROWS)),
    "html": lambda: page(html_table(*ROWS), "gb18030"),
    "csv": lambda: '专利\n地区,合计\n陕西,"1,234"\n'.encode("gb18030"),
    "pdf": lambda: pdf(RULED),
}


MARKS = [b"", *detect.ZIP, detect.OLE2, b"%PDF-1.4\n", b"<table><tr><td>", b"\xff\xfe", b'"a,']


@patient
@given(mark=st.sampled_from(MARKS), data=st.binary(max_size=3000))
def test_random_bytes_raise_nothing_but_a_source_error(tmp_path, mark, data):
    survives(tmp_path / "random", mark + data)


@patient
@given(
    kind=st.sampled_from(sorted(SAMPLES)),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
    kept=st.one_of(st.just(1.0), st.floats(0, 1)),
)
def test_damaged_files_raise_nothing_but_a_source_error(tmp_path, kind, changes, kept):
    data = bytearray(SAMPLES[kind]())
    for share, change in changes:
        at = int(share * len(data))
        data[at : at + len(change)] = change
    survives(tmp_path / "damaged", bytes(data[: int(kept * len(data))]))


# What a cell holds in every kind of file: no blanks at the ends, which pages don't keep. No semicolon: one in each row
# may divide them as well as a comma.
texts = st.one_of(st.integers(0, 10**9).map(str), st.text("陕西合计2022,年\"'<&-.%()（）abc", max_size=6))


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width).map(tuple), min_size=2, max_size=5)
).filter(lambda rows: all(rows[0]) and any(rows[-1]) and len(rows[0]) > 1)  # fmt: skip


def as_xlsx(rows):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text, "s"
    return saved(book)


def as_xls(rows):
    book = xlwt.Workbook()
    made = book.add_sheet("S")
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            made.write(number, column, text)
    return saved(book)


def as_csv(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("gb18030")


WRITERS = {
    "xlsx": as_xlsx,
    "xls": as_xls,
    "csv": as_csv,
    "html": lambda rows: page(html_table(*escaped(rows)), "gb18030"),
    "docx": lambda rows: docx(word_table(*escaped(rows))),
}


@patient
@given(kind=st.sampled_from(sorted(WRITERS)), rows=tables)
def test_a_table_reads_back_as_it_was_written(tmp_path, kind, rows):
    path = tmp_path / "table"
    path.write_bytes(WRITERS[kind](rows))
    assert only(path).rows == tuple(rows)


def test_a_folder_a_pipe_and_a_device_are_no_files(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "found no file" in refused(pipe)
    assert "directory" in refused(tmp_path)
