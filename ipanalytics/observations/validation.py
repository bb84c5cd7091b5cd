"""What a row must be to be an observation: every fault of a row, in words."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue.indicators import YES_NO
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError, listed
from ipanalytics.observations.table import COLUMNS, KEY, STATUSES

# Of a transcribed figure: as printed, without signs and blanks.
PRINTED = r"[0-9]{1,15}(\.[0-9]+)?"
MOST = {"flag": 1, "share": 100, "score": 100}


def check(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table when it holds what the package promises.

    Raises
    ------
    CleaningError
        Lists every fault: columns, unknown codes, ids, periods, units, statuses, values
        that are missing, negative or no number, and keys that stand twice.
    """
    if list(table.columns) != COLUMNS:
        msg = f"observations have the columns {list(table.columns)}, expected {COLUMNS}"
        raise CleaningError(msg)
    if faults := _faults(table):
        raise CleaningError(listed(f"observations have {len(faults)} fault(s):", faults))
    return table


def _faults(table: pd.DataFrame) -> list[str]:
    by_id = indicators.indicators()
    expected = table["indicator"].map({id_: item.unit for id_, item in by_id.items()})
    ranges = {id_: range_of(item) for id_, item in by_id.items()}
    most = table["indicator"].map({id_: most for id_, (_, most) in ranges.items()}).astype(float)
    signed = table["indicator"].isin([item.id for item in by_id.values() if item.signed])
    wrong = {
        "unknown area": ~table["area"].isin(places.table().index),
        "unknown indicator": ~table["indicator"].isin(by_id),
        "unknown status": ~table["status"].isin(STATUSES),
        "value is not a number": signed & ~_are_numbers(table["value"]),
        "value is not a number from 0": ~signed & ~_are_amounts(table["value"]),
        "value is more than its unit can be": pd.to_numeric(table["value"], errors="coerce").gt(most),
        "no source": table["source"].isna() | table["source"].eq(""),
        "unit is not the catalogue's": expected.notna() & table["unit"].ne(expected),
        "not a period": ~_each(table["period"], periods.is_period).astype(bool),
        "key and source stand twice": table.duplicated([*KEY, "source"], keep=False),
    }
    rows = [(fault, row) for fault, mask in wrong.items() for row in table[mask].itertuples(index=False)]
    return [f"{fault}: {' | '.join(map(str, row))}" for fault, row in rows]


def range_of(item: indicators.Indicator) -> tuple[float, float]:
    """Return the least and the most that a figure of an indicator can be."""
    if item.signed:
        return -math.inf, math.inf
    return 0, MOST.get(indicators.quantity_of(item.unit), math.inf)


def _are_numbers(values: pd.Series) -> pd.Series:
    """Say of each value whether it is a finite number; of a column of numbers at once."""
    if is_float_dtype(values.dtype):
        return pd.Series(np.isfinite(values.to_numpy()), values.index)
    return values.map(lambda value: isinstance(value, int | float) and math.isfinite(value)).astype(bool)


def _are_amounts(values: pd.Series) -> pd.Series:
    return _are_numbers(values) & pd.to_numeric(values, errors="coerce").ge(0)


def _each(column: pd.Series, say: Callable[[Any], Any]) -> pd.Series:
    """Return for each cell what a function says of it, each text looked at once."""
    numbers, texts = pd.factorize(column, use_na_sentinel=False)
    answers = np.array([say(text) for text in texts], dtype=object)
    return pd.Series(answers[numbers], index=column.index, dtype=object)


def transcription_faults(rows: pd.DataFrame) -> list[str]:
    """Name what is wrong with rows of figures that were typed from a publication, with file and line.

    Parameters
    ----------
    rows
        Text columns of a transcription, besides `file` and `line`, `described` (the sidecar has the source) and
        `fits` (the status is one of the folder's).
    """
    blank, by_id = rows["value"].eq(""), indicators.indicators()
    signed = rows["indicator"].isin([item.id for item in by_id.values() if item.signed])
    unsigned = rows["value"].str.removeprefix("-")
    place = rows["area"].where(rows["area"] != "", rows["area_name"])
    wrong = {
        "value is not a plain number": ~blank & ~rows["value"].mask(signed, unsigned).str.fullmatch(PRINTED),
        "value is empty and note gives no reason": blank & rows["note"].eq(""),
        "cell is empty": rows["cell"].eq(""),
        "unknown indicator": ~rows["indicator"].isin(by_id),
        "source is not in the sidecar": ~rows["described"],
        f"status is not one of {', '.join(STATUSES)}": ~rows["status"].isin(STATUSES),
        "status is not synthetic, as all of data/synthetic is": ~rows["fits"],
        "code and name disagree": ~_each_pair(rows, "area", "area_name", _agrees).astype(bool),
        "stands twice": rows.assign(place=place).duplicated(["place", "indicator", "period", "source"], keep=False),
    }
    faults = [
        f"{row.file}, line {row.line}: {fault}: {', '.join(map(str, row[1:8]))}"
        for fault, mask in wrong.items()
        for row in rows[mask].itertuples()
    ]
    for part, column, fault_of in (
        (rows, "period", _period_fault),
        (rows[~wrong["unknown indicator"]], "unit", _unit_fault),
    ):
        checked = part.assign(fault=_each_pair(part, "indicator", column, fault_of))
        faults += [f"{row.file}, line {row.line}: {row.fault}" for row in checked[checked["fault"].ne("")].itertuples()]
    return faults


def _each_pair(rows: pd.DataFrame, first: str, second: str, say: Callable[[str, str], Any]) -> pd.Series:
    """Return for each row what a function says of two of its cells, each pair looked at once."""
    left, lefts = pd.factorize(rows[first], use_na_sentinel=False)
    right, rights = pd.factorize(rows[second], use_na_sentinel=False)
    pairs = pd.Series(left * max(len(rights), 1) + right, index=rows.index)
    return _each(pairs, lambda pair: say(lefts[pair // len(rights)], rights[pair % len(rights)]))


def _agrees(area: str, name: str) -> bool:
    """Say whether the printed name belongs to the code; 咸阳 and 渭南 may print their city's name."""
    if not area:
        return name in places.register().labels
    try:
        return places.find(name) in (area, hierarchy.parts_of(area)[0])
    except (CatalogueError, CleaningError):
        return False


def _period_fault(indicator: str, text: str) -> str:
    """Say what is wrong with a period, "" where nothing is."""
    try:
        day = periods.parse(text).end
    except CleaningError as fault:
        return str(fault)
    item = indicators.indicators().get(indicator)
    if item and item.kind == "event" and not periods.is_period(text, shape="day"):
        return f"{indicator} is done on a day, so {text} is no period of it"
    if item and (item.kind == "stock" or item.numerator) and text != periods.moment(day):
        return f"{indicator} stands on a day, so {text} is written {periods.moment(day)}"
    return ""


def _unit_fault(indicator: str, unit: str) -> str:
    """Say what is wrong with a unit, "" where nothing is."""
    try:
        indicators.factor(unit, indicators.indicator(indicator).unit)
    except CatalogueError as fault:
        return f"{indicator}: {fault}"
    return ""


def row_faults(row: dict[str, str]) -> list[str]:
    """Name what is wrong with one row of observations given by hand."""
    faults = []
    if not places.is_place(row["area"]):
        faults.append(f"area {row['area']!r} is not a division code")
    if not periods.is_period(row["period"]):
        faults.append(f"{row['period']!r} is not a period: expected {periods.EXPECTED}")
    if row.get("status", "") not in ("", *STATUSES):
        faults.append(f"status {row['status']!r} is not one of {', '.join(STATUSES)}")
    try:
        item = indicators.indicator(row["indicator"])
        factor = indicators.factor(row.get("unit") or item.unit, item.unit)
    except CatalogueError as fault:
        return [*faults, str(fault)]
    return [*faults, *filter(None, [_value_fault(row["value"], factor, item)])]


def _value_fault(text: str, factor: float, item: indicators.Indicator) -> str:
    """Say what is wrong with a value given by hand, "" where nothing is."""
    (least, most), number = range_of(item), _number(text)
    if number is None or number < least:
        return f"value {text!r} is not a number{'' if item.signed else ' from 0'}"
    if item.unit == YES_NO and number not in (0, 1):
        return f"value {text!r} is neither 1 (yes) nor 0 (no)"
    return f"value {text!r} is more than {most}, the most that it can be" if number * factor > most else ""


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None
