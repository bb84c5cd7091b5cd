"""What notes and headings of a communiqué change: a figure that a note redefines isn't what its sentence says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ipanalytics.ingestion.prose import clauses, numerals, paragraphs, rules
from ipanalytics.ingestion.prose.paragraphs import Paragraph
from ipanalytics.ingestion.prose.readings import Reading
from ipanalytics.ingestion.prose.title import Title

TOPICS = re.compile("专利|PCT|商标|地理标志|质押|户籍|人口|生产总值|GDP|研究与试验发展|R&D|研发|技术合同|高新技术企业")
SOURCE = re.compile("数据来自|来源于|数据由.*提供|资料来源|数据来源")
NOTE_NUMBER = re.compile(r"\[([0-9]{1,2})\]")


def redefinitions(texts: Sequence[Paragraph]) -> dict[str, str]:
    """Return the notes that narrow or change what an indicator's words mean, by those words, and by their numbers."""
    found: dict[str, str] = {}
    for paragraph in texts:
        for text in _notes(paragraph) if paragraph.is_note else ():
            if SOURCE.search(text) or not rules.words("redefines").search(text):
                continue
            words = {match[0] for match in TOPICS.finditer(text)}
            number = NOTE_NUMBER.match(text)
            found |= dict.fromkeys(words, text) | ({number[1]: text} if number else {})
    return found


def _notes(paragraph: Paragraph) -> list[str]:
    """Return the notes of a paragraph that may hold several: [1]…[2]…."""
    plain = numerals.normal(paragraph.text)
    starts = [match.start() for match in NOTE_NUMBER.finditer(plain)]
    pieces = [plain[start:end] for start, end in zip([0, *starts], [*starts, len(plain)], strict=True)]
    return [sentence for piece in pieces for sentence in _numbered(piece)]


def _numbered(piece: str) -> list[str]:
    """Return the sentences of a note, each with the note's number."""
    number = NOTE_NUMBER.match(piece)
    parts = [found[0] for found in paragraphs.SENTENCES.finditer(piece) if found[0]]
    return [part if n == 0 or not number else number[0] + part for n, part in enumerate(parts)]


def judged(reading: Reading, paragraph: Paragraph, marks: Sequence[str], redefined: Mapping[str, str]) -> Reading:
    """Leave out a figure that stands in a note, or that a note redefines.

    Parameters
    ----------
    marks
        The numbers of the notes that its sentence points to.
    redefined
        From `redefinitions`.
    """
    if reading.fate != "used" or reading.subject is None:
        return reading
    if paragraph.is_note:
        reason = "stands in a note, which may speak of another year or another way to count"
        return replace(reading, fate="left_out", reason=reason)
    words = TOPICS.findall(reading.subject.example)
    note = next((redefined[key] for key in (*marks, *words) if key in redefined), "")
    return replace(reading, fate="left_out", reason=f"a note may change what it counts: {note}") if note else reading


def narrowing_heading(text: str, title: Title) -> str:
    """Return the word by which a heading speaks of another place, or of a part of it: 高新区, 规模以上工业企业."""
    plain = numerals.normal(paragraphs.BEGINS.sub("", text))
    *_, clause = clauses.peeled(plain, title)
    return clause.said.get("scope", "")
