"""The map of index.html: a drawing that needs no script, in which every unit leads to its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from ipanalytics.catalogue import places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import say
from ipanalytics.report import formatting
from ipanalytics.report.maps import outlines, svg
from ipanalytics.report.maps.classes import NO_CLASS, ink

NOTHING, UNKNOWN = NO_CLASS, -2
TOLERANCE_KM = 1.5
# km, west and north first: the province with its names beside it.
VIEWS = {"zh": (-330, -455, 625, 900), "en": (-335, -455, 645, 900)}
LINE_KM = 23
REGION_LINE_KM = 30


@dataclass(frozen=True)
class Mark:
    """How a place stands on the map: its page if there is one, its class, what it says, what stands under its name."""

    href: str
    class_: int
    words: str
    count: str = ""


@dataclass(frozen=True)
class _Unit:
    """A unit's mark with its outline, the middle of its name, and the frame of its inset, in km, y downwards."""

    code: str
    mark: Mark
    outline: str
    name: tuple[float, float]
    frame: str = ""
    is_beside: bool = False


def draw(marks: Mapping[str, Mark], area: str = places.PROVINCE, *, alt: str = "") -> str:
    """Return the map of the units as SVG.

    Parameters
    ----------
    marks
        Of every unit; of a region where its name leads to its page.
    area
        The place that the page is about; it is outlined unless it is the province.
    alt
        What the map shows, for whoever doesn't see it; else only what it is a map of.
    """
    grounds = outlines.unit_shapes(TOLERANCE_KM)
    names, apart, lines = outlines.name_points(grounds), outlines.insets(grounds), outlines.drawn(grounds)
    frames, leaders = {code: _frame(inset) for code, inset in apart.items()}, outlines.leaders(grounds)
    units = [
        _Unit(
            code, marks[code], svg.path(lines[code]), _down(names[code]), frames.get(code, ""), code in leaders
        )
        for code in grounds.index
    ]  # fmt: skip
    borders = "".join(
        [*map(svg.border, outlines.outlines(grounds, area)), *(_leader(line.coords) for line in leaders.values())]
    )
    regions = "".join(_region(code, marks.get(code), _down(names[code])) for code in places.codes("region"))
    words = "".join(_name_html(unit) for unit in units)
    # A line from an inset runs over other units, so it's drawn after them.
    grounds_html = "".join(_linked(unit) for unit in sorted(units, key=lambda unit: bool(unit.frame)))
    box, name = " ".join(map(str, VIEWS[i18n.current()])), escape(alt or say("陕西十二个单元的地图"))
    return (
        f'<svg class="province" viewBox="{box}" role="group" aria-label="{name}">'
        f'{svg.hatch("hatch", 12)}{regions}{grounds_html}<g class="borders" aria-hidden="true">{borders}</g>'
        f'<g class="names" aria-hidden="true">{words}</g></svg>'
    )


def swatch(class_: int) -> str:
    """Return a small square of a class, drawn so that it's printed too."""
    id_ = f"swatch{class_}"
    return svg.swatch(_fill(class_, id_), svg.hatch(id_, 4) if class_ == NOTHING else "")


def _down(point: tuple[float, float]) -> tuple[float, float]:
    return (point[0], -point[1])


def _frame(inset: outlines.Inset) -> str:
    """Return the frame of an inset, in which the whole ground can be touched, and the line to the unit."""
    west, south, east, north = inset.frame.bounds
    (x, y), (to_x, to_y) = (_down(point) for point in inset.line.coords)
    return (
        f'<rect class="frame" x="{west:.1f}" y="{-north:.1f}" width="{east - west:.1f}" height="{north - south:.1f}"/>'
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'
    )


def _leader(ends: Iterable[tuple[float, float]]) -> str:
    """Return the line from a name beside the province to its unit."""
    (x, y), (to_x, to_y) = map(_down, ends)
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{settings.palette()["ink"]}" stroke-width="1.5"/>'


def _linked(unit: _Unit) -> str:
    ground = f'<path class="ground" d="{unit.outline}" fill="{_fill(unit.mark.class_, "hatch")}"/>'
    return _anchor(unit.mark, f"<title>{escape(unit.mark.words)}</title>{unit.frame}{ground}", "unit", unit.code)


def _anchor(mark: Mark | None, inner: str, kind: str, code: str) -> str:
    """Return a link where there is a page to lead to."""
    if mark is None or not mark.href:
        return f'<g class="{kind}" data-area="{code}">{inner}</g>'
    return f'<a class="{kind}" data-area="{code}" href="{escape(mark.href)}">{inner}</a>'


def _name_html(unit: _Unit) -> str:
    (x, y), count = unit.name, unit.mark.count
    upper = y - 2 if count else y + 8
    name = f'<text x="{x:.1f}" y="{upper:.1f}">{escape(formatting.place(unit.code))}</text>'
    under = f'<text class="count" x="{x:.1f}" y="{upper + LINE_KM:.1f}">{escape(count)}</text>' if count else ""
    return f"<g {_colours(unit)}>{name}{under}</g>"


def _colours(unit: _Unit) -> str:
    """Write a name on its unit with a seam in the unit's colour, which covers the borders that it crosses."""
    paper, ground = settings.palette()["paper"], unit.mark.class_
    if unit.frame or unit.is_beside or ground == NOTHING:
        return f'fill="{settings.palette()["ink"]}" stroke="{paper}"'
    return f'fill="{_ink(ground)}" stroke="{_fill(ground, "")}"'


def _region(code: str, mark: Mark | None, at: tuple[float, float]) -> str:
    """Return a region's name, in English word below word: beside the province is little room."""
    title = f"<title>{escape(mark.words)}</title>" if mark else ""
    texts = "".join(
        f'<text x="{at[0]:.1f}" y="{at[1] + line * REGION_LINE_KM:.1f}">{escape(word)}</text>'
        for line, word in enumerate(formatting.place(code).split())
    )
    return _anchor(mark, title + texts, "region", code)


def _fill(class_: int, hatch: str) -> str:
    if class_ == UNKNOWN:
        return str(settings.palette()["background"])
    return svg.ground(class_, len(settings.wording().good_words), hatch)


def _ink(class_: int) -> str:
    if class_ == UNKNOWN:
        return str(settings.palette()["muted"])
    return ink(class_, len(settings.wording().good_words))
