"""What a page says first: every target that is behind, worst first, what has changed, how all targets stand.

Its `summary` is the top of a page and of the brief, and says nothing that the table of lights doesn't show; what has
changed is also a section.
"""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core.i18n import join, say
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import CHANGES, Assessment, Row, compare, load_earlier
from ipanalytics.report import formatting, scoreboard, wording
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.markup import Part
from ipanalytics.report.sections import contributions, reads, section, targets
from ipanalytics.report.sections.targets import TargetView

AWAITED = ("pending",)
MOST_NAMED, MOST_NEXT = 3, 3
# Changes whose targets are named.
TOLD = ("worse", "ended", "slower", "better")


def summary(assessment: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Part:
    """Return the first screen of an area below its sentence, in JSON types.

    Returns
    -------
    dict
        `behind`, a list worst first, each with `light`, `label`, `anchor`, where it `stands`, `why`, what is `needed`;
        `changed`, a sentence; `lights`, all targets in the guide's order;
        `next`, what falls due next.
    """
    views = {view.row["target"]: view for view in targets.views_of(assessment, area)}
    order = scoreboard.worst_first(assessment.rows_of(area), assessment)["target"]
    return {
        "behind": [_behind(views[id_]) for id_ in order],
        "changed": changed(assessment, area, since, real_only=real_only),
        "lights": [_light(view) for view in views.values()],
        "next": due_next(assessment, area),
    }


def _light(view: TargetView) -> Part:
    row = view.row
    light = settings.wording().statuses[row["status"]]
    stands = wording.value_of(row)
    return {
        "light": light.shape, "status": row["status"], "text": light.word, "label": view.label,
        "anchor": wording.anchor(row["target"]),
        "stands": join("，", filter(None, [stands, wording.aim(view.row, is_marked=False)])),
    }  # fmt: skip


def _behind(view: TargetView) -> Part:
    why = contributions.holding_back(view.shares) if places.level_of(view.row["area"]) != "unit" else ""
    why = say("比要求少得最多：{units}", units=why) if why else join("，", wording.remarks(view.row))
    return {**_light(view), "why": why, "needed": _needed(view)}


def _needed(view: TargetView) -> str:
    """Say what is missing, by when, and how much that is a month."""
    gap, end = wording.gap(view.row), view.target.end
    if gap == wording.NONE:
        return ""
    day = say("{month}月{day}日", month=formatting.month(end.month), day=end.day)
    missing = say("到{day}还差{gap}", day=day, gap=gap)
    monthly = targets.monthly(view)
    return missing + (say("（每月{amount}）", amount=monthly) if monthly else "")


def changed(assessment: Assessment, area: str, since: str = "", *, real_only: bool = False) -> str:
    """Say in a sentence what has changed in an area since an earlier day, as the table of changes counts it.

    Without targets nothing is said: that nothing changed would sound as if something were watched.
    """
    if not assessment.targets:
        return ""
    earlier = load_earlier(assessment, since, real_only=real_only)
    parts = by_change(changed_rows(assessment, earlier, area))
    counts = {id_: say(wording.CHANGES[id_][1], count=len(rows)) for id_, rows in parts.items()}
    texts = [
        say("{name}（{text}）", name=counts[id_], text=_named(rows)) if id_ in TOLD else counts[id_]
        for id_, rows in parts.items()
    ]
    day = formatting.day(earlier.as_of)
    return say("与{day}相比：{what}。", day=day, what=join("；", texts) or say("没有变化"))


def _named(rows: pd.DataFrame) -> str:
    names = [indicators.indicator(id_).label for id_ in rows["indicator"]]
    return join("、", names[:MOST_NAMED]) + (say("等") if len(names) > MOST_NAMED else "")


def due_next(assessment: Assessment, area: str) -> list[str]:
    """Name the milestones of an area that fall due next, each with its deadline; none where the year is over."""
    rows = assessment.rows[assessment.rows["area"].eq(area) & assessment.rows["kind"].eq("milestone")]
    awaited: list[dict[Any, Any]] = rows[rows["status"].isin(AWAITED)].to_dict("records")
    ends = sorted((assessment.target(row["target"]).end.isoformat(), row["indicator"]) for row in awaited)
    return [
        say("{name}（{text}）", name=indicators.indicator(id_).name, text=formatting.day(day))
        for day, id_ in ends[:MOST_NEXT]
        if day > assessment.as_of
    ]


@section(reads=[reads.judged, reads.earlier])
def draw_changes(assessment: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Section:
    """List what has changed in an area since an earlier day, the turns for the worse first."""
    if not assessment.targets:
        return Section("")
    earlier = load_earlier(assessment, since, real_only=real_only)
    rows = changed_rows(assessment, earlier, area)
    heading = say("与{day}相比", day=formatting.day(earlier.as_of))
    if rows.empty:
        return Section(heading, prose=say("{place}的状态和数值都没有变化。", place=formatting.place(area)))
    shown = pd.DataFrame([_change_cells(row) for row in rows.to_dict("records")])
    title = join("，", [say(wording.CHANGES[id_][1], count=len(part)) for id_, part in by_change(rows).items()])
    both = pd.concat([rows, rows.assign(**{progress.USED: rows[f"{progress.USED}_before"]})])
    exhibit = Exhibit(title, shown, progress.evidence(assessment.table, both), folded=True)
    return Section(heading, (exhibit,))


def changed_rows(assessment: Assessment, earlier: Assessment, area: str) -> pd.DataFrame:
    """Return the rows of `compare` of an area's targets that differ, the worst change first."""
    rows = compare(assessment, earlier)
    rows = rows[rows["area"].eq(area) & rows["change"].ne("")]
    return rows.sort_values("change", key=lambda ids: ids.map(CHANGES.index), kind="stable")


def by_change(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each change that there is, the worst first."""
    return {id_: part for id_ in CHANGES if len(part := rows[rows["change"] == id_])}


def _change_cells(row: Row) -> dict[str, str]:
    id_, is_event = row["indicator"], row["kind"] == "milestone"
    before, now = (wording.NONE if is_event else wording.amount(row[name], id_) for name in ("value_before", "value"))
    return {
        "指标": indicators.indicator(id_).label,
        "原状态": wording.status(row["status_before"]),
        "状态": wording.status(row["status"]),
        "好坏": say(wording.CHANGES[row["change"]][0]),
        "原数值": before,
        "现数值": now,
    }
