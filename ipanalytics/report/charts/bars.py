"""Ordered bars: places beside one another, the units' people, and the provinces."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import breaks, hierarchy, indicators, settings
from ipanalytics.catalogue.places import codes, province
from ipanalytics.core import i18n
from ipanalytics.core.i18n import say, sentences
from ipanalytics.observations import derivation
from ipanalytics.observations.table import keys_of, select
from ipanalytics.report import formatting, style
from ipanalytics.report.citations import cite_points
from ipanalytics.report.exhibits import Exhibit

BAR, LEAST = 22, 240
UNRANKED = "申请量、授权量等只作背景，不排名（{guide}），所以按区划代码的次序。"


def horizontal(names: Sequence[str], values: Iterable[float], colours: Any, hover: str, **look: Any) -> go.Bar:  # noqa: ANN401
    """Return horizontal bars; `hover` is plotly's template, `colours` one colour or one a bar."""
    return go.Bar(
        x=list(values), y=list(names), orientation="h", marker={"color": colours}, hovertemplate=hover,
        **{"showlegend": False, **look},
    )  # fmt: skip


def axes(names: Sequence[str], span: tuple[float, float]) -> dict[str, Any]:
    """Return the layout keys of horizontal bars: the first name on top, lengths that span a range."""
    return {
        "xaxis": {"visible": False, "range": list(span), "fixedrange": True},
        "yaxis": {"categoryorder": "array", "categoryarray": list(names)[::-1], "showgrid": False, "fixedrange": True,
                  "automargin": True, "ticklabelstandoff": 6, "type": "category"},
        "bargap": 0.28,
    }  # fmt: skip


def ordered(  # noqa: PLR0913
    rows: pd.DataFrame, *, alt: str, height: int, hover: str, names: Sequence[str] = (), marked: Collection[str] = (),
    per: float = 1, digits: str = ",",
) -> style.Chart:  # fmt: skip
    """Return observations as bars in their order, the values at the ends, that say where they stand when touched.

    Parameters
    ----------
    rows
        One a bar, the first on top.
    alt, height
        As for `style.figure`.
    hover
        plotly's hover template.
    names
        What stands at the bars; else the places.
    marked
        Places whose bars have the accent colour.
    per
        What lengths are counted in: 10,000 people.
    digits
        d3 format of the value at a bar's end.
    """
    colours = settings.palette()
    rest = colours["quiet"] if set(marked) & set(rows["area"]) else colours["series"]["invention"]
    fills = [colours["accent"] if code in marked else rest for code in rows["area"]]
    names, values = names or [formatting.place(code) for code in rows["area"]], rows["value"] / per
    bars = horizontal(
        names, values, fills, hover, texttemplate=f"%{{x:{digits}}}", textposition="outside", cliponaxis=False
    )
    cite_points(bars, rows, keys_of(rows))
    return style.figure([bars], height=height, alt=alt, **axes(names, (0, float(values.max()) * 1.18)))


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
    item, title = indicators.indicator(indicator), _title(rows, indicator, period)
    words = [formatting.quantity(value, indicator) for value in rows["value"]]
    figure = ordered(
        rows, alt=title, height=height_of(len(rows)), hover=say("%{y}：%{text}<extra></extra>"), marked=[marked]
    )
    figure.update_traces(texttemplate="%{text}", text=words, customdata=list(rows["area"]))
    figure.update_layout(xaxis_range=[0, longest(rows["value"])])
    note = "" if item.assessable else say(UNRANKED, guide=say(settings.settings().unranked_by))
    return Exhibit(title, _table(rows, areas, indicator), rows, figure, sentences(unit_of(item), note))


def title_of(table: pd.DataFrame, indicator: str, period: str, areas: list[str]) -> str:
    """Return what an indicator of places shows at a period: who is highest and lowest."""
    return _title(_ordered(select(table, area=areas, indicator=indicator, period=period), areas), indicator, period)


def _title(rows: pd.DataFrame, indicator: str, period: str) -> str:
    item = indicators.indicator(indicator)
    found = _extremes(rows, is_ranked=item.assessable)
    return say("{what}，{when}：{shown}", what=item.name, when=formatting.period(period, indicator), shown=found)


def unit_of(item: indicators.Indicator) -> str:
    """Say what an indicator is counted in; English has a word for the usual unit only."""
    return say("单位：件。") if item.unit == "件" else say("单位：{unit}。", unit=say(item.unit))


def _extremes(rows: pd.DataFrame, *, is_ranked: bool) -> str:
    if rows.empty:
        return formatting.no_data()
    if not is_ranked:
        return say("{count}个地方有数", count=len(rows))
    first, last = formatting.place(rows["area"].iloc[0]), formatting.place(rows["area"].iloc[-1])
    return say("{place}最多", place=first) if first == last else say("{first}最高，{last}最低", first=first, last=last)


def _ordered(rows: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    if len(rows) and not indicators.indicator(rows["indicator"].iloc[0]).assessable:
        return rows.sort_values("area", key=lambda codes: codes.map(areas.index), ignore_index=True)
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def longest(values: pd.Series) -> float:
    """Return how far an axis goes, so that there is room for a value with its unit."""
    return float(values.max()) * 1.4 if len(values) and values.max() > 0 else 1.0


def height_of(bars: int) -> int:
    """Return the pixels that a number of bars needs."""
    return max(LEAST, 40 + BAR * bars)


def _table(rows: pd.DataFrame, areas: list[str], indicator: str) -> pd.DataFrame:
    by_area = rows.set_index("area")
    codes = [*rows["area"], *(code for code in areas if code not in by_area.index)]
    return pd.DataFrame(
        {
            "地区": [formatting.place(code) for code in codes],
            indicators.indicator(indicator).name: [
                formatting.quantity(by_area["value"].get(code), indicator) for code in codes
            ],
            "性质": [formatting.status(by_area["status"][code]) if code in by_area.index else "" for code in codes],
        }
    )


def draw_population(table: pd.DataFrame, area: str) -> Exhibit:
    """Draw the units' census population in order, those of the area marked."""
    census = select(table, indicator="population", period=settings.settings().census_days[-1])
    rows = select(census, area=codes("unit")).sort_values("value", ascending=False)
    total = select(census, area=province())["value"]
    if rows.empty or total.empty:
        note = say("没有找到普查数，所以没有图。")
        return Exhibit(say("各单元人口：无数据"), pd.DataFrame(), rows, note=note)
    whole, inside = float(total.iloc[0]), hierarchy.members(area)
    title = _population_title(area, float(rows.loc[rows["area"].isin(inside), "value"].sum()), whole)
    per, digits = (formatting.MILLION, ",.2f") if i18n.is_english() else (10000, ",.1f")
    figure = ordered(
        rows, alt=title, height=400, hover=say("%{y}：%{x:,.1f}万人<extra></extra>"),
        marked=inside if area != province() else (), per=per, digits=digits,
    )  # fmt: skip
    shown = pd.DataFrame(
        {
            "单元": [formatting.place(code) for code in rows["area"]],
            "常住人口（万人）": [formatting.number(value / per, digits=2) for value in rows["value"]],
            "占全省": [formatting.share(value, whole) for value in rows["value"]],
        }
    )
    census_note = settings.settings().census_note
    return Exhibit(title, shown, rows, figure, sentences(say("单位：万人。"), say(census_note)))


def _population_title(area: str, part: float, whole: float) -> str:
    people = formatting.quantity(part, "population")
    if area == province():
        year = settings.settings().census_days[-1][:4]
        return say("{year}年普查：{whole}个单元共{people}", year=year, whole=formatting.count_of("unit"), people=people)
    parts = {"place": formatting.place(area), "people": people, "share": formatting.share(part, whole)}
    return say("{place}人口{people}，占全省{share}", **parts)


def draw_provinces(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw the provinces in order, ours marked, for the latest year that all have."""
    ranked = derivation.rank_provinces(table, indicator)
    year, item = ranked["period"].max(), indicators.indicator(indicator)
    rows = ranked[ranked["period"] == year].sort_values("rank")
    ours = rows[rows["area"] == province()].iloc[0]
    title = say(
        "{period}，{place}{name}{value}，居第{rank}位",
        place=formatting.place(province()), period=formatting.period(year, indicator), name=item.name,
        rank=ours["rank"],
        value=formatting.quantity(ours["value"], indicator),
    )  # fmt: skip
    figure = ordered(rows, alt=title, height=720, hover=say("%{y}：%{x:,}件<extra></extra>"), marked=[province()])
    shown = pd.DataFrame(
        {
            "位次": rows["rank"].astype(str),
            "地区": [formatting.place(code) for code in rows["area"]],
            say("{name}（件）", name=item.name): rows["value"].map(formatting.number),
        }
    )
    return Exhibit(title, shown, rows, figure, sentences(say("单位：件。不含港澳台。"), breaks.note(indicator)))


def draw_rank(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw our rank among the provinces, year by year, the first at the top."""
    ranked, item = derivation.rank_provinces(table, indicator), indicators.indicator(indicator)
    ours = ranked[ranked["area"] == province()]
    years, ranks, colours = style.years(ours["period"]), list(ours["rank"]), settings.palette()
    line = go.Scatter(
        x=years, y=ranks, mode="lines+markers+text", text=list(map(str, ranks)), textposition="middle center",
        textfont={"color": colours["paper"], "size": 11}, line={"color": colours["accent"], "width": 2},
        marker={"size": 20, "opacity": 1}, cliponaxis=False, showlegend=False,
        hovertemplate=say("%{x}年：第%{y}位<extra></extra>"),
    )  # fmt: skip
    cite_points(line, ours, keys_of(ours))
    title = say(
        "{place}{name}的位次：{first}年第{before}位，{last}年第{now}位",
        place=formatting.place(province()), name=item.name,
        first=years[0], before=ranks[0], last=years[-1], now=ranks[-1],
    )  # fmt: skip
    axis = {"dtick": 1, "tickformat": "d", "fixedrange": True, "range": [max(ranks) + 1.5, min(ranks) - 1.5]}
    figure = style.figure([line], height=240, alt=title, xaxis=style.year_axis(ours["period"]), yaxis=axis)
    shown = pd.DataFrame(
        {"年份": ours["period"], "位次": list(map(str, ranks)), "件": ours["value"].map(formatting.number)}
    )
    note = sentences(say("位次按年末有效量从多到少，第1位在上；不含港澳台。"), breaks.note(indicator))
    return Exhibit(title, shown, ours, figure, note)
