"""Lists of names, counted by place and period: geographical indications, and enterprises with a title.

A stock stands at the list's date: 截至…, else the end of the period of its title, else the latest day in it. gi_new
counts products and marks together: it's given for the time in which the lists of a file cover both. A mark of the
16th or later counts into the next month, as in CNIPA's tables. A count that a row without place, kind or day might
have raised isn't given. No name leaves the file: observations, reasons and the account's texts hold none.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.catalogue.places import codes, province
from ipanalytics.core import periods
from ipanalytics.ingestion import audit
from ipanalytics.ingestion.audit import Extraction, Figure
from ipanalytics.ingestion.lists import entries as lists_entries
from ipanalytics.ingestion.lists.classification import DECEMBER, LONGEST_PLACE, ClassifiedEntry, classify
from ipanalytics.ingestion.lists.entries import AGRICULTURAL, GI
from ipanalytics.ingestion.readers.grid import Grid, cell_name, reference
from ipanalytics.ingestion.text import addresses, normalise
from ipanalytics.ingestion.text.dates import When
from ipanalytics.ingestion.text.numbers import Number, read_number
from ipanalytics.ingestion.text.places import is_known, subtotal
from ipanalytics.observations.table import COLUMNS

ENOUGH = 0.5
SHOWN, WITHHELD = ("place", "province", "kind", "date", "number"), "(withheld)"
CONVERTED = "converted from another system: not new"
ONE_KIND = "gi_new counts products and marks together, and the lists of this file don't cover both for that time"
UNDATED = "rows without a day that can be placed: no gi_new is given for their places"
NOT_NEW = "the list names all up to a day, and doesn't say which of them are new in a period"
NOWHERE = "its place is no reporting unit, and the list covers no province"
UNTIMELY = "its day is missing, or lies outside the time that the list covers"
IN_DOUBT = "counts only into figures that other rows of the list leave in doubt"


class _Claim(NamedTuple):
    """A figure into which names count."""

    area: str
    indicator: str
    period: str


class _Listed(NamedTuple):
    """What a list covers: kinds, places (none: any) and time."""

    kinds: frozenset[str]
    scope: frozenset[str]
    start: date
    end: date


Owner = tuple[str, str]
Claims = dict[_Claim, dict[tuple[str, str], ClassifiedEntry]]


def is_list(grid: Grid) -> bool:
    """Say whether a grid is a list of names: by its title, or by headings with a place and no column of figures."""
    found, headings = lists_entries.entries(grid)
    if not found:
        return False
    head, below = found[0].head, [row for n, row in enumerate(grid.rows) if n > found[0].head.row and n not in headings]
    figures = {c for c in head.columns if sum(_is_number(row[c]) for row in below) >= ENOUGH * len(found)}
    named = sum(not is_known(entry.name) for entry in found)
    if head.name in figures or named <= ENOUGH * len(found):
        return False
    has_place = {"place", "province", "range", "applicant"} & set(head.roles.values())
    is_titled = any("list" in lists_entries.said(line) for line in found[0].lines)
    return is_titled or bool(has_place and not figures - head.roles.keys())


def _is_number(text: str) -> bool:
    return isinstance(read_number(text), Number)


def count_lists(grids: Iterable[Grid], *, source: str, status: str) -> Extraction:
    """Count the names in the lists of one file.

    Parameters
    ----------
    grids
        Those that `find` says are lists.
    source, status
        Written beside every observation.
    """
    given = list(grids)
    found = classify(entry for grid in given for entry in lists_entries.entries(grid)[0])
    claims = _claims(found)
    kept = _without_doubt(claims, found)
    rows = [_observation(claim, names.values(), len(names)) for claim, names in kept.items()]
    rows += [_observation(claim, names.values(), 0) for claim, names in _noughts(kept, claims).items()]
    used = pd.DataFrame([{**row, "source": source, "status": status} for row in rows], columns=COLUMNS)
    figures = [*_date_figures(found, claims), *_name_figures(found, claims, kept)]
    account = [
        line
        for grid in given
        for line in _account(grid, [f for owner, f in figures if owner == (grid.file, grid.sheet)])
    ]
    return Extraction(used, pd.DataFrame(account, columns=["file", "cell", "text", "fate", "reason"]))


def _claims(found: list[ClassifiedEntry]) -> Claims:
    """Return the names that count into each figure, each name once."""
    lists = _lists(found)
    spans = {area: _span(area, lists) for one in found for area in one.areas}
    claims: Claims = {}
    for one in found:
        for area in one.areas if not one.reason else []:
            for indicator, period in _periods(one, spans[area]).items():
                claims.setdefault(_Claim(area, indicator, period), {}).setdefault(one.key, one)
    return claims


def _lists(found: Iterable[ClassifiedEntry]) -> list[_Listed]:
    """Return the lists of GIs; one that names no kind above rows covers both, one of what is new no time before."""
    lists = []
    for _, group in groupby(found, key=lambda one: one.entry.lines):
        names = list(group)
        title, end, own = names[0].title, names[0].end, {one.kind for one in names}
        if end and own & {*GI, AGRICULTURAL} and "refusal" not in title.groups:
            start = periods.parse(_whole(title.stated)).start if title.stated else end.replace(month=1, day=1)
            told = title.kinds.union(*(lists_entries.kinds(one.entry.sections.get("kind", "")) for one in names))
            kinds = frozenset((told or {*GI}) | own)
            lists.append(_Listed(kinds, title.scope, start if title.is_new else date.min, end))
    return lists


def _span(area: str, lists: Iterable[_Listed]) -> tuple[date, date] | None:
    """Return the first and the last day for which lists of both products and marks cover a place."""
    here = [one for one in lists if not one.scope or any(hierarchy.is_inside(area, place) for place in one.scope)]
    by_kind = [[one for one in here if kind in one.kinds] for kind in GI]
    if not all(by_kind):
        return None
    return max(min(one.start for one in some) for some in by_kind), min(
        max(one.end for one in some) for some in by_kind
    )


def _periods(one: ClassifiedEntry, span: tuple[date, date] | None) -> dict[str, str]:
    """Return the indicators into which a name counts in a place, and their periods."""
    stand, new = periods.moment(one.end or date.min), f"{one.kind}_new"
    if one.kind in GI:
        found = {one.kind: "" if one.title.is_new else stand, "gi_new": _new_period(one, span)}
    else:
        kind = new if one.title.is_new and new in indicators.indicators() else one.kind
        found = {kind: stand if indicators.indicator(kind).kind == "stock" else _flow_period(one)}
    return {indicator: period for indicator, period in found.items() if period}


def _new_period(one: ClassifiedEntry, span: tuple[date, date] | None) -> str:
    """Return the period in which a GI is new, "" where it's converted or the file doesn't cover the time."""
    if one.is_converted or span is None:
        return ""
    start, end = span
    month = one.month
    if one.title.is_new and one.title.stated:
        period = periods.parse(_whole(one.title.stated))
        is_inside = start <= period.start and period.end <= end
        is_dated = not one.day or (month is not None and period.start <= month <= period.end)
        return period.text if is_inside and is_dated else ""
    if month is None or month > end or month.replace(month=1) < start:
        return ""
    return _through(month.year, end)


def _flow_period(one: ClassifiedEntry) -> str:
    """Return the period in which an enterprise is new: the title's, of a list of all up to a day the row's year."""
    if one.title.stated and not one.title.is_stand:
        return _whole(one.title.stated)
    return _through(periods.parse(one.day).start.year, one.end) if one.day and one.end else ""


def _whole(when: When) -> str:
    """Return the period of what is new by a statement: up to a day it's the year so far."""
    end = periods.parse(str(when.period)).end
    return _through(end.year, end) if when.kind == "point" else str(when.period)


def _through(year: int, end: date) -> str:
    is_whole = year < end.year or end.month == DECEMBER
    return str(year) if is_whole else periods.so_far(year, end.month)


def _without_doubt(claims: Claims, found: Iterable[ClassifiedEntry]) -> Claims:
    """Leave out figures that are short of a row without place, kind or day."""
    doubts = {(one.kind, area) for one in found if one.is_doubtful for area in one.areas or [""]}
    doubts |= {("gi_new", area) for one in found if _is_undated(one) for area in one.areas}
    return {claim: names for claim, names in claims.items() if not _doubts_of(claim) & doubts}


def _doubts_of(claim: _Claim) -> set[tuple[str, str]]:
    kinds = {"", claim.indicator, claim.indicator.removesuffix("_new"), *(GI if claim.indicator == "gi_new" else ())}
    areas = {claim.area} if addresses.unit_of(claim.area) else {claim.area, ""}
    return {(kind, area) for kind in kinds for area in areas}


def _is_undated(one: ClassifiedEntry) -> bool:
    is_told = one.title.is_new and one.title.stated and not one.day
    return one.kind in GI and not (one.reason or one.is_converted or one.month or is_told)


def _noughts(kept: Claims, claims: Claims) -> Claims:
    """Return the units without a name in lists that say 全省: with that word they state that there is none."""
    stated = {c: names for c, names in kept.items() if c.area == province() and _are_whole(names.values())}
    found = {c._replace(area=unit): names for c, names in stated.items() for unit in codes("unit")}
    return {claim: names for claim, names in found.items() if claim not in claims}


def _are_whole(names: Iterable[ClassifiedEntry]) -> bool:
    return all("whole" in one.title.groups for one in names)


def _observation(claim: _Claim, names: Iterable[ClassifiedEntry], count: int) -> dict[str, object]:
    spots: dict[tuple[str, int, bool], list[int]] = {}
    for one in names:
        grid = one.entry.grid
        spots.setdefault((grid.sheet, one.entry.head.name, grid.is_workbook), []).append(one.entry.row)
    total = sum(map(len, spots.values()))
    counted = f"{'' if count else 'none of '}{total} row{'s' if total > 1 else ''}"
    where = "; ".join(_where(*spot, sorted(rows)) for spot, rows in spots.items())
    unit = indicators.indicator(claim.indicator).unit
    return {**claim._asdict(), "value": float(count), "unit": unit, "cell": f"{where} ({counted})"}


def _where(sheet: str, column: int, is_workbook: bool, rows: list[int]) -> str:  # noqa: FBT001
    """Name the cells of a column, those under one another as a range."""
    breaks = [n for n in range(1, len(rows)) if rows[n] != rows[n - 1] + 1]
    runs = [(rows[a], rows[b - 1]) for a, b in pairwise([0, *breaks, len(rows)])]
    if is_workbook:
        ends = [[reference(row, column) for row in dict.fromkeys(run)] for run in runs]
        return f"{sheet}!{','.join(':'.join(run) for run in ends)}"
    numbers = ", ".join("-".join(str(row + 1) for row in dict.fromkeys(run)) for run in runs)
    return f"{sheet + ', ' if sheet else ''}column {column + 1}, rows {numbers}"


def _name_figures(found: Iterable[ClassifiedEntry], claims: Claims, kept: Claims) -> Iterator[tuple[Owner, Figure]]:
    """Return what became of each name."""
    claimed, counted = ({id(one) for names in some.values() for one in names.values()} for some in (claims, kept))
    has_new = any(claim.indicator == "gi_new" for claim in claims)
    for one in found:
        lost = IN_DOUBT if id(one) in claimed else _lost(one, has_new=has_new)
        reason = one.reason or ("" if id(one) in counted else lost)
        yield _owner(one), Figure(one.entry.row, one.entry.head.name, "left_out" if reason else "used", reason)


def _owner(one: ClassifiedEntry) -> Owner:
    return one.entry.grid.file, one.entry.grid.sheet


def _lost(one: ClassifiedEntry, *, has_new: bool) -> str:
    """Say why a name that could be read counts into nothing."""
    if not one.areas or one.kind not in GI:
        return NOT_NEW if one.areas else NOWHERE
    return CONVERTED if one.is_converted else UNTIMELY if has_new else ONE_KIND


def _date_figures(found: Iterable[ClassifiedEntry], claims: Claims) -> Iterator[tuple[Owner, Figure]]:
    """Say at the days of a list of GIs, or at their heading, why they make no gi_new."""
    has_new = any(claim.indicator == "gi_new" for claim in claims)
    for one in found:
        grid, head, row = one.entry.grid, one.entry.head, one.entry.row
        column = next((c for c, role in head.roles.items() if role == "date"), None)
        if one.reason or one.is_converted or one.title.is_new or one.kind not in GI or column is None:
            continue
        if one.month is None:
            yield _owner(one), Figure(row if grid.rows[row][column].strip() else head.row, column, "left_out", UNDATED)
        elif not has_new:
            yield _owner(one), Figure(head.row, column, "left_out", ONE_KIND)


def _account(grid: Grid, figures: list[Figure]) -> Iterator[dict[str, str]]:
    """Return what became of every cell; of a list's rows only places, kinds, days and announcements are shown."""
    entries, headings = lists_entries.entries(grid)
    roles = {c: role for entry in entries for c, role in entry.head.roles.items()}
    below = [r for r in range(min((e.head.row for e in entries), default=0), len(grid.rows)) if r not in headings]
    fates = {(r, c): "header" for r in headings for c in range(len(grid.rows[r]))}
    fates |= {(r, c): "label" for r in below for c, role in roles.items() if role == "other"}
    fates |= {(r, c): "check" for r in below for c, t in enumerate(grid.rows[r]) if any(map(subtotal, grid.rows[r]))}
    fates |= {(e.row, c): "label" for e in entries for c in e.head.columns}
    hidden = {
        cell_name(grid, r, c) for r in below for c, t in enumerate(grid.rows[r]) if not _is_shown(roles.get(c, ""), t)
    }
    for line in audit.audit(grid, figures, fates):
        yield {**line, "text": WITHHELD} if line["cell"] in hidden else line


def _is_shown(role: str, text: str) -> bool:
    return role in SHOWN and (len(normalise.tidy(text)) <= LONGEST_PLACE or role not in ("place", "province"))
