"""`ipanalytics progress`: the progress table as text, CSV, JSON."""

import argparse
import io
import json
import math
import sys
import unicodedata
from pathlib import Path

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.cli import output
from ipanalytics.monitoring import assessment
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.progress import COLUMNS
from ipanalytics.observations import table
from ipanalytics.report import formatting, wording

HEADS = ("目标", "指标", "数值", "目标值", "完成比例", "序时", "滞后点", "状态", "说明")
RIGHT = ("数值", "目标值", "完成比例", "序时", "滞后点")


def add_progress(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `progress`."""
    progress = commands.add_parser("progress", help="judge the targets of a year: one row an area and target")
    progress.add_argument("--year", type=output.positive, default=0, help="of the targets (default: the newest)")
    progress.add_argument("--as-of", default="", help="figures that end later don't count: 2022-09")
    progress.add_argument("--area", action="append", default=[], help="code or name; may be given again (default: all)")
    progress.add_argument("--targets", type=Path, help="a file of targets instead of data/catalogue/targets")
    progress.add_argument("--observations", type=Path, help="a CSV of observations; then nothing else is read")
    progress.add_argument("--real-only", action="store_true", help="leave synthetic figures out")
    progress.add_argument(
        "--format", choices=["table", "csv", "json"], default="table", help="form of the output (default: table)"
    )
    progress.set_defaults(run=run_progress)


def run_progress(given: argparse.Namespace) -> int:
    """Print the progress table."""
    areas = places.find_all({f"--area {name}": name for name in given.area}).values()
    made = assessment.load_files(
        given.as_of,
        given.year,
        real_only=given.real_only,
        targets_file=given.targets,
        observations_file=given.observations,
    )
    write_table(as_text(made, list(areas), given.format), given.format)
    return 0


def use_utf8() -> None:
    """Write UTF-8 whatever the console says; half a character of a damaged file is written as its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_table(text: str, form: str) -> None:
    """Write a table to the output; a CSV that goes into a file begins with the mark by which Excel knows UTF-8."""
    is_file = form == "csv" and not sys.stdout.isatty()
    sys.stdout.write(("\ufeff" if is_file else "") + text)


def as_text(made: Assessment, areas: list[str], form: str) -> str:
    """Return the rows of some areas, of all where none is named, as `table`, `csv` or `json`, in full precision."""
    rows = made.rows[made.rows["area"].isin(areas)] if areas else made.rows
    if form == "csv":
        return table.as_csv(rows[COLUMNS])
    if form == "json":
        # JSON has no Infinity: what is beyond all numbers is none.
        finite = rows[COLUMNS].replace([math.inf, -math.inf], math.nan)
        plain = finite.astype(object).where(finite.notna(), None)
        return json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    blocks = [_block(part, area) for area, part in rows.groupby("area", sort=False)]
    return f"{made.year}年目标进度，数据截至{formatting.day(made.as_of)}\n\n" + "\n".join(blocks)


def _block(rows: pd.DataFrame, area: object) -> str:
    lines = [HEADS, *(_cells(row) for row in rows.to_dict("records"))]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(HEADS))]
    printed = ["  ".join(map(_padded, line, widths, HEADS)).rstrip() for line in lines]
    return "\n".join([formatting.place(str(area), short=False), *printed, ""])


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    id_ = str(row["indicator"])
    value = wording.amount(row["value"], id_) + (
        f"（{formatting.period(str(row['period']), id_)}）" if row["period"] else ""
    )
    return (
        str(row["target"]),
        indicators.indicator(id_).name,
        wording.NONE if row["kind"] == "milestone" else value,
        wording.NONE if row["kind"] == "milestone" else wording.aim(row),
        wording.percent(row["progress"] if pd.notna(row["progress"]) else row["attainment"]),
        wording.percent(row["elapsed"]),
        wording.NONE if pd.isna(row["lag_points"]) else f"{row['lag_points']:+z.1f}",
        wording.status(str(row["status"])),
        "；".join([*wording.remarks(row), *wording.scope(row), *wording.flags(row)]),
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, head: str) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if head in RIGHT else text + blanks
