"""The map of index.html: a drawing that needs no script, in which every unit leads to its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ipanalytics.catalogue import places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import say
from ipanalytics.report import formatting
from ipanalytics.report.maps import outlines, svg
from ipanalytics.report.maps.classes import NO_CLASS, ink
from ipanalytics.report.markup import Drawing

NOTHING, UNKNOWN = NO_CLASS, -2
TOLERANCE_KM = 1.5


@dataclass(frozen=True)
class Mark:
    """How a place stands on the map: its page if there is one, its class, what it says, what stands under its name."""

    href: str
    class_: int
    words: str
    count: str = ""


def draw(marks: Mapping[str, Mark], area: str = "", *, alt: str = "", count: int = 0) -> Drawing:
    """Return the map of the units.

    Parameters
    ----------
    marks
        Of every unit; of a region where its name leads to its page.
    area
        The place that the page is about; it is outlined unless it is the province.
    alt
        What the map shows, for whoever doesn't see it; else only what it is a map of.
    count
        How many classes there are; 0: those of targets that are good.
    """
    count = count or len(settings.wording().weak_words)
    shapes = outlines.unit_shapes(TOLERANCE_KM)
    names, insets, leaders = outlines.name_points(shapes), outlines.insets(shapes), outlines.leaders(shapes)
    frames = {code: _frame(inset) for code, inset in insets.items()}
    units = [
        _link(code, marks[code], outline=svg.path(line), fill=colour(marks[code].class_, count), frame=frames.get(code))
        for code, line in outlines.drawn(shapes).items()
    ]
    borders = [
        {"outline": svg.path({"x": line.x, "y": line.y}), "stroke": line.line.color, "width": 1.6 * line.line.width}
        for line in outlines.outlines(shapes, area or places.province())
    ]
    whole = {"place": formatting.place(places.province()), "whole": formatting.count_of("unit")}
    context = {
        "box": view(),
        "alt": alt or say("{place}{whole}个单元的地图", **whole),
        "regions": [
            _link(code, marks.get(code), **_down(names[code]), name_lines=formatting.place(code).split())
            for code in places.codes("region")
            if code in names
        ],
        # A line from an inset runs over other units, so it's drawn after them.
        "units": sorted(units, key=lambda unit: bool(unit["frame"])),
        "borders": borders,
        "leaders": [_ends(line.coords) for line in leaders.values()],
        "names": [
            {
                "code": code, "name": formatting.place(code), "count": marks[code].count, **_down(names[code]),
                **_ink(marks[code].class_, count, is_on_paper=code in insets or code in leaders),
            }
            for code in shapes.index
        ],
    }  # fmt: skip
    return Drawing("drawings/unit_map.svg.j2", {"map": context})


def look(code: str, mark: Mark) -> list[str]:
    """Return how a place looks: its fill, "" where it is hatched, its words, its count, its name's ink and seam."""
    count, shapes = len(settings.wording().weak_words), outlines.unit_shapes(TOLERANCE_KM)
    if code not in shapes.index:
        return ["", mark.words]
    is_outside = code in outlines.insets(shapes) or code in outlines.leaders(shapes)
    written = _ink(mark.class_, count, is_on_paper=is_outside)
    return [colour(mark.class_, count), mark.words, mark.count, written["fill"], written["seam"]]


def view() -> tuple[float, ...]:
    """Return the part of the plane that the map shows, in km: west and north, width and height."""
    chosen = settings.settings()
    if given := chosen.map_view_english if i18n.is_english() else chosen.map_view:
        return given
    west, south, east, north = outlines.bounds(outlines.unit_shapes(TOLERANCE_KM))
    return west, -north, east - west, north - south


def colour(class_: int, count: int) -> str:
    """Return the fill of a class of `count`; "" where it is hatched."""
    if class_ == UNKNOWN:
        return str(settings.palette()["background"])
    return svg.colour(class_, count)


def _link(code: str, mark: Mark | None, **look: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"code": code, "href": mark.href if mark else "", "words": mark.words if mark else "", **look}


def _down(point: tuple[float, float]) -> dict[str, float]:
    return {"x": float(point[0]), "y": -float(point[1])}


def _ends(line: Iterable[tuple[float, float]]) -> list[dict[str, float]]:
    return [_down(point) for point in line]


def _frame(inset: outlines.Inset) -> dict[str, Any]:
    """Return the frame of an inset, in which the whole ground can be touched, and the line to the unit."""
    west, south, east, north = inset.frame.bounds
    size = {"width": east - west, "height": north - south}
    return {**_down((west, north)), **size, "line": _ends(inset.line.coords)}


def _ink(class_: int, count: int, *, is_on_paper: bool) -> dict[str, str]:
    """Write a name on its unit with a seam in the unit's colour, which covers the borders that it crosses."""
    colours = settings.palette()
    if is_on_paper or class_ == NOTHING:
        return {"fill": colours["ink"], "seam": colours["paper"]}
    written = colours["muted"] if class_ == UNKNOWN else ink(class_, count)
    return {"fill": written, "seam": colour(class_, count)}
