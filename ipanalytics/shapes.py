"""Places as plotly draws them: rings on plain axes, outlines of regions, the plane they lie in."""

from functools import lru_cache
from typing import Any

import geopandas as gpd
import plotly.graph_objects as go
import shapely

from ipanalytics import boundaries, catalogue, divisions

TOLERANCE_KM = 0.8
SMALLEST_OUTLINED_KM2 = 20


def unit_shapes(tolerance: float = TOLERANCE_KM) -> gpd.GeoDataFrame:
    """Return the twelve units in the plane (km), simplified together so that borders stay shared."""
    return boundaries.simplify(boundaries.load("unit"), tolerance)


def path(shape: shapely.Geometry) -> dict[str, list[float | None]]:
    """Return x and y of all rings, a gap between two; holes run the other way, so they stay open."""
    x: list[float | None] = []
    y: list[float | None] = []
    for polygon in shapely.get_parts(shapely.orient_polygons(shape)):
        for ring in [polygon.exterior, *polygon.interiors]:
            points = shapely.get_coordinates(ring).round(2)
            x += [*points[:, 0].tolist(), None]
            y += [*points[:, 1].tolist(), None]
    return {"x": x[:-1], "y": y[:-1]}


def outlines(shapes: gpd.GeoDataFrame, area: str) -> list[Any]:
    """Return lines around the three regions, and around the area that a page is about."""
    colours = catalogue.palette()
    regions = {
        region: _merged(tuple(shapes.geometry[divisions.members(region)])) for region in divisions.codes("region")
    }
    drawn = [_outline(shape, colours["region_line"], 2) for shape in regions.values()]
    if divisions.level_of(area) == "province":
        return drawn
    return [
        *drawn,
        _outline(_merged(tuple(shapes.geometry[divisions.members(area)])), colours["accent"], 3.5),
    ]


@lru_cache(maxsize=64)
def _merged(parts: tuple[shapely.Geometry, ...]) -> shapely.Geometry:
    """Merge places and leave out rings so small that a line would cover them (长安's enclaves).

    Every map of a page draws the same outlines, so they are kept.
    """
    large = [part for part in shapely.get_parts(shapely.union_all(parts)) if part.area >= SMALLEST_OUTLINED_KM2]
    return shapely.MultiPolygon([_without_small_holes(part) for part in large])


def _outline(shape: shapely.Geometry, colour: str, width: float) -> go.Scatter:
    return go.Scatter(
        **path(shape),
        mode="lines",
        line={"color": colour, "width": width},
        hoverinfo="skip",
        showlegend=False,
    )


def _without_small_holes(part: shapely.Polygon) -> shapely.Polygon:
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area >= SMALLEST_OUTLINED_KM2]
    return shapely.Polygon(part.exterior, holes)


def plane(shapes: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the layout keys of a map: hidden axes of one scale, and a legend above."""
    west, south, east, north = shapes.total_bounds
    hidden = {"visible": False, "fixedrange": True}
    return {
        "xaxis": {**hidden, "range": [west - 15, east + 15], "constrain": "domain"},
        "yaxis": {**hidden, "range": [south - 15, north + 15], "scaleanchor": "x", "constrain": "domain"},
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1.01, "xanchor": "left", "yanchor": "bottom",
                   "traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
    }  # fmt: skip
