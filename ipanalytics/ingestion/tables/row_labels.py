"""The labels of a table's rows: each row's place, what else it says, and its period."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ipanalytics.catalogue.places import province
from ipanalytics.core import periods
from ipanalytics.ingestion.readers.grid import Grid, Merge
from ipanalytics.ingestion.tables import blocks, provinces, structure
from ipanalytics.ingestion.tables.context import Context
from ipanalytics.ingestion.text import dates, elsewhere, normalise, places, vocabulary
from ipanalytics.ingestion.text.places import Place

ENOUGH, MOST_NAMED = 0.5, 10
SPECIAL = ("measure", "indicator")
NO_LABEL = Place(reason="the row has no label", fate="left_out")
Test = Callable[[str], bool]
Key = tuple[tuple[int, ...], int | None, int | None, tuple[int, ...]]


@dataclass(frozen=True)
class Label:
    """What the labels of a row say; without a place it is for the headings or the title to name one."""

    place: Place | None
    said: vocabulary.Meaning = field(default_factory=dict)
    when: dates.When | None = None
    # Labels of months and quarters, whose year a heading may have.
    parts: tuple[str, ...] = ()

    def in_year_of(self, head: dates.When | None) -> dates.When | None:
        """Return the month of the row in the year of the heading: 1月 under 2021年."""
        year = int(str(head.period)) if head and head.kind == "whole" and dates.is_year(str(head.period)) else None
        return next((found for text in self.parts if year and (found := dates.period(text, year=year))), None)


def key(column: blocks.Column) -> Key:
    """Return what columns share that have the same labels."""
    return column.labels, column.english, column.code, column.dates


def read_labels(
    grid: Grid, table: structure.Table, context: Context, standing: provinces.Standing
) -> dict[Key, dict[int, Label]]:
    """Return the labels of every row, for each set of label columns.

    Parameters
    ----------
    standing
        From `provinces.standing`.
    """
    over = merged_texts(grid, table.rows)
    keys = dict.fromkeys(map(key, table.columns))
    return {one: dict(_Block(grid, table, context, one, over, standing).labels()) for one in keys}


def merged_texts(grid: Grid, rows: Sequence[int]) -> dict[tuple[int, int], str]:
    """Return the text of each blank cell that is merged with one above or before it."""
    wanted = range(rows[0], rows[-1] + 1) if rows else range(0)
    return {
        (row, column): grid.rows[top][left]
        for top, left, bottom, right in grid.merges
        for row in range(max(top, wanted.start), min(bottom + 1, wanted.stop))
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


class _Block:
    """Label columns read from top to bottom; what stands further up holds for rows that name no place."""

    def __init__(  # noqa: PLR0913
        self,
        grid: Grid,
        table: structure.Table,
        context: Context,
        columns: Key,
        over: dict[tuple[int, int], str],
        standing: provinces.Standing,
    ) -> None:
        self.grid, self.table, self.context, self.over, self.standing = grid, table, context, over, standing
        self.columns, self.english, self.code, self.dates = columns
        self.parts = {c: part for c in self.dates if (part := self._part(c))}
        self.kinds = self._kind_columns()
        self.has_places = any(self._share(c, _is_division) for c in self.columns)
        self.owner: Place | None = None
        self.base: vocabulary.Meaning = {}
        self.year = periods.parse(context.when.period).end.year if context.when and context.when.period else None
        self.home = elsewhere.province_of(context.area) or self._shared_province()

    def _shared_province(self) -> str:
        """Return the one province of all labels that are one place's only, where the title names none."""
        texts = {self.grid.rows[row][c] for row in self.table.rows for c in self.columns}
        found = [places.settled(place, province="", year=self.year) for text in texts if (place := self._resolve(text))]
        codes = {one.code or one.elsewhere[0].code for one in found if one.is_division}
        shared = {elsewhere.province_of(code) for code in codes if not code.endswith("0000")} - {""}
        return shared.pop() if len(shared) == 1 else ""

    def _kind_columns(self) -> set[int]:
        """Return the columns of types beside one of places: 合计 in them is all types."""
        named = {c for c in self.columns if self._share(c, lambda text: places.resolve(text) is not None) > ENOUGH}
        return {c for c in self.columns if c not in named and named and self._share(c, _is_kind) > ENOUGH}

    def _part(self, column: int) -> str:
        """Return what a bare number counts under the heading of a column of periods: 1 under 月份 is 1月."""
        headings = "".join(normalise.tidy(self.grid.rows[row][column]) for row in self.table.header)
        return next((part for part in ("月", "季") if part in headings), "")

    def _share(self, column: int, test: Test) -> float:
        texts = [text for row in self.table.rows if (text := self.grid.rows[row][column]).strip()]
        return sum(map(test, texts)) / len(texts) if texts else 0.0

    def labels(self) -> Iterable[tuple[int, Label]]:
        """Yield each row with its label."""
        section: int | None = None
        for row in self.table.rows:
            if self.table.sections.get(row) != section:
                section = self.table.sections.get(row)
                self.owner, self.base = self._heading_place(section), {}
            yield row, self._label(row)

    def _heading_place(self, section: int | None) -> Place | None:
        text = next(filter(str.strip, self.grid.rows[section]), "") if section is not None else ""
        place = self._resolve(text)
        return self._settled(place, section, [(0, text)]) if place and section is not None else place

    def _label(self, row: int) -> Label:
        texts = [(c, text) for c in self.columns if (text := self._text(row, c)).strip()]
        place, kinds = self._place(row, texts)
        dated = [text for c, text in texts if c in self.dates and text in kinds]
        when = self._when(kinds, dated)
        said = vocabulary.overlay(*(vocabulary.heading(text) for text in kinds))
        if place is None and kinds:
            place, said = self._inherited(said)
        elif place is None:
            place = NO_LABEL
        else:
            place = self._settled(place, row, texts)
            self.owner, self.base = place, {}
        parts = tuple(text for text in dated if not dates.period(text))
        return Label(place, said, when, parts)

    def _text(self, row: int, column: int) -> str:
        own = self.grid.rows[row][column]
        text = own if own.strip() else self.over.get((row, column), "")
        is_bare = column in self.parts and blocks.MONTH_NUMBER.fullmatch(normalise.tidy(text))
        return f"{text}{self.parts[column]}" if is_bare else text

    def _when(self, kinds: Sequence[str], dated: Sequence[str]) -> dates.When | None:
        """Return the period that a row's labels name together, 1月 beside 2022; unread where a dated one isn't."""
        own = {text: dates.period(text) for text in kinds}
        years = {text: str(when.period) for text, when in own.items() if when and dates.is_year(str(when.period))}
        year = int(next(iter(years.values()))) if len(years) == 1 else None
        found = {text: dates.period(text, year=year) if year else period(text, self.context) for text in kinds}
        if any(found[text] is None for text in dated):
            return dates.When(None, dates.UNREAD)
        closer = [when for text, when in found.items() if when and text not in years]
        return next(iter(closer or filter(None, found.values())), None)

    def _place(self, row: int, texts: list[tuple[int, str]]) -> tuple[Place | None, list[str]]:
        """Return the place of a row, the last that its labels name, and the texts that name none."""
        kinds: list[str] = []
        total: Place | None = None
        english = self.grid.rows[row][self.english] if self.english is not None else ""
        code = normalise.tidy(self.grid.rows[row][self.code]) if self.code is not None else ""
        for column, text in reversed(texts):
            beside = "" if english == text else english
            place = self._resolve(text, *(("", "") if kinds or total else (beside, code)))
            is_whole = place is not None and not place.is_division and _is_total(text)
            if (column in self.kinds and (is_whole or place is None)) or (column in self.dates and not is_whole):
                kinds.append(text)
            elif is_whole:
                total = total or place
            elif place is None and (_is_kind(text) or period(text, self.context)):
                kinds.append(text)
            elif total is None or (place and place.is_division):
                return place or Place(
                    reason=f"{normalise.tidy(text)!r} is not a known place or indicator", fate="left_out"
                ), kinds
        if total is None and not kinds and (english.strip() or code):
            return self._resolve("", english, code), kinds
        return total, kinds

    def _resolve(self, text: str, english: str = "", code: str = "") -> Place | None:
        if own := places.own(text, self.context.area):
            return Place(own)
        if code == "" and places.is_ambiguous(text, self.context.area):
            return Place(reason=f"{normalise.tidy(text)!r} is a province and a city of it", fate="left_out")
        return places.resolve(text, english, code)

    def _inherited(self, said: vocabulary.Meaning) -> tuple[Place | None, vocabulary.Meaning]:
        """Return whose row it is that names no place: of the place above, or of what the title names."""
        if any(part in said for part in SPECIAL):
            self.base = said
            self.owner = self.owner if self.has_places else None
        elif ("type" in said or "object" in said) and vocabulary.share_object(self.base, said):
            said = vocabulary.overlay(self.base, said)
        return self.owner, said

    def _is_among_cities(self, row: int) -> bool:
        """Say whether the row before is a city of the province that a row may name: 长春 above 吉林."""
        before = self.grid.rows[row - 1] if row else ()
        above = self.standing.get((row, self.columns[0]), "")
        return any(_is_city_of(places.resolve(before[c]), above) for c in self.columns if c < len(before))

    def _settled(self, place: Place, row: int, texts: list[tuple[int, str]]) -> Place:
        """Return which of the places of a name a row means; a county of the project isn't under another province."""
        above = self.standing.get((row, self.columns[0]), "") if self.columns else ""
        if texts and above == place.code and places.is_ambiguous(texts[-1][1], above) and self._is_among_cities(row):
            return Place(reason=f"{normalise.tidy(texts[-1][1])!r} is a province and a city of it", fate="left_out")
        one = places.settled(place, province=above or self.home, year=self.year)
        if above not in ("", province()) and places.is_county(one.code):
            name = normalise.tidy(texts[-1][1]) if texts else one.code
            reason = f"{name!r} is known in the province, but stands under a place outside it"
            return Place(reason=reason, fate="left_out")
        return one


def _is_city_of(place: Place | None, province: str) -> bool:
    if place is None or place.code == province:
        return False
    cities = {one.province for one in place.elsewhere if one.level == "city"}
    return province in cities or (place.code != "" and elsewhere.province_of(place.code) == province)


def period(text: str, context: Context) -> dates.When | None:
    """Return the period that a label or a section line names, of the year of the lines above: 上半年."""
    stated = context.when
    above = periods.parse(stated.period) if stated and stated.period else None
    return dates.period(text, year=above.end.year if above and above.start.year == above.end.year else None)


def _is_division(text: str) -> bool:
    place = places.resolve(text)
    return place is not None and place.is_division


def _is_total(text: str) -> bool:
    return vocabulary.meaning(text).get("type") == "total" and not vocabulary.unknown(text, has_period=False)


def _is_kind(text: str) -> bool:
    """Say whether a label is understood as a type, a measure or an indicator."""
    said = vocabulary.heading(text)
    return bool(said.keys() - {"role"}) and not vocabulary.unknown(text, has_period=False)


def shared(grid: Grid, table: structure.Table, merge: Merge, over: Mapping[tuple[int, int], str]) -> str:
    """Say of which places or things a figure in merged cells would be; one with one label and one heading is of one.

    Parameters
    ----------
    over
        From `merged_texts`, of headings and rows.
    """
    top, left, bottom, right = merge

    def text(row: int, column: int) -> str:
        return normalise.tidy(grid.rows[row][column] or over.get((row, column), ""))

    labels = sorted({c for figures in table.columns for c in figures.labels})
    beside = [" ".join(text(row, c) for c in labels).strip() for row in range(top, bottom + 1)]
    above = [" ".join(text(row, c) for row in table.header).strip() for c in range(left, right + 1)]
    for texts in (beside, above):
        if len(names := list(dict.fromkeys(filter(None, texts)))) > 1:
            return f"one figure for {' and '.join(names[:MOST_NAMED])} together"
    return ""
