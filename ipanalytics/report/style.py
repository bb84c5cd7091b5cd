"""One look for every exhibit: fonts, colours, quiet axes, nothing to click by accident; and the CSS around it."""

import json
import math
import statistics
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from ipanalytics.catalogue import settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import say
from ipanalytics.report import formatting, markup

MANY_YEARS = 8
# What plotly makes of the template "none".
NO_TEMPLATE = {"data": {"scatter": [{"type": "scatter"}]}}
# From how many times the others' median a largest value has a logarithmic axis: 西安 is 40 to 100 times most units.
WIDE, FEW_POWERS = 40, 2
# Of the buttons that plotly gives a figure: one uploads it to a service, two select what nothing is done with.
REMOVED = ["sendChartToCloud", "select2d", "lasso2d"]
FONTS = (
    '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif'
)


class Chart:
    """A figure in the house style: its traces and its layout.

    Pages are drawn from these; plotly's own object, which looks at every number again, is made when something of it is
    asked for, in JupyterLab or to change it.
    """

    def __init__(self, traces: list[Any], layout: dict[str, Any]) -> None:
        self.traces, self.own = traces, layout

    @cached_property
    def plotly(self) -> go.Figure:
        """The figure as plotly has it; a test lets plotly look at the figures of each kind of page."""
        return go.Figure(self.traces, go.Layout(self.own, _validate=False), _validate=False)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return what plotly's figure has under a name, but for Python's own."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.plotly, name)


def figure(traces: list[Any], *, height: int, alt: str, panel: str = "", **layout: Any) -> Chart:  # noqa: ANN401
    """Return a figure in the house style, its traces drawn in their order.

    Parameters
    ----------
    height
        Pixels; the width follows the page.
    alt
        What the figure shows, in a sentence; kept in `layout.meta["alt"]`.
    panel
        "small" for one of several side by side; "wide" for one that needs the whole width of a telephone.
    **layout
        Layout keys that differ from the house style.
    """
    colours = settings.palette()
    quiet = {"fixedrange": True, "zeroline": False, "automargin": True}
    house = {
        "template": NO_TEMPLATE,
        "height": height,
        "autosize": True,
        "font": {"family": FONTS, "size": 13, "color": colours["ink"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "legend": {"orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "traceorder": "normal"},
        "hoverlabel": {
            "bgcolor": colours["paper"],
            "bordercolor": colours["rule"],
            "font": {"color": colours["ink"]},
            "align": "left",
        },
        "dragmode": False,
        "modebar": {"remove": REMOVED},
        "meta": {"alt": alt, "panel": panel} if panel else {"alt": alt},
        "xaxis": {**quiet, "showgrid": False, "linecolor": colours["rule"]},
        "yaxis": {**quiet, "gridcolor": colours["rule"], "tickformat": ",~r"},
    }
    return Chart(traces, _merged(house, layout))


def _merged(house: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return the house style with what a figure has of its own, part by part."""
    inner = {key: _merged(house[key], value) for key, value in own.items() if _are_parts(house.get(key), value)}
    return {**house, **own, **inner}


def _are_parts(house: object, own: object) -> bool:
    return isinstance(house, dict) and isinstance(own, dict)


def is_wide(values: Iterable[float]) -> bool:
    """Say whether the largest of some values is so far above the others that an axis from 0 would show it alone.

    Examples
    --------
    >>> is_wide([64000, 619, 500]), is_wide([640, 619, 500]), is_wide([64000, 619, 0])
    (True, False, False)
    """
    *others, largest = sorted(values) or [0.0]
    return bool(others) and others[0] > 0 and largest >= WIDE * statistics.median(others)


def log_axis(values: Iterable[float]) -> dict[str, Any]:
    """Return a logarithmic axis for values above 0, its powers of ten named, of few also what lies between."""
    present = [float(value) for value in values if value > 0]
    low, high = math.log10(min(present)), math.log10(max(present))
    parts = (1,) if high - low > FEW_POWERS else (1, 2, 5)
    ticks = [part * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1) for part in parts]
    room = 0.06 * (high - low)
    return {
        "type": "log", "tickvals": [tick for tick in ticks if low - room <= math.log10(tick) <= high + room],
        "range": [low - room, high + room], "tickformat": ",~r", "fixedrange": True, "automargin": True,
    }  # fmt: skip


def log_words(name: str) -> str:
    """Return the name of a logarithmic axis, which says what it is."""
    return say("{name}（对数刻度）", name=name) if name else say("对数刻度")


def years(periods: Iterable[str]) -> list[int]:
    """Return years as numbers, so that a missing one leaves its gap."""
    return [int(text) for text in periods]


def year_axis(periods: Iterable[str]) -> dict[str, Any]:
    """Return an axis that names every second year, the last one always."""
    shown = sorted(set(years(periods)))
    ticks = shown[::-1][:: 2 if len(shown) > MANY_YEARS else 1]
    ends = [shown[0] - 0.6, shown[-1] + 0.6] if shown else None
    return {"tickformat": "d", "tickvals": ticks, "range": ends, "fixedrange": True, "showgrid": False}


def plain(figure: Any, *, is_synthetic: bool = False) -> dict[str, Any]:  # noqa: ANN401
    """Return a figure as JSON types only, numbers as lists, so that pages can share its arrays.

    One of synthetic numbers says 演示数据 in the figure itself.
    """
    is_new = isinstance(figure, Chart) and "plotly" not in vars(figure)
    traces, layout = (figure.traces, figure.own) if is_new else (figure.data, figure.layout)
    # The encoder knows what to do with plotly's objects.
    whole = {"data": list(traces), "layout": layout}
    drawn: dict[str, Any] = json.loads(json.dumps(whole, cls=PlotlyJSONEncoder))
    if is_synthetic:
        layout = drawn["layout"]
        layout.setdefault("annotations", []).append(mark(small=bool(layout["meta"].get("panel"))))
    return drawn


def mark(*, small: bool) -> dict[str, Any]:
    """Return the annotation that says 演示数据 across a figure."""
    font = {"size": 20 if small else 44, "color": settings.palette()["accent"]}
    return {
        "text": formatting.synthetic(), "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False,
        "opacity": 0.25, "textangle": -20, "font": font,
    }  # fmt: skip


def sheet(root: str = ":root") -> str:
    """Return the CSS of exhibits with the palette's colours, which are variables of the element `root`."""
    colours = {key: value for key, value in settings.palette().items() if isinstance(value, str)}
    lights = {id_: light.colour for id_, light in settings.wording().statuses.items()}
    return markup.render("exhibits.css", root=root, lights=lights, language=i18n.current(), **colours)


def panel_heading(name: str, words: str) -> dict[str, Any]:
    """Return the annotation that stands over a panel: its name, and what it shows, below one another."""
    return {
        "text": f"<b>{name}</b><br>{words}" if words else f"<b>{name}</b>", "xref": "paper", "yref": "paper",
        "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 6, "align": "left", "showarrow": False,
        "font": {"size": 13},
    }  # fmt: skip
