import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import ipanalytics as ip
from ipanalytics.core import errors
from ipanalytics.interactive import questions
from ipanalytics.monitoring import assessment, targets
from ipanalytics.observations.table import COLUMNS


def test_needed_per_month_is_what_is_missing_over_the_months_left(aim, judge):
    rows = [["610000", "gi_new", "2022-01/2022-09", 3]]
    made = judge(rows, [aim("T02", "gi_new", "flow", 9)])
    found = questions.monthly(made.rows[made.rows["area"] == "610000"], made)
    columns = ["place", "value", "needed", "missing", "months", "per_month"]
    expected = pd.DataFrame([["陕西", 3.0, 9.0, 6.0, 3, 2.0]], columns=columns)
    assert_frame_equal(found[columns], expected, check_dtype=False)


def test_nothing_is_needed_a_month_when_no_month_is_left(aim, judge):
    made = judge([["610000", "gi_new", "2022", 3]], [aim("T02", "gi_new", "flow", 9)], "2022-12")
    found = questions.monthly(made.rows[made.rows["area"] == "610000"], made)
    assert found["missing"].tolist() == [6.0]
    assert found["per_month"].isna().all()


def test_units_that_hold_back_most_stand_on_top():
    found = questions.holding_back("T11a", as_of="2022-09")
    assert found["contribution"].is_monotonic_increasing
    assert found["contribution"].sum() == pytest.approx(found["total"].iloc[0], abs=0.01)
    assert found["place"].iloc[-1] == "西安"


def test_a_target_that_the_year_has_not_names_those_that_it_has():
    with pytest.raises(errors.CatalogueError, match=r"(?s)'T99' is no target of the year.*T01 每万人口高价值"):
        questions.holding_back("T99", as_of="2022-09")


def test_changes_are_those_of_the_reports():
    found = questions.changed("2022-08", "2022-09", area="榆林")
    first = found[found["target"] == "T11a"].iloc[0]
    assert (first["value_before"], first["value"]) == (603.0, 619.0)


def test_figures_of_one_source_are_those_that_nobody_else_gives():
    rows = [
        ["610800", "gdp", "2021", 1.0, "亿元", "a", "final", "x"],
        ["610800", "gdp", "2021", 2.0, "亿元", "b", "final", "x"],
        ["610800", "gdp", "2022", 3.0, "亿元", "a", "final", "x"],
    ]
    found = questions.single_source(pd.DataFrame(rows, columns=COLUMNS))
    assert_frame_equal(found[COLUMNS], pd.DataFrame(rows[2:], columns=COLUMNS))
    assert found["place"].tolist() == ["榆林"]


def test_another_population_year_changes_rates_and_ranks():
    counts = [["610800", 100.0], ["610600", 90.0]]
    people = [["610800", "2020", 100.0], ["610600", "2020", 60.0], ["610800", "2021", 50.0], ["610600", "2021", 60.0]]
    rows = [[a, "high_value_inventions", "2022", v, "件", "s", "final", "x"] for a, v in counts]
    rows += [[a, "population", p, v * 10000, "人", "s", "final", "x"] for a, p, v in people]
    found = questions.ranked(pd.DataFrame(rows, columns=COLUMNS), "high_value_inventions_per_10k", 2020, "2022", "unit")
    expected = pd.DataFrame(
        [["610800", "榆林", 2.0, 1.0, 1, 2, -1], ["610600", "延安", 1.5, 1.5, 2, 1, 1]],
        columns=["area", "place", "value", "value_other", "rank", "rank_other", "moved"],
    )
    assert_frame_equal(found, expected, check_dtype=False)


def test_only_rates_are_ranked_by_population():
    with pytest.raises(errors.CatalogueError, match="is no rate"):
        questions.ranked(pd.DataFrame(columns=COLUMNS), "gi_new", 2020, "2022", "unit")


def test_another_amount_changes_the_lights_and_leaves_the_files():
    before = targets.load(2022)
    found = ip.what_if({"T05": 40}, as_of="2022-09", area="陕西").set_index("target").loc["T05"]
    assert (found["target_value_before"], found["target_value"]) == (20.0, 40.0)
    assert (found["light_before"], found["light"]) == ("▼ 滞后", "■ 严重滞后")
    assert targets.load(2022) == before


def test_the_same_amounts_change_nothing():
    found = ip.what_if({}, as_of="2022-09")
    assert not found["changed"].any()
    made = assessment.load("2022-09")
    again = assessment.judge_again(made, made.targets)
    assert_frame_equal(again.rows, made.rows)


@pytest.mark.parametrize(("pace", "outlook"), [(1.0, "× 未完成"), (2.5, "● 已完成"), (0.0, "× 未完成")])
def test_a_faster_pace_changes_the_outlook(pace, outlook, aim, judge):
    made = judge([["610000", "gi_new", "2022-01/2022-09", 6]], [aim("T02", "gi_new", "flow", 9)])
    found = questions.compare_lights(made, made, pace)
    assert found[found["area"] == "610000"]["outlook"].tolist() == [outlook]


def test_all_that_is_wrong_with_an_assumption_is_named():
    with pytest.raises(errors.CatalogueError, match=r"(?s)2 fault.*T05 can't be 0.*T08 is a benchmark target"):
        ip.what_if({"T08": 90, "T05": 0}, as_of="2022-09")
