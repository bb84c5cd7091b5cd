"""A page as blocks in its order: headings, sentences, tables, figures; nothing is added, nothing left out.

What only a screen can use is no part of it: navigation, downloads, words that stand for a
picture or repeat a shape.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import html

from ipanalytics.core.errors import ReportError
from ipanalytics.core.i18n import join, say

LEGENDS, DRAWN = {"key", "classes"}, {"province", "by-county"}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
UNSEEN = ("nav", "script", "style", "summary")
SIGNS = {"swatch": "■", "stroke": "━"}
HATCHED, DASHED, PALE = "▨", "┅", "□"
PALEST = 0xF0
COLOUR = re.compile(r"#([0-9a-f]{6})")


@dataclass(frozen=True)
class Piece:
    """Text of one look; `status` is the id of a light's status, `colour` six hexadecimal digits."""

    text: str
    status: str = ""
    colour: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """One thing on a page.

    `kind` is heading, text, lead, subtitle, note, source, key, item, table or figure; `level`
    a heading's rank; `rows` the cells of a table, its first row the heads; `numeric` the numbers
    of the columns that stand right; `group` is the same for figures side by side, else 0;
    `folded` says that a table stands under a figure.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    marked: bool = False
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    numeric: frozenset[int] = frozenset()
    group: int = 0
    folded: bool = False

    @property
    def text(self) -> str:
        """The words of the block without their looks."""
        return worded(self.pieces)


def worded(pieces: Iterable[Piece]) -> str:
    """Return pieces as one text."""
    return "".join(piece.text for piece in pieces).strip()


def read(page: Path) -> list[Block]:
    """Return the blocks of a rendered page, the line at its foot last.

    Raises
    ------
    ReportError
        When the file isn't a page of a report.
    """
    tree = html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    parts = [part for name in ("main", "footer") for part in tree.iter(name)]
    blocks = [block for part in parts for block in _blocks(part)]
    if [block.kind for block in blocks if block.level == 1] != ["heading"]:
        msg = f"{page}: found no page of a report: expected one h1"
        raise ReportError(msg)
    return blocks


def _blocks(element: html.HtmlElement) -> Iterator[Block]:
    """Yield what an element holds; a section whose point is files to download is left out."""
    if element.tag in UNSEEN or (element.tag == "section" and element.find_class("downloads")):
        return
    made = _block(element)
    if made is not None:
        yield made
    elif element.tag == "dl":
        yield from map(_card, element)
    else:
        yield from (block for child in element.iterchildren(tag=html.etree.Element) for block in _blocks(child))


def _block(element: html.HtmlElement) -> Block | None:
    """Return the block that an element is; none where it only holds others."""
    tag = element.tag
    if tag in HEADINGS:
        return Block("heading", _pieces(element), HEADINGS[tag], marked=bool(element.find_class("synthetic")))
    if tag in ("p", "pre"):
        return Block(element.get("class", "text"), _pieces(element))
    if tag == "figure":
        return _figure(element)
    if tag == "table":
        return _table(element)
    if tag == "svg":
        return Block("figure", (Piece(element.get("aria-label", "")),)) if set(_kinds(element)) & DRAWN else None
    if tag == "ul" and set(_kinds(element)) & LEGENDS:
        return Block("key", tuple(piece for item in element for piece in (*_pieces(item), Piece("　"))))
    return Block("item", _pieces(element)) if tag == "li" else None


def _kinds(element: html.HtmlElement) -> list[str]:
    return str(element.get("class", "")).split()


def _card(card: html.HtmlElement) -> Block:
    """Word a key figure as a line: its name, its value in bold, the detail in brackets."""
    name, value, *details = (child.text_content().strip() for child in card)
    known = [text for text in details if text]
    detail = say("（{text}）", text=join("，", known)) if known else ""
    return Block("item", (Piece(say("{name}：", name=name)), Piece(value, bold=True), Piece(detail)))


def _figure(element: html.HtmlElement) -> Block:
    plot, around = element.find_class("plot")[0], element.getparent()
    side_by_side = "panels" in around.get("class", "").split()
    group = 1 + int(around[0].find_class("plot")[0].get("data-plot")) if side_by_side else 0
    return Block("figure", (Piece(plot.get("aria-label", "")),), group=group)


def _table(element: html.HtmlElement) -> Block:
    rows = [list(row) for row in element.iter("tr")]
    numeric = frozenset(number for number, cell in enumerate(rows[0]) if cell.get("class") == "number")
    folded = next(element.iterancestors("details"), None) is not None
    cells = tuple(tuple(_pieces(cell) for cell in row) for row in rows)
    return Block("table", rows=cells, numeric=numeric, folded=folded)


def _pieces(element: html.HtmlElement, look: Piece = Piece("")) -> tuple[Piece, ...]:  # noqa: B008
    """Return an element's text by its looks; line breaks of the source are blanks."""
    found = [replace(look, text=_blank(element.text))]
    for child in element:
        if not set(child.get("class", "").split()) & {"synthetic", "word"}:
            found += [_sign(child)] if _is_sign(child) else _pieces(child, _look(child, look))
        found.append(replace(look, text=_blank(child.tail)))
    return tuple(piece for piece in found if piece.text)


def _blank(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _look(element: html.HtmlElement, look: Piece) -> Piece:
    kind, _, status = element.get("class", "").partition(" ")
    status = status if kind == "light" else look.status
    return replace(look, status=status, bold=look.bold or element.tag in ("strong", "b"))


def _is_sign(element: html.HtmlElement) -> bool:
    return element.get("class") in (*SIGNS, "patch")


def _sign(element: html.HtmlElement) -> Piece:
    """Return a sign in the colour of a legend's swatch or stroke."""
    if element.get("class") == "patch":
        return _patch(str(element.xpath(".//*[@fill]")[-1].get("fill")))
    style = element.get("style", "")
    colour = "".join(COLOUR.findall(style)[:1])
    if "gradient" in style:
        return Piece(HATCHED, colour=colour)
    if "dashed" in style:
        return Piece(DASHED, colour=colour)
    return _square(colour, SIGNS[element.get("class")])


def _patch(fill: str) -> Piece:
    """Return the sign of a drawn square: its colour as #0b3c6b or rgb(11, 60, 107), or a pattern."""
    if fill.startswith("url"):
        return Piece(HATCHED)
    parts = [int(part) for part in re.findall(r"\d+", fill)] if fill.startswith("rgb") else bytes.fromhex(fill[1:])
    return _square(bytes(parts).hex(), SIGNS["swatch"])


def _square(colour: str, sign: str) -> Piece:
    """Return a sign in its colour; one too pale for paper is empty."""
    return Piece(PALE) if colour and min(bytes.fromhex(colour)) >= PALEST else Piece(sign, colour=colour)
