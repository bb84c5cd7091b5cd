"""How wide texts are, so that each has its room at every width of the drawing; all in letters' heights (em)."""

import unicodedata
from collections.abc import Iterable
from typing import Any

LETTER, SMALLEST = 13, 11
# A drawing where it is narrowest, one of two side by side, and one from which all labels are shown, as page.css says.
NARROW, HALF, WIDE = 20.0, 12.0, 44.0
LINE, GAP = 1.25, 0.2
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
    if text["turn"]:
        return -LINE * text["size"] / 2, LINE * text["size"] / 2
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


def thinned(texts: list[dict[str, Any]], inside: float, height: float) -> list[dict[str, Any]]:
    """Leave out texts that would cover others, the last ones kept; those that need a wide drawing say `roomy`.

    Parameters
    ----------
    texts
        Labels of the same kind.
    inside, height
        The drawing's width where it is narrowest, and its height.
    """
    narrow, wide = _apart(texts, inside, height), _apart(texts, max(WIDE, inside), height)
    return [{**text, "roomy": number not in narrow} for number, text in enumerate(texts) if number in wide]


def _apart(texts: list[dict[str, Any]], across: float, down: float) -> set[int]:
    """Return the numbers of texts that have room beside one another, begun from the last."""
    boxes: list[tuple[float, float, float, float]] = []
    kept = set()
    for number, text in reversed(list(enumerate(texts))):
        (start, end), x, y = ends(text), text["x"] / 100 * across, text["y"] / 100 * down + text.get("dy", 0.0)
        box = (x + start - GAP / 2, x + end + GAP / 2, y, y + LINE * text["size"] * len(text["lines"]))
        if not any(box[0] < o[1] and o[0] < box[1] and box[2] < o[3] and o[2] < box[3] for o in boxes):
            boxes.append(box)
            kept.add(number)
    return kept
