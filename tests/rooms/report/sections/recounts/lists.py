"""Sentences on lists of figures, on sources, data quality and counties, counted again from the observations."""

from functools import cache

import yaml

from ipanalytics.catalogue import hierarchy, indicators, places, sources
from ipanalytics.core import periods
from tests.rooms.report.sections.recounts.counting import REGIONS, UNITS, amount, check, inside, name, percent
from tests.rooms.report.sections.recounts.pages import NOTEBOOKS

BACKGROUND = ("population", "gdp")


# Lists, sources, data quality.


@check("{count}项指标有公布数", "{count}项由公布数计算", "{count}项只有演示数据", "listing {count}项无数据")
def listed(page, parts):
    return {"count": next(count for word, count in counts_of_listed(page).items() if word in parts["template"])}


@cache
def counts_of_listed(page):
    area = [page.area, *(inside(page.area) if page.area in REGIONS else [])]
    rows = page.made.known[page.made.known["area"].isin(area)]
    asked = [id_ for id_ in indicators.measured() if id_ not in BACKGROUND]
    rows = rows.assign(end=[periods.parse(text).end for text in rows["period"]], fake=rows["status"].eq("synthetic"))
    newest = rows[rows["end"].eq(rows.groupby(["area", "indicator", "fake"])["end"].transform("max"))]
    kinds = {id_: set(newest.loc[newest["indicator"].eq(id_), "status"]) for id_ in asked}
    published = [id_ for id_, found in kinds.items() if found - {"derived", "synthetic"}]
    made_up = [id_ for id_, found in kinds.items() if id_ not in published and "synthetic" in found]
    lacking = [id_ for id_, found in kinds.items() if not found]
    return {"有公布数": len(published), "只有演示数据": len(made_up), "无数据": len(lacking),
            "由公布数计算": len(asked) - len(published) - len(made_up) - len(lacking)}  # fmt: skip


@check("{count}个数字，不同来源说法不一")
def disagreeing(page, parts):
    rows = (
        page.every
        if page.kind == "data_quality"
        else page.every[page.every["area"].isin([page.area, *inside(page.area)])]
    )
    values = rows.groupby(["area", "indicator", "period"])["value"].agg(["min", "max", "size"])
    most = int((values["max"] > values["min"]).sum())
    assert parts["count"] <= most
    return {}


@check(
    "共{count}个数字{whereof}，来自{sources}个来源；{failed}处检查未通过。{whole}个单元中{units}个有公布的知识产权数字。"
)
def quality(page, parts):
    own = page.every[~page.every["indicator"].isin(BACKGROUND) & page.every["status"].ne("synthetic")]
    named = {id_ for text in page.every["source"] for id_ in text.split(sources.SEPARATOR) if id_}
    (section,) = [shown for shown in page.shown if getattr(shown, "heading", "") == "检查"]
    return {"count": f"{len(page.every):,}", "sources": len(named), "failed": len(section.exhibits[0].table),
            "units": len(set(own["area"]) & set(UNITS))}  # fmt: skip


@check("（其中{count}个是演示数据）")
def made_up(page, _):
    return {"count": f"{page.every['status'].eq('synthetic').sum():,}"}


@check("{count}处检查未通过", "{count}处")
def failed_checks(page, _):
    (section,) = [shown for shown in page.shown if getattr(shown, "heading", "") == "检查"]
    return {"count": len(section.exhibits[0].table)}


@check("{known}项指标有数字，{lacking}项无数据；{whole}个单元应有{cells}格，有数字的{filled}格")
def coverage(page, _):
    measured = indicators.measured()
    rows = page.every[page.every["area"].isin(["610000", *UNITS]) & page.every["indicator"].isin(measured)]
    known, units = rows["indicator"].nunique(), rows[rows["area"].ne("610000")]
    return {"known": known, "lacking": len(measured) - known, "cells": 12 * len(measured),
            "filled": len(units[["area", "indicator"]].drop_duplicates())}  # fmt: skip


@check("更正了{count}个数字")
def corrected(page, _):
    return {"count": len(yaml.safe_load((NOTEBOOKS.parent / "data/corrections.yaml").read_text(encoding="utf-8")))}


@check("{count}个来源")
def publications(page, _):
    return {"count": page.every["source"].nunique()}


# Counties.


@check("{when}，{place}{name}{value}，在全省{count}个区县中居第{rank}位{ties}，占{unit}各区县之和的{part}。",
       "{when}，{place}{name}{value}，在全省有数的{count}个区县中居第{rank}位{ties}，占{unit}有数的区县之和的{part}。",
       "{place}第{rank}位（共{count}个）", "在{unit}{count}个区县中居第{rank}位",
       "在{unit}有数的{count}个区县中居第{rank}位")  # fmt: skip
def county(page, parts):
    rows = page.made.known
    rows = rows[rows["indicator"].eq("trademarks_in_force") & rows["area"].isin(places.codes("county"))]
    counts = rows.groupby("period")["area"].nunique()
    period = max((text for text in counts.index if counts[text] > 60), key=lambda text: periods.parse(text).end)
    values = rows[rows["period"] == period].set_index("area")["value"]
    around = values[[code for code in values.index if hierarchy.unit_of(code) == hierarchy.unit_of(page.area)]]
    group = values if "part" in parts or parts.get("place") == "全省" else around
    made = {"count": len(group), "rank": int((group > group[page.area]).sum()) + 1}
    if "part" in parts:
        made |= {
            "value": amount(values[page.area], "trademarks_in_force"),
            "part": percent(values[page.area] / around.sum()),
        }
    return made


@check("{place}最多（{value}）", "{place}最少（{value}）")
def county_ends(page, parts):
    code = next((code for code in places.codes("county") if name(code) == parts["place"]), None)
    within = hierarchy.members(hierarchy.unit_of(page.area) if page.kind == "county_report" else page.area, "county")
    rows = page.made.table if page.kind == "area_report" else page.made.known
    rows = rows[rows["indicator"].eq("trademarks_in_force") & rows["area"].isin(within)]
    newest = rows[rows["value"].map(lambda value: amount(value, "trademarks_in_force")).eq(parts["value"])]
    assert code in set(newest["area"])
    values = rows[rows["period"].isin(newest.loc[newest["area"] == code, "period"])].groupby("period")["value"]
    ends = values.max() if "最多" in parts["template"] else values.min()
    return [{"value": amount(value, "trademarks_in_force")} for value in ends]


@check("前{count}名占{share}")
def first_ten(page, _):
    values = county_values(page)
    return [
        {"count": 10, "share": percent(sum(sorted(part)[-10:]) / sum(part), 0)} for part in values if len(part) > 20
    ]


@cache
def county_values(page):
    """Return what the counties around a page have, by period."""
    within = hierarchy.members(hierarchy.unit_of(page.area) if page.kind == "county_report" else page.area, "county")
    rows = page.made.known
    rows = rows[rows["indicator"].eq("trademarks_in_force") & rows["area"].isin(within)]
    return [list(part) for _, part in rows.groupby("period")["value"]]


@cache
def ranks_of_counties(page):
    return [{"rank": 1 + sum(other > value for other in part), "count": len(part)}
            for part in county_values(page) for value in part]  # fmt: skip


@check("第{rank}位，共{count}个区县")
def county_ranks(page, _):
    return ranks_of_counties(page)


def listed_sources(page):
    """Return the list of publications of a page."""
    chapters = [shown for shown in page.shown if hasattr(shown, "sections")]
    (section,) = [section for chapter in chapters for section in chapter.sections if section.heading == "来源"]
    return section.exhibits[0].table


@check("本页数字来自{count}种出版物，{which}", "其中{count}种只见到转载")
def publications_of_a_page(page, parts):
    table = listed_sources(page)
    return {"count": len(table) if "which" in parts else int(table["所见版本"].eq("转载").sum())}


@check("{figures}个数字，{rows}行进度")
def offered(page, _):
    around = {page.area, "610000", *inside(page.area)}
    around |= {hierarchy.region_of(page.area)} if page.area in UNITS else set()
    rows = page.made.rows[page.made.rows["area"].isin(around)]
    table = page.made.table
    known = set(zip(table["area"], table["indicator"], table["period"], strict=True))
    return {"rows": len(rows), "figures": len({key for used in rows["used"] for key in used} & known)}


@check("quality {count}个")
def quality_cards(page, _):
    seen = {id_: source.seen for id_, source in sources.load().items()}
    reprints = sum(seen.get(id_) == "reprint" for id_ in page.every["source"])
    return [
        {"count": f"{count:,}"} for count in (len(page.every), reprints, (page.every["status"] == "provisional").sum())
    ]
