"""Places: codes, parents, names, and names to codes or an error.

A name is matched exactly, after NFKC and without blanks, never by likeness.
610400 and 610500 are the reporting units, without 杨凌 and 韩城; the whole
cities are places of their own, `610400+610403` and `610500+610581`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipanalytics.catalogue import nation
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import CatalogueError, CleaningError, listed, near

if TYPE_CHECKING:
    import pandas as pd

NATION = "100000"
LEVELS = ("nation", "province", "subprovincial", "region", "unit", "city", "county")
LANGUAGES = {"zh": "name", "en": "english"}
COLUMNS = ["code", "levels", "name", "short", "english", "parent", "parts", "valid_from", "valid_to", "successor"]
FILES = ("data/divisions/divisions.csv", "data/divisions/aliases.csv", "data/divisions/not_places.csv")
Row = dict[str, str]
Rows = dict[str, Row]


@dataclass(frozen=True)
class Register:
    """What data/divisions holds: places by code, names by what they are, the province of the regions."""

    rows: Rows
    names: dict[str, str]
    nowhere: dict[str, str]
    aliases: dict[str, str]
    labels: dict[str, str]
    province: str


def table() -> "pd.DataFrame":
    """Return all places, index `code`, former county codes included.

    Columns: levels (one place may have two: 西安 is city and unit), name, short,
    english, parent, parts, valid_from, valid_to, successor; "" where empty.
    """
    return _table().copy(deep=False)


def province() -> str:
    """Return the code of the province whose regions and units are reported on."""
    return register().province


def is_place(text: str) -> bool:
    """Say whether a text is the code of a place."""
    return text in register().rows


def not_places() -> "pd.Series":
    """Return why a row of a table is no division (合计, 其他), index `label`."""
    import pandas as pd

    labels = register().labels
    return pd.Series(labels.values(), pd.Index(labels, name="label", dtype=str), dtype=str, name="reason")


@project.cached_for_project(*FILES)
def _table() -> "pd.DataFrame":
    import pandas as pd

    rows = register().rows
    return pd.DataFrame(list(rows.values()), pd.Index(rows, name="code", dtype=str), COLUMNS[1:], dtype=str)


@project.cached_for_project(*FILES)
def register() -> Register:
    """Return what data/divisions holds."""
    folder = project.data("divisions")
    places = list(files.read_rows(folder / "divisions.csv", COLUMNS, CatalogueError).values())
    aliases = files.read_rows(folder / "aliases.csv", ["alias", "code", "reason"], CatalogueError)
    labels = files.read_rows(folder / "not_places.csv", ["label", "reason"], CatalogueError)
    rows = {row["code"]: {name: row[name] for name in COLUMNS[1:]} for row in places}
    twice = [code for code, count in Counter(row["code"] for row in places).items() if count > 1]
    faults = [*(f"{code}: listed twice" for code in twice), *_place_faults(rows)]
    if faults := [*faults, *_alias_faults(aliases, rows), *_label_faults(labels)]:
        raise CatalogueError(listed("data/divisions has faults:", faults))
    named = {row["alias"]: row["code"] for row in aliases.values() if row["code"]}
    nowhere = {_key(row["alias"]): row["reason"] for row in aliases.values() if not row["code"]}
    reasons = {row["label"]: row["reason"] for row in labels.values()}
    names = _name_index(rows, named, {*nowhere, *map(_key, reasons)})
    return Register(rows, names, nowhere, named, reasons, _wholes(rows)[0])


def _wholes(rows: Rows) -> list[str]:
    """Return what the regions lie in, or units where there are no regions: the province."""
    regions = {row["parent"] for row in rows.values() if row["levels"] == "region"}
    return sorted(regions or {row["parent"] for row in rows.values() if "unit" in row["levels"].split()})


def _place_faults(rows: Rows) -> Iterator[str]:
    parents = {code: row["parent"] for code, row in rows.items()}
    in_force = {code for code, row in rows.items() if row["valid_to"] == ""}
    if NATION not in in_force:
        yield f"{NATION}: not listed"
    wholes = _wholes(rows)
    if not wholes or [one for one in wholes if one in in_force and rows[one]["levels"] == "province"] != wholes[:1]:
        what = "regions" if any(row["levels"] == "region" for row in rows.values()) else "units"
        yield f"the {what} lie in {', '.join(wholes) or 'no province'}, expected one province"
    yield from (f"{code}: lies inside itself" for code in parents if code in _upward_of(code, parents))
    for code, row in rows.items():
        links = filter(None, (row["parent"], row["successor"], *row["parts"].split()))
        yield from (f"{code}: refers to {link}, which is not listed" for link in links if link not in parents)
        yield from (f"{code}: {fault}" for fault, is_wrong in _row_faults(code, row, in_force).items() if is_wrong)


def _upward_of(code: str, parents: Mapping[str, str]) -> set[str]:
    seen: set[str] = set()
    while (code := parents.get(code, "")) and code not in seen:
        seen.add(code)
    return seen


def _row_faults(code: str, row: Row, in_force: set[str]) -> dict[str, bool]:
    levels, parts, days = row["levels"].split(), row["parts"].split(), [row["valid_from"], row["valid_to"]]
    return {
        "a code is made of a-z, 0-9 and +": not re.fullmatch(r"[a-z0-9+]+", code),
        f"level {row['levels']!r}": not levels or not set(levels) <= set(LEVELS),
        "a name is empty": not all(row[name].strip() for name in ("name", "short", "english")),
        "no parent": code != NATION and not row["parent"],
        f"parts {parts}, expected the two codes around the plus": code.split("+") != (parts or [code])
        or len(parts) > 2,
        f"in force {days}, expected periods": not all(day == "" or periods.is_period(day) for day in days),
        "valid_to without a successor in force": bool(row["valid_to"]) != (row["successor"] in in_force),
    }


def _alias_faults(aliases: Mapping[int, Row], rows: Rows) -> Iterator[str]:
    for line, row in aliases.items():
        if not row["alias"].strip() or not (row["code"] or row["reason"]):
            yield f"aliases.csv, line {line}: expected an alias, and a code or a reason"
        if row["code"] and row["code"] not in rows:
            yield f"aliases.csv, line {line}: code {row['code']} is not listed"


def _label_faults(labels: Mapping[int, Row]) -> Iterator[str]:
    seen: set[str] = {""}
    for line, row in labels.items():
        if row["label"] in seen or not row["reason"]:
            yield f"not_places.csv, line {line}: expected a new label and a reason"
        seen.add(row["label"])


def _name_index(rows: Rows, aliases: Mapping[str, str], nowhere: set[str]) -> dict[str, str]:
    newest = {code: row["successor"] or code for code, row in rows.items()}
    named = [(row[column], code) for column in ("name", "short", "english") for code, row in rows.items()]
    named += [(code, code) for code in rows]
    named += aliases.items()
    index: dict[str, str] = {}
    clashes = []
    for name, code in named:
        if index.setdefault(_key(name), newest[code]) != newest[code]:
            clashes.append(f"{name}: {index[_key(name)]} and {newest[code]}")
    clashes += [f"{name}: {index[name]} and nowhere" for name in nowhere if name in index]
    if clashes:
        raise CatalogueError(listed("one name, two places:", clashes))
    return index


def _key(name: str) -> str:
    text = unicodedata.normalize("NFKC", str(name)).strip()
    if re.search(r"[\u3400-\u9fff]", text):
        return re.sub(r"\s+", "", text)
    return re.sub(r"\s+", " ", text).casefold()


def find(name: str | int) -> str:
    """Return the code, in force today, of a place given by name, alias or code.

    Raises
    ------
    CleaningError
        When the name is unknown, or known to have no code (西咸新区).

    Examples
    --------
    >>> find("陕 西"), find("Shaanxi"), find("杨陵区"), find("子长县")
    ('610000', '610000', '610403', '610681')
    """
    if unknown := _unknown(str(name)):
        raise CleaningError(unknown)
    return register().names[_key(str(name))]


@project.cached_for_project(*FILES, most=20_000)
def code_of(name: str) -> str:
    """Return the code, in force today, of a name known letter for letter, else ""."""
    return register().names.get(_key(name), "")


def find_all(names: Mapping[str, str]) -> dict[str, str]:
    """Return a code for each name; the keys say where each name stands.

    Raises
    ------
    CleaningError
        Lists every unknown name with its place.
    """
    divisions = register()
    if unknown := [f"{place}: {fault}" for place, name in names.items() if (fault := _unknown(name))]:
        heading = f"{len(unknown)} place name(s) without a division code; data/divisions/ holds what is known:"
        raise CleaningError(listed(heading, unknown))
    return {place: divisions.names[_key(name)] for place, name in names.items()}


def _unknown(name: str) -> str:
    """Say why a name is no place, and which come near; "" where it is one."""
    divisions = register()
    if _key(name) in divisions.names:
        return ""
    if reason := divisions.nowhere.get(_key(name)):
        return f"{name!r} {reason}"
    return f"{name!r} is not a known place; {_near(str(name).strip())}"


@project.cached_for_project(*FILES, most=512)
def _near(name: str) -> str:
    rows = {code: row for code, row in register().rows.items() if not row["valid_to"]}
    return near(name, {row[column]: code for column in ("short", "name", "english") for code, row in rows.items()})


def name_of(code: str, *, short: bool = False, language: str = "zh") -> str:
    """Return a place's name, of one outside the project too; `short` is 西安 for 西安市."""
    if language not in LANGUAGES:
        msg = f"{language!r} is not a language of names: expected {' or '.join(LANGUAGES)}"
        raise CatalogueError(msg)
    key = "short" if short and language == "zh" else LANGUAGES[language]
    if code not in register().rows and (elsewhere := nation.division(code)):
        return str(getattr(elsewhere, key))
    return row_of(code)[key]


def row_of(code: str) -> Row:
    """Return a place's row of divisions.csv; an unknown code is refused."""
    rows = register().rows
    if code not in rows:
        msg = f"{code!r} is not a division code of data/divisions/divisions.csv"
        raise CatalogueError(msg)
    return rows[code]


def level_of(code: str) -> str:
    """Return what a report calls a place: nation, province, region, unit, city or county."""
    return "unit" if "unit" in (levels := row_of(code)["levels"].split()) else levels[0]


def codes(level: str, *, on: str | None = None) -> list[str]:
    """Return the codes of a level in force at the end of a period, by default the newest."""
    if level not in LEVELS:
        msg = f"{level!r} is not a level: expected one of {', '.join(LEVELS)}"
        raise CatalogueError(msg)
    return [code for code, row in register().rows.items() if level in row["levels"].split() and _in_force(row, on)]


def _in_force(row: Row, on: str | None) -> bool:
    if on is None:
        return not row["valid_to"]
    day = periods.parse(on).end
    begun = not row["valid_from"] or periods.parse(row["valid_from"]).start <= day
    ended = row["valid_to"] and periods.parse(row["valid_to"]).start <= day
    return bool(begun and not ended)
