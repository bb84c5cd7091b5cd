"""What a notebook of a batch can't do: reach the network, leave files where render runs, leave processes behind."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ipanalytics.batch.warm import fork_client
from ipanalytics.core import isolation

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not fork_client.available(), reason="processes can't be forked here"),
]
ORPHAN = "import subprocess; subprocess.Popen(['sleep', '600'], start_new_session=True)"
CELLS = [
    "import os, socket, subprocess, sys\nfrom pathlib import Path\nfrom ipanalytics.report.exhibits import Opening",
    "Path('left.csv').write_text('x', encoding='utf-8')",
    "subprocess.Popen(['sleep', '600'], start_new_session=True)",
    f'subprocess.run([sys.executable, "-c", "{ORPHAN}"], check=True)',
    "os.kill(os.getpid(), 9 if area == '610800' else 0)",
    "told = socket.socket().connect_ex(('127.0.0.1', int(os.environ['PORT'])))",
    'Opening(f"{area}报告", "", f"{told} {Path.cwd()}", ())',
]


def test_a_notebook_has_no_network_a_folder_of_its_own_and_leaves_no_process(
    tmp_path, write_project, heirs, wait_until
):
    home = write_project(tmp_path / "home", CELLS)
    with socket.create_server(("127.0.0.1", 0)) as server:
        given = {"IPANALYTICS_HOME": str(home), "MARK": str(tmp_path), "PORT": str(server.getsockname()[1])}
        command = [
            sys.executable,
            "-m",
            "ipanalytics.cli.main",
            "render",
            "延安",
            "榆林",
            "--out",
            str(tmp_path / "out"),
        ]
        (tmp_path / "here").mkdir()
        done = subprocess.run(
            command, env={**os.environ, **given}, cwd=tmp_path / "here", capture_output=True, text=True, check=False
        )
    reports = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["reports"]
    lead, error = (reports[0]["lead"], reports[1]["error"])
    assert error.startswith("cell 6 (os.kill(")
    assert "its process ended with signal 9" in error
    told, _, folder = lead.partition(" ")
    assert not Path(folder).exists()
    assert list((tmp_path / "here").iterdir()) == []
    assert not list(tmp_path.rglob("left.csv"))
    wait_until(lambda: heirs() == [], seconds=5)
    if isolation.can_cut_off():
        assert os.strerror(int(told)) == "Network is unreachable"
        assert "ran with network" not in done.stderr
    else:
        assert "notebooks ran with network" in done.stderr
