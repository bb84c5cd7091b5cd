from ipanalytics.report.charts.static import axes, labels, marks
from ipanalytics.report.charts.static.marks import Frame
from ipanalytics.report.charts.static.scales import Scale

PROVINCES = Frame(Scale(0, 10), Scale(-0.5, 1.5, ("甲", "内蒙古")))


def laid(layout=None, frame=PROVINCES, texts=()):
    return axes.laid_out(list(texts), {"height": 300, "xaxis": {"visible": False}, **(layout or {})}, frame)


def test_names_of_bars_have_their_room_on_the_left():
    found = laid()
    assert found["pads"][3] == labels.width("内蒙古") + axes.BESIDE
    assert [text["lines"] for text in found["texts"]] == [["甲"], ["内蒙古"]]


def test_a_value_beyond_the_drawing_has_room_on_the_right():
    assert laid(texts=[marks.label("1,295.3", 100.0, 50.0, anchor="start")])["pads"][1] > 3


def test_a_value_above_the_drawing_has_room_at_the_top():
    assert laid(texts=[marks.label("25.83", 50.0, 0.0, dy=-0.35)])["pads"][0] == 1.35


def test_the_height_is_the_figures_less_what_stands_around():
    assert laid({"margin": {"t": 68}})["height"] == 300 - 68 - 8
    assert laid({"barmode": "stack"})["height"] == 300 - 16 - axes.LEGEND


def test_titles_stand_below_and_above_their_axes():
    axis = {"range": [0, 1], "title": {"text": "常住人口"}}
    found = laid({"xaxis": axis, "yaxis": axis}, Frame(Scale(0, 1), Scale(0, 1)))
    below, above = found["texts"][-2:]
    assert (below["y"], below["anchor"]) == (100, "end")
    assert (above["y"], above["anchor"]) == (0, "start")
    assert found["pads"][0] > 1.5
    assert found["pads"][2] > 2.5


def test_lines_stand_at_round_values_and_bars_begin_at_a_darker_one():
    found = axes.grid({"yaxis": {"nticks": 4}}, Frame(Scale(0, 1), Scale(0, 100)))
    assert [line["y"] for line in found] == [100, 50, 0]
    assert found[0]["stroke"] != found[1]["stroke"]
    assert axes.grid({"yaxis": {"showgrid": False}}, Frame(Scale(0, 1), Scale(0, 100))) == []


def test_bars_to_both_sides_have_a_line_between():
    (line,) = axes.grid({}, Frame(Scale(-5, 15), Scale(-0.5, 0.5, ("甲",))))
    assert (line["x"], line["y"]) == (25, None)
    assert axes.grid({}, PROVINCES) == []
