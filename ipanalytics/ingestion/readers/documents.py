"""Tables of web pages (.html) and of Word documents (.docx).

A table that holds tables is a frame of the page: its other texts count as lines. Where
it has two rows of two texts of its own it is a table itself, and those inside it follow.
"""

import email
import re
from collections.abc import Callable, Iterator
from itertools import chain

from lxml import etree

from ipanalytics.ingestion.readers import grid, running_text
from ipanalytics.ingestion.readers.grid import Grid, Line, Span, refusing
from ipanalytics.ingestion.readers.pages import html_cells, visible
from ipanalytics.ingestion.readers.text import decode_html, is_saved_page

Block = Line | list[Span]
Flow = Callable[[etree._Element], Iterator[Line | etree._Element]]
Spans = Callable[[etree._Element], list[Span]]
DAMAGE = (etree.XMLSyntaxError, LookupError, RecursionError, ValueError)
BLANKS = re.compile(r"[ \t\r\n\f]+")
# Cells whose <tr> was forgotten; browsers open a row for them, libxml2 doesn't.
ROWLESS = re.compile(r"(</tr\s*>\s*|<(?:table|thead|tbody|tfoot)\b[^<>]*>\s*)(?=<t[dh]\b)", re.IGNORECASE)
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "title", "center"}
# Of HTML's elements, those that stand on lines of their own.
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form"),
    *("header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "ul"),
}
# Of Word's elements: what ends a line, and what is an older copy, moved away, or a pronunciation.
LINE_ENDS = {("start", "br"), ("start", "cr"), ("end", "p")}
UNPRINTED = ("Fallback", "moveFrom", "del", "rt")


def read_html(file: str, data: bytes) -> list[Grid]:
    """Return the tables of a web page, or of one saved as a single file (.mht)."""
    with refusing(file, "a web page", *DAMAGE):
        pages = _saved_pages(data) if is_saved_page(data) else [data]
        roots = [root for page in pages if (root := _html_root(page)) is not None]
        counts = [visible.page(root) for root in roots]
        blocks = list(chain.from_iterable(_blocks(root, _html_flow, _html_spans) for root in roots))
        unseen = visible.named(file, sum(tables for tables, _ in counts), sum(count for _, count in counts))
        return [*grid.from_blocks(file, blocks), *running_text.of_blocks(file, blocks), *unseen]


def _saved_pages(data: bytes) -> list[bytes]:
    parts = email.message_from_bytes(data).walk()
    found = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    return [page for page in found if isinstance(page, bytes)]


def _html_root(data: bytes) -> etree._Element | None:
    text = ROWLESS.sub(r"\1<tr>", decode_html(data).replace("\0", ""))
    return etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)) if text.strip() else None


def read_docx(file: str, parts: dict[str, bytes]) -> list[Grid]:
    """Return the tables of a Word document."""
    with refusing(file, "a Word document", *DAMAGE):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)
        root = etree.fromstring(parts["word/document.xml"], parser)
        styles = parts.get("word/styles.xml")
        count = visible.document(root, etree.fromstring(styles, parser) if styles else None)
        blocks = list(_blocks(root, _docx_flow, _docx_spans))
        unseen = visible.named(file, 0, count)
        return [*grid.from_blocks(file, blocks), *running_text.of_blocks(file, blocks), *unseen]


def _blocks(root: etree._Element, flow: Flow, spans: Spans) -> Iterator[Block]:
    for item in flow(root):
        if isinstance(item, Line):
            yield item
        else:
            yield from _table_blocks(item, flow, spans)


def _table_blocks(table: etree._Element, flow: Flow, spans: Spans) -> Iterator[Block]:
    has_inner = next(table.iterdescendants(table.tag), None) is not None
    inner = [item for item in flow(table) if not isinstance(item, Line)] if has_inner else []
    found = spans(table)
    if inner and not _is_table(found):
        yield from _blocks(table, flow, spans)
        return
    yield found
    for item in inner:
        yield from _table_blocks(item, flow, spans)


def _is_table(spans: list[Span]) -> bool:
    rows = [span.row for span in spans if span.text.strip()]
    return sum(rows.count(row) > 1 for row in set(rows)) > 1


def _html_flow(root: etree._Element) -> Iterator[Line | etree._Element]:
    """Yield the lines below an element, and the outermost tables below it in their place."""
    line, headings = "", 0
    marks: list[int] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        tag = node.tag
        if tag in BLOCKS:
            yield from _html_line(line, is_heading=headings > 0)
            line = ""
        if event == "end":
            headings -= _is_heading(node)
            line = grid.raised(line[: marks[-1]], line[marks.pop() :]) if _is_raised(node) else line
            line += node.tail or "" if node is not root else ""
        elif tag == "table" and node is not root:
            yield from (Line(_html_text(caption), is_heading=True) for caption in node.iterchildren("caption"))
            yield node
            headings += _is_heading(node)
            walk.skip_subtree()
        else:
            headings += _is_heading(node)
            marks += [len(line)] if _is_raised(node) else []
            line += node.text or ""
    yield from _html_line(line, is_heading=headings > 0)


def _html_line(text: str, *, is_heading: bool) -> Iterator[Line]:
    if tidy := BLANKS.sub(" ", text).strip(" "):
        yield Line(tidy, is_heading)


def _is_heading(node: etree._Element) -> bool:
    centred = node.get("align") == "center" or "text-align:center" in node.get("style", "").replace(" ", "")
    return node.tag in HEADINGS or (node.tag in ("p", "div") and (centred or "title" in node.get("class", "").lower()))


def _is_raised(node: etree._Element) -> bool:
    return node.tag == "sup" or "vertical-align:super" in node.get("style", "").replace(" ", "")


def _html_text(cell: etree._Element) -> str:
    if len(cell) == 0:
        return BLANKS.sub(" ", cell.text or "").strip(" ")
    return "\n".join(item.text for item in _html_flow(cell) if isinstance(item, Line))


def _html_spans(table: etree._Element) -> list[Span]:
    placed = html_cells.placed(table)
    return [Span(row, column, down, across, _html_text(cell)) for cell, row, column, down, across in placed]


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _value(node: etree._Element, path: str, default: str = "") -> str:
    """Return the w:val of a setting; "" when the setting is there without one."""
    found = node.find(path)
    return default if found is None else next((v for k, v in found.items() if k.endswith("}val")), "")


def _docx_flow(root: etree._Element) -> Iterator[Line | etree._Element]:
    """Yield the paragraphs below an element, and the outermost tables below it in their place."""
    line, start, is_heading = "", 0, False
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        tag = _local(node)
        if (event, tag) in LINE_ENDS:
            yield from (Line(line.strip(), is_heading),) if line.strip() else ()
            line, start = "", 0
        if event == "end":
            is_raised = tag == "r" and _value(node, "{*}rPr/{*}vertAlign") == "superscript"
            line = grid.raised(line[:start], line[start:]) if is_raised else line
            continue
        if tag == "tbl" and node is not root:
            yield node
        if tag in UNPRINTED or (tag == "tbl" and node is not root):
            walk.skip_subtree()
        start = len(line) if tag == "r" else start
        is_heading = _is_title(node) if tag == "p" else is_heading
        line += _docx_piece(node, tag)


def _docx_piece(node: etree._Element, tag: str) -> str:
    match tag:
        case "t":
            return node.text or ""
        case "tab" if _local(node.getparent()) == "r":
            return " "
        case "noBreakHyphen":
            return "-"
    return ""


def _is_title(paragraph: etree._Element) -> bool:
    style = _value(paragraph, "{*}pPr/{*}pStyle").lower()
    return style.startswith(("heading", "title")) or _value(paragraph, "{*}pPr/{*}jc") == "center"


def _docx_spans(table: etree._Element) -> list[Span]:
    spans: list[Span] = []
    open_: dict[int, int] = {}
    for number, row in enumerate(_own(table, "tr", table)):
        column = int(_value(row, "{*}trPr/{*}gridBefore", "0") or 0)
        for cell in _own(row, "tc", table):
            across = min(max(int(_value(cell, "{*}tcPr/{*}gridSpan", "1") or 1), 1), html_cells.WIDEST)
            merge = _value(cell, "{*}tcPr/{*}vMerge", "none")
            if merge in ("", "continue") and column in open_:
                above = spans[open_[column]]
                spans[open_[column]] = above._replace(down=number - above.row + 1)
            else:
                open_[column] = len(spans)
                text = "\n".join(item.text for item in _docx_flow(cell) if isinstance(item, Line))
                spans.append(Span(number, column, 1, across, text))
            column += across
    return spans


def _own(node: etree._Element, name: str, table: etree._Element) -> list[etree._Element]:
    return [found for found in node.iter(f"{{*}}{name}") if next(found.iterancestors("{*}tbl")) is table]
