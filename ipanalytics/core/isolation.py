"""Processes that run what a notebook holds: without network, and with nothing left of what they started.

Linux only: a network namespace of its own for a process, and orphans that come to whoever adopts them.
"""

import ctypes
import os
import signal
import sys
import warnings
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

# Set to "1" in the environment of kernels that are to have no network.
OFFLINE = "IPANALYTICS_OFFLINE"
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000
DIE_WITH_PARENT, ADOPT_ORPHANS = 1, 36


def cut_off() -> bool:
    """Leave every network for good, the machine's own addresses too; False where the system doesn't allow it."""
    if sys.platform != "linux":
        return False
    leave, user, group = ctypes.CDLL(None).unshare, os.getuid(), os.getgid()
    if leave(NEW_NETWORK) == 0:
        return True
    if leave(NEW_USER | NEW_NETWORK) != 0:
        return False
    # Who isn't root is who it was, in a user namespace of its own too.
    with suppress(OSError):
        for name, content in {
            "setgroups": "deny",
            "uid_map": f"{user} {user} 1",
            "gid_map": f"{group} {group} 1",
        }.items():
            Path("/proc/self", name).write_text(content)
    return True


@lru_cache(maxsize=1)
def can_cut_off() -> bool:
    """Say whether a process can be cut off here: one tries."""
    if not hasattr(os, "fork"):
        return False
    with warnings.catch_warnings():
        # It calls nothing that threads share.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os._exit(0 if cut_off() else 1)
    return os.waitpid(pid, 0)[1] == 0


def end_with_parent() -> None:
    """End this process when its parent does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def adopt_orphans() -> None:
    """Be the parent of processes below whose own has ended, also of those that left its session."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1)


def children() -> set[int]:
    """Return the children of this process, adopted ones too; none where the system doesn't tell."""
    if sys.platform != "linux":
        return set()
    this = str(os.getpid())
    return {int(number) for number in os.listdir("/proc") if number.isdecimal() and _parent(number) == this}  # noqa: PTH208


def _parent(number: str) -> str:
    try:
        # The name before may hold blanks and brackets.
        return Path(f"/proc/{number}/stat").read_text(errors="replace").rpartition(")")[2].split()[1]
    except (OSError, IndexError):
        return ""


def end_children(but: set[int]) -> None:
    """End this process's children but some; what they started comes here and is ended by the next call."""
    for pid in children() - but:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
