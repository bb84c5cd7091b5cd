"""Which places the project of another province is made of: from the national list and what the map's source differs in.

Cities are its units, and so are counties and districts that lie in no city. A name that two of its places have goes to
the larger one; the other gets its kind or its city before it.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ipanalytics.catalogue.nation import COLUMNS as LISTED
from ipanalytics.catalogue.nation import Division, folded
from ipanalytics.catalogue.places import COLUMNS, NATION
from ipanalytics.core import files
from ipanalytics.core.errors import CatalogueError, listed

# Hong Kong, Macao and Taiwan have no parts in the list of the Ministry of Civil Affairs.
WITHOUT_PARTS = ("710000", "810000", "820000")
DIFFERENCES = ["source", "name", "code", "english", "reason"]
KINDS = {"区": "District", "市": "City", "县": "County", "旗": "Banner", "州": "Prefecture", "盟": "League"}
# What tables call the whole of their own province.
WHOLES = "全[省市区]"
Row = dict[str, str]


@dataclass(frozen=True)
class Province:
    """A province with its parts that have ground of their own on the map, and the names that these had before."""

    whole: Division
    parts: tuple[Division, ...]
    former: tuple[Division, ...]
    blank: tuple[str, ...]

    @property
    def units(self) -> tuple[Division, ...]:
        """The cities, and counties that lie in none."""
        return tuple(place for place in self.parts if place.parent == self.whole.code)


def every(folder: Path) -> list[Division]:
    """Return the places of the national list in a project's folder."""
    rows = files.read_rows(folder / "data" / "divisions" / "nation.csv", LISTED, CatalogueError)
    return [Division(*row.values()) for row in rows.values()]


def find(name: str, folder: Path) -> Division:
    """Return the province of a code or a name in Chinese or English.

    Raises
    ------
    CatalogueError
        When there is no such province, or none with cities or districts; lists those that there are.
    """
    provinces = [place for place in every(folder) if place.level == "province" and not place.valid_to]
    called = [one for one in provinces if name.strip() in (one.code, one.name, one.short) or _is_called(one, name)]
    if len(called) == 1 and has_parts(called[0]):
        return called[0]
    fault = "has no cities or districts in the national list" if called else "is no province"
    known = [f"{one.code} {one.short} {one.english}" for one in provinces if has_parts(one)]
    raise CatalogueError(listed(f"{name!r} {fault}, expected the code or the name of one of:", known))


def has_parts(place: Division) -> bool:
    """Say whether a place is a province whose cities or districts the list has."""
    return place.level == "province" and place.code not in WITHOUT_PARTS


def _is_called(province: Division, name: str) -> bool:
    return bool(folded(name)) and folded(province.english) == folded(name)


def differences(folder: Path) -> list[Row]:
    """Return where the source of the map differs from the national list; nowhere, where no file says so."""
    path = folder / "maps" / "source_differences.csv"
    return list(files.read_rows(path, DIFFERENCES, CatalogueError).values()) if path.is_file() else []


def read(province: Division, folder: Path) -> Province:
    """Return a province with its parts in force today, of which the map's source has borders."""
    differing = [row for row in differences(folder) if province.code[:2] in (row["source"][:2], row["code"][:2])]
    unmapped = {row["code"] for row in differing if not row["source"]}
    inside = [place for place in every(folder) if place.province == province.code and place.level != "province"]
    current = {place.code: place for place in inside if not place.valid_to and place.code not in unmapped}
    more = [row for row in differing if row["code"] == row["source"] and row["code"] not in current]
    parts = [*current.values(), *(_more(row) for row in more)]
    former = [_followed(place, inside) for place in inside if place.valid_to]
    return Province(
        province,
        tuple(sorted(parts, key=lambda place: place.code)),
        tuple(place for place in former if place.successor in current),
        tuple(row["name"] for row in differing if not row["code"]),
    )


def _more(row: Row) -> Division:
    """Return a place that only the source of the map knows."""
    return Division(row["code"], "county", row["name"], row["name"], row["english"], f"{row['code'][:4]}00", "", "", "")


def _followed(place: Division, inside: list[Division]) -> Division:
    """Return a former place with the code that is its successor today; of a renamed one it is its own."""
    current = {one.code for one in inside if not one.valid_to}
    after = {one.code: one.successor for one in inside if one.valid_to}
    code = place.code if place.code in current else place.successor
    for _ in after:
        code = code if code in current else after.get(code, "")
    return replace(place, successor=code)


def rows_of(province: Province, others: Iterable[Row]) -> list[Row]:
    """Return the rows of divisions.csv: the nation and its provinces, those other places, the province's own."""
    kept = list(others)
    taken = {_key(row[name]): row["code"] for row in kept for name in ("name", "short", "english")}
    senior = [place for place in province.parts if place.level == "city"]
    junior = [place for place in province.parts if place.level != "city"]
    with_counties = {place.parent for place in junior}
    cities = {place.code: place for place in senior}
    named = [*_named(senior, cities, taken), *_named(junior, cities, taken)]
    return [*kept, *(_row(place, province, with_counties) for place in named)]


def _row(place: Division, province: Province, with_counties: set[str]) -> Row:
    is_unit, is_ground = place.parent == province.whole.code, place.code not in with_counties
    levels = [*(["city", "unit"] if is_unit else []), *(["county"] if is_ground else [])]
    return dict.fromkeys(COLUMNS, "") | {
        "code": place.code, "levels": " ".join(levels), "name": place.name, "short": place.short,
        "english": place.english, "parent": place.parent,
    }  # fmt: skip


def _named(places: list[Division], cities: dict[str, Division], taken: dict[str, str]) -> Iterator[Division]:
    """Yield places of one rank, each with names of its own; adds these to those that are taken."""
    for column in ("name", "short", "english"):
        options = {
            place.code: list(dict.fromkeys(_options(place, column, cities.get(place.parent)))) for place in places
        }
        first = Counter(_key(names[0]) for names in options.values())
        for number, place in enumerate(places):
            names = options[place.code][1 if first[_key(options[place.code][0])] > 1 else 0 :]
            name = next(name for name in names if taken.get(_key(name), place.code) == place.code)
            taken[_key(name)] = place.code
            places[number] = replace(place, **{column: name})
    yield from places


def _options(place: Division, column: str, city: Division | None) -> Iterator[str]:
    """Yield what a place may be called, the usual first."""
    if column == "english":
        kind = KINDS.get(place.name[-1], "")
        plain = place.english if place.level == "city" else f"{place.english} {kind}".strip()
        yield from (plain, f"{place.english} {kind}".strip())
        yield f"{plain} ({city.english if city else place.code})"
    else:
        yield from ([place.name] if column == "name" else [place.short, place.name])
        yield f"{city.name if city else ''}{place.name}"
    yield f"{place.name} {place.code}"


def aliases_of(province: Province, rows: Iterable[Row], given: Iterable[Row]) -> list[Row]:
    """Return the rows of aliases.csv: those of other places, and what the province's own were called before."""
    placed = {row["code"] for row in rows}
    names = {_key(row[name]): row["code"] for row in rows for name in ("name", "short", "english")}
    short = [{"alias": f"全{province.whole.name[-1]}", "code": province.whole.code, "reason": ""}]
    short += [
        {"alias": f"{place.short}州", "code": place.code, "reason": ""}
        for place in province.units if place.name.endswith("自治州")
    ]  # fmt: skip
    before = [
        {"alias": name, "code": place.successor, "reason": ""}
        for place in province.former
        for name in (place.name, *([place.code] if place.code not in placed else []))
    ]
    other = [row for row in given if row["code"] in placed and not re.fullmatch(WHOLES, row["alias"])]
    # The first that has a name keeps it; of a name that stands in divisions.csv no alias is needed.
    made: dict[str, Row] = {}
    for row in [*other, *short, *before]:
        made.setdefault(_key(row["alias"]), row)
    return [row for key, row in made.items() if key not in names]


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def as_csv(columns: list[str], rows: Iterable[Row]) -> str:
    """Return rows as a CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def levels_above(rows: Iterable[Row], province: Division) -> list[Row]:
    """Return of divisions.csv the nation, its provinces, and cities of other provinces that tables name beside them."""
    above = [row for row in rows if {"nation", "province", "subprovincial"} & set(row["levels"].split())]
    return [row for row in above if row["code"][:2] != province.code[:2] or row["code"] in (NATION, province.code)]
