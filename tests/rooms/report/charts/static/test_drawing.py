"""Figures of every kind as they are drawn: what is written in them is what their tables say."""

import pytest

from ipanalytics.core.errors import ReportError
from ipanalytics.monitoring import trajectory
from ipanalytics.report import formatting, style
from ipanalytics.report.charts import bars, pace, time_series
from ipanalytics.report.charts.static import drawing
from ipanalytics.report.maps import choropleth


def chart_of(figure, **given):
    return drawing.draw(style.plain(figure, **given))


def drawn(chart, kind):
    return [mark for group in chart["groups"] for mark in group["marks"] if mark["kind"] == kind]


def written(chart):
    return ["".join(text["lines"]) for group in chart["texts"] for text in group["marks"]]


def test_ordered_bars_say_what_their_table_says(figures):
    shown = bars.draw_provinces(figures, "inventions_in_force")
    chart = chart_of(shown.figure)
    table = shown.table.set_index("地区").iloc[:, -1]
    assert written(chart) == [*table, *reversed(table.index)]
    lengths = [bar["width"] for bar in drawn(chart, "bar")]
    values = [float(text.replace(",", "")) for text in table]
    assert lengths == pytest.approx([value / values[0] * lengths[0] for value in values])
    assert [bar["words"].split("\n")[0] for bar in drawn(chart, "bar")] == [f"{a}：{v}件" for a, v in table.items()]


def test_stacked_columns_reach_as_high_as_their_total(figures):
    shown = time_series.draw_by_type(figures, "610000", "in_force")
    chart, totals = chart_of(shown.figure), [float(text.replace(",", "")) for text in shown.table["合计"]]
    columns = drawn(chart, "bar")
    heights = [sum(bar["height"] for bar in columns[n :: len(totals)]) for n in range(len(totals))]
    assert heights == pytest.approx([total / totals[-1] * heights[-1] for total in totals])
    assert [entry["word"] for entry in chart["legend"]] == ["发明", "实用新型", "外观设计"]


def test_the_rank_is_written_in_its_points(figures):
    shown = bars.draw_rank(figures, "inventions_in_force")
    chart = chart_of(shown.figure)
    points = drawn(chart, "dot")
    assert written(chart)[: len(points)] == list(shown.table["位次"])
    best = min(points, key=lambda point: point["y"])
    assert list(shown.table["位次"])[points.index(best)] == min(shown.table["位次"], key=int)


def test_a_curve_says_month_by_month_what_its_table_says(september):
    trail = next(one for one in trajectory.follow(september, "610000") if one.row["target"] == "T02")
    chart, table = chart_of(pace.draw_pace(trail)), pace.table(trail).set_index("月份")["本年"]
    said = dict(
        mark["words"].split("\n")[0].split(" 本年：") for mark in drawn(chart, "dot") if " 本年：" in mark["words"]
    )
    assert said == {month: value for month, value in table.items() if value}
    assert chart["heading"]["name"] == "逐月"
    assert chart["heading"]["lines"][0] == f"9月{table['9月']}件"


def test_a_map_has_its_places_names_and_classes(figures):
    shown = choropleth.draw_place(figures, "610800")
    chart = chart_of(shown.figure)
    places = [shape for shape in drawn(chart, "shape") if shape["words"]]
    assert len(places) == 12
    assert {shape["words"].split("\n")[0] for shape in places} == {
        f"{unit}：{people}" for unit, people in zip(shown.table["单元"], shown.table.iloc[:, -1], strict=True)
    }
    assert {formatting.place(code) for code in ("610800", "shaanbei")} <= set(written(chart))
    (bold,) = [text for group in chart["texts"] if "font-weight" in group["look"] for text in group["marks"]]
    assert bold["lines"] == ["榆林"]
    assert sum(int(entry["word"].split("（")[1][:-1]) for entry in chart["legend"]) == 12


@pytest.mark.usefixtures("english")
def test_long_names_at_the_edge_of_a_map_stand_word_below_word(figures):
    chart = chart_of(choropleth.draw_place(figures, "610800").figure)
    names = [text["lines"] for group in chart["texts"] for text in group["marks"]]
    assert ["Southern", "Shaanxi"] in names
    assert ["Xi'an"] in names


def test_synthetic_figures_are_stamped(figures):
    figure = bars.draw_population(figures, "610800").figure
    assert chart_of(figure)["stamps"] == []
    (stamp,) = chart_of(figure, is_synthetic=True)["stamps"]
    assert (stamp["text"], stamp["x"], stamp["y"], stamp["turn"]) == ("演示数据", 50, 50, -20)


def test_traces_that_cannot_be_drawn_are_named():
    figure = {"data": [{"type": "pie"}, {"type": "bar", "x": [1], "y": [1]}], "layout": {}}
    with pytest.raises(ReportError, match="traces of type pie can't be drawn on a page; expected bar, scatter"):
        drawing.draw(figure)


def test_a_hidden_trace_is_not_drawn():
    trace = {"type": "bar", "x": [1], "y": [2], "visible": "legendonly"}
    assert drawing.draw({"data": [trace], "layout": {}})["groups"] == []
