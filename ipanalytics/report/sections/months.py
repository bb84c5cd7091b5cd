"""The year's months: what of an exhibit is another at each month's end, so that a reader of a page can choose one.

An exhibit's `months` has the days of the earlier months' ends, and for each place in it that differs a slot: its
address, the different contents, and by month which of them stands there. scripts/months.js puts them there. The slots
that are `alike` on all pages of a day are made and packed once for all of them.

Addresses
---------
title, note, prose, alt
    Texts; a title may have its light before it.
lines, key, legend, seen
    The lines of a small map's heading, the entries of its key, of the leading map's legend; the statuses seen.
t0.3.2, t0.3.behind
    Table, row and cell; a facet of the row.
h.3.2, h.3.behind
    The same of the units by targets.
u.610800
    A place on a map: its fill, its words, on the leading map also its count and the colours of its name.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from ipanalytics.core import files, i18n, periods
from ipanalytics.core.i18n import say
from ipanalytics.core.periods import month_end
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.trajectory import by_month
from ipanalytics.observations import storage
from ipanalytics.report import formatting, wording
from ipanalytics.report.maps import boundaries, target_maps
from ipanalytics.report.markup import APPLIES, Part, table_part

# Which content stands in a slot: a letter a month, the first of what the report's own month has.
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Contents = dict[str, Any]
Slots = list[list[Any]]


def earlier(assessment: Assessment) -> list[Assessment]:
    """Return how the targets stood at each month's end before the day that they're judged at."""
    return by_month(assessment)[:-1]


def month_of(day: str) -> str:
    """Name a day by its month, where that ends then."""
    end = periods.parse(day).end
    name = formatting.month(end.month, short=True)
    return say("{month}月", month=name) if end == month_end(end.year, end.month) else formatting.day(day)


def ground(status: str) -> str:
    """Say whether a status is good or bad, or neither: the ground of its light."""
    return "bad" if status in wording.WEAK else "good" if status in wording.GOOD else "none"


def changing(assessment: Assessment, slots: Iterable[list[Any]], alike: str = "") -> Part:
    """Return an exhibit's `months` of its slots and of those that are `alike`; nothing where it never differs."""
    days = [[month_of(made.as_of), formatting.day(made.as_of), made.as_of] for made in by_month(assessment)]
    given = {"slots": list(filter(None, slots))} | ({"alike": alike} if alike else {})
    return {"days": days, **given} if any(given.values()) else {}


def slots_of(assessment: Assessment, contents: Callable[[Assessment], Contents]) -> list[list[Any]]:
    """Return the slots of what stands at each address now, and at each earlier month's end."""
    return _slots([contents(assessment), *map(contents, earlier(assessment))])


def alike(name: str, assessment: Assessment, make: Callable[[], Mapping[str, Slots]]) -> dict[str, str]:
    """Return slots that pages of one day and language have alike, packed, by a name of each; made once for all."""

    def packed() -> dict[str, str]:
        written = {key: json.dumps(slots, ensure_ascii=False, separators=(",", ":")) for key, slots in make().items()}
        return {key: files.packed(text) if text != "[]" else "" for key, text in written.items()}

    if not assessment.asked:
        return packed()
    asked = f"{assessment.asked} {i18n.current()}"
    return storage.cached_as(f"{name}-by-month", packed, asked=asked, write=json.dumps, read=json.loads)


def of_units(assessment: Assessment) -> dict[str, str]:
    """Return the packed slots of the map of the units and of its table, by the heading of the target."""
    return _of_units(assessment, i18n.current())


@cached_for_project("data", most=4)
def _of_units(assessment: Assessment, language: str) -> dict[str, str]:  # noqa: ARG001
    def make() -> dict[str, Slots]:
        shown = {name: part for name, part in target_maps.by_target(assessment).items() if target_maps.has_units(part)}
        days = [_of_month(made, shown) for made in [assessment, *earlier(assessment)]]
        slots = {name: _slots([contents[name] for contents in days]) for name in shown}
        has_map = [name for name, part in shown.items() if target_maps.has_map(part)]
        return {name: [one for one in slots[name] if name in has_map or one[0].startswith("t0")] for name in shown}

    return alike("units", assessment, make)


def _slots(contents: Sequence[Contents]) -> list[list[Any]]:
    """Return the slots of contents of a day and of the months before it."""
    now, *then = contents
    return [made for address, one in now.items() if (made := slot(address, one, [each[address] for each in then]))]


def _of_month(made: Assessment, names: Iterable[str]) -> dict[str, Contents]:
    parts = target_maps.by_target(made)
    return {name: _contents(parts[name]) for name in names}


def _contents(part: pd.DataFrame) -> Contents:
    key = [[entry.get("shade", ""), entry["word"], entry.get("count", "")] for entry in target_maps.key(part)]
    drawn = target_maps.looks(part) if boundaries.has_map() else {}
    looks = {f"u.{code}": look for code, look in drawn.items()}
    units = part.loc[target_maps.in_order(part)]
    facets = {"behind": [APPLIES if here else "" for here in units["status"].isin(wording.WEAK)]}
    table = table_part(target_maps.table(part), cited={"数值": list(units["cited"])}, facets=facets)
    return {"lines": target_maps.counted(part), "key": key, **looks, **of_table(0, table)}


def slot(address: str, now: Any, then: Sequence[Any]) -> list[Any]:  # noqa: ANN401
    """Return a slot whose first content is the report's own; [] where all are the same.

    Examples
    --------
    >>> slot("title", "b", ["a", "b"]), slot("note", "c", ["c", "c"])
    (['title', ['b', 'a'], 'ba'], [])
    """
    contents = [now]
    contents += [one for number, one in enumerate(then) if one != now and one not in then[:number]]
    places = "".join(LETTERS[contents.index(one)] for one in then)
    return [address, contents, places] if len(contents) > 1 else []


def of_table(number: int, table: Part) -> Contents:
    """Return the cells and facets of a table of a part."""
    cells = {f"t{number}.{y}.{x}": _content(cell) for y, row in enumerate(table["rows"]) for x, cell in enumerate(row)}
    return cells | dict(_facets(f"t{number}", table.get("facets", ())))


def of_heat(context: Mapping[str, Any]) -> Contents:
    """Return the lights of units by targets."""
    rows = context["rows"]
    cells = {f"h.{y}.{x}": [cell["status"]] if cell else "" for y, row in enumerate(rows)
             for x, cell in enumerate(row["cells"])}  # fmt: skip
    seen = [entry["status"] for entry in context["key"]]
    return {"seen": seen} | cells | dict(_facets("h", [row["facets"] for row in rows]))


def _facets(table: str, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows):
        yield f"{table}.{number}.behind", APPLIES if row.get("behind") else ""


def _content(cell: Any) -> Any:  # noqa: ANN401
    """Return a cell as a text, a light as the id of its status, a figure with where it stands."""
    if isinstance(cell, str):
        return cell
    if "light" in cell:
        return [cell["status"]]
    return [cell["text"], i18n.upright(cell["cited"])] if cell.get("cited") else cell["text"]
