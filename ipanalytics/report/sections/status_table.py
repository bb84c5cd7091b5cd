"""The targets of an area with their status, the units beside one another, milestones, and what has changed."""

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import capital, join, quote, say, sentences
from ipanalytics.monitoring import assessment, progress
from ipanalytics.monitoring.assessment import Assessment
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


@section(reads=[reads.judged])
def draw_lights(made: Assessment, area: str) -> Section:
    """Show an area's targets: status, value, target, share, elapsed, lag, what is missing, projection, clause."""
    rows = made.rows_of(area)
    if rows.empty:
        return Section(say("目标进度"), prose=wording.no_targets(made.year, area))
    shown = pd.DataFrame([_cells(row, made) for row in rows.to_dict("records")])
    links = {
        indicators.indicator(row["indicator"]).label: f"#{wording.anchor(row['target'])}"
        for row in rows.to_dict("records")
    }
    cite = citations.citer(made.table)
    exhibit = Exhibit(
        _title(rows, area), shown, progress.evidence(made.table, rows), note=_note(rows), links=links,
        cited={"数值": [cite(used) for used in rows[progress.USED]]},
    )  # fmt: skip
    return Section(say("{year}年目标进度", year=made.year), (exhibit,), _prose(made, rows, area))


def _title(rows: pd.DataFrame, area: str) -> str:
    counts = [wording.numbered(word, number) for word, number in wording.counted(rows).items()]
    return say(
        "{place}{count}项目标：{counts}", place=formatting.place(area), count=len(rows), counts=join("、", counts)
    )


def _prose(made: Assessment, rows: pd.DataFrame, area: str) -> str:
    day = say("数据截至{day}。", day=formatting.day(made.as_of))
    if set(rows["scope"]) == {"own"}:
        return sentences(day, say(OWN))
    own, place = _targets(rows[rows["scope"] == "own"]), formatting.place(area)
    whose = (
        say("{place}自己公布的目标只有{own}，其余", place=place, own=own)
        if own
        else say("{place}没有公布过自己的目标：", place=place)
    )
    rest = say("比率类参照全省目标线（参照），数量类按比例分摊全省目标（份额），都**不是正式考核目标**。")
    return sentences(day, whose + rest)


def _note(rows: pd.DataFrame) -> str:
    words = settings.wording()
    flags = sorted({flag for text in rows["flags"] for flag in text.split(";") if flag} - {"synthetic"})
    parts = [say("还差＝目标值减数值；预计＝按目前进度推算到期末的值，只作参考。滞后点为负表示快于序时。")]
    parts += [
        say(
            "{flag}：{targets}。",
            flag=capital(words.flags[flag]),
            targets=_targets(rows[rows["flags"].str.contains(flag)]),
        )
        for flag in flags
    ]
    weights = _weights(rows)
    return sentences(*parts, say("分摊依据：{weights}。", weights=weights) if weights else "")


def _targets(rows: pd.DataFrame) -> str:
    return join("、", [indicators.indicator(id_).label for id_ in rows["indicator"]])


def _weights(rows: pd.DataFrame) -> str:
    by = rows[rows["scope"] == "share"]["method"].str.extract(r"share by (\w+)")[0]
    groups = by.dropna().groupby(by)
    words = [
        say("{targets}按{weight}", targets=_targets(rows.loc[part.index]), weight=say(WEIGHTS[str(weight)]))
        for weight, part in groups
    ]
    return join("；", words)


def _cells(row: dict[str, object], made: Assessment) -> dict[str, str]:
    id_ = str(row["indicator"])
    lag = row["lag_points"]
    return {
        "状态": wording.status(str(row["status"])),
        "指标": indicators.indicator(id_).label,
        "数值": wording.amount(row["value"], id_),
        "目标": wording.marked_aim(row),
        "完成": wording.percent(row["progress"]) if pd.notna(row["progress"]) else wording.NONE,
        "序时": wording.percent(row["elapsed"]),
        "滞后点": wording.NONE if pd.isna(lag) or row["status"] in DONE else f"{lag:+z.1f}".replace("-", "−"),
        "还差": wording.gap(row),
        "预计": wording.NONE if pd.isna(row["projected"]) else wording.amount(row["projected"], id_),
        "说明": capital(join("；", [*_when(row, made.as_of), *wording.remarks(row)])),
        "依据": quote(made.target(str(row["target"])).clause),
    }


def _when(row: dict[str, object], day: str) -> list[str]:
    """Say what the figure's period is where it doesn't end with the as-of date."""
    if not row["period"] or periods.parse(str(row["period"])).end.isoformat() == day:
        return []
    return [say("数为{period}", period=formatting.period(str(row["period"]), str(row["indicator"])))]


@section(reads=[reads.judged])
def draw_heat(made: Assessment, area: str) -> Section:
    """Show units by targets, a light a cell: of the province all units, else those of the region around the area."""
    region = area if area == places.province() else hierarchy.region_of(area)
    units = hierarchy.members(region)
    rows = made.rows_of(*units)
    if rows.empty:
        return Section("")
    placed = rows.assign(column=rows["target"].map(wording.headings(made.targets)))
    heat = placed.pivot_table(index="area", columns="column", values="status", aggfunc="first")
    heat = heat.reindex(index=units, columns=_in_order(placed, made))
    shown = _words(heat)
    note = sentences(say(HEAT_NOTE), say(wording.UNOFFICIAL))
    exhibit = Exhibit(
        _heat_title(rows, region), shown, progress.evidence(made.table, rows), note=note,
        markup=_heat_drawing(heat, area),
    )  # fmt: skip
    return Section(say("短板一览：单元×指标"), (exhibit,))


def _heat_title(rows: pd.DataFrame, region: str) -> str:
    weak = rows[rows["status"].isin(wording.WEAK)]
    place = formatting.place(region)
    if weak.empty:
        known = rows["status"].isin(wording.GOOD).any()
        text = "{place}各单元：可以评价的指标没有低于要求的" if known else "{place}各单元还没有可以评价的数"
        return say(text, place=place)
    counts = weak["indicator"].value_counts()
    worst = [id_ for id_ in counts.index if counts[id_] == counts.iloc[0]]
    names = join("、", [indicators.indicator(id_).label for id_ in worst[:3]])
    return say(
        "{place}各单元落后最多的是{names}：{count}个单元低于要求", place=place, names=names, count=counts.iloc[0]
    )


def _in_order(placed: pd.DataFrame, made: Assessment) -> list[str]:
    """Return the columns in the order of the targets, each once."""
    return [name for name in dict.fromkeys(wording.headings(made.targets).values()) if name in set(placed["column"])]


def _words(heat: pd.DataFrame) -> pd.DataFrame:
    shown = heat.map(lambda id_: wording.status(id_) if isinstance(id_, str) else "")
    shown.insert(0, "单元", [formatting.place(code) for code in heat.index])
    return shown.rename_axis(columns=None).reset_index(drop=True)


def _heat_drawing(heat: pd.DataFrame, area: str) -> Drawing:
    statuses = settings.wording().statuses
    seen = sorted({id_ for id_ in heat.to_numpy().ravel() if isinstance(id_, str)}, key=lambda id_: statuses[id_].rank)
    rows = [
        {"name": formatting.place(code), "is_here": code == area, "cells": [_heat_cell(id_) for id_ in row]}
        for code, row in zip(heat.index, heat.to_numpy(), strict=True)
    ]
    return Drawing("heat.html.j2", {"key": list(map(_heat_cell, seen)), "columns": list(heat.columns), "rows": rows})


def _heat_cell(status: object) -> dict[str, str]:
    """Return a light with its word and its ground; of a place without the target nothing."""
    if not isinstance(status, str):
        return {}
    light = settings.wording().statuses[status]
    ground = "bad" if status in wording.WEAK else "good" if status in wording.GOOD else "none"
    return {"status": status, "shape": light.shape, "word": light.word, "ground": ground}


@section(reads=[reads.judged])
def draw_milestones(made: Assessment, area: str) -> Section:
    """List an area's milestones with status, day, deadline and clause; areas without any show nothing."""
    rows = made.rows[made.rows["area"].eq(area) & made.rows["kind"].eq("milestone")]
    if rows.empty:
        return Section("")
    shown = pd.DataFrame(
        [
            {
                "状态": wording.status(row["status"]),
                "事项": indicators.indicator(row["indicator"]).name,
                "完成日": formatting.day(row["period"]) if row["value"] == 1 else wording.NONE,
                "期限": formatting.day(made.target(row["target"]).end.isoformat()),
                "说明": say(NO_RECORD) if pd.isna(row["value"]) else "",
                "依据": quote(made.target(row["target"]).clause),
            }
            for row in rows.to_dict("records")
        ]
    )
    counts = [say("{count}项{word}", count=number, word=word) for word, number in wording.counted(rows).items()]
    title = say("{count}项里程碑：{counts}", count=len(rows), counts=join("，", counts))
    exhibit = Exhibit(title, shown, progress.evidence(made.table, rows))
    return Section(say("里程碑"), (exhibit,), say(PROSE))


@section(reads=[reads.judged, reads.earlier])
def draw_changes(made: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Section:
    """List what has changed in an area since an earlier day, the turns for the worse first."""
    earlier = assessment.load_earlier(made, since, real_only=real_only)
    found = assessment.compare(made, earlier)
    rows = found[found["area"].eq(area) & found["has_changed"]].sort_values("turn", kind="stable")
    heading = say("与{day}相比", day=formatting.day(earlier.as_of))
    if rows.empty:
        return Section(heading, prose=say("{place}的状态和数值都没有变化。", place=formatting.place(area)))
    shown = pd.DataFrame([_change_cells(row) for row in rows.to_dict("records")])
    both = pd.concat([rows, rows.assign(**{progress.USED: rows[f"{progress.USED}_before"]})])
    exhibit = Exhibit(_change_title(rows), shown, progress.evidence(made.table, both))
    return Section(heading, (exhibit,))


def _change_title(rows: pd.DataFrame) -> str:
    words = {1: "{count}项状态变好", -1: "{count}项状态变差", 0: "{count}项状态没有好坏之变，数值有变"}
    counts = {turn: int(rows["turn"].eq(turn).sum()) for turn in words}
    return join("，", [say(word, count=counts[turn]) for turn, word in words.items() if counts[turn]])


def _change_cells(row: dict[str, object]) -> dict[str, str]:
    id_, is_event, turn = str(row["indicator"]), row["kind"] == "milestone", int(str(row["turn"]))
    values = [wording.NONE if is_event else wording.amount(row[name], id_) for name in ("value_before", "value")]
    return {
        "指标": indicators.indicator(id_).label,
        "原状态": wording.status(str(row["status_before"])),
        "状态": wording.status(str(row["status"])),
        "好坏": say(TURNS[turn]) if turn else wording.NONE,
        "原数值": values[0],
        "现数值": values[1],
    }
