"""What is drawn by hand, as files to pass on: a page that needs no network, its data, its picture."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import settings
from ipanalytics.core import files
from ipanalytics.core.errors import ReportError
from ipanalytics.core.i18n import say, sentences
from ipanalytics.interactive.tables import plain
from ipanalytics.observations.table import as_csv
from ipanalytics.publishing import browser, page
from ipanalytics.report import formatting
from ipanalytics.report.exhibits import EXHIBIT, Exhibit, Opening
from ipanalytics.report.maps import outlines
from ipanalytics.report.sections.appendix import listing

DRAWN, SHOWN, BEHIND = "图", "数据表", "数字"
HEADS = {
    "area": "地区代码", "area_name": "地区", "indicator": "指标代码", "indicator_name": "指标", "period": "时期",
    "value": "数值", "unit": "单位", "status": "性质", "publication": "出处", "cell": "位置", "source": "来源代码",
}  # fmt: skip


def save(exhibit: Exhibit, path: str | Path) -> Path:
    """Write an exhibit to a file of the kind that its name ends in; return its path.

    Parameters
    ----------
    exhibit
        What a drawing returns.
    path
        .html: a page that is read without network, with table, note and source. .png: a picture of that page, where
        a browser is there. .xlsx: the table as shown, and the figures behind it with names, publications and cells.
        .csv: see `to_csv`.

    Raises
    ------
    ReportError
        When the name ends in something else, there is no browser, or the file can't be written.
    """
    target = Path(path).expanduser()
    kind = target.suffix.lower()
    if kind not in WRITERS:
        msg = f"{target.name!r} can't be written: expected a name that ends in {', '.join(WRITERS)}"
        raise ReportError(msg)
    return files.write_atomically(target, WRITERS[kind](exhibit))


def to_csv(figures: Any, path: str | Path = "") -> str:  # noqa: ANN401
    """Return figures, or those behind an exhibit, as CSV, names beside codes; of one without figures its table.

    Parameters
    ----------
    figures
        `Figures`, a DataFrame of observations, or what a drawing returns.
    path
        Of a file to write as well; it begins with the mark by which spreadsheets know UTF-8.
    """
    if path:
        files.write_atomically(Path(path).expanduser(), _marked_csv(figures))
    return as_csv(_data(figures))


def for_readers(exhibit: Exhibit, kind: str) -> bytes:
    """Return what an exhibit shows as .csv or .xlsx, with heads and kinds of figures in words."""
    rows = exhibit.evidence.assign(status=[formatting.status(id_) for id_ in exhibit.evidence["status"]])
    data = listing.with_names(rows).rename(columns={name: say(head) for name, head in HEADS.items()})
    if kind == ".csv":
        return as_csv(data).encode("utf-8-sig")
    return listing.workbook({say(SHOWN): exhibit.table, say(BEHIND): data})


def _data(exhibit: Any) -> pd.DataFrame:  # noqa: ANN401
    if not isinstance(exhibit, Exhibit):
        return listing.with_names(plain(exhibit))
    rows = exhibit.evidence
    has_figures = len(rows) > 0 and bool(rows["source"].notna().all())
    return listing.with_names(rows) if has_figures else exhibit.table


def _marked_csv(figures: Any) -> bytes:  # noqa: ANN401
    return as_csv(_data(figures)).encode("utf-8-sig")


def _workbook(exhibit: Exhibit) -> bytes:
    shown = [table for table in (exhibit.table, *exhibit.more) if not table.empty]
    sheets = {f"{say(SHOWN)}{number if number > 1 else ''}": table for number, table in enumerate(shown, start=1)}
    data = _data(exhibit)
    return listing.workbook(sheets if data is exhibit.table and sheets else sheets | {say(BEHIND): data})


def _page(exhibit: Exhibit) -> str:
    """Return a page of one exhibit, whose finding is its title."""
    opening = Opening(exhibit.title, "", "", is_synthetic=exhibit.is_synthetic)
    part = exhibit.part() | {"figures": exhibit.drawn()}
    part["title"] = say(DRAWN if part["is_drawn"] else SHOWN)
    shown = [{EXHIBIT: opening.part()}, {EXHIBIT: part}]
    outputs = [{"output_type": "display_data", "data": data} for data in shown]
    cell = {"cell_type": "code", "source": "", "outputs": outputs}
    return page.make_page({"cells": [cell]}, footer=sentences(outlines.credit(), settings.maker())).html


def _picture(exhibit: Exhibit) -> bytes:
    browser.require()
    with tempfile.TemporaryDirectory() as folder:
        page = files.write_atomically(Path(folder, "exhibit.html"), _page(exhibit))
        browser.picture_whole([page])
        return page.with_suffix(".png").read_bytes()


WRITERS: dict[str, Callable[[Exhibit], str | bytes]] = {
    ".html": _page, ".png": _picture, ".xlsx": _workbook, ".csv": _marked_csv,
}  # fmt: skip
