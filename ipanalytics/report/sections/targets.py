"""Each target in a short part of its own: where it stands, what is needed, the map of the units, the curve."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import capital, join, quote, say, sentences
from ipanalytics.monitoring import progress, trajectory
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.contributions import decompose
from ipanalytics.monitoring.schedule import needed_per_month
from ipanalytics.monitoring.targets import Target
from ipanalytics.report import citations, formatting, wording
from ipanalytics.report.charts import pace
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.maps import target_maps
from ipanalytics.report.markup import Drawing
from ipanalytics.report.sections import contributions as sections_contributions
from ipanalytics.report.sections import reads, section

PROSE = (
    "地图：蓝色已达到要求，橙色还没有，越深差得越远；各页、各月用同一把尺子。数量类与全年目标的份额比，比率类与全省目标线比，"
    "增长类与要求的增长比，方向类与上年末比，满意度与全国比。曲线：数量类为年初以来的累计数，存量和比率类为月末数；"
    "缺的月份不补，线在那里断开。点地图上的单元，看它的报告。"
)
NOTHING = "没有可以画的数，所以没有地图和曲线。"
NO_MAP, NO_CURVE = "各单元都没有可以与目标相比的数，所以没有地图。", "没有两个月以上的逐月数，所以没有曲线。"
SMALLEST_LAG, DONE = 0.05, ("achieved", "achieved_late")
PER_MONTH = ("level", "flow", "coverage")


@dataclass(frozen=True)
class TargetView:
    """A target of an area: its row of the progress table, its units', its curve, and who holds back."""

    row: dict[Any, Any]
    target: Target
    part: pd.DataFrame
    trail: trajectory.Trajectory | None
    shares: pd.DataFrame

    @property
    def has_map(self) -> bool:
        """Whether a unit can be compared with its target."""
        return bool(len(self.part) and self.part["achievement"].notna().any())

    @property
    def has_units(self) -> bool:
        """Whether a unit has a figure."""
        return bool(len(self.part) and self.part["value"].notna().any())


def of_area(made: Assessment, area: str) -> list[TargetView]:
    """Return an area's targets but milestones, in the guide's order."""
    names = wording.headings(made.targets)
    parts, trails = target_maps.by_target(made), {trail.row["target"]: trail for trail in trajectory.follow(made, area)}
    shares = decompose(made, places.province() if places.level_of(area) == "unit" else area)
    return [
        TargetView(
            row, made.target(row["target"]), parts.get(names[row["target"]], pd.DataFrame()), trails.get(row["target"]),
            shares[shares["target"] == row["target"]],
        )
        for row in made.rows_of(area).to_dict("records")
    ]  # fmt: skip


@section(reads=[reads.judged, reads.own, reads.curves])
def draw_targets(made: Assessment, area: str) -> Section:
    """Show each target of an area: a finding, what it means, the map of the units, the curve."""
    found = of_area(made, area)
    if not found:
        return Section("")
    cite = citations.citer(made.table, bare=True)
    ground = target_maps.ground(area) if any(aim.has_map for aim in found) else None
    shown = tuple(_exhibit(made, aim, ground, cite) for aim in found)
    return Section(say("逐项指标"), shown, sentences(say(PROSE), say(wording.UNOFFICIAL)))


def _exhibit(made: Assessment, aim: TargetView, ground: target_maps.Ground | None, cite: citations.Cited) -> Exhibit:
    panels = [target_maps.draw_map(aim.part, ground)] if aim.has_map and ground else []
    panels += [pace.draw_pace(aim.trail, cite)] if aim.trail else []
    lacking = [say(text) for text, is_there in ((NO_MAP, aim.has_map), (NO_CURVE, aim.trail)) if not is_there]
    note = sentences(*lacking) if panels else say(NOTHING)
    tables = [target_maps.table(aim.part)] if aim.has_units else []
    tables += [pace.table(aim.trail)] if aim.trail else []
    return Exhibit(
        _title(aim), tables[0] if tables else pd.DataFrame(), _evidence(made, aim), None,
        note, has_source_line=bool(panels) or pd.notna(aim.row["value"]), panels=tuple(panels),
        markup=_drawing(aim), more=tuple(tables[1:]),
        cited={"数值": list(aim.part.loc[target_maps.in_order(aim.part), "cited"])} if aim.has_units else {},
        status=str(aim.row["status"]), anchor=wording.anchor(str(aim.row["target"])), short=_label(aim),
    )  # fmt: skip


def _label(aim: TargetView) -> str:
    return indicators.indicator(aim.row["indicator"]).label


def _title(aim: TargetView) -> str:
    word = settings.wording().statuses[str(aim.row["status"])].word
    if pd.isna(aim.row["value"]):
        return say("{name}：{what}", name=_label(aim), what=word)
    value = wording.amount(aim.row["value"], aim.row["indicator"])
    required = wording.marked_aim(aim.row).removeprefix(say("＞"))
    return say("{name}{value}，目标{aim}：{status}", name=_label(aim), value=value, aim=required, status=word)


def _drawing(aim: TargetView) -> Drawing:
    """Return what stands between the finding and its map: the clause, how it stands, the legends."""
    keys = [{"entries": target_maps.key(aim.part), "kind": "classes-of-a-map"}] if aim.has_map else []
    keys += [{"entries": pace.key(aim.trail), "kind": ""}] if aim.trail else []
    clause = {"quote": quote(aim.target.quote), "where": say("（{text}）", text=quote(aim.target.clause))}
    return Drawing(
        "target.html.j2",
        {"clause": clause, "text": sentences(*_paced(aim), *_needed(aim), *_units(aim)), "keys": keys},
    )


def _paced(aim: TargetView) -> list[str]:
    """Say how the figure stands to what was due: of counts to the days gone, of rates to the line."""
    row = aim.row
    remarks, attained = join("，", wording.remarks(row)), wording.percent(row["attainment"])
    bracket = say("（{text}）", text=remarks) if remarks else ""
    if pd.notna(row["lag_points"]) and row["kind"] != "growth" and row["status"] not in DONE:
        done = say("完成{done}，序时{due}", done=wording.percent(row["progress"]), due=wording.percent(row["elapsed"]))
        return [_dated(row, join("，", [done, _lag(row["lag_points"])]) + bracket)]
    if row["kind"] == "growth" and pd.notna(row["attainment"]):
        return [_dated(row, join("，", [remarks, say("达到要求增幅的{share}", share=attained)]))]
    if pd.notna(row["attainment"]):
        return [_dated(row, say("相当于目标的{share}", share=attained) + bracket)]
    return [_dated(row, remarks)] if remarks else []


def _dated(row: dict[Any, Any], text: str) -> str:
    """Return a sentence that begins with the figure's period."""
    when = say("{name}：", name=formatting.period(row["period"], row["indicator"])) if row["period"] else ""
    return capital(when + text) + say("。")


def _lag(points: float) -> str:
    if abs(points) < SMALLEST_LAG:
        return say("与序时持平")
    text = "比序时慢{points}个百分点" if points > 0 else "比序时快{points}个百分点"
    return say(text, points=f"{abs(points):.1f}")


def _needed(aim: TargetView) -> list[str]:
    """Say what is still missing, and how much that is a month."""
    row, end = aim.row, aim.target.end
    if pd.isna(row["gap"]) or not row["gap"] or not row["period"]:
        return []
    per_month = needed_per_month(float(row["gap"]), periods.parse(str(row["period"])).end, end)
    if per_month is None or row["kind"] not in PER_MONTH:
        return [say("还差{gap}。", gap=wording.gap(row))]
    monthly = wording.amount(round(per_month, 2), row["indicator"])
    day, gap = formatting.day(end.isoformat()), wording.gap(row)
    return [say("到{day}还差{gap}，平均每月需要{monthly}。", day=day, gap=gap, monthly=monthly)]


def _units(aim: TargetView) -> list[str]:
    """Say how many units have reached it, who holds back and who carries; of a unit its rank and its part."""
    if not aim.has_map:
        return []
    area = str(aim.row["area"])
    if places.level_of(area) == "unit":
        return [*_rank(aim, area), *sections_contributions.sentence_on_unit(aim.shares, area)]
    return [join("，", target_maps.counted(aim.part)) + say("。"), *sections_contributions.sentence_on(aim.shares)]


def _rank(aim: TargetView, area: str) -> list[str]:
    known = aim.part["achievement"].dropna()
    if area not in known.index:
        return []
    rank = int(known.rank(ascending=False, method="min")[area])
    return [say("达到程度在有数的{count}个单元中排第{rank}。", count=len(known), rank=rank)]


def _evidence(made: Assessment, aim: TargetView) -> pd.DataFrame:
    """Return the observations behind the figure, the map and the curve."""
    maps = [key for used in aim.part[progress.USED] for key in used] if len(aim.part) else []
    used = [*aim.row[progress.USED], *maps, *(aim.trail.used if aim.trail else ())]
    return progress.evidence(made.table, pd.DataFrame({progress.USED: [used]}))
