"""The data of a page as files inside it: a CSV that Excel reads, a workbook with progress, data and sources."""

import base64
import io
from datetime import UTC, datetime

import pandas as pd
import xlsxwriter

from ipanalytics import labels
from ipanalytics.catalogue import hierarchy, indicators, settings, sources
from ipanalytics.catalogue.places import NATION
from ipanalytics.core.i18n import join, plain, say
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment

# A fixed day, so that the same data gives the same bytes.
STAMP = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SHEETS = ("进度", "数据", "来源")
WIDTH = 16
PROSE = (
    "数据表里是评价目标进度所用的每一个数，带来源、文件内的位置；工作簿另有进度表和来源表。文件就在本页里，不需要联网。"
)


def offer_data(made: Assessment, area: str) -> Section:
    """Offer what the page's progress was made from, of the area, its members, its region and the province."""
    rows = made.rows[made.rows["area"].isin(_around(area))]
    if rows.empty:
        return Section("")
    used = progress.evidence(made.table, rows)
    name = f"{area}_{made.as_of}"
    files = {"csv": as_csv(used), "xlsx": as_workbook(rows, used)}
    links = "".join(f"<li>{_link(f'{name}.{kind}', kind, content)}</li>" for kind, content in files.items())
    title = say("{figures}个数字，{rows}行进度", figures=len(used), rows=len(rows))
    exhibit = Exhibit(
        title, pd.DataFrame(), used, has_source_line=False,
        markup=f'<ul class="downloads">{links}</ul>',
    )  # fmt: skip
    return Section(say("下载数据"), (exhibit,), say(PROSE))


def _around(area: str) -> list[str]:
    upward = [code for code in hierarchy.ancestors(area) if code != NATION]
    return list(dict.fromkeys([*upward, area, *hierarchy.members(area)]))


def _link(name: str, kind: str, content: bytes) -> str:
    data = base64.b64encode(content).decode()
    size = f"{len(content) / 1000:,.0f} kB"
    return f'<a download="{name}" href="data:{TYPES[kind]};base64,{data}">{name}</a>{say("（{text}）", text=size)}'


def as_csv(used: pd.DataFrame) -> bytes:
    """Return observations with names and publications beside the codes, as CSV with a BOM."""
    return _named(used).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _named(used: pd.DataFrame) -> pd.DataFrame:
    cited = {id_: sources.cite(id_, plain=True) for id_ in sources.ids_of(used["source"])}
    publications = [join("；", [cited[id_] for id_ in text.split(sources.SEPARATOR)]) for text in used["source"]]
    named = used.assign(
        area_name=[labels.place(code, short=False) for code in used["area"]],
        indicator_name=[indicators.indicator(id_).name for id_ in used["indicator"]],
        publication=publications,
        cell=[plain(labels.origin(text)) for text in used["cell"]],
        unit=[say(unit) for unit in used["unit"]],
    )
    names = ["area", "area_name", "indicator", "indicator_name", "period", "value", "unit", "status"]
    return named[[*names, "publication", "cell", "source"]]


def as_workbook(rows: pd.DataFrame, used: pd.DataFrame) -> bytes:
    """Return an .xlsx with a sheet each of progress, observations and publications."""
    places = [labels.place(code, short=False) for code in rows["area"]]
    words = settings.wording().statuses
    told = rows[progress.COLUMNS].assign(status_word=[words[id_].word for id_ in rows["status"]])
    told.insert(1, "area_name", places)
    tables = (told, _named(used), _publications(used))
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


def _publications(used: pd.DataFrame) -> pd.DataFrame:
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
