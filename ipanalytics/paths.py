"""The project's folders. No other module writes "data/" or "maps/".

The home folder is $IPANALYTICS_HOME, else the nearest folder upwards from the
working directory that holds the project, else the checkout that this package
was installed from in editable mode.
"""

import os
from pathlib import Path

from ipanalytics.errors import SourceError

MARK = Path("data", "catalogue", "indicators.yaml")


def home() -> Path:
    """Return the project's folder.

    Raises
    ------
    SourceError
        When no candidate holds data/catalogue/indicators.yaml; names them all.
    """
    tried = _candidates()
    for folder in tried:
        if (folder / MARK).is_file():
            return folder
    msg = f"no project folder found: none of {[str(f) for f in tried]} holds {MARK.as_posix()}"
    raise SourceError(f"{msg}; change into the project or set IPANALYTICS_HOME")


def _candidates() -> list[Path]:
    if chosen := os.environ.get("IPANALYTICS_HOME"):
        return [Path(chosen).resolve()]
    here = Path.cwd()
    return [here, *here.parents, Path(__file__).resolve().parents[1]]


def data() -> Path:
    """Return the folder of figures and catalogues."""
    return home() / "data"


def maps() -> Path:
    """Return the folder of the county boundaries."""
    return home() / "maps"


def notebooks() -> Path:
    """Return the folder of notebooks and of reports.yaml."""
    return home() / "notebooks"


def build() -> Path:
    """Return the folder for whatever is made; it is never committed."""
    return home() / "build"
