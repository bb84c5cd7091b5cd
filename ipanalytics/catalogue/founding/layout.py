"""A project of one's own: the folders data, maps and notebooks, as they come with the package.

In a wheel they lie in ipanalytics/project, where setup.py puts them; an editable package finds them in its checkout.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ipanalytics.core import project
from ipanalytics.core.errors import ReportError, SourceError, listed

FOLDERS = ("data", "maps", "notebooks")
# What somebody added to a checkout, or a system to any folder, isn't the package's.
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "submissions", "quality", "Thumbs.db", "~$*")
MOST_NAMED = 5


def origin() -> Path:
    """Return where the files of a project come from.

    Raises
    ------
    SourceError
        When the package came without them.
    """
    for folder in (project.package() / "project", project.CHECKOUT):
        if (folder / project.MARK).is_file():
            return folder
    msg = f"this package came without a project's files: expected them in {project.package() / 'project'}"
    raise SourceError(msg)


def lay_out(folder: Path, change: Callable[[Path], None] = lambda _: None) -> Path:
    """Lay out a project in a folder that is new or empty, whole or not at all.

    Parameters
    ----------
    change
        Changes the files before the folder is put in its place.

    Raises
    ------
    SourceError
        When something is there already; names it.
    ReportError
        When it can't be written.
    """
    target, source = _free(folder), origin()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".ipanalytics-") as draft:
            for name in FOLDERS:
                shutil.copytree(source / name, Path(draft, "new", name), ignore=LEFT_OUT)
            change(Path(draft, "new"))
            if target.is_dir():
                target.rmdir()
            Path(draft, "new").replace(target)
    except OSError as fault:
        msg = f"{target} can't be written: {fault.strerror}"
        raise ReportError(msg) from fault
    return target


def _free(folder: Path) -> Path:
    """Return the folder, where nothing is in it."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100
    if not target.name.isprintable():
        msg = f"{target.name!r} can't be the name of a folder"
        raise SourceError(msg)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        msg = f"{target} is no folder: expected a new or an empty one"
        raise SourceError(msg)
    if inside := sorted(path.name for path in target.iterdir()) if target.is_dir() else []:
        more = [f"and {len(inside) - MOST_NAMED} more"] if len(inside) > MOST_NAMED else []
        raise SourceError(
            listed(f"{target} isn't empty: expected a new or an empty folder, found", inside[:MOST_NAMED] + more)
        )
    return target
