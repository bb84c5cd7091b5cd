"""陕西 among the 31 provinces: ordered bars, and its rank over time; never by applications or grants."""

import pandas as pd
import plotly.graph_objects as go

from ipanalytics import labels, style
from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.citations import cite_points
from ipanalytics.core.i18n import say, sentences
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.observations import derivation
from ipanalytics.observations.table import keys_of


def draw_standing(table: pd.DataFrame, area: str) -> Section:
    """Draw 陕西 among the 31 provinces: ordered bars, and its rank over time; for the province only."""
    if area != places.PROVINCE or derivation.rank_provinces(table, "inventions_in_force").empty:
        return Section("")
    prose = say("只按发明专利有效量这一存量比较；申请量和授权量不排名（2022年度工作指引二（一））。")
    exhibits = (draw_provinces(table, "inventions_in_force"), draw_rank(table, "inventions_in_force"))
    return Section(say("陕西在31个省（区、市）中的位置"), exhibits, prose)


def draw_provinces(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw the 31 provinces in order, 陕西 marked, for the latest year that all have."""
    rows = derivation.rank_provinces(table, indicator)
    year = rows["period"].max()
    ordered = rows[rows["period"] == year].sort_values("rank")
    names = [labels.place(code) for code in ordered["area"]]
    ours = ordered[ordered["area"] == places.PROVINCE].iloc[0]
    item = indicators.indicator(indicator)
    value = labels.quantity(ours["value"], indicator)
    title = say(
        "{period}，陕西{name}{value}，居第{rank}位",
        period=labels.period(year, indicator), name=item.name, value=value, rank=ours["rank"],
    )  # fmt: skip
    marked = [code == places.PROVINCE for code in ordered["area"]]
    bars = style.bars(names, ordered["value"], marked, say("%{y}：%{x:,}件<extra></extra>"), ",")
    cite_points(bars[0], ordered, keys_of(ordered))
    figure = style.figure(bars, height=720, alt=title, **style.bar_axes(names, float(ordered["value"].max())))
    shown = pd.DataFrame(
        {
            "位次": ordered["rank"].astype(str),
            "地区": names,
            say("{name}（件）", name=item.name): ordered["value"].map(labels.number),
        }
    )
    return Exhibit(title, shown, ordered, figure, sentences(say("单位：件。不含港澳台。"), item.scope))


def draw_rank(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw 陕西's rank among the 31 provinces, year by year, the first at the top."""
    rows = derivation.rank_provinces(table, indicator)
    ours = rows[rows["area"] == places.PROVINCE]
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
        {"年份": ours["period"], "位次": [str(r) for r in ranks], "件": ours["value"].map(labels.number)}
    )
    note = sentences(say("位次按年末有效量从多到少，第1位在上；不含港澳台。"), item.scope)
    return Exhibit(title, shown, ours, figure, note)
