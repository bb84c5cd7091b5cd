"""Days, duplicates and the legal status at a day."""

import re
from datetime import date

import pytest

from ipanalytics.records import cleaning
from tests.rooms.records.builders import number

ONE = {"application_number": number(2015, "1", 1), "application_date": "2015-03-01", "legal_status": "有效"}


@pytest.mark.parametrize(("pattern", "status", "example"), cleaning.legal_statuses())
def test_each_wording_has_the_status_of_its_row(pattern, status, example):
    first = next(row for row in cleaning.legal_statuses() if re.search(row[0], example))
    assert first == (pattern, status, example)


@pytest.mark.parametrize(
    "text",
    ["2017-06-01", "2017/6/1", "2017.6.1", "20170601", "2017年6月1日", "2017-06-01 00:00:00", "２０１７－０６－０１"],
)
def test_a_day_is_read_as_offices_write_it(judged, text):
    patents, ledger = judged({**ONE, "grant_date": text})
    assert str(patents.loc[0, "grant_date"].date()) == "2017-06-01"
    assert not [line for line in ledger if line[0] == "not read"]


@pytest.mark.parametrize("text", ["2017-13-01", "2017-02-30", "17-06-01", "6/1/2017", "42887", "2017"])
def test_what_is_no_day_is_named_and_not_repaired(judged, text):
    _, ledger = judged({**ONE, "grant_date": text})
    assert ("not read", 2, f"grant_date is no day: {text}") in ledger


# What the export says, and what stood at the end of 2022.
STATUSES = [
    ({"legal_status": "有效", "grant_date": "2017-06-01"}, "in_force", ""),
    ({"legal_status": "有效", "grant_date": "2023-06-01"}, "pending", ""),
    ({"legal_status": "有效"}, "unknown", "granted, but no day of grant"),
    (
        {"legal_status": "有效", "grant_date": "2017-06-01", "end_date": "2020-01-01"},
        "unknown",
        "in force, but it has ended: 2020-01-01",
    ),
    ({"legal_status": "未缴年费专利权终止", "grant_date": "2017-06-01", "end_date": "2022-12-31"}, "lapsed", ""),
    ({"legal_status": "未缴年费专利权终止", "grant_date": "2017-06-01", "end_date": "2023-01-01"}, "in_force", ""),
    ({"legal_status": "未缴年费专利权终止", "grant_date": "2017-06-01"}, "unknown", "ended, but no day of its end"),
    ({"legal_status": "全部无效", "grant_date": "2017-06-01", "end_date": "2021-01-01"}, "invalid", ""),
    ({"legal_status": "部分无效", "grant_date": "2017-06-01"}, "in_force", ""),
    ({"legal_status": "实质审查"}, "pending", ""),
    (
        {"legal_status": "实质审查", "grant_date": "2017-06-01"},
        "unknown",
        "pending, but it has been granted: 2017-06-01",
    ),
    ({"legal_status": "视为撤回"}, "withdrawn", ""),
    ({"legal_status": "驳回"}, "rejected", ""),
    ({"legal_status": "某状态"}, "unknown", "legal status not understood, legal_statuses.csv lacks it: 某状态"),
    ({"legal_status": ""}, "unknown", "no legal status"),
    (
        {"application_number": number(2023, "1", 1), "application_date": "2023-01-01", "legal_status": "公开"},
        "later",
        "",
    ),
]


@pytest.mark.parametrize(("row", "status", "reason"), STATUSES)
def test_the_status_is_that_of_the_day(judged, row, status, reason):
    patents, ledger = judged({**ONE, **row})
    assert patents.loc[0, "status"] == status
    assert [line for line in ledger if line[0] == "no status"] == ([("no status", 2, reason)] if reason else [])


@pytest.mark.parametrize(("kind", "filed"), [("2", 2012), ("3", 2007)])
def test_nothing_is_in_force_beyond_its_term(judged, kind, filed):
    row = {**ONE, "application_number": number(filed, kind, 1), "grant_date": f"{filed + 1}-06-01"}
    before, _ = judged({**row, "application_date": f"{filed}-12-31"}, as_of=date(2022, 12, 30))
    after, _ = judged({**row, "application_date": f"{filed}-12-31"})
    assert [before.loc[0, "status"], after.loc[0, "status"]] == ["in_force", "unknown"]


def test_rows_that_contradict_their_own_dates_are_refused(judged):
    patents, ledger = judged(
        {**ONE, "grant_date": "2014-01-01"},
        {**ONE, "end_date": "2014-01-01"},
        {**ONE, "application_date": "2016-01-01"},
    )
    assert patents.empty
    assert [reason.split(":")[0] for _, _, reason in ledger] == [
        "granted before it was filed",
        "ended before it was filed",
        "filed after the year of its number",
    ]


def test_a_field_that_the_newest_row_leaves_empty_comes_from_another(judged):
    row = {**ONE, "grant_date": "2017-06-01"}
    patents, ledger = judged(
        {**row, "status_date": "2020-01-01", "holders": "甲公司", "address": "陕西省西安市雁塔区"},
        {**row, "status_date": "2021-01-01", "holders": "乙公司"},
    )
    assert patents.loc[0, ["holder", "address"]].tolist() == ["乙公司", "陕西省西安市雁塔区"]
    assert {reason for step, _, reason in ledger if step == "merged"} == {
        "stands more than once: 2 times; holders differs: 乙公司 / 甲公司"
    }
