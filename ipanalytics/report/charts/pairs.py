"""Pairs: two figures of each place beside one another, two periods as bars, two indicators as points."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import breaks, indicators, settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import say
from ipanalytics.observations.table import select
from ipanalytics.report import formatting, style
from ipanalytics.report.charts import bars
from ipanalytics.report.exhibits import Exhibit

MOST_NAMED = 31


def compare(table: pd.DataFrame, one: tuple[str, str], other: tuple[str, str], areas: Iterable[str]) -> pd.DataFrame:
    """Return places with two figures beside one another, each named by (indicator, period).

    Returns
    -------
    DataFrame
        Columns area, `one` and `other`, of two periods the older is `one`; of one indicator also `change` and `growth`,
        the later ÷ the older − 1, empty across a break in the way of counting. A place that lacks both is left out.
    """
    one, other = _in_time(one, other)
    codes = list(areas)
    sides = {
        side: select(table, area=codes, indicator=id_, period=period).set_index("area")["value"]
        for side, (id_, period) in (("one", one), ("other", other))
    }
    both = pd.DataFrame(sides).reindex(codes).dropna(how="all").rename_axis("area").reset_index()
    if one[0] != other[0]:
        return both
    years = [str(periods.parse(text).end.year) for text in sorted({one[1], other[1]})]
    told = [breaks.is_comparable(one[0], years[0], years[-1], area) for area in both["area"]]
    change = (both["other"] - both["one"]).where(pd.Series(told, both.index, dtype=bool))
    return both.assign(change=change, growth=change / both["one"].where(both["one"] != 0))


def _in_time(one: tuple[str, str], other: tuple[str, str]) -> list[tuple[str, str]]:
    """Return two periods of an indicator, the older first, however they are given; two indicators as they are."""
    sides = [one, other]
    if one[0] != other[0]:
        return sides
    return sorted(sides, key=lambda side: (periods.parse(side[1]).end, periods.parse(side[1]).start))


def draw_pair(table: pd.DataFrame, one: tuple[str, str], other: tuple[str, str], areas: list[str]) -> Exhibit:
    """Draw two periods of an indicator as pairs of bars, the older first, two indicators as points with names."""
    one, other = _in_time(one, other)
    both = compare(table, one, other, areas)
    rows = pd.concat([select(table, area=areas, indicator=id_, period=text) for id_, text in (one, other)])
    names = [_worded(indicators.indicator(id_).label, formatting.period(text, id_)) for id_, text in (one, other)]
    count = len(both.dropna(subset=["one", "other"]))
    title = say("{one}与{other}：{count}个地方两个数都有", one=names[0], other=names[1], count=count)
    figure = _pairs(both, names, title) if one[0] == other[0] else _points(both, names, title)
    words = {
        name: [formatting.quantity(value, id_) for value in both[column]]
        for name, column, id_ in zip(names, ("one", "other"), (one[0], other[0]), strict=True)
    }
    shown = pd.DataFrame({"地区": [formatting.place(code) for code in both["area"]], **words})
    if "growth" in both:
        growth = both["growth"]
        shown["增减"] = ["" if pd.isna(part) else formatting.signed(100 * part, digits=1) + "%" for part in growth]
    return Exhibit(title, shown, rows.drop_duplicates(ignore_index=True), figure)


def _worded(what: str, period: str) -> str:
    return say("{what}（{period}）", what=what, period=period)


def _pairs(both: pd.DataFrame, names: list[str], title: str) -> style.Chart:
    colours = settings.palette()
    places = [formatting.place(code) for code in both["area"]]
    looks = zip(("one", "other"), names, (colours["quiet"], colours["series"]["invention"]), strict=True)
    traces = [
        bars.horizontal(
            places, both[column], colour, say("%{y}：%{x:,.6~g}<extra>") + name + "</extra>",
            name=name, customdata=list(both["area"]), showlegend=None,
        )
        for column, name, colour in looks
    ]  # fmt: skip
    if style.is_wide(both[["one", "other"]].max(axis="columns")):
        return _on_a_log_axis(traces, both, places, title)
    span = (0, bars.longest(both[["one", "other"]].max(axis="columns")))
    return style.figure(
        traces, height=bars.height_of(2 * len(places)), alt=title, barmode="group", **bars.axes(places, span)
    )


def _on_a_log_axis(traces: list[go.Bar], both: pd.DataFrame, places: list[str], title: str) -> style.Chart:
    """Draw the ends of bars as points, of which those in a row belong to a place: a bar has to begin at 0."""
    points = [
        go.Scatter(
            x=list(bar.x), y=list(bar.y), mode="markers", name=bar.name, customdata=list(bar.customdata),
            marker={"size": 11, "color": bar.marker.color}, hovertemplate=bar.hovertemplate, showlegend=True,
        )
        for bar in traces
    ]  # fmt: skip
    axis = style.log_axis([*both["one"].dropna(), *both["other"].dropna()])
    layout = bars.axes(places, (0, 1)) | {"xaxis": {**axis, "title": {"text": style.log_words("")}}}
    layout["yaxis"] |= {"showgrid": True}
    return style.figure(points, height=bars.height_of(len(places)) + 60, alt=title, **layout)


def _points(both: pd.DataFrame, names: list[str], title: str) -> style.Chart:
    complete = both.dropna(subset=["one", "other"])
    points = go.Scatter(
        x=list(complete["one"]), y=list(complete["other"]), text=[formatting.place(code) for code in complete["area"]],
        mode="markers+text" if len(complete) <= MOST_NAMED else "markers", textposition="top center", cliponaxis=False,
        showlegend=False, customdata=list(complete["area"]),
        marker={"size": 9, "color": settings.palette()["series"]["invention"]},
        hovertemplate=say("%{text}：%{x:,.6~g}，%{y:,.6~g}<extra></extra>"),
    )  # fmt: skip
    across, up = (_axis(complete[side], name) for side, name in zip(("one", "other"), names, strict=True))
    return style.figure(
        [points], height=420, alt=title, xaxis=across, yaxis=up, margin={"l": 56, "r": 32, "t": 16, "b": 48}
    )


def _axis(values: pd.Series, name: str) -> dict[str, Any]:
    if style.is_wide(values):
        return {**style.log_axis(values), "title": {"text": style.log_words(name)}}
    plain = {"fixedrange": True, "automargin": True, "rangemode": "tozero", "tickformat": ",~r"}
    return {**plain, "title": {"text": name}}
