"""What a row must be to be an observation: every fault of a row, in words."""

import math

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue.indicators import YES_NO
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError, listed
from ipanalytics.observations import texts
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
    by_id, of = indicators.indicators(), texts.of_each(table, [*KEY, "unit", "source", "status"])
    codes = set(places.table().index)
    least = of["indicator"].each(lambda id_: range_of(by_id[id_])[0] if id_ in by_id else 0.0, float)
    most = of["indicator"].each(lambda id_: range_of(by_id[id_])[1] if id_ in by_id else math.nan, float)
    signed, is_number = np.isneginf(least), _are_numbers(table["value"])
    values = pd.to_numeric(table["value"], errors="coerce").to_numpy(dtype=float)
    wrong = {
        "unknown area": ~of["area"].each(codes.__contains__),
        "unknown indicator": ~of["indicator"].each(by_id.__contains__),
        "unknown status": ~of["status"].each(STATUSES.__contains__),
        "value is not a number": signed & ~is_number,
        "value is not a number from 0": ~signed & ~(is_number & (values >= 0)),
        "value is more than its unit can be": values > most,
        "no source": of["source"].each(lambda text: pd.isna(text) or text == ""),
        "unit is not the catalogue's": texts.each_pair(
            of["indicator"], of["unit"], lambda id_, unit: id_ in by_id and by_id[id_].unit != unit
        ),
        "not a period": ~of["period"].each(periods.is_period),
        "key and source stand twice": texts.are_twice([of[name] for name in (*KEY, "source")]),
    }
    rows = [(fault, row) for fault, mask in wrong.items() if mask.any() for row in table[mask].itertuples(index=False)]
    return [f"{fault}: {' | '.join(map(str, row))}" for fault, row in rows]


def range_of(item: indicators.Indicator) -> tuple[float, float]:
    """Return the least and the most that a figure of an indicator can be."""
    if item.signed:
        return -math.inf, math.inf
    return 0, MOST.get(indicators.quantity_of(item.unit), math.inf)


def _are_numbers(values: pd.Series) -> texts.Answers:
    """Say of each value whether it is a finite number; of a column of numbers at once."""
    if is_float_dtype(values.dtype):
        return np.isfinite(values.to_numpy())
    return np.array([isinstance(value, int | float) and math.isfinite(value) for value in values], dtype=bool)


def transcription_faults(rows: pd.DataFrame) -> list[str]:
    """Name what is wrong with rows of figures that were typed from a publication, with file and line.

    Parameters
    ----------
    rows
        Text columns of a transcription, besides `file` and `line`, `described` (the sidecar has the source) and
        `fits` (the status is one of the folder's).
    """
    by_id, of = (
        indicators.indicators(),
        texts.of_each(rows, ["area", "area_name", *KEY[1:], "unit", "source", "status"]),
    )
    blank = rows["value"].eq("").to_numpy()
    place = texts.of(rows["area"].where(rows["area"] != "", rows["area_name"]))
    is_known = of["indicator"].each(by_id.__contains__)
    wrong = {
        "value is not a plain number": ~blank & ~_are_printed(rows["value"], of["indicator"]),
        "value is empty and note gives no reason": blank & rows["note"].eq("").to_numpy(),
        "cell is empty": rows["cell"].eq("").to_numpy(),
        "unknown indicator": ~is_known,
        "source is not in the sidecar": ~rows["described"].to_numpy(dtype=bool),
        f"status is not one of {', '.join(STATUSES)}": ~of["status"].each(STATUSES.__contains__),
        "status is not synthetic, as all of data/synthetic is": ~rows["fits"].to_numpy(dtype=bool),
        "code and name disagree": ~texts.each_pair(of["area"], of["area_name"], _agrees),
        "stands twice": texts.are_twice([place, of["indicator"], of["period"], of["source"]]),
    }
    faults = [
        f"{row.file}, line {row.line}: {fault}: {', '.join(map(str, row[1:8]))}"
        for fault, mask in wrong.items()
        if mask.any()
        for row in rows[mask].itertuples()
    ]
    for second, fault_of, is_looked_at in (("period", _period_fault, True), ("unit", _unit_fault, is_known)):
        told = texts.each_pair(of["indicator"], of[second], fault_of, object)
        is_wrong = (told != "") & is_looked_at
        named = zip(rows["file"][is_wrong], rows["line"][is_wrong], told[is_wrong], strict=True)
        faults += [f"{file}, line {line}: {fault}" for file, line, fault in named]
    return faults


def _are_printed(values: pd.Series, indicator: texts.Texts) -> texts.Answers:
    """Say of each text whether it is a plain number, one below 0 only where the indicator can be."""
    by_id = indicators.indicators()
    can_be_below = indicator.each(lambda id_: id_ in by_id and by_id[id_].signed)
    unsigned = values.mask(can_be_below, values.str.removeprefix("-")) if can_be_below.any() else values
    return unsigned.str.fullmatch(PRINTED).to_numpy(dtype=bool)


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
