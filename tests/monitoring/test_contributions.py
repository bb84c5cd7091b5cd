import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.monitoring.contributions import COLUMNS, SMALLEST, decompose
from ipanalytics.report.sections.contributions import _signed, draw_contributions

NORTH = hierarchy.members("shaanbei")
YANAN, YULIN = NORTH
UNITS = places.codes("unit")
PEOPLE = [(YANAN, "population", "2021", 2_000_000), (YULIN, "population", "2021", 3_000_000)]
AMOUNTS = st.integers(0, 500)


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


def parts_of(made, area="shaanbei"):
    return decompose(made, area).set_index("unit")[["contribution", "total"]]


def expected(contributions, total):
    index = pd.Index(NORTH, name="unit")
    return pd.DataFrame({"contribution": contributions, "total": [total, total]}, index=index, dtype=float)


def test_what_each_unit_adds_to_a_count(judge, aim):
    people = [*PEOPLE, *[(code, "population", "2021", 0.001) for code in UNITS if code not in NORTH]]
    rows = [(YANAN, "gi_new", "2022-01/2022-09", 1), (YULIN, "gi_new", "2022-01/2022-09", 3)]
    made = judge([*people, *rows], [aim("T1", "gi_new", "flow", 5.0)])
    elapsed = 273 / 365
    wanted = expected([1 - 2 * elapsed, 3 - 3 * elapsed], 4 - 5 * elapsed)
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


def test_a_rate_is_weighted_with_the_people_it_is_computed_with(judge, aim):
    rows = [(YANAN, "high_value_inventions", "2022-09", 200), (YULIN, "high_value_inventions", "2022-09", 1500)]
    made = judge([*PEOPLE, *rows], [aim("T1", "high_value_inventions_per_10k", "level", 4.0)])
    # 1 and 5 per 10,000 people, two and three fifths of whom live there; together 1700 of 5 million
    wanted = expected([(1 - 4) * 0.4, (5 - 4) * 0.6], 3.4 - 4)
    pd.testing.assert_frame_equal(parts_of(made), wanted)


@pytest.mark.parametrize(("known", "weights"), [(12, [1 / 12] * 12), (11, [])])
def test_the_whole_is_the_sum_of_all_members_or_nothing(judge, aim, known, weights):
    people = [(code, "population", "2021", 1e6) for code in UNITS[:known]]
    rates = [(code, "high_value_inventions_per_10k", "2022-09", 5) for code in ("610000", *UNITS)]
    made = judge([*people, *rates], [aim("T1", "high_value_inventions_per_10k", "level", 4.0)])
    assert decompose(made, "610000")["contribution"].tolist() == pytest.approx(weights)


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


@pytest.mark.parametrize(
    ("rows", "indicator", "kind", "value"),
    [
        # no figures at all, no figure of the place, no baseline
        ([], "inventions_in_force", "direction", None),
        ([(YANAN, "inventions_in_force", "2022-09", 5)], "inventions_in_force", "direction", None),
        ([("shaanbei", "demonstration_places", "2022-09", 5)], "demonstration_places", "level", 40.0),
        # 0 the year before
        (
            [(c, "pledge_smes", p, v) for c in NORTH for p, v in [("2021-01/2021-09", 0), ("2022-01/2022-09", 5)]],
            "pledge_smes", "growth", 0.1,
        ),
        # a rate that isn't computed, a coverage and a benchmark can't be taken apart
        ([(c, "industrialisation_rate", "2022-09", 5) for c in ("610000", *NORTH)], "industrialisation_rate",
         "level", 40.0),
        ([(c, "trademark_windows", "2022-09", 1) for c in NORTH], "trademark_windows", "coverage", None),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_shows_nothing(judge, aim, rows, indicator, kind, value):
    made = judge(rows, [aim("T1", indicator, kind, value)])
    assert list(decompose(made, "shaanbei").columns) == COLUMNS
    assert decompose(made, "shaanbei").empty
    assert draw_contributions(made, "shaanbei").exhibits == ()
    assert draw_contributions(made, "610000").exhibits == ()


def test_a_count_without_its_baseline_shows_nothing(judge, aim):
    rows = [(c, "demonstration_places", "2022-09", 5) for c in NORTH]
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    made = judge([*people, *rows], [aim("T1", "demonstration_places", "level", 40.0)])
    assert decompose(made, "shaanbei").empty


def test_only_units_with_a_figure_of_the_same_period_count(judge, aim):
    before = [(area, "inventions_in_force", "2021", 50) for area in ("shaanbei", *NORTH)]
    now = [("shaanbei", "inventions_in_force", "2022-09", 70), (YANAN, "inventions_in_force", "2022-09", 55)]
    old = [(YULIN, "inventions_in_force", "2022-06", 90)]
    made = judge([*before, *now, *old], [aim("T1", "inventions_in_force", "direction")])
    assert parts_of(made).to_dict("index") == {YANAN: {"contribution": 5.0, "total": 20.0}}
    shown = only(draw_contributions(made, "shaanbei")).table
    assert shown.loc[0, ["与要求的差", "支撑最多", "未能分解"]].tolist() == ["+20.0件", "延安+5.0件", "+15.0件"]


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
    assert set(found["target"]) == {"T1", "T3", "T4", *(["T2"] if sum(before) else [])}
    sums = found.groupby("target").agg(contribution=("contribution", "sum"), total=("total", "first"))
    for target, (added, total) in sums.iterrows():
        assert math.isclose(added, total, rel_tol=1e-9, abs_tol=1e-9), target


@pytest.mark.parametrize("area", ["610000", "guanzhong", "shaanbei", "shaannan"])
def test_the_printed_rest_closes_the_account(september, area):
    parts = decompose(september, area)
    shown = draw_contributions(september, area).exhibits[0].table
    groups = [part for _, part in parts.groupby("target", sort=False)]
    assert len(shown) == len(groups)
    for text, part in zip(shown["未能分解"], groups, strict=True):
        rest = part["total"].iloc[0] - part["contribution"].sum()
        assert text == (_signed(rest, part) if abs(rest) > SMALLEST else "–")


def test_the_distance_is_that_of_the_progress_table(september):
    parts = decompose(september, "610000").drop_duplicates("target").set_index("target")["total"]
    rows = september.rows[september.rows["area"] == "610000"].set_index("target").loc[parts.index]
    is_flow = rows["kind"].eq("flow")
    lag = rows["lag_points"] / 100 * rows["target_value"]
    assert parts[is_flow].tolist() == pytest.approx((-lag)[is_flow].tolist())
    rising = rows["kind"].eq("direction")
    assert parts[rising].tolist() == pytest.approx((rows["value"] - rows["baseline"])[rising].tolist())


def direction(judge, aim, values):
    rows = [(c, "inventions_in_force", "2021", 50) for c in values]
    rows += [(c, "inventions_in_force", "2022-09", 50 + value) for c, value in values.items()]
    return judge(rows, [aim("T1", "inventions_in_force", "direction")])


def test_who_holds_back_most_and_who_carries_most(judge, aim):
    south = dict(zip(hierarchy.members("shaannan"), [-5, 3, -8], strict=True))
    section = draw_contributions(direction(judge, aim, south), "shaannan")
    table, bars = section.exhibits
    row = ["有效发明专利", "−10.0件", "商洛−8.0件、汉中−5.0件", "安康+3.0件", "–"]
    columns = ["指标", "与要求的差", "拖后最多", "支撑最多", "未能分解"]
    pd.testing.assert_frame_equal(table.table, pd.DataFrame([row], columns=columns))
    assert table.title == "拖后最多的次数：商洛，在1项指标上居首"
    assert bars.title == "有效发明专利：商洛拖后最多（−8.0件），安康+3.0件"
    shown = pd.DataFrame({"单元": ["安康", "汉中", "商洛"], "贡献": ["+3.0件", "−5.0件", "−8.0件"]})
    pd.testing.assert_frame_equal(bars.table, shown)
    assert list(bars.figure.data[0].x) == [3, -5, -8]


def test_units_that_are_equally_far_behind_are_all_named(judge, aim):
    made = direction(judge, aim, dict(zip(NORTH, [-5, -5], strict=True)))
    assert draw_contributions(made, "shaanbei").exhibits[0].title == "拖后最多的次数：延安、榆林，在1项指标上居首"


def test_where_nobody_is_behind_the_title_says_so_and_no_bars_are_drawn(judge, aim):
    exhibit = only(draw_contributions(direction(judge, aim, dict(zip(NORTH, [5, 0], strict=True))), "shaanbei"))
    assert exhibit.title == "陕北没有单元拖后"
    assert exhibit.table.loc[0, "拖后最多"] == "–"


def test_bars_are_not_drawn_for_what_is_on_pace_though_not_done(judge, aim):
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    rows = [(c, "gi_new", "2022-01/2022-09", 4) for c in NORTH]
    made = judge([*people, *rows], [aim("T1", "gi_new", "flow", 60.0)])
    assert made.rows.set_index("area").loc["shaanbei", ["status", "gap"]].tolist() == ["on_pace", 2]
    assert only(draw_contributions(made, "shaanbei")).title == "陕北没有单元拖后"


def test_bars_of_a_place_that_no_unit_holds_back_say_so(judge, aim):
    rows = [(c, "inventions_in_force", "2021", 50) for c in ("shaanbei", *NORTH)]
    rows += [(c, "inventions_in_force", "2022-09", v) for c, v in zip(("shaanbei", *NORTH), (40, 51, 52), strict=True)]
    bars = draw_contributions(judge(rows, [aim("T1", "inventions_in_force", "direction")]), "shaanbei").exhibits[1]
    assert bars.title == "有效发明专利：没有单元拖后，榆林+2.0件"


def test_bars_of_growth_are_in_points(judge, aim):
    before = [(c, "pledge_smes", "2021-01/2021-09", 50) for c in NORTH]
    now = [(c, "pledge_smes", "2022-01/2022-09", 50) for c in NORTH]
    bars = draw_contributions(judge([*before, *now], [aim("T1", "pledge_smes", "growth", 0.1)]), "shaanbei").exhibits[1]
    assert bars.table["贡献"].tolist() == ["−5.0点", "−5.0点"]
    assert bars.note == "单位：百分点。"


def test_a_unit_sees_its_own_part(judge, aim):
    section = draw_contributions(direction(judge, aim, dict.fromkeys(UNITS, 2) | {YULIN: -7, YANAN: -9}), YULIN)
    exhibit = only(section)
    assert exhibit.title == "榆林在1项指标中，1项拖后全省，0项没有"
    row = ["有效发明专利", "−7.0件", "+4.0件", "2/12"]
    columns = ["指标", "本单元的贡献", "全省与要求的差", "拖后次序"]
    pd.testing.assert_frame_equal(exhibit.table, pd.DataFrame([row], columns=columns))


def test_a_unit_that_holds_nobody_back_has_no_rank(judge, aim):
    exhibit = only(draw_contributions(direction(judge, aim, dict.fromkeys(UNITS, 2)), YULIN))
    assert exhibit.title == "榆林在1项指标中，0项拖后全省，1项没有"
    assert exhibit.table["拖后次序"].tolist() == ["–"]


@pytest.mark.parametrize("area", UNITS)
def test_counts_of_a_units_title_are_those_of_its_table(september, area):
    exhibit = only(draw_contributions(september, area))
    behind = exhibit.table["本单元的贡献"].str.startswith("−")
    ranked = exhibit.table["拖后次序"].ne("–")
    assert f"在{len(behind)}项指标中，{ranked.sum()}项拖后全省，{len(behind) - ranked.sum()}项没有" in exhibit.title
    assert (behind == ranked).all()


def test_the_people_that_a_rate_is_weighted_with_are_evidence(judge, aim):
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    rates = [(c, "high_value_inventions_per_10k", "2022-09", 5) for c in ("610000", *UNITS)]
    made = judge([*people, *rates], [aim("T1", "high_value_inventions_per_10k", "level", 4.0)])
    evidence = only(draw_contributions(made, "610000")).evidence
    assert evidence["indicator"].value_counts().to_dict() == {"high_value_inventions_per_10k": 13, "population": 12}


def test_what_is_not_official_is_said(september):
    for area in ("610000", "shaanbei", "610800"):
        assert "不是正式考核目标" in draw_contributions(september, area).prose
