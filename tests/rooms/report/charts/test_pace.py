import pandas as pd
import pytest

from ipanalytics.monitoring import trajectory
from ipanalytics.report.charts import pace


def monthly(indicator, values, year=2022, area="610000", status="final"):
    return [(area, indicator, f"{year}-{month:02}", value, status) for month, value in values.items()]


def trail(made, area="610000"):
    (found,) = trajectory.follow(made, area)
    return found


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
        {
            "月份": ["1月", "2月", "3月"],
            "本年": ["1", "3", ""],
            "按序时应达": ["6.2", "11.8", "18"],
            "上年": ["4", "", ""],
        }
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


def test_every_curve_says_what_it_shows(september):
    found = {one.row["target"]: pace.draw_pace(one).layout.meta for one in trajectory.follow(september, "610000")}
    assert found["T02"] == {"alt": "折线图：新增地理标志，9月2件，按序时应达2件。", "panel": "pair"}
