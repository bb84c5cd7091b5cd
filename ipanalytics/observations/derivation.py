"""Figures that follow from published ones: parts of cities, sums of regions, rates.

Nothing is imputed: a part is a difference of two known figures, a sum needs every
member, a rate needs numerator and denominator. What comes out is `derived`, or
`synthetic` when anything that went in is.
"""

from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue.settings import Settings, refuse_ranking
from ipanalytics.catalogue.sources import joined
from ipanalytics.core import periods
from ipanalytics.core.errors import CleaningError, listed
from ipanalytics.observations import denominators
from ipanalytics.observations.table import COLUMNS, KEY, SUBMITTED, combine, empty, select, yearly

CAVEAT = " （含初步数）"
# Stands before it.
HANDED_IN = " （含报送数）"


def derive(table: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return preferred observations with everything that follows from them added.

    Raises
    ------
    CleaningError
        When a key stands twice, a part is greater than its whole or a denominator is 0.
    """
    return derive_both(table, settings)[1]


def derive_own(table: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return preferred observations with parts of cities and rates added, but no sums of regions."""
    return derive_both(table, settings)[0]


def derive_both(table: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what `derive_own` and `derive` do; sums change the rates of regions only, others are computed once."""
    whole = _split(table)
    rates = compute_rates(whole, settings)
    sums = _new(sum_regions(whole), whole)
    added = combine([whole, sums])
    is_summed = added["area"].isin(set(sums["area"]))
    again = compute_rates(added[is_summed], settings)
    every = combine([rates[~rates["area"].isin(set(sums["area"]))], again])
    return combine([whole, _new(rates, whole)]), combine([added, _new(every, added)])


def _split(table: pd.DataFrame) -> pd.DataFrame:
    if twice := sorted({" ".join(key) for key in table[table.duplicated(KEY)][KEY].itertuples(index=False)}):
        raise CleaningError(listed("choose one source before deriving:", twice))
    return combine([table, _new(split_composites(table), table)])


def _new(derived: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Keep what no publication gives: a published figure wins over a computed one."""
    published = pd.MultiIndex.from_frame(table[KEY])
    return derived[~pd.MultiIndex.from_frame(derived[KEY]).isin(published)]


def split_composites(table: pd.DataFrame) -> pd.DataFrame:
    """Return 渭南 with, without and 韩城 from the two of them that are known; 咸阳 likewise.

    A submitted part that is greater than the published whole gives nothing: offices count by other addresses and days.

    Raises
    ------
    CleaningError
        Lists the parts that are greater than their whole.

    Examples
    --------
    The census of 2020: 渭南 with 韩城 4,688,744 − 韩城 383,097 = 渭南 4,305,647.
    """
    thirds = combine(_missing_third(table, whole, *hierarchy.parts_of(whole)) for whole in hierarchy.composites())
    parts = _new(thirds, table).reset_index(drop=True)
    below = parts[parts["value"] < 0].itertuples()
    if negative := [f"{row.indicator} {row.period}: {row.cell} = {row.value:g} ({row.source})" for row in below]:
        raise CleaningError(listed("a part is greater than its whole:", negative))
    return parts


def _missing_third(table: pd.DataFrame, whole: str, first: str, second: str) -> pd.DataFrame:
    additive = _additive(table)
    sides = {area: additive[additive["area"] == area] for area in (whole, first, second)}
    thirds = [
        _joined(sides[whole], sides[second], first, "−", lambda a, b: a - b),
        _joined(sides[whole], sides[first], second, "−", lambda a, b: a - b),
        _joined(sides[first], sides[second], whole, "+", lambda a, b: a + b),
    ]
    return combine(thirds)


def _additive(table: pd.DataFrame) -> pd.DataFrame:
    summable = [item.id for item in indicators.indicators().values() if item.additive]
    return table[table["indicator"].isin(summable)]


def _joined(
    left: pd.DataFrame, right: pd.DataFrame, area: str, sign: str, combined: Callable[[pd.Series, pd.Series], pd.Series]
) -> pd.DataFrame:
    if left.empty or right.empty:
        return empty()
    both = left.merge(right, on=["indicator", "period", "unit"], suffixes=("", "_b"))
    values = combined(both["value"], both["value_b"]).round(9)
    is_unlike = values.lt(0) & (both["status"].eq("submitted") ^ both["status_b"].eq("submitted"))
    pairs = both[~is_unlike]
    return pairs.assign(
        area=area,
        value=values[~is_unlike],
        cell=pairs["area"] + f" {sign} " + pairs["area_b"] + _caveat(pairs),
        **_origin(pairs),
    )[COLUMNS]


def _origin(pairs: pd.DataFrame) -> dict[str, pd.Series]:
    synthetic = pairs["status"].eq("synthetic") | pairs["status_b"].eq("synthetic")
    both = [joined(*pair) for pair in zip(pairs["source"], pairs["source_b"], strict=True)]
    return {
        "status": synthetic.map({True: "synthetic", False: "derived"}).astype(str),
        "source": pd.Series(both, index=pairs.index, dtype=str),
    }


def _caveat(pairs: pd.DataFrame) -> pd.Series:
    """Say beside a computed figure that one that was handed in, or a provisional one, went into it."""
    second = pairs[["status_b", "cell_b"]].set_axis(["status", "cell"], axis="columns")
    marks = ((is_handed_in, HANDED_IN), (is_provisional, CAVEAT))
    told = [(went(pairs) | went(second)).map({True: mark, False: ""}).astype(str) for went, mark in marks]
    return told[0] + told[1]


def is_provisional(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether it is provisional, or was computed from one that is."""
    return rows["status"].eq("provisional") | rows["cell"].str.endswith(CAVEAT)


def is_handed_in(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether it was handed in and not published, or was computed from one that was."""
    return rows["status"].eq(SUBMITTED) | rows["cell"].str.contains(HANDED_IN, regex=False)


def sum_regions(table: pd.DataFrame) -> pd.DataFrame:
    """Return each region's sum where all of its units have a figure for the period."""
    additive = _additive(table)
    return combine([_region_sum(additive, region) for region in places.codes("region")])


def _region_sum(additive: pd.DataFrame, region: str) -> pd.DataFrame:
    members = hierarchy.members(region)
    hierarchy.refuse_overlap(members)
    parts = additive[additive["area"].isin(members)]
    groups: dict[tuple[str, str], list[dict[Hashable, Any]]] = {}
    for row in parts.to_dict("records"):
        groups.setdefault((row["indicator"], row["period"]), []).append(row)
    whole = [rows for _, rows in sorted(groups.items()) if {row["area"] for row in rows} == set(members)]
    return pd.DataFrame([_summed(rows, region) for rows in whole], columns=COLUMNS)


def _summed(rows: list[dict[Hashable, Any]], region: str) -> dict[str, object]:
    was_handed_in = any(row["status"] == SUBMITTED or HANDED_IN in row["cell"] for row in rows)
    caveat = any(row["status"] == "provisional" or row["cell"].endswith(CAVEAT) for row in rows)
    marks = (HANDED_IN if was_handed_in else "") + (CAVEAT if caveat else "")
    return {
        "area": region,
        "indicator": rows[0]["indicator"],
        "period": rows[0]["period"],
        "value": sum(row["value"] for row in rows),
        "unit": rows[0]["unit"],
        "source": joined(*(row["source"] for row in rows)),
        "status": "synthetic" if any(row["status"] == "synthetic" for row in rows) else "derived",
        "cell": " + ".join(sorted(row["area"] for row in rows)) + marks,
    }


def compute_rates(table: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return every rate of the catalogue whose numerator and denominator are known.

    Rate = numerator ÷ denominator of the year that `denominators.year_of` says × per;
    in a census year the census (see docs/figures.md).

    Raises
    ------
    CleaningError
        When a denominator is 0.
    """
    published = set(table["indicator"])
    rows = [_rate(table, item, settings) for item in indicators.rates() if item.numerator in published]
    return combine([row[COLUMNS] for row in rows])


def denominators_of(table: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return key columns, `denominator_period` and `denominator` of every rate of which they are known.

    A published rate was made with what it says, or with what was found out (`denominators.published`); of others
    nothing is known, and the settings say nothing of them.
    """
    made = pd.concat([_rate(table, item, settings) for item in indicators.rates()], ignore_index=True)
    printed = table.loc[~table["status"].isin(["derived", "synthetic"]), KEY]
    computed = made[~pd.MultiIndex.from_frame(made[KEY]).isin(pd.MultiIndex.from_frame(printed))]
    told = printed.merge(denominators.published(), on=KEY).assign(denominator=float("nan"))
    return pd.concat([computed, told], ignore_index=True)[[*KEY, "denominator_period", "denominator"]]


def _rate(table: pd.DataFrame, item: indicators.Indicator, settings: Settings) -> pd.DataFrame:
    above = denominators.numerators(table, item)
    ends = [periods.parse(text).end.year for text in above["period"]]
    years = [denominators.year_of(item, end, settings) for end in ends]
    below = denominators.by_year(table, item.denominator, settings)
    pairs = above.assign(year=pd.Series(years, above.index, dtype=int)).merge(
        below, on=["area", "year"], suffixes=("", "_b")
    )
    if none := sorted(set((pairs["area"] + " " + pairs["period_b"])[pairs["value_b"] <= 0])):
        raise CleaningError(listed(f"{item.id} can't be computed, {item.denominator} is 0:", none))
    both = zip(pairs["period"], pairs["period_b"], _caveat(pairs), strict=True)
    cells = [f"{item.numerator} {a} ÷ {item.denominator} {b} × {item.per:g}{caveat}" for a, b, caveat in both]
    return pairs.assign(
        indicator=item.id,
        value=pairs["value"] / pairs["value_b"] * item.per,
        unit=item.unit,
        cell=pd.Series(cells, index=pairs.index, dtype=str),
        denominator_period=pairs["period_b"],
        denominator=pairs["value_b"],
        **_origin(pairs),
    )


def rank_provinces(table: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Return the 31 provinces' rows with their `rank`, for the years that all 31 have.

    Raises
    ------
    CatalogueError
        When the guide forbids ranking by the indicator.
    """
    refuse_ranking(indicator)
    rows = yearly(select(table, area=mainland(), indicator=indicator))
    whole = rows[rows.groupby("period")["area"].transform("nunique") == len(mainland())]
    return whole.assign(rank=whole.groupby("period")["value"].rank(ascending=False, method="min").astype(int))


def mainland() -> list[str]:
    """Return the 31 provinces without 港澳台."""
    return [code for code in places.codes("province") if code < "7"]
