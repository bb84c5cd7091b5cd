"""The sentence that matters and the key figures, made from the table by rules."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import capital, join, quote, say
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import derivation
from ipanalytics.observations.table import latest, newest_day, select
from ipanalytics.report import citations, formatting, scoreboard, wording
from ipanalytics.report.exhibits import Card, Opening
from ipanalytics.report.sections import reads, section

POPULATION = "population"
OVER = ("missed", "overdue")


@section(reads=[reads.judged, reads.own])
def open_report(made: Assessment, area: str, as_of: str = "") -> Opening:
    """Return title, lead and key figures of an area's report."""
    settings, table = catalogue_settings.settings(), made.table
    office = [quote(text) for text in (settings.issuing_office, settings.issue_date) if text]
    subtitle = " · ".join([say("{year}年度", year=made.year), _freshness(table, area, as_of), *office])
    rows = made.rows[made.rows["area"] == area]
    cite = citations.citer(table)
    figures = (*(_card(made, rows, id_, cite) for id_ in settings.headline), _people(table, area, cite))
    synthetic = bool(rows["flags"].str.contains("synthetic").any() or _own(table, area)["status"].eq("synthetic").any())
    title = say("{place}知识产权发展报告", place=formatting.place(area, short=False))
    days = {"as_of": made.as_of, "newest": _newest(table, area)}
    return Opening(
        title, subtitle, lead(made, area), figures, synthetic, lights=scoreboard.lights_of(made, area), **days
    )


def _freshness(table: pd.DataFrame, area: str, as_of: str) -> str:
    """Say up to when figures were taken; else the newest figure of the area or a region's units."""
    if as_of:
        return say("数据截至{day}", day=formatting.day(as_of))
    newest = _newest(table, area)
    return say("最新数字：{day}", day=formatting.day(newest) if newest else formatting.no_data())


def _newest(table: pd.DataFrame, area: str) -> str:
    """Return the day of the newest figure of an area, or of a region's units; empty where there is none."""
    inside = hierarchy.members(area) if places.level_of(area) == "region" else []
    own = select(table, area=[area, *inside])
    return newest_day(own) if len(own) else ""


def _own(table: pd.DataFrame, area: str) -> pd.DataFrame:
    return select(table, area=area)


def _people(table: pd.DataFrame, area: str, cite: citations.Cited) -> Card:
    day = catalogue_settings.settings().census_days[-1]
    rows = select(
        table,
        area=[area, places.province()],
        indicator=POPULATION,
        period=catalogue_settings.settings().census_days[-1],
    ).set_index("area")
    name = capital(say("常住人口"))
    if area not in rows.index:
        return Card(name, formatting.no_data())
    own, whole = rows.loc[area, "value"], rows.loc[places.province(), "value"]
    part = () if area == places.province() else (say("占全省{share}", share=formatting.share(own, whole)),)
    details = (say("2020年普查"), *part)
    return Card(name, formatting.quantity(own, POPULATION), details, cite([(area, POPULATION, day)]))


def _card(made: Assessment, rows: pd.DataFrame, indicator: str, cite: citations.Cited) -> Card:
    """Return a key figure: as its target judges it where it has one, else the latest."""
    judged = rows[rows["indicator"].eq(indicator) & rows["value"].notna()].to_dict("records")
    if not judged:
        return _key_figure(made.table, str(rows["area"].iloc[0]), indicator, cite)
    row = judged[0]
    aim = say("目标{aim}", aim=wording.marked_aim(row)) if wording.aim(row) != wording.NONE else ""
    details = [formatting.period(row["period"], indicator), aim, wording.status(row["status"]), *_direction(row)]
    value, name = wording.amount(row["value"], indicator), indicators.indicator(indicator).name
    return Card(name, value, _lines(details), cite(row[progress.USED]))


def _lines(details: list[str]) -> tuple[str, ...]:
    return tuple(map(capital, filter(None, details)))


def _direction(row: dict[Any, Any]) -> list[str]:
    """Say how a figure has moved: growth against the same period, a stock against the year's beginning."""
    if row["kind"] == "growth":
        return wording.growth(row, "同比{change}%")
    if pd.isna(row["baseline"]) or row["kind"] not in ("level", "direction"):
        return []
    change = row["value"] - row["baseline"]
    arrow = "↑" if change > 0 else "↓" if change < 0 else "→"
    return [say("比上年末{arrow}{amount}", arrow=arrow, amount=wording.amount(abs(change), row["indicator"]))]


def _key_figure(table: pd.DataFrame, area: str, indicator: str, cite: citations.Cited) -> Card:
    name = indicators.indicator(indicator).name
    rows = latest(select(table, area=area, indicator=indicator))
    if rows.empty:
        return Card(name, formatting.no_data(), (say("没有找到公布的数字"),))
    row = rows.iloc[0]
    detail = [formatting.period(row["period"], indicator), *_people_year(table, row), *_change(table, row)]
    where = cite([(area, indicator, row["period"])])
    return Card(name, formatting.quantity(row["value"], indicator), _lines(detail), where)


def _people_year(table: pd.DataFrame, row: pd.Series) -> list[str]:
    people = select(
        derivation.denominators(select(table, area=row["area"]), catalogue_settings.settings()),
        area=row["area"],
        indicator=row["indicator"],
        period=row["period"],
    )
    if people.empty or row["status"] not in ("derived", "synthetic"):
        return []
    return [say("人口：{period}", period=formatting.period(people["denominator_period"].iloc[0], POPULATION))]


def _change(table: pd.DataFrame, row: pd.Series) -> list[str]:
    if not row["period"].isdigit():
        return []
    before = select(table, area=row["area"], indicator=row["indicator"], period=str(int(row["period"]) - 1))
    if before.empty or before["value"].iloc[0] <= 0 or not _comparable(row):
        return []
    change = (row["value"] / before["value"].iloc[0] - 1) * 100
    return [say("同比{change}%", change=f"{change:+.1f}")]


def _comparable(row: pd.Series) -> bool:
    return derivation.is_comparable(row["indicator"], str(int(row["period"]) - 1), row["period"])


def lead(made: Assessment, area: str) -> str:
    """Return the one sentence; it claims nothing that the table of lights doesn't show.

    Examples
    --------
    截至2022年9月30日，陕西17项指标中1项已完成、4项达到序时，5项低于要求，7项无数据；
    最大短板是专利导航：数值8项，目标20项，比序时慢34.8个百分点。
    """
    rows = made.rows_of(area)
    if rows.empty:
        return wording.no_targets(made.year, area)
    return say(
        "{when}，{place}{count}项指标{scope}中{parts}；{worst}。",
        when=_when(made), place=formatting.place(area), count=len(rows), scope=_scope(rows),
        parts=join("，", [*_counted(rows), *_lacking(rows)]), worst=_worst(rows, made),
    )  # fmt: skip


def _scope(rows: pd.DataFrame) -> str:
    """Say how many of the targets aren't the place's own."""
    others = int(rows["scope"].ne("own").sum())
    if not others:
        return ""
    if others == len(rows):
        return say("（参照全省目标，非正式）")
    return say("（其中{count}项参照全省目标，非正式）", count=others)


def _when(made: Assessment) -> str:
    """Say the as-of date; after the year's end that the year is over."""
    if periods.parse(made.as_of).end >= made.end:
        return say("{year}年度（数据截至{day}）", year=made.year, day=formatting.day(made.as_of))
    return say("截至{day}", day=formatting.day(made.as_of))


def _counted(rows: pd.DataFrame) -> list[str]:
    """Count what is done, on pace, above a line, under way and behind, in this order."""
    weak = int(rows["status"].isin(wording.WEAK).sum())
    return [*_numbers(rows, (*wording.GOOD, "pending")), *([say("{count}项低于要求", count=weak)] if weak else [])]


def _lacking(rows: pd.DataFrame) -> list[str]:
    return _numbers(rows, ("not_assessable", "no_data"))


def _numbers(rows: pd.DataFrame, statuses: Iterable[str]) -> list[str]:
    """Count the rows of some statuses in one text; none where there are no such rows."""
    words, found = catalogue_settings.wording().statuses, rows["status"].value_counts()
    named = [wording.numbered(words[id_].word, found[id_]) for id_ in statuses if id_ in found.index]
    return [join("、", named)] if named else []


def _worst(rows: pd.DataFrame, made: Assessment) -> str:
    """Name the weakest target: the worst status, of those the furthest behind, at the end the least attained."""
    weak = rows[rows["status"].isin(wording.WEAK)]
    if weak.empty:
        known = rows["status"].isin(wording.GOOD).any()
        return say("可以评价的指标没有低于要求的") if known else say("还没有可以评价的数")
    rank = weak["status"].map({id_: light.rank for id_, light in catalogue_settings.wording().statuses.items()})
    is_lower = weak["target"].isin(made.lower_is_better)
    attained = weak["attainment"].where(~is_lower, 1 / weak["attainment"])
    lag = weak["lag_points"].mask(weak["status"].isin(OVER))
    ordered = weak.assign(rank=rank, lag_points=lag, attained=attained).sort_values(
        ["rank", "lag_points", "attained", "target"], ascending=[False, False, True, True], na_position="last"
    )
    row = ordered.iloc[0].to_dict()
    name = indicators.indicator(row["indicator"]).label
    return say("最大短板是{name}：{distance}", name=name, distance=_distance(row))


def _distance(row: dict[Any, Any]) -> str:
    value, growth = wording.amount(row["value"], row["indicator"]), wording.growth(row)
    if growth:
        far = growth
    elif pd.notna(row["lag_points"]):
        far = [say("比序时慢{points}个百分点", points=f"{row['lag_points']:.1f}")]
    else:
        far = [say("还差{gap}", gap=wording.gap(row))] if wording.gap(row) != wording.NONE else []
    return join("，", [value, say("目标{aim}", aim=wording.aim(row)), *far])
