"""One drawing each, from a table of figures: on the map, as bars, over time, against a target."""

from collections.abc import Hashable, Iterable
from typing import Any

import geopandas as gpd
import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, lookup, places, settings
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.interactive import own_maps
from ipanalytics.interactive.names import assess, find_each, find_level, find_period
from ipanalytics.interactive.tables import plain
from ipanalytics.monitoring.progress import evidence
from ipanalytics.monitoring.targets import find_target
from ipanalytics.observations.table import newest_common_period, select
from ipanalytics.report import formatting, wording
from ipanalytics.report.charts import bars, histories, time_series
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps import boundaries, choropleth, target_maps

LISTED, DRAWN = 12, 560
# 杨凌 and 韩城 are both, so a table of counties holds them too.
COUNTIES_THAT_ARE_UNITS = 2


def add_shapes(figures: Any, *, area: Hashable = "") -> gpd.GeoDataFrame:  # noqa: ANN401
    """Return figures with names and the outlines of their places (WGS84); places without a map are left out.

    A table of one's own will do: with a column `area`, by default area or 地区, of names or codes.
    `.plot("value")` draws it; `.explore("value")` too, with folium, matplotlib and mapclassify installed.
    """
    own = area or own_maps.is_own(figures)
    table = lookup.add_names(own_maps.with_codes(figures, area) if own else plain(figures))
    outlines = {level: boundaries.load(level) for level in boundaries.LEVELS}
    every = pd.concat([outlines[level] for level in ("unit", "region", "province", "county", "city")])
    shapes = every.loc[~every.index.duplicated(), "geometry"]
    drawable = table[table["area"].isin(shapes.index)].reset_index(drop=True)
    return gpd.GeoDataFrame(drawable, geometry=shapes.loc[drawable["area"]].to_numpy(), crs=boundaries.WGS84)


def draw_map(  # noqa: PLR0913
    figures: Any,  # noqa: ANN401
    *,
    value: Hashable | None = None,
    area: Hashable = "",
    period: str | int = "",
    level: str = "",
    within: str = "",
) -> Exhibit:
    """Draw the only indicator of a table on the map, by default at the newest period that most places have.

    Parameters
    ----------
    figures
        Observations, or a table of your own: a row a place.
    value, area
        Of your own table: the column to draw, and that of the places, by name or code (by default area or 地区).
    period
        2022, "2022-09", "2022年9月" …
    level, within
        Which places the map has: unit, region, county or province, inside a place; empty: those of the table.
    """
    table = getattr(figures, "table", figures)
    if own_maps.is_own(table, value):
        return _own_map(table, value, area, level=level, within=within, period=period)
    table = plain(table)
    indicator = only(table, "indicator")
    level, within = (
        (find_level(level), places.find(within) if within else places.province()) if level else _ground(table)
    )
    codes = hierarchy.members(within, level)
    when = find_period(period) if period else fullest(table, indicator, codes)
    title = bars.title_of(table, indicator, when, codes)
    return choropleth.draw_level(table, places.province(), indicator, when, title, level=level, within=within)


def _own_map(  # noqa: PLR0913
    table: pd.DataFrame, value: Hashable | None, area: Hashable, *, level: str, within: str, period: str | int
) -> Exhibit:
    if period:
        msg = f"a column of your own has no period, found period={period!r}: keep the rows that are wanted"
        raise CleaningError(msg)
    name, codes = own_maps.value_alone(table, area) if value is None else value, own_maps.codes_of(table, area)
    whole = places.find(within) if within else places.province()
    level, within = (find_level(level), whole) if level else _ground(codes.to_frame("area"))
    return own_maps.draw_own(table, name, codes, level, within)


def draw_progress(target: str, *, as_of: str | int = "", year: int = 0, real_only: bool = False) -> Exhibit:
    """Draw how much of a target each unit has reached, on a map whose scale breaks at the target.

    Parameters
    ----------
    target
        By id (T01) or by the name of its indicator.
    as_of, year, real_only
        As for `load`.
    """
    assessment = assess(as_of, year, real_only=real_only)
    heading = wording.headings(assessment.targets)[find_target(target, assessment.targets)]
    part = target_maps.by_target(assessment)[heading]
    said = {"what": heading, "day": formatting.day(assessment.as_of), "counts": join("，", target_maps.counted(part))}
    title = say("{what}，{day}：{counts}", **said)
    figure = target_maps.draw_map(part, target_maps.ground(places.province()))
    figure.update_layout(height=DRAWN, meta={**figure.layout.meta, "panel": ""})
    classes = join("、", map(say, settings.wording().reach_words))
    limits = say("由浅到深的两色以目标线为界：{classes}；斜线为无数据或无法比较。", classes=classes)
    note = sentences(limits, say("共{count}个单元有这项任务。", count=len(part)))
    return Exhibit(title, target_maps.table(part), evidence(assessment.table, part), figure, note)


def _ground(table: pd.DataFrame) -> tuple[str, str]:
    """Return the level that most places of a table have, and the smallest region that holds all of them."""
    inside = [code for code in dict.fromkeys(table["area"]) if places.province() in (code, *hierarchy.ancestors(code))]
    levels = pd.Series([places.level_of(code) for code in inside], dtype=str)
    usable = levels[levels.isin(["unit", "region", "county", "province"])]
    if usable.empty:
        whole = places.name_of(places.province(), short=True)
        msg = f"none of the places lies in {whole}, so there is no map of them: provinces are compared in charts only"
        raise CatalogueError(msg)
    level = "unit" if usable.eq("unit").sum() > COUNTIES_THAT_ARE_UNITS else str(usable.mode().iloc[0])
    shown = [code for code in inside if places.level_of(code) == level]
    regions = {hierarchy.region_of(code) for code in shown} if level in ("unit", "county") else set()
    return level, regions.pop() if len(regions) == 1 and len(shown) > 1 else places.province()


def fullest(table: pd.DataFrame, indicator: str, areas_: Iterable[str]) -> str:
    """Return the newest of the periods of an indicator that at least half as many places have as any has.

    Raises
    ------
    CleaningError
        When none of the places has a figure.
    """
    period = newest_common_period(select(table, area=list(areas_), indicator=indicator), share=0.5)
    if not period:
        msg = f"no figure of {indicators.indicator(indicator).name} ({indicator}) for these places"
        raise CleaningError(msg)
    return period


def draw_chart(figures: Any, *, period: str | int = "", areas: Iterable[str] = ()) -> Exhibit:  # noqa: ANN401
    """Draw the only indicator of a table as bars, by default at the newest period that most places have."""
    table = plain(figures)
    indicator = only(table, "indicator")
    codes = find_each(areas, places.find) or list(dict.fromkeys(table["area"]))
    when = find_period(period) if period else fullest(table, indicator, codes)
    return bars.draw_ordered(table, indicator, when, codes)


def draw_history(figures: Any) -> Exhibit:  # noqa: ANN401
    """Draw the only indicator of a table over time, of one place or of several; of a flow the periods of one length."""
    table = plain(figures)
    indicator = only(table, "indicator")
    rows, areas = one_length(table, indicator), list(dict.fromkeys(table["area"]))
    if len(areas) > 1:
        return histories.draw_several(rows, areas, indicator)
    return time_series.draw_dated(rows, areas[0], indicator)


def one_length(table: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Keep, of a flow, the periods of the length (year, quarter, month, so far) that most figures have."""
    if indicators.indicator(indicator).kind != "flow" or table.empty:
        return table
    shapes = table["period"].map(lambda text: periods.parse(text).shape)
    return table[shapes == shapes.mode().iloc[0]]


def only(table: pd.DataFrame, column: str) -> str:
    """Return the only place (column area) or indicator of a table.

    Raises
    ------
    CatalogueError
        When there are several; names them, and how one is chosen.
    CleaningError
        When the table has no row.
    """
    ids = sorted(set(table[column]))
    if not ids:
        msg = f"no figure is left, so there is no {column} to draw: the filters before leave none"
        raise CleaningError(msg)
    if len(ids) > 1:
        names = [formatting.place(id_) if column == "area" else indicators.indicator(id_).name for id_ in ids]
        lines = [f"{id_} {name}" for id_, name in zip(ids[:LISTED], names[:LISTED], strict=True)]
        more = [f"… and {len(ids) - LISTED} more"] if len(ids) > LISTED else []
        msg = f"expected one {column}, found {len(ids)}; choose one with .{column}(…)"
        raise CatalogueError("\n  ".join([msg, *lines, *more]))
    return str(ids[0])
