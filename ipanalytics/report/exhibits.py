"""What a notebook cell shows: a finding, its chart, its data as a table, its sources.

An exhibit knows the observations that it was drawn from. Its source line and the
word 演示数据 come from them, so nobody has to remember either.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown, display

from ipanalytics.catalogue import indicators, settings, sources
from ipanalytics.core.i18n import capital, join, say
from ipanalytics.report import formatting, style
from ipanalytics.report.markup import Drawing

PLOTLY = "application/vnd.plotly.v1+json"
FACTS = "ipanalytics"
EDITION = r"(.*年鉴|.*Yearbook.* )(\d{4})(》?)"
LIT, PROSE, MEASURED = ("状态", "原状态"), ("说明", "依据", "指标"), ("状态", "数值")


@dataclass(frozen=True)
class Exhibit:
    """A chart, a map or a table, with all that a reader needs to trust it.

    `table` holds text as printed; `evidence` holds the observations behind it;
    `figure` is a plotly figure, `panels` are small ones side by side, `markup` is a drawing
    by a template; without any of them the table is all there is. A table that names the source in
    each row has no source line. `more` are further tables under the same fold, `status` is the
    light before the title, `anchor` the id that links lead to, `short` its name in the contents.
    `links` are addresses by the text of a cell; `cited` says by column where the figures of
    `table` stand, a text a row.
    """

    title: str
    table: pd.DataFrame
    evidence: pd.DataFrame
    figure: Any | None = None
    note: str = ""
    has_source_line: bool = True
    panels: tuple[Any, ...] = ()
    markup: Drawing | None = None
    more: tuple[pd.DataFrame, ...] = ()
    status: str = ""
    anchor: str = ""
    short: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_synthetic(self) -> bool:
        """Whether a synthetic figure went into this."""
        return bool(self.evidence["status"].eq("synthetic").any())

    def _ipython_display_(self) -> None:
        display(HTML(heading_html(self) + (str(self.markup) if self.markup else "")))
        for figure in [self.figure, *self.panels]:
            if figure is not None:
                display(
                    {PLOTLY: style.plain(figure, is_synthetic=self.is_synthetic), "text/plain": self.title}, raw=True
                )
        display(HTML(caption_html(self)))


@dataclass(frozen=True)
class Section:
    """A heading, a sentence or two, and exhibits; without exhibits and prose it shows nothing."""

    heading: str
    exhibits: tuple[Exhibit, ...] = ()
    prose: str = ""

    def _ipython_display_(self) -> None:
        if not (self.exhibits or self.prose):
            return
        display(Markdown(f"## {self.heading}\n\n{self.prose}"))
        for exhibit in self.exhibits:
            display(exhibit)


@dataclass(frozen=True)
class Chapter:
    """Sections one after the other."""

    sections: tuple[Section, ...]

    def _ipython_display_(self) -> None:
        for section in self.sections:
            display(section)


@dataclass(frozen=True)
class Card:
    """A key figure: its name, its value, what stands below, line by line, and where the figure stands."""

    name: str
    value: str
    details: tuple[str, ...] = ()
    cited: str = ""


@dataclass(frozen=True)
class Opening:
    """The top of a page: title, the sentence that matters, key figures.

    For index.html: `lights` are the targets as (label, id of the status) in the guide's
    order, `as_of` is the day up to which figures were taken, `newest` that of the newest.
    """

    title: str
    subtitle: str
    lead: str
    figures: tuple[Card, ...]
    is_synthetic: bool = False
    lights: tuple[tuple[str, str], ...] = ()
    as_of: str = ""
    newest: str = ""

    def _ipython_display_(self) -> None:
        facts = {
            "title": self.title, "subtitle": self.subtitle, "lead": self.lead, "synthetic": self.is_synthetic,
            "lights": [list(light) for light in self.lights], "as_of": self.as_of, "newest": self.newest,
        }  # fmt: skip
        display(HTML(opening_html(self)), metadata={FACTS: facts})


def opening_html(opening: Opening) -> str:
    """Return title, lead and the key figures as a definition list."""
    mark = f' <span class="synthetic">{formatting.synthetic()}</span>' if opening.is_synthetic else ""
    cards = "".join(map(_card_html, opening.figures))
    return (
        f"<header><h1>{escape(opening.title)}{mark}</h1><p class='subtitle'>{escape(opening.subtitle)}</p>"
        f"<p class='lead'>{escape(opening.lead)}</p><dl class='cards'>{cards}</dl></header>"
    )


def _card_html(card: Card) -> str:
    kind = "none" if card.value == formatting.no_data() else "known"
    details = "".join(f"<dd class='detail'>{_detail_html(text)}</dd>" for text in card.details)
    value = cited_html(escape(card.value), card.cited)
    return f"<div class='{kind}'><dt>{escape(card.name)}</dt><dd>{value}</dd>{details}</div>"


def _detail_html(text: str) -> str:
    words = [f"{light.shape} {light.word}" for light in settings.wording().statuses.values()]
    return light_html(text) if text in words else escape(text)


def heading_html(exhibit: Exhibit) -> str:
    """Word the finding as a heading; synthetic exhibits say so."""
    mark = f' <span class="synthetic">{formatting.synthetic()}</span>' if exhibit.is_synthetic else ""
    light = f"{shape_html(exhibit.status)} " if exhibit.status else ""
    id_ = f' id="{exhibit.anchor}" data-short="{escape(exhibit.short)}"' if exhibit.anchor else ""
    return f"<h3{id_}>{light}{escape(exhibit.title)}{mark}</h3>"


def shape_html(status: str) -> str:
    """Return the shape of a status in its colour; the word stands beside it."""
    return f'<span class="light {status}" aria-hidden="true">{settings.wording().statuses[status].shape}</span>'


def caption_html(exhibit: Exhibit) -> str:
    """Return note, data table and source line; the table is folded away under a chart."""
    note = f'<p class="note">{escape(exhibit.note)}</p>' if exhibit.note else ""
    source = f'<p class="source">{escape(source_line(exhibit.evidence))}</p>' if exhibit.has_source_line else ""
    first = "" if exhibit.table.empty else table_html(exhibit.table, exhibit.links, exhibit.cited)
    table = first + "".join(table_html(table) for table in exhibit.more if not table.empty)
    if exhibit.figure is None and not (exhibit.panels or exhibit.markup):
        return "\n".join(filter(None, [table, note, source]))
    inner = f'<summary>{say("数据表")}</summary><div class="tables">{table}</div>'
    folded = f'<details class="data">{inner}</details>' if table else ""
    return "\n".join(filter(None, [note, folded, source]))


def table_html(
    table: pd.DataFrame, links: Mapping[str, str] | None = None, cited: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return an HTML table that scrolls inside its own box on a telephone; `links` and `cited` as in `Exhibit`.

    A column of numbers stands right; [3] under 来源 leads to 编号 [3] of the list of sources.
    """
    kinds = {column: ' class="number"' if _is_numeric(table[column]) else "" for column in table.columns}
    head = "".join(f'<th scope="col"{kind}>{escape(capital(say(column)))}</th>' for column, kind in kinds.items())
    prose = {name: kinds[name] or _prose(name, table) for name in table.columns}
    columns = [
        [f"<td{prose[name]}>{text}</td>" for text in _column_html(name, column, links or {}, cited or {})]
        for name, column in table.items()
    ]
    rows = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in zip(*columns, strict=True))
    kind = ' class="lights"' if set(MEASURED) <= set(table.columns) else ""
    body = f"<table{kind}><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{say("数据表")}">{body}</div>'


def _column_html(
    name: str, column: pd.Series, links: Mapping[str, str], cited: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return a column's cells as HTML, figures with where they stand, names with what they lead to."""
    cells = [_cell_html(name, text) for text in column.astype(str)]
    if name in cited:
        return [cited_html(cell, where) for cell, where in zip(cells, cited[name], strict=True)]
    return [
        f'<a href="{links[text]}">{html}</a>' if text in links else html
        for text, html in zip(column, cells, strict=True)
    ]


def cited_html(cell: str, where: str) -> str:
    """Return a figure that says where it stands when it is touched; page.js shows the title on a telephone too."""
    return f'<button type="button" class="cited" title="{escape(where)}">{cell}</button>' if where else cell


def _prose(column: str, table: pd.DataFrame) -> str:
    """Let a column of words wrap in a table of lights, whose figures stay on one line."""
    return ' class="prose"' if column in PROSE and set(MEASURED) <= set(table.columns) else ""


def _is_numeric(column: pd.Series) -> bool:
    shape = _number_shape(say("＞"), formatting.no_data(), tuple(indicators.units().index))
    return column.name not in ("年份", "年末") and all(map(shape.fullmatch, column.astype(str)))


@lru_cache(maxsize=4)
def _number_shape(above: str, none: str, units: tuple[str, ...]) -> re.Pattern[str]:
    any_unit, above = "|".join(sorted(map(re.escape, units), key=len, reverse=True)), re.escape(above)
    return re.compile(
        rf"({above})?(RMB )?[+−-]?[\d,]+(\.\d+)?({any_unit}| million| billion| points)?|{none}|–|{above}|"
    )


def _cell_html(column: str, text: str) -> str:
    safe = escape(text)
    if column == "来源":
        return re.sub(r"\[(\d+)\]", r'<a href="#source-\1">[\1]</a>', safe)
    if column in LIT and text:
        return light_html(text)
    if column == "编号":
        return re.sub(r"\[(\d+)\]", r'<span id="source-\1">[\1]</span>', safe)
    if re.fullmatch(r"\d{4}(-\d\d){1,2}", text):
        return f"<time>{text}</time>"
    return safe


def light_html(text: str) -> str:
    """Return "● 已完成" with its shape in the colour of the status."""
    shape, _, word = text.partition(" ")
    known = {light.word: id_ for id_, light in settings.wording().statuses.items()}
    return f'<span class="light {known.get(word, "")}" aria-hidden="true">{escape(shape)}</span> {escape(word)}'


def source_line(evidence: pd.DataFrame) -> str:
    """Cite every publication behind the evidence, and say what was computed."""
    if evidence.empty:
        return say("来源：没有找到公布的数字，没有估算。")
    cited = shortened(collapsed(sources.cite(id_) for id_ in sources.ids_of(evidence["source"])))
    computed = [say("部分数字由公布数计算")] if evidence["status"].eq("derived").any() else []
    return say("来源：{cited}。", cited=join("；", [*cited, *computed]))


def collapsed(citations: Iterable[str]) -> list[str]:
    """Name many tables of demonstration data once, with their number; the list of sources has them all."""
    texts = list(citations)
    made_up = [text for text in texts if formatting.SYNTHETIC in text]
    if len(made_up) <= 1:
        return texts
    return [
        *(text for text in texts if text not in made_up),
        say("演示数据（生成器，{count}份表）", count=len(made_up)),
    ]


def cited_shortly(source: str) -> str:
    """Cite the first publication of a text of the column `source`; demonstration data among them is called that."""
    if not source:
        return formatting.no_data()
    known, ids = sources.load(), source.split(sources.SEPARATOR)
    if any(known[id_].seen == "generated" for id_ in ids if id_ in known):
        return formatting.synthetic()
    return sources.cite(ids[0], plain=True) if ids[0] in known else ids[0]


def shortened(citations: Iterable[str]) -> list[str]:
    """Join the editions of one yearbook: 《中国科技统计年鉴2011》 … → 《中国科技统计年鉴》2011—2024."""
    editions: dict[str, list[str]] = {}
    for text in dict.fromkeys(citations):
        edition = re.fullmatch(EDITION, text)
        stem, year = (edition[1] + edition[3], edition[2]) if edition else (text, "")
        editions.setdefault(stem, []).append(year)
    return [stem + _span(sorted(filter(None, years))) for stem, years in editions.items()]


def _span(years: list[str]) -> str:
    if not years:
        return ""
    unbroken = len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1
    return say("{first}—{last}", first=years[0], last=years[-1]) if unbroken else join("、", years)
