"""Columns of texts that stand in many rows: what is asked of a text is asked once, not in every row.

A million rows have some thousand places, indicators and periods; looking at each of them once and at numbers otherwise
takes a tenth of the time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Answers: TypeAlias = "np.ndarray[Any, Any]"


@dataclass(frozen=True)
class Texts:
    """The different texts of a column and, for each row, the number of its text."""

    numbers: Answers
    texts: list[Any]

    def each(self, say: Callable[[Any], Any], kind: type = bool) -> Answers:
        """Return for each row what a function says of its text, as numbers of a kind or as objects."""
        return np.array([say(text) for text in self.texts], dtype=kind)[self.numbers]


def of(column: pd.Series) -> Texts:
    """Return the texts of a column.

    Examples
    --------
    >>> of(pd.Series(["件", "人", "件"])).each(len, int)
    array([1, 1, 1])
    """
    numbers, texts = pd.factorize(column, use_na_sentinel=False)
    return Texts(numbers, texts.tolist())


def of_each(table: pd.DataFrame, names: Iterable[str]) -> dict[str, Texts]:
    """Return the texts of several columns by name."""
    return {name: of(table[name]) for name in names}


def together(columns: Iterable[Texts]) -> Answers:
    """Return a number for each row; rows with the same texts in all columns have the same."""
    joined, count = np.zeros(1, dtype=np.int64), 1
    for column in columns:
        width = max(len(column.texts), 1)
        if count * width > np.iinfo(np.int64).max:
            joined, different = pd.factorize(joined, sort=True)
            count = len(different)
        joined, count = joined * width + column.numbers, count * width
    return joined


def order(columns: Iterable[pd.Series]) -> Answers:
    """Return the numbers of the rows in the order of their texts, those of the first column first; equal ones stay."""
    return np.argsort(together(map(_ranked, columns)), kind="stable")


def _ranked(column: pd.Series) -> Texts:
    """Return the texts of a column in their order; what isn't there comes last."""
    numbers, texts = pd.factorize(column, sort=True, use_na_sentinel=True)
    return Texts(np.where(numbers < 0, len(texts), numbers), [*texts, None])


def each_pair(first: Texts, second: Texts, say: Callable[[Any, Any], Any], kind: type = bool) -> Answers:
    """Return for each row what a function says of its texts in two columns, each pair looked at once."""
    width = max(len(second.texts), 1)
    pairs = of(pd.Series(together([first, second])))
    return pairs.each(lambda pair: say(first.texts[pair // width], second.texts[pair % width]), kind)


def are_twice(columns: Iterable[Texts]) -> Answers:
    """Say of each row whether another has the same texts."""
    return pd.Series(together(columns)).duplicated(keep=False).to_numpy()
