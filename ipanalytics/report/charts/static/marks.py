"""Traces as marks and labels, their places in per cent of the drawing; a mark that can be touched has its `words`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from ipanalytics.catalogue import settings
from ipanalytics.report.charts.static.labels import LETTER
from ipanalytics.report.charts.static.scales import Scale
from ipanalytics.report.charts.static.words import filled, lines, number
from ipanalytics.report.maps import svg

Mark = dict[str, Any]
DASHES = {"dash": "6 4", "dot": "2 3", "dashdot": "6 3 2 3", "longdash": "10 4"}
NEAR = 0.35
# Where a line is touched that has no points.
SPOT: Mark = {"kind": "dot", "radius": 6, "look": {"fill": "transparent"}}


@dataclass(frozen=True)
class Frame:
    """The two axes of a drawing."""

    x: Scale
    y: Scale

    def at(self, x: float | str, y: float | str) -> tuple[float, float]:
        """Return where a point stands, y downwards."""
        return self.x.at(x), 100 - self.y.at(y)

    def box(self, xs: tuple[float, float], ys: tuple[float, float]) -> dict[str, float]:
        """Return the rectangle between two values of each axis."""
        (left, right), (top, bottom) = sorted(map(self.x.at, xs)), sorted(100 - self.y.at(y) for y in ys)
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def nth(value: Any, position: int, default: Any = None) -> Any:  # noqa: ANN401
    """Return what a key of plotly says of a point: one of a list, or the same for all."""
    found = value[position] if isinstance(value, list) else value
    return default if found is None else found


def words(trace: dict[str, Any], position: int, **values: Any) -> str:  # noqa: ANN401
    """Return what a point says when it is touched."""
    if trace.get("hoverinfo") == "skip":
        return ""
    named = {key: nth(trace.get(key), position, "") for key in ("x", "y", "text", "customdata", "hovertext")} | values
    if template := nth(trace.get("hovertemplate"), position):
        return filled(template, named)
    text = named["hovertext"] or named["text"]
    return "\n".join(lines(str(text))) if text else f"{number(named['x'])}\n{number(named['y'])}"


def bars(traces: list[dict[str, Any]], layout: dict[str, Any], frame: Frame) -> Iterator[Mark]:
    """Yield the bars of all traces, and what stands at their ends."""
    beside = len(traces) if layout.get("barmode", "group") == "group" else 1
    for count, trace, position, span in spans(traces, layout):
        is_flat = trace.get("orientation") == "h"
        along, place = (frame.y, trace["y"][position]) if is_flat else (frame.x, trace["x"][position])
        step = along.unit * (1 - layout.get("bargap", 0.2)) / beside
        edge = along.plain(place) + step * ((count if beside > 1 else 0) - beside / 2)
        box = frame.box(span, (edge, edge + step)) if is_flat else frame.box((edge, edge + step), span)
        fill = nth(trace.get("marker", {}).get("color"), position, settings.palette()["series"]["invention"])
        said = {"words": words(trace, position), "area": _area(trace, position)}
        yield {"kind": "bar", **box, "look": {"fill": fill}, **said}
        template, shown = trace.get("texttemplate", "%{text}"), nth(trace.get("text"), position, "")
        if trace.get("textposition") != "none" and ("texttemplate" in trace or shown):
            values = {"text": shown, "x": trace["x"][position], "y": trace["y"][position]}
            yield _at_end(box, filled(template, values), is_flat=is_flat, is_below=span[1] < span[0])


def spans(
    traces: list[dict[str, Any]], layout: dict[str, Any]
) -> Iterator[tuple[int, dict[str, Any], int, tuple[float, float]]]:
    """Yield each bar: number and trace, its number in the trace, from where to where it reaches."""
    is_stacked, tops = layout.get("barmode") in ("stack", "relative"), dict[tuple[Any, bool], float]()
    for count, trace in enumerate(traces):
        values, places = ("x", "y") if trace.get("orientation") == "h" else ("y", "x")
        for position, (value, place) in enumerate(zip(trace[values], trace[places], strict=True)):
            if value is None:
                continue
            start = tops.get((place, value < 0), 0.0) if is_stacked else 0.0
            tops[place, value < 0] = start + value
            yield count, trace, position, (start, start + value)


def _at_end(box: dict[str, float], text: str, *, is_flat: bool, is_below: bool) -> Mark:
    if is_flat:
        x = box["x"] if is_below else box["x"] + box["width"]
        side = {"anchor": "end", "dx": -NEAR} if is_below else {"anchor": "start", "dx": NEAR}
        return label(text, x, box["y"] + box["height"] / 2, **side)
    y = box["y"] + box["height"] if is_below else box["y"]
    return label(text, box["x"] + box["width"] / 2, y, dy=1.05 if is_below else -NEAR)


def label(text: str, x: float, y: float, **look: Any) -> Mark:  # noqa: ANN401
    """Return a text at a place: `dx`, `dy` and `size` in letters; `fill` and `weight` where it has its own."""
    place = {"anchor": "middle", "dx": 0.0, "dy": 0.35, "size": 1.0, "roomy": False, **look}
    own = {"fill": place.pop("fill", ""), "font-weight": place.pop("weight", "")}
    own |= {
        "text-anchor": "" if place["anchor"] == "start" else place["anchor"],
        "font-size": "" if place["size"] == 1 else f"{place['size']:.3g}em",
    }
    return {"kind": "text", "lines": lines(text), "x": x, "y": y, **place, "look": {k: v for k, v in own.items() if v}}


def _area(trace: dict[str, Any], position: int) -> str:
    """Return the place whose page a mark leads to, "" where it has none."""
    area = trace.get("meta", {}).get("area") if isinstance(trace.get("meta"), dict) else None
    return str(nth(area, position, ""))


def scatter(trace: dict[str, Any], frame: Frame) -> Iterator[Mark]:
    """Yield the lines, points and texts of a trace."""
    mode, marker, line = trace.get("mode", "lines+markers"), trace.get("marker", {}), trace.get("line", {})
    points = [None if x is None or y is None else frame.at(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]
    colour = line.get("color") or nth(marker.get("color"), 0) or settings.palette()["series"]["invention"]
    if "lines" in mode:
        dash = {"stroke-dasharray": DASHES[line["dash"]]} if line.get("dash") in DASHES else {}
        look = {"stroke": colour, "stroke-width": line.get("width", 2), **dash}
        runs = [list(run) for is_there, run in groupby(points, key=bool) if is_there]
        yield from ({"kind": "line", "points": run, "look": look, "words": ""} for run in runs if len(run) > 1)
    for position, point in enumerate(points):
        if point is None:
            continue
        radius = nth(marker.get("size"), position, 6) / 2
        if "markers" in mode or "lines" in mode:
            mark = _marker(marker, position, colour, radius) if "markers" in mode else SPOT
            said = {"words": words(trace, position), "area": _area(trace, position)}
            if mark is not SPOT or said["words"]:
                yield {**mark, "x": point[0], "y": point[1], **said}
        if "text" in mode and (text := nth(trace.get("text"), position, "")):
            yield _beside(trace, str(text), point, radius / LETTER)


def _marker(marker: dict[str, Any], position: int, colour: str, radius: float) -> Mark:
    fill = nth(marker.get("color"), position, colour)
    if nth(marker.get("symbol"), position, "").startswith("line-ns"):
        look = {"stroke": fill, "stroke-width": marker.get("line", {}).get("width", 1)}
        return {"kind": "stroke", "radius": radius, "look": look}
    return {"kind": "dot", "radius": radius, "look": {"fill": fill}}


def _beside(trace: dict[str, Any], text: str, point: tuple[float, float], radius: float) -> Mark:
    down, across = trace.get("textposition", "middle center").split()
    font = trace.get("textfont", {})
    side = {"left": "end", "right": "start"}.get(across, "middle")
    shift = {"left": -radius - NEAR, "right": radius + NEAR}.get(across, 0.0)
    dy = {"top": -radius - NEAR, "bottom": radius + 1.1}.get(down, 0.35)
    look = {"fill": font.get("color", ""), "size": font.get("size", LETTER) / LETTER}
    return label(text, *point, anchor=side, dx=shift if "markers" in trace["mode"] else 0.0, dy=dy, **look)


def shape(trace: dict[str, Any], pixel: float) -> Mark:
    """Return a trace that is one outline, on a map: filled, or a line; `pixel` is one in the map's plane."""
    line, is_filled = trace.get("line", {}), trace.get("fill") == "toself"
    fill = "" if trace.get("fillpattern") else trace.get("fillcolor", "none") if is_filled else "none"
    return {
        "kind": "shape", "outline": _outline(tuple(trace["x"]), tuple(trace["y"])), "fill": fill,
        "look": {"stroke": line.get("color", "none"), "stroke-width": f"{line.get('width', 1) * pixel:.3g}"},
        "words": words(trace, 0) if is_filled else "", "area": _area(trace, 0),
    }  # fmt: skip


@lru_cache(maxsize=256)
def _outline(x: tuple[float | None, ...], y: tuple[float | None, ...]) -> str:
    """Return a path; all maps of a page have the same."""
    return svg.path({"x": x, "y": y})
