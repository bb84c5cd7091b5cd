import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.observations.table import until
from ipanalytics.report.charts import time_series
from tests.rooms.report.charts.rows import by_type


def test_types_are_drawn_as_they_stand_in_the_table():
    made = time_series.draw_by_type(by_type(), "610000", "in_force")
    drawn = {trace.name: list(trace.y) for trace in made.figure.data}
    assert drawn == {"发明": [10, 11], "实用新型": [20, 22], "外观设计": [30, 33]}


def test_title_states_total_and_change():
    made = time_series.draw_by_type(by_type(), "610000", "in_force")
    assert made.title == "陕西专利有效量2022年66件，比上年增长10.0%"


def test_data_table_holds_every_number_of_the_chart():
    expected = pd.DataFrame(
        {
            "年份": ["2021", "2022"],
            "发明": ["10", "11"],
            "实用新型": ["20", "22"],
            "外观设计": ["30", "33"],
            "合计": ["60", "66"],
        }
    )
    shown = time_series.draw_by_type(by_type(), "610000", "in_force").table
    assert_frame_equal(shown, expected, check_dtype=False)


def test_a_chart_of_one_synthetic_figure_is_synthetic():
    assert time_series.draw_by_type(by_type("synthetic"), "610000", "in_force").is_synthetic


@pytest.mark.parametrize(("year", "group"), [("2017", "applications"), ("2021", "grants")])
def test_in_the_first_year_of_a_new_way_of_counting_no_change_is_claimed(figures, year, group):
    title = time_series.draw_by_type(until(figures, year), "610000", group).title
    assert "比上年" not in title
    assert "倍" not in title


def test_a_point_names_its_own_cell(figures):
    trace = time_series.draw_by_type(figures, "610000", "in_force").figure.data[0]
    told = dict(zip(trace.x, trace.hovertext, strict=True))
    assert told[2020].replace("<br>", "").endswith("表8-9, 陕西, 发明")
    assert told[2020].startswith("2020年末：国家统计局")
