"""The places that a text names one after the other: 陕西省西安市 is one, 西安市和咸阳 are two."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ipanalytics.catalogue import hierarchy
from ipanalytics.catalogue import places as catalogue
from ipanalytics.catalogue.places import code_of
from ipanalytics.core.project import cached_for_project
from ipanalytics.ingestion.text import places


@dataclass(frozen=True)
class Chain:
    """Names of places that stand one after the other in a text, each inside the one before: the code of the last."""

    code: str
    end: int


def chains(text: str) -> list[Chain]:
    """Return the places that a text names letter for letter; 陕西省西安市 is one.

    Examples
    --------
    >>> chains("陕西省西安市和咸阳")
    [Chain(code='610100', end=6), Chain(code='610400', end=9)]
    """
    made: list[Chain] = []
    for match in _pattern().finditer(text):
        code = names()[match[0]]
        is_short = places.is_county(code) and match[0] in places.short_names()
        is_next = made and not is_short and not text[made[-1].end : match.start()].strip()
        if is_next and hierarchy.is_inside(code, made[-1].code) and code != made[-1].code:
            made.pop()
        made.append(Chain(code, match.end()))
    return made


@cached_for_project(*catalogue.FILES)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names(), key=len, reverse=True))))


@cached_for_project(*catalogue.FILES)
def names() -> dict[str, str]:
    """Return the names of all places that a title may have, and their codes."""
    table = catalogue.table()
    columns: Iterable[str] = ("short", "name")
    named = {name: code_of(name) for column in columns for name in table[column] if name}
    aliases = catalogue.register().aliases
    longer = {alias: code for alias, code in aliases.items() if alias.startswith(tuple(named))}
    return {name: code for name, code in {**longer, **named}.items() if name not in places.OWN}
