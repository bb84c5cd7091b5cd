"""The targets of an area with their status, the units beside one another, milestones, and what has changed."""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import capital, join, quote, say, sentences
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment, compare, load_earlier
from ipanalytics.report import citations, formatting, wording
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.markup import Drawing
from ipanalytics.report.sections import reads, section

DONE = ("achieved", "achieved_late")
HEAT_NOTE = "空格：没有分到任务，或不在目标要求的范围内。"
OWN = "序时＝目标期已过去的比例；完成比例不低于序时为达到序时，低得越多，状态越差。"
WEIGHTS = {"population": "常住人口", "baseline": "上年末存量"}
NO_RECORD = "没有完成记录"
PROSE = "里程碑是工作指引要求办成的事，只看有没有办成、哪一天办成。没有记录的，不能说没有办，只能说没有看到记录。"
TURNS = {1: "变好", -1: "变差"}
CHANGES = {1: "{count}项状态变好", -1: "{count}项状态变差", 0: "{count}项状态没有好坏之变，数值有变"}
MOST_NAMED = 3


@section(reads=[reads.judged])
def draw_lights(assessment: Assessment, area: str) -> Section:
    """Show an area's targets: status, value, target, share, elapsed, lag, what is missing, projection, clause."""
    rows = assessment.rows_of(area)
    if rows.empty:
        return Section(say("目标进度"), prose=wording.no_targets(assessment.year, area))
    counts = [wording.numbered(word, number) for word, number in wording.counted(rows).items()]
    place, cite = formatting.place(area), citations.citer(assessment.table)
    exhibit = Exhibit(
        say("{place}{count}项目标：{counts}", place=place, count=len(rows), counts=join("、", counts)),
        pd.DataFrame([_cells(row, assessment) for row in rows.to_dict("records")]),
        progress.evidence(assessment.table, rows),
        note=_note(rows),
        links={
            indicators.indicator(indicator).label: f"#{wording.anchor(target)}"
            for indicator, target in zip(rows["indicator"], rows["target"], strict=True)
        },
        cited={"数值": [cite(used) for used in rows[progress.USED]]},
    )
    day = say("数据截至{day}。", day=formatting.day(assessment.as_of))
    return Section(say("{year}年目标进度", year=assessment.year), (exhibit,), sentences(day, _whose(rows, place)))


def _whose(rows: pd.DataFrame, place: str) -> str:
    """Say which targets are a place's own; where all are, what the words of the table mean."""
    own = rows[rows["scope"] == "own"]
    if len(own) == len(rows):
        return say(OWN)
    whose = say("{place}没有公布过自己的目标：", place=place)
    if len(own):
        whose = say("{place}自己公布的目标只有{own}，其余", place=place, own=wording.labels(own["indicator"]))
    return whose + say("比率类参照全省目标线（参照），数量类按比例分摊全省目标（份额），都**不是正式考核目标**。")


def _note(rows: pd.DataFrame) -> str:
    words = settings.wording()
    flags = sorted({flag for text in rows["flags"] for flag in text.split(";") if flag} - {"synthetic"})
    flagged = {flag: wording.labels(rows.loc[rows["flags"].str.contains(flag), "indicator"]) for flag in flags}
    method = rows.loc[rows["scope"] == "share", "method"].str.extract(r"share by (\w+)")[0].dropna()
    weights = [
        say(
            "{targets}按{weight}",
            targets=wording.labels(rows.loc[part.index, "indicator"]),
            weight=say(WEIGHTS[weight]),
        )
        for weight, part in method.groupby(method)
    ]
    return sentences(
        say("还差＝目标值减数值；预计＝按目前进度推算到期末的值，只作参考。滞后点为负表示快于序时。"),
        *(
            say("{flag}：{targets}。", flag=capital(words.flags[flag]), targets=names)
            for flag, names in flagged.items()
        ),
        say("分摊依据：{weights}。", weights=join("；", weights)) if weights else "",
    )


def _cells(row: dict[Any, Any], assessment: Assessment) -> dict[str, str]:
    id_, lag, period = row["indicator"], row["lag_points"], row["period"]
    is_earlier = period and periods.parse(period).end.isoformat() != assessment.as_of
    when = [say("数为{period}", period=formatting.period(period, id_))] if is_earlier else []
    return {
        "状态": wording.status(row["status"]),
        "指标": indicators.indicator(id_).label,
        "数值": wording.amount(row["value"], id_),
        "目标": wording.marked_target_value(row),
        "完成": wording.percent(row["progress"]),
        "序时": wording.percent(row["elapsed"]),
        "滞后点": wording.NONE if pd.isna(lag) or row["status"] in DONE else f"{lag:+z.1f}".replace("-", "−"),
        "还差": wording.gap(row),
        "预计": wording.NONE if pd.isna(row["projected"]) else wording.amount(row["projected"], id_),
        "说明": capital(join("；", [*when, *wording.remarks(row)])),
        "依据": quote(assessment.target(row["target"]).clause),
    }


@section(reads=[reads.judged])
def draw_heat(assessment: Assessment, area: str) -> Section:
    """Show units by targets, a light a cell: of the province all units, else those of the region around the area."""
    region = area if area == places.province() else hierarchy.region_of(area)
    units, targets = hierarchy.members(region), assessment.targets
    rows = assessment.rows_of(*units)
    if rows.empty:
        return Section("")
    rows = rows.assign(column=rows["target"].map(wording.headings(targets)))
    statuses = rows.pivot_table(index="area", columns="column", values="status", aggfunc="first")
    statuses = statuses.reindex(index=units, columns=wording.headings_in_order(targets, set(rows["column"])))
    shown = statuses.map(lambda id_: wording.status(id_) if isinstance(id_, str) else "")
    shown.insert(0, "单元", [formatting.place(code) for code in units])
    exhibit = Exhibit(
        _heat_title(rows, region), shown.rename_axis(columns=None).reset_index(drop=True),
        progress.evidence(assessment.table, rows), note=sentences(say(HEAT_NOTE), say(wording.UNOFFICIAL)),
        drawing=_heat_drawing(statuses, area),
    )  # fmt: skip
    return Section(say("短板一览：单元×指标"), (exhibit,))


def _heat_title(rows: pd.DataFrame, region: str) -> str:
    weak, place = rows.loc[rows["status"].isin(wording.WEAK), "indicator"], formatting.place(region)
    if weak.empty:
        is_judged = rows["status"].isin(wording.GOOD).any()
        text = "{place}各单元：可以评价的指标没有低于要求的" if is_judged else "{place}各单元还没有可以评价的数"
        return say(text, place=place)
    counts = weak.value_counts()
    most = int(counts.iloc[0])
    names = wording.labels(counts.index[counts == most][:MOST_NAMED])
    return say("{place}各单元落后最多的是{names}：{count}个单元低于要求", place=place, names=names, count=most)


def _heat_drawing(statuses: pd.DataFrame, area: str) -> Drawing:
    lights, cells = settings.wording().statuses, statuses.to_numpy()
    seen = sorted({id_ for id_ in cells.ravel() if isinstance(id_, str)}, key=lambda id_: lights[id_].rank)
    rows = [
        {"name": formatting.place(code), "is_here": code == area, "cells": list(map(_heat_cell, row))}
        for code, row in zip(statuses.index, cells, strict=True)
    ]
    return Drawing(
        "heat.html.j2", {"key": list(map(_heat_cell, seen)), "columns": list(statuses.columns), "rows": rows}
    )


def _heat_cell(status: object) -> dict[str, str]:
    """Return a light with its word and its ground; of a place without the target nothing."""
    if not isinstance(status, str):
        return {}
    light = settings.wording().statuses[status]
    ground = "bad" if status in wording.WEAK else "good" if status in wording.GOOD else "none"
    return {"status": status, "shape": light.shape, "word": light.word, "ground": ground}


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
                "完成日": formatting.day(row["period"]) if row["value"] == 1 else wording.NONE,
                "期限": formatting.day(assessment.target(row["target"]).end.isoformat()),
                "说明": say(NO_RECORD) if pd.isna(row["value"]) else "",
                "依据": quote(assessment.target(row["target"]).clause),
            }
            for row in rows.to_dict("records")
        ]
    )
    counts = [say("{count}项{word}", count=number, word=word) for word, number in wording.counted(rows).items()]
    title = say("{count}项里程碑：{counts}", count=len(rows), counts=join("，", counts))
    return Section(say("里程碑"), (Exhibit(title, shown, progress.evidence(assessment.table, rows)),), say(PROSE))


@section(reads=[reads.judged, reads.earlier])
def draw_changes(assessment: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Section:
    """List what has changed in an area since an earlier day, the turns for the worse first."""
    earlier = load_earlier(assessment, since, real_only=real_only)
    changes = compare(assessment, earlier)
    rows = changes[changes["area"].eq(area) & changes["has_changed"]].sort_values("turn", kind="stable")
    heading = say("与{day}相比", day=formatting.day(earlier.as_of))
    if rows.empty:
        return Section(heading, prose=say("{place}的状态和数值都没有变化。", place=formatting.place(area)))
    shown = pd.DataFrame([_change_cells(row) for row in rows.to_dict("records")])
    counts = rows["turn"].value_counts()
    title = join("，", [say(text, count=int(counts[turn])) for turn, text in CHANGES.items() if turn in counts.index])
    both = pd.concat([rows, rows.assign(**{progress.USED: rows[f"{progress.USED}_before"]})])
    return Section(heading, (Exhibit(title, shown, progress.evidence(assessment.table, both)),))


def _change_cells(row: dict[Any, Any]) -> dict[str, str]:
    id_, is_event = row["indicator"], row["kind"] == "milestone"
    before, now = (wording.NONE if is_event else wording.amount(row[name], id_) for name in ("value_before", "value"))
    return {
        "指标": indicators.indicator(id_).label,
        "原状态": wording.status(row["status_before"]),
        "状态": wording.status(row["status"]),
        "好坏": say(TURNS[row["turn"]]) if row["turn"] else wording.NONE,
        "原数值": before,
        "现数值": now,
    }
