"""The tasks of part 二 of a year's guide, who is responsible, and which are done by the targets' status."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.core import project
from ipanalytics.core.errors import CatalogueError, CleaningError, listed
from ipanalytics.core.yaml_schema import key_faults, lines_of, read_yaml, record

EVERY_UNIT = "all"
STATUSES = ("done", "pending", "overdue", "no_data", "not_monitored")
ACHIEVED = ("achieved", "achieved_late")
OVERDUE = ("overdue", "missed")
UNKNOWN = ("no_data", "not_assessable", "no_record")
COLUMNS = ["id", "clause", "task", "offices", "units", "monitored_by", "status", "by", "late", "synthetic"]
NEEDED = ["area", "target", "status", "period", "flags"]
JOIN = "、"
Place = tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One entry of a tasks file; data/catalogue/tasks/2022.yaml says what each key means."""

    id: str
    clause: str
    task: str
    offices: tuple[str, ...]
    units: tuple[str, ...]
    monitored_by: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    """One field for each key of a tasks file."""

    year: int
    source: str
    offices: tuple[str, ...]
    tasks: Any


def load(year: int, *, targets: Collection[str] | None = None) -> list[Task]:
    """Return the tasks of a year, in the order of the guide; `all` becomes the codes of all units.

    Parameters
    ----------
    year
        Of the guide.
    targets
        Ids that `monitored_by` may name; None leaves its ids unchecked.

    Raises
    ------
    CatalogueError
        When the year has no file; lists every fault of the file, with its line.
    """
    return read(_folder() / f"{year}.yaml", year, targets=targets)


def _folder() -> Path:
    return project.data("catalogue", "tasks")


def years() -> list[int]:
    """Return the years whose tasks are listed."""
    return sorted(int(path.stem) for path in _folder().glob("[0-9][0-9][0-9][0-9].yaml"))


def read(path: Path, year: int, *, targets: Collection[str] | None = None) -> list[Task]:
    """Return the tasks of a file, as `load` does."""
    whole = read_yaml(path)
    lines = lines_of(path)
    placed = [*_file_faults(whole, year), *_entries_faults(whole, targets)]
    if faults := [f"{path.name}, line {lines.get(keys, 1)}: {fault}" for keys, fault in placed]:
        raise CatalogueError(listed(f"{len(faults)} fault(s) in tasks:", faults))
    return [record(Task, _completed(id_, entry), id_) for id_, entry in whole["tasks"].items()]


def _completed(id_: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with its id and its units as codes; another word than `all` stays, as an unknown code."""
    units = entry.get("units")
    codes = places.codes("unit") if units == EVERY_UNIT else [units] if isinstance(units, str) else units
    return {**entry, "id": str(id_)} | ({"units": codes} if "units" in entry else {})


def _file_faults(whole: dict[str, Any], year: int) -> Iterator[tuple[Place, str]]:
    yield from (((key,), fault) for key, fault in key_faults(_File, whole))
    given = whole.get("year", year)
    if isinstance(given, int) and given != year:
        yield ("year",), f"year {given}, expected {year}"
    entries = whole.get("tasks", {})
    if "tasks" in whole and not (isinstance(entries, dict) and entries):
        yield ("tasks",), f"tasks is {entries!r}, expected a mapping of ids to tasks"


def _entries_faults(whole: dict[str, Any], targets: Collection[str] | None) -> Iterator[tuple[Place, str]]:
    """Yield the keys that lead to each fault of a task, and the fault."""
    allowed = {"offices": _texts(whole.get("offices")), "units": places.codes("unit"), "monitored_by": targets}
    entries = whole.get("tasks")
    for id_, entry in entries.items() if isinstance(entries, dict) else ():
        faults = _entry_faults(id_, entry, allowed)
        yield from (
            (("tasks", str(id_), key) if key else ("tasks", str(id_)), f"{id_}: {fault}") for key, fault in faults
        )


def _entry_faults(id_: str, entry: object, allowed: Mapping[str, Collection[str] | None]) -> Iterator[tuple[str, str]]:
    if not isinstance(entry, dict):
        yield from key_faults(Task, entry)
        return
    if "id" in entry:
        yield "id", "unknown key 'id'"
    completed = _completed(id_, entry)
    yield from key_faults(Task, completed)
    yield from ((key, f"{key} is empty") for key in ("clause", "task", "offices") if entry.get(key) in ("", []))
    for key, listable in allowed.items():
        names = _texts(completed.get(key))
        strange = [] if listable is None else [name for name in names if name not in listable]
        yield from ((key, f"{key}: {name!r} is not known") for name in dict.fromkeys(strange))
        yield from ((key, f"{key}: {name!r} stands twice") for name in dict.fromkeys(names) if names.count(name) > 1)


def _texts(value: Any) -> list[str]:  # noqa: ANN401
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def follow(tasks: Collection[Task], progress: pd.DataFrame) -> pd.DataFrame:
    """Return what the province's targets say of each task, a row each.

    A task is `done` when all its targets are achieved; `overdue` when one is overdue or missed;
    `no_data` when all are without data or can't be judged; else `pending`. Without a target it is
    `not_monitored`: there is nothing to check it against, so nothing is claimed.

    Parameters
    ----------
    tasks
        As loaded.
    progress
        With the columns area, target, status, period (of a milestone the day it was done) and
        flags; rows of other areas don't count. A target without a row has no data.

    Returns
    -------
    DataFrame
        Columns id, clause, task, offices, units (codes), monitored_by, status, by (the targets
        that decide), late (targets achieved after the deadline, each with its day, as in M05 2023-01-05), synthetic.

    Raises
    ------
    CleaningError
        When progress lacks a column, or has two rows for a target.
    """
    judged = _by_target(progress)
    rows = [_followed(task, {id_: judged.get(id_, {}) for id_ in task.monitored_by}) for task in tasks]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"synthetic": bool})


def _by_target(progress: pd.DataFrame) -> dict[str, dict[str, Any]]:
    if missing := [name for name in NEEDED if name not in progress.columns]:
        msg = f"progress has no column {', '.join(missing)}: expected {', '.join(NEEDED)}"
        raise CleaningError(msg)
    own = progress.loc[progress["area"] == places.province(), NEEDED]
    if twice := sorted(set(own.loc[own["target"].duplicated(), "target"])):
        msg = f"progress has more than one row of {places.province()} for {', '.join(twice)}"
        raise CleaningError(msg)
    return {str(row["target"]): row for row in own.to_dict("records")}


def _followed(task: Task, links: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    statuses = {id_: row.get("status", "no_data") for id_, row in links.items()}
    status, by = _decided(statuses)
    late = [_late(id_, links[id_]) for id_, reached in statuses.items() if reached == "achieved_late"]
    synthetic = any("synthetic" in str(row.get("flags", "")).split(";") for row in links.values())
    names = (JOIN.join(part) for part in (task.offices, task.units, task.monitored_by))
    return [task.id, task.clause, task.task, *names, status, JOIN.join(by), JOIN.join(late), synthetic]


def _decided(statuses: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return a task's status, and the targets that decide it."""
    lacking = [id_ for id_, status in statuses.items() if status not in ACHIEVED]
    overdue = [id_ for id_ in lacking if statuses[id_] in OVERDUE]
    if not statuses:
        return "not_monitored", []
    if not lacking:
        return "done", list(statuses)
    if overdue:
        return "overdue", overdue
    return ("no_data" if all(status in UNKNOWN for status in statuses.values()) else "pending"), lacking


def _late(id_: str, row: Mapping[str, Any]) -> str:
    period = row.get("period")
    return f"{id_} {period}" if isinstance(period, str) and period else id_
