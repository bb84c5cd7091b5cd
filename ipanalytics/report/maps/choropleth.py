"""Choropleths: filled polygons on plain axes, because plotly's own maps need a network.

Class breaks are fixed in the catalogue and recorded in the figure. A unit without a
figure is hatched and says 无数据.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import newest_common_period, select
from ipanalytics.report import formatting, style
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps.classes import NO_CLASS, breaks_of, class_words, classify, counted, fill, ink, swatch
from ipanalytics.report.maps.outlines import (
    drawn,
    frames,
    insets,
    leaders,
    level_shapes,
    map_note,
    name_points,
    outlines,
    plane,
)

HEIGHT = 660


def draw_place(table: pd.DataFrame, area: str) -> Exhibit:
    """Draw the census population of the units, with the area outlined: where it lies, how large it is."""
    census = select(table, indicator="population", period=settings.settings().census_days[-1])
    return draw_level(table, area, "population", settings.settings().census_days[-1], _place_title(census, area))


def _place_title(census: pd.DataFrame, area: str) -> str:
    place, people = formatting.place(area), dict(zip(census["area"], census["value"], strict=True))
    match places.level_of(area):
        case "province":
            return _province_title(people)
        case "region":
            return _of_units(area)
        case _:
            where = say("{place}位于{region}", place=place, region=formatting.place(hierarchy.region_of(area)))
            if area not in people:
                return where
            number = say("人口{people}", people=formatting.quantity(people[area], "population"))
            return join("，", [where, number])


def _of_units(area: str) -> str:
    units = hierarchy.members(area)
    names = join("、", map(formatting.place, units))
    return say("{place}有{count}个单元：{units}", place=formatting.place(area), count=len(units), units=names)


def _province_title(people: dict[str, float]) -> str:
    if not (regions := places.codes("region")):
        return _of_units(places.province())
    names = join("、", map(formatting.place, regions))
    if not {*regions, places.province()} <= set(people):
        return say("{whole}个单元分属{regions}", whole=formatting.count_of("unit"), regions=names)
    largest = max(regions, key=people.__getitem__)
    share = formatting.share(people[largest], people[places.province()])
    parts = {"whole": formatting.count_of("unit"), "regions": names, "place": formatting.place(largest), "share": share}
    return say("{whole}个单元分属{regions}，{place}占全省人口{share}", **parts)


def draw_published(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    """Draw an indicator for the period in which most units published it; the others are hatched."""
    rows = select(table, area=places.codes("unit"), indicator=indicator)
    period = newest_common_period(rows)
    if not period:
        item = indicators.indicator(indicator)
        title = say("{name}：{whole}个单元都无数据", name=item.name, whole=formatting.count_of("unit"))
        return Exhibit(title, pd.DataFrame(), rows, note=say("没有找到任何单元公布的数字，所以没有图。"))
    return draw_level(table, area, indicator, period, _published_title(rows, indicator, period))


def _published_title(rows: pd.DataFrame, indicator: str, period: str) -> str:
    published = rows[rows["period"] == period]
    name, when = indicators.indicator(indicator).name, formatting.period(period, indicator)
    if len(published) != 1:
        return say("{name}，{when}：{count}个单元有数", name=name, when=when, count=len(published))
    area, value = published.iloc[0][["area", "value"]]
    return say(
        "{name}：只找到{place}{when}的数（{value}），其余{rest}个单元无数据",
        name=name, place=formatting.place(area), when=when, value=formatting.quantity(value, indicator),
        rest=len(places.codes("unit")) - 1,
    )  # fmt: skip


def draw_level(  # noqa: PLR0913
    table: pd.DataFrame, area: str, indicator: str, period: str, title: str, *, level: str = "unit",
    within: str = "",
) -> Exhibit:  # fmt: skip
    """Draw one indicator and period on the map of the places of a level inside a place, `area` outlined."""
    within = within or places.province()
    codes = hierarchy.members(within, level)
    rows = select(table, area=codes, indicator=indicator, period=period)
    values = rows.set_index("area")["value"].reindex(codes)
    breaks = breaks_of(indicator, level, values.dropna())
    name, when = indicators.indicator(indicator).name, formatting.period(period, indicator)
    words = {code: formatting.quantity(value, indicator) for code, value in values.items()}
    content = Content(values, words, breaks, class_words(breaks, indicator), when)
    figure = draw_content(content, title, level=level, within=within, area=area)
    note = sentences(say("{name}，{when}。斜线为无数据；", name=name, when=when), map_note())
    return Exhibit(title, table_of(words, name), rows, figure, note)


@dataclass(frozen=True)
class Content:
    """What a map shows: values by area, in words too, the limits of the classes, their names, and for when it holds."""

    values: pd.Series
    words: dict[str, str]
    breaks: tuple[float, ...]
    names: list[str]
    when: str


def draw_content(content: Content, title: str, *, level: str, within: str, area: str) -> style.Chart:
    """Draw values on the map of the places of a level inside a place, `area` outlined."""
    classes, count = classify(content.values, content.breaks), len(content.names)
    shapes = level_shapes(level, within)
    traces = [
        *_filled(shapes, classes, count, content.words, content.when),
        *outlines(shapes, area, level),
        frames(shapes, leaders(shapes).values()),
        *_legend(classes, content.names),
    ]
    worded = [say("{name}{value}", name=formatting.place(code), value=text) for code, text in content.words.items()]
    alt = say("地图：{title}。{told}。", title=title, told=join("；", worded))
    names, meta = _names(shapes, classes, count, area), {"breaks": list(content.breaks)}
    return style.figure(traces, height=HEIGHT, alt=alt, annotations=names, meta=meta, **plane(shapes))


def table_of(words: dict[str, str], name: str) -> pd.DataFrame:
    """Return the table beside a map: regions, places, and values in words under a name."""
    regions = [code if places.level_of(code) == "province" else hierarchy.region_of(code) for code in words]
    columns = {"地区": map(formatting.place, regions), "单元": map(formatting.place, words), name: words.values()}
    return pd.DataFrame({heading: list(cells) for heading, cells in columns.items()})


def _filled(shapes: gpd.GeoDataFrame, classes: pd.Series, count: int, words: dict[str, str], when: str) -> list[Any]:
    """Return the places filled by class, those without one last; each says its value and period when touched."""
    below = f"<br>{when}" if when else ""
    lines, look = drawn(shapes), {"color": settings.palette()["unit_line"], "width": 1.2}
    ordered = classes.sort_values(key=lambda column: column.where(column != NO_CLASS, 99), kind="stable")
    return [
        go.Scatter(
            _validate=False,
            **lines[code], mode="lines", fill="toself", hoveron="fills", hoverinfo="text",
            text=f"{say('{name}：{what}', name=formatting.place(code), what=words[code])}{below}",
            name=formatting.place(code), showlegend=False, meta={"area": code}, line=look, **fill(int(class_), count),
        )
        for code, class_ in ordered.items()
    ]  # fmt: skip


def _legend(classes: pd.Series, names: list[str]) -> list[Any]:
    """Return a square for every class, also an empty one, with the number of places in it."""
    return [
        go.Bar(
            x=[None], y=[None], name=word + say("（{text}）", text=count), marker=swatch(class_, len(names)),
            hoverinfo="skip",
        )
        for class_, word, count in counted(classes, names)
    ]  # fmt: skip


def _names(shapes: gpd.GeoDataFrame, classes: pd.Series, count: int, area: str) -> list[dict[str, Any]]:
    """Return names on the units, below the insets, and beside the regions."""
    colours, beside = settings.palette(), {*insets(shapes), *leaders(shapes)}
    bold = set(hierarchy.members(area)) if area != places.province() else set()
    fonts = {
        code: {"size": 13, "color": colours["ink"] if code in beside else ink(int(classes[code]), count)}
        for code in shapes.index
    } | {code: {"size": 17, "color": colours["muted"]} for code in places.codes("region")}
    return [
        {
            "text": f"<b>{formatting.place(code)}</b>" if code in bold else formatting.place(code),
            "x": x, "y": y, "showarrow": False, "font": fonts[code],
        }
        for code, (x, y) in name_points(shapes).items()
    ]  # fmt: skip
