"""Maps of somebody's own table: a column of places, by name or code, and a column of numbers."""

import math
from collections.abc import Hashable
from decimal import Decimal
from numbers import Real
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.core.errors import CleaningError, listed
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report import formatting
from ipanalytics.report.exhibits import Exhibit
from ipanalytics.report.maps import choropleth, classes, outlines

HEADS, OWN = ("area", "地区"), "自有数据"
WORDED, EXACT = 6, 12


def is_own(table: Any, value: Hashable | None = None) -> bool:  # noqa: ANN401
    """Say whether a table is somebody's own: a column is named that no figures have, or there is no indicator."""
    if value is not None and not (value == "value" and "indicator" in table):
        return True
    return isinstance(table, pd.DataFrame) and "indicator" not in table


def with_codes(table: pd.DataFrame, area: Hashable = "") -> pd.DataFrame:
    """Return somebody's own table with the codes of its places under `area`; a place may stand in several rows."""
    return _flat(table).assign(area=codes_of(table, area, is_once=False))


def draw_own(table: pd.DataFrame, name: Hashable, codes: pd.Series, level: str, within: str) -> Exhibit:
    """Draw a column of numbers on the map of the places of a level; `codes` as `codes_of` returns them.

    Classes are the values' own quarters, rounded; of few different values each is a class. It is marked as data of
    one's own and has no source line; a column `status` with synthetic in it marks it 演示数据.
    """
    numbers = numbers_of(table, name).set_axis(codes.to_numpy())
    inside = hierarchy.members(within, level)
    values = numbers.reindex(inside)
    if values.isna().all():
        msg = f"no number of the column {name!r} is of a {level} in {places.name_of(within)}"
        raise CleaningError(msg)
    content = _content(values)
    counts = {"count": int(values.notna().sum()), "missing": int(values.isna().sum())}
    title = say("{name}（自有数据）：{count}个地方有数，{missing}个无数据", name=name, **counts)
    figure = choropleth.draw_content(content, title, level=level, within=within, area=places.province())
    outside = [formatting.place(code) for code in codes if code not in set(inside)]
    names = {"count": len(outside), "names": join("、", outside)}
    beside = say("表中另有{count}行不在这张图上：{names}。", **names) if outside else ""
    own = say("“{name}”是使用者自己的数据，不在本项目的数据表里，没有出处。斜线为无数据。", name=name)
    note = sentences(own, outlines.map_note(), beside)
    evidence = table.reindex(columns=COLUMNS)
    return Exhibit(title, choropleth.table_of(content.words, str(name)), evidence, figure, note, has_source_line=False)


def _content(values: pd.Series) -> choropleth.Content:
    different, words = sorted(set(values.dropna())), {str(code): worded(value) for code, value in values.items()}
    if len(different) <= classes.FEWEST:
        names = [worded(value, EXACT) for value in different]
        return choropleth.Content(values, words, tuple(different[:-1]), names, say(OWN))
    breaks = _breaks(values.dropna())
    return choropleth.Content(
        values, words, breaks, classes.ranges([worded(limit, EXACT) for limit in breaks]), say(OWN)
    )


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose places are a column, and whose rows have each a label of its own."""
    own = table.reset_index() if table.index.name is not None and table.index.name not in table else table
    return own if own.index.is_unique else own.reset_index(drop=True)


def _head(table: pd.DataFrame, area: Hashable) -> Hashable:
    """Return the column of the places; the table has to have rows."""
    columns = list(_flat(table).columns)
    heads: list[Hashable] = [column for column in columns if column in ((area,) if area else HEADS)]
    if len(heads) != 1 or table.empty:
        wanted = repr(area) if area else " or ".join(HEADS)
        msg = f"expected one column of places, {wanted}, or area=…; found {len(table)} rows with the columns {columns}"
        raise CleaningError(msg)
    return heads[0]


def value_alone(table: pd.DataFrame, area: Hashable = "") -> Hashable:
    """Return the only column beside that of the places.

    Raises
    ------
    CleaningError
        When there are several.
    """
    head = _head(table, area)
    others: list[Hashable] = [column for column in _flat(table).columns if column != head]
    if len(others) != 1:
        msg = f"name the column of the numbers with value=…; beside {head!r} the table has {others}"
        raise CleaningError(msg)
    return others[0]


def codes_of(table: pd.DataFrame, area: Hashable = "", *, is_once: bool = True) -> pd.Series:
    """Return the code of each row's place, given by name, alias or code.

    Parameters
    ----------
    table
        With a column of places, or an index that has a name.
    area
        The column; by default area or 地区.
    is_once
        Whether each place may stand in one row only.

    Raises
    ------
    CleaningError
        When there is no such column; lists every place that nobody knows, and every one that stands there twice.
    """
    own, head = _flat(table), _head(table, area)
    answers = {row: _code(cell) for row, cell in own[head].items()}
    codes = pd.Series({row: code for row, (code, _) in answers.items()}, dtype=object)
    faults = [f"row {row}: {fault}" for row, (_, fault) in answers.items() if fault]
    faults += _twice(codes[codes.ne("")], own[head]) if is_once else []
    if faults:
        raise CleaningError(listed(f"{len(faults)} fault(s) in the column {head!r}:", faults))
    return codes


def _code(cell: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return a place's code, or why there is none; codes that became numbers with a point are codes."""
    if pd.isna(cell):
        return "", "no place is named"
    name = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    try:
        return places.find(name), ""
    except CleaningError as fault:
        return "", str(fault)


def _twice(codes: pd.Series, cells: pd.Series) -> list[str]:
    groups = {code: list(rows) for code, rows in codes.groupby(codes).groups.items() if len(rows) > 1}
    return [
        f"{formatting.place(code)} ({code}) stands in {len(rows)} rows: "
        + ", ".join(f"{row} ({cells[row]})" for row in rows)
        for code, rows in groups.items()
    ]


def numbers_of(table: pd.DataFrame, value: Hashable) -> pd.Series:
    """Return a column's numbers by row; empty cells are no data.

    Raises
    ------
    CleaningError
        When there is no such column, or two; lists every cell that is no number.
    """
    if (count := list(table.columns).count(value)) != 1:
        msg = f"expected one column {value!r}, found {count} among {list(table.columns)}"
        raise CleaningError(msg)
    column = _flat(table)[value]
    numbers = {row: _number(cell) for row, cell in column.items()}
    if faults := [f"row {row}: {column[row]!r}" for row, number in numbers.items() if number is None]:
        raise CleaningError(listed(f"{len(faults)} cell(s) of the column {value!r} are no numbers:", faults))
    return pd.Series(numbers, dtype=float)


def _number(cell: Any) -> float | None:  # noqa: ANN401
    """Return a cell as a number, NaN where it is empty, None where it is something else."""
    if pd.isna(cell) or (isinstance(cell, str) and not cell.strip()):
        return math.nan
    try:
        number = float(cell) if isinstance(cell, (str, Real, Decimal)) else math.inf
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _breaks(values: pd.Series) -> tuple[float, ...]:
    """Return the limits of the quarters, rounded, but not so much that a class has no place."""
    exact = classes.quarters(values, digits=EXACT)
    rounded = (classes.quarters(values, digits=digits) for digits in range(2, EXACT))
    return next((limits for limits in rounded if len(limits) == len(exact) and _parts(values, limits)), exact)


def _parts(values: pd.Series, limits: tuple[float, ...]) -> bool:
    """Say whether each of the classes has a place."""
    return classes.classify(values, limits).nunique() == len(limits) + 1


def worded(value: float, digits: int = WORDED) -> str:
    """Word a number of unknown kind: whole ones as they are, others with that many significant digits.

    Examples
    --------
    >>> worded(1234567.0), worded(-0.5), worded(1 / 3), worded(0.000012), worded(0)
    ('1,234,567', '−0.5', '0.333333', '0.000012', '0')
    """
    if math.isnan(value):
        return formatting.no_data()
    if value == int(value):
        return formatting.minus(f"{value:z,.0f}")
    decimals = max(1, digits - 1 - math.floor(math.log10(abs(value))))
    return formatting.minus(f"{value:,.{decimals}f}".rstrip("0").rstrip("."))
