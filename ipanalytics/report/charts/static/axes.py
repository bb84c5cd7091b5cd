"""What stands around the marks: names and lines of the axes, and room for all that is written."""

from typing import Any

from ipanalytics.catalogue import settings
from ipanalytics.report.charts.static import labels, marks, scales
from ipanalytics.report.charts.static.labels import GAP, HALF, LETTER, LINE, NARROW, SMALLEST
from ipanalytics.report.charts.static.marks import Frame, Mark

HEIGHT, LEGEND, BESIDE, BELOW = 400, 28, 0.5, 1.3
SIDE_BY_SIDE = ("pair", "small")


def grid(layout: dict[str, Any], frame: Frame) -> list[dict[str, Any]]:
    """Return the lines behind the marks: of the named values, and where bars begin."""
    axis, colours = layout.get("yaxis", {}), settings.palette()
    if frame.y.names:
        is_divided = frame.x.has_zero and frame.x.low < 0 and not frame.x.names
        return [{"x": frame.x.at(0), "y": None, "stroke": colours["muted"]}] if is_divided else []
    if axis.get("showgrid") is False or axis.get("visible") is False:
        return []
    places = {round(100 - tick.place, 2): colours["rule"] for tick in scales.ticks(axis, frame.y)}
    if frame.y.has_zero:
        places[round(100 - frame.y.at(0), 2)] = colours["muted"]
    across = [{"x": None, "y": place, "stroke": stroke} for place, stroke in places.items()]
    return [*({"x": place, "y": None, "stroke": colours["rule"]} for place in scales.new_years(frame.x)), *across]


def laid_out(drawn: list[Mark], layout: dict[str, Any], frame: Frame) -> dict[str, Any]:
    """Return what is written, and the drawing's height (px) and pads (letters) with which all of it has room.

    Labels are those of `drawn` that cover neither others nor points of others. The height is that of the figure less
    what stands around its marks.
    """
    beside, along, texts = _beside(layout, frame), _along(layout, frame), [*filter(_is_text, drawn)]
    left = -min((labels.ends(text)[0] for text in beside), default=0.0)
    whole = HALF if layout.get("meta", {}).get("panel") in SIDE_BY_SIDE else NARROW
    more, right = labels.room([*texts, *along], whole - left)
    titles = _titles(layout, left)
    foot = max((text["dy"] + GAP for text in [*along, *titles[:1]]), default=0.0)
    height = (layout.get("height", HEIGHT) - _above(layout)) / LETTER - foot
    head = max((text["size"] - text["dy"] - text["y"] / 100 * height for text in [*texts, *titles[1:]]), default=0.0)
    inside = whole - left - more - right
    return {
        "texts": [
            *labels.thinned(texts, inside, height, [*beside, *filter(_is_point, drawn)]),
            *beside,
            *labels.thinned(along, inside, height, beside),
            *titles,
        ],
        "height": round(height * LETTER),
        "pads": [max(head, 0.0), right, foot, left + more],
    }


def _is_text(mark: Mark) -> bool:
    return bool(mark["kind"] == "text")


def _is_point(mark: Mark) -> bool:
    return mark["kind"] == "dot" and mark["look"]["fill"] != "transparent"


def _titles(layout: dict[str, Any], left: float) -> list[Mark]:
    """Return the titles of axes that have some: below the end of the horizontal one, above the vertical one."""
    across, up = (layout.get(axis, {}).get("title", {}).get("text", "") for axis in ("xaxis", "yaxis"))
    below = marks.label(across, 100.0, 100.0, anchor="end", dy=BELOW + LINE)
    return [below, marks.label(up, 0.0, 0.0, anchor="start", dx=-left, dy=-1.0)] if across or up else []


def _above(layout: dict[str, Any]) -> float:
    """Return the pixels of a figure's height that its margins and its legend take."""
    margin = layout.get("margin", {})
    return margin.get("t", 8) + 8 + (LEGEND if layout.get("barmode") in ("stack", "overlay") else 0)


def _beside(layout: dict[str, Any], frame: Frame) -> list[Mark]:
    """Return the names of the values of the vertical axis, left of the marks, its title above them."""
    axis = layout.get("yaxis", {})
    size = max(axis.get("tickfont", {}).get("size", LETTER), SMALLEST) / LETTER
    return [
        _name(tick.lines, 0.0, 100 - tick.place, anchor="end", dx=-BESIDE, size=size)
        for tick in scales.ticks(axis, frame.y)
        if 0 <= tick.place <= 100  # noqa: PLR2004
    ]


def _name(lines: tuple[str, ...], x: float, y: float, **look: Any) -> Mark:  # noqa: ANN401
    """Return a name of one line or several, these about its place."""
    name = marks.label("", x, y, **look)
    return {**name, "lines": list(lines), "dy": name["dy"] - (len(lines) - 1) * LINE * name["size"] / 2}


def _along(layout: dict[str, Any], frame: Frame) -> list[Mark]:
    """Return the names of the values of the horizontal axis from left to right, below the marks."""
    axis = layout.get("xaxis", {})
    size = max(axis.get("tickfont", {}).get("size", LETTER), SMALLEST) / LETTER
    ticks = sorted(scales.ticks(axis, frame.x), key=lambda tick: tick.place)
    return [
        {**marks.label("", tick.place, 100.0, size=size, dy=BELOW), "lines": list(tick.lines)}
        for tick in ticks
        if 0 <= tick.place <= 100  # noqa: PLR2004
    ]
