"""A request to end is heard whenever it comes while threads work."""

import os
import signal
import threading
import time

import pytest

from ipanalytics.core import threads

needs_forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes can't be forked here")


@pytest.fixture
def gate():
    """What threads wait for; opened in the end, so that none is left."""
    event = threading.Event()
    yield event
    event.set()


def test_items_come_as_they_end_with_what_became_of_them(gate):
    def work(item):
        if item == "late":
            gate.wait(30)
        elif item == "bad":
            raise ValueError(item)
        return item.upper()

    ended = {}
    for item, future in threads.each(work, ["late", "bad", "early"], workers=2):
        ended[item] = str(future.exception() or future.result())
        if len(ended) == 2:
            gate.set()
    assert list(ended.items())[-1] == ("late", "LATE")
    assert ended == {"bad": "bad", "early": "EARLY", "late": "LATE"}


def test_what_has_not_begun_when_nobody_wants_more_does_not_begin(gate):
    begun = []

    def work(item):
        begun.append(item)
        if item:
            gate.wait(30)

    for item, _ in threads.each(work, range(100), workers=1):
        assert item == 0
        break
    gate.set()
    time.sleep(0.1)
    assert len(begun) <= 2


def _asked(how, work, items):
    """Ask at a moment when nothing waits: a request that is only noted must still be heard."""
    for _ in threads.each(work, items, workers=2):
        os.kill(os.getpid(), how)


@pytest.mark.parametrize("how", threads.REQUESTS)
def test_a_request_to_end_is_heard_before_the_work_is_done(how, gate):
    begin, before = time.monotonic(), [signal.getsignal(request) for request in threads.REQUESTS]
    with pytest.raises(KeyboardInterrupt):
        _asked(how, gate.wait, [0, 30])
    assert time.monotonic() - begin < 20
    assert [signal.getsignal(request) for request in threads.REQUESTS] == before


def test_a_request_that_comes_with_the_last_item_is_heard():
    with pytest.raises(KeyboardInterrupt):
        _asked(signal.SIGINT, str, [0])


def test_in_another_thread_signals_are_left_alone():
    seen = []

    def work():
        seen.extend(signal.getsignal(signal.SIGINT) for _ in threads.each(str, [1], workers=1))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]


def _work(told):
    """Work in a fork, which tells when it has begun, until a request ends it."""

    def work(seconds):
        os.write(told, b"x")
        time.sleep(seconds)

    code = 1
    try:
        list(threads.each(work, [0, 9], workers=2))
    except KeyboardInterrupt:
        code = 130
    finally:
        os._exit(code)


@needs_forks
def test_at_whatever_moment_a_request_ends_the_process(monkeypatch):
    """Interrupts within threading's own locks made a wait for ever of one in some hundreds, and errors of others."""
    monkeypatch.setattr(threads, "LOOK_SECONDS", 0.01)
    for moment in range(0, 100, 3):
        heard, told = os.pipe()
        if not (pid := os.fork()):
            _work(told)
        os.read(heard, 1)
        until = time.perf_counter() + moment * 1e-5
        while time.perf_counter() < until:
            pass
        os.kill(pid, signal.SIGINT)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
        os.close(heard)
        os.close(told)
