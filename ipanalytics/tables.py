"""Tables at the end of a report: every published figure, contradictions, sources."""

from collections.abc import Iterable

import pandas as pd

from ipanalytics import catalogue, divisions, labels, sources
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.observations import KEY, latest, select

BACKGROUND = ("population", "gdp")


def list_published(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List the latest figure of every indicator, and name the indicators without one."""
    rows = latest(select(table, area=_places(area)))
    known = set(rows["indicator"])
    lacking = [
        item.name for item in catalogue.indicators().values() if item.id not in known and item.id not in BACKGROUND
    ]
    ordered = _in_catalogue_order(rows)
    title = f"{labels.place(area)}：{len(known)}项指标有数字，{len(lacking)}项{labels.NO_DATA}"
    note = f"{labels.NO_DATA}：{'、'.join(lacking)}。" if lacking else ""
    prose = "每项只列最近一期；只列找到了公布来源的数字，没有的写无数据，不估算、不推测。"
    return Section(
        "已公布的数字",
        (Exhibit(title, _figures(ordered, page_sources(every, area)), ordered, note=note, has_source_line=False),),
        prose,
    )


def _places(area: str) -> list[str]:
    """Return the place, the units inside a region, and whole cities that contain it."""
    around = [code for code in divisions.composites() if area in divisions.parts_of(code)]
    inside = divisions.members(area) if divisions.level_of(area) == "region" else []
    return [*dict.fromkeys([area, *inside, *around])]


def _in_catalogue_order(rows: pd.DataFrame) -> pd.DataFrame:
    order = {id_: number for number, id_ in enumerate(catalogue.indicators())}
    return rows.assign(order=rows["indicator"].map(order)).sort_values(["area", "order"]).drop(columns="order")


def page_sources(every: pd.DataFrame, area: str) -> list[str]:
    """Return the ids of a page's publications in the order of their numbers: its places' and the census."""
    census = select(
        every,
        area=divisions.codes("unit"),
        indicator="population",
        period=catalogue.settings().census_days[-1],
    )
    return sources.ids_of(pd.concat([select(every, area=_places(area)), census])["source"])


def _figures(rows: pd.DataFrame, numbered: list[str]) -> pd.DataFrame:
    keyed = list(zip(rows["period"], rows["indicator"], rows["value"], strict=True))
    columns = pd.DataFrame(
        {
            "地区": [labels.place(code) for code in rows["area"]],
            "指标": [catalogue.indicator(id_).name for id_ in rows["indicator"]],
            "数值": [labels.quantity(value, id_) for _, id_, value in keyed],
            "时期": [labels.period(period, id_) for period, id_, _ in keyed],
            "性质": list(rows["status"].map(labels.STATUS_WORDS)),
            "来源": [_numbers(text, numbered) for text in rows["source"]],
            "位置": [labels.origin(text) for text in rows["cell"]],
        }
    )
    return columns if rows["area"].nunique() > 1 else columns.drop(columns="地区")


def _numbers(source: str, numbered: list[str]) -> str:
    return "".join(f"[{numbered.index(id_) + 1}]" for id_ in source.split(sources.SEPARATOR))


def list_disagreements(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List figures for one place and date on which sources disagree, and which one the pages use.

    Parameters
    ----------
    table
        Observations after one source was chosen.
    every
        Observations of all sources.
    area
        Division code of the page.
    """
    rows = select(every, area=_places(area))
    clash = rows[rows.groupby(KEY)["value"].transform("nunique") > 1]
    if clash.empty:
        return Section("")
    used = pd.MultiIndex.from_frame(clash[[*KEY, "source"]]).isin(pd.MultiIndex.from_frame(table[[*KEY, "source"]]))
    shown = _figures(clash, page_sources(every, area)).assign(采用=["采用" if taken else "" for taken in used])
    title = f"{clash.groupby(KEY).ngroups}个数字，不同来源说法不一"
    note = "取舍规则：公布数先于初步数、报送数、计算数；同类取发布较晚的来源。未采用的数仍保留在数据里。"
    return Section("来源之间的矛盾", (Exhibit(title, shown, clash, note=note, has_source_line=False),))


def list_sources(every: pd.DataFrame, area: str) -> Section:
    """List the publications behind an area's figures, and where each was seen."""
    ids = page_sources(every, area)
    shown = _publications(ids)
    seen = sum(sources.load()[id_].seen == "reprint" for id_ in ids)
    title = f"数字来自{len(ids)}种出版物，其中{seen}种只见到转载"
    evidence = select(every, area=_places(area))
    return Section("来源", (Exhibit(title, shown, evidence, has_source_line=False),))


def _publications(ids: Iterable[str]) -> pd.DataFrame:
    known = sources.load()
    return pd.DataFrame(
        [
            {
                "编号": f"[{number}]",
                "出版物": sources.cite(id_),
                "发布": known[id_].published or "日期未注明",
                "所见": "原件" if known[id_].seen == "original" else "转载",
                "网址": known[id_].url or known[id_].seen_at or "",
            }
            for number, id_ in enumerate(ids, start=1)
        ]
    )
