"""A page as blocks in its order: headings, sentences, tables, figures; nothing is added.

What only a screen can use is no part of it: navigation, downloads, words that stand for a
picture or repeat a shape, and what is folded there but the list of sources.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ipanalytics.core.errors import ReportError
from ipanalytics.core.i18n import join, plain, say
from ipanalytics.publishing import payload
from ipanalytics.report.markup import Part, Text

SQUARE, HATCHED, PALE, LINE, DASHED, TARGET = "■", "▨", "□", "━", "┅", "┃"
PALEST = 0xF0
SPARED = ("序时", "快慢", "预计", "依据")


@dataclass(frozen=True)
class Piece:
    """Text of one look; `status` is the id of a light's status, `colour` six hexadecimal digits."""

    text: str
    status: str = ""
    colour: str = ""
    bold: bool = False


Row = tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Block:
    """One thing on a page.

    `kind` is heading, text, lead, subtitle, note, source, key, item, table or figure; `level`
    a heading's rank; `rows` the cells of a table, its first row the heads; `numeric` the numbers
    of the columns that stand right; `group` is the same for figures side by side, else 0.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    marked: bool = False
    rows: tuple[Row, ...] = ()
    numeric: frozenset[int] = frozenset()
    group: int = 0

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
    kept = parts_of(page)
    return [*blocks(kept["cells"]), *_line("text", kept["footer"])]


def parts_of(page: Path) -> dict[str, Any]:
    """Return the parts of a rendered page, by `cells`, and its `footer`.

    Raises
    ------
    ReportError
        When the file isn't a page of a report.
    """
    kept = payload.unpack_parts(page.read_text(encoding="utf-8"))
    if not kept:
        msg = f"{page}: found no page of a report"
        raise ReportError(msg)
    return kept


def opening_of(page: Path) -> Part:
    """Return the top of a rendered page."""
    return next(part for cell in parts_of(page)["cells"] for part in cell if part["kind"] == "opening")


def blocks(cells: Iterable[list[Part]]) -> Iterator[Block]:
    """Yield the blocks of a page's parts, cell by cell, but what is folded and what offers files to download."""
    is_appendix = False
    for cell in cells:
        is_appendix = is_appendix or any(part.get("is_appendix") for part in cell)
        for part in _open_parts(cell, is_appendix=is_appendix):
            yield from BLOCKS[part["kind"]](part)


def _open_parts(cell: list[Part], *, is_appendix: bool) -> list[Part]:
    """Return what isn't folded; of an appendix the list of sources with its heading."""
    if is_appendix:
        lists = [number for number, part in enumerate(cell) if part.get("lists")]
        return [part for number in lists for part in cell[max(number - 1, 0) : number + 1]]
    parts = [] if any("files" in _drawn(part) for part in cell) else cell
    shown = [part for part in parts if part.get("printed") or not part.get("folded")]
    # Nor a heading that has nothing below it.
    return [] if len(parts) > len(shown) == 1 and not shown[0].get("paragraphs", True) else shown


def _drawn(part: Part) -> dict[str, Any]:
    return part["drawing"]["context"] if part.get("drawing") else {}


def _opening(part: Part) -> Iterator[Block]:
    yield Block("heading", pieces_of(part["title"]), 1, marked=bool(part["mark"]))
    yield from _line("subtitle", part["subtitle"])
    yield from _line("lead", part["lead"])
    yield from map(_card, part["cards"])
    summary = part.get("summary") or {"behind": [], "changed": "", "next": []}
    yield from map(_behind, summary["behind"])
    yield from _line("text", summary["changed"])
    if summary["next"]:
        yield from _line("text", say("接下来到期：{names}。", names=join("；", summary["next"])))


def _behind(target: Part) -> Block:
    """Word a target that is behind as a line: its light, its name in bold, where it stands, what is needed and why."""
    sign = (Piece(target["light"], status=target["status"]), Piece(f" {target['text']} "))
    told = join("；", filter(None, [target["needed"], target["why"]]))
    told = join("，", filter(None, [target["stands"], told]))
    return Block("item", (*sign, Piece(target["label"], bold=True), Piece(" "), *pieces_of(told)))


def _card(card: Part) -> Block:
    """Word a key figure as a line: its name, its value in bold, the details in brackets."""
    details = [worded(pieces_of(detail)) for detail in card["details"]]
    bracket = say("（{text}）", text=join("，", details)) if details else ""
    name = plain(say("{name}：", name=card["name"]))
    return Block("item", (Piece(name), Piece(worded(pieces_of(card["value"])), bold=True), Piece(bracket)))


def _section(part: Part) -> Iterator[Block]:
    if part["heading"]:
        yield Block("heading", pieces_of(part["heading"]), part["level"])
    for paragraph in part["paragraphs"]:
        is_list = isinstance(paragraph, dict)
        for number, texts in enumerate(paragraph["items"] if is_list else [paragraph], start=1):
            before = (Piece(f"{number}. "),) if is_list and paragraph["is_numbered"] else ()
            kind = "item" if is_list and not before else "text"
            yield Block(kind, (*before, *(piece for text in texts for piece in pieces_of(text))))


def _exhibit(part: Part) -> Iterator[Block]:
    light = (Piece(part["light"]["light"], status=part["light"]["status"]), Piece(" ")) if part["light"] else ()
    yield Block("heading", (*light, *pieces_of(part["title"])), 3, marked=bool(part["mark"]))
    yield from _drawing(_drawn(part))
    yield from _figures(part)
    if not part["is_drawn"]:
        yield from map(table_block, part["tables"])
    yield from _line("note", part["note"])
    yield from _line("source", part["source"])


def _drawing(context: dict[str, Any]) -> Iterator[Block]:
    """Yield what stands around a drawing, in the order of the templates, and what it shows in words."""
    if clause := context.get("clause"):
        yield from _line("text", clause["quote"] + clause["where"])
    if "map" in context:
        yield Block("figure", pieces_of(context["map"]["alt"]))
    for text in (context.get("text") or context.get("hint", ""), *context.get("told", [])):
        yield from _line("text", text)
    legends = [context.get("legend"), context.get("key"), *(key["entries"] for key in context.get("keys", []))]
    for entries in filter(None, legends):
        yield Block("key", tuple(piece for entry in entries for piece in (*_entry(entry), Piece("　"))))
    if weakest := context.get("weakest"):
        yield Block("text", (Piece(say("低于要求的单元最多的指标"), bold=True),))
        yield from (Block("item", pieces_of(f"{target['label']} {target['words']}")) for target in weakest)
    if "rows" in context:
        heads = heads_of([context.get("head") or say("单元"), *context["columns"]])
        yield Block("table", rows=(heads, *map(_cells, context["rows"])))


def _entry(entry: Part) -> tuple[Piece, ...]:
    """Return an entry of a legend: a sign in its colour, what it stands for, of how many."""
    words = plain(f"{entry['word']} {entry.get('count', '')}".strip())
    if "status" in entry:
        return Piece(entry["shape"], status=entry["status"]), Piece(f" {words}")
    if "line" in entry:
        return Piece(DASHED if "dashed" in entry["line"] else LINE, colour=_colour(entry["line"])), Piece(words)
    look = entry.get("shade", entry.get("fill"))
    return _square(look) if look is not None else Piece(TARGET), Piece(words)


def _square(look: str) -> Piece:
    """Return the sign of a class: a square, a hatched one, or an empty one where the colour is too pale for paper."""
    if not look or "gradient" in look:
        return Piece(HATCHED, colour=_colour(look))
    colour = _colour(look)
    return Piece(PALE) if min(bytes.fromhex(colour)) >= PALEST else Piece(SQUARE, colour=colour)


def _colour(css: str) -> str:
    """Return the first colour of a style in hexadecimal digits.

    Examples
    --------
    >>> _colour("2px solid #0b3c6b"), _colour("rgb(11, 60, 107)"), _colour("")
    ('0b3c6b', '0b3c6b', '')
    """
    if css.startswith("rgb"):
        return bytes(map(int, re.findall(r"\d+", css))).hex()
    return "".join(re.findall(r"#([0-9a-f]{6})", css)[:1])


def _cells(row: Part) -> Row:
    """Return a row of a drawing made of cells: a light each, or a number, or nothing."""
    cells = [(Piece(cell.get("shape") or cell["text"], status=cell.get("status", "")),) if cell else ()
             for cell in row["cells"]]  # fmt: skip
    return (pieces_of(row["name"]), *cells)


def _figures(part: Part) -> Iterator[Block]:
    """Yield the figures of a part; those side by side have the number of their first, from 1."""
    group = 0
    for before, figure in pairwise([{"panel": ""}, *part["figures"]]):
        if before["panel"] != figure["panel"]:
            group = figure["number"] + 1
        yield Block("figure", pieces_of(figure["alt"]), group=group if figure["panel"] else 0)


def table_block(table: Part) -> Block:
    """Return a table of a part; of one of lights without the columns that paper has no room for."""
    if table.get("has_lights"):
        kept = [number for number, column in enumerate(table["columns"]) if column["name"] not in SPARED]
        rows = [[row[number] for number in kept] for row in table["rows"]]
        table = {**table, "columns": [table["columns"][number] for number in kept], "rows": rows}
    numeric = frozenset(number for number, column in enumerate(table["columns"]) if column["look"] == "number")
    heads = heads_of(column["head"] for column in table["columns"])
    return Block("table", rows=(heads, *(tuple(map(pieces_of, row)) for row in table["rows"])), numeric=numeric)


def heads_of(texts: Iterable[str]) -> Row:
    """Return the first row of a table."""
    return tuple(map(pieces_of, texts))


def _line(kind: str, text: str) -> Iterator[Block]:
    if text:
        yield Block(kind, pieces_of(text))


def pieces_of(text: Text) -> tuple[Piece, ...]:
    """Return a text of a part by its looks."""
    if isinstance(text, str):
        return (Piece(plain(text)),) if text else ()
    if "light" in text:
        return Piece(text["light"], status=text["status"]), Piece(f" {plain(text['text'])}")
    return (Piece(plain(text["text"]), bold="bold" in text),)


BLOCKS = {
    "opening": _opening,
    "section": _section,
    "exhibit": _exhibit,
    "figure": _figures,
    "print": lambda part: _line("text", part["text"]),
}
