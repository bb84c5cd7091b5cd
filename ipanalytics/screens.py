"""The progress table as text: for a terminal, as CSV, as JSON."""

import json
import unicodedata

import pandas as pd

from ipanalytics import catalogue, divisions, labels
from ipanalytics.assessment import Assessment
from ipanalytics.progress import COLUMNS

HEADS = ("目标", "指标", "数值", "目标值", "完成比例", "序时", "滞后点", "状态", "说明")
NONE = "–"
RIGHT = ("数值", "目标值", "完成比例", "序时", "滞后点")


def as_text(made: Assessment, areas: list[str], form: str) -> str:
    """Return the rows of some areas, of all where none is named, as `table`, `csv` or `json`, in full precision."""
    rows = made.rows[made.rows["area"].isin(areas)] if areas else made.rows
    if form == "csv":
        return rows[COLUMNS].to_csv(index=False, lineterminator="\n")
    if form == "json":
        plain = rows[COLUMNS].astype(object).where(rows[COLUMNS].notna(), None)
        return json.dumps(plain.to_dict("records"), ensure_ascii=False, indent=1) + "\n"
    blocks = [_block(part, area) for area, part in rows.groupby("area", sort=False)]
    return f"{made.year}年目标进度，数据截至{labels.day(made.as_of)}\n\n" + "\n".join(blocks)


def _block(rows: pd.DataFrame, area: object) -> str:
    lines = [HEADS, *(_cells(row) for row in rows.to_dict("records"))]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(HEADS))]
    printed = ["  ".join(map(_padded, line, widths, HEADS)).rstrip() for line in lines]
    return "\n".join([labels.place(str(area), short=False), *printed, ""])


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    words, id_ = catalogue.wording(), str(row["indicator"])
    light = words.statuses[str(row["status"])]
    value, aim = _amount(row["value"], id_), _aim(row)
    return (
        str(row["target"]),
        catalogue.indicator(id_).name,
        NONE if row["kind"] == "milestone" else f"{value}（{_when(row)}）" if row["period"] else value,
        aim,
        _percent(row["progress"] if pd.notna(row["progress"]) else row["attainment"]),
        _percent(row["elapsed"]),
        NONE if pd.isna(row["lag_points"]) else f"{row['lag_points']:+.1f}",
        f"{light.shape} {light.word}",
        "；".join(_remarks(row, words)),
    )


def _amount(value: object, indicator: str) -> str:
    if catalogue.indicator(indicator).unit == "是否":
        return labels.NO_DATA if pd.isna(value) else f"{value:g}"
    return labels.quantity(float(str(value)), indicator)


def _aim(row: dict[str, object]) -> str:
    aim = float(str(row["target_value"]))
    if pd.isna(aim):
        return NONE
    return f"{100 * aim:+g}%" if row["kind"] == "growth" else _amount(aim, str(row["indicator"]))


def _when(row: dict[str, object]) -> str:
    return labels.period(str(row["period"]), str(row["indicator"]))


def _percent(share: object) -> str:
    return NONE if pd.isna(share) else f"{100 * float(str(share)):.1f}%"


def _remarks(row: dict[str, object], words: catalogue.Wording) -> list[str]:
    """Word reason, scope, missing members and flags."""
    missing = [divisions.name_of(code, short=True) for code in str(row["missing"]).split(";") if code]
    remarks = [words.reasons.get(str(row["reason"]), ""), f"缺{'、'.join(missing)}" if missing else ""]
    remarks += [words.scopes[str(row["scope"])] if row["scope"] != "own" else ""]
    return [*filter(None, remarks), *(words.flags[flag] for flag in str(row["flags"]).split(";") if flag)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, head: str) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if head in RIGHT else text + blanks
