"""A rendered page as a Word file, open to editing, with the tasks of the guide in short."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipanalytics.catalogue import hierarchy, settings
from ipanalytics.catalogue.places import province
from ipanalytics.core.errors import ReportError
from ipanalytics.core.i18n import is_english, say
from ipanalytics.publishing import browser
from ipanalytics.publishing.document import (
    Block,
    Piece,
    heads_of,
    opening_of,
    parts_of,
    pieces_of,
    read,
    table_block,
    worded,
)
from ipanalytics.publishing.word import styles
from ipanalytics.report import formatting
from ipanalytics.report.markup import Part
from ipanalytics.report.sections.office.tasks import WORDS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# A fixed day, so that the same page gives the same bytes; an editor sets another one.
STAMP = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SOURCES = "来源"
STYLES = {"item": "List Bullet", "lead": "Body Text", "subtitle": "Subtitle", "note": "Note", "source": "Note"}
TEXT_MM, FEWEST_BESIDE, MOST_BESIDE, GAP_MM = 156, 2, 3, 2
BRIEF_MM, CONTENTS_LEVEL = 48, 2
OPEN = (WORDS["overdue"], WORDS["pending"])
HEADS = ("编号", "任务", "责任处室", "责任单位", "状态")


@dataclass
class _Count:
    """The numbers of the last heading, figure and table, the finding that they belong to, the contents to come."""

    is_brief: bool = False
    headings: int = 0
    figures: int = 0
    tables: int = 0
    finding: str = ""
    contents: list[str] = field(default_factory=list)


def require() -> None:
    """Make sure that a Word file with pictures can be made.

    Raises
    ------
    ReportError
        Says what is missing and what to install.
    """
    require_writer()
    browser.require()


def require_writer() -> None:
    """Make sure that a Word file without pictures can be made.

    Raises
    ------
    ReportError
        Says what is missing and what to install.
    """
    if find_spec("docx") is None:
        msg = (
            'Word files need python-docx, which is not installed; python -m pip install -c constraints.txt -e ".[word]"'
        )
        raise ReportError(msg)


def write(page: Path, tasks: Sequence[Block] = (), *, is_brief: bool = False) -> bytes:
    """Return the Word file of a page.

    Parameters
    ----------
    page
        File of a rendered page.
    tasks
        Blocks about the guide's tasks, from `brief`; they stand before the sources.
    is_brief
        Whether it is to fit one sheet; else it has contents and numbered headings.

    Raises
    ------
    ReportError
        When there are more or fewer pictures than figures.
    """
    blocks = read(page)
    pictures = browser.pictures(page)
    expected = sum(block.kind == "figure" for block in blocks)
    if len(pictures) != expected:
        msg = f"{page}: took {len(pictures)} pictures of {expected} figures"
        raise ReportError(msg)
    return compose(_with_tasks(blocks, tasks), pictures, is_brief=is_brief)


def _with_tasks(blocks: list[Block], tasks: Sequence[Block]) -> list[Block]:
    places = [number for number, block in enumerate(blocks) if block.level == 2 and block.text == say(SOURCES)]
    place = places[-1] if places else len(blocks)
    return [*blocks[:place], *tasks, *blocks[place:]]


def compose(blocks: Sequence[Block], pictures: Iterable[bytes], *, is_brief: bool = False) -> bytes:
    """Return blocks as a .docx, a picture for each figure."""
    title = next(block for block in blocks if block.level == 1)
    document = styles.blank(title.text, formatting.synthetic() if title.marked else "", is_brief=is_brief)
    left, count = iter(pictures), _Count(is_brief=is_brief)
    count.contents = [] if is_brief else [block.text for block in blocks if block.level == CONTENTS_LEVEL]
    for (kind, group), alike in groupby(blocks, key=lambda block: (block.kind, block.group)):
        if kind != "figure":
            for block in alike:
                _add(document, block, count)
        elif group:
            _add_figures(document, [(block.text, next(left)) for block in alike], count)
        else:
            for block in alike:
                _add_figures(document, [(block.text, next(left))], count)
    return packed(document)


def _add(document: "Document", block: Block, count: _Count) -> None:
    if block.kind == "heading":
        mark = (Piece(say("（{text}）", text=formatting.synthetic()).strip()),) if block.marked else ()
        count.finding = worded([*block.pieces, *mark])
        if count.contents and block.level == CONTENTS_LEVEL:
            styles.add_contents(document, [numbered(n, text) for n, text in enumerate(count.contents, start=1)])
            count.contents = []
        _fill(document.add_heading(level=block.level), [*_number(block, count), *block.pieces, *mark])
    elif block.kind == "table":
        count.tables += 1
        if not count.is_brief:
            what = say("表{number}　{what}", number=count.tables, what=count.finding)
            styles.caption(document, what, above=True)
        styles.add_table(document, block, _fill)
    else:
        _fill(document.add_paragraph(style=STYLES.get(block.kind, "Normal")), block.pieces)


def _number(block: Block, count: _Count) -> tuple[Piece, ...]:
    """Return the number of a heading of the second rank, as official papers number them."""
    if block.level != CONTENTS_LEVEL or count.is_brief:
        return ()
    count.headings += 1
    return (Piece(numbered(count.headings, "")),)


def numbered(number: int, text: str) -> str:
    """Return a heading with its number.

    Examples
    --------
    >>> numbered(12, "来源")
    '十二、来源'
    """
    tens, ones = divmod(number, 10)
    chinese = ("十" if tens else "") + (" 一二三四五六七八九"[ones].strip())
    return say("{number}、{text}", number=number if is_english() else chinese, text=text)


def _fill(paragraph: "Paragraph", pieces: Iterable[Piece]) -> None:
    from docx.shared import RGBColor

    lights = settings.wording().statuses
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.bold = True if piece.bold else None
        colour = lights[piece.status].colour.lstrip("#") if piece.status in lights else piece.colour
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour.upper())


def _add_figures(document: "Document", figures: list[tuple[str, bytes]], count: _Count) -> None:
    """Add one figure, or several side by side, with one caption; each has its text alternative."""
    paragraph = document.add_paragraph(style="Figure")
    first = count.figures + 1
    for text, picture in figures:
        count.figures += 1
        shape = paragraph.add_run().add_picture(io.BytesIO(picture))
        width = BRIEF_MM if count.is_brief else TEXT_MM / min(max(len(figures), FEWEST_BESIDE), MOST_BESIDE)
        styles.fit(shape, width - GAP_MM)
        shape._inline.docPr.set("descr", text)  # noqa: SLF001
        shape._inline.docPr.set("name", say("图{number}", number=count.figures))  # noqa: SLF001
    if count.is_brief:
        return
    span = str(first) if len(figures) == 1 else say("{first}—{last}", first=first, last=count.figures)
    styles.caption(document, say("图{number}　{what}", number=span, what=count.finding))


def packed(document: "Document") -> bytes:
    """Return a file with fixed times inside, so that the same page gives the same bytes."""
    document.core_properties.created = document.core_properties.modified = STAMP
    first, second = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as given, zipfile.ZipFile(second, "w") as packed:
        for item in given.infolist():
            entry = zipfile.ZipInfo(item.filename, STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, given.read(item))
    return second.getvalue()


def is_edited(path: Path) -> bool:
    """Tell whether somebody has saved a Word file since it was made; one that can't be read counts as edited."""
    if find_spec("docx") is None:
        return True
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        properties = Document(str(path)).core_properties
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        return True
    return properties.modified is None or properties.modified.replace(tzinfo=None) != STAMP


def brief(page: Path, area: str) -> list[Block]:
    """Return heading, lead, counts and the tasks that are overdue or pending.

    Parameters
    ----------
    page
        The rendered page of the tasks.
    area
        Of the province all such tasks are listed; of another place those that it or its units
        are named for.
    """
    opening = opening_of(page)
    tables = [table for cell in parts_of(page)["cells"] for part in cell for table in part.get("tables", [])]
    rows = sorted(_open_tasks(tables, _names(area)), key=lambda row: row["状态"]["text"] == say(OPEN[1]))
    marked = bool(opening["mark"])
    heading = Block("heading", pieces_of(opening["title"]), 2, marked=marked)
    lead = Block("text", pieces_of(opening["lead"]))
    return [heading, lead, table_block(tables[0]), *_listed(rows, area, marked=marked)]


def _listed(rows: Sequence[dict[str, Any]], area: str, *, marked: bool) -> list[Block]:
    numbers = {"place": formatting.place(area), "count": len(rows)}
    if area == province():
        text = say("任务中，{count}项没有全部完成", **numbers) if rows else say("任务中没有未完成的")
    elif rows:
        text = say("涉及{place}的任务中，{count}项没有全部完成", **numbers)
    else:
        text = say("涉及{place}的任务中没有未完成的", **numbers)
    heading = Block("heading", (Piece(text),), 3, marked=marked and bool(rows))
    cells = (tuple(pieces_of(row.get(name, "")) for name in HEADS) for row in rows)
    return [heading, Block("table", rows=(heads_of(map(say, HEADS)), *cells))] if rows else [heading]


def _open_tasks(tables: Iterable[Part], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the tasks that are overdue or pending, cells by the names of their columns."""
    words = [say(word) for word in OPEN]
    for table in tables:
        columns = [column["name"] for column in table["columns"]]
        if {"编号", "任务", "状态"} <= set(columns):
            rows = [dict(zip(columns, cells, strict=True)) for cells in table["rows"]]
            yield from (row for row in rows if row["状态"]["text"] in words and _concerns(row, names))


def _concerns(row: dict[str, Any], names: Sequence[str]) -> bool:
    units = row.get("责任单位", "")
    return not names or say(settings.settings().every_unit) in units or any(name in units for name in names)


def _names(area: str) -> list[str]:
    """Return the names by which a task can name an area; none for the province, whom all tasks concern."""
    if area == province():
        return []
    return [formatting.place(code, short=False) for code in [area, *hierarchy.members(area)]]
