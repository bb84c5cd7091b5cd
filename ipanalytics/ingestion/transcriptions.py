"""CSVs of observations typed by hand: the project's transcribed figures, and a file given with --observations."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.places import not_places
from ipanalytics.catalogue.sidecars import Sidecar
from ipanalytics.core import files
from ipanalytics.core.errors import CleaningError, SourceError, listed
from ipanalytics.observations import table, texts, validation
from ipanalytics.observations.table import COLUMNS

HEADER = ["area", "area_name", "indicator", "period", "value", "unit", "source", "status", "cell", "note"]
BOM, MARK = b"\xef\xbb\xbf", b"area"
LONGEST_HEAD = 1000
NEEDED = ["area", "indicator", "period", "value"]
BY_HAND = "final"


def is_transcription(sidecar: Sidecar) -> bool:
    """Say whether a file is a CSV of ours rather than a table as published; an empty one is a broken one of ours."""
    return sidecar.path.suffix.lower() == ".csv" and begins_as_ours(sidecar.path)


def begins_as_ours(path: Path) -> bool:
    """Say whether a CSV begins as one of ours does, or is empty."""
    with path.open("rb") as opened:
        first = opened.readline(LONGEST_HEAD).removeprefix(BOM).strip()
    return not first or first.startswith(MARK)


def read_transcription(sidecar: Sidecar) -> pd.DataFrame:
    """Read a CSV of ours, with file and line of each row."""
    rows = files.read_csv(sidecar.path, HEADER, SourceError)
    named = rows["source"].isin(sidecar.sources)
    fits = rows["status"].eq("synthetic") | (sidecar.folder != "synthetic")
    return rows.assign(file=sidecar.file, line=rows.index, described=named, fits=fits)


def unused_faults(sidecars: list[Sidecar], rows: pd.DataFrame) -> list[str]:
    """Name the sources of sidecars that no row is from."""
    used = set(rows["source"].unique())
    return [
        f"{sidecar.file}: no row is from {id_}" for sidecar in sidecars for id_ in sidecar.sources if id_ not in used
    ]


def account_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what became of each transcribed row."""
    missing, elsewhere = rows["value"].eq(""), rows["area"].eq("")
    fate = pd.Series("used", index=rows.index).mask(missing, "missing").mask(elsewhere, "check")
    reason = pd.Series("", index=rows.index)
    if (is_told := missing | elsewhere).any():
        part = rows[is_told]
        reason[is_told] = part["area_name"].map(not_places()).where(elsewhere[is_told], part["note"]).fillna("")
    label = rows["area_name"] + " " + rows["indicator"] + " " + rows["period"]
    return pd.DataFrame({"file": rows["file"], "line": rows["line"], "label": label, "fate": fate, "reason": reason})


def converted(rows: pd.DataFrame) -> pd.DataFrame:
    """Return transcribed rows as observations, values in the catalogue's units."""
    units = {id_: item.unit for id_, item in indicators.indicators().items()}
    ids, given, noted = texts.of(rows["indicator"]), texts.of(rows["unit"]), rows["note"].ne("")
    factor = texts.each_pair(ids, given, lambda id_, unit: indicators.factor(unit, units[id_]), float)
    unit = pd.Series([units[id_] for id_ in ids.texts], dtype=str).take(ids.numbers).set_axis(rows.index)
    cell = rows["cell"].copy()
    cell[noted] = rows["cell"][noted] + "（" + rows["note"][noted] + "）"
    return rows.assign(value=(rows["value"].astype(float) * factor).round(9), unit=unit, cell=cell)[table.COLUMNS]


def read_observations(path: Path) -> pd.DataFrame:
    """Read a CSV with area, indicator, period, value and, if it has them, unit, source, status, cell.

    Without a unit a value is in the catalogue's; without a source the file is it; without a status
    it is final.

    Raises
    ------
    SourceError
        When the file isn't such a CSV.
    CleaningError
        Lists every row with an unknown place, indicator, unit or status, a value that is no number
        from 0 or more than its unit can be, a key that stands already, fields too many or too few.
    """
    rows, broken = _rows(path)
    faults = [(line, fault) for line, row in rows.items() for fault in validation.row_faults(row)]
    if faults := sorted([*broken, *faults, *_repeated(rows, path)]):
        told = [f"{path.name}, line {line}: {fault}" for line, fault in faults]
        raise CleaningError(listed(f"{len(faults)} fault(s) in {path}:", told))
    made = [_observation(row, path, line) for line, row in rows.items()]
    return validation.check(pd.DataFrame(made, columns=COLUMNS).astype({"value": float}))


def _rows(path: Path) -> tuple[dict[int, dict[str, str]], list[tuple[int, str]]]:
    """Return the rows by line, and the lines that have another number of fields than the first."""
    try:
        reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), strict=True)
        header = [name.strip() for name in next(reader, [])]
        found = [(reader.line_num, [text.strip() for text in fields]) for fields in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        msg = f"{path}: can't be read as a CSV in UTF-8: {fault}"
        raise SourceError(msg) from fault
    if not set(NEEDED) <= set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        msg = f"{path}, line 1: found the columns {header}, expected {NEEDED} and any of {COLUMNS[4:]}"
        raise SourceError(msg)
    lines = {line: fields for line, fields in found if any(fields)}
    odd = {line: fields for line, fields in lines.items() if len(fields) != len(header)}
    broken = [(line, f"expected {len(header)} fields, found {fields}") for line, fields in odd.items()]
    return {line: dict(zip(header, lines[line], strict=True)) for line in lines if line not in odd}, broken


def _repeated(rows: dict[int, dict[str, str]], path: Path) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows.items():
        key = (*(row[name] for name in table.KEY), row.get("source") or path.name)
        if (first := seen.setdefault(key, line)) != line:
            yield line, f"{' '.join(key)} stands on line {first} already"


def _observation(row: dict[str, str], path: Path, line: int) -> dict[str, object]:
    unit = indicators.indicator(row["indicator"]).unit
    factor = indicators.factor(row.get("unit") or unit, unit)
    given = {"source": row.get("source") or path.name, "cell": row.get("cell") or f"line {line}"}
    status = row.get("status") or BY_HAND
    return {**row, **given, "value": float(row["value"]) * factor, "unit": unit, "status": status}
