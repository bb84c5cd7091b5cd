"""What the figures of a grid are: observations, and an account of every cell that isn't blank."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ipanalytics.catalogue import indicators, nation
from ipanalytics.ingestion import audit, totals
from ipanalytics.ingestion.audit import NOTHING, Asked, Extraction, Figure
from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import blocks, context, headings, provinces, row_labels, structure, units, values
from ipanalytics.ingestion.tables.remarks import Remarks
from ipanalytics.ingestion.text import dates, normalise, numbers, publications, vocabulary
from ipanalytics.ingestion.text.places import Place
from ipanalytics.observations.checks import Failure
from ipanalytics.observations.comparison import UNREAD
from ipanalytics.observations.table import COLUMNS

UNITLESS = re.compile("[^(（/\\[【]*")
GIVE = "give it as --period 2023, or name the file by its yearbook's edition (中国城市统计年鉴2024)"
BASE = "the population of the table's rates, of a year that isn't said"


def interpret(grids: Iterable[Grid], *, source: str, status: str, asked: Asked = NOTHING) -> Extraction:
    """Return what all grids of a file hold.

    Parameters
    ----------
    grids
        From `readers.read`.
    source, status
        Written beside every observation.
    asked
        What is said of the file, and isn't in it.
    """
    asked = replace(asked, know=tuple(word for text in asked.know if (word := normalise.tidy(text))))
    observed: list[dict[str, object]] = []
    account: list[dict[str, str]] = []
    unread: list[list[str]] = []
    misfits: list[Failure] = []
    for grid in grids:
        figures, fates, apart = _grid(grid, asked, source)
        misfits += apart
        once = audit.once(grid, figures)
        observed += [row for figure in once if (row := audit.observation(grid, figure, source, status))]
        account += audit.audit(grid, once, fates)
        unread += audit.unread(grid, once)
    used = pd.DataFrame(observed, columns=COLUMNS)
    told = pd.DataFrame(account, columns=["file", "cell", "text", "fate", "reason"])
    return Extraction(used, told, pd.DataFrame(unread, columns=UNREAD), tuple(misfits))


def _grid(grid: Grid, asked: Asked, source: str) -> tuple[list[Figure], dict[tuple[int, int], str], list[Failure]]:
    figures: list[Figure] = []
    misfits: list[Failure] = []
    fates: dict[tuple[int, int], str] = {}
    found = structure.tables(grid)
    standing = provinces.standing(grid, found)
    for table in found:
        own = _Table(grid, table, asked, standing).figures()
        misfits += totals.misfits(grid, own, source)
        figures += own
        fates |= {(r, c): "header" for r in (*table.lines, *table.header) for c in range(len(grid.rows[r]))}
        fates |= {(r, c): "label" for r in table.rows for c in range(len(grid.rows[r]))}
        fates |= {(r, c): "header" for r in table.sections.values() for c in range(len(grid.rows[r]))}
    return figures, fates, misfits


@dataclass(frozen=True)
class _Meant:
    """What all words around a figure say, and the indicator that they make."""

    said: vocabulary.Meaning
    item: indicators.Indicator | None
    # What an edition of a yearbook says of it, and why it can't be told.
    note: str = ""
    unclear: str = ""


class _Table:
    """A table with all that its lines, headings and labels say, read once."""

    def __init__(self, grid: Grid, table: structure.Table, asked: Asked, standing: provinces.Standing) -> None:
        self.grid, self.table, self.asked = grid, table, asked
        self.meant: dict[tuple, _Meant] = {}
        self.scales: dict[tuple, tuple[str | None, float] | numbers.Fault] = {}
        self.context = context.read_context(grid, table, asked)
        self.heads = headings.read_headings(table, self.context, asked.know)
        self.labels = row_labels.read_labels(grid, table, self.context, standing)
        self.title, self.remarks = self._title(), Remarks(grid, table, asked.know)
        self.merges = {merge[:2]: merge for merge in grid.merges}
        self.over = row_labels.merged_texts(grid, (*table.header, *table.rows))
        self.sections = {row: self._section(row) for row in set(table.sections.values())}
        self.narrowed = {row: self._narrowed(row) for row in self.sections}
        self.has_places = any(head.place for head in self.heads.values())
        self.has_districts = any(
            "districts" in (h.said.get("role"), self.title.get("role")) for h in self.heads.values()
        )
        is_nationwide = self.has_districts or any(
            label.place and label.place.fate == "outside" for block in self.labels.values() for label in block.values()
        )
        self.means = nation.nationwide() if is_nationwide else {}
        self.has_rates = any("per" in head.said for head in self.heads.values())

    def _title(self) -> vocabulary.Meaning:
        """Return what the lines above say; 排名 or 目标 of a title is a column's where one is headed so."""
        heads = [head.said.get("role") for head in self.heads.values()]
        labels = [label.said.get("role") for block in self.labels.values() for label in block.values()]
        role = self.context.said.get("role")
        said = self.context.said
        return {key: value for key, value in said.items() if key != "role" or role not in (*heads, *labels)}

    def _narrowed(self, row: int) -> tuple[str, ...]:
        text = self._section_line(row)
        return () if context.is_note(text) else context.unknown(text, self.asked.know)

    def _section_line(self, row: int) -> str:
        return next(filter(str.strip, self.grid.rows[row]))

    def _section(self, row: int) -> row_labels.Label:
        text = self._section_line(row)
        if context.NOTE.match(text.strip()) or dates.ABOUT.search(text):
            return row_labels.Label(None)
        return row_labels.Label(None, context.meaning(text), row_labels.period(text, self.context))

    def figures(self) -> list[Figure]:
        """Return what became of every cell in a column of figures."""
        found = ((column, row) for column in self.table.columns for row in self.table.rows)
        return [self._figure(column, row) for column, row in found if self.grid.rows[row][column.index].strip()]

    def _figure(self, column: blocks.Column, row: int) -> Figure:
        number = numbers.read_number(self.grid.rows[row][column.index])
        at = (row, column.index)
        head, label = self.heads[column.index], self.labels[row_labels.key(column)][row]
        if isinstance(number, numbers.Number):
            return self._judged(at, number, column, head, label)
        # What it would have been is kept, for a comparison with another copy.
        would = self._judged(at, numbers.Number(0.0), column, head, label)
        unread = would if would.fate == "used" else Figure(*at, "left_out")
        if isinstance(number, numbers.Missing):
            return replace(unread, fate="missing", reason=f"a sign for no figure ({number.kind})")
        return replace(unread, fate="left_out", reason=number.reason if number else "text where a figure was expected")

    def _judged(
        self,
        at: tuple[int, int],
        number: numbers.Number,
        column: blocks.Column,
        head: headings.Head,
        label: row_labels.Label,
    ) -> Figure:
        above = self.table.sections.get(at[0], -1)
        section = self.sections.get(above, row_labels.Label(None))
        meant = self._meant(column.index, above, label.said)
        when, clash = self._when(head, label, section)
        place = label.place if label.place and label.place is not row_labels.NO_LABEL else head.place or label.place
        is_score = meant.item is not None and meant.item.unit == "分" and meant.said.get("role") == "score"
        is_base = self.has_rates and head.said.get("indicator") == "population"
        if beside := ("" if is_score else values.beside(meant.said, when)) or (BASE if is_base else ""):
            return Figure(*at, "check", beside)
        if number.unit == "%" and meant.item and meant.item.unit != "%":
            return Figure(*at, "check", values.BESIDE["share"])
        place = self.remarks.place(at[0], self._asked_for(place), self.context.area, is_rows=head.place is None)
        if place and place.reason:
            return self._aside(Figure(*at, place.fate, place.reason), number, column, meant, when)
        area = place.code if place else self.context.area if not self.has_places else ""
        area = self.means.get(area, area)
        if not area and self.has_places and head.said.get("type") == "total":
            return self._aside(Figure(*at, "check", totals.OVER), number, column, meant, when)
        if lacking := head.unknown or self._lacking(column, area, meant, when, above) or clash:
            return Figure(*at, "left_out", lacking)
        if meant.item and meant.item.id == publications.POPULATION and self._is_unsaid(at[0], column, area):
            return Figure(*at, "left_out", publications.UNSAID)
        if at in self.merges and (shared := row_labels.shared(self.grid, self.table, self.merges[at], self.over)):
            return Figure(*at, "left_out", shared)
        assumed = self.context.assumed if when is self.context.when else ""
        status, said = self.remarks.status(at[0], area, str(when.period) if when else "")
        notes = (place.correction if place else self.context.given, assumed, meant.note, said)
        found = Figure(*at, "used", "; ".join(filter(None, notes)), area, status=status)
        return self._used(found, number, column, meant, when)

    def _aside(
        self, total: Figure, number: numbers.Number, column: blocks.Column, meant: _Meant, when: dates.When | None
    ) -> Figure:
        """Return what a total is of, which is no observation but may be added up."""
        if total.fate != "check" or meant.item is None or when is None or not when.period:
            return total
        would = self._used(total, number, column, meant, when)
        return total if would.fate == "left_out" else replace(would, reason=total.reason)

    def _is_unsaid(self, row: int, column: blocks.Column, area: str) -> bool:
        """Say whether a place's people may be resident or registered ones: of provinces only residents are printed."""
        said = [*(self.grid.rows[row][c] for c in column.labels), *map(self._section_line, self.sections)]
        is_told = self.context.is_resident or self.context.edition is not None or any(map(context.is_resident, said))
        return not is_told and not area.endswith("0000")

    def _asked_for(self, place: Place | None) -> Place | None:
        """Return a place outside the project as one of its own where everywhere is asked for."""
        if place is None or place.fate != "outside" or not self.asked.everywhere:
            return place
        if len(place.elsewhere) == 1:
            return Place(place.elsewhere[0].code, correction=place.correction)
        return replace(place, fate="left_out")

    def _meant(self, index: int, section: int, label: vocabulary.Meaning) -> _Meant:
        """Return what title, section, heading and row say together; few rows of a column say anything new."""
        key = (index, section, tuple(label.items()))
        if key not in self.meant:
            above = self.sections.get(section, row_labels.Label(None))
            own = vocabulary.overlay(above.said, self.heads[index].said, label)
            # A count beside the rate that the title names.
            is_count = "measure" in own and "per" not in own
            # 完成数 under 目标任务完成情况 is no plan.
            dropped = {"per"} if is_count else set()
            dropped |= {"role"} if own.get("role") == "actual" else set()
            title = {key: value for key, value in self.title.items() if key not in dropped}
            said = vocabulary.overlay(title, above.said, self.heads[index].said, label)
            id_ = vocabulary.indicator(said)
            edition = publications.meant(
                id_ or "", self.context.edition, is_resident=self.context.is_resident, has_districts=self.has_districts
            )
            item = indicators.indicator(edition.id) if edition.id else None
            self.meant[key] = _Meant(said, item, edition.note, edition.unclear)
        return self.meant[key]

    def _when(
        self, head: headings.Head, label: row_labels.Label, section: row_labels.Label
    ) -> tuple[dates.When | None, str]:
        """Return the period of a figure, its row's, else its column's, else its table's, and what contradicts it."""
        completed = headings.completed(head, label.when) if label.when and label.when.period else None
        own = completed or label.in_year_of(head.when) or label.when or head.when or section.when
        if own is None:
            return self.context.when, self.context.conflict
        if own is label.when and label.when and head.when and head.when.period and label.when.period:
            return own, values.contradiction(label.when, head.when)
        return own, head.conflict if own is head.when else ""

    def _lacking(self, column: blocks.Column, area: str, meant: _Meant, when: dates.When | None, above: int) -> str:
        """Say what a figure lacks to be an observation."""
        heading = headings.shown(column.headings) or "(no heading)"
        if meant.unclear:
            return meant.unclear
        if not meant.item:
            return f"the heading {heading!r} names no known indicator"
        if narrowing := self.context.unknown or self.narrowed.get(above, ()):
            return _narrowing("title" if self.context.unknown else "section line", narrowing)
        if not area:
            return "neither the row nor the title names a place; give it as --area 宝鸡市"
        if when is not None and when.kind == dates.UNREAD:
            return f"a part of the year that parts_of_year.csv doesn't have, in the heading {heading!r} or in the row"
        if when is None or not when.period:
            return (
                self.context.conflict or f"no period is named above, in the heading {heading!r} or in the row; {GIVE}"
            )
        return ""

    def _used(
        self, found: Figure, number: numbers.Number, column: blocks.Column, meant: _Meant, when: dates.When | None
    ) -> Figure:
        if (item := meant.item) is None or when is None:
            return found
        scale = self._scale(found.row, number, column, meant)
        if isinstance(scale, numbers.Fault):
            return replace(found, fate="left_out", reason=scale.reason, area="")
        unit, factor = scale
        if unit == "%" != item.unit:
            return replace(found, fate="check", reason=values.BESIDE["share"], area="")
        period, value = values.stored(when, item, meant.said), units.scaled_up(number.value, factor)
        if reason := period.reason if isinstance(period, numbers.Fault) else values.impossible(value, item):
            return replace(found, fate="left_out", reason=reason, area="")
        return replace(found, indicator=item.id, period=str(period), value=value, part=meant.said.get("part", ""))

    def _scale(
        self, row: int, number: numbers.Number, column: blocks.Column, meant: _Meant
    ) -> tuple[str | None, float] | numbers.Fault:
        """Return a figure's unit and its factor, or why it has none."""
        cells_ = self.grid.rows[row]
        # A label's unit stands in brackets or after a stroke; other labels needn't be looked at one by one.
        beside = tuple(text for c in column.labels if not UNITLESS.fullmatch(text := cells_[c]))
        own = cells_[column.unit] if column.unit is not None else ""
        key = (column.index, number.unit, own, beside, id(meant))
        if key not in self.scales:
            heading = self.heads[column.index].unit
            self.scales[key] = units.scaled(
                number.unit, (own, beside), heading, self.context.units, meant.item, meant.said
            )
        return self.scales[key]


def _narrowing(where: str, what: Sequence[str]) -> str:
    options = " ".join(f"--know {word}" for word in what)
    return (
        f"the {where} speaks of {'、'.join(what)}, which no indicator counts; if it narrows nothing,"
        f" add it to data/catalogue/words.csv or read with {options}"
    )
