import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_index_equal
from shapely.affinity import translate

from ipanalytics.catalogue import hierarchy
from ipanalytics.core import project
from ipanalytics.core.errors import BoundaryError, CatalogueError
from ipanalytics.report.maps import boundaries

CITIES = [f"61{n:02}00" for n in range(1, 11)]
UNITS = sorted([*CITIES, "610403", "610581"])
BOWTIE = shapely.Polygon([(108, 35), (109, 36), (109, 35), (108, 36)])
WEST, EAST = shapely.box(108, 35, 109, 36), shapely.box(109, 35, 110, 36)
TITLE = '{"type":"FeatureCollection","features":['


@pytest.fixture
def counties():
    return boundaries.load("county")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "data").symlink_to(project.data())
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    (tmp_path / "maps").mkdir()
    return tmp_path / "maps"


def km2(frame):
    return boundaries.project(frame).area


def cover(frame):
    return shapely.union_all(frame.geometry.array)


def faults(counties, codes):
    with pytest.raises(BoundaryError) as caught:
        boundaries.check(counties, codes)
    return str(caught.value).split("\n  ")[1:]


def squares(*shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), index=["a", "b"], crs="EPSG:4326")


def reshaped(counties, **shapes):
    frame = counties.copy()
    for name, shape in shapes.items():
        frame.loc[name.removeprefix("c"), "geometry"] = shape
    return frame


def points(shape):
    return {tuple(point) for point in shapely.get_coordinates(shape)}


@pytest.mark.parametrize(
    ("level", "count"), [("county", 107), ("city", 10), ("unit", 12), ("region", 3), ("province", 1)]
)
def test_each_level_has_its_number_of_areas(level, count):
    assert len(boundaries.load(level)) == count


@pytest.mark.parametrize("level", boundaries.LEVELS)
def test_every_level_is_a_sorted_frame_of_sound_shapes_that_fit_together(level):
    frame = boundaries.load(level)
    assert list(frame.columns) == ["geometry"]
    assert frame.crs == "EPSG:4326"
    assert frame.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.array, gap_width=boundaries.GAP_WIDTH)
    expected = pd.Index(sorted(set(hierarchy.membership(level))), name="area", dtype="str")
    assert_index_equal(frame.index, expected)


@pytest.mark.parametrize("level", boundaries.LEVELS)
def test_every_level_covers_the_same_ground(level, counties):
    whole = cover(boundaries.load(level))
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.equals(cover(counties))


@pytest.mark.parametrize("level", boundaries.LEVELS)
def test_outer_rings_run_counterclockwise_and_holes_clockwise(level):
    parts = shapely.get_parts(boundaries.load(level).geometry.array)
    assert all(part.exterior.is_ccw for part in parts)
    assert not any(hole.is_ccw for part in parts for hole in part.interiors)


def test_units_are_the_twelve():
    assert list(boundaries.load("unit").index) == UNITS


def test_province_has_its_official_area_within_half_a_percent():
    assert km2(boundaries.load("province")).item() == pytest.approx(205_600, rel=0.005)


@pytest.mark.parametrize(("unit", "area"), [("610581", 1_598), ("610403", 136)])
def test_hancheng_and_yangling_have_their_own_area(unit, area):
    assert km2(boundaries.load("unit"))[unit] == pytest.approx(area, abs=1)


@pytest.mark.parametrize(("rest", "cut"), [("610500", "610581"), ("610400", "610403")])
def test_hancheng_and_yangling_are_cut_from_weinan_and_xianyang(rest, cut):
    units, cities = boundaries.load("unit").geometry, boundaries.load("city").geometry
    assert shapely.union(units[rest], units[cut]).equals(cities[f"{rest}+{cut}"])
    assert not shapely.relate_pattern(units[rest], units[cut], "T********")


def test_neighbours_share_every_point_of_their_border(counties):
    shapes = counties.geometry
    border = shapely.intersection(shapes["610116"], shapes["611026"])
    assert border.length > 0.1
    assert points(border) <= points(shapes["610116"]) & points(shapes["611026"])


def test_units_keep_the_very_points_of_their_counties(counties):
    assert points(cover(boundaries.load("unit"))) <= points(counties.geometry.array)


def test_two_enclaves_of_changan_survive_inside_zhashui(counties):
    changan, zhashui = counties.geometry["610116"], counties.geometry["611026"]
    enclaves = [shapely.Polygon(ring) for ring in zhashui.interiors]
    assert len(enclaves) == 2
    assert all(any(part.equals(enclave) for part in changan.geoms) for enclave in enclaves)


def test_two_enclaves_of_xian_survive_inside_shangluo():
    units = boundaries.load("unit").geometry
    assert len(units["610100"].geoms) == 3
    assert len(units["611000"].interiors) == 2


def test_counties_in_force_are_the_counties_drawn(counties):
    assert set(counties.index) == set(hierarchy.membership("county").index)


def test_callers_cannot_spoil_what_others_load():
    frame = boundaries.load("unit")
    frame.loc["610100", "geometry"] = shapely.Point(0, 0)
    assert boundaries.load("unit").geometry["610100"].geom_type == "MultiPolygon"


@pytest.mark.parametrize("level", ["nation", "subprovincial", "town", ""])
def test_level_without_a_map_is_refused_with_the_levels_there_are(level):
    with pytest.raises(CatalogueError, match="county, city, unit, region, province"):
        boundaries.load(level)


@pytest.mark.parametrize(
    "text",
    [
        None,  # no file at all
        "",
        "{",
        "[]",
        "{}",
        '{"type":"FeatureCollection","features":[]}',
        TITLE + '{"type":"Feature","properties":{},"geometry":null}]}',
        TITLE + '{"type":"Feature","properties":{"code":"610102"},"geometry":null}]}',
        TITLE + '{"type":"Feature","properties":{"code":610102},"geometry":null}]}',
        TITLE + '{"type":"Feature","properties":null,"geometry":null}]}',
        TITLE + '{"properties":{"code":"610102"},"geometry":{"type":"Polygon","coordinates":[[[1,2]]]}}]}',
        TITLE + '{"properties":{"code":"610102"},"geometry":{"type":"Polygon","coordinates":"x"}}]}',
        TITLE + '{"properties":{"code":"610102"},"geometry":{"type":"Blob","coordinates":[]}}]}',
        "version https://git-lfs.github.com/spec/v1\n",
    ],
)
def test_missing_or_damaged_file_is_named_with_what_to_run(folder, text):
    if text is not None:
        (folder / "counties.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(BoundaryError, match=r"(?s)counties\.geojson is missing.*python .*build_counties\.py"):
        boundaries.load("unit")


def test_file_cut_short_is_damaged(folder):
    content = (project.CHECKOUT / "maps" / "counties.geojson").read_bytes()
    (folder / "counties.geojson").write_bytes(content[: len(content) // 2])
    with pytest.raises(BoundaryError, match="missing or damaged"):
        boundaries.load("county")


def test_file_that_changes_is_read_again(folder):
    content = (project.CHECKOUT / "maps" / "counties.geojson").read_bytes()
    (folder / "counties.geojson").write_bytes(content)
    boundaries.load("county")
    (folder / "counties.geojson").unlink()
    with pytest.raises(BoundaryError, match="missing or damaged"):
        boundaries.load("county")


def test_sound_map_passes_the_check(counties):
    boundaries.check(counties, counties.index)


def test_missing_unknown_and_repeated_codes_are_reported_together(counties):
    codes = ["610199", *counties.index.drop("610111")]
    doubled = pd.concat([counties, counties.loc[["610102"]]])
    assert faults(doubled, codes) == ["'610102' is there twice", "'610111' is unknown", "'610199' is missing"]


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        (None, "has an empty shape"),
        (shapely.Polygon(), "has an empty shape"),
        (BOWTIE, "has a Polygon that is no sound area: Self-intersection[108.5 35.5]"),
        (shapely.LineString([(108, 35), (109, 36)]), "has a LineString that is no sound area: Valid Geometry"),
    ],
)
def test_shape_that_is_no_area_is_reported_with_its_reason(counties, shape, fault):
    assert f"'610102' {fault}" in faults(reshaped(counties, c610102=shape), counties.index)


def test_moved_county_overlaps_and_tears(counties):
    moved = reshaped(counties, c611026=translate(counties.geometry["611026"], 0.01, 0))
    found = faults(moved, counties.index)
    assert "'610116' overlaps '611026'" in found
    assert "'611026' and a neighbour differ in their border" in found
    assert any(fault.startswith("a gap near 109.") for fault in found)


def test_county_inside_another_overlaps_it(counties):
    whole = shapely.Polygon(counties.geometry["611026"].exterior)
    assert "'610116' overlaps '611026'" in faults(reshaped(counties, c611026=whole), counties.index)


def test_missing_county_inside_the_province_leaves_a_gap_where_it_was(counties):
    found = faults(counties.drop("611026"), counties.index)
    assert found[0] == "'611026' is missing"
    assert [fault[:17] for fault in found if fault.startswith("a gap")] == ["a gap near 109.25"]


def test_narrow_tear_open_to_the_outside_is_reported():
    found = faults(squares(WEST, shapely.box(109.0005, 35, 110, 36)), ["a", "b"])
    assert found[:2] == [f"{name!r} and a neighbour differ in their border" for name in "ab"]


def test_point_on_one_side_of_a_border_only_is_reported():
    found = faults(squares(WEST, shapely.segmentize(EAST, 0.5)), ["a", "b"])
    assert found[:2] == [f"{name!r} and a neighbour differ in their border" for name in "ab"]


def test_squares_that_fit_have_no_fault_but_their_area():
    assert [fault[:9] for fault in faults(squares(WEST, EAST), ["a", "b"])] == ["the whole"]


def test_area_off_by_more_than_half_a_percent_is_reported(counties):
    found = faults(counties.drop("610802"), counties.index)
    assert any(fault.startswith("the whole has 198,") and "205,600" in fault for fault in found)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_degrees_in_the_wrong_order_are_reported_as_a_wrong_area(counties):
    swapped = counties.set_geometry(shapely.transform(counties.geometry.array, np.fliplr), crs="EPSG:4326")
    assert any(fault.startswith("the whole has") for fault in faults(swapped, counties.index))


def test_map_without_a_single_sound_shape_reports_every_county(counties):
    blank = counties.set_geometry(gpd.GeoSeries(None, index=counties.index, crs="EPSG:4326"))
    found = faults(blank, counties.index)
    assert sum("empty shape" in fault for fault in found) == 107


def test_county_without_area_and_area_without_shape_are_both_refused(counties):
    membership = hierarchy.membership("unit").rename({"610102": "610199"})
    with pytest.raises(BoundaryError) as caught:
        boundaries.dissolve(counties, membership)
    assert str(caught.value).split("\n  ")[1:] == ["610102", "610199"]


def test_county_whose_area_is_unknown_is_refused(counties):
    membership = hierarchy.membership("unit")
    membership["610102"] = None
    with pytest.raises(BoundaryError, match="610102"):
        boundaries.dissolve(counties, membership)


def test_two_squares_dissolve_to_one_area():
    areas = boundaries.dissolve(squares(WEST, EAST), pd.Series({"b": "ab", "a": "ab"}))
    assert areas.geometry["ab"].equals(shapely.box(108, 35, 110, 36))
    assert areas.index.name == "area"


def test_plane_is_in_kilometres_with_north_up_at_xian():
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy([108.9, 108.9], [34, 35]), crs="EPSG:4326")
    low, high = boundaries.project(places).geometry
    assert low.x == pytest.approx(high.x, abs=1e-6)
    assert high.y - low.y == pytest.approx(111, abs=1)


def test_projecting_twice_changes_nothing(counties):
    plane = boundaries.project(counties)
    assert boundaries.project(plane).geometry.geom_equals_exact(plane.geometry, 0).all()


@pytest.mark.parametrize("level", ["county", "unit"])
@pytest.mark.parametrize("tolerance_km", [0, 1, 5])
def test_simplified_areas_still_fit_together(level, tolerance_km):
    frame = boundaries.simplify(boundaries.load(level), tolerance_km)
    assert frame.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.array)
    assert not cover(frame).interiors
    assert frame.area.sum() == pytest.approx(205_650, rel=0.001)


def test_simplifying_drops_points_but_no_enclave(counties):
    frame = boundaries.simplify(counties, 2)
    before, after = (shapely.get_num_coordinates(f.geometry.array).sum() for f in (counties, frame))
    assert after < before / 3
    assert len(frame.geometry["611026"].interiors) == 2


def test_units_of_simplified_counties_keep_to_their_borders(counties):
    coarse = boundaries.simplify(counties, 2)
    units = boundaries.dissolve(coarse, hierarchy.membership("unit"))
    assert units.crs == coarse.crs
    assert points(units.geometry.array) <= points(coarse.geometry.array)


def test_simplified_rings_keep_their_direction(counties):
    parts = shapely.get_parts(boundaries.simplify(counties, 2).geometry.array)
    assert all(part.exterior.is_ccw for part in parts)
    assert not any(hole.is_ccw for part in parts for hole in part.interiors)


@pytest.mark.parametrize("tolerance_km", [-1, float("nan")])
def test_tolerance_below_zero_is_refused(counties, tolerance_km):
    with pytest.raises(BoundaryError, match="must be 0 or more"):
        boundaries.simplify(counties, tolerance_km)


def test_without_a_plane_one_is_made_in_which_the_whole_has_as_many_squares_as_shaanxi(home):
    path = home / "data" / "catalogue" / "settings.yaml"
    text = path.read_text("utf-8")
    start = text.index("map_plane:")
    path.write_text(text[:start] + 'map_plane: ""' + text[text.index("\n", start) :], "utf-8")
    assert "+to_meter=" in boundaries.plane()
    assert boundaries.project(boundaries.load("county")).area.sum() == pytest.approx(boundaries.LIKE_KM2, rel=0.001)


def test_a_project_without_borders_says_so(home):
    path = home / "data" / "catalogue" / "settings.yaml"
    path.write_text(path.read_text("utf-8") + "has_map: false\n", "utf-8")
    assert not boundaries.has_map()
    with pytest.raises(BoundaryError, match="has no borders"):
        boundaries.load("unit")
