"""Count made-up records of patents with DuckDB and with pandas, side by side: seconds, peak memory, ratio.

python benchmarks/patents.py                    # 10^4, 10^5, 10^6 rows, each way in a process of its own
python benchmarks/patents.py --rows 10000000 --ours-only
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd
from patents_in_pandas import AS_OF, by_pandas

from ipanalytics.records import application_numbers, pipeline

PLACES = [
    f"陕西省{place}"
    for place in (
        *("西安市雁塔区", "西安市碑林区", "宝鸡市渭滨区", "咸阳市杨陵区", "渭南市韩城市", "汉中市汉台区"),
        *("榆林市榆阳区", "延安市宝塔区", "安康市汉滨区", "商洛市商州区", "铜川市王益区"),
    )
] + ["广东省深圳市南山区"]
HOLDERS = ["西安某科技有限公司", "西安交通大学", "中国科学院某研究所", "张三", "某市第一医院", "某某"]


def make(rows: int, path: Path) -> None:
    """Write an export of `rows` records, the same for the same number; one in fifty patents stands in it twice."""
    weights = " + ".join(f"ord(digits[{n + 1}]) * {w}" for n, w in enumerate(application_numbers.WEIGHTS))
    offset = sum(application_numbers.WEIGHTS) * ord("0")
    duckdb.execute(f"""
        COPY (
            WITH made AS (
                SELECT i - CASE WHEN i % 50 = 49 THEN 1 ELSE 0 END AS i, hash(i) % 1000 AS luck FROM range({rows}) t(i)
            ), filed AS (SELECT *, CAST(2004 + i % 19 AS INTEGER) AS year, 1 + i % 3 AS type FROM made
            ), numbers AS (
                SELECT *, CAST(year AS VARCHAR) || type || lpad(CAST(i % 10000000 AS VARCHAR), 7, '0') AS digits
                FROM filed
            ), checked AS (SELECT *, ({weights} - {offset}) % 11 AS rest FROM numbers)
            SELECT digits || '.' || CASE rest WHEN 10 THEN 'X' ELSE CAST(rest AS VARCHAR) END AS 申请号,
                make_date(year, CAST(1 + i % 12 AS INTEGER), CAST(1 + i % 28 AS INTEGER)) AS 申请日,
                CASE WHEN luck < 700 THEN make_date(year, 12, 28) + CAST(luck AS INTEGER) END AS 授权公告日,
                CASE WHEN luck < 100 THEN make_date(year, 12, 28) + CAST(900 + luck AS INTEGER) END AS 失效日,
                CASE WHEN luck < 100 THEN '未缴年费专利权终止' WHEN luck < 700 THEN '有效'
                    WHEN luck < 900 THEN '实质审查' ELSE '撤回' END AS 法律状态,
                {HOLDERS!r}[1 + i % {len(HOLDERS)}] || i % 50000 AS 申请人,
                {PLACES!r}[CAST(1 + hash(i * 7) % {len(PLACES)} AS INTEGER)] || '某路' || i % 400 || '号' AS 地址,
                'H04L12/' || i % 90 AS IPC,
                CASE WHEN luck % 17 = 0 THEN 'US' || (10000000 + i) || 'B2' END AS 同族
            FROM checked) TO '{path}' (HEADER)""")


def ours(path: Path) -> pd.DataFrame:
    """Count as `ipanalytics patents` does."""
    return pipeline.run([path], as_of=AS_OF).observations


def is_same(path: Path) -> bool:
    """Say whether both give the same figures."""
    key = ["area", "indicator", "period"]
    mine, theirs = ours(path).set_index(key)["value"], by_pandas(path).set_index(key)["value"].astype(float)
    return mine.sort_index().equals(theirs.sort_index())


WAYS = {"ours": ours, "pandas": by_pandas, "pandas looking once": partial(by_pandas, each_once=True)}


def main() -> None:
    """Time each way in a process of its own and print a row a size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--ours-only", action="store_true")
    arguments.add_argument("--one", nargs=2, metavar=("WAY", "FILE"))
    given = arguments.parse_args()
    if given.one:
        _measure(*given.one)
        return
    ways = list(WAYS)[: 1 if given.ours_only else None]
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows:
            path = Path(folder, f"{rows}.csv")
            make(rows, path)
            if rows == min(given.rows) and not given.ours_only and not is_same(path):
                sys.exit("the two ways give different figures")
            sys.stdout.write(f"{rows:,} rows: {_compared(path, ways, given.repeats)}\n")
            sys.stdout.flush()
            path.unlink()


def _measure(way: str, file: str) -> None:
    """Print seconds, seconds of processors and peak memory in MiB of one way."""
    start = time.perf_counter()
    WAYS[way](Path(file))
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = [time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
    sys.stdout.write(json.dumps(figures))


def _compared(path: Path, ways: list[str], repeats: int) -> str:
    """Return the medians of runs that take turns, and the ratios."""
    runs: dict[str, list[list[float]]] = {way: [] for way in ways}
    for _ in range(repeats):
        for way in ways:
            command = [sys.executable, __file__, "--one", way, str(path)]
            done = subprocess.run(command, capture_output=True, check=True, text=True)
            runs[way].append(json.loads(done.stdout))
    told = {way: [median(figures) for figures in zip(*measured, strict=True)] for way, measured in runs.items()}
    parts = [f"{way} {s:.2f} s ({cpu:.2f} s of processors) {peak:.0f} MiB" for way, (s, cpu, peak) in told.items()]
    for way in ways[1:]:
        seconds, processors = (told[way][n] / told["ours"][n] for n in (0, 1))
        parts.append(f"{way} takes {seconds:.1f} times as long, {processors:.1f} times of processors")
    return ", ".join(parts)


if __name__ == "__main__":
    main()
