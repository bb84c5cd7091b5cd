"""YAML files to mappings, and mappings to frozen records; unknown and missing keys are errors at load."""

import reprlib
from collections.abc import Hashable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

import yaml

from ipanalytics.core.errors import CatalogueError, listed

LARGEST = 1e15
WORDS: dict[Any, str] = {str: "text in quotes", bool: "true or false", int: "a whole number", float: "a number"}
Record = TypeVar("Record")
# A value of a few lines may stand for a billion items, by aliases of aliases.
MOST_VALUES = 200_000
# libyaml calls itself for each level, until the process ends.
DEEPEST = 200
SHORT = reprlib.Repr()
SHORT.maxlevel, SHORT.maxstring, SHORT.maxother = 2, 80, 80


# Of libyaml where PyYAML has it: catalogues take a tenth of the time.
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeys(_Fast):  # type: ignore[misc]
    """A loader that refuses a key given twice instead of keeping the last, and leaves dates as text."""

    yaml_constructors = {
        **yaml.SafeLoader.yaml_constructors,
        "tag:yaml.org,2002:timestamp": yaml.SafeLoader.construct_yaml_str,
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        keys = [self.construct_object(key) for key, _ in pairs]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            msg = f"key given twice: {', '.join(twice)}"
            raise yaml.MarkedYAMLError(problem=msg, problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Raises
    ------
    CatalogueError
        When the file is missing, isn't YAML, gives a key twice, holds no mapping, or one that stands for too much.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _check_depth(text)
        loader = _UniqueKeys(text)
        root = loader.get_single_node()
        _check_values(root)
        content = root and loader.construct_document(root)
    except (OSError, ValueError, KeyError, RecursionError, yaml.YAMLError) as fault:
        # PyYAML lets bare ValueErrors and KeyErrors out of scalars with a wrong tag.
        msg = f"{path}: can't be read as YAML: {fault}"
        raise CatalogueError(msg) from fault
    if not isinstance(content, dict):
        msg = f"{path}: expected a mapping, found {type(content).__name__}"
        raise CatalogueError(msg)
    return content


def _check_depth(text: str) -> None:
    """Refuse what is nested deeper than could be meant."""
    depth = 0
    for event in yaml.parse(text, Loader=_Fast):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            msg = f"its values are nested deeper than {DEEPEST} levels"
            raise yaml.YAMLError(msg)


def _check_values(root: Any) -> None:  # noqa: ANN401
    """Refuse aliases that stand for more than could be meant, or for what they lie in."""
    counts: dict[int, int | None] = {}
    if (count := _values(root, counts)) > MOST_VALUES:
        msg = f"its aliases stand for {count:,} values, more than {MOST_VALUES:,}"
        raise yaml.YAMLError(msg)


def _values(node: Any, counts: dict[int, int | None]) -> int:  # noqa: ANN401
    """Count what a node stands for; each is looked at once."""
    if id(node) not in counts:
        counts[id(node)] = None
        pairs = node.value if isinstance(node, yaml.CollectionNode) else []
        inner = [child for pair in pairs for child in (pair if isinstance(pair, tuple) else (pair,))]
        counts[id(node)] = 1 + sum(_values(child, counts) for child in inner)
    if (count := counts[id(node)]) is None:
        msg = f"an alias stands for what it lies in{node.start_mark}"
        raise yaml.YAMLError(msg)
    return count


def as_yaml(mapping: dict[str, Any]) -> str:
    """Return a mapping as YAML that `read_yaml` reads back, a line a key in their order."""
    return yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False, width=120)


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
    return [f"{where}: {fault}" for _, fault in key_faults(kind, entry)]


def key_faults(kind: type, entry: object) -> list[tuple[str, str]]:
    """Return the key, "" for what isn't there, and the fault of everything wrong in a mapping meant for a record."""
    if not isinstance(entry, dict):
        return [("", f"expected a mapping, found {SHORT.repr(entry)}")]
    types: dict[str, Any] = {field.name: field.type for field in fields(kind)}
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    unknown = [(str(key), f"unknown key {SHORT.repr(key)}") for key in entry if key not in types]
    missing = [("", f"key {key!r} is missing") for key in needed if key not in entry]
    wrong = [
        (key, f"{key} is {SHORT.repr(entry[key])}, expected {WORDS.get(expected, expected)}")
        for key, expected in types.items()
        if key in entry and not _fits(entry[key], expected)
    ]
    return unknown + missing + wrong


def _fits(value: Any, expected: Any) -> bool:  # noqa: ANN401
    """Say whether a YAML value has a field's type; a list stands for a tuple."""
    parts = get_args(expected)
    if get_origin(expected) is UnionType:
        return any(_fits(value, part) for part in parts)
    if get_origin(expected) is tuple:
        return isinstance(value, list) and all(_fits(item, parts[0]) for item in value)
    if get_origin(expected) is dict:
        return isinstance(value, dict) and all(_fits(k, parts[0]) and _fits(v, parts[1]) for k, v in value.items())
    if expected in (int, float):
        return isinstance(value, (int, expected)) and not isinstance(value, bool) and abs(value) <= LARGEST
    return expected is Any or isinstance(value, expected)


def lines_of(path: Path) -> dict[tuple[str, ...], int]:
    """Return the line on which each key of a YAML file stands, by the keys that lead to it."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return dict(_marks(root, (), set()))


def _marks(node: Any, above: tuple[str, ...], seen: set[int]) -> Iterator[tuple[tuple[str, ...], int]]:  # noqa: ANN401
    """Yield keys and lines; a mapping that aliases repeat is looked at once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        at = (*above, str(key.value))
        yield at, key.start_mark.line + 1
        yield from _marks(value, at, seen)


WORDS |= {float | None: "a number", tuple[str, ...]: "a list of texts", tuple[float, ...]: "a list of numbers"}
