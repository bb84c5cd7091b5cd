"""Places as plotly draws them: rings on plain axes, outlines of regions, the plane they lie in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
import plotly.graph_objects as go
import shapely
from shapely import affinity

from ipanalytics.catalogue import hierarchy
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.catalogue.places import codes, level_of, province
from ipanalytics.core import i18n, project
from ipanalytics.core.i18n import join, quote, say, sentences
from ipanalytics.observations.table import by_table
from ipanalytics.report import formatting
from ipanalytics.report.maps import boundaries

TOLERANCE_KM = 1.2
SMALLEST_OUTLINED_KM2 = 20
FRAME_KM, NAME_KM, MARGIN_KM = 9, 24, 15
MOST_NAMED = 30
# From the middle of a name beside the province to where its line begins; nearer names have none.
LINE_FROM_KM, FAR_KM = (40, -12), 30


class Line(list[float | None]):
    """The numbers of a line that many figures draw: a copy of a figure, and plotly makes several, keeps these."""

    def __deepcopy__(self, _: dict[int, Any]) -> "Line":
        """Return itself."""
        return self


@dataclass(frozen=True)
class Inset:
    """A unit too small to be seen, drawn once more and larger beside the province; all in km.

    `shape` is the enlarged copy, `frame` the box around it, `line` leads from there to the unit,
    `name` is the middle of the name below the frame.
    """

    shape: shapely.Geometry
    frame: shapely.Polygon
    line: shapely.LineString
    name: tuple[float, float]


def unit_shapes(tolerance: float = TOLERANCE_KM) -> gpd.GeoDataFrame:
    """Return the twelve units in the plane (km), simplified together so that borders stay shared."""
    return level_shapes("unit", tolerance=tolerance)


@project.cached_for_project(*boundaries.READ, "data/divisions", most=8)
def level_shapes(level: str, area: str = "", *, tolerance: float = TOLERANCE_KM) -> gpd.GeoDataFrame:
    """Return the places of a level inside an area, in the plane (km), simplified together; nobody changes them."""
    shapes = boundaries.simplified(level, tolerance)
    return shapes[shapes.index.isin(hierarchy.members(area or province(), level))]


@by_table
def insets(shapes: gpd.GeoDataFrame) -> dict[str, Inset]:
    """Return the places that data/divisions/map_insets.csv names, enlarged, on maps of all units or all counties."""
    places = _places("map_insets.csv")
    if set(shapes.index) not in (set(codes("unit")), set(codes("county"))):
        return {}
    return {
        str(code): _inset(shapes.geometry[code], place) for code, place in places.iterrows() if code in shapes.index
    }


def _inset(shape: shapely.Geometry, place: pd.Series) -> Inset:
    west, south, east, north = shape.bounds
    at = (place["x_km"] - (west + east) / 2, place["y_km"] - (south + north) / 2)
    moved = affinity.translate(shape, *at)
    large = affinity.scale(moved, place["factor"], place["factor"], origin=(place["x_km"], place["y_km"]))
    frame = shapely.box(*large.buffer(FRAME_KM).bounds)
    line = shapely.shortest_line(frame, shape.representative_point())
    return Inset(large, frame, line, (place["x_km"], frame.bounds[1] - NAME_KM))


def name_points(shapes: gpd.GeoDataFrame) -> dict[str, tuple[float, float]]:
    """Return the middle of the name of every unit, in km beside a point inside it, and of regions that have a place.

    On other maps names stand inside their places, where they are few. English names are longer, so
    they have offsets of their own.
    """
    inside = {code: shape.representative_point() for code, shape in shapes.geometry.items()}
    offsets = _places("map_labels_english.csv" if i18n.is_english() else "map_labels.csv")
    if set(inside) != set(codes("unit")):
        plain = {str(code): (point.x, point.y) for code, point in inside.items()} if len(inside) <= MOST_NAMED else {}
        return plain | {code: inset.name for code, inset in insets(shapes).items()}
    moved = {str(code): _moved(offset, inside.get(code)) for code, offset in offsets.iterrows()}
    return (
        {str(code): (point.x, point.y) for code, point in inside.items()}
        | moved
        | {code: inset.name for code, inset in insets(shapes).items()}
    )


def leaders(shapes: gpd.GeoDataFrame) -> dict[str, shapely.LineString]:
    """Return lines from the names that stand beside the province to their units, which are too small for them."""
    names, copies, (east, south) = name_points(shapes), insets(shapes), LINE_FROM_KM
    far = {
        code: shape
        for code, shape in shapes.geometry.items()
        if code in names and code not in copies and shape.distance(shapely.Point(names[code])) > FAR_KM
    }
    starts = {code: (names[code][0] + east, names[code][1] + south) for code in far}
    return {code: shapely.LineString([starts[code], shape.representative_point()]) for code, shape in far.items()}


def _moved(offset: pd.Series, point: shapely.Point | None) -> tuple[float, float]:
    return (offset["x_km"] + (point.x if point else 0), offset["y_km"] + (point.y if point else 0))


@project.cached_for_project("data/divisions", most=4)
def _places(name: str) -> pd.DataFrame:
    return pd.read_csv(project.data("divisions", name), dtype={"area": str}).set_index("area")


@by_table
def drawn(shapes: gpd.GeoDataFrame) -> dict[str, dict[str, Line]]:
    """Return x and y of every unit by code; those with an inset are drawn there as well, as one path."""
    copies = insets(shapes)
    both = {
        code: shapely.union_all([shape, copies[code].shape]) if code in copies else shape
        for code, shape in shapes.geometry.items()
    }
    return {code: path(shape) for code, shape in both.items()}


def frames(shapes: gpd.GeoDataFrame, more: Iterable[shapely.LineString] = ()) -> go.Scatter:
    """Return the frames of all insets, the lines to their units, and `more` lines, as one trace."""
    lines = [line for inset in insets(shapes).values() for line in (inset.frame.exterior, inset.line)]
    lines += more
    look = {"color": catalogue_settings.palette()["muted"], "width": 1}
    return go.Scatter(_validate=False, **_joined(lines), mode="lines", line=look, hoverinfo="skip", showlegend=False)


def path(shape: shapely.Geometry) -> dict[str, Line]:
    """Return x and y of all rings, a gap between two; holes run the other way, so they stay open."""
    polygons = shapely.get_parts(shapely.orient_polygons(shape))
    return _joined([ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)])


def _joined(lines: Iterable[shapely.LineString]) -> dict[str, Line]:
    """Return x and y of lines, None between two."""
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        points = shapely.get_coordinates(line).round(1)
        x += [*points[:, 0].tolist(), None]
        y += [*points[:, 1].tolist(), None]
    return {"x": Line(x[:-1]), "y": Line(y[:-1])}


def outlines(shapes: gpd.GeoDataFrame, area: str, level: str = "unit") -> list[Any]:
    """Return lines around the three regions, and around the area that a page is about, where they are on the map."""
    colours = catalogue_settings.palette()
    members = {code: hierarchy.members(code, level) for code in [*codes("region"), area]}
    inside = {code: inner for code, inner in members.items() if inner and set(inner) <= set(shapes.index)}
    regions = [_merged(tuple(shapes.geometry[inside[code]])) for code in codes("region") if code in inside]
    lines = [_outline(shape, colours["region_line"], 2) for shape in regions]
    if level_of(area) == "province" or area not in inside:
        return lines
    return [*lines, _outline(_merged(tuple(shapes.geometry[inside[area]])), colours["accent"], 3.5)]


@lru_cache(maxsize=64)
def _merged(parts: tuple[shapely.Geometry, ...]) -> shapely.Geometry:
    """Merge places and leave out rings so small that a line would cover them (长安's enclaves).

    Every map of a page draws the same outlines, so they are kept.
    """
    large = [part for part in shapely.get_parts(shapely.union_all(parts)) if part.area >= SMALLEST_OUTLINED_KM2]
    return shapely.MultiPolygon([_without_small_holes(part) for part in large])


def _outline(shape: shapely.Geometry, colour: str, width: float) -> go.Scatter:
    look = {"color": colour, "width": width}
    return go.Scatter(_validate=False, **path(shape), mode="lines", line=look, hoverinfo="skip", showlegend=False)


def _without_small_holes(part: shapely.Polygon) -> shapely.Polygon:
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area >= SMALLEST_OUTLINED_KM2]
    return shapely.Polygon(part.exterior, holes)


def plane(shapes: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the layout keys of a map: hidden axes of one scale, and a legend above."""
    west, south, east, north = bounds(shapes)
    hidden = {"visible": False, "fixedrange": True}
    return {
        "xaxis": {**hidden, "range": [west, east], "constrain": "domain"},
        "yaxis": {**hidden, "range": [south, north], "scaleanchor": "x", "constrain": "domain"},
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1.01, "xanchor": "left", "yanchor": "bottom",
                   "traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
    }  # fmt: skip


def bounds(shapes: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a map with its insets, and a margin."""
    whole = [shapely.box(*shapes.total_bounds), *(inset.frame for inset in insets(shapes).values())]
    west, south, east, north = shapely.union_all(whole).buffer(MARGIN_KM).bounds
    return west, south, east, north


def map_note() -> str:
    """Return what stands below every map: its lines and frames, whose borders, and the number of their review."""
    if not boundaries.has_map():
        return credit()
    large = join("、", [formatting.place(str(code)) for code in _places("map_insets.csv").index])
    regions = join("、", map(formatting.place, codes("region")))
    signs = [say("粗线为{regions}的界线", regions=regions)] if regions else []
    signs += [say("方框内是放大的{large}", large=large)] if large else []
    told = join("；", signs) + say("。") if signs else ""
    return sentences(told, say(catalogue_settings.settings().units_note), credit())


def credit() -> str:
    """Return whose borders a map shows, and the number of its review where there is one; that there are none."""
    if not boundaries.has_map():
        return say("没有边界数据，所以没有地图。")
    settings = catalogue_settings.settings()
    whose = settings.boundary_credit_english if i18n.is_english() else settings.boundary_credit
    number = say("；审图号：{number}", number=quote(settings.map_review_number)) if settings.map_review_number else ""
    return f"{whose}{number}{say('。')}"
