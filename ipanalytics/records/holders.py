"""Who holds a patent and where: a firm, a university, an institute, an organisation or a person, in which unit.

The kind follows from the name, by rules that are data; the place from the address, with the postal code as second
evidence.
"""

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import addresses
from ipanalytics.records.database import Connection, cases, enumerate_words, quoted

RULES, POSTCODES = "data/catalogue/records/holder_kinds.csv", "data/catalogue/records/postcodes.csv"
# What of an address can name divisions: up to the last ending of one, in the first letters.
DIVISIONS = "^.{0,24}[省市区县旗州盟]"
CODE = "regexp_extract(tidy(postcode), '^[0-9]{6}$')"
COLUMNS = ("area", "unit", "county", "province")


@cached_for_project(RULES)
def rules() -> list[tuple[str, str, str]]:
    """Return pattern, kind and an example of each rule, in the order in which they are tried."""
    table = files.read_csv(project.home() / RULES, ["pattern", "kind", "example"], CatalogueError)
    return [tuple(row) for row in table.to_numpy().tolist()]


def classify(connection: Connection) -> None:
    """Make the view `held` of `judged`, with `holder`, the first of several, and its kind.

    Each name is looked at once.
    """
    kinds = cases(
        ((f"regexp_matches(holder, {quoted(pattern)})", quoted(kind)) for pattern, kind, _ in rules()),
        otherwise="'unknown'",
    )
    first = "trim(regexp_extract(tidy(holders), '^[^;、|\\n]*'))"
    enumerate_words(connection, "kind_of_holder", [*(kind for _, kind, _ in rules()), "unknown"])
    connection.execute(f"""
        CREATE TABLE kinds AS SELECT *, CAST({kinds} AS kind_of_holder) AS holder_kind FROM (
            SELECT holders, {first} AS holder FROM (SELECT DISTINCT holders FROM merged));
        CREATE VIEW held AS SELECT j.* EXCLUDE (holder_kind), holder, k.holder_kind FROM judged j
            JOIN kinds k ON k.holders IS NOT DISTINCT FROM j.holders""")


@cached_for_project(POSTCODES, *places.FILES)
def postcodes() -> pd.DataFrame:
    """Return the unit of each beginning of a postal code."""
    return files.read_csv(project.home() / POSTCODES, ["prefix", "area"], CatalogueError)


def place(connection: Connection) -> None:
    """Make the view `located` of `held`: `area`, the finest place known, `unit`, `county`, `province`; "" for none.

    The unit is the postal code's where the address names no unit of the province and no other province.
    """
    named = f"regexp_extract(tidy(address), '{DIVISIONS}')"
    code = CODE
    connection.execute(f"""
        CREATE TABLE addresses AS SELECT address, postcode, {named} AS named, {code} AS code FROM (
            SELECT DISTINCT address, postcode FROM merged)""")
    texts = [row[0] for row in connection.execute("SELECT DISTINCT named FROM addresses").fetchall()]
    with project.held():
        found = pd.DataFrame([(text, *_found(text)) for text in texts], columns=["named", *COLUMNS])
    for name, table in (("found_frame", found), ("postcodes", postcodes())):
        connection.register(name, table)
    by_post = f"unit = '' AND post_unit <> '' AND area IN ('', '{places.province()}')"
    enumerate_words(connection, "place", ["", *places.table().index, *postcodes()["area"]])
    own, of_address = quoted(places.province()), ", ".join(f"CAST({name} AS place) AS {name}" for name in COLUMNS)
    connection.execute(f"""
        CREATE TABLE posted AS SELECT code, coalesce((
            SELECT max_by(area, length(prefix)) FROM postcodes WHERE starts_with(code, prefix)), '') AS post_unit
        FROM (SELECT DISTINCT code FROM addresses);
        CREATE TABLE spots AS SELECT * REPLACE ({of_address}, CAST(post_unit AS place) AS post_unit) FROM (
            SELECT * REPLACE (CASE WHEN {by_post} THEN post_unit ELSE unit END AS unit,
                CASE WHEN {by_post} THEN {own} ELSE province END AS province), {by_post} AS is_by_post
            FROM addresses JOIN found_frame USING (named) JOIN posted USING (code));
        CREATE VIEW located AS SELECT h.*, s.* EXCLUDE (address, postcode, named, code) FROM held h JOIN spots s
            ON s.address IS NOT DISTINCT FROM h.address AND s.postcode IS NOT DISTINCT FROM h.postcode""")


def place_notes() -> list[tuple[str, str, str]]:
    """Return how to note what lies outside, nowhere, or elsewhere than its postal code says."""
    own = places.province()
    elsewhere = f"area <> '' AND province <> '{own}'"
    start = "left(address, 24)"
    of_unplaced = cases(
        [("tidy(address) = ''", "'no address'"), ("area = ''", f"'no known place: ' || {start}")],
        otherwise=f"'the address names no unit: ' || {start}",
    )
    return [
        (
            "place disagrees",
            "NOT is_by_post AND unit <> '' AND post_unit <> '' AND unit <> post_unit",
            f"'address and postal code differ: ' || unit || ', ' || {CODE} || ' of ' || post_unit",
        ),
        ("placed by postal code", "is_by_post", f"'the address names no unit: ' || coalesce({start}, '')"),
        ("outside", elsewhere, "'another province: ' || area"),
        ("not placed", f"unit = '' AND NOT ({elsewhere})", of_unplaced),
    ]


def _found(text: str) -> tuple[str, str, str, str]:
    """Return the place, unit, county and province of a text that begins an address."""
    area = addresses.find(text)
    levels = places.row_of(area)["levels"].split() if area else []
    return area, addresses.unit_of(area), area if "county" in levels else "", addresses.province_of(area)
