import pandas as pd
import pytest
import shapely

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import i18n
from ipanalytics.observations import table
from ipanalytics.report import formatting
from ipanalytics.report.maps import choropleth, outlines, unit_map

UNITS = places.codes("unit")


def population(values, status="final"):
    return pd.DataFrame(
        [
            [area, "population", "2020-11-01", float(v), "人", "shaanxi_census_2020_reprint", status, "表"]
            for area, v in values.items()
        ],
        columns=table.COLUMNS,
    )


def units_of(figure):
    return {t.meta["area"]: t for t in figure.data if t.type == "scatter" and t.fill == "toself"}


def test_one_filled_path_a_unit(figures):
    assert set(units_of(choropleth.draw_place(figures, "610000").figure)) == set(UNITS)


def test_only_units_without_a_figure_are_hatched():
    drawn = units_of(choropleth.draw_place(population({"610100": 5e6, "610800": 3e6}), "610000").figure)
    hatched = {area for area, trace in drawn.items() if trace.fillpattern.shape == "/"}
    assert hatched == set(UNITS) - {"610100", "610800"}
    assert "无数据" in drawn["610403"].text


def test_breaks_are_recorded_in_the_figure(figures):
    figure = choropleth.draw_place(figures, "610000").figure
    assert figure.layout.meta["breaks"] == list(indicators.indicator("population").breaks)


def test_breaks_do_not_depend_on_the_values():
    small = choropleth.draw_place(population({"610100": 1.0}), "610000").figure
    large = choropleth.draw_place(population({"610100": 9e9}), "610000").figure
    assert small.layout.meta["breaks"] == large.layout.meta["breaks"]


def test_legend_counts_every_class_also_empty_ones():
    figure = choropleth.draw_place(population({"610100": 5e6}), "610000").figure
    names = [trace.name for trace in figure.data if trace.type == "bar"]
    assert names == [
        "50万人及以下（0）",
        "50万—100万人（0）",
        "100万—250万人（0）",
        "250万—400万人（0）",
        "400万人以上（1）",
        "无数据（11）",
    ]


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


def test_every_unit_and_region_is_named_once(figures):
    notes = [note.text for note in choropleth.draw_place(figures, "610000").figure.layout.annotations]
    expected = [places.name_of(code, short=True) for code in [*UNITS, *places.codes("region")]]
    assert sorted(notes) == sorted(expected)


@pytest.mark.parametrize(
    ("area", "bold"), [("610800", {"榆林"}), ("shaannan", {"汉中", "安康", "商洛"}), ("610000", set())]
)
def test_the_area_of_the_page_is_named_in_bold(figures, area, bold):
    notes = choropleth.draw_place(figures, area).figure.layout.annotations
    assert {note.text.strip("</b>") for note in notes if note.text.startswith("<b>")} == bold


def test_region_outlines_are_stronger_than_unit_outlines(figures):
    figure = choropleth.draw_place(figures, "610000").figure
    thin = {trace.line.width for trace in units_of(figure).values()}
    thick = [trace.line.width for trace in figure.data if trace.type == "scatter" and not trace.fill]
    *regions, frames = thick
    assert len(regions) == 3
    assert min(regions) > max(thin)
    assert frames < min(regions)


def test_published_map_takes_the_period_that_most_units_have(figures):
    made = choropleth.draw_published(figures, "610000", "inventions_in_force_per_10k")
    assert made.title == "每万人口有效发明专利拥有量：只找到西安2021年末的数（46.79件/万人），其余11个单元无数据"


def test_map_without_any_figure_says_so_instead_of_drawing():
    made = choropleth.draw_published(table.empty(), "610000", "trademarks_in_force")
    assert made.figure is None
    assert "无数据" in made.title


def test_a_synthetic_value_marks_the_map():
    assert choropleth.draw_place(population({"610100": 5e6}, "synthetic"), "610000").is_synthetic


def test_note_names_boundary_credit_and_review_number(figures, monkeypatch):
    import dataclasses

    settings = dataclasses.replace(catalogue_settings.settings(), map_review_number="陕S(2026)001号")
    assert "公开使用前须送审" in choropleth.draw_place(figures, "610000").note
    monkeypatch.setattr(catalogue_settings, "settings", lambda: settings)
    assert "审图号：陕S(2026)001号" in choropleth.draw_place(figures, "610000").note


def test_neighbours_share_their_borders_on_the_map():
    assert shapely.coverage_is_valid(outlines.unit_shapes().geometry.array)


def test_title_of_the_province_is_made_from_the_figures(figures):
    assert choropleth.draw_place(figures, "610000").title == "十二个单元分属关中、陕北、陕南，关中占全省人口65.5%"
    assert choropleth.draw_place(table.empty(), "610000").title == "十二个单元分属关中、陕北、陕南"


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
