"""The project's folders. No other module writes "data/" or "maps/".

The home folder is $IPANALYTICS_HOME, else the nearest folder upwards from the
working directory that holds the project, else the checkout that this package
was installed from in editable mode.
"""

import os
from functools import lru_cache
from pathlib import Path

from ipanalytics.core.errors import SourceError

CHOSEN = "IPANALYTICS_HOME"
MARK = Path("data", "catalogue", "indicators.yaml")
CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """Return the project's folder.

    Raises
    ------
    SourceError
        When no candidate holds data/catalogue/indicators.yaml; names them all.
    """
    return _home(os.environ.get(CHOSEN, ""), os.getcwd())  # noqa: PTH109


@lru_cache(maxsize=16)
def _home(chosen: str, here: str) -> Path:
    """Look for the project once for each choice and working directory: names of places ask often."""
    tried = [Path(chosen).resolve()] if chosen else [Path(here), *Path(here).parents, CHECKOUT]
    for folder in tried:
        if (folder / MARK).is_file():
            return folder
    msg = f"no project folder found: none of {[str(f) for f in tried]} holds {MARK.as_posix()}"
    raise SourceError(f"{msg}; change into the project or set IPANALYTICS_HOME")


def data(*parts: str) -> Path:
    """Return the folder of figures and catalogues, or what is in it."""
    return _inside(home(), "data", *parts)


@lru_cache(maxsize=128)
def _inside(folder: Path, *parts: str) -> Path:
    """Make one path for all who ask: its hash, by which caches find what was read, is then made once."""
    return folder.joinpath(*parts)


def maps() -> Path:
    """Return the folder of the county boundaries."""
    return home() / "maps"


def notebooks() -> Path:
    """Return the folder of notebooks and of reports.yaml."""
    return home() / "notebooks"


def package() -> Path:
    """Return the folder of the library's modules."""
    return Path(__file__).resolve().parents[1]


def build() -> Path:
    """Return the folder for whatever is made; it is never committed."""
    return home() / "build"
