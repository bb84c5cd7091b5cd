"""`ipanalytics progress`: the progress table as text, CSV, JSON."""

import json
import math
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.cli.language import echo, put
from ipanalytics.core import i18n
from ipanalytics.core.i18n import capital, join, say
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.progress import COLUMNS
from ipanalytics.observations import table
from ipanalytics.report import formatting, wording

RIGHT = ("数值", "目标值", "完成", "增量完成", "序时", "还差", "退回次数")


def run(  # noqa: PLR0913
    areas: Iterable[str],
    form: str,
    *,
    as_of: str,
    year: int | None,
    targets: Path | None,
    observations: Path | None,
    real_only: bool,
    lang: str,
) -> None:
    """Print the progress table."""
    codes = places.find_all({f"--area {name}": name for name in areas}).values()
    files = {"targets_file": targets, "observations_file": observations}
    judged = assessment.load_files(as_of, year or 0, real_only=real_only, **files)
    if observations is None:
        tell_refused()
    with i18n.using(lang):
        write_table(as_text(judged, list(codes), form), form)


def tell_refused() -> None:
    """Name on standard error the files of data/ that can't be used, and why."""
    for line in pipeline.refused():
        echo(f"not used: {line}", err=True)


def write_table(text: str, form: str) -> None:
    """Write a table to the output; a CSV that goes into a file begins with the mark by which Excel knows UTF-8."""
    is_file = form == "csv" and not sys.stdout.isatty()
    put(("\ufeff" if is_file else "") + text, nl=False)


def as_text(year: Assessment, areas: list[str], form: str) -> str:
    """Return the rows of some areas, of all where none is named, as `table`, `csv` or `json`, in full precision."""
    rows = year.rows[year.rows["area"].isin(areas)] if areas else year.rows
    if form == "csv":
        return table.as_csv(rows[COLUMNS])
    if form == "json":
        # JSON has no Infinity: what is beyond all numbers is none.
        finite = rows[COLUMNS].replace([math.inf, -math.inf], math.nan)
        plain = finite.astype(object).where(finite.notna(), None)
        return json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    blocks = [_block(part, area) for area, part in rows.groupby("area", sort=False)]
    day = say("数据截至{day}", day=formatting.day(year.as_of))
    return join("，", [say("{year}年目标进度", year=year.year), day]) + "\n\n" + "\n".join(blocks)


def _block(rows: pd.DataFrame, area: object) -> str:
    printed = aligned([_cells(row) for row in rows.to_dict("records")])
    return "\n".join([formatting.place(str(area), short=False), *printed, ""])


def aligned(cells: list[dict[str, str]]) -> list[str]:
    """Return rows of texts by head as lines in columns, the heads first."""
    heads = list(cells[0])
    lines = [list(map(say, heads)), *(list(line.values()) for line in cells)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(_padded, line, widths, heads)).rstrip() for line in lines]


def _cells(row: dict[str, Any]) -> dict[str, str]:
    """Return what a line says by head: what the pages say, with the period and what a note would."""
    id_, measured = str(row["indicator"]), wording.measured(row)
    if row["period"] and row["kind"] != "milestone":
        measured["数值"] += say("（{text}）", text=formatting.period(str(row["period"]), id_))
    measured["目标"] = wording.target_value(row)
    heads = {"目标": "目标值"}
    return {
        "目标": str(row["target"]),
        "指标": capital(indicators.indicator(id_).name),
        **{heads.get(name, name): text for name, text in measured.items()},
        "状态": wording.status(str(row["status"])),
        "说明": join("；", [*wording.remarks(row), *wording.scope(row), *wording.flags(row)]),
    }


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, head: str) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if head in RIGHT else text + blanks
