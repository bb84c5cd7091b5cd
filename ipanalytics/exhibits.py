"""What a notebook cell shows: a finding, its chart, its data as a table, its sources.

An exhibit knows the observations that it was drawn from. Its source line and the
word 演示数据 come from them, so nobody has to remember either.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown, display

from ipanalytics import labels, sources, style

PLOTLY = "application/vnd.plotly.v1+json"
FACTS = "ipanalytics"


@dataclass(frozen=True)
class Exhibit:
    """A chart, a map or a table, with all that a reader needs to trust it.

    `table` holds text as printed; `evidence` holds the observations behind it;
    `figure` is a plotly figure, or None where the table is all there is.
    """

    title: str
    table: pd.DataFrame
    evidence: pd.DataFrame
    figure: Any | None = None
    note: str = ""

    @property
    def is_synthetic(self) -> bool:
        """Whether a synthetic figure went into this."""
        return bool(self.evidence["status"].eq("synthetic").any())

    def _ipython_display_(self) -> None:
        display(HTML(heading_html(self)))
        if self.figure is not None:
            drawn = style.stamp(self.figure) if self.is_synthetic else self.figure
            display({PLOTLY: plain(drawn), "text/plain": self.title}, raw=True)
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
class Opening:
    """The top of a page: title, the sentence that matters, key figures as (name, value, detail)."""

    title: str
    subtitle: str
    lead: str
    figures: tuple[tuple[str, str, str], ...]
    is_synthetic: bool = False

    def _ipython_display_(self) -> None:
        facts = {"title": self.title, "subtitle": self.subtitle, "lead": self.lead, "synthetic": self.is_synthetic}
        display(HTML(opening_html(self)), metadata={FACTS: facts})


def opening_html(opening: Opening) -> str:
    """Return title, lead and the key figures as a definition list."""
    mark = f' <span class="synthetic">{labels.SYNTHETIC}</span>' if opening.is_synthetic else ""
    cards = "".join(_card_html(*figure) for figure in opening.figures)
    return (
        f"<header><h1>{escape(opening.title)}{mark}</h1><p class='subtitle'>{escape(opening.subtitle)}</p>"
        f"<p class='lead'>{escape(opening.lead)}</p><dl class='cards'>{cards}</dl></header>"
    )


def _card_html(name: str, value: str, detail: str) -> str:
    kind = "none" if value == labels.NO_DATA else "known"
    return (
        f"<div class='{kind}'><dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
        f"<dd class='detail'>{escape(detail)}</dd></div>"
    )


def plain(figure: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a figure as JSON types only, numbers as lists, so that pages can share its arrays."""
    return json.loads(figure.to_json())


def heading_html(exhibit: Exhibit) -> str:
    """Word the finding as a heading; synthetic exhibits say so."""
    mark = f' <span class="synthetic">{labels.SYNTHETIC}</span>' if exhibit.is_synthetic else ""
    return f"<h3>{escape(exhibit.title)}{mark}</h3>"


def caption_html(exhibit: Exhibit) -> str:
    """Return note, data table and source line; the table is folded away under a chart."""
    parts = [f'<p class="note">{escape(exhibit.note)}</p>' if exhibit.note else ""]
    if not exhibit.table.empty:
        table = table_html(exhibit.table)
        folded = f'<details class="data"><summary>数据表</summary>{table}</details>'
        parts.append(table if exhibit.figure is None else folded)
    parts.append(f'<p class="source">{escape(source_line(exhibit.evidence))}</p>')
    return "\n".join(part for part in parts if part)


def table_html(table: pd.DataFrame) -> str:
    """Return an HTML table that scrolls inside its own box on a telephone."""
    body = table.to_html(index=False, border=0, na_rep=labels.NO_DATA, classes="figures", justify="unset")
    return f'<div class="scroll" tabindex="0" role="region" aria-label="数据表">{body}</div>'


def source_line(evidence: pd.DataFrame) -> str:
    """Cite every publication behind the evidence, and say what was computed."""
    if evidence.empty:
        return "来源：没有找到已公布的数字，没有估算。"
    cited = "；".join(shortened(sources.cite(id_) for id_ in sources.ids_of(evidence["source"])))
    computed = "；部分数字由公布数计算" if evidence["status"].eq("derived").any() else ""
    return f"来源：{cited}{computed}。"


def shortened(citations: Iterable[str]) -> list[str]:
    """Join the editions of one yearbook: 《中国科技统计年鉴2011》 … → 《中国科技统计年鉴》2011—2024."""
    editions: dict[str, list[str]] = {}
    for text in dict.fromkeys(citations):
        stem, year = (text[:-5] + "》", text[-5:-1]) if text[-5:-1].isdigit() and text.endswith("》") else (text, "")
        editions.setdefault(stem, []).append(year)
    return [stem + _span(sorted(filter(None, years))) for stem, years in editions.items()]


def _span(years: list[str]) -> str:
    if not years:
        return ""
    unbroken = len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1
    return f"{years[0]}—{years[-1]}" if unbroken else "、".join(years)
