"""A drawing as widgets that are filled again: its title, figure and notes, and the lines of code that draw it.

A new FigureWidget carries all of plotly.js to the browser, so each pane keeps its own.
"""

from dataclasses import dataclass, field
from typing import Any

import ipywidgets as widgets
import plotly.graph_objects as go

from ipanalytics.report import citations, formatting, markup, style
from ipanalytics.report.exhibits import Exhibit

WIDTH, TALLEST, EMPTY = 490, 600, 40
QUIET = {"bgcolor": "rgba(0,0,0,0)", "color": "#bbb", "activecolor": "#888", "remove": style.REMOVED}


@dataclass(frozen=True)
class Pane:
    """The widgets of a drawing, from top to bottom."""

    caption: widgets.HTML = field(default_factory=widgets.HTML)
    figure: go.FigureWidget = field(default_factory=go.FigureWidget)
    below: widgets.HTML = field(default_factory=widgets.HTML)

    def box(self) -> widgets.VBox:
        """Return the widgets in a box of their width."""
        return widgets.VBox([self.caption, self.figure, self.below], layout={"width": f"{WIDTH + 12}px"})


def fill(pane: Pane, exhibit: Exhibit, code: str) -> None:
    """Show another drawing in a pane; one of synthetic figures says so itself."""
    note = " ".join(filter(None, [exhibit.note, citations.source_line(exhibit.evidence)]))
    pane.caption.value = html("caption", exhibit.title, formatting.synthetic() if exhibit.is_synthetic else "")
    redraw(pane.figure, exhibit)
    pane.below.value = html("note", note, code)


def empty(pane: Pane, text: str = "") -> None:
    """Show a text alone."""
    pane.caption.value, pane.below.value = html("paragraph", text), ""
    pane.figure.data = []
    pane.figure.layout = {"width": WIDTH, "height": EMPTY, "xaxis": {"visible": False}, "yaxis": {"visible": False}}


def redraw(widget: go.FigureWidget, exhibit: Exhibit) -> None:
    """Put an exhibit's figure into a widget that shows another one, at a fixed width; at once where both are alike."""
    figure = style.plain(exhibit.figure, is_synthetic=exhibit.is_synthetic)
    traces, layout = figure["data"], figure["layout"]
    height = min(layout["height"], TALLEST) if "scaleanchor" in layout["yaxis"] else layout["height"]
    layout |= {"width": WIDTH, "height": height, "autosize": False, "modebar": QUIET}
    if [trace.type for trace in widget.data] != [trace["type"] for trace in traces]:
        widget.data, widget.layout = [], layout
        widget.add_traces(traces)
        return
    with widget.batch_update():
        for old, new in [*zip(widget.data, traces, strict=True), (widget.layout, layout)]:
            old.update(dict.fromkeys(old.to_plotly_json(), None) | new, overwrite=True)


def dropdown(name: str, options: dict[str, Any], value: str | None = None) -> widgets.Dropdown:
    """Return a control with options by name; without a value the first one is chosen."""
    chosen = {"value": value} if value else {}
    return widgets.Dropdown(options=list(options.items()), description=name, layout={"width": "420px"}, **chosen)


def html(macro: str, *values: object) -> str:
    """Return what a macro of templates/widgets.html.j2 makes of values."""
    macros = markup.environment("interactive").get_template("widgets.html.j2").module
    return str(getattr(macros, macro)(*values)).strip()
