"""A letter to a unit as a Word file: one A4 page in the form of a 函, open to editing."""

from typing import TYPE_CHECKING

from ipanalytics.publishing.word import pages, styles
from ipanalytics.publishing.word.feedback import Letter, Paragraph

if TYPE_CHECKING:
    from docx.document import Document

# Points: sizes of the type, of which the largest is taken that one page has room for; the title, height and width of
# the text; a line, what stands between paragraphs and above headings as parts of the type.
SIZES, TITLE, HEIGHT, WIDTH = (12, 11, 10.5, 10, 9, 8), 18, 690, 470
LINE, AFTER, ABOVE, INDENT = 1.6, 0.25, 0.35, 2
# Addressee, ending, office and day.
FIXED_LINES = 4


def write(letter: Letter) -> bytes:
    """Return a letter as a .docx; the same letter gives the same bytes."""
    document = styles.blank(letter.title, letter.mark)
    document.sections[0].header.paragraphs[0].text = letter.mark
    points = next((size for size in SIZES if height(letter, size) <= HEIGHT), SIZES[-1])
    _set_type(document, points)
    document.add_heading(letter.title, level=1)
    document.add_paragraph(letter.addressee)
    number = 0
    for paragraph in letter.paragraphs:
        number += bool(paragraph.heading)
        _add(document, paragraph, number, points)
    _indented(document, letter.ending, points)
    for text in (letter.office, letter.day):
        _signed(document, text)
    return pages.packed(document)


def height(letter: Letter, points: float) -> float:
    """Return how high a letter is in a type of some points: lines are of fixed height, and a letter is as wide as high.

    Words of Latin letters are narrower, so that there is room to spare.
    """
    texts = [text for p in letter.paragraphs for text in (p.heading, p.text, *p.items) if text]
    headings = sum(bool(p.heading) for p in letter.paragraphs)
    lines = FIXED_LINES + sum(-(-(len(text) + INDENT) * points // WIDTH) for text in texts)
    between = (FIXED_LINES + len(texts)) * AFTER + headings * ABOVE
    return 2 * TITLE + points * (lines * LINE + between)


def _set_type(document: "Document", points: float) -> None:
    """Set the type, and lines of a fixed height, which no font changes."""
    from docx.shared import Pt

    for name, size in (("Normal", points), ("Heading 1", TITLE), ("Heading 2", points)):
        style = document.styles[name]
        style.font.size, style.paragraph_format.line_spacing = Pt(size), Pt(LINE * size)
        style.paragraph_format.space_after = Pt(AFTER * points)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(ABOVE * points)


def _add(document: "Document", paragraph: Paragraph, number: int, points: float) -> None:
    if paragraph.heading:
        document.add_heading(pages.numbered(number, paragraph.heading), level=2)
    if paragraph.text:
        _indented(document, paragraph.text, points)
    for place, item in enumerate(paragraph.items, start=1):
        _indented(document, f"{place}. {item}", points)


def _indented(document: "Document", text: str, points: float) -> None:
    """Add a paragraph whose first line begins two letters further in."""
    from docx.shared import Pt

    document.add_paragraph(text).paragraph_format.first_line_indent = Pt(INDENT * points)


def _signed(document: "Document", text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
