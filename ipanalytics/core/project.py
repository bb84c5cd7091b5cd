"""The project's folders, and what is kept of their files in memory. No other module finds "data/" or "maps/".

The home folder is $IPANALYTICS_HOME, else the nearest folder upwards from the
working directory that holds the project, else the checkout that this package
was installed from in editable mode.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from pathlib import Path
from stat import S_ISDIR, S_ISLNK
from typing import ParamSpec, TypeVar

from ipanalytics.core.errors import SourceError, listed

Given = ParamSpec("Given")
Result = TypeVar("Result")
Stamps = tuple[tuple[str, int, int], ...]

CHOSEN = "IPANALYTICS_HOME"
MARK = Path("data", "catalogue", "indicators.yaml")
CHECKOUT = Path(__file__).resolve().parents[2]
# The states seen since nothing is to change any more; None while files may change.
_held: dict[tuple[Path, tuple[str, ...]], str] | None = None
# The project's folder while nothing is to change for a time, and what tells one such time from another.
_home_held: Path | None = None
_span: object = None


def home() -> Path:
    """Return the project's folder.

    Raises
    ------
    SourceError
        When no candidate holds data/catalogue/indicators.yaml; names them all.
    """
    return _home_held or _home(os.environ.get(CHOSEN, ""), os.getcwd())  # noqa: PTH109


@lru_cache(maxsize=16)
def _home(chosen: str, here: str) -> Path:
    """Look for the project once for each choice and working directory: names of places ask often."""
    tried = [Path(chosen).resolve()] if chosen else [Path(here), *Path(here).parents, CHECKOUT]
    for folder in tried:
        if (folder / MARK).is_file():
            return folder
    hint = "change into a project, or lay one out with `ipanalytics init FOLDER`"
    where = f"IPANALYTICS_HOME is {chosen}" if chosen else f"looked from {here} upwards"
    msg = f"no project here: {hint} ({where} for {MARK.as_posix()})"
    raise SourceError(msg)


def data(*parts: str) -> Path:
    """Return the folder of figures and catalogues, or what is in it."""
    return home().joinpath("data", *parts)


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


def cached_for_project(*reads: str, most: int = 32) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep what a function returns, for each project and state of the files that it reads: the one cache policy.

    Parameters
    ----------
    reads
        Files, or folders with all that they hold, below the project's folder: "data/divisions".
    most
        How many results are kept.
    """

    def decorate(make: Callable[Given, Result]) -> Callable[Given, Result]:
        kept: Callable[..., Result] = lru_cache(maxsize=most)(lambda _, *given, **named: make(*given, **named))
        # The span in which files were looked at last, and the state that they had.
        seen: tuple[object, str] = (None, "")

        @wraps(make)
        def get(*given: Given.args, **named: Given.kwargs) -> Result:
            nonlocal seen
            span, state = seen
            if span is None or span is not _span:
                span, state = seen = _span, state_of(*reads)
            return kept(state, *given, **named)

        return get

    return decorate


def state_of(*reads: str) -> str:
    """Return the project's folder with the state of some of its files; a change of either makes another state.

    It is one text because a text remembers its hash, and is looked up for each word of a table.
    """
    folder = home()
    if _held is None:
        return repr((folder, stamps(folder, *reads)))
    if (folder, reads) not in _held:
        _held[folder, reads] = repr((folder, stamps(folder, *reads)))
    return _held[folder, reads]


def stamps(folder: Path, *names: str) -> Stamps:
    """Return name, time and size of files below a folder, and of all files in folders, but compiled code.

    What isn't there has no stamp.

    Raises
    ------
    SourceError
        When a link in a folder leads out of it, or to a folder; names all such.
    """
    seen: list[tuple[str, int, int]] = []
    for name in names:
        path = f"{folder}/{name}"
        try:
            stat = os.lstat(path)
            if S_ISLNK(stat.st_mode):
                if not Path(path).exists():
                    # As editors leave them.
                    continue
                if astray := _leads_astray(folder, name):
                    raise SourceError(_astray(folder, name, astray))
                stat = os.stat(path)  # noqa: PTH116
        except FileNotFoundError:
            continue
        if not S_ISDIR(stat.st_mode):
            seen.append((name, stat.st_mtime_ns, stat.st_size))
        elif not name.endswith("__pycache__"):
            seen += stamps(folder, *(f"{name}/{inner}" for inner in sorted(os.listdir(path))))  # noqa: PTH208
    return tuple(seen)


def _leads_astray(folder: Path, name: str) -> str:
    """Say where a link inside a folder leads that isn't followed; the folder itself may be a link, as may code."""
    top, _, inner = name.partition("/")
    target = os.path.realpath(f"{folder}/{name}")
    root = os.path.realpath(f"{folder}/{top}")
    is_inside = target.startswith(f"{root}{os.sep}") and not Path(target).is_dir()
    if not inner or top == "." or is_inside:
        return ""
    return f"{name} leads to {target}"


def _astray(folder: Path, name: str, first: str) -> str:
    """Name all links below the same top folder that aren't followed, the one met first with them."""
    top = name.partition("/")[0]
    links = [path for path in sorted((folder / top).rglob("*")) if path.is_symlink()]
    others = [_leads_astray(folder, path.relative_to(folder).as_posix()) for path in links]
    return listed("links are followed to files of the same folder only; put the files themselves there:",
                  sorted({first, *filter(None, others)}))  # fmt: skip


def hold() -> None:
    """Look no more whether files change: what this process and its forks make is of the files as they are now."""
    global _held, _home_held, _span
    _held, _home_held, _span = {}, home(), object()


@contextmanager
def held() -> Iterator[None]:
    """Look at each file once in here: a name is looked up a hundred thousand times while files are cleaned."""
    global _held, _home_held, _span
    before = _held, _home_held, _span
    _held, _home_held = {} if _held is None else _held, home()
    _span = _span or object()
    try:
        yield
    finally:
        _held, _home_held, _span = before


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Take a folder for the project in here: one that is laid out as a draft."""
    global _home_held
    before, _home_held = _home_held, folder
    try:
        yield
    finally:
        _home_held = before
