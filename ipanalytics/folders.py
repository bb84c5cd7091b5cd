"""A folder of pages that one render at a time writes into, and no half-written file is left in."""

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from ipanalytics.core import files
from ipanalytics.core.errors import ReportError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


LOCK = ".lock"
MADE = (".html", ".json", ".pdf", ".docx")


@contextlib.contextmanager
def held(out: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Make a folder, wait until no other render writes into it, and clear what an ended one left half-written.

    The lock goes with the process that holds it, so none is ever left behind.

    Raises
    ------
    ReportError
        When files can't be written there.
    """
    with _refused(out):
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / LOCK).open("w")
    with lock:
        if not _try_lock(lock.fileno(), wait=False):
            tell(f"another render writes into {out}: waiting for its end")
            _try_lock(lock.fileno(), wait=True)
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


def _try_lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file for this process; False where another one has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def sweep(out: Path) -> None:
    """Remove drafts of ours; none is being written while nobody else holds the folder."""
    for kind in MADE:
        for draft in out.glob(f"*{kind}{files.DRAFT}"):
            draft.unlink(missing_ok=True)


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a request to end the process, as `kill` sends it, do what Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_: int, __: object) -> None:
    raise KeyboardInterrupt
