"""A rendered page as a Word file, for written reports: the same words, tables and figures, open to editing.

One walk over the page makes the file, so that it says what the page says. The figures are
pictures of the page's own.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ipanalytics import browsers, outlines, wordstyles
from ipanalytics.catalogue import settings
from ipanalytics.core.errors import ReportError
from ipanalytics.core.i18n import say
from ipanalytics.outlines import Block, Piece
from ipanalytics.report import formatting

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# A fixed day, so that the same page gives the same bytes; an editor sets another one.
STAMP = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ZIP_STAMP = (1980, 1, 1, 0, 0, 0)
SOURCES = "来源"
STYLES = {"item": "List Bullet", "lead": "Body Text", "subtitle": "Subtitle", "note": "Note", "source": "Note"}
TEXT_MM, MOST_BESIDE, GAP_MM = 156, 3, 2


@dataclass
class _Count:
    """The numbers of the last figure and table, and the finding that they belong to."""

    figures: int = 0
    tables: int = 0
    finding: str = ""


def require() -> None:
    """Make sure that a Word file with pictures can be made.

    Raises
    ------
    ReportError
        Says what is missing and what to install.
    """
    if find_spec("docx") is None:
        msg = '--word needs python-docx, which is not installed; python -m pip install -c constraints.txt -e ".[word]"'
        raise ReportError(msg)
    browsers.require()


def write(page: Path, tasks: Sequence[Block] = ()) -> bytes:
    """Return the Word file of a page.

    Parameters
    ----------
    page
        File of a rendered page.
    tasks
        Blocks about the guide's tasks, from `taskbriefs.brief`; they stand before the sources.

    Raises
    ------
    ReportError
        When there are more or fewer pictures than figures.
    """
    blocks = outlines.read(page)
    pictures = browsers.pictures(page)
    expected = sum(block.kind == "figure" for block in blocks)
    if len(pictures) != expected:
        msg = f"{page}: took {len(pictures)} pictures of {expected} figures"
        raise ReportError(msg)
    return compose(_with_tasks(blocks, tasks), pictures)


def _with_tasks(blocks: list[Block], tasks: Sequence[Block]) -> list[Block]:
    places = [number for number, block in enumerate(blocks) if block.level == 2 and block.text == say(SOURCES)]
    place = places[-1] if places else len(blocks)
    return [*blocks[:place], *tasks, *blocks[place:]]


def compose(blocks: Sequence[Block], pictures: Iterable[bytes]) -> bytes:
    """Return blocks as a .docx, a picture for each figure."""
    title = next(block for block in blocks if block.level == 1)
    document = wordstyles.blank(title.text, formatting.synthetic() if title.marked else "")
    left, count = iter(pictures), _Count()
    for (kind, group), alike in groupby(blocks, key=lambda block: (block.kind, block.group)):
        found = list(alike)
        if kind == "figure":
            for together in [found] if group else [[one] for one in found]:
                _add_figures(document, [(one.text, next(left)) for one in together], count)
        else:
            for block in found:
                _add(document, block, count)
    return _packed(document)


def _add(document: "Document", block: Block, count: _Count) -> None:
    if block.kind == "heading":
        mark = (Piece(say("（{text}）", text=formatting.synthetic()).strip()),) if block.marked else ()
        count.finding = outlines.worded([*block.pieces, *mark])
        _fill(document.add_heading(level=block.level), [*block.pieces, *mark])
    elif block.kind == "table":
        count.tables += 1
        what = say("{finding}：数据表", finding=count.finding) if block.folded else count.finding
        wordstyles.caption(document, say("表{number}　{what}", number=count.tables, what=what), above=True)
        wordstyles.add_table(document, block, _fill)
    else:
        _fill(document.add_paragraph(style=STYLES.get(block.kind, "Normal")), block.pieces)


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
        wordstyles.fit(shape, TEXT_MM / min(len(figures), MOST_BESIDE) - GAP_MM * (len(figures) > 1))
        shape._inline.docPr.set("descr", text)  # noqa: SLF001
        shape._inline.docPr.set("name", say("图{number}", number=count.figures))  # noqa: SLF001
    span = str(first) if len(figures) == 1 else say("{first}—{last}", first=first, last=count.figures)
    wordstyles.caption(document, say("图{number}　{what}", number=span, what=count.finding))


def _packed(document: "Document") -> bytes:
    """Return the file with fixed times inside, so that the same page gives the same bytes."""
    document.core_properties.created = document.core_properties.modified = STAMP
    first, second = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as given, zipfile.ZipFile(second, "w") as made:
        for item in given.infolist():
            entry = zipfile.ZipInfo(item.filename, ZIP_STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(item))
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
