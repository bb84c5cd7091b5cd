from datetime import date

import pytest

from ipanalytics.submissions import reporting
from tests.rooms.submissions.builders import LINES, entry

DUE = date(2022, 12, 20)


@pytest.fixture
def lines(keep_journal):
    keep_journal(*LINES)
    return keep_journal


def told(day, period="2022-12"):
    return {report.area: report for report in reporting.follow(period, date.fromisoformat(day)).reports}


@pytest.mark.parametrize(
    ("day", "area", "expected"),
    [
        ("2022-12-17", "610100", ("awaited", None, False, (), 0)),
        ("2022-12-18", "610100", ("in_time", date(2022, 12, 18), True, (), 0)),
        ("2022-12-20", "610200", ("returned", None, False, (), 0)),
        ("2022-12-21", "610200", ("returned", None, False, (), 1)),
        ("2022-12-31", "610200", ("late", date(2022, 12, 22), False, ("gi_new", "pledge_smes"), 2)),
        ("2022-12-20", "610300", ("in_time", DUE, False, ("gi_new",), 0)),
        ("2022-12-31", "610300", ("in_time", DUE, True, (), 0)),
        ("2022-12-31", "611000", ("overdue", None, False, (), 11)),
    ],
)
def test_a_report_is_in_time_or_late_by_the_day_it_came(lines, day, area, expected):
    report = told(day)[area]
    assert (report.status, report.received, report.is_complete, report.missing, report.days_late) == expected


def test_the_first_complete_version_has_its_day(lines):
    report = told("2022-12-31")["610300"]
    assert (report.completed, len(report.filed)) == (date(2022, 12, 27), 2)
    assert len(told("2022-12-20")["610200"].sent_back) == 1


@pytest.mark.parametrize(("day", "left", "is_overdue"), [("2022-12-01", 19, False), ("2022-12-20", 0, False),
                                                         ("2022-12-21", -1, True)])  # fmt: skip
def test_what_is_missing_is_overdue_only_after_the_deadline(lines, day, left, is_overdue):
    made = reporting.follow("2022-12", date.fromisoformat(day))
    assert (made.days_left, made.is_overdue, made.is_complete) == (left, is_overdue, False)


def test_a_complete_round_is_never_overdue(lines):
    lines(*(entry(area, "2022-12-24") for area in told("2022-12-31")))
    made = reporting.follow("2022-12", date(2023, 1, 9))
    assert (made.is_complete, made.is_overdue, {report.status for report in made.reports}) == (True, False, {"late"})


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        ((), "2022-12-20", "awaited"),
        ((), "2022-12-31", "no_record"),
        ((entry("610400", "2023-03-09", period="2023-02"),), "2022-12-31", "no_record"),
        ((entry("610400", "2022-10-09", period="2022-09"),), "2022-12-31", "overdue"),
        ((entry("610400", "2023-01-05"),), "2022-12-31", "overdue"),
    ],
)
def test_without_a_journal_of_the_year_nobody_is_overdue(lines, given, day, expected):
    lines(*given)
    whole = reporting.follow("2022-12", date.fromisoformat(day))
    assert {report.status for report in whole.reports} == {expected}
    assert whole.is_overdue == (expected == "overdue")
    assert {report.days_late for report in whole.reports} == {11 if expected == "overdue" else 0}


def test_the_guide_sets_no_deadline_within_the_year(lines):
    made = reporting.follow("2022-09", date(2023, 6, 1))
    assert (made.deadline, made.days_left, made.is_overdue) == (None, None, False)
    statuses = {report.area: report.status for report in made.reports}
    assert (statuses["610400"], statuses["610100"]) == ("in_time", "awaited")


def test_a_workbook_that_does_not_say_whose_it_is_is_kept_apart(lines):
    assert [one.file for one in reporting.follow("2022-12", date(2022, 12, 31)).unplaced] == [".xlsx"]


def test_the_newest_period_of_a_year_is_that_of_the_page(lines):
    assert (reporting.newest_period(2022), reporting.newest_period(2021)) == ("2022-12", "")


@pytest.mark.parametrize(
    ("as_of", "period", "day"),
    [("", "2022-12", date(2022, 12, 31)), ("2022-12-20", "2022-12", DUE), ("2022-10", "2022-09", date(2022, 10, 31)),
     ("2022-08", "2022-12", date(2022, 8, 31))],
)  # fmt: skip
def test_a_page_is_of_the_newest_period_that_had_come_in_by_its_day(lines, as_of, period, day):
    made = reporting.of_year(as_of)
    assert (made.period, made.day) == (period, day)


def test_what_came_in_after_the_year_counts_where_no_day_is_asked_for(lines):
    lines(*LINES, entry("610800", "2023-01-09"))
    assert reporting.of_year().day == date(2023, 1, 9)


def test_the_table_has_a_row_a_unit(lines):
    table = reporting.as_table(reporting.follow("2022-12", date(2022, 12, 31)))
    assert list(table.columns) == reporting.COLUMNS
    row = table[table["area"] == "610200"].iloc[0].to_dict()
    assert row == {
        "period": "2022-12", "area": "610200", "area_name": "铜川市", "status": "late", "received": "2022-12-22",
        "days_late": 2, "complete": False, "completed": "", "missing": "gi_new;pledge_smes", "sent_back": 2,
        "versions": 1, "deadline": "2022-12-20", "days_left": -11,
    }  # fmt: skip
    assert len(table) == 12
