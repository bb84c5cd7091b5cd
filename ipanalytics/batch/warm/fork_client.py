"""Processes forked from a preloaded one: what it has imported and read, each has from its first moment.

A child lives as long as its connection: whoever closes it, even by dying, ends the child and
all that it started. The server lives as long as the process that started it.
"""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ipanalytics.core.errors import ReportError

FOLDER_VARIABLE = "IPANALYTICS_FORKS"
MEMORY_VARIABLE = "IPANALYTICS_MEMORY"
PRELOAD = "ipanalytics.batch.warm.preload:warm"
SERVE = "from ipanalytics.batch.warm import fork_server; fork_server.serve()"
SOCKET = "requests"
WAITING = 512
END_SECONDS = 2
MEGABYTE = 1024 * 1024


def available() -> bool:
    """Say whether processes can be forked here; on Windows they can't."""
    return hasattr(os, "fork") and hasattr(socket, "AF_UNIX") and sys.platform != "win32"


@dataclass
class Server:
    """A running server: its process, the pipe that keeps it alive, its folder of sockets."""

    process: "subprocess.Popen[bytes]"
    folder: Path

    def close(self) -> None:
        """End the server and all its children; return when they are gone."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            # It still preloads.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def retire(self) -> None:
        """Let the server end as soon as it has no child."""
        if self.process.stdin and self.process.poll() is None:
            with suppress(BrokenPipeError):
                self.process.stdin.write(b"r")
                self.process.stdin.flush()


def start(preload: str, *, env: Mapping[str, str] | None = None, **arguments: Any) -> Server:  # noqa: ANN401
    """Start a server that calls a function, named as "module:function", before its first fork.

    Its environment is this process's, with what `env` adds to it.
    """
    folder = Path(tempfile.mkdtemp(prefix="ipanalytics-"))
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(folder / SOCKET))
    # Requests queue up while the server still imports.
    listener.listen(WAITING)
    command = [sys.executable, "-P", "-c", SERVE, str(folder), str(listener.fileno()), preload]
    command.append(json.dumps(arguments))
    inherited = {name: value for name, value in os.environ.items() if name not in (FOLDER_VARIABLE, "JPY_PARENT_PID")}
    environment = {**inherited, **(env or {})}
    # A session of its own: Ctrl-C goes to whoever started the server, who then ends all of them in order.
    with listener:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, start_new_session=True, env=environment, pass_fds=[listener.fileno()]
        )
    return Server(process, folder)


@dataclass
class Child:
    """A forked process, as `subprocess.Popen` has them, with what it sent."""

    connection: socket.socket
    pid: int = 0
    returncode: int | None = None
    sent: list[Any] = field(default_factory=list)
    _rest: bytes = b""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while the process runs."""
        with self._lock:
            while self.returncode is None and select.select([self.connection], [], [], 0)[0]:
                self.receive()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end of the process.

        Raises
        ------
        subprocess.TimeoutExpired
            When it still runs then.
        """
        with self._lock:
            while self.returncode is None:
                if not select.select([self.connection], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
                self.receive()
        return self.returncode

    def receive(self) -> None:
        """Wait for what the process or the server says next."""
        try:
            read = self.connection.recv(MEGABYTE)
        except ConnectionResetError:
            read = b""
        *lines, self._rest = (self._rest + read).split(b"\n")
        for line in filter(None, lines):
            self._take(line)
        if not read and self.returncode is None:
            self.returncode = -signal.SIGKILL
        if self.returncode is not None:
            self.connection.close()

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            # A process that was killed while it wrote.
            return
        self.pid = message.get("pid", self.pid)
        self.returncode = message.get("exit", self.returncode)
        self.sent += [message["result"]] if "result" in message else []

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process and all that it started."""
        if self.poll() is None and self.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def kill(self) -> None:
        """End the process and all that it started at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Leave the process; the server ends it."""
        self.connection.close()


def note_of(folder: Path, pid: int) -> Path:
    """Return the file in which a child says what it is at, for the case that it ends there."""
    return folder / f"{pid}.at"


def fork(folder: Path, run: str, arguments: dict[str, Any], **settings: Any) -> Child:  # noqa: ANN401
    """Fork the preloaded process and let the child call a function; return once it runs.

    Parameters
    ----------
    folder
        Of the server.
    run
        "module:function"; what it returns is sent back as JSON.
    arguments
        Its keyword arguments, JSON too.
    settings
        `cwd`, `env`, `more` for the environment, `memory`: the MiB that the child may add
        to what was preloaded, and `offline`: without network, where that can be.

    Raises
    ------
    ReportError
        When the server is gone.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    request = {"run": run, "arguments": arguments, "cwd": os.getcwd(), "env": dict(os.environ), **settings}  # noqa: PTH109
    child = Child(connection)
    try:
        connection.connect(str(folder / SOCKET))
        connection.sendall(json.dumps(request).encode() + b"\n")
        while not child.pid and child.returncode is None:
            child.receive()
    except OSError as fault:
        msg = f"the process that holds data and libraries ready is gone: {fault.strerror}"
        raise ReportError(msg) from fault
    finally:
        if not child.pid:
            connection.close()
    return child
