"""Patents of the province by industry chain and unit: in force, of high value, granted in each of ten years.

Which IPC symbols make a chain is data (industries.csv, scheme `chain`). A patent counts in each chain whose symbol its
first one lies in.
"""

from datetime import date

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.records.counting.high_value import industries, lies_in
from ipanalytics.records.database import Connection, cases, first, harmless, quoted

YEARS, MOST_HOLDERS = 10, 5
COLUMNS = ["chain", "area", "measure", "period", "value", "status"]


def count(connection: Connection, as_of: date) -> pd.DataFrame:
    """Return COLUMNS; `status` is `example` where one of a chain's symbols is no more than that.

    Areas are the province and the units that have a patent of the chain.
    """
    chains = [row for row in industries() if row[0] == "chain"]
    names = list(dict.fromkeys(name for _, name, *_ in chains))
    member = [
        cases([(" OR ".join(lies_in(ipc) for _, other, ipc, _ in chains if other == name), quoted(name))], "NULL")
        for name in names
    ]
    listed_in = f"[{', '.join(member)}]" if member else "[]"
    connection.execute(f"""
        CREATE TEMP TABLE symbols AS
        SELECT ipc, unnest(list_filter({listed_in}, lambda name: name IS NOT NULL)) AS chain
        FROM (SELECT DISTINCT ipc FROM patents_in_full WHERE ipc IS NOT NULL);
        CREATE TEMP TABLE chained AS SELECT * FROM patents_in_full JOIN symbols USING (ipc)
        WHERE province = '{places.province()}'""")
    if not first(connection, "SELECT 1 FROM patents_in_full WHERE ipc IS NOT NULL LIMIT 1"):
        connection.execute(
            "INSERT INTO ledger VALUES ('not counted', '', NULL, '', 'no chains, as the exports hold no IPC symbols')"
        )
    in_force = "status = 'in_force'"
    parts = [
        _counted(connection, "in_force", in_force, as_of),
        _counted(connection, "inventions_in_force", f"{in_force} AND type = 'invention'", as_of),
        _counted(connection, "high_value_inventions", "high_value", as_of),
        _granted(connection, as_of),
    ]
    examples = {name for _, name, _, status in chains if status == "example"}
    table = pd.concat(parts, ignore_index=True)
    status = table["chain"].map(lambda name: "example" if name in examples else "sourced")
    return table.assign(status=status)[COLUMNS].sort_values(COLUMNS[:4], ignore_index=True)


def _counted(connection: Connection, measure: str, condition: str, as_of: date) -> pd.DataFrame:
    return connection.execute(f"""
        SELECT chain, area, '{measure}' AS measure, '{as_of}' AS period,
            CAST(count(*) FILTER ({condition}) AS BIGINT) AS value FROM ({_areas()}) GROUP BY ALL""").df()


def _granted(connection: Connection, as_of: date) -> pd.DataFrame:
    return connection.execute(f"""
        SELECT chain, area, 'grants' AS measure, CAST(year(grant_date) AS VARCHAR) AS period, count(*) AS value
        FROM ({_areas()}) WHERE grant_date <= DATE '{as_of}' AND year(grant_date) > {as_of.year - YEARS}
        GROUP BY ALL""").df()


def _areas() -> str:
    """Return the query that gives a patent once for the province and once for its unit."""
    return """SELECT * EXCLUDE (area), unnest([province, unit]) AS area FROM chained WHERE unit <> ''
        UNION ALL SELECT * EXCLUDE (area), province AS area FROM chained WHERE unit = ''"""


def write_holders(connection: Connection, path: str) -> None:
    """Write the holders with most patents in force of each chain; persons, and who may be one, are left out."""
    rows = f"""
        SELECT chain, holder, k.holder_kind, count(*) AS in_force FROM chained JOIN kinds k USING (holders)
        WHERE status = 'in_force' AND k.holder_kind NOT IN ('individual', 'unknown')
        GROUP BY chain, holder, k.holder_kind
        QUALIFY row_number() OVER (PARTITION BY chain ORDER BY count(*) DESC, holder) <= {MOST_HOLDERS}
        ORDER BY chain, in_force DESC, holder"""
    named = f"SELECT * REPLACE ({harmless('holder')}) FROM ({rows})"
    connection.execute(f"COPY ({named}) TO {quoted(path)} (HEADER)")
