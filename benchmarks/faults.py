"""Inject faults and count what becomes of them: python benchmarks/faults.py [copies]. Writes docs/reliability.md.

- files: copies of the demonstration data's files, each with bytes changed, cut or doubled, in the parts of an Office
  file too, are read. A traceback that reaches the caller, or a process that hangs, would be a fault of ours.
- writing: files are written together while each call to the system fails in turn, as on a full disk.
- bytes: pages are rendered twice, in processes of their own with another seed of Python's hashes.
- network: in how many pages stands an address that a browser would ask for.
"""

import errno
import io
import os
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ipanalytics.core import files, project
from ipanalytics.core.errors import IPAnalyticsError, ReportError
from ipanalytics.ingestion import extract

COPIES, SEED = 60, 20
SUFFIXES = (".xlsx", ".docx", ".csv", ".html")
BEGIN, END = "<!-- faults -->", "<!-- faults end -->"
UNFORESEEN = "doesn't foresee"
CALLS = ("mkdir", "write_bytes", "replace", "unlink")
ASKS = re.compile(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(?:https?:)?//|@import|url\((?!#|"?data:)')
AREAS = ("陕西", "榆林")
OLD, NEW = b"before", b"after" * 100


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few changed, a piece cut out, doubled, or the end missing."""
    at, length = chance.randrange(len(data)), chance.randrange(1, 60)
    kind = chance.randrange(4)
    if kind == 0:
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(changed)
    return (data[:at] + data[at + length :], data[: at + length] + data[at:], data[:at])[kind - 1]


def spoilt_inside(data: bytes, chance: random.Random) -> bytes:
    """Return an Office file with one of its parts spoilt."""
    stream, target = io.BytesIO(), io.BytesIO(data)
    with zipfile.ZipFile(target) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        chosen = chance.choice(before.namelist())
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, spoilt(part, chance) if name == chosen and part else part)
    return stream.getvalue()


def fuzz(copies: int) -> Counter[str]:
    """Count what becomes of spoilt copies of the demonstration data's files."""
    chance, outcomes = random.Random(SEED), Counter[str]()
    sound = sorted(path for path in project.data("synthetic").iterdir() if path.suffix in SUFFIXES)
    with TemporaryDirectory() as folder:
        for number in range(copies):
            for path in sound:
                is_parts = path.suffix in (".xlsx", ".docx") and number % 2
                copy = Path(folder, f"{number}-{path.name}")
                copy.write_bytes((spoilt_inside if is_parts else spoilt)(path.read_bytes(), chance))
                outcomes[fate(copy)] += 1
                copy.unlink()
    return outcomes


def fate(path: Path) -> str:
    """Read a file; say what became of it."""
    try:
        extract.extract_confined(path, source="fault", status="synthetic")
    except IPAnalyticsError as fault:
        return "unforeseen" if UNFORESEEN in str(fault) else "refused"
    except Exception as fault:  # noqa: BLE001
        print(f"{path}: {fault!r}")  # noqa: T201
        return "escaped"
    return "read"


@contextmanager
def failing(call: str, number: int) -> Iterator[None]:
    """Let a call to the system fail, the first, second … time that it's made."""
    made, true = 0, getattr(Path, call)

    def instead(path: Path, *given: object, **named: object) -> object:
        nonlocal made
        made += 1
        if made == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return true(path, *given, **named)

    setattr(Path, call, instead)
    try:
        yield
    finally:
        setattr(Path, call, true)


def write_faults() -> Counter[str]:
    """Count what three files written together are after each fault: all old, all new, mixed, or cut."""
    outcomes = Counter[str]()
    for call in CALLS:
        for number in (1, 2, 3):
            with TemporaryDirectory() as folder:
                paths = [Path(folder, name) for name in "abc"]
                for path in paths:
                    path.write_bytes(OLD)
                with failing(call, number):
                    try:
                        files.write_together(dict.fromkeys(paths, NEW))
                    except (ReportError, OSError):
                        outcomes["told"] += 1
                held = {path.read_bytes() for path in paths}
                outcomes["cut" if held - {OLD, NEW} else "mixed" if len(held) > 1 else "whole"] += 1
                outcomes["drafts"] += len(list(Path(folder).glob(f"*{files.DRAFT}")))
    return outcomes


def rendered(folder: str, seed: str) -> dict[str, bytes]:
    """Render some pages in a process with a seed of its own; return them by name."""
    command = [sys.executable, "-m", "ipanalytics.cli.main", "render", *AREAS, "--force", "--out", folder]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "IPANALYTICS_HOME": str(project.home())}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in Path(folder).glob("*.html")}


def report(copies: int) -> list[str]:
    """Return the table of what was counted."""
    read, wrote = fuzz(copies), write_faults()
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first, second = rendered(one, "1"), rendered(other, "2")
    same = sum(first[name] == second.get(name) for name in first)
    asking = sum(bool(ASKS.search(page.decode())) for page in first.values())
    whole, faults = sum(read.values()), len(CALLS) * 3
    return [
        "| 注入的故障 injected fault | 次数 times | 结果 outcome |",
        "| --- | ---: | --- |",
        f"| 弄坏的文件 spoilt files (seed {SEED}) | {whole:,} | 点名拒读 refused by name {read['refused']:,}; "
        f"仍能读 still read {read['read']:,}; 未料到而点名 unforeseen, named {read['unforeseen']:,}; "
        f"异常逃出 escaped {read['escaped']:,} |",
        f"| 三个文件一起写，写盘失败 failing writes of three files | {faults} | 半个文件 half-written {wrote['cut']}; "
        f"新旧混杂 old and new {wrote['mixed']}; 留下草稿 drafts left {wrote['drafts']}; 报告 told {wrote['told']} |",
        f"| 两次生成 pages rendered twice | {len(first)} | 逐字节相同 the same byte for byte {same} |",
        f"| 页面里的外部地址 addresses that a page would ask for | {len(first)} | {asking} |",
    ]


def main(copies: int) -> None:
    """Count, and write the report."""
    table, path = report(copies), project.home() / "docs" / "reliability.md"
    text = path.read_text(encoding="utf-8")
    head, tail = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    path.write_text("\n".join([head, "", *table, "", tail]), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COPIES)
