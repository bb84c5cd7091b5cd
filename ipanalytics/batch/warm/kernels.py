"""Kernels that start warm: forked from a process that holds the libraries and the figures ready.

A jupyter_client kernel provisioner, so that papermill and JupyterLab stay the ordinary ones.
Each kernel is a fresh process. Where processes can't be forked, jupyter_client's own provisioner
starts the kernel. The kernelspec `ipanalytics` names this provisioner.
"""

import asyncio
import atexit
import math
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from jupyter_client import localinterfaces
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Type

from ipanalytics.batch.warm import fork_client
from ipanalytics.core import isolation, project
from ipanalytics.core.errors import SourceError

NAME = "ipanalytics"
RUN = "ipanalytics.batch.warm.kernels:run"
LAUNCHER = "ipykernel_launcher"
State = tuple[str, project.Stamps]
ANSWER_SECONDS, HEAR_SECONDS, END_SECONDS = 1.0, 0.2, 5.0


class WarmProvisioner(LocalProvisioner):
    """Forks kernels instead of starting them."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Let the kernel talk over sockets in a folder of its server's: TCP is unencrypted."""
        manager = self.parent
        if fork_client.available() and manager is not None and manager.transport == "tcp":
            manager.transport = "ipc"
            # They go with the server, else with this process.
            folder = os.environ.get(fork_client.FOLDER_VARIABLE) or _own_sockets().name
            manager.ip = f"{folder}/kernel-{uuid4().hex[:12]}"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ANN401
        """Fork a kernel; a command that isn't ipykernel's, or a system without forks, starts it as ever."""
        if not fork_client.available():
            _tell_once()
        if not fork_client.available() or LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = {"argv": cmd[cmd.index(LAUNCHER) + 1 :]}
        environment = dict(kwargs.get("env") or os.environ)
        settings = {"cwd": str(kwargs.get("cwd") or Path.cwd()), "env": environment, "memory": memory_of(environment)}
        settings["offline"] = environment.get(isolation.OFFLINE) == "1"
        child = await asyncio.to_thread(lambda: fork_client.fork(_folder(), RUN, arguments, **settings))
        self.process: Any = child
        self.pid = self.pgid = child.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the kernel, and see it end: jupyter_client would look ten times a second."""
        await super().kill(restart=restart)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(lambda: self.process and self.process.wait(END_SECONDS))


class Client(AsyncKernelClient):
    """A client that begins when its kernel is idle; jupyter_client's listens a fifth of a second more."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has replied and, on the channel of outputs, has said that it is idle again.

        Raises
        ------
        RuntimeError
            When the kernel has ended, or says nothing for so long.
        """
        last = time.monotonic() + (timeout or math.inf)
        while not await self._is_idle(self.kernel_info()):
            if not await self.is_alive():
                msg = "Kernel died before replying to kernel_info"
                raise RuntimeError(msg)
            if time.monotonic() > last:
                msg = f"Kernel didn't respond in {timeout} seconds"
                raise RuntimeError(msg)

    async def _is_idle(self, asked: str) -> bool:
        """Say whether the kernel answers on both channels; it may not hear of the second at once."""
        try:
            await self.shell_channel.get_msg(timeout=ANSWER_SECONDS)
            while True:
                heard = await self.iopub_channel.get_msg(timeout=HEAR_SECONDS)
                is_mine = heard["parent_header"].get("msg_id") == asked
                if is_mine and heard["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class Manager(AsyncKernelManager):
    """Manages kernels for papermill, with this project's client."""

    client_factory = Type(Client)


def memory_of(environment: Mapping[str, str]) -> int:
    """Return the MiB that a kernel may use; 0: as much as there is."""
    return int(environment.get(fork_client.MEMORY_VARIABLE) or 0)


@lru_cache(maxsize=1)
def _tell_once() -> None:
    msg = "processes can't be forked on this system: kernels start without preloaded libraries"
    warnings.warn(msg, stacklevel=2)


def _folder() -> Path:
    """Return the folder of the server that this process was forked from, else of one of this process's own."""
    if given := os.environ.get(fork_client.FOLDER_VARIABLE):
        return Path(given)
    return server(_state()).folder


@lru_cache(maxsize=1)
def _own_sockets() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="ipanalytics-")


def _state() -> State:
    """Return what a server's preloaded data and code depend on; a changed file makes another server."""
    library = project.stamps(project.package(), ".")
    try:
        home = project.home()
    except SourceError:
        return "", library
    return str(home), library + project.stamps(home, "data", "maps")


_servers: dict[State, fork_client.Server] = {}


def server(state: State) -> fork_client.Server:
    """Return this process's server for a state; those of another state end with their last kernel."""
    running = _servers.get(state)
    if running is None or running.process.poll() is not None:
        for other in _servers.values():
            other.retire()
        running = _servers[state] = fork_client.start(fork_client.PRELOAD)
        atexit.register(running.close)
    return running


def warm() -> None:
    """Find the addresses of this machine once, which every kernel asks for."""
    localinterfaces.localhost()


def run(argv: list[str]) -> None:
    """Be an ipykernel; called in the forked process."""
    from ipykernel.kernelapp import IPKernelApp
    from IPython.core.interactiveshell import InteractiveShell

    # The preloaded process has one, for reports; a kernel makes another and ends where there is one already.
    InteractiveShell.clear_instance()
    sys.argv = [LAUNCHER, *argv, f"--IPKernelApp.parent_handle={os.getppid()}"]
    IPKernelApp.launch_instance()
