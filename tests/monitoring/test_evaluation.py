from datetime import date

import pandas as pd
import pytest

from ipanalytics.catalogue import indicators, settings
from ipanalytics.monitoring import evaluation, series
from ipanalytics.monitoring.allocation import AssignedTarget
from ipanalytics.monitoring.series import DataPoint
from ipanalytics.observations.table import COLUMNS

AREA, SEPTEMBER = "610800", date(2022, 9, 30)


def book(*rows):
    whole = [[AREA, *row, indicators.indicator(row[0]).unit, "paper", "final", "c"] for row in rows]
    table = pd.DataFrame(whole, columns=COLUMNS).astype({"value": float})
    return series.open_book(table, settings.settings(), 0.0005)


def evaluated(target, *rows, as_of=SEPTEMBER, **given):
    return evaluation.evaluate(book(*rows), AssignedTarget(AREA, target, target.value, **given), as_of)


@pytest.mark.parametrize(
    ("period", "end", "before"),
    [
        ("2022-02", date(2022, 2, 28), date(2021, 2, 28)),
        ("2024-02", date(2024, 2, 29), date(2023, 2, 28)),
        ("2022-02-28", date(2022, 2, 28), date(2021, 2, 28)),
        # A leap day ends a month, so the month's end of the year before is meant.
        ("2024-02-29", date(2024, 2, 29), date(2023, 2, 28)),
        ("2022", date(2022, 12, 31), date(2021, 12, 31)),
    ],
)
def test_the_same_period_of_the_year_before_ends_a_year_earlier(period, end, before):
    assert evaluation.year_before(DataPoint(1.0, end, period, ())) == before


def test_figures_outside_the_targets_window_do_not_count(aim):
    target = aim("T", "gi_new", "flow", 3.0, deadline="2022-06-30")
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 6, 30), date(2022, 7, 1)]
    points = {day: DataPoint(1.0, day, "", ()) for day in days}
    assert list(evaluation.in_window(points, target)) == days[1:3]


def test_a_level_is_judged_from_its_baseline_on(aim):
    target = aim("T", "demonstration_places", "level", 50.0, area=AREA)
    found = evaluated(target, ["demonstration_places", "2021", 40], ["demonstration_places", "2022-06", 44])
    assert (found.inputs.value, found.inputs.aim, found.inputs.base, found.baseline) == (44, 50, 40, 40)
    assert (found.period, found.days_late, found.inputs.is_due) == ("2022-06", 92, False)


def test_growth_is_told_over_the_same_period_a_year_before(aim):
    target = aim("T", "pledge_smes", "growth", 0.1, area=AREA)
    found = evaluated(target, ["pledge_smes", "2021-01/2021-06", 20], ["pledge_smes", "2022-01/2022-06", 23])
    assert found.inputs.value == pytest.approx(0.15)
    assert (found.value, found.baseline) == (23, 20)


def test_months_that_do_not_begin_in_january_leave_a_gap(aim):
    found = evaluated(aim("T", "gi_new", "flow", 3.0, area=AREA), ["gi_new", "2022-05", 2])
    assert (found.inputs.value, found.inputs.obstacle) == (None, "gap")


@pytest.mark.parametrize(
    ("days", "day", "is_late"),
    [
        ({"2022-06-01": 1}, date(2022, 6, 1), False),
        ({"2022-06-01": 1, "2022-07-01": 0, "2022-08-01": 1}, date(2022, 8, 1), True),
    ],
)
def test_a_milestone_is_done_on_the_first_day_after_the_last_no(aim, days, day, is_late):
    target = aim("M", "milestone_m05", "milestone", area=AREA, deadline="2022-06-30")
    found = evaluated(target, *(["milestone_m05", text, value] for text, value in days.items()))
    assert (found.day, found.inputs.is_late) == (day, is_late)


def test_members_without_a_figure_are_named(aim):
    target = aim("C", "trademark_windows", "coverage")
    found = evaluated(target, ["trademark_windows", "2022-06-01", 1], members=(AREA, "610600"))
    assert (found.value, found.inputs.aim, found.missing) == (1, 2, ("610600",))
    assert found.flags == ("unknown_members",)


def test_without_a_figure_of_any_member_nothing_is_counted(aim):
    found = evaluated(aim("C", "trademark_windows", "coverage"), members=(AREA, "610600"))
    assert (found.value, found.method, found.missing) == (None, "", (AREA, "610600"))
