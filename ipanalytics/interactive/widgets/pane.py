"""A drawing as widgets that are filled again: its title, chart and notes, and the lines of code that draw it.

The chart is drawn here, as for pages, and the browser shows it: plotly's own widget sends five megabytes of script for
each figure, and where the browser needs two seconds to read them, it stays blank.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from ipanalytics.catalogue import places as catalogue_places
from ipanalytics.interactive import parts, saving
from ipanalytics.report import citations, formatting, markup, style
from ipanalytics.report.exhibits import Exhibit

WIDTH, TALLEST, LONGEST_NAME = 405, 600, 60
FILES = (".csv", ".xlsx")
NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))
SCRIPT = markup.render("chart.js", "interactive")


class Chart(anywidget.AnyWidget):
    """A drawing in the browser, which tells what was clicked on in it, and makes a picture of it.

    `html` is the drawing, `places` the codes of those marked in it, `sheet` its CSS.
    """

    _esm = SCRIPT
    html = traitlets.Unicode().tag(sync=True)
    places = traitlets.List(traitlets.Unicode()).tag(sync=True)
    sheet = traitlets.Unicode().tag(sync=True)


@dataclass
class Pane:
    """The widgets of a drawing, from top to bottom; `exhibit` is what they show."""

    caption: widgets.HTML = field(default_factory=widgets.HTML)
    chart: Chart = field(default_factory=lambda: Chart(sheet=parts.sheet()))
    below: widgets.HTML = field(default_factory=widgets.HTML)
    exhibit: Exhibit | None = None

    def __post_init__(self) -> None:
        """Hand over files of what is shown."""
        self.chart.on_msg(lambda _, asked, __: self._hand_over(asked.get("kind", "")))

    def box(self) -> widgets.VBox:
        """Return the widgets in a box of their width."""
        box = widgets.VBox([self.caption, self.chart, self.below], layout={"width": f"{WIDTH}px"})
        box.add_class("ip-pane")
        return box

    def on_place(self, act: Callable[[str], None]) -> None:
        """Call a function with the code of each place that is clicked on."""
        self.chart.on_msg(lambda _, told, __: act(told["area"]) if told.get("area") else None)

    def _hand_over(self, kind: str) -> None:
        if self.exhibit is None or not kind:
            return
        if kind in FILES:
            self.chart.send({"name": _name(self.exhibit, kind)}, buffers=[saving.for_readers(self.exhibit, kind)])
        else:
            told = {"title": self.exhibit.title, "note": _note(self.exhibit)}
            self.chart.send({"name": _name(self.exhibit, kind), **told})


def _name(exhibit: Exhibit, kind: str) -> str:
    """Return a file's name: the title without what a file system can't take."""
    return exhibit.title.translate(NOT_IN_NAMES)[:LONGEST_NAME].strip() + kind


def _note(exhibit: Exhibit) -> str:
    mark = formatting.synthetic() if exhibit.is_synthetic else ""
    return " ".join(filter(None, [mark, exhibit.note, citations.source_line(exhibit.evidence)]))


def fill(pane: Pane, exhibit: Exhibit, code: str, places: Sequence[str] = ()) -> None:
    """Show another drawing in a pane, places marked in it; one of synthetic figures says so itself."""
    pane.exhibit = exhibit
    pane.caption.value = html("caption", exhibit.title, formatting.synthetic() if exhibit.is_synthetic else "")
    pane.chart.layout.display = ""
    with pane.chart.hold_sync():
        pane.chart.html, pane.chart.places = drawn(exhibit), list(places)
    note = " ".join(filter(None, [exhibit.note, citations.source_line(exhibit.evidence)]))
    pane.below.value = html("note", note, code)


def empty(pane: Pane, text: str = "") -> None:
    """Show a text alone."""
    pane.caption.value, pane.below.value, pane.chart.html, pane.exhibit = html("paragraph", text), "", "", None
    pane.chart.layout.display = "none"


def drawn(exhibit: Exhibit) -> str:
    """Return an exhibit's figure as HTML, each mark with the place that it stands for."""
    figure = style.plain(exhibit.figure, is_synthetic=exhibit.is_synthetic)
    figure["data"] = [_placed(trace) for trace in figure["data"]]
    figure["layout"]["height"] = min(figure["layout"]["height"], TALLEST)
    return parts.chart_html(figure)


def _placed(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace that says which place each of its marks is."""
    codes, known = trace.get("customdata") or [], catalogue_places.table().index
    is_placed = "meta" not in trace and codes and all(code in known for code in codes)
    return {**trace, "meta": {"area": codes}} if is_placed else trace


def dropdown(name: str, options: dict[str, Any], value: str | None = None) -> widgets.Dropdown:
    """Return a control with options by name; without a value the first one is chosen."""
    chosen = {"value": value} if value else {}
    return widgets.Dropdown(options=list(options.items()), description=name, layout={"width": "420px"}, **chosen)


def html(macro: str, *values: object) -> str:
    """Return what a macro of templates/widgets.html.j2 makes of values."""
    macros = markup.environment("interactive").get_template("widgets.html.j2").module
    return str(getattr(macros, macro)(*values)).strip()
