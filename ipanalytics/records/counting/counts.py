"""Patents to observations: stocks at a day, applications and grants by month and year, for every place."""

from datetime import date
from itertools import product

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.core import periods
from ipanalytics.observations.table import COLUMNS, combine
from ipanalytics.records.counting.high_value import KINDS
from ipanalytics.records.database import Connection, first

STOCKS = {
    "patents_in_force": "status = 'in_force'",
    "inventions_in_force": "status = 'in_force' AND type = 'invention'",
    "utility_models_in_force": "status = 'in_force' AND type = 'utility_model'",
    "designs_in_force": "status = 'in_force' AND type = 'design'",
    "high_value_inventions": "high_value",
    **{f"high_value_{kind}": kind for kind in KINDS},
}
# Of how many patents of a type it isn't known whether a stock counts them, and of how many it is.
KNOWN = {
    f"{prefix}_{type_}": rule + (f" AND type = '{type_}'" if type_ != "patent" else "")
    for prefix, rule in (("unsure", "status = 'unknown'"), ("sure", "status <> 'unknown'"))
    for type_ in ("patent", "invention", "utility_model", "design")
}
FLOWS = {
    f"{prefix}_{what}": (day, f"type = '{type_}'" if type_ else "true")
    for what, day in (("applications", "application_date"), ("grants", "grant_date"))
    for prefix, type_ in (
        ("patent", ""),
        ("invention", "invention"),
        ("utility_model", "utility_model"),
        ("design", "design"),
    )
}
PLACES = ("unit", "county", "province")
# A list of patents without these statuses was chosen by status, and has only a part of the year's.
EVIDENCE = {"applications": "('pending', 'withdrawn', 'rejected')", "grants": "('lapsed', 'invalid')"}


def count(connection: Connection, as_of: date, *, source: str, status: str) -> pd.DataFrame:
    """Return the observations that the table `patents` gives, a `cell` saying of how many patents.

    Parameters
    ----------
    as_of
        The day at which stocks stand; flows end on or before it.
    source, status
        Written beside each observation.
    """
    _name_chosen_lists(connection)
    parts = [
        _stocks(connection, as_of),
        *(_flows(connection, what, as_of) for what in EVIDENCE if is_whole(connection, what)),
    ]
    found = pd.concat(parts, ignore_index=True)
    lost = _unplaced(connection)
    units = {name: indicators.indicator(name).unit for name in (*STOCKS, *FLOWS)}
    rows = found.assign(
        unit=found["indicator"].map(units),
        source=source,
        status=status,
        cell=[
            f"{int(value)} patents{_unsure(int(unsure))}{lost}"
            for value, unsure in zip(found["value"], found["unsure"], strict=True)
        ],
    )
    return combine([rows[COLUMNS]])


def _unsure(count: int) -> str:
    return f"; of {count} more it isn't known whether they are in force" if count else ""


def _unplaced(connection: Connection) -> str:
    known, lost = first(
        connection,
        "SELECT count(*) FILTER (province = ?), count(*) FILTER (unit = '' AND province IN ('', ?)) FROM patents",
        [places.province(), places.province()],
    )
    return f"; {lost} of {known + lost} lie in no known unit" if lost else ""


def is_whole(connection: Connection, what: str) -> bool:
    """Say whether the exports hold all `applications` or `grants` rather than a choice by status."""
    return bool(first(connection, f"SELECT 1 FROM patents WHERE status_in_export IN {EVIDENCE[what]} LIMIT 1"))


def _name_chosen_lists(connection: Connection) -> None:
    for what, statuses in EVIDENCE.items():
        if not is_whole(connection, what):
            reason = (
                f"no {what}, as no patent of the exports has one of the statuses {statuses}: they were chosen by status"
            )
            connection.execute("INSERT INTO ledger VALUES ('not counted', '', NULL, '', ?)", [reason])


def _type_of(stock: str) -> str:
    """Return the type of the patents that a stock counts; only inventions are of high value."""
    return stock.removesuffix("s_in_force") if stock.endswith("s_in_force") else "invention"


def _name_unknown(connection: Connection, stocks: pd.DataFrame) -> None:
    """Name the places that have no stock because nothing is known of the patents that they have."""
    lacking = stocks[stocks["indicator"].eq("patents_in_force")]
    for area, unsure in zip(lacking["area"], lacking["unsure"], strict=True):
        reason = f"nothing in force known, {places.name_of(area, short=True)}: whether {int(unsure)} are isn't known"
        connection.execute("INSERT INTO ledger VALUES ('not counted', '', NULL, '', ?)", [reason])


def _stocks(connection: Connection, as_of: date) -> pd.DataFrame:
    """Count what stands at a day; a place of whose patents nothing is known has no 0, and is left out."""
    every = STOCKS | KNOWN
    counted = ", ".join(f"count(*) FILTER ({condition}) AS {name}" for name, condition in every.items())
    connection.execute(f"CREATE TEMP TABLE stood AS SELECT {', '.join(PLACES)}, {counted} FROM patents GROUP BY ALL")
    sums = ", ".join(f"sum({name}) AS {name}" for name in every)
    query = f"SELECT CAST({{place}} AS VARCHAR) AS area, '{periods.moment(as_of)}' AS period, {sums} FROM stood"
    rows = _long(connection, [query], list(every))
    counts = rows.set_index(["area", "indicator"])["value"]
    stocks = rows[rows["indicator"].isin(STOCKS)]
    pairs = [(area, _type_of(name)) for area, name in zip(stocks["area"], stocks["indicator"], strict=True)]
    unsure, sure = ([counts[area, f"{prefix}_{type_}"] for area, type_ in pairs] for prefix in ("unsure", "sure"))
    is_known = pd.Series(sure, stocks.index).gt(0) | pd.Series(unsure, stocks.index).eq(0)
    told = stocks.assign(unsure=unsure)
    _name_unknown(connection, told[~is_known])
    return told[is_known]


def _flows(connection: Connection, what: str, as_of: date) -> pd.DataFrame:
    """Count by year, and by month and from January on for the year of `as_of` and the one before."""
    chosen = {name: rule for name, rule in FLOWS.items() if name.endswith(what)}
    day = next(iter(chosen.values()))[0]
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE months AS
        SELECT {", ".join(PLACES)}, type, date_trunc('month', {day}) AS month, count(*) AS patents FROM patents
        WHERE {day} <= DATE '{as_of}' GROUP BY ALL""")
    sums = ", ".join(
        f"coalesce(sum(patents) FILTER ({condition}), 0) AS {name}" for name, (_, condition) in chosen.items()
    )
    queries = [
        f"SELECT CAST({{place}} AS VARCHAR) AS area, {period} AS period, {sums} FROM months WHERE {where}"
        for period, where in _periods(as_of)
    ]
    return _long(connection, queries, list(chosen)).assign(unsure=0)


def _periods(as_of: date) -> list[tuple[str, str]]:
    """Return how to name the period of a month, and which months are in such periods that are over by a day."""
    is_over = f"<= DATE '{as_of}'"
    chosen = [
        ("strftime(month, '%Y')", f"last_day(make_date(year(month), 12, 1)) {is_over}"),
        ("strftime(month, '%Y-%m')", f"year(month) >= {as_of.year - 1} AND last_day(month) {is_over}"),
    ]
    last = as_of.month if periods.moment(as_of) == f"{as_of:%Y-%m}" else as_of.month - 1
    if (as_of.month, as_of.day) == (12, 31) or not last:
        return chosen
    return chosen + [
        (f"'{year}-01/{year}-{last:02}'", f"year(month) = {year} AND month(month) <= {last}")
        for year in (as_of.year - 1, as_of.year)
    ]


def _long(connection: Connection, queries: list[str], names: list[str]) -> pd.DataFrame:
    """Run counting queries for every level of places; of stocks also the 0 of a place that has other patents.

    A place of two levels has the count of the first of them.
    """
    parts = []
    for nth, (query, level) in enumerate(product(queries, PLACES)):
        text = query.format(place=level).replace("SELECT", f"SELECT {nth} AS nth,", 1)
        where = f"{level} <> ''" if level != "province" else f"province = '{places.province()}'"
        parts.append(f"{text} {'AND' if ' WHERE ' in text else 'WHERE'} {where} GROUP BY ALL")
    wide = " UNION ALL ".join(parts)
    rows = connection.execute(f"UNPIVOT ({wide}) ON {', '.join(names)} INTO NAME indicator VALUE value").df()
    rows = rows[rows["area"].isin(places.table().index)].sort_values("nth", kind="stable").drop(columns="nth")
    is_stock = rows["indicator"].isin([*STOCKS, *KNOWN])
    return (
        rows[is_stock | rows["value"].gt(0)].drop_duplicates(["area", "indicator", "period"]).astype({"value": float})
    )
