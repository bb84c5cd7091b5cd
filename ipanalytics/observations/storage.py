"""Observations on disk: Parquet, and the cache that every report's own kernel reads."""

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pandas as pd

from ipanalytics.core import files, project
from ipanalytics.core.errors import SourceError
from ipanalytics.observations import validation

Made = TypeVar("Made")
OBSERVATIONS = "observations"
# Days and years are asked for again and again, but not all of them for ever.
MOST_ASKED = 24


def save(table: pd.DataFrame, path: Path) -> None:
    """Write a checked table as Parquet; an earlier file stays until the new one is whole."""
    files.write_atomically(path, as_parquet(table))


def as_parquet(table: pd.DataFrame) -> bytes:
    """Return a table, checked, as a Parquet file holds it."""
    return bytes(validation.check(table).to_parquet(index=False))


def load(path: Path) -> pd.DataFrame:
    """Read a table saved before and check it."""
    if not path.is_file():
        msg = f"{path} is missing: run `ipanalytics clean`"
        raise SourceError(msg)
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as fault:
        msg = f"{path} can't be read as Parquet: {fault}"
        raise SourceError(msg) from fault
    return validation.check(table)


@project.cached_for_project("data", most=8)
def _loaded(path: Path) -> pd.DataFrame:
    content = files.read_cache(path)
    if content is None:
        msg = f"{path} isn't there, or isn't what was kept"
        raise SourceError(msg)
    return pd.read_parquet(io.BytesIO(content))


def cached(name: str, make: Callable[[], pd.DataFrame], *, asked: str = "") -> pd.DataFrame:
    """Return a table, from build/cache where the same code has made it of the same files before.

    Parameters
    ----------
    name
        "observations", which are checked, or another table of what became of the files.
    make
        Makes it; called when a file of data/ or of the library was changed.
    asked
        What else it was made of, where there can be several.
    """
    path = _path(name, asked, "parquet")
    # One that is damaged is made anew.
    with suppress(OSError, ValueError):
        return _loaded(path).copy(deep=False)
    table = make()
    content = as_parquet(table) if name == OBSERVATIONS else bytes(table.to_parquet(index=False))
    files.write_cache(path, content, most=_most(asked))
    return table


def cached_as(
    name: str, make: Callable[[], Made], *, asked: str, write: Callable[[Made], str], read: Callable[[bytes], Made]
) -> Made:
    """Return what is no plain table, kept like `cached` as the text that it is written to and read from."""
    path = _path(name, asked, "json")
    if (content := files.read_cache(path)) is not None:
        return read(content)
    made = make()
    files.write_cache(path, write(made), most=_most(asked))
    return made


def _path(name: str, asked: str, kind: str) -> Path:
    return project.build() / "cache" / f"{name}-{files.fingerprint(files.state() + asked)}.{kind}"


def _most(asked: str) -> int:
    return MOST_ASKED if asked else 1
