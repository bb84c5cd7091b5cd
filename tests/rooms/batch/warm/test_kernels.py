"""Forked kernels under papermill itself, and the server that forks them."""

import asyncio
import json
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from ipanalytics.batch.warm import fork_client, kernels

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not fork_client.available(), reason="processes can't be forked here"),
]
BARE = "ipanalytics.batch.warm.fork_client:available"


@pytest.fixture(scope="module")
def server():
    """Start a server that preloads nothing but ipykernel: quick, and enough for kernels."""
    started = fork_client.start("importlib:import_module", name="ipykernel.kernelapp")
    yield started
    started.close()


@pytest.fixture
def warm(server, monkeypatch):
    monkeypatch.setenv(fork_client.FOLDER_VARIABLE, str(server.folder))
    return server


def notebook(*cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    return made


def executed(path, *cells):
    nbformat.write(notebook(*cells), path)
    made = papermill.execute_notebook(
        str(path), None, kernel_name="ipanalytics", progress_bar=False, shutdown_kernel="immediate"
    )
    return [output.get("text", "") for cell in made.cells for output in cell.get("outputs", [])]


def test_the_kernelspec_is_installed():
    spec = KernelSpecManager().get_kernel_spec("ipanalytics")
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == "ipanalytics-warm"
    assert spec.argv[:3] == ["python", "-m", "ipykernel_launcher"]
    installed = Path(spec.resource_dir, "kernel.json")
    ours = Path(__file__).parents[4] / "share" / "jupyter" / "kernels" / "ipanalytics" / "kernel.json"
    assert json.loads(installed.read_text()) == json.loads(ours.read_text())


def test_a_kernel_is_a_fork_of_the_server(warm, tmp_path):
    printed = executed(tmp_path / "a.ipynb", "import os; print(os.getppid())")
    assert printed == [f"{warm.process.pid}\n"]


def test_a_server_whose_reports_have_a_shell_ready_forks_kernels_too(tmp_path, monkeypatch):
    server = fork_client.start("ipanalytics.batch.workers.in_process:warm")
    monkeypatch.setenv(fork_client.FOLDER_VARIABLE, str(server.folder))
    try:
        printed = executed(tmp_path / "a.ipynb", "import os; print(os.getppid(), type(get_ipython()).__name__)")
    finally:
        server.close()
    assert printed == [f"{server.process.pid} ZMQInteractiveShell\n"]


def test_what_one_report_spoils_the_next_does_not_see(warm, tmp_path):
    executed(tmp_path / "a.ipynb", "import math, os\nmath.pi = 3\nos.environ['SPOILT'] = '1'\nx = 1")
    printed = executed(
        tmp_path / "b.ipynb", "import math, os\nprint(math.pi > 3, os.environ.get('SPOILT'), 'x' in dir())"
    )
    assert printed == ["True None False\n"]


def test_chance_differs_between_kernels(warm, tmp_path):
    once, again = (executed(tmp_path / "a.ipynb", "import random; print(random.random())") for _ in range(2))
    assert once != again


def test_a_kernel_talks_over_sockets_in_the_server_s_folder(warm):
    async def kernel():
        manager = AsyncKernelManager(kernel_name="ipanalytics")
        await manager.start_kernel()
        told = manager.transport, manager.ip, await manager.is_alive()
        await manager.shutdown_kernel(now=True)
        return told, await manager.is_alive()

    # In a thread of its own: this one may hold the event loop of a browser.
    with ThreadPoolExecutor() as threads:
        (transport, address, alive), still = threads.submit(asyncio.run, kernel()).result()
    assert transport == "ipc"
    assert address.startswith(str(warm.folder))
    assert (alive, still) == (True, False)


def test_where_nothing_can_be_forked_the_ordinary_provisioner_takes_over_and_says_so_once(tmp_path, monkeypatch):
    monkeypatch.setattr(fork_client, "available", lambda: False)
    kernels._tell_once.cache_clear()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        first = executed(tmp_path / "a.ipynb", "import os; print(os.getppid())")
        executed(tmp_path / "b.ipynb", "1")
    assert first == [f"{os.getpid()}\n"]
    assert [str(one.message) for one in told if "forked" in str(one.message)] == [
        "processes can't be forked on this system: kernels start without preloaded libraries"
    ]


def test_changed_files_make_another_server(tmp_path, monkeypatch):
    (tmp_path / "data" / "catalogue").mkdir(parents=True)
    mark = tmp_path / "data" / "catalogue" / "indicators.yaml"
    mark.write_text("{}\n", encoding="utf-8")
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    before = kernels._state()
    assert kernels._state() == before
    mark.write_text("{a: 1}\n", encoding="utf-8")
    assert kernels._state() != before
