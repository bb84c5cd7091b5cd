"""The map of index.html: a drawing that needs no script, in which every unit leads to its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from ipanalytics import catalogue, divisions, labels, shapes
from ipanalytics.classes import NO_CLASS, fill, ink
from ipanalytics.languages import say

NOTHING, UNKNOWN = NO_CLASS, -2
TOLERANCE_KM = 1.5
# km, west and north first: the province with its names beside it.
VIEW = (-330, -455, 600, 900)
LINE_KM = 23
REGION_LINE_KM = 30
# On a telephone a km is 0.6 px, so this is ground enough for a finger around a name with a leader line.
TOUCHED_KM = 76


@dataclass(frozen=True)
class Mark:
    """How a place stands on the map: its page if there is one, its class, what it says, what stands under its name."""

    href: str
    class_: int
    words: str
    count: str = ""


@dataclass(frozen=True)
class _Unit:
    """A unit's mark with its outline, a point inside it and the middle of its name, in km, y downwards."""

    code: str
    mark: Mark
    outline: str
    inside: tuple[float, float]
    name: tuple[float, float]
    has_leader: bool


def draw(marks: Mapping[str, Mark]) -> str:
    """Return the map of the units as SVG.

    Parameters
    ----------
    marks
        Of every unit; of a region where its name leads to its page.
    """
    grounds = shapes.unit_shapes(TOLERANCE_KM)
    offsets = shapes.name_offsets()
    units = [_unit(code, marks[code], shape, offsets.loc[code]) for code, shape in grounds.geometry.items()]
    borders = "".join(f'<path d="{_path(line.x, line.y)}"/>' for line in shapes.outlines(grounds, divisions.PROVINCE))
    regions = "".join(_region(code, marks.get(code), offsets.loc[code]) for code in divisions.codes("region"))
    names = "".join(_name_html(unit) for unit in units if not unit.has_leader)
    # A leader line runs over other units, so it's drawn after them.
    grounds_html = "".join(_linked(unit) for unit in sorted(units, key=lambda unit: unit.has_leader))
    box, name = " ".join(map(str, VIEW)), escape(say("陕西十二个单元的地图"))
    return (
        f'<svg class="province" viewBox="{box}" role="group" aria-label="{name}">'
        f'{_hatch("hatch")}{regions}{grounds_html}<g class="borders" aria-hidden="true">{borders}</g>'
        f'<g class="names" aria-hidden="true">{names}</g></svg>'
    )


def swatch(class_: int) -> str:
    """Return a small square of a class, drawn so that it's printed too."""
    id_ = f"swatch{class_}"
    return (
        f'<svg class="patch" viewBox="0 0 16 16" aria-hidden="true">{_hatch(id_) if class_ == NOTHING else ""}'
        f'<rect x=".5" y=".5" width="15" height="15" fill="{_fill(class_, id_)}"/></svg>'
    )


def _unit(code: str, mark: Mark, shape: Any, offset: pd.Series) -> _Unit:  # noqa: ANN401
    point, rings = shape.representative_point(), shapes.path(shape)
    name = (point.x + offset["x_km"], -point.y - offset["y_km"])
    return _Unit(code, mark, _path(rings["x"], rings["y"]), (point.x, -point.y), name, offset["leader"] == "yes")


def _path(x: Iterable[float | None], y: Iterable[float | None]) -> str:
    """Return rings as SVG writes them: y runs downwards there, and None stands between two rings."""
    steps, letter = [], "M"
    for east, north in zip(x, y, strict=True):
        steps.append("Z" if east is None or north is None else f"{letter}{east:.1f} {-north:.1f}")
        letter = "M" if east is None else "L"
    return "".join([*steps, "Z"])


def _linked(unit: _Unit) -> str:
    ground = f'<path class="ground" d="{unit.outline}" fill="{_fill(unit.mark.class_, "hatch")}"/>'
    inner = f"<title>{escape(unit.mark.words)}</title>{ground}{_led_name(unit) if unit.has_leader else ''}"
    return _anchor(unit.mark, inner, "unit", unit.code)


def _anchor(mark: Mark | None, inner: str, kind: str, code: str) -> str:
    """Return a link where there is a page to lead to."""
    if mark is None or not mark.href:
        return f'<g class="{kind}" data-area="{code}">{inner}</g>'
    return f'<a class="{kind}" data-area="{code}" href="{escape(mark.href)}">{inner}</a>'


def _led_name(unit: _Unit) -> str:
    """Return a name beside the province: with ground for a finger, and a line to the unit."""
    (x, y), (to_x, to_y), half = unit.name, unit.inside, TOUCHED_KM / 2
    start = x + half * 0.8 if to_x > x else x - half * 0.8
    return (
        f'<rect class="touched" x="{x - half:.1f}" y="{y - half:.1f}" width="{TOUCHED_KM}" height="{TOUCHED_KM}"/>'
        f'<line x1="{start:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'
        f'<g class="names" aria-hidden="true">{_name_html(unit)}</g>'
    )


def _name_html(unit: _Unit) -> str:
    (x, y), count = unit.name, unit.mark.count
    upper = y - 2 if count else y + 8
    name = f'<text x="{x:.1f}" y="{upper:.1f}">{escape(labels.place(unit.code))}</text>'
    under = f'<text class="count" x="{x:.1f}" y="{upper + LINE_KM:.1f}">{escape(count)}</text>' if count else ""
    return f"<g {_colours(unit)}>{name}{under}</g>"


def _colours(unit: _Unit) -> str:
    """Write a name on its unit with a seam in the unit's colour, which covers the borders that it crosses."""
    paper, ground = catalogue.palette()["paper"], unit.mark.class_
    if unit.has_leader or ground == NOTHING:
        return f'fill="{catalogue.palette()["ink"]}" stroke="{paper}"'
    return f'fill="{_ink(ground)}" stroke="{_fill(ground, "")}"'


def _region(code: str, mark: Mark | None, offset: pd.Series) -> str:
    """Return a region's name, in English word below word: beside the province is little room."""
    title = f"<title>{escape(mark.words)}</title>" if mark else ""
    texts = "".join(
        f'<text x="{offset["x_km"]}" y="{line * REGION_LINE_KM - offset["y_km"]}">{escape(word)}</text>'
        for line, word in enumerate(labels.place(code).split())
    )
    return _anchor(mark, title + texts, "region", code)


def _fill(class_: int, hatch: str) -> str:
    colours = catalogue.palette()
    if class_ in (NOTHING, UNKNOWN):
        return f"url(#{hatch})" if class_ == NOTHING else str(colours["background"])
    return str(fill(class_, len(catalogue.wording().good_words))["fillcolor"])


def _ink(class_: int) -> str:
    if class_ == UNKNOWN:
        return str(catalogue.palette()["muted"])
    return ink(class_, len(catalogue.wording().good_words))


def _hatch(id_: str) -> str:
    colours, size = catalogue.palette(), 12 if id_ == "hatch" else 4
    return (
        f'<defs><pattern id="{id_}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{size}" height="{size}" fill="{colours["no_data"]}"/>'
        f'<rect width="{size / 6:.1f}" height="{size}" fill="{colours["no_data_hatch"]}"/></pattern></defs>'
    )
