import pytest
import shapely

from ipanalytics.catalogue import places
from ipanalytics.core import i18n
from ipanalytics.report import formatting
from ipanalytics.report.maps import choropleth, outlines, unit_map

UNITS = places.codes("unit")


def units_of(figure):
    return {t.meta["area"]: t for t in figure.data if t.type == "scatter" and t.fill == "toself"}


def test_holes_run_the_other_way_so_they_stay_open():
    ring = shapely.box(0, 0, 10, 10)
    path = outlines.path(ring.difference(shapely.box(4, 4, 6, 6)))
    cut = path["x"].index(None)
    outer = shapely.LinearRing(list(zip(path["x"][:cut], path["y"][:cut], strict=True)))
    inner = shapely.LinearRing(list(zip(path["x"][cut + 1 :], path["y"][cut + 1 :], strict=True)))
    assert outer.is_ccw
    assert not inner.is_ccw


def test_商洛_keeps_its_holes_where_长安_has_enclaves():
    holes = [ring for part in shapely.get_parts(outlines.unit_shapes().geometry["611000"]) for ring in part.interiors]
    assert len(holes) == 2


@pytest.mark.parametrize(("small", "times"), [("610403", 6), ("610581", 1.6)])
def test_small_units_are_drawn_again_larger_beside_the_province(figures, small, times):
    grounds = outlines.unit_shapes()
    inset, whole = outlines.insets(grounds)[small], shapely.union_all(grounds.geometry.array)
    assert inset.shape.area == pytest.approx(times**2 * grounds.geometry[small].area)
    assert not inset.frame.intersects(whole)
    assert inset.frame.contains(inset.shape)
    assert inset.line.touches(inset.frame)
    figure = choropleth.draw_place(figures, "610000").figure
    drawn = units_of(figure)[small]
    west, south, east, north = inset.shape.bounds
    points = [(x, y) for x, y in zip(drawn.x, drawn.y, strict=True) if x is not None]
    assert any(west <= x <= east and south <= y <= north for x, y in points)
    name = next(note for note in figure.layout.annotations if note.text == places.name_of(small, short=True))
    assert (name.x, name.y) == inset.name


def test_insets_and_names_keep_apart(figures):
    frames = {code: inset.frame for code, inset in outlines.insets(outlines.unit_shapes()).items()}
    for note in choropleth.draw_place(figures, "610000").figure.layout.annotations:
        middle = shapely.Point(note.x, note.y).buffer(12)
        assert not any(frame.intersects(middle) for frame in frames.values()), note.text


def test_region_outlines_are_stronger_than_unit_outlines(figures):
    figure = choropleth.draw_place(figures, "610000").figure
    thin = {trace.line.width for trace in units_of(figure).values()}
    thick = [trace.line.width for trace in figure.data if trace.type == "scatter" and not trace.fill]
    *regions, frames = thick
    assert len(regions) == 3
    assert min(regions) > max(thin)
    assert frames < min(regions)


def test_neighbours_share_their_borders_on_the_map():
    assert shapely.coverage_is_valid(outlines.unit_shapes().geometry.array)


def test_outlines_leave_out_enclaves_that_the_line_would_cover(figures):
    figure = choropleth.draw_place(figures, "610000").figure
    lines = [trace for trace in figure.data if trace.type == "scatter" and not trace.fill]
    *regions, frames = lines
    assert all(None not in trace.x for trace in regions)
    assert None in units_of(figure)["611000"].x


def test_english_names_on_the_map_of_the_index_keep_apart():
    """Letters are 14 km wide, of regions 16; below a unit's name stands another line."""
    with i18n.using("en"):
        grounds = outlines.unit_shapes()
        boxes = {code: box_of(code, *at) for code, at in outlines.name_points(grounds).items()}
        assert list(outlines.leaders(grounds)) == ["610200"]
        west, north, width, height = unit_map.view()
    view = shapely.box(west, -north - height, west + width, -north)
    assert [code for code, box in boxes.items() if not view.contains(box)] == []
    pairs = [(a, b) for a in boxes for b in boxes if a < b and boxes[a].intersects(boxes[b])]
    assert pairs == []


def box_of(code, x, y):
    is_unit = code in UNITS
    words = [formatting.place(code)] if is_unit else formatting.place(code).split()
    half = max(map(len, words)) * (14 if is_unit else 16) / 2
    return shapely.box(x - half, y - (22 if is_unit else 30 * (len(words) - 1)), x + half, y + 18)


def test_chinese_names_need_no_lines():
    assert outlines.leaders(outlines.unit_shapes()) == {}
