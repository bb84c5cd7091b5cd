"""A Dask cluster makes the same pages as this machine, also when a worker is lost halfway."""

import asyncio
import http.server
import os
import re
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ipanalytics.batch import LIMITS, manifest, plan
from ipanalytics.batch.warm import fork_client
from ipanalytics.batch.workers import dask_client
from ipanalytics.cli import main
from ipanalytics.core.errors import ReportError

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[4]
DASK = [sys.executable, "-m", "dask"]
LOCAL = ["--host", "127.0.0.1", "--no-dashboard"]
AREAS = ["610300", "610700", "610800", "611000"]
needs_forks = pytest.mark.skipif(not fork_client.available(), reason="processes can't be forked here")


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a scheduler or a worker in a process of its own; its log is a file."""
    begun = []

    def started(name, *arguments):
        # Away from the project: a worker must not find its files.
        folder = tmp_path / name
        folder.mkdir()
        environment = {**os.environ, "IPANALYTICS_HOME": str(folder), "MARK": str(tmp_path)}
        with (folder / "log").open("w") as log:
            begun.append(subprocess.Popen([*DASK, *arguments], cwd=folder, env=environment, stdout=log, stderr=log))
        return begun[-1]

    yield started
    for process in begun:
        process.kill()
        process.wait()


@pytest.fixture
def address_of(tmp_path, wait_until):
    """Return a function that waits for a scheduler and returns its address."""

    def address(name):
        def told():
            lines = (tmp_path / name / "log").read_text().splitlines()
            return [line.split()[-1] for line in lines if "Scheduler at:" in line]

        wait_until(told)
        return told()[0]

    return address


@pytest.fixture
def scheduler(start, address_of):
    start("scheduler", "scheduler", "--port", "0", *LOCAL)
    return address_of("scheduler")


def worker(start, scheduler, name):
    return start(name, "worker", scheduler, "--nthreads", "1", "--no-nanny", "--local-directory", ".", *LOCAL)


@needs_forks
def test_pages_are_the_same_byte_for_byte_when_a_worker_is_killed_halfway(
    start, scheduler, rendered, tmp_path, heirs, wait_until
):
    workers = [worker(start, scheduler, name) for name in ("one", "two")]
    jobs = plan.jobs_for(AREAS)
    wait_until(lambda: all("Registered to" in (tmp_path / name / "log").read_text() for name in ("one", "two")))
    outcomes = dask_client.run(jobs, tmp_path, address=scheduler, limits=LIMITS)
    first = next(outcomes)
    workers[0].kill()
    made = [first, *outcomes]
    assert sorted((outcome.area, outcome.error) for outcome in made) == [(job.area, "") for job in jobs]
    for outcome in made:
        assert (tmp_path / outcome.file).read_bytes() == (rendered.folder / outcome.file).read_bytes()
    # The files came to each worker once.
    assert len(list((tmp_path / "two").rglob("ipanalytics-*/notebooks"))) == 1
    for process in workers:
        process.terminate()
        process.wait()
    wait_until(lambda: len(heirs()) == 1)


@needs_forks
def test_when_no_worker_is_left_the_rest_of_the_reports_fail_and_say_so(start, scheduler, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_client, "PATIENCE_SECONDS", 2)
    monkeypatch.setattr(dask_client, "LOOK_SECONDS", 1)
    only = worker(start, scheduler, "one")
    outcomes = dask_client.run(plan.jobs_for(AREAS), tmp_path, address=scheduler, limits=replace(LIMITS, seconds=1))
    first = next(outcomes)
    only.kill()
    rest = list(outcomes)
    assert sorted(outcome.area for outcome in (first, *rest)) == AREAS
    assert rest[-1].error == "no worker was left for 2 s"


def refused(address, tls=()):
    with pytest.raises(ReportError) as caught:
        next(dask_client.run([], Path(), address=address, limits=LIMITS, tls=tls))
    return str(caught.value)


def test_a_scheduler_that_nobody_runs_is_named_in_one_line(monkeypatch):
    monkeypatch.setattr(dask_client, "CONNECT_SECONDS", 1)
    told = refused("tcp://127.0.0.1:9")
    assert "\n" not in told
    assert told.startswith("no scheduler answers at tcp://127.0.0.1:9 within 1 s: ")


def _page(server):
    return http.server.ThreadingHTTPServer(server, http.server.SimpleHTTPRequestHandler)


def _mute(server):
    """Accept and never say a word."""
    return socketserver.ThreadingTCPServer(server, lambda *_: time.sleep(5))


@pytest.mark.parametrize("listens", [_page, _mute])
def test_a_port_that_is_not_a_scheduler_s_is_told_in_one_line(listens, monkeypatch):
    monkeypatch.setattr(dask_client, "CONNECT_SECONDS", 1)
    with listens(("127.0.0.1", 0)) as server:
        server.daemon_threads = True
        threading.Thread(target=lambda: server.serve_forever(0.05), daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
        told = refused(address)
        server.shutdown()
    assert told.startswith(f"no scheduler answers at {address} within 1 s: ")
    assert "\n" not in told


@pytest.mark.parametrize("address", ["http://127.0.0.1:8787", "rubbish", "tcp://host", "127.0.0.1:8786"])
def test_an_address_without_protocol_or_port_is_refused(address):
    assert f"{address} is no address of a scheduler: expected one as tcp://host:8786" in refused(address)


def test_a_scheduler_without_workers_is_told_with_the_command_that_starts_one(scheduler, monkeypatch):
    monkeypatch.setattr(dask_client, "CONNECT_SECONDS", 1)
    assert f"has no workers; start one with: dask worker {scheduler}" in refused(scheduler)


def test_a_caller_with_a_loop_that_runs_as_in_a_notebook_is_answered_as_well(scheduler, monkeypatch):
    monkeypatch.setattr(dask_client, "CONNECT_SECONDS", 1)

    async def cell():
        return refused(scheduler)

    with ThreadPoolExecutor(1) as apart:
        assert "has no workers" in apart.submit(asyncio.run, cell()).result()


def test_a_worker_with_another_library_is_refused_with_both_versions(start, scheduler, monkeypatch):
    worker(start, scheduler, "one")
    ours = manifest.versions()
    monkeypatch.setattr(manifest, "versions", lambda: {**ours, "ipanalytics": "9.9"})
    assert re.search(rf"tcp://.* has ipanalytics {ours['ipanalytics']} \(here 9.9\)", refused(scheduler))


@needs_forks
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_a_scheduler_that_is_killed_or_frozen_halfway_is_told_within_15_seconds(start, address_of, tmp_path, how):
    process = start("scheduler", "scheduler", "--port", "0", *LOCAL)
    address = address_of("scheduler")
    worker(start, address, "one")
    outcomes = dask_client.run(plan.jobs_for(AREAS), tmp_path, address=address, limits=LIMITS)
    first = next(outcomes)
    process.send_signal(how)
    before = time.monotonic()
    rest = [(outcome, time.monotonic() - before) for outcome in outcomes]
    assert max(seconds for _, seconds in rest) < 15
    assert sorted([first.area, *(outcome.area for outcome, _ in rest)]) == AREAS
    # What was under way may have come before.
    assert rest[-1][0].error in ("the scheduler doesn't answer any more", "the scheduler was lost")


@pytest.fixture
def certificates(tmp_path):
    """Make a certificate that signs itself, as its own authority, and another one."""
    if not shutil.which("openssl"):
        pytest.skip("openssl isn't installed")
    made = []
    for name in ("own", "other"):
        key, certificate = tmp_path / f"{name}.key", tmp_path / f"{name}.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
        subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        made.append([certificate, certificate, key])
    return made


@needs_forks
def test_a_cluster_with_tls_makes_the_page_and_strangers_are_refused(
    start, address_of, certificates, rendered, tmp_path
):
    own, other = certificates
    options = [part for pair in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), own, strict=True) for part in pair]
    start("scheduler", "scheduler", "--protocol", "tls", "--port", "0", *options, *LOCAL)
    address = address_of("scheduler")
    assert address.startswith("tls://")
    start("one", "worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", ".", *options, *LOCAL)
    [outcome] = dask_client.run(plan.jobs_for(["610800"]), tmp_path, address=address, limits=LIMITS, tls=own)
    assert outcome.error == ""
    assert (tmp_path / outcome.file).read_bytes() == (rendered.folder / outcome.file).read_bytes()
    for strange in (other, ()):
        assert "\n" not in refused(address, tls=strange)
    assert "need an address that begins with tls:// or wss://" in refused(address.replace("tls:", "tcp:"), tls=own)


def test_without_dask_the_command_that_installs_it_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dask_client, "find_spec", lambda _: None)
    assert main.main(["render", "--scheduler", "tcp://127.0.0.1:9", "--out", str(tmp_path)]) == 1
    assert 'python -m pip install -c constraints.txt -e ".[cluster]"' in capsys.readouterr().err
