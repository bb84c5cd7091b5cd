import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.monitoring.contributions import decompose

NORTH = hierarchy.members("shaanbei")
YANAN, YULIN = NORTH
UNITS = places.codes("unit")
PEOPLE = [(YANAN, "population", "2021", 2_000_000), (YULIN, "population", "2021", 3_000_000)]
AMOUNTS = st.integers(0, 500)


def parts_of(made, area="shaanbei"):
    return decompose(made, area).set_index("unit")[["contribution", "total"]]


def expected(contributions, total):
    index = pd.Index(NORTH, name="unit")
    return pd.DataFrame({"contribution": contributions, "total": [total, total]}, index=index, dtype=float)


def test_what_each_unit_adds_to_a_count(judge, aim):
    people = [*PEOPLE, *[(code, "population", "2021", 0.001) for code in UNITS if code not in NORTH]]
    rows = [(YANAN, "gi_new", "2022-01/2022-09", 1), (YULIN, "gi_new", "2022-01/2022-09", 3)]
    made = judge([*people, *rows], [aim("T1", "gi_new", "flow", 25.0)])
    elapsed = 273 / 365
    wanted = expected([1 - 10 * elapsed, 3 - 15 * elapsed], 4 - 25 * elapsed)
    pd.testing.assert_frame_equal(parts_of(made), wanted)


def test_a_stock_is_measured_from_its_baseline(judge, aim):
    target = aim("T1", "demonstration_places", "level", 110.0, allocate="baseline")
    before = [(code, "demonstration_places", "2021", {YANAN: 20, YULIN: 30}.get(code, 5)) for code in UNITS]
    now = [(YANAN, "demonstration_places", "2022-09", 21), (YULIN, "demonstration_places", "2022-09", 34)]
    made = judge([*before, *now], [target])
    shares = made.rows.set_index("area")["target_value"]
    elapsed = 273 / 365
    added = [1 - elapsed * (shares[YANAN] - 20), 4 - elapsed * (shares[YULIN] - 30)]
    pd.testing.assert_frame_equal(parts_of(made), expected(added, sum(added)))


def test_a_rate_is_not_taken_apart(judge, aim):
    rows = [(YANAN, "high_value_inventions", "2022-09", 200), (YULIN, "high_value_inventions", "2022-09", 1500)]
    made = judge([*PEOPLE, *rows], [aim("T1", "high_value_inventions_per_10k", "level", 4.0)])
    assert decompose(made, "shaanbei").empty


def test_growth_is_measured_in_points_of_the_whole(judge, aim):
    before = [(YANAN, "pledge_smes", "2021-01/2021-09", 40), (YULIN, "pledge_smes", "2021-01/2021-09", 60)]
    now = [(YANAN, "pledge_smes", "2022-01/2022-09", 40), (YULIN, "pledge_smes", "2022-01/2022-09", 68)]
    made = judge([*before, *now], [aim("T1", "pledge_smes", "growth", 0.10)])
    pd.testing.assert_frame_equal(parts_of(made), expected([-4, 2], -2))


def test_a_direction_is_measured_from_its_baseline(judge, aim):
    before = [(YANAN, "inventions_in_force", "2021", 40), (YULIN, "inventions_in_force", "2021", 60)]
    now = [(YANAN, "inventions_in_force", "2022-09", 38), (YULIN, "inventions_in_force", "2022-09", 67)]
    made = judge([*before, *now], [aim("T1", "inventions_in_force", "direction")])
    pd.testing.assert_frame_equal(parts_of(made), expected([-2, 7], 5))


def test_less_is_ahead_where_less_is_better(judge, aim):
    before = [(YANAN, "inventions_in_force", "2021", 40), (YULIN, "inventions_in_force", "2021", 60)]
    now = [(YANAN, "inventions_in_force", "2022-09", 38), (YULIN, "inventions_in_force", "2022-09", 67)]
    made = judge([*before, *now], [aim("T1", "inventions_in_force", "direction", better="lower")])
    pd.testing.assert_frame_equal(parts_of(made), expected([2, -7], -5))


def test_a_count_without_its_baseline_shows_nothing(judge, aim):
    rows = [(c, "demonstration_places", "2022-09", 5) for c in NORTH]
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    made = judge([*people, *rows], [aim("T1", "demonstration_places", "level", 40.0)])
    assert decompose(made, "shaanbei").empty


@settings(deadline=None, max_examples=10)
@given(st.lists(AMOUNTS, min_size=2, max_size=2), st.lists(AMOUNTS, min_size=2, max_size=2), st.integers(24, 300))
def test_contributions_and_rest_add_up_to_the_distance(judge, aim, now, before, aimed):
    flows, stocks = ["gi_new", "pledge_smes"], ["inventions_in_force", "high_value_inventions"]
    rows = [(c, i, "2022-01/2022-09", n) for c, n in zip(NORTH, now, strict=True) for i in flows]
    rows += [(c, i, "2022-09", n) for c, n in zip(NORTH, now, strict=True) for i in stocks]
    rows += [(c, "pledge_smes", "2021-01/2021-09", n) for c, n in zip(NORTH, before, strict=True)]
    rows += [(c, "inventions_in_force", "2021", n) for c, n in zip(NORTH, before, strict=True)]
    people = [(c, "population", "2021", 1_000_000 + int(c)) for c in UNITS]
    wanted = [
        aim("T1", "gi_new", "flow", float(aimed)),
        aim("T2", "pledge_smes", "growth", aimed / 100),
        aim("T3", "inventions_in_force", "direction"),
        aim("T4", "high_value_inventions_per_10k", "level", aimed / 10),
    ]
    made = judge([*people, *rows], wanted)
    found = decompose(made, "shaanbei")
    assert set(found["target"]) == {"T1", "T3", *(["T2"] if sum(before) else [])}
    sums = found.groupby("target").agg(contribution=("contribution", "sum"), total=("total", "first"))
    for target, (added, total) in sums.iterrows():
        assert math.isclose(added, total, rel_tol=1e-9, abs_tol=1e-9), target


def test_the_distance_is_that_of_the_progress_table(september):
    parts = decompose(september, "610000").drop_duplicates("target").set_index("target")["total"]
    rows = september.rows[september.rows["area"] == "610000"].set_index("target").loc[parts.index]
    is_flow = rows["kind"].eq("flow")
    lag = rows["lag_points"] / 100 * rows["target_value"]
    assert parts[is_flow].tolist() == pytest.approx((-lag)[is_flow].tolist())
    rising = rows["kind"].eq("direction")
    assert parts[rising].tolist() == pytest.approx((rows["value"] - rows["baseline"])[rising].tolist())
