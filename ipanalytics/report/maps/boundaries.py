"""Boundaries of each level, all made from one file of counties, and the plane they are drawn in.

Neighbours share every point of their border, so larger areas are made by
erasing borders: nothing is moved, and no sliver appears.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from ipanalytics.catalogue import hierarchy, places, settings
from ipanalytics.core import project as core_project
from ipanalytics.core.errors import BoundaryError, CatalogueError, listed

FILE, SCRIPT = "counties.geojson", "build_counties.py"
READ = (f"maps/{FILE}", "data/catalogue/settings.yaml", *places.FILES)
LEVELS = ("county", "city", "unit", "region", "province")
WGS84 = "EPSG:4326"
AREA_TOLERANCE = 0.005
# Degrees, about 100 m: borders that run so close without touching were torn apart.
GAP_WIDTH = 0.001
# In km, for sizes: no place needs a plane of its own.
EQUAL_AREA = "+proj=cea +datum=WGS84 +units=km"
LIKE_KM2 = 205_600
INSIDES_MEET = "T********"


def has_map() -> bool:
    """Say whether the project has borders; without them nothing is drawn of places."""
    return settings.settings().has_map


def load(level: str) -> gpd.GeoDataFrame:
    """Return a level's areas in WGS84, sorted by code: index "area", one column, geometry.

    Outer rings run counterclockwise, holes clockwise. The frame is the caller's own.

    Raises
    ------
    BoundaryError
        When the county file is missing or damaged; says how to make it again.
    CatalogueError
        When there is no map of the level.
    """
    if level not in LEVELS:
        raise CatalogueError(f"there is no map of level {level!r}: expected one of {', '.join(LEVELS)}")
    if not has_map():
        raise BoundaryError(f"the project has no borders (settings.yaml: has_map); python maps/{SCRIPT} writes them")
    return _load(level).copy()


@core_project.cached_for_project(*READ)
def _load(level: str) -> gpd.GeoDataFrame:
    membership = hierarchy.membership(level)
    if level == "county":
        return _read_checked(core_project.maps() / FILE, membership.index)
    return dissolve(_load("county"), membership)


def _read_checked(path: Path, codes: Iterable[str]) -> gpd.GeoDataFrame:
    try:
        frame = gpd.GeoDataFrame.from_features(json.loads(path.read_text(encoding="utf-8"))["features"], crs=WGS84)
        counties = frame.set_index("code").rename_axis("area")[["geometry"]].sort_index()
        check(counties, codes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        msg = f"{path} is missing or damaged; run: python {path.with_name(SCRIPT)}"
        raise BoundaryError(f"{msg}\n{error}") from error
    return counties


def simplified(level: str, tolerance_km: float) -> gpd.GeoDataFrame:
    """Return a level's areas as `simplify` makes them, made once a process; the frame is the caller's own."""
    return _simplified(level, tolerance_km).copy()


@core_project.cached_for_project(*READ)
def _simplified(level: str, tolerance_km: float) -> gpd.GeoDataFrame:
    return simplify(load(level), tolerance_km)


def dissolve(counties: gpd.GeoDataFrame, membership: pd.Series) -> gpd.GeoDataFrame:
    """Return the areas that counties make up, given each county's area, by erasing inner borders.

    Simplified counties make areas whose borders are those of the simplified counties.
    """
    placed = membership.dropna()
    if strays := set(counties.index) ^ set(placed.index):
        raise BoundaryError(listed("counties without a shape or without an area:", strays))
    areas = counties.dissolve(by=placed.reindex(counties.index), method="coverage")
    return _wound(areas[["geometry"]].rename_axis("area").sort_index())


def _wound(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(shapely.orient_polygons(frame.geometry.array), crs=frame.crs)


def project(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in the plane, north up: in km, or in the lengths of `plane`."""
    return frame.to_crs(plane())


@core_project.cached_for_project(*READ)
def plane() -> str:
    """Return the plane of settings.yaml, else an Albers plane whose parallels part the map's height by 1 : 4 : 1.

    Its length is such that the whole has LIKE_KM2 of its squares: names, lines and what is simplified were chosen for a
    province of so many km², and suit a large one and a city alike.
    """
    if chosen := settings.settings().map_plane:
        return chosen
    counties = _load("county")
    west, south, east, north = counties.total_bounds
    part = (north - south) / 6
    middle = f"+lat_0={(south + north) / 2:.2f} +lon_0={(west + east) / 2:.2f}"
    shape = f"+proj=aea {middle} +lat_1={south + part:.2f} +lat_2={north - part:.2f} +datum=WGS84"
    length = (counties.to_crs(EQUAL_AREA).area.sum() / LIKE_KM2) ** 0.5
    return f"{shape} +to_meter={1000 * length:.1f}"


def simplify(frame: gpd.GeoDataFrame, tolerance_km: float) -> gpd.GeoDataFrame:
    """Return the frame in the plane with fewer points; neighbours still share their borders.

    A corner goes when it spans a triangle smaller than about the tolerance squared.
    """
    if not tolerance_km >= 0:
        raise BoundaryError(f"the tolerance is {tolerance_km} km; it must be 0 or more")
    plane = project(frame)
    shapes = shapely.coverage_simplify(plane.geometry.array, tolerance_km)
    return _wound(plane.set_geometry(shapes, crs=plane.crs))


def check(counties: gpd.GeoDataFrame, codes: Iterable[str]) -> None:
    """Refuse a map whose counties aren't those of the codes, or don't fit together.

    Raises
    ------
    BoundaryError
        Names every fault of codes, shapes and borders, and of the area of the whole; without an area in
        settings.yaml (`map_km2`) borders are taken as the source has them.
    """
    shapes = counties.geometry
    usable = shapes.geom_type.isin(["Polygon", "MultiPolygon"]) & shapes.is_valid & ~shapes.is_empty
    sound = shapes[usable & ~shapes.index.duplicated()]
    broken = (f"{area!r} {_shape_fault(shape)}" for area, shape in shapes[~usable].items())
    measured = [*_border_faults(sound), *_area_faults(sound)] if settings.settings().map_km2 else []
    faults = [*_code_faults(shapes.index, set(codes)), *broken, *measured]
    if faults:
        raise BoundaryError(listed(f"faults in the map of counties: {len(faults)}", faults))


def _code_faults(drawn: pd.Index, codes: set[str]) -> Iterator[str]:
    yield from (f"{code!r} is missing" for code in codes - set(drawn))
    yield from (f"{code!r} is unknown" for code in set(drawn) - codes)
    yield from (f"{code!r} is there twice" for code in set(drawn[drawn.duplicated()]))


def _shape_fault(shape: shapely.Geometry | None) -> str:
    if shape is None or shape.is_empty:
        return "has an empty shape"
    return f"has a {shape.geom_type} that is no sound area: {shapely.is_valid_reason(shape)}"


def _border_faults(sound: gpd.GeoSeries) -> Iterator[str]:
    names, shapes = sound.index, sound.array
    left, right = sound.sindex.query(shapes, predicate="intersects")
    meet = (left < right) & shapely.relate_pattern(shapes[left], shapes[right], INSIDES_MEET)
    yield from (f"{names[a]!r} overlaps {names[b]!r}" for a, b in zip(left[meet], right[meet], strict=True))
    ragged = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes, gap_width=GAP_WIDTH))
    yield from (f"{name!r} and a neighbour differ in their border" for name in names[ragged])
    parts = shapely.get_parts(shapely.union_all(shapes))
    holes = [ring.centroid for part in parts for ring in part.interiors]
    yield from (f"a gap near {middle.x:.3f}° E {middle.y:.3f}° N" for middle in holes)


def _area_faults(sound: gpd.GeoSeries) -> Iterator[str]:
    area, expected = sound.to_crs(EQUAL_AREA).area.sum(), settings.settings().map_km2
    if not abs(area / expected - 1) <= AREA_TOLERANCE:
        yield f"the whole has {area:,.0f} km², the province about {expected:,.0f}"
