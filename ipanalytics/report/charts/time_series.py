"""Charts over time: a function each, from observations to an exhibit whose title is the finding."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import breaks, indicators, settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations import derivation
from ipanalytics.observations.table import keys_of, select, yearly
from ipanalytics.report import formatting, style
from ipanalytics.report.charts import bars
from ipanalytics.report.citations import cite_points
from ipanalytics.report.exhibits import Exhibit

TYPES = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
# What a group is called, its indicators in the order of the types, and their total.
GROUPS = {
    "applications": (
        "申请量", ("invention_applications", "utility_model_applications", "design_applications"), "patent_applications"
    ),
    "grants": ("授权量", ("invention_grants", "utility_model_grants", "design_grants"), "patent_grants"),
    "in_force": ("有效量", ("inventions_in_force", "utility_models_in_force", "designs_in_force"), "patents_in_force"),
}  # fmt: skip
RATE = "inventions_in_force_per_10k"
DATE_AXIS = {
    "type": "date", "tickformat": "%Y", "dtick": "M12", "ticklabelmode": "period", "ticklabelstep": 2,
    "ticks": "outside", "fixedrange": True, "showgrid": False,
}  # fmt: skip


def has_types(table: pd.DataFrame, area: str, group: str) -> bool:
    """Say whether all types of a group are known for more than one year."""
    rows = yearly(select(table, area=area, indicator=GROUPS[group][1]))
    return rows.groupby("period")["indicator"].nunique().eq(len(TYPES)).sum() > 1


def draw_by_type(table: pd.DataFrame, area: str, group: str) -> Exhibit:
    """Draw one group (applications, grants or in_force) as stacked columns by type."""
    _, ids, total = GROUPS[group]
    rows = yearly(select(table, area=area, indicator=[*ids, total]))
    wide = rows.pivot_table(index="period", columns="indicator", values="value").dropna()
    colours = settings.palette()["series"]
    traces = [
        cite_points(go.Bar(
            x=style.years(wide.index), y=list(wide[id_]), name=say(word), marker={"color": colours[type_]},
            hovertemplate=say("%{{x}}年 {kind}：%{{y:,}}件<extra></extra>", kind=say(word)),
        ), rows, [(area, id_, year) for year in wide.index])
        for (type_, word), id_ in zip(TYPES.items(), ids, strict=True)
    ]  # fmt: skip
    title, axis = _type_title(area, group, wide[total]), style.year_axis(wide.index)
    figure = style.figure(traces, height=360, alt=title, barmode="stack", bargap=0.25, xaxis=axis)
    columns = dict(zip([*ids, total], [*TYPES.values(), "合计"], strict=True))
    shown = wide[list(columns)].map(formatting.number).rename(columns=columns).rename_axis(None, axis="columns")
    note = sentences(say("单位：件。"), breaks.note(total, area))
    return Exhibit(title, shown.rename_axis("年份").reset_index(), rows, figure, note)


def _type_title(area: str, group: str, totals: pd.Series) -> str:
    """Compare only with years that were counted in the same way."""
    word, _, total = GROUPS[group]
    last, count = totals.index[-1], formatting.number(totals.iloc[-1])
    place = formatting.place(area)
    clauses = [say("{place}专利{group}{year}年{count}件", place=place, group=say(word), year=last, count=count)]
    start = next(year for year in totals.index if breaks.is_comparable(total, year, last, area))
    if (before := str(int(last) - 1)) >= start and before in totals.index:
        ratio = totals[last] / totals[before]
        change = "比上年增长{percent}%" if ratio >= 1 else "比上年下降{percent}%"
        clauses.append(say(change, percent=f"{abs(ratio - 1) * 100:.1f}"))
    if start < before:
        clauses.append(say("是{year}年的{times}倍", year=start, times=f"{totals[last] / totals[start]:.1f}"))
    return join("，", clauses)


def draw_rate(table: pd.DataFrame, area: str) -> Exhibit:
    """Draw inventions in force per 10,000 people by year; the table names the population year."""
    rows = yearly(select(table, area=area, indicator=RATE))
    people = derivation.denominators_of(select(table, area=area), settings.settings())
    rates = rows.merge(people, on=["area", "indicator", "period"], how="left")
    named = [
        formatting.period(text, "population") if isinstance(text, str) else say("公布时未注明")
        for text in rates["denominator_period"]
    ]
    first, last = rates.iloc[0], rates.iloc[-1]
    title = say(
        "{place}每万人口有效发明专利{last}年末{value}件（人口：{people}），{first}年末为{before}件",
        place=formatting.place(area), last=last["period"], value=f"{last['value']:.2f}", people=named[-1],
        first=first["period"], before=f"{first['value']:.2f}",
    )  # fmt: skip
    words, final = rates["status"].map(formatting.status), formatting.status("final")
    values = [
        formatting.number(value, digits=None if word == final else 2)
        for value, word in zip(rates["value"], words, strict=True)
    ]
    shown = pd.DataFrame({"年末": rates["period"], "件/万人": values, "人口": named, "性质": words})
    axis = style.year_axis(rates["period"])
    figure = style.figure(_rate_bars(shown, rows), height=330, alt=title, bargap=0.35, barmode="overlay", xaxis=axis)
    return Exhibit(title, shown, rows, figure, sentences(say("单位：件/万人。"), breaks.note(RATE, area)))


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


def draw_few_years(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    """Draw the years of an indicator of which few are known, as bars."""
    rows, item = yearly(select(table, area=area, indicator=indicator)), indicators.indicator(indicator)
    first, last = rows.iloc[0], rows.iloc[-1]
    title = say(
        "{place}{name}{last}{value}，{first}为{before}",
        place=formatting.place(area), name=item.name,
        last=formatting.period(last["period"]), value=formatting.quantity(last["value"], indicator),
        first=formatting.period(first["period"]), before=formatting.quantity(first["value"], indicator),
    )  # fmt: skip
    figure = bars.ordered(
        rows, alt=title, height=60 + 44 * len(rows), hover=say("%{y}：%{x:,}件<extra></extra>"),
        names=[formatting.period(text, indicator) for text in rows["period"]],
    )  # fmt: skip
    shown = pd.DataFrame({"年份": rows["period"], "件": rows["value"].map(formatting.number)})
    return Exhibit(title, shown, rows, figure, sentences(say("单位：件。"), say(item.definition)))


def draw_dated(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    """Draw every figure of an indicator at its date, with a line that only shows which comes after which."""
    rows, item = select(table, area=area, indicator=indicator), indicators.indicator(indicator)
    named = [formatting.period(text, indicator) for text in rows["period"]]
    values = [formatting.quantity(value, indicator) for value in rows["value"]]
    digits = None if (rows["value"] % 1 == 0).all() else 2
    numbers = [formatting.number(value, digits=digits) for value in rows["value"]]
    title = say(
        "{place}{name}：{last}{value}，{first}{before}",
        place=formatting.place(area), name=item.name, last=named[-1], value=values[-1],
        first=named[0], before=values[0],
    )  # fmt: skip
    line = go.Scatter(
        x=[periods.parse(text).end.isoformat() for text in rows["period"]], y=list(rows["value"]),
        mode="lines+markers+text", text=numbers, textposition="top center", cliponaxis=False, showlegend=False,
        line={"color": settings.palette()["series"]["invention"], "dash": "dot", "width": 1.5}, marker={"size": 9},
        customdata=[say("{name}：{what}", name=name, what=value) for name, value in zip(named, values, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    cite_points(line, rows, keys_of(rows))
    figure = style.figure(
        [line], height=300, alt=title, xaxis=DATE_AXIS, margin={"l": 8, "r": 32, "t": 8, "b": 8},
        yaxis={"range": [0, float(rows["value"].max()) * 1.15], "fixedrange": True},
    )  # fmt: skip
    shown = pd.DataFrame({"时点": named, item.unit: numbers})
    unit = say("单位：件。") if item.unit == "件" else say("单位：{unit}。", unit=say(item.unit))
    return Exhibit(title, shown, rows, figure, sentences(unit, breaks.note(indicator, area)))
