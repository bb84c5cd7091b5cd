"""Characters, words and lines of a PDF's page."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pdfplumber.utils.text import extract_words

from ipanalytics.ingestion.readers import grid

Box = tuple[float, float, float, float]
Thing = dict[str, Any]
# In points: words touch and stand on one line when they differ by no more.
TOUCHING, SAME_LINE = 3.0, 4.0
SMALL = 0.8
# Copies of a character overlap by more than half; no two of a word do. NEAR bounds it for the largest.
SAME_PLACE, NEAR = 0.4, 8.0
# A blank that is narrower than this part of its type separates nothing.
BLANK = 0.12
# A blank of one character within 1 200, where two columns stand further apart; every comparison takes it for a blank.
THIN, THIN_BLANK = 0.6, "\u2009"


class Text(NamedTuple):
    """A page's characters by the height of their middles."""

    heights: list[float]
    chars: list[Thing]


class Line(NamedTuple):
    """A line of words, by the height of its first word's middle."""

    height: float
    text: str


def text_of(chars: list[Thing]) -> Text:
    """Return a page's characters in order."""
    ordered = sorted(_drawn_once(chars), key=middle)
    return Text([middle(char) for char in ordered], ordered)


def _drawn_once(chars: list[Thing]) -> Iterator[Thing]:
    """Yield characters without their copies at nearly one place, which make them bold, or searchable in a scan."""
    kept: dict[tuple[str, int, int], list[Thing]] = {}
    for char in chars:
        x, y = _centre(char)
        column, row = int(x // NEAR), int(y // NEAR)
        around = ((char["text"], column + h, row + v) for h in (-1, 0, 1) for v in (-1, 0, 1))
        if char["text"].isspace() or not any(
            _is_copy(char, other) for place in around for other in kept.get(place, ())
        ):
            kept.setdefault((char["text"], column, row), []).append(char)
            yield char


def _is_copy(char: Thing, other: Thing) -> bool:
    (x, y), (u, v) = _centre(char), _centre(other)
    width, height = (min(char[side], other[side]) for side in ("width", "height"))
    return abs(x - u) < min(max(width * SAME_PLACE, 0.5), NEAR) and abs(y - v) < min(height * SAME_PLACE, NEAR)


def _centre(char: Thing) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, middle(char)


def middle(thing: Thing) -> float:
    """Return the height of a character's or word's middle."""
    return (thing["top"] + thing["bottom"]) / 2


def words_in(text: Text, box: Box) -> list[Thing]:
    """Return the words of the characters whose middles lie in a box, as some touch its border."""
    chars = text.chars[bisect_left(text.heights, box[1]) : bisect_left(text.heights, box[3])]
    inside = [char for char in chars if box[0] <= (char["x0"] + char["x1"]) / 2 < box[2]]
    blanks = {(round(char["x1"]), round(char["top"])) for char in inside if char["text"].isspace()}
    words = extract_words(inside, extra_attrs=["size"])
    return [{**word, "is_apart": _stands_behind(word, blanks)} for word in words]


def _stands_behind(word: Thing, blanks: set[tuple[int, int]]) -> bool:
    """Say whether a printed blank ends where a word begins."""
    x, y = round(word["x0"]), round(word["top"])
    return any((x + h, y + v) in blanks for h in (-1, 0, 1) for v in (-1, 0, 1)) if blanks else False


def lines_in(text: Text, box: Box) -> list[Line]:
    """Return the lines of the words in a box, from the top."""
    return [Line(middle(words[0]), joined(words)) for words in rows_of(words_in(text, box))]


def rows_of(words: list[Thing]) -> Iterator[list[Thing]]:
    """Yield the words of each line, from left to right."""
    ordered = sorted(words, key=middle)
    breaks = [n for n, (one, other) in enumerate(pairwise(ordered), 1) if middle(other) - middle(one) > SAME_LINE]
    for start, end in pairwise([0, *breaks, len(ordered)] if ordered else []):
        yield sorted(ordered[start:end], key=lambda word: word["x0"])


def joined(words: list[Thing]) -> str:
    """Return the text of a line: a blank where one is printed or a gap is wide, a small raised word as a mark."""
    text = words[0]["text"]
    for one, other in pairwise(words):
        gap = other["x0"] - one["x1"]
        is_printed = other["is_apart"] and gap > one["size"] * BLANK
        if is_printed and gap <= one["size"] * THIN and one["text"][-1].isdecimal() and other["text"][0].isdecimal():
            text += THIN_BLANK + other["text"]
        elif gap > TOUCHING or is_printed:
            text += " " + other["text"]
        elif other["size"] < one["size"] * SMALL and other["bottom"] < one["bottom"]:
            text = grid.raised(text, other["text"])
        else:
            text += other["text"]
    return text
