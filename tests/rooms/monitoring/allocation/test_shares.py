from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.monitoring import series
from ipanalytics.monitoring.allocation import shares as allocation
from ipanalytics.monitoring.allocation.shares import largest_remainder
from ipanalytics.monitoring.targets import Target
from ipanalytics.observations.table import COLUMNS

UNITS = places.codes("unit")
SHAANNAN = ["610700", "610900", "611000"]
EACH = {code: (code,) for code in UNITS}
CENSUS = "2020-11-01"
WEIGHTS = st.lists(st.integers(0, 10**7), min_size=3, max_size=12).filter(any)


def book(*rows):
    found = [[*row, indicators.indicator(row[1]).unit, "paper", "final", "c"] for row in rows]
    table = pd.DataFrame(found, columns=COLUMNS).astype({"value": float})
    return series.open_book(table, settings.settings(), 0.0005)


def people(values, period="2021"):
    return [[code, "population", period, value] for code, value in zip(UNITS, values, strict=True)]


def target(indicator="gi_new", kind="flow", value=3.0, **changed):
    entry = {"id": "T", "area": "610000", "clause": "一", "quote": "", "year": 2022}
    return Target(**{**entry, "indicator": indicator, "kind": kind, "value": value} | changed)


def assigned(targets, *rows):
    """Return value and scope by place of what is assigned but to the province."""
    made = allocation.assign(targets, book(*rows))
    return {one.area: (one.value, one.scope) for one in made if one.area != "610000"}


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (10, [5, 3, 3], [4, 3, 3]),
        (3, [1, 1, 1], [1, 1, 1]),
        (1, [1, 1, 1], [1, 0, 0]),  # a tie goes to the lower code
        (2, [1, 1, 1], [1, 1, 0]),
        (2, [1, 4, 4], [0, 1, 1]),
        (1, [4, 3, 3], [1, 0, 0]),
        (10, [1, 1, 0], [5, 5, 0]),
        (0, [1, 2, 3], [0, 0, 0]),
        (0.5, [1, 1, 1], [0.2, 0.2, 0.1]),  # in steps of its last decimal
        (6.8, [1, 1, 2], [1.7, 1.7, 3.4]),
        (0.03, [1, 1, 1], [0.01, 0.01, 0.01]),
    ],
)
def test_the_largest_remainders_get_what_is_left(total, weights, expected):
    made = largest_remainder(total, dict(zip(SHAANNAN, weights, strict=True)))
    assert made == dict(zip(SHAANNAN, expected, strict=True))


def test_a_tie_goes_to_the_lower_code_however_the_weights_are_ordered():
    assert largest_remainder(1, {"611000": 1, "610700": 1, "610900": 1}) == {"611000": 0, "610700": 1, "610900": 0}


@given(st.integers(0, 10**6), WEIGHTS)
def test_shares_add_up_exactly_and_lie_within_1_of_the_exact_part(total, weights):
    named = dict(zip(UNITS, weights, strict=False))
    made = largest_remainder(total, named)
    assert sum(made.values()) == total
    assert all(value == int(value) for value in made.values())
    assert all(abs(made[code] - total * weight / sum(weights)) < 1 for code, weight in named.items())


@given(st.decimals(0, 1000, places=2), WEIGHTS)
def test_shares_of_a_broken_number_add_up_exactly_too(total, weights):
    made = largest_remainder(float(total), dict(zip(UNITS, weights, strict=False)))
    assert sum(Decimal(str(value)) for value in made.values()) == total


@given(WEIGHTS, st.integers(2, 1000))
def test_larger_weights_of_the_same_kind_change_nothing(weights, factor):
    named = dict(zip(UNITS, weights, strict=False))
    assert largest_remainder(150, named) == largest_remainder(150, {code: w * factor for code, w in named.items()})


def test_a_share_of_0_gives_no_row_and_a_region_has_the_sum_of_its_units():
    rows = people([8, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2, 0])
    assert assigned([target(value=24.0)], *rows) == {
        "guanzhong": (16, "share"),
        "shaannan": (8, "share"),
        "610100": (16, "share"),
        "610700": (4, "share"),
        "610900": (4, "share"),
    }


REGIONS = ["guanzhong", "shaanbei", "shaannan"]


@pytest.mark.parametrize(
    ("value", "of_regions", "of_a_unit"),
    [
        (24.0, [14, 4, 6], (2, "share")),  # two for each unit
        (23.0, [13, 4, 6], (None, "count")),  # less; the regions have their own number
        (20.0, [12, 3, 5], (None, "count")),
        (6.0, [4, 1, 1], (None, "count")),  # a tie of remainders goes to the lower code
        (5.0, None, (None, "count")),
        (1.0, None, (None, "count")),
    ],
)
def test_a_count_of_less_than_two_for_each_is_not_shared_out(value, of_regions, of_a_unit):
    made = assigned([target(value=value)], *people([100] * 12))
    wanted = [(share, "share") for share in of_regions] if of_regions else [(None, "count")] * 3
    assert [made[region] for region in REGIONS] == wanted
    assert {made[unit] for unit in UNITS} == {of_a_unit}


def test_a_region_without_a_share_has_no_row():
    rows = people([1 if code not in SHAANNAN else 0 for code in UNITS])
    made = assigned([target(value=20.0)], *rows)
    assert set(made) == {"guanzhong", "shaanbei", *UNITS}


def test_a_count_needs_no_weight():
    assert set(assigned([target()]).values()) == {(None, "count")}


def test_members_say_who_has_a_part_of_a_count():
    made = assigned([target(value=5.0, members=("610600", "610800"))], *people([100] * 12))
    assert made == {"shaanbei": (5, "share"), "610600": (3, "share"), "610800": (2, "share")}


def test_the_order_is_province_regions_units_and_then_that_of_the_targets():
    made = allocation.assign([target(), target("navigation_projects", id="S")], book(*people([100] * 12)))
    keys = [(one.area, one.target.id) for one in made if one.area in ("610000", "guanzhong", "610100")]
    assert keys == [("610000", "T"), ("610000", "S"), ("guanzhong", "T"), ("guanzhong", "S"),
                    ("610100", "T"), ("610100", "S")]  # fmt: skip


@pytest.mark.parametrize(
    ("periods", "used"),
    [
        ([("2021", 12), ("2019", 12)], "2021"),
        ([("2021", 11), ("2019", 12)], "2019"),  # 2021 lacks a unit
        ([("2022", 12), ("2021", 12)], "2021"),  # not the target's own year
        ([(CENSUS, 12), ("2019", 12)], CENSUS),
        ([("2020", 12), (CENSUS, 12)], CENSUS),  # the census before that year's end
    ],
)
def test_the_weights_are_the_latest_population_before_the_year_that_all_units_have(periods, used):
    rows = [row for period, count in periods for row in people(range(1, 13), period)[:count]]
    found = allocation.allocate(target(value=150.0), book(*rows), EACH)
    assert {period for _, _, period in found.used} == {used}
    assert found.method == f"share by population {used}"


def test_without_the_weight_of_a_unit_nothing_is_shared_out():
    made = allocation.assign([target(value=150.0)], book(*people(range(1, 13))[:11]))
    assert {(one.value, one.scope, one.obstacle) for one in made[1:]} == {(None, "share", "no_weight")}
    assert len(made) == 1 + 3 + 12


def test_a_count_is_shared_out_by_its_baseline_stock_where_the_target_says_so():
    stock = [[code, "demonstration_places", "2021", value] for code, value in zip(UNITS, range(12), strict=True)]
    by = target("demonstration_places", "level", 66.0, allocate="baseline")
    found = allocation.allocate(by, book(*stock, *people([1] * 12)), EACH)
    assert found.shares == dict(zip(UNITS, range(12), strict=True))
    assert found.method == "share by baseline 2021"


def test_the_baseline_of_a_flow_is_its_year_before():
    flow = [[code, "gi_new", "2021-01/2021-12", value] for code, value in zip(UNITS, range(12), strict=True)]
    assert allocation.allocate(target(value=66.0, allocate="baseline"), book(*flow), EACH).shares["611000"] == 11


def test_a_baseline_of_0_everywhere_is_no_weight():
    stock = [[code, "demonstration_places", "2021", 0] for code in UNITS]
    by = target("demonstration_places", "level", 40.0, allocate="baseline")
    assert allocation.allocate(by, book(*stock), EACH) is None


@pytest.mark.parametrize(
    ("kind", "indicator", "value"),
    [
        ("level", "high_value_inventions_per_10k", 6.8),
        ("growth", "pledge_smes", 0.1),
        ("direction", "inventions_in_force", None),
        ("benchmark", "protection_satisfaction", None),
    ],
)
def test_a_rule_that_is_no_count_goes_to_everyone_as_a_reference(kind, indicator, value):
    made = assigned([target(indicator, kind, value, comparator="100000" if kind == "benchmark" else "")])
    assert made == dict.fromkeys([*places.codes("region"), *UNITS], (value, "reference"))


def test_a_coverage_goes_to_its_members_and_their_regions():
    made = allocation.assign([target("trademark_windows", "coverage", None, members=("610700", "610800"))], book())
    assert [(one.area, one.scope, one.members) for one in made] == [
        ("610000", "own", ("610700", "610800")),
        ("shaanbei", "reference", ("610800",)),
        ("shaannan", "reference", ("610700",)),
        ("610700", "reference", ("610700",)),
        ("610800", "reference", ("610800",)),
    ]


def test_a_coverage_without_members_is_for_all_units():
    assert allocation.assign([target("annual_report_submitted", "coverage", None)], book())[0].members == tuple(UNITS)


def test_a_milestone_is_the_provinces_only():
    assert assigned([target("milestone_m05", "milestone", None)]) == {}


@pytest.mark.parametrize("area", ["610800", "shaanbei"])
def test_a_target_of_ones_own_replaces_what_the_province_would_give(area):
    made = assigned([target(value=24.0), target(area=area, value=5.0, id="U")], *people([100] * 12))
    assert made[area] == (5, "own")
    assert [made[code] for code in ("610600", "610100", "shaannan")] == [(2, "share"), (2, "share"), (6, "share")]


def test_a_target_of_ones_own_goes_to_nobody_else():
    assert assigned([target(area="shaanbei", value=5.0)], *people([100] * 12)) == {"shaanbei": (5, "own")}


@pytest.mark.parametrize(
    ("named", "periods", "value"),
    [
        ("", ["2019", "2021", "2022"], 2021),
        ("", ["2019", "2021-11-30", "2021-09"], 20211130),
        ("", ["2021", "2021-12"], 202112),  # at one end the shorter period
        ("", ["2021", "2022-01-01"], 2021),
        ("", ["2022-01"], None),
        ("", ["2020"], None),  # older than the year before
        ("", ["2020", "2021-01"], 202101),
        ("2020", ["2020"], 2020),  # the target says so
        ("2019", ["2019", "2021"], 2019),
        ("2020", ["2019", "2021"], None),
        ("2021", ["2021", "2021-12"], 2021),  # the named one, though the other is shorter
        ("2021-12", ["2021"], 2021),  # the same day by another name
        ("2022-03", ["2021", "2022-03"], 202203),
    ],
)
def test_the_baseline_is_the_named_period_or_the_last_before_the_window(named, periods, value):
    stock = [["610100", "demonstration_places", p, float(p.replace("-", ""))] for p in periods]
    found = allocation.baseline(book(*stock), "610100", target("demonstration_places", "level", baseline_period=named))
    assert (found and found.value) == value


def test_the_baseline_of_a_region_is_the_sum_of_its_units():
    stock = [[code, "demonstration_places", "2021", 2] for code in SHAANNAN]
    found = allocation.baseline(book(*stock), "shaannan", target("demonstration_places", "level"))
    assert (found.value, found.end, found.method) == (6, date(2021, 12, 31), "sum of 3 members")


@pytest.mark.parametrize("named", ["", "2021"])
def test_a_baseline_that_differs_from_its_sum_says_so(named):
    stock = [[code, "demonstration_places", "2021", 2] for code in SHAANNAN] + [
        ["shaannan", "demonstration_places", "2021", 7]
    ]
    found = allocation.baseline(
        book(*stock), "shaannan", target("demonstration_places", "level", baseline_period=named)
    )
    assert (found.value, found.differs_from_sum) == (7, True)
