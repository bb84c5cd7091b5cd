"""Two copies of one table side by side: which figures differ, and which only one of them has."""

import math
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.observations.table import KEY, as_csv

SIDES = ("first", "second")
COLUMNS = [
    *("what", "area", "place", "indicator", "name", "period", "first", "second", "unit"),
    *("first_cell", "second_cell", "first_text", "second_text"),
]
UNREAD = [*KEY, "cell", "text"]
# What a figure may lose on its way through another unit and back.
NOISE = 1e-9
# What copies print in 万 or 亿 as well, and then rounded; patents are counted one by one in all of them.
SCALED = ("money", "people")


@dataclass(frozen=True)
class Copy:
    """The observations of a copy, a row a key, and its figures that can't be read; those that it lacks have no text."""

    observations: pd.DataFrame
    unread: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=UNREAD))

    def cells(self) -> pd.DataFrame:
        """Return key, value, cell and text of all its figures; of those that are read the text is blank."""
        read = self.observations[[*KEY, "value", "cell"]].assign(text="")
        every = [read, self.unread.assign(value=math.nan)] if len(self.unread) else [read]
        return pd.concat(every, ignore_index=True).drop_duplicates(KEY)


def shared(first: Copy, second: Copy) -> int:
    """Return how many figures both copies have a cell for."""
    return len(first.cells().merge(second.cells(), on=KEY))


def differences(first: Copy, second: Copy) -> pd.DataFrame:
    """Return a row for each figure that two copies don't share.

    It `differs`, where only one of them can be read too; it is in `only_first` or `only_second`; or it is `rounded`,
    equal but for digits that one copy doesn't print.
    """
    joined = first.cells().merge(second.cells(), on=KEY, how="outer", suffixes=("_first", "_second"))
    rows = joined.assign(what=[_what(row) for row in joined.to_dict("records")])
    rows = rows[rows["what"].ne("")].reset_index(drop=True)
    result = rows.assign(
        place=[places.name_of(area, short=True) for area in rows["area"]],
        name=[indicators.indicator(id_).name for id_ in rows["indicator"]],
        unit=[indicators.indicator(id_).unit for id_ in rows["indicator"]],
    )
    renamed = {f"value_{side}": side for side in SIDES}
    renamed |= {f"{column}_{side}": f"{side}_{column}" for side in SIDES for column in ("cell", "text")}
    return result.rename(columns=renamed)[COLUMNS]


def _what(row: dict[str, object]) -> str:
    """Say how the cells of one figure differ, "" where they don't."""
    values = [float(str(row[f"value_{side}"])) for side in SIDES]
    missing = [math.isnan(value) for value in values]
    if all(missing):
        # A cell that neither copy's reader can read differs where other letters stand in it.
        has_cells = all(isinstance(row[f"cell_{side}"], str) for side in SIDES)
        return "differs" if has_cells and row["text_first"] != row["text_second"] else ""
    if not any(missing):
        is_same = math.isclose(*values, rel_tol=NOISE)
        return "" if is_same else "rounded" if _is_rounded(str(row["indicator"]), *values) else "differs"
    lacks = SIDES[missing.index(True)]
    return "differs" if isinstance(row[f"cell_{lacks}"], str) else f"only_{SIDES[missing.index(False)]}"


def _is_rounded(indicator: str, one: float, other: float) -> bool:
    """Say whether the figure with fewer digits is the other one, rounded.

    Examples
    --------
    >>> _is_rounded("gdp", 2817.5543, 2817.55), _is_rounded("population", 3264700.0, 3260000.0)
    (True, True)
    >>> _is_rounded("gdp", 2817.5543, 2817.56), _is_rounded("patent_grants", 1234.0, 1230.0)
    (False, False)
    """
    if indicators.quantity_of(indicators.indicator(indicator).unit) not in SCALED:
        return False
    finer, coarser = sorted((Decimal(repr(value)).normalize() for value in (one, other)), key=_last_digit)
    step = Decimal(1).scaleb(_last_digit(coarser))
    return abs(finer - coarser) <= step / 2


def _last_digit(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def as_text(table: pd.DataFrame, form: str) -> str:
    """Return differences as `text`, a line each, as `csv` or as `json`."""
    if form == "csv":
        return as_csv(table)
    if form == "json":
        return table.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    return "".join(f"{_line(row)}\n" for row in table.to_dict("records"))


def _line(row: dict[str, object]) -> str:
    sides = [_side(row, side) for side in SIDES if pd.notna(row[f"{side}_cell"])]
    only = {"only_first": "only the first has ", "only_second": "only the second has "}.get(str(row["what"]), "")
    rounded = ", equal when rounded" if row["what"] == "rounded" else ""
    return f"{row['place']} {row['name']} {row['period']}: {only}{' against '.join(sides)} {row['unit']}{rounded}"


def _side(row: dict[str, object], side: str) -> str:
    cell = row[f"{side}_cell"]
    if pd.notna(row[side]):
        return f"{row[side]:,.10g} ({cell})"
    return f"{row[f'{side}_text']!r}, not read ({cell})" if row[f"{side}_text"] else f"no figure ({cell})"
