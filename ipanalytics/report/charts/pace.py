"""Pace: what has been reached month by month against what was due (序时), beside the year before."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import capital, join, say
from ipanalytics.monitoring.trajectory import MONTHS, Trajectory
from ipanalytics.report import citations, formatting, style, wording

HEIGHT, LEFT = 360, 58
THIS_YEAR, YEAR_BEFORE = "本年", "上年"
DUE, LINE, BASE = "按序时应达", "全省目标线", "上年末"
# Names of months are wider than their numbers.
TICKS = {"zh": (1, 3, 6, 9, 12), "en": (1, 6, 12)}


def draw_pace(trail: Trajectory, cited: citations.Cited | None = None) -> style.Chart:
    """Draw this year's figures, last year's, and what was due, month by month; `cited` says where figures stand."""
    colours, last, indicator = settings.palette(), max(trail.now), trail.row["indicator"]
    value = wording.amount(trail.now[last], indicator)
    words = [say("{month}月{value}", month=formatting.month(last), value=value)]
    if last in trail.due:
        words += [say("{name}{value}", name=_due(trail), value=wording.estimate(trail.due[last], indicator))]
    colour = colours["accent" if trail.is_behind else "region_line"]
    this_year = [
        _line(trail.now, say(THIS_YEAR), {"color": colour, "width": 2.5}),
        _line({last: trail.now[last]}, say(THIS_YEAR), {"color": colour}, marks=9),
    ]
    lines = [
        _line(trail.before, capital(say(YEAR_BEFORE)), {"color": colours["quiet"], "width": 1.5}),
        _line(trail.due, _due(trail), {"color": colours["muted"], "width": 1.5, "dash": "dash"}, marks=0),
        *this_year,
    ]
    if cited:
        for line in this_year:
            citations.cite_with(line, cited, [trail.keys.get(month) for month in MONTHS])
    heading = style.panel_heading(say("逐月"), "<br>".join(words)) | {"xshift": 4 - LEFT}
    alt = say("折线图：{name}，{words}。", name=indicators.indicator(indicator).label, words=join("，", words))
    return style.figure(
        lines, height=HEIGHT, alt=alt, panel="pair", annotations=[heading],
        showlegend=False, margin={"l": LEFT, "r": 8, "t": 68, "b": 24}, yaxis=_y_axis(trail),
        xaxis={**_ticks(), "fixedrange": True, "showgrid": False, "linecolor": colours["rule"]},
    )  # fmt: skip


def _ticks() -> dict[str, Any]:
    """Name some months; the last one says what the numbers are."""
    months = TICKS[i18n.current()]
    names = [formatting.month(month, short=True) for month in months]
    names[-1] = say("{month}月", month=names[-1])
    return {"tickvals": list(months), "ticktext": names, "range": [0.4, 12.9], "tickangle": 0}


def _y_axis(trail: Trajectory) -> dict[str, Any]:
    """Start a flow at 0; let a stock fill its panel, and leave room on both sides."""
    values = [*trail.now.values(), *trail.before.values(), *trail.due.values()]
    is_flow = indicators.indicator(trail.row["indicator"]).kind == "flow"
    low, high = (0.0 if is_flow else min(values)), max(values)
    room = 0.08 * (high - low or high or 1)
    start = 0.0 if is_flow else max(0.0, low - room)
    return {
        "range": [start, high + room], "fixedrange": True, "nticks": 4, "tickformat": ",~r", "automargin": False,
        "gridcolor": settings.palette()["rule"],
    }  # fmt: skip


def _line(series: dict[int, float], name: str, look: dict[str, Any], marks: int = 5) -> go.Scatter:
    """Draw a series over all twelve months, so that a missing one leaves a gap; without `marks` only a line."""
    return go.Scatter(
        _validate=False,
        x=list(MONTHS), y=[series.get(month) for month in MONTHS], mode="lines+markers" if marks else "lines",
        name=name, connectgaps=False, marker={"size": marks}, line=look, showlegend=False,
        hovertemplate=say("%{{x}}月 {name}：%{{y:,.6~g}}<extra></extra>", name=name),
    )  # fmt: skip


def _due(trail: Trajectory) -> str:
    """Word what is drawn beside the figures: what was due, the province's line, the end of the year before."""
    if trail.is_line:
        return say(LINE)
    return say(BASE if trail.row["kind"] == "direction" else DUE)


def key(trail: Trajectory) -> list[dict[str, str]]:
    """Return the legend of a chart: the lines that it has."""
    colours = settings.palette()
    colour = colours["accent" if trail.is_behind else "region_line"]
    entries = [{"line": f"3px solid {colour}", "word": say(THIS_YEAR)}]
    if trail.due:
        entries += [{"line": f"2px dashed {colours['muted']}", "word": _due(trail)}]
    if trail.before:
        entries += [{"line": f"2px solid {colours['quiet']}", "word": capital(say(YEAR_BEFORE))}]
    return entries


def table(trail: Trajectory) -> pd.DataFrame:
    """Return the lines of a chart month by month, as printed."""
    series = {THIS_YEAR: trail.now, _due(trail): trail.due, YEAR_BEFORE: trail.before}
    columns = {
        name: [formatting.number(values[month]) if month in values else "" for month in MONTHS]
        for name, values in series.items()
        if values
    }
    return pd.DataFrame({"月份": [say("{month}月", month=formatting.month(month)) for month in MONTHS], **columns})
