"""Change the code in small ways and count what the tests notice: python benchmarks/mutants.py [each] [folder].

Needs mutmut (python -m pip install mutmut==3.8.1); what it changes and which tests it runs stands in pyproject.toml.
Of every place a sample is tried, the same for the same code; what stays unnoticed is listed by name, to be shown by
`mutmut show NAME` in the folder. A folder that is kept spares the first round, which takes ten minutes. Writes
docs/reliability.md.
"""

import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from ipanalytics.core import project

PLACES = ("monitoring", "observations.derivation", "ingestion.text", "records")
EACH, SEED = 60, 20
BEGIN, END = "<!-- mutants -->", "<!-- mutants end -->"
KILLED, UNDECIDED = {"killed"}, {"timeout", "suspicious", "skipped", "segfault"}
PARTS = ("ipanalytics", "tests", "data", "maps", "notebooks", "share", "conftest.py", "constraints.txt", "README.md")
LINE = re.compile(r"^\s*(?P<name>\S+__mutmut_\d+): (?P<status>.+)$", re.MULTILINE)


def mutmut(folder: Path, *words: str) -> str:
    """Run mutmut in a copy of the project; return what it prints."""
    command = [sys.executable, "-m", "mutmut", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def laid_out(folder: Path) -> Path:
    """Copy what the tests need, once."""
    for part in (*PARTS, "pyproject.toml"):
        if (source := project.home() / part).is_dir():
            shutil.copytree(source, folder / part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


def statuses(folder: Path) -> dict[str, str]:
    """Return the status of every mutant."""
    told = mutmut(folder, "results", "--all", "true")
    return {found["name"]: found["status"].strip() for found in LINE.finditer(told)}


def sample(names: list[str], each: int) -> list[str]:
    """Draw some mutants of every place."""
    chance, chosen = random.Random(SEED), []
    for place in PLACES:
        there = sorted(name for name in names if name.startswith(f"ipanalytics.{place}."))
        chosen += chance.sample(there, min(each, len(there)))
    return chosen


def report(found: dict[str, str], chosen: list[str]) -> list[str]:
    """Return the table of what the tests noticed, and the names of what they didn't."""
    lines = [
        "| 代码 code | 变异 mutants | 试过 tried | 被测试发现 killed | 超时未定 undecided | % |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for place in (*PLACES, ""):
        mine = f"ipanalytics.{place}." if place else ""
        tried = Counter(found[name] for name in chosen if name.startswith(mine))
        killed, undecided = (sum(tried[status] for status in kind) for kind in (KILLED, UNDECIDED))
        share = f"{killed / tried.total():.1%}".rstrip("%") if tried else "—"
        every = sum(name.startswith(mine) for name in found)
        label = place.replace(".", "/") or "合计 together"
        lines.append(f"| {label} | {every:,} | {tried.total()} | {killed} | {undecided} | {share} |")
    alive = sorted(name for name in chosen if found[name] not in KILLED | UNDECIDED)
    return [*lines, "", f"没有被发现的 survived: {', '.join(f'`{name}`' for name in alive) or '—'}"]


def measure(folder: Path, each: int) -> list[str]:
    """Make all mutants, learn which tests reach which function, try a sample."""
    laid_out(folder)
    mutmut(folder, "run", "--max-children", "1", "ipanalytics.observations.derivation.x__summed__mutmut_1")
    chosen = sample(list(statuses(folder)), each)
    mutmut(folder, "run", "--max-children", "2", *chosen)
    return report(statuses(folder), chosen)


def main(each: int, folder: Path | None) -> None:
    """Count, and write the report."""
    with TemporaryDirectory() as temporary:
        table = measure(folder or Path(temporary), each)
    path = project.home() / "docs" / "reliability.md"
    text = path.read_text(encoding="utf-8")
    head, tail = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    path.write_text("\n".join([head, "", *table, "", tail]), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else EACH, Path(sys.argv[2]) if sys.argv[2:] else None)
