import os
import signal
import time

import pytest

from ipanalytics.core import confinement
from ipanalytics.core.confinement import Limits
from ipanalytics.core.errors import CatalogueError, SourceError
from ipanalytics.ingestion import extract

LIMITS = Limits(memory=200, seconds=1, output=1)
pytestmark = pytest.mark.skipif(not confinement.available(), reason="processes can't be forked here")


def refused(function, *arguments, limits=LIMITS):
    with pytest.raises(SourceError) as caught:
        confinement.call(function, *arguments, what="a.csv", limits=limits)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("a.csv: ")
    return str(caught.value)


def busy():
    while True:
        pass


def wrong():
    return {}["gone"]


def catalogue():
    msg = "words.csv has faults"
    raise CatalogueError(msg)


def test_the_result_comes_back():
    assert confinement.call(sorted, [2, 1], what="a.csv", limits=LIMITS) == [1, 2]


def test_a_process_that_computes_without_end_is_ended_and_none_is_left(monkeypatch):
    fork, pids = os.fork, []
    monkeypatch.setattr(os, "fork", lambda: pids.append(fork()) or pids[-1])
    assert "reading it takes" in refused(busy)
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)


def test_a_process_that_waits_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(confinement, "PATIENCE", 1)
    assert "longer than 1 s" in refused(time.sleep, 60)


def test_memory_beyond_the_limit_is_refused_and_below_it_is_given():
    assert "more memory" in refused(bytearray, 300_000_000)
    assert len(confinement.call(bytearray, 900_000, what="a.csv", limits=LIMITS)) == 900_000


def test_a_result_beyond_the_limit_is_refused():
    assert "takes more than 1 MiB" in refused(bytes, 3_000_000)


def test_a_process_that_dies_is_told():
    assert "SIGTERM" in refused(signal.raise_signal, signal.SIGTERM)
    assert "ended (3)" in refused(os._exit, 3)


def test_a_fault_that_nobody_foresaw_names_its_place():
    assert "KeyError: 'gone'; test_confinement.py, line" in refused(wrong)


def test_a_refusal_of_another_kind_stays_what_it_is():
    with pytest.raises(CatalogueError, match=r"^words.csv has faults$"):
        confinement.call(catalogue, what="a.csv", limits=LIMITS)


def meet(mine, other):
    mine.touch()
    while not other.exists():
        time.sleep(0.01)
    return mine.name


def test_several_are_called_at_once_and_their_results_keep_the_order(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    calls = [("a.csv", (one, two)), ("b.csv", (two, one)), ("c.csv", (one, one))]
    assert confinement.call_each(meet, calls, limits=LIMITS, workers=2) == ["one", "two", "one"]


def test_a_refusal_is_one_call_s_own():
    calls = [("a.csv", (1_000,)), ("b.csv", (3_000_000,)), ("c.csv", (2_000,))]
    first, second, third = confinement.call_each(bytes, calls, limits=LIMITS, workers=2)
    assert (len(first), len(third)) == (1_000, 2_000)
    assert str(second).startswith("b.csv: what was read from it takes more than 1 MiB")


def test_a_request_to_end_ends_all_processes(monkeypatch):
    fork, pids = os.fork, []
    monkeypatch.setattr(os, "fork", lambda: pids.append(fork()) or pids[-1])

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(confinement.select, "select", stop)
    with pytest.raises(KeyboardInterrupt):
        confinement.call_each(time.sleep, [("a.csv", (60,)), ("b.csv", (60,))], limits=LIMITS, workers=2)
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def test_without_forks_a_file_is_read_here_and_that_is_said(monkeypatch):
    monkeypatch.setattr(confinement, "available", lambda: False)
    with pytest.warns(RuntimeWarning, match="without limits"):
        assert confinement.call(os.getpid, what="a.csv", limits=LIMITS) == os.getpid()
    with pytest.warns(RuntimeWarning), pytest.raises(SourceError, match="KeyError"):
        confinement.call(wrong, what="a.csv", limits=LIMITS)


def test_a_file_is_read_in_another_process(tmp_path, monkeypatch):
    monkeypatch.setattr(extract, "_extract", lambda *_: os.getpid())
    assert extract.extract_confined(tmp_path / "a.csv", source="", status="") != os.getpid()


def test_the_limits_are_those_of_the_settings(home, monkeypatch):
    settings = home / "data" / "catalogue" / "settings.yaml"
    text = settings.read_text(encoding="utf-8").replace("read_seconds: 20", "read_seconds: 7")
    settings.write_text(text, encoding="utf-8")
    monkeypatch.setattr(confinement, "call_each", lambda *_, limits, **__: [limits.seconds])
    assert extract.extract_confined(home / "a.csv", source="", status="") == 7
