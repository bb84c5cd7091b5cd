"""From the files that data/sources describes to observations, with an account of every row."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, settings, sources
from ipanalytics.catalogue.places import find, name_of, province
from ipanalytics.catalogue.sidecars import Fault, Sidecar
from ipanalytics.core import files, project
from ipanalytics.core.errors import CleaningError, IPAnalyticsError, SourceError, listed
from ipanalytics.ingestion import audit, extract, transcriptions
from ipanalytics.ingestion.audit import Asked
from ipanalytics.observations import checks, consistency, corrections, derivation, storage, validation
from ipanalytics.observations.checks import Failure
from ipanalytics.observations.table import SUBMITTED, combine, prefer, until

REFUSED = "refused"
ACCOUNT = ["file", "line", "label", "fate", "reason"]
NOT_USED = ("missing", "left_out", "check", REFUSED)


@dataclass(frozen=True)
class Cleaned:
    """All observations, before one source is preferred, and what became of every row.

    `account` has the columns file, line, label, fate (of audit.FATES: used, missing,
    check …) and reason; of a table as published it has a row a cell, `line` being the cell. A fault
    that costs a whole file is a row too, its fate "refused". `misfits` are printed totals that aren't the sum of their
    rows.
    """

    observations: pd.DataFrame
    account: pd.DataFrame
    misfits: tuple[Failure, ...] = ()

    @property
    def refused(self) -> list[str]:
        """What is wrong with files that can't be used."""
        return self.account.loc[self.account["fate"].eq(REFUSED), "reason"].tolist()


@dataclass(frozen=True)
class _Part:
    """What one file gives: checked observations, and what became of its rows."""

    observations: pd.DataFrame
    account: pd.DataFrame
    misfits: tuple[Failure, ...] = ()


@project.held()
def clean() -> Cleaned:
    """Read every file that data/sources describes; files that didn't change are read once a process.

    A file that can't be used costs only its own figures: the account says why.

    Raises
    ------
    SourceError
        When no file can be used; lists all faults of all files, with file and line.
    CleaningError
        When a correction doesn't fit.
    """
    kept = _cleaned()
    return Cleaned(kept.observations.copy(deep=False), kept.account.copy(deep=False), kept.misfits)


@project.cached_for_project("data", most=2)
def _cleaned() -> Cleaned:
    sidecars = sources.sidecars()
    transcribed = [sidecar for sidecar in sidecars if transcriptions.is_transcription(sidecar)]
    typed, wrong = _read_all(_read_transcription, transcribed)
    tables, unreadable = _read_all(_read_table, [sidecar for sidecar in sidecars if sidecar not in transcribed])
    faults = [*sources.faults(), *wrong, *unreadable]
    if not (parts := [*typed, *tables]):
        raise SourceError(listed(f"{len(faults)} file(s) can't be used:", [fault.text for fault in faults]))
    found = combine([part.observations for part in parts])
    fitting, unfit = _fitting(found, is_whole=not faults)
    mended = corrections.apply(found, fitting)
    refused = [(fault.file.rpartition("/")[2], "", "", REFUSED, fault.text) for fault in [*faults, *unfit]]
    told = [pd.DataFrame(refused, columns=ACCOUNT).astype({"line": object})] if refused else []
    account = pd.concat([*(part.account for part in parts), *told], ignore_index=True)
    return Cleaned(validation.check(mended), account, tuple(misfit for part in parts for misfit in part.misfits))


def _fitting(found: pd.DataFrame, *, is_whole: bool) -> tuple[dict[str, corrections.Correction], list[Fault]]:
    """Return the corrections to make; where files can't be used, those of sources that aren't there are set aside."""
    every = corrections.load()
    aside = {} if is_whole else {id_: one for id_, one in every.items() if one.source not in set(found["source"])}
    text = "data/corrections.yaml: {} isn't made: its source, {}, can't be used"
    unfit = [Fault("corrections.yaml", text.format(id_, one.source)) for id_, one in aside.items()]
    return {id_: one for id_, one in every.items() if id_ not in aside}, unfit


def _read_transcription(sidecar: Sidecar) -> _Part:
    """Read a CSV of figures typed by hand."""
    rows = transcriptions.read_transcription(sidecar)
    faults = [*validation.transcription_faults(rows), *transcriptions.unused_faults([sidecar], rows)]
    if faults:
        raise CleaningError(listed(f"{sidecar.shown} has {len(faults)} fault(s):", faults))
    account = transcriptions.account_of(rows)
    return _Part(validation.check(transcriptions.converted(rows[account["fate"].eq("used")])), account)


def _read_table(sidecar: Sidecar) -> _Part:
    """Read a table as an office or a yearbook published it."""
    if len(sidecar.sources) != 1:
        msg = f"{sidecar.file}: its sidecar describes {len(sidecar.sources)} sources, expected one for a table"
        raise SourceError(msg)
    ((source, publication),) = sidecar.sources.items()
    asked = Asked(
        know=sidecar.know, period=sidecar.period, area=sidecar.place,
        publication=f"{publication.title} {publication.published or ''}",
    )  # fmt: skip
    read = extract.extract_confined(sidecar.path, source=source, status=sidecar.status, asked=asked)
    places = read.observations["area"].replace(sidecar.means or {})
    misfits = tuple(misfit for misfit in read.misfits if misfit.kind != "lacking")
    table = read.observations.assign(area=places, status=_declared(read.observations["status"], sidecar))
    return _Part(validation.check(table), _rows_of(read), misfits)


def _declared(statuses: pd.Series, sidecar: Sidecar) -> pd.Series:
    """Return what is said of figures: that they are final, a remark can't say of what no office has published."""
    return statuses.replace("final", SUBMITTED) if sidecar.status == SUBMITTED else statuses


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
    table = storage.cached("observations", lambda: clean().observations)
    if real_only:
        table = table[table["status"] != "synthetic"].reset_index(drop=True)
    return table if as_of == "" else until(table, str(as_of))


def not_used() -> pd.DataFrame:
    """Return the rows of the account that became no observation, of all files."""
    return storage.cached("account", lambda: _not_used(clean()))


def misfits() -> list[Failure]:
    """Return the printed totals of all tables that aren't their rows' sum; `consistency.failures` has the rest."""
    return storage.cached_as(
        "misfits",
        lambda: list(clean().misfits),
        asked="",
        write=lambda found: json.dumps([asdict(failure) for failure in found], ensure_ascii=False),
        read=lambda text: [Failure(**_tuples(each)) for each in json.loads(text)],
    )


def _tuples(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def refused() -> list[str]:
    """Return what is wrong with the files that can't be used, and with corrections of theirs."""
    account = not_used()
    return account.loc[account["fate"].eq(REFUSED), "reason"].tolist()


def check() -> None:
    """Refuse described files that can't be used, and corrections that don't fit; what sidecars have isn't told again.

    Raises
    ------
    SourceError
        Names all faults.
    """
    known = {fault.text for fault in sources.faults()}
    if wrong := [text for text in clean().refused if text not in known]:
        raise SourceError(listed("figures that can't be used:", wrong))


def _not_used(cleaned: Cleaned) -> pd.DataFrame:
    rows = cleaned.account[cleaned.account["fate"].isin(NOT_USED)]
    # A line is a number or a cell.
    return rows[ACCOUNT].astype(str).reset_index(drop=True)


def save(cleaned: Cleaned, folder: Path) -> dict[str, Any]:
    """Write observations.parquet and cleaning.json, both or neither, and return what the latter holds."""
    told = summary(cleaned)
    account = json.dumps(told, ensure_ascii=False, indent=1)
    table = storage.as_parquet(cleaned.observations)
    files.write_together({folder / "observations.parquet": table, folder / "cleaning.json": account})
    return told


def summary(cleaned: Cleaned) -> dict[str, Any]:
    """Return counts by file and fate, what became no observation and why, what is doubtful, and corrections."""
    counts = pd.crosstab(cleaned.account["file"], cleaned.account["fate"])
    rest = cleaned.account[cleaned.account["fate"].isin(NOT_USED)]
    return {
        "files": counts.to_dict("index"),
        "not_used": rest.to_dict("records"),
        "doubtful": sorted({*consistency.run(cleaned.observations), *map(checks.worded, cleaned.misfits)}),
        "corrections": sorted(corrections.load()),
    }


def _read_all(read: Callable[[Sidecar], _Part], sidecars: list[Sidecar]) -> tuple[list[_Part], list[Fault]]:
    """Return what the files give, and what is wrong with those that can't be used."""
    parts, faults = [], []
    for sidecar in sidecars:
        try:
            parts.append(read(sidecar))
        except IPAnalyticsError as refusal:
            lines = str(refusal).split("\n  ")
            named = (line if sidecar.file in line else f"{sidecar.shown}: {line}" for line in lines[1:] or lines)
            faults += [Fault(sidecar.shown, line) for line in named]
    return parts, faults
