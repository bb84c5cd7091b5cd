"""What a web page or a Word document shows: the hidden, struck out and deleted is taken out of its tree."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from ipanalytics.ingestion.readers.grid import Grid, Unseen
from ipanalytics.ingestion.readers.pages import html_cells, selectors

HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|(?:font-size|opacity)\s*:\s*0(?![.\d])"
    r"|text-decoration[-a-z]*\s*:[^;]*line-through|(?:left|top|text-indent)\s*:\s*-\d{3}|clip\s*:\s*rect\(\s*[01]"
    r"|(?<![-\w])color\s*:\s*(?:transparent\b|rgba\([^)]*,\s*0(?:\.0*)?\s*\))",
    re.IGNORECASE,
)
# Without width or height, and what flows over isn't shown.
FLAT = re.compile(r"(?<![-\w])(?:max-)?(?:width|height)\s*:\s*0(?![.\d])", re.IGNORECASE)
CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
PALE = r"(?:white\b|#f{3,4}\b|#f{6}(?:f{2})?\b|rgba?\(\s*255[\s,]+255[\s,]+255\b)"
WHITE = re.compile(rf"(?<![-\w])color\s*:\s*{PALE}", re.IGNORECASE)
BACKED = re.compile(rf"background(?:-color|-image)?\s*:\s*(?!{PALE}|none|transparent|inherit)", re.IGNORECASE)
# Styles for another page than the one on a computer's screen.
ELSEWHERE = re.compile("print|width|height|speech|orientation", re.IGNORECASE)
SCRIPTS = ("script", "style", "noscript", "template", "option", "textarea")
STRUCK = ("del", "s", "strike")
# Word's settings of a text that isn't shown, and the values that undo them.
NO_TEXT, OFF = ("vanish", "strike", "dstrike"), ("0", "false", "off", "none")
GONE = "unseen"
REASON = "hidden or struck out: a reader doesn't see it or shouldn't read it, so it isn't read"


class _Styles(NamedTuple):
    """The selectors of what a page's own styles hide, print in white, and lay on a colour."""

    hiding: selectors.Index
    white: selectors.Index
    backed: selectors.Index


def page(root: etree._Element) -> tuple[int, int]:
    """Take out what a page doesn't show; return how many tables with figures and how many texts in tables that were."""
    styles = _styles("\n".join(node.text or "" for node in root.iter("style")))
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *SCRIPTS, with_tail=False)
    gone = [node for node in root.iter() if _is_gone(node, styles)]
    for table in root.iter("table"):
        gone += html_cells.in_columns(table, lambda col: _is_hidden(col, styles) or _is_flat(col))
    texts, tables = 0, 0
    for node in gone:
        if next(node.iterancestors(GONE), None) is not None:
            continue
        has_figure = any(map(str.isdecimal, "".join(node.itertext())))
        has_table = node.tag == "table" or next(node.iterdescendants("table"), None) is not None
        texts += has_figure and not has_table and next(node.iterancestors("table"), None) is not None
        tables += has_figure and has_table
        _take_out(node)
    etree.strip_elements(root, GONE, with_tail=False)
    return tables, texts


def _take_out(node: etree._Element) -> None:
    """Mark an element as gone; of a cell that keeps its place, what is in it."""
    if node.tag not in ("td", "th") or _is_without_place(node):
        node.tag = GONE
        return
    node.text = None
    for child in node:
        child.tag, child.tail = GONE, None


def _is_without_place(node: etree._Element) -> bool:
    return "hidden" in node.attrib or bool(re.search(r"display\s*:\s*none", node.get("style", ""), re.IGNORECASE))


def _styles(css: str) -> _Styles:
    """Return the selectors of a page's own styles, as far as they are of a computer's screen."""
    found: tuple[list[str], ...] = ([], [], [])
    is_elsewhere = False
    for piece in "".join(part.split("/*")[0] for part in css.split("*/")).split("}"):
        *heads, body = piece.split("{")
        is_elsewhere = bool(ELSEWHERE.search(heads[0])) if len(heads) > 1 else is_elsewhere and bool(heads)
        for selected, is_so in zip(found, (_hides(body), WHITE.search(body), BACKED.search(body)), strict=True):
            if heads and not is_elsewhere and is_so:
                selected.extend(heads[-1].split(","))
    return _Styles(*map(selectors.index, found))


def _hides(style: str) -> bool:
    return bool(HIDES.search(style) or (FLAT.search(style) and CUT.search(style)))


def _is_gone(node: etree._Element, styles: _Styles) -> bool:
    if node.tag in STRUCK:
        return True
    if node.tag in ("html", "body", "col", "colgroup"):
        return False
    return _is_hidden(node, styles) or _is_white(node, styles)


def _is_hidden(node: etree._Element, styles: _Styles) -> bool:
    is_own = "hidden" in node.attrib or _hides(node.get("style", ""))
    return is_own or selectors.is_selected(node, styles.hiding)


def _is_flat(col: etree._Element) -> bool:
    return col.get("width") == "0" or bool(FLAT.search(col.get("style", "")))


def _is_white(node: etree._Element, styles: _Styles) -> bool:
    """Say whether a figure is white on nothing else; headings stand on a colour that may be told elsewhere."""
    said = f"{node.get('style', '')};color:{node.get('color', '')}"
    is_frame = node.tag in ("th", "tr", "thead", "tbody", "table")
    if is_frame or not (WHITE.search(said) or selectors.is_selected(node, styles.white)):
        return False
    around = [node, *node.iterancestors()]
    is_backed = any(
        BACKED.search(f"{one.get('style', '')};background:{one.get('bgcolor') or 'none'}")
        or selectors.is_selected(one, styles.backed)
        for one in around
    )
    return not is_backed and any(map(str.isdecimal, "".join(node.itertext())))


def document(root: etree._Element, styles: etree._Element | None) -> int:
    """Take out the texts and rows that a Word document doesn't show; return how many of them hold figures."""
    named = styles.iterfind("{*}style") if styles is not None else ()
    hiding = {value for style in named if _is_off(style.find("{*}rPr")) for value in _values(style, "styleId")}
    gone = [run for run in root.iter("{*}r") if _is_off(run.find("{*}rPr"), hiding)]
    gone += [run for p in root.iter("{*}p") if hiding & set(_values(p.find("{*}pPr/{*}pStyle"), "val")) for run in p]
    rows = (
        row
        for row in root.iter("{*}tr")
        if any(_is_on(row.find(f"{{*}}trPr/{{*}}{name}")) for name in ("hidden", "del"))
    )
    figures = 0
    for node in [*gone, *rows]:
        figures += any(map(str.isdecimal, "".join(node.itertext())))
        if (parent := node.getparent()) is not None:
            parent.remove(node)
    return figures


def _is_off(properties: etree._Element | None, hiding: Iterable[str] = ()) -> bool:
    if properties is None:
        return False
    styled = set(_values(properties.find("{*}rStyle"), "val")) & set(hiding)
    return bool(styled) or any(_is_on(properties.find(f"{{*}}{name}")) for name in NO_TEXT)


def _is_on(setting: etree._Element | None) -> bool:
    return setting is not None and not set(_values(setting, "val")) & set(OFF)


def _values(node: etree._Element | None, name: str) -> list[str]:
    return [value for key, value in node.items() if key.rpartition("}")[2] == name] if node is not None else []


def named(file: str, tables: int, texts: int) -> list[Grid]:
    """Return a grid without a row that says how much was taken out; none where nothing was."""
    unseen = [Unseen(f"{tables} hidden table(s)", REASON, has_figure=True)] if tables else []
    unseen += [Unseen(f"{texts} text(s) with figures", REASON)] if texts else []
    return [Grid(file, "", (), unseen=tuple(unseen))] if unseen else []
