"""A table into the project and out again: the file in data/raw, what describes it in data/sources, both or neither.

What was added says so in its sidecar (`added`), and only that can be removed: what came with the project is changed by
hand. Whatever fails, or is broken off, leaves the project as it was.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import places, sources
from ipanalytics.catalogue.settings import settings
from ipanalytics.catalogue.sidecars import Sidecar
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import SourceError, listed
from ipanalytics.core.yaml_schema import as_yaml
from ipanalytics.ingestion import extract, pipeline, transcriptions
from ipanalytics.ingestion.audit import Asked, Extraction
from ipanalytics.ingestion.readers.grid import printable
from ipanalytics.observations import checks, consistency, corrections, derivation, validation
from ipanalytics.observations.table import KEY, empty, prefer

SUBMITTED, OFFICIAL = "submitted", ("final", "provisional")
# What no system or no glob of ours takes in a name of a file.
UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]|^[.~!#-]|[. ]$')
LONGEST = 120
UNSAID = "未另作说明"


@dataclass(frozen=True)
class Facts:
    """What a sidecar says of a table, and no table says of itself.

    `name` is the file's in the project, `means` the places that its names stand for ("渭南=610500+610581").
    """

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    status: str = SUBMITTED
    areas: str = ""
    means: tuple[str, ...] = ()
    name: str = ""
    note: str = ""
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True)
class Addition:
    """A table that can be added: where to, what describes it, and what was read of it."""

    path: Path
    content: bytes
    table: Path
    sidecar: Path
    described: dict[str, Any]
    reading: Extraction


@dataclass(frozen=True)
class Change:
    """What is other in the one table, a row a figure, with values and sources; what is doubtful since."""

    figures: pd.DataFrame
    doubtful: list[str]


def prepare(path: Path, facts: Facts) -> Addition:
    """Read a table, and say under which names it would lie in the project; nothing is written.

    Raises
    ------
    SourceError
        Lists what stands against it: its name, a file or hash that is there already, facts that can't be.
    """
    shown, name = printable(str(path)), facts.name or path.name
    if faults := [*_name_faults(name), *_fact_faults(facts)]:
        raise SourceError(listed(f"{shown} isn't added:", faults))
    reading = _read(path, facts)
    content = path.read_bytes()
    table, sidecar = project.data("raw", name), project.data("sources", f"{Path(name).stem}.yaml")
    if faults := list(_standing(path, files.sha256_of(content), table, sidecar)):
        raise SourceError(listed(f"{shown} isn't added:", faults))
    if len(reading.observations) == 0:
        raise SourceError(listed(f"{shown} isn't added: no figure in it can be used:", extract.problems(reading)))
    return Addition(path, content, table, sidecar, _described(path, name, content, facts, reading), reading)


def _read(path: Path, facts: Facts) -> Extraction:
    """Read a table as it is read in the project: a CSV of ours row by row, any other by its headings."""
    if not (path.is_file() and path.suffix.lower() == ".csv" and transcriptions.begins_as_ours(path)):
        return extract.extract(path, status=facts.status, asked=facts.asked)
    rows = files.read_csv(path, transcriptions.HEADER, SourceError)
    rows = rows.assign(file=path.name, line=rows.index, described=True, fits=True)
    if faults := [*validation.transcription_faults(rows), *_claims(rows, facts.status)]:
        raise SourceError(listed(f"{printable(str(path))} isn't added:", faults))
    account = transcriptions.account_of(rows)
    used = transcriptions.converted(rows[account["fate"].eq("used")])
    return Extraction(used, account.rename(columns={"line": "cell", "label": "text"}))


def _claims(rows: pd.DataFrame, status: str) -> list[str]:
    """Name the rows of a CSV that call themselves published, though the file isn't declared a publication."""
    claimed = rows[rows["status"].isin(OFFICIAL)] if status == SUBMITTED else rows.iloc[:0]
    text = "{}, line {}: status {} is for publications: add it with --official, or write submitted"
    return [text.format(row["file"], line, row["status"]) for line, row in claimed.iterrows()]


def _name_faults(name: str) -> list[str]:
    told = printable(name)
    if UNFIT.search(name) or not name.isprintable() or name.casefold() in ("", "readme.md"):
        return [f"{told!r} can't be the name of a file in data/raw: --name gives it another"]
    if len(name.encode()) > LONGEST:
        return [f"the name {told!r} is longer than {LONGEST} bytes: --name gives it another"]
    return []


def _fact_faults(facts: Facts) -> list[str]:
    faults = []
    if facts.published and not periods.is_period(facts.published):
        faults.append(f"--published {facts.published!r}: expected {periods.EXPECTED}")
    if facts.asked.period and not periods.is_period(facts.asked.period):
        faults.append(f"--period {facts.asked.period!r}: expected {periods.EXPECTED}")
    lacking = [option for option in ("publisher", "published") if not getattr(facts, option)]
    if facts.status in OFFICIAL and lacking:
        options = " and ".join(f"--{option}" for option in lacking)
        faults.append(f"an official publication has an office and a day: {options} missing")
    return faults


def _standing(path: Path, sha256: str, table: Path, sidecar: Path) -> list[str]:
    """Name what stands in the project already under the names or with the content of a table."""
    faults = []
    is_inside = table.exists() and path.exists() and table.samefile(path)
    for other in (table, sidecar):
        names = {_folded(there.name): there.name for there in other.parent.glob("*")} if other.parent.is_dir() else {}
        if _folded(other.name) in names and not (is_inside and other == table):
            faults.append(f"{names[_folded(other.name)]} is there already in data/{other.parent.name}: --name gives "
                          "the new table another name")  # fmt: skip
    same = [one.shown for one in _described_already() if one.sha256 == sha256]
    return faults + [f"{shown} is the same file, byte for byte" for shown in same]


def _described_already() -> list[Sidecar]:
    with suppress(SourceError):
        return sources.sidecars()
    # A project without any figure yet.
    return []


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _described(path: Path, name: str, content: bytes, facts: Facts, reading: Extraction) -> dict[str, Any]:
    """Return the sidecar; rows of a CSV of ours name their sources themselves."""
    named = list(reading.observations["source"].unique())
    ids = [_new_id(name)] if named == [printable(path.name)] else named
    source = {
        "publisher": facts.publisher or None,
        "title": facts.title or Path(name).stem,
        "published": facts.published or None,
        "url": facts.url or None,
        "seen": "original",
        "seen_at": None,
        "licence": None,
        "note": facts.note or None,
    }
    today = f"{date.today():%Y-%m-%d}"  # noqa: DTZ011
    described: dict[str, Any] = {
        "file": name,
        "sha256": files.sha256_of(content),
        "transcribed": today,
        "added": today,
        "areas": facts.areas or UNSAID,
        "status": facts.status,
        "period": facts.asked.period,
        "place": facts.asked.area,
        "know": list(facts.asked.know),
        "means": _meanings(facts.means),
        "sources": dict.fromkeys(ids, source),
    }
    return {key: value for key, value in described.items() if value not in ("", [], {})}


def _new_id(name: str) -> str:
    """Return an id for a table's publication that no other has."""
    stem = re.sub(r"[^\w.-]+", "_", Path(name).stem)
    known = {id_ for one in _described_already() for id_ in one.sources}
    return next(text for number in range(len(known) + 1) if (text := f"{stem}{'_' * number}") not in known)


def _meanings(means: tuple[str, ...]) -> dict[str, str]:
    """Return the codes that names of a table stand for."""
    pairs = [text.partition("=") for text in means]
    if wrong := [text for text, (_, mark, _) in zip(means, pairs, strict=True) if not mark]:
        raise SourceError(listed("--means: expected a place and what it stands for, 渭南=610500+610581:", wrong))
    return {places.find(name): places.find(meaning) for name, _, meaning in pairs}


def add(addition: Addition) -> Change:
    """Put a table into the project and read all again; where that fails, take it out again.

    Raises
    ------
    SourceError, ReportError, CleaningError
        When it can't be written, or the project can't be read with it.
    """
    before = _state()
    is_inside = addition.table.exists()
    contents: dict[Path, str | bytes] = {addition.sidecar: as_yaml(addition.described)}
    made = [addition.sidecar] if is_inside else [addition.table, addition.sidecar]
    with _undone_by(lambda: _unlink(made)):
        files.write_together(contents if is_inside else {addition.table: addition.content} | contents)
        after = _state()
        name = addition.described["file"]
        if wrong := [fault.text for fault in sources.faults() if fault.file == f"data/raw/{name}"]:
            raise SourceError(listed(f"{name} isn't added:", wrong))
    return _changed(before, after)


def remove(name: str) -> tuple[Change, Path]:
    """Take a table that was added out again; return what changed, and the folder in which it is kept.

    Raises
    ------
    SourceError
        When nothing of that name was added, or something needs it.
    """
    one = _added(name)
    sidecar = next(path for path in sorted(project.data("sources").glob("*.yaml")) if path.stem == Path(one.file).stem)
    contents: dict[Path, str | bytes] = {path: path.read_bytes() for path in (one.path, sidecar)}
    before, kept = _state(), project.build() / "removed"
    files.write_together({kept / path.name: content for path, content in contents.items()})
    with _undone_by(lambda: files.write_together(contents)):
        sidecar.unlink()
        one.path.unlink()
        after = _state()
    return _changed(before, after), kept


def _added(name: str) -> Sidecar:
    """Return the sidecar of a table that was added and that nothing needs."""
    every = {one.file: one for one in sources.sidecars() if one.folder == "raw"}
    ids = {id_: file for file, one in every.items() for id_ in one.sources}
    stems = {Path(file).stem: file for file in every}
    file = name if name in every else stems.get(name) or ids.get(name) or Path(name).name
    if file not in every:
        added = [other for other, one in every.items() if one.added] or ["none"]
        msg = f"{printable(name)!r} is not in the project; what was added and can be removed:"
        raise SourceError(listed(msg, added))
    if not every[file].added:
        msg = f"{file} came with the project and wasn't added by `ipanalytics add`: it isn't removed"
        raise SourceError(msg)
    if needed := [id_ for id_, one in corrections.load().items() if one.source in every[file].sources]:
        raise SourceError(listed(f"{file} isn't removed, data/corrections.yaml mends it:", needed))
    return every[file]


@contextmanager
def _undone_by(undo: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Undo what was done in here when it fails, or is broken off."""
    try:
        yield
    except BaseException:
        undo()
        raise


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _state() -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return the one table, all figures, and what is doubtful in them."""
    try:
        every = pipeline.load_every()
    except SourceError:
        # A project without any figure yet.
        every = empty()
    chosen = derivation.derive(prefer(every, sources.published()), settings()) if len(every) else every
    return chosen, every, sorted({*consistency.run(every), *map(checks.worded, pipeline.misfits())})


def _changed(before: tuple[pd.DataFrame, ...], after: tuple[pd.DataFrame, ...]) -> Change:
    joined = before[0].merge(after[0], on=KEY, how="outer", suffixes=("_before", "_after"))
    same = joined["value_before"].eq(joined["value_after"]) & joined["source_before"].eq(joined["source_after"])
    changed = joined[~same].reset_index(drop=True)
    read = pd.concat([state[1][KEY] for state in (before, after)])
    derived = ~pd.MultiIndex.from_frame(changed[KEY]).isin(pd.MultiIndex.from_frame(read))
    return Change(changed.assign(is_derived=derived), sorted(set(after[2]) - set(before[2])))
