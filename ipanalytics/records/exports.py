"""Exports to one table of texts: which column holds what, in any encoding, with the place of every row."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pandas as pd

from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, SourceError, listed
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.readers import read
from ipanalytics.records import text_files
from ipanalytics.records.database import Connection, DatabaseError, enumerate_words, first, quoted

HEADINGS = "data/catalogue/records/headings.csv"
NEEDED = "application_number"
MOST_LINES_ABOVE, ENOUGH, LONGEST_LINE = 20, 3, 10_000_000
# How an empty cell is written.
LONGEST_NOTHING = 6
NOTHING = "('', '-', '--', '—', '——', '/', '\\N', 'NULL', 'null', 'None', 'nan', 'NaN', 'N/A')"
DELIMITERS = (",", "\t", ";", "|")


@cached_for_project(HEADINGS)
def headings() -> dict[str, tuple[str, int]]:
    """Return the field and rank of each wording: of two columns of a field, the filled one of lower rank holds."""
    table = files.read_csv(project.home() / HEADINGS, ["field", "rank", "wording"], CatalogueError)
    return {_plain(row.wording): (row.field, int(row.rank)) for row in table.itertuples()}


def fields() -> list[str]:
    """Return the fields that a record has, in the order of the catalogue."""
    return list(dict.fromkeys(field for field, _ in headings().values()))


def _plain(heading: str) -> str:
    """Return a heading in half width and small letters, without marks around it."""
    return " ".join(unicodedata.normalize("NFKC", heading).strip("\ufeff \t\r\n\"'*").lower().split())


@dataclass(frozen=True)
class Body:
    """The rows of one table of an export: where from, the heading of each of its columns, the line of the first."""

    relation: str
    headings: Sequence[str]
    columns: Sequence[str]
    first: int


def load(connection: Connection, paths: Sequence[Path]) -> int:
    """Make the view `rows`: export (number), file, row (line of the file's table), and a text for each field.

    Returns how many rows the files have, broken ones included.

    Raises
    ------
    SourceError
        Names every file that can't be read or holds no column of application numbers.
    """
    connection.execute("CREATE SCHEMA loaded")
    enumerate_words(connection, "file_name", (path.name for path in paths))
    parts: list[str] = []
    faults = []
    for export, path in enumerate(paths):
        try:
            parts += _loader(path)(connection, export, path)
        except SourceError as fault:
            faults.append(str(fault))
        except (OSError, DatabaseError) as fault:
            # The database goes on with the line itself, which may hold names.
            faults.append(f"{path}: can't be read: {str(fault).partition(chr(10))[0]}")
    if faults:
        raise SourceError(listed("exports can't be used:", faults))
    connection.execute(f"CREATE VIEW rows AS {' UNION ALL '.join(parts)}")
    (count,) = first(
        connection, "SELECT (SELECT count(*) FROM rows) + (SELECT count(*) FROM ledger WHERE step = 'refused')"
    )
    # From here on a row says by itself where it stood.
    connection.execute("SET preserve_insertion_order = false")
    return int(count)


def load_list(connection: Connection, path: Path) -> None:
    """Make the table `dated` of a list of application numbers: a column under a heading of them, or the only column.

    Raises
    ------
    SourceError
        When the file holds neither.
    """
    rows = []
    for grid in read(path):
        found = [
            (line, place)
            for line, cells in enumerate(grid.rows[:MOST_LINES_ABOVE])
            for place, cell in enumerate(cells)
            if headings().get(_plain(cell), ("", 0))[0] == NEEDED
        ]
        if not found and max(map(len, grid.rows), default=0) > 1:
            continue
        first, column = (found[0][0] + 1, found[0][1]) if found else (0, 0)
        rows += [(path.name, line + 1, cells[column]) for line, cells in enumerate(grid.rows) if line >= first]
    if not rows:
        msg = f"{path}: no list of application numbers: expected a column headed 申请号, or one column"
        raise SourceError(msg)
    listed_frame = pd.DataFrame(rows, columns=["file", "row", "application_number"])
    connection.register("listed_frame", listed_frame)
    connection.execute("CREATE TABLE dated AS SELECT * FROM listed_frame")
    connection.unregister("listed_frame")


def _loader(path: Path) -> Callable[[Connection, int, Path], list[str]]:
    """Return how a file is read: by its ending, but for a workbook or an archive that is called a text."""
    loader = LOADERS.get(path.suffix.lower(), _load_workbook)
    return loader if loader is not _load_text or text_files.is_text(path) else _load_workbook


def unload(connection: Connection) -> None:
    """Drop `rows` and what it is made of."""
    connection.execute("DROP SCHEMA IF EXISTS loaded CASCADE; DROP TABLE days; DROP VIEW dated")


def _load_parquet(connection: Connection, export: int, path: Path) -> list[str]:
    literal = re.sub("[*?[]", lambda match: f"[{match[0]}]", str(path))
    relation = f"read_parquet({quoted(literal)})"
    names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
    return [_keep(connection, export, path, Body(relation, names, names, 1))]


def _load_text(connection: Connection, export: int, path: Path) -> list[str]:
    readable = text_files.readable(connection, path)
    above, delimiter, names = _head(readable, path)
    columns = [f"c{place}" for place in range(len(names))]
    relation = (
        f"read_csv({quoted(str(readable))}, columns = {dict.fromkeys(columns, 'VARCHAR')}, "
        f"delim = {quoted(delimiter)}, skip = {above + 1}, header = false, auto_detect = false, quote = '\"', "
        f"escape = '\"', ignore_errors = true, store_rejects = true, max_line_size = {LONGEST_LINE})"
    )
    part = _keep(connection, export, path, Body(relation, names, columns, above + 2))
    return [_lowered(connection, export, path.name, part)]


def _lowered(connection: Connection, export: int, name: str, part: str) -> str:
    """Put lines with too few or too many fields into the ledger; the rows below them stand as many lines lower."""
    broken = f"loaded.broken_{export}"
    connection.execute(f"""
        CREATE TABLE {broken} AS SELECT line, any_value(lower(CAST(error_type AS VARCHAR))) || CASE
            WHEN max(length(csv_line) - length(replace(csv_line, chr(10), ''))) > 0 THEN '; lines that it swallows: ' ||
            max(length(csv_line) - length(replace(csv_line, chr(10), ''))) ELSE '' END AS fault,
        row_number() OVER (ORDER BY line) AS nth FROM reject_errors GROUP BY line;
        DROP TABLE reject_errors; DROP TABLE reject_scans""")
    connection.execute(
        f"INSERT INTO ledger SELECT 'refused', ?, line, '', 'the line has ' || fault FROM {broken}", [name]
    )
    if not first(connection, f"SELECT 1 FROM {broken} LIMIT 1"):
        return part
    return f"""
        SELECT kept.* REPLACE (row + coalesce(nth, 0) AS row) FROM ({part}) kept ASOF LEFT JOIN (
            SELECT line - nth + 1 AS place, max(nth) AS nth FROM {broken} GROUP BY place) b ON kept.row >= b.place"""


def _head(readable: Path, path: Path) -> tuple[int, str, list[str]]:
    """Return how many lines stand above the headings, the delimiter, and the headings of a text file."""
    with readable.open(encoding="utf-8-sig", newline="") as file:
        lines = list(islice(iter(partial(file.readline, LONGEST_LINE), ""), MOST_LINES_ABOVE))
    for above, line in enumerate(lines):
        for delimiter in DELIMITERS:
            names = next(csv.reader([line], delimiter=delimiter), [])
            if _is_head(names):
                return above, delimiter, names
    raise SourceError(_headless(path, lines[0].strip() if lines else ""))


def _is_head(names: Iterable[str]) -> bool:
    known = {headings()[_plain(name)][0] for name in names if _plain(name) in headings()}
    return NEEDED in known and len(known) >= ENOUGH


def _headless(path: Path, found: str) -> str:
    expected = f"an application number (申请号) and two other columns of {HEADINGS}"
    return f"{path}: no headings in the first {MOST_LINES_ABOVE} rows; found {found[:80]!r}, expected {expected}"


def _load_workbook(connection: Connection, export: int, path: Path) -> list[str]:
    """Read every sheet of a workbook that holds records, by the readers of tables."""
    parts: list[str] = []
    for grid in read(path):
        above = next((place for place, cells in enumerate(grid.rows[:MOST_LINES_ABOVE]) if _is_head(cells)), None)
        if above is None:
            continue
        columns = [f"c{place}" for place in range(len(grid.rows[above]))]
        connection.register("sheet", pd.DataFrame(grid.rows[above + 1 :], columns=columns, dtype=str))
        body = Body("sheet", grid.rows[above], columns, above + 2)
        parts.append(_keep(connection, export, path, body, sheet=len(parts)))
        connection.unregister("sheet")
    if not parts:
        raise SourceError(_headless(path, ""))
    return parts


def _keep(connection: Connection, export: int, path: Path, body: Body, *, sheet: int = 0) -> str:
    """Keep the known columns of a table of an export, and return the query that gives its rows all fields."""
    columns = _columns(path, body)
    table = f"loaded.export_{export}_{sheet}"
    kept = ", ".join(
        f"coalesce({', '.join(found)}) AS {field}" if found[1:] else f"{found[0]} AS {field}"
        for field, found in columns.items()
    )
    connection.execute(f"CREATE TABLE {table} AS SELECT {kept} FROM {body.relation}")
    texts = ", ".join(field if field in columns else f"CAST(NULL AS VARCHAR) AS {field}" for field in fields())
    # A table's rowid counts from 0 in the order of the file.
    return f"""
        SELECT {export} AS export, CAST({quoted(path.name)} AS file_name) AS file, rowid + {body.first} AS row,
            {texts} FROM {table}"""


def _filled(text: str) -> str:
    """Word a text, or nothing where it stands for that; only a short one can."""
    return f"CASE WHEN strlen({text}) > {LONGEST_NOTHING} THEN {text} WHEN {text} NOT IN {NOTHING} THEN {text} END"


def _columns(path: Path, body: Body) -> dict[str, list[str]]:
    """Return the texts of each field, of several columns the one of lowest rank first."""
    of_field: dict[str, list[tuple[int, str, str]]] = {}
    for column, name in zip(body.columns, body.headings, strict=True):
        if _plain(name) in headings():
            field, rank = headings()[_plain(name)]
            of_field.setdefault(field, []).append((rank, name, f'"{column}"'))
    if NEEDED not in of_field:
        raise SourceError(_headless(path, ", ".join(body.headings)))
    doubled = [
        f"{' and '.join(name for _, name, _ in found)}, both {field}"
        for field, found in of_field.items()
        if len({rank for rank, _, _ in found}) < len(found)
    ]
    if doubled:
        raise SourceError(listed(f"{path}: headings that say the same:", doubled))
    return {
        field: [_filled(f"CAST({column} AS VARCHAR)") for _, _, column in sorted(found)]
        for field, found in of_field.items()
    }


LOADERS = {".parquet": _load_parquet, ".csv": _load_text, ".tsv": _load_text, ".txt": _load_text}
