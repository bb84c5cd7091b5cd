"""Maps of the counties, for what is published by county: a drawing that needs no script."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.core import i18n
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import newest_common, select
from ipanalytics.report import citations, formatting
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps import boundaries, outlines, svg
from ipanalytics.report.maps.classes import NO_CLASS, class_words, classify, counted, ink
from ipanalytics.report.markup import Drawing

FEWEST, MOST_NAMED_ON_MAP, MOST, MOST_ALIKE = 2, 20, 10, 3
MARGIN = 0.04
# Of the longer side: what is simplified away, and how large a name is.
DETAIL, LETTER, LARGE_KM = 1 / 260, 1 / 30, 400
# Of an English letter, in its height.
WIDTH = 0.55


def shown(table: pd.DataFrame, codes: list[str]) -> list[pd.DataFrame]:
    """Return what maps of counties show: each indicator's newest period in which most of the counties have a figure."""
    by_county = [id_ for id_, indicator in indicators.indicators().items() if indicator.county_breaks]
    if len(codes) < FEWEST:
        return []
    return newest_common(select(table, area=codes, indicator=by_county), len(codes))


def draw_map(rows: pd.DataFrame, codes: list[str]) -> Exhibit:
    """Draw an indicator of counties at one period, the highest first in the table."""
    indicator, period = str(rows["indicator"].iloc[0]), str(rows["period"].iloc[0])
    item, when = indicators.indicator(indicator), formatting.period(period, indicator)
    values = rows.set_index("area")["value"].reindex(codes)
    ranks, classes = values.rank(ascending=False, method="min"), classify(values, item.county_breaks)
    legend = counted(classes, class_words(item.county_breaks, indicator))
    title = _title(values, indicator, when)
    count = len(item.county_breaks) + 1
    words = {code: _words(code, values, ranks, indicator) for code in codes}
    entries = [
        {
            "fill": svg.colour(class_, count), "hatch": "county-hatch-key", "word": word,
            "count": say("{count}个区县", count=n),
        }
        for class_, word, n in legend
    ]  # fmt: skip
    ordered = list(values.sort_values(ascending=False, kind="stable").index)
    cite = citations.citer(rows)
    return Exhibit(
        title, _table(values, ranks, ordered, indicator), rows,
        note=sentences(
            say("{name}，{when}。细线为区县界，粗线为单元界。", name=item.name, when=when), outlines.credit()
        ),
        drawing=svg.with_legend(_draw(classes, count, words, alt=_alt(title, legend)), entries),
        cited={item.label: [cite([(code, indicator, period)]) for code in ordered]},
    )  # fmt: skip


def _title(values: pd.Series, indicator: str, when: str) -> str:
    published = values.dropna()
    ends = [
        say(text, place=_holders(published, value), value=formatting.quantity(value, indicator))
        for text, value in (("{place}最多（{value}）", published.max()), ("{place}最少（{value}）", published.min()))
    ]
    if len(published) > 2 * MOST:
        share = formatting.share(published.nlargest(MOST).sum(), published.sum(), digits=0)
        ends += [say("前{count}名占{share}", count=MOST, share=share)]
    return say("{when}{name}：{ends}", when=when, name=indicators.indicator(indicator).label, ends=join("，", ends))


def _holders(published: pd.Series, value: float) -> str:
    """Name the counties that have a value; many are counted."""
    names = [formatting.place(str(code)) for code in published.index[published == value]]
    return join("、", names) if len(names) <= MOST_ALIKE else say("{count}个区县", count=len(names))


def _alt(title: str, legend: list[tuple[int, str, int]]) -> str:
    counts = [
        say("{word}的{count}个", word=word, count=count)
        for class_, word, count in legend
        if count and class_ != NO_CLASS
    ]
    return say("区县地图：{title}。{told}。", title=title, told=join("；", counts))


def _words(code: str, values: pd.Series, ranks: pd.Series, indicator: str) -> str:
    place = formatting.place(code) + say("（{text}）", text=formatting.place(hierarchy.unit_of(code)))
    words = [say("{name}：{what}", name=place, what=formatting.quantity(values[code], indicator))]
    if pd.notna(ranks[code]):
        words += [say("第{rank}位，共{count}个区县", rank=f"{ranks[code]:.0f}", count=values.notna().sum())]
    return join("，", words)


def _table(values: pd.Series, ranks: pd.Series, ordered: list[str], indicator: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "位次": ["" if pd.isna(ranks[code]) else f"{ranks[code]:.0f}" for code in ordered],
            "区县": [formatting.place(code) for code in ordered],
            "单元": [formatting.place(hierarchy.unit_of(code)) for code in ordered],
            indicators.indicator(indicator).label: [formatting.quantity(values[code], indicator) for code in ordered],
        }
    )


@dataclass(frozen=True)
class _Plane:
    """The counties of a map, and the longer side of the ground they cover."""

    counties: gpd.GeoDataFrame
    side: float

    def outline(self, shape: Any) -> str:  # noqa: ANN401
        """Return a shape as a path; what is small is written more exactly, so that it isn't coarse."""
        return svg.path(outlines.path(shape), digits=0 if self.side > LARGE_KM else 1)


def _draw(classes: pd.Series, count: int, words: dict[str, str], *, alt: str) -> Drawing:
    """Return the map of the counties that have words; `count` is the number of classes."""
    codes = list(words)
    west, south, east, north = boundaries.simplify(boundaries.load("county"), 1).loc[codes].total_bounds
    side = max(east - west, north - south)
    edge, plane = side * MARGIN, _Plane(boundaries.simplify(boundaries.load("county"), side * DETAIL).loc[codes], side)
    context = {
        "box": [west - edge, -north - edge, east - west + 2 * edge, north - south + 2 * edge],
        "alt": alt,
        "side": side,
        "letter": side * LETTER,
        "counties": [
            {
                "fill": svg.colour(int(classes[code]), count), "words": words[code],
                "outline": plane.outline(plane.counties.geometry[code]),
            }
            for code in codes
        ],
        "units": [_unit(unit, plane) for unit in dict.fromkeys(map(hierarchy.unit_of, codes))],
        "names": [
            {"text": _short(code), "x": x, "y": -y, "ink": ink(int(classes[code]), count)}
            for code, (x, y) in _names(codes, plane).items()
        ],
    }  # fmt: skip
    return Drawing("drawings/county_map.svg.j2", {"map": context})


def _unit(unit: str, plane: _Plane) -> str:
    inside = [code for code in hierarchy.members(unit, "county") if code in plane.counties.index]
    return plane.outline(plane.counties.loc[inside].union_all())


def _names(codes: list[str], plane: _Plane) -> dict[str, tuple[float, float]]:
    """Return where the names stand that a map has room for; English ones are wide, so large counties come first."""
    if len(codes) > MOST_NAMED_ON_MAP:
        return {}
    middles = plane.counties.representative_point()
    if not i18n.is_english():
        return {code: (middles[code].x, middles[code].y) for code in codes}
    letter, names = plane.side * LETTER, dict[str, tuple[float, float]]()
    half = {code: WIDTH * letter * len(_short(code)) / 2 for code in codes}
    for code in sorted(codes, key=lambda code: -plane.counties.geometry[code].area):
        x, y = middles[code].x, middles[code].y
        if all(abs(x - at[0]) > half[code] + half[other] or abs(y - at[1]) > letter for other, at in names.items()):
            names[code] = (x, y)
    return names


def _short(code: str) -> str:
    """Return a county's name as a map has it, in English without what kind of place it is."""
    name = formatting.place(code)
    return name.removesuffix(" County").removesuffix(" District").removesuffix(" City")
