"""A row of the progress table in words, for pages and for the terminal."""

from collections.abc import Container, Iterable

import pandas as pd

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core.i18n import join, say
from ipanalytics.monitoring.targets import Target
from ipanalytics.report import formatting

NONE = "–"
MOST_NAMED = 4
GOOD = ("achieved", "achieved_late", "on_pace", "above_line")
WEAK = ("slightly_behind", "below_line", "behind", "far_behind", "not_started", "overdue", "missed")
UNOFFICIAL = "没有公布自己目标的单元和区域，按比例分摊或参照全省目标，都不是正式考核目标。"


def no_targets(year: int, area: str) -> str:
    """Say that an area has no target in a year."""
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


def labels(indicator_ids: Iterable[str]) -> str:
    """Name indicators in a row."""
    return join("、", [indicators.indicator(id_).label for id_ in indicator_ids])


def counted(rows: pd.DataFrame) -> dict[str, int]:
    """Return the number of rows by status in words, from good to bad."""
    statuses, counts = settings.wording().statuses, rows["status"].value_counts()
    return {statuses[id_].word: int(counts[id_]) for id_ in sorted(counts.index, key=lambda id_: statuses[id_].rank)}


def numbered(word: str, count: int) -> str:
    """Say how many targets have a status, given in words."""
    text = "{count}项无数据" if word == formatting.no_data() else "{count}项{word}"
    return say(text, count=count, word=word)


def amount(value: object, indicator: str) -> str:
    """Word a value; of yes-or-no indicators the number of places."""
    if pd.isna(value):
        return formatting.no_data()
    if indicators.indicator(indicator).unit == "是否":
        return say("{count}个", count=f"{value:g}")
    return formatting.quantity(float(str(value)), indicator)


def target_value(row: dict[str, object]) -> str:
    """Word what is to be reached: at least, more than, or a rate of growth."""
    value, id_ = row["target_value"], str(row["indicator"])
    if pd.isna(value):
        return {"direction": say("高于基期"), "benchmark": say("高于全国")}.get(str(row["kind"]), NONE)
    if row["kind"] == "growth":
        return say("增长{percent}%", percent=f"{100 * float(str(value)):g}")
    return (say("＞") if row["kind"] in ("direction", "benchmark") else "") + amount(value, id_)


def gap(row: dict[str, object]) -> str:
    """Word what is still missing."""
    if pd.isna(row["gap"]) or not row["gap"]:
        return NONE
    if row["kind"] == "growth":
        return say("{points}个百分点", points=f"{100 * float(str(row['gap'])):.1f}")
    return amount(row["gap"], str(row["indicator"]))


def percent(share: object) -> str:
    """Word a part of 1 in percent."""
    return NONE if pd.isna(share) else f"{100 * float(str(share)):.1f}%"


def remarks(row: dict[str, object]) -> list[str]:
    """Word growth so far, the reason and missing members, of many only how many; flags are for notes."""
    reason = settings.wording().reasons.get(str(row["reason"]), "")
    missing = [code for code in str(row["missing"]).split(";") if code not in ("", row["area"])]
    lacking = say("缺{count}个单元", count=len(missing))
    if len(missing) <= MOST_NAMED:
        lacking = say("缺{names}", names=join("、", map(formatting.place, missing))) if missing else ""
    return [*growth(row), *filter(None, [reason, lacking])]


def scope(row: dict[str, object]) -> list[str]:
    """Word what a target that a place didn't set itself is; nothing for its own."""
    return [settings.wording().scopes[str(row["scope"])]] if row["scope"] != "own" else []


def marked_target_value(row: dict[str, object]) -> str:
    """Word what is to be reached, with a mark where it is a share or a line and no official target."""
    mark = settings.wording().marks[str(row["scope"])]
    return target_value(row) + (say("（{text}）", text=mark) if mark else "")


def growth(row: dict[str, object], words: str = "目前{change}%") -> list[str]:
    """Word growth so far, where there is a figure of the year before that it can be computed from."""
    value, before = float(str(row["value"])), float(str(row["baseline"]))
    if row["kind"] != "growth" or not before > 0 or not value >= 0:
        return []
    return [say(words, change=f"{100 * (value / before - 1):+.1f}")]


def anchor(target: str) -> str:
    """Return the id of the part of a page that shows a target."""
    return f"aim-{target}"


def status(id_: str) -> str:
    """Word a status with its shape.

    Examples
    --------
    >>> status("on_pace")
    '▲ 达到序时'
    """
    status = settings.wording().statuses[id_]
    return f"{status.shape} {status.word}"


def flags(row: dict[str, object]) -> list[str]:
    """Word the flags of a row."""
    return [settings.wording().flags[flag] for flag in str(row["flags"]).split(";") if flag]
