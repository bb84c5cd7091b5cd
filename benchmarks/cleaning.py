"""Time the cleaning of large inputs: python benchmarks/cleaning.py [rows …].

Prints seconds beyond start-up and the peak memory of a process for
- a CSV of observations of 10,000, 100,000 and 1,000,000 rows through `ipanalytics clean`,
- a county-level table of 3,000 rows × 40 columns through `ipanalytics read`,
- files given in IPANALYTICS_SAMPLES (a folder) in one call of `ipanalytics read`.
Every figure written here is made up.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice, product
from pathlib import Path

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.places import codes, name_of
from ipanalytics.core import project
from ipanalytics.core.files import sha256_of
from ipanalytics.observations import consistency

HEADER = "area,area_name,indicator,period,value,unit,source,status,cell,note\n"
SIDECAR = """file: big.csv
sha256: {hash}
transcribed: "2026-01-01"
areas: made up
sources:
  made_up: {{publisher: null, title: made up, published: null, url: null, seen: original, seen_at: null, licence: null}}
"""


def write_observations(home: Path, rows: int) -> None:
    """Write a project whose only source is a CSV of made-up observations."""
    for folder in ("catalogue", "divisions"):
        shutil.copytree(project.data() / folder, home / "data" / folder)
    for folder in ("raw", "sources"):
        (home / "data" / folder).mkdir()
    places = [(code, name_of(code)) for code in [*codes("province"), *codes("county")]]
    counted = [item for item in indicators.indicators().values() if item.kind != "rate" and item.unit != "是否"]
    periods = [f"{year}-{month:02}" for year in range(1900, 2100) for month in range(1, 12)]
    keys = islice(product(periods, places, counted), rows)
    lines = (
        f"{code},{name},{item.id},{period},{3 if item.id in consistency.TYPES else 1},{item.unit},made_up,final,"
        f"row {n},\n"
        for n, (period, (code, name), item) in enumerate(keys)
    )
    raw = home / "data" / "raw" / "big.csv"
    raw.write_text(HEADER + "".join(lines), encoding="utf-8")
    (home / "data" / "sources" / "big.yaml").write_text(SIDECAR.format(hash=sha256_of(raw)), encoding="utf-8")


def write_table(path: Path) -> None:
    """Write a table of 3,000 rows × 40 columns of made-up county figures, a month a column."""
    counties = [name_of(code) for code in codes("county")]
    months = [f"{2019 + n // 12}年{n % 12 + 1}月" for n in range(40)]
    blocks = []
    for block in range(3000 // len(counties) + 1):
        head = f"{1950 + block}组 有效发明专利（件）\n县（区）," + ",".join(months) + "\n"
        blocks.append(head + "".join(f"{name}," + ",".join(map(str, range(40))) + "\n" for name in counties))
    path.write_text("\n".join(blocks), encoding="utf-8")


def timed(arguments: list[str], home: Path | None = None) -> tuple[float, float]:
    """Return seconds and peak MiB of a command."""
    environment = os.environ | ({"IPANALYTICS_HOME": str(home)} if home else {})
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "ipanalytics.cli.main", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return time.perf_counter() - start, peak / 1024


def main() -> None:
    """Run all and print a line each; sizes rise, so the peak so far is that of the last run."""
    base, _ = timed(["--version"])
    print(f"start-up {base:.2f} s")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "table.csv")
        write_table(table)
        seconds, peak = timed(["read", str(table)])
        print(f"county tables, 3,000 rows x 40 columns: {seconds - base:.1f} s, {peak:.0f} MiB")  # noqa: T201
    if samples := os.environ.get("IPANALYTICS_SAMPLES"):
        files = sorted(str(path) for path in Path(samples).iterdir())
        print(f"{len(files)} sample files: {timed(['read', *files])[0] - base:.2f} s")  # noqa: T201
    for rows in [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            write_observations(Path(folder), rows)
            seconds, peak = timed(["clean"], Path(folder))
            print(f"clean, {rows:,} rows: {seconds - base:.1f} s, {peak:.0f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
