"""The preloaded process behind `forks`: one thread, which answers each request with a child."""

import gc
import json
import os
import random
import resource
import select
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from ipanalytics.batch.warm.fork_client import FOLDER_VARIABLE
from ipanalytics.core import confinement, isolation

MEGABYTE = 1024 * 1024
STARTER = 0
COLLECT_RARELY = (50_000, 20, 100)


@dataclass
class _State:
    """What the server watches: requests, its own children's ends, and the connection of each child."""

    folder: str
    listener: socket.socket
    ended: int
    waker: int
    children: dict[int, socket.socket] = field(default_factory=dict)
    helpers: set[int] = field(default_factory=set)
    ending: set[int] = field(default_factory=set)
    is_retired: bool = False


def serve() -> None:
    """Preload, then fork on request until the starter is gone; arguments: folder, listening socket, what to preload."""
    folder, descriptor, preload, arguments = sys.argv[1:]
    state = _State(folder, socket.socket(fileno=int(descriptor)), *_woken_by_children())
    # What is preloaded stays; looking through it for garbage again and again while it grows is a sixth of all work.
    gc.disable()
    try:
        _named(preload)(**json.loads(arguments))
        gc.freeze()
        gc.enable()
        isolation.adopt_orphans()
        state.helpers |= isolation.children()
        _loop(state)
    finally:
        for pid in state.children:
            _end(pid)
        while isolation.children() - state.helpers:
            isolation.end_children(but=state.helpers)
        shutil.rmtree(folder, ignore_errors=True)
    # To take 1,600 modules down one by one takes a tenth of a second, for which a render would wait.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _named(name: str) -> Callable[..., Any]:
    """Return the function that "module:function" names."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _woken_by_children() -> tuple[int, int]:
    """Return both ends of a pipe that becomes readable when a child ends."""
    ended, waker = os.pipe()
    os.set_blocking(ended, False)
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return ended, waker


def _loop(state: _State) -> None:
    while not (state.is_retired and not state.children):
        watched = {connection: pid for pid, connection in state.children.items() if pid not in state.ending}
        descriptors: list[Any] = [STARTER, state.ended, state.listener, *watched]
        ready = select.select(descriptors, [], [])[0]
        if state.ended in ready:
            os.read(state.ended, MEGABYTE)
            _reap(state)
        if STARTER in ready and not _is_wanted(state):
            return
        for connection in watched.keys() & set(ready):
            _end_left(state, watched[connection], connection)
        if state.listener in ready:
            _answer(state)


def _is_wanted(state: _State) -> bool:
    """Read the pipe from the starter; when nothing more can come, it is gone."""
    said = os.read(STARTER, 1)
    state.is_retired = state.is_retired or said == b"r"
    return bool(said)


def _end_left(state: _State, pid: int, connection: socket.socket) -> None:
    """End a child whose connection was closed at the other side."""
    with suppress(ConnectionResetError):
        if connection.fileno() < 0 or connection.recv(MEGABYTE):
            return
    state.ending.add(pid)
    _end(pid)


def _end(pid: int) -> None:
    """End a child with all that it started; it may not have a group of its own yet."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _reap(state: _State) -> None:
    """Tell the connection of each child that has ended with which code it did; end what it left in other sessions."""
    for pid, connection in list(state.children.items()):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            continue
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        del state.children[pid]
        state.ending.discard(pid)
        with suppress(OSError):
            connection.sendall(b'\n{"exit": %d}\n' % os.waitstatus_to_exitcode(status))
        connection.close()
    isolation.end_children(but={*state.children, *state.helpers})


def _answer(state: _State) -> None:
    """Fork a child for the next request."""
    connection = state.listener.accept()[0]
    lines = connection.makefile("rb")
    request = lines.readline()
    if not request:
        connection.close()
        return
    server = os.getpid()
    if pid := os.fork():
        state.children[pid] = connection
        return
    _be_child(state, connection, server, json.loads(request))


def _be_child(state: _State, connection: socket.socket, server: int, request: dict[str, Any]) -> None:
    """Call what was asked for, send back what it returned, and end."""
    code = 1
    try:
        _come_away(state)
        _settle(request)
        isolation.end_with_parent()
        if os.getppid() != server:
            os._exit(1)
        os.environ[FOLDER_VARIABLE] = state.folder
        connection.sendall(b'{"pid": %d}\n' % os.getpid())
        result = _named(request["run"])(**request["arguments"])
        connection.sendall(b"\n" + json.dumps({"result": result}, ensure_ascii=False).encode() + b"\n")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(code)


def _come_away(state: _State) -> None:
    """Leave the server: a group of its own, no descriptor of others."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor in (state.ended, state.waker):
        os.close(descriptor)
    for other in (state.listener, *state.children.values()):
        other.close()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, STARTER)
    os.close(nothing)


def _settle(request: dict[str, Any]) -> None:
    """Take over folder, environment and limits of the request; chance starts anew."""
    os.environ.clear()
    os.environ.update({**request["env"], **request.get("more", {})})
    os.chdir(request["cwd"])
    random.seed()
    # Next to what is preloaded, and frozen, a report is small and short.
    gc.set_threshold(*COLLECT_RARELY)
    if request.get("memory"):
        confinement.limit(resource.RLIMIT_DATA, confinement.private_bytes() + request["memory"] * MEGABYTE)
    if request.get("offline"):
        isolation.cut_off()
