"""How wide texts are, so that each has its room at every width of the drawing; all in letters' heights (em)."""

import unicodedata
from collections.abc import Iterable
from typing import Any

LETTER, SMALLEST = 13, 11
# A drawing where it is narrowest, one of two side by side, and one from which all labels are shown: exhibits.css.
NARROW, HALF, WIDE = 20.0, 12.0, 44.0
LINE, ASCENT, GAP = 1.25, 0.95, 0.2
Box = tuple[float, float, float, float]
WIDTHS = {"W": 1.0, "F": 1.0, "A": 0.7}
PLAIN, CAPITAL, SLIM = 0.57, 0.7, 0.3


def width(text: str) -> float:
    """Return about how wide a text is, rather too much than too little.

    Examples
    --------
    >>> round(width("西安1,295"), 2)
    4.58
    """
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in ",.:;|'il ":
        return SLIM
    return WIDTHS.get(unicodedata.east_asian_width(letter), CAPITAL if letter.isupper() or letter == "%" else PLAIN)


def widest(texts: Iterable[str]) -> float:
    """Return the width of the widest text."""
    return max(map(width, texts), default=0.0)


def ends(text: dict[str, Any]) -> tuple[float, float]:
    """Return how far a text reaches from its place, to the left (negative) and to the right."""
    whole, shift = widest(text["lines"]) * text["size"], text.get("dx", 0.0)
    left = {"start": 0.0, "middle": -whole / 2, "end": -whole}[text["anchor"]]
    return shift + left, shift + left + whole


def room(texts: list[dict[str, Any]], inside: float) -> tuple[float, float]:
    """Return the room that texts need left and right of a drawing so wide that all of it together has `inside`."""
    left = right = 0.0
    for text in texts:
        (start, end), at = ends(text), text["x"] / 100
        if start + at * inside < 0 and at < 1:
            left = max(left, -(start + at * inside) / (1 - at))
        if end + at * inside > inside and at > 0:
            right = max(right, (end + at * inside - inside) / at)
    return left, right


def thinned(
    texts: list[dict[str, Any]], inside: float, height: float, around: Iterable[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Leave out texts that would cover others, the last ones kept; those that need a wide drawing say `roomy`.

    Parameters
    ----------
    texts
        Labels of the same kind.
    inside, height
        The drawing's width where it is narrowest, and its height.
    around
        Texts and points that stay where they are; a point has room for its own text.
    """
    narrow, wide = (_apart(texts, across, height, around) for across in (inside, max(WIDE, inside)))
    return [{**text, "roomy": number not in narrow} for number, text in enumerate(texts) if number in wide]


def _apart(texts: list[dict[str, Any]], across: float, down: float, around: Iterable[dict[str, Any]]) -> set[int]:
    """Return the numbers of texts that have room beside one another, begun from the last."""
    kept = set[int]()
    boxes: list[tuple[object, Box]] = [(_place(mark), _box(mark, across, down)) for mark in around]
    for number, text in reversed(list(enumerate(texts))):
        box, place = _box(text, across, down), _place(text)
        if not any(_meet(box, other) for at, other in boxes if at != place):
            boxes.append((None, box))
            kept.add(number)
    return kept


def _place(mark: dict[str, Any]) -> tuple[float, float]:
    return mark["x"], mark["y"]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _box(text: dict[str, Any], across: float, down: float) -> Box:
    """Return from where to where a text or a point reaches, to the right and downwards; of a point what is its core."""
    if text["kind"] == "dot":
        x, y, core = text["x"] / 100 * across, text["y"] / 100 * down, text["radius"] / LETTER / 2
        return x - core, x + core, y - core, y + core
    (start, end), x, y = ends(text), text["x"] / 100 * across, text["y"] / 100 * down + text["dy"]
    above = ASCENT * text["size"]
    return x + start - GAP / 2, x + end + GAP / 2, y - above, y - above + LINE * text["size"] * len(text["lines"])
