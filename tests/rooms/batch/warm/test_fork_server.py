import pytest

from ipanalytics.batch.warm import fork_client

pytestmark = pytest.mark.skipif(not fork_client.available(), reason="processes can't be forked here")
BARE = "ipanalytics.batch.warm.fork_client:available"


def test_a_retired_server_ends_with_its_last_child():
    server = fork_client.start(BARE)
    child = fork_client.fork(server.folder, "os:getpid", {})
    child.wait(10)
    server.retire()
    assert server.process.wait(10) == 0
    server.close()


def test_a_server_that_is_killed_takes_its_children_along(has_ended):
    server = fork_client.start(BARE)
    child = fork_client.fork(server.folder, "signal:pause", {})
    server.process.kill()
    assert child.wait(10) != 0
    assert has_ended(child.pid)
    server.close()
