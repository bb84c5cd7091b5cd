"""Maps of the counties, for what is published by county: a drawing that needs no script."""

from dataclasses import dataclass
from html import escape

import geopandas as gpd
import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, settings
from ipanalytics.core import i18n, periods
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import select
from ipanalytics.report import citations, formatting
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.maps import boundaries, outlines, svg
from ipanalytics.report.maps.classes import NO_CLASS, class_words, classify, ink

HATCH = "county-hatch"
FEWEST, MOST_NAMED_ON_MAP, MOST = 2, 20, 10
MARGIN = 0.04
# Of the longer side: what is simplified away, and how large a name is.
DETAIL, LETTER, LARGE_KM = 1 / 260, 1 / 30, 400
# Of an English letter, in its height.
WIDTH = 0.55


def draw_counties(table: pd.DataFrame, area: str) -> Section:
    """Draw every indicator that most counties of an area have a figure for, at its newest such period."""
    codes = hierarchy.members(area, "county")
    drawn = [_exhibit(part, codes) for part in shown(table, codes)]
    prose = say("一块是一个区县；按区县公布的数才有这样的地图。") if drawn else ""
    return Section(say("分区县"), tuple(drawn), prose)


def shown(table: pd.DataFrame, codes: list[str]) -> list[pd.DataFrame]:
    """Return what maps of counties show: each indicator's newest period in which most of the counties have a figure."""
    by_county = [id_ for id_, indicator in indicators.indicators().items() if indicator.county_breaks]
    if len(codes) < FEWEST:
        return []
    found = []
    for _, part in select(table, area=codes, indicator=by_county).groupby("indicator", sort=False):
        known = part.groupby("period")["area"].nunique()
        full = known.index[known > len(codes) / 2]
        found += [part[part["period"] == max(full, key=lambda text: periods.parse(text).end)]] if len(full) else []
    return found


def _exhibit(part: pd.DataFrame, codes: list[str]) -> Exhibit:
    indicator, period = str(part["indicator"].iloc[0]), str(part["period"].iloc[0])
    values = part.set_index("area")["value"].reindex(codes)
    breaks = indicators.indicator(indicator).county_breaks
    classes, ranks = classify(values, breaks), values.rank(ascending=False, method="min")
    ordered = values.sort_values(ascending=False, kind="stable").index
    cite = citations.citer(part)
    shown = pd.DataFrame(
        {
            "位次": ["" if pd.isna(ranks[code]) else f"{ranks[code]:.0f}" for code in ordered],
            "区县": [formatting.place(code) for code in ordered],
            "单元": [formatting.place(hierarchy.unit_of(code)) for code in ordered],
            indicators.indicator(indicator).label: [formatting.quantity(values[code], indicator) for code in ordered],
        }
    )
    words = {code: _words(code, values, ranks, indicator) for code in codes}
    when = formatting.period(period, indicator)
    title = _title(values, indicator, when)
    drawing = _map_html(classes, len(breaks) + 1, words, alt=_alt(title, classes, breaks, indicator))
    legend = _legend_html(classes, breaks, indicator)
    markup = f'<div class="gateway"><div class="map">{drawing}</div><div class="beside">{legend}</div></div>'
    name = indicators.indicator(indicator).name
    note = sentences(say("{name}，{when}。细线为区县界，粗线为单元界。", name=name, when=when), outlines.credit())
    cited = {indicators.indicator(indicator).label: [cite([(code, indicator, period)]) for code in ordered]}
    return Exhibit(title, shown, part, None, note, markup=markup, cited=cited)


def _title(values: pd.Series, indicator: str, when: str) -> str:
    known = values.dropna()
    most, least = str(known.idxmax()), str(known.idxmin())
    texts = [
        say("{place}最多（{value}）", place=formatting.place(most), value=formatting.quantity(known[most], indicator)),
        say(
            "{place}最少（{value}）", place=formatting.place(least), value=formatting.quantity(known[least], indicator)
        ),
    ]
    if len(known) > 2 * MOST:
        share = formatting.share(known.nlargest(MOST).sum(), known.sum(), digits=0)
        texts += [say("前{count}名占{share}", count=MOST, share=share)]
    return say("{when}{name}：{ends}", when=when, name=indicators.indicator(indicator).label, ends=join("，", texts))


def _alt(title: str, classes: pd.Series, breaks: tuple[float, ...], indicator: str) -> str:
    counts = {word: int((classes == n).sum()) for n, word in enumerate(class_words(breaks, indicator))}
    told = [say("{word}的{count}个", word=word, count=count) for word, count in counts.items() if count]
    return say("区县地图：{title}。{told}。", title=title, told=join("；", told))


def _words(code: str, values: pd.Series, ranks: pd.Series, indicator: str) -> str:
    place = formatting.place(code) + say("（{text}）", text=formatting.place(hierarchy.unit_of(code)))
    told = [say("{name}：{what}", name=place, what=formatting.quantity(values[code], indicator))]
    if pd.notna(ranks[code]):
        told += [say("第{rank}位，共{count}个区县", rank=f"{ranks[code]:.0f}", count=values.notna().sum())]
    return join("，", told)


@dataclass(frozen=True)
class _Plane:
    """The counties of a map, the longer side of the ground they cover, and the number of classes."""

    counties: gpd.GeoDataFrame
    side: float
    count: int

    @property
    def digits(self) -> int:
        """How exactly points are written, so that what is small isn't coarse."""
        return 0 if self.side > LARGE_KM else 1


def _map_html(classes: pd.Series, count: int, words: dict[str, str], *, alt: str) -> str:
    west, south, east, north = boundaries.simplify(boundaries.load("county"), 1).loc[list(words)].total_bounds
    side = max(east - west, north - south)
    plane = _Plane(boundaries.simplify(boundaries.load("county"), side * DETAIL).loc[list(words)], side, count)
    edge = side * MARGIN
    view = (west - edge, -north - edge, east - west + 2 * edge, north - south + 2 * edge)
    grounds = "".join(_county(code, plane, int(classes[code]), words[code]) for code in words)
    lines = "".join(_line(unit, plane) for unit in dict.fromkeys(map(hierarchy.unit_of, words)))
    names = "".join(_name(code, plane, int(classes[code])) for code in _named(list(words), plane))
    box = " ".join(f"{number:.1f}" for number in view)
    return (
        f'<svg class="by-county" viewBox="{box}" role="img" aria-label="{escape(alt)}">'
        f"{svg.hatch(HATCH, side / 75)}{grounds}{lines}{names}</svg>"
    )


def _county(code: str, plane: _Plane, class_: int, words: str) -> str:
    line = svg.path(outlines.path(plane.counties.geometry[code]), digits=plane.digits)
    colour = settings.palette()["paper"]
    look = f'fill="{svg.ground(class_, plane.count, HATCH)}" fill-rule="evenodd"'
    edge = f'stroke="{colour}" stroke-width="{plane.side / 700:.2f}"'
    return f'<path {look} {edge} d="{line}"><title>{escape(words)}</title></path>'


def _line(unit: str, plane: _Plane) -> str:
    inside = [code for code in hierarchy.members(unit, "county") if code in plane.counties.index]
    line = svg.path(outlines.path(plane.counties.loc[inside].union_all()), digits=plane.digits)
    look = f'fill="none" stroke="{settings.palette()["region_line"]}" stroke-width="{plane.side / 450:.2f}"'
    return f'<path {look} pointer-events="none" d="{line}"/>'


def _named(codes: list[str], plane: _Plane) -> list[str]:
    """Return the counties whose names a map has room for; English ones are wide, so large counties come first."""
    if len(codes) > MOST_NAMED_ON_MAP:
        return []
    if not i18n.is_english():
        return codes
    letter, found = plane.side * LETTER, list[str]()
    at, half = plane.counties.representative_point(), {code: WIDTH * letter * len(_short(code)) / 2 for code in codes}
    for code in sorted(codes, key=lambda code: -plane.counties.geometry[code].area):
        apart = (
            abs(at[code].x - at[other].x) > half[code] + half[other] or abs(at[code].y - at[other].y) > letter
            for other in found
        )
        found += [code] if all(apart) else []
    return found


def _short(code: str) -> str:
    """Return a county's name as a map has it, in English without what kind of place it is."""
    name = formatting.place(code)
    return name.removesuffix(" County").removesuffix(" District").removesuffix(" City")


def _name(code: str, plane: _Plane, class_: int) -> str:
    at = plane.counties.geometry[code].representative_point()
    look = f'fill="{ink(class_, plane.count)}" font-size="{plane.side * LETTER:.1f}" text-anchor="middle"'
    return f'<text x="{at.x:.1f}" y="{-at.y:.1f}" pointer-events="none" {look}>{escape(_short(code))}</text>'


def _legend_html(classes: pd.Series, breaks: tuple[float, ...], indicator: str) -> str:
    words = dict(enumerate(class_words(breaks, indicator)))
    if NO_CLASS in set(classes):
        words[NO_CLASS] = formatting.no_data()
    items = "".join(
        f"<li>{_swatch(class_, len(breaks) + 1)}<span>{escape(word)}</span>"
        f' <span class="units">{say("{count}个区县", count=int((classes == class_).sum()))}</span></li>'
        for class_, word in words.items()
    )
    return f'<ul class="classes">{items}</ul>'


def _swatch(class_: int, count: int) -> str:
    pattern = svg.hatch(f"{HATCH}-key", 4) if class_ == NO_CLASS else ""
    return svg.swatch(svg.ground(class_, count, f"{HATCH}-key"), pattern)
