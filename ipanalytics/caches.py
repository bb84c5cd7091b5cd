"""Observations kept between processes: every report has a kernel of its own, and they all read the same files."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ipanalytics import observations
from ipanalytics.core import files, project


@lru_cache(maxsize=2)
def _loaded(path: Path) -> pd.DataFrame:
    return observations.load(path)


def kept(make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return the observations, from build/cache where the same code has cleaned the same files before.

    Parameters
    ----------
    make
        Cleans the files; called when a file of data/ or of the library was changed.
    """
    path = project.build() / "cache" / f"observations-{files.state()}.parquet"
    if path.is_file():
        return _loaded(path).copy(deep=False)
    table = make()
    # A cache that can't be written, as on a read-only disk, costs only time.
    with suppress(OSError):
        _keep(table, path)
    return table


def _keep(table: pd.DataFrame, path: Path) -> None:
    """Save under a name of this process's own, move it into place, and drop what was kept before."""
    draft = path.with_name(f"{os.getpid()}.parquet")
    observations.save(table, draft)
    draft.replace(path)
    for other in path.parent.glob("observations-*.parquet"):
        if other != path:
            other.unlink(missing_ok=True)
