import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.observations.table import COLUMNS
from ipanalytics.report.charts import pairs

STOCK, PEOPLE = "inventions_in_force", "population"
BEFORE, NOW = (STOCK, "2021"), (STOCK, "2022")
AREAS = ["610100", "610600", "610800", "610300"]


@pytest.fixture
def table():
    rows = [
        ("610100", STOCK, "2021", 100, "件"), ("610100", STOCK, "2022", 125, "件"),
        ("610100", PEOPLE, "2021", 10, "人"),
        ("610600", STOCK, "2021", 0, "件"), ("610600", STOCK, "2022", 5, "件"),
        ("610800", STOCK, "2022", 7, "件"), ("610800", PEOPLE, "2021", 20, "人"),
    ]  # fmt: skip
    return pd.DataFrame([[*row, "old", "final", "表"] for row in rows], columns=COLUMNS).astype({"value": float})


def test_two_periods_stand_beside_one_another_with_change_and_growth(table):
    expected = pd.DataFrame(
        {
            "area": AREAS[:3],
            "one": [100, 0, None],
            "other": [125, 5, 7],
            "change": [25, 5, None],
            # Nothing grows by a part of 0.
            "growth": [0.25, None, None],
        }
    )
    assert_frame_equal(pairs.compare(table, BEFORE, NOW, AREAS), expected, check_dtype=False)


@pytest.mark.parametrize(
    ("first", "second", "older"),
    [("2022", "2021", "2021"), ("2021", "2022", "2021"), ("2022-11", "2022", "2022-11"), ("2022", "2022-11", "2022-11"),
     ("2022-Q3", "2022-09", "2022-Q3"), ("2021-12", "2022-01", "2021-12")],
)  # fmt: skip
def test_the_older_period_comes_first_however_they_are_given(first, second, older):
    rows = [["610100", STOCK, period, 100 if period == older else 125, "件", "old", "final", "表"]
            for period in (first, second)]  # fmt: skip
    made = pd.DataFrame(rows, columns=COLUMNS).astype({"value": float})
    assert pairs.compare(made, (STOCK, first), (STOCK, second), AREAS)["growth"].tolist() == [0.25]
    exhibit = pairs.draw_pair(made, (STOCK, first), (STOCK, second), AREAS)
    assert list(exhibit.table["增减"]) == ["+25.0%"]
    assert exhibit.table.iloc[0].tolist()[1:3] == ["100件", "125件"]


def test_two_indicators_have_no_change(table):
    both = pairs.compare(table, NOW, (PEOPLE, "2021"), AREAS)
    assert list(both.columns) == ["area", "one", "other"]
    assert both["other"].isna().tolist() == [False, True, False]


def test_two_periods_are_pairs_of_bars_and_the_table_says_the_growth(table):
    exhibit = pairs.draw_pair(table, BEFORE, NOW, AREAS)
    assert [trace.type for trace in exhibit.figure.data] == ["bar", "bar"]
    assert list(exhibit.table["增减"]) == ["+25.0%", "", ""]
    assert exhibit.title.endswith("2个地方两个数都有")
    assert len(exhibit.evidence) == 5


def test_two_indicators_are_points_of_the_places_that_have_both(table):
    (points,) = pairs.draw_pair(table, NOW, (PEOPLE, "2021"), AREAS).figure.data
    assert list(points.text) == ["西安", "榆林"]
    assert (list(points.x), list(points.y)) == ([125, 7], [10, 20])


def test_what_one_place_dwarfs_stands_as_points_on_a_logarithmic_axis(table):
    dwarfed = table[table["area"] != "610600"].assign(
        value=lambda rows: rows["value"].where(rows["area"] != "610100", 64000)
    )
    layout = pairs.draw_pair(dwarfed, BEFORE, NOW, AREAS).figure.layout
    assert (layout.xaxis.type, layout.xaxis.title.text) == ("log", "对数刻度")
    assert {trace.type for trace in pairs.draw_pair(dwarfed, BEFORE, NOW, AREAS).figure.data} == {"scatter"}
    assert pairs.draw_pair(table, BEFORE, NOW, AREAS).figure.layout.xaxis.type is None


def test_only_the_axis_of_points_that_needs_it_is_logarithmic(table):
    more = [
        [code, STOCK, "2022", value, "件", "old", "final", "表"] for code, value in (("610100", 64000), ("610300", 600))
    ]
    people = [
        [code, PEOPLE, "2022", value, "人", "old", "final", "表"] for code, value in (("610100", 3), ("610300", 2))
    ]
    made = pd.DataFrame([*more, *people], columns=COLUMNS).astype({"value": float})
    layout = pairs.draw_pair(made, NOW, (PEOPLE, "2022"), AREAS).figure.layout
    assert (layout.xaxis.type, layout.yaxis.type) == ("log", None)
    assert layout.xaxis.title.text.endswith("（对数刻度）")
