"""Two copies of one table side by side: which figures differ, and which only one of them has."""

import math

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.observations.table import KEY, as_csv

COLUMNS = [
    *("what", "area", "place", "indicator", "name", "period"),
    *("first", "second", "unit", "first_cell", "second_cell"),
]
SIDES = ("first", "second")
# What a figure may lose on its way through another unit and back.
NOISE = 1e-9


def differences(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each figure that two tables of observations don't share: `differs`, `only_first`, `only_second`.

    Parameters
    ----------
    first, second
        Observations with one row a key; cells are those of the one and of the other.
    """
    joined = first.merge(second, on=KEY, how="outer", suffixes=("_first", "_second"), indicator="what")
    pairs = zip(joined["value_first"], joined["value_second"], strict=True)
    differs = pd.Series([not math.isclose(*pair, rel_tol=NOISE) for pair in pairs], joined.index, dtype=bool)
    rows = joined[differs].reset_index(drop=True)
    words = {"both": "differs", "left_only": "only_first", "right_only": "only_second"}
    result = rows.assign(
        what=rows["what"].astype(str).map(words),
        place=[places.name_of(area, short=True) for area in rows["area"]],
        name=[indicators.indicator(id_).name for id_ in rows["indicator"]],
        unit=[indicators.indicator(id_).unit for id_ in rows["indicator"]],
    )
    renamed = {f"value_{side}": side for side in SIDES} | {f"cell_{side}": f"{side}_cell" for side in SIDES}
    return result.rename(columns=renamed)[COLUMNS]


def as_text(table: pd.DataFrame, form: str) -> str:
    """Return differences as `text`, a line each, as `csv` or as `json`."""
    if form == "csv":
        return as_csv(table)
    if form == "json":
        return table.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    return "".join(f"{_line(row)}\n" for row in table.to_dict("records"))


def _line(row: dict[str, object]) -> str:
    sides = [f"{row[side]:,.10g} ({row[f'{side}_cell']})" for side in SIDES if pd.notna(row[side])]
    only = {"only_first": "only the first has ", "only_second": "only the second has "}.get(str(row["what"]), "")
    return f"{row['place']} {row['name']} {row['period']}: {only}{' against '.join(sides)} {row['unit']}".rstrip()
