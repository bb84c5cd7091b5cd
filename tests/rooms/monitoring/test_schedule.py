from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.monitoring.schedule import elapsed_share, expected_value, months_left, needed_per_month
from ipanalytics.monitoring.targets import Target

IN_DECEMBER = (0.0,) * 11 + (1.0,)
SEASONAL = (0.0, 0.1, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.7, 0.8, 0.9, 1.0)
DAYS = st.dates(date(2021, 6, 1), date(2023, 6, 30))
PROFILES = st.lists(st.floats(0, 1), min_size=12, max_size=12).map(sorted).map(tuple)


def target(deadline="", profile=(), year=2022):
    entry = {"indicator": "gi_new", "area": "610000", "kind": "flow", "clause": "一", "quote": "", "value": 3.0}
    return Target("T", **entry, deadline=deadline, profile=profile, year=year)


def shares(days, **changed):
    return [elapsed_share(target(**changed), date.fromisoformat(day)) for day in days]


@pytest.mark.parametrize(
    ("day", "passed"),
    [
        ("2021-12-31", 0),
        ("2022-01-01", 1),
        ("2022-01-31", 31),
        ("2022-09-30", 273),
        ("2022-12-30", 364),
        ("2022-12-31", 365),
        ("2023-01-01", 365),
    ],
)
def test_the_share_counts_days_from_1_january_inclusive(day, passed):
    assert shares([day]) == [pytest.approx(passed / 365)]


@pytest.mark.parametrize(
    ("changed", "day", "share"),
    [
        ({"year": 2024}, "2024-02-29", 60 / 366),
        ({"deadline": "2022-12-20"}, "2022-09-30", 273 / 354),
        ({"deadline": "2022-12-20"}, "2022-12-19", 353 / 354),
        ({"deadline": "2022-12-20"}, "2022-12-20", 1),
        ({"deadline": "2022-06"}, "2022-03-31", 90 / 181),
        ({"deadline": "2022-Q1"}, "2022-03-31", 1),
        ({"deadline": "2023-03"}, "2022-12-31", 365 / 455),
    ],
)
def test_the_window_ends_at_the_deadline(changed, day, share):
    assert shares([day], **changed) == [pytest.approx(share)]


@pytest.mark.parametrize(
    ("day", "share"),
    [
        ("2021-12-31", 0),
        ("2022-01-31", 0),
        ("2022-02-14", 0.05),
        ("2022-02-28", 0.1),
        ("2022-03-15", 0.1),
        ("2022-06-30", 0.5),
        ("2022-12-31", 1),
    ],
)
def test_a_profile_is_linear_between_the_months_ends(day, share):
    assert shares([day], profile=SEASONAL) == [pytest.approx(share)]


@pytest.mark.parametrize(
    ("day", "share"),
    [
        ("2022-11-30", 0),
        ("2022-12-01", 1 / 20),
        ("2022-12-10", 0.5),
        ("2022-12-19", 19 / 20),
        ("2022-12-20", 1),
        ("2022-12-31", 1),
    ],
)
def test_a_profile_that_begins_in_december_is_complete_at_its_deadline(day, share):
    assert shares([day], deadline="2022-12-20", profile=IN_DECEMBER) == [pytest.approx(share)]


def test_a_profile_below_1_in_december_is_complete_at_the_deadline_all_the_same():
    half = tuple(share / 2 for share in SEASONAL)
    assert shares(["2022-11-30", "2022-12-31"], profile=half) == [0.45, 1]


def test_months_after_the_deadline_are_not_looked_at():
    assert shares(["2022-05-31", "2022-06-15"], deadline="2022-06-15", profile=SEASONAL) == [0.3, 1]


@given(DAYS, st.sampled_from(["", "2022-12-20", "2022-06", "2023-02"]), st.one_of(st.just(()), PROFILES))
def test_the_share_lies_between_0_and_1_and_never_falls(day, deadline, profile):
    one = target(deadline, profile)
    before, share = elapsed_share(one, day - timedelta(days=1)), elapsed_share(one, day)
    assert 0 <= before <= share + 1e-12
    assert share <= 1
    assert share == 1 or day < one.end


@pytest.mark.parametrize(
    ("kind", "target_value", "start", "due"),
    [
        ("flow", 12.0, None, 6.0),
        ("level", 50.0, 40.0, 45.0),
        # Less is better.
        ("level", 40.0, 50.0, 45.0),
        ("growth", 0.1, 20.0, 22.0),
        ("direction", 50.0, 50.0, 50.0),
        ("line", 6.8, 4.0, 6.8),
    ],
)
def test_what_is_due_at_half_time_depends_on_the_kind(kind, target_value, start, due):
    assert expected_value(kind, target_value, start, 0.5) == pytest.approx(due)


def test_what_is_due_is_told_of_columns_too():
    rows = pd.DataFrame({"target_value": [12.0, 6.0], "baseline": [4.0, 2.0]})
    assert expected_value("level", rows["target_value"], rows["baseline"], 0.25).tolist() == [6.0, 3.0]


@pytest.mark.parametrize(
    ("day", "months", "needed"), [("2022-09-30", 3, 2.0), ("2022-11-01", 1, 6.0), ("2022-12-01", 0, None)]
)
def test_what_is_missing_is_spread_over_the_whole_months_that_are_left(day, months, needed):
    day, end = date.fromisoformat(day), date(2022, 12, 31)
    assert months_left(day, end) == months
    assert needed_per_month(6.0, day, end) == needed


def test_after_the_deadline_no_month_is_left():
    assert months_left(date(2023, 6, 30), date(2022, 12, 31)) == 0
