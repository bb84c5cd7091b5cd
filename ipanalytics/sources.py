"""Where figures come from: data/sources/*.yaml, one sidecar for each file in data/raw."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from ipanalytics import catalogue, paths
from ipanalytics.errors import SourceError, listed

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
    """What one file of data/raw is, and the publications whose figures it holds."""

    file: str
    sha256: str
    transcribed: str
    areas: str
    sources: dict[str, Source]
    rule: str = ""


def sidecars() -> list[Sidecar]:
    """Return every sidecar, sorted by file.

    Raises
    ------
    SourceError
        Lists all files without a sidecar, sidecars without a file and changed files.
    CatalogueError
        Lists wrong keys.
    """
    data = paths.data()
    stamps = tuple((path, path.stat().st_mtime_ns) for path in _tracked(data))
    return list(_load(data, stamps))


def _tracked(data: Path) -> list[Path]:
    return sorted([*(data / "sources").glob("*.yaml"), *(data / "raw").glob("*.csv")])


@lru_cache(maxsize=4)
def _load(data: Path, stamps: tuple[tuple[Path, int], ...]) -> tuple[Sidecar, ...]:  # noqa: ARG001
    found = [_sidecar(path) for path in sorted((data / "sources").glob("*.yaml"))]
    faults = [*_file_faults(found, data / "raw"), *_source_faults(found)]
    if faults:
        raise SourceError(listed("data/sources and data/raw don't fit together:", faults))
    return tuple(sorted(found, key=lambda sidecar: sidecar.file))


def _sidecar(path: Path) -> Sidecar:
    entry = catalogue.read_yaml(path)
    described = {
        id_: catalogue.record(Source, source, f"{path.name}: {id_}")
        for id_, source in (entry.get("sources") or {}).items()
    }
    return catalogue.record(Sidecar, {**entry, "sources": described}, path.name)


def _file_faults(found: list[Sidecar], raw: Path) -> Iterable[str]:
    named = {sidecar.file for sidecar in found}
    present = {path.name for path in raw.glob("*.csv")}
    yield from (f"data/raw/{name} has no sidecar" for name in present - named)
    yield from (f"data/raw/{name} is missing, but has a sidecar" for name in named - present)
    for sidecar in found:
        if sidecar.file in present and (actual := hash_of(raw / sidecar.file)) != sidecar.sha256:
            yield f"data/raw/{sidecar.file} was changed: its sha256 is {actual}, its sidecar says {sidecar.sha256}"


def _source_faults(found: list[Sidecar]) -> Iterable[str]:
    ids = [id_ for sidecar in found for id_ in sidecar.sources]
    yield from (f"source {id_} is described twice" for id_ in set(ids) if ids.count(id_) > 1)
    for sidecar in found:
        for id_, source in sidecar.sources.items():
            if source.seen not in SEEN:
                yield f"source {id_}: seen {source.seen!r}, expected one of {', '.join(SEEN)}"


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
    """Word a publication for a source line: publisher, title, and whether only a reprint was seen."""
    source = load()[id_]
    bare = "（" in source.title
    title = source.title if bare else f"《{source.title}》"
    text = f"{source.publisher}{'，' if bare else ''}{title}" if source.publisher else title
    return f"{text}（据转载）" if source.seen == "reprint" and "转载" not in text else text
