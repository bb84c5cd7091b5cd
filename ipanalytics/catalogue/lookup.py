"""Names that somebody types, to ids and codes; a name that nobody knows is answered with those that come near."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ipanalytics.catalogue import indicators, places
from ipanalytics.core import i18n
from ipanalytics.core.errors import CatalogueError, CleaningError, listed

if TYPE_CHECKING:
    import pandas as pd

NEAR, LIKENESS = 5, 0.3


def find_area(name: str | int) -> str:
    """Return the code of a place given by name, alias or code.

    Raises
    ------
    CleaningError
        When nobody knows the name; lists places whose names come near, of which none is taken.

    Examples
    --------
    >>> find_area("榆林"), find_area("陕北"), find_area("Yulin")
    ('610800', 'shaanbei', '610800')
    """
    try:
        return places.find(name)
    except CleaningError as fault:
        rows = places.register().rows
        names = {row[column]: code for column in ("name", "short", "english") for code, row in rows.items()}
        raise CleaningError(_message(f"{name!r} is no place that the package knows", str(name), names)) from fault


def find_indicator(name: str) -> str:
    """Return the id of an indicator given by id, by its Chinese or English name, or by its short name.

    Raises
    ------
    CatalogueError
        When nobody knows the name; lists indicators whose names come near, of which none is taken.

    Examples
    --------
    >>> find_indicator("有效发明专利"), find_indicator("gi_new")
    ('inventions_in_force', 'gi_new')
    """
    names = indicator_names()
    if (id_ := names.get(folded(name))) is None:
        raise CatalogueError(_message(f"{name!r} is no indicator of the catalogue", folded(name), names))
    return id_


def indicator_names() -> dict[str, str]:
    """Return ids by names, names in both languages; a name that two share names neither."""
    names: dict[str, set[str]] = {}
    with i18n.using("zh"):
        items = indicators.indicators().values()
    for item in items:
        for text in (item.id, item.name, item.short, item.english, item.english_short):
            names.setdefault(folded(text), set()).add(item.id)
    return {text: min(ids) for text, ids in names.items() if text and len(ids) == 1}


def folded(name: str) -> str:
    """Return a name without blanks and in small letters."""
    return "".join(str(name).split()).casefold()


def _message(heading: str, name: str, names: Mapping[str, str]) -> str:
    """Word an error with the names that come near, and the ids or codes that they stand for."""
    holding = [text for text in names if name and name in text]
    near = dict.fromkeys([*holding[:NEAR], *get_close_matches(name, names, NEAR, LIKENESS)])
    if not near:
        return f"{heading}; nothing comes near"
    return listed(f"{heading}; these come near:", [f"{text} ({names[text]})" for text in list(near)[:NEAR]])


def add_names(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table with `place` after its column area, and `name` after its column indicator."""
    named = table.copy()
    for column, new in (("area", "place"), ("indicator", "name")):
        if column in named and new not in named:
            named.insert(list(named.columns).index(column) + 1, new, _named(named[column]))
    return named


def _named(column: "pd.Series") -> "pd.Series":
    if column.name == "area":
        words = {code: places.name_of(code, short=True, language=i18n.current()) for code in set(column)}
    else:
        words = {id_: indicators.indicator(id_).label for id_ in set(column)}
    return column.map(words).astype(str)
