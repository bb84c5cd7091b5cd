"""From the files of data/raw to observations, with an account of every row."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipanalytics import catalogue, derive, divisions, observations, paths, periods, sources
from ipanalytics.errors import CatalogueError, CleaningError, SourceError, listed

HEADER = ["area", "area_name", "indicator", "period", "value", "unit", "source", "status", "cell", "note"]
STATUSES = ("final", "provisional", "submitted", "derived", "synthetic")


@dataclass(frozen=True)
class Cleaned:
    """All observations, before one source is preferred, and what became of every row.

    `account` has the columns file, line, label, fate (observation, missing or
    left_out) and reason.
    """

    observations: pd.DataFrame
    account: pd.DataFrame


def clean() -> Cleaned:
    """Read every file that data/sources describes.

    Raises
    ------
    SourceError, CleaningError
        Lists all faults of all files at once, with file and line.
    """
    read = [_read(sidecar) for sidecar in sources.sidecars()]
    rows = pd.concat(read, ignore_index=True)
    if faults := _faults(rows):
        raise CleaningError(listed(f"{len(faults)} row(s) of data/raw can't be used:", faults))
    account = _account(rows)
    used = rows[account["fate"].eq("observation")]
    return Cleaned(observations.check(observations.combine([_converted(used)])), account)


def load(area: str | int = divisions.PROVINCE, as_of: str | int = "", *, real_only: bool = False) -> pd.DataFrame:
    """Return one figure an area, indicator and period, derived ones included.

    Parameters
    ----------
    area
        Only checked here, so that a misspelt place fails before anything is drawn.
    as_of
        A period; nothing that ends later is returned. Empty: everything.
    real_only
        Leave synthetic figures out.
    """
    divisions.find(area)
    preferred = observations.prefer(load_every(as_of, real_only=real_only), sources.published())
    return derive.derive(preferred, catalogue.settings())


def load_every(as_of: str | int = "", *, real_only: bool = False) -> pd.DataFrame:
    """Return the figures of all sources as published, contradictory ones beside one another."""
    table = clean().observations
    if real_only:
        table = table[table["status"] != "synthetic"]
    return observations.until(table, str(as_of)) if as_of else table


def save(cleaned: Cleaned, folder: Path) -> None:
    """Write observations.parquet and cleaning.json; both or neither."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "cleaning.json.tmp"
    draft.write_text(json.dumps(summary(cleaned), ensure_ascii=False, indent=1), encoding="utf-8")
    observations.save(cleaned.observations, folder / "observations.parquet")
    draft.replace(folder / "cleaning.json")


def summary(cleaned: Cleaned) -> dict[str, object]:
    """Return counts by file and fate, and every row that became no observation."""
    counts = pd.crosstab(cleaned.account["file"], cleaned.account["fate"])
    rest = cleaned.account[cleaned.account["fate"] != "observation"]
    return {"files": counts.to_dict("index"), "not_used": rest.to_dict("records")}


def _read(sidecar: sources.Sidecar) -> pd.DataFrame:
    path = paths.data() / "raw" / sidecar.file
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        msg = f"{path}: can't be read as CSV: {fault}"
        raise SourceError(msg) from fault
    if list(rows.columns) != HEADER:
        msg = f"{path}, line 1: found the columns {list(rows.columns)}, expected {HEADER}"
        raise SourceError(msg)
    return rows.assign(file=sidecar.file, line=rows.index + 2, described=rows["source"].isin(sidecar.sources))


def _faults(rows: pd.DataFrame) -> list[str]:
    known = catalogue.indicators()
    number = pd.to_numeric(rows["value"].where(rows["value"] != "", "0"), errors="coerce")
    wrong = {
        "value is not a number": number.isna(),
        "unknown indicator": ~rows["indicator"].isin(known),
        "source is not in the sidecar": ~rows["described"],
        f"status is not one of {', '.join(STATUSES)}": ~rows["status"].isin(STATUSES),
        "code and name disagree": ~_names_agree(rows),
    }
    found = [
        f"{r.file}, line {r.line}: {fault}: {_shown(r)}"
        for fault, mask in wrong.items()
        for r in rows[mask].itertuples()
    ]
    return [*found, *_period_faults(rows), *_unit_faults(rows[~wrong["unknown indicator"]])]


def _shown(row: tuple) -> str:
    return ", ".join(str(part) for part in row[1:8])


def _names_agree(rows: pd.DataFrame) -> pd.Series:
    """Say whether the printed name belongs to the code; 咸阳 and 渭南 may print their city's name."""
    pairs = rows[["area", "area_name"]].drop_duplicates()
    agree = {(area, name): _agrees(area, name) for area, name in pairs.itertuples(index=False)}
    return pd.Series([agree[pair] for pair in zip(rows["area"], rows["area_name"], strict=True)], index=rows.index)


def _agrees(area: str, name: str) -> bool:
    if not area:
        return name in _labels().index
    try:
        return area in divisions.table().index and divisions.find(name) in divisions.parts_of(area) + [area]
    except CleaningError:
        return False


def _labels() -> pd.Series:
    path = paths.data() / "divisions" / "not_places.csv"
    return pd.read_csv(path, dtype=str).set_index("label")["reason"]


def _period_faults(rows: pd.DataFrame) -> list[str]:
    faults = {text: _period_fault(text) for text in rows["period"].unique()}
    return [f"{r.file}, line {r.line}: {faults[r.period]}" for r in rows.itertuples() if faults[r.period]]


def _period_fault(text: str) -> str:
    try:
        periods.parse(text)
    except CleaningError as fault:
        return str(fault)
    return ""


def _unit_faults(rows: pd.DataFrame) -> list[str]:
    faults = {
        pair: _unit_fault(*pair) for pair in rows[["indicator", "unit"]].drop_duplicates().itertuples(index=False)
    }
    keyed = rows.assign(fault=[faults[pair] for pair in zip(rows["indicator"], rows["unit"], strict=True)])
    return [f"{r.file}, line {r.line}: {r.indicator}: {r.fault}" for r in keyed[keyed["fault"] != ""].itertuples()]


def _unit_fault(indicator: str, unit: str) -> str:
    try:
        catalogue.factor(unit, catalogue.indicator(indicator).unit)
    except CatalogueError as fault:
        return str(fault)
    return ""


def _account(rows: pd.DataFrame) -> pd.DataFrame:
    missing, elsewhere = rows["value"].eq(""), rows["area"].eq("")
    fate = pd.Series("observation", index=rows.index).mask(missing, "missing").mask(elsewhere, "left_out")
    reason = rows["area_name"].map(_labels()).where(elsewhere, rows["note"].where(missing, "")).fillna("")
    label = rows["area_name"] + " " + rows["indicator"] + " " + rows["period"]
    return pd.DataFrame({"file": rows["file"], "line": rows["line"], "label": label, "fate": fate, "reason": reason})


def _converted(rows: pd.DataFrame) -> pd.DataFrame:
    wanted = rows["indicator"].map({id_: item.unit for id_, item in catalogue.indicators().items()})
    pairs = list(zip(rows["unit"], wanted, strict=True))
    factors = {pair: catalogue.factor(*pair) for pair in set(pairs)}
    value = rows["value"].astype(float) * [factors[pair] for pair in pairs]
    return rows.assign(value=value.round(9), unit=wanted)[observations.COLUMNS]
