"""What a notebook cell shows: a finding, its chart, its data as a table, its sources.

An exhibit knows the observations that it was drawn from. Its source line and the word 演示数据 come from them, so
nobody has to remember either.

Each thing shown is a part of JSON types, which the notebook keeps; a page, a Word file or JupyterLab write it as they
need. A text in a part is a string, or a dict with its `text` and what is special about it: `light` and `status`,
`href`, `refs`, `id`, `time`, `bold`, `cited`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

import ipanalytics as ip
from ipanalytics.catalogue import indicators, sources
from ipanalytics.report import citations, formatting, markup, style
from ipanalytics.report.markup import Drawing, Part, filters_of, joined, light_of, table_part, where_cited

PLOTLY = "application/vnd.plotly.v1+json"
EXHIBIT = "application/vnd.ipanalytics.exhibit+json"
MOST_INDICATORS = 4


@dataclass(frozen=True)
class Exhibit:
    """A chart, a map or a table, with all that a reader needs to trust it.

    `table` holds text as printed; `evidence` holds the observations behind it; `figure` is a plotly figure, `panels`
    are small ones side by side, `drawing` is one by a template; without any of them the table is all there is. A table
    that names the source in each row has no source line. `more` are further tables under the same fold, `status` is the
    light before the title, `anchor` the id that links lead to, `short` its name in the contents. `links` are addresses
    by the text of a cell; `cited` says by column where the figures of `table` stand, a text a row. A `folded` one is a
    line that opens; `lists` are the publications that it is the list of. `facets` are what rows of `table` can be
    chosen by, see `markup.FACETS`, a text a row; `strips` are the months of a row's status, as label and status;
    `explained` are the cards of the rows' indicators, see `sections.lights.cards`; `months` is what of all this was
    another at earlier months' ends, see `sections.months`.
    """

    title: str
    table: pd.DataFrame
    evidence: pd.DataFrame
    figure: Any | None = None
    note: str = ""
    has_source_line: bool = True
    panels: tuple[Any, ...] = ()
    drawing: Drawing | None = None
    more: tuple[pd.DataFrame, ...] = ()
    status: str = ""
    anchor: str = ""
    short: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, Sequence[str]] = field(default_factory=dict)
    folded: bool = False
    # Open on paper all the same.
    printed: bool = False
    lists: tuple[str, ...] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    strips: Sequence[Sequence[tuple[str, str]]] = ()
    explained: Sequence[Part] = ()
    months: Part = field(default_factory=dict)

    @property
    def is_synthetic(self) -> bool:
        """Whether a synthetic figure went into this."""
        return "synthetic" in set(self.evidence["status"])

    @property
    def is_drawn(self) -> bool:
        """Whether more than a table is shown."""
        return bool(self.figure is not None or self.panels or self.drawing)

    def drawn(self) -> list[Part]:
        """Return the figure and the panels in JSON types; those of synthetic figures say so."""
        figures = [figure for figure in (self.figure, *self.panels) if figure is not None]
        return [style.plain(figure, is_synthetic=self.is_synthetic) for figure in figures]

    def save(self, path: str | Path) -> Path:
        """Write a page that needs no network (.html), a picture (.png), or the data (.csv, .xlsx); see `ip.save`."""
        return ip.save(self, path)

    def to_csv(self, path: str | Path = "") -> str:
        """Return the data as text, or write it for a spreadsheet, with the mark by which one knows UTF-8."""
        return ip.to_csv(self, path)

    def __repr__(self) -> str:
        """Say in a line what this shows."""
        return f"Exhibit: {self.title}{f' {formatting.synthetic()}' if self.is_synthetic else ''}"

    def part(self) -> Part:
        """Return all but the figures in JSON types."""
        own = [] if self.table.empty else [self._table()]
        return {
            "kind": "exhibit",
            "title": self.title,
            "mark": formatting.synthetic() if self.is_synthetic else "",
            "light": light_of(self.status) if self.status else None,
            "anchor": self.anchor,
            "short": self.short,
            "about": self._about(),
            "drawing": vars(self.drawing) if self.drawing else None,
            "is_drawn": self.is_drawn,
            "note": self.note,
            "tables": [*own, *(table_part(table) for table in self.more if not table.empty)],
            "source": citations.source_line(self.evidence) if self.has_source_line else "",
            "cites": sources.ids_of(self.evidence["source"]) if self.has_source_line else [],
            "folded": self.folded,
            **({"printed": True} if self.printed else {}),
            "lists": list(self.lists),
            **({"months": self.months} if self.months else {}),
        }

    def _table(self) -> Part:
        table = table_part(self.table, self.links, self.cited, facets=self.facets, strips=self.strips)
        return markup.with_cards(table, self.explained)

    def _about(self) -> str:
        """Return the id of the indicator behind it, of few the first of the catalogue; "" of many."""
        ids = set(self.evidence["indicator"])
        return next(filter(ids.__contains__, indicators.indicators()), "") if len(ids) <= MOST_INDICATORS else ""

    def _ipython_display_(self) -> None:
        part, figures = self.part(), self.drawn()
        _show(part, look="above" if figures else "whole")
        for figure in figures:
            display({PLOTLY: figure, "text/plain": self.title}, raw=True)
        if figures and (below := _html(part, look="below", is_styled=False)):
            display(below, raw=True)


@dataclass(frozen=True)
class Section:
    """A heading, a sentence or two, and exhibits; without exhibits and prose it shows nothing.

    What comes after an `is_appendix` is folded, section by section. The prose may have **bold** words and
    [links](address); an empty line begins a paragraph, lines that begin with - or 1. are a list. The rows of all
    exhibits of one that `is_filtered` are chosen together.
    """

    heading: str
    exhibits: tuple[Exhibit, ...] = ()
    prose: str = ""
    level: int = 2
    is_appendix: bool = False
    is_filtered: bool = False

    def part(self) -> Part:
        """Return heading and prose in JSON types; exhibits are parts of their own."""
        paragraphs = [markup.paragraph(text) for text in self.prose.split("\n\n") if text]
        told = {"heading": self.heading, "paragraphs": paragraphs, "is_appendix": self.is_appendix}
        if self.is_filtered:
            told["filters"] = filters_of(joined(exhibit.facets for exhibit in self.exhibits))
        return {"kind": "section", "level": self.level, **told}

    def _ipython_display_(self) -> None:
        self.show()

    def show(self, *, is_styled: bool = True) -> None:
        """Display heading and prose, then each exhibit with its figures; `is_styled` as in `interactive.parts`."""
        if self.exhibits or self.prose:
            _show(self.part(), is_styled=is_styled)
        for exhibit in self.exhibits:
            _show(self._part_of(exhibit), exhibit.drawn(), is_styled=False)

    def _part_of(self, exhibit: Exhibit) -> Part:
        part = exhibit.part()
        if not self.is_filtered:
            return part
        return {**part, "tables": [{**table, "filters": []} for table in part["tables"]]}


@dataclass(frozen=True)
class Chapter:
    """Sections one after the other."""

    sections: tuple[Section, ...]

    def _ipython_display_(self) -> None:
        for number, section in enumerate(self.sections):
            section.show(is_styled=number == 0)


@dataclass(frozen=True)
class Card:
    """A key figure: its name, its value, what stands below, line by line, and where the figure stands."""

    name: str
    value: str
    details: tuple[str, ...] = ()
    cited: str = ""

    def part(self) -> Part:
        """Return the card in JSON types."""
        return {
            "name": self.name,
            "value": where_cited(self.value, self.cited),
            "is_known": self.value != formatting.no_data(),
            "details": list(self.details),
        }


@dataclass(frozen=True)
class Opening:
    """The top of a page: title, the sentence that matters, key figures or a `summary`, see `standing.summary`.

    For index.html: `lights` are the targets as (label, id of the status) in the guide's order, `as_of` is the day up to
    which figures were taken, `newest` that of the newest.
    """

    title: str
    subtitle: str
    lead: str
    figures: tuple[Card, ...] = ()
    is_synthetic: bool = False
    lights: tuple[tuple[str, str], ...] = ()
    as_of: str = ""
    newest: str = ""
    summary: Part = field(default_factory=dict)

    def part(self) -> Part:
        """Return the top of the page in JSON types, and in `facts` what the index wants to know."""
        return {
            "kind": "opening", "title": self.title, "mark": formatting.synthetic() if self.is_synthetic else "",
            "subtitle": self.subtitle, "lead": self.lead,
            "cards": [card.part() for card in self.figures], "summary": self.summary,
            "facts": {
                "title": self.title, "subtitle": self.subtitle, "lead": self.lead, "synthetic": self.is_synthetic,
                "lights": [list(light) for light in self.lights], "as_of": self.as_of, "newest": self.newest,
            },
        }  # fmt: skip

    def _ipython_display_(self) -> None:
        _show(self.part())


def _show(part: Part, figures: Sequence[Part] = (), **look: Any) -> None:  # noqa: ANN401
    """Display a part as structure, its figures in it, as HTML for JupyterLab, and as its title; `look` is its look."""
    kept, title = {**part, "figures": list(figures)} if figures else part, part.get("title") or part["heading"]
    display({EXHIBIT: kept, **_html(part, figures, **look), "text/plain": title}, raw=True)


def _html(part: Part, figures: Sequence[Part] = (), **look: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what JupyterLab shows; nothing where a report is made, whose kernel is told that nobody looks."""
    shell = get_ipython()
    is_seen = not shell or "text/html" in shell.display_formatter.active_types
    return {"text/html": ip.part_html(part, figures, **look)} if is_seen else {}
