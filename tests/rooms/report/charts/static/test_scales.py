import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.report.charts.static import scales

FINITE = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda value: abs(value) > 1e-6)


def named(axis, values, **given):
    return {tick.lines[0]: round(tick.place, 6) for tick in scales.ticks(axis, scales.scale(axis, values, **given))}


def test_bars_begin_at_zero_with_room_at_their_ends():
    on = scales.scale({}, [], spans=[0, 0, 200])
    assert (on.low, on.high) == (0, 210)
    assert scales.scale({}, [], spans=[0, -10, 30]).low == -12


def test_categories_stand_in_the_order_given_and_the_first_of_a_reversed_axis_on_top():
    on = scales.scale({"categoryarray": ["乙", "甲"]}, ["甲", "乙"])
    assert [on.at(name) for name in ("乙", "甲")] == [25, 75]
    assert scales.scale({"autorange": "reversed"}, ["甲", "乙"]).at("甲") == 75


def test_a_range_may_run_backwards():
    on = scales.scale({"range": [13.5, 8.5], "dtick": 1}, [9, 12])
    assert on.at(13.5) == 0
    assert on.at(8.5) == 100


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        ({"range": [0, 100], "nticks": 4}, {"0": 0, "50": 50, "100": 100}),
        ({"range": [6.46, 6.97], "nticks": 4}, ["6.6", "6.8"]),
        ({"range": [0, 2], "dtick": 1, "tickformat": "d"}, {"0": 0, "1": 50, "2": 100}),
        ({"range": [0.5, 2.5], "tickvals": [1, 2], "ticktext": ["1", "2月"]}, {"1": 25, "2月": 75}),
        ({"range": [0, 1], "visible": False}, {}),
    ],
)
def test_round_values_are_named(axis, expected):
    found = named(axis, [])
    assert (found if isinstance(expected, dict) else list(found)) == expected


def test_years_of_dates_are_named_in_their_middle():
    axis = {"type": "date", "ticklabelstep": 2, "range": None}
    days = ["2019-12-31", "2021-12-31", "2023-12-31"]
    assert list(named(axis, days)) == ["2023", "2021"]
    on = scales.scale(axis, days)
    assert len(scales.new_years(on)) == 5
    assert scales.new_years(scales.scale({}, [1, 2])) == []


def test_one_date_has_its_year():
    assert list(named({"type": "date"}, ["2022-12-31"])) == ["2022"]


@given(st.lists(FINITE, min_size=1, max_size=6))
def test_every_value_lies_on_its_axis(values):
    on = scales.scale({}, values)
    assert all(0 <= on.at(value) <= 100 for value in values)


@given(FINITE, FINITE)
def test_a_few_round_values_are_named_whatever_the_range(first, second):
    low, high = sorted((first, second))
    if high - low > 1e-6 * max(abs(low), abs(high)):
        ticks = scales.ticks({"nticks": 5}, scales.Scale(low, high))
        assert 1 <= len(ticks) <= 6
        assert all(-1e-6 <= tick.place <= 100 + 1e-6 for tick in ticks)
