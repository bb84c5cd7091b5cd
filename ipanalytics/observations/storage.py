"""Observations on disk: Parquet, and the cache that every report's own kernel reads."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd

from ipanalytics.core import files, project
from ipanalytics.core.errors import SourceError
from ipanalytics.observations import validation

OBSERVATIONS = "observations"


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


@project.cached_for_project("data", most=4)
def _loaded(path: Path) -> pd.DataFrame:
    return load(path) if path.name.startswith(OBSERVATIONS) else pd.read_parquet(path)


def cached(name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return a table, from build/cache where the same code has cleaned the same files before.

    Parameters
    ----------
    name
        "observations", which are checked, or another table of what became of the files.
    make
        Cleans the files; called when a file of data/ or of the library was changed.
    """
    path = project.build() / "cache" / f"{name}-{files.state()}.parquet"
    if path.is_file():
        # One that is damaged is made anew.
        with suppress(OSError, ValueError):
            return _loaded(path).copy(deep=False)
    table = make()
    files.write_cache(path, as_parquet(table) if name == OBSERVATIONS else bytes(table.to_parquet(index=False)))
    return table
