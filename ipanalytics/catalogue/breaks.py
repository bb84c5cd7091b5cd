"""Breaks in the way of counting: data/catalogue/breaks.csv. No change is computed across one.

A row with an indicator and no area holds for all places; one with an area and no indicator for all that is counted
there. Without a year it is only told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.i18n import say, sentences

COLUMNS = ["indicator", "area", "from", "reason"]


@dataclass(frozen=True)
class Break:
    """One row: from which year on an indicator, or a place, is counted in another way, and in which; 0: no year."""

    indicator: str
    area: str
    year: int
    reason: str


@project.cached_for_project("data/catalogue/breaks.csv", *indicators.FILES, *places.FILES)
def breaks() -> tuple[Break, ...]:
    """Return all breaks, in the order of the file; none where it isn't there.

    Raises
    ------
    CatalogueError
        Lists rows with an unknown indicator or area, a year that is none, no reason, neither indicator nor area.
    """
    path = project.data("catalogue", "breaks.csv")
    if not path.is_file():
        return ()
    table = files.read_csv(path, COLUMNS, CatalogueError)
    is_sound = table["indicator"].isin([*indicators.indicators(), ""]) & table["from"].str.fullmatch(r"(\d{4})?")
    is_sound &= table["area"].map(lambda area: not area or places.is_place(area)) & table["reason"].ne("")
    wrong = ~is_sound | (table["indicator"].eq("") & table["area"].eq("")) | table.duplicated(COLUMNS[:3], keep=False)
    if wrong.any():
        lines = [f"line {row.Index}: {', '.join(row[1:])}" for row in table[wrong].itertuples()]
        expected = "expected an indicator or an area or both, a year or nothing, a reason, each once"
        raise CatalogueError(listed(f"{path.name}: {expected}:", lines))
    return tuple(Break(row[1], row[2], int(row[3] or 0), row[4]) for row in table.itertuples())


def is_comparable(indicator: str, first: str, last: str, area: str = "") -> bool:
    """Say whether two years of an indicator were counted in the same way; a rate follows what it is made of.

    Examples
    --------
    >>> is_comparable("patent_applications", "2016", "2017"), is_comparable("patent_applications", "2017", "2023")
    (False, True)
    >>> [is_comparable("population", "2020", "2021", area) for area in ("610100", "610300", "guanzhong")]
    [False, True, True]
    """
    return not any(int(first) < each.year <= int(last) for each in _of(indicator, area))


def note(indicator: str, area: str = "") -> str:
    """Return what a reader of a series has to know of its breaks; "" where there is none."""
    return sentences(*(say(reason) for reason in dict.fromkeys(each.reason for each in _of(indicator, area))))


def _of(indicator: str, area: str) -> Iterator[Break]:
    item = indicators.indicator(indicator)
    parts = {item.id, item.numerator, item.denominator}
    ground = {area, *hierarchy.parts_of(area)} if area else set()
    for each in breaks():
        if each.indicator in ("", *parts) and (not each.area or each.area in ground):
            yield each
