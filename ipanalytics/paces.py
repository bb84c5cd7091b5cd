"""Pace: what has been reached month by month against what was due (序时), beside the year before."""

import textwrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics import citations, labels, phrases, style
from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.monitoring import progress, trajectory
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.trajectory import BELOW, MONTHS, Trail

HEIGHT, LEFT = 360, 58
THIS_YEAR, YEAR_BEFORE, DUE = "本年", "上年", "序时（应达到）"
# Names of months are wider than their numbers.
TICKS = {"zh": (1, 3, 6, 9, 12), "en": (1, 6, 12)}
WIDEST_LABEL = 18


def _label(row: dict[Any, Any]) -> str:
    return indicators.indicator(row["indicator"]).label


def draw_pace(trail: Trail, cited: citations.Cited | None = None) -> go.Figure:
    """Draw this year's figures, last year's, and what was due, month by month; `cited` says where figures stand."""
    colours = settings.palette()
    last = max(trail.now)
    value = phrases.amount(trail.now[last], trail.row["indicator"])
    words = [say("{month}月{value}", month=labels.month(last), value=value)]
    if last in trail.due:
        words += [say("应达{value}", value=phrases.amount(trail.due[last], trail.row["indicator"]))]
    colour = colours["accent" if trajectory.turn(trail) == BELOW else "region_line"]
    lines = [
        _line(trail.before, say(YEAR_BEFORE), {"color": colours["quiet"], "width": 1.5}),
        _line(trail.due, say(DUE), {"color": colours["muted"], "width": 1.5, "dash": "dash"}, marks=0),
        _line(trail.now, say(THIS_YEAR), {"color": colour, "width": 2.5}),
        _line({last: trail.now[last]}, say(THIS_YEAR), {"color": colour}, marks=9),
    ]
    if cited:
        for line in (lines[2], lines[3]):
            citations.cite_with(line, cited, [trail.keys.get(month) for month in MONTHS])
    heading = style.panel_heading(say("逐月"), "<br>".join(words)) | {"xshift": 4 - LEFT}
    alt = say("折线图：{name}，{words}。", name=_label(trail.row), words=join("，", words))
    return style.figure(
        lines, height=HEIGHT, alt=alt, panel="pair", annotations=[heading],
        showlegend=False, margin={"l": LEFT, "r": 8, "t": 68, "b": 24}, yaxis=_y_axis(trail),
        xaxis={**_ticks(), "fixedrange": True, "showgrid": False, "linecolor": colours["rule"]},
    )  # fmt: skip


def _ticks() -> dict[str, Any]:
    """Name some months; the last one says what the numbers are."""
    months = TICKS[i18n.current()]
    names = [labels.month(month, short=True) for month in months]
    names[-1] = say("{month}月", month=names[-1])
    return {"tickvals": list(months), "ticktext": names, "range": [0.4, 12.9], "tickangle": 0}


def _y_axis(trail: Trail) -> dict[str, Any]:
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
        x=list(MONTHS), y=[series.get(month) for month in MONTHS], mode="lines+markers" if marks else "lines",
        name=name, connectgaps=False, marker={"size": marks}, line=look, showlegend=False,
        hovertemplate=say("%{{x}}月 {name}：%{{y:,.6~g}}<extra></extra>", name=name),
    )  # fmt: skip


def key_html(trail: Trail) -> str:
    """Return the legend of a chart: the lines that it has."""
    colours = settings.palette()
    colour = colours["accent" if trajectory.turn(trail) == BELOW else "region_line"]
    items = {f"3px solid {colour}": THIS_YEAR}
    if trail.due:
        items[f"2px dashed {colours['muted']}"] = DUE
    if trail.before:
        items[f"2px solid {colours['quiet']}"] = YEAR_BEFORE
    lines = [
        f'<li><span class="stroke" style="border-top:{css}"></span>{say(text)}</li>' for css, text in items.items()
    ]
    return f'<ul class="key">{"".join(lines)}</ul>'


def table(trail: Trail) -> pd.DataFrame:
    """Return the lines of a chart month by month, as printed."""
    series = {THIS_YEAR: trail.now, "序时": trail.due, YEAR_BEFORE: trail.before}
    columns = {name: [_number(found.get(month)) for month in MONTHS] for name, found in series.items() if found}
    return pd.DataFrame({"月份": [say("{month}月", month=labels.month(month)) for month in MONTHS], **columns})


def _number(value: float | None) -> str:
    return "" if value is None else labels.number(value)


def draw_compared(made: Assessment, area: str) -> Section:
    """Draw shares of targets beside one another: the three regions, or a unit, its region and the province."""
    areas = _beside(area)
    rows = made.rows[made.rows["area"].isin(areas) & made.rows["kind"].isin(["flow", "coverage", "level"])]
    rows = rows.assign(column=rows["target"].map(phrases.headings(made.targets)))
    shown = rows[rows["attainment"].notna()]
    names = dict.fromkeys(phrases.headings(made.targets).values())
    order = [name for name in names if name in set(shown["column"])]
    if not order:
        return Section("")
    panels = tuple(_bullets(rows[rows["area"] == code], code, order) for code in areas)
    title = say("{places}：各完成全年目标的百分之几", places=join("、", map(labels.place, areas)))
    columns = {labels.place(code): _attained(rows[rows["area"] == code], order) for code in areas}
    table = pd.DataFrame({"指标": order, **columns})
    note = sentences(say(COMPARED), say(phrases.UNOFFICIAL))
    exhibit = Exhibit(title, table, progress.evidence(made.table, shown), None, note, panels=panels)
    return Section(say("与区域和全省比"), (exhibit,))


def _beside(area: str) -> list[str]:
    if places.level_of(area) == "unit":
        return [area, hierarchy.region_of(area), places.PROVINCE]
    return places.codes("region")


LONGEST = 1.2
COMPARED = (
    "竖线为序时（只用于年内累计和覆盖类）；条形到100%即完成全年目标，超过的画到120%为止，–为没有任务。"
    "比率类为相当于全省目标线的百分之几。"
)


def _attained(rows: pd.DataFrame, order: list[str]) -> list[str]:
    """Word what is attained in each column: without it the status, without a task a dash."""
    words = {
        row["column"]: phrases.percent(row["attainment"])
        if pd.notna(row["attainment"])
        else settings.wording().statuses[row["status"]].word
        for row in rows.to_dict("records")
    }
    return [words.get(name, phrases.NONE) for name in order]


def _bullets(rows: pd.DataFrame, area: str, order: list[str]) -> go.Figure:
    colours, lights = settings.palette(), settings.wording().statuses
    by = rows.set_index("column").reindex(order)
    fills = [lights[id_].colour if isinstance(id_, str) else colours["rule"] for id_ in by["status"]]
    texts = _attained(rows, order)
    bars = go.Bar(
        x=list(by["attainment"].clip(upper=LONGEST).fillna(0)), y=order, orientation="h", marker={"color": fills},
        text=texts, textposition="none", hovertemplate=say("%{y}：%{text}<extra></extra>"), showlegend=False,
    )  # fmt: skip
    ticks = go.Scatter(
        x=list(by["elapsed"].where(by["kind"] != "level")), y=order, mode="markers", hoverinfo="skip", showlegend=False,
        marker={"symbol": "line-ns-open", "size": 14, "line": {"width": 2}, "color": colours["ink"]},
    )  # fmt: skip
    words_at = go.Scatter(
        x=[LONGEST + 0.06] * len(order), y=order, mode="text", text=texts,
        textposition="middle right", hoverinfo="skip", showlegend=False, cliponaxis=False,
    )  # fmt: skip
    axes = _broken(style.bar_axes(order, 1), order) | {
        "xaxis": {"visible": False, "range": [0, 1.75], "fixedrange": True}
    }
    told = [say("{name}{value}", name=name, value=text) for name, text in zip(order, texts, strict=True)]
    alt = say("条形图：{place}，{told}。", place=labels.place(area), told=join("；", told))
    return style.figure(
        [bars, ticks, words_at], height=60 + 26 * len(order), alt=alt, panel="wide",
        annotations=[style.panel_heading(labels.place(area), "")], margin={"l": 4, "r": 4, "t": 34, "b": 4}, **axes,
    )  # fmt: skip


def _broken(axes: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """Break the names at the bars into lines: English ones would leave no room beside them."""
    if i18n.is_english():
        lines = ["<br>".join(textwrap.wrap(name, WIDEST_LABEL)) for name in order]
        axes["yaxis"] |= {"tickvals": order, "ticktext": lines, "tickfont": {"size": 11}}
    return axes
