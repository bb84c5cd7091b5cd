"""A folder of pages: one render at a time writes into it, no half-written file is left."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from ipanalytics.core import files
from ipanalytics.core.errors import ReportError

LOCK = ".lock"
MADE = (".html", ".json", ".pdf", ".docx")


@contextlib.contextmanager
def held(out: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Make a folder, wait until no other render writes into it, and clear what an ended one left half-written.

    Raises
    ------
    ReportError
        When files can't be written there.
    """
    # It never follows a link, cuts no file, and goes with the process that holds it.
    lock = FileLock(out / LOCK)
    with _refused(out):
        out.mkdir(parents=True, exist_ok=True)
        try:
            taken = lock.acquire(blocking=False)
        except Timeout:
            tell(f"another render writes into {out}: waiting for its end")
            taken = lock.acquire()
    with taken:
        with _refused(out):
            sweep(out)
            (out / f"probe.html{files.DRAFT}").write_bytes(b"probe")
        try:
            yield
        finally:
            sweep(out)


@contextlib.contextmanager
def _refused(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        msg = f"pages can't be written into {out}: {fault.strerror}"
        raise ReportError(msg) from fault


def sweep(out: Path) -> None:
    """Remove drafts of ours; none is being written while nobody else holds the folder."""
    for kind in MADE:
        for draft in out.glob(f"*{kind}*{files.DRAFT}"):
            draft.unlink(missing_ok=True)
