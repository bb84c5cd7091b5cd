"""Choropleths: filled polygons on plain axes, because plotly's own maps need a network.

Class breaks are fixed in the catalogue and recorded in the figure. A unit without a
figure is hatched and says 无数据.
"""

from typing import Any

import geopandas as gpd
import pandas as pd
import plotly.graph_objects as go

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import newest_common_period, select
from ipanalytics.report import formatting, style
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps.classes import NO_CLASS, breaks_of, classify, counted, fill, ink, swatch
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
    return draw_units(table, area, "population", settings.settings().census_days[-1], _place_title(census, area))


def _place_title(census: pd.DataFrame, area: str) -> str:
    match places.level_of(area):
        case "province":
            return _province_title(census.set_index("area")["value"])
        case "region":
            units = hierarchy.members(area)
            parts = {
                "place": formatting.place(area),
                "count": len(units),
                "units": join("、", map(formatting.place, units)),
            }
            return say("{place}有{count}个单元：{units}", **parts)
        case _:
            return _unit_title(census, area)


def _unit_title(census: pd.DataFrame, area: str) -> str:
    people = select(census, area=area)["value"]
    number = [say("人口{people}", people=formatting.quantity(people.iloc[0], "population"))] if len(people) else []
    where = say("{place}位于{region}", place=formatting.place(area), region=formatting.place(hierarchy.region_of(area)))
    return join("，", [where, *number])


def _province_title(people: pd.Series) -> str:
    regions = places.codes("region")
    names = join("、", map(formatting.place, regions))
    if not {*regions, places.province()} <= set(people.index):
        return say("十二个单元分属{regions}", regions=names)
    largest = str(people[regions].idxmax())
    share = formatting.share(people[largest], people[places.province()])
    place = formatting.place(largest)
    return say("十二个单元分属{regions}，{place}占全省人口{share}", regions=names, place=place, share=share)


def draw_published(table: pd.DataFrame, area: str, indicator: str) -> Exhibit:
    """Draw an indicator for the period in which most units published it; the others are hatched."""
    rows = select(table, area=places.codes("unit"), indicator=indicator)
    period = newest_common_period(rows)
    if not period:
        item = indicators.indicator(indicator)
        title = say("{name}：十二个单元都无数据", name=item.name)
        return Exhibit(title, pd.DataFrame(), rows, note=say("没有找到任何单元公布的数字，所以没有图。"))
    return draw_units(table, area, indicator, period, _published_title(rows, indicator, period))


def _published_title(rows: pd.DataFrame, indicator: str, period: str) -> str:
    known = rows[rows["period"] == period]
    name, when = indicators.indicator(indicator).name, formatting.period(period, indicator)
    if len(known) != 1:
        return say("{name}，{when}：{count}个单元有数", name=name, when=when, count=len(known))
    only = known.iloc[0]
    return say(
        "{name}：只找到{place}{when}的数（{value}），其余{rest}个单元无数据",
        name=name, place=formatting.place(only["area"]), when=when, value=formatting.quantity(only["value"], indicator),
        rest=len(places.codes("unit")) - 1,
    )  # fmt: skip


def draw_units(table: pd.DataFrame, area: str, indicator: str, period: str, title: str) -> Exhibit:
    """Draw one indicator and period on the map of the twelve units."""
    return draw_level(table, area, indicator, period, title)


def draw_level(  # noqa: PLR0913
    table: pd.DataFrame,
    area: str,
    indicator: str,
    period: str,
    title: str,
    *,
    level: str = "unit",
    within: str = "",
) -> Exhibit:
    """Draw one indicator and period on the map of the places of a level inside a place, `area` outlined."""
    within = within or places.province()
    codes = hierarchy.members(within, level)
    rows = select(table, area=codes, indicator=indicator, period=period)
    values = rows.set_index("area")["value"].reindex(codes)
    breaks = breaks_of(indicator, level, values.dropna())
    classes = classify(values, breaks)
    shapes = level_shapes(level, within)
    traces = [
        *_unit_traces(shapes, values, classes, indicator, period, len(breaks) + 1),
        *outlines(shapes, area, level),
        frames(shapes, leaders(shapes).values()),
        *_legend(classes, indicator, breaks),
    ]
    figure = style.figure(traces, height=HEIGHT, alt=_alt(title, values, indicator), **plane(shapes))
    figure.update_layout(
        annotations=_names(shapes, classes, len(breaks) + 1, area),
        meta={**figure.layout.meta, "breaks": list(breaks)},
    )
    return Exhibit(title, _shown(values, indicator), rows, figure, _map_note(indicator, period))


def _unit_traces(  # noqa: PLR0913
    shapes: gpd.GeoDataFrame, values: pd.Series, classes: pd.Series, indicator: str, period: str, count: int
) -> list[Any]:
    classed = classes.sort_values(key=lambda column: column.where(column != NO_CLASS, 99), kind="stable")
    when, lines = formatting.period(period, indicator), drawn(shapes)
    return [
        go.Scatter(
            _validate=False,
            **lines[str(code)], mode="lines", fill="toself", hoveron="fills", hoverinfo="text",
            text=f"{_told(str(code), values, indicator)}<br>{when}",
            name=formatting.place(code), showlegend=False, meta={"area": code},
            line={"color": settings.palette()["unit_line"], "width": 1.2}, **fill(int(class_), count),
        )
        for code, class_ in classed.items()
    ]  # fmt: skip


def _told(code: str, values: pd.Series, indicator: str) -> str:
    return say("{name}：{what}", name=formatting.place(code), what=formatting.quantity(values[code], indicator))


def _legend(classes: pd.Series, indicator: str, breaks: tuple[float, ...]) -> list[Any]:
    """Return a square for every class, also an empty one, with the number of places in it."""
    return [
        go.Bar(
            x=[None], y=[None], name=word + say("（{text}）", text=count), marker=swatch(class_, len(breaks) + 1),
            hoverinfo="skip",
        )
        for class_, word, count in counted(classes, breaks, indicator)
    ]  # fmt: skip


def _names(shapes: gpd.GeoDataFrame, classes: pd.Series, count: int, area: str) -> list[dict[str, Any]]:
    """Return names on the units, below the insets, and beside the regions."""
    colours, apart = settings.palette(), {*insets(shapes), *leaders(shapes)}
    bold = set(hierarchy.members(area)) if area != places.province() else set()
    inks = {code: colours["ink"] if code in apart else ink(int(classes[code]), count) for code in shapes.index}
    regions = dict.fromkeys(places.codes("region"), colours["muted"])
    return [
        _name(code, at, {"size": 17 if code in regions else 13, "color": (inks | regions)[code]}, is_bold=code in bold)
        for code, at in name_points(shapes).items()
    ]


def _name(code: str, at: tuple[float, float], font: dict[str, Any], *, is_bold: bool) -> dict[str, Any]:
    name = formatting.place(code)
    return {"text": f"<b>{name}</b>" if is_bold else name, "x": at[0], "y": at[1], "showarrow": False, "font": font}


def _alt(title: str, values: pd.Series, indicator: str) -> str:
    worded = [
        say("{name}{value}", name=formatting.place(code), value=formatting.quantity(value, indicator))
        for code, value in values.items()
    ]
    return say("地图：{title}。{told}。", title=title, told=join("；", worded))


def _region(code: str) -> str:
    """Return the region of a place; of the province itself."""
    return code if places.level_of(code) == "province" else hierarchy.region_of(code)


def _shown(values: pd.Series, indicator: str) -> pd.DataFrame:
    regions = [formatting.place(_region(code)) for code in values.index]
    names = [formatting.place(code) for code in values.index]
    return pd.DataFrame(
        {
            "地区": regions,
            "单元": names,
            indicators.indicator(indicator).name: [formatting.quantity(v, indicator) for v in values],
        }
    )


def _map_note(indicator: str, period: str) -> str:
    when = formatting.period(period, indicator)
    what = say("{name}，{when}。斜线为无数据；", name=indicators.indicator(indicator).name, when=when)
    return sentences(what, map_note())
