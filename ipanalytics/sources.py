"""Where figures come from: data/sources/*.yaml, one sidecar for each file in data/raw."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics import paths, periods, records
from ipanalytics.errors import CatalogueError, SourceError, listed

SEEN = ("original", "reprint")
SEPARATOR = "; "


@dataclass(frozen=True)
class Source:
    """One publication; `seen` is reprint where only a copy of it was read."""

    publisher: str | None
    title: str
    published: str | None
    url: str | None
    seen: str
    seen_at: str | None
    licence: str | None
    note: str | None = None


@dataclass(frozen=True)
class Sidecar:
    """What one file of data/raw is, and the publications whose figures it holds.

    A file that isn't our transcription has one source, all its figures have `status`, and
    `means` says which places its names stand for: {610500: 610500+610581}.
    """

    file: str
    sha256: str
    transcribed: str
    areas: str
    sources: dict[str, Source]
    rule: str = ""
    status: str = "final"
    means: dict[str, str] | None = None


def sidecars() -> list[Sidecar]:
    """Return every sidecar, sorted by file.

    Raises
    ------
    SourceError
        Lists all files without a sidecar, sidecars without a file and changed files.
    CatalogueError
        Lists the wrong keys and values of all sidecars.
    """
    data = paths.data()
    stamps = tuple((path, path.stat().st_mtime_ns) for path in _tracked(data))
    return list(_load(data, stamps))


def _tracked(data: Path) -> list[Path]:
    return [*sorted((data / "sources").glob("*.yaml")), *_raw_files(data / "raw")]


def _raw_files(raw: Path) -> list[Path]:
    """Return all files but README.md and hidden ones: whatever is dropped here needs a sidecar."""
    return sorted(path for path in raw.glob("[!.~]*") if path.is_file() and path.name != "README.md")


@lru_cache(maxsize=4)
def _load(data: Path, stamps: tuple[tuple[Path, int], ...]) -> tuple[Sidecar, ...]:  # noqa: ARG001
    entries = {path.name: records.read_yaml(path) for path, _ in stamps if path.parent.name == "sources"}
    if wrong := [fault for name, entry in entries.items() for fault in _entry_faults(name, entry)]:
        raise CatalogueError(listed("data/sources has wrong keys or values:", wrong))
    found = [_sidecar(name, entry) for name, entry in entries.items()]
    faults = [*_file_faults(found, data / "raw"), *_source_faults(found)]
    if faults:
        raise SourceError(listed("data/sources and data/raw don't fit together:", faults))
    return tuple(sorted(found, key=lambda sidecar: sidecar.file))


def _entry_faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    yield from records.entry_faults(Sidecar, {**entry, "sources": {}}, name)
    described = entry.get("sources")
    if not isinstance(described, dict) or not described:
        yield f"{name}: sources is {described!r}, expected a mapping of ids to publications"
        return
    for id_, source in described.items():
        yield from records.entry_faults(Source, source, f"{name}: {id_}")


def _sidecar(name: str, entry: dict[str, Any]) -> Sidecar:
    described = {id_: records.record(Source, source, id_) for id_, source in entry["sources"].items()}
    return records.record(Sidecar, {**entry, "sources": described}, name)


def _file_faults(found: list[Sidecar], raw: Path) -> Iterator[str]:
    files = Counter(sidecar.file for sidecar in found)
    named, present = set(files), {path.name for path in _raw_files(raw)}
    if not files:
        yield "data/sources describes no file"
    yield from (f"data/raw/{name} has {count} sidecars" for name, count in files.items() if count > 1)
    yield from (f"data/raw/{name} has no sidecar" for name in present - named)
    yield from (f"data/raw/{name} is missing, but has a sidecar" for name in named - present)
    for sidecar in found:
        if not periods.is_period(sidecar.transcribed, shape="day"):
            yield f"{sidecar.file}: transcribed {sidecar.transcribed!r}, expected a day"
        if sidecar.file in present and (actual := hash_of(raw / sidecar.file)) != sidecar.sha256:
            yield f"data/raw/{sidecar.file} was changed: its sha256 is {actual}, its sidecar says {sidecar.sha256}"


def _source_faults(found: list[Sidecar]) -> Iterator[str]:
    described = [pair for sidecar in found for pair in sidecar.sources.items()]
    counts = Counter(id_ for id_, _ in described)
    yield from (f"source {id_} is described twice" for id_, count in counts.items() if count > 1)
    for id_, source in described:
        if not re.fullmatch(r"[\w.-]+", str(id_)):
            yield f"source {id_!r}: an id is made of letters, digits, _ . and -"
        if source.seen not in SEEN:
            yield f"source {id_}: seen {source.seen!r}, expected one of {', '.join(SEEN)}"
        if source.published is not None and not periods.is_period(source.published):
            yield f"source {id_}: published {source.published!r}, expected {periods.EXPECTED} or null"


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return sha256(path.read_bytes()).hexdigest()


def load() -> dict[str, Source]:
    """Return every publication by its id."""
    return {id_: source for sidecar in sidecars() for id_, source in sidecar.sources.items()}


def published() -> pd.Series:
    """Return the date of publication by source id, as text; "" where it isn't known."""
    return pd.Series({id_: source.published or "" for id_, source in load().items()}, dtype=str, name="published")


def ids_of(source: pd.Series) -> list[str]:
    """Return the single ids in a column `source`; a computed figure names several."""
    joined = sorted({id_ for text in source.dropna() for id_ in str(text).split(SEPARATOR)})
    return [id_ for id_ in joined if id_]


def cite(id_: str) -> str:
    """Word a publication for a source line: publisher, title, and whether only a reprint was seen.

    Raises
    ------
    SourceError
        When no sidecar describes it.
    """
    known = load()
    if id_ not in known:
        msg = f"{id_!r} is not a source that data/sources describes"
        raise SourceError(msg)
    source = known[id_]
    bare = "（" in source.title
    title = source.title if bare else f"《{source.title}》"
    text = f"{source.publisher}{'，' if bare else ''}{title}" if source.publisher else title
    return f"{text}（据转载）" if source.seen == "reprint" and "转载" not in text else text
