"""Names of indicators that somebody types, to ids; a name that nobody knows is answered with those that come near."""

from typing import TYPE_CHECKING

from ipanalytics.catalogue import indicators, places
from ipanalytics.core import i18n
from ipanalytics.core.errors import CatalogueError, near

if TYPE_CHECKING:
    import pandas as pd


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
        msg = f"{name!r} is no indicator of the catalogue; {near(folded(name), names)}"
        raise CatalogueError(msg)
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
