"""data/sources/*.yaml: what describes every file in data/raw and data/synthetic, and what is wrong with either.

A sidecar describes one file and all the publications in it, or a batch of files with one publication each. What units
handed in is described by its journal. A fault costs the file that it is about, and no other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipanalytics.catalogue import journal, places
from ipanalytics.core import periods, project, yaml_schema
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.files import sha256_of

SEEN = ("original", "reprint", "generated")
FILED = "[0-9]*/" + "[0-9]" * 6 + journal.FIGURES
# Which files of a folder are described, and the endings of those that aren't.
FOLDERS = {"raw": ("[!.~]*", ()), "synthetic": ("[!.~]*", (".py",)), journal.FOLDER: (FILED, ())}
# What systems leave in folders that somebody has looked at.
LEFT_BY_SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "__pycache__", "icon\r"}
ID = re.compile(r"[\w.-]+")


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
    `means` says which places its names stand for: {610500: 610500+610581}; `period` and `place` are those of
    figures for which the table names none, `know` are words of its titles and headings that narrow nothing; `added`
    is the day on which `ipanalytics add` put it here.
    """

    file: str
    sha256: str
    transcribed: str
    areas: str
    sources: dict[str, Source]
    rule: str = ""
    status: str = "submitted"
    means: dict[str, str] | None = None
    folder: str = "raw"
    period: str = ""
    place: str = ""
    know: tuple[str, ...] = ()
    added: str = ""

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


@dataclass(frozen=True)
class Fault:
    """What is wrong, worded, and the file that it costs."""

    file: str
    text: str


def read() -> tuple[list[Sidecar], list[Fault]]:
    """Return the sidecars of all files that can be used, sorted by file, and what is wrong with the others."""
    described, faults = _described()
    present = dict(_present())
    accepted, refused = _accepted(described, present)
    faults += refused
    about = {fault.file for fault in faults} | {sidecar.shown for sidecar in described}
    faults += [Fault(name, _stray(name, path, accepted)) for name, path in present.items() if name not in about]
    faults += [
        Fault(f"data/sources/{path.name}", f"data/sources/{path.name} isn't read, expected a name that ends in .yaml")
        for path in sorted((project.data() / "sources").glob("[!.~]*"))
        if path.suffix != ".yaml" and path.name != "README.md" and not _is_known(path)
    ]
    return sorted(accepted, key=lambda sidecar: (sidecar.folder, sidecar.file)), faults


def _described() -> tuple[list[Sidecar], list[Fault]]:
    """Return what the readable sidecars describe, one that is named after its file first, and the others' faults."""
    described, faults = list(map(_filed, journal.current())), []
    ranked: list[tuple[bool, str, str, Sidecar]] = []
    for path in sorted((project.data() / "sources").glob("[!.~]*.yaml")):
        sidecars, wrong = _read(path)
        faults += wrong
        ranked += [
            (Path(one.file).stem != path.stem and one.folder == "raw", one.transcribed, path.name, one)
            for one in sidecars
        ]
    return [*described, *(one for *_, one in sorted(ranked, key=lambda entry: entry[:3]))], faults


def _read(path: Path) -> tuple[list[Sidecar], list[Fault]]:
    """Return what one file of data/sources describes, and its faults, each with the data's file where one is named."""
    try:
        entry = yaml_schema.read_yaml(path)
    except (CatalogueError, OSError) as refusal:
        return [], [Fault(_guessed(path, {}), str(refusal))]
    if wrong := [Fault(_guessed(path, entry), fault) for fault in _entry_faults(path.name, entry)]:
        return [], wrong
    parts = {id_: _part_faults(path.name, entry, id_) for id_ in entry["files" if "files" in entry else "sources"]}
    folder = f"data/{entry.get('folder', 'raw')}"
    faults = [
        Fault(f"{folder}/{id_}" if "files" in entry else _guessed(path, entry), fault)
        for id_, wrong in parts.items()
        for fault in wrong
    ]
    if faults and "files" not in entry:
        return [], faults
    return list(_sidecars(path.name, entry, [id_ for id_, wrong in parts.items() if not wrong])), faults


def _guessed(path: Path, entry: dict[str, Any]) -> str:
    """Return which file of data/raw a faulty sidecar is about: that which it names, else that of its own name."""
    folder, file = project.data() / "raw", entry.get("file")
    if isinstance(file, str) and file:
        return f"data/{entry.get('folder', 'raw')}/{file}"
    likely = [other.name for other in sorted(folder.glob("[!.~]*")) if other.stem == path.stem]
    return f"data/raw/{likely[0]}" if likely else f"data/sources/{path.name}"


def _entry_faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    is_batch = "files" in entry
    key, kind = ("files", Batch) if is_batch else ("sources", Sidecar)
    yield from yaml_schema.entry_faults(kind, {**entry, key: {}}, name)
    described = entry.get(key)
    if not isinstance(described, dict) or not described:
        yield f"{name}: {key} is {described!r}, expected a mapping of {'files' if is_batch else 'ids to publications'}"


def _part_faults(name: str, entry: dict[str, Any], id_: str) -> list[str]:
    key, part = ("files", Listed) if "files" in entry else ("sources", Source)
    return yaml_schema.entry_faults(part, entry[key][id_], f"{name}: {id_}")


def _sidecars(name: str, entry: dict[str, Any], sound: list[str]) -> Iterator[Sidecar]:
    if "files" not in entry:
        described = {id_: yaml_schema.record(Source, source, id_) for id_, source in entry["sources"].items()}
        yield yaml_schema.record(Sidecar, {**entry, "sources": described}, name)
        return
    batch = yaml_schema.record(Batch, entry, name)
    for file in sound:
        publication = yaml_schema.record(Listed, batch.files[file], file)
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


def _present() -> Iterator[tuple[str, Path]]:
    """Yield what lies in the folders, but README.md, hidden files, what systems leave and the generator."""
    for folder, (shape, code) in FOLDERS.items():
        inside = project.data() / folder
        for path in sorted(inside.glob(shape)):
            if path.name != "README.md" and path.suffix not in code and not _is_known(path):
                yield f"data/{folder}/{path.relative_to(inside).as_posix()}", path


def _is_known(path: Path) -> bool:
    return path.name.casefold() in LEFT_BY_SYSTEMS


def _stray(name: str, path: Path, accepted: Iterable[Sidecar]) -> str:
    """Word why a file that nothing describes isn't read, and what to do."""
    if not path.is_file():
        return f"{name} is no file: only files that lie in the folder itself are read"
    if any(Path(sidecar.file).name == path.name for sidecar in accepted):
        return f"{name} has no sidecar, and a file of its name lies in another folder"
    advice = f": run `ipanalytics add {name}`" if name.startswith("data/raw/") else ""
    return f"{name} has no sidecar{advice}"


def _accepted(described: list[Sidecar], present: dict[str, Path]) -> tuple[list[Sidecar], list[Fault]]:
    """Return the sidecars that can be used; a file or id that stands already counts where it stands first."""
    accepted, faults = [], []
    names: set[str] = set()
    files: dict[str, str] = {}
    ids: dict[str, str] = {}
    for one in described:
        twice = [f"{one.shown} has more than one sidecar"] if one.shown in names else []
        twice += (
            [f"{one.shown}: a file of its name lies in {files[one.file]}, expected a name of its own"]
            if files.get(one.file, one.folder) != one.folder
            else []
        )
        twice += [f"{one.shown}: source {id_} is described twice" for id_ in one.sources if id_ in ids]
        wrong = [*twice, *_sidecar_faults(one, present.get(one.shown)), *_source_faults(one)]
        faults += [Fault(one.shown, fault) for fault in wrong]
        if not wrong:
            accepted.append(one)
        if not twice:
            names.add(one.shown)
            files[one.file] = one.folder
            ids |= dict.fromkeys(one.sources, one.shown)
    return accepted, faults


def _sidecar_faults(sidecar: Sidecar, path: Path | None) -> Iterator[str]:
    if not periods.is_period(sidecar.transcribed, shape="day"):
        yield f"{sidecar.file}: transcribed {sidecar.transcribed!r}, expected a day"
    if sidecar.period and not periods.is_period(sidecar.period):
        yield f"{sidecar.file}: period {sidecar.period!r}, expected {periods.EXPECTED}"
    if sidecar.folder not in FOLDERS:
        yield f"{sidecar.file}: folder {sidecar.folder!r}, expected one of {', '.join(FOLDERS)}"
    if sidecar.folder == "synthetic" and sidecar.status != "synthetic":
        yield f"{sidecar.shown}: status {sidecar.status!r}, expected synthetic"
    if path is None:
        yield f"{sidecar.shown} is missing, but has a sidecar"
        return
    try:
        if (actual := sha256_of(path)) != sidecar.sha256:
            yield f"{sidecar.shown} was changed: its sha256 is {actual}, its sidecar says {sidecar.sha256}"
    except OSError as fault:
        yield f"{sidecar.shown} can't be read: {fault.strerror}"


def _source_faults(sidecar: Sidecar) -> Iterator[str]:
    for id_, source in sidecar.sources.items():
        if not ID.fullmatch(str(id_)):
            yield f"source {id_!r}: an id is made of letters, digits, _ . and -"
        if source.seen not in SEEN:
            yield f"source {id_}: seen {source.seen!r}, expected one of {', '.join(SEEN)}"
        if source.published is not None and not periods.is_period(source.published):
            yield f"source {id_}: published {source.published!r}, expected {periods.EXPECTED} or null"
