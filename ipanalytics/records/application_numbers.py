"""Chinese application numbers: 202210123456.7 is year, type, serial and check digit (GB/ZC 0006-2003).

Numbers of before October 2003 have two digits of the year, a type, five digits and a check digit: 85100001.X. The check
digit is the sum of the digits times 2 to 9, again from 2 after the eighth, modulo 11; X is ten.
"""

from ipanalytics.records.database import Connection, cases, enumerate_words, refuse

FIRST_YEAR, FIRST_LONG = 1985, 2003
TYPES = {"1": "invention", "8": "invention", "2": "utility_model", "9": "utility_model", "3": "design"}
WEIGHTS = [2 + place % 8 for place in range(12)]
SHAPE = "^([0-9]{12}|[0-9]{8})[.]?[0-9X]$"


def check_digit(digits: str) -> str:
    """Return the check digit of 12 or 8 digits.

    Examples
    --------
    >>> check_digit("201710601862"), check_digit("95115608")
    ('3', 'X')
    """
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004


def _rest(length: int) -> str:
    """Word the rest of division of the number `value` of so many digits, with which no text has to be cut.

    A digit is the number up to it less ten times the number before it, and ten is one less than eleven: each number up
    to a digit counts by its own weight and by that of the next digit.
    """
    weights = [*WEIGHTS[:length], 0]
    terms = "+".join(
        f"value // {10 ** (length - 1 - place)} * {weights[place] + weights[place + 1]}" for place in range(length)
    )
    return f"({terms}) % 11"


def read(connection: Connection, *, newest: int) -> None:
    """Make `numbered` of `dated`: with number (202210123456.7), type, year and `id`, a whole number.

    The others go to the ledger as refused.

    Parameters
    ----------
    newest
        The year after which nothing can have been filed.
    """
    enumerate_words(connection, "kind_of_patent", TYPES.values())
    types = cases(((f"kind = {digit}", f"CAST('{kind}' AS kind_of_patent)") for digit, kind in TYPES.items()), "NULL")
    connection.execute(f"""
        CREATE TABLE numbered AS
        WITH written AS (
            SELECT *, coalesce(regexp_matches(application_number, '^[0-9]{{12}}[.][0-9X]$'), false) AS is_plain
            FROM dated
        ), plain AS (
            SELECT *, CASE WHEN is_plain THEN application_number
                ELSE regexp_replace(upper(tidy(application_number)), '^[="]*(ZL|CN)|[\\s''`’="]', '', 'g') END AS plain
            FROM written
        ), cut AS (
            SELECT *, CASE WHEN NOT is_plain
                      THEN replace(regexp_replace(plain, '^([0-9]{{13}})[.]0+$', '\\1'), '.', '') END AS joined,
                   CASE WHEN is_plain THEN true
                   ELSE regexp_matches(plain, '{SHAPE}') OR regexp_matches(plain, '^[0-9]{{13}}[.]0+$') END AS is_number
            FROM plain
        ), parts AS (
            SELECT *, right(CASE WHEN is_plain THEN plain ELSE joined END, 1) AS printed,
                is_plain OR strlen(joined) = 13 AS is_long,
                CAST(CASE WHEN is_plain THEN left(plain, 12) WHEN is_number THEN joined[:-2] END AS BIGINT) AS value
            FROM cut
        ), years AS (
            SELECT *, CAST(CASE WHEN is_long THEN value // 100000000
                    ELSE value // 1000000 + CASE WHEN value // 1000000 >= 85 THEN 1900 ELSE 2000 END END
                AS INTEGER) AS year,
                CASE WHEN is_long THEN value // 10000000 ELSE value // 100000 END % 10 AS kind,
                CASE WHEN is_long THEN {_rest(12)} ELSE {_rest(8)} END AS rest
            FROM parts
        )
        SELECT * EXCLUDE (application_number, is_plain, plain, is_number, printed, is_long, kind, joined, rest, value),
            value AS id,
            CASE WHEN is_plain THEN application_number ELSE joined[:-2] || '.' || printed END AS number,
            {types} AS type, {_faults(newest)} AS fault, CASE WHEN fault <> '' THEN left(application_number, 40) END
            AS as_printed FROM years""")
    refuse(connection, "numbered", number="as_printed")


def _faults(newest: int) -> str:
    kinds = ", ".join(TYPES)
    first, last = (
        f"CASE WHEN is_long THEN {long} ELSE {short} END"
        for long, short in ((FIRST_LONG, FIRST_YEAR), (newest, FIRST_LONG))
    )
    is_right = "ord(printed) = CASE rest WHEN 10 THEN ord('X') ELSE ord('0') + rest END"
    is_year, is_kind = f"year BETWEEN {first} AND {last}", f"kind IN ({kinds})"
    return cases(
        [
            (f"is_number AND {is_right} AND {is_year} AND {is_kind}", "''"),
            ("plain = ''", "'the cell is empty'"),
            (
                "regexp_matches(plain, '^[0-9.]+E[+]?[0-9]+$')",
                "'a power of ten, as spreadsheets write long numbers; its last digits are lost'",
            ),
            ("regexp_matches(plain, '^[0-9]{12}[.]?$')", "'12 digits, the check digit is missing'"),
            ("regexp_matches(plain, '^[0-9]{8}$')", "'8 digits, the check digit or a leading zero is missing'"),
            ("regexp_matches(plain, '^[0-9]{7}[.][0-9X]$')", "'7 digits and a check digit, a leading zero is missing'"),
            ("regexp_matches(plain, '^[0-9]{9}[A-Z][0-9]?$')", "'a publication number, not an application number'"),
            ("NOT is_number", "'no application number, which has 12 digits, or 8 until 2003, and a check digit'"),
            (f"NOT ({is_year})", "'the year can''t be: ' || year"),
            (
                f"NOT ({is_kind})",
                "'the type digit is none of 1, 8 (invention), 2, 9 (utility model), 3 (design): ' || kind",
            ),
            (
                f"NOT ({is_right})",
                "'the check digit is wrong: ' || printed || ', by the other digits ' || '0123456789X'[rest + 1]",
            ),
        ]
    )
