"""Where figures come from: the publications that data/sources describes, by id, and the files that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ipanalytics.catalogue import sidecars as described_files
from ipanalytics.catalogue.sidecars import FOLDERS, Fault, Sidecar, Source
from ipanalytics.core import files as core_files
from ipanalytics.core import i18n, periods, project
from ipanalytics.core.errors import CatalogueError, SourceError, listed

if TYPE_CHECKING:
    import pandas as pd

HEADING = "data/sources and the files that it describes don't fit together:"
SEPARATOR = "; "
EVERY = {"month": 1, "quarter": 3, "year": 12}
SCHEDULE = ["source", "every", "months_after", "day", "basis"]


def sidecars() -> list[Sidecar]:
    """Return the sidecar of every file that can be used, sorted by file; `faults` says what is wrong with the others.

    Raises
    ------
    SourceError
        When no file can be used; lists all faults.
    """
    return list(_publications().sidecars)


def faults() -> list[Fault]:
    """Return what is wrong with files that nothing describes, sidecars, and files that were changed or are missing."""
    return list(_publications().faults)


def check() -> None:
    """Refuse sidecars and files that don't fit together; names them all."""
    if wrong := faults():
        raise SourceError(listed(HEADING, [fault.text for fault in wrong]))


@dataclass(frozen=True)
class _Publications:
    """The sidecars of the project, their publications and files by id, and what can't be used."""

    sidecars: tuple[Sidecar, ...]
    sources: Mapping[str, Source]
    files: Mapping[str, str]
    faults: tuple[Fault, ...]


@project.cached_for_project("data/sources", "data/divisions", *(f"data/{folder}" for folder in FOLDERS))
def _publications() -> _Publications:
    described, faults = described_files.read()
    if not described:
        told = ["data/sources describes no file that can be used", *(fault.text for fault in faults)]
        raise SourceError(listed(HEADING, told))
    by_id = {id_: source for sidecar in described for id_, source in sidecar.sources.items()}
    files_of = {id_: sidecar.file for sidecar in described for id_ in sidecar.sources}
    return _Publications(tuple(described), by_id, files_of, tuple(faults))


def load() -> dict[str, Source]:
    """Return every publication by its id."""
    return dict(_publications().sources)


def files() -> dict[str, str]:
    """Return the name of the file that holds a publication's figures, by its id."""
    return dict(_publications().files)


def published() -> "pd.Series":
    """Return the date of publication by source id, as text; "" where it isn't known."""
    import pandas as pd

    return pd.Series({id_: source.published or "" for id_, source in load().items()}, dtype=str, name="published")


def ids_of(source: "pd.Series") -> list[str]:
    """Return the single ids in a column `source`; a computed figure names several."""
    joined = sorted({id_ for text in source.dropna() for id_ in str(text).split(SEPARATOR)})
    return [id_ for id_ in joined if id_]


@lru_cache(maxsize=4096)
def joined(*texts: str) -> str:
    """Return the ids in several texts of a column `source` as one text.

    Examples
    --------
    >>> joined("b; a", "a")
    'a; b'
    """
    return SEPARATOR.join(sorted({id_ for text in texts for id_ in text.split(SEPARATOR)} - {""}))


def cite(id_: str, *, plain: bool = False) -> str:
    """Word a publication for a source line: publisher, title, and whether only a reprint was seen.

    Parameters
    ----------
    id_
        Of the publication.
    plain
        For drawings and files, which can't say that words are Chinese: in English the id where
        the publication has no English title.

    Raises
    ------
    SourceError
        When no sidecar describes it.
    """
    publications = load()
    if id_ not in publications:
        msg = f"{id_!r} is not a source that data/sources describes"
        raise SourceError(msg)
    if not i18n.is_english():
        return _cited(publications[id_])
    return publications[id_].english or (id_ if plain else i18n.quote(_cited(publications[id_])))


def _cited(source: Source) -> str:
    bare = "（" in source.title
    title = source.title if bare else f"《{source.title}》"
    text = f"{source.publisher}{'，' if bare else ''}{title}" if source.publisher else title
    return f"{text}（据转载）" if source.seen == "reprint" and "转载" not in text else text


@dataclass(frozen=True)
class Release:
    """A row of data/catalogue/releases.csv: how often publications come whose ids begin so, and when.

    `every` and `months_after` are months, the latter from the end of a period; None where only the year after is known.
    `day` is that of the month, 0 where it isn't fixed.
    """

    source: str
    every: int
    months_after: int | None
    day: int


@project.cached_for_project("data/catalogue/releases.csv")
def releases() -> tuple[Release, ...]:
    """Return how often and when publications come that come regularly; none where the file isn't there.

    Raises
    ------
    CatalogueError
        Lists rows without a source or a basis, and those whose rhythm, months or day can't be.
    """
    path = project.data("catalogue", "releases.csv")
    if not path.is_file():
        return ()
    rows = core_files.read_rows(path, SCHEDULE, CatalogueError)
    if wrong := [f"line {line}: {', '.join(row.values())}" for line, row in rows.items() if not _is_sound(row)]:
        expected = f"expected a source, one of {', '.join(EVERY)}, months and a day or nothing, a basis"
        raise CatalogueError(listed(f"{path.name}: {expected}:", wrong))
    return tuple(
        Release(
            row["source"],
            EVERY[row["every"]],
            int(row["months_after"]) if row["months_after"] else None,
            int(row["day"] or 0),
        )
        for row in rows.values()
    )


def _is_sound(row: dict[str, str]) -> bool:
    months, day = row["months_after"], row["day"]
    is_named = bool(row["source"] and row["basis"]) and row["every"] in EVERY
    is_month = not months or (months.isdecimal() and int(months) <= EVERY["year"])
    # A day that each month has; without a month a day says nothing.
    return is_named and is_month and (not day or (bool(months) and day.isdecimal() and 1 <= int(day) <= 28))  # noqa: PLR2004


def next_release(id_: str, end: date) -> str:
    """Return when the figure after one that ends then is expected, as a day, a month or a year; "" if unknown.

    Parameters
    ----------
    id_
        Of the publication that has the figure.
    end
        Of the figure's period.

    Examples
    --------
    >>> next_release("synthetic_bulletin_2022-09", date(2022, 9, 30))
    '2022-11-15'
    >>> [next_release(id_, date(2022, 12, 31)) for id_ in ("synthetic_gi_list_2022", "cstat_yearbook_2023")]
    ['2024-01', '2024']
    >>> next_release("synthetic_survey_2022", date(2022, 12, 31))
    ''
    """
    release = next((release for release in releases() if id_.startswith(release.source)), None)
    if not release:
        return ""
    then = _months_after(end, release.every)
    if release.months_after is None:
        return f"{then.year + 1}"
    then = _months_after(then, release.months_after)
    return f"{then:%Y-%m}-{release.day:02}" if release.day else f"{then:%Y-%m}"


def _months_after(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    return periods.month_end(day.year + years, month + 1)
