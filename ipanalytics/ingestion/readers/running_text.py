"""The running text of a communiqué (统计公报, 白皮书): its lines, where a page, document or text file is one.

Sentences of other documents aren't read, so this asks for a line that a communiqué's title may be, and for sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ipanalytics.ingestion.readers.grid import Grid, Line, Passage, Span, from_blocks, mended

TITLE = re.compile("(?:19|20|[１２][０-９])[0-9０-９]{2}年?.*(?:公报|白皮书|状况|简报)")
BLANKS = re.compile(r"\s+")
LONGEST_TITLE, SENTENCE, HEAD = 90, 20, 2000
# Of a text file's characters, how many must stand in sentences; a table with a note has fewer.
ENOUGH = 0.5


def of_passages(file: str, passages: Iterable[Passage]) -> list[Grid]:
    """Return a grid of running text, none where it isn't a communiqué's."""
    lines = [passage._replace(text=mended(passage.text)) for passage in passages if passage.text.strip()]
    texts = [line.text for line in lines]
    return [Grid(file, "", (), prose=tuple(lines))] if _is_communique(texts) else []


def of_blocks(file: str, blocks: Iterable[Line | list[Span]]) -> list[Grid]:
    """Return the running text of a page or document; of tables the cells that hold sentences."""
    return of_passages(file, (passage for block in blocks for passage in _passages(block)))


def _passages(block: Line | list[Span]) -> Iterator[Passage]:
    if isinstance(block, Line):
        yield Passage("", block.text, block.is_heading)
        return
    cells = [span.text for span in block if span.text.strip()]
    for text in cells:
        if len(cells) == 1 or is_sentence(text):
            yield from (Passage("", line) for line in text.splitlines())


def is_sentence(text: str) -> bool:
    """Say whether a text has a sentence in it: long enough, with a full stop."""
    return "。" in text and len(text) >= SENTENCE


def of_text(file: str, text: str) -> list[Grid]:
    """Return the running text and the tables, in tabs, of a text file; none where it is no communiqué."""
    if "。" not in text or not TITLE.search(BLANKS.sub("", text[:HEAD])):
        return []
    lines = text.splitlines()
    said = sum(len(line) for line in lines if is_sentence(line) and "\t" not in line) + sum(map(_is_wrapped, lines))
    if said < ENOUGH * sum(map(len, lines)) or not _is_communique(lines):
        return []
    blocks = list(_text_blocks(lines))
    return [*from_blocks(file, blocks), *of_blocks(file, blocks)]


def _is_wrapped(line: str) -> int:
    """Return the length of a line that a longer sentence may be wrapped over, 0 of others."""
    return 0 if "\t" in line or "," in line or is_sentence(line) or len(line) < SENTENCE else len(line)


def _text_blocks(lines: Sequence[str]) -> Iterator[Line | list[Span]]:
    for has_tabs, group in groupby(lines, key=lambda line: "\t" in line.strip()):
        rows = list(group)
        if has_tabs and len(rows) > 1:
            cells = enumerate(row.split("\t") for row in rows)
            yield [Span(r, c, 1, 1, text.strip()) for r, row in cells for c, text in enumerate(row)]
        else:
            yield from (Line(row.strip()) for row in rows)


def _is_communique(lines: Sequence[str]) -> bool:
    plain = [BLANKS.sub("", line) for line in lines]
    pairs = (one + other for one, other in zip(plain, plain[1:], strict=False))
    titles = (line for line in (*plain, *pairs) if len(line) <= LONGEST_TITLE and TITLE.search(line))
    return any(titles) and any(map(is_sentence, plain))
