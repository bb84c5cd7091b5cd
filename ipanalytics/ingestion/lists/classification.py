"""The names of lists: what each is, where and when; or why it isn't counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.core import periods
from ipanalytics.ingestion.lists import entries as lists_entries
from ipanalytics.ingestion.lists.entries import AGRICULTURAL, GI, Entry, Title
from ipanalytics.ingestion.readers.grid import cell_name
from ipanalytics.ingestion.text import addresses, dates, normalise

LONGEST_PLACE, TURN, DECEMBER = 12, 16, 12
REFUSED = "the lines above say that this is no list of what was granted (公示, 申报, 复核, 撤销 …)"
OTHER_SYSTEM = "农产品地理标志, a system of its own: neither gi_products nor gi_marks"
NO_KIND = "neither the row nor a line above names one kind that is counted"
NO_PLACE = "the row names no place, nor does its applicant's name begin with one"
CONTRADICTION = "the places in the row contradict one another"
OUTSIDE = "its place lies outside those that the lines above the list name"
NO_PERIOD = "no period is named above the list, and no row holds a day"
LATER = "dated after the day at which the list stands"


@dataclass(frozen=True)
class ClassifiedEntry:
    """A name of a list; `reason` says why it isn't counted, `is_doubtful` that it might have to be."""

    entry: Entry
    title: Title
    kind: str
    area: str
    day: str
    is_converted: bool
    reason: str = ""
    is_doubtful: bool = False
    end: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What two rows have in common that are the same."""
        return self.kind, self.entry.name

    @property
    def areas(self) -> list[str]:
        """The unit and, where the list covers it, the province into which the name counts."""
        by_column = not self.title.scope and "province" in self.entry.head.roles.values()
        is_covered = by_column or self.title.scope == {places.province()}
        found = (addresses.unit_of(self.area), addresses.province_of(self.area) if is_covered else "")
        return [area for area in found if area]

    @property
    def month(self) -> date | None:
        """The first day of the month into which it counts, for a year of January; a mark's year ends on 12-15."""
        if not self.day:
            return None
        period = periods.parse(self.day)
        first = period.start.replace(day=1)
        if self.kind != "gi_marks" or period.shape not in ("day", "month"):
            return first
        if period.shape == "day":
            return first if period.start.day < TURN else (first + timedelta(31)).replace(day=1)
        return None if first.month == DECEMBER else first


def classify(entries: Iterable[Entry]) -> list[ClassifiedEntry]:
    """Return the names of a file's lists, each judged by its row, its list and the rows with the same name."""
    return _once(_timed([_judged(entry) for entry in entries]))


def _judged(entry: Entry) -> ClassifiedEntry:
    title = lists_entries.title(entry.lines)
    kind, (area, lacking) = _kind(entry, title), _area(entry, title)
    refused = REFUSED if "refusal" in title.groups else OTHER_SYSTEM if kind == AGRICULTURAL else ""
    if area and title.scope and not any(hierarchy.is_inside(area, place) for place in title.scope):
        refused = refused or OUTSIDE
    lacking = lacking or ("" if kind else NO_KIND)
    reason = refused or lacking or title.conflict
    return ClassifiedEntry(
        entry, title, kind, area, _day(entry), _is_converted(entry, title), reason, bool(lacking and not refused)
    )


def _is_converted(entry: Entry, title: Title) -> bool:
    texts = [*entry.texts("remark", "kind").values(), entry.sections.get("kind", "")]
    by_title = title.is_new and "conversion" in title.groups
    return by_title or any("conversion" in lists_entries.said(text) for text in texts)


def _kind(entry: Entry, title: Title) -> str:
    """Return what is listed: by the row's cell, else its section, the lines above, the heading of the names."""
    systems = {*GI, AGRICULTURAL}
    # In a list of the mark's users a column says which GI they use: that isn't what is listed.
    beside = systems if title.kinds - systems else set()
    texts = [*entry.texts("kind").values(), entry.sections.get("kind", "")]
    heading = entry.grid.rows[entry.head.row][entry.head.name]
    is_gi = "system" in title.groups or title.kinds & systems
    said = [*(lists_entries.cell_kinds(text) - beside for text in texts), title.kinds]
    said += [lists_entries.cell_kinds(heading)] if is_gi else []
    return next((next(iter(found)) for found in said if len(found) == 1), "")


def _area(entry: Entry, title: Title) -> tuple[str, str]:
    """Return a row's place, else why there is none: by its cells, section, extent, applicant, or the lines above."""
    if printed := list(entry.texts("province", "place").values()):
        return _printed(printed, title)
    if section := entry.sections.get("place"):
        return places.code_of(lists_entries.without_number(section)), ""
    applicant = next(iter(entry.texts("applicant").values()), "")
    extent = next(iter(entry.texts("range").values()), "")
    only = next(iter(title.scope)) if len(title.scope) == 1 else ""
    has_column = {"province", "place", "range", "applicant"} & set(entry.head.roles.values())
    is_told = addresses.unit_of(only) or not has_column
    area = addresses.find(extent, is_partial=True) or addresses.find(applicant) or (only if is_told else "")
    return area, "" if area else NO_PLACE


def _printed(texts: list[str], title: Title) -> tuple[str, str]:
    """Return the one place of a row's cells, else why there is none; an unknown one must lie in a known unit."""
    codes = [addresses.find(text) for text in texts]
    known = {code for code in codes if code}
    if "" in codes and not known & set(places.codes("unit")):
        shown = normalise.tidy(texts[codes.index("")])
        return "", f"{shown!r} is not a known place" if len(shown) <= LONGEST_PLACE else "its text names no known place"
    area = hierarchy.finest(known)
    inner = [place for place in title.scope if area and hierarchy.is_inside(place, area)]
    return inner[0] if len(inner) == len(title.scope) == 1 else area, "" if area else CONTRADICTION


def _day(entry: Entry) -> str:
    """Return the day, month or year of a row's date, else of its announcement (2007年第178号), as a period."""
    texts = [*entry.texts("date").values(), *entry.texts("number").values()]
    whens = (dates.find_period(text) for text in texts)
    named = (str(when.period) for when in whens if when and when.period and when.kind in ("whole", "point"))
    return next((day for text in texts if (day := dates.read_day(text))), "") or next(named, "")


def _timed(found: list[ClassifiedEntry]) -> list[ClassifiedEntry]:
    """Give each name the day at which its list stands: the one stated, else the latest in it."""
    ends: dict[tuple[str, ...], date] = {}
    for one in found:
        stated = one.title.stated
        if text := str(stated.period) if stated else one.day:
            lines, end = one.entry.lines, periods.parse(text).end
            ends[lines] = max(end, ends.get(lines, end))
    timed = [replace(one, end=ends.get(one.entry.lines)) for one in found]
    return [replace(one, reason=one.reason or _untimely(one)) for one in timed]


def _untimely(one: ClassifiedEntry) -> str:
    if one.end is None:
        return NO_PERIOD
    return LATER if one.kind in GI and one.day and periods.parse(one.day).start > one.end else ""


def _once(found: list[ClassifiedEntry]) -> list[ClassifiedEntry]:
    """Count a name once for each day at which a list stands; the earliest row counts, whatever the order."""
    first: dict[tuple[object, ...], ClassifiedEntry] = {}
    for one in sorted(found, key=lambda one: (not one.is_converted, one.day or "9999", one.area)):
        if not one.reason:
            first.setdefault((*one.key, one.end), one)
    return [one if one.reason or first[(*one.key, one.end)] is one else _doubled(one, first) for one in found]


def _doubled(one: ClassifiedEntry, first: dict[tuple[object, ...], ClassifiedEntry]) -> ClassifiedEntry:
    entry = first[(*one.key, one.end)].entry
    where = cell_name(entry.grid, entry.row, entry.head.name)
    return replace(one, reason=f"the same name stands in {where} and counts once")
