"""A unit's workbook, filled in as a clerk does: a form by hand, values by sheet and cell; and a journal of a few."""

import io
from datetime import date, datetime
from functools import lru_cache

import openpyxl

from ipanalytics.catalogue.journal import ACCEPTED, SENT_BACK, Entry
from ipanalytics.submissions.workbook import checks, layout, returned, template
from ipanalytics.submissions.workbook.form import Before, Form

COUNTS, FLAGS, EXPLAINED = layout.COUNTS, layout.FLAGS, layout.EXPLAINED
# By what a row asks; what a sound workbook of 榆林 holds.
SOUND = {
    "高价值发明专利拥有量": 161,
    "新增地理标志": 1,
    "质押融资惠及中小企业": 80,
    "知识产权示范试点城市、园区和县（区）": 3,
    "新增知识产权优势企业": 2,
    "新增知识产权示范企业": 1,
    "新增贯标单位": 12,
    "有效专利拥有量": 1500,
    "有效发明专利拥有量": 668,
    "有效实用新型拥有量": 700,
    "有效外观设计拥有量": 132,
    "有效注册商标量": 43896,
    "专利导航项目": 2,
    "新增专用标志用标企业": 8,
}
RECEIVED, NOW = date(2022, 12, 18), datetime(2022, 12, 18, 9, 30)


def before(value, period):
    return Before(value, period, "synthetic_bulletin_2022-11", is_synthetic=True)


def a_form(area="610800", period="2022-12"):
    last = {"inventions_in_force": before(651.0, "2022-11"), "gi_mark_users_new": before(7.0, "2022-01/2022-11")}
    year_before = {
        "inventions_in_force": before(498.0, "2021"),
        "standard_adopters_new": before(9.0, "2021-01/2021-12"),
    }
    return Form(area, period, year_before, last, {"T07": "已有10家，滞后（按比例分摊，非正式）"})


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(data, sound=SOUND):
    """Return a workbook with sound answers in it."""
    book = opened(data)
    for row in book[COUNTS].iter_rows(min_row=4):
        row[5].value = sound[row[1].value]
    flags = {row[0].value: row for row in book[FLAGS].iter_rows(min_row=4)}
    for row in flags.values():
        if row[0].value.startswith("T"):
            row[2].value = "是"
    if "M14" in flags:
        flags["M14"][2].value, flags["M14"][3].value = "是", date(2022, 9, 15)
    for row in book[EXPLAINED].iter_rows(min_row=4):
        row[3].value, row[4].value, row[5].value = "认证机构少", "组织辅导", date(2023, 3, 31)
    return saved(book)


def put(data, **cells):
    """Return a workbook with other values: F4 of the counts, g_C4 of yes or no, e_D4 of what is explained."""
    book = opened(data)
    sheets = {"g": FLAGS, "e": EXPLAINED}
    for name, value in cells.items():
        prefix, _, at = name.rpartition("_")
        book[sheets.get(prefix, COUNTS)][at].value = value
    return saved(book)


def check(data):
    return checks.check(returned.read("x.xlsx", data))


def told(data):
    """Return where a workbook is wrong and what is said of it."""
    return {(fault.sheet, fault.cell): fault.text for fault in check(data).faults}


@lru_cache
def _blank():
    return template.make(a_form())


def blank(form=None):
    return template.make(form) if form else _blank()


@lru_cache
def sound():
    return fill(blank())


@lru_cache
def of_xian():
    """Return a sound workbook of a unit that a task names, so that a milestone is asked of it, in row 6."""
    return fill(blank(a_form("610100")))


def entry(area, day, outcome=ACCEPTED, missing=(), period="2022-12", hour=9):
    time = f"{day}T{hour:02}:00:00.000"
    return Entry(time, day, period, area, f"{area}.xlsx", "ab", outcome, 0, tuple(missing), "")


LINES = (
    entry("610100", "2022-12-18"),
    entry("610200", "2022-12-19", SENT_BACK),
    entry("610200", "2022-12-21", SENT_BACK),
    entry("610200", "2022-12-22", missing=["gi_new", "pledge_smes"]),
    entry("610300", "2022-12-20", missing=["gi_new"]),
    entry("610300", "2022-12-27"),
    entry("", "2022-12-20", SENT_BACK, period=""),
    entry("610400", "2022-10-09", period="2022-09"),
)
