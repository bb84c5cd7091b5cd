import os
import socket
import subprocess
import sys

import pytest

from ipanalytics.core import isolation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
# Root asks for a network namespace, others for one of users too: here as nobody.
REACH = """
import os, socket, sys
from ipanalytics.core import isolation
if sys.argv[2]:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
user = os.getuid()
print(isolation.cut_off(), os.getuid() == user)
print(os.strerror(socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1])))))
"""


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("as_nobody", [False, True])
def test_a_process_that_is_cut_off_reaches_nothing_and_stays_who_it_is(port, as_nobody):
    if not isolation.can_cut_off() or (as_nobody and os.getuid()):
        pytest.skip("this system keeps no process from the network")
    command = [sys.executable, "-c", REACH, str(port), "yes" if as_nobody else ""]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    if as_nobody and told[0] == "False True":
        pytest.skip("this system has no namespaces of users")
    assert told == ["True True", "Network is unreachable"]


def test_trying_leaves_this_process_its_network(port):
    isolation.can_cut_off.cache_clear()
    isolation.can_cut_off()
    socket.create_connection(("127.0.0.1", port), 2).close()


def test_children_are_those_of_this_process_alone():
    child = subprocess.Popen(["sleep", "60"])
    assert child.pid in isolation.children()
    assert os.getppid() not in isolation.children()
    isolation.end_children(but=isolation.children() - {child.pid})
    assert child.pid not in isolation.children()
    child.wait()
