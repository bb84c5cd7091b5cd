"""The sentence that matters, made from the table by rules."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import join, quote, say, sentences
from ipanalytics.monitoring import status_rules
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations.table import latest, newest_day, select
from ipanalytics.report import formatting, scoreboard, wording
from ipanalytics.report.exhibits import Opening
from ipanalytics.report.sections import reads, section, standing

UNJUDGED = ("no_data", "not_assessable", "not_due", "no_record")


@section(reads=[reads.judged, reads.own, reads.earlier])
def open_report(assessment: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Opening:
    """Return title, lead, what is behind and what has changed of an area's report."""
    settings, table = catalogue_settings.settings(), assessment.table
    office = [quote(text) for text in (settings.issuing_office, settings.issue_date) if text]
    inside = hierarchy.members(area) if places.level_of(area) == "region" else []
    figures = select(table, area=[area, *inside])
    newest = newest_day(figures) if len(figures) else ""
    rows, until = assessment.rows[assessment.rows["area"] == area], formatting.day(assessment.as_of)
    own = figures[figures["area"] == area]
    return Opening(
        say("{place}知识产权发展报告", place=formatting.place(area, short=False)),
        " · ".join([say("{year}年度", year=assessment.year), say("数据截至{day}", day=until), *office]),
        lead(assessment, area),
        (),
        bool(rows["flags"].str.contains("synthetic").any() or own["status"].eq("synthetic").any()),
        lights=scoreboard.lights_of(assessment, area),
        as_of=assessment.as_of,
        newest=newest,
        summary=standing.summary(assessment, area, since, real_only=real_only),
    )


def lead(assessment: Assessment, area: str) -> str:
    """Return the one sentence; it claims nothing that the table of lights doesn't show.

    Examples
    --------
    截至2022年9月30日，陕西17项指标中1项已完成、4项达到序时，5项低于要求，7项无数据；
    最大短板是专利导航：数值8项，目标20项，比序时慢34.8个百分点。
    """
    rows, day = assessment.rows_of(area), formatting.day(assessment.as_of)
    if not assessment.targets:
        return _without_guide(assessment, area)
    if rows.empty:
        return wording.no_targets(assessment.year, area)
    statuses = set(assessment.table["status"])
    if statuses and "synthetic" not in statuses and rows["status"].isin(UNJUDGED).all():
        told = {"year": assessment.year, "place": formatting.place(area), "count": len(rows)}
        return say("{place}{year}年度的{count}项指标没有公布的数字，不能评价；下面是公布过的数字。", **told)
    is_over = periods.parse(assessment.as_of).end >= assessment.end
    when = say("{year}年度（数据截至{day}）", year=assessment.year, day=day) if is_over else say("截至{day}", day=day)
    return say(
        "{when}，{place}{count}项指标{scope}中{parts}；{worst}。",
        when=when, place=formatting.place(area), count=len(rows), scope=_scope(rows),
        parts=join("，", _parts(rows)), worst=_worst(rows, assessment),
    )  # fmt: skip


def _without_guide(assessment: Assessment, area: str) -> str:
    """Say what stands in force, and that no target is set by which it could be judged."""
    own = assessment.known[assessment.known["area"].eq(area) & assessment.known["indicator"].eq(reads.RANKED)]
    unset = say("{year}年度的目标还没有录入，不评价进度。", year=assessment.year)
    if own.empty:
        return sentences(say("没有找到{place}公布的有效发明专利数。", place=formatting.place(area)), unset)
    row = latest(own).iloc[0]
    when, value = formatting.period(row["period"], reads.RANKED), formatting.quantity(row["value"], reads.RANKED)
    told = {"when": when, "place": formatting.place(area), "name": indicators.indicator(reads.RANKED).label}
    return sentences(say("{when}{place}{name}{value}。", value=value, **told), unset)


def _parts(rows: pd.DataFrame) -> list[str]:
    """Count the targets by verdict; where most have none, that is said first: few figures are no praise."""
    weak, open_ = int(rows["status"].isin(wording.WEAK).sum()), _counts(rows, (*wording.PLACED, *wording.UNKNOWN))
    verdicts = [_counts(rows, (*wording.GOOD, "pending")), say("{count}项低于要求", count=weak) if weak else ""]
    if not _is_little_known(rows):
        return [*filter(None, verdicts), *filter(None, [open_])]
    count = int((~rows["status"].isin(status_rules.VERDICTS)).sum())
    return [say("{count}项不能评价（{detail}）", count=count, detail=open_), *filter(None, verdicts)]


def _is_little_known(rows: pd.DataFrame) -> bool:
    """Say whether more than half of the targets have no verdict."""
    return 2 * int(rows["status"].isin(status_rules.VERDICTS).sum()) < len(rows)


def _scope(rows: pd.DataFrame) -> str:
    """Say how many of the targets aren't the place's own."""
    others = int(rows["scope"].ne("own").sum())
    if not others:
        return ""
    if others == len(rows):
        return say("（参照全省目标，非正式）")
    return say("（其中{count}项参照全省目标，非正式）", count=others)


def _counts(rows: pd.DataFrame, ids: Iterable[str]) -> str:
    """Count the rows of some statuses; empty where there are no such rows."""
    words, counts = catalogue_settings.wording().statuses, rows["status"].value_counts()
    return join("、", [wording.numbered(words[id_].word, counts[id_]) for id_ in ids if id_ in counts.index])


def _worst(rows: pd.DataFrame, assessment: Assessment) -> str:
    """Name the weakest target: the worst status, of those the furthest behind, at the end the least attained."""
    weak = rows[rows["status"].isin(wording.WEAK)]
    if weak.empty:
        is_judged = rows["status"].isin(wording.GOOD).any()
        if is_judged and _is_little_known(rows):
            return say("能评价的太少，说明不了全年的进度")
        return say("可以评价的指标没有低于要求的") if is_judged else say("还没有可以评价的数")
    weakest = scoreboard.worst(rows, assessment)
    row, names = weakest.iloc[0].to_dict(), [indicators.indicator(id_).label for id_ in weakest["indicator"]]
    alike = say("（与{names}并列）", names=wording.named(names[1:])) if names[1:] else ""
    return say("最大短板是{name}：{distance}", name=names[0], distance=_distance(row) + alike)


def _distance(row: dict[Any, Any]) -> str:
    distance, gap = [*wording.growth(row), *filter(None, [wording.change(row)])], wording.gap(row)
    if not distance and pd.notna(row["lag_points"]):
        distance = [wording.pace(row)]
    elif not distance and gap != wording.NONE:
        distance = [say("还差{gap}", gap=gap)]
    return join("，", list(filter(None, [wording.value_of(row), wording.aim(row, is_marked=False), *distance])))
