"""The sentence that matters and the key figures, made from the table by rules."""

import pandas as pd

from ipanalytics import catalogue, derive, divisions, labels
from ipanalytics.exhibits import Opening
from ipanalytics.observations import latest, newest_day, select

POPULATION = "population"


def open_report(table: pd.DataFrame, area: str, as_of: str = "") -> Opening:
    """Return title, lead and key figures of an area's report."""
    settings = catalogue.settings()
    office = [text for text in (settings.issuing_office, settings.issue_date) if text]
    subtitle = " · ".join([_freshness(table, area, as_of), *office])
    figures = (_people(table, area), *(_key_figure(table, area, id_) for id_ in settings.headline))
    synthetic = bool(_own(table, area)["status"].eq("synthetic").any())
    return Opening(
        f"{labels.place(area, short=False)}知识产权发展报告", subtitle, lead(table, area), figures, synthetic
    )


def _freshness(table: pd.DataFrame, area: str, as_of: str) -> str:
    """Say up to when figures were taken; else the newest figure of the area or a region's units."""
    if as_of:
        return f"数据截至{labels.day(as_of)}"
    inside = divisions.members(area) if divisions.level_of(area) == "region" else []
    own = select(table, area=[area, *inside])
    return f"最新数字：{labels.day(newest_day(own))}" if len(own) else f"最新数字：{labels.NO_DATA}"


def _own(table: pd.DataFrame, area: str) -> pd.DataFrame:
    return select(table, area=area)


def _people(table: pd.DataFrame, area: str) -> tuple[str, str, str]:
    rows = select(
        table,
        area=[area, divisions.PROVINCE],
        indicator=POPULATION,
        period=catalogue.settings().census_days[-1],
    ).set_index("area")
    if area not in rows.index:
        return ("常住人口", labels.NO_DATA, "")
    own, whole = rows.loc[area, "value"], rows.loc[divisions.PROVINCE, "value"]
    part = "" if area == divisions.PROVINCE else f"，占全省{labels.share(own, whole)}"
    return ("常住人口", labels.quantity(own, POPULATION), f"2020年普查{part}")


def _key_figure(table: pd.DataFrame, area: str, indicator: str) -> tuple[str, str, str]:
    name = catalogue.indicator(indicator).name
    rows = latest(select(table, area=area, indicator=indicator))
    if rows.empty:
        return (name, labels.NO_DATA, "没有找到公布的数字")
    row = rows.iloc[0]
    detail = [labels.period(row["period"], indicator), *_people_year(table, row), *_change(table, row)]
    return (name, labels.quantity(row["value"], indicator), "，".join(detail))


def _people_year(table: pd.DataFrame, row: pd.Series) -> list[str]:
    people = select(
        derive.denominators(table, catalogue.settings()),
        area=row["area"],
        indicator=row["indicator"],
        period=row["period"],
    )
    if people.empty or row["status"] not in ("derived", "synthetic"):
        return []
    return [f"人口：{labels.period(people['denominator_period'].iloc[0], POPULATION)}"]


def _change(table: pd.DataFrame, row: pd.Series) -> list[str]:
    if not row["period"].isdigit():
        return []
    before = select(table, area=row["area"], indicator=row["indicator"], period=str(int(row["period"]) - 1))
    if before.empty or before["value"].iloc[0] <= 0 or not _comparable(row):
        return []
    change = (row["value"] / before["value"].iloc[0] - 1) * 100
    return [f"同比{change:+.1f}%"]


def _comparable(row: pd.Series) -> bool:
    return derive.is_comparable(row["indicator"], str(int(row["period"]) - 1), row["period"])


def lead(table: pd.DataFrame, area: str) -> str:
    """Return the one sentence; it claims nothing that the table doesn't show."""
    match divisions.level_of(area):
        case "province":
            return _province_lead(table)
        case "region":
            return _region_lead(table, area)
        case _:
            return _unit_lead(table, area)


def _province_lead(table: pd.DataFrame) -> str:
    ranked = derive.rank_provinces(table, "inventions_in_force")
    if ranked.empty:
        return "没有找到31个省（区、市）都公布了的发明专利有效量。"
    ours = ranked[(ranked["area"] == divisions.PROVINCE) & (ranked["period"] == ranked["period"].max())].iloc[0]
    when = labels.period(ours["period"], ours["indicator"])
    value = labels.quantity(ours["value"], ours["indicator"])
    sentence = f"{when}，陕西有效发明专利{value}，居31个省（区、市）第{ours['rank']}位"
    rate = select(table, area=divisions.PROVINCE, indicator="inventions_in_force_per_10k", period=ours["period"])
    return sentence + (f"；每万人口{rate['value'].iloc[0]:.2f}件。" if len(rate) else "。")


def _region_lead(table: pd.DataFrame, area: str) -> str:
    members = divisions.members(area)
    known = [code for code in members if len(intellectual(table, code))]
    people = _people(table, area)
    names = "、".join(labels.place(code) for code in known)
    which = f"其中{len(known)}个（{names}）有公布的知识产权数字" if known else "都没有公布的知识产权数字"
    sums = intellectual(table, area)
    whole = "" if len(sums) else "，全区域没有可以合计的指标"
    part = people[2].removeprefix("2020年普查，")
    return f"{labels.place(area)}{len(members)}个单元，2020年普查人口{people[1]}，{part}；{which}{whole}。"


def _unit_lead(table: pd.DataFrame, area: str) -> str:
    found = intellectual(table, area)
    if found.empty:
        return f"没有找到{labels.place(area)}公布的知识产权数字；本页列出位置、人口和缺少的数据。"
    count = found["indicator"].nunique()
    newest = latest(found)
    headline = newest[newest["indicator"].isin(catalogue.settings().headline)]
    row = (newest if headline.empty else headline).iloc[-1]
    item = catalogue.indicator(row["indicator"])
    when, value = labels.period(row["period"], item.id), labels.quantity(row["value"], item.id)
    return f"找到{labels.place(area)}公布的知识产权指标{count}项，其中{item.name}{when}为{value}；其余指标无数据。"


def intellectual(table: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return what was published of an area, but for population and gdp."""
    rows = _own(table, area)
    return rows[
        rows["indicator"].isin(catalogue.measured())
        & ~rows["indicator"].isin([POPULATION, "gdp"])
        & rows["status"].ne("derived")
    ]
