"""The real JupyterLab on this machine, driven by an installed Chromium: for tests, pictures and timings.

It listens on loopback with a token, works in a folder of copied notebooks and has settings of its own.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SECONDS, SETTLED = 90, 300
RAN = """() => {
  const cells = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")];
  const done = cells.every((cell) => /\\[\\d+\\]/.test(cell.querySelector(".jp-InputPrompt").textContent));
  return cells.length > 0 && done;
}"""
# Where the middle of a place's name stands on a map, in pixels of the window.
AT = """(name) => {
  const names = [...document.querySelectorAll(".ip-pane .plot.map text")];
  const named = names.find((one) => one.textContent.trim() === name);
  named.closest(".plot").scrollIntoView({ block: "center" });
  const { x, y, width, height } = named.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
ERRORS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"


@dataclass(frozen=True)
class Laboratory:
    """A running JupyterLab: its address, its token and the folder of the notebooks."""

    address: str
    token: str
    folder: Path

    def open(self, tab: Page, name: str) -> None:
        """Open a notebook and wait until its kernel is ready."""
        tab.goto(f"{self.address}/doc/tree/{name}?token={self.token}")
        tab.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=SECONDS * 1000)
        for _ in range(SECONDS * 1000 // SETTLED):
            if self._is_connected(name):
                break
            tab.wait_for_timeout(SETTLED)

    def run_all(self, tab: Page, name: str) -> list[str]:
        """Open a notebook, choose Run All Cells and return what it says of errors and warnings."""
        self.open(tab, name)
        run_cells(tab)
        return tab.locator(ERRORS).all_inner_texts()

    def _is_connected(self, name: str) -> bool:
        """Say whether the notebook's kernel is idle and the tab listens to it: before, Run All asks for a kernel."""
        with urllib.request.urlopen(f"{self.address}/api/sessions?token={self.token}") as answer:  # noqa: S310
            sessions = json.load(answer)
        kernels = [one["kernel"] for one in sessions if one["path"] == name and one["kernel"]]
        return any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels)


@contextmanager
def started(home: Path, folder: Path) -> Iterator[Laboratory]:
    """Start JupyterLab on copies of the project's notebooks in an empty folder; end it and its kernels afterwards."""
    notebooks = folder / "notebooks"
    shutil.copytree(home / "notebooks", notebooks, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    port, token = _free_port(), secrets.token_hex(16)
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(
            _command(port, token, notebooks), env=_environment(home, folder), stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api/kernelspecs?token={token}", process, folder / "lab.log")
            yield Laboratory(address, token, notebooks)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


def _command(port: int, token: str, notebooks: Path) -> list[str]:
    given = {
        "ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.port_retries": 0,
        "IdentityProvider.token": token, "ServerApp.root_dir": notebooks, "ServerApp.allow_root": True,
    }  # fmt: skip
    return [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in given.items())]


def _environment(home: Path, folder: Path) -> dict[str, Any]:
    settings = folder / "config" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_DATA_DIR": "data"}
    return {**os.environ, "IPANALYTICS_HOME": str(home), **{name: str(folder / text) for name, text in own.items()}}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    """Wait until JupyterLab answers.

    Raises
    ------
    RuntimeError
        When it ends or is silent for too long; tells what it last said.
    """
    for _ in range(SECONDS * 10):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    msg = f"JupyterLab did not answer within {SECONDS} s: {log.read_text()[-1000:]}"
    raise RuntimeError(msg)


def run_cells(tab: Page) -> None:
    """Choose Run All Cells of the notebook that is open, and wait until all have run."""
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    tab.wait_for_function(RAN, timeout=SECONDS * 1000)
    tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=SECONDS * 1000)


def click_place(tab: Page, name: str) -> None:
    """Click on a place of the map where its name stands."""
    tab.mouse.click(*tab.evaluate(AT, name))
