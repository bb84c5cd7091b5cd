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
    monkeypatch.setattr(confinement, "call", lambda *_, limits, **__: limits.seconds)
    assert extract.extract_confined(home / "a.csv", source="", status="") == 7
