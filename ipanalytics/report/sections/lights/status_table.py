"""The targets of an area with their status, the units beside one another, and milestones."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import capital, join, quote, say, sentences
from ipanalytics.monitoring import progress, status_rules
from ipanalytics.monitoring.assessment import Assessment, Row
from ipanalytics.monitoring.trajectory import by_month
from ipanalytics.report import citations, formatting, scoreboard, wording
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.markup import APPLIES, Drawing, Part, filters_of, rows_of, table_part
from ipanalytics.report.sections import months, reads, section, targets
from ipanalytics.report.sections.lights import cards
from ipanalytics.report.sections.office import shares

HEAT_NOTE = "空格：没有分到任务，或不在目标要求的范围内。"
OWN = (
    "数量类看完成，水平类看增量完成：不低于序时为达到序时，低得越多，状态越差。增长类与要求的增幅比，方向类与上年末比。"
)
MEASURES = (
    "完成＝数值÷目标值（增长类为增幅÷要求的增幅）；增量完成＝比上年末的增量÷要求的增量；序时＝目标期已过去的比例；"
    "还差＝目标值减数值；预计＝按目前进度推算到期末的值，只作参考。"
)
STRIP = "状态下的方格：一格是一个月末，从左到右，颜色和符号同状态。"
SHARED = re.compile(r"share by (\w+)")
WEIGHTS = {"population": "常住人口", "baseline": "上年末存量"}
NO_RECORD = "没有看到记录，不能说没有办"
PROSE = "里程碑是工作指引要求办成的事，只看有没有办成、哪一天办成。没有记录的，不能说没有办，只能说没有看到记录。"


@section(reads=[reads.judged, reads.months])
def draw_lights(assessment: Assessment, area: str) -> Section:
    """Show an area's targets: status, value, target, share, elapsed, lag, what is missing, projection, clause."""
    if not assessment.targets:
        return Section("")
    order = _worst_first(assessment, area)
    if not order:
        return Section(say("目标进度"), prose=wording.no_targets(assessment.year, area))
    rows = _rows(assessment, area, order)
    cite, evidence = citations.citer(assessment.table), pd.DataFrame({progress.USED: _column(rows, progress.USED)})
    shown = {view.row["target"] for view in targets.views_of(assessment, area) if view.is_shown}
    exhibit = Exhibit(
        _lights_title(rows, area),
        pd.DataFrame(_columns(rows, assessment)),
        progress.evidence(assessment.table, evidence),
        note=_note(rows),
        links={
            indicators.indicator(row["indicator"]).label: f"#{wording.anchor(row['target'])}"
            for row in rows
            if row["target"] in shown
        },
        cited={"数值": [cite(row[progress.USED]) for row in rows]},
        facets={"behind": _behind(rows), "official": [APPLIES if row["scope"] == "own" else "" for row in rows]},
        strips=_strips(assessment, area, order),
        explained=cards.cards(assessment, rows),
        months=_lights_by_month(assessment, area, order),
    )
    return Section(say("{year}年目标进度", year=assessment.year), (exhibit,), _lights_prose(assessment, rows, area))


def _rows(assessment: Assessment, area: str, order: list[str]) -> list[Row]:
    """Return the rows of an area in an order of targets."""
    rows = assessment.records[area]
    return [rows[target] for target in order]


def _column(rows: list[Row], name: str) -> list[Any]:
    return [row[name] for row in rows]


def _lights_title(rows: list[Row], area: str) -> str:
    counts = [wording.numbered(word, number) for word, number in wording.counted(_column(rows, "status")).items()]
    parts = {"place": formatting.place(area), "count": len(rows)}
    return say("{place}{count}项指标：{counts}", counts=join("、", counts), **parts)


def _lights_prose(assessment: Assessment, rows: list[Row], area: str) -> str:
    day = say("数据截至{day}。", day=formatting.day(assessment.as_of))
    return sentences(day, _whose(rows, formatting.place(area)))


def _lights_by_month(assessment: Assessment, area: str, order: list[str]) -> Part:
    """Return the table at each month's end, its rows in the order of the page."""
    cite = citations.citer(assessment.table)
    names = _columns(_rows(assessment, area, order), assessment)

    def contents(made: Assessment) -> months.Contents:
        rows = _rows(made, area, order)
        cells = _columns(rows, made, names)
        cited = {"数值": [cite(row[progress.USED]) for row in rows]}
        table = table_part(cells, cited=cited, facets={"behind": _behind(rows)})
        prose = _lights_prose(made, rows, area)
        return {"title": _lights_title(rows, area), "note": _note(rows), "prose": prose, **months.of_table(0, table)}

    return months.changing(assessment, months.slots_of(assessment, contents))


def _behind(rows: list[Row]) -> list[str]:
    return [APPLIES if row["status"] in wording.WEAK else "" for row in rows]


def _strips(assessment: Assessment, area: str, targets: list[str]) -> list[list[tuple[str, str]]]:
    """Return the status of each target at each month's end, under the month's name."""
    ends = [(months.month_of(made.as_of), made.records[area]) for made in by_month(assessment)]
    return [[(name, str(rows[target]["status"])) for name, rows in ends] for target in targets]


def _worst_first(assessment: Assessment, area: str) -> list[str]:
    """Return the targets of an area: what is behind first, the others in the guide's order."""
    behind = list(scoreboard.worst_first(assessment.rows_of(area), assessment)["target"])
    return list(dict.fromkeys([*behind, *assessment.records.get(area, ())]))


def _whose(rows: list[Row], place: str) -> str:
    """Say which targets are a place's own; where all are, what the words of the table mean."""
    own = [row["indicator"] for row in rows if row["scope"] == "own"]
    if len(own) == len(rows):
        return say(OWN)
    whose = say("{place}没有公布过自己的目标：", place=place)
    if own:
        whose = say("{place}自己公布的目标只有{own}，其余", place=place, own=wording.labels(own))
    return whose + say(
        "比率类只与全省目标线比高低（参照），不算短板；数量类按比例分摊全省目标（份额），太少的不分摊、只计数；都**不是正式考核目标**。"
    )


def _note(rows: list[Row]) -> str:
    words, flagged, weighed = settings.wording(), defaultdict(list), defaultdict(list)
    for row in rows:
        for flag in set(row["flags"].split(";")) - {"", "synthetic"}:
            flagged[flag].append(row["indicator"])
        if row["scope"] == "share" and (weight := SHARED.search(row["method"])):
            weighed[weight[1]].append(row["indicator"])
    weights = [
        say("{targets}按{weight}", targets=wording.labels(ids), weight=say(WEIGHTS[id_]))
        for id_, ids in sorted(weighed.items())
    ]
    flags = [
        say("{flag}：{targets}。", flag=capital(words.flags[id_]), targets=wording.labels(ids))
        for id_, ids in sorted(flagged.items())
    ]
    return sentences(
        say(MEASURES), say(STRIP), *flags, say("分摊依据：{weights}。", weights=join("；", weights)) if weights else ""
    )


def _columns(rows: list[Row], assessment: Assessment, names: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return the table, by default with 增量完成 only where a target has it."""
    cells = [_cells(row, assessment) for row in rows]
    columns = {name: _column(cells, name) for name in names or cells[0]}
    if not names and set(columns["增量完成"]) == {wording.NONE}:
        del columns["增量完成"]
    return columns


def _cells(row: Row, assessment: Assessment) -> Row:
    id_, period = row["indicator"], row["period"]
    is_earlier = period and periods.parse(period).end.isoformat() != assessment.as_of
    when = [say("{period}的数", period=formatting.period(period, id_))] if is_earlier else []
    is_line = wording.is_line(row) and pd.notna(row["attainment"])
    beside = [say("相当于全省目标线的{share}", share=wording.percent(row["attainment"]))] if is_line else []
    return {
        "状态": wording.status(row["status"]),
        "指标": indicators.indicator(id_).label,
        **wording.measured(row),
        "预计": wording.NONE if pd.isna(row["projected"]) else wording.estimate(row["projected"], id_),
        "说明": capital(join("；", [*when, *beside, *wording.remarks(row)])),
        "依据": quote(assessment.target(row["target"]).clause),
    }


@section(reads=[reads.judged, reads.months, shares.promised])
def draw_heat(assessment: Assessment, area: str) -> Section:
    """Show units by targets, a light a cell: of the province all units, else those of the region around the area.

    On the province's page what units have set themselves of its targets stands below.
    """
    region = area if area == places.province() else hierarchy.region_of(area)
    rows = assessment.rows_of(*hierarchy.members(region))
    if rows.empty:
        return Section("")
    heat = _heat(assessment, region)
    exhibit = Exhibit(
        _heat_title(assessment, region), pd.DataFrame(_heat_table(heat)),
        progress.evidence(assessment.table, rows), note=sentences(say(HEAT_NOTE), say(wording.UNOFFICIAL)),
        drawing=_heat_drawing(heat, area), facets=heat.facets,
        months=_heat_by_month(assessment, region),
    )  # fmt: skip
    return Section(say("各单元×各指标"), (exhibit, *shares.exhibits(assessment, area)))


@dataclass(frozen=True)
class Heat:
    """The statuses of units by heading, "" where a unit has no such target, and what the units can be filtered by."""

    headings: list[str]
    statuses: dict[str, list[str]]
    facets: dict[str, list[str]]


def _heat(assessment: Assessment, region: str) -> Heat:
    """Return the statuses of the units of a region; of two targets under one heading the first's."""
    names, units = wording.headings(assessment.targets), hierarchy.members(region)
    rows = {code: reversed(assessment.records.get(code, {}).values()) for code in units}
    own = {code: {names[row["target"]]: row["status"] for row in of_unit} for code, of_unit in rows.items()}
    headings = wording.headings_in_order(assessment.targets, set().union(*own.values()))
    statuses = {code: [ids.get(name, "") for name in headings] for code, ids in own.items()}
    return Heat(headings, statuses, scoreboard.facets_of(scoreboard.statuses(assessment, units)))


def _heat_table(heat: Heat) -> dict[str, list[str]]:
    cells = [[wording.status(id_) if id_ else "" for id_ in ids] for ids in heat.statuses.values()]
    columns = dict(zip(heat.headings, map(list, zip(*cells, strict=True)), strict=True))
    return {"单元": list(map(formatting.place, heat.statuses)), **columns}


def _heat_by_month(assessment: Assessment, region: str) -> Part:
    """Return the table at each month's end, which is the same on the pages of all units of a region."""

    def contents(made: Assessment) -> months.Contents:
        heat = _heat(made, region)
        lights = months.of_heat(_heat_drawing(heat, "").context)
        table = table_part(_heat_table(heat), facets=heat.facets)
        return {"title": _heat_title(made, region), **lights, **months.of_table(0, table)}

    alike = months.alike(region, assessment, lambda: {region: months.slots_of(assessment, contents)})
    return months.changing(assessment, [], alike[region])


def _heat_title(assessment: Assessment, region: str) -> str:
    place, names = formatting.place(region), wording.headings(assessment.targets)
    of_units = [assessment.records[code].values() for code in assessment.records if code in hierarchy.members(region)]
    statuses = [(names[row["target"]], row["status"]) for rows in of_units for row in rows]
    if not any(status in status_rules.VERDICTS for _, status in statuses):
        return say("{place}各单元还没有可以评价的数", place=place)
    return wording.most_short(Counter(name for name, status in statuses if status in wording.WEAK), place)


def _heat_drawing(heat: Heat, area: str) -> Drawing:
    lights = settings.wording().statuses
    seen = sorted(set().union(*heat.statuses.values()) - {""}, key=lambda id_: lights[id_].rank)
    rows = [
        {"name": formatting.place(code), "is_here": code == area, "cells": list(map(_heat_cell, ids)), "facets": own}
        for (code, ids), own in zip(heat.statuses.items(), rows_of(heat.facets), strict=True)
    ]
    key, filters = list(map(_heat_cell, seen)), filters_of(heat.facets)
    return Drawing("heat.html.j2", {"key": key, "columns": heat.headings, "rows": rows, "filters": filters})


def _heat_cell(status: str) -> dict[str, str]:
    """Return a light with its word and its ground; of a place without the target nothing."""
    if not status:
        return {}
    light = settings.wording().statuses[status]
    return {"status": status, "shape": light.shape, "word": light.word, "ground": months.ground(status)}


@section(reads=[reads.judged])
def draw_milestones(assessment: Assessment, area: str) -> Section:
    """List an area's milestones with status, day, deadline and clause; areas without any show nothing."""
    rows = assessment.rows[assessment.rows["area"].eq(area) & assessment.rows["kind"].eq("milestone")]
    if rows.empty:
        return Section("")
    shown = pd.DataFrame(
        [
            {
                "状态": wording.status(row["status"]),
                "事项": indicators.indicator(row["indicator"]).name,
                "完成日": wording.value_of(row),
                "期限": formatting.day(assessment.target(row["target"]).end.isoformat()),
                "说明": say(NO_RECORD) if row["status"] == "no_record" else "",
                "依据": quote(assessment.target(row["target"]).clause),
            }
            for row in rows.to_dict("records")
        ]
    )
    numbers = wording.counted(rows["status"])
    counts = [say("{count}项{word}", count=number, word=word) for word, number in numbers.items()]
    title = say("{count}项里程碑：{counts}", count=len(rows), counts=join("，", counts))
    return Section(say("里程碑"), (Exhibit(title, shown, progress.evidence(assessment.table, rows)),), say(PROSE))
