"""A drawing as widgets that are filled again: its title, figure and notes, and the lines of code that draw it.

A new FigureWidget carries all of plotly.js to the browser, so each pane keeps its own.
"""

from dataclasses import dataclass, field
from html import escape

import ipywidgets as widgets
import pandas as pd
import plotly.graph_objects as go

from ipanalytics.report import citations, formatting, style
from ipanalytics.report.exhibits import Exhibit

WIDTH, TALLEST, EMPTY = 490, 600, 40
QUIET = {"bgcolor": "rgba(0,0,0,0)", "color": "#bbb", "activecolor": "#888"}
CSS = "<style>.ip-table table{border-collapse:collapse;font-size:13px}.ip-table td,.ip-table th{padding:2px 10px;\
border-bottom:1px solid #ddd;text-align:left!important;white-space:normal}.ip-code{background:#f5f5f5;padding:6px 10px;\
font-size:12px;white-space:pre-wrap;line-height:1.4;margin:0}.ip-note{font-size:12px;color:#666;line-height:1.4;\
white-space:normal;margin:0}</style>"


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
    mark = f" <b style='color:#b3401d'>{formatting.synthetic()}</b>" if exhibit.is_synthetic else ""
    told = " ".join(filter(None, [exhibit.note, citations.source_line(exhibit.evidence)]))
    pane.caption.value = f"<b>{escape(exhibit.title)}</b>{mark}"
    redraw(pane.figure, exhibit)
    pane.below.value = f"<p class='ip-note'>{escape(told)}</p>{code_text(code)}"


def empty(pane: Pane, text: str = "") -> None:
    """Show a text alone."""
    pane.caption.value, pane.below.value = f"<p>{escape(text)}</p>", ""
    pane.figure.data = []
    pane.figure.layout = {"width": WIDTH, "height": EMPTY, "xaxis": {"visible": False}, "yaxis": {"visible": False}}


def redraw(shown: go.FigureWidget, exhibit: Exhibit) -> None:
    """Put an exhibit's figure into a widget that shows another one, at a fixed width; at once where both are alike."""
    drawn = style.plain(exhibit.figure, is_synthetic=exhibit.is_synthetic)
    traces, layout = drawn["data"], drawn["layout"]
    height = min(layout["height"], TALLEST) if "scaleanchor" in layout["yaxis"] else layout["height"]
    layout |= {"width": WIDTH, "height": height, "autosize": False, "modebar": QUIET}
    if [trace.type for trace in shown.data] != [trace["type"] for trace in traces]:
        shown.data, shown.layout = [], layout
        shown.add_traces(traces)
        return
    with shown.batch_update():
        for old, new in [*zip(shown.data, traces, strict=True), (shown.layout, layout)]:
            old.update(dict.fromkeys(old.to_plotly_json(), None) | new, overwrite=True)


def code_text(code: str) -> str:
    """Return lines of code to copy as HTML."""
    return f"<pre class='ip-code'>{escape(code)}</pre>"


def table_text(table: pd.DataFrame) -> str:
    """Return a table as HTML."""
    return f"<div class='ip-table'>{table.to_html(index=False, border=0)}</div>"
