"""Which edition of a yearbook a text names, and the period that its tables are of.

data/catalogue/publications.csv says how many years an edition lies after its figures, editions.csv what a word means in
one edition. An edition stands in a line of the table, in the title of its source, or in the name of the file or folder.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from ipanalytics.catalogue import indicators
from ipanalytics.core import files, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.ingestion.text import normalise

READ = ("data/catalogue/publications.csv", "data/catalogue/editions.csv")
YEAR = "(?:19|20)[0-9]{2}"
# 中国城市统计年鉴—2024, 《中国城市统计年鉴（2024）》, cyb_2024; 2016-2024 is no edition.
BETWEEN = r"[\s_()\[\]《》—–·.-]*"
ALONE = rf"(?<![0-9])(?<![0-9][-—–~至])({YEAR})(?![0-9]|\s*[-—–~至]\s*{YEAR})"
POPULATION = "population"
UNSAID = (
    "people of whom it isn't said whether they are resident (常住) or registered (户籍); 《中国城市统计年鉴》 prints"
    " either by its edition: name the file by it (中国城市统计年鉴2024)"
)


@dataclass(frozen=True)
class Edition:
    """An edition of a publication, the year that its tables are of, and where it was named."""

    title: str
    year: int
    period: str
    where: str

    @property
    def reason(self) -> str:
        """How the period was found, for the account."""
        return (
            f"the period {self.period} after {self.where}: 《{self.title}》{self.year} has the figures of {self.period}"
        )


class Meant(NamedTuple):
    """An indicator's id, what an edition says of it, or why it can't be told."""

    id: str
    note: str = ""
    unclear: str = ""


@dataclass(frozen=True)
class _Rules:
    names: tuple[tuple[re.Pattern[str], str, int], ...]
    meanings: dict[tuple[str, int, str], tuple[str, str]]


@project.cached_for_project(*READ, *indicators.FILES)
def _rules() -> _Rules:
    folder = project.data("catalogue")
    if not all((project.home() / path).is_file() for path in READ):
        return _Rules((), {})
    names = files.read_csv(folder / "publications.csv", ["name", "title", "lag", "reason"], CatalogueError)
    words = files.read_csv(folder / "editions.csv", ["title", "edition", "word", "means", "reason"], CatalogueError)
    known = {"", *indicators.indicators()}
    faults = [
        f"publications.csv, line {row.Index}: lag {row.lag!r}" for row in names.itertuples() if row.lag not in "012"
    ]
    faults += [
        f"editions.csv, line {row.Index}: {row.edition!r}, {row.word!r} or {row.means!r}"
        for row in words.itertuples()
        if not re.fullmatch(YEAR, row.edition) or not {row.word, row.means} <= known
    ]
    if faults:
        raise CatalogueError(listed("wrong rules of publications:", faults))
    meanings = {(row.title, int(row.edition), row.word): (row.means, row.reason) for row in words.itertuples()}
    return _Rules(tuple((_pattern(row.name), row.title, int(row.lag)) for row in names.itertuples()), meanings)


def _pattern(name: str) -> re.Pattern[str]:
    plain = normalise.tidy(name)
    whole = rf"(?<![A-Za-z]){re.escape(plain)}(?![A-Za-z])" if plain.isascii() else re.escape(plain)
    before = rf"{ALONE}年?版?{BETWEEN}(?<![A-Za-z]){re.escape(plain)}"
    return re.compile(rf"(?i){whole}{BETWEEN}{ALONE}|{before}")


def edition(text: str, where: str) -> Edition | None:
    """Return the one edition that a text names.

    Examples
    --------
    >>> edition("中国城市统计年鉴—2024", "a line").period, edition("cyb2019_t2-9_gdp.xlsx", "the file's name").year
    ('2023', 2019)
    >>> edition("中国城市统计年鉴2016-2024", ""), edition("2-17 科技创新情况(2023年)", "")
    (None, None)
    """
    plain = normalise.tidy(text)
    named = {
        Edition(title, year, str(year - lag), where)
        for pattern, title, lag in _rules().names
        for match in pattern.finditer(plain)
        if (year := int(match[1] or match[2]))
    }
    return named.pop() if len(named) == 1 else None


def find(lines: Iterable[str], publication: str, file: str) -> Edition | None:
    """Return the edition of a table: of its lines, else of its source's title, else of the file's or folder's name."""
    path = PurePath(file)
    told = [*((line, "a line of the table") for line in lines), (publication, "the publication that its source names")]
    told += [(path.name, "the file's name"), (path.parent.name, "the folder's name")]
    return next((one for text, where in told if text and (one := edition(text, where))), None)


def assumed(given: str, found: Edition | None) -> tuple[str, str]:
    """Return the period of a table that names none, and why: the one that was given, else its edition's."""
    if given:
        return given, f"the period {given} as it was given"
    return (found.period, found.reason) if found else ("", "")


def meaning(found: Edition, indicator: str) -> tuple[str, str] | None:
    """Return the indicator that a word for another means in an edition, and why; None where no rule says it.

    Examples
    --------
    >>> meaning(Edition("中国城市统计年鉴", 2023, "2022", ""), "population")[0]
    'registered_population'
    """
    return _rules().meanings.get((found.title, found.year, indicator))


def has_rules(found: Edition, indicator: str) -> bool:
    """Say whether a word means different things in the editions of a publication."""
    return any(title == found.title and word == indicator for title, _, word in _rules().meanings)


def meant(id_: str, found: Edition | None, *, is_resident: bool, has_districts: bool) -> Meant:
    """Return the indicator that a figure's words mean in the table's edition.

    Parameters
    ----------
    id_
        What the words mean elsewhere.
    found
        The edition of the table.
    is_resident
        Whether the table itself says that it counts residents.
    has_districts
        Whether the table tells whole cities from their districts, as the yearbook of cities does.
    """
    if id_ != POPULATION or is_resident:
        return Meant(id_)
    if found and (rule := meaning(found, id_)):
        means, reason = rule
        name = indicators.indicator(means).name
        return Meant(means, f"read as {name}: 《{found.title}》{found.year}, {reason}")
    is_unsaid = has_districts or (found is not None and has_rules(found, id_))
    return Meant("", unclear=UNSAID) if is_unsaid else Meant(id_)
