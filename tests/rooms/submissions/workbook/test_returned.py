import io
import zipfile
from datetime import date, datetime

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from ipanalytics.submissions.workbook import layout, returned
from tests.rooms.submissions.builders import COUNTS, a_form, blank, opened, put, saved


def cells(**values):
    return returned.read("x.xlsx", put(blank(), **values)).sheets[COUNTS]


def fault(data):
    return returned.read("x.xlsx", data).fault


def test_a_workbook_comes_back_with_its_form_and_its_cells():
    read = returned.read("x.xlsx", blank())
    assert (read.form, read.fault) == (a_form(), "")
    assert list(read.sheets) == [layout.GUIDE, layout.COUNTS, layout.FLAGS, layout.EXPLAINED]
    assert read.sheets[COUNTS][4, 2].value == "高价值发明专利拥有量"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (12, "number", "12"),
        (2.5, "number", "2.5"),
        (1e16, "number", "1e+16"),
        ("八十", "text", "八十"),
        (True, "bool", "TRUE"),
        (date(2022, 5, 6), "day", "2022-05-06"),
        (datetime(2022, 5, 6, 8, 30), "text", "2022-05-06 08:30:00"),
        ("=SUM(F5:F9)", "unknown", ""),
        ("#REF!", "error", "#REF!"),
    ],
)
def test_each_kind_of_value_is_told_apart(value, kind, shown):
    typed = cells(F4=value)[4, 6]
    assert (typed.kind, typed.shown) == (kind, shown)


def test_blanks_are_nothing():
    assert (4, 6) not in cells(F4="  ")


def encrypted(password):
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(blank())).encrypt(password, stream)
    return stream.getvalue()


def test_a_password_is_named():
    assert fault(encrypted("secret")) == returned.LOCKED


def test_a_workbook_that_excel_opens_without_asking_is_read():
    assert returned.read("x.xlsx", encrypted("VelvetSweatshop")).form == a_form()


def test_an_old_format_is_named():
    book, stream = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("指标数据")
    book.save(stream)
    assert fault(stream.getvalue()) == returned.OLD_FORMAT


@pytest.mark.parametrize("data", [b"", b"year,value\n", b"PK\x03\x04 cut short", blank()[:3000]], ids=range(4))
def test_what_is_no_workbook_is_named(data):
    assert fault(data) == returned.DAMAGED


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    assert fault(stream.getvalue()) == returned.DAMAGED


def without(sheet):
    book = opened(blank())
    book.remove(book[sheet])
    return saved(book)


def hidden(**values):
    book = opened(blank())
    for at, value in values.items():
        book[layout.HIDDEN][at].value = value
    return saved(book)


def test_another_workbook_is_named():
    assert fault(without(layout.HIDDEN)) == returned.STRANGE
    assert fault(hidden(B1="something else")) == returned.STRANGE


def test_a_hidden_sheet_that_was_changed_is_named():
    text = opened(blank())[layout.HIDDEN]["B3"].value
    assert fault(hidden(B3=text.replace("498", "499"))) == returned.ALTERED


def test_an_older_template_is_named(monkeypatch):
    data = blank()
    monkeypatch.setattr(returned.template.forms, "VERSION", 2)
    assert fault(data) == returned.OUTDATED


def test_a_template_of_another_catalogue_is_named(small, spoil):
    data = blank()
    spoil("data/catalogue/indicators.yaml", "年内新通过知识产权管理规范认证的单位数", "年内新通过认证的单位数")
    assert fault(data) == returned.OUTDATED
