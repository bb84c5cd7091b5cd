"""The one table: a row for each published or computed figure.

Columns: area (division code), indicator (id), period (text), value (float, in the
catalogue's unit), unit, source (ids of data/sources, joined by "; " where a figure
was computed from several), status, cell (where it stands in the source).
"""

import weakref
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TypeAlias, TypeVar

import numpy as np
import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.core.errors import CleaningError, listed
from ipanalytics.core.files import FORMULA
from ipanalytics.observations import texts

Made = TypeVar("Made")
# A place, an indicator, and the day that its figure stands at; of a yes or no the first of the year.
Standing: TypeAlias = tuple[str, str, date]
COLUMNS = ["area", "indicator", "period", "value", "unit", "source", "status", "cell"]
KEY = ["area", "indicator", "period"]
STATUSES = ["final", "provisional", "submitted", "derived", "synthetic"]
PUBLISHED, SUBMITTED, SYNTHETIC = ("final", "provisional"), "submitted", "synthetic"


def empty() -> pd.DataFrame:
    """Return the table without a row."""
    return _empty(pd.options.mode.string_storage).copy()


@lru_cache
def _empty(_: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=float if name == "value" else str) for name in COLUMNS})


def combine(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put tables under one another, sorted by key and source."""
    joined = pd.concat([empty(), *(table for table in tables if not table.empty)], ignore_index=True)[COLUMNS]
    return joined.take(texts.order(joined[name] for name in (*KEY, "source"))).reset_index(drop=True)


def prefer(table: pd.DataFrame, published: pd.Series) -> pd.DataFrame:
    """Keep one row a key: final > provisional > submitted > derived > synthetic, then the newer source.

    `published` holds days as text, by source id. What units handed in also takes the place of synthetic figures that
    another text gives the same day (2022-12, 2022-01/2022-12), and gives way to published ones of the same days.
    """
    dates = published.to_dict()
    kept = table.drop(index=_replaced(table)) if table["status"].eq(SUBMITTED).any() else table
    ranked = kept.assign(
        rank=kept["status"].map({status: rank for rank, status in enumerate(STATUSES)}),
        published=[dates.get(id_, "") for id_ in kept["source"]],
    )
    order = ranked.sort_values([*KEY, "rank", "published", "source"], ascending=[True, True, True, True, False, True])
    return order.drop_duplicates(KEY)[COLUMNS].reset_index(drop=True)


def _replaced(table: pd.DataFrame) -> pd.Index:
    """Return the rows that give way to what units handed in, or are handed in and give way to what was published."""
    asked = set(table["indicator"][table["status"].eq(SUBMITTED)])
    rates = [rate for rate in indicators.rates() if rate.numerator in asked]
    rows = table[table["indicator"].isin(asked | {rate.id for rate in rates})]
    yes_no = {item.id for item in indicators.indicators().values() if item.unit == indicators.YES_NO}
    spans = [periods.parse(text) for text in rows["period"]]
    pairs = list(zip(rows["area"], rows["indicator"], strict=True))
    days = [(*pair, span.start, span.end) for pair, span in zip(pairs, spans, strict=True)]
    # A yes or no stands for its year, whatever day it was said on.
    stands = [
        date(span.end.year, 1, 1) if id_ in yes_no else span.end for (_, id_), span in zip(pairs, spans, strict=True)
    ]
    ends = [(*pair, day) for pair, day in zip(pairs, stands, strict=True)]
    status = rows["status"].tolist()
    published = {key for key, each in zip(days, status, strict=True) if each in PUBLISHED}
    replacing = _with_what_follows({key for key, each in zip(ends, status, strict=True) if each == SUBMITTED}, rates)
    is_replaced = [
        (each == SYNTHETIC and end in replacing) or (each == SUBMITTED and day in published)
        for each, day, end in zip(status, days, ends, strict=True)
    ]
    return rows.index[is_replaced]


def _with_what_follows(handed_in: set[Standing], rates: list[indicators.Indicator]) -> set[Standing]:
    """Add the rates of what was handed in, and the totals of places all of whose units handed it in.

    Once one unit has reported by workbook, none has that hasn't.
    """
    report, units = settings.settings().reported_by_workbook, places.codes("unit")
    more = {(area, rate.id, end) for area, id_, end in handed_in for rate in rates if rate.numerator == id_}
    more |= {(unit, report, end) for _, id_, end in handed_in if id_ == report for unit in units}
    known = handed_in | more
    groups = {whole: hierarchy.members(whole) for whole in (places.province(), *places.codes("region"))}
    wanted = {(id_, end) for _, id_, end in known}
    return known | {
        (whole, *key)
        for whole, inside in groups.items()
        for key in wanted
        if inside and all((unit, *key) in known for unit in inside)
    }


def until(table: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Keep the rows whose period ends on or before the end of `as_of`."""
    day = periods.parse(as_of).end
    return table[table["period"].map(lambda text: periods.parse(text).end <= day).astype(bool)].reset_index(drop=True)


def newest_day(table: pd.DataFrame) -> str:
    """Return the end of the latest period in the table, as a day: the default of --as-of."""
    if table.empty:
        msg = "there are no observations, so there is no latest period"
        raise CleaningError(msg)
    return max(periods.parse(text).end for text in set(table["period"])).isoformat()


def select(
    table: pd.DataFrame,
    *,
    area: str | Iterable[str] | None = None,
    indicator: str | Iterable[str] | None = None,
    period: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Keep the rows of the given areas, indicators and periods, in order of time."""
    filters = {name: chosen for name, chosen in zip(KEY, (area, indicator, period), strict=True) if chosen is not None}
    choices_of = {name: [chosen] if isinstance(chosen, str) else list(chosen) for name, chosen in filters.items()}
    masks = [table[name].isin(choices).to_numpy(dtype=bool) for name, choices in choices_of.items()]
    kept = table[np.logical_and.reduce(masks)] if masks else table
    # Faster than sort_values for the few rows that are mostly asked for.
    keys = [(periods.parse(key[2]).end, key) for key in zip(*(kept[name].tolist() for name in KEY), strict=True)]
    return kept.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def yearly(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows whose period is a whole year."""
    return table[table["period"].str.fullmatch(r"\d{4}")].reset_index(drop=True)


def latest(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the row that ends last, for each area and indicator."""
    return select(table).drop_duplicates(["area", "indicator"], keep="last").reset_index(drop=True)


def newest_common(table: pd.DataFrame, places: int) -> list[pd.DataFrame]:
    """Return the rows of each indicator at the newest period in which more than half of some places have a figure."""
    parts = [rows for _, rows in table.groupby("indicator", sort=False)]
    newest = [rows[rows["period"].eq(newest_common_period(rows, least=places // 2 + 1))] for rows in parts]
    return [rows for rows in newest if len(rows)]


def newest_common_period(rows: pd.DataFrame, *, least: int = 0, share: float = 1) -> str:
    """Return the newest period for which most places have a figure; "" where none has.

    Parameters
    ----------
    rows
        Observations of one indicator.
    least
        How many places have to have one; 0: by `share`.
    share
        Of as many as have one in any period.
    """
    counts = rows.groupby("period")["area"].nunique()
    common = counts[counts >= (least or share * counts.max())]
    return max(common.index, key=lambda text: (periods.parse(text).end, counts[text], text), default="")


def add(table: pd.DataFrame, areas: Iterable[str]) -> float:
    """Add up the values of places that share no ground.

    Raises
    ------
    CatalogueError
        When places overlap.
    CleaningError
        When no place is given, one has no value or more than one, the rows mix indicators
        or periods, or the indicator's values can't be added (a rate, a yes or no).
    """
    places = list(areas)
    hierarchy.refuse_overlap(places)
    rows = select(table, area=places)
    counts = rows["area"].value_counts().reindex(places, fill_value=0)
    faults = [f"{area} has {count} values" for area, count in counts.items() if count != 1]
    faults += [f"{len(set(rows[name]))} {name}s" for name in ("indicator", "period") if len(set(rows[name])) != 1]
    faults += [f"{id_} is not additive" for id_ in set(rows["indicator"]) if not indicators.indicator(id_).additive]
    if faults:
        raise CleaningError(listed("can't be added:", faults))
    return float(rows["value"].sum())


def by_table(make: Callable[[pd.DataFrame], Made]) -> Callable[[pd.DataFrame], Made]:
    """Keep what a function makes of a table, which nobody changes in place, for as long as the table lives."""
    kept: dict[int, tuple[weakref.ref[pd.DataFrame], Made]] = {}

    def get(table: pd.DataFrame) -> Made:
        number = id(table)
        if number not in kept or kept[number][0]() is not table:
            kept[number] = weakref.ref(table, lambda _: kept.pop(number, None)), make(table)
        return kept[number][1]

    return get


@by_table
def keys_of(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the keys of observations in their order."""
    return list(zip(*(table[name].tolist() for name in KEY), strict=True))


@by_table
def places_of(table: pd.DataFrame) -> dict[tuple[str, str, str], int]:
    """Return the number of the row that each observation stands in, by its key."""
    return {key: number for number, key in enumerate(keys_of(table))}


def as_csv(table: pd.DataFrame, *, separator: str = ",") -> str:
    r"""Return a table as CSV, in which no text of a stranger is a formula to a spreadsheet.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"value": [-1.0], "cell": ["=1+1!A1"]}))
    "value,cell\n-1.0,'=1+1!A1\n"
    """
    safe = table.map(lambda value: f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value)
    return safe.to_csv(sep=separator, index=False, lineterminator="\n")
