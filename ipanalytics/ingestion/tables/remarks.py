"""Remarks beside figures and below a table: with which other place figures are meant, and how final they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ipanalytics.catalogue import hierarchy
from ipanalytics.catalogue.places import name_of
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import context, structure
from ipanalytics.ingestion.text import normalise, places
from ipanalytics.ingestion.text.places import Place
from ipanalytics.observations.table import PUBLISHED

# 含杨凌, 不含韩城市; 含 of a place goes as far as its names do.
SAYS = re.compile(rf"({places.INCLUDING})(?:了|有|的是|:)*([^,，。;；:()]+)")
LEADING = re.compile(r"[(*※]*(?:(?:注|备注|说明|其中|该市|本市|数据|口径)[:：]?)*$")
AND = re.compile("以及|[、和及与]")
STATUSES = "data/catalogue/remark_statuses.csv"
# What sounds like a remark on how figures were made, and isn't in the list.
ON_FIGURES = re.compile("(?:数|数据|数值|[^数]值|统计|核算|核实|调整|修订|更正)$")
LONGEST, YEAR = 12, re.compile("20[0-9]{2}")
UNKNOWN = "so it changes nothing: data/catalogue/remark_statuses.csv has those that do"
MEANS = "say what the row stands for: 咸阳市（含杨凌） in the table, or --means 咸阳=610400+610403 where it is added"


class Remarks:
    """What the remarks of a table say of its places, by row and for the whole table."""

    def __init__(self, grid: Grid, table: structure.Table, know: Sequence[str]) -> None:
        used = {c for column in table.columns for c in (column.index, *column.labels, *column.dates)}
        used |= {c for column in table.columns for c in (column.english, column.code, column.unit) if c is not None}
        free = [c for c in range(max(map(len, grid.rows), default=0)) if c not in used]
        self.know = know
        self.beside = {row: self._texts(grid.rows[row][c] for c in free if c < len(grid.rows[row]))
                       for row in table.rows}  # fmt: skip
        # 2023年(快报) says so of its figures itself.
        labels = {c for column in table.columns for c in (*column.labels, *column.dates)}
        self.own = {row: next(filter(_status, (grid.rows[row][c] for c in labels)), "") for row in table.rows}
        around = (*grid.above, *(text for row in (*table.lines, *table.notes) for text in grid.rows[row]), *grid.below)
        self.everywhere = tuple(text for text in self._texts(around) if SAYS.search(text))
        stated = {text: _status(text) for text in self._texts((grid.name, *around))}
        self.stated = {text: status for text, status in stated.items() if status}

    def _texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        plain = (normalise.tidy(text) for text in texts if text.strip())
        return tuple(text for text in plain if not any(word in text for word in self.know))

    def place(self, row: int, place: Place | None, area: str, *, is_rows: bool) -> Place | None:
        """Return which place the figures of a row are of, as remarks say; one that can't be told has a reason.

        Parameters
        ----------
        place
            What labels and headings name; None where only the title names a place.
        area
            The title's.
        is_rows
            Whether the place is the row's.
        """
        beside = self.beside.get(row, ())
        named = place or (Place(area) if area else None)
        if not (beside or self.everywhere) or named is None or named.reason or named.elsewhere or not named.code:
            return place
        if narrowing := next(filter(None, map(_narrowing, beside)), ""):
            return Place(reason=narrowing, fate="left_out")
        told = {text: _told(text, named.code) for text in self.everywhere}
        # Beside a row of many places it is of those only that it fits.
        told |= {text: code if is_rows else code or None for text in beside for code in [_beside(text, named.code)]}
        said = {text: code for text, code in told.items() if code is not None and code != named.code}
        return _as_said(named, said) if said else place

    def status(self, row: int, area: str, period: str) -> tuple[str, str]:
        """Return how final remarks call the figures of a row, "" where none does, and what is to be said of it."""
        for text in (*self.beside.get(row, ()), self.own.get(row, "")):
            if status := _status(text):
                return status, f"the status {status}, after {text!r}"
        for text, status in self.stated.items():
            years, place = YEAR.findall(text), _whose(text)
            if place in ("", area) and (not years or any(year in period for year in years)):
                return status, f"the status {status}, after {text!r}"
        strange = [text for text in self.beside.get(row, ()) if len(text) <= LONGEST and ON_FIGURES.search(text)]
        return "", f"the remark {strange[0]!r} isn't understood, {UNKNOWN}" if strange else ""


@cached_for_project(STATUSES, most=20_000)
def _status(text: str) -> str:
    """Return the status that a remark names: one that says both is as cautious as can be.

    Examples
    --------
    >>> _status("快报数"), _status("初步数,以最终数为准"), _status("最终数"), _status("含杨凌")
    ('provisional', 'provisional', 'final', '')
    """
    said = {status for word, status in _statuses().items() if word in text.casefold()}
    return next((status for status in ("provisional", "final") if status in said), "")


@cached_for_project(STATUSES)
def _statuses() -> dict[str, str]:
    path = project.data("catalogue", "remark_statuses.csv")
    rows = files.read_rows(path, ["word", "status"], CatalogueError)
    if wrong := [f"line {n}: {row}" for n, row in rows.items() if not row["word"] or row["status"] not in PUBLISHED]:
        raise CatalogueError(listed(f"{path.name}: expected a word and one of {', '.join(PUBLISHED)}:", wrong))
    return {row["word"]: row["status"] for row in rows.values()}


def _whose(text: str) -> str:
    """Return the place whose figures a remark on the whole table calls something: 榆林市为初步数."""
    starts = [text.find(word) for word in _statuses() if word in text.casefold()]
    return _subject(re.sub("(?:为|是|系)$", "", text[: min(starts)]))


def _as_said(place: Place, said: dict[str, str]) -> Place:
    """Return a place as remarks have it, where they make one other place of it."""
    shown, name, codes = "、".join(map(repr, said)), name_of(place.code, short=True), set(said.values())
    if len(codes) == 1 and (code := codes.pop()) and place.code not in hierarchy.composites():
        note = f"{name!r} read as {name_of(code, short=True)}, after {shown}"
        return replace(place, code=code, correction="; ".join(filter(None, (place.correction, note))))
    return Place(reason=f"the remark {shown} makes another place of {name}; {MEANS}", fate="left_out")


def _narrowing(text: str) -> str:
    """Say which words of a remark beside a row narrow, or widen, what its figures count; "" where none does.

    Examples
    --------
    >>> [_narrowing(text) for text in ("含杨凌", "初步数", "比上年多100件", "比重含义见附录")]
    ['', '', '', '']
    >>> print(_narrowing("不含个人"))
    the remark '不含个人' narrows or widens what is counted; if it doesn't, read with --know 不含个人
    """
    others = [
        f"{match[1]}{match[2]}" for match in SAYS.finditer(text)
        if (match[1].startswith(places.WITHOUT) or LEADING.fullmatch(text[: match.start()]))
        and not any(map(_is_place, AND.split(match[2])))
    ]  # fmt: skip
    if words := (*others, *context.noted(text)):
        return f"the remark {text!r} narrows or widens what is counted; if it doesn't, read with --know {words[0]}"
    return ""


def _is_place(name: str) -> bool:
    return bool(places.named_code(name) or places.resolve(name))


def _beside(text: str, code: str) -> str | None:
    """Return the place that a remark in a place's own row makes of it; "" where that is none, None where it says none.

    Examples
    --------
    >>> _beside("含杨凌", "610400"), _beside("含陇县", "610300"), _beside("不含陇县", "610300")
    ('610400+610403', '610300', '')
    >>> _beside("不含韩城市", "610500"), _beside("渭南含韩城", "610800"), _beside("含税", "610100")
    ('610500', None, None)
    """
    base = hierarchy.parts_of(code)[0]
    name = normalise.tidy(name_of(base))
    codes = {places.named_code(f"{name}({mark}{part})") for mark, part in _parts(text, base)}
    others = codes - {base}
    return None if not codes else base if not others else others.pop() if len(others) == 1 else ""


def _parts(text: str, code: str) -> list[tuple[str, str]]:
    """Return the places that a remark adds to a place or takes from it, each with the word that does."""
    found = [match for match in SAYS.finditer(text) if _subject(text[: match.start()]) in ("", code)]
    return [(match[1], name) for match in found for name in AND.split(match[2]) if _is_place(name)]


def _subject(before: str) -> str:
    """Return the place that the words before 含 end in: 注:咸阳市数据 is of 咸阳市; "" where they end in none."""
    last = re.split("[,，。;；:、()*※ ]", before)[-1]
    return places.named_code(re.sub("(?:的|数据|数字|指标|数|均|已|都|中|也)*$", "", last))


def _told(text: str, code: str) -> str | None:
    """Return the place that a remark on the whole table makes of a place: 咸阳含杨凌, 渭南市数据不含韩城市.

    Examples
    --------
    >>> _told("注:咸阳市数据含杨凌,渭南含韩城。", "610400"), _told("注:咸阳含杨凌", "610800")
    ('610400+610403', None)
    """
    first = hierarchy.parts_of(code)[0]
    named = [match for match in SAYS.finditer(text) if _subject(text[: match.start()]) == first]
    return _beside(text, code) if named else None
