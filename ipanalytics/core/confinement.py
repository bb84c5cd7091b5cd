"""A function called in a process of its own, within limits of memory, time and output.

What a stranger's file does to its reader then costs that file's message and nothing else. A fork
of this process costs some milliseconds and knows all that was read before. Where processes can't
be forked, as on Windows, the function is called here, without limits.
"""

import gc
import os
import pickle
import select
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ipanalytics.core.errors import SourceError

MEGABYTE = 1024 * 1024
PIECE = 1 << 20
GARBAGE = 50_000
# A busy machine gives a process less than all of a core.
PATIENCE, LOOK_SECONDS = 6, 0.5


@dataclass(frozen=True)
class Limits:
    """What a call may use: MiB of memory beside what this process holds, seconds of a core, MiB of result.

    A report may too, by the clock.
    """

    memory: int
    seconds: int
    output: int = 512


@dataclass(frozen=True)
class _Child:
    """A process that calls the function: where it sends, what it has sent so far, and until when it may."""

    pid: int
    reader: int
    what: str
    end: float
    sent: bytearray = field(default_factory=bytearray)


def available() -> bool:
    """Say whether limits can be set here."""
    return hasattr(os, "fork") and sys.platform != "win32"


def call(function: Callable[..., Any], *arguments: Any, what: str, limits: Limits) -> Any:  # noqa: ANN401
    """Return what a function returns.

    Parameters
    ----------
    what
        Begins the message of a refusal: the file that is read.

    Raises
    ------
    SourceError
        When it uses more than the limits, ends this or any other way without a result, or fails.
    ValueError
        The function's own refusal.
    """
    (outcome,) = call_each(function, [(what, arguments)], limits=limits)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def call_each(
    function: Callable[..., Any], calls: Sequence[tuple[str, tuple[Any, ...]]], *, limits: Limits, workers: int = 1
) -> list[Any]:
    """Return for each call, in their order, what the function returns or what `call` would raise.

    Parameters
    ----------
    calls
        What each is about, and its arguments; they begin in this order.
    workers
        How many processes there are at once; each has the limits to itself.
    """
    if not available():
        warnings.warn("processes can't be forked here: files are read without limits", RuntimeWarning, stacklevel=3)
        return [_outcome(function, arguments, what) for what, arguments in calls]
    running: dict[int, _Child] = {}
    outcomes: dict[int, Any] = {}
    try:
        for number, (what, arguments) in enumerate(calls):
            running[number] = _start(function, arguments, what, limits)
            if len(running) >= workers:
                outcomes |= _first_ended(running, limits)
        while running:
            outcomes |= _first_ended(running, limits)
    finally:
        for child in running.values():
            _end(child)
    return [outcomes[number] for number in range(len(calls))]


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...], what: str) -> Any:  # noqa: ANN401
    """Return a function's result, or the refusal that it ends with."""
    try:
        return function(*arguments)
    except MemoryError:
        return SourceError(f"{what}: reading it needs more memory than a file may take; it was not read")
    except ValueError as fault:
        if type(fault).__module__ == SourceError.__module__:
            return type(fault)(str(fault))
        return _unexpected(fault, what)
    except Exception as fault:  # noqa: BLE001
        return _unexpected(fault, what)


def _unexpected(fault: Exception, what: str) -> SourceError:
    """Word a fault that no reader foresaw, with its place in the code."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    told = " ".join(f"{type(fault).__name__}: {fault}".split())[:200]
    return SourceError(f"{what}: can't be read; ipanalytics met what it doesn't foresee ({told}; {place})")


def _start(function: Callable[..., Any], arguments: tuple[Any, ...], what: str, limits: Limits) -> _Child:
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # The child calls readers only, and none of the threads that a notebook has.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os.close(reader)
        _be_child(writer, function, arguments, what, limits)
    os.close(writer)
    return _Child(pid, reader, what, time.monotonic() + PATIENCE * limits.seconds)


def _first_ended(running: dict[int, _Child], limits: Limits) -> dict[int, Any]:
    """Wait until a process ends or is to end; take all such out of those that run, and return their outcomes."""
    refusals: dict[int, str] = {}
    while not refusals:
        # Ctrl-C just before a wait begins isn't noticed until that ends.
        ready = select.select([child.reader for child in running.values()], [], [], LOOK_SECONDS)[0]
        heard = {number: _hear(child, limits, is_ready=child.reader in ready) for number, child in running.items()}
        refusals = {number: refusal for number, refusal in heard.items() if refusal is not None}
    return {number: _received(running.pop(number), refusal, limits) for number, refusal in refusals.items()}


def _hear(child: _Child, limits: Limits, *, is_ready: bool) -> str | None:
    """Take what a process sends; None while more may come, else why it is to end, or "" when it ended by itself."""
    if is_ready:
        if not (piece := os.read(child.reader, PIECE)):
            return ""
        child.sent.extend(piece)
    if len(child.sent) > limits.output * MEGABYTE:
        return f"what was read from it takes more than {limits.output:,} MiB"
    return f"reading it takes longer than {PATIENCE * limits.seconds} s" if time.monotonic() > child.end else None


def _received(child: _Child, refusal: str, limits: Limits) -> Any:  # noqa: ANN401
    """Return what a process sent, or that it was refused or ended without; none is left of it."""
    code = _end(child)
    # The last byte says that all came.
    if not refusal and child.sent.endswith(b"\n"):
        return pickle.loads(child.sent[:-1])  # noqa: S301
    return SourceError(f"{child.what}: {refusal or _ended(code, limits)}; it was not read")


def _end(child: _Child) -> int:
    """End a process and return its exit code."""
    status = 0
    os.close(child.reader)
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        status = os.waitpid(child.pid, 0)[1]
    return os.waitstatus_to_exitcode(status)


def _ended(code: int, limits: Limits) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"reading it takes more than {limits.seconds} s of computing"
    return f"the process that read it ended ({signal.Signals(-code).name if code < 0 else code})"


def _be_child(
    writer: int, function: Callable[..., Any], arguments: tuple[Any, ...], what: str, limits: Limits
) -> NoReturn:
    """Call the function, send what it returned, and end."""
    try:
        # What is here already isn't looked at again, so that its memory stays shared.
        gc.freeze()
        # Looking for circles of what a file makes takes a tenth of the time; a short life has few.
        gc.set_threshold(GARBAGE)
        limit(resource.RLIMIT_DATA, private_bytes() + limits.memory * MEGABYTE)
        limit(resource.RLIMIT_CPU, limits.seconds)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        sent = _outcome(_pickled, (function, arguments), what)
        if not isinstance(sent, bytes):
            sent = pickle.dumps(sent)
        with open(writer, "wb") as pipe:  # noqa: PTH123
            pipe.write(sent)
            pipe.write(b"\n")
    finally:
        os._exit(0)


def _pickled(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    return pickle.dumps(function(*arguments), pickle.HIGHEST_PROTOCOL)


def limit(kind: int, amount: int) -> None:
    """Set a limit of this process, where a lower one isn't set already."""
    _, highest = resource.getrlimit(kind)
    allowed = amount if highest == resource.RLIM_INFINITY else min(amount, highest)
    resource.setrlimit(kind, (allowed, highest))


def private_bytes() -> int:
    """Return the memory that counts against RLIMIT_DATA already; 0 where the system doesn't tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmData"].split()[0]) * 1024


if sys.platform != "win32":
    import resource
