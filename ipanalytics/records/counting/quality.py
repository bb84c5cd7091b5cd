"""How good what was filed is: withdrawn, rejected, abnormal, granted in time, kept in force; a row a group and measure.

Groups are the province, units, kinds of holders and years of filing, each by type of patent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.core import project
from ipanalytics.core.project import cached_for_project
from ipanalytics.core.yaml_schema import read_yaml, record
from ipanalytics.records.cleaning import filed_by
from ipanalytics.records.counting import counts, survival
from ipanalytics.records.counting.high_value import KINDS
from ipanalytics.records.database import Connection, first, harmless, quoted
from ipanalytics.records.filing import COLUMNS

RULES = "data/catalogue/records/quality.yaml"
BY = {
    "province": "province",
    "unit": "unit",
    "holder": "holder_kind",
    "year": "CAST(year(application_date) AS VARCHAR)",
}
# A time is full years and then days, so that an anniversary is the same for all.
YEAR = 1000


@dataclass(frozen=True)
class Rules:
    """One field for each key of quality.yaml."""

    years_to_grant: tuple[int, ...]
    years_kept: tuple[int, ...]
    largest_agencies: int


@cached_for_project(RULES)
def rules() -> Rules:
    """Return quality.yaml."""
    return record(Rules, read_yaml(project.home() / RULES), RULES)


def measure(connection: Connection, as_of: date) -> pd.DataFrame:
    """Return the measures of the patents of the province: COLUMNS.

    `value` is a share, or a number of filings and agencies; `of` is how many patents it is a share of, of a share kept
    how many were observed so long. A list that was chosen by status gives no shares.
    """
    connection.execute("""
        INSERT INTO ledger SELECT 'abnormal not found', file, row, number, 'stands in no export' FROM abnormal
        WHERE number NOT IN (SELECT number FROM merged)""")
    connection.execute(f"""
        CREATE TEMP TABLE own AS SELECT *, coalesce(agency, '') AS agent FROM patents_in_full
        LEFT JOIN (SELECT DISTINCT number, true AS is_abnormal FROM abnormal) USING (number)
        WHERE province = '{places.province()}' AND application_date <= DATE '{as_of}'""")
    parts = []
    if counts.is_whole(connection, "applications"):
        parts += [_shares(connection, by, as_of) for by in BY]
        parts.append(_agencies(connection))
    if counts.is_whole(connection, "grants"):
        parts += [_kept(connection, by, as_of) for by in BY]
    parts += [_high_value(connection, by) for by in ("province", "unit")]
    measured = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    kinds = {"value": float, "of": int, "error": float}
    return measured.assign(as_of=as_of.isoformat())[COLUMNS].astype(kinds).sort_values(COLUMNS[1:5], ignore_index=True)


def _shares(connection: Connection, by: str, as_of: date) -> pd.DataFrame:
    """Return filings, and the shares of them that a condition holds of, by group and type."""
    known = "status_in_export <> ''"
    parts = {name: (f"status_in_export = '{name}'", known) for name in ("withdrawn", "rejected", "pending")}
    if first(connection, "SELECT 1 FROM abnormal LIMIT 1"):
        parts["abnormal"] = ("is_abnormal", "true")
    for years in rules().years_to_grant:
        in_time = f"grant_date <= least(application_date + to_years({years}), DATE '{as_of}')"
        parts[f"granted_within_{years}"] = (in_time, f"application_date <= DATE '{filed_by(as_of, years)}'")
    sums = [
        f"count(*) FILTER ({whole}) AS of_{name}, count(*) FILTER (({part}) AND {whole}) AS {name}"
        for name, (part, whole) in parts.items()
    ]
    table = connection.execute(f"""
        SELECT {BY[by]} AS "group", type, count(*) AS filings, {", ".join(sums)} FROM own GROUP BY ALL""").df()
    table = table[table["group"].ne("")]
    rows = [
        table[["group", "type"]].assign(measure="filings", value=table["filings"].astype(float), of=table["filings"])
    ]
    for name in parts:
        some = table[table[f"of_{name}"] > 0]
        shares = some[["group", "type"]].assign(
            measure=name, value=some[name] / some[f"of_{name}"], of=some[f"of_{name}"]
        )
        rows.append(shares)
    return pd.concat(rows).assign(by=by, error=np.nan)


def _high_value(connection: Connection, by: str) -> pd.DataFrame:
    """Return the share of inventions in force that are of high value, and of those that are the share of each kind."""
    sums = ", ".join(f"count(*) FILTER ({kind}) AS {kind}" for kind in KINDS)
    table = connection.execute(f"""
        SELECT {BY[by]} AS "group", count(*) AS inventions, count(*) FILTER (high_value) AS high_value, {sums}
        FROM own WHERE type = 'invention' AND status = 'in_force' GROUP BY ALL""").df()
    rows = []
    for row in table[table["group"].ne("")].to_dict("records"):
        of_kind = [(kind, row["high_value"]) for kind in KINDS] if row["high_value"] else []
        rows += [
            [by, row["group"], "invention", name, row[name] / whole, whole, np.nan]
            for name, whole in [("high_value", row["inventions"]), *of_kind]
        ]
    return pd.DataFrame(rows, columns=COLUMNS[1:])


def _agencies(connection: Connection) -> pd.DataFrame:
    """Return how many agencies filed, the share of the largest, and the share filed without one; no names."""
    number = rules().largest_agencies
    connection.execute("""
        CREATE TEMP TABLE agencies AS SELECT agent AS agency, count(*) AS filings,
            count(*) FILTER (status_in_export = 'withdrawn') AS withdrawn,
            count(*) FILTER (status_in_export = 'rejected') AS rejected, count(*) FILTER (is_abnormal) AS abnormal
        FROM own GROUP BY agent""")
    row = first(
        connection,
        f"""
        SELECT count(*) FILTER (agency <> ''), (SELECT sum(filings) FROM (
            SELECT filings FROM agencies WHERE agency <> '' ORDER BY filings DESC LIMIT {number})),
            sum(filings) FILTER (agency = ''), sum(filings) FROM agencies""",
    )
    agents, largest, without, filings = (float(value or 0) for value in row)
    if not agents:
        return pd.DataFrame(columns=COLUMNS)
    values = {"agencies": agents, "largest_agencies": largest / filings, "without_agency": without / filings}
    rows = [["province", places.province(), "", name, value, int(filings), np.nan] for name, value in values.items()]
    return pd.DataFrame(rows, columns=COLUMNS[1:])


def _kept(connection: Connection, by: str, as_of: date) -> pd.DataFrame:
    """Return the shares kept in force after some years, by Kaplan and Meier, by group and type."""
    end = f"least(coalesce(end_date, DATE '{as_of}'), DATE '{as_of}')"
    years = f"date_sub('year', grant_date, {end})"
    lives = connection.execute(f"""
        SELECT {BY[by]} AS "group", type,
            {years} * {YEAR} + date_diff('day', grant_date + to_years(CAST({years} AS INTEGER)), {end}) AS time,
            count(*) FILTER (end_date <= DATE '{as_of}') AS ended,
            count(*) FILTER (end_date IS NULL OR end_date > DATE '{as_of}') AS "left"
        FROM own WHERE grant_date <= DATE '{as_of}' AND status IN ('in_force', 'lapsed', 'invalid')
        GROUP BY ALL""").df()
    rows = []
    for (group, type_), part in lives[lives["group"].ne("")].groupby(["group", "type"]):
        rows += list(_kept_of(by, str(group), str(type_), survival.curve(part)))
    return pd.DataFrame(rows, columns=COLUMNS[1:])


def _kept_of(by: str, group: str, type_: str, points: pd.DataFrame) -> Iterator[list[object]]:
    for years in rules().years_kept:
        share, error, at_risk = survival.kept_until(points, years * YEAR)
        if not np.isnan(share):
            yield [by, group, type_, f"kept_{years}", share, at_risk, error]


def write_agencies(connection: Connection, path: str) -> None:
    """Write filings by agency, withdrawn, rejected and abnormal ones beside, the largest first."""
    rows = f"SELECT * REPLACE ({harmless('agency')}) FROM agencies ORDER BY filings DESC, agencies.agency"
    connection.execute(f"COPY ({rows}) TO {quoted(path)} (HEADER)")
