"""What the figures of a grid are: observations, and an account of every cell that isn't blank."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from ipanalytics import accounts, catalogue, cells, dates, divisions, layout, periods, places, words
from ipanalytics.accounts import Figure, Reading
from ipanalytics.errors import CatalogueError
from ipanalytics.grids import Grid
from ipanalytics.observations import COLUMNS

DECEMBER = 12
BESIDE = {
    "change": "a rate of change, kept as a check",
    "growth": "a rate of change, kept as a check",
    "share": "a share, kept as a check",
    "rank": "a rank, kept as a check",
    "all_time": "counted since the beginning, which is no period of the table",
    "plan": "a plan, not a figure",
}


@dataclass(frozen=True)
class Context:
    """What the lines above a table say about all of its figures."""

    said: words.Meaning
    when: dates.When | None
    unit: str | None
    area: str
    conflict: str = ""


def interpret(grids: Iterable[Grid], *, source: str, status: str) -> Reading:
    """Return what all grids of a file hold.

    Parameters
    ----------
    grids
        From `readers.read`.
    source, status
        Written beside every observation.
    """
    read = [_grid(grid) for grid in grids]
    rows = [
        accounts.observation(grid, figure, source, status)
        for grid, figures, _ in read
        for figure in accounts.once(grid, figures)
    ]
    account = [
        row for grid, figures, fates in read for row in accounts.account(grid, accounts.once(grid, figures), fates)
    ]
    used = pd.DataFrame([row for row in rows if row], columns=COLUMNS)
    return Reading(used, pd.DataFrame(account, columns=["file", "cell", "text", "fate", "reason"]))


def _grid(grid: Grid) -> tuple[Grid, list[Figure], dict[tuple[int, int], str]]:
    figures: list[Figure] = []
    fates: dict[tuple[int, int], str] = {}
    for table in layout.tables(grid):
        figures += _figures(grid, table, _context(grid, table))
        fates |= {(r, c): "header" for r in (*table.lines, *table.header) for c in range(len(grid.rows[r]))}
        fates |= {(r, c): "label" for r in table.rows for c in range(len(grid.rows[r]))}
    return grid, figures, fates


def _context(grid: Grid, table: layout.Table) -> Context:
    own = [text for row in table.lines for text in grid.rows[row] if text.strip()]
    lines = [grid.sheet, *grid.above, *own]
    said = words.overlay(*map(_meaning, lines))
    whens = [when for line in lines if (when := dates.find_period(line)) and when.period and when.kind != "growth"]
    named = list(dict.fromkeys(when.period for when in whens))
    units = [unit for line in lines if isinstance(unit := cells.find_unit(line), str)]
    conflict = f"the lines above name the periods {', '.join(map(str, named))}" if len(named) > 1 else ""
    return Context(said, whens[-1] if whens else None, units[-1] if units else None, _title_place(lines), conflict)


def _meaning(line: str) -> words.Meaning:
    """Return what a line says; its Chinese counts where its English says something else."""
    chinese, english = cells.split_bilingual(line)
    found = words.overlay(words.meaning(english), words.meaning(chinese))
    return {key: value for key, value in found.items() if key != "role"}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    table = divisions.table()
    named = {
        **dict(zip(table["short"], table.index, strict=True)),
        **dict(zip(table["name"], table.index, strict=True)),
    }
    return {name: places.code_of(name) for name in named if name}


def _title_place(lines: Iterable[str]) -> str:
    """Return the one place that the lines name letter for letter, else ""."""
    text = " ".join(map(cells.tidy, lines))
    found = [name for name in _names() if name in text]
    longest = {_names()[name] for name in found if not any(name != other and name in other for other in found)}
    return longest.pop() if len(longest) == 1 else ""


def _figures(grid: Grid, table: layout.Table, context: Context) -> list[Figure]:
    spots = (_Spot(grid, column, row, context) for column in table.columns for row in table.rows)
    return [_figure(spot) for spot in spots if spot.text.strip()]


@dataclass(frozen=True)
class _Spot:
    """A cell of a table's figures, with its column and what the lines above say."""

    grid: Grid
    column: layout.Column
    row: int
    context: Context

    @property
    def text(self) -> str:
        """The cell as printed."""
        return self.grid.rows[self.row][self.column.index]

    def made(self, fate: str, reason: str, **key: Any) -> Figure:  # noqa: ANN401
        """Return what became of the cell."""
        return Figure(self.row, self.column.index, fate, reason, **key)


def _figure(spot: _Spot) -> Figure:
    number = cells.read_number(spot.text)
    if isinstance(number, cells.Missing):
        return spot.made("missing", f"a sign for no figure ({number.kind})")
    if not isinstance(number, cells.Number):
        return spot.made("left_out", number.reason if number else "text where a figure was expected")
    label, english, code = _label(spot)
    place = places.resolve(label, english, code)
    said = words.overlay(spot.context.said, *map(words.meaning, spot.column.headings), {} if place else _meaning(label))
    when = _when(spot, "" if place else label)
    if beside := _beside(said, when) or (place.reason if place else ""):
        return spot.made("check", beside)
    names_row = bool(_meaning(label)) or when != spot.context.when
    area = place.code if place else spot.context.area if names_row else ""
    if lacking := _lacking(spot, label if not area else None, said, when):
        return spot.made("left_out", lacking)
    return _used(spot, number, {"area": area, "said": said, "when": when}, place.correction if place else "")


def _beside(said: words.Meaning, when: dates.When | None) -> str:
    """Return why a figure is no observation but may serve as a check: a change, a share, a rank, a plan."""
    if (role := said.get("role", "")) in BESIDE:
        return BESIDE[role]
    return BESIDE.get(when.kind, "") if when else ""


def _label(spot: _Spot) -> tuple[str, str, str]:
    texts = [text for c in spot.column.labels if (text := _expanded(spot.grid, spot.row, c)).strip()]
    known = next((text for text in reversed(texts) if places.is_known(text)), texts[-1] if texts else "")
    row, column = spot.grid.rows[spot.row], spot.column
    english = row[column.english] if column.english is not None else ""
    code = cells.tidy(row[column.code]) if column.code is not None else ""
    return known, "" if english == known else english, code


def _expanded(grid: Grid, row: int, column: int) -> str:
    if grid.rows[row][column].strip():
        return grid.rows[row][column]
    over = [m for m in grid.merges if m[0] <= row <= m[2] and m[1] <= column <= m[3]]
    return grid.rows[over[0][0]][over[0][1]] if over else ""


def _when(spot: _Spot, label: str) -> dates.When | None:
    """Return the period of a figure: its row's, else its column's, else the one of the lines above."""
    stated = spot.context.when
    above = periods.parse(stated.period) if stated and stated.period else None
    year = above.end.year if above else None
    month = above.end.month if above and above.shape != "year" else None
    found = (_period(text, year, month) for text in [label, *reversed(spot.column.headings)] if text)
    return next((when for when in found if when), stated)


def _period(text: str, year: int | None, month: int | None) -> dates.When | None:
    if layout.is_year(plain := cells.tidy(text)):
        return dates.When(plain, "whole")
    return dates.find_period(text, year=year, month=month)


def _lacking(spot: _Spot, unknown: str | None, said: words.Meaning, when: dates.When | None) -> str:
    """Say what a figure lacks to be an observation; `unknown` is the label of a row without a place."""
    heading = " / ".join(spot.column.headings) or "(no heading)"
    if unknown is not None:
        return f"{cells.tidy(unknown)!r} is not a known place" if unknown.strip() else "the row has no label"
    if not words.indicator(said) or not _is_understood(spot):
        return f"the heading {heading!r} names no known indicator"
    if when is None or not when.period:
        return f"no period is named above, in the heading {heading!r} or in the row"
    return spot.context.conflict if when == spot.context.when else ""


def _is_understood(spot: _Spot) -> bool:
    """Say whether the lowest heading means something: an unknown one must not pass for what the title says."""
    if not spot.column.headings:
        return True
    text = spot.column.headings[-1]
    known = words.meaning(text) or cells.find_unit(text) or places.is_known(text)
    return bool(known or _period(text, layout.LAST_YEAR, DECEMBER))


def _used(spot: _Spot, number: cells.Number, key: dict[str, Any], correction: str) -> Figure:
    item = catalogue.indicator(str(words.indicator(key["said"])))
    unit = _unit(spot, number)
    if isinstance(unit, cells.Fault):
        return spot.made("left_out", unit.reason)
    if unit == "%" and item.unit != "%":
        return spot.made("check", BESIDE["share"])
    if unit and item.unit.startswith(f"{unit}/"):
        unit = item.unit  # 每万人口…（件）: the heading says per what
    try:
        factor = cells.conversion(unit, item.unit) if unit else 1.0
    except CatalogueError as fault:
        return spot.made("left_out", f"{item.name}: {fault}")
    value = round(number.value * factor, 9)
    period = _stored(key["when"], item)
    return spot.made("used", correction, area=key["area"], indicator=item.id, period=period, value=value)


def _unit(spot: _Spot, number: cells.Number) -> str | cells.Fault | None:
    """Return the unit nearest to a figure: its own, its row's, its column's, else the one of the lines above."""
    column = spot.column
    beside = cells.find_unit(f"({spot.grid.rows[spot.row][column.unit]})") if column.unit is not None else None
    own = next((unit for text in reversed(column.headings) if (unit := cells.find_unit(text))), None)
    return number.unit or beside or own or spot.context.unit


def _stored(when: dates.When, item: catalogue.Indicator) -> str:
    """Return the period as observations hold it: a stock's is its end, a flow's the time that it counts."""
    text = str(when.period)
    end = periods.parse(text).end
    if item.kind != "flow":
        return periods.moment(end)
    if when.kind != "point" or periods.parse(text).shape == "year":
        return text
    return str(end.year) if end.month == DECEMBER else f"{end.year}-01/{end.year}-{end.month:02}"
