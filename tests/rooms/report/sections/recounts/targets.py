"""Sentences on the targets of a page, counted again from the progress table."""

import math
from collections import Counter

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.core import periods
from tests.rooms.report.sections.recounts.counting import (
    ENDED,
    JUDGED,
    REGIONS,
    SHORT,
    UNITS,
    amount,
    check,
    fine,
    inside,
    label,
    name,
    percent,
    short_of,
)

# The top of a page.


@check("{place}可以评价的{count}项指标中{weak}项低于要求")
def judged_and_weak(page, _):
    judged, weak = short_of(page, page.area)
    return {"place": name(page.area), "count": judged, "weak": weak}


@check("可以评价的{count}项指标中{weak}项低于要求", "{count}项指标都还不能评价")
def judged_on_the_map(page, parts):
    counts = [short_of(page, area) for area in [*REGIONS, *UNITS]]
    if "weak" in parts:
        return [{"count": judged, "weak": weak} for judged, weak in counts if judged]
    return [{"count": len(page.made.rows_of(area))} for area in [*REGIONS, *UNITS] if not short_of(page, area)[0]]


@check("{count}个可以评价的单元中{weak}个")
def weakest_on_the_index(page, _):
    rows = page.made.rows_of(*UNITS)
    groups = [part["status"] for _, part in rows.groupby("target")]
    return [{"count": int(each.isin(JUDGED).sum()), "weak": int(each.isin(SHORT).sum())} for each in groups]


@check("{place}低于要求的单元最多的是{names}：{count}个单元", "{place}低于要求的单元最多的是{names}：各{count}个单元")
def most_short(page, parts):
    place = next(code for code in ["610000", *REGIONS] if name(code) == parts["place"])
    rows = page.made.rows_of(*inside(place))
    counts = Counter(label(row) for row in rows.to_dict("records") if row["status"] in SHORT)
    first = [target for target, count in counts.items() if count == max(counts.values())]
    said = parts["names"].partition("等")[0].split("、")
    assert set(said) <= set(first)
    assert len(said) == len(first) or f"等{len(first)}项" in parts["names"]
    return {"count": max(counts.values())}


@check("{names}等{count}项")
def more_than_are_named(page, parts):
    listed = parts["names"].split("、")
    weak = [label(row) for row in page.rows.to_dict("records") if row["status"] in SHORT]
    assert len(listed) == 3
    return [{"count": len(weak)}] if set(listed) <= set(weak) else [{"count": count} for count in range(4, 18)]


@check("{place}{year}年度的{count}项指标没有公布的数字，不能评价；下面是公布过的数字。")
def nothing_is_known(page, _):
    assert not page.rows["status"].isin(JUDGED).any()
    assert page.rows["value"].isna().all()
    return {"place": name(page.area), "year": page.made.year, "count": len(page.rows)}


@check("（与{names}并列）")
def as_far_behind(page, parts):
    rows = page.rows[page.rows["status"].isin(SHORT)]
    alike = rows[rows["indicator"].map(lambda id_: indicators.indicator(id_).label).isin(parts["names"].split("、"))]
    assert len(set(alike["status"])) == 1
    measure = "attainment" if set(alike["status"]) <= ENDED else "lag_points"
    others = rows[rows["status"].eq(alike["status"].iloc[0]) & ~rows.index.isin(alike.index)]
    assert others[measure].sub(alike[measure].iloc[0]).abs().min() < 0.051
    return {}


# Rows of the progress table, of whichever target a sentence speaks.


def of_rows(page, parts, word):
    """Return what a function of a row says of the rows that are shown on a page, as a part."""
    (key,) = parts.keys() - {"template"}
    return [{key: text} for row in page.records for text in [word(row)] if text]


@check("序时{due}")
def elapsed(page, parts):
    return of_rows(page, parts, lambda row: percent(row["elapsed"]) if pd.notna(row["elapsed"]) else "")


@check("完成{done}")
def attained(page, parts):
    return of_rows(page, parts, lambda row: "10倍以上" if row["attainment"] >= 10 else percent(row["attainment"]))


@check("增量完成{done}")
def gained(page, parts):
    is_level = page.made.rows["kind"].eq("level") & page.made.rows["progress"].ge(0)
    return [{"done": percent((row["value"] - row["baseline"]) / (row["target_value"] - row["baseline"]))}
            for row in page.made.rows[is_level].to_dict("records")]  # fmt: skip


@check("完成要求增幅的{share}")
def grown(page, parts):
    rows = page.rows[page.rows["kind"].eq("growth")].to_dict("records")
    return [{"share": percent(max(0, row["value"] / row["baseline"] - 1) / row["target_value"])} for row in rows]


@check("相当于全省目标线的{share}")
def beside_the_line(page, parts):
    rows = page.rows[page.rows["scope"].eq("reference") & page.rows["kind"].eq("level")].to_dict("records")
    return [{"share": percent(row["value"] / row["target_value"])} for row in rows]


@check("全年{change}%", "目前{change}%")
def growth(page, parts):
    rows = page.made.rows[page.made.rows["kind"].eq("growth") & page.made.rows["baseline"].gt(0)].to_dict("records")
    grown = [(100 * (row["value"] / row["baseline"] - 1), round(100 * row["target_value"], 6)) for row in rows]
    return [{"change": "+" * (by >= 0) + fine(by, wanted)} for by, wanted in grown]


@check("比序时快{points}个百分点", "比序时慢{points}个百分点")
def lag(page, parts):
    return of_rows(page, parts, lambda row: f"{abs(row['lag_points']):.1f}" if pd.notna(row["lag_points"]) else "")


@check("{points}个百分点")
def missing_growth(page, parts):
    return of_rows(page, parts, lambda row: fine(100 * row["gap"], 0) if row["kind"] == "growth" else "")


@check("比{base}少{amount}", "与{base}持平")
def below_the_base(page, parts):
    rows = page.made.rows[page.made.rows["kind"].isin(["level", "direction"])].to_dict("records")
    if "amount" not in parts:
        assert any(math.isclose(row["value"], row["baseline"]) for row in rows)
        return {}
    return [{"amount": amount(row["baseline"] - row["value"], row["indicator"])} for row in rows]


@check("增长{percent}%")
def wanted_growth(page, parts):
    return of_rows(page, parts, lambda row: f"{100 * row['target_value']:g}" if row["kind"] == "growth" else "")


@check("全省目标线{value}", "高于{base}{value}")
def wanted(page, parts):
    rows = page.made.rows[page.made.rows["target_value"].notna()].to_dict("records")
    return [{"value": amount(row["target_value"], row["indicator"])} for row in rows]


def gaps(page):
    """Return what each target of a place still lacks, with its row and its deadline."""
    for row in page.rows[page.rows["gap"].gt(0)].to_dict("records"):
        short = row["target_value"] - row["value"]
        if row["kind"] == "growth":
            grown_by = row["value"] / row["baseline"] - 1
            yield row, f"{fine(100 * (row['target_value'] - grown_by), 0)}个百分点", short
        else:
            yield row, amount(short, row["indicator"]), short


@check("还差{gap}", "还差{gap}。", "到{day}还差{gap}。", "到{day}还差{gap}")
def gap(page, parts):
    found = [{"gap": text} for _, text, _ in gaps(page)]
    if "day" in parts:
        assert parts["day"].removeprefix("2022年") in ("12月31日", "12月20日")
    return found


def per_month(row, short):
    last = periods.parse(row["period"]).end
    return short / (12 * (2022 - last.year) + 12 - last.month)


@check("到{day}还差{gap}，平均每月至少需要{monthly}。")
def whole_things_a_month(page, parts):
    return [{"gap": text, "monthly": amount(math.ceil(per_month(row, short) - 1e-9), row["indicator"])}
            for row, text, short in gaps(page) if row["kind"] in ("level", "flow", "coverage")
            and periods.parse(row["period"]).end.month < 12]  # fmt: skip


@check("到{day}还差{gap}，平均每月需要{monthly}。", "（每月{amount}）")
def parts_a_month(page, parts):
    key = "monthly" if "monthly" in parts else "amount"
    if key == "amount":
        return [{key: each["monthly"]} for each in whole_things_a_month(page, parts)] + [
            {key: each["monthly"]} for each in parts_a_month(page, {"monthly": ""})]  # fmt: skip
    rates = [(row, short) for row, _, short in gaps(page) if row["kind"] == "level"
             and indicators.indicator(row["indicator"]).kind == "rate" and per_month(row, 1) > 0]  # fmt: skip
    return [{key: amount(math.ceil(100 * per_month(row, short) - 1e-9) / 100, row["indicator"])} for row, short in rates
            if periods.parse(row["period"]).end.month < 12]  # fmt: skip


# Changes.


@check("{count}项变差", "{count}项到期未完成", "{count}项进度转慢", "{count}项变好", "{count}项状态有变，不分好坏",
       "{count}项只有数值变了")  # fmt: skip
def changes(page, parts):
    both = page.made.rows.merge(page.earlier.rows, on=["area", "target"], suffixes=("", "_before"))
    both = both[both["area"].eq(page.area)]
    order = ["achieved", "achieved_late", "on_pace", "pending", "slightly_behind", "behind", "far_behind",
             "not_started", "overdue", "missed"]  # fmt: skip
    counts = Counter(change_of(row, order) for row in both.to_dict("records"))
    return {"count": counts[parts["template"]]}


def change_of(row, order):
    now, before = row["status"], row["status_before"]
    has_values = [pd.notna(row["value"]), pd.notna(row["value_before"])]
    if now == before:
        same = row["value"] == row["value_before"] or not any(has_values)
        return "" if same else "{count}项只有数值变了"
    if not any(has_values) and not {now, before} & set(order):
        return ""
    is_less = all(has_values) and row["value"] < row["value_before"]
    if now in ENDED and not is_less:
        return "{count}项到期未完成"
    if {now, before} <= set(order) and now != before:
        if order.index(now) > order.index(before):
            return "{count}项变差" if is_less else "{count}项进度转慢"
        if not (all(has_values) and row["value"] <= row["value_before"]):
            return "{count}项变好"
    return "{count}项状态有变，不分好坏"
