"""Each target in a short part of its own: where it stands, what is needed, the map of the units, the curve."""

import math
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core import i18n, periods
from ipanalytics.core.i18n import capital, join, quote, say, sentences
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring import progress, trajectory
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.contributions import decompose
from ipanalytics.monitoring.schedule import needed_per_month
from ipanalytics.monitoring.series import CLOSE
from ipanalytics.monitoring.targets import Target
from ipanalytics.report import citations, formatting, scoreboard, wording
from ipanalytics.report.charts import pace
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.maps import target_maps
from ipanalytics.report.markup import Drawing, Part
from ipanalytics.report.sections import contributions, months, reads, section
from ipanalytics.report.sections.office import statements

PROSE = (
    "地图：蓝色已达到要求，橙色还没有，越深差得越远；各页、各月用同一把尺子，与状态用同一个数：数量类为完成÷序时，"
    "件数的水平类为增量完成÷序时（年末序时为100%，要求就是目标），增长类与要求的增长比，方向类与上年末比，满意度与全国比。"
    "灰色的地图只列数，不评价：太少、不分摊的数量，只与全省目标线比的比率，以及有没有窗口、机构。"
    "曲线：数量类为年初以来的累计数，存量和比率类为月末数；缺的月份不补，线在那里断开。点地图上的单元，看它的报告。"
)
NOTHING = "没有可以画的数，所以没有地图和曲线。"
NO_MAP, NO_CURVE = "各单元都没有数，所以没有地图。", "没有两个月以上的逐月数，所以没有曲线。"
ALL_NIL = "有数的{count}个单元都是0。"
PER_MONTH = ("level", "flow", "coverage")


@dataclass(frozen=True)
class TargetView:
    """A target of an area: its row of the progress table, its units', its curve, who holds back; what a unit told."""

    row: dict[Any, Any]
    target: Target
    part: pd.DataFrame
    trail: trajectory.Trajectory | None
    shares: pd.DataFrame
    told: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The short name of its indicator."""
        return indicators.indicator(self.row["indicator"]).label

    @property
    def is_behind(self) -> bool:
        """Whether it falls short of what was due."""
        return self.row["status"] in wording.WEAK

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure, a map or a curve to show."""
        return self.is_behind or pd.notna(self.row["value"]) or self.has_units or self.trail is not None

    @property
    def has_map(self) -> bool:
        """Whether a map of the units is drawn."""
        return target_maps.has_map(self.part)

    @property
    def is_mapped(self) -> bool:
        """Whether a unit can be compared with its target, or has a figure where nothing is compared."""
        return target_maps.is_mapped(self.part)

    @property
    def is_nil(self) -> bool:
        """Whether the units' figures are only counted, and all of them are 0: a map of one colour says nothing."""
        return target_maps.is_nil(self.part)

    @property
    def has_units(self) -> bool:
        """Whether a unit has a figure."""
        return target_maps.has_units(self.part)


def views_of(assessment: Assessment, area: str) -> list[TargetView]:
    """Return an area's targets but milestones, in the guide's order."""
    return list(_views(assessment, area, i18n.current()))


@cached_for_project("data", most=4)
def _views(assessment: Assessment, area: str, language: str) -> tuple[TargetView, ...]:  # noqa: ARG001
    """Look once for each language that headings are in: a page's opening, its changes and its targets ask."""
    names, parts = wording.headings(assessment.targets), target_maps.by_target(assessment)
    trails = {trail.row["target"]: trail for trail in trajectory.follow(assessment, area)}
    shares = decompose(assessment, places.province() if places.level_of(area) == "unit" else area)
    by_target = dict(iter(shares.groupby("target")))
    return tuple(
        TargetView(
            row, assessment.target(id_), parts.get(names[id_], pd.DataFrame()), trails.get(id_),
            by_target.get(id_, shares[:0]),
        )
        for id_, row in assessment.records.get(area, {}).items()
    )  # fmt: skip


@section(reads=[reads.judged, reads.months, reads.own, reads.curves, reads.statements])
def draw_targets(assessment: Assessment, area: str) -> Section:
    """Show each target of an area: a finding, what it means, the map of the units, the curve."""
    views = views_of(assessment, area)
    if not views:
        return Section("")
    cite = citations.citer(assessment.table, bare=True)
    ground = target_maps.ground(area) if any(view.has_map for view in views) else None
    order = list(scoreboard.worst_first(assessment.rows_of(area), assessment)["target"])
    told = statements.by_target(assessment, area)
    shown = [replace(view, told=tuple(told.get(view.row["target"], ()))) for view in views if view.is_shown]
    drawn = tuple(_exhibit(assessment, view, ground, cite) for view in _in_order(shown, order))
    return Section(say("逐项指标"), drawn, sentences(*_without_figures(views), say(wording.UNOFFICIAL)))


@section(reads=[])
def explain_drawings() -> Section:
    """Say how the maps and curves of targets are read."""
    return Section(say("怎样看图"), prose=say(PROSE))


def _in_order(views: list[TargetView], order: list[str]) -> list[TargetView]:
    """Put those that are behind first, the others in the guide's order."""
    return sorted(views, key=lambda view: order.index(view.row["target"]) if view.is_behind else len(order))


def _without_figures(views: list[TargetView]) -> list[str]:
    """Name the targets that there is nothing to show of, in one sentence."""
    names = join("、", [view.label for view in views if not view.is_shown])
    return [say("没有可以画的数：{names}。", names=names)] if names else []


def _exhibit(
    assessment: Assessment, view: TargetView, ground: target_maps.Ground | None, cite: citations.Cited
) -> Exhibit:
    row, part, trail = view.row, view.part, view.trail
    panels = [target_maps.draw_map(part, ground)] if view.has_map and ground else []
    panels += [pace.draw_pace(trail, cite)] if trail else []
    lacking = [say(text) for text, is_there in ((NO_MAP, view.is_mapped), (NO_CURVE, trail)) if not is_there]
    tables = [target_maps.table(part)] if view.has_units else []
    tables += [pace.table(trail)] if trail else []
    # What is behind the figure, the map and the curve.
    behind = [*row[progress.USED], *target_maps.used_by(part)]
    used = pd.DataFrame({progress.USED: [[*behind, *(trail.used if trail else ())]]})
    return Exhibit(
        _title(row), tables[0] if tables else pd.DataFrame(), progress.evidence(assessment.table, used),
        note=sentences(*lacking) if panels or view.is_nil else say(NOTHING),
        has_source_line=bool(panels) or pd.notna(row["value"]), panels=tuple(panels),
        drawing=_drawing(view), more=tuple(tables[1:]),
        cited={"数值": list(part.loc[target_maps.in_order(part), "cited"])} if view.has_units else {},
        facets=_facets(part) if view.has_units else {},
        status=row["status"], anchor=wording.anchor(row["target"]), short=view.label, folded=not view.is_behind,
        months=_by_month(assessment, view),
    )  # fmt: skip


def _facets(part: pd.DataFrame) -> dict[str, list[str]]:
    return scoreboard.facets_of({code: [part["status"][code]] for code in target_maps.in_order(part)})


def _by_month(assessment: Assessment, view: TargetView) -> Part:
    """Return the title, the map of the units and their table at each month's end."""

    def title(made: Assessment) -> list[str]:
        row = made.records[view.row["area"]][view.row["target"]]
        return [row["status"], _title(row)]

    titles = list(map(title, [assessment, *months.earlier(assessment)]))
    heading = wording.headings(assessment.targets)[view.row["target"]]
    of_units = months.of_units(assessment).get(heading, "")
    return months.changing(assessment, [months.slot("title", titles[0], titles[1:])], of_units)


def _title(row: dict[Any, Any]) -> str:
    label, word = indicators.indicator(row["indicator"]).label, settings.wording().statuses[row["status"]].word
    if pd.isna(row["value"]):
        return say("{name}：{what}", name=label, what=word)
    named = say("{name}{value}", name=label, value=wording.value_of(row))
    is_equal = row["kind"] == "direction" and wording.change(row) and not row["value"] < row["baseline"]
    aim = wording.change(row) if is_equal else wording.aim(row)
    return say("{name}：{what}", name=join("，", filter(None, [named, aim])), what=word)


def _drawing(view: TargetView) -> Drawing:
    """Return what stands between the finding and its map: the clause, how it stands, the legends."""
    keys = [{"entries": target_maps.key(view.part), "kind": "classes-of-a-map"}] if view.has_map else []
    keys += [{"entries": pace.key(view.trail), "kind": ""}] if view.trail else []
    clause = {"quote": quote(view.target.quote), "where": say("（{text}）", text=quote(view.target.clause))}
    text = sentences(_standing(view.row), *_needed(view), *_units(view))
    return Drawing("target.html.j2", {"clause": clause, "text": text, "told": list(view.told), "keys": keys})


def _standing(row: dict[Any, Any]) -> str:
    """Say how the figure stands to what was due: of counts to the days gone, of rates to the line."""
    remarks, texts = join("，", wording.remarks(row)), _measured(row)
    if row["kind"] == "growth" and texts:
        texts, remarks = [remarks, *texts], ""
    text = join("，", filter(None, texts))
    if not (text or remarks):
        return (
            say("{period}的数", period=formatting.period(row["period"], row["indicator"])) + say("。")
            if row["period"]
            else ""
        )
    text = text + say("（{text}）", text=remarks) if text and remarks else text or remarks
    when = say("{name}：", name=formatting.period(row["period"], row["indicator"])) if row["period"] else ""
    return capital(when + text) + say("。")


def _measured(row: dict[Any, Any]) -> list[str]:
    """Word 完成, of a level the part of the way too, and how far both are from the days gone."""
    done, gained = wording.attained(row), wording.gained(row)
    if wording.is_line(row):
        share = wording.percent(row["attainment"])
        return [say("相当于全省目标线的{share}", share=share)] if share != wording.NONE else []
    if done == wording.NONE:
        return []
    if row["kind"] == "growth":
        return [say("完成要求增幅的{share}", share=done)]
    texts = [say("完成{done}", done=done)]
    if gained != wording.NONE:
        texts.append(say("增量完成{done}", done=gained))
    if pd.notna(row["lag_points"]) and row["status"] not in wording.OVER:
        # Below its baseline a level has no share of the way, and its lag says nothing that `change` doesn't.
        shown = [wording.pace(row)] if row["kind"] != "level" or gained != wording.NONE else []
        texts += [say("序时{due}", due=wording.percent(row["elapsed"])), *shown]
    return texts


def _needed(view: TargetView) -> list[str]:
    """Say what is still missing, and how much that is a month; less than one thing a month is no amount."""
    row, end = view.row, view.target.end
    if wording.gap(row) == wording.NONE or not row["period"]:
        return []
    gap, each = wording.gap(row), monthly(view)
    if _per_month(view) is None:
        return [say("还差{gap}。", gap=gap)]
    parts = {"day": formatting.day(end.isoformat()), "gap": gap}
    if not each:
        return [say("到{day}还差{gap}。", **parts)]
    if not formatting.is_whole(row["indicator"]):
        return [say("到{day}还差{gap}，平均每月需要{monthly}。", monthly=each, **parts)]
    return [say("到{day}还差{gap}，平均每月至少需要{monthly}。", monthly=each, **parts)]


def _per_month(view: TargetView) -> float | None:
    """Return what is needed in each month that is left; None where none is, or where months can't be added up."""
    row = view.row
    if pd.isna(row["gap"]) or not row["period"] or row["kind"] not in PER_MONTH:
        return None
    return needed_per_month(row["gap"], periods.parse(row["period"]).end, view.target.end)


def monthly(view: TargetView) -> str:
    """Word what is needed in each month that is left; "" where that can't be said, or is less than one thing."""
    per_month, indicator = _per_month(view), view.row["indicator"]
    if per_month is None:
        return ""
    if not formatting.is_whole(indicator):
        return wording.amount(math.ceil(100 * per_month - CLOSE) / 100, indicator)
    return "" if per_month < 1 else wording.amount(math.ceil(per_month - CLOSE), indicator)


def _ranked(ranks: pd.Series, area: str) -> str:
    is_shared = int(ranks.eq(ranks[area]).sum()) > 1
    text = (
        "达到程度在有数的{count}个单元中并列第{rank}。" if is_shared else "达到程度在有数的{count}个单元中排第{rank}。"
    )
    return say(text, count=len(ranks), rank=int(ranks[area]))


def _units(view: TargetView) -> list[str]:
    """Say how many units have reached it, who lacks and who adds most; of a unit its rank and its part."""
    area = view.row["area"]
    if view.is_nil:
        return [say(ALL_NIL, count=int(view.part["value"].notna().sum()))]
    if not view.has_map:
        return []
    if places.level_of(area) != "unit":
        return [join("，", target_maps.counted(view.part)) + say("。"), *contributions.sentence_on(view.shares)]
    ranks = target_maps.ranks(view.part)
    rank = [_ranked(ranks, area)] if area in ranks.index and ranks.min() < ranks.max() else []
    return [*rank, *contributions.sentence_on_unit(view.shares, area)]
