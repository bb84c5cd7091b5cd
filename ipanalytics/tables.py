"""Tables at the end of a report: every published figure, contradictions, sources."""

from collections.abc import Iterable

import pandas as pd

from ipanalytics import catalogue, divisions, labels, sources
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.observations import KEY, latest, select

BACKGROUND = ("population", "gdp")


def list_published(table: pd.DataFrame, area: str) -> Section:
    """List the latest figure of every indicator, and name the indicators without one."""
    rows = latest(select(table, area=_places(area)))
    known = set(rows["indicator"])
    lacking = [item.name for item in catalogue.indicators().values() if item.id not in known and item.id not in BACKGROUND]
    ordered = _in_catalogue_order(rows)
    title = f"{labels.place(area)}：{len(known)}项指标有数字，{len(lacking)}项{labels.NO_DATA}"
    note = f"{labels.NO_DATA}：{'、'.join(lacking)}。" if lacking else ""
    prose = "每项只列最近一期；只列找到了公布来源的数字，没有的写无数据，不估算、不推测。"
    return Section("已公布的数字", (Exhibit(title, _figures(ordered), ordered, note=note),), prose)


def _places(area: str) -> list[str]:
    """Return the place, the units inside a region, and whole cities that contain it."""
    around = [code for code in divisions.composites() if area in divisions.parts_of(code)]
    inside = divisions.members(area) if divisions.level_of(area) == "region" else []
    return [*dict.fromkeys([area, *inside, *around])]


def _in_catalogue_order(rows: pd.DataFrame) -> pd.DataFrame:
    order = {id_: number for number, id_ in enumerate(catalogue.indicators())}
    return rows.assign(order=rows["indicator"].map(order)).sort_values(["area", "order"]).drop(columns="order")


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "地区": [labels.place(code) for code in rows["area"]],
            "指标": [catalogue.indicator(id_).name for id_ in rows["indicator"]],
            "时期": [labels.period(*pair) for pair in zip(rows["period"], rows["indicator"], strict=True)],
            "数值": [labels.quantity(*pair) for pair in zip(rows["value"], rows["indicator"], strict=True)],
            "性质": rows["status"].map(labels.STATUS_WORDS),
            "来源": ["；".join(sources.cite(id_) for id_ in text.split(sources.SEPARATOR)) for text in rows["source"]],
            "位置": rows["cell"],
        }
    )


def list_disagreements(every: pd.DataFrame, preferred: pd.DataFrame, area: str) -> Section:
    """List figures for one place and date on which sources disagree, and which one the pages use.

    Parameters
    ----------
    every
        Observations from all sources.
    preferred
        Observations after one source was chosen.
    """
    rows = select(every, area=_places(area))
    clash = rows[rows.groupby(KEY)["value"].transform("nunique") > 1]
    if clash.empty:
        return Section("")
    used = pd.MultiIndex.from_frame(clash[[*KEY, "source"]]).isin(pd.MultiIndex.from_frame(preferred[[*KEY, "source"]]))
    shown = _figures(clash).assign(采用=["采用" if taken else "" for taken in used])
    title = f"{clash.groupby(KEY).ngroups}个数字，不同来源说法不一"
    note = "取舍规则：公布数先于初步数、报送数、计算数；同类取发布较晚的来源。未采用的数仍保留在数据里。"
    return Section("来源之间的矛盾", (Exhibit(title, shown, clash, note=note),))


def list_sources(table: pd.DataFrame, area: str) -> Section:
    """List the publications behind an area's figures, and where each was seen."""
    census = select(
        table, area=divisions.codes("unit"), indicator="population", period=catalogue.settings().census_days[-1]
    )
    own = pd.concat([select(table, area=_places(area)), census], ignore_index=True)
    ids = sources.ids_of(own["source"])
    shown = _publications(ids)
    seen = sum(sources.load()[id_].seen == "reprint" for id_ in ids)
    title = f"数字来自{len(ids)}种出版物，其中{seen}种只见到转载"
    return Section("来源", (Exhibit(title, shown, own),))


def _publications(ids: Iterable[str]) -> pd.DataFrame:
    known = sources.load()
    return pd.DataFrame(
        [
            {
                "出版物": sources.cite(id_),
                "发布": known[id_].published or "日期未注明",
                "所见": "原件" if known[id_].seen == "original" else "转载",
                "网址": known[id_].url or known[id_].seen_at or "",
            }
            for id_ in ids
        ]
    )
