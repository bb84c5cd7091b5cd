"""The project's folders, and how a CSV in them is read. No other module writes "data/" or "maps/".

The home folder is $IPANALYTICS_HOME, else the nearest folder upwards from the
working directory that holds the project, else the checkout that this package
was installed from in editable mode.
"""

import csv
import io
import os
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.csv

from ipanalytics.errors import SourceError, listed

CHOSEN = "IPANALYTICS_HOME"
MARK = Path("data", "catalogue", "indicators.yaml")
CHECKOUT = Path(__file__).resolve().parents[1]


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
    return Path(__file__).resolve().parent


def build() -> Path:
    """Return the folder for whatever is made; it is never committed."""
    return home() / "build"


def read_csv(path: Path, header: list[str], refusal: type[ValueError]) -> pd.DataFrame:
    """Read a UTF-8 CSV as text, index `line`; a BOM, CRLF and empty lines are let through.

    A row stands on one line, so that a quote left open can't swallow the rows below it.

    Raises
    ------
    refusal
        When the file can't be read or has another header; lists every broken line.
    """
    lines = _lines(path, refusal)
    if (quick := _read_plain(lines, header)) is not None:
        return quick
    rows = {number: _fields(text) for number, text in enumerate(lines, 1) if text.strip()}
    if (found := rows.pop(1, [])) != header:
        msg = f"{path}, line 1: found the columns {found}, expected {header}"
        raise refusal(msg)
    broken = [number for number, fields in rows.items() if len(fields) != len(header)]
    if broken:
        heading = f"{path}: expected {len(header)} fields and closed quotes:"
        raise refusal(listed(heading, [f"line {number}: found {rows[number]}" for number in broken]))
    index = pd.Index(list(rows), name="line", dtype=int)
    return pd.DataFrame(list(rows.values()), columns=header, index=index, dtype=str)


def _read_plain(lines: list[str], header: list[str]) -> pd.DataFrame | None:
    """Read a large file without quotes, empty lines or faults at once; None where it isn't one."""
    text = "\n".join(lines).removesuffix("\n")
    is_plain = "\n" in text and '"' not in text and "\n\n" not in text and "\r" not in text
    commas = len(header) - 1
    if not is_plain or lines[0].split(",") != header or any(line.count(",") != commas for line in text.split("\n")):
        return None
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(header, pyarrow.string()), strings_can_be_null=False
    )
    table = pyarrow.csv.read_csv(io.BytesIO(text.encode()), convert_options=options).to_pandas()
    return table.astype("str").set_index(pd.RangeIndex(2, len(table) + 2, name="line"))


def _lines(path: Path, refusal: type[ValueError]) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        msg = f"{path}: can't be read as UTF-8 text: {fault}"
        raise refusal(msg) from fault


def _fields(text: str) -> list[str]:
    if '"' not in text:
        return text.rstrip("\r").split(",")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        return [text]
