"""An executed notebook to one self-contained HTML page: its parts, numbered and linked, then written by a template.

Figures are drawn as SVG, which needs no script; outlines that several maps share stand once in
the page. Files to download stand there compressed, and the parts themselves, for who writes other
files of the page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ipanalytics.catalogue import settings
from ipanalytics.core import i18n
from ipanalytics.core.errors import ReportError, listed
from ipanalytics.publishing import layers, payload, taking
from ipanalytics.report import markup, style
from ipanalytics.report.exhibits import EXHIBIT, PLOTLY, Section
from ipanalytics.report.markup import Part

LIMIT = 1_200_000
# A link to a page beside this one: page.js makes one of it where there is such a page.
SIBLING = re.compile(r' href="([\w-]+\.html)"')
# Nothing is written before these: each gap there would be a node that a browser has to make, a sixth of all.
BLOCK = (
    "main|section|header|footer|nav|div|p|h[1-6]|ul|ol|li|dl|dt|dd|details|summary|figure|table|thead|tbody|tr|th|td|"
    "svg|defs|g|use|path|rect|line|circle|polyline|text|title"
)
GAP = re.compile(rf"(?<=>)\n+(?=</?(?:{BLOCK})\b)")
HEADING = re.compile(r"^(#+) +(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """A page's HTML, and what an index or a test wants to know of it."""

    html: str
    title: str
    subtitle: str
    lead: str
    figures: int
    facts: Mapping[str, Any] = field(default_factory=dict)


def make_page(notebook: Mapping[str, Any], *, footer: str) -> Page:
    """Return the page of an executed notebook.

    Raises
    ------
    ReportError
        When a cell failed, a figure has no text alternative or can't be drawn, no opening was
        displayed, or the page is larger than 1.2 MB.
    """
    apart = payload.Apart()
    parted = [parts for cell in notebook["cells"] if (parts := list(_parts(cell, apart)))]
    cells, months = taking.apart(taking.identified(layers.arranged(parted)))
    facts = _facts(cells)
    charts, figure_faults = _charts(apart)
    if faults := [*_cell_faults(notebook), *figure_faults]:
        raise ReportError(listed("the executed notebook can't be published:", faults))
    address = settings.settings().index_address.rstrip("/")
    html = markup.render(
        "page.html.j2", "publishing", index_address=address,
        language=i18n.tag(), title=facts["title"], footer=footer, style=stylesheet(),
        script=_script(cells, has_months=bool(months)), months=payload.pack_months(months),
        contents=_contents(cells), cells=cells, charts=charts, outlines=apart.outlines,
        packed_parts=payload.pack_parts([list(map(_kept, parts)) for parts in cells], footer),
        **payload.pack(apart, taking.codes(cells)),
    )  # fmt: skip
    text = SIBLING.sub(rf' href="{address}/\1"' if address else r' data-page="\1"', GAP.sub("", str(html)))
    if (size := len(text.encode())) > LIMIT:
        raise ReportError(f"the page has {size:,} bytes, more than {LIMIT:,}")
    plain = {name: i18n.plain(facts[name]) for name in ("title", "subtitle", "lead")}
    return Page(text, **plain, figures=len(charts), facts=facts)


def _parts(cell: Mapping[str, Any], apart: payload.Apart) -> Iterator[Part]:
    """Yield the parts that a cell has or displays; a part has the figures that are displayed after it."""
    if cell["cell_type"] == "markdown":
        yield from _narration(cell["source"])
    part, section = Part(), taking.section_of(cell["source"])
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if PLOTLY in data and part:
            part["figures"].append(apart.add_figure(data[PLOTLY]))
        elif next_part := _part(output, apart, section):
            yield from [part] if part else []
            part = next_part
    yield from [part] if part else []


def _part(output: Mapping[str, Any], apart: payload.Apart, section: str) -> Part:
    """Return the part of an output: an exhibit's own, printed text, or a figure alone; HTML is JupyterLab's."""
    data = output.get("data", {})
    if EXHIBIT in data:
        part = apart.taken_from({key: value for key, value in data[EXHIBIT].items() if key != "figures"})
        return {**part, "figures": list(map(apart.add_figure, data[EXHIBIT].get("figures", ()))), "section": section}
    if PLOTLY in data:
        return {"kind": "figure", "figures": [apart.add_figure(data[PLOTLY])]}
    text = output["text"] if output.get("name") == "stdout" else data.get("text/plain", "")
    return {"kind": "print", "text": text, "figures": []} if text else {}


def _narration(text: str) -> Iterator[Part]:
    """Yield a notebook's own prose in the language in use, heading by heading and paragraph by paragraph."""
    before, *rest = HEADING.split(text.strip())
    for rank, heading, prose in [("", "", before), *zip(rest[::3], rest[1::3], rest[2::3], strict=True)]:
        paragraphs = [i18n.say(paragraph) for paragraph in re.split(r"\n{2,}", prose.strip()) if paragraph]
        if heading or paragraphs:
            section = Section(i18n.say(heading), prose="\n\n".join(paragraphs), level=len(rank))
            yield {**section.part(), "figures": []}


def _contents(cells: Iterable[list[Part]]) -> list[dict[str, Any]]:
    """Give headings of the second rank their ids; return them with the exhibits below that have an anchor."""
    entries: list[dict[str, Any]] = []
    for part in (part for cell in cells for part in cell):
        if part["kind"] == "section" and part["level"] == 2 and part["heading"]:  # noqa: PLR2004
            part["id"] = f"part-{len(entries) + 1}"
            entries.append({"id": part["id"], "heading": part["heading"], "inner": []})
        elif part.get("anchor") and entries:
            entries[-1]["inner"].append(part)
    return entries


def _kept(part: Part) -> Part:
    """Return a part as other files need it: the map at the top whole, for the brief, of others the alternative."""
    drawing = part.get("drawing")
    if not drawing or "map" not in drawing["context"] or is_gateway(part):
        return part
    context = {**drawing["context"], "map": {"alt": drawing["context"]["map"]["alt"]}}
    return {**part, "drawing": {**drawing, "context": context}}


def is_gateway(part: Part) -> bool:
    """Say whether a part is the map at the top of a page, which leads to the units."""
    context = part["drawing"]["context"] if part.get("drawing") else {}
    return context.get("look") == "gateway" and "regions" in context["map"]


def _facts(cells: Iterable[list[Part]]) -> Mapping[str, Any]:
    openings = [part for cell in cells for part in cell if part["kind"] == "opening"]
    if len(openings) != 1:
        msg = f"the notebook displayed {len(openings)} openings (title and lead), expected one"
        raise ReportError(msg)
    return openings[0]["facts"]


def _cell_faults(notebook: Mapping[str, Any]) -> Iterable[str]:
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                yield f"cell {number} failed: {output['ename']}: {output['evalue']}"


def _charts(apart: payload.Apart) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the figures as they are drawn, and what is wrong with some."""
    charts, faults = [], []
    for number, figure in enumerate(apart.figures, start=1):
        if not figure.get("layout", {}).get("meta", {}).get("alt"):
            faults.append(f"figure {number} has no text alternative (layout.meta.alt)")
        if not figure.get("data"):
            faults.append(f"figure {number} is empty")
            continue
        try:
            charts.append(apart.draw(figure))
        except ReportError as fault:
            faults.append(f"figure {number}: {fault}")
    return charts, faults


def _script(cells: Iterable[list[Part]], *, has_months: bool) -> str:
    """Return the page's script, with what sorts and chooses rows where it has rows, and months where it has them."""
    has_tables = any(_has_rows(part) for cell in cells for part in cell)
    words = {"data_words": taking.words(), "ranks": taking.ranks(), "has_tables": has_tables, "months": has_months}
    return markup.render("scripts/page.js", "publishing", **words)


def _has_rows(part: Part) -> bool:
    return bool(part.get("tables")) or bool(part.get("drawing") and "rows" in part["drawing"]["context"])


def stylesheet() -> str:
    """Return the pages' CSS: that of exhibits, that of what stands around them, the rules of paper last."""
    frame = markup.render("frame.css", "publishing", fonts=style.FONTS, language=i18n.current())
    frame += markup.render("tools.css", "publishing")
    return style.sheet() + frame + markup.render("print.css", "publishing")


def warm() -> None:
    """Get ready what all pages are made with: the templates."""
    templates = markup.environment("publishing")
    for name in templates.list_templates():
        templates.get_template(name)
