"""Ordered bars and pairs: places beside one another, and 陕西 among the provinces."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import indicators, settings
from ipanalytics.catalogue.places import PROVINCE
from ipanalytics.core.i18n import say, sentences
from ipanalytics.observations import derivation
from ipanalytics.observations.table import keys_of, select
from ipanalytics.report import formatting, style
from ipanalytics.report.citations import cite_points
from ipanalytics.report.exhibits import Exhibit, Section

BAR, LEAST, ROOM = 22, 240, 1.18
MOST_NAMED = 31
UNRANKED = "申请量、授权量等只作背景，不排名（2022年度工作指引二（一）），所以按区划代码的次序。"


def draw_ordered(table: pd.DataFrame, indicator: str, period: str, areas: list[str], marked: str = "") -> Exhibit:
    """Draw places as bars, the largest on top; in the order of their codes where the guide forbids a ranking.

    Parameters
    ----------
    table
        Observations, one row a key.
    indicator, period
        What is drawn, by id and text.
    areas
        Codes of the places; those without a figure have no bar and are named in the table.
    marked
        The place whose bar has another colour.
    """
    rows = _ordered(select(table, area=areas, indicator=indicator, period=period), areas)
    item = indicators.indicator(indicator)
    names, title = [formatting.place(code) for code in rows["area"]], _title(rows, indicator, period)
    worded = [formatting.quantity(value, indicator) for value in rows["value"]]
    bars = style.bars(names, rows["value"], [code == marked for code in rows["area"]], "%{y}<extra></extra>", ",")
    bars[0].update(texttemplate="%{text}", text=worded, hovertemplate="%{y}：%{text}<extra></extra>")
    cite_points(bars[0], rows, keys_of(rows)).update(customdata=list(rows["area"]))
    figure = style.figure(bars, height=_height(len(rows)), alt=title, **style.bar_axes(names, _largest(rows["value"])))
    note = "" if item.assessable else UNRANKED
    return Exhibit(title, _shown(rows, areas, indicator), rows, figure, f"单位：{item.unit}。{note}")


def title_of(table: pd.DataFrame, indicator: str, period: str, areas: list[str]) -> str:
    """Return what an indicator of places shows at a period: who is highest and lowest."""
    rows = _ordered(select(table, area=areas, indicator=indicator, period=period), areas)
    return _title(rows, indicator, period)


def _title(rows: pd.DataFrame, indicator: str, period: str) -> str:
    names = [formatting.place(code) for code in rows["area"]]
    return f"{indicators.indicator(indicator).name}，{formatting.period(period, indicator)}：{_extremes(rows, names)}"


def _ordered(rows: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    if len(rows) and not indicators.indicator(rows["indicator"].iloc[0]).assessable:
        return rows.sort_values("area", key=lambda codes: codes.map(areas.index), ignore_index=True)
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _extremes(rows: pd.DataFrame, names: list[str]) -> str:
    if rows.empty:
        return formatting.no_data()
    if not indicators.indicator(rows["indicator"].iloc[0]).assessable:
        return f"{len(rows)}个地方有数"
    first, last = names[0], names[-1]
    return f"{first}最多" if len(rows) == 1 or first == last else f"{first}最高，{last}最低"


def _largest(values: pd.Series) -> float:
    return float(values.max()) * ROOM if len(values) and values.max() > 0 else 1.0


def _height(count: int) -> int:
    return max(LEAST, 40 + BAR * count)


def _shown(rows: pd.DataFrame, areas: list[str], indicator: str) -> pd.DataFrame:
    known = rows.set_index("area")
    order = [*rows["area"], *(code for code in areas if code not in known.index)]
    return pd.DataFrame(
        {
            "地区": [formatting.place(code) for code in order],
            indicators.indicator(indicator).name: [
                formatting.quantity(known["value"].get(code), indicator) for code in order
            ],
            "性质": [formatting.status(known["status"][code]) if code in known.index else "" for code in order],
        }
    )


def compare(table: pd.DataFrame, one: tuple[str, str], other: tuple[str, str], areas: Iterable[str]) -> pd.DataFrame:
    """Return places with two figures beside one another, each named by (indicator, period).

    Returns
    -------
    DataFrame
        Columns area, `one` and `other`; of one indicator also `change` and `growth` (a part of 1). A place that lacks
        both is left out.
    """
    wanted = list(areas)
    sides = [_values(table, side, wanted) for side in (one, other)]
    both = pd.DataFrame({"one": sides[0], "other": sides[1]}).reindex(wanted).dropna(how="all").rename_axis("area")
    found = both.reset_index()
    if one[0] != other[0]:
        return found
    change = found["other"] - found["one"]
    return found.assign(change=change, growth=change / found["one"].where(found["one"] != 0))


def _values(table: pd.DataFrame, side: tuple[str, str], areas: list[str]) -> pd.Series:
    return select(table, area=areas, indicator=side[0], period=side[1]).set_index("area")["value"]


def draw_pair(table: pd.DataFrame, one: tuple[str, str], other: tuple[str, str], areas: list[str]) -> Exhibit:
    """Draw two periods of an indicator as pairs of bars, two indicators as points with the places' names."""
    found = compare(table, one, other, areas)
    rows = pd.concat([select(table, area=areas, indicator=id_, period=text) for id_, text in (one, other)])
    names = [f"{indicators.indicator(id_).label}（{formatting.period(text, id_)}）" for id_, text in (one, other)]
    title = f"{names[0]}与{names[1]}：{len(found.dropna(subset=['one', 'other']))}个地方两个数都有"
    figure = _bars(found, names, title) if one[0] == other[0] else _points(found, names, title)
    worded = {
        name: [formatting.quantity(value, id_) for value in found[column]]
        for name, column, id_ in zip(names, ("one", "other"), (one[0], other[0]), strict=True)
    }
    shown = pd.DataFrame({"地区": [formatting.place(code) for code in found["area"]], **worded})
    if "growth" in found:
        shown["增减"] = [_growth(value) for value in found["growth"]]
    return Exhibit(title, shown, rows.drop_duplicates(ignore_index=True), figure)


def _growth(value: float) -> str:
    return "" if pd.isna(value) else f"{100 * value:+.1f}%".replace("-", "−")


def _bars(found: pd.DataFrame, names: list[str], title: str) -> go.Figure:
    colours = settings.palette()
    places = [formatting.place(code) for code in found["area"]]
    looks = zip(("one", "other"), names, (colours["quiet"], colours["series"]["invention"]), strict=True)
    traces: list[Any] = [
        go.Bar(
            x=list(found[column]), y=places, orientation="h", name=name, marker={"color": colour},
            customdata=list(found["area"]), hovertemplate="%{y}：%{x:,.6~g}<extra>" + name + "</extra>",
        )
        for column, name, colour in looks
    ]  # fmt: skip
    axes = style.bar_axes(places, _largest(found[["one", "other"]].max(axis="columns")))
    return style.figure(traces, height=_height(2 * len(places)), alt=title, barmode="group", **axes)


def _points(found: pd.DataFrame, names: list[str], title: str) -> go.Figure:
    both = found.dropna(subset=["one", "other"])
    places = [formatting.place(code) for code in both["area"]]
    points = go.Scatter(
        x=list(both["one"]), y=list(both["other"]), text=places, showlegend=False, customdata=list(both["area"]),
        mode="markers+text" if len(both) <= MOST_NAMED else "markers", textposition="top center", cliponaxis=False,
        marker={"size": 9, "color": settings.palette()["series"]["invention"]},
        hovertemplate="%{text}：%{x:,.6~g}，%{y:,.6~g}<extra></extra>",
    )  # fmt: skip
    axis = {"fixedrange": True, "automargin": True, "rangemode": "tozero", "tickformat": ",~r"}
    return style.figure(
        [points], height=420, alt=title, xaxis={**axis, "title": {"text": names[0]}},
        yaxis={**axis, "title": {"text": names[1]}}, margin={"l": 56, "r": 32, "t": 16, "b": 48},
    )  # fmt: skip


def draw_standing(table: pd.DataFrame, area: str) -> Section:
    """Draw 陕西 among the 31 provinces: ordered bars, and its rank over time; for the province only."""
    if area != PROVINCE or derivation.rank_provinces(table, "inventions_in_force").empty:
        return Section("")
    prose = say("只按发明专利有效量这一存量比较；申请量和授权量不排名（2022年度工作指引二（一））。")
    exhibits = (draw_provinces(table, "inventions_in_force"), draw_rank(table, "inventions_in_force"))
    return Section(say("陕西在31个省（区、市）中的位置"), exhibits, prose)


def draw_provinces(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw the 31 provinces in order, 陕西 marked, for the latest year that all have."""
    rows = derivation.rank_provinces(table, indicator)
    year = rows["period"].max()
    ordered = rows[rows["period"] == year].sort_values("rank")
    names = [formatting.place(code) for code in ordered["area"]]
    ours = ordered[ordered["area"] == PROVINCE].iloc[0]
    item = indicators.indicator(indicator)
    value = formatting.quantity(ours["value"], indicator)
    title = say(
        "{period}，陕西{name}{value}，居第{rank}位",
        period=formatting.period(year, indicator), name=item.name, value=value, rank=ours["rank"],
    )  # fmt: skip
    marked = [code == PROVINCE for code in ordered["area"]]
    bars = style.bars(names, ordered["value"], marked, say("%{y}：%{x:,}件<extra></extra>"), ",")
    cite_points(bars[0], ordered, keys_of(ordered))
    figure = style.figure(bars, height=720, alt=title, **style.bar_axes(names, float(ordered["value"].max())))
    shown = pd.DataFrame(
        {
            "位次": ordered["rank"].astype(str),
            "地区": names,
            say("{name}（件）", name=item.name): ordered["value"].map(formatting.number),
        }
    )
    return Exhibit(title, shown, ordered, figure, sentences(say("单位：件。不含港澳台。"), item.scope))


def draw_rank(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw 陕西's rank among the 31 provinces, year by year, the first at the top."""
    rows = derivation.rank_provinces(table, indicator)
    ours = rows[rows["area"] == PROVINCE]
    years, ranks = style.years(ours["period"]), list(ours["rank"])
    colour = settings.palette()["accent"]
    line = go.Scatter(
        x=years, y=ranks, mode="lines+markers+text", text=[str(r) for r in ranks], textposition="middle center",
        textfont={"color": settings.palette()["paper"], "size": 11}, line={"color": colour, "width": 2},
        marker={"size": 20, "opacity": 1}, cliponaxis=False, showlegend=False,
        hovertemplate=say("%{x}年：第%{y}位<extra></extra>"),
    )  # fmt: skip
    cite_points(line, ours, keys_of(ours))
    item = indicators.indicator(indicator)
    title = say(
        "陕西{name}的位次：{first}年第{before}位，{last}年第{now}位",
        name=item.name, first=years[0], before=ranks[0], last=years[-1], now=ranks[-1],
    )  # fmt: skip
    axis = {"dtick": 1, "tickformat": "d", "fixedrange": True, "range": [max(ranks) + 1.5, min(ranks) - 1.5]}
    figure = style.figure([line], height=240, alt=title, xaxis=style.year_axis(ours["period"]), yaxis=axis)
    shown = pd.DataFrame(
        {"年份": ours["period"], "位次": [str(r) for r in ranks], "件": ours["value"].map(formatting.number)}
    )
    note = sentences(say("位次按年末有效量从多到少，第1位在上；不含港澳台。"), item.scope)
    return Exhibit(title, shown, ours, figure, note)
