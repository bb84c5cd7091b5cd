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
from datetime import date
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd

from ipanalytics.records import application_numbers, pipeline

AS_OF = date(2022, 12, 31)
PLACES = [
    f"陕西省{place}"
    for place in (
        *("西安市雁塔区", "西安市碑林区", "宝鸡市渭滨区", "咸阳市杨陵区", "渭南市韩城市", "汉中市汉台区"),
        *("榆林市榆阳区", "延安市宝塔区", "安康市汉滨区", "商洛市商州区", "铜川市王益区"),
    )
] + ["广东省深圳市南山区"]
HOLDERS = ["西安某科技有限公司", "西安交通大学", "中国科学院某研究所", "张三", "某市第一医院", "某某"]


def make(rows: int, path: Path) -> None:
    """Write an export of `rows` records, the same for the same number."""
    weights = " + ".join(f"ord(digits[{n + 1}]) * {w}" for n, w in enumerate(application_numbers.WEIGHTS))
    offset = sum(application_numbers.WEIGHTS) * ord("0")
    duckdb.execute(f"""
        COPY (
            WITH made AS (
                SELECT i, CAST(2004 + i % 19 AS INTEGER) AS year, 1 + i % 3 AS type,
                    hash(i) % 1000 AS luck FROM range({rows}) t(i)
            ), numbers AS (
                SELECT *, CAST(year AS VARCHAR) || type || lpad(CAST(i % 10000000 AS VARCHAR), 7, '0') AS digits
                FROM made
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


def ours(path: Path) -> int:
    """Count as `ipanalytics patents` does."""
    return len(pipeline.run([path], as_of=AS_OF).observations)


def by_pandas(path: Path) -> int:
    """Do the main steps by pandas' own vector operations: check digits, dates, duplicates, places, counts."""
    table = pd.read_csv(path, dtype=str)
    digits = table["申请号"].str.replace(".", "", regex=False)
    total = sum(digits.str[n].astype(int) * weight for n, weight in enumerate(application_numbers.WEIGHTS))
    table = table[(total % 11).astype(str).replace("10", "X").eq(digits.str[-1])].copy()
    for column in ("申请日", "授权公告日", "失效日"):
        table[column] = pd.to_datetime(table[column], format="%Y-%m-%d", errors="coerce")
    table = table.sort_values("授权公告日").drop_duplicates("申请号", keep="last")
    day = pd.Timestamp(AS_OF)
    table["kind"] = table["申请号"].str[4].map({"1": "invention", "2": "utility_model", "3": "design"})
    granted = table["法律状态"].str.contains("有效|终止") & table["授权公告日"].le(day)
    table["in_force"] = granted & ~table["失效日"].le(day)
    table["holder"] = table["申请人"].str.extract("(公司|大学|研究所|医院)", expand=False).fillna("")
    table["unit"] = table["地址"].str.extract("省(.+?市)", expand=False)
    table["county"] = table["地址"].str.extract("市(.+?[区县市])", expand=False)
    table["high"] = table["in_force"] & (
        table["同族"].str.contains("US", na=False) | table["申请日"].lt(day - pd.DateOffset(years=10))
    )
    parts = []
    for place in ("unit", "county"):
        parts.append(table[table["in_force"]].groupby([place, "kind"]).size())
        parts.append(table[table["high"]].groupby(place).size())
        for column in ("申请日", "授权公告日"):
            parts += [table.groupby([place, "kind", table[column].dt.to_period(freq)]).size() for freq in ("Y", "M")]
    return sum(map(len, parts))


def main() -> None:
    """Time each way in a process of its own and print a row a size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--ours-only", action="store_true")
    arguments.add_argument("--one", nargs=2, metavar=("WAY", "FILE"))
    given = arguments.parse_args()
    if given.one:
        start = time.perf_counter()
        {"ours": ours, "pandas": by_pandas}[given.one[0]](Path(given.one[1]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps([time.perf_counter() - start, peak]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows:
            path = Path(folder, f"{rows}.csv")
            make(rows, path)
            found = {way: [] for way in (["ours"] if given.ours_only else ["ours", "pandas"])}
            for _ in range(given.repeats):
                for way, runs in found.items():
                    command = [sys.executable, __file__, "--one", way, str(path)]
                    runs.append(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
            told = {
                way: (median(seconds for seconds, _ in runs), max(peak for _, peak in runs))
                for way, runs in found.items()
            }
            ratio = (
                f", pandas takes {told['pandas'][0] / told['ours'][0]:.1f} times as long" if "pandas" in told else ""
            )
            sys.stdout.write(
                f"{rows:,} rows: "
                + ", ".join(f"{way} {s:.2f} s {peak:.0f} MiB" for way, (s, peak) in told.items())
                + ratio
                + "\n"
            )
            path.unlink()


if __name__ == "__main__":
    main()
