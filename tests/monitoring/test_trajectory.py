import math

import pandas as pd
import pytest

from ipanalytics.catalogue import places
from ipanalytics.monitoring import trajectory
from ipanalytics.report.charts import pace
from ipanalytics.report.sections import contributions

AREAS = ["610000", "shaanbei", "610403"]
UNITS = places.codes("unit")
NINE = 273 / 365


def monthly(indicator, values, year=2022, area="610000", status="final"):
    return [(area, indicator, f"{year}-{month:02}", value, status) for month, value in values.items()]


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


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


def test_missing_months_leave_gaps(judge, aim):
    rows = [("610000", "inventions_in_force", "2021", 50), *monthly("inventions_in_force", {3: 51, 6: 52, 9: 53})]
    made = judge(rows, [aim("T1", "inventions_in_force", "direction")])
    panel = pace.draw_pace(trail(made))
    before, due, now, last = panel.data
    assert list(now.x) == list(range(1, 13))
    assert list(now.y) == [None, None, 51, None, None, 52, None, None, 53, None, None, None]
    assert {line.connectgaps for line in panel.data} == {False}
    assert list(before.y) == [None] * 11 + [50]
    assert list(due.y) == [50] * 12
    assert [value for value in last.y if value is not None] == [53]


def test_the_table_shows_the_lines(judge, aim):
    rows = [*monthly("gi_new", {1: 1, 2: 2}), *monthly("gi_new", {1: 4}, 2021)]
    shown = pace.table(trail(judge(rows, [aim("T1", "gi_new", "flow", 73.0)])))
    expected = pd.DataFrame(
        {"月份": ["1月", "2月", "3月"], "本年": ["1", "3", ""], "序时": ["6.2", "11.8", "18"], "上年": ["4", "", ""]}
    )
    pd.testing.assert_frame_equal(shown.head(3), expected)
    assert len(shown) == 12


@pytest.mark.parametrize(
    ("month", "last", "area"), [("march", 3, "shaanbei"), ("september", 9, "610800"), ("december", 12, "610800")]
)
def test_nothing_is_drawn_beyond_the_as_of_date(month, last, area, request):
    made = request.getfixturevalue(month)
    trails = trajectory.follow(made, area)
    assert max(month for trail in trails for month in trail.now) == last
    for found in trails:
        assert pace.table(found)["本年"][last:].eq("").all()
        assert all(value is None for value in pace.draw_pace(found).data[2].y[last:])


def test_a_target_with_one_month_has_no_curve(judge, aim):
    assert trajectory.follow(judge(monthly("gi_new", {1: 1}), [aim("T1", "gi_new", "flow", 3.0)]), "610000") == []


@pytest.mark.parametrize("month", ["march", "september"])
@pytest.mark.parametrize("area", AREAS)
def test_a_curve_below_its_line_is_weak_in_the_table_too(month, area, request):
    made = request.getfixturevalue(month)
    for found in trajectory.follow(made, area):
        if max(found.now) in found.due and found.row["reason"] != "fell_back":
            is_weak = found.row["status"] in ("slightly_behind", "behind", "far_behind", "not_started", "below_line")
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


def test_what_is_not_official_is_said(september):
    assert "不是正式考核目标" in only(contributions.draw_compared(september, "610800")).note


def test_every_curve_says_what_it_shows(september):
    found = {one.row["target"]: pace.draw_pace(one).layout.meta for one in trajectory.follow(september, "610000")}
    assert found["T02"] == {"alt": "折线图：新增地理标志，9月2件，应达2.24件。", "panel": "pair"}


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("610000", ["关中", "陕北", "陕南"]),
        ("shaanbei", ["关中", "陕北", "陕南"]),
        ("610800", ["榆林", "陕北", "陕西"]),
    ],
)
def test_a_place_stands_beside_others(september, area, shown):
    exhibit = only(contributions.draw_compared(september, area))
    assert list(exhibit.table.columns) == ["指标", *shown]
    assert exhibit.title == f"{'、'.join(shown)}：各完成全年目标的百分之几"
    assert len(exhibit.panels) == 3


@pytest.fixture(scope="module")
def compared(judge, aim):
    people = [(code, "population", "2021", 1e6 if code != "610403" else 1) for code in UNITS]
    rows = [
        *[(code, "gi_new", "2022-01/2022-09", 1) for code in UNITS],
        ("610403", "high_value_inventions_per_10k", "2022-09", 3.4),
        ("610000", "navigation_projects", "2022-01/2022-09", 44),
    ]
    wanted = [
        aim("T1", "gi_new", "flow", 22.0),
        aim("T2", "high_value_inventions_per_10k", "level", 6.8),
        aim("T3", "navigation_projects", "flow", 22.0),
    ]
    return only(contributions.draw_compared(judge([*people, *rows], wanted), "610403"))


def test_shares_without_a_task_and_without_data_are_told_apart(compared):
    wanted = pd.DataFrame(
        {
            "指标": ["新增地理标志", "每万人高价值专利", "专利导航"],
            "杨凌": ["–", "50.0%", "–"],
            "关中": ["58.3%", "无数据", "无数据"],
            "陕西": ["54.5%", "无数据", "200.0%"],
        }
    )
    pd.testing.assert_frame_equal(compared.table, wanted)


def test_bars_say_what_the_table_says(compared):
    for name, panel in zip(compared.table.columns[1:], compared.panels, strict=True):
        bars, _, words = panel.data
        assert list(bars.y) == compared.table["指标"].tolist()
        assert list(bars.text) == list(words.text) == compared.table[name].tolist()
        told = "；".join(f"{row['指标']}{row[name]}" for row in compared.table.to_dict("records"))
        assert panel.layout.meta["alt"] == f"条形图：{name}，{told}。"


def test_a_long_bar_is_cut_and_keeps_its_number(compared):
    bars, _, words = compared.panels[2].data
    assert bars.x[2] == contributions.LONGEST
    assert words.text[2] == "200.0%"


def test_only_what_is_measured_from_0_has_a_mark_of_the_days_gone(compared):
    ticks = compared.panels[2].data[1]
    assert ticks.x[0] == pytest.approx(NINE)
    unit = compared.panels[0].data[1]
    assert all(math.isnan(mark) for mark in unit.x)


def test_without_figures_there_is_no_comparison(judge, aim):
    assert contributions.draw_compared(judge([], [aim("T1", "gi_new", "flow", 3.0)]), "610000").exhibits == ()


@pytest.mark.parametrize("area", AREAS)
def test_what_is_compared_is_the_attainment_of_the_progress_table(september, area):
    exhibit = only(contributions.draw_compared(september, area))
    numbers = exhibit.table.melt("指标", var_name="place")
    rows = september.rows[september.rows["kind"].isin(["flow", "coverage", "level"])]
    known = {
        (pace._label(row), places.name_of(row["area"], short=True)): row["attainment"]
        for row in rows.to_dict("records")
        if not math.isnan(row["attainment"])
    }
    for row in numbers.to_dict("records"):
        key = (row["指标"], row["place"])
        assert (
            row["value"] == f"{100 * known[key]:.1f}%" if key in known else row["value"] in ("–", "无数据", "无法评价")
        )
