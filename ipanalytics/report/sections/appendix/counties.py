"""A county's page: where it lies, and what is published by county, with its place among the counties."""

import pandas as pd

from ipanalytics.catalogue import breaks, hierarchy, indicators, places
from ipanalytics.core.i18n import capital, join, say, sentences
from ipanalytics.observations.table import latest, newest_common, newest_day, select
from ipanalytics.report import citations, formatting
from ipanalytics.report.charts import bars, time_series
from ipanalytics.report.citations import Cited
from ipanalytics.report.exhibits import Card, Chapter, Exhibit, Opening, Section
from ipanalytics.report.maps import boundaries, county_map
from ipanalytics.report.sections import reads, section

POPULATION = "population"
FEWEST_DATES = 2
ROW, EDGE = 22, 60


@section(reads=[reads.own, reads.counties])
def open_county(table: pd.DataFrame, area: str, day: str, as_of: str = "") -> Opening:
    """Return title, lead and key figures of a county's page; `day` is that up to which figures were taken."""
    shared, own = _shared(table), select(table, area=area)
    newest = newest_day(own) if len(own) else ""
    around = [formatting.place(code) for code in (hierarchy.unit_of(area), hierarchy.region_of(area))]
    subtitle = " · ".join([join("，", around), formatting.freshness(as_of, newest)])
    title = say("{place}知识产权数据", place=formatting.place(area, short=False))
    cite = citations.citer(table)
    cards = (*(_card(rows, area, cite) for rows in shared), _people(table, area, cite))
    is_synthetic = bool(own["status"].eq("synthetic").any())
    facts = [_sentence(rows, area) for rows in shared if _rank_of(rows, area)[0]]
    lead = sentences(*facts) or say("没有找到{place}按区县公布的数字。", place=formatting.place(area))
    return Opening(title, subtitle, lead, cards, is_synthetic, as_of=day, newest=newest)


@section(reads=[reads.own, reads.counties])
def rank_counties(table: pd.DataFrame, area: str) -> Chapter:
    """Draw a county among those of its unit, and its figures over time; and lead to the unit's page."""
    unit = hierarchy.unit_of(area)
    links = [
        f"[{formatting.place(code, short=False)}]({formatting.file_name(code)})"
        for code in (unit, hierarchy.region_of(unit))
    ]
    prose = say(
        "{place}属{around}。目标按单元评价，见单元的报告。", place=formatting.place(area), around=join("，", links)
    )
    drawn = tuple(_bars(rows, area, unit) for rows in _shared(table))
    prose = prose if drawn else sentences(prose, say("没有找到按区县公布的数字。"))
    heading = say("在{place}各区县中的位置", place=formatting.place(unit))
    dated = [
        time_series.draw_dated(table, area, id_)
        for id_ in dict.fromkeys(select(table, area=area)["indicator"])
        if len(select(table, area=area, indicator=id_)) > FEWEST_DATES
        and indicators.indicator(str(id_)).kind == "stock"
    ]
    return Chapter((Section(heading, drawn, prose), Section(say("各期数字"), tuple(dated))))


@section(reads=[reads.county_maps])
def draw_counties(table: pd.DataFrame, area: str) -> Section:
    """Draw every indicator that most counties of an area have a figure for, at its newest such period."""
    if not boundaries.has_map():
        return Section("")
    codes = hierarchy.members(area, "county")
    drawn = [county_map.draw_map(part, codes) for part in county_map.shown(table, codes)]
    prose = say("一块是一个区县；按区县公布的数才有这样的地图。") if drawn else ""
    return Section(say("分区县"), tuple(drawn), prose)


def _shared(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of each indicator that most counties have, at its newest such period."""
    counties = places.codes("county")
    return newest_common(select(table, area=counties), len(counties))


def _rank_of(rows: pd.DataFrame, area: str) -> tuple[int, int]:
    """Return a county's rank among those that have a figure, and their number; rank 0 without a figure."""
    values = rows.set_index("area")["value"]
    rank = int((values > values[area]).sum()) + 1 if area in values.index else 0
    return rank, len(values)


def _ties(rows: pd.DataFrame, area: str) -> str:
    """Say how many counties have a county's rank, where it isn't the only one."""
    return formatting.ties(int(rows["value"].eq(_value(rows, area)).sum()))


def _inside(rows: pd.DataFrame, area: str) -> pd.DataFrame:
    return rows[rows["area"].isin(hierarchy.members(hierarchy.unit_of(area), "county"))]


def _named(rows: pd.DataFrame) -> tuple[str, str]:
    """Return the indicator and the period that all rows have."""
    return str(rows["indicator"].iloc[0]), str(rows["period"].iloc[0])


def _value(rows: pd.DataFrame, area: str) -> float:
    return float(rows.set_index("area")["value"].get(area, float("nan")))


def _card(rows: pd.DataFrame, area: str, cite: Cited) -> Card:
    indicator, period = _named(rows)
    groups = ((rows, say("全省")), (_inside(rows, area), formatting.place(hierarchy.unit_of(area))))
    ranks = [
        say("{place}第{rank}位（共{count}个）", place=where, rank=rank, count=count) + _ties(group, area)
        for group, where in groups
        for rank, count in [_rank_of(group, area)]
        if rank
    ]
    return Card(
        capital(indicators.indicator(indicator).name), formatting.quantity(_value(rows, area), indicator),
        (formatting.period(period, indicator), *ranks), cite([(area, indicator, period)]),
    )  # fmt: skip


def _people(table: pd.DataFrame, area: str, cite: Cited) -> Card:
    name, rows = capital(say("常住人口")), latest(select(table, area=area, indicator=POPULATION))
    if rows.empty:
        return Card(name, formatting.no_data(), (say("没有找到公布的数字"),))
    period, value = str(rows["period"].iloc[0]), formatting.quantity(float(rows["value"].iloc[0]), POPULATION)
    return Card(name, value, (formatting.period(period, POPULATION),), cite([(area, POPULATION, period)]))


def _sentence(rows: pd.DataFrame, area: str) -> str:
    """Say what the county has, where that stands in the province, and how much of its unit it is."""
    indicator, period = _named(rows)
    (rank, count), value, inside = _rank_of(rows, area), _value(rows, area), _inside(rows, area)
    text = "{when}，{place}{name}{value}，在全省{count}个区县中居第{rank}位{ties}，占{unit}各区县之和的{part}。"
    if count < len(places.codes("county")):
        text = (
            "{when}，{place}{name}{value}，在全省有数的{count}个区县中居第{rank}位{ties}，"
            "占{unit}有数的区县之和的{part}。"
        )
    return say(
        text, ties=_ties(rows, area),
        when=formatting.period(period, indicator), place=formatting.place(area), count=count, rank=rank,
        name=indicators.indicator(indicator).label, value=formatting.quantity(value, indicator),
        unit=formatting.place(hierarchy.unit_of(area)),
        part=formatting.share(value, float(inside["value"].sum())),
    )  # fmt: skip


def _bars(rows: pd.DataFrame, area: str, unit: str) -> Exhibit:
    """Draw the counties of a unit in order, one marked; one without a figure has no bar and is named."""
    indicator, period = _named(rows)
    item, inside = indicators.indicator(indicator), _inside(rows, area).sort_values("value", ascending=False)
    place, (rank, count) = formatting.place(area), _rank_of(inside, area)
    is_whole = len(inside) == len(hierarchy.members(unit, "county"))
    text = "在{unit}{count}个区县中居第{rank}位" if is_whole else "在{unit}有数的{count}个区县中居第{rank}位"
    what = say(text, unit=formatting.place(unit), count=count, rank=rank) + _ties(inside, area)
    title = say(
        "{when}{place}{name}：{what}",
        when=formatting.period(period, indicator), place=place, name=item.label,
        what=what if rank else formatting.no_data(),
    )  # fmt: skip
    hover = say("%{y}：%{x:,}<extra></extra>")
    figure = (
        bars.ordered(inside, alt=title, height=EDGE + ROW * len(inside), hover=hover, marked=[area])
        if len(inside)
        else None
    )
    shown = pd.DataFrame(
        {
            "全省位次": [str(_rank_of(rows, code)[0]) for code in inside["area"]],
            "区县": [formatting.place(code) for code in inside["area"]],
            item.label: [formatting.quantity(value, indicator) for value in inside["value"]],
        }
    )
    lacking = [code for code in hierarchy.members(unit, "county") if code not in set(rows["area"])]
    none = say("没有数字：{names}。", names=join("、", map(formatting.place, lacking))) if lacking else ""
    return Exhibit(title, shown, inside, figure, sentences(breaks.note(item.id), none))
