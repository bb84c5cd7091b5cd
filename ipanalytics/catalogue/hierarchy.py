"""What lies in what: members and ancestors of places, parts of whole cities, places that share ground."""

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING

from ipanalytics.catalogue import nation, places
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.project import cached_for_project

if TYPE_CHECKING:
    import pandas as pd


def region_of(code: str) -> str:
    """Return the region of a place, or a region itself; the province where it lies in no region."""
    upward = [code, *ancestors(code)]
    return _first(upward, "region" if set(upward) & set(places.codes("region")) else "province")


def unit_of(county: str) -> str:
    """Return the unit that a county lies in."""
    return _first([county, *ancestors(county)], "unit")


def _first(upward: list[str], level: str) -> str:
    for code in upward:
        if level in places.row_of(code)["levels"].split():
            return code
    msg = f"{upward[0]} lies in no {level}"
    raise CatalogueError(msg)


def ancestors(code: str) -> list[str]:
    """Return parent, grandparent … up to the nation."""
    upward = []
    while code := places.row_of(code)["parent"]:
        upward.append(code)
    return upward


def members(code: str, level: str = "unit") -> list[str]:
    """Return the places of a level inside a place, itself included where it has the level."""
    return list(_members(code, level))


@cached_for_project(*places.FILES, most=512)
def _members(code: str, level: str) -> tuple[str, ...]:
    whole = set(parts_of(code))
    return tuple(
        inner for inner in places.codes(level) if all(whole & {part, *ancestors(part)} for part in parts_of(inner))
    )


def membership(level: str) -> "pd.Series":
    """Return the code at a level for each county in force (index `county`); regions of those that lie in one."""
    import pandas as pd

    above = _above(level)
    return pd.Series(above.values(), index=pd.Index(above, name="county"), name=level)


def _above(level: str) -> dict[str, str]:
    """Return the code at a level for each county in force."""
    upper = {part: city for city in places.codes("city") for part in parts_of(city)} if level == "city" else {}
    counties = places.codes("county")
    if level == "region":
        inside = {county: region_of(county) for county in counties}
        return {county: region for county, region in inside.items() if region != places.province()}
    return {
        county: _first([upper.get(code, code) for code in [county, *ancestors(county)]], level) for county in counties
    }


def parts_of(code: str) -> list[str]:
    """Return the units that a composite place consists of, else the place itself, one outside the project too."""
    if not places.is_place(code) and nation.division(code):
        return [code]
    return places.row_of(code)["parts"].split() or [code]


def composites() -> list[str]:
    """Return the places that are written with a plus sign."""
    return [code for code, row in places.register().rows.items() if row["parts"]]


def overlaps(areas: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of places that share ground, as 610581 and `610500+610581` do."""
    return [(a, b) for a, b in combinations(areas, 2) if _shares_ground(a, b)]


def _shares_ground(first: str, second: str) -> bool:
    pairs = [(a, b) for a in parts_of(first) for b in parts_of(second)]
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
    ipanalytics.core.errors.CatalogueError: these places share ground and can't be added:
      610500+610581 and 610581
    """
    if pairs := [f"{a} and {b}" for a, b in overlaps(areas)]:
        raise CatalogueError(listed("these places share ground and can't be added:", pairs))


def smallest(codes: Iterable[str]) -> set[str]:
    """Return the places in which none of the others lies; the nation, in which all do, isn't one of them."""
    candidates = {*codes} - {"", places.NATION}
    return {code for code in candidates if not any(other != code and is_inside(other, code) for other in candidates)}


def finest(codes: Iterable[str]) -> str:
    """Return the place that lies in all the others, else ""."""
    candidates = set(codes)
    return next((code for code in candidates if all(is_inside(code, other) for other in candidates)), "")


@cached_for_project(*places.FILES, most=20_000)
def is_inside(inner: str, outer: str) -> bool:
    """Say whether a place lies in another; 韩城 lies in 渭南 too, as a city contains both.

    Examples
    --------
    >>> is_inside("610581", "610500"), is_inside("610523", "610581"), is_inside("610500", "610581")
    (True, False, False)
    """
    city = _cities().get(inner, "")
    wider = {part for part in parts_of(city) if part not in _cities()} if city else set()
    return outer in {inner, city, *wider, *ancestors(inner)}


@cached_for_project(*places.FILES)
def _cities() -> dict[str, str]:
    return _above("city")


def chain_of(code: str, level: str) -> str:
    """Return the place of a level that a place lies in, or ""."""
    at_level = set(places.codes(level))
    return next((place for place in [code, *ancestors(code)] if place in at_level), "") if code else ""
