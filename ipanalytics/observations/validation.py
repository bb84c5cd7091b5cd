"""What a row must be to be an observation: every fault of a row, in words."""

import math
from collections.abc import Callable

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue.indicators import YES_NO
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, CleaningError, listed
from ipanalytics.observations.table import COLUMNS, KEY, STATUSES

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
    known = indicators.indicators()
    wanted = table["indicator"].map({id_: item.unit for id_, item in known.items()})
    most = table["unit"].map(indicators.units()["quantity"]).map(MOST).astype(float)
    wrong = {
        "unknown area": ~table["area"].isin(places.table().index),
        "unknown indicator": ~table["indicator"].isin(known),
        "unknown status": ~table["status"].isin(STATUSES),
        "value is not a number from 0": ~table["value"].map(_is_amount).astype(bool),
        "value is more than its unit can be": pd.to_numeric(table["value"], errors="coerce").gt(most),
        "no source": table["source"].isna() | table["source"].eq(""),
        "unit is not the catalogue's": wanted.notna() & table["unit"].ne(wanted),
        "not a period": ~table["period"].map(periods.is_period).astype(bool),
        "key and source stand twice": table.duplicated([*KEY, "source"], keep=False),
    }
    return [f"{fault}: {_worded(row)}" for fault, mask in wrong.items() for row in table[mask].itertuples()]


def _worded(row: tuple) -> str:
    return " | ".join(str(part) for part in row[1:])


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < math.inf


def names_agree(rows: pd.DataFrame) -> pd.Series:
    """Say whether the printed name belongs to the code; 咸阳 and 渭南 may print their city's name."""
    pairs = rows[["area", "area_name"]].drop_duplicates()
    agree = {(area, name): _agrees(area, name) for area, name in pairs.itertuples(index=False)}
    if all(agree.values()):
        return pd.Series(data=True, index=rows.index)
    found = [agree[pair] for pair in zip(rows["area"], rows["area_name"], strict=True)]
    return pd.Series(found, index=rows.index, dtype=bool)


def _agrees(area: str, name: str) -> bool:
    if not area:
        return name in places.not_places().index
    try:
        return places.find(name) in (area, hierarchy.parts_of(area)[0])
    except (CatalogueError, CleaningError):
        return False


def pair_faults(rows: pd.DataFrame, column: str, fault_of: Callable[[str, str], str]) -> list[str]:
    """Word what is wrong with each indicator's periods or units, each pair looked at once."""
    pairs = rows[["indicator", column]].drop_duplicates().itertuples(index=False, name=None)
    faults = {pair: fault for pair in pairs if (fault := fault_of(*pair))}
    told = rows[rows["indicator"].isin({pair[0] for pair in faults}) & rows[column].isin({pair[1] for pair in faults})]
    keyed = zip(told["file"], told["line"], zip(told["indicator"], told[column], strict=True), strict=True)
    return [f"{file}, line {line}: {faults[pair]}" for file, line, pair in keyed if pair in faults]


def period_fault(indicator: str, text: str) -> str:
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


def unit_fault(indicator: str, unit: str) -> str:
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
    return [*faults, *(_unit_faults(row) or _value_faults(row))]


def _unit_faults(row: dict[str, str]) -> list[str]:
    try:
        unit = indicators.indicator(row["indicator"]).unit
        indicators.factor(row.get("unit") or unit, unit)
    except CatalogueError as fault:
        return [str(fault)]
    return []


def _value_faults(row: dict[str, str]) -> list[str]:
    value, unit = _number(row["value"]), indicators.indicator(row["indicator"]).unit
    if value is None:
        return [f"value {row['value']!r} is not a number from 0"]
    if unit == YES_NO and value not in (0, 1):
        return [f"value {row['value']!r} is neither 1 (yes) nor 0 (no)"]
    most = MOST.get(indicators.units()["quantity"][unit], math.inf)
    if value * indicators.factor(row.get("unit") or unit, unit) > most:
        return [f"value {row['value']!r} is more than {most}, the most that it can be"]
    return []


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < math.inf and "_" not in text else None
