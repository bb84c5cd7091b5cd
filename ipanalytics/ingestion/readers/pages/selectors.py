"""The selectors of a page's own styles, as far as they say which elements are hidden: td:nth-child(3), .t > .key."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain

from lxml import etree

Part = tuple[str, str]
Index = Mapping[str, list[tuple[Part, ...]]]
SIMPLE = re.compile(r"\*|[.#]?[\w-]+|\[[^\[\]]*\]|::?[\w-]+(?:\([^()]*\))?")
STEP = re.compile(rf"\s*([ >+~]?)\s*((?:{SIMPLE.pattern})+)")
NTH = re.compile(r"([+-]?\d*)n(?:([+-]\d+))?|([+-]?\d+)")
KEYWORDS = {"odd": "2n+1", "even": "2n"}


def index(texts: Iterable[str]) -> Index:
    """Return selectors by what their last part asks for first: an id, a class, an element, or nothing.

    What isn't understood selects nothing.
    """
    found: dict[str, list[tuple[Part, ...]]] = {}
    for text in texts:
        plain = " " + re.sub(r"\s*([>+~])\s*(?![^(]*\))", r"\1", " ".join(text.split()))
        steps = list(STEP.finditer(plain))
        if steps and sum(len(step[0]) for step in steps) == len(plain):
            parts = tuple((step[1] or " ", step[2]) for step in steps)
            found.setdefault(_key(parts[-1][1]), []).append(parts)
    return found


def _key(compound: str) -> str:
    pieces = SIMPLE.findall(compound)
    named = sorted((piece for piece in pieces if piece[0] in ".#"), reverse=True)
    return named[0] if named else pieces[0].lower() if pieces[0][0].isalpha() else ""


def is_selected(node: etree._Element, selectors: Index) -> bool:
    """Say whether one of the selectors is of an element."""
    if not selectors:
        return False
    keys = chain((f".{name}" for name in node.get("class", "").split()), (f"#{node.get('id', '')}", str(node.tag), ""))
    return any(_fits(node, parts) for key in keys for parts in selectors.get(key, ()))


def _fits(node: etree._Element, parts: tuple[Part, ...]) -> bool:
    """Match the last part with an element, and those before it with the elements around it."""
    *before, (relation, compound) = parts
    if not all(_is(node, piece) for piece in SIMPLE.findall(compound)):
        return False
    near = {">": [node.getparent()], "+": [node.getprevious()], "~": node.itersiblings(preceding=True)}
    around = near.get(relation, node.iterancestors())
    return not before or any(_fits(other, tuple(before)) for other in around if other is not None)


def _is(node: etree._Element, piece: str) -> bool:
    """Say whether an element is what one piece of a selector asks for; never where the piece isn't known."""
    match piece[0]:
        case "*":
            return True
        case ".":
            return piece[1:] in node.get("class", "").split()
        case "#":
            return piece[1:] == node.get("id")
        case "[":
            name, _, value = piece[1:-1].partition("=")
            return node.get(name.strip().lower()) in ([value.strip("\"' ")] if value else [*node.values()])
        case ":":
            return _is_at(node, piece)
    return piece.lower() == node.tag


def _is_at(node: etree._Element, piece: str) -> bool:
    """Say whether an element stands where :first-child, :last-child, :nth-child(…) or :nth-of-type(…) says."""
    parent = node.getparent()
    if parent is None:
        return False
    name, _, asked = piece.rstrip(")").partition("(")
    is_typed = name.endswith("-of-type")
    place = parent.index(node) if not is_typed else sum(1 for _ in node.itersiblings(node.tag, preceding=True))
    match name:
        case ":first-child" | ":first-of-type":
            return place == 0
        case ":last-child":
            return node.getnext() is None
        case ":nth-child" | ":nth-of-type":
            return _is_nth(place + 1, asked)
    return False


def _is_nth(place: int, asked: str) -> bool:
    """Say whether a place is one of an+b.

    Examples
    --------
    >>> [_is_nth(3, asked) for asked in ("3", "odd", "2n", "n+4", "-n+3", "x")]
    [True, True, False, False, True, False]
    """
    plain = asked.replace(" ", "").lower()
    match = NTH.fullmatch(KEYWORDS.get(plain, plain))
    if match is None or match[3]:
        return match is not None and place == int(match[3])
    step = int(match[1] + "1") if match[1] in ("", "+", "-") else int(match[1])
    rest = place - int(match[2] or 0)
    return rest == 0 if step == 0 else rest % step == 0 and rest // step >= 0
