import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import places
from ipanalytics.monitoring import trajectory

AREAS = ["610000", "shaanbei", "610403"]
UNITS = places.codes("unit")
NINE = 273 / 365


def monthly(indicator, values, year=2022, area="610000", status="final"):
    return [(area, indicator, f"{year}-{month:02}", value, status) for month, value in values.items()]


def trail(made, area="610000"):
    (found,) = trajectory.follow(made, area)
    return found


def test_a_flow_is_due_in_proportion_to_the_days(judge, aim):
    made = judge(monthly("gi_new", {1: 1, 2: 0, 3: 1}), [aim("T1", "gi_new", "flow", 73.0)])
    found = trail(made)
    assert found.now == {1: 1, 2: 1, 3: 2}
    assert [round(found.due[month], 9) for month in (1, 2, 9, 12)] == [6.2, 11.8, 54.6, 73]


def test_a_flow_with_a_profile_is_due_by_it(judge, aim):
    profile = (0.0,) * 6 + (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
    made = judge(monthly("gi_new", {1: 1, 2: 1}), [aim("T1", "gi_new", "flow", 10.0, profile=profile)])
    assert list(trail(made).due.values()) == pytest.approx([10 * share for share in profile])


def test_a_level_is_due_from_its_baseline_on(judge, aim):
    rows = [("610000", "demonstration_places", "2021", 33), *monthly("demonstration_places", {1: 33, 9: 37})]
    found = trail(judge(rows, [aim("T1", "demonstration_places", "level", 40.0)]))
    assert found.before == {12: 33}
    assert found.due[9] == pytest.approx(33 + 7 * NINE)
    assert found.due[12] == 40


def test_growth_is_due_where_there_is_a_figure_of_the_year_before(judge, aim):
    rows = [*monthly("pledge_smes", {1: 10, 2: 20, 3: 10}, 2021), *monthly("pledge_smes", {1: 12, 2: 20})]
    found = trail(judge(rows, [aim("T1", "pledge_smes", "growth", 0.10)]))
    assert found.before == {1: 10, 2: 30, 3: 40}
    assert found.due == pytest.approx({1: 11, 2: 33, 3: 44})


def test_a_direction_has_its_baseline_as_line(judge, aim):
    rows = [("610000", "inventions_in_force", "2021", 50), *monthly("inventions_in_force", {8: 50, 9: 51})]
    found = trail(judge(rows, [aim("T1", "inventions_in_force", "direction")]))
    assert found.due == dict.fromkeys(range(1, 13), 50)


def test_the_provinces_rate_is_a_line_for_a_unit(judge, aim):
    rate = "high_value_inventions_per_10k"
    rows = [("610800", rate, "2021", 4), *monthly(rate, {8: 5, 9: 6}, area="610800")]
    found = trail(judge(rows, [aim("T1", rate, "level", 6.8)]), "610800")
    assert found.due == dict.fromkeys(range(1, 13), 6.8)


def test_without_a_baseline_nothing_is_due_for_a_direction(judge, aim):
    found = trail(
        judge(monthly("inventions_in_force", {8: 50, 9: 51}), [aim("T1", "inventions_in_force", "direction")])
    )
    assert found.due == {}


def test_a_shared_count_is_due_by_its_share(judge, aim):
    people = [(code, "population", "2021", 1e6) for code in UNITS]
    rows = monthly("gi_new", {1: 1, 2: 1}, area="610800")
    found = trail(judge([*people, *rows], [aim("T1", "gi_new", "flow", 24.0)]), "610800")
    assert found.due[12] == 2
    assert found.due[9] == pytest.approx(2 * NINE)


def test_a_target_with_one_month_has_no_curve(judge, aim):
    assert trajectory.follow(judge(monthly("gi_new", {1: 1}), [aim("T1", "gi_new", "flow", 3.0)]), "610000") == []


@pytest.mark.parametrize("month", ["march", "september"])
@pytest.mark.parametrize("area", AREAS)
def test_a_curve_below_its_line_is_weak_in_the_table_too(month, area, request):
    made = request.getfixturevalue(month)
    for found in trajectory.follow(made, area):
        if max(found.now) in found.due and found.row["reason"] != "fell_back":
            is_weak = found.row["status"] in ("slightly_behind", "behind", "far_behind", "not_started")
            assert found.is_behind == is_weak, found.row["target"]


@pytest.mark.parametrize(
    ("kind", "better", "value", "is_behind"),
    [
        ("direction", "higher", 50, True),
        ("direction", "higher", 51, False),
        ("direction", "lower", 49, False),
        ("direction", "lower", 50, True),
    ],
)
def test_a_direction_has_to_be_passed(judge, aim, kind, better, value, is_behind):
    rows = [("610000", "inventions_in_force", "2021", 50), *monthly("inventions_in_force", {8: value, 9: value})]
    made = judge(rows, [aim("T1", "inventions_in_force", kind, better=better)])
    assert trail(made).is_behind is is_behind


def test_months_are_judged_as_if_only_their_figures_were_known(december, march, september):
    months = trajectory.by_month(december)
    assert [made.as_of for made in months][::3] == ["2022-01-31", "2022-04-30", "2022-07-31", "2022-10-31"]
    assert months[-1] is december
    for month, loaded in ((3, march), (9, september)):
        assert_frame_equal(months[month - 1].rows, loaded.rows)


def test_a_day_within_a_month_is_the_last_after_the_months_that_have_ended(judge, aim):
    made = judge(monthly("gi_new", {1: 1, 2: 2}), [aim("T1", "gi_new", "flow", 3)], as_of="2022-02-10")
    assert [one.as_of for one in trajectory.by_month(made)] == ["2022-01-31", "2022-02-10"]
