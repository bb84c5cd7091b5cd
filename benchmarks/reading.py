"""Time `ipanalytics read` on folders of tables, each in one call, beyond what starting it costs.

python benchmarks/reading.py FOLDER…    # e.g. twelve yearbooks, sixteen wide tables of cities
python benchmarks/reading.py --times 9 FOLDER

Start-up is the same command on a table of one figure, in the same run, between the others, because a busy machine
makes all of them slow alike. Medians of wall-clock seconds; CPU seconds are those of all processes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

READ = (sys.executable, "-m", "ipanalytics.cli.main", "read")
TABLE = "地区,专利授权量(件)\n西安市,1\n"


class Spent(NamedTuple):
    """Seconds of the clock and of computing."""

    clock: float
    computing: float


def run(files: Sequence[Path]) -> Spent:
    """Read files in a process of its own and return what that took."""
    before, start = os.times(), time.perf_counter()
    call = [*READ, "--period", "2022", *map(str, files)]
    ended = subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    clock, after = time.perf_counter() - start, os.times()
    if "Traceback" in ended.stderr:
        raise RuntimeError(ended.stderr)
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(clock, spent)


def medians(spent: Sequence[Spent]) -> Spent:
    """Return the median of each kind of seconds."""
    return Spent(*map(median, zip(*spent, strict=True)))


def beyond_start(folders: Sequence[Path], times: int) -> tuple[Spent, list[tuple[Path, int, Spent]]]:
    """Return what starting takes and, for each folder, how many files it has and what reading them takes beyond."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        small.write_text(TABLE, encoding="utf-8")
        groups = [[small], *(sorted(path for path in one.iterdir() if path.is_file()) for one in folders)]
        rounds = [[run(files) for files in groups] for _ in range(times)]
    start, *wholes = map(medians, zip(*rounds, strict=True))
    beyond = [Spent(whole.clock - start.clock, whole.computing - start.computing) for whole in wholes]
    return start, list(zip(folders, map(len, groups[1:]), beyond, strict=True))


def main() -> None:
    """Read the folders, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--times", type=int, default=5, help="runs of each (default: 5)")
    given = parser.parse_args()
    start, told = beyond_start(given.folders, given.times)
    sys.stdout.write(f"start-up: {start.clock:.2f} s ({start.computing:.2f} s of computing)\n")
    for folder, count, beyond in told:
        sys.stdout.write(
            f"{folder}, {count} files: {beyond.clock:.2f} s beyond start-up ({beyond.computing:.2f} s of computing),"
            f" {beyond.clock / start.clock:.2f} times start-up\n"
        )


if __name__ == "__main__":
    main()
