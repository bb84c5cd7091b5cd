"""Known faults of sources, mended with a reason: data/corrections.yaml."""

from dataclasses import dataclass

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.core import project, yaml_schema
from ipanalytics.core.errors import CleaningError, listed
from ipanalytics.observations.table import COLUMNS, KEY, combine


@dataclass(frozen=True)
class Correction:
    """One entry; the file says what each key means."""

    source: str
    area: str
    indicator: str
    period: str
    was: float | None
    value: float
    reason: str


def load() -> dict[str, Correction]:
    """Return all corrections by id; none where the file doesn't exist."""
    path = project.data("corrections.yaml")
    if not path.is_file():
        return {}
    entries = yaml_schema.read_yaml(path)
    return {id_: yaml_schema.record(Correction, entry, f"{path.name}: {id_}") for id_, entry in entries.items()}


def apply(table: pd.DataFrame, corrections: dict[str, Correction]) -> pd.DataFrame:
    """Return a table with the corrections made; the one given stays as it is.

    A corrected figure is `derived`, and its cell says what stood there and why it was changed.

    Raises
    ------
    CleaningError
        Lists the corrections that match no figure, or another figure than they say.
    """
    if faults := [f"{id_}: {fault}" for id_, one in corrections.items() if (fault := _fault(table, one))]:
        raise CleaningError(listed("data/corrections.yaml doesn't fit the sources:", faults))
    mended = [_mended(table, one) for one in corrections.values()]
    kept = table[~_matches_any(table, corrections)]
    return combine([kept, *mended])


def _matches(table: pd.DataFrame, one: Correction) -> pd.Series:
    wanted = [one.area, one.indicator, one.period, one.source]
    return table[[*KEY, "source"]].eq(wanted).all(axis=1)


def _matches_any(table: pd.DataFrame, corrections: dict[str, Correction]) -> pd.Series:
    found = pd.Series(data=False, index=table.index)
    for one in corrections.values():
        found |= _matches(table, one)
    return found


def _fault(table: pd.DataFrame, one: Correction) -> str:
    values = table.loc[_matches(table, one), "value"].tolist()
    if one.was is None:
        known = table["source"].eq(one.source).any()
        return f"{one.source} has {values[0]:g}, expected a blank" if values else "" if known else "no such source"
    if not values:
        return f"{one.source} has no figure for {one.area} {one.indicator} {one.period}"
    return "" if values == [one.was] else f"{one.source} has {values[0]:g}, expected {one.was:g}"


def _mended(table: pd.DataFrame, one: Correction) -> pd.DataFrame:
    before = table[_matches(table, one)]
    was = "空白" if one.was is None else f"{one.was:g}"
    cell = f"{before['cell'].iloc[0] if len(before) else ''}（更正，原为{was}：{one.reason}）"
    unit = indicators.indicator(one.indicator).unit
    status = "synthetic" if before["status"].eq("synthetic").any() else "derived"
    row = [one.area, one.indicator, one.period, float(one.value), unit, one.source, status, cell]
    return pd.DataFrame([row], columns=COLUMNS)
