"""One DuckDB connection a run: its limits, its macros, and the ledger of what became of rows."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from ipanalytics.catalogue import settings
from ipanalytics.core.files import FORMULA

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error
DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]
FULL_WIDTH = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ．－／（）：；，"
HALF_WIDTH = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-/():;,"
# Few texts have a letter to translate, which takes many times as long as to look for one.
MACROS = f"""
CREATE MACRO tidy(x) AS trim(CASE WHEN regexp_matches(x, '[{FULL_WIDTH}　\xa0]')
    THEN translate(x, '{FULL_WIDTH}　\xa0', '{HALF_WIDTH}  ') ELSE coalesce(x, '') END);
CREATE MACRO day_of(x) AS coalesce(CASE WHEN x[5] = '-' AND x[1:4] >= '1900' THEN try_cast(x AS DATE) END,
    CASE WHEN tidy(x)[1:4] BETWEEN '1900' AND '2199'
    THEN CAST(try_strptime(regexp_replace(tidy(x), '[ T][0-9:.]+$', ''), {DATES}) AS DATE) END);
CREATE TABLE ledger (step VARCHAR, file VARCHAR, row BIGINT, number VARCHAR, reason VARCHAR);
"""


@contextmanager
def connect() -> Iterator[Connection]:
    """Open a database in memory that spills to a folder of its own, within the limits of settings.yaml."""
    limits = settings.settings()
    with TemporaryDirectory(prefix="ipanalytics-") as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{limits.records_memory_mib}MiB'")
        connection.execute(f"SET temp_directory = '{Path(folder).as_posix()}'")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute(MACROS)
        yield connection


def first(connection: Connection, query: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
    """Return the first row of a query, () where there is none; nothing is left unread."""
    rows = connection.execute(query, values).fetchall()
    return rows[0] if rows else ()


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def cases(pairs: Iterable[tuple[str, str]], otherwise: str = "''") -> str:
    """Return a CASE of conditions and the texts that they give, the first that holds."""
    return "CASE " + " ".join(f"WHEN {when} THEN {then}" for when, then in pairs) + f" ELSE {otherwise} END"


def enumerate_words(connection: Connection, name: str, words: Iterable[str]) -> None:
    """Make a type of a few words, which are stored and compared as numbers; one of that name stays."""
    listed = ", ".join(map(quoted, dict.fromkeys(words)))
    connection.execute(f"CREATE TYPE IF NOT EXISTS {name} AS ENUM ({listed})")


def refuse(connection: Connection, table: str, fault: str = "fault", number: str = "number") -> None:
    """Move the rows of a table in which an expression words a fault to the ledger."""
    connection.execute(f"""
        INSERT INTO ledger SELECT 'refused', file, row, {number}, {fault} FROM {table} WHERE ({fault}) <> '';
        DELETE FROM {table} WHERE ({fault}) <> ''""")


def note(connection: Connection, *notes: tuple[str, str, str]) -> None:
    """Write the patents of which conditions hold into the ledger: step, condition and reason of each, in one pass."""
    words = ", ".join(
        f"CASE WHEN {where} THEN {{step: {quoted(step)}, reason: {reason}}} END" for step, where, reason in notes
    )
    is_concerned = " OR ".join(f"({where})" for _, where, _ in notes)
    connection.execute(f"""
        INSERT INTO ledger SELECT note.step, file, row, number, note.reason FROM (
            SELECT file, row, number, unnest([{words}]) AS note FROM patents_in_full WHERE {is_concerned})
        WHERE note IS NOT NULL""")


def harmless(column: str) -> str:
    """Return SQL for a column of a stranger's texts, none of which is a formula to a spreadsheet."""
    starts = quoted("^" + FORMULA.pattern)
    return f"CASE WHEN regexp_matches({column}, {starts}) THEN '''' || {column} ELSE {column} END AS {column}"
