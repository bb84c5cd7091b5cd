"""A folder of pages: one render at a time writes into it, no half-written file is left, pages share assets."""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ipanalytics.batch import manifest
from ipanalytics.batch.plan import Job
from ipanalytics.core import files
from ipanalytics.core.errors import ReportError

LOCK = ".lock"
MADE = (".html", ".json", ".pdf", ".docx")
FOLDER = "assets"
OURS = re.compile(r"plotly-([0-9a-f]{20})\.js")


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


def put(out: Path, jobs: Sequence[Job]) -> None:
    """Write the shared file before the first page that needs it, where such pages are made.

    Raises
    ------
    ReportError
        When it can't be written.
    """
    if not any(job.shared_assets for job in jobs):
        return
    from ipanalytics.publishing import payload

    path = out / payload.shared_library()
    if not _is_ours(path):
        files.write_atomically(path, payload.plotly_source())


def clear(out: Path) -> None:
    """Remove shared files of ours that no page needs any more, and the folder when it is empty."""
    folder = out / FOLDER
    if not folder.is_dir():
        return
    needed = {entry.get("asset") for entry in manifest.read(out).values()}
    for path in folder.glob("plotly-*.js"):
        if f"{FOLDER}/{path.name}" not in needed and _is_ours(path):
            path.unlink(missing_ok=True)
    for draft in folder.glob(f"plotly-*.js*{files.DRAFT}"):
        draft.unlink(missing_ok=True)
    # A folder that holds files of others stays.
    with suppress(OSError):
        folder.rmdir()


def _is_ours(path: Path) -> bool:
    """Say whether a file has the name that its content asks for."""
    named = OURS.fullmatch(path.name)
    return bool(named) and path.is_file() and files.sha256_of(path).startswith(named[1] if named else "")
