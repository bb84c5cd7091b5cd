"""Where a figure on a page stands: publication, file, sheet and cell, in a line."""

from collections.abc import Callable, Iterable

import pandas as pd

from ipanalytics import labels, sources
from ipanalytics.languages import capital, join, quote, say
from ipanalytics.observations import KEY

Key = tuple[str, str, str]
MOST_NAMED = 3


def citer(table: pd.DataFrame) -> Callable[[Iterable[Key]], str]:
    """Return a function that says where observations stand, named by (area, indicator, period).

    Parameters
    ----------
    table
        Observations, one row a key.
    """
    known = dict(
        zip(
            zip(*(table[name] for name in KEY), strict=True),
            zip(table["source"], table["cell"], strict=True),
            strict=True,
        )
    )

    def cited(keys: Iterable[Key]) -> str:
        found = dict.fromkeys(_line(key, *known[key]) for key in dict.fromkeys(keys) if key in known)
        lines = list(found)[:MOST_NAMED]
        more = [say("等{count}处", count=len(found))] if len(found) > MOST_NAMED else []
        return join("；", [*lines, *more])

    return cited


def _line(key: Key, source: str, cell: str) -> str:
    """Word one observation: its period, the publications, the file and the place in it; of a computed one how."""
    _, indicator, period = key
    ids = source.split(sources.SEPARATOR)
    where = join("，", [*map(_publication, ids[:MOST_NAMED]), labels.origin(cell)])
    return capital(say("{name}：{what}", name=labels.period(period, indicator), what=where))


def _publication(id_: str) -> str:
    files = sources.files()
    return sources.cite(id_) + say("（{text}）", text=quote(files[id_])) if id_ in files else id_
