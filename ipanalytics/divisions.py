"""Places: codes, parents, names, and names to codes or an error.

A name is matched exactly, after NFKC and without blanks, never by likeness.
610400 and 610500 are the reporting units, without 杨凌 and 韩城; the whole
cities are places of their own, `610400+610403` and `610500+610581`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pandas as pd

from ipanalytics import paths, periods
from ipanalytics.errors import CatalogueError, CleaningError, listed

NATION, PROVINCE = "100000", "610000"
LEVELS = ("nation", "province", "subprovincial", "region", "unit", "city", "county")
LANGUAGES = {"zh": "name", "en": "english"}


def table() -> pd.DataFrame:
    """Return all places, index `code`, former county codes included.

    Columns: levels (one place may have two: 西安 is city and unit), name, short,
    english, parent, parts, valid_from, valid_to, successor; "" where empty.
    """
    return _read(paths.data() / "divisions")[0]


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    places = pd.read_csv(folder / "divisions.csv", dtype=str, keep_default_na=False).set_index("code")
    aliases = pd.read_csv(folder / "aliases.csv", dtype=str, keep_default_na=False)
    _check(places)
    return places, _name_index(places, aliases), _nowhere(aliases)


def _check(places: pd.DataFrame) -> None:
    known = {"", *places.index}
    links = pd.concat([places["parent"], places["successor"], places["parts"].str.split().explode().dropna()])
    faults = [f"{code}: refers to {link}, which is not listed" for code, link in links.items() if link not in known]
    faults += [f"{code}: listed twice" for code in places.index[places.index.duplicated()]]
    faults += [f"{code}: level {bad}" for code, bad in _levels(places).items() if bad not in LEVELS]
    if faults:
        raise CatalogueError(listed("divisions.csv has faults:", faults))


def _levels(places: pd.DataFrame) -> pd.Series:
    return places["levels"].str.split().explode()


def _name_index(places: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, str]:
    named = [
        (name, places.loc[code, "successor"] or code)
        for column in ("name", "short", "english")
        for code, name in places[column].items()
    ]
    named += [(code, places.loc[code, "successor"] or code) for code in places.index]
    named += [(row.alias, row.code) for row in aliases.itertuples() if row.code]
    index: dict[str, str] = {}
    clashes = []
    for name, code in named:
        if index.setdefault(_key(name), code) != code:
            clashes.append(f"{name}: {index[_key(name)]} and {code}")
    if clashes:
        raise CatalogueError(listed("one name, two places:", clashes))
    return index


def _nowhere(aliases: pd.DataFrame) -> dict[str, str]:
    return {_key(row.alias): row.reason for row in aliases.itertuples() if not row.code}


def _key(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).strip()
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
    return find_all({"area": str(name)})["area"]


def find_all(names: Mapping[str, str]) -> dict[str, str]:
    """Return a code for each name; the keys say where each name stands.

    Raises
    ------
    CleaningError
        Lists every unknown name with its place.
    """
    _, index, nowhere = _read(paths.data() / "divisions")
    unknown = [
        f"{place}: {name!r} {nowhere.get(_key(name), 'is not a known place')}"
        for place, name in names.items()
        if _key(name) not in index
    ]
    if unknown:
        heading = f"{len(unknown)} place name(s) without a division code; data/divisions/ holds what is known:"
        raise CleaningError(listed(heading, unknown))
    return {place: index[_key(name)] for place, name in names.items()}


def name_of(code: str, *, short: bool = False, language: str = "zh") -> str:
    """Return a place's name; `short` is 西安 for 西安市."""
    column = "short" if short and language == "zh" else LANGUAGES[language]
    return str(_row(code)[column])


def _row(code: str) -> pd.Series:
    places = table()
    if code not in places.index:
        msg = f"{code!r} is not a division code of data/divisions/divisions.csv"
        raise CatalogueError(msg)
    return places.loc[code]


def level_of(code: str) -> str:
    """Return what a report calls a place: nation, province, region, unit, city or county."""
    levels = str(_row(code)["levels"]).split()
    return "unit" if "unit" in levels else levels[0]


def region_of(code: str) -> str:
    """Return the region of a unit, or a region itself."""
    return next(upper for upper in [code, *ancestors(code)] if "region" in str(_row(upper)["levels"]).split())


def codes(level: str, *, on: str | None = None) -> list[str]:
    """Return the codes of a level in force at the end of a period, by default the newest."""
    if level not in LEVELS:
        msg = f"{level!r} is not a level: expected one of {', '.join(LEVELS)}"
        raise CatalogueError(msg)
    places = table()
    rows = places[[level in levels.split() for levels in places["levels"]]]
    return [code for code, row in rows.iterrows() if _in_force(row, on)]


def _in_force(row: pd.Series, on: str | None) -> bool:
    if on is None:
        return not row["valid_to"]
    day = periods.parse(on).end
    begun = not row["valid_from"] or periods.parse(row["valid_from"]).start <= day
    ended = row["valid_to"] and periods.parse(row["valid_to"]).start <= day
    return bool(begun and not ended)


def ancestors(code: str) -> list[str]:
    """Return parent, grandparent … up to the nation."""
    found = []
    while code := str(_row(code)["parent"]):
        found.append(code)
    return found


def members(code: str, level: str = "unit") -> list[str]:
    """Return the places of a level inside a place, itself included where it has the level."""
    return [inner for inner in codes(level) if code in [inner, *ancestors(inner)]]


def membership(level: str) -> pd.Series:
    """Return the code at a level for each of the 107 counties in force (index `county`)."""
    upper = {part: city for city in codes("city") for part in parts_of(city)} if level == "city" else {}
    wanted = set(codes(level))
    counties = codes("county")
    found = [next(c for c in _upward(county, upper) if c in wanted) for county in counties]
    return pd.Series(found, index=pd.Index(counties, name="county"), name=level)


def _upward(county: str, upper: Mapping[str, str]) -> list[str]:
    return [upper.get(code, code) for code in [county, *ancestors(county)]]


def parts_of(code: str) -> list[str]:
    """Return the units that a composite place consists of, else the place itself."""
    return str(_row(code)["parts"]).split() or [code]


def composites() -> list[str]:
    """Return the places that are written with a plus sign."""
    return [code for code, parts in table()["parts"].items() if parts]


def overlaps(areas: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of places that share ground, as 610581 and `610500+610581` do."""
    return [(a, b) for a, b in combinations(areas, 2) if _shares_ground(a, b)]


def _shares_ground(one: str, other: str) -> bool:
    pairs = [(a, b) for a in parts_of(one) for b in parts_of(other)]
    return any(a == b or a in ancestors(b) or b in ancestors(a) for a, b in pairs)


def refuse_overlap(areas: Iterable[str]) -> None:
    """Refuse to add up places that share ground.

    Raises
    ------
    CatalogueError
        Names every pair.

    Examples
    --------
    >>> refuse_overlap(["610500+610581", "610581"])
    Traceback (most recent call last):
    ipanalytics.errors.CatalogueError: these places share ground and can't be added:
      610500+610581 and 610581
    """
    if pairs := overlaps(areas):
        heading = "these places share ground and can't be added:"
        raise CatalogueError(listed(heading, [f"{a} and {b}" for a, b in pairs]))
