"""One look for every figure: fonts, colours, quiet axes, nothing to click by accident."""

from typing import Any

import plotly.graph_objects as go

from ipanalytics import catalogue, labels

FONTS = (
    '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif'
)


def figure(traces: list[Any], *, height: int, alt: str, **layout: Any) -> go.Figure:  # noqa: ANN401
    """Return a figure in the house style.

    Parameters
    ----------
    traces
        plotly traces, drawn in this order.
    height
        Pixels; the width follows the page.
    alt
        What the figure shows, in a sentence; kept in `layout.meta["alt"]`.
    **layout
        Layout keys that differ from the house style.
    """
    colours = catalogue.palette()
    made = go.Figure(traces)
    made.update_layout(
        template="none",
        height=height,
        autosize=True,
        font={"family": FONTS, "size": 13, "color": colours["ink"]},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        hoverlabel={
            "bgcolor": colours["paper"],
            "bordercolor": colours["rule"],
            "font": {"color": colours["ink"]},
            "align": "left",
        },
        dragmode=False,
        meta={"alt": alt},
    )
    made.update_xaxes(fixedrange=True, showgrid=False, zeroline=False, automargin=True, linecolor=colours["rule"])
    made.update_yaxes(fixedrange=True, gridcolor=colours["rule"], zeroline=False, automargin=True, tickformat=",~r")
    made.update_layout(**layout)
    return made


def stamp(made: go.Figure) -> go.Figure:
    """Return a copy that says 演示数据 in the figure itself."""
    marked = go.Figure(made)
    marked.add_annotation(
        text=labels.SYNTHETIC,
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
        opacity=0.25,
        textangle=-20,
        font={"size": 44, "color": catalogue.palette()["accent"]},
    )
    return marked
