"""A figure as plotly has it, as what a template draws: heading, legend, marks and labels at their places."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ipanalytics.catalogue import settings
from ipanalytics.core import files
from ipanalytics.core.errors import ReportError
from ipanalytics.report.charts.static import axes, labels, marks, scales
from ipanalytics.report.charts.static.labels import LETTER, LINE, NARROW, SMALLEST
from ipanalytics.report.charts.static.marks import Frame, Mark
from ipanalytics.report.charts.static.words import is_bold, lines

KINDS = ("bar", "scatter")
HEIGHT = 400


def draw(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure as a template draws it: numbers in per cent of the drawing, around it in heights of a letter.

    Parameters
    ----------
    figure
        `data` and `layout` in JSON types: bars, lines, points, texts and outlines on one pair of axes.

    Raises
    ------
    ReportError
        Names a trace of another type.
    """
    data, layout = [trace for trace in figure["data"] if trace.get("visible", True) is True], figure["layout"]
    if others := sorted({trace.get("type", "scatter") for trace in data} - set(KINDS)):
        msg = f"traces of type {', '.join(others)} can't be drawn on a page; expected {', '.join(KINDS)}"
        raise ReportError(msg)
    is_map = "scaleanchor" in layout.get("yaxis", {})
    return {
        "alt": layout.get("meta", {}).get("alt", ""),
        "heading": _heading(layout),
        "legend": _legend(data, layout),
        **(_map(data, layout) if is_map else _chart(data, layout)),
    }


def _heading(layout: dict[str, Any]) -> dict[str, Any] | None:
    """Return the annotation above a panel: its name, and lines that say what it shows."""
    for note in _notes(layout, is_heading=True):
        first, *rest = lines(note["text"])
        return {"name": first, "lines": rest}
    return None


def _notes(layout: dict[str, Any], *, is_heading: bool = False) -> Iterator[dict[str, Any]]:
    for note in layout.get("annotations", []):
        if (note.get("yref") == "paper" and note.get("align") == "left") == is_heading:
            yield note


def _legend(data: list[dict[str, Any]], layout: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the traces that a legend names: as plotly does, where there are several or one asks for it."""
    if layout.get("showlegend") is False:
        return []
    named = [trace for trace in data if trace.get("showlegend", True) is not False and trace.get("name")]
    if len(named) < 2 and not any(trace.get("showlegend") for trace in named):  # noqa: PLR2004
        return []
    return [{"word": trace["name"], "count": "", **_sign(trace)} for trace in named]


def _sign(trace: dict[str, Any]) -> dict[str, str]:
    marker, line, colours = trace.get("marker", {}), trace.get("line", {}), settings.palette()
    if trace["type"] == "scatter" and "lines" in trace.get("mode", ""):
        return {"line": f"2px {'dashed' if line.get('dash') else 'solid'} {line.get('color', colours['ink'])}"}
    if "pattern" in marker:
        stripe, ground = marker["pattern"]["fgcolor"], marker["pattern"]["bgcolor"]
        return {"shade": f"repeating-linear-gradient(135deg, {stripe} 0 1px, {ground} 1px 4px)"}
    return {"shade": marks.nth(marker.get("color"), 0, colours["series"]["invention"])}


def _map(data: list[dict[str, Any]], layout: dict[str, Any]) -> dict[str, Any]:
    """Return a map: outlines by ids, in a plane of its own, names over it."""
    x, y = (scales.scale(layout[axis], []) for axis in ("xaxis", "yaxis"))
    frame, height = Frame(x, y), layout.get("height", HEIGHT)
    pixel = (y.high - y.low) / height
    shapes = [marks.shape(trace, pixel) for trace in data if trace.get("x") and trace["x"] != [None]]
    ids = {shape["outline"]: f"o{files.fingerprint(shape['outline'])[:6]}" for shape in shapes}
    return {
        "plane": [x.low, -y.high, x.high - x.low, y.high - y.low],
        "height": height,
        "groups": grouped({**shape, "outline": ids[shape["outline"]]} for shape in shapes),
        "outlines": {id_: outline for outline, id_ in ids.items()},
        "texts": grouped(map(_narrowed, _names(layout, frame))),
        "stamps": _stamps(layout),
        "grid": [],
        "pads": [0.0] * 4,
    }


def _names(layout: dict[str, Any], frame: Frame) -> Iterator[Mark]:
    """Yield the annotations that stand at a value."""
    for note in _notes(layout):
        if note.get("xref", "x") != "paper":
            x, y = frame.at(note["x"], note["y"])
            anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", ""), "middle")
            font = note.get("font", {})
            look = {"fill": font.get("color", ""), "size": max(font.get("size", LETTER), SMALLEST) / LETTER}
            yield marks.label(note["text"], x, y, anchor=anchor, weight="bold" if is_bold(note["text"]) else "", **look)


def _narrowed(name: Mark) -> Mark:
    """Write a name word below word where it has no room on the narrowest map."""
    start, end = (NARROW * name["x"] / 100 + reach for reach in labels.ends(name))
    (text,) = name["lines"]
    if " " not in text or (start >= 0 and end <= NARROW):
        return name
    words = text.split()
    return {**name, "lines": words, "dy": name["dy"] - (len(words) - 1) * LINE * name["size"] / 2}


def _stamps(layout: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the annotations across the whole figure."""
    return [
        {
            "text": note["text"], "x": 100 * note["x"], "y": 100 - 100 * note["y"], "turn": note.get("textangle", 0),
            "opacity": note.get("opacity", 1), "fill": note["font"]["color"], "size": note["font"]["size"] / LETTER,
        }
        for note in _notes(layout)
        if note.get("xref") == "paper"
    ]  # fmt: skip


def _chart(data: list[dict[str, Any]], layout: dict[str, Any]) -> dict[str, Any]:
    """Return a chart: marks between its axes, with room around them for all that is written."""
    frame, drawn = _frame(data, layout), list[Mark]()
    drawn += marks.bars(_bars_of(data), layout, frame)
    drawn += [mark for trace in data if trace["type"] == "scatter" for mark in marks.scatter(trace, frame)]
    laid = axes.laid_out([*drawn, *_names(layout, frame)], layout, frame)
    return {
        "plane": None, "outlines": {}, "stamps": _stamps(layout), "grid": axes.grid(layout, frame),
        "groups": grouped(mark for mark in drawn if mark["kind"] != "text"),
        **laid,
        "texts": grouped(laid["texts"]),
    }  # fmt: skip


def grouped(drawn: Iterable[Mark]) -> list[dict[str, Any]]:
    """Return marks together that stand one after the other and have one look."""
    return [{"look": look, "marks": list(alike)} for look, alike in groupby(drawn, key=lambda mark: mark["look"])]


def _bars_of(data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [trace for trace in data if trace["type"] == "bar"]


def _frame(data: list[dict[str, Any]], layout: dict[str, Any]) -> Frame:
    columns, found = _bars_of(data), {}
    reached = [end for *_, span in marks.spans(columns, layout) for end in span]
    lengths = "x" if any(trace.get("orientation") == "h" for trace in columns) else "y"
    for key in ("x", "y"):
        values = [value for trace in data for value in trace.get(key) or ()]
        found[key] = scales.scale(layout.get(f"{key}axis", {}), values, spans=reached if key == lengths else ())
    return Frame(**found)
