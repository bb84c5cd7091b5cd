"""All pages of a folder in one file: a .zip of them, or a single page that unpacks each and leads to the others."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ipanalytics.core import files, i18n
from ipanalytics.publishing import page
from ipanalytics.report import markup

NAME = "all-reports"
# A fixed day, so that the same files give the same bytes.
DAY = (1980, 1, 1, 0, 0, 0)


def zipped(paths: Iterable[Path], root: Path) -> bytes:
    """Return files as a .zip, in the folders that they have below `root`, in the order of their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path.absolute().relative_to(root.absolute()).as_posix(), DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    return stream.getvalue()


def single(pages: Mapping[Path, str], *, title: str) -> str:
    """Return one page that holds others and shows the one that is chosen, or that a link of the one shown leads to.

    Parameters
    ----------
    pages
        The name of each page in the choice by its file; the first is shown at first.
    title
        Of the whole.
    """
    held = [
        {"file": path.name, "name": name, "content": files.packed(path.read_text(encoding="utf-8"))}
        for path, name in pages.items()
    ]
    return markup.render(
        "bundle.html.j2", "publishing", language=i18n.tag(), title=title, pages=held, style=page.stylesheet()
    )
