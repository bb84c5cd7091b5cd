"""How a Word file looks: A4, Chinese fonts, headings, captions, tables whose heads repeat, page numbers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from ipanalytics.core import i18n
from ipanalytics.core.i18n import say
from ipanalytics.publishing.document import Block, Piece, worded

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
# Points: style, size, whether in 黑体.
SIZES = {
    "Normal": (12, False),
    "Heading 1": (22, True),
    "Heading 2": (16, True),
    "Heading 3": (14, True),
    "Subtitle": (11, False),
    "Body Text": (14, False),
    "List Bullet": (12, False),
    "Caption": (10.5, True),
    "Note": (9, False),
    "Figure": (12, False),
    "Cell": (9, False),
    "Header": (9, False),
    "Footer": (9, False),
}
WIDE_MM, TALLEST_MM = 166, 75
EDGE_MM, BRIEF_EDGE_MM, BRIEF_SCALE = 22, 14, 0.75
# Points above a heading, a third of them below.
SPACES = {"Heading 1": 0, "Heading 2": 12, "Heading 3": 8, "Caption": 3}
# Letters of a column: it is no narrower than the least, unless all its texts are shorter, and no broader.
FEWEST, LEAST, BROAD = 3, 6, 26
# A Latin letter beside a Chinese one; a point and the edges of a cell in millimetres.
NARROW, POINT_MM, PAD_MM = 0.55, 0.353, 4
# A table of so few rows stays on one page.
FEW_ROWS = 16
# Cells in a row from which a table's letters are smaller, in points.
LETTERS = ((12, 6.5), (8, 8), (0, 9))


def blank(title: str, mark: str, *, is_brief: bool = False) -> "Document":
    """Return an empty A4 file; the mark and the title stand at the head of each page, its number at the foot.

    A brief has smaller letters and edges.
    """
    from docx import Document

    document = Document()
    _styles(document, BRIEF_SCALE if is_brief else 1)
    _page(document, BRIEF_EDGE_MM if is_brief else EDGE_MM)
    _running(document, title, mark)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "ipanalytics", "ipanalytics"
    properties.comments, properties.language, properties.revision = "", i18n.tag(), 1
    return document


def _styles(document: "Document", scale: float) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    for name in ("Note", "Figure", "Cell"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, (points, bold) in SIZES.items():
        _letters(document.styles[name], round(2 * points * scale) / 2, HEI if bold else SONG)
    for name in ("Heading 1", "Subtitle", "Caption", "Figure"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("Heading 1", "Heading 2", "Heading 3", "Figure"):
        document.styles[name].paragraph_format.keep_with_next = True
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].paragraph_format.space_after = Pt(4 * scale**2)
    document.styles["Normal"].paragraph_format.line_spacing = 1.3 if scale == 1 else 1.1
    for name, before in SPACES.items():
        document.styles[name].paragraph_format.space_before = Pt(before * scale**2)
        document.styles[name].paragraph_format.space_after = Pt(before / 3 * scale**2)
    for name in ("Figure", "Cell"):
        document.styles[name].paragraph_format.line_spacing = 1
    document.styles["Cell"].paragraph_format.space_after = Pt(0)
    document.styles["Body Text"].paragraph_format.first_line_indent = Mm(10)


def _letters(style: "ParagraphStyle", points: float, font: str) -> None:
    """Set size, black, and a font for Chinese and one for Latin letters; a theme's fonts would come before them."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.italic = Pt(points), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = LATIN
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)


def _page(document: "Document", edge: float) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDE_MM) / 2)
    section.top_margin = section.bottom_margin = Mm(edge)
    section.header_distance = section.footer_distance = Mm(edge / 2)


def _running(document: "Document", title: str, mark: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = document.sections[0]
    section.header.paragraphs[0].text = f"{title}　{mark}".strip("　")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页 / 共 ", "NUMPAGES"), (" 页", "")):
        foot.add_run(say(text))
        if field:
            _add(foot._p, "w:fldSimple", instr=field).append(foot.add_run("1")._r)  # noqa: SLF001


def _add(parent: Any, tag: str, **attributes: str) -> Any:  # noqa: ANN401
    """Append an element of WordprocessingML, for which python-docx has no call."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def caption(document: "Document", text: str, *, above: bool = False) -> None:
    """Add the line that names a figure or a table; one above a table stays with it."""
    document.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = above


def fit(shape: "InlineShape", width: float) -> None:
    """Give a picture a width in millimetres, or less where it would be taller than a page."""
    from docx.shared import Mm

    tall = width * shape.height / shape.width
    scale = min(1, TALLEST_MM / tall)
    shape.width, shape.height = Mm(width * scale), Mm(tall * scale)


def add_table(document: "Document", block: Block, fill: Callable[["Paragraph", Iterable[Piece]], None]) -> None:
    """Add a table as wide as the text; its first row repeats on each page, and no row is cut in two."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    table.autofit = False
    size = Pt(_points(block))
    lengths = [Mm(width) for width in widths(block)]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for number, (line, row) in enumerate(zip(table.rows, block.rows, strict=True)):
        _add(line._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001
        for place, (cell, pieces) in enumerate(zip(line.cells, row, strict=True)):
            cell.width, paragraph = lengths[place], cell.paragraphs[0]
            paragraph.style = "Cell"
            paragraph.paragraph_format.keep_with_next = len(block.rows) <= FEW_ROWS and number + 1 < len(block.rows)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if place in block.numeric else None
            fill(paragraph, pieces)
            for run in paragraph.runs:
                run.font.size, run.font.bold = size, number == 0 or None
    _add(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001
    document.add_paragraph(style="Note")


def _points(block: Block) -> float:
    """Return the size of a table's letters: smaller ones where it has many columns."""
    return next(points for least, points in LETTERS if len(block.rows[0]) >= least)


def widths(block: Block) -> list[float]:
    """Share the paper's width among columns: each has room for its least letters, the rest goes to long texts.

    Examples
    --------
    >>> row = lambda *texts: tuple((Piece(text),) for text in texts)
    >>> [round(width) for width in widths(Block("table", rows=(row("状态", "说明"), row("● 已完成", "很长" * 20))))]
    [29, 137]
    >>> [round(width) for width in widths(Block("table", rows=(row(*"甲乙丙丁"), row("滞后", *["很长" * 13] * 3))))]
    [14, 51, 51, 51]
    """
    letter = _points(block) * POINT_MM
    texts = [[_length(worded(row[place])) for row in block.rows] for place in range(len(block.rows[0]))]
    # A head may take two lines.
    lengths = [max(head / 2, FEWEST, *body) for head, *body in texts]
    wanted = [min(length, BROAD) * letter + PAD_MM for length in lengths]
    least = [min(length, LEAST) * letter + PAD_MM for length in lengths]
    room, more = WIDE_MM - sum(least), sum(wanted) - sum(least)
    if sum(wanted) <= WIDE_MM or room <= 0:
        shares = wanted if room > 0 else least
        return [WIDE_MM * share / sum(shares) for share in shares]
    return [floor + room * (want - floor) / more for floor, want in zip(least, wanted, strict=True)]


def _length(text: str) -> float:
    """Return how many Chinese letters are as long as a text."""
    return sum(1 if east_asian_width(letter) in "WFA" else NARROW for letter in text)


def add_contents(document: "Document", lines: Iterable[str]) -> None:
    """Add the contents: a field that an editor fills with page numbers, until then the headings."""
    document.add_paragraph(say("目录"), style="Caption").paragraph_format.keep_with_next = True
    paragraph = document.add_paragraph(style="Note")
    for kind in ("begin", "separate"):
        _add(paragraph.add_run()._r, "w:fldChar", fldCharType=kind, **({"dirty": "true"} if kind == "begin" else {}))  # noqa: SLF001
        if kind == "begin":
            _add(paragraph.add_run()._r, "w:instrText").text = r' TOC \o "2-2" \h '  # noqa: SLF001
    paragraph.add_run("　".join(lines))
    _add(paragraph.add_run()._r, "w:fldChar", fldCharType="end")  # noqa: SLF001
