from ipanalytics.report.maps import svg
from ipanalytics.report.maps.classes import NO_CLASS
from ipanalytics.report.markup import Drawing

SQUARE = {"x": [0, 2, 2, None, 5, 6, 6], "y": [0, 0, 2, None, 1, 1, 2.04]}


def test_rings_are_closed_and_north_is_up():
    assert svg.path(SQUARE) == "M0 0l2 0 0-2ZM5-1l1 0 0-1Z"


def test_of_an_island_smaller_than_a_step_its_place_is_left():
    assert svg.path({"x": [1.2, 1.3, 1.2, None, 5, 8, 5], "y": [1, 1, 1, None, 5, 5, 5]}) == "M1-1ZM5-5l3 0-3 0Z"


def test_digits_are_those_of_a_km_and_steps_do_not_add_up_their_rounding():
    ring = {"x": [0.04, 0.44, 0.84, 1.24, 1.64], "y": [0, 0, 0, 0, 0]}
    assert svg.path(ring) == "M0 0l1 0 1 0Z"
    assert svg.path(ring, digits=1) == "M0 0l0.4 0 0.4 0 0.4 0 0.4 0Z"


def test_what_has_no_class_has_no_fill():
    assert svg.colour(NO_CLASS, 5) == ""
    assert len({svg.colour(class_, 5) for class_ in range(5)}) == 5


def test_a_legend_stands_beside_its_map():
    legend = [{"fill": "", "hatch": "county-hatch", "word": "无数据", "count": "3个区县"}]
    drawing = svg.with_legend(Drawing("drawings/unit_map.svg.j2", {"map": {"alt": "图"}}), legend, hint="点选")
    assert drawing.context["map"] == {"template": "drawings/unit_map.svg.j2", "alt": "图"}
    assert (drawing.context["legend"], drawing.context["hint"], drawing.context["weakest"]) == (legend, "点选", [])
