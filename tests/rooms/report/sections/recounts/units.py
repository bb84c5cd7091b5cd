"""Sentences on units beside one another, on tasks and milestones, counted again."""

import math
import re
from collections import Counter
from functools import cache

import yaml

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core import periods
from tests.rooms.report.sections.recounts.counting import (
    GOOD,
    JUDGED,
    UNITS,
    check,
    inside,
    name,
    percent,
    short_of,
    signed,
)
from tests.rooms.report.sections.recounts.pages import NOTEBOOKS

# Units beside one another.


@cache
def reached(page):
    """Return each target's rows of units."""
    return [part for _, part in page.made.rows_of(*UNITS).groupby("target")]


def is_verdict(part):
    return part["scope"].ne("count") & ~(part["scope"].eq("reference") & part["kind"].isin(["level", "coverage"]))


@check("{known}个单元中{reached}个达到", "{count}个单元无数据", "{count}个单元无法比较")
def units_that_reach(page, parts):
    parts_of = [part[is_verdict(part)] for part in reached(page)]
    if "known" in parts:
        return [{"known": int(part["status"].isin(JUDGED).sum()), "reached": int(part["status"].isin(GOOD).sum())}
                for part in parts_of]  # fmt: skip
    if parts["template"] == "{count}个单元无数据":
        return [{"count": int(part["value"].isna().sum())} for part in reached(page)]
    return [{"count": int((part["value"].notna() & ~part["status"].isin(JUDGED)).sum())} for part in parts_of]


@check("{known}个单元中{above}个高于全省目标线")
def units_above(page, _):
    return [{"known": len(part), "above": int(part["status"].eq("above_line").sum())} for part in reached(page)]


@check("{known}个单元有数，其中{some}个有", "{known}个单元有数，{some}个不为0", "有数的{count}个单元都是0。")
def units_that_have(page, parts):
    if "count" in parts:
        return [{"count": int(part["value"].notna().sum())} for part in reached(page) if part["value"].max() == 0]
    return [
        {"known": int(part["value"].notna().sum()), "some": int(part["value"].gt(0).sum())} for part in reached(page)
    ]


@check("{count}项{word}", "{count}项无数据")
def counted_by_status(page, parts):
    words = settings.wording().statuses
    rows = page.made.rows[page.made.rows["area"].eq(page.area)]
    alike = rows[rows["status"].map(lambda id_: words[id_].word) == parts["word"]]
    assert len(alike)
    return [{"count": int(kinds.sum())} for kinds in (alike["kind"].eq("milestone"), alike["kind"].ne("milestone"))]


@check("{place}{count}项指标：{counts}", "{when}，{place}{count}项指标{scope}中{parts}；{worst}。")
def all_targets(page, parts):
    told = [int(number) for number in re.findall(r"(\d+)项", parts["counts"])] if "counts" in parts else []
    assert sum(told) in (0, len(page.rows))
    return {"place": name(page.area), "count": len(page.rows)}


@check("{count}项里程碑：{counts}")
def milestones(page, parts):
    rows = page.made.rows[page.made.rows["area"].eq(page.area) & page.made.rows["kind"].eq("milestone")]
    assert sum(int(number) for number in re.findall(r"(\d+)项", parts["counts"])) == len(rows)
    return {"count": len(rows)}


@check("{count}项低于要求")
def falling_short(page, _):
    return {"count": short_of(page, page.area)[1]}


@check("{count}项不能评价（{detail}）")
def not_judged(page, _):
    return {"count": int((~page.rows["status"].isin([*JUDGED, "pending"])).sum())}


# Tasks.


def tasks_by(page):
    """Return the statuses of the tasks of the page, read from its tables, by clause."""
    (section,) = [shown for shown in page.shown if getattr(shown, "heading", "") == "各项任务"]
    return {exhibit.title.partition("：")[0]: list(exhibit.table["状态"].str[2:]) for exhibit in section.exhibits}


@cache
def listed_tasks():
    """Return the tasks of the guide by their ids."""
    path = NOTEBOOKS.parent / "data/catalogue/tasks/2022.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["tasks"]


@check("截至{day}，指引第二部分{count}项任务中，{judged}", "{count}项任务，{monitored}项有对应的目标：{finding}",
       "；{count}项没有可核对的数据{detail}。", "{clause}：{count}项任务，{finding}")  # fmt: skip
def tasks(page, parts):
    every = [status for statuses in tasks_by(page).values() for status in statuses]
    assert len(every) == len(listed_tasks())
    if "clause" in parts:
        every = tasks_by(page)[parts["clause"]]
    told = Counter(
        {word: int(count) for count, word in re.findall(r"(\d+)项([^，、；（）\d]+)", parts.get("finding", ""))}
    )
    assert not told or told == Counter(every)
    if "detail" in parts:
        return {"count": sum(status in ("未设监测", "无数据或无记录") for status in every)}
    monitored = {"monitored": len(every) - every.count("未设监测")} if "monitored" in parts else {}
    return {"count": len(every), **monitored}


@check(
    "tasks {count}项{word}",
    "{offices}个处室分担{count}项任务（共同负责的各计一次）：{finding}",
    "{office}{count}项到期未完成",
)
def tasks_of_an_office(page, parts):
    every = Counter(status for statuses in tasks_by(page).values() for status in statuses)
    shown = [exhibit for exhibit in page.shown if "责任处室" in getattr(exhibit, "table", [])][0].table
    if "offices" in parts:
        return {"offices": len(shown), "count": sum(every.values())}
    if "office" in parts:
        return [{"office": row["责任处室"], "count": row["× 到期未完成"]} for row in shown.to_dict("records")]
    return [{"count": counts[parts["word"]]} for counts in [every, *map(Counter, tasks_by(page).values())]]


@check("可以核对的{count}项没有到期未完成的", "其中逾期完成{count}项", "tasks {names}等{count}项")
def tasks_that_can_be_followed(page, parts):
    every = Counter(status for statuses in tasks_by(page).values() for status in statuses)
    if "names" in parts:
        return {"count": every["到期未完成"]}
    followed = sum(count for status, count in every.items() if status not in ("未设监测", "无数据或无记录"))
    if "可以核对" in parts["template"]:
        return {"count": followed}
    late = page.made.rows[page.made.rows["status"].eq("achieved_late")]
    assert len(late)
    return [{"count": count} for count in range(1, every["已完成"] + 1)]


# Who has reached more, who lacks most.


def achieved(row):
    """Return how far a unit has come beside what was due by now."""
    match row["kind"]:
        case "flow" | "coverage":
            return row["value"] / (row["target_value"] * row["elapsed"])
        case "level":
            if row["progress"] == row["progress"]:
                return (row["value"] - row["baseline"]) / (row["target_value"] - row["baseline"]) / row["elapsed"]
            return row["value"] / row["target_value"]
        case "growth":
            return row["value"] / row["baseline"] / (1 + row["target_value"])
        case _:
            return row["value"] / row["target_value"]


@cache
def compared(page):
    """Return what the units of each target have achieved, by unit, where that can be said."""
    judged = [part[is_verdict(part) & part["status"].isin(JUDGED)].to_dict("records") for part in reached(page)]
    return [{row["area"]: achieved(row) for row in rows} for rows in judged]


@check("达到要求的{share}")
def share_of_what_was_due(page, _):
    return [{"share": percent(value)} for units in compared(page) for value in units.values()]


@check("达到程度第{rank}位，共{count}个", "达到程度并列第{rank}位，共{count}个",
       "达到程度在有数的{count}个单元中排第{rank}。",
       "达到程度在有数的{count}个单元中并列第{rank}。")  # fmt: skip
def ranked(page, parts):
    found = []
    for units in compared(page):
        for value in [units[page.area]] if "有数的" in parts["template"] and page.area in units else units.values():
            is_alike = [math.isclose(value, other, rel_tol=1e-9) for other in units.values()]
            above = sum(other > value and not same for other, same in zip(units.values(), is_alike, strict=True))
            if ("并列" in parts["template"]) == (sum(is_alike) > 1):
                found.append({"rank": 1 + above, "count": len(units)})
    return found


def due_of(row, elapsed):
    """Return what was due of a place by now."""
    if row["kind"] == "flow":
        return elapsed * row["target_value"]
    if row["kind"] == "level":
        return row["baseline"] + elapsed * (row["target_value"] - row["baseline"])
    return row["baseline"] * (1 + row["target_value"]) if row["kind"] == "growth" else row["target_value"]


def is_split(row):
    item = indicators.indicator(row["indicator"])
    known = row["value"] == row["value"] and row["target_value"] == row["target_value"]
    has_base = row["baseline"] == row["baseline"]
    fits = {"flow": True, "level": item.kind == "stock" and has_base, "direction": item.additive,
            "growth": item.additive and has_base and row["baseline"] > 0}  # fmt: skip
    return known and fits.get(row["kind"], False)


@cache
def parts_of(page):
    """Return what each unit has more or less than was due of it, by target, and how that is written."""
    whole, split = "610000" if page.area in UNITS else page.area, []
    members = page.made.rows_of(*inside(whole)).to_dict("records")
    for row in page.made.rows_of(whole).to_dict("records"):
        end, found = row["period"] and periods.parse(row["period"]).end, {}
        for unit in members if is_split(row) else []:
            if unit["target"] == row["target"] and unit["period"] and periods.parse(unit["period"]).end == end:
                value = unit["value"] - due_of(unit, row["elapsed"])
                if value == value:
                    found[unit["area"]] = 100 * value / row["baseline"] if row["kind"] == "growth" else value
        if found:
            split.append((row, found))
    return split


def worded(row, value):
    if row["kind"] == "growth":
        return signed(value) + "点"
    unit = indicators.indicator(row["indicator"]).unit
    return signed(value, 0 if indicators.indicator(row["indicator"]).kind != "rate" else 2) + unit


@check("{place}可以拆到单元的{count}项指标都不低于要求", "{place}可以拆到单元的{count}项指标中，低于要求的是{names}",
       "{place}可以比的{count}项指标中，{behind}项少于要求，{rest}项不少于")  # fmt: skip
def taken_apart(page, parts):
    every = parts_of(page)
    if "behind" in parts:
        own = [found[page.area] for _, found in every if page.area in found]
        behind = sum(value < -1e-9 for value in own)
        return {"count": len(own), "behind": behind, "rest": len(own) - behind}
    weak = [indicators.indicator(row["indicator"]).label for row, _ in every if row["status"] not in GOOD]
    assert sorted(parts["names"].split("、") if "names" in parts else []) == sorted(weak)
    return {"place": name(page.area), "count": len(every)}


@check("全省与要求的差中，本单元为{amount}。", "{place}{amount}", "{place}各{amount}")
def parts_of_units(page, parts):
    found = [(unit, worded(row, value)) for row, units in parts_of(page) for unit, value in units.items()]
    if "place" not in parts:
        return [{"amount": text} for unit, text in found if unit == page.area]
    counts = Counter(text for _, text in found)
    alike = parts["place"].split("、")
    if "各" in parts["template"]:
        return [{"amount": text} for text, count in counts.items() if count >= min(len(alike), 2)]
    return [{"place": name(unit), "amount": text} for unit, text in found]
