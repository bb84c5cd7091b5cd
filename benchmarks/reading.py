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


def main() -> None:
    """Read the folders, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--times", type=int, default=5, help="runs of each (default: 5)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        small.write_text(TABLE, encoding="utf-8")
        groups = {"start-up": [small]}
        groups |= {str(one): sorted(path for path in one.iterdir() if path.is_file()) for one in given.folders}
        rounds = [{name: run(files) for name, files in groups.items()} for _ in range(given.times)]
    start = medians([one["start-up"] for one in rounds])
    sys.stdout.write(f"start-up: {start.clock:.2f} s ({start.computing:.2f} s of computing)\n")
    for name, files in list(groups.items())[1:]:
        whole = medians([one[name] for one in rounds])
        beyond = Spent(*(all_ - first for all_, first in zip(whole, start, strict=True)))
        sys.stdout.write(
            f"{name}, {len(files)} files: {beyond.clock:.2f} s beyond start-up ({beyond.computing:.2f} s of computing),"
            f" {beyond.clock / start.clock:.2f} times start-up\n"
        )


if __name__ == "__main__":
    main()
