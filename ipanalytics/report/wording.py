"""A row of the progress table in words, for pages and for the terminal."""

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.core import periods, rounding
from ipanalytics.core.i18n import capital, join, say
from ipanalytics.monitoring import status_rules
from ipanalytics.monitoring.progress import OPEN_ENDED
from ipanalytics.monitoring.series import CLOSE
from ipanalytics.monitoring.targets import Target
from ipanalytics.report import formatting

NONE = "–"
MOST_NAMED, MOST_LISTED = 4, 3
SMALLEST_LAG, YEAR_END, TENFOLD = 0.05, (12, 31), 10
GOOD, WEAK = status_rules.GOOD, status_rules.WEAK
OVER = ("achieved", "achieved_late", *status_rules.ENDED)
# Where a place lies or what it counts, which is no verdict.
PLACED = ("above_line", "below_line", "count_only")
UNKNOWN = ("not_due", "no_record", "not_assessable", "no_data")
CHANGES = {
    "worse": ("变差", "{count}项变差"),
    "ended": ("到期", "{count}项到期未完成"),
    "slower": ("进度转慢", "{count}项进度转慢"),
    "better": ("变好", "{count}项变好"),
    "other": (NONE, "{count}项状态有变，不分好坏"),
    "moved": (NONE, "{count}项只有数值变了"),
}
UNOFFICIAL = "没有公布自己目标的单元和区域，按比例分摊或参照全省目标，都不是正式考核目标。"


def no_targets(year: int, area: str) -> str:
    """Say that an area has no target in a year whose guide has some."""
    return say("{year}年没有{place}的目标。", year=year, place=formatting.place(area))


def columns(targets: list[Target]) -> dict[str, str]:
    """Return the id of the target whose column each target stands in: a place's own with the province's."""
    column_of: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    for target in targets:
        alike = [
            column_of[other.id] for other in targets if other.indicator == target.indicator and other.id in column_of
        ]
        column = next((id_ for id_ in alike if (target.area, id_) not in taken), target.id)
        column_of[target.id] = column
        taken.add((target.area, column))
    return column_of


def headings(targets: list[Target]) -> dict[str, str]:
    """Return what each column is called, by target id; a second one of an indicator with its id."""
    names: dict[str, str] = {}
    for target in targets:
        label = indicators.indicator(target.indicator).label
        names[target.id] = label + say("（{text}）", text=target.id) if label in names.values() else label
    return {id_: names[column] for id_, column in columns(targets).items()}


def headings_in_order(targets: list[Target], shown: Container[str]) -> list[str]:
    """Return the headings that are shown, each once, in the order of the targets."""
    return [name for name in dict.fromkeys(headings(targets).values()) if name in shown]


def named(labels_: list[str]) -> str:
    """Name some things, of many the first and how many there are."""
    names = join("、", labels_[:MOST_LISTED])
    return names if len(labels_) <= MOST_LISTED else say("{names}等{count}项", names=names, count=len(labels_))


def most_short(counts: Mapping[str, int], place: str) -> str:
    """Say which targets most places fall short of, all that are equal; `counts` are of places by target."""
    if not counts:
        return say("{place}各单元：可以评价的指标没有低于要求的", place=place)
    most = max(counts.values())
    first = [name for name, count in counts.items() if count == most]
    text = "{place}低于要求的单元最多的是{names}：{count}个单元"
    if len(first) > 1:
        text = "{place}低于要求的单元最多的是{names}：各{count}个单元"
    return say(text, place=place, names=named(first), count=most)


def labels(indicator_ids: Iterable[str]) -> str:
    """Name indicators in a row."""
    return join("、", [indicators.indicator(id_).label for id_ in indicator_ids])


def counted(ids: Iterable[str]) -> dict[str, int]:
    """Return how often there is each status, in words, from good to bad."""
    statuses, counts = settings.wording().statuses, Counter(ids)
    return {statuses[id_].word: counts[id_] for id_ in sorted(counts, key=lambda id_: statuses[id_].rank)}


def numbered(word: str, count: int) -> str:
    """Say how many targets have a status, given in words."""
    text = "{count}项无数据" if word == formatting.no_data() else "{count}项{word}"
    return say(text, count=count, word=word)


def amount(value: object, indicator: str, *, limit: object = math.nan) -> str:
    """Word a value beside a limit, see `rounding`; of yes-or-no indicators the number of places."""
    if pd.isna(value):
        return formatting.no_data()
    if indicators.indicator(indicator).unit == "是否":
        return say("{count}个", count=f"{value:g}")
    return formatting.quantity(float(str(value)), indicator, limit=float(str(limit)))


def estimate(value: float, indicator: str) -> str:
    """Word a computed amount: whole things have no parts."""
    return amount(round(value) if formatting.is_whole(indicator) else value, indicator)


def target_value(row: dict[str, Any]) -> str:
    """Word what is to be reached: at least, more than, or a rate of growth."""
    value, id_ = row["target_value"], str(row["indicator"])
    if row["kind"] in ("direction", "benchmark"):
        base_ = say("全国") if row["kind"] == "benchmark" else base(row)
        worded = "" if pd.isna(value) else amount(value, id_)
        return say("高于{base}{value}" if worded else "高于{base}", base=base_, value=worded)
    if pd.isna(value):
        return NONE
    if is_open(row):
        return say("没有定数")
    if is_member(row):
        return say("有")
    if row["kind"] == "growth":
        return say("增长{percent}%", percent=f"{100 * float(str(value)):g}")
    return amount(value, id_)


def base(row: dict[str, Any]) -> str:
    """Word the period of the baseline."""
    period, id_ = str(row.get("base_period") or ""), str(row["indicator"])
    if period and (periods.parse(period).end.month, periods.parse(period).end.day) != YEAR_END:
        return formatting.period(period, id_)
    return say("上年" if indicators.indicator(id_).is_yearly else "上年末")


def aim(row: dict[str, Any], *, is_marked: bool = True) -> str:
    """Word a target in a sentence: what is asked for, or the province's line, which isn't asked of the place."""
    value, mark = target_value(row), settings.wording().marks[str(row["scope"])] if is_marked else ""
    if is_line(row):
        return say("全省目标线{value}", value=value)
    if row["scope"] == "count" or value == NONE or is_member(row):
        return ""
    marked = value + (say("（{text}）", text=mark) if mark else "")
    return say("要求{value}" if row["kind"] in ("direction", "benchmark") else "目标{value}", value=marked)


def is_line(row: dict[str, Any]) -> bool:
    """Say whether the province's rate is only a line for a place."""
    return bool(row["kind"] == "level" and row["scope"] == "reference")


def is_open(row: dict[str, Any]) -> bool:
    """Say whether the guide names no number, so that there is none to measure against."""
    return OPEN_ENDED in str(row["flags"]).split(";")


def is_member(row: dict[str, Any]) -> bool:
    """Say whether a place is only asked whether it has the thing itself, for which there is no pace."""
    return bool(row["kind"] == "coverage" and row["scope"] == "reference" and row["area"] in places.codes("unit"))


def value_of(row: dict[str, Any]) -> str:
    """Word y; of a place's own part of a coverage whether it has the thing, of a milestone the day it was done."""
    if row["kind"] == "milestone":
        return formatting.day(str(row["period"])) if row["value"] == 1 else NONE
    if is_member(row) and pd.notna(row["value"]):
        return say("有" if row["value"] else "没有")
    limit = row["baseline" if row["kind"] == "direction" else "target_value"]
    return amount(row["value"], str(row["indicator"]), limit=math.nan if row["kind"] == "growth" else limit)


def attained(row: dict[str, Any]) -> str:
    """Word 完成, y/T: of what a place is asked for as an amount, and no share below 0."""
    is_asked = row["kind"] in ("level", "flow", "coverage", "growth") and not is_line(row)
    is_asked = is_asked and not is_member(row) and not is_open(row)
    return percent_done(row["attainment"]) if is_asked else NONE


def percent_done(share: float) -> str:
    """Word a part of a target; of a very small one ten times and more is only called so."""
    return say("10倍以上") if share >= TENFOLD else percent(share)


def gained(row: dict[str, Any]) -> str:
    """Word 增量完成 of a level, the part of the way from the baseline."""
    return percent(row["progress"]) if row["kind"] == "level" else NONE


def change(row: dict[str, Any]) -> str:
    """Word by how much a level or a direction lies below its baseline, or that it is equal."""
    if row["kind"] not in ("level", "direction") or pd.isna(row["value"]) or pd.isna(row["baseline"]):
        return ""
    less = float(row["baseline"]) - float(row["value"])
    if abs(less) <= CLOSE * max(1.0, abs(float(row["value"]))):
        return say("与{base}持平", base=base(row)) if row["kind"] == "direction" else ""
    words = {"base": base(row), "amount": amount(less, str(row["indicator"]))}
    return say("比{base}少{amount}", **words) if less > 0 else ""


def pace(row: dict[str, Any]) -> str:
    """Word a lag: how many points slower or faster than time passes.

    It is "" where no pace is asked for, or where there is less than at the year's beginning: that is no share of a way.
    """
    points = row["lag_points"]
    if pd.isna(points) or is_member(row) or is_open(row) or row["progress"] < 0:
        return ""
    if abs(points) < SMALLEST_LAG:
        return say("与序时持平")
    text = "比序时慢{points}个百分点" if points > 0 else "比序时快{points}个百分点"
    return say(text, points=f"{abs(points):.1f}")


def gap(row: dict[str, Any]) -> str:
    """Word what is still missing."""
    if pd.isna(row["gap"]) or not row["gap"] or is_member(row) or is_open(row):
        return NONE
    if row["kind"] == "growth":
        points = 100 * float(str(row["gap"]))
        return say("{points}个百分点", points=f"{points:.{rounding.digits_beside(points, 0, 1)}f}")
    return amount(row["gap"], str(row["indicator"]), limit=0)


def measured(row: dict[str, Any]) -> dict[str, str]:
    """Return what every table of targets says of one, by head."""
    return {
        "数值": value_of(row),
        "目标": marked_target_value(row),
        "完成": attained(row),
        "增量完成": gained(row),
        "序时": percent(row["elapsed"]),
        "快慢": (row["status"] not in OVER and capital(pace(row))) or NONE,
        "还差": gap(row),
    }


def percent(share: object) -> str:
    """Word a part of 1 in percent; what lies below 0 is no part."""
    return NONE if pd.isna(share) or float(str(share)) < 0 else rounding.percent(float(str(share)))


def remarks(row: dict[str, Any]) -> list[str]:
    """Word growth or a fall, the reason, and missing members; flags are for notes."""
    reason = settings.wording().reasons.get(str(row["reason"]), "")
    missing = [code for code in str(row["missing"]).split(";") if code not in ("", row["area"])]
    names = say("{count}个单元", count=len(missing))
    if len(missing) <= MOST_NAMED:
        names = join("、", map(formatting.place, missing))
    # Of a count the period lacks some members; of what members have nothing is known of them, nor could be before time.
    text = "{names}情况不明" if row["kind"] == "coverage" else "缺{names}同期的数"
    lacking = say(text, names=names) if missing and row.get("status") != "not_due" else ""
    return [*growth(row), *filter(None, [change(row), reason, lacking])]


def scope(row: dict[str, Any]) -> list[str]:
    """Word what a target that a place didn't set itself is; nothing for its own."""
    return [settings.wording().scopes[str(row["scope"])]] if row["scope"] != "own" else []


def marked_target_value(row: dict[str, Any]) -> str:
    """Word what is to be reached, with a mark where it is a share or a line and no official target."""
    mark = settings.wording().marks[str(row["scope"])]
    return target_value(row) + (say("（{text}）", text=mark) if mark else "")


def growth(row: dict[str, Any]) -> list[str]:
    """Word growth so far or of the whole year, where there is a figure of the year before to compute it from."""
    value, before = float(str(row["value"])), float(str(row["baseline"]))
    if row["kind"] != "growth" or not before > 0 or not value >= 0:
        return []
    words = "全年{change}%" if row.get("elapsed") == 1 else "目前{change}%"
    grown = 100 * (value / before - 1)
    digits = rounding.digits_beside(grown, 100 * float(str(row["target_value"])), 1)
    return [say(words, change=formatting.signed(grown, digits=digits))]


def anchor(target: str) -> str:
    """Return the id of the part of a page that shows a target."""
    return f"aim-{target}"


def status(id_: str) -> str:
    """Word a status with its shape."""
    status = settings.wording().statuses[id_]
    return f"{status.shape} {status.word}"


def flags(row: dict[str, Any]) -> list[str]:
    """Word the flags of a row."""
    return [settings.wording().flags[flag] for flag in str(row["flags"]).split(";") if flag]
