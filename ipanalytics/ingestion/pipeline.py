"""From the files that data/sources describes to observations, with an account of every row."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, settings, sources
from ipanalytics.catalogue.places import find, name_of, province
from ipanalytics.core import files, project
from ipanalytics.core.errors import CleaningError, SourceError, listed
from ipanalytics.ingestion import audit, extract, transcriptions
from ipanalytics.ingestion.audit import Asked
from ipanalytics.observations import consistency, corrections, derivation, storage, validation
from ipanalytics.observations.table import combine, prefer, until


@dataclass(frozen=True)
class Cleaned:
    """All observations, before one source is preferred, and what became of every row.

    `account` has the columns file, line, label, fate (of audit.FATES: used, missing,
    check …) and reason; of a table as published it has a row a cell, `line` being the cell.
    """

    observations: pd.DataFrame
    account: pd.DataFrame


@project.held()
def clean() -> Cleaned:
    """Read every file that data/sources describes; files that didn't change are read once a process.

    Raises
    ------
    SourceError, CleaningError
        Lists all faults of all files at once, with file and line.
    """
    kept = _cleaned()
    return Cleaned(kept.observations.copy(), kept.account.copy())


@project.cached_for_project("data", most=2)
def _cleaned() -> Cleaned:
    sidecars = sources.sidecars()
    transcribed = [sidecar for sidecar in sidecars if transcriptions.is_transcription(sidecar)]
    read = _read_all(transcriptions.read_transcription, transcribed)
    rows = pd.concat([transcriptions.no_rows(), *read], ignore_index=True)
    if faults := [*validation.transcription_faults(rows), *transcriptions.unused_faults(transcribed, rows)]:
        raise CleaningError(listed(f"{len(faults)} fault(s) in transcribed figures:", faults))
    account = transcriptions.account_of(rows)
    used = rows[account["fate"].eq("used")]
    tables = _read_all(_read_table, [sidecar for sidecar in sidecars if sidecar not in transcribed])
    found = combine([transcriptions.converted(used), *(table.observations for table in tables)])
    mended = corrections.apply(found, corrections.load())
    return Cleaned(validation.check(mended), pd.concat([account, *map(_rows_of, tables)], ignore_index=True))


def _read_table(sidecar: sources.Sidecar) -> audit.Extraction:
    """Read a table as an office or a yearbook published it."""
    if len(sidecar.sources) != 1:
        msg = f"{sidecar.file}: its sidecar describes {len(sidecar.sources)} sources, expected one for a table"
        raise SourceError(msg)
    ((source, publication),) = sidecar.sources.items()
    asked = Asked(period=sidecar.period, publication=f"{publication.title} {publication.published or ''}")
    read = extract.extract_confined(sidecar.path, source=source, status=sidecar.status, asked=asked)
    places = read.observations["area"].replace(sidecar.means or {})
    return audit.Extraction(read.observations.assign(area=places), read.account)


def _rows_of(read: audit.Extraction) -> pd.DataFrame:
    """Return the account of a table in the columns of the account."""
    named = read.account.rename(columns={"cell": "line", "text": "label"})
    return named.assign(file=named["file"].map(_name))


def _name(file: str) -> str:
    return Path(file).name


def load(area: str | int = "", as_of: str | int = "", *, real_only: bool = False) -> pd.DataFrame:
    """Return one figure an area, indicator and period, derived ones included.

    Parameters
    ----------
    area
        The place that a report is about; empty: the province. Only checked here, so that a misspelt one, or one that
        reports don't cover, fails before anything is drawn.
    as_of
        A period; nothing that ends later is returned. Empty: everything.
    real_only
        Leave synthetic figures out.
    """
    if area:
        refuse_elsewhere(find(area))
    preferred = prefer(load_every(as_of, real_only=real_only), sources.published())
    return derivation.derive(preferred, settings.settings())


def refuse_elsewhere(area: str) -> None:
    """Refuse a place that reports don't cover: anything but the province, its regions and units."""
    if area != province() and (province() not in hierarchy.ancestors(area) or "+" in area):
        whole = name_of(province(), short=True)
        msg = f"there is no report of {name_of(area)} ({area}): expected {whole}, one of its regions or units"
        raise CleaningError(msg)


def load_every(as_of: str | int = "", *, real_only: bool = False) -> pd.DataFrame:
    """Return the figures of all sources as published, contradictory ones beside one another."""
    table = storage.cached(lambda: clean().observations)
    if real_only:
        table = table[table["status"] != "synthetic"].reset_index(drop=True)
    return table if as_of == "" else until(table, str(as_of))


def save(cleaned: Cleaned, folder: Path) -> dict[str, Any]:
    """Write observations.parquet and cleaning.json, both or neither, and return what the latter holds."""
    told = summary(cleaned)
    account = json.dumps(told, ensure_ascii=False, indent=1)
    table = storage.as_parquet(cleaned.observations)
    files.write_together({folder / "observations.parquet": table, folder / "cleaning.json": account})
    return told


def summary(cleaned: Cleaned) -> dict[str, Any]:
    """Return counts by file and fate, what became no observation and why, failed checks and corrections."""
    counts = pd.crosstab(cleaned.account["file"], cleaned.account["fate"])
    rest = cleaned.account[cleaned.account["fate"].isin(["missing", "left_out", "check"])]
    return {
        "files": counts.to_dict("index"),
        "not_used": rest.to_dict("records"),
        "failed_checks": consistency.run(cleaned.observations),
        "corrections": sorted(corrections.load()),
    }


def _read_all(read: Callable[[sources.Sidecar], Any], sidecars: list[sources.Sidecar]) -> list[Any]:
    found, faults = [], []
    for sidecar in sidecars:
        try:
            found.append(read(sidecar))
        except SourceError as fault:
            faults.append(str(fault))
    if faults:
        raise SourceError(listed(f"{len(faults)} file(s) can't be used:", faults))
    return found
