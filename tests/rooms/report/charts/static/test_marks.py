import pytest

from ipanalytics.report.charts.static import marks
from ipanalytics.report.charts.static.marks import Frame
from ipanalytics.report.charts.static.scales import Scale

UNIT = Frame(Scale(0, 10), Scale(0, 100))


def drawn(trace, frame=UNIT):
    return list(marks.scatter({"type": "scatter", **trace}, frame))


def places(found, *keys):
    return [tuple(round(mark[key], 6) for key in keys) for mark in found]


def test_stacked_bars_stand_on_one_another():
    traces = [{"x": [1, 2], "y": [10, 20]}, {"x": [1, 2], "y": [5, None]}]
    found = list(marks.bars(traces, {"barmode": "stack", "bargap": 0.5}, UNIT))
    assert places(found, "x", "y", "width", "height") == [(7.5, 90, 5, 10), (17.5, 80, 5, 20), (7.5, 85, 5, 5)]


def test_bars_of_two_traces_stand_beside_one_another():
    frame = Frame(Scale(0, 10), Scale(-0.5, 1.5, ("甲", "乙")))
    traces = [{"x": [4], "y": ["甲"], "orientation": "h"}, {"x": [6], "y": ["甲"], "orientation": "h"}]
    found = list(marks.bars(traces, {"barmode": "group", "bargap": 0}, frame))
    assert places(found, "x", "y", "width", "height") == [(0, 75, 40, 25), (0, 50, 60, 25)]


@pytest.mark.parametrize(("value", "anchor", "x"), [(5.0, "start", 75), (-5.0, "end", 25)])
def test_a_bars_value_stands_beyond_its_end(value, anchor, x):
    frame = Frame(Scale(-10, 10), Scale(-0.5, 0.5, ("甲",)))
    trace = {"x": [value], "y": ["甲"], "orientation": "h", "texttemplate": "%{x:,.1f}", "textposition": "outside"}
    bar, label = marks.bars([trace], {}, frame)
    assert label["anchor"] == anchor
    assert label["lines"] == [f"{value:.1f}".replace("-", "−")]
    assert (label["x"], round(label["y"])) == (x, 50)
    assert bar["words"] == f"{f'{value:g}'.replace('-', '−')}\n甲"


def test_a_missing_value_leaves_a_gap_and_no_point():
    found = drawn(
        {"x": [0, 1, 2, 3, 4], "y": [0, 50, None, 100, 0], "mode": "lines+markers", "line": {"color": "#123"}}
    )
    assert [mark["points"] for mark in found if mark["kind"] == "line"] == [
        [(0, 100), (10, 50)], [(30, 0), (40, 100)],
    ]  # fmt: skip
    assert len([mark for mark in found if mark["kind"] == "dot"]) == 4
    assert {mark["look"].get("stroke", mark["look"].get("fill")) for mark in found} == {"#123"}


def test_a_line_without_points_is_touched_where_they_would_be():
    trace = {"x": [0, 1], "y": [0, 1], "mode": "lines", "line": {"dash": "dash"}}
    line, *spots = drawn(trace)
    assert line["look"]["stroke-dasharray"] == "6 4"
    assert {spot["look"]["fill"] for spot in spots} == {"transparent"}
    assert len(drawn({**trace, "hoverinfo": "skip"})) == 1


def test_texts_stand_where_the_trace_says():
    trace = {"x": [5], "y": [50], "mode": "markers+text", "text": ["12"], "marker": {"size": 13}}
    dy = {
        place: drawn({**trace, "textposition": place})[1]["dy"]
        for place in ("top center", "middle center", "bottom center")
    }
    assert dy["top center"] < 0 < dy["middle center"] < dy["bottom center"]
    right = drawn({**trace, "textposition": "middle right"})[1]
    assert (right["anchor"], right["dx"] > 0.5) == ("start", True)


def test_a_tick_is_a_stroke():
    marker = {"symbol": "line-ns-open", "size": 14, "color": "#111", "line": {"width": 2}}
    (stroke,) = drawn({"x": [5], "y": [50], "mode": "markers", "marker": marker})
    assert (stroke["kind"], stroke["radius"], stroke["look"]) == ("stroke", 7, {"stroke": "#111", "stroke-width": 2})


def test_an_outline_without_colour_is_hatched_and_says_what_its_place_has():
    trace = {
        "x": [0, 1, 1], "y": [0, 0, 1], "fill": "toself", "fillpattern": {"shape": "/"}, "hoverinfo": "text",
        "text": "榆林：无数据<br>2022年", "meta": {"area": "610800"}, "line": {"color": "#a9b8c4", "width": 2},
    }  # fmt: skip
    shape = marks.shape(trace, pixel=2.5)
    assert (shape["fill"], shape["words"], shape["area"]) == ("", "榆林：无数据\n2022年", "610800")
    assert shape["look"] == {"stroke": "#a9b8c4", "stroke-width": "5"}
