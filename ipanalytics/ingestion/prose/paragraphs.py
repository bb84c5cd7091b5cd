"""Lines of running text as paragraphs: wrapped lines joined, page numbers dropped, headings and notes apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipanalytics.ingestion.prose import numerals, rules
from ipanalytics.ingestion.readers.grid import Passage

PAGE_NUMBER = re.compile(r"[-—–－\s]*(?:第\s*)?[0-9]{1,3}(?:\s*/\s*[0-9]{1,3})?(?:\s*页)?[-—–－\s]*")
# A heading, a caption or the item of a list begins a line of its own.
BEGINS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}\s*[、．.]\s*(?![0-9])"
    r"|[\[［〔][0-9]{1,2}[\]］〕]|注释?\s*[0-9]*\s*[:：]|(?:续?表|图)\s*[0-9]+|附[表件注])"
)
CAPTION = re.compile(r"\s*续?[表图]\s*[0-9]+")
HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[章节部])"
)
MARK = re.compile(r"[\[［〔][0-9]{1,2}[\]］〕]")
STOP = re.compile("[。！？!?]")
SENTENCES = re.compile("[^。！？]*(?:[。！？]+[”）)》]*|$)")
# Lines that are wrapped end within so many characters of one another, and this part of the long ones is.
SAME_WIDTH, MOSTLY, LONG, LONGEST_HEADING = 3, 0.35, 16, 40


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its page and number, or a heading; `is_note` where it stands among the notes."""

    page: str
    number: int
    text: str
    is_heading: bool = False
    is_note: bool = False

    @property
    def name(self) -> str:
        """What a reader finds it by."""
        return f"{self.page}, paragraph {self.number}" if self.page else f"paragraph {self.number}"


def of(lines: Sequence[Passage]) -> list[Paragraph]:
    """Return the paragraphs of a text; numbers count them anew on every page."""
    heads = _running_heads(lines)
    kept = [line for line in lines if not PAGE_NUMBER.fullmatch(line.text) and line.text not in heads]
    counts: Counter[str] = Counter()
    made: list[Paragraph] = []
    is_note = False
    for page, text, is_heading in _joined(kept):
        counts[page] += 1
        is_note = not is_heading and (is_note or _begins_notes(text))
        made.append(Paragraph(page, counts[page], text, is_heading, is_note))
    return made


def _running_heads(lines: Sequence[Passage]) -> set[str]:
    """Return the short lines that stand on three pages or more: a paper's name at their head or foot."""
    pages = Counter(text for _, text in {(line.page, line.text) for line in lines if line.page})
    return {text for text, count in pages.items() if count > 2 and _size(text) <= LONGEST_HEADING}


def _begins_notes(text: str) -> bool:
    """Say whether a paragraph begins the notes of a communiqué: 注释：, [1]本公报, 资料来源."""
    plain = numerals.normal(text)
    opened = re.match(rf"[(\[]?(?:{rules.words('note').pattern})[0-9]*[:：\])、.]?", plain)
    return bool(opened and (opened.end() == len(plain) or plain[opened.end() - 1] in "：:])、.")) or bool(
        re.match(r"\[[0-9]{1,2}\][^。，、；,;.]", plain)
    )


def _joined(lines: Sequence[Passage]) -> Iterator[tuple[str, str, bool]]:
    """Yield page, text and whether it is a heading, of lines that belong together."""
    width = _width(lines)
    page, text, last = "", "", ""
    for line in lines:
        if text and not _goes_on(last, line.text, width):
            yield page, text, _is_heading(text)
            text = ""
        page = page if text else line.page
        text, last = _glued(text, line.text), line.text
    if text:
        yield page, text, _is_heading(text)


def _glued(text: str, line: str) -> str:
    """Join a wrapped line: words of letters keep their blank, a number goes on."""
    return f"{text} {line}" if text[-1:].isascii() and text[-1:].isalpha() and line[:1].isalpha() else text + line


def _width(lines: Sequence[Passage]) -> int:
    """Return how long lines are where they are wrapped, 0 where each paragraph is a line."""
    sizes = [_size(line.text) for line in lines if _size(line.text) >= LONG]
    if not sizes:
        return 0
    common = Counter(sizes).most_common(1)[0][0]
    alike = sum(abs(size - common) <= SAME_WIDTH for size in sizes)
    return common if alike >= MOSTLY * len(sizes) and alike > 2 else 0


def _size(text: str) -> int:
    """Return the width of a line in Chinese characters."""
    plain = text.replace(" ", "")
    return sum(2 - (char.isascii()) for char in plain) // 2


def _goes_on(last: str, line: str, width: int) -> bool:
    is_full = _size(last) >= width - 2 * SAME_WIDTH
    # A mark that a line happens to begin with is no note's where its sentence isn't over.
    begins = BEGINS.match(line) and not (MARK.match(line) and is_full and last.rstrip()[-1:] not in "：:；;")
    if not width or STOP.search(last.rstrip()[-1:]) or begins:
        return False
    return is_full or not (_is_heading(last) or CAPTION.match(last))


def _is_heading(text: str) -> bool:
    is_short = _size(text) <= LONGEST_HEADING and not re.search("[。；;，,：:]", text)
    return is_short and (bool(HEADING.match(text)) or not re.search("[0-9０-９]", text))


def sentences(paragraph: Paragraph) -> list[str]:
    """Return a paragraph's normal sentences.

    Examples
    --------
    >>> sentences(Paragraph("", 1, "年末 常住人口３２１万人。其中， 城镇 200万人"))
    ['年末常住人口321万人。', '其中，城镇200万人']
    """
    return [found[0] for found in SENTENCES.finditer(numerals.normal(paragraph.text)) if found[0]]
