"""Drawings of published figures: columns by year, the map with fixed classes, growth beside the other places."""

from collections import Counter
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.derivation import is_provisional
from ipanalytics.observations.table import keys_of, select
from ipanalytics.report import citations, formatting, style
from ipanalytics.report.charts import bars
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps import boundaries, outlines, svg, unit_map
from ipanalytics.report.maps.classes import NO_CLASS, class_words, classify
from ipanalytics.report.sections.published import figures
from ipanalytics.report.sections.published.figures import GRANTS, INVENTIONS, MAPPED

ROW = 40
NOT_KNOWN = "–"
SUSPECT = "疑误的数印在公布的表里，但与其他公布数明显不合，可能印错：照列，不用来比较和合计。"


def percent(growth: float) -> str:
    """Word a growth with its sign.

    Examples
    --------
    >>> percent(-0.0423), percent(0.0), percent(float("nan"))
    ('−4.2%', '+0.0%', '–')
    """
    return NOT_KNOWN if pd.isna(growth) else f"{100 * growth:+.1f}%".replace("-", "−")


def draw_beside(table: pd.DataFrame, area: str, year: str) -> tuple[Exhibit, ...]:
    """Draw a place among the units: the map, growth, and on pages of several units their figures as a table."""
    listed = () if places.level_of(area) == "unit" else (list_units(table, area, year),)
    every = figures.units_of(table, places.province()).values()
    can_compare = any(len(figures.growth(table, every, id_, year)) for id_ in (GRANTS, INVENTIONS))
    grown = (draw_growth(table, area, year),) if can_compare else ()
    mapped = (draw_map(table, area, year),) if boundaries.has_map() else ()
    return (*mapped, *listed, *grown)


def draw_columns(rows: pd.DataFrame, title: str, *, note: str = "") -> Exhibit:
    """Draw inventions granted by year; suspect ones are paler, and `note` says why they are."""
    granted = rows[rows["indicator"] == INVENTIONS].drop(columns="year").reset_index(drop=True)
    colours, suspect = settings.palette(), is_provisional(granted)
    looks = (
        (~suspect, say("公布数"), colours["series"]["invention"]),
        (suspect, say("疑误：与其他公布数明显不合，可能印错"), colours["quiet"]),
    )
    traces = [
        citations.cite_points(go.Bar(
            x=style.years(part["period"]), y=list(part["value"]), text=list(map(formatting.number, part["value"])),
            name=name, marker={"color": colour}, textposition="outside", cliponaxis=False,
            showlegend=bool(suspect.any()),
            hovertemplate=say("%{{x}}年 {kind}：%{{y:,}}件<extra></extra>", kind=say("发明")),
        ), part, keys_of(part))
        for mask, name, colour in looks if len(part := granted[mask].reset_index(drop=True))
    ]  # fmt: skip
    alt = say("各年发明专利授权量：{told}。", told=join("，", map(_told, granted.itertuples())))
    axis = style.year_axis(granted["period"])
    figure = style.figure(traces, height=300, alt=alt, bargap=0.35, barmode="overlay", xaxis=axis)
    words = [say("疑误") if is_suspect else formatting.status(status)
             for is_suspect, status in zip(suspect, granted["status"], strict=True)]  # fmt: skip
    numbers = [formatting.number(value) for value in granted["value"]]
    shown = pd.DataFrame({"年份": granted["period"], "发明专利授权量": numbers, "性质": words})
    return Exhibit(title, shown, granted, figure, note)


def _told(row: Any) -> str:  # noqa: ANN401
    return say("{name}：{what}", name=row.period, what=formatting.number(row.value))


def draw_map(table: pd.DataFrame, area: str, year: str) -> Exhibit:
    """Draw what inventions are granted per 10,000 people in each unit, in fixed classes; who has none is hatched."""
    counted, item = figures.units_of(table, places.province()), indicators.indicator(MAPPED)
    values = figures.of_year(table, counted.values(), MAPPED, year)
    by_unit = pd.Series({unit: values.get(place, float("nan")) for unit, place in counted.items()}, dtype=float)
    classes = classify(by_unit, item.breaks)
    words = {unit: formatting.quantity(value, MAPPED) for unit, value in by_unit.items()}
    marks = {
        unit: unit_map.Mark("", int(classes[unit]), _said(counted[unit], words[unit]), _short(by_unit[unit]))
        for unit in counted
    }
    title = _map_title(by_unit, year)
    told = join("；", [_said(counted[unit], text) for unit, text in words.items()])
    count = len(item.breaks) + 1
    drawing = svg.with_legend(
        unit_map.draw(marks, area, alt=say("地图：{title}。{told}。", title=title, told=told), count=count),
        _legend(classes, item.breaks),
        look="charted",
        hint=say("{name}，{when}。", name=item.name, when=formatting.period(year)),
    )
    shown = pd.DataFrame(
        {"单元": list(map(formatting.place, counted.values())), "每万人口发明专利授权": list(words.values())}
    )
    scale = say("等级是固定的，数大的单元不影响其他单元的颜色。疑误的数不上色。")
    note = sentences(scale, say(SUSPECT), outlines.map_note())
    return Exhibit(title, shown, select(table, area=counted.values(), indicator=MAPPED, period=year),
                   drawing=drawing, note=note)  # fmt: skip


def _said(place: str, words: str) -> str:
    return say("{name}：{what}", name=formatting.place(place), what=words)


def _short(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}"


def _map_title(values: pd.Series, year: str) -> str:
    lacking = join("、", map(formatting.place, values.index[values.isna()]))
    known = say("{year}年每万人口发明专利授权：{count}个单元有数", year=year, count=int(values.notna().sum()))
    return join("，", [known, say("{names}无数据", names=lacking)]) if lacking else known


def _legend(classes: pd.Series, breaks: tuple[float, ...]) -> list[dict[str, str]]:
    counts = Counter(classes)
    words = dict(enumerate(class_words(breaks, MAPPED))) | {NO_CLASS: formatting.no_data()}
    return [
        {"fill": unit_map.colour(class_, len(breaks) + 1), "hatch": "published", "word": word,
         "count": say("{count}个单元", count=counts[class_])}
        for class_, word in words.items() if class_ != NO_CLASS or counts[NO_CLASS]
    ]  # fmt: skip


def draw_growth(table: pd.DataFrame, area: str, year: str) -> Exhibit:
    """Draw how much grants grew at each place of the page's region or of all, in the order of the divisions."""
    around = area if places.level_of(area) == "region" else places.province()
    every = list(figures.units_of(table, places.province()).values())
    shown = list(figures.units_of(table, around).values())
    grown = {id_: figures.growth(table, every, id_, year) for id_ in (GRANTS, INVENTIONS)}
    own = shown if around == area else [figures.counted_as(table, area)]
    names = [formatting.place(place) for place in shown]
    colours = settings.palette()
    looks = zip((GRANTS, INVENTIONS), (colours["quiet"], colours["series"]["invention"]), strict=True)
    traces = [_growth_bars(table, grown[id_], id_, shown, colour, year) for id_, colour in looks]
    title = _growth_title(grown, [] if area == places.province() else own, year, area)
    parts = pd.concat(grown.values())["growth"] * 100
    span = (min(0.0, float(parts.min())) * 1.6 - 6, max(0.0, float(parts.max())) * 1.25 + 6)
    figure = style.figure(traces, height=80 + ROW * len(shown), alt=title, barmode="group", **bars.axes(names, span))
    evidence = select(table, area=every, indicator=[GRANTS, INVENTIONS], period=[year, str(int(year) - 1)])
    note = say("疑误的数和统计口径变了的两年不比，合计也不含它们。按单元的次序，不排名。")
    table_ = pd.DataFrame({"地区": names, **{
        head: [percent(grown[id_]["growth"].get(place, float("nan"))) for place in shown]
        for head, id_ in (("授权比上年", GRANTS), ("发明比上年", INVENTIONS))
    }})  # fmt: skip
    return Exhibit(title, table_, evidence, figure, note)


def _growth_bars(  # noqa: PLR0913, PLR0917
    table: pd.DataFrame, grown: pd.DataFrame, id_: str, shown: list[str], colour: str, year: str
) -> go.Bar:
    """Return a bar a place for one indicator; none where two years can't be compared."""
    kept = [place for place in shown if place in grown.index]
    values = [100 * grown["growth"][place] for place in kept]
    trace = bars.horizontal(
        [formatting.place(place) for place in kept], values, colour,
        say("%{{y}} {kind}：%{{text}}<extra></extra>", kind=indicators.indicator(id_).name),
        text=[percent(value / 100) for value in values], textposition="outside", cliponaxis=False,
        name=indicators.indicator(id_).name, showlegend=True,
    )  # fmt: skip
    rows = select(table, area=kept, indicator=id_, period=year)
    return citations.cite_points(trace, rows, [(place, id_, year) for place in kept])


def _growth_title(grown: dict[str, pd.DataFrame], own: list[str], year: str, area: str) -> str:
    clauses = [
        say("{name}{told}", name=indicators.indicator(id_).name, told=join("，", _growth_parts(rows, own, area)))
        for id_, rows in grown.items()
    ]
    return say("{year}年比上年：{told}", year=year, told=join("；", clauses))


def _growth_parts(rows: pd.DataFrame, own: list[str], area: str) -> list[str]:
    """Say how much the place's sound figures grew, of a region those of its cities together, and those of all."""
    inside = rows[rows.index.isin(own)]
    name = formatting.place(inside.index[0] if len(inside) == 1 else area)
    told = {"place": name, "count": len(inside), "change": percent(figures.together(inside))}
    part = say("{place}{change}", **told) if len(inside) == 1 else say("{place}{count}市合计{change}", **told)
    whole = say("{count}市合计{change}", count=len(rows), change=percent(figures.together(rows)))
    return [part, whole] if len(inside) else [whole]


def list_units(table: pd.DataFrame, area: str, year: str) -> Exhibit:
    """List the units inside a place with their grants of a year and what is made of them, in the order of the units."""
    counted = list(figures.units_of(table, area).values())
    columns: dict[str, list[str]] = {"地区": [formatting.place(place) for place in counted]}
    heads = {"专利授权量": GRANTS, "发明专利授权量": INVENTIONS, "发明占授权": figures.SHARE,
             "每万人授权": figures.PER_HEAD, "每万人发明授权": MAPPED, "每亿元GDP授权": figures.PER_GDP}  # fmt: skip
    rows = select(table, area=counted, indicator=list(heads.values()), period=year)
    for head, id_ in heads.items():
        own = rows[rows["indicator"] == id_]
        values = dict(zip(own["area"], own["value"], strict=True))
        suspect = dict(zip(own["area"], is_provisional(own), strict=True))
        columns[head] = [
            formatting.number(values.get(place), digits=figures.digits(id_))
            + ("*" if suspect.get(place) else "") for place in counted
        ]  # fmt: skip
    title = say("{year}年各单元的授权量和比率", year=year)
    note = say("每万人口和每亿元GDP的比率用同一年的常住人口和GDP，普查年用普查数。")
    units = say("发明占授权的单位为%，每万人的为件/万人，每亿元GDP的为件/亿元。")
    starred = say("带*的疑误。") if bool(is_provisional(rows).any()) else ""
    return Exhibit(title, pd.DataFrame(columns), rows, note=sentences(units, note, starred))
