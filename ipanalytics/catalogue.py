"""Indicators, units, settings and colours: data/catalogue, checked on load."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

import pandas as pd
import yaml

from ipanalytics import paths, periods
from ipanalytics.errors import CatalogueError, listed

KINDS = ("stock", "flow", "rate")
GUIDE = "陕知发〔2022〕38号 二（一）：避免将专利申请数量等单一指标作为工作考核衡量主要依据"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LARGEST = 1e15
Record = TypeVar("Record")


@dataclass(frozen=True)
class Indicator:
    """One entry of indicators.yaml; the file says what each key means."""

    id: str
    name: str
    english: str
    unit: str
    kind: str
    definition: str
    assessable: bool
    numerator: str = ""
    denominator: str = ""
    per: float = 0
    additive: bool = True
    breaks: tuple[float, ...] = ()
    scope: str = ""


@dataclass(frozen=True)
class Settings:
    """One field for each key of settings.yaml."""

    issuing_office: str
    issue_date: str
    map_review_number: str
    boundary_credit: str
    population_lag_years: int
    census_days: tuple[str, ...]
    headline: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """The colours of the three types of patent."""

    invention: str
    utility_model: str
    design: str


@dataclass(frozen=True)
class Palette:
    """One field for each key of palette.yaml."""

    ink: str
    muted: str
    rule: str
    paper: str
    background: str
    accent: str
    quiet: str
    sequence: tuple[str, ...]
    no_data: str
    no_data_hatch: str
    region_line: str
    unit_line: str
    series: dict[str, str]


class _UniqueKeys(yaml.SafeLoader):
    """A loader that refuses a key given twice instead of keeping the last, and leaves dates as text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        keys = [self.construct_object(key) for key, _ in pairs]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            msg = f"key given twice: {', '.join(twice)}"
            raise yaml.MarkedYAMLError(problem=msg, problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


_UniqueKeys.add_constructor("tag:yaml.org,2002:timestamp", _UniqueKeys.construct_yaml_str)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Raises
    ------
    CatalogueError
        When the file is missing, isn't YAML, gives a key twice or holds no mapping.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506
    except (OSError, ValueError, KeyError, RecursionError, yaml.YAMLError) as fault:
        # PyYAML lets bare ValueErrors and KeyErrors out of scalars with a wrong tag.
        msg = f"{path}: can't be read as YAML: {fault}"
        raise CatalogueError(msg) from fault
    if not isinstance(content, dict):
        msg = f"{path}: expected a mapping, found {type(content).__name__}"
        raise CatalogueError(msg)
    return content


def record(kind: type[Record], entry: dict[str, Any], where: str) -> Record:
    """Build a frozen record from a mapping; lists become tuples.

    Raises
    ------
    CatalogueError
        Lists the unknown and the missing keys, and values of another type.
    """
    if faults := entry_faults(kind, entry, where):
        raise CatalogueError(listed("wrong keys or values:", faults))
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()})


def entry_faults(kind: type, entry: object, where: str) -> list[str]:
    """Word what is unknown, missing or of another type in a mapping meant for a record."""
    if not isinstance(entry, dict):
        return [f"{where}: expected a mapping, found {entry!r}"]
    known = {field.name: field for field in fields(kind)}
    unknown = [f"{where}: unknown key {key!r}" for key in entry if key not in known]
    needed = [name for name, field in known.items() if field.default is MISSING and name not in entry]
    wrong = [name for name in known.keys() & entry if not _fits(entry[name], known[name].type)]
    missing = [f"{where}: key {name!r} is missing" for name in needed]
    return unknown + missing + [f"{where}: {name} is {entry[name]!r}, expected {_worded(known[name].type)}" for name in wrong]


def _fits(value: object, wanted: Any) -> bool:  # noqa: ANN401
    """Say whether a YAML value has a field's type; a list stands for a tuple."""
    parts = get_args(wanted)
    if get_origin(wanted) is UnionType:
        return any(_fits(value, part) for part in parts)
    if get_origin(wanted) is tuple:
        return isinstance(value, list | tuple) and all(_fits(item, parts[0]) for item in value)
    if get_origin(wanted) is dict:
        return isinstance(value, dict) and all(_fits(k, parts[0]) and _fits(v, parts[1]) for k, v in value.items())
    if wanted in (int, float):
        numbers = (int, wanted)
        return isinstance(value, numbers) and not isinstance(value, bool) and abs(value) <= LARGEST
    return wanted is Any or isinstance(value, wanted)


def _worded(wanted: Any) -> str:  # noqa: ANN401
    words = {str: "text in quotes", bool: "true or false", int: "a whole number", float: "a number"}
    return words.get(wanted, str(wanted))


@lru_cache(maxsize=4)
def _load_indicators(path: Path) -> dict[str, Indicator]:
    entries = read_yaml(path)
    where = path.name
    wrong = [
        fault
        for id_, entry in entries.items()
        for fault in entry_faults(Indicator, _completed(id_, entry), f"{where}: {id_}")
    ]
    if wrong:
        raise CatalogueError(listed("indicators have wrong keys or values:", wrong))
    found = {id_: record(Indicator, _completed(id_, entry), where) for id_, entry in entries.items()}
    if faults := list(_faults(found)):
        raise CatalogueError(listed(f"{where} has faults:", faults))
    return found


def _completed(id_: str, entry: Any) -> Any:  # noqa: ANN401
    """Return an entry with its id, and with what `additive` is by default."""
    if not isinstance(entry, dict):
        return entry
    key = "id, which the entry's own key gives" if "id" in entry else "id"
    return {"additive": entry.get("kind") != "rate", **entry, key: id_}


def _faults(found: dict[str, Indicator]) -> Iterator[str]:
    if not found:
        yield "no indicator"
    for item in found.values():
        links = [link for link in (item.numerator, item.denominator) if link and link not in found]
        yield from (f"{item.id}: refers to the unknown indicator {link}" for link in links)
        if item.kind not in KINDS:
            yield f"{item.id}: kind {item.kind!r}, expected one of {', '.join(KINDS)}"
        if item.unit not in units().index:
            yield f"{item.id}: unit {item.unit!r} is not in units.csv"
        if not isinstance(item.assessable, bool):
            yield f"{item.id}: assessable {item.assessable!r}, expected true or false"
        if bool(item.numerator) != bool(item.denominator) or bool(item.numerator) != bool(item.per):
            yield f"{item.id}: numerator, denominator and per belong together"
        if list(item.breaks) != sorted(set(item.breaks)):
            yield f"{item.id}: breaks must rise"


def indicators() -> dict[str, Indicator]:
    """Return all indicators by id, in the order of the file."""
    return dict(_load_indicators(paths.data() / "catalogue" / "indicators.yaml"))


def indicator(id_: str) -> Indicator:
    """Return one indicator.

    Raises
    ------
    CatalogueError
        When the catalogue doesn't have it.
    """
    known = indicators()
    if id_ not in known:
        msg = f"{id_!r} is not an indicator of data/catalogue/indicators.yaml"
        raise CatalogueError(msg)
    return known[id_]


def rates() -> list[Indicator]:
    """Return the indicators that are computed from two others."""
    return [item for item in indicators().values() if item.numerator]


def refuse_ranking(id_: str) -> None:
    """Refuse to score, target or rank what the guide says must not be.

    Raises
    ------
    CatalogueError
        Cites the guide, when the catalogue says `assessable: false`.
    """
    if not indicator(id_).assessable:
        msg = f"{id_} must not be scored, targeted or ranked ({GUIDE})"
        raise CatalogueError(msg)


@lru_cache(maxsize=4)
def _load_units(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"unit": str, "quantity": str, "factor": float}).set_index("unit")


def units() -> pd.DataFrame:
    """Return index `unit` and columns quantity, factor (to the quantity's base unit)."""
    return _load_units(paths.data() / "catalogue" / "units.csv")


def factor(unit: str, wanted: str) -> float:
    """Return what a value in one unit is multiplied by to stand in another.

    Raises
    ------
    CatalogueError
        When a unit is unknown, or they measure different things.

    Examples
    --------
    >>> factor("万人", "人")
    10000.0
    """
    known = units()
    if unknown := [name for name in (unit, wanted) if name not in known.index]:
        msg = f"unknown unit {', '.join(map(repr, unknown))}: expected one of {', '.join(known.index)}"
        raise CatalogueError(msg)
    if known.loc[unit, "quantity"] != known.loc[wanted, "quantity"]:
        msg = f"{unit} can't be converted to {wanted}"
        raise CatalogueError(msg)
    return float(known.loc[unit, "factor"] / known.loc[wanted, "factor"])


def settings() -> Settings:
    """Return settings.yaml, checked for unknown and missing keys."""
    path = paths.data() / "catalogue" / "settings.yaml"
    return record(Settings, read_yaml(path), path.name)


@lru_cache(maxsize=4)
def _load_palette(path: Path) -> dict[str, Any]:
    return read_yaml(path)


def palette() -> dict[str, Any]:
    """Return the colours of palette.yaml by their role."""
    return _load_palette(paths.data() / "catalogue" / "palette.yaml")
