"""The page of data quality: coverage, failed checks, corrections, contradictions and vintages."""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, sources
from ipanalytics.catalogue.places import codes, province
from ipanalytics.core import i18n, messages
from ipanalytics.core.i18n import capital, join, quote, say
from ipanalytics.ingestion import pipeline
from ipanalytics.observations import checks, consistency, corrections
from ipanalytics.observations.table import by_table, empty
from ipanalytics.report import formatting
from ipanalytics.report.exhibits import Card, Exhibit, Opening, Section
from ipanalytics.report.maps import classes, svg
from ipanalytics.report.markup import Drawing
from ipanalytics.report.sections import reads, section
from ipanalytics.report.sections.appendix import listing

# Up to so many periods has a cell of the coverage the next darker shade.
SHADES = (2, 5, 10, 20)
MOST_CELLS = 4
LEFT_OUT = {"refused": "文件不能用", "left_out": "没有用上", "missing": "空缺"}
CHECKS = {
    "parts": "部分与总体不合",
    "total": "表内合计与各项不合",
    "missing": "缺一个地区",
    "jump": "一年间突变",
    "fall": "累计数下降",
    "sources": "来源不一致",
    "tenfold": "与前后两年差十倍",
    "above": "各地相加超过全省",
    "per_capita": "与人均GDP和人口不合",
    "growth": "增速与两年的数不合",
    "rate": "与分子分母不合",
}


@section(reads=[reads.everything])
def open_quality(every: pd.DataFrame) -> Opening:
    """Return title, lead and key figures of the page."""
    failed, seen = len(_failures(every)), {id_: source.seen for id_, source in sources.load().items()}
    statuses = every["status"].value_counts()
    made_up = int(statuses.get("synthetic", 0))
    own = every[~every["indicator"].isin(["population", "gdp"]) & every["status"].ne("synthetic")]
    lead = say(
        "共{count}个数字{whereof}，来自{sources}个来源；{failed}处检查未通过。{whole}个单元中{units}个有公布的知识产权数字。",
        count=f"{len(every):,}", whole=formatting.count_of("unit"), failed=failed,
        sources=len(sources.ids_of(every["source"])),
        whereof=say("（其中{count}个是演示数据）", count=f"{made_up:,}") if made_up else "",
        units=len(set(codes("unit")) & set(own["area"])),
    )  # fmt: skip
    reprints, provisional = int(every["source"].map(seen).eq("reprint").sum()), int(statuses.get("provisional", 0))
    cards = (
        Card(say("数字"), _pieces(len(every)), (say("所有来源"),)),
        Card(say("检查未通过"), say("{count}处", count=failed), (say("见下"),)),
        Card(say("只见到转载"), _pieces(reprints), (say("没有见到原件的数字"),)),
        Card(capital(say("初步数")), _pieces(provisional), (say("后来修订过，或与公布的合计不合"),)),
    )
    return Opening(say("数据质量"), say("覆盖、检查、更正、矛盾与来源"), lead, cards, made_up > 0)


def _pieces(count: int) -> str:
    return say("{count}个", count=f"{count:,}")


@section(reads=[reads.everything])
def draw_coverage(every: pd.DataFrame) -> Exhibit:
    """Draw for how many periods each indicator is known, in the province and each unit."""
    areas, measured = [province(), *codes("unit")], indicators.measured()
    rows = every[every["area"].isin(areas)]
    counts = rows.groupby(["indicator", "area"])["period"].nunique().unstack(fill_value=0)  # noqa: PD010
    published = [id_ for id_ in measured if id_ in counts.index]
    wide = counts.reindex(index=published, columns=areas, fill_value=0)
    names, places = [indicators.indicator(id_).name for id_ in published], [formatting.place(code) for code in areas]
    title = say(
        "{known}项指标有数字，{lacking}项无数据；{whole}个单元应有{cells}格，有数字的{filled}格",
        whole=formatting.count_of("unit"), known=len(published), lacking=len(measured) - len(published),
        cells=len(measured) * (len(areas) - 1), filled=int((wide[areas[1:]] > 0).to_numpy().sum()),
    )  # fmt: skip
    cells = {"head": say("指标"), "columns": places, "rows": _counted(wide)}
    shown = wide.astype(str).replace("0", formatting.no_data()).set_axis(places, axis="columns")
    shown.insert(0, "指标", names)
    note = say("格内是有数字的时期数；空白为无数据。来源见页末。")
    drawing, shown = Drawing("counts.html.j2", cells), shown.reset_index(drop=True)
    return Exhibit(title, shown, rows, drawing=drawing, note=note, has_source_line=False)


def _counted(wide: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the drawing: how many periods, the darker the more; nothing where there is none."""
    names = [indicators.indicator(str(id_)).label for id_ in wide.index]
    shades, count = wide.apply(classes.classify, breaks=SHADES), len(SHADES) + 1
    return [
        {"name": name, "cells": [
            {"text": str(number), "fill": svg.colour(shade, count), "ink": classes.ink(shade, count)} if number else {}
            for number, shade in zip(numbers, shaded, strict=True)
        ]}
        for name, numbers, shaded in zip(names, wide.to_numpy().tolist(), shades.to_numpy().tolist(), strict=True)
    ]  # fmt: skip


@section(reads=[reads.everything])
def list_checks(every: pd.DataFrame) -> Section:
    """List every failed check with the cells that contradict one another."""
    failed = _failures(every)
    prose = say(
        "检查项目：三种专利相加等于合计，部分相加等于总体，表内各项相加等于合计，地区不缺，一年间不突变，累计数不下降，来源一致，"
        "各地不超过全省，与人均、增速、分子分母相合，不与前后两年差十倍。检查不改动数字。"
    )
    shown = pd.DataFrame([_failed(failure) for failure in failed])
    title = say("{count}处检查未通过", count=len(failed)) if failed else say("所有检查都通过")
    return Section(say("检查"), (Exhibit(title, shown, every.iloc[:0], has_source_line=False),), prose)


@by_table
def _failures(every: pd.DataFrame) -> list[checks.Failure]:
    """Check once for a page: its first sentence counts what its list holds."""
    sources = set(every["source"])
    own = [misfit for misfit in pipeline.misfits() if misfit.cells[0].partition(" ")[0] in sources]
    return [*consistency.failures(every), *own]


def _failed(failure: checks.Failure) -> dict[str, str]:
    values = [formatting.quantity(value, failure.indicator) for value in failure.amounts]
    if failure.kind == "missing":
        values = [say("没有数")]
    elif failure.kind in checks.FOLLOWS:
        values = [values[0], say("由其他数推得{value}", value=values[1])]
    elif failure.kind == "total":
        values = [values[0], say("所列各项相加{total}", total=values[1])]
    elif failure.kind == "parts":
        total = formatting.quantity(sum(failure.amounts[1:]), failure.indicator)
        values = [values[0], say("部分相加{total}", total=total)]
    return {
        "地区": formatting.place(failure.area) if failure.area else say("合计"),
        "指标": indicators.indicator(failure.indicator).name,
        "时期": formatting.period(failure.period, failure.indicator),
        "检查": say(CHECKS[failure.kind]),
        "数字": join("；", values),
        "位置": _places(failure.cells),
    }


def _places(cells: tuple[str, ...]) -> str:
    """Name the cells; of many the first, without what is remarked of each."""
    pieces = [piece for cell in cells for piece in cell.split("; ")]
    if len(pieces) <= MOST_CELLS:
        return join("；", map(quote, pieces))
    named = [quote(piece.partition("（")[0]) for piece in pieces[:MOST_CELLS]]
    return join("；", [*named, say("等{count}处", count=len(pieces))])


@section(reads=[reads.everything])
def list_corrections() -> Section:
    """List the corrections that were made to sources, with their reasons."""
    rows = [
        {
            "地区": formatting.place(fault.area),
            "指标": indicators.indicator(fault.indicator).name,
            "时期": formatting.period(fault.period, fault.indicator),
            "原为": say("空白") if fault.was is None else formatting.quantity(fault.was, fault.indicator),
            "改为": formatting.quantity(fault.value, fault.indicator),
            "原因": quote(fault.reason),
            "出版物": sources.cite(fault.source),
        }
        for fault in corrections.load().values()
    ]
    if not rows:
        return Section(say("更正"), (), say("没有对来源作过更正。"))
    title = say("更正了{count}个数字", count=len(rows))
    return Section(say("更正"), (Exhibit(title, pd.DataFrame(rows), empty(), has_source_line=False),))


@section(reads=[reads.everything])
def list_conflicts(every: pd.DataFrame) -> Section:
    """List the figures on which sources disagree."""
    rows, title = listing.conflicting(every)
    if rows.empty:
        return Section(say("来源之间的矛盾"), (), say("没有不一致的数字。"))
    cited = {id_: sources.cite(id_) for id_ in set(rows["source"])}
    shown = pd.DataFrame({**listing.figure_columns(rows), "出版物": rows["source"].map(cited).to_list()})
    return Section(say("来源之间的矛盾"), (Exhibit(title, shown, rows, has_source_line=False),))


@section(reads=[reads.everything])
def list_vintages(every: pd.DataFrame) -> Section:
    """List the publications by date, with how many figures each gave and the years that they cover."""
    years = every.assign(year=every["period"].str[:4]).groupby("source")["year"].agg(["size", "min", "max"])
    rows = [
        {
            **listing.publication(id_),
            "数字": formatting.number(count),
            "涉及年份": first if first == last else say("{first}—{last}", first=first, last=last),
        }
        for id_, count, first, last in years.itertuples()
    ]
    shown = pd.DataFrame(sorted(rows, key=lambda row: (row["发布"], row["出版物"]), reverse=True))
    title = say("{count}个来源", count=len(rows))
    exhibit = Exhibit(title, shown, every, has_source_line=False, folded=True, printed=True)
    return Section(say("来源与发布日期"), (exhibit,))


@section(reads=[reads.not_used])
def list_not_used() -> Section:
    """List every cell and row that became no figure, and every file that can't be used, each with its reason."""
    account = pipeline.not_used()
    rows = account[account["fate"].isin(LEFT_OUT)]
    prose = say(
        "逐格读取，没有用上的都在这里：认不出的不猜，空缺不补，不按0计。另有{count}格是增长率、小计之类，只供核对。",
        count=f"{int(account['fate'].eq('check').sum()):,}",
    )
    if rows.empty:
        return Section(say("没有用上的"), (), prose)
    shown = pd.DataFrame(
        {
            "文件": rows["file"].map(quote),
            "位置": rows["line"].map(_position),
            "内容": rows["label"].map(quote),
            "处理": rows["fate"].map({fate: say(word) for fate, word in LEFT_OUT.items()}),
            "原因": rows["reason"].map(_told),
        }
    )
    title = say("{count}处没有用上", count=f"{len(rows):,}")
    exhibit = Exhibit(title, shown, empty(), has_source_line=False, folded=True)
    return Section(say("没有用上的"), (exhibit,), prose)


def _position(line: str) -> str:
    """Word where something stands: a row of a transcription by its number, a cell by its name."""
    return say("第{line}行", line=line) if line.isdecimal() else _told(line)


def _told(text: str) -> str:
    """Return what reading a file said, in the page's language."""
    return quote(text if i18n.is_english() else messages.chinese(text))
