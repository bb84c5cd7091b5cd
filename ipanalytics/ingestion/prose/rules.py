"""The rules for sentences: what names an indicator, a part of one, and what the other words say.

data/catalogue/prose.csv has the subjects, each with the unit of its figures; one without an indicator is known to be
something else. prose_parts.csv has what stands for an indicator after another one only (其中发明), prose_words.csv
the words around subjects. Patterns match whole; each is tried on its example by the tests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ipanalytics.catalogue import indicators
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.project import cached_for_project

READ = (
    "data/catalogue/prose.csv",
    "data/catalogue/prose_parts.csv",
    "data/catalogue/prose_words.csv",
    *indicators.FILES,
)
SUBJECTS, PARTS, WORDS = (
    ["example", "pattern", "indicator", "unit", "part"],
    ["example", "whole", "needs", "pattern", "indicator", "unit", "part"],
    ["example", "pattern", "kind"],
)
# An indicator that a phrase leaves open: 总人口 may be 常住 or 户籍.
UNCLEAR = "?"
# What a part needs before it, and a rate of growth in itself.
PART, GROWN = "其中", "增长"
LONGEST_WORD = 16
KINDS = (
    *(
        "year",
        "year_end",
        "filler",
        "part",
        "after",
        "cumulated",
        "new",
        "provisional",
        "change",
        "share",
        "rank",
        "done",
        "bracket",
    ),
    *("plan", "other_time", "about_after", "scope", "note", "redefines", "title"),
    *("topic_things", "topic_people", "topic_money", "topic_bodies"),
)


@dataclass(frozen=True)
class Subject:
    """What a phrase names: an indicator, "" for something that no indicator counts, or UNCLEAR.

    `part` of what the indicator counts: a figure of one may stand for it where no other does, of a minor one never.
    What stands beside another indicator has that as `whole`, and `needs` is the word without which it doesn't: 其中, or
    增长 of its rate of growth.
    """

    example: str
    pattern: re.Pattern[str]
    indicator: str
    unit: str
    part: str = ""
    whole: str = ""
    needs: str = ""


def subjects() -> tuple[Subject, ...]:
    """Return the rows of prose.csv."""
    return _load()[0]


def parts() -> tuple[Subject, ...]:
    """Return the rows of prose_parts.csv."""
    return _load()[1]


def words(kind: str) -> re.Pattern[str]:
    """Return a pattern of all words of one kind; KINDS lists them."""
    return _load()[2][kind]


def examples() -> list[tuple[str, str, str]]:
    """Return example, kind and pattern of each row of prose_words.csv."""
    return list(_table("prose_words.csv", WORDS)[WORDS].itertuples(index=False, name=None))


@cached_for_project(*READ)
def _load() -> tuple[tuple[Subject, ...], tuple[Subject, ...], dict[str, re.Pattern[str]]]:
    tables = (_table("prose.csv", SUBJECTS), _table("prose_parts.csv", PARTS), _table("prose_words.csv", WORDS))
    if faults := [fault for table in tables for fault in _faults(table)]:
        raise CatalogueError(listed("the rules for sentences have faults:", faults))
    kinds = tables[2].groupby("kind", sort=False)["pattern"].agg("|".join)
    return _subjects(tables[0]), _subjects(tables[1]), {kind: re.compile(text) for kind, text in kinds.items()}


def _table(name: str, header: list[str]) -> pd.DataFrame:
    return files.read_csv(project.data("catalogue", name), header, CatalogueError).assign(file=name)


def _subjects(table: pd.DataFrame) -> tuple[Subject, ...]:
    rows = table.assign(pattern=table["pattern"].map(re.compile)).drop(columns="file").to_dict("records")
    return tuple(Subject(**row) for row in rows)


def _faults(table: pd.DataFrame) -> Iterator[str]:
    known = {
        "indicator": {"", UNCLEAR, *indicators.indicators()},
        "whole": set(indicators.indicators()),
        "kind": set(KINDS),
    }
    known |= {"part": {"", "part", "minor"}, "needs": {"", PART, GROWN}}
    known["unit"] = set(indicators.units())
    for row in table.itertuples():
        where = f"{row.file}, line {row.Index}"
        if not row.example or not row.pattern:
            yield f"{where}: expected an example and a pattern"
        yield from (f"{where}: the pattern {row.pattern!r} is broken" for _ in _broken(row.pattern))
        for column in known.keys() & set(table.columns):
            if (value := getattr(row, column)) not in known[column]:
                yield f"{where}: {value!r} is no {column}"


def _broken(pattern: str) -> Iterator[None]:
    try:
        re.compile(pattern)
    except re.error:
        yield


def peel(text: str, pattern: re.Pattern[str], *, from_end: bool = False) -> str:
    """Return a text without the longest word of a kind at its beginning or its end; itself where there's none.

    Examples
    --------
    >>> peel("全年授权专利", words("year")), peel("授权专利达", words("after"), from_end=True)
    ('授权专利', '授权专利')
    """
    for size in range(min(len(text), LONGEST_WORD), 0, -1):
        if from_end and pattern.fullmatch(text, len(text) - size):
            return text[:-size]
        if not from_end and pattern.fullmatch(text, 0, size):
            return text[size:]
    return text
