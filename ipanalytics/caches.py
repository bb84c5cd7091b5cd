"""Observations kept between processes: every report has a kernel of its own, and they all read the same files."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from ipanalytics import observations, paths

Stamps = tuple[tuple[Path, int, int], ...]


def stamps(folder: Path) -> Stamps:
    """Return path, time and size of all files in a folder, but for compiled code."""
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*.*")) if path.parent.name != "__pycache__")
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def state() -> str:
    """Return a short text that changes when a file of data/ or of the library does."""
    told = repr((stamps(paths.data()), stamps(paths.package())))
    return sha256(told.encode()).hexdigest()[:20]


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
    path = paths.build() / "cache" / f"observations-{state()}.parquet"
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
