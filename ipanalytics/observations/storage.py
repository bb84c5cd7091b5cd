"""Observations on disk: Parquet, and the cache that every report's own kernel reads."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ipanalytics.core import files, project
from ipanalytics.core.errors import SourceError
from ipanalytics.observations import validation


def save(table: pd.DataFrame, path: Path) -> None:
    """Write a checked table as Parquet; an earlier file stays until the new one is whole."""
    validation.check(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    table.to_parquet(draft, index=False)
    draft.replace(path)


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


@lru_cache(maxsize=2)
def _loaded(path: Path) -> pd.DataFrame:
    return load(path)


def cached(make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return the observations, from build/cache where the same code has cleaned the same files before.

    Parameters
    ----------
    make
        Cleans the files; called when a file of data/ or of the library was changed.
    """
    path = project.build() / "cache" / f"observations-{files.state()}.parquet"
    if path.is_file():
        # One that is damaged is made anew.
        with suppress(OSError, ValueError):
            return _loaded(path).copy(deep=False)
    table = make()
    # A cache that can't be written, as on a read-only disk, costs only time.
    with suppress(OSError):
        _keep(table, path)
    return table


def _keep(table: pd.DataFrame, path: Path) -> None:
    """Save under a name of this process's own, move it into place, and drop what was kept before."""
    draft = path.with_name(f"{os.getpid()}.parquet")
    save(table, draft)
    draft.replace(path)
    for other in path.parent.glob("observations-*.parquet"):
        if other != path:
            other.unlink(missing_ok=True)
