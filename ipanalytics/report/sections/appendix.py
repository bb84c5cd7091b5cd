"""The end of a report: every published figure, contradictions, sources, and the data to take away."""

import base64
import io
from datetime import UTC, datetime

import pandas as pd
import xlsxwriter

from ipanalytics.catalogue import hierarchy, indicators, settings, sources
from ipanalytics.catalogue.places import NATION, codes, level_of
from ipanalytics.core.i18n import join, plain, quote, say, sentences
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import table as observations_table
from ipanalytics.observations.table import KEY, latest, select
from ipanalytics.report import formatting
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.markup import Drawing
from ipanalytics.report.sections import reads, section

BACKGROUND = ("population", "gdp")
# A fixed day, so that the same data gives the same bytes.
STAMP = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHEETS = ("进度", "数据", "来源")
WIDTH = 16
PROSE = (
    "数据表里是评价目标进度所用的每一个数，带来源、文件内的位置；工作簿另有进度表和来源表。文件就在本页里，不需要联网。"
)


def list_published(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List the latest figure of every indicator, and name the indicators without one."""
    rows = select(table, area=_places(area))
    made_up = rows["status"] == "synthetic"
    ordered = _in_catalogue_order(pd.concat([latest(rows[~made_up]), latest(rows[made_up])]))
    shown = _figures(ordered, page_sources(table, every, area), area)
    title, note = _coverage(ordered, area)
    other = say("每项只列最近一期，有演示数据的另列一行。") if made_up.any() else say("每项只列最近一期。")
    prose = sentences(other, say("没有找到公布数字的写无数据，不估算、不推测。"))
    exhibit = Exhibit(title, shown, ordered, note=note, has_source_line=False)
    return Section(say("各项指标的最新数字"), (exhibit,), prose)


def _coverage(rows: pd.DataFrame, area: str) -> tuple[str, str]:
    """Count the indicators of intellectual property that a place, or a unit of a region, has a figure for."""
    own = rows[rows["area"].isin([area, *_inside(area)]) & rows["indicator"].isin(_counted())]
    known = set(own["indicator"])
    published = set(own.loc[~own["status"].isin(["derived", "synthetic"]), "indicator"])
    made_up = set(own.loc[own["status"] == "synthetic", "indicator"]) - published
    lacking = [indicators.indicator(id_).name for id_ in _counted() if id_ not in known]
    derived = len(known - published - made_up)
    counts = [
        say("{count}项指标有公布数", count=len(published)),
        *([say("{count}项由公布数计算", count=derived)] if derived else []),
        *([say("{count}项只有演示数据", count=len(made_up))] if made_up else []),
        say("{count}项无数据", count=len(lacking)),
    ]
    whose = say("{place}区域内单元" if _inside(area) else "{place}", place=formatting.place(area))
    title = say("{whose}：{counts}", whose=whose, counts=join("，", counts))
    return title, say("无数据：{names}。", names=join("、", lacking)) if lacking else ""


def _counted() -> list[str]:
    return [id_ for id_ in indicators.measured() if id_ not in BACKGROUND]


def _places(area: str) -> list[str]:
    """Return the place, the units inside a region, and whole cities that contain it."""
    around = [code for code in hierarchy.composites() if area in hierarchy.parts_of(code)]
    return [*dict.fromkeys([area, *_inside(area), *around])]


def _inside(area: str) -> list[str]:
    return hierarchy.members(area) if level_of(area) == "region" else []


def _in_catalogue_order(rows: pd.DataFrame) -> pd.DataFrame:
    order = {id_: number for number, id_ in enumerate(indicators.indicators())}
    ordered = rows.assign(order=rows["indicator"].map(order)).sort_values(["area", "order"], kind="stable")
    return ordered.drop(columns="order")


def page_sources(table: pd.DataFrame, every: pd.DataFrame, area: str) -> dict[str, int]:
    """Give the publications behind a page's figures, and the census, their numbers; ids of one page share one.

    A county's page has no map of the census.
    """
    census = select(
        every,
        area=codes("unit") if level_of(area) != "county" else [],
        indicator="population",
        period=settings.settings().census_days[-1],
    )
    own = [select(rows, area=_places(area)) for rows in (table, every)]
    ids = sources.ids_of(pd.concat([*own, census])["source"])
    publications = list(dict.fromkeys(_publication(id_) for id_ in ids))
    return {id_: publications.index(_publication(id_)) + 1 for id_ in ids}


def _publication(id_: str) -> tuple[str, str]:
    source = sources.load()[id_]
    page = source.url or source.seen_at
    return (page, "") if page and source.seen == "reprint" else (sources.cite(id_), page or "")


def _figures(rows: pd.DataFrame, numbered: dict[str, int], area: str) -> pd.DataFrame:
    keyed = list(zip(rows["period"], rows["indicator"], rows["value"], strict=True))
    columns = pd.DataFrame(
        {
            "地区": [formatting.place(code) for code in rows["area"]],
            "指标": [indicators.indicator(id_).name for id_ in rows["indicator"]],
            "数值": [formatting.quantity(value, id_) for _, id_, value in keyed],
            "时期": [formatting.period(period, id_) for period, id_, _ in keyed],
            "性质": list(map(formatting.status, rows["status"])),
            "来源": [_numbers(text, numbered) for text in rows["source"]],
            "出处与说明": [formatting.origin(text) for text in rows["cell"]],
        }
    )
    return columns.drop(columns="地区") if set(rows["area"]) == {area} else columns


def _numbers(source: str, numbered: dict[str, int]) -> str:
    return "".join(f"[{number}]" for number in sorted({numbered[id_] for id_ in source.split(sources.SEPARATOR)}))


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
    shown = _figures(clash, page_sources(table, every, area), area).assign(
        采用=[say("采用") if taken else "" for taken in used]
    )
    title = say("{count}个数字，不同来源说法不一", count=clash.groupby(KEY).ngroups)
    note = say("取舍规则：公布数先于初步数、报送数、计算数；同类取发布较晚的来源。未采用的数仍保留在数据里。")
    return Section(say("来源之间的矛盾"), (Exhibit(title, shown, clash, note=note, has_source_line=False),))


def list_sources(table: pd.DataFrame, every: pd.DataFrame, area: str) -> Section:
    """List the publications behind an area's figures, and where each was seen."""
    first = {number: id_ for id_, number in reversed(page_sources(table, every, area).items())}
    shown = _publications(dict(sorted(first.items())))
    seen = int(shown["所见版本"].eq(formatting.seen("reprint")).sum()) if len(shown) else 0
    title = _sources_title(len(shown), seen)
    evidence = select(every, area=_places(area))
    return Section(say("来源"), (Exhibit(title, shown, evidence, has_source_line=False),))


def _sources_title(count: int, seen: int) -> str:
    """Say how many publications there are, and of how many only a reprint was seen."""
    if not count:
        return say("没有找到公布数字的出版物")
    which = say("都只见到转载") if seen == count else say("都见到原件")
    if 0 < seen < count:
        which = say("其中{count}种只见到转载", count=seen)
    return say("本页数字来自{count}种出版物，{which}", count=count, which=which)


def _publications(numbered: dict[int, str]) -> pd.DataFrame:
    known = sources.load()
    return pd.DataFrame(
        [
            {
                "编号": f"[{number}]",
                "出版物": sources.cite(id_),
                "发布": known[id_].published or say("日期未注明"),
                "所见版本": formatting.seen(known[id_].seen),
                "网址": quote(known[id_].url or known[id_].seen_at or ""),
            }
            for number, id_ in numbered.items()
        ]
    )


@section(reads=[reads.judged])
def offer_data(made: Assessment, area: str) -> Section:
    """Offer what the page's progress was made from, of the area, its members, its region and the province."""
    rows = made.rows[made.rows["area"].isin(_around(area))]
    if rows.empty:
        return Section("")
    used = progress.evidence(made.table, rows)
    name = f"{area}_{made.as_of}"
    files = {"csv": as_csv(used), "xlsx": as_workbook(rows, used)}
    links = [_link(f"{name}.{kind}", kind, content) for kind, content in files.items()]
    title = say("{figures}个数字，{rows}行进度", figures=len(used), rows=len(rows))
    exhibit = Exhibit(
        title, pd.DataFrame(), used, has_source_line=False,
        drawing=Drawing("downloads.html.j2", {"files": links}),
    )  # fmt: skip
    return Section(say("下载数据"), (exhibit,), say(PROSE))


def _around(area: str) -> list[str]:
    upward = [code for code in hierarchy.ancestors(area) if code != NATION]
    return list(dict.fromkeys([*upward, area, *hierarchy.members(area)]))


def _link(name: str, kind: str, content: bytes) -> dict[str, str]:
    size = say("（{text}）", text=f"{len(content) / 1000:,.0f} kB")
    return {"name": name, "type": TYPES[kind], "content": base64.b64encode(content).decode(), "size": size}


def as_csv(used: pd.DataFrame) -> bytes:
    """Return observations with names and publications beside the codes, as CSV with a BOM."""
    return observations_table.as_csv(_named(used)).encode("utf-8-sig")


def _named(used: pd.DataFrame) -> pd.DataFrame:
    cited = {id_: sources.cite(id_, plain=True) for id_ in sources.ids_of(used["source"])}
    publications = [join("；", [cited[id_] for id_ in text.split(sources.SEPARATOR)]) for text in used["source"]]
    named = used.assign(
        area_name=[formatting.place(code, short=False) for code in used["area"]],
        indicator_name=[indicators.indicator(id_).name for id_ in used["indicator"]],
        publication=publications,
        cell=[plain(formatting.origin(text)) for text in used["cell"]],
        unit=[say(unit) for unit in used["unit"]],
    )
    names = ["area", "area_name", "indicator", "indicator_name", "period", "value", "unit", "status"]
    return named[[*names, "publication", "cell", "source"]]


def as_workbook(rows: pd.DataFrame, used: pd.DataFrame) -> bytes:
    """Return an .xlsx with a sheet each of progress, observations and publications."""
    places = [formatting.place(code, short=False) for code in rows["area"]]
    words = settings.wording().statuses
    told = rows[progress.COLUMNS].assign(status_word=[words[id_].word for id_ in rows["status"]])
    told.insert(1, "area_name", places)
    tables = (told, _named(used), _download_publications(used))
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        book.set_properties({"created": STAMP, "title": "ipanalytics"})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, table in zip(SHEETS, tables, strict=True):
            _fill(book.add_worksheet(say(name)), table, bold)
    return stream.getvalue()


def _fill(sheet: "xlsxwriter.worksheet.Worksheet", table: pd.DataFrame, bold: "xlsxwriter.format.Format") -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, WIDTH)
    sheet.write_row(0, 0, list(table.columns), bold)
    for number, row in enumerate(table.itertuples(index=False), start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, value: object) -> None:
    """Write text as text, never as a formula or a link; leave out what is missing."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        if pd.notna(value):
            sheet.write_number(row, column, value)
    elif value is not None and not (isinstance(value, float) and pd.isna(value)):
        sheet.write_string(row, column, str(value))


def _download_publications(used: pd.DataFrame) -> pd.DataFrame:
    known = sources.load()
    return pd.DataFrame(
        [
            {
                "source": id_,
                "publication": sources.cite(id_, plain=True),
                "published": known[id_].published or "",
                "seen": known[id_].seen,
                "url": known[id_].url or known[id_].seen_at or "",
            }
            for id_ in sources.ids_of(used["source"])
        ]
    )
