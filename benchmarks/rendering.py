"""Compare ways to render reports, in turn and in one run: python benchmarks/rendering.py.

For the sixteen areas as of 2022-09, on this machine's cores, it prints seconds, peak memory (summed PSS of all
processes) and the ratio to (a):

(a) a loop of `papermill` and `jupyter nbconvert`, as most people write it;
(b) papermill's Python API in a process pool, then nbconvert's;
(c) Ploomber's parallel executor, where --ploomber names the Python of an environment that has it;
(d) `ipanalytics render`, nothing made before, one report also alone (for the cost of one more);
(e) `ipanalytics render --force` with everything warm on disk;
(f) `ipanalytics render` with nothing changed.

(a), (b) and (c) are measured on a sample and multiplied, which is said beside them. 123 and 3,000 reports are
computed from the start-up and the cost of one more; they are marked as such.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from ipanalytics.catalogue import places
from ipanalytics.core import project

AREAS = [places.province(), *places.codes("region"), *places.codes("unit")]
SAMPLE = ["610000", "610800"]
LARGER = (123, 3000)
NAMES = {
    "a": "loop of papermill + nbconvert (sample x 8)",
    "b": "process pool (4 reports x 4)",
    "c": "Ploomber (4 reports x 4)",
    "d": "ours, cold",
    "e": "ours, --force again",
    "f": "ours, nothing changed",
}
AS_OF = "2022-09"
POOL = """
import sys
from concurrent.futures import ProcessPoolExecutor
import nbformat, papermill
from nbconvert import HTMLExporter
notebook, out, *areas = sys.argv[1:]
def make(area):
    made = f"{out}/{area}.ipynb"
    papermill.execute_notebook(notebook, made, parameters={"area": area, "as_of": "2022-09"}, progress_bar=False)
    html, _ = HTMLExporter().from_filename(made)
    open(f"{out}/{area}.html", "w").write(html)
if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        list(pool.map(make, areas))
"""
DAG = """
import sys
from pathlib import Path
from ploomber import DAG
from ploomber.executors import Parallel
from ploomber.products import File
from ploomber.tasks import NotebookRunner
notebook, out, *areas = sys.argv[1:]
if __name__ == "__main__":
    dag = DAG(executor=Parallel())
    for area in areas:
        NotebookRunner(
            Path(notebook), File(f"{out}/{area}.html"), dag=dag, name=f"report-{area}", kernelspec_name="bench",
            params={"area": area, "as_of": "2022-09"}, static_analysis="disable",
        )
    dag.build(force=True)
"""


class Spent(NamedTuple):
    """Seconds of the clock and of computing, by all processes, and the peak of their memory in MiB (summed PSS)."""

    seconds: float
    computing: float
    memory: float


def pss_of(process: psutil.Process) -> int:
    """Return the summed PSS in bytes of a process and all that it has started."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        # A process that has ended meanwhile uses nothing.
        with suppress(psutil.Error):
            total += one.memory_full_info().pss
    return total


def timed(*commands: list[str], code: int = 0) -> Spent:
    """Run commands one after the other and return what they took; each has to end with a code."""
    start, before, peak = time.perf_counter(), os.times(), 0
    for command in commands:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        done = threading.Event()
        found: list[int] = [0]
        watch = threading.Thread(target=_watch, args=(psutil.Process(process.pid), done, found))
        watch.start()
        ended = process.wait()
        done.set()
        watch.join()
        peak = max(peak, *found)
        if ended != code:
            msg = f"{' '.join(command)} ended with {ended}"
            raise SystemExit(msg)
    seconds, after = time.perf_counter() - start, os.times()
    computing = sum(after[2:4]) - sum(before[2:4])
    return Spent(seconds, computing, peak / 2**20)


def _watch(process: psutil.Process, done: threading.Event, found: list[int]) -> None:
    while not done.wait(0.3):
        with suppress(psutil.Error):
            found.append(pss_of(process))


def loop(out: Path, areas: list[str]) -> Spent:
    """Start papermill and nbconvert for each area, one after the other: (a)."""
    notebook = str(project.notebooks() / "area_report.ipynb")
    commands = []
    for area in areas:
        made = str(out / f"{area}.ipynb")
        commands.append(["papermill", notebook, made, "-p", "area", area, "-r", "as_of", AS_OF, "-k", "python3"])
        commands.append(["jupyter", "nbconvert", "--to", "html", made])
    return timed(*commands)


def pool(out: Path, areas: list[str]) -> Spent:
    """Use papermill's API in a pool of processes: (b)."""
    notebook = str(project.notebooks() / "area_report.ipynb")
    return timed([sys.executable, "-c", POOL, notebook, str(out), *areas])


def ploomber(python: str, out: Path, areas: list[str]) -> Spent:
    """Use Ploomber from another environment, with kernels of this one: (c)."""
    spec = out / "jupyter" / "kernels" / "bench"
    spec.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "bench", "language": "python"}))
    script = out / "dag.py"
    script.write_text(DAG)
    os.environ.update(JUPYTER_PATH=str(out / "jupyter"), IPANALYTICS_HOME=str(project.home()))
    return timed([python, str(script), str(project.notebooks() / "area_report.ipynb"), str(out), *areas])


def ours(out: Path, areas: list[str], *options: str) -> Spent:
    """Use our own command: (d), (e), (f)."""
    command = [
        sys.executable,
        "-m",
        "ipanalytics.cli.main",
        "render",
        *areas,
        "--as-of",
        AS_OF,
        "--out",
        str(out),
        *options,
    ]
    return timed(command)


def fresh(folder: Path) -> Path:
    """Return an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def measure(repeats: int, work: Path, python: str) -> dict[str, Spent]:
    """Return median seconds and memory of each way, for all areas or, of the slow ones, for the sample.

    All ways take their turn before the first begins again: a machine may be faster or slower for minutes.
    """
    site = work / "site"
    ways = {
        "a": lambda: loop(fresh(work / "a"), SAMPLE),
        "b": lambda: pool(fresh(work / "b"), AREAS[:4]),
        **({"c": lambda: ploomber(python, fresh(work / "c"), AREAS[:4])} if python else {}),
        "d1": lambda: ours(fresh(work / "one"), ["610800"]),
        "d": lambda: ours(fresh(site), AREAS),
        "e": lambda: ours(site, AREAS, "--force"),
        "f": lambda: ours(site, AREAS),
    }
    turns = [{key: run() for key, run in ways.items()} for _ in range(repeats)]
    return {key: medians([turn[key] for turn in turns]) for key in ways}


def medians(found: list[Spent]) -> Spent:
    """Return the median of each column."""
    return Spent(*map(statistics.median, zip(*found, strict=True)))


def told(found: dict[str, Spent]) -> list[str]:
    """Return the lines of the table."""
    count = len(AREAS)
    alone = {key: found[key][0] / size for key, size in (("a", len(SAMPLE)), ("b", 4), ("c", 4)) if key in found}
    whole = {key: seconds * count for key, seconds in alone.items()} | {key: found[key][0] for key in "def"}
    lines = [
        f"({key}) {NAMES[key]:42} {seconds:8.1f} s, peak {found[key].memory:6.0f} MiB,"
        f" {whole['a'] / seconds:6.1f} x (a)"
        for key, seconds in sorted(whole.items())
    ]
    more = (found["d"][0] - found["d1"][0]) / (count - 1)
    lines.append(f"one more report: (a) {alone['a']:.2f} s, ours {more:.2f} s, {alone['a'] / more:.1f} x")
    for size in LARGER:
        seconds = found["d1"][0] + more * (size - 1)
        ratio = alone["a"] * size / seconds
        lines.append(
            f"{size} reports, extrapolated: (a) {alone['a'] * size:,.0f} s, ours {seconds:,.0f} s, {ratio:.1f} x"
        )
    return lines


def main() -> None:
    """Measure, and print the table."""
    given = argparse.ArgumentParser(description="Compare ways to render reports.")
    given.add_argument("--repeats", type=int, default=5, help="of each way; medians are printed")
    given.add_argument("--ploomber", default="", metavar="PYTHON", help="of an environment with Ploomber")
    wanted = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(wanted.repeats, Path(folder), wanted.ploomber)
    print("\n".join(told(found)))  # noqa: T201


if __name__ == "__main__":
    main()
