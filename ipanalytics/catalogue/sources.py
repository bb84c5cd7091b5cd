"""Where figures come from: data/sources/*.yaml describes every file in data/raw and data/synthetic.

A sidecar describes one file and all the publications in it, or a batch of files with one publication each. What units
handed in is described by its journal.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import journal, places
from ipanalytics.core import i18n, periods, project, yaml_schema
from ipanalytics.core.errors import CatalogueError, SourceError, listed
from ipanalytics.core.files import sha256_of

SEEN = ("original", "reprint", "generated")
FILED = "[0-9]*/" + "[0-9]" * 6 + journal.FIGURES
# Which files of a folder are described, and the endings of those that aren't.
FOLDERS = {"raw": ("[!.~]*", ()), "synthetic": ("[!.~]*", (".py",)), journal.FOLDER: (FILED, ())}
SEPARATOR = "; "


@dataclass(frozen=True)
class Source:
    """One publication; `seen` is reprint where only a copy of it was read, generated where nobody published it.

    `english` is what an English page calls it, publisher included; without it that page quotes the Chinese.
    """

    publisher: str | None
    title: str
    published: str | None
    url: str | None
    seen: str
    seen_at: str | None
    licence: str | None
    note: str | None = None
    english: str | None = None


@dataclass(frozen=True)
class Sidecar:
    """What one file is, and the publications whose figures it holds.

    A file that isn't our transcription has one source, all its figures have `status`, and
    `means` says which places its names stand for: {610500: 610500+610581}; `period` is that of
    figures for which the table names none.
    """

    file: str
    sha256: str
    transcribed: str
    areas: str
    sources: dict[str, Source]
    rule: str = ""
    status: str = "final"
    means: dict[str, str] | None = None
    folder: str = "raw"
    period: str = ""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return project.data() / self.folder / self.file

    @property
    def shown(self) -> str:
        """The file's name with its folder, for messages."""
        return f"data/{self.folder}/{self.file}"


@dataclass(frozen=True)
class Batch:
    """Files that differ only by their publication; each becomes a Sidecar."""

    folder: str
    transcribed: str
    areas: str
    status: str
    publisher: str | None
    seen: str
    licence: str | None
    files: dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """One file of a batch: the id, title and date of its publication, and its hash."""

    source: str
    title: str
    published: str | None
    sha256: str


def sidecars() -> list[Sidecar]:
    """Return every sidecar, sorted by file.

    Raises
    ------
    SourceError
        Lists all files without a sidecar, sidecars without a file and changed files.
    CatalogueError
        Lists the wrong keys and values of all sidecars.
    """
    return list(_publications().sidecars)


@dataclass(frozen=True)
class _Publications:
    """The sidecars of a folder, and their publications and files by id."""

    sidecars: tuple[Sidecar, ...]
    sources: Mapping[str, Source]
    files: Mapping[str, str]


def _files(data: Path) -> list[tuple[str, Path]]:
    """Return folder and path of all files but README.md, hidden ones and the generator: each needs a sidecar."""
    return [
        (folder, path)
        for folder, (shape, code) in FOLDERS.items()
        for path in sorted((data / folder).glob(shape))
        if path.is_file() and path.name != "README.md" and path.suffix not in code
    ]


@project.cached_for_project("data/sources", "data/divisions", *(f"data/{folder}" for folder in FOLDERS))
def _publications() -> _Publications:
    data = project.data()
    entries = {path.name: yaml_schema.read_yaml(path) for path in sorted((data / "sources").glob("*.yaml"))}
    if wrong := [fault for name, entry in entries.items() for fault in _entry_faults(name, entry)]:
        raise CatalogueError(listed("data/sources has wrong keys or values:", wrong))
    described = [sidecar for name, entry in entries.items() for sidecar in _sidecars(name, entry)]
    described += map(_filed, journal.current())
    faults = [*_file_faults(described, data), *_source_faults(described)]
    if faults:
        raise SourceError(listed("data/sources and the files that it describes don't fit together:", faults))
    ordered = tuple(sorted(described, key=lambda sidecar: (sidecar.folder, sidecar.file)))
    by_id = {id_: source for sidecar in ordered for id_, source in sidecar.sources.items()}
    return _Publications(ordered, by_id, {id_: sidecar.file for sidecar in ordered for id_ in sidecar.sources})


def _entry_faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    is_batch = "files" in entry
    key, kind, part = ("files", Batch, Listed) if is_batch else ("sources", Sidecar, Source)
    yield from yaml_schema.entry_faults(kind, {**entry, key: {}}, name)
    described = entry.get(key)
    if not isinstance(described, dict) or not described:
        yield f"{name}: {key} is {described!r}, expected a mapping of {'files' if is_batch else 'ids to publications'}"
        return
    for id_, source in described.items():
        yield from yaml_schema.entry_faults(part, source, f"{name}: {id_}")


def _sidecars(name: str, entry: dict[str, Any]) -> Iterator[Sidecar]:
    if "files" not in entry:
        described = {id_: yaml_schema.record(Source, source, id_) for id_, source in entry["sources"].items()}
        yield yaml_schema.record(Sidecar, {**entry, "sources": described}, name)
        return
    batch = yaml_schema.record(Batch, entry, name)
    for file, given in batch.files.items():
        publication = yaml_schema.record(Listed, given, file)
        source = Source(
            batch.publisher, publication.title, publication.published, None, batch.seen, None, batch.licence
        )
        yield Sidecar(
            file, publication.sha256, batch.transcribed, batch.areas, {publication.source: source},
            status=batch.status, folder=batch.folder,
        )  # fmt: skip


def _filed(entry: journal.Entry) -> Sidecar:
    """Describe the figures that a unit handed in last for a period."""
    name, english = (places.name_of(entry.area, language=language) for language in ("zh", "en"))
    said = f"{english}: figures handed in for {entry.period} on {entry.received}"
    title = f"{entry.period}报送表"
    source = Source(name, title, entry.received, None, "original", None, None, english=said)
    file = f"{entry.period}/{entry.area}{journal.FIGURES}"
    described = {entry.source: source}
    return Sidecar(file, entry.figures, entry.received, entry.area, described, folder=journal.FOLDER)


def _file_faults(sidecars: list[Sidecar], data: Path) -> Iterator[str]:
    files = Counter(sidecar.shown for sidecar in sidecars)
    present = {f"data/{folder}/{path.relative_to(data / folder).as_posix()}": path for folder, path in _files(data)}
    names = Counter(name.split("/", 2)[2] for name in present)
    if not files:
        yield "data/sources describes no file"
    yield from (f"{name} has {count} sidecars" for name, count in files.items() if count > 1)
    yield from (f"{name} has no sidecar" for name in present.keys() - files.keys())
    yield from (f"{name} is missing, but has a sidecar" for name in files.keys() - present.keys())
    yield from (
        f"{name} lies in {count} folders, expected a name of its own" for name, count in names.items() if count > 1
    )
    for sidecar in sidecars:
        yield from _sidecar_faults(sidecar, present.get(sidecar.shown))


def _sidecar_faults(sidecar: Sidecar, path: Path | None) -> Iterator[str]:
    if not periods.is_period(sidecar.transcribed, shape="day"):
        yield f"{sidecar.file}: transcribed {sidecar.transcribed!r}, expected a day"
    if sidecar.period and not periods.is_period(sidecar.period):
        yield f"{sidecar.file}: period {sidecar.period!r}, expected {periods.EXPECTED}"
    if sidecar.folder not in FOLDERS:
        yield f"{sidecar.file}: folder {sidecar.folder!r}, expected one of {', '.join(FOLDERS)}"
    if sidecar.folder == "synthetic" and sidecar.status != "synthetic":
        yield f"{sidecar.shown}: status {sidecar.status!r}, expected synthetic"
    if path and (actual := sha256_of(path)) != sidecar.sha256:
        yield f"{sidecar.shown} was changed: its sha256 is {actual}, its sidecar says {sidecar.sha256}"


def _source_faults(sidecars: list[Sidecar]) -> Iterator[str]:
    described = [pair for sidecar in sidecars for pair in sidecar.sources.items()]
    counts = Counter(id_ for id_, _ in described)
    yield from (f"source {id_} is described twice" for id_, count in counts.items() if count > 1)
    for id_, source in described:
        if not re.fullmatch(r"[\w.-]+", str(id_)):
            yield f"source {id_!r}: an id is made of letters, digits, _ . and -"
        if source.seen not in SEEN:
            yield f"source {id_}: seen {source.seen!r}, expected one of {', '.join(SEEN)}"
        if source.published is not None and not periods.is_period(source.published):
            yield f"source {id_}: published {source.published!r}, expected {periods.EXPECTED} or null"


def load() -> dict[str, Source]:
    """Return every publication by its id."""
    return dict(_publications().sources)


def files() -> dict[str, str]:
    """Return the name of the file that holds a publication's figures, by its id."""
    return dict(_publications().files)


def published() -> pd.Series:
    """Return the date of publication by source id, as text; "" where it isn't known."""
    return pd.Series({id_: source.published or "" for id_, source in load().items()}, dtype=str, name="published")


def ids_of(source: pd.Series) -> list[str]:
    """Return the single ids in a column `source`; a computed figure names several."""
    joined = sorted({id_ for text in source.dropna() for id_ in str(text).split(SEPARATOR)})
    return [id_ for id_ in joined if id_]


@lru_cache(maxsize=4096)
def joined(*texts: str) -> str:
    """Return the ids in several texts of a column `source` as one text.

    Examples
    --------
    >>> joined("b; a", "a")
    'a; b'
    """
    return SEPARATOR.join(sorted({id_ for text in texts for id_ in text.split(SEPARATOR)} - {""}))


def cite(id_: str, *, plain: bool = False) -> str:
    """Word a publication for a source line: publisher, title, and whether only a reprint was seen.

    Parameters
    ----------
    id_
        Of the publication.
    plain
        For drawings and files, which can't say that words are Chinese: in English the id where
        the publication has no English title.

    Raises
    ------
    SourceError
        When no sidecar describes it.
    """
    publications = load()
    if id_ not in publications:
        msg = f"{id_!r} is not a source that data/sources describes"
        raise SourceError(msg)
    if not i18n.is_english():
        return _cited(publications[id_])
    return publications[id_].english or (id_ if plain else i18n.quote(_cited(publications[id_])))


def _cited(source: Source) -> str:
    bare = "（" in source.title
    title = source.title if bare else f"《{source.title}》"
    text = f"{source.publisher}{'，' if bare else ''}{title}" if source.publisher else title
    return f"{text}（据转载）" if source.seen == "reprint" and "转载" not in text else text
