"""Show how time, memory and disk grow up to a whole nation: python benchmarks/nation.py [--all].

Makes a temporary home with a simulated nation: the 31 provinces, 333 cities and 2,844 counties, named by numbers, with
made-up figures of status synthetic; no map of the nation. Its report has an opening, two charts of the place's own
figures, its place among its neighbours and the tables that every page has. Of 16, 123 and, with --all, all 3,208
places it renders a page, and prints seconds, peak memory (summed PSS of all processes) and what the pages take on disk.
Without --all the whole is computed from the two samples and marked so.
"""

import csv
import os
import random
import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import nbformat
import yaml
from rendering import timed

from ipanalytics.core import project

CITIES, COUNTIES = 333, 2844
SAMPLES = (16, 123)
SEED = 20221231
YEARS = [str(year) for year in range(2013, 2023)]
QUARTERS = ["2021", "2022-03", "2022-06", "2022-09", "2022"]
HEADER = ["area", "area_name", "indicator", "period", "value", "unit", "source", "status", "cell", "note"]
SOURCE = "simulated_nation"
PARAMETERS = 'area: str = "610000"\nas_of: str = ""\nreal_only: bool = False'
CELLS = [
    "from ipanalytics.catalogue import hierarchy, places\n"
    "from ipanalytics.ingestion import pipeline\n"
    "from ipanalytics.observations.table import newest_day, select\n"
    "from ipanalytics.report import formatting\n"
    "from ipanalytics.report.charts import bars, time_series\n"
    "from ipanalytics.report.exhibits import Opening, Section\n"
    "from ipanalytics.report.sections.appendix import listing\n"
    "table, every = pipeline.load(), pipeline.load_every()\n"
    "own, name = select(table, area=area), formatting.place(area)",
    'Opening(f"{name}模拟报告", "演示数据", f"{name}的{len(own)}个数都是编造的。", (), True, as_of=newest_day(own))',
    'Section("各期数字", (time_series.draw_dated(table, area, "trademarks_in_force"), '
    'time_series.draw_dated(table, area, "inventions_in_force")))',
    'above = hierarchy.ancestors(area)[0]\nknown = places.table()\n'
    'near = known.index[known["parent"] == above]\n'
    'Section("相邻地区", (bars.draw_ordered(table, "trademarks_in_force", "2022", list(near), area),))',
    "listing.list_published(table, every, area)",
    "listing.list_sources(table, every, area)",
]  # fmt: skip
CLEAN = "from ipanalytics.ingestion import pipeline; pipeline.load_every(); pipeline.load()"
RENDER = """
import os, sys
from pathlib import Path
from ipanalytics.batch import LIMITS
from ipanalytics.batch.plan import Job
from ipanalytics.batch.workers import local
out, *areas = sys.argv[1:]
out = Path(out)
out.mkdir()
jobs = [Job(area, "nation.ipynb", {"area": area}) for area in areas]
pool = local.ReportPool(local.warm_for(jobs), LIMITS, footer="ipanalytics")
outcomes = list(local.run(jobs, out, workers=os.cpu_count() or 1, pool=pool))
pool.close()
faults = [f"{outcome.area}: {outcome.error}" for outcome in outcomes if outcome.error]
sys.exit("\\n".join(faults[:5]) or 0)
"""


def simulate(home: Path) -> list[str]:
    """Copy the project and add a nation to it; return the codes of all its places."""
    for folder in ("data", "maps", "notebooks"):
        shutil.copytree(project.home() / folder, home / folder)
    with (home / "data" / "divisions" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    provinces = [row["code"] for row in known if row["levels"] == "province" and row["parent"] == "100000"]
    provinces = [code for code in provinces if code[:2] not in ("71", "81", "82")]
    cities = {f"{provinces[n % len(provinces)]}c{n:03}": provinces[n % len(provinces)] for n in range(CITIES)}
    upper = list(cities)
    counties = {f"{upper[n % CITIES]}d{n:04}": upper[n % CITIES] for n in range(COUNTIES)}
    # Not of the level county: the map of 陕西 has all of those.
    added = [_division(code, "city", parent) for code, parent in cities.items()]
    added += [_division(code, "subprovincial", parent) for code, parent in counties.items()]
    with (home / "data" / "divisions" / "divisions.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(added)
    names = {row["code"]: row["name"] for row in known} | {row[0]: row[2] for row in added}
    _write_figures(home, {code: names[code] for code in [*provinces, *cities, *counties]})
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[parameters, *map(nbformat.v4.new_code_cell, CELLS)])
    notebook.metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(notebook, home / "notebooks" / "nation.ipynb")
    return [*provinces, *cities, *counties]


def _division(code: str, level: str, parent: str) -> list[str]:
    name = f"模拟{'市' if level == 'city' else '县'}{code.upper()}"
    return [code, level, name, name, f"Simulated {code.upper()}", parent, "", "", "", ""]


def _write_figures(home: Path, areas: dict[str, str]) -> None:
    """Write figures of all places, and where they come from."""
    chance = random.Random(SEED)  # noqa: S311
    path = home / "data" / "raw" / "nation.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        into = csv.writer(file, lineterminator="\n")
        into.writerow(HEADER)
        for area, name in areas.items():
            for indicator, periods in {"trademarks_in_force": QUARTERS, "inventions_in_force": YEARS}.items():
                value = chance.randint(200, 20_000)
                for number, period in enumerate(periods):
                    grown = value * (10 + number) // 10
                    into.writerow(
                        [area, name, indicator, period, grown, "件", SOURCE, "synthetic", f"{area} {period}", ""]
                    )
    title = {"publisher": "ipanalytics", "title": "演示数据：模拟的全国", "published": None, "url": None}
    sidecar = {
        "file": path.name, "sha256": sha256(path.read_bytes()).hexdigest(), "transcribed": "2026-11-23",
        "areas": "编造的地区，编造的数。",
        "sources": {SOURCE: {**title, "seen": "generated", "seen_at": None, "licence": None, "note": "编造"}},
    }  # fmt: skip
    text = yaml.safe_dump(sidecar, allow_unicode=True, sort_keys=False)
    (home / "data" / "sources" / "nation.yaml").write_text(text, encoding="utf-8")


def spread(areas: list[str], count: int) -> list[str]:
    """Return so many places, of all levels."""
    return [areas[n * len(areas) // count] for n in range(count)]


def size_of(folder: Path) -> float:
    """Return what a folder's files take, in MiB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def measure(work: Path, areas: list[str]) -> tuple[float, float, float]:
    """Render pages of areas; return seconds, MiB of memory and MiB on disk."""
    out = work / f"pages-{len(areas)}"
    seconds, _, memory = timed([sys.executable, "-c", RENDER, str(out), *areas])
    disk = size_of(out)
    shutil.rmtree(out)
    return seconds, memory, disk


def report(count: int, found: tuple[float, float, float], note: str = "") -> None:
    """Print a line."""
    seconds, memory, disk = found
    told = f"{seconds:8.1f} s, {seconds / count:6.3f} s each, peak {memory:6.0f} MiB, pages {disk:8.1f} MiB"
    print(f"{count:6,} reports {told}{note}", flush=True)  # noqa: T201


def grown(whole: int, found: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Return what the whole would take: the larger sample and what one more report costs; memory as measured."""
    (first, _, small), (last, memory, large) = found
    more = (whole - SAMPLES[1]) / (SAMPLES[1] - SAMPLES[0])
    return last + (last - first) * more, memory, large + (large - small) * more


def main() -> None:
    """Print how time, memory and disk grow."""
    with tempfile.TemporaryDirectory(prefix="nation-") as folder:
        home = Path(folder) / "home"
        areas = simulate(home)
        os.environ[project.CHOSEN] = str(home)
        seconds, _, memory = timed([sys.executable, "-c", CLEAN])
        print(f"reading and cleaning all figures, once: {seconds:.1f} s, peak {memory:.0f} MiB")  # noqa: T201
        found = []
        for count in SAMPLES:
            found.append(measure(Path(folder), spread(areas, count)))
            report(count, found[-1])
        if "--all" in sys.argv[1:]:
            report(len(areas), measure(Path(folder), areas))
        else:
            report(len(areas), grown(len(areas), found), " (extrapolated; --all measures it)")


if __name__ == "__main__":
    main()
