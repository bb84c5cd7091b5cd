"""Reports made by a Dask cluster: the project's files go to each worker once, pages come back.

This is the side of the one who asks; `dask_worker` is what happens in a worker.
"""

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from uuid import uuid4

from ipanalytics.batch import freshness, manifest
from ipanalytics.batch.plan import Job, Outcome
from ipanalytics.batch.workers import dask_worker, local
from ipanalytics.batch.workers.dask_worker import RenderOrder, RenderResult
from ipanalytics.core import files, project
from ipanalytics.core.confinement import Limits
from ipanalytics.core.errors import ReportError, listed

if TYPE_CHECKING:
    from distributed import Client, Future, Security

ENCRYPTED = ("tls://", "wss://")
ADDRESS = re.compile(r"(?:tcp|tls|ucx|wss?)://\S+:[0-9]{1,5}")
COMMAND = 'python -m pip install -c constraints.txt -e ".[cluster]"'
CONNECT_SECONDS, CLOSE_SECONDS = 10, 3
# How long a render waits for another worker after the last one was lost.
PATIENCE_SECONDS = 60
# A scheduler that was killed or is frozen is noticed within both together.
LOOK_SECONDS, ANSWER_SECONDS = 5, 8
# What went wrong outside of the report, such as a full disk, is tried again so often; lost workers count apart.
RETRIES = 2
GONE = {
    "KilledWorker": "the workers that it was given to were lost, one after the other",
    "FutureCancelledError": "the scheduler was lost",
    "CancelledError": "the scheduler was lost",
}


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


def run(jobs: Sequence[Job], out: Path, *, address: str, limits: Limits, tls: Sequence[Path] = ()) -> Iterator[Outcome]:
    """Let a cluster make reports, and publish them here; give their outcomes as they come.

    Parameters
    ----------
    address
        Of the scheduler.
    tls
        Files of the authority, the certificate and the key; without them Dask's own settings say.

    Raises
    ------
    ReportError
        When the scheduler can't be reached, or has no worker, or one with another library.
    """
    with _connected(address, tls) as client:
        _check_workers(client, address)
        for job, result in _results(client, jobs, limits):
            yield local.published(result.page, job, out)


def _security(address: str, tls: Sequence[Path]) -> "Security":
    """Return the certificates to show and to ask for."""
    from distributed import Security

    if not ADDRESS.fullmatch(address):
        msg = f"--scheduler {address} is no address of a scheduler: expected one as tcp://host:8786"
        raise ReportError(msg)
    if not tls:
        return Security()
    if not address.startswith(ENCRYPTED):
        msg = f"--tls-ca, --tls-cert and --tls-key need an address that begins with {' or '.join(ENCRYPTED)}: {address}"
        raise ReportError(msg)
    authority, certificate, key = map(str, tls)
    return Security(
        tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True
    )  # fmt: skip


@contextmanager
def _connected(address: str, tls: Sequence[Path]) -> "Iterator[Client]":
    from distributed import Client

    security = _security(address, tls)
    # What Dask logs of lost workers is said in the outcomes.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        # A client of what accepts and isn't Dask, such as a web page's port, would wait for ever.
        # A thread of its own: in a notebook this thread has a loop that runs already.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, asyncio.wait_for(_greeted(address, security), CONNECT_SECONDS)).result()
        client = Client(
            address, security=security, timeout=CONNECT_SECONDS, set_as_default=False, name="ipanalytics"
        )  # fmt: skip
    except (OSError, ValueError, TypeError, RuntimeError) as fault:
        what = str(fault) or "what listens there doesn't speak as one"
        msg = f"no scheduler answers at {address} within {CONNECT_SECONDS} s: {what}"
        raise ReportError(msg) from fault
    try:
        yield client
    finally:
        client.close(timeout=CLOSE_SECONDS)


async def _greeted(address: str, security: "Security") -> None:
    """Ask who is there; only a scheduler knows how to answer."""
    from distributed.comm.core import connect

    comm = await connect(address, timeout=CONNECT_SECONDS, **security.get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        await comm.read()
    finally:
        comm.abort()


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, and workers whose pages would differ from ours."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as fault:
        msg = f"the scheduler at {address} has no workers; start one with: dask worker {address} --nthreads 1"
        raise ReportError(msg) from fault
    ours = freshness.versions()
    try:
        # Client.run would wait for ever for a worker that doesn't answer.
        asked = {"on_error": "return", "callback_timeout": CONNECT_SECONDS}
        answers = client.sync(client._run, freshness.versions, **asked)  # noqa: SLF001
    except (OSError, TimeoutError) as fault:
        msg = f"a worker of the scheduler at {address} doesn't answer within {CONNECT_SECONDS} s"
        raise ReportError(msg) from fault
    if faults := [
        f"{worker} {dask_worker.difference(ours, theirs)}" for worker, theirs in answers.items() if theirs != ours
    ]:
        heading = "workers must have the library that is installed here (then start them again):"
        raise ReportError(listed(heading, faults))


@dataclass
class _Round:
    """The reports of one render on their way: what they share, which are waited for, which workers can't make them."""

    client: "Client"
    order: RenderOrder
    files: "Future"
    waiting: "dict[Future, Job]" = field(default_factory=dict)
    ended: "SimpleQueue[Future]" = field(default_factory=SimpleQueue)
    unfit: set[str] = field(default_factory=set)
    end: str = ""

    def begin(self, job: Job) -> None:
        """Hand a report to the cluster, if it can be to workers that are fit."""
        chosen = {"workers": sorted((_workers(self.client) or set()) - self.unfit), "allow_other_workers": True}
        future = self.client.submit(
            dask_worker.work, asdict(job), self.order, self.files, key=f"ipanalytics-{job.area}-{uuid4().hex[:12]}",
            retries=RETRIES, pure=False, **(chosen if self.unfit and chosen["workers"] else {}),
        )  # fmt: skip
        self.waiting[future] = job
        future.add_done_callback(self.ended.put)

    def results(self) -> Iterator[tuple[Job, RenderResult]]:
        """Give each job as it ends, with its result; once nobody is there to make them, all that are left."""
        while self.waiting and (future := self._next()):
            job, result = self.waiting.pop(future), _result(future)
            future.release()
            if result.is_unfit and result.worker not in self.unfit:
                self.unfit.add(result.worker)
                self.begin(job)
            else:
                yield job, result
        for job in self.waiting.values():
            yield job, RenderResult("", error=self.end)

    def _next(self) -> "Future | None":
        """Wait for a task that ended; None where no worker is left for too long, or the scheduler is gone."""
        waited = 0
        while waited < PATIENCE_SECONDS:
            try:
                return self.ended.get(timeout=LOOK_SECONDS)
            except Empty:
                if (workers := _workers(self.client)) is None:
                    self.end = "the scheduler doesn't answer any more"
                    return None
                waited = 0 if workers else waited + LOOK_SECONDS
        self.end = f"no worker was left for {PATIENCE_SECONDS} s"
        return None


def _results(client: "Client", jobs: Sequence[Job], limits: Limits) -> Iterator[tuple[Job, RenderResult]]:
    """Give each job as it ends, with its result."""
    content = dask_worker.packed(project.home())
    digest = files.fingerprint(content)
    order = RenderOrder(digest, freshness.versions(), local.warm_for(jobs), limits, manifest.footer())
    # A task of its own: a worker gets the files from another one, and the scheduler has lost ones made again.
    packed = client.submit(bytes, content, key=f"ipanalytics-files-{uuid4().hex[:12]}", pure=False)
    reports = _Round(client, order, packed)
    for job in jobs:
        reports.begin(job)
    yield from reports.results()


def _workers(client: "Client") -> set[str] | None:
    """Return the addresses of the workers that there are now; None where the scheduler doesn't answer."""
    scheduler = client.scheduler
    if client.status != "running" or scheduler is None:
        return None
    try:
        return set(client.sync(scheduler.ncores, callback_timeout=ANSWER_SECONDS))
    except (OSError, TimeoutError):
        return None


def _result(future: "Future") -> RenderResult:
    """Return what came back of a report; what kept it from coming is its error."""
    try:
        return future.result()
    except Exception as fault:  # noqa: BLE001
        name = type(fault).__name__
        return RenderResult("", error=GONE.get(name, f"{name}: {fault}"))
