"""Every province, city and county of the country by name: what tables of other places speak of.

data/divisions/nation.csv has them with the years of their codes; a project without it knows its own places only.
Places that reports are made of stand in divisions.csv, and `places` knows those.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError

FILE, NATIONWIDE = "data/divisions/nation.csv", "data/divisions/nationwide.csv"
COLUMNS = ["code", "level", "name", "short", "english", "parent", "valid_from", "valid_to", "successor"]


@dataclass(frozen=True)
class Division:
    """A place under one code and name; from the first year at whose end it was so, to the first at which it wasn't."""

    code: str
    level: str
    name: str
    short: str
    english: str
    parent: str
    valid_from: str
    valid_to: str
    successor: str

    @property
    def province(self) -> str:
        """The code of the province that it lies in."""
        return f"{self.code[:2]}0000"

    def in_force(self, year: int | None) -> bool:
        """Say whether it was so at the end of a year, by default today."""
        if year is None:
            return not self.valid_to
        return int(self.valid_from or 0) <= year and (not self.valid_to or year < int(self.valid_to))


@dataclass(frozen=True)
class _Nation:
    by_name: dict[str, tuple[Division, ...]]
    by_english: dict[str, tuple[Division, ...]]
    by_code: dict[str, Division]


@project.cached_for_project(FILE)
def _nation() -> _Nation:
    path = project.data("divisions") / "nation.csv"
    if not path.is_file():
        return _Nation({}, {}, {})
    rows = [Division(*row.values()) for row in files.read_rows(path, COLUMNS, CatalogueError).values()]
    by_name: dict[str, list[Division]] = {}
    by_english: dict[str, list[Division]] = {}
    for row in rows:
        for name in _names(row):
            by_name.setdefault(name, []).append(row)
        by_english.setdefault(folded(row.english), []).append(row)
    return _Nation(_frozen(by_name), _frozen(by_english), {row.code: row for row in rows})


def _frozen(index: dict[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {name: tuple(rows) for name, rows in index.items()}


def _names(row: Division) -> list[str]:
    """Return what a place is called: a city without 市 too, and 恩施州 for 恩施土家族苗族自治州."""
    if row.level != "city":
        return [row.name]
    return list(dict.fromkeys((row.name, row.short, *([f"{row.short}州"] if row.name.endswith("自治州") else []))))


def folded(english: str) -> str:
    """Return an English name as it is compared: Xi'an and Xian, Xigazê and Xigaze are one."""
    plain = unicodedata.normalize("NFKD", english)
    return re.sub(r"[^a-z]", "", plain.casefold())


def named(name: str) -> tuple[Division, ...]:
    """Return the places of a name in Chinese, letter for letter; of cities the short name too.

    Examples
    --------
    >>> [place.code for place in named("西安区")], [place.code for place in named("泰州")]
    (['220403', '231005'], ['321200'])
    """
    return _nation().by_name.get(name, ())


def called(english: str) -> tuple[Division, ...]:
    """Return the places of a name in English: Yulin is 榆林 and 玉林 and several counties.

    Examples
    --------
    >>> {place.name for place in called("Yulin") if place.level == "city"} == {"榆林市", "玉林市"}
    True
    """
    return _nation().by_english.get(folded(english), ()) if english else ()


def division(code: str) -> Division | None:
    """Return the place of a code, the one that had it last."""
    return _nation().by_code.get(code)


@project.cached_for_project(NATIONWIDE)
def nationwide() -> dict[str, str]:
    """Return what a table of the country's cities means by the project's places: 渭南市 with 韩城, no unit."""
    path = project.data("divisions") / "nationwide.csv"
    if not path.is_file():
        return {}
    rows = files.read_rows(path, ["code", "means", "reason"], CatalogueError)
    return {row["code"]: row["means"] for row in rows.values()}


def narrowed(options: Iterable[Division], *, province: str = "", year: int | None = None) -> tuple[Division, ...]:
    """Keep the places of a province and of a year, where any is of them.

    Examples
    --------
    >>> [one.code for one in narrowed(named("西安区"), province="230000")]
    ['231005']
    >>> [one.code for one in narrowed(named("吐鲁番市"), year=2014)]
    ['652101']
    """
    kept = tuple(options)
    kept = tuple(one for one in kept if one.province == province) or kept
    return tuple(one for one in kept if one.in_force(year)) or kept
