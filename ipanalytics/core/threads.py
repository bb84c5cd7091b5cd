"""Work in threads that a request to end, Ctrl-C or `kill`, stops soon and in order, whenever it comes.

Python raises KeyboardInterrupt anywhere in the first thread. Within threading's own locks it leaves them as no other
thread expects, and one that comes just before a wait begins isn't noticed until that ends. So while threads work,
requests are held back, and looked for between short waits.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
REQUESTS = (signal.SIGINT, signal.SIGTERM)
LOOK_SECONDS, HEAR_SECONDS = 0.2, 5.0


def each(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int
) -> Iterator[tuple[Item, "Future[Result]"]]:
    """Call a function for each item in threads; give the items as they end.

    What hasn't begun when the caller is through with it, by a request to end or an error, doesn't begin.
    """
    threads = ThreadPoolExecutor(workers)
    with _held_back() as let_through:
        started = {threads.submit(function, item): item for item in items}
        try:
            waiting = set(started)
            while waiting:
                ended, waiting = wait(waiting, LOOK_SECONDS, FIRST_COMPLETED)
                let_through()
                yield from ((started[future], future) for future in ended)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _held_back() -> Iterator[Callable[[], None]]:
    """Hold requests to end back; give a function that lets them through. One that nobody heard may come again."""
    asked: list[float] = []

    def note(*_: object) -> None:
        if asked and time.monotonic() - asked[0] > HEAR_SECONDS:
            raise KeyboardInterrupt
        asked.append(time.monotonic())

    def let_through() -> None:
        if asked:
            raise KeyboardInterrupt

    with handled(note):
        yield let_through
    let_through()


@contextmanager
def handled(handler: Callable[..., object]) -> Iterator[None]:
    """Let a function answer requests to end the process; only the first thread gets them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {request: signal.signal(request, handler) for request in REQUESTS}
    try:
        yield
    finally:
        for request, earlier in before.items():
            signal.signal(request, earlier)
