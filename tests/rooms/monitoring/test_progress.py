import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core.errors import CleaningError
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.targets import Target
from tests.rooms.monitoring.rows import (
    KINDS,
    PROVINCE,
    REGIONS,
    UNIT,
    UNITS,
    assess,
    found,
    holds,
    judged,
    table,
    target,
)

SHAANNAN = ["610700", "610900", "611000"]
RATE = "high_value_inventions_per_10k"
YEAR = {"baseline_period": "2021"}
NAN = math.nan
BREAKS = (0.5, 0.75, 1, 1.25)


@pytest.mark.parametrize(
    ("lag", "status"),
    [(0.0, "on_pace"), (0.1, "slightly_behind"), (10.0, "slightly_behind"), (10.1, "behind"), (30.0, "behind"),
     (30.1, "far_behind")],
)  # fmt: skip
def test_the_lag_is_100_times_the_elapsed_share_less_the_progress(lag, status):
    value = 273 - 3.65 * lag  # of 365, on day 273
    made = judged({"2021": 0, "2022-09": value}, target("level", value=365.0))
    assert holds(made, lag_points=pytest.approx(lag, abs=1e-9), elapsed=273 / 365, status=status)


def test_a_flow_has_its_shares_its_projection_and_its_chance():
    made = judged({"2022-01/2022-06": 5}, target("flow"))
    e = 181 / 365
    mean = 5 * (1 - e) / e
    chance = 1 - math.fsum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(7))
    assert holds(made, progress=5 / 12, attainment=5 / 12, elapsed=e, gap=7.0, projected=5 / e, chance=chance,
                 target_value=12.0, baseline=None, sensitive=None, lag_points=100 * (e - 5 / 12))  # fmt: skip


def test_a_region_without_a_rate_has_no_gap_in_it():
    wanted = target("growth", area="shaannan", indicator="industrialisation_rate")
    made = assess([[code, "industrialisation_rate", "2022-06", 40] for code in SHAANNAN], wanted)
    assert holds(found(made, "shaannan"), status="not_due", reason=None)


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
        (target("flow", area=PROVINCE, value=24.0), [[UNIT, "gi_new", "2022-Q1", 1], *WEIGHTS]),
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
            {"value": 11.0, "flags": "differs_from_sum", "method": "given; sum of 3 members gives 12",
             "status": "on_pace"},
        ),
        (
            [*units("gi_new", "2022-01/2022-09", [4, 4, 4]), ["shaannan", "gi_new", "2022-01/2022-09", 12]],
            {"value": 12.0, "flags": None, "method": "given"},
        ),
        # an older published total is better than a part
        (
            [*units("gi_new", "2022-01/2022-09", [4, 4], SHAANNAN[:2]), ["shaannan", "gi_new", "2022-01/2022-06", 6]],
            {"value": 6.0, "method": "given", "missing": None},
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
    assert holds(line, scope="reference", target_value=6.8, attainment=6.7 / 6.8)
    assert not {"gap", "progress", "lag_points", "projected", "chance", "sensitive", "reason"} & set(line)


def test_a_count_is_shared_out_and_judged_as_a_target():
    rows = [*WEIGHTS, *units("gi_new", "2022-01/2022-09", [2, 2, 0])]
    made = assess(rows, target("flow", area=PROVINCE, value=28.0))
    assert dict(zip(made["area"], made["target_value"], strict=True)) == {
        PROVINCE: 28, "guanzhong": 18, "shaanbei": 4, "shaannan": 6, **dict.fromkeys(UNITS[:4], 3),
        **dict.fromkeys(UNITS[4:], 2)
    }  # fmt: skip
    assert holds(found(made, SHAANNAN[0]), status="achieved", scope="share",
                 method="given; share by population 2021 of 28")  # fmt: skip
    assert holds(found(made, "shaannan"), status="slightly_behind", scope="share", target_value=6.0, value=4.0)
    assert holds(found(made, SHAANNAN[2]), status="not_started", target_value=2.0)


def test_a_count_too_small_to_share_out_is_only_counted():
    rows = [*WEIGHTS, *units("gi_new", "2022-01/2022-09", [2, 0], SHAANNAN[:2])]
    made = assess(rows, target("flow", area=PROVINCE, value=5.0))
    counted = found(made, SHAANNAN[0])
    assert holds(counted, status="count_only", scope="count", value=2.0, period="2022-01/2022-09")
    assert not {"target_value", "attainment", "progress", "lag_points", "gap", "projected", "chance"} & set(counted)
    assert holds(found(made, SHAANNAN[1]), status="count_only", value=0.0)
    assert holds(found(made, UNITS[0]), status="no_data", scope="count")
    assert holds(found(made, "shaannan"), status="not_assessable", reason="missing_members", scope="count", value=2.0)


def test_regions_have_their_own_number_of_a_count():
    rows = [*WEIGHTS, *units("gi_new", "2022-01/2022-09", [2, 1, 2])]
    made = assess(rows, target("flow", area=PROVINCE, value=20.0))
    assert made.set_index("area")["target_value"][REGIONS].tolist() == [12, 3, 5]
    assert holds(found(made, "shaannan"), status="achieved", scope="share", value=5.0,
                 method="sum of 3 members; share by population 2021 of 20")  # fmt: skip
    assert holds(found(made, SHAANNAN[0]), status="count_only", scope="count")


def test_a_share_without_a_weight_is_not_assessable():
    made = assess([[UNIT, "gi_new", "2022-01/2022-09", 1]], target("flow", area=PROVINCE, value=24.0))
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
        **dict.fromkeys(KINDS, "no_data"), "milestone": "pending", "benchmark": "not_due"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "changed", "status"),
    [
        ("2022-09", {}, "not_due"),
        ("2022-12-30", {}, "not_due"),
        ("2022-12-31", {}, "no_data"),  # the deadline
        ("2022-09", {"deadline": "2022-09-30"}, "no_data"),
        ("2022-09", {"indicator": "industrialisation_rate", "kind": "direction"}, "not_due"),
        ("2022-09", {"indicator": "inventions_in_force", "kind": "direction"}, "no_data"),
    ],
)
def test_what_comes_once_a_year_is_not_due_before_the_deadline(as_of, changed, status):
    changed = {"comparator": "100000", "kind": "benchmark", "indicator": "protection_satisfaction"} | changed
    if changed["kind"] == "direction":
        changed["comparator"] = ""
    wanted = Target(id="T", area=PROVINCE, year=2022, clause="一", quote="文", **changed)
    assert set(assess([], wanted, as_of=as_of)["status"]) == {status}


@pytest.mark.parametrize(
    ("as_of", "status"), [("2022-11", "not_due"), ("2022-12-05", "no_data"), ("2022-12-20", "no_data")]
)
def test_a_coverage_is_not_due_while_its_profile_is_0(as_of, status):
    wanted = target("coverage", area=PROVINCE, profile=(0.0,) * 11 + (1.0,), deadline="2022-12-20")
    assert set(assess([], wanted, as_of=as_of)["status"]) == {status}
    known = assess([[UNIT, "trademark_windows", "2022-06", 0]], wanted, as_of="2022-11")
    assert holds(found(known, PROVINCE), status="on_pace", value=0.0)


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
    free = made["status"].isin(["no_data", "not_due", "not_assessable", "count_only"])
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
@given(st.lists(st.integers(1, 10**6), min_size=12, max_size=12), st.integers(24, 200))
def test_the_units_shares_add_up_to_the_provinces_target(people, value):
    made = assess(units("population", "2021", people, UNITS), target("flow", area=PROVINCE, value=float(value)))
    shares = made.set_index("area")["target_value"]
    assert shares[shares.index.isin(UNITS)].sum() == shares[shares.index.isin(REGIONS)].sum() == value


def reached(target, value, target_value, baseline=NAN, *, progress_=NAN, elapsed=1.0, scope="own"):
    given = {"value": value, "target_value": target_value, "baseline": baseline, "progress": progress_}
    named = {"target": target.id, "kind": target.kind, "scope": scope}
    rows = pd.DataFrame([{**named, **given, "elapsed": elapsed}]).astype(dict.fromkeys([*given, "elapsed"], float))
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
    ("kind", "given", "share"),
    [
        ("flow", {"progress_": 0.5, "elapsed": 0.5}, 1),
        ("flow", {"progress_": 0.25, "elapsed": 0.5}, 0.5),
        ("level", {"progress_": 0.6, "elapsed": 0.75}, 0.8),
        ("level", {"progress_": -0.3, "elapsed": 0.75}, -0.4),
        ("level", {"elapsed": 0.75}, 0.75),  # b had met T, and it fell back: y/T
        ("coverage", {"progress_": 0.9, "elapsed": 0.75}, 1.2),
        ("flow", {"progress_": 0.0, "elapsed": 0.0}, NAN),
        ("level", {"scope": "reference"}, NAN),
        ("coverage", {"scope": "reference", "progress_": 1.0}, NAN),
    ],
)
def test_within_the_year_achievement_is_measured_by_what_was_due(aim, kind, given, share):
    assert reached(aim("T1", "gi_products", kind), 15, 20, **given) == pytest.approx(share, nan_ok=True)


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
    is_met = rows["status"].isin(["achieved", "achieved_late", "on_pace"])
    is_short = rows["status"].isin(["slightly_behind", "behind", "far_behind", "not_started", "missed"])
    assert rows.loc[is_met, "achievement"].ge(1).all()
    assert rows.loc[is_short, "achievement"].lt(1).all()
    assert set(progress.classify(rows.loc[is_short, "achievement"])) <= {0, 1, 2}


def test_rows_keep_their_columns(september):
    made = progress.add_achievement(september.rows, september.targets)
    assert list(made.columns) == [*progress.COLUMNS, progress.BASE, progress.USED, "achievement"]
    pd.testing.assert_frame_equal(made.drop(columns="achievement"), september.rows)
