"""The Kaplan–Meier estimator: worked by hand, and against its definition."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.records.counting import survival


def lives(*rows):
    return pd.DataFrame(rows, columns=["time", "ended", "left"])


def test_six_patents_by_hand():
    # Of six, one ends at 1; one of five at 2, where another is observed no longer; one of three at 4; two last to 5.
    points = survival.curve(lives((1, 1, 0), (2, 1, 1), (4, 1, 0), (5, 0, 2)))
    assert points["at_risk"].tolist() == [6, 5, 3, 2]
    assert points["survival"].tolist() == pytest.approx([5 / 6, 2 / 3, 4 / 9, 4 / 9])
    greenwood = math.sqrt(1 / (6 * 5) + 1 / (5 * 4) + 1 / (3 * 2))
    assert points["error"].iloc[2] == pytest.approx(4 / 9 * greenwood)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (1, (1.0, 6)),  # what ends on the day itself was kept until it
        (2, (5 / 6, 5)),
        (3, (2 / 3, 3)),
        (5, (4 / 9, 2)),
        (6, (math.nan, 0)),  # nobody was observed so long
    ],
)
def test_share_kept_until_a_time(until, expected):
    share, _, at_risk = survival.kept_until(survival.curve(lives((1, 1, 0), (2, 1, 1), (4, 1, 0), (5, 0, 2))), until)
    assert (share, at_risk) == pytest.approx(expected, nan_ok=True)


def test_none_is_kept_where_all_ended():
    assert survival.kept_until(survival.curve(lives((1, 2, 0))), 3)[0] == 0


def test_nobody_ends_and_all_are_kept():
    assert survival.kept_until(survival.curve(lives((4, 0, 3))), 3) == (1, 0, 3)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40), st.integers(0, 13))
def test_the_curve_is_the_product_of_its_definition(patents, until):
    table = lives(*((time, int(ended), int(not ended)) for time, ended in patents))
    share, _, at_risk = survival.kept_until(survival.curve(table), until)
    expected = 1.0
    for time in sorted({time for time, ended in patents if ended and time < until}):
        observed = [other for other, _ in patents if other >= time]
        ends = [other for other, ended in patents if ended and other == time]
        expected *= 1 - len(ends) / len(observed)
    assert at_risk == sum(time >= until for time, _ in patents)
    if at_risk or expected == 0:
        assert share == pytest.approx(expected, abs=1e-12)
    else:
        assert math.isnan(share)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(1, 12))
def test_without_censoring_it_is_the_share_that_lasted(times, until):
    share, _, at_risk = survival.kept_until(survival.curve(lives(*((time, 1, 0) for time in times))), until)
    assert share == pytest.approx(at_risk / len(times), abs=1e-12)
