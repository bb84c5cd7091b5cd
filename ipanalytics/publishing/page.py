"""An executed notebook to one self-contained HTML page; the index of all pages.

plotly.js and all figures stand once in the page, compressed together; arrays that
several figures share, such as the map's borders, stand there once as well.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from ipanalytics.catalogue import settings
from ipanalytics.core import i18n
from ipanalytics.core.errors import ReportError, listed
from ipanalytics.publishing import payload
from ipanalytics.report import markup, style
from ipanalytics.report.exhibits import FACTS, PLOTLY

TEMPLATE = Path(__file__).parent / "templates"
LIMIT = 2_300_000
CONTENTS = "<!-- contents -->"
SHORT_HEADING = r'<h3 id="([^"]+)" data-short="([^"]+)">'
CITED = re.compile(r'class="cited" title="([^"]*)"')
LINKED_FILE = re.compile(r'href="data:([^;"]+);base64,([^"]+)"')


@dataclass(frozen=True)
class Page:
    """A page's HTML, and what an index or a test wants to know of it."""

    html: str
    title: str
    subtitle: str
    lead: str
    figures: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    asset: str = ""


def make_page(notebook: nbformat.NotebookNode, *, footer: str, shared: bool = False) -> Page:
    """Return the page of an executed notebook; a `shared` one loads plotly.js from a file beside it.

    Raises
    ------
    ReportError
        When a cell failed, a figure has no text alternative, no opening was
        displayed, or the page is larger than 2.3 MB.
    """
    marked, figures = _numbered(notebook)
    facts = _facts(marked)
    if faults := [*_cell_faults(marked), *_figure_faults(figures)]:
        raise ReportError(listed("the executed notebook can't be published:", faults))
    apart = payload.Apart(figures, _unlinked(marked), _uncited(marked))
    head = {"footer": footer, "asset": payload.shared_library() if shared and figures else ""}
    html = i18n.marked(with_contents(_rendered(marked, apart, {**head, "title": facts["title"]})))
    if (size := len(html.encode())) > LIMIT:
        raise ReportError(f"the page has {size:,} bytes, more than {LIMIT:,}")
    told = {name: i18n.plain(facts[name]) for name in ("title", "subtitle", "lead")}
    return Page(html, **told, figures=len(figures), facts=facts, asset=head["asset"])


def with_contents(html: str) -> str:
    """Return a page whose headings of the second rank have ids, and at CONTENTS links to them and to what they hold."""
    first, *parts = re.split(r"<h2>", html)
    links, numbered = [], [first]
    for number, part in enumerate(parts, start=1):
        heading = part.partition("</h2>")[0]
        inner = "".join(_link(id_, short) for id_, short in re.findall(SHORT_HEADING, part))
        links.append(_link(f"part-{number}", heading, f"<ol>{inner}</ol>" if inner else ""))
        numbered.append(f'<h2 id="part-{number}">{part}')
    return "".join(numbered).replace(CONTENTS, f"<ol>{''.join(links)}</ol>" if links else "", 1)


def _link(id_: str, text: str, inner: str = "") -> str:
    return f'<li><a href="#{id_}">{text}</a>{inner}</li>'


def _numbered(notebook: nbformat.NotebookNode) -> tuple[nbformat.NotebookNode, list[dict[str, Any]]]:
    """Return a copy whose figures are numbered in their output's metadata, and the figures."""
    marked = nbformat.NotebookNode({**notebook, "cells": [_cell(cell) for cell in notebook.cells]})
    figures: list[dict[str, Any]] = []
    for output in _outputs(marked):
        if PLOTLY in output.get("data", {}):
            output["metadata"]["figure"] = len(figures)
            figures.append(output["data"].pop(PLOTLY))
    return marked, figures


def _cell(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Copy a cell, but not the numbers of its figures, which nobody changes."""
    return nbformat.NotebookNode(
        {**cell, **({"outputs": list(map(_output, cell.outputs))} if "outputs" in cell else {})}
    )


def _output(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    inner = {part: nbformat.NotebookNode(output[part]) for part in ("data", "metadata") if part in output}
    return nbformat.NotebookNode({**output, **inner})


def _unlinked(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    """Move files from links with data: addresses into a list, which the page compresses; number their links."""
    files: list[dict[str, str]] = []

    def numbered(found: re.Match[str]) -> str:
        content = base64.b64decode(found[2])
        is_text = found[1].startswith("text/")
        files.append({"type": found[1], **({"text": content.decode()} if is_text else {"base64": found[2]})})
        return f'data-file="{len(files) - 1}"'

    for output in _outputs(notebook):
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = re.sub(LINKED_FILE, numbered, output["data"]["text/html"])
    return files


def _uncited(notebook: nbformat.NotebookNode) -> list[str]:
    """Move what figures say of their sources into a list, which the page compresses; number the figures."""
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return f'class="cited" data-cited="{numbers.setdefault(unescape(found[1]), len(numbers))}"'

    for output in _outputs(notebook):
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = re.sub(CITED, numbered, output["data"]["text/html"])
    return list(numbers)


def _outputs(notebook: nbformat.NotebookNode) -> Iterable[nbformat.NotebookNode]:
    return (output for cell in notebook.cells for output in cell.get("outputs", []))


def _facts(notebook: nbformat.NotebookNode) -> Mapping[str, Any]:
    found = [output["metadata"][FACTS] for output in _outputs(notebook) if FACTS in output.get("metadata", {})]
    if len(found) != 1:
        msg = f"the notebook displayed {len(found)} openings (title and lead), expected one"
        raise ReportError(msg)
    return found[0]


def _cell_faults(notebook: nbformat.NotebookNode) -> Iterable[str]:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                yield f"cell {number} failed: {output['ename']}: {output['evalue']}"


def _figure_faults(figures: list[dict[str, Any]]) -> Iterable[str]:
    for number, figure in enumerate(figures, start=1):
        if not figure.get("layout", {}).get("meta", {}).get("alt"):
            yield f"figure {number} has no text alternative (layout.meta.alt)"
        if not figure.get("data"):
            yield f"figure {number} is empty"


def _rendered(notebook: nbformat.NotebookNode, apart: payload.Apart, head: Mapping[str, str]) -> str:
    figures = apart.figures
    page = {
        "language": i18n.tag(),
        **head,
        "style": stylesheet(),
        "script": (TEMPLATE / "page.js").read_text(encoding="utf-8"),
        "alts": [figure["layout"]["meta"]["alt"] for figure in figures],
        "panels": [figure["layout"]["meta"].get("panel", "") for figure in figures],
        "heights": [figure["layout"].get("height", 400) for figure in figures],
        "library": payload.library() if figures and not head["asset"] else "",
        "payload": payload.pack(apart) if any((figures, apart.files, apart.cited)) else "",
    }
    html, _ = _exporter().from_notebook_node(notebook, resources={"page": page})
    return str(html)


@lru_cache(maxsize=1)
def _exporter() -> TemplateExporter:
    exporter = TemplateExporter(
        template_name=TEMPLATE.name,
        extra_template_basedirs=[str(TEMPLATE.parent)],
        template_file="index.html.j2",
        optimistic_validation=True,
    )
    exporter.file_extension = ".html"
    exporter.register_filter("page_markdown", _markdown)
    exporter.register_filter("narration", _narration)
    exporter.register_filter("say", _say)
    return exporter


@pass_context
def _say(_: Context, text: str, /, **parts: object) -> str:
    """Say it when a page is made: without the context, a template kept would keep its first language's words."""
    return i18n.say(text, **parts)


def _markdown(text: str) -> str:
    return str(MarkdownWithMath(IPythonRenderer(escape=False, exclude_anchor_links=True)).render(text))


def _narration(text: str) -> str:
    """Return a notebook's own prose in the language in use, heading by heading and paragraph by paragraph."""
    parts = [re.fullmatch(r"(#* *)(.*)", part, re.DOTALL) for part in re.split(r"\n{2,}", text.strip())]
    return "\n\n".join(part[1] + i18n.say(part[2]) for part in parts if part)


def stylesheet() -> str:
    """Return the pages' CSS with the palette's colours filled in, the rules of paper last."""
    colours = {key: value for key, value in settings.palette().items() if isinstance(value, str)}
    lights = {id_: light.colour for id_, light in settings.wording().statuses.items()}
    screen = (
        _environment()
        .get_template("page.css")
        .render(fonts=style.FONTS, lights=lights, language=i18n.current(), **colours)
    )
    return f"{screen}\n{_environment().get_template('print.css').render()}\n"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=False, undefined=StrictUndefined)  # noqa: S701
    made.filters["say"] = _say
    return made


def warm() -> None:
    """Get ready what all pages are made with: the template, the schema of notebooks, and plotly.js."""
    _ = _exporter().template
    nbformat.validate(nbformat.v4.new_notebook())
    payload.library()


def make_index(view: Mapping[str, Any], *, footer: str) -> str:
    """Return index.html from `overview.view`; its policy lets no other script run than its own."""
    environment = markup.environment(TEMPLATE)
    script = _environment().get_template("overview.js").render() + "\n"
    own = {
        "footer": footer,
        "style": stylesheet() + _environment().get_template("overview.css").render(settings.palette()),
        "language": i18n.tag(),
        "script": script,
        "script_hash": base64.b64encode(sha256(script.encode()).digest()).decode(),
    }
    return i18n.marked(environment.get_template("overview.html.j2").render({**view, **own}))
