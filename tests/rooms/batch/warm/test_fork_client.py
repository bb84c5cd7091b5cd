import time

import pytest

from ipanalytics.batch.warm import fork_client

pytestmark = pytest.mark.skipif(not fork_client.available(), reason="processes can't be forked here")


@pytest.fixture(scope="module")
def server():
    """Start a server that preloads nothing but ipykernel: quick, and enough for kernels."""
    started = fork_client.start("importlib:import_module", name="ipykernel.kernelapp")
    yield started
    started.close()


def _script(folder, code):
    path = folder / "run.py"
    path.write_text(code, encoding="utf-8")
    return str(path)


def test_a_child_sends_back_what_its_function_returned(server):
    child = fork_client.fork(server.folder, "os:getcwd", {}, cwd="/")
    assert child.wait(10) == 0
    assert child.sent == ["/"]


@pytest.mark.parametrize("leave", ["close", "kill"])
def test_a_child_ends_with_its_connection_and_takes_its_own_children_along(server, tmp_path, leave, has_ended):
    told = tmp_path / "pid"
    code = (
        "import pathlib, subprocess, time\n"
        f"pathlib.Path({str(told)!r}).write_text(str(subprocess.Popen(['sleep', '600']).pid))\n"
        "time.sleep(600)\n"
    )
    child = fork_client.fork(server.folder, "runpy:run_path", {"path_name": _script(tmp_path, code)})
    while not told.is_file() or not told.read_text():
        time.sleep(0.02)
    getattr(child, leave)()
    assert has_ended(child.pid)
    assert has_ended(int(told.read_text()))


def test_a_child_gets_no_more_memory_than_it_may(server, tmp_path):
    script = _script(tmp_path, "x = bytearray(300 * 1024 * 1024)")
    assert fork_client.fork(server.folder, "runpy:run_path", {"path_name": script}, memory=100).wait(20) == 1
    assert fork_client.fork(server.folder, "os:getpid", {}, memory=100).wait(20) == 0
