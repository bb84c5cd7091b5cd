"""Charts: a function each, from observations to an exhibit whose title is the finding."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics import catalogue, derive, divisions, labels, periods, style
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.observations import select, yearly

TYPES = ("invention", "utility_model", "design")
GROUPS = {
    "applications": (
        "申请量",
        ("invention_applications", "utility_model_applications", "design_applications"),
    ),
    "grants": ("授权量", ("invention_grants", "utility_model_grants", "design_grants")),
    "in_force": ("有效量", ("inventions_in_force", "utility_models_in_force", "designs_in_force")),
}
TYPE_WORDS = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
TOTALS = {"applications": "patent_applications", "grants": "patent_grants", "in_force": "patents_in_force"}
DATE_AXIS = {
    "type": "date", "tickformat": "%Y", "dtick": "M12", "ticklabelmode": "period", "ticklabelstep": 2,
    "ticks": "outside", "fixedrange": True, "showgrid": False,
}  # fmt: skip
YEAR_AXIS = {"tickformat": "d", "fixedrange": True, "nticks": 9, "showgrid": False}


def draw_population(table: pd.DataFrame, area: str) -> Exhibit:
    """Draw the units' census population in order, those of the area marked."""
    census = select(table, indicator="population", period=catalogue.settings().census_days[-1])
    ordered = select(census, area=divisions.codes("unit")).sort_values("value", ascending=False)
    total = select(census, area=divisions.PROVINCE)["value"]
    if ordered.empty or total.empty:
        note = "普查数还没有公布，所以没有图。"
        return Exhibit(f"各单元人口：{labels.NO_DATA}", pd.DataFrame(), ordered, note=note)
    whole = float(total.iloc[0])
    inside = set(divisions.members(area))
    names = [labels.place(code) for code in ordered["area"]]
    wan = ordered["value"] / 10000
    part = float(ordered.loc[ordered["area"].isin(inside), "value"].sum())
    title = _population_title(area, part, whole)
    marked = [code in inside and area != divisions.PROVINCE for code in ordered["area"]]
    bars = _bars(names, wan, marked, "%{y}：%{x:,.1f}万人<extra></extra>", ",.1f")
    figure = style.figure(bars, height=400, alt=title, **_bar_axes(names, float(wan.max())))
    shown = pd.DataFrame(
        {
            "单元": names,
            "常住人口（万人）": [labels.number(v, digits=2) for v in wan],
            "占全省": [labels.share(v, whole) for v in ordered["value"]],
        }
    )
    note = "单位：万人。2020年11月1日第七次全国人口普查。渭南不含韩城，咸阳不含杨凌；渭南为普查数减去韩城。"
    return Exhibit(title, shown, ordered, figure, note)


def _population_title(area: str, part: float, whole: float) -> str:
    if divisions.level_of(area) == "province":
        return f"2020年普查：十二个单元共{labels.quantity(part, 'population')}"
    return f"{labels.place(area)}人口{labels.quantity(part, 'population')}，占全省{labels.share(part, whole)}"


def _bars(names: list[str], values: pd.Series, marked: list[bool], hover: str, digits: str) -> list[Any]:
    colours = catalogue.palette()
    rest = colours["quiet"] if any(marked) else colours["series"]["invention"]
    fill = [colours["accent"] if mark else rest for mark in marked]
    template = f"%{{x:{digits}}}"
    return [
        go.Bar(
            x=list(values), y=names, orientation="h", marker={"color": fill}, texttemplate=template,
            textposition="outside", cliponaxis=False, hovertemplate=hover, showlegend=False,
        )
    ]  # fmt: skip


def _bar_axes(names: list[str], largest: float) -> dict[str, Any]:
    return {
        "xaxis": {"visible": False, "range": [0, largest * 1.18], "fixedrange": True},
        "yaxis": {"categoryorder": "array", "categoryarray": names[::-1], "showgrid": False, "fixedrange": True,
                  "automargin": True, "ticklabelstandoff": 6, "type": "category"},
        "bargap": 0.28,
    }  # fmt: skip


def draw_patents(table: pd.DataFrame, area: str) -> Section:
    """Draw applications, grants and patents in force by type and year, where all three types are known."""
    drawn = [draw_by_type(table, area, group) for group in GROUPS if _has_types(table, area, group)]
    prose = "申请量、授权量只作背景，不用于考核、评分或排名（指引二（一））。发明、实用新型、外观设计相加等于合计。"
    return Section("专利：申请、授权与有效", tuple(drawn), prose if drawn else "")


def _has_types(table: pd.DataFrame, area: str, group: str) -> bool:
    rows = yearly(select(table, area=area, indicator=GROUPS[group][1]))
    return rows.groupby("period")["indicator"].nunique().eq(len(TYPES)).sum() > 1


def draw_by_type(table: pd.DataFrame, area: str, group: str) -> Exhibit:
    """Draw one group (applications, grants or in_force) as stacked columns by type."""
    words, indicators = GROUPS[group]
    rows = yearly(select(table, area=area, indicator=[*indicators, TOTALS[group]]))
    wide = rows.pivot_table(index="period", columns="indicator", values="value").dropna()
    colours = catalogue.palette()["series"]
    traces = [
        go.Bar(
            x=_years(wide.index), y=list(wide[id_]), name=TYPE_WORDS[kind], marker={"color": colours[kind]},
            hovertemplate=f"%{{x}}年 {TYPE_WORDS[kind]}：%{{y:,}}件<extra></extra>",
        )
        for kind, id_ in zip(TYPES, indicators, strict=True)
    ]  # fmt: skip
    title = _type_title(area, words, wide[TOTALS[group]])
    figure = style.figure(traces, height=360, alt=title, barmode="stack", bargap=0.25, xaxis=YEAR_AXIS)
    shown = _type_table(wide, indicators, TOTALS[group])
    return Exhibit(title, shown, rows, figure, f"单位：件。{catalogue.indicator(TOTALS[group]).scope}")


def _type_title(area: str, words: str, total: pd.Series) -> str:
    first, last = total.index[0], total.index[-1]
    times = total[last] / total[first]
    before = total.index[-2]
    change = (total[last] / total[before] - 1) * 100
    turn = f"比上年{'增长' if change >= 0 else '下降'}{abs(change):.1f}%"
    return f"{labels.place(area)}专利{words}{last}年{labels.number(total[last])}件，{turn}，是{first}年的{times:.1f}倍"


def _type_table(wide: pd.DataFrame, indicators: tuple[str, ...], total: str) -> pd.DataFrame:
    columns = {id_: TYPE_WORDS[kind] for kind, id_ in zip(TYPES, indicators, strict=True)} | {total: "合计"}
    shown = wide[list(columns)].map(labels.number).rename(columns=columns)
    return shown.rename_axis("年份").rename_axis(None, axis="columns").reset_index()


def _years(index: pd.Index) -> list[int]:
    return [int(text) for text in index]


def draw_standing(table: pd.DataFrame, area: str) -> Section:
    """Draw 陕西 among the 31 provinces: ordered bars, and its rank over time; for the province only."""
    if area != divisions.PROVINCE or derive.rank_provinces(table, "inventions_in_force").empty:
        return Section("")
    prose = "只按发明专利有效量这一存量比较；申请量和授权量不排名（指引二（一））。"
    exhibits = (draw_provinces(table, "inventions_in_force"), draw_rank(table, "inventions_in_force"))
    return Section("陕西在31个省（区、市）中的位置", exhibits, prose)


def draw_provinces(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw the 31 provinces in order, 陕西 marked, for the latest year that all have."""
    rows = derive.rank_provinces(table, indicator)
    year = rows["period"].max()
    ordered = rows[rows["period"] == year].sort_values("rank")
    names = [labels.place(code) for code in ordered["area"]]
    ours = ordered[ordered["area"] == divisions.PROVINCE].iloc[0]
    item = catalogue.indicator(indicator)
    value = labels.quantity(ours["value"], indicator)
    title = f"{labels.period(year, indicator)}，陕西{item.name}{value}，居第{ours['rank']}位"
    marked = [code == divisions.PROVINCE for code in ordered["area"]]
    bars = _bars(names, ordered["value"], marked, "%{y}：%{x:,}件<extra></extra>", ",")
    figure = style.figure(bars, height=720, alt=title, **_bar_axes(names, float(ordered["value"].max())))
    shown = pd.DataFrame(
        {
            "位次": ordered["rank"].astype(str),
            "地区": names,
            item.name + "（件）": ordered["value"].map(labels.number),
        }
    )
    return Exhibit(title, shown, ordered, figure, f"单位：件。不含港澳台。{item.scope}")


def draw_rank(table: pd.DataFrame, indicator: str) -> Exhibit:
    """Draw 陕西's rank among the 31 provinces, year by year, the first at the top."""
    rows = derive.rank_provinces(table, indicator)
    ours = rows[rows["area"] == divisions.PROVINCE]
    years, ranks = _years(ours["period"]), list(ours["rank"])
    colour = catalogue.palette()["accent"]
    line = go.Scatter(
        x=years, y=ranks, mode="lines+markers+text", text=[str(r) for r in ranks], textposition="middle center",
        textfont={"color": catalogue.palette()["paper"], "size": 11}, line={"color": colour, "width": 2},
        marker={"size": 20, "opacity": 1}, cliponaxis=False, showlegend=False,
        hovertemplate="%{x}年：第%{y}位<extra></extra>",
    )  # fmt: skip
    title = f"陕西{catalogue.indicator(indicator).name}的位次：{years[0]}年第{ranks[0]}位，{years[-1]}年第{ranks[-1]}位"
    axis = {"dtick": 1, "tickformat": "d", "fixedrange": True, "range": [max(ranks) + 1.5, min(ranks) - 1.5]}
    figure = style.figure([line], height=240, alt=title, xaxis=YEAR_AXIS, yaxis=axis)
    shown = pd.DataFrame(
        {"年份": ours["period"], "位次": [str(r) for r in ranks], "件": ours["value"].map(labels.number)}
    )
    return Exhibit(title, shown, ours, figure, "位次按年末有效量从多到少，第1位在上；31个省（区、市），不含港澳台。")


def draw_rate(table: pd.DataFrame, area: str) -> Section:
    """Draw inventions in force per 10,000 people by year; the table names the population year."""
    indicator = "inventions_in_force_per_10k"
    rows = yearly(select(table, area=area, indicator=indicator))
    if len(rows) < 2:  # noqa: PLR2004
        return Section("")
    prose = "分母是常住人口，取上一年末（普查年取普查数），与公布的比率一致；每个数用的是哪一年人口，见图下数据表。"
    return Section("每万人口有效发明专利", (_rate_exhibit(table, rows, area),), prose)


def _rate_exhibit(table: pd.DataFrame, rows: pd.DataFrame, area: str) -> Exhibit:
    people = derive.denominators(table, catalogue.settings())
    known = rows.merge(people, on=["area", "indicator", "period"], how="left")
    used = known["denominator_period"].where(known["status"].isin(["derived", "synthetic"]))
    named = [labels.period(text, "population") if isinstance(text, str) else "公布时未注明" for text in used]
    first, last = known.iloc[0], known.iloc[-1]
    title = (
        f"{labels.place(area)}每万人口有效发明专利{last['period']}年末{last['value']:.2f}件（人口：{named[-1]}），"
        f"{first['period']}年末为{labels.number(first['value'])}件"
    )
    colour = catalogue.palette()["series"]["invention"]
    bars = go.Bar(
        x=_years(known["period"]), y=list(known["value"]), marker={"color": colour}, texttemplate="%{y:.1f}",
        textposition="outside", cliponaxis=False, customdata=named, showlegend=False,
        hovertemplate="%{x}年末：%{y:.2f}件/万人<br>人口：%{customdata}<extra></extra>",
    )  # fmt: skip
    figure = style.figure([bars], height=320, alt=title, bargap=0.35, xaxis={**YEAR_AXIS, "dtick": 1})
    words = known["status"].map(labels.STATUS_WORDS)
    shown = pd.DataFrame(
        {
            "年末": known["period"],
            "件/万人": [f"{v:.2f}" for v in known["value"]],
            "人口": named,
            "性质": words,
        }
    )
    return Exhibit(title, shown, rows, figure, "单位：件/万人。公布数按公布时的位数。")


def draw_international(table: pd.DataFrame, area: str) -> Section:
    """Draw PCT and Madrid applications of the years that are known, side by side."""
    drawn = [
        _few_years(table, area, id_)
        for id_ in ("pct_applications", "madrid_applications")
        if _years_known(table, area, id_) > 1
    ]
    prose = "海外布局：专利走《专利合作条约》（PCT），商标走马德里体系。只画已找到的年份，缺的年份不补。"
    return Section("海外布局：PCT与马德里", tuple(drawn), prose if drawn else "")


def _years_known(table: pd.DataFrame, area: str, indicator: str) -> int:
    return len(yearly(select(table, area=area, indicator=indicator)))


def _few_years(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    rows = yearly(select(table, area=area, indicator=indicator))
    item = catalogue.indicator(indicator)
    named = [labels.period(text, indicator) for text in rows["period"]]
    first, last = rows.iloc[0], rows.iloc[-1]
    title = (
        f"{labels.place(area)}{item.name}{labels.period(last['period'])}{labels.quantity(last['value'], indicator)}，"
        f"{labels.period(first['period'])}为{labels.quantity(first['value'], indicator)}"
    )
    bars = _bars(named, rows["value"], [False] * len(rows), "%{y}：%{x:,}件<extra></extra>", ",")
    figure = style.figure(bars, height=60 + 44 * len(rows), alt=title, **_bar_axes(named, float(rows["value"].max())))
    shown = pd.DataFrame({"年份": rows["period"], "件": rows["value"].map(labels.number)})
    return Exhibit(title, shown, rows, figure, f"单位：件。{item.definition}")


def draw_history(table: pd.DataFrame, area: str) -> Section:
    """Draw every figure in force of a unit that was published at three dates or more."""
    if divisions.level_of(area) != "unit":
        return Section("")
    wanted = ("inventions_in_force", "utility_models_in_force", "designs_in_force")
    drawn = [_dated(table, area, id_) for id_ in wanted if len(select(table, area=area, indicator=id_)) > 2]  # noqa: PLR2004
    prose = "点是公布过数字的日期，之间的连线只帮助辨认先后，不代表中间年份的数。"
    return Section(f"{labels.place(area)}的有效专利", tuple(drawn), prose if drawn else "")


def _dated(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    rows = select(table, area=area, indicator=indicator)
    named = [labels.period(text, indicator) for text in rows["period"]]
    days = [periods.parse(text).end.isoformat() for text in rows["period"]]
    item = catalogue.indicator(indicator)
    values = [labels.quantity(value, indicator) for value in rows["value"]]
    title = f"{labels.place(area)}{item.name}：{named[-1]}{values[-1]}，{named[0]}{values[0]}"
    colour = catalogue.palette()["series"]["invention"]
    line = go.Scatter(
        x=days, y=list(rows["value"]), mode="lines+markers+text", text=[labels.number(v) for v in rows["value"]],
        textposition="top center", line={"color": colour, "dash": "dot", "width": 1.5}, marker={"size": 9},
        customdata=named, hovertemplate="%{customdata}：%{y:,}件<extra></extra>", cliponaxis=False, showlegend=False,
    )  # fmt: skip
    top = float(rows["value"].max()) * 1.15
    figure = style.figure(
        [line],
        height=300,
        alt=title,
        xaxis=DATE_AXIS,
        yaxis={"range": [0, top], "fixedrange": True},
        margin={"l": 8, "r": 32, "t": 8, "b": 8},
    )
    shown = pd.DataFrame({"时点": named, "件": rows["value"].map(labels.number)})
    return Exhibit(title, shown, rows, figure, f"单位：件。{item.scope}")
