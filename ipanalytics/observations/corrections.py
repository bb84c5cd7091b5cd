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
    """Return all corrections by id; none where the file doesn't exist, or holds remarks only."""
    path = project.data("corrections.yaml")
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    if all(line.startswith(b"#") for line in filter(None, map(bytes.strip, lines))):
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
    if faults := [f"{id_}: {fault}" for id_, correction in corrections.items() if (fault := _fault(table, correction))]:
        raise CleaningError(listed("data/corrections.yaml doesn't fit the sources:", faults))
    if not corrections:
        return table
    mended = [_mended(table, correction) for correction in corrections.values()]
    kept = table[~_matches_any(table, corrections)]
    return combine([kept, *mended])


def _matches(table: pd.DataFrame, correction: Correction) -> pd.Series:
    key = [correction.area, correction.indicator, correction.period, correction.source]
    return table[[*KEY, "source"]].eq(key).all(axis=1)


def _matches_any(table: pd.DataFrame, corrections: dict[str, Correction]) -> pd.Series:
    is_corrected = pd.Series(data=False, index=table.index)
    for correction in corrections.values():
        is_corrected |= _matches(table, correction)
    return is_corrected


def _fault(table: pd.DataFrame, correction: Correction) -> str:
    values = table.loc[_matches(table, correction), "value"].tolist()
    if correction.was is None:
        is_source = table["source"].eq(correction.source).any()
        return (
            f"{correction.source} has {values[0]:g}, expected a blank"
            if values
            else ""
            if is_source
            else "no such source"
        )
    if not values:
        return f"{correction.source} has no figure for {correction.area} {correction.indicator} {correction.period}"
    return "" if values == [correction.was] else f"{correction.source} has {values[0]:g}, expected {correction.was:g}"


def _mended(table: pd.DataFrame, correction: Correction) -> pd.DataFrame:
    before = table[_matches(table, correction)]
    was = "空白" if correction.was is None else f"{correction.was:g}"
    cell = f"{before['cell'].iloc[0] if len(before) else ''}（更正，原为{was}：{correction.reason}）"
    unit = indicators.indicator(correction.indicator).unit
    status = "synthetic" if before["status"].eq("synthetic").any() else "derived"
    row = [
        correction.area,
        correction.indicator,
        correction.period,
        float(correction.value),
        unit,
        correction.source,
        status,
        cell,
    ]
    return pd.DataFrame([row], columns=COLUMNS)
