"""The targets of a year's guide: data/catalogue/targets/<year>.yaml, and files of that shape, checked on load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ipanalytics.catalogue import indicators, lookup, settings
from ipanalytics.catalogue.indicators import YES_NO
from ipanalytics.catalogue.places import table
from ipanalytics.core import periods, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.yaml_schema import key_faults, lines_of, read_yaml, record

FITTING = {
    "level": ("stock", "rate"),
    "flow": ("flow",),
    "growth": ("stock", "rate", "flow"),
    "direction": ("stock", "rate"),
    "benchmark": ("stock", "rate"),
    "coverage": ("stock",),
    "milestone": ("event",),
}
WITH_VALUE = ("level", "flow", "growth")
ONLY_HIGHER = ("flow", "coverage", "milestone")
WEIGHTS = ("population", "baseline")
MONTHS = 12


@dataclass(frozen=True)
class Target:
    """One entry of a targets file; data/catalogue/targets/2022.yaml says what each key means."""

    id: str
    indicator: str
    area: str
    kind: str
    clause: str
    quote: str
    value: float | None = None
    better: str = "higher"
    baseline_period: str = ""
    deadline: str = ""
    comparator: str = ""
    members: tuple[str, ...] = ()
    profile: tuple[float, ...] = ()
    allocate: str = ""
    open_ended: bool = False
    year: int = 0

    @property
    def start(self) -> date:
        """The first day of the window."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The last day of the window: the deadline, by default the year's end."""
        return periods.parse(self.deadline or str(self.year)).end

    @property
    def is_lower_better(self) -> bool:
        """Whether less is asked for."""
        return self.better == "lower"


@dataclass(frozen=True)
class Thresholds:
    """One field for each key of thresholds.yaml."""

    slightly_behind: float
    behind: float
    growth_slightly_behind: float
    growth_behind: float
    stale_after_days: int
    chance_up_to: float
    sum_tolerance: float


def folder() -> Path:
    """Return where the targets of all years lie."""
    return project.data("catalogue", "targets")


def thresholds(beside: Path | None = None) -> Thresholds:
    """Return the limits of the status rules: thresholds.yaml beside a targets file, else the project's."""
    own = beside.parent / "thresholds.yaml" if beside else folder() / "thresholds.yaml"
    path = own if own.is_file() else folder() / "thresholds.yaml"
    return record(Thresholds, read_yaml(path), path.name)


def years() -> list[int]:
    """Return the years that have a targets file."""
    return sorted({int(path.stem[:4]) for path in folder().glob("[0-9][0-9][0-9][0-9]*.yaml")})


def year_at(as_of: str = "") -> int:
    """Return the year whose guide holds at the end of a period, the newest before it included; "": the newest.

    Raises
    ------
    CatalogueError
        When no guide is that old.
    """
    known = years()
    holding = [year for year in known if not as_of or year <= periods.parse(as_of).end.year]
    if not holding:
        has = ", ".join(map(str, known)) or "none"
        msg = f"{folder()} has no targets of {as_of} or before: it has {has}; a year can be named"
        raise CatalogueError(msg)
    return holding[-1]


def load(year: int) -> list[Target]:
    """Return the targets of a year, from <year>.yaml and files such as <year>-610800.yaml with units' own targets.

    Raises
    ------
    CatalogueError
        When the year has no file; lists every fault of every file, with its line.
    """
    files = sorted(folder().glob(f"{year}*.yaml"), key=lambda path: path.stem)
    if not files:
        has = ", ".join(map(str, years())) or "none"
        msg = f"{folder()} has no targets of {year}: it has {has}"
        raise CatalogueError(msg)
    return read(*files, year=year)


def read(*files: Path, year: int = 0) -> list[Target]:
    """Return the targets of files, all faults of all of them in one error.

    Parameters
    ----------
    *files
        Of one year.
    year
        The year they have to be of; 0: any, but the same.
    """
    content = {path: read_yaml(path) for path in files}
    lines = {path: lines_of(path) for path in files}
    faults = [
        f"{path.name}, line {lines[path].get(keys, 1)}: {fault}"
        for path in files
        for keys, fault in _file_faults(content[path])
    ]
    faults += list(_shared_faults(content, lines, year))
    if faults:
        raise CatalogueError(listed(f"{len(faults)} fault(s) in targets:", faults))
    return [
        record(Target, {**entry, "id": id_, "year": whole["year"]}, id_)
        for whole in content.values()
        for id_, entry in whole["targets"].items()
    ]


Place = tuple[str, ...]


def _file_faults(whole: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield the keys that lead to each fault of a file, and the fault."""
    yield from (((key,), f"unknown key {key!r}") for key in whole if key not in ("year", "source", "targets"))
    yield from ((("",), f"key {key!r} is missing") for key in ("year", "source", "targets") if key not in whole)
    year, entries = whole.get("year"), whole.get("targets", {})
    if "year" in whole and not (isinstance(year, int) and periods.is_period(str(year), shape="year")):
        yield ("year",), f"year is {year!r}, expected a year such as 2022"
        year = None
    if "source" in whole and not isinstance(whole["source"], str):
        yield ("source",), f"source is {whole['source']!r}, expected text in quotes"
    if not isinstance(entries, dict):
        yield ("targets",), f"targets is {entries!r}, expected a mapping of ids to targets"
        return
    for id_, entry in entries.items():
        yield from (
            (("targets", str(id_), *keys), f"{id_}: {fault}") for keys, fault in _entry_faults(id_, entry, year)
        )


def _entry_faults(id_: Any, entry: Any, year: Any) -> Iterator[tuple[Place, str]]:  # noqa: ANN401
    if not re.fullmatch(r"[\w.+-]+", str(id_)):
        yield (), "an id is made of letters, digits, _ . + and -"
    given = [key for key in ("id", "year") if isinstance(entry, dict) and key in entry]
    yield from (((key,), f"unknown key {key!r}") for key in given)
    shaped = {**entry, "id": str(id_), "year": 0} if isinstance(entry, dict) else entry
    wrong = key_faults(Target, shaped)
    yield from (((key,) if key else (), fault) for key, fault in wrong)
    if isinstance(entry, dict):
        strange = {key for key, _ in wrong}
        sound = {key: value for key, value in entry.items() if key not in strange}
        yield from (((key,), fault) for key, fault, is_there in _value_faults(sound, strange, year) if is_there)


def _value_faults(entry: dict[str, Any], strange: set[str], year: Any) -> Iterator[tuple[str, str, bool]]:  # noqa: ANN401
    """Yield key, fault and whether it is there, for the keys that have the right type; `strange` are the others."""
    kind, value, better = entry.get("kind", ""), entry.get("value"), entry.get("better", "higher")
    yield "kind", f"kind {kind!r}, expected one of {', '.join(FITTING)}", "kind" in entry and kind not in FITTING
    yield "kind", f"a {kind} target needs a value", kind in WITH_VALUE and value is None and "value" not in strange
    without = kind == "benchmark" and not entry.get("comparator") and "comparator" not in strange
    yield "kind", "a benchmark target needs a comparator", without
    yield "value", f"value is {value!r}, expected a number above 0", kind == "flow" and value is not None and value <= 0
    yield "better", f"better {better!r}, expected higher or lower", better not in ("higher", "lower")
    yield "better", f"lower is no aim of a {kind} target", better == "lower" and kind in ONLY_HIGHER
    yield from _place_faults(entry, kind)
    yield from _day_faults(entry, year)
    yield from _indicator_faults(entry, kind)
    is_odd = bool(entry.get("open_ended")) and kind != "flow"
    yield "open_ended", f"a {kind} target can't be open_ended: only the number of a flow can be left open", is_odd
    allocate = entry.get("allocate", WEIGHTS[0])
    yield "allocate", f"allocate {allocate!r}, expected {' or '.join(WEIGHTS)}", allocate not in WEIGHTS
    profile = entry.get("profile", [])
    rises = list(profile) == sorted(profile) and all(0 <= share <= 1 for share in profile)
    is_sound = not profile or (len(profile) == MONTHS and rises)
    yield "profile", f"profile is {profile!r}, expected twelve shares from 0 to 1 that never fall", not is_sound


def _place_faults(entry: dict[str, Any], kind: str) -> Iterator[tuple[str, str, bool]]:
    places, members = set(table().index), entry.get("members", [])
    area, comparator = entry.get("area"), entry.get("comparator")
    yield "area", f"area {area!r} is not a division code", area is not None and area not in places
    yield (
        "comparator",
        f"comparator {comparator!r} is not a division code",
        bool(comparator) and comparator not in places,
    )
    yield "comparator", f"a {kind} target has no comparator", kind != "benchmark" and bool(comparator)
    strangers = [code for code in members if code not in places]
    yield "members", f"members {strangers} are not division codes", bool(strangers)
    yield "members", "a member is listed twice", len(set(members)) < len(members)


def _day_faults(entry: dict[str, Any], year: Any) -> Iterator[tuple[str, str, bool]]:  # noqa: ANN401
    for key in ("baseline_period", "deadline"):
        text = entry.get(key, "")
        is_period = not text or periods.is_period(text)
        yield key, f"{key} {text!r} is not a period: expected {periods.EXPECTED}", not is_period
        if text and is_period and key == "deadline" and isinstance(year, int):
            yield key, f"deadline {text!r} lies before the year {year}", periods.parse(text).end < date(year, 1, 1)


def _indicator_faults(entry: dict[str, Any], kind: str) -> Iterator[tuple[str, str, bool]]:
    id_ = entry.get("indicator")
    item = indicators.indicators().get(str(id_))
    yield "indicator", f"{id_!r} is not an indicator of the catalogue", id_ is not None and item is None
    if item is None:
        return
    fits = item.kind in FITTING.get(kind, (item.kind,))
    yield (
        "indicator",
        f"{item.id} is a {item.kind}, a {kind} target is for a {' or a '.join(FITTING.get(kind, ()))}",
        not fits,
    )
    wants_flag = kind in ("coverage", "milestone")
    mixed = kind in FITTING and fits and wants_flag != (item.unit == YES_NO)
    yield (
        "indicator",
        f"{item.id} is {'not ' if wants_flag else ''}a yes or no, so a {kind} target can't judge it",
        mixed,
    )
    refused = f"{item.id} must not be scored, targeted or ranked ({settings.settings().unranked_because})"
    yield "indicator", refused, not item.assessable


def _shared_faults(content: dict[Path, Any], lines: dict[Path, Any], year: int) -> Iterator[str]:
    """Yield what is wrong between files: years that differ, an id that stands in two."""
    given = [whole.get("year") for whole in content.values()]
    expected = year or given[0]
    for path, other in zip(content, given, strict=True):
        if isinstance(other, int) and other != expected:
            yield f"{path.name}, line {lines[path].get(('year',), 1)}: year {other}, expected {expected}"
    seen: set[str] = set()
    for path, whole in content.items():
        ids = set(whole["targets"]) if isinstance(whole.get("targets"), dict) else set()
        yield from (
            f"{path.name}, line {lines[path]['targets', str(id_)]}: target {id_} stands in another file"
            for id_ in seen & ids
        )
        seen |= ids


def find_target(name: str, targets: list[Target]) -> str:
    """Return the id of a target given by id (T01), or by the name of an indicator that has one target.

    Raises
    ------
    CatalogueError
        When the year has no such target, or several; lists those that it has.
    """
    judged = {target.id: target.indicator for target in targets}
    if name in judged or name.upper() in judged:
        return name if name in judged else name.upper()
    indicator = lookup.indicator_names().get(lookup.folded(name))
    named = [id_ for id_, of in judged.items() if of == indicator]
    if len(named) == 1:
        return named[0]
    count = f"names {len(named)} targets" if named else "is no target"
    heading = f"{name!r} {count} of the year, expected one of:"
    worded = [f"{id_} {indicators.indicator(judged[id_]).name}" for id_ in named or judged]
    raise CatalogueError(listed(heading, worded))
