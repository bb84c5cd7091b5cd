import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core.errors import CleaningError
from ipanalytics.monitoring import progress, targets
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations.table import COLUMNS, until

UNITS, REGIONS = places.codes("unit"), places.codes("region")
SHAANNAN = ["610700", "610900", "611000"]
PROVINCE, UNIT = "610000", "610100"
RATE = "high_value_inventions_per_10k"
KINDS = {
    "level": ("demonstration_places", 100.0),
    "flow": ("gi_new", 12.0),
    "growth": ("pledge_smes", 0.10),
    "direction": ("inventions_in_force", None),
    "benchmark": ("protection_satisfaction", None),
    "coverage": ("trademark_windows", None),
    "milestone": ("milestone_m05", None),
}
RULES = progress.Rules(targets.thresholds(), catalogue_settings.settings(), frozenset({"copy"}))
YEAR = {"baseline_period": "2021"}
DECEMBER = (0.0,) * 11 + (1.0,)
NAN = math.nan
BREAKS = (0.5, 0.75, 1, 1.25)


def target(kind, *, area=UNIT, id="T", **changed):  # noqa: A002
    indicator, value = KINDS[kind]
    comparator = "100000" if kind == "benchmark" else ""
    entry = {"indicator": indicator, "value": value, "comparator": comparator, "clause": "一", "quote": "文"}
    return Target(id=id, area=area, kind=kind, year=2022, **{**entry, **changed})


def row(area, indicator, period, value, status="final", source="paper"):
    return [area, indicator, period, value, indicators.indicator(indicator).unit, source, status, "c"]


def table(*rows):
    return pd.DataFrame([row(*one) for one in rows], columns=COLUMNS).astype({"value": float})


def assess(rows, *wanted, as_of="2022-09"):
    book = progress.open_series(until(table(*rows), as_of), list(wanted), RULES)
    return progress.assess(book, list(wanted), as_of, RULES)


def found(made, area=UNIT):
    """Return the one row of a place as a mapping, without what is empty."""
    (entry,) = made[made["area"] == area].to_dict("records")
    return {key: value for key, value in entry.items() if pd.api.types.is_list_like(value) or value not in ("", None)
            and not pd.isna(value)}  # fmt: skip


def judged(figures, wanted, as_of="2022-09"):
    """Judge a target of one unit by its figures by period."""
    return found(assess([[wanted.area, wanted.indicator, *one] for one in figures.items()], wanted, as_of=as_of))


def holds(row, **expected):
    """Compare the named entries; an expected None stands for what is empty."""
    shown = {key: row.get(key) for key in expected}
    return shown == {key: pytest.approx(one) if isinstance(one, float) else one for key, one in expected.items()}


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


@pytest.mark.parametrize(
    ("lag", "status"),
    [(0.0, "on_pace"), (0.1, "slightly_behind"), (10.0, "slightly_behind"), (10.1, "behind"), (30.0, "behind"),
     (30.1, "far_behind")],
)  # fmt: skip
def test_the_lag_is_100_times_the_elapsed_share_less_the_progress(lag, status):
    value = 273 - 3.65 * lag  # of 365, on day 273
    made = judged({"2021": 0, "2022-09": value}, target("level", value=365.0))
    assert holds(made, lag_points=pytest.approx(lag, abs=1e-9), elapsed=273 / 365, status=status)


def test_a_level_has_all_its_columns():
    made = assess([[UNIT, "demonstration_places", "2021", 20], [UNIT, "demonstration_places", "2022-09", 60]],
                  target("level"))  # fmt: skip
    e = 273 / 365
    expected = {
        "area": UNIT, "target": "T", "indicator": "demonstration_places", "kind": "level", "period": "2022-09",
        "value": 60.0, "baseline": 20.0, "target_value": 100.0, "attainment": 0.6, "progress": 0.5, "elapsed": e,
        "lag_points": 100 * (e - 0.5), "gap": 40.0, "projected": 20 + 40 / e, "status": "behind", "reason": "",
        "flags": "", "scope": "own", "method": "published", "chance": None, "sensitive": True, "missing": "",
        "covered": None,
        "used": ((UNIT, "demonstration_places", "2022-09"), (UNIT, "demonstration_places", "2021")),
    }  # fmt: skip
    frame = pd.DataFrame([expected]).astype(dict.fromkeys(progress.NUMBERS, float))
    assert_frame_equal(made, frame, check_dtype=False)
    assert list(made.columns) == [*progress.COLUMNS, "used"]


@pytest.mark.parametrize(
    ("changed", "figures", "expected"),
    [
        ({}, {"2020": 0, "2021": 50, "2022-06": 75}, {"baseline": 50.0, "progress": 0.5}),
        ({}, {"2021": 0, "2021-12": 50, "2022-06": 75}, {"baseline": 50.0, "progress": 0.5}),
        ({"baseline_period": "2020"}, {"2020": 0, "2021": 50, "2022-06": 75}, {"baseline": 0.0, "progress": 0.75}),
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


def test_a_flow_has_its_shares_its_projection_and_its_chance():
    made = judged({"2022-01/2022-06": 5}, target("flow"))
    e = 181 / 365
    mean = 5 * (1 - e) / e
    chance = 1 - math.fsum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(7))
    assert holds(made, progress=5 / 12, attainment=5 / 12, elapsed=e, gap=7.0, projected=5 / e, chance=chance,
                 target_value=12.0, baseline=None, sensitive=None, lag_points=100 * (e - 5 / 12))  # fmt: skip


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


def test_a_region_without_a_rate_has_no_gap_in_it():
    wanted = target("growth", area="shaannan", indicator="industrialisation_rate")
    made = assess([[code, "industrialisation_rate", "2022-06", 40] for code in SHAANNAN], wanted)
    assert holds(found(made, "shaannan"), status="no_data", reason=None)


def test_the_end_of_february_has_its_year_before():
    stock = target("growth", indicator="inventions_in_force")
    assert holds(judged({"2021-02": 100, "2022-02": 110}, stock), status="on_pace")
    leap = Target(**{**stock.__dict__, "year": 2024})
    for earlier, now in (("2023-02", "2024-02"), ("2023-02-28", "2024-02-29")):
        assert holds(judged({earlier: 100, now: 110}, leap, "2024-02"), status="on_pace")


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
        ({}, "2022-12-21", "overdue", None),
        ({"2022-06-17": 1}, "2022-09", "achieved", "2022-06-17"),
        ({"2022-12-20": 1}, "2022", "achieved", "2022-12-20"),
        ({"2022-12-21": 1}, "2022", "achieved_late", "2022-12-21"),
        ({"2022-12-21": 1}, "2022-12-20", "pending", None),
        ({"2022-06-17": 0}, "2022-09", "pending", "2022-06-17"),
        ({"2022-06-17": 0}, "2022", "overdue", "2022-06-17"),
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


WEIGHTS = [[code, "population", "2021", 100] for code in UNITS]


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (target("level"), [[UNIT, "demonstration_places", "2021", 1], [UNIT, "demonstration_places", "2022-09", 2]]),
        (target("flow"), [[UNIT, "gi_new", "2022-Q1", 1], [UNIT, "gi_new", "2022-Q2", 1]]),
        (target("growth"), [[UNIT, "pledge_smes", "2021-01/2021-09", 1], [UNIT, "pledge_smes", "2022-01/2022-09", 2]]),
        (
            target("benchmark"),
            [[UNIT, "protection_satisfaction", "2022", 1], ["100000", "protection_satisfaction", "2022", 2]],
        ),
        (target("coverage"), [[UNIT, "trademark_windows", "2022", 1]]),
        (target("milestone"), [[UNIT, "milestone_m05", "2022-06-17", 1]]),
        (
            target("level", indicator=RATE),
            [[UNIT, "high_value_inventions", "2022", 1], [UNIT, "population", "2021", 1]],
        ),
        (target("flow", area=PROVINCE), [[UNIT, "gi_new", "2022-Q1", 1], *WEIGHTS]),
        (
            target("level", area="shaanbei", indicator=RATE),
            [
                ["610600", "high_value_inventions", "2022", 1],
                ["610600", "population", "2021", 1],
                ["610800", "population", "2021", 1],
            ],
        ),
    ],
)
def test_one_synthetic_figure_or_a_reprint_is_flagged_on_what_follows(wanted, rows):
    for number in (0, len(rows) - 1):
        for origin, flag in ((("synthetic", "paper"), "synthetic"), (("final", "copy"), "secondary")):
            mixed = [[*one, *origin] if place == number else one for place, one in enumerate(rows)]
            area = UNIT if wanted.area == PROVINCE else wanted.area
            flags = found(assess(mixed, wanted, as_of="2022"), area)["flags"]
            assert flag in flags.split(";")
            assert not {"synthetic", "secondary"} - {flag} & set(flags.split(";"))


def test_flags_are_joined():
    rows = [[UNIT, "gi_new", "2022-01/2022-03", 1, "synthetic", "copy"], [UNIT, "gi_new", "2022-Q1", 2]]
    assert holds(found(assess(rows, target("flow"))), flags="conflict;secondary;stale;synthetic")


def units(indicator, period, values, codes=SHAANNAN):
    return [[code, indicator, period, value] for code, value in zip(codes, values, strict=True)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # the latest period that all members have
        (
            units("gi_new", "2022-01/2022-06", [4, 4, 4]) + units("gi_new", "2022-01/2022-09", [9, 9], SHAANNAN[:2]),
            {"value": 12.0, "status": "achieved", "period": "2022-01/2022-06", "missing": None, "covered": None},
        ),
        # else the latest that any has
        (
            units("gi_new", "2022-01/2022-06", [4, 4], SHAANNAN[:2]) + units("gi_new", "2022-01/2022-09", [5],
                                                                                SHAANNAN[:1]),
            {"value": 5.0, "status": "not_assessable", "reason": "missing_members", "missing": "610900;611000",
             "method": "sum of 1 of 3 members", "gap": 7.0, "attainment": 5 / 12},
        ),
        # a partial sum that already meets
        (
            units("gi_new", "2022-01/2022-09", [5, 7], SHAANNAN[:2]),
            {"value": 12.0, "status": "achieved", "reason": None, "missing": "611000"},
        ),
        (
            units("gi_new", "2022-01/2022-09", [5, 6], SHAANNAN[:2]),
            {"value": 11.0, "status": "not_assessable", "reason": "missing_members", "missing": "611000"},
        ),
        (units("gi_new", "2022-Q2", [5, 6, 7]), {"status": "no_data", "reason": "gap"}),
        # a published total wins, the difference is told
        (
            [*units("gi_new", "2022-01/2022-09", [4, 4, 4]), ["shaannan", "gi_new", "2022-01/2022-09", 11]],
            {"value": 11.0, "flags": "differs_from_sum", "method": "published; sum of 3 members gives 12",
             "status": "on_pace"},
        ),
        (
            [*units("gi_new", "2022-01/2022-09", [4, 4, 4]), ["shaannan", "gi_new", "2022-01/2022-09", 12]],
            {"value": 12.0, "flags": None, "method": "published"},
        ),
        # an older published total is better than a part
        (
            [*units("gi_new", "2022-01/2022-09", [4, 4], SHAANNAN[:2]), ["shaannan", "gi_new", "2022-01/2022-06", 6]],
            {"value": 6.0, "method": "published", "missing": None},
        ),
    ],
)  # fmt: skip
def test_a_regions_count_is_the_sum_of_its_units(rows, expected):
    assert holds(found(assess(rows, target("flow", area="shaannan")), "shaannan"), **expected)


def test_the_covered_share_is_that_of_the_population():
    rows = units("gi_new", "2022-01/2022-09", [1, 1], SHAANNAN[:2])
    rows += units("population", "2021", [100, 150, 250])
    assert holds(found(assess(rows, target("flow", area="shaannan")), "shaannan"), covered=0.5, missing="611000")


@pytest.mark.parametrize(
    ("patents", "expected"),
    [
        ([100, 100, 400], {"value": 6.0, "status": "on_pace", "missing": None}),
        ([100, 100, 500], {"value": 7.0, "status": "achieved"}),
        ([100, 100], {"value": 2.0, "status": "not_assessable", "reason": "missing_members", "missing": "611000",
                      "covered": 0.4}),
        ([300, 400], {"value": 7.0, "status": "achieved", "missing": "611000"}),
    ],
)  # fmt: skip
def test_a_regions_rate_is_recomputed_never_averaged(patents, expected):
    rows = units("high_value_inventions", "2022-09", patents, SHAANNAN[: len(patents)])
    rows += units("high_value_inventions", "2021", [100, 0, 0]) + units("population", "2020", [100000, 200000, 700000])
    rows += units("population", "2021", [100000, 300000, 600000])
    wanted = target("level", area="shaannan", indicator=RATE, value=6.8)
    made = found(assess(rows, wanted), "shaannan")
    assert holds(made, baseline=1.0, **expected)


def test_a_partial_sum_proves_nothing_where_less_is_better():
    rows = units("demonstration_places", "2022-09", [1, 1], SHAANNAN[:2])
    rows += units("demonstration_places", "2021", [9, 9, 9])
    made = assess(rows, target("level", area="shaannan", value=20.0, better="lower"))
    assert holds(found(made, "shaannan"), status="not_assessable", reason="missing_members", value=2.0, baseline=27.0)


def test_the_province_is_the_sum_of_its_twelve_units():
    rows = units("gi_new", "2022-01/2022-09", range(12), UNITS)
    assert holds(found(assess(rows, target("flow", area=PROVINCE)), PROVINCE), value=66.0, method="sum of 12 members")


def test_a_provinces_rate_is_a_line_for_the_places_below():
    rows = [[UNIT, RATE, "2022-09", 6.8], [UNITS[1], RATE, "2021", 9], [UNITS[2], RATE, "2022-09", 6.7]]
    wanted = target("level", area=PROVINCE, indicator=RATE, value=6.8)
    made = assess(rows, wanted)
    assert list(made["area"]) == [PROVINCE, *REGIONS, *UNITS]
    assert dict(zip(made["area"], made["status"], strict=True)) == {
        **dict.fromkeys([PROVINCE, *REGIONS, *UNITS], "no_data"), UNIT: "above_line", UNITS[2]: "below_line"
    }  # fmt: skip
    line = found(made, UNITS[2])
    assert holds(line, scope="reference", target_value=6.8, attainment=6.7 / 6.8, gap=0.1)
    assert not {"progress", "lag_points", "projected", "chance", "sensitive", "reason"} & set(line)


def test_a_count_is_shared_out_and_judged_as_a_target():
    rows = [*WEIGHTS, *units("gi_new", "2022-01/2022-09", [1, 1, 0])]
    made = assess(rows, target("flow", area=PROVINCE, value=4.0))
    assert dict(zip(made["area"], made["target_value"], strict=True)) == {
        PROVINCE: 4, "guanzhong": 4, **dict.fromkeys(UNITS[:4], 1)
    }  # fmt: skip
    made = assess(rows, target("flow", area=PROVINCE))
    assert holds(found(made, SHAANNAN[0]), status="achieved", scope="share",
                 method="published; share by population 2021 of 12")  # fmt: skip
    assert holds(found(made, "shaannan"), status="slightly_behind", scope="share", target_value=3.0, value=2.0)
    assert holds(found(made, SHAANNAN[2]), status="not_started", target_value=1.0)


def test_a_share_without_a_weight_is_not_assessable():
    made = assess([[UNIT, "gi_new", "2022-01/2022-09", 1]], target("flow", area=PROVINCE))
    assert holds(found(made, UNIT), status="not_assessable", reason="no_weight", value=1.0, target_value=None)


@pytest.mark.parametrize("kind", ["growth", "direction", "benchmark"])
def test_a_rule_goes_to_the_units_as_a_reference_and_is_judged_there(kind):
    now, before = ("2022-01/2022-09", "2021-01/2021-09") if kind == "growth" else ("2022-09", "2021")
    wanted = target(kind, area=PROVINCE)
    rows = [[UNIT, wanted.indicator, now, 60], [UNIT, wanted.indicator, before, 50]]
    rows += [["100000", wanted.indicator, now, 55]] if kind == "benchmark" else []
    made = assess(rows, wanted)
    assert holds(found(made, UNIT), status="on_pace", scope="reference")
    assert list(made["area"]) == [PROVINCE, *REGIONS, *UNITS]


def test_a_target_of_its_own_replaces_a_units_share():
    rows = [*WEIGHTS, [UNIT, "gi_new", "2022-01/2022-09", 3]]
    made = assess(rows, target("flow", area=PROVINCE), target("flow", id="U", value=6.0))
    assert holds(found(made, UNIT), target="U", scope="own", target_value=6.0, status="behind", progress=0.5)
    assert set(made.loc[made["area"] != UNIT, "target"]) == {"T"}


def test_a_rate_of_its_own_is_more_than_a_line():
    rows = [[UNIT, RATE, "2021", 5], [UNIT, RATE, "2022-09", 9]]
    line = target("level", area=PROVINCE, indicator=RATE, value=6.8)
    own = target("level", id="U", indicator=RATE, value=10.0)
    assert holds(found(assess(rows, line, own)), scope="own", status="on_pace", progress=0.8)


def test_a_figure_that_stands_twice_is_refused():
    rows = [[UNIT, "gi_new", "2022", number, "final", source] for number, source in enumerate("ab")]
    with pytest.raises(CleaningError, match="choose one source before deriving:\n  610100 gi_new 2022"):
        assess(rows, target("flow"), as_of="2022")


def test_no_observation_is_no_data_but_for_milestones():
    made = assess([], *(target(kind, id=kind) for kind in KINDS))
    assert dict(zip(made["kind"], made["status"], strict=True)) == {
        **dict.fromkeys(KINDS, "no_data"), "milestone": "pending"
    }  # fmt: skip


def test_the_evidence_is_what_a_row_was_made_from():
    rows = [[UNIT, "demonstration_places", "2021", 1], [UNIT, "demonstration_places", "2022-03", 2],
            [UNIT, "demonstration_places", "2022-09", 3]]  # fmt: skip
    made = assess(rows, target("level"))
    assert_frame_equal(progress.evidence(table(*rows), made), table(rows[0], rows[2]))


AMOUNTS = st.integers(0, 400)
MANY = [target(kind, id=kind, area=PROVINCE) for kind in ("level", "flow", "growth", "direction", "coverage")]


def some_rows(indicator, periods, most=400):
    keys = st.tuples(st.sampled_from([PROVINCE, *UNITS]), st.just(indicator), st.sampled_from(periods))
    return st.dictionaries(keys, st.integers(0, most), max_size=8)


TABLES = st.tuples(
    some_rows("demonstration_places", ["2021", "2022-03", "2022-09", "2022"]),
    some_rows("gi_new", ["2022-Q1", "2022-Q2", "2022-01/2022-09", "2022"], 20),
    some_rows("pledge_smes", ["2021", "2022", "2021-01/2021-09", "2022-01/2022-09"]),
    some_rows("trademark_windows", ["2020", "2022-06", "2022"], 1),
).map(lambda parts: [[*key, value] for part in parts for key, value in part.items()])


@settings(max_examples=6, deadline=None)
@given(TABLES, st.sampled_from(["2022-03-31", "2022-09-29", "2022-09-30"]))
def test_as_of_never_looks_into_the_future(rows, as_of):
    later = [["610300", "gi_new", "2022-01/2022-10", 99], [PROVINCE, "demonstration_places", "2022-11", 99]]
    later += [[UNIT, "trademark_windows", "2022-10-01", 1], [UNIT, "population", "2023", 99]]
    known = assess([*WEIGHTS, *rows], *MANY, as_of=as_of)
    assert_frame_equal(known, assess([*WEIGHTS, *rows, *later], *MANY, as_of=as_of))


@settings(max_examples=6, deadline=None)
@given(TABLES, st.sampled_from(["2021", "2022-06", "2022-09", "2022"]))
def test_every_status_is_of_the_list_and_has_the_target_that_it_needs(rows, as_of):
    made = assess([*WEIGHTS, *rows], *MANY, as_of=as_of)
    assert set(made["status"]) <= set(progress.STATUSES)
    free = made["status"].isin(["no_data", "not_assessable"])
    assert made.loc[~free, "target_value"].notna().all()
    assert set(made.loc[made["status"] == "not_assessable", "reason"]) <= set(catalogue_settings.wording().reasons)
    assert (made["gap"].dropna() >= 0).all()
    assert made["elapsed"].dropna().between(0, 1).all()
    assert made["chance"].dropna().between(0, 1).all()


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 10**5), min_size=3, max_size=3), st.lists(st.integers(1, 10**6), min_size=3, max_size=3))
def test_a_regions_rate_lies_between_those_of_its_members(patents, people):
    rows = units("high_value_inventions", "2022", patents) + units("population", "2021", people)
    made = assess(rows, target("level", area=PROVINCE, indicator=RATE, value=6.8), as_of="2022")
    values = made.set_index("area")["value"]
    assert values[SHAANNAN].min() * (1 - 1e-9) <= values["shaannan"] <= values[SHAANNAN].max() * (1 + 1e-9)


@settings(max_examples=6, deadline=None)
@given(TABLES, st.sampled_from([2, 64]))
def test_scaling_every_count_with_its_target_changes_no_status(rows, factor):
    counts = [one for one in MANY if one.kind in ("level", "growth", "direction")]
    larger = [Target(**{**one.__dict__, "value": one.value * factor}) if one.kind == "level" else one for one in counts]
    stocks = [one for one in rows if one[1] != "trademark_windows"]
    plain = assess(stocks, *counts)
    scaled = assess([[*one[:3], one[3] * factor] for one in stocks], *larger)
    columns = ["area", "target", "status", "reason", "progress", "lag_points", "elapsed", "attainment"]
    assert_frame_equal(plain[columns], scaled[columns])


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=12, max_size=12), st.integers(1, 200))
def test_the_units_shares_add_up_to_the_provinces_target(people, value):
    made = assess(units("population", "2021", people, UNITS), target("flow", area=PROVINCE, value=float(value)))
    shares = made.set_index("area")["target_value"]
    assert shares[shares.index.isin(UNITS)].sum() == shares[shares.index.isin(REGIONS)].sum() == value


def reached(target, value, target_value, baseline=NAN):
    rows = pd.DataFrame(
        [{"target": target.id, "kind": target.kind, "value": value, "target_value": target_value, "baseline": baseline}]
    ).astype({"value": float, "target_value": float, "baseline": float})
    return progress.add_achievement(rows, [target])["achievement"].iloc[0]


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "baseline", "share"),
    [
        ("level", 3.4, 6.8, 3.0, 0.5),
        ("level", 6.8, 6.8, 7.0, 1),
        ("flow", 15, 20, NAN, 0.75),
        ("flow", 0, 20, NAN, 0),
        ("coverage", 9, 10, NAN, 0.9),
        ("growth", 110, 0.10, 100, 1),
        ("growth", 99, 0.10, 100, 0.9),
        ("growth", 121, 0.10, 100, 1.1),
        ("direction", 110, 100, 100, 1.1),
        ("direction", 90, 100, 100, 0.9),
        ("benchmark", 84, 80, NAN, 1.05),
        ("flow", NAN, 20, NAN, NAN),
        ("flow", 5, NAN, NAN, NAN),
        ("level", 5, 0, NAN, NAN),
        ("growth", 5, 0.10, NAN, NAN),
        ("growth", 5, 0.10, 0, NAN),
        ("benchmark", 84, NAN, NAN, NAN),
        ("milestone", 1, 1, NAN, NAN),
    ],
)
def test_achievement_is_measured_by_the_kind(aim, kind, value, target_value, baseline, share):
    found = reached(aim("T1", "gi_products", kind), value, target_value, baseline)
    assert found == pytest.approx(share, nan_ok=True)


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "baseline", "share"),
    [
        ("level", 50, 40, 60, 0.8),
        ("level", 20, 40, 60, 2),
        ("growth", 99, -0.10, 100, 90 / 99),
        ("direction", 125, 100, 100, 0.8),
        ("benchmark", 50, 100, NAN, 2),
    ],
)
def test_the_fraction_is_turned_over_where_less_is_better(aim, kind, value, target_value, baseline, share):
    target = aim("T1", "gi_products", kind, better="lower")
    assert reached(target, value, target_value, baseline) == pytest.approx(share)


@pytest.mark.parametrize("kind", ["direction", "benchmark"])
@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("value", [100, 100 + 1e-10, 100 - 1e-10])
def test_an_equal_value_does_not_reach_what_has_to_be_passed(aim, kind, better, value):
    found = reached(aim("T1", "gi_products", kind, better=better), value, 100)
    assert found < 1
    assert found == pytest.approx(1)
    assert progress.classify(pd.Series([found])).tolist() == [2]


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "baseline"),
    [("growth", 110, 0.10, 100), ("level", 0.3, 0.1 + 0.2, 0), ("flow", 0.1 + 0.2, 0.3, NAN)],
)
def test_rounding_in_the_machine_takes_nothing_from_a_target_that_is_met(aim, kind, value, target_value, baseline):
    assert reached(aim("T1", "gi_products", kind), value, target_value, baseline) == 1


@pytest.mark.parametrize(("number", "limit"), list(enumerate(BREAKS, 1)))
def test_a_class_holds_its_lower_limit(number, limit):
    assert progress.classify(pd.Series([limit - 1e-9, limit, limit + 1e-9])).tolist() == [number - 1, number, number]


def test_rounding_in_the_machine_moves_nothing_out_of_its_class():
    assert progress.classify(pd.Series([0.15 / 0.2, 0.1 * 3 / 0.6])).tolist() == [2, 1]


def test_without_an_achievement_there_is_no_class():
    assert progress.classify(pd.Series([NAN, 0.0, 99.0])).tolist() == [progress.NO_CLASS, 0, 4]


def test_the_classes_are_fixed_in_statuses_yaml():
    words = catalogue_settings.wording()
    assert words.reach_breaks == BREAKS
    assert len(words.reach_words) == len(words.reach_colours) == len(BREAKS) + 1


@pytest.mark.parametrize("month", ["march", "september", "december"])
def test_what_is_met_is_reached_and_what_is_not_is_not(month, request):
    made = request.getfixturevalue(month)
    rows = progress.add_achievement(made.rows, made.targets).dropna(subset="achievement")
    is_met = rows["status"].isin(["achieved", "achieved_late", "above_line"])
    is_short = rows["gap"].gt(0)
    assert rows.loc[is_met, "achievement"].ge(1).all()
    assert rows.loc[is_short, "achievement"].lt(1).all()
    assert set(progress.classify(rows.loc[is_short, "achievement"])) <= {0, 1, 2}


def test_rows_keep_their_columns(september):
    made = progress.add_achievement(september.rows, september.targets)
    assert list(made.columns) == [*progress.COLUMNS, progress.USED, "achievement"]
    pd.testing.assert_frame_equal(made.drop(columns="achievement"), september.rows)
