"""The end of a report: every published figure, contradictions, sources, and the data to take away."""

import base64
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, settings, sources
from ipanalytics.catalogue.places import codes, level_of
from ipanalytics.core.i18n import join, plain, quote, say, sentences
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import consistency
from ipanalytics.observations import table as observations_table
from ipanalytics.observations.table import KEY, latest, select
from ipanalytics.report import formatting
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.markup import Drawing
from ipanalytics.report.sections import reads, section

BACKGROUND = ("population", "gdp")
# A fixed day, so that the same data gives the same bytes.
STAMP = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHEETS = ("进度", "数据", "来源")
WIDTH = 16
SHEET_SIGNS, SHEET_LETTERS = re.compile(r"[\[\]:*?/\\\x00-\x1f]+"), 31
GENERATED = "generated"
PROSE = (
    "数据表里是评价目标进度所用的每一个数，带来源、文件内的位置；工作簿另有进度表和来源表。文件就在本页里，不需要联网。"
)


def list_published(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List the latest figure of every indicator, and name the indicators without one."""
    rows = select(table, area=reads.listed_with(area))
    made_up = rows["status"] == "synthetic"
    newest = pd.concat([latest(rows[~made_up]), latest(rows[made_up])])
    order = {id_: number for number, id_ in enumerate(indicators.indicators())}
    newest = newest.sort_values(
        ["area", "indicator"], key=lambda ids: ids if ids.name == "area" else ids.map(order), kind="stable"
    )
    title, note = _coverage(newest, area)
    shown = _figures(newest, page_sources(table, every, area), area)
    listed = say("每项只列最近一期，有演示数据的另列一行。") if made_up.any() else say("每项只列最近一期。")
    later = say("也有目标年以后的数，看时期一列；评价目标不用。")
    prose = sentences(listed, say("没有找到公布数字的写无数据，不估算、不推测。"), later)
    return Section(say("各项指标的最新数字"), (Exhibit(title, shown, newest, note=note, has_source_line=False),), prose)


def _coverage(rows: pd.DataFrame, area: str) -> tuple[str, str]:
    """Count the indicators of intellectual property that a place, or a unit of a region, has a figure for."""
    inside = hierarchy.members(area) if level_of(area) == "region" else []
    asked = [id_ for id_ in indicators.measured() if id_ not in BACKGROUND]
    own = rows[rows["area"].isin([area, *inside]) & rows["indicator"].isin(asked)]
    by_status = own.groupby("indicator")["status"].agg(set)
    published = [id_ for id_, statuses in by_status.items() if statuses - {"derived", "synthetic"}]
    made_up = [id_ for id_, statuses in by_status.items() if id_ not in published and "synthetic" in statuses]
    derived = len(by_status) - len(published) - len(made_up)
    lacking = [id_ for id_ in asked if id_ not in by_status.index]
    counts = [
        say("{count}项指标有公布数", count=len(published)),
        *([say("{count}项由公布数计算", count=derived)] if derived else []),
        *([say("{count}项只有演示数据", count=len(made_up))] if made_up else []),
        say("{count}项无数据", count=len(lacking)),
    ]
    whose = say("{place}区域内单元" if inside else "{place}", place=formatting.place(area))
    names = join("、", [indicators.indicator(id_).name for id_ in lacking])
    note = say("无数据：{names}。", names=names) if lacking else ""
    return say("{whose}：{counts}", whose=whose, counts=join("，", counts)), note


def page_sources(table: pd.DataFrame, every: pd.DataFrame, area: str) -> dict[str, int]:
    """Give the publications behind a page's figures, and the census, their numbers; ids of one page share one.

    A county's page has no map of the census.
    """
    units, census_day = codes("unit") if level_of(area) != "county" else [], settings.settings().census_days[-1]
    census = select(every, area=units, indicator="population", period=census_day)
    own = [select(rows, area=reads.listed_with(area)) for rows in (table, every)]
    return numbers_of(sources.ids_of(pd.concat([*own, census])["source"]))


def numbers_of(ids: list[str]) -> dict[str, int]:
    """Return the numbers of publications in their order; those of one page share one, so do all demonstration data."""
    pages = list(dict.fromkeys(map(_page_of, ids)))
    return {id_: pages.index(_page_of(id_)) + 1 for id_ in ids}


def _page_of(id_: str) -> tuple[str, str]:
    """Return what a publication is told apart by: a reprint by its address alone."""
    source = sources.load()[id_]
    if source.seen == GENERATED:
        return (GENERATED, "")
    page = source.url or source.seen_at or ""
    return (page, "") if page and source.seen == "reprint" else (sources.cite(id_), page)


def figure_columns(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Return what every list says of figures: place, indicator, value, period, and what kind of figure it is."""
    return {
        "地区": [formatting.place(code) for code in rows["area"]],
        "指标": [indicators.indicator(id_).name for id_ in rows["indicator"]],
        "数值": list(map(formatting.quantity, rows["value"], rows["indicator"])),
        "时期": list(map(formatting.period, rows["period"], rows["indicator"])),
        "性质": list(map(formatting.status, rows["status"])),
    }


def _figures(rows: pd.DataFrame, numbered: dict[str, int], area: str) -> pd.DataFrame:
    where = {
        "来源": [_numbers(text, numbered) for text in rows["source"]],
        "出处与说明": list(map(formatting.origin, rows["cell"])),
    }
    columns = pd.DataFrame({**figure_columns(rows), **where})
    return columns.drop(columns="地区") if set(rows["area"]) == {area} else columns


def _numbers(source: str, numbered: dict[str, int]) -> str:
    return "".join(f"[{number}]" for number in sorted({numbered[id_] for id_ in source.split(sources.SEPARATOR)}))


def conflicting(every: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the figures for one place and date on which sources disagree, and their number in words."""
    rows = consistency.disagreeing(every)
    return rows, say("{count}个数字，不同来源说法不一", count=rows.groupby(KEY).ngroups)


def list_disagreements(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List figures for one place and date on which sources disagree, and which one (of `table`) the pages use."""
    rows, title = conflicting(select(every, area=reads.listed_with(area)))
    if rows.empty:
        return Section("")
    used = pd.MultiIndex.from_frame(rows[[*KEY, "source"]]).isin(pd.MultiIndex.from_frame(table[[*KEY, "source"]]))
    taken = [say("采用") if is_used else "" for is_used in used]
    shown = _figures(rows, page_sources(table, every, area), area).assign(采用=taken)
    note = say("取舍规则：公布数先于初步数、报送数、计算数；同类取发布较晚的来源。未采用的数仍保留在数据里。")
    return Section(say("来源之间的矛盾"), (Exhibit(title, shown, rows, note=note, has_source_line=False),))


def list_sources(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List the publications behind an area's figures, and where each was seen."""
    return Section(say("来源"), (exhibit_of(list(page_sources(table, every, area))),))


def exhibit_of(ids: list[str]) -> Exhibit:
    """Return the list of publications, each with its number, from ids in the order of `numbers_of`."""
    first = {number: id_ for id_, number in reversed(numbers_of(ids).items())}
    by_id, made_up = sources.load(), sum(sources.load()[id_].seen == GENERATED for id_ in ids)
    generated = {"出版物": say("演示数据（生成器，{count}份表）", count=made_up)}
    shown = pd.DataFrame(
        {
            "编号": f"[{number}]", **publication(id_), **(generated if by_id[id_].seen == GENERATED else {}),
            "网址": quote(by_id[id_].url or by_id[id_].seen_at or ""),
        }
        for number, id_ in sorted(first.items())
    )  # fmt: skip
    title = _sources_title(len(first), sum(by_id[id_].seen == "reprint" for id_ in first.values()))
    return Exhibit(title, shown, observations_table.empty(), has_source_line=False, lists=tuple(ids))


def publication(id_: str) -> dict[str, str]:
    """Return what every list says of a publication: its citation, its day, which copy of it was read."""
    source = sources.load()[id_]
    day = source.published or say("日期未注明")
    return {"出版物": sources.cite(id_), "发布": day, "所见版本": formatting.seen(source.seen)}


def _sources_title(count: int, reprints: int) -> str:
    """Say how many publications there are, and of how many only a reprint was seen."""
    if not count:
        return say("没有找到公布数字的出版物")
    which = say("都只见到转载") if reprints == count else say("都见到原件")
    if 0 < reprints < count:
        which = say("其中{count}种只见到转载", count=reprints)
    return say("本页数字来自{count}种出版物，{which}", count=count, which=which)


@section(reads=[reads.judged])
def offer_data(assessment: Assessment, area: str) -> Section:
    """Offer what the page's progress was made from, of the area, its members, its region and the province."""
    around = {area, *hierarchy.ancestors(area), *hierarchy.members(area)}
    rows = assessment.rows[assessment.rows["area"].isin(around)]
    if rows.empty:
        return Section("")
    used = progress.evidence(assessment.table, rows)
    files = {"csv": as_csv(used), "xlsx": as_workbook(rows, used)}
    links = [
        {
            "name": f"{area}_{assessment.as_of}.{kind}", "type": TYPES[kind],
            "content": base64.b64encode(content).decode(),
            "size": say("（{text}）", text=f"{len(content) / 1000:,.0f} kB"),
        }
        for kind, content in files.items()
    ]  # fmt: skip
    title = say("{figures}个数字，{rows}行进度", figures=len(used), rows=len(rows))
    drawing = Drawing("downloads.html.j2", {"files": links})
    return Section(
        say("下载数据"), (Exhibit(title, pd.DataFrame(), used, has_source_line=False, drawing=drawing),), say(PROSE)
    )


def as_csv(used: pd.DataFrame) -> bytes:
    """Return observations with names and publications beside the codes, as CSV with a BOM."""
    return observations_table.as_csv(with_names(used)).encode("utf-8-sig")


def with_names(used: pd.DataFrame) -> pd.DataFrame:
    """Return observations with names and publications beside the codes, and where each stands in words."""
    by_id = sources.load()
    cited = {id_: sources.cite(id_, plain=True) if id_ in by_id else id_ for id_ in sources.ids_of(used["source"])}
    named = used.assign(
        area_name=[formatting.place(code, short=False) for code in used["area"]],
        indicator_name=[indicators.indicator(id_).name for id_ in used["indicator"]],
        publication=[join("；", map(cited.__getitem__, text.split(sources.SEPARATOR))) for text in used["source"]],
        cell=[plain(formatting.origin(text)) for text in used["cell"]],
        unit=list(map(say, used["unit"])),
    )
    names = ["area", "area_name", "indicator", "indicator_name", "period", "value", "unit", "status"]
    return named[[*names, "publication", "cell", "source"]]


def as_workbook(rows: pd.DataFrame, used: pd.DataFrame) -> bytes:
    """Return an .xlsx with a sheet each of progress, observations and publications; text in it is never a formula."""
    words, by_id = settings.wording().statuses, sources.load()
    judged = rows[progress.COLUMNS].assign(status_word=[words[id_].word for id_ in rows["status"]])
    judged.insert(1, "area_name", [formatting.place(code, short=False) for code in rows["area"]])
    publications = pd.DataFrame(
        {
            "source": id_, "publication": sources.cite(id_, plain=True), "published": by_id[id_].published or "",
            "seen": by_id[id_].seen, "url": by_id[id_].url or by_id[id_].seen_at or "",
        }
        for id_ in sources.ids_of(used["source"])
    )  # fmt: skip
    return workbook(dict(zip(map(say, SHEETS), (judged, with_names(used), publications), strict=True)))


def workbook(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return an .xlsx with these sheets; text in it is never a formula."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        book.book.set_properties({"created": STAMP, "title": "ipanalytics"})
        for name, table in sheets.items():
            sheet = _sheet_name(name)
            table.to_excel(book, sheet_name=sheet, index=False, freeze_panes=(1, 0))
            book.sheets[sheet].set_column(0, max(len(table.columns) - 1, 0), WIDTH)
    return stream.getvalue()


def _sheet_name(text: str) -> str:
    """Return a text as Excel lets a sheet be called."""
    return SHEET_SIGNS.sub(" ", text)[:SHEET_LETTERS].strip(" '") or "-"


@section(reads=[])
def begin_appendix() -> Section:
    """Begin what is folded: figures over the years, counties, milestones, all figures and their sources."""
    return Section(say("附录"), prose=say("逐年数字、区县、里程碑、全部数字和来源，点开看。"), is_appendix=True)
