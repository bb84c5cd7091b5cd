"""Sentences on figures over the years, of counties, lists, sources and data quality, counted again from them."""

import re
from collections import Counter
from functools import cache

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.core import periods
from tests.rooms.report.sections.recounts.counting import REGIONS, UNITS, amount, check, figures, inside, name, percent

PEOPLE, CENSUS = "population", "2020-11-01"
TYPES = ("invention", "utility_model", "design")
GROUPS = {"申请量": "patent_applications", "授权量": "patent_grants", "有效量": "patents_in_force"}


def years_of(page, area, indicator):
    return {period: value for period, value in figures(page, area, indicator).items() if re.fullmatch(r"\d{4}", period)}


@check("{place}专利{group}{year}年{count}件")
def by_type(page, parts):
    totals = years_of(page, page.area, GROUPS[parts["group"]])
    return {"place": name(page.area), "count": f"{totals[str(parts['year'])]:,.0f}"}


def ratios(page):
    for id_ in GROUPS.values():
        totals = years_of(page, page.area, id_)
        last = max((year for year in totals if all_types(page, id_, year)), default="")
        yield from ((year, totals[last] / value) for year, value in totals.items() if year < last)


def all_types(page, total, year):
    kind = {"patent_applications": "{}_applications", "patent_grants": "{}_grants", "patents_in_force": "{}s_in_force"}
    return all(year in years_of(page, page.area, kind[total].format(type_)) for type_ in TYPES)


@check("比上年增长{percent}%", "比上年下降{percent}%")
def on_the_year(page, _):
    return [{"percent": f"{abs(ratio - 1) * 100:.1f}"} for _, ratio in ratios(page)]


@check("是{year}年的{times}倍")
def times(page, parts):
    return [{"year": year, "times": f"{ratio:.1f}"} for year, ratio in ratios(page)]


@check("{place}每万人口有效发明专利{last}年末{value}件（人口：{people}），{first}年末为{before}件")
def rate_over_years(page, parts):
    rates = years_of(page, page.area, "inventions_in_force_per_10k")
    return {
        "last": max(rates),
        "first": min(rates),
        "value": f"{rates[max(rates)]:.2f}",
        "before": f"{rates[min(rates)]:.2f}",
    }


@check("{place}{name}{last}{value}，{first}为{before}")
def few_years(page, parts):
    id_ = next(id_ for id_, item in indicators.indicators().items() if item.name == parts["name"])
    known = years_of(page, page.area, id_)
    return {"value": amount(known[max(known)], id_), "before": amount(known[min(known)], id_)}


@check("{place}{name}：{last}{value}，{first}{before}")
def at_dates(page, parts):
    id_ = next(id_ for id_, item in indicators.indicators().items() if item.name == parts["name"])
    known = figures(page, page.area, id_)
    first, last = (pick(known, key=lambda text: periods.parse(text).end) for pick in (min, max))
    return {"value": amount(known[last], id_), "before": amount(known[first], id_)}


@cache
def province_ranks(page):
    """Return the rank of the province by year among the 31 of the mainland, where all have a figure."""
    others = page.made.known[page.made.known["indicator"].eq("inventions_in_force")]
    by_year = others.pivot_table(index="period", columns="area", values="value")
    mainland = [code for code in by_year if re.fullmatch(r"[1-6]\d0000", str(code)) and code != "100000"]
    whole = by_year[mainland].dropna()
    return {year: int((row > row["610000"]).sum()) + 1 for year, row in whole.iterrows() if len(mainland) == 31}


@check("{period}，{place}{name}{value}，居第{rank}位", "{place}{name}的位次：{first}年第{before}位，{last}年第{now}位")
def rank(page, parts):
    ranks = {year: place for year, place in province_ranks(page).items() if len(year) == 4}
    last = max(ranks)
    if "value" in parts:
        value = amount(figures(page, "610000", "inventions_in_force")[last], "inventions_in_force")
        return {"period": f"{last}年末", "rank": ranks[last], "value": value}
    return {"first": min(ranks), "before": ranks[min(ranks)], "last": last, "now": ranks[last]}


@check("{year}年普查：{whole}个单元共{people}", "{place}人口{people}，占全省{share}", "人口{people}",
       "{whole}个单元分属{regions}，{place}占全省人口{share}")  # fmt: skip
def census(page, parts):
    counts = {code: figures(page, code, PEOPLE)[CENSUS] for code in UNITS}
    whole = sum(counts.values())
    area = page.area if "people" in parts else next(code for code in REGIONS if name(code) == parts["place"])
    here = sum(counts[code] for code in inside(area))
    if "regions" in parts:
        assert all(here >= sum(counts[code] for code in inside(other)) for other in REGIONS)
    return {
        key: text
        for key, text in {"people": amount(here, PEOPLE), "share": percent(here / whole)}.items()
        if key in parts
    }


@check("{place}有{count}个单元：{units}")
def units_of_a_region(page, parts):
    return {"count": len(inside(page.area)), "units": "、".join(map(name, inside(page.area)))}


@check("{name}，{when}：{count}个单元有数", "{name}：只找到{place}{when}的数（{value}），其余{rest}个单元无数据")
def published_rates(page, parts):
    found = {code: figures(page, code, "inventions_in_force_per_10k") for code in UNITS}
    counts = Counter(period for known in found.values() for period in known)
    most = max(counts.values())
    if "rest" in parts:
        return [{"place": name(code), "rest": 11, "value": amount(value, "inventions_in_force_per_10k")}
                for code, known in found.items() for value in known.values() if most == 1]  # fmt: skip
    return {"count": most}


@check("{place}{year}年发明专利授权{count}件", "占专利授权的{share}%", "比上年{change}")
def grants(page, parts):
    area = next(code for code in (page.area, *hierarchy.composites()) if years_of(page, code, "invention_grants")
                and (code == page.area or hierarchy.parts_of(code)[0] == page.area))  # fmt: skip
    inventions, every = (years_of(page, area, id_) for id_ in ("invention_grants", "patent_grants"))
    if "count" in parts:
        return {"count": f"{inventions[str(parts['year'])]:,.0f}"}
    if "share" in parts:
        return [{"share": f"{100 * value / every[year]:.1f}"} for year, value in inventions.items() if year in every]
    return [{"change": percent_signed(value / inventions[str(int(year) - 1)] - 1)}
            for year, value in inventions.items() if str(int(year) - 1) in inventions]  # fmt: skip


def percent_signed(ratio):
    return f"{100 * ratio:+.1f}%".replace("-", "−")


@check("{year}年每万人口发明专利授权：{count}个单元有数")
def mapped_grants(page, parts):
    rows = page.made.known
    rows = rows[
        rows["indicator"].eq("invention_grants")
        & rows["period"].eq(str(parts["year"]))
        & rows["status"].ne("synthetic")
    ]
    cities = [code for code in [*UNITS, *hierarchy.composites()] if code in set(rows["area"])]
    lacking = parts["count"] < len(cities)
    assert not lacking or (rows["status"].eq("provisional") | rows["cell"].str.contains("疑误")).any()
    return {} if lacking else {"count": len(cities)}


@check("{place}没有公布的专利授权数；最新公布的是{name}（{when}）：{value}")
def published_last(page, parts):
    known = figures(page, page.area, PEOPLE)
    assert not years_of(page, page.area, "invention_grants")
    return [{"name": "常住人口", "value": amount(value, PEOPLE)} for value in known.values()]


@check("{place}在{count}个省（区、市）中的位置")
def provinces(page, _):
    return {"count": 31}
