"""Charts: a function each, from observations to an exhibit whose title is the finding."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import hierarchy, places, settings
from ipanalytics.catalogue import indicators as catalogue_indicators
from ipanalytics.core import i18n, periods
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations import derivation
from ipanalytics.observations.table import keys_of, select, yearly
from ipanalytics.report import formatting, style
from ipanalytics.report.citations import cite_points
from ipanalytics.report.exhibits import Exhibit, Section

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


def draw_population(table: pd.DataFrame, area: str) -> Exhibit:
    """Draw the units' census population in order, those of the area marked."""
    census = select(table, indicator="population", period=settings.settings().census_days[-1])
    ordered = select(census, area=places.codes("unit")).sort_values("value", ascending=False)
    total = select(census, area=places.PROVINCE)["value"]
    if ordered.empty or total.empty:
        note = say("普查数还没有公布，所以没有图。")
        return Exhibit(say("各单元人口：无数据"), pd.DataFrame(), ordered, note=note)
    whole = float(total.iloc[0])
    inside = set(hierarchy.members(area))
    names = [formatting.place(code) for code in ordered["area"]]
    scale = formatting.MILLION if i18n.is_english() else 10000
    people = ordered["value"] / scale
    part = float(ordered.loc[ordered["area"].isin(inside), "value"].sum())
    title = _population_title(area, part, whole)
    marked = [code in inside and area != places.PROVINCE for code in ordered["area"]]
    digits = ",.2f" if i18n.is_english() else ",.1f"
    bars = style.bars(names, people, marked, say("%{y}：%{x:,.1f}万人<extra></extra>"), digits)
    cite_points(bars[0], ordered, keys_of(ordered))
    figure = style.figure(bars, height=400, alt=title, **style.bar_axes(names, float(people.max())))
    shown = pd.DataFrame(
        {
            "单元": names,
            "常住人口（万人）": [formatting.number(v, digits=2) for v in people],
            "占全省": [formatting.share(v, whole) for v in ordered["value"]],
        }
    )
    note = say("单位：万人。2020年11月1日第七次全国人口普查。渭南不含韩城，咸阳不含杨凌；渭南为普查数减去韩城。")
    return Exhibit(title, shown, ordered, figure, note)


def _population_title(area: str, part: float, whole: float) -> str:
    people = formatting.quantity(part, "population")
    if places.level_of(area) == "province":
        return say("2020年普查：十二个单元共{people}", people=people)
    parts = {"place": formatting.place(area), "people": people, "share": formatting.share(part, whole)}
    return say("{place}人口{people}，占全省{share}", **parts)


def draw_patents(table: pd.DataFrame, area: str) -> Section:
    """Draw applications, grants and patents in force by type and year, where all three types are known."""
    drawn = [draw_by_type(table, area, group) for group in GROUPS if _has_types(table, area, group)]
    prose = say("申请量、授权量只作背景，不用于考核或排名（2022年度工作指引二（一））。三种专利相加等于合计。")
    return Section(say("专利：申请、授权与有效"), tuple(drawn), prose if drawn else "")


def _has_types(table: pd.DataFrame, area: str, group: str) -> bool:
    rows = yearly(select(table, area=area, indicator=GROUPS[group][1]))
    return rows.groupby("period")["indicator"].nunique().eq(len(TYPES)).sum() > 1


def draw_by_type(table: pd.DataFrame, area: str, group: str) -> Exhibit:
    """Draw one group (applications, grants or in_force) as stacked columns by type."""
    words, indicators = GROUPS[group]
    rows = yearly(select(table, area=area, indicator=[*indicators, TOTALS[group]]))
    wide = rows.pivot_table(index="period", columns="indicator", values="value").dropna()
    colours = settings.palette()["series"]
    traces = [
        cite_points(go.Bar(
            x=style.years(wide.index), y=list(wide[id_]), name=say(TYPE_WORDS[kind]), marker={"color": colours[kind]},
            hovertemplate=say("%{{x}}年 {kind}：%{{y:,}}件<extra></extra>", kind=say(TYPE_WORDS[kind])),
        ), rows, [(area, id_, year) for year in wide.index])
        for kind, id_ in zip(TYPES, indicators, strict=True)
    ]  # fmt: skip
    title = _type_title(area, words, TOTALS[group], wide[TOTALS[group]])
    figure = style.figure(
        traces, height=360, alt=title, barmode="stack", bargap=0.25, xaxis=style.year_axis(wide.index)
    )
    shown = _type_table(wide, indicators, TOTALS[group])
    return Exhibit(
        title, shown, rows, figure, sentences(say("单位：件。"), catalogue_indicators.indicator(TOTALS[group]).scope)
    )


def _type_title(area: str, words: str, indicator: str, total: pd.Series) -> str:
    """Compare only with years that were counted in the same way."""
    last = total.index[-1]
    parts = {
        "place": formatting.place(area),
        "group": say(words),
        "year": last,
        "count": formatting.number(total[last]),
    }
    clauses = [say("{place}专利{group}{year}年{count}件", **parts)]
    start = next(year for year in total.index if derivation.is_comparable(indicator, year, last))
    if (before := str(int(last) - 1)) >= start and before in total.index:
        clauses.append(_turn(total[last] / total[before]))
    if start < before:
        clauses.append(say("是{year}年的{times}倍", year=start, times=f"{total[last] / total[start]:.1f}"))
    return join("，", clauses)


def _turn(ratio: float) -> str:
    text = "比上年增长{percent}%" if ratio >= 1 else "比上年下降{percent}%"
    return say(text, percent=f"{abs(ratio - 1) * 100:.1f}")


def _type_table(wide: pd.DataFrame, indicators: tuple[str, ...], total: str) -> pd.DataFrame:
    columns = {id_: TYPE_WORDS[kind] for kind, id_ in zip(TYPES, indicators, strict=True)} | {total: "合计"}
    shown = wide[list(columns)].map(formatting.number).rename(columns=columns)
    return shown.rename_axis("年份").rename_axis(None, axis="columns").reset_index()


def draw_rate(table: pd.DataFrame, area: str) -> Section:
    """Draw inventions in force per 10,000 people by year; the table names the population year."""
    indicator = "inventions_in_force_per_10k"
    rows = yearly(select(table, area=area, indicator=indicator))
    if len(rows) < 2:  # noqa: PLR2004
        return Section("")
    prose = say(
        "计算数的分母是上一年的常住人口：上一年是普查年的用普查数，否则用年末数。每个数用的是哪年人口，见数据表。"
    )
    return Section(say("每万人口有效发明专利"), (_rate_exhibit(table, rows, area),), prose)


def _rate_exhibit(table: pd.DataFrame, rows: pd.DataFrame, area: str) -> Exhibit:
    people = derivation.denominators(select(table, area=area), settings.settings())
    known = rows.merge(people, on=["area", "indicator", "period"], how="left")
    used = known["denominator_period"].where(known["status"].isin(["derived", "synthetic"]))
    named = [formatting.period(text, "population") if isinstance(text, str) else say("公布时未注明") for text in used]
    first, last = known.iloc[0], known.iloc[-1]
    title = say(
        "{place}每万人口有效发明专利{last}年末{value}件（人口：{people}），{first}年末为{before}件",
        place=formatting.place(area), last=last["period"], value=f"{last['value']:.2f}", people=named[-1],
        first=first["period"], before=formatting.number(first["value"]),
    )  # fmt: skip
    words, final = known["status"].map(formatting.status), formatting.status("final")
    values = [
        formatting.number(v, digits=None if w == final else 2) for v, w in zip(known["value"], words, strict=True)
    ]
    shown = pd.DataFrame({"年末": known["period"], "件/万人": values, "人口": named, "性质": words})
    axis = style.year_axis(known["period"])
    figure = style.figure(_rate_bars(shown, rows), height=330, alt=title, bargap=0.35, barmode="overlay", xaxis=axis)
    return Exhibit(
        title,
        shown,
        rows,
        figure,
        sentences(say("单位：件/万人。"), catalogue_indicators.indicator("inventions_in_force").scope),
    )


def _rate_bars(shown: pd.DataFrame, rows: pd.DataFrame) -> list[Any]:
    """Return one trace for the published rates and one for the computed ones."""
    colours = settings.palette()
    fills = {formatting.status("final"): colours["quiet"]}
    return [
        cite_points(go.Bar(
            x=style.years(part["年末"]), y=[float(text) for text in part["件/万人"]], text=list(part["件/万人"]),
            name=word, marker={"color": fills.get(str(word), colours["series"]["invention"])}, textposition="outside",
            cliponaxis=False, customdata=list(part["人口"]), showlegend=True,
            hovertemplate=say("%{x}年末：%{text}件/万人<br>人口：%{customdata}<extra></extra>"),
        ), rows, keys_of(rows.loc[rows["period"].isin(part["年末"])]))
        for word, part in shown.groupby("性质", sort=False)
    ]  # fmt: skip


def draw_international(table: pd.DataFrame, area: str) -> Section:
    """Draw PCT and Madrid applications of the years that are known, side by side."""
    drawn = [
        _few_years(table, area, id_)
        for id_ in ("pct_applications", "madrid_applications")
        if _years_known(table, area, id_) > 1
    ]
    prose = say("专利通过《专利合作条约》（PCT）、商标通过马德里体系在境外申请。只画找到数字的年份，缺的年份不补。")
    return Section(say("海外布局：PCT与马德里"), tuple(drawn), prose if drawn else "")


def _years_known(table: pd.DataFrame, area: str, indicator: str) -> int:
    return len(yearly(select(table, area=area, indicator=indicator)))


def _few_years(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    rows = yearly(select(table, area=area, indicator=indicator))
    item = catalogue_indicators.indicator(indicator)
    named = [formatting.period(text, indicator) for text in rows["period"]]
    first, last = rows.iloc[0], rows.iloc[-1]
    title = say(
        "{place}{name}{last}{value}，{first}为{before}",
        place=formatting.place(area), name=item.name,
        last=formatting.period(last["period"]), value=formatting.quantity(last["value"], indicator),
        first=formatting.period(first["period"]), before=formatting.quantity(first["value"], indicator),
    )  # fmt: skip
    bars = style.bars(named, rows["value"], [False] * len(rows), say("%{y}：%{x:,}件<extra></extra>"), ",")
    cite_points(bars[0], rows, keys_of(rows))
    figure = style.figure(
        bars, height=60 + 44 * len(rows), alt=title, **style.bar_axes(named, float(rows["value"].max()))
    )
    shown = pd.DataFrame({"年份": rows["period"], "件": rows["value"].map(formatting.number)})
    return Exhibit(title, shown, rows, figure, sentences(say("单位：件。"), say(item.definition)))


def draw_history(table: pd.DataFrame, area: str) -> Section:
    """Draw every figure in force of a unit that was published at three dates or more."""
    if places.level_of(area) != "unit":
        return Section("")
    wanted = ("inventions_in_force", "utility_models_in_force", "designs_in_force")
    drawn = [draw_dated(table, area, id_) for id_ in wanted if len(select(table, area=area, indicator=id_)) > 2]  # noqa: PLR2004
    prose = say("点是公布过数字的日期，之间的连线只帮助辨认先后，不代表中间年份的数。")
    return Section(say("{place}的有效专利", place=formatting.place(area)), tuple(drawn), prose if drawn else "")


def draw_dated(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    """Draw every figure of an indicator at its date, with a line that only shows which comes after which."""
    rows = select(table, area=area, indicator=indicator)
    named = [formatting.period(text, indicator) for text in rows["period"]]
    days = [periods.parse(text).end.isoformat() for text in rows["period"]]
    item = catalogue_indicators.indicator(indicator)
    values = [formatting.quantity(value, indicator) for value in rows["value"]]
    numbers = [
        formatting.number(value, digits=None if (rows["value"] % 1 == 0).all() else 2) for value in rows["value"]
    ]
    title = say(
        "{place}{name}：{last}{value}，{first}{before}",
        place=formatting.place(area), name=item.name, last=named[-1], value=values[-1],
        first=named[0], before=values[0],
    )  # fmt: skip
    colour = settings.palette()["series"]["invention"]
    line = go.Scatter(
        x=days, y=list(rows["value"]), mode="lines+markers+text", text=numbers,
        textposition="top center", line={"color": colour, "dash": "dot", "width": 1.5}, marker={"size": 9},
        customdata=[say("{name}：{what}", name=name, what=value) for name, value in zip(named, values, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False, showlegend=False,
    )  # fmt: skip
    cite_points(line, rows, keys_of(rows))
    top = float(rows["value"].max()) * 1.15
    figure = style.figure(
        [line],
        height=300,
        alt=title,
        xaxis=DATE_AXIS,
        yaxis={"range": [0, top], "fixedrange": True},
        margin={"l": 8, "r": 32, "t": 8, "b": 8},
    )
    shown = pd.DataFrame({"时点": named, item.unit: numbers})
    unit = say("单位：件。") if item.unit == "件" else say("单位：{unit}。", unit=say(item.unit))
    return Exhibit(title, shown, rows, figure, sentences(unit, item.scope))
