"""Reports made by a Dask cluster: the project's files go to each worker once, pages come back.

A worker unpacks the files into a folder of its own and forks reports from a preloaded process there, as a
render on one machine does. What a worker holds goes when reports of other files come, or when it ends.
"""

import io
import logging
import re
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ipanalytics import batches, manifest, paths, skipping
from ipanalytics.errors import ReportError, listed
from ipanalytics.outcomes import Job, Limits, Outcome

if TYPE_CHECKING:
    from distributed import Client, Future

ADDRESS = re.compile(r"[a-z]+://\S+:\d+")
COMMAND = 'python -m pip install -c constraints.txt -e ".[cluster]"'
CARRIED = ("data", "maps", "notebooks")
LEFT = {"__pycache__", ".ipynb_checkpoints"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)
CONNECT_SECONDS = 10
# How long a render waits for another worker after the last one was lost.
PATIENCE_SECONDS = 60
LOOK_SECONDS = 5
# What went wrong outside of the report, such as a full disk, is tried again so often; lost workers count apart.
RETRIES = 2
GONE = {
    "KilledWorker": "the workers that it was given to were lost, one after the other",
    "FutureCancelledError": "the scheduler was lost",
    "CancelledError": "the scheduler was lost",
}


@dataclass(frozen=True)
class Errand:
    """What the reports of a render share: the digest of the project's files, what makes and what limits them."""

    files: str
    versions: dict[str, str]
    warm: dict[str, object]
    limits: Limits
    footer: str


@dataclass(frozen=True)
class Answer:
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
    """What a worker keeps ready between the reports of an errand."""

    workshop: batches.Workshop
    folder: Path
    users: int = 0

    def close(self) -> None:
        self.workshop.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_held: dict[str, _Held] = {}
_lock = threading.Lock()


def require() -> None:
    """Refuse before anything is rendered where Dask isn't installed.

    Raises
    ------
    ReportError
        Says what to install.
    """
    if not find_spec("distributed"):
        msg = f"--scheduler needs dask.distributed; install it with: {COMMAND}"
        raise ReportError(msg)


def run(
    jobs: Sequence[Job], out: Path, *, address: str, limits: Limits, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    """Let a cluster make reports, and publish them here; return an outcome for each job, in the order of the jobs.

    Parameters
    ----------
    jobs
        What to make.
    out
        Folder of the pages.
    address
        Of the scheduler: "tcp://host:8786".
    limits
        Of each report.
    tell
        Called with each outcome as it comes.

    Raises
    ------
    ReportError
        When the scheduler can't be reached, or has no worker, or one with another library.
    """
    with _connected(address) as client:
        _check_workers(client, address)
        found: dict[str, Outcome] = {}
        for job, answer in _made(client, jobs, limits):
            found[job.area] = batches.published(answer.page, job, out)
            tell(found[job.area])
    return [found[job.area] for job in jobs]


@contextmanager
def _connected(address: str) -> "Iterator[Client]":
    from distributed import Client

    if not ADDRESS.fullmatch(address):
        msg = f"--scheduler {address} is no address of a scheduler: expected one as tcp://host:8786"
        raise ReportError(msg)
    # What Dask logs of lost workers is said in the outcomes.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="ipanalytics")
    except (OSError, ValueError, TypeError) as fault:
        msg = f"no scheduler answers at {address} within {CONNECT_SECONDS} s: {fault}"
        raise ReportError(msg) from fault
    try:
        yield client
    finally:
        client.close(timeout=CONNECT_SECONDS)


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, and workers whose pages would differ from ours."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as fault:
        msg = f"the scheduler at {address} has no workers; start one with: dask worker {address} --nthreads 1"
        raise ReportError(msg) from fault
    ours, told = _ours(), client.run(skipping.versions, on_error="return")
    if faults := [f"{worker} {_difference(ours, theirs)}" for worker, theirs in told.items() if theirs != ours]:
        heading = "workers must have the library that is installed here (then start them again):"
        raise ReportError(listed(heading, faults))


def _ours() -> dict[str, str]:
    """Return the versions of the libraries here."""
    return skipping.versions()


def _difference(ours: Mapping[str, str], theirs: Mapping[str, str] | Exception) -> str:
    if isinstance(theirs, Exception):
        return f"has no ipanalytics {ours['ipanalytics']} that could be asked: {type(theirs).__name__}: {theirs}"
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return "has " + ", ".join(f"{name} {theirs.get(name, 'none')} (here {ours.get(name, 'none')})" for name in names)


def packed(home: Path) -> bytes:
    """Return the files that reports are made of as an archive; the same files give the same bytes."""
    files = [path for folder in CARRIED for path in sorted((home / folder).rglob("*")) if path.is_file()]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for path in files:
            if not LEFT & set(path.parts):
                into.writestr(zipfile.ZipInfo(path.relative_to(home).as_posix(), LONG_AGO), path.read_bytes())
    return archive.getvalue()


@dataclass
class _Round:
    """The reports of one render on their way: what they share, which are waited for, which workers can't make them."""

    client: "Client"
    errand: Errand
    files: "Future"
    waiting: "dict[Future, Job]" = field(default_factory=dict)
    ended: "SimpleQueue[Future]" = field(default_factory=SimpleQueue)
    unfit: set[str] = field(default_factory=set)

    def begin(self, job: Job) -> None:
        """Hand a report to the cluster, if it can be to workers that are fit."""
        chosen = {"workers": sorted(_workers(self.client) - self.unfit), "allow_other_workers": True}
        future = self.client.submit(
            work, asdict(job), self.errand, self.files, key=f"ipanalytics-{job.area}-{uuid4().hex[:12]}",
            retries=RETRIES, pure=False, **(chosen if self.unfit and chosen["workers"] else {}),
        )  # fmt: skip
        self.waiting[future] = job
        future.add_done_callback(self.ended.put)

    def next(self) -> "tuple[Job, Answer] | None":
        """Wait for the next report that ended; None for one that is handed to another worker."""
        future = self._next()
        job, answer = self.waiting.pop(future), _answer(future)
        future.release()
        if not answer.is_unfit or answer.worker in self.unfit:
            return job, answer
        self.unfit.add(answer.worker)
        self.begin(job)
        return None

    def _next(self) -> "Future":
        """Wait for a task that ended; where no worker is left for too long, take one that never will."""
        waited = 0
        while waited < PATIENCE_SECONDS:
            try:
                return self.ended.get(timeout=LOOK_SECONDS)
            except Empty:
                waited = 0 if _workers(self.client) else waited + LOOK_SECONDS
        return next(iter(self.waiting))


def _made(client: "Client", jobs: Sequence[Job], limits: Limits) -> Iterator[tuple[Job, Answer]]:
    """Give each job as it ends, with its answer."""
    content = packed(paths.home())
    digest = sha256(content).hexdigest()[:20]
    errand = Errand(digest, _ours(), batches.warm_for(jobs), limits, manifest.footer())
    # A task of its own: a worker gets the files from another one, and the scheduler has lost ones made again.
    files = client.submit(bytes, content, key=f"ipanalytics-files-{uuid4().hex[:12]}", pure=False)
    on_its_way = _Round(client, errand, files)
    for job in jobs:
        on_its_way.begin(job)
    while on_its_way.waiting:
        if ended := on_its_way.next():
            yield ended


def _workers(client: "Client") -> set[str]:
    """Return the addresses of the workers that there are now; none where the scheduler is gone."""
    if client.status != "running":
        return set()
    try:
        return set(client.scheduler_info()["workers"])
    except (OSError, TimeoutError):
        return set()


def _answer(future: "Future") -> Answer:
    """Return what came back of a report; what kept it from coming is its error."""
    if not future.done():
        return Answer("", error=f"no worker was left for {PATIENCE_SECONDS} s")
    try:
        return future.result()
    except Exception as fault:  # noqa: BLE001
        return Answer(
            "", error=GONE.get(type(fault).__name__, "{name}: {fault}").format(name=type(fault).__name__, fault=fault)
        )


def work(job: dict[str, Any], errand: Errand, files: bytes) -> Answer:
    """Make a report; called in a worker."""
    from distributed import get_worker

    worker = get_worker()
    if (here := _ours()) != errand.versions:
        return Answer(worker.address, error=f"{worker.address} {_difference(errand.versions, here)}", is_unfit=True)
    with _ready(errand, files, worker.local_directory) as workshop:
        try:
            return Answer(worker.address, workshop.make(Job(**job)))
        except ReportError as fault:
            return Answer(worker.address, error=str(fault))


@contextmanager
def _ready(errand: Errand, files: bytes, scratch: str) -> Iterator[batches.Workshop]:
    """Hold what an errand's reports need, kept from the report before; what nobody needs any more goes."""
    with _lock:
        for key, other in list(_held.items()):
            if not other.users and (key != repr(errand) or not other.workshop.is_open()):
                _held.pop(key).close()
        held = _held.setdefault(repr(errand), _held.get(repr(errand)) or _begun(errand, files, scratch))
        held.users += 1
    try:
        yield held.workshop
    finally:
        with _lock:
            held.users -= 1


def _begun(errand: Errand, files: bytes, scratch: str) -> _Held:
    """Unpack the project's files and start what makes reports of them."""
    folder = Path(tempfile.mkdtemp(prefix=f"ipanalytics-{errand.files}-", dir=scratch))
    with zipfile.ZipFile(io.BytesIO(files)) as archive:
        archive.extractall(folder)
    env = {paths.CHOSEN: str(folder)}
    return _Held(batches.Workshop(errand.warm, errand.limits, footer=errand.footer, env=env), folder)
