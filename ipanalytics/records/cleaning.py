"""Rows to patents: dates and their order, one patent a number, its legal status at a day."""

from datetime import date, timedelta

from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.project import cached_for_project
from ipanalytics.records import exports
from ipanalytics.records.database import Connection, cases, enumerate_words, quoted, refuse

STATUSES = "data/catalogue/records/legal_statuses.csv"
DAYS = ("application_date", "grant_date", "status_date", "end_date")
NAMED_AS_DIFFERENT = ("legal_status", "application_date", "grant_date", "end_date", "holders", "address")
# What a patent is at a day, besides what its export says.
STATES = ("in_force", "pending", "later", "unknown")
YEARS_OF_TERM = {"invention": 20, "utility_model": 10, "design": 15}


@cached_for_project(STATUSES)
def legal_statuses() -> list[tuple[str, str, str]]:
    """Return pattern, status and an example of each wording, in the order in which they are tried."""
    table = files.read_csv(project.home() / STATUSES, ["pattern", "status", "example"], CatalogueError)
    return [tuple(row) for row in table.to_numpy().tolist()]


def read_days(connection: Connection) -> None:
    """Make the view `dated` of `rows`, in which days are days; each way in which one is written is read once."""
    each = " UNION ALL ".join(f"SELECT {day} AS text FROM rows" for day in DAYS)
    read = ", ".join(f"of_{day}.day AS {day}" for day in DAYS)
    joins = " ".join(f"LEFT JOIN days of_{day} ON of_{day}.text = {day}" for day in DAYS)
    connection.execute(f"""
        CREATE TABLE days AS SELECT text, day_of(text) AS day FROM (SELECT DISTINCT text FROM ({each}));
        CREATE VIEW dated AS SELECT rows.* REPLACE ({read}) FROM rows {joins}""")


def check_days(connection: Connection) -> None:
    """Name what of the rows in `numbered` is no day; refuse what contradicts another day or the number."""
    for day in DAYS:
        connection.execute(f"""
            INSERT INTO ledger SELECT 'not read', n.file, n.row, number, '{day} is no day: ' || left(text, 40)
            FROM rows r JOIN days ON text = r.{day} JOIN numbered n ON n.export = r.export AND n.row = r.row
                AND n.file = r.file
            WHERE days.day IS NULL AND tidy(text) <> ''""")
    fault = cases(
        [
            ("year(application_date) > year", "'filed after the year of its number: ' || application_date"),
            (
                "grant_date < application_date",
                "'granted before it was filed: ' || grant_date || ', ' || application_date",
            ),
            ("end_date < application_date", "'ended before it was filed: ' || end_date || ', ' || application_date"),
            ("end_date < grant_date", "'ended before it was granted: ' || end_date || ', ' || grant_date"),
        ]
    )
    refuse(connection, "numbered", fault)


def merge(connection: Connection) -> None:
    """Make `merged` of `numbered`, one row a number: the row with the newest legal status wins, what differs is named.

    Newest is the row with the latest day of its status, else of its end or grant, else of the export given last; a
    field that it leaves empty comes from the next one.
    """
    order = "coalesce(status_date, end_date, grant_date, DATE '0001-01-01'), export, row"
    own = ["file", "row", *(name for name in exports.fields() if name != "application_number")]
    # max_by passes over what is empty.
    picked = ", ".join(f"max_by({name}, nth) AS {name}" for name in own)
    connection.execute(f"""
        CREATE TABLE twice AS SELECT *, row_number() OVER (ORDER BY {order}) AS nth FROM numbered WHERE id IN (
            SELECT id FROM numbered GROUP BY id HAVING count(*) > 1);
        DELETE FROM numbered WHERE id IN (SELECT id FROM twice);
        INSERT INTO numbered BY NAME SELECT id, any_value(number) AS number, any_value(type) AS type, {picked}
            FROM twice GROUP BY id;
        ALTER TABLE numbered RENAME TO merged""")
    _note_merged(connection)


def _note_merged(connection: Connection) -> None:
    """Write the rows of `twice` into the ledger with what differs between them."""
    differs = " || ".join(
        f"CASE WHEN min({name}) <> max({name}) THEN '; {name} differs: ' || "
        f"left(array_to_string(list_sort(list_distinct(list(CAST({name} AS VARCHAR)))), ' / '), 80) ELSE '' END"
        for name in NAMED_AS_DIFFERENT
    )
    connection.execute(f"""
        INSERT INTO ledger
        SELECT 'merged', t.file, t.row, t.number, 'stands more than once: ' || d.times || ' times' || d.differs
        FROM twice t JOIN (SELECT id, count(*) AS times, {differs} AS differs FROM twice GROUP BY id) d
        USING (id); DROP TABLE twice""")


def _state(status: str) -> str:
    return f"CAST({quoted(status)} AS status_of_patent)"


def filed_by(day: date, years: int) -> date:
    """Return the last day from which so many years are over by a day; what was filed on 29 February has them on 28.

    Examples
    --------
    >>> filed_by(date(2022, 2, 28), 10), filed_by(date(2024, 2, 29), 10)
    (datetime.date(2012, 2, 29), datetime.date(2014, 2, 28))
    """
    next_day = day + timedelta(days=1)
    if (next_day.month, next_day.day) == (2, 29):
        return date(next_day.year - years, 2, 28)
    return next_day.replace(year=next_day.year - years) - timedelta(days=1)


def judge_status(connection: Connection, as_of: date) -> None:
    """Make the view `judged` of `merged`, with `status` at a day.

    It is in_force, pending, lapsed, invalid, withdrawn, rejected, later (filed after the day) or unknown, and
    `no_status` says why.

    A patent whose status is known only as it is today was in force at an earlier day when it had been granted and not
    ended by then; one that has ended on an unknown day, or counts as in force beyond its term, is unknown.
    """
    enumerate_words(connection, "status_of_patent", ["", *STATES, *(status for _, status, _ in legal_statuses())])
    wordings = cases(
        (f"regexp_matches(tidy(legal_status), {quoted(pattern)})", quoted(status))
        for pattern, status, _ in legal_statuses()
    )
    day = f"DATE '{as_of}'"
    is_granted = "said IN ('in_force', 'lapsed', 'invalid')"
    is_beyond_term = " OR ".join(
        f"type = '{type_}' AND application_date <= DATE '{filed_by(as_of, years)}'"
        for type_, years in YEARS_OF_TERM.items()
    )
    reason = cases(
        [
            ("legal_status = ''", "'no legal status'"),
            ("said = ''", "'legal status not understood, legal_statuses.csv lacks it: ' || left(legal_status, 40)"),
            (f"{is_granted} AND grant_date IS NULL", "'granted, but no day of grant'"),
            (
                f"said IN ('lapsed', 'invalid') AND grant_date <= {day} AND end_date IS NULL",
                "'ended, but no day of its end'",
            ),
            (f"said = 'in_force' AND end_date <= {day}", "'in force, but it has ended: ' || end_date"),
            (f"said = 'pending' AND grant_date <= {day}", "'pending, but it has been granted: ' || grant_date"),
            (
                f"said = 'in_force' AND ({is_beyond_term})",
                "'in force, but filed longer ago than its term: ' || application_date",
            ),
        ]
    )
    status = cases(
        [
            ("no_status <> ''", _state("unknown")),
            (f"application_date > {day}", _state("later")),
            (f"{is_granted} AND grant_date > {day}", _state("pending")),
            (f"said IN ('lapsed', 'invalid') AND end_date > {day}", _state("in_force")),
        ],
        otherwise="said",
    )
    connection.execute(f"""
        CREATE TABLE wordings AS SELECT legal_status, CAST({wordings} AS status_of_patent) AS said FROM (
            SELECT DISTINCT coalesce(legal_status, '') AS legal_status FROM merged);
        CREATE VIEW judged AS SELECT * EXCLUDE (said), said AS status_in_export, {status} AS status FROM (
            SELECT *, {reason} AS no_status
            FROM (SELECT * REPLACE (coalesce(legal_status, '') AS legal_status) FROM merged)
                JOIN wordings USING (legal_status))""")
