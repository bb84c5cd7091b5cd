"""Where a figure on a page stands: publication, file, sheet and cell, in a line."""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any

import pandas as pd

from ipanalytics import labels, sources
from ipanalytics.observations import KEY

Key = tuple[str, str, str]
MOST_NAMED = 3
LINE, EXTRA = 30, "<extra></extra>"


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
        more = [f"等{len(found)}处"] if len(found) > MOST_NAMED else []
        return "；".join([*lines, *more])

    return cited


def _line(key: Key, source: str, cell: str) -> str:
    """Word one observation: its period, the publications, the file and the place in it; of a computed one how."""
    _, indicator, period = key
    ids = source.split(sources.SEPARATOR)
    where = "，".join(_publication(id_) for id_ in ids[:MOST_NAMED])
    return f"{labels.period(period, indicator)}：{where}，{labels.origin(cell)}"


def _publication(id_: str) -> str:
    files = sources.files()
    return f"{sources.cite(id_)}（{files[id_]}）" if id_ in files else id_


def cite_points(trace: Any, rows: pd.DataFrame, keys: Iterable[Key]) -> Any:  # noqa: ANN401
    """Return a plotly trace each of whose points says where its figure stands when it is touched.

    Parameters
    ----------
    trace
        With a hover template that ends in <extra></extra>.
    rows
        The observations that it was drawn from.
    keys
        Of its points, in their order.
    """
    cited = citer(rows)
    told = ["<br>".join(wrap(cited([key]), LINE)) for key in keys]
    return trace.update(hovertext=told, hovertemplate=trace.hovertemplate.replace(EXTRA, f"<br>%{{hovertext}}{EXTRA}"))


def keys_of(rows: pd.DataFrame) -> list[Key]:
    """Return the keys of observations in their order."""
    return list(zip(*(rows[name] for name in KEY), strict=True))
