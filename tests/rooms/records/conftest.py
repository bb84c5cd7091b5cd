"""Patents of a few rows, through one step or all."""

from datetime import date

import pytest

from ipanalytics.records import database, exports, pipeline

AS_OF = date(2022, 12, 31)


@pytest.fixture
def judged():
    """Return patents after all steps and the ledger, of rows given by their fields."""

    def judge(*rows, as_of=AS_OF):
        with database.connect() as connection:
            columns = ", ".join(f"{field} VARCHAR" for field in exports.fields())
            connection.execute(f"CREATE TABLE rows (export INTEGER, file VARCHAR, row BIGINT, {columns})")
            for place, row in enumerate(rows):
                names = ", ".join(["export", "file", "row", *row])
                marks = ", ".join("?" * (3 + len(row)))
                connection.execute(
                    f"INSERT INTO rows ({names}) VALUES ({marks})", [place, "a.csv", place + 2, *row.values()]
                )
            pipeline.prepare(connection, as_of)
            patents = connection.execute(
                "SELECT *, split_part(holders, ';', 1) AS holder FROM patents_in_full ORDER BY number"
            ).df()
            ledger = connection.execute("SELECT step, row, reason FROM ledger ORDER BY step, row").fetchall()
        return patents, ledger

    return judge
