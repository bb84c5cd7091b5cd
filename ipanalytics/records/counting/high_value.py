"""The five kinds of high-value inventions, each patent in as many as it meets."""

from dataclasses import dataclass
from datetime import date, timedelta

from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.project import cached_for_project
from ipanalytics.core.yaml_schema import read_yaml, record
from ipanalytics.records.cleaning import filed_by
from ipanalytics.records.database import Connection, cases, note, quoted

RULES, INDUSTRIES = "data/catalogue/records/high_value.yaml", "data/catalogue/records/industries.csv"
SYMBOL, SCHEMES, USES = (
    r"[A-H][0-9]{2}([A-Z]([0-9]{1,4}(/[0-9]{2,6})?)?)?",
    ("strategic", "chain"),
    ("sourced", "example"),
)
KINDS = ("strategic", "overseas_family", "long_maintained", "pledged", "awarded")
TEXTS = ("export", "file", "row", "number", "address", "postcode", "ipc", "family", "agency", "holders")
WORDS = ("type", "status", "status_in_export", "holder_kind", "area", "unit", "county", "province", "post_unit")
NO_LONGER_NEEDED = (
    *("holder", "fault", "as_printed", "publication_number", "patent_type", "legal_status", "status_date"),
    *("pledge", "pledge_yuan", "licence", "award", "strategic_industry"),
)
NO = "('', '否', '无', '0', 'N', 'NO', '-', '—')"


@dataclass(frozen=True)
class Rules:
    """One field for each key of high_value.yaml."""

    years_maintained: int
    domestic: tuple[str, ...]
    granted_codes: tuple[str, ...]
    pledge_at_least: float
    awards: tuple[str, ...]


@cached_for_project(RULES)
def rules() -> Rules:
    """Return high_value.yaml."""
    return record(Rules, read_yaml(project.home() / RULES), RULES)


@cached_for_project(INDUSTRIES)
def industries() -> list[tuple[str, str, str, str]]:
    """Return scheme, class, symbol and status of each row of industries.csv.

    Raises
    ------
    CatalogueError
        Lists the rows whose symbol is none of the IPC, or whose scheme or status isn't known.
    """
    header = ["scheme", "class", "ipc", "status", "source"]
    table = files.read_csv(project.home() / INDUSTRIES, header, CatalogueError)
    is_right = table["ipc"].str.fullmatch(SYMBOL) & table["scheme"].isin(SCHEMES) & table["status"].isin(USES)
    if not is_right.all():
        wrong = [f"line {row.Index}: {', '.join(row[1:5])}" for row in table[~is_right].itertuples()]
        expected = f"expected a scheme of {SCHEMES}, a symbol as G06F40 or A61B5/0476, a status of {USES}"
        raise CatalogueError(listed(f"{INDUSTRIES} has faults, {expected}:", wrong))
    return [tuple(row[:4]) for row in table.to_numpy().tolist()]


def lies_in(symbol: str, ipc: str = "ipc") -> str:
    """Word that the first of a patent's IPC symbols is one, or lies below it: G06F40/30 in G06F40, not G06F401."""
    return f"regexp_matches(upper(replace(tidy({ipc}), ' ', '')), '^{symbol}([^0-9]|$)')"


def mark(connection: Connection, as_of: date) -> None:
    """Make `patents` of the view `located`, with a column for each of KINDS, and `high_value` for any of them.

    Each is true for an invention in force that meets it. Words are numbers there; long texts, which few need, are in
    `patents_in_full`.
    """
    chosen = rules()
    conditions = {
        "strategic": _strategic(),
        "overseas_family": _overseas(chosen),
        "long_maintained": f"application_date <= DATE '{filed_by(as_of - timedelta(days=1), chosen.years_maintained)}'",
        "pledged": _pledged(chosen),
        "awarded": f"award IS NOT NULL AND regexp_matches(tidy(award), {quoted('|'.join(chosen.awards))})",
    }
    # A CASE looks at no more rows than it must.
    columns = ", ".join(
        f"CASE WHEN type = 'invention' AND status = 'in_force' THEN coalesce({conditions[kind]}, false) ELSE false END "
        f"AS {kind}"
        for kind in KINDS
    )
    words = ", ".join(f"CAST(p.{word} AS VARCHAR) AS {word}" for word in WORDS)
    _find_strategic_symbols(connection)
    connection.execute(f"""
        CREATE TABLE patents AS
        SELECT * EXCLUDE ({", ".join((*TEXTS, *NO_LONGER_NEEDED))}), {" OR ".join(KINDS)} AS high_value
        FROM (SELECT * EXCLUDE (is_strategic_symbol), {columns} FROM (
            SELECT l.*, is_strategic_symbol FROM located l LEFT JOIN strategic_symbols s ON s.ipc = l.ipc));
        CREATE VIEW patents_in_full AS SELECT p.* REPLACE ({words}), {", ".join(f"m.{text}" for text in TEXTS)}
            FROM patents p JOIN merged m USING (id);
        DROP VIEW located; DROP VIEW held; DROP VIEW judged""")
    judged = f"upper(tidy(family)) IN {NO} OR regexp_matches(upper(tidy(family)), '[A-Z]{{2}}[ 0-9/-]+[A-Z]')"
    candidate = "type = 'invention' AND status = 'in_force' AND NOT overseas_family AND family IS NOT NULL"
    reason = "'no member of the family has a kind code: ' || left(family, 40)"
    note(connection, ("family not judged", f"{candidate} AND NOT ({judged})", reason))


def _find_strategic_symbols(connection: Connection) -> None:
    """Make `strategic_symbols` of the IPC symbols of the exports, each looked at once."""
    symbols = [ipc for scheme, _, ipc, status in industries() if (scheme, status) == ("strategic", "sourced")]
    by_class = " OR ".join(map(lies_in, symbols)) or "false"
    connection.execute(f"""
        CREATE TEMP TABLE symbols_of_all AS SELECT DISTINCT ipc FROM merged WHERE ipc IS NOT NULL;
        CREATE TEMP TABLE strategic_symbols AS
        SELECT ipc, true AS is_strategic_symbol FROM symbols_of_all WHERE {by_class}; DROP TABLE symbols_of_all""")


def _strategic() -> str:
    """Say that the export calls it strategic, or, where it says nothing, that its class does; examples don't count."""
    return cases(
        [("strategic_industry IS NOT NULL", f"upper(tidy(strategic_industry)) NOT IN {NO}")], "is_strategic_symbol"
    )


def _overseas(chosen: Rules) -> str:
    """Say that a family has a granted member elsewhere: US9876543B2, not CN…, not an application (A1)."""
    member = f"'^[A-Z]{{2}}[0-9]{{4,}}[{''.join(chosen.granted_codes)}][0-9]?$'"
    elsewhere = f"m[1:2] NOT IN ({', '.join(map(quoted, chosen.domestic))})"
    parts = "string_split_regex(regexp_replace(upper(tidy(family)), '[ /-]', '', 'g'), '[;,、|\\n]')"
    granted = f"len(list_filter({parts}, lambda m: regexp_matches(m, {member}) AND {elsewhere})) > 0"
    return f"CASE WHEN family IS NOT NULL THEN {granted} END"


def _pledged(chosen: Rules) -> str:
    """Say that a pledge is recorded of at least the threshold; one without an amount counts where there is none."""
    amount = "try_cast(regexp_extract(replace(tidy({}), ',', ''), '^[0-9]+([.][0-9]+)?') AS DOUBLE)"
    million = f"CASE WHEN regexp_matches(tidy(pledge), '亿') THEN 10000 ELSE 1 END * {amount.format('pledge')}"
    value = f"coalesce({million}, {amount.format('pledge_yuan')} / 10000)"
    is_named = f"upper(tidy(pledge)) NOT IN {NO}"
    least = chosen.pledge_at_least
    without = f" OR ({is_named} AND {value} IS NULL)" if not least else ""
    return f"coalesce(pledge, pledge_yuan) IS NOT NULL AND (({value} > 0 AND {value} >= {least}){without})"
