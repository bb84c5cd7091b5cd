"""Measure what docs/performance.md promises, and write its tables: python benchmarks/performance.py.

On two quiet cores it takes about four minutes; `--repeats 5` a minute and a half more for each. What stands in the
docs is what was measured last, with the day, the machine and what wasn't reached. It calls `rendering`, `cleaning`,
`reading` and `nation`: with `--counties` also the pages of all counties (two minutes), with `--yearbooks FOLDER` and
`--cities FOLDER` what reading the tables there takes, with `--nation` 3,208 pages of a simulated nation (about half an
hour on two cores). What an earlier run kept in build/cache is deleted: it is made anew.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import cleaning
import nation
import reading
import rendering
from rendering import AREAS, AS_OF, SAMPLE, Spent

from ipanalytics.catalogue import places
from ipanalytics.core import project

BEGIN, END = "<!-- measured: benchmarks/performance.py -->", "<!-- end of what was measured -->"
MEBIBYTE = 2**20
WAYS = ("bare", "help", "wrong", "imports", "empty", "loop", "first", "one", "all", "again", "nothing", "brief")
IMPORTS = "import geopandas, nbconvert, pandas, papermill, plotly.graph_objects, pyarrow, shapely"
# What a process does before the first fork and for a report, each with its share of CPU time.
STAGES = """
import json, sys, time
from importlib import import_module
import gc
gc.disable()
from ipanalytics.batch.warm import preload
from ipanalytics.batch.plan import jobs_for
sys.modules[preload.GRAMMAR] = None
started, told = time.process_time(), {}
def mark(name, since=[0.0]):
    now = time.process_time()
    told[name] = now - since[0]
    since[0] = now
for name in (*preload.LATE, *preload.LIBRARIES):
    import_module(name)
preload.sections.registered()
mark("importing libraries and our own modules")
execute = import_module("ipanalytics.batch.workers.execute")
execute.warm()
mark("templates, the schema of notebooks, IPython")
areas, as_of = sys.argv[1:-1], sys.argv[-1]
jobs = jobs_for(areas, as_of=as_of)
from ipanalytics.core import project
with project.held():
    preload.pipeline.load_every()
    mark("reading the figures")
    year = preload.assessment.load(as_of)
    preload.assessment.load_earlier(year)
    mark("judging the day and the day before")
    preload._draw(year, "", real_only=False)
    mark("what all pages ask for, by drawing the province's once")
project.hold()
gc.freeze()
gc.enable()
from ipanalytics.batch import LIMITS, inputs
from ipanalytics.batch.workers import in_process
from ipanalytics.publishing import page
import pandas as pd
pd.options.mode.string_storage = "python"
for job in jobs:
    done = execute.execute(job, LIMITS, in_process.ENGINE)
    mark(f"{job.area}: cells")
    page.make_page(done, footer="")
    mark(f"{job.area}: page")
    inputs.digest_of(job)
    mark(f"{job.area}: hash of its figures")
print(json.dumps(told))
"""


class Goal(NamedTuple):
    """A figure to reach: what, how it is said, what was measured, and whether that is enough."""

    what: str
    wanted: str
    measured: str
    is_reached: bool


def empty_loop(work: Path) -> Spent:
    """Run papermill and nbconvert on a notebook that does nothing: what no report can go below in a loop."""
    notebook, made = work / "empty.ipynb", work / "made.ipynb"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": "pass"}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    notebook.write_text(json.dumps(whole), encoding="utf-8")
    commands = [["papermill", str(notebook), str(made), "-k", "python3"]]
    return rendering.timed(*commands, ["jupyter", "nbconvert", "--to", "html", str(made)])


def command(*arguments: str, code: int = 0) -> Spent:
    """Run `ipanalytics` with arguments."""
    return rendering.timed([sys.executable, "-m", "ipanalytics.cli.main", *arguments], code=code)


def first(work: Path) -> Spent:
    """Render a page where no earlier run has kept anything."""
    shutil.rmtree(project.build() / "cache", ignore_errors=True)
    return rendering.ours(rendering.fresh(work / "one"), ["610800"])


def measure(repeats: int, work: Path) -> dict[str, Spent]:
    """Return medians of each way; all take their turn before the first begins again."""
    site = work / "site"
    ways: dict[str, Callable[[], Spent]] = {
        "bare": lambda: rendering.timed([sys.executable, "-c", "pass"]),
        "help": lambda: command("--help"),
        "wrong": lambda: command("render", "西鞍", code=1),
        "imports": lambda: rendering.timed([sys.executable, "-c", IMPORTS]),
        "empty": lambda: empty_loop(work),
        "loop": lambda: rendering.loop(rendering.fresh(work / "loop"), SAMPLE),
        "first": lambda: first(work),
        "one": lambda: rendering.ours(rendering.fresh(work / "one"), ["610800"]),
        "all": lambda: rendering.ours(rendering.fresh(site), AREAS),
        "again": lambda: rendering.ours(site, AREAS, "--force"),
        "nothing": lambda: rendering.ours(site, AREAS),
        "brief": lambda: rendering.ours(site, AREAS, "--brief"),
    }
    turns = [{key: run() for key, run in ways.items()} for _ in range(repeats)]
    return {key: rendering.medians([turn[key] for turn in turns]) for key in WAYS}


def goals(found: dict[str, Spent]) -> Iterable[Goal]:
    """Compare what was measured with what was to be reached."""
    count, loop = len(AREAS), found["loop"].seconds / len(SAMPLE)
    more = (found["all"].seconds - found["one"].seconds) / (count - 1)
    brief = (found["brief"].seconds - found["nothing"].seconds) / count
    times = loop * count / found["all"].seconds
    yield Goal(f"{count} reports, against the loop", "≥ 20 ×", f"{times:.1f} ×", times >= 20)  # noqa: PLR2004
    for what, part, seconds in (
        ("one more report", 30, more),
        ("a single cold page", 5, found["one"].seconds),
        ("a brief, of all", 40, brief),
    ):
        yield Goal(f"{what}, against one of the loop", f"≤ 1/{part}", f"1/{loop / seconds:.1f}", loop / seconds >= part)
    nothing = found["nothing"].seconds
    yield Goal("nothing changed, the whole process", "≤ 0.8 s", f"{nothing:.2f} s", nothing <= 0.8)  # noqa: PLR2004
    for name, what in (("help", "`ipanalytics --help`"), ("wrong", "`ipanalytics render 西鞍`, which is refused")):
        beyond = found[name].seconds - found["bare"].seconds
        yield Goal(f"{what}, beyond Python's own start", "≤ 0.3 s", f"{beyond:.2f} s", beyond <= 0.3)  # noqa: PLR2004
    memory = found["all"].memory
    yield Goal("memory of the batch (PSS of all processes)", "≤ 500 MiB", f"{memory:.0f} MiB", memory <= 500)  # noqa: PLR2004


def times(found: dict[str, Spent]) -> list[str]:
    """Return a table of all that was measured."""
    named = {
        "bare": "`python -c pass`", "help": "`ipanalytics --help`", "wrong": "`ipanalytics render 西鞍`",
        "imports": "importing what a loop's report imports", "empty": "papermill + nbconvert of an empty notebook",
        "loop": f"papermill + nbconvert of {len(SAMPLE)} reports, one after the other",
        "first": "`render 610800`, new, nothing kept from earlier runs", "one": "the same with what that one kept",
        "all": f"`render` of {len(AREAS)} areas, new", "again": "the same with `--force`",
        "nothing": "the same with nothing changed", "brief": "then with `--brief`",
    }  # fmt: skip
    lines = ["| what | seconds | CPU seconds | peak MiB (PSS) |", "| --- | ---: | ---: | ---: |"]
    rows = [(named[key], found[key]) for key in WAYS]
    return [*lines, *(f"| {name} | {it.seconds:.2f} | {it.computing:.2f} | {it.memory:.0f} |" for name, it in rows)]


def stages() -> list[str]:
    """Return where the CPU time of a render goes: before the forks, and for a report (the median of three)."""
    areas = ["610800", "610100", "610700"]
    done = subprocess.run([sys.executable, "-c", STAGES, *areas, AS_OF], capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    once = {name: seconds for name, seconds in told.items() if ": " not in name}
    parts = {name.partition(": ")[2] for name in told if ": " in name}
    each = {part: statistics.median(told[f"{area}: {part}"] for area in areas) for part in sorted(parts)}
    lines = ["| where the time goes | CPU seconds |", "| --- | ---: |"]
    lines += [f"| once: {name} | {seconds:.2f} |" for name, seconds in once.items()]
    return [*lines, *(f"| each report: {name} | {seconds:.2f} |" for name, seconds in each.items())]


def cleaned(rows: int = 1_000_000) -> Goal:
    """Clean a table of many rows."""
    base, _ = cleaning.timed(["--version"])
    with tempfile.TemporaryDirectory() as folder:
        cleaning.write_observations(Path(folder), rows)
        seconds, peak = cleaning.timed(["clean"], Path(folder))
    told = f"{seconds - base:.1f} s, {peak:.0f} MiB"
    return Goal(f"`clean` of {rows:,} rows", "≤ 6 s, 1 GiB", told, seconds - base <= 6 and peak <= 1024)  # noqa: PLR2004


def counties(work: Path) -> list[str]:
    """Render a page for each county in one go."""
    made = {code for code in places.codes("county") if "unit" not in places.row_of(code)["levels"].split()}
    spent = rendering.ours(rendering.fresh(work / "counties"), sorted(made))
    each = spent.seconds / len(made)
    return [f"All {len(made)} counties in one go: {spent.seconds:.0f} s, {each:.2f} s each, {spent.memory:.0f} MiB."]


def nationwide() -> list[str]:
    """Render all places of a simulated nation, after two samples of them."""
    script = Path(nation.__file__)
    done = subprocess.run([sys.executable, str(script), "--all"], capture_output=True, text=True, check=True)
    return ["`python benchmarks/nation.py --all` printed:", "", "```", *done.stdout.strip().splitlines(), "```"]


def limit(found: dict[str, Spent]) -> str:
    """Say what no way can go below that starts papermill, a kernel and nbconvert for each report, and where we are."""
    least, loop = found["imports"].seconds + found["empty"].seconds, found["loop"].seconds / len(SAMPLE)
    ours = f"our {len(AREAS)} take {found['all'].seconds / len(AREAS):.2f} s each, a single one"
    return (
        f"The limit of a loop: importing what a report needs and an empty notebook take {least:.1f} s of the "
        f"{loop:.1f} s that a report takes in a loop; {ours} {found['one'].seconds:.1f} s."
    )


def read(folders: dict[str, tuple[Path | None, float]], repeats: int) -> Iterable[Goal]:
    """Read folders of tables, each with the seconds that it may take beyond what starting takes."""
    given = {name: (folder, most) for name, (folder, most) in folders.items() if folder}
    _, told = reading.beyond_start([folder for folder, _ in given.values()], repeats)
    for (name, (_, most)), (_, count, spent) in zip(given.items(), told, strict=True):
        what = f"`read` of {count} {name}, beyond its start"
        yield Goal(what, f"≤ {most} s", f"{spent.clock:.2f} s", spent.clock <= most)


def write(lines: Iterable[str]) -> None:
    """Put what was measured between the marks of docs/performance.md."""
    path = project.home() / "docs" / "performance.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(before + "\n".join([BEGIN, "", *lines, "", END]) + after, encoding="utf-8")


def main() -> None:
    """Measure, write and print."""
    given = argparse.ArgumentParser(description="Measure what docs/performance.md promises.")
    given.add_argument("--repeats", type=int, default=3, help="of each way; medians are written (3)")
    given.add_argument("--counties", action="store_true", help="make a page of each county too")
    given.add_argument("--yearbooks", type=Path, metavar="FOLDER", help="read the tables of a yearbook too")
    given.add_argument("--cities", type=Path, metavar="FOLDER", help="read the tables of cities too")
    given.add_argument("--nation", action="store_true", help="make 3,208 pages of a simulated nation too")
    asked, start = given.parse_args(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.repeats, Path(folder))
        more = counties(Path(folder)) if asked.counties else []
    folders = {"yearbooks": (asked.yearbooks, 0.6), "tables of cities": (asked.cities, 2.0)}
    reached = [*goals(found), cleaned(), *read(folders, asked.repeats)]
    table = ["| what | to reach | measured | |", "| --- | --- | --- | --- |"]
    table += [
        f"| {it.what} | {it.wanted} | {it.measured} | {'' if it.is_reached else 'not reached'} |" for it in reached
    ]
    more += ["", *nationwide()] if asked.nation else []
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    machine = (
        f"{date.today().isoformat()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "  # noqa: DTZ011
        f"medians of {asked.repeats}, taken in turns; load at the end {load:.1f}, {time.perf_counter() - start:.0f} s."
    )
    lines = [machine, "", *table, "", *times(found), "", limit(found), "", *stages(), *(["", *more] if more else [])]
    write(lines)
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
