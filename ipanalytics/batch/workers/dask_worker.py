"""What a Dask worker does: unpack the project's files into a folder of its own and make reports there.

Reports are forked from a preloaded process, as in a render on one machine. What a worker holds goes when
reports of other files or settings come, or when the worker ends.
"""

import io
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipanalytics.batch import freshness
from ipanalytics.batch.plan import Job, Outcome
from ipanalytics.batch.workers import local
from ipanalytics.core import project
from ipanalytics.core.confinement import Limits
from ipanalytics.core.errors import ReportError

CARRIED = ("data", "maps", "notebooks")
LEFT = {"__pycache__", ".ipynb_checkpoints"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class RenderOrder:
    """What the reports of a render share: the digest of the project's files, what makes and what limits them."""

    files: str
    versions: dict[str, str]
    warm: dict[str, object]
    limits: Limits
    footer: str


@dataclass(frozen=True)
class RenderResult:
    """What a worker sends back: a page and its outcome, or the error that kept it from being made."""

    worker: str
    made: tuple[Outcome, str] | None = None
    error: str = ""
    is_unfit: bool = False

    def page(self, _: Job) -> tuple[Outcome, str]:
        """Return the page and its outcome.

        Raises
        ------
        ReportError
            When there is no page.
        """
        if self.made is None:
            raise ReportError(self.error)
        return self.made


@dataclass
class _Held:
    """What a worker keeps ready between the reports of an order."""

    pool: local.ReportPool
    folder: Path
    users: int = 0

    def close(self) -> None:
        self.pool.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_held: dict[str, _Held] = {}
_lock = threading.Lock()


def difference(ours: Mapping[str, str], theirs: Mapping[str, str] | Exception) -> str:
    """Say in which versions a worker differs."""
    if isinstance(theirs, Exception):
        return f"has no ipanalytics {ours['ipanalytics']} that could be asked: {type(theirs).__name__}: {theirs}"
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return "has " + ", ".join(f"{name} {theirs.get(name, 'none')} (here {ours.get(name, 'none')})" for name in names)


def packed(home: Path) -> bytes:
    """Return the files that reports are made of as an archive; the same files give the same bytes.

    Raises
    ------
    SourceError
        When there are links among them that lead elsewhere.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as into:
        for name, _, _ in project.stamps(home, *CARRIED):
            if not LEFT & set(name.split("/")):
                content = (home / name).read_bytes()
                into.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def work(job: dict[str, Any], order: RenderOrder, files: bytes) -> RenderResult:
    """Make a report; called in a worker."""
    from distributed import get_worker

    worker = get_worker()
    if (here := freshness.versions()) != order.versions:
        return RenderResult(worker.address, error=f"{worker.address} {difference(order.versions, here)}", is_unfit=True)
    with _ready(order, files, worker.local_directory) as pool:
        try:
            return RenderResult(worker.address, pool.make(Job(**job)))
        except ReportError as fault:
            return RenderResult(worker.address, error=str(fault))


@contextmanager
def _ready(order: RenderOrder, files: bytes, scratch: str) -> Iterator[local.ReportPool]:
    """Hold what an order's reports need, kept from the report before; what nobody needs any more goes."""
    with _lock:
        for key, other in list(_held.items()):
            if not other.users and (key != repr(order) or not other.pool.is_open()):
                _held.pop(key).close()
        held = _held.setdefault(repr(order), _held.get(repr(order)) or _begun(order, files, scratch))
        held.users += 1
    try:
        yield held.pool
    finally:
        with _lock:
            held.users -= 1


def _begun(order: RenderOrder, files: bytes, scratch: str) -> _Held:
    """Unpack the project's files and start what makes reports of them."""
    folder = Path(tempfile.mkdtemp(prefix=f"ipanalytics-{order.files}-", dir=scratch))
    with zipfile.ZipFile(io.BytesIO(files)) as archive:
        archive.extractall(folder)
    env = {project.CHOSEN: str(folder)}
    return _Held(local.ReportPool(order.warm, order.limits, footer=order.footer, env=env), folder)
