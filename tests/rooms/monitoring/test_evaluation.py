from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import indicators, settings
from ipanalytics.monitoring import evaluation, progress, series
from ipanalytics.monitoring.allocation.shares import AssignedTarget
from ipanalytics.monitoring.series import DataPoint
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations.table import COLUMNS
from tests.rooms.monitoring.rows import PROVINCE, UNIT, UNITS, assess, found, holds, judged, target

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


DECEMBER = (0.0,) * 11 + (1.0,)


@pytest.mark.parametrize(
    ("figures", "as_of", "period", "status"),
    [
        ({"2021": 0, "2022-06": 45}, "2022-09", "2022-06", "slightly_behind"),
        ({"2021": 0, "2022-06": 45, "2022-10": 99}, "2022-09", "2022-06", "slightly_behind"),
        ({"2021": 0, "2022-06": 60, "2022-10": 99}, "2022-10", "2022-10", "on_pace"),
        ({"2021": 0, "2022-06": 45, "2022-10": 99}, "2022-10-30", "2022-06", "slightly_behind"),
        ({"2021": 0, "2022-03": 99, "2022-Q2": 50}, "2022-09", "2022-Q2", "on_pace"),
        ({"2021": 0, "2022-06-30": 45, "2022-06": 50, "2022-Q2": 0}, "2022-09", "2022-06-30", "slightly_behind"),
        ({"2021": 0, "2022": 99}, "2022", "2022", "missed"),
        ({"2021": 0, "2022": 100}, "2022", "2022", "achieved"),
        ({"2021": 0, "2022": 100}, "2022-12-30", None, "no_data"),
        ({"2021": 0, "2022-06": 100, "2022-07": 99}, "2022-09", "2022-07", "on_pace"),
        ({"2021": 0, "2023": 100}, "2023", None, "no_data"),
        ({"2021": 0}, "2021", None, "no_data"),
        ({"2022-06": 60}, "2022-09", "2022-06", "not_assessable"),
        ({"2022-06": 100}, "2022-09", "2022-06", "achieved"),
        ({"2021": 100, "2022-06": 99}, "2022-09", "2022-06", "behind"),
    ],
)
def test_a_level_is_judged_by_its_last_figure_in_the_window(figures, as_of, period, status):
    assert holds(judged(figures, target("level"), as_of), period=period, status=status)


def test_a_level_has_all_its_columns():
    made = assess([[UNIT, "demonstration_places", "2021", 20], [UNIT, "demonstration_places", "2022-09", 60]],
                  target("level"))  # fmt: skip
    e = 273 / 365
    expected = {
        "area": UNIT, "target": "T", "indicator": "demonstration_places", "kind": "level", "period": "2022-09",
        "value": 60.0, "baseline": 20.0, "target_value": 100.0, "attainment": 0.6, "progress": 0.5, "elapsed": e,
        "lag_points": 100 * (e - 0.5), "gap": 40.0, "projected": 20 + 40 / e, "status": "behind", "reason": "",
        "flags": "", "scope": "own", "method": "given", "chance": None, "sensitive": True, "missing": "",
        "covered": None, "base_period": "2021",
        "used": ((UNIT, "demonstration_places", "2022-09"), (UNIT, "demonstration_places", "2021")),
    }  # fmt: skip
    frame = pd.DataFrame([expected]).astype(dict.fromkeys(progress.NUMBERS, float))
    assert_frame_equal(made, frame, check_dtype=False)
    assert list(made.columns) == [*progress.COLUMNS, "base_period", "used"]


@pytest.mark.parametrize(
    ("changed", "figures", "expected"),
    [
        ({}, {"2020": 0, "2021": 50, "2022-06": 75}, {"baseline": 50.0, "progress": 0.5}),
        ({}, {"2021": 0, "2021-12": 50, "2022-06": 75}, {"baseline": 50.0, "progress": 0.5}),
        ({"baseline_period": "2020"}, {"2020": 0, "2022-06": 75}, {"baseline": 0.0, "progress": 0.75}),
        ({"baseline_period": "2019"}, {"2020": 0, "2022-06": 75}, {"baseline": None, "reason": "no_baseline"}),
        ({"baseline_period": "2022-03"}, {"2022-03": 50, "2022-06": 75}, {"baseline": 50.0, "progress": 0.5}),
        # value, attainment and gap are still given where nothing can be judged
        (
            {},
            {"2022-06": 75},
            {"status": "not_assessable", "reason": "no_baseline", "value": 75.0, "attainment": 0.75, "gap": 25.0,
             "progress": None, "lag_points": None, "projected": None, "sensitive": None},
        ),
        # the baseline has met the target
        ({}, {"2021": 100, "2022-06": 99}, {"status": "behind", "reason": "fell_back", "progress": None, "gap": 1.0,
                                            "lag_points": None, "sensitive": False}),
        ({}, {"2021": 100, "2022-06": 100}, {"status": "achieved", "reason": None, "progress": None, "gap": 0.0}),
        ({}, {"2021": 120, "2022": 99}, {"status": "missed", "reason": None}),
    ],
)  # fmt: skip
def test_a_level_is_measured_from_its_baseline(changed, figures, expected):
    as_of = "2022" if "2022" in figures else "2022-09"
    assert holds(judged(figures, target("level", **changed), as_of), **expected)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"2021": 200, "2022-09": 100}, {"status": "achieved", "gap": 0.0, "attainment": 1.0}),
        ({"2021": 200, "2022-09": 125}, {"status": "on_pace", "gap": 25.0, "progress": 0.75, "attainment": 1.25}),
        ({"2021": 200, "2022-09": 130}, {"status": "slightly_behind", "projected": 200 - 70 * 365 / 273}),
        ({"2021": 200, "2022-09": 210}, {"status": "far_behind", "gap": 110.0, "progress": -0.1}),
        ({"2021": 90, "2022-09": 101}, {"status": "behind", "reason": "fell_back"}),
        ({"2021": 200, "2022": 101}, {"status": "missed"}),
    ],
)
def test_a_level_may_have_to_fall(figures, expected):
    as_of = "2022" if "2022" in figures else "2022-09"
    assert holds(judged(figures, target("level", better="lower"), as_of), **expected)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"2022-01/2022-09": 9}, {"value": 9.0, "period": "2022-01/2022-09", "status": "on_pace"}),
        ({"2022-01/2022-09": 12}, {"status": "achieved", "gap": 0.0, "chance": 1.0}),
        ({"2022-01/2022-09": 0}, {"status": "not_started", "progress": 0.0, "chance": 0.0, "projected": 0.0}),
        ({"2022-Q1": 3, "2022-Q2": 3, "2022-Q3": 3}, {"value": 9.0, "period": "2022-01/2022-09", "method": "3 tiles"}),
        ({"2022-Q1": 3, "2022-Q3": 3}, {"value": 3.0, "period": "2022-01/2022-03", "status": "on_pace"}),
        ({"2022-01/2022-03": 3, "2022-Q1": 3, "2022-Q2": 2}, {"value": 5.0, "period": "2022-01/2022-06"}),
        ({"2022-01/2022-06": 6, "2022-Q1": 3, "2022-Q2": 2}, {"value": 6.0, "flags": "conflict"}),
        ({"2022-Q2": 3}, {"status": "no_data", "reason": "gap", "value": None, "elapsed": None}),
        ({"2022-05/2022-06": 3}, {"status": "no_data", "reason": "gap"}),
        ({"2021": 3}, {"status": "no_data", "reason": None}),
        ({"2022-01/2022-10": 9}, {"status": "no_data", "reason": None}),
    ],
)
def test_a_flow_is_judged_by_what_it_came_to_since_the_windows_start(figures, expected):
    assert holds(judged(figures, target("flow")), **expected)


@pytest.mark.parametrize(
    ("figures", "value", "flags"),
    [
        ({"2022": 10, "2022-Q1": 1, "2022-Q2": 1, "2022-Q3": 1, "2022-Q4": 1}, 10.0, "conflict"),
        ({"2022": 10, "2022-01/2022-12": 10}, 10.0, None),
        ({"2022": 10, "2022-01/2022-12": 11}, 11.0, "conflict"),
        ({"2022-01/2022-11": 12, "2022": 10}, 10.0, None),
    ],
)
def test_cumulated_comes_before_a_year_and_a_year_before_tiles(figures, value, flags):
    status = "missed" if value < 12 else "achieved"
    assert holds(judged(figures, target("flow"), "2022"), value=value, flags=flags, status=status)


@pytest.mark.parametrize(
    ("deadline", "as_of", "value", "status"),
    [
        ("2022-06", "2022-09", 6.0, "missed"),
        ("2022-09", "2022-09", 9.0, "missed"),
        ("2022-09-30", "2022-09-30", 9.0, "missed"),
        ("2022-10", "2022-09", 9.0, "behind"),
        ("2022-12-20", "2022", 9.0, "slightly_behind"),  # the year ends after it
    ],
)
def test_figures_that_end_after_the_deadline_do_not_count(deadline, as_of, value, status):
    figures = {"2022-01/2022-06": 6, "2022-01/2022-09": 9, "2022": 12}
    assert holds(judged(figures, target("flow", deadline=deadline), as_of), value=value, status=status)


@pytest.mark.parametrize(
    ("value", "earlier", "status", "gap"),
    [
        (110, 100, "on_pace", 0.0),
        (109, 100, "slightly_behind", 0.01),
        (108, 100, "slightly_behind", 0.02),
        (107, 100, "behind", 0.03),
        (100, 100, "behind", 0.10),
        (99, 100, "far_behind", 0.11),
        (0, 100, "far_behind", 1.10),
    ],
)
def test_growth_is_over_the_same_period_a_year_before(value, earlier, status, gap):
    made = judged({"2021-01/2021-09": earlier, "2022-01/2022-09": value}, target("growth"))
    assert holds(made, status=status, gap=pytest.approx(gap, abs=1e-12), baseline=100.0, target_value=0.1,
                 attainment=pytest.approx((value / earlier - 1) / 0.1), progress=None, lag_points=None)  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"2021": 100, "2022": 110}, {"status": "achieved"}),
        ({"2021": 100, "2022": 109}, {"status": "missed"}),
        ({"2022": 110}, {"status": "not_assessable", "reason": "no_baseline", "value": 110.0, "gap": None}),
        ({"2021-Q1": 30, "2022-01/2022-06": 66}, {"status": "not_assessable", "reason": "no_baseline"}),
        ({"2021": 0, "2022": 110}, {"status": "not_assessable", "reason": "zero_baseline", "baseline": 0.0}),
        ({"2021-Q1": 30, "2022-01/2022-03": 33}, {"status": "on_pace", "period": "2022-01/2022-03", "flags": "stale"}),
        ({"2021-Q1": 30, "2021-Q2": 30, "2022-01/2022-06": 66}, {"status": "on_pace", "baseline": 60.0}),
        ({"2021": 100, "2022-04": 9}, {"status": "no_data", "reason": "gap"}),
        ({"2021": 100}, {"status": "no_data", "reason": None}),
    ],
)
def test_a_growth_without_its_year_before_is_not_judged(figures, expected):
    assert holds(judged(figures, target("growth"), "2022"), **expected)


@pytest.mark.parametrize(
    ("earlier", "now", "as_of", "status"),
    [
        ("2021", "2022", "2022", "achieved"),
        ("2021-12", "2022", "2022", "achieved"),
        ("2021-09", "2022-09", "2022-09", "on_pace"),
        ("2021-09-15", "2022-09-15", "2022-09", "on_pace"),
        ("2021-Q3", "2022-09", "2022-09", "on_pace"),
        ("2021", "2022-09", "2022-09", "not_assessable"),
        ("2021-08", "2022-09", "2022-09", "not_assessable"),
    ],
)
def test_the_growth_of_a_stock_compares_two_days(earlier, now, as_of, status):
    stock = target("growth", indicator="inventions_in_force")
    assert holds(judged({earlier: 100, now: 110}, stock, as_of), status=status)


def test_the_end_of_february_has_its_year_before():
    stock = target("growth", indicator="inventions_in_force")
    assert holds(judged({"2021-02": 100, "2022-02": 110}, stock), status="on_pace")
    leap = Target(**{**stock.__dict__, "year": 2024})
    for earlier, now in (("2023-02", "2024-02"), ("2023-02-28", "2024-02-29")):
        assert holds(judged({earlier: 100, now: 110}, leap, "2024-02"), status="on_pace")


def test_growth_over_a_break_of_the_way_of_counting_is_not_judged():
    counted = Target(**{**target("growth", indicator="patents_in_force").__dict__, "year": 2021})
    made = judged({"2020": 100, "2021": 110}, counted, "2021")
    assert holds(made, status="not_assessable", reason="scope_break", value=110.0, attainment=None)


def test_less_growth_may_be_better():
    made = judged({"2021": 100, "2022": 85}, target("growth", value=-0.1, better="lower"), "2022")
    assert holds(made, status="achieved", gap=0.0)


@pytest.mark.parametrize(
    ("value", "better", "early", "due", "gap"),
    [
        (11, "higher", "on_pace", "achieved", 0.0),
        (10, "higher", "slightly_behind", "missed", 0.0),
        (9, "higher", "behind", "missed", 1.0),
        (9, "lower", "on_pace", "achieved", 0.0),
        (10, "lower", "slightly_behind", "missed", 0.0),
        (11, "lower", "behind", "missed", 1.0),
    ],
)
def test_a_direction_has_to_pass_its_baseline(value, better, early, due, gap):
    wanted = target("direction", better=better)
    made = judged({"2021": 10, "2022-09": value}, wanted)
    assert holds(made, status=early, gap=gap, baseline=10.0, target_value=10.0, attainment=value / 10, progress=None)
    assert holds(judged({"2021": 10, "2022": value}, wanted, "2022"), status=due)


def test_a_direction_without_a_baseline_is_not_judged():
    made = judged({"2022-09": 5}, target("direction"))
    assert holds(made, status="not_assessable", reason="no_baseline", value=5.0, gap=None, target_value=None)
    assert holds(judged({"2021": 5}, target("direction")), status="no_data", reason=None, baseline=5.0)


@pytest.mark.parametrize(
    ("ours", "theirs", "as_of", "expected"),
    [
        ({"2022": 81}, {"2022": 80}, "2022", {"status": "achieved", "target_value": 80.0, "attainment": 81 / 80}),
        ({"2022": 80}, {"2022": 80}, "2022", {"status": "missed", "gap": 0.0}),
        ({"2022-09": 81}, {"2022-09": 80}, "2022-09", {"status": "on_pace", "gap": 0.0, "baseline": None}),
        ({"2022-09": 80}, {"2022-09": 80}, "2022-09", {"status": "behind"}),
        ({"2022-09": 70}, {"2022-Q3": 80}, "2022-09", {"status": "behind", "gap": 10.0}),
        # the latest that both have
        ({"2022-06": 81, "2022-09": 70}, {"2022-06": 80}, "2022-09", {"status": "on_pace", "period": "2022-06"}),
        ({"2022-06": 81}, {"2022-06": 80, "2022-09": 90}, "2022-09", {"status": "on_pace", "period": "2022-06"}),
        (
            {"2022-03": 81, "2022-06": 81, "2022-09": 90},
            {"2022-03": 70, "2022-06": 85},
            "2022-09",
            {"status": "behind", "target_value": 85.0, "gap": 4.0},
        ),
        # a comparison of last year is none
        (
            {"2021": 81, "2022-09": 81},
            {"2021": 80},
            "2022-09",
            {"status": "not_assessable", "reason": "no_benchmark", "value": 81.0, "gap": None, "target_value": None},
        ),
        ({"2021": 81}, {"2022": 80}, "2022", {"status": "no_data", "reason": None, "value": None}),
    ],
)
def test_a_benchmark_is_the_comparators_same_period(ours, theirs, as_of, expected):
    rows = [[UNIT, "protection_satisfaction", *one] for one in ours.items()]
    rows += [["100000", "protection_satisfaction", *one] for one in theirs.items()]
    assert holds(found(assess(rows, target("benchmark"), as_of=as_of)), **expected)


@pytest.mark.parametrize(("value", "status"), [(79, "on_pace"), (80, "behind"), (81, "behind")])
def test_a_benchmark_may_be_one_to_stay_below(value, status):
    rows = [[UNIT, "protection_satisfaction", "2022-09", value], ["100000", "protection_satisfaction", "2022-09", 80]]
    assert holds(found(assess(rows, target("benchmark", better="lower"))), status=status, gap=float(value > 80))


def coverage(*values, period="2022-06", as_of="2022-09", **changed):
    """Judge a coverage of five members by their values; None is no figure."""
    rows = [[code, "trademark_windows", period, value] for code, value in zip(UNITS, values, strict=False)]
    wanted = target("coverage", area=PROVINCE, members=tuple(UNITS[:5]), **changed)
    return assess([one for one in rows if one[3] is not None], wanted, as_of=as_of)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 1, 1, 1, 1], {"status": "achieved", "value": 5.0, "gap": 0.0, "attainment": 1.0, "flags": None}),
        ([1, 1, 1, 1, 0], {"status": "on_pace", "progress": 0.8, "lag_points": 100 * (273 / 365 - 0.8)}),
        ([1, 1, 1, 0, 0], {"status": "behind", "gap": 2.0}),
        ([1, 1, 0, 0, 0], {"status": "far_behind", "period": "2022-09-30"}),
        ([0, 0, 0, 0, 0], {"status": "not_started", "progress": 0.0}),
        # unknown members are members, but not known not to have it
        ([1, 1, 1, 1, None], {"status": "on_pace", "flags": "unknown_members", "missing": UNITS[4], "value": 4.0}),
        ([0, None, 0, 0, 0], {"status": "not_started", "flags": "unknown_members", "target_value": 5.0}),
        ([None] * 5, {"status": "no_data", "flags": None, "value": None, "target_value": 5.0, "gap": None}),
    ],
)
def test_a_coverage_is_the_share_of_its_members_that_have_it(values, expected):
    assert holds(found(coverage(*values), PROVINCE), **expected)


@pytest.mark.parametrize(
    ("period", "deadline", "as_of", "status"),
    [
        ("2018", "", "2022-01-01", "achieved"),  # however old
        ("2022-12-20", "2022-12-20", "2022-12-20", "achieved"),
        ("2022-12-21", "2022-12-20", "2022-12-20", "no_data"),
        ("2022-12-21", "2022-12-20", "2022-12-21", "achieved_late"),
        ("2023", "", "2023", "achieved_late"),
    ],
)
def test_a_coverage_completed_after_the_deadline_is_late(period, deadline, as_of, status):
    made = coverage(*[1] * 5, period=period, deadline=deadline, as_of=as_of)
    assert holds(found(made, PROVINCE), status=status)
    assert holds(found(made, UNIT), status=status, scope="reference")


@pytest.mark.parametrize(
    ("as_of", "whole", "without", "elapsed"),
    [
        ("2021-12-31", "on_pace", "pending", 0.0),
        ("2022-11-30", "on_pace", "pending", 0.0),
        ("2022-12-10", "behind", "pending", 0.5),
        ("2022-12-19", "far_behind", "pending", 0.95),
        ("2022-12-20", "missed", "pending", 1.0),
        ("2022-12-21", "missed", "overdue", 1.0),
    ],
)
def test_the_report_of_20_december_has_not_begun_before_december(as_of, whole, without, elapsed):
    made = coverage(1, 0, 0, 0, 0, period="2021", as_of=as_of, deadline="2022-12-20", profile=DECEMBER)
    assert holds(found(made, PROVINCE), status=whole, elapsed=elapsed)
    assert holds(found(made, UNITS[1]), status=without, scope="reference")
    assert holds(found(made, UNITS[0]), status="achieved", scope="reference")


def test_nobody_has_reported_before_december_and_nothing_is_late():
    made = coverage(*[0] * 5, period="2021", as_of="2022-11-30", deadline="2022-12-20", profile=DECEMBER)
    assert holds(found(made, PROVINCE), status="on_pace", lag_points=0.0)


def test_a_member_that_lost_it_counts_no_more():
    rows = [[code, "trademark_windows", "2021", 1] for code in UNITS] + [[UNIT, "trademark_windows", "2022-06", 0]]
    assert holds(found(assess(rows, target("coverage", area=PROVINCE)), PROVINCE), value=11.0, status="on_pace")


def test_a_regions_coverage_counts_its_own_members():
    made = coverage(1, 1, 1, 1, 1)
    assert dict(zip(made["area"], made["target_value"], strict=True)) == {
        PROVINCE: 5, "guanzhong": 5, **dict.fromkeys(UNITS[:5], 1)
    }  # fmt: skip
    assert holds(found(made, "guanzhong"), status="achieved", scope="reference", method="5 of 5 members")


@pytest.mark.parametrize(
    ("figures", "as_of", "status", "period"),
    [
        ({}, "2022-09", "pending", None),
        ({}, "2022-12-20", "pending", None),
        ({}, "2022-12-21", "no_record", None),
        ({"2022-06-17": 1}, "2022-09", "achieved", "2022-06-17"),
        ({"2022-12-20": 1}, "2022", "achieved", "2022-12-20"),
        ({"2022-12-21": 1}, "2022", "achieved_late", "2022-12-21"),
        ({"2022-12-21": 1}, "2022-12-20", "pending", None),
        ({"2022-06-17": 0}, "2022-09", "pending", "2022-06-17"),
        ({"2022-06-17": 0}, "2022", "no_record", "2022-06-17"),  # what held before the deadline proves nothing
        ({"2022-12-19": 0}, "2022", "no_record", "2022-12-19"),
        ({"2022-12-20": 0}, "2022", "overdue", "2022-12-20"),
        ({"2022-12-25": 0}, "2022", "overdue", "2022-12-25"),
        ({"2022-12-25": 0}, "2022-12-20", "pending", None),
        ({"2022-06-17": 1, "2022-12-25": 0}, "2022", "overdue", "2022-12-25"),
        ({"2022-06-17": 1, "2022-07-01": 1}, "2022-09", "achieved", "2022-06-17"),
        ({"2022-06-17": 0, "2022-12-30": 1}, "2022", "achieved_late", "2022-12-30"),
        # taken back, and done again
        ({"2022-03": 0, "2022-04": 1, "2022-05": 0, "2022-06": 1}, "2022-09", "achieved", "2022-06"),
        ({"2022-04": 1, "2022-05": 0}, "2022-09", "pending", "2022-05"),
    ],
)
def test_a_milestone_is_done_on_a_day_or_not(figures, as_of, status, period):
    rows = [[PROVINCE, "milestone_m05", *one] for one in figures.items()]
    made = assess(rows, target("milestone", area=PROVINCE, deadline="2022-12-20"), as_of=as_of)
    assert list(made["area"]) == [PROVINCE]
    assert holds(found(made, PROVINCE), status=status, period=period, target_value=None, gap=None, lag_points=None)


@pytest.mark.parametrize(
    ("as_of", "deadline", "flags"),
    [
        ("2022-09-30", "", None),  # 92 days
        ("2022-10-01", "", "stale"),  # 93 days
        ("2022", "2022-09-30", None),
        ("2022", "2022-10-01", "stale"),
    ],
)
def test_a_figure_older_than_92_days_is_stale(as_of, deadline, flags):
    wanted = target("flow", deadline=deadline)
    made = judged({"2022-01/2022-06": 12}, wanted, as_of)
    assert holds(made, flags=flags, status="achieved")


def test_an_old_figure_is_measured_by_its_own_day():
    fresh, late = (judged({"2022-01/2022-03": 3}, target("flow"), as_of) for as_of in ("2022-03", "2022-09"))
    assert holds(late, **{key: fresh[key] for key in ("status", "elapsed", "lag_points", "progress")}, flags="stale")
