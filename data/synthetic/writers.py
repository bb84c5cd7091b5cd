"""Tables to files as offices send them: workbooks, Word documents, pages, CSV; the same tables give the same bytes.

The files hold no time and nothing compressed, so that neither clock nor library shows in them.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

Cell = str | int | float | None
Merge = tuple[int, int, int, int]
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Table:
    """Lines above a table, its rows, and the notes below; `merges` count rows from the table's first, from 0."""

    lines: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = "Sheet1"


@dataclass(frozen=True)
class File:
    """A file with id, title and day of its publication; `encoding` is that of a CSV, which has one table."""

    name: str
    source: str
    title: str
    published: str
    tables: tuple[Table, ...]
    encoding: str = "utf-8-sig"

    def as_bytes(self) -> bytes:
        """Return the file's bytes; its ending says which kind it is."""
        match Path(self.name).suffix:
            case ".xlsx":
                return _workbook(self.tables)
            case ".docx":
                return _document(self.tables)
            case ".html":
                return _page(self.tables)
        return _text(self.tables[0]).encode(self.encoding)


def _width(table: Table) -> int:
    return max(map(len, table.rows))


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, MIDNIGHT)
            entry.create_system = 0
            archive.writestr(entry, XML + text)
    return out.getvalue()


def _types(named: dict[str, str]) -> str:
    kinds = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in kinds.items())
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in named.items())
    return f'<Types xmlns="{TYPES}">{defaults}{overrides}</Types>'


def _links(targets: dict[str, str]) -> str:
    entries = [
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    ]
    return f'<Relationships xmlns="{LINKS}">{"".join(entries)}</Relationships>'


def _workbook(tables: Sequence[Table]) -> bytes:
    paths = [f"worksheets/sheet{n}.xml" for n in range(1, len(tables) + 1)]
    sheets = "".join(
        f'<sheet name="{escape(table.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, table in enumerate(tables, 1)
    )
    return _zip(
        {
            "[Content_Types].xml": _types({"xl/workbook.xml": WORKBOOK} | {f"xl/{p}": WORKSHEET for p in paths}),
            "_rels/.rels": _links({"xl/workbook.xml": "officeDocument"}),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _links(dict.fromkeys(paths, "worksheet")),
            **{f"xl/{path}": _worksheet(table) for path, table in zip(paths, tables, strict=True)},
        }
    )


def _worksheet(table: Table) -> str:
    width, above = _width(table), len(table.lines)
    rows = [*((line,) for line in table.lines), *table.rows, *((note,) for note in table.notes)]
    wide = [(n, 0, n, width - 1) for n in range(above)]
    merges = [*wide, *((top + above, left, bottom + above, right) for top, left, bottom, right in table.merges)]
    data = "".join(
        f'<row r="{r}">{"".join(_cell(f"{_letters(c)}{r}", value) for c, value in enumerate(row))}</row>'
        for r, row in enumerate(rows, 1)
    )
    refs = "".join(f'<mergeCell ref="{_letters(m[1])}{m[0] + 1}:{_letters(m[3])}{m[2] + 1}"/>' for m in merges)
    return (
        f'<worksheet xmlns="{SHEET}"><sheetData>{data}</sheetData>'
        f'<mergeCells count="{len(merges)}">{refs}</mergeCells></worksheet>'
    )


def _cell(reference: str, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        space = "" if value == value.strip() else ' xml:space="preserve"'
        return f'<c r="{reference}" t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def _letters(column: int) -> str:
    tens, rest = divmod(column, 26)
    return (chr(ord("A") + tens - 1) if tens else "") + chr(ord("A") + rest)


def _covered(table: Table) -> dict[tuple[int, int], Merge]:
    """Return the cells that lie under a merge, its first one left out, each with its merge."""
    return {
        (row, column): merge
        for merge in table.merges
        for row in range(merge[0], merge[2] + 1)
        for column in range(merge[1], merge[3] + 1)
        if (row, column) != merge[:2]
    }


def _full(table: Table) -> list[list[str]]:
    """Return all cells as text, every row of the table's width."""
    width = _width(table)
    return [[_plain(row[c]) if c < len(row) else "" for c in range(width)] for row in table.rows]


def _plain(value: Cell) -> str:
    return "" if value is None else str(value)


def _page(tables: Sequence[Table]) -> bytes:
    title = escape(tables[0].lines[0])
    body = "\n".join(map(_page_table, tables))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f'<!DOCTYPE html>\n<html lang="zh-CN">{head}\n<body>\n{body}\n</body></html>\n'.encode()


def _page_table(table: Table) -> str:
    covered, firsts = _covered(table), {merge[:2]: merge for merge in table.merges}
    rows = []
    for r, row in enumerate(_full(table)):
        cells = [
            f"<td{_spans(firsts.get((r, c)))}>{escape(t)}</td>" for c, t in enumerate(row) if (r, c) not in covered
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    above, below = (("\n".join(f"<p>{escape(line)}</p>" for line in lines)) for lines in (table.lines, table.notes))
    return "\n".join([above, '<table border="1">', *rows, "</table>", below])


def _spans(merge: Merge | None) -> str:
    if merge is None:
        return ""
    top, left, bottom, right = merge
    return f' rowspan="{bottom - top + 1}" colspan="{right - left + 1}"'


def _document(tables: Sequence[Table]) -> bytes:
    pieces = [
        piece for table in tables for piece in (*map(_paragraph, table.lines), _word_table(table), *_below(table.notes))
    ]
    return _zip(
        {
            "[Content_Types].xml": _types({"word/document.xml": DOCUMENT}),
            "_rels/.rels": _links({"word/document.xml": "officeDocument"}),
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{"".join(pieces)}</w:body></w:document>',
        }
    )


def _below(notes: tuple[str, ...]) -> list[str]:
    """Return the paragraphs below a table; without one between them, Word would join two tables."""
    return [_paragraph(note) for note in notes or ("",)]


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_table(table: Table) -> str:
    covered, firsts = _covered(table), {merge[:2]: merge for merge in table.merges}
    rows = []
    for r, row in enumerate(_full(table)):
        cells = [_word_cell(t, firsts.get((r, c)), covered.get((r, c)), c) for c, t in enumerate(row)]
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = "<w:gridCol/>" * _width(table)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _word_cell(text: str, first: Merge | None, over: Merge | None, column: int) -> str:
    """Return a cell; one under a merge continues it from above, or is left out to its right."""
    merge = first or over
    if over and column > over[1]:
        return ""
    down = "" if merge is None or merge[0] == merge[2] else "<w:vMerge/>" if over else '<w:vMerge w:val="restart"/>'
    across = f'<w:gridSpan w:val="{merge[3] - merge[1] + 1}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{across}{down}</w:tcPr>{_paragraph(text)}</w:tc>"


def _text(table: Table) -> str:
    rows = [[line] for line in table.lines] + _full(table) + [[note] for note in table.notes]
    return "".join(",".join(map(_quoted, row)) + "\r\n" for row in rows)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text or "\n" in text else text
