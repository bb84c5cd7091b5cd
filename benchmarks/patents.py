"""Count made-up records of patents with DuckDB and with pandas, side by side: seconds, peak memory, ratio.

python benchmarks/patents.py                    # 10^4, 10^5, 10^6 rows, each way in a process of its own
python benchmarks/patents.py --rows 10000000 --ours-only
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.records import application_numbers, cleaning, holders, pipeline
from ipanalytics.records.counting import counts, high_value
from ipanalytics.records.database import FULL_WIDTH, HALF_WIDTH

AS_OF = date(2022, 12, 31)
NARROW = str.maketrans(f"{FULL_WIDTH}　\xa0", f"{HALF_WIDTH}  ")
NOTHING = ["", "-", "--", "—", "——", "/", "\\N", "NULL", "null", "None", "nan", "NaN", "N/A"]
WRITTEN = ("申请号", "法律状态", "申请人", "地址", "IPC", "同族")
COMPARED = ("法律状态", "申请日", "授权公告日", "失效日", "申请人", "地址")
GROUP = re.compile(r"\((?!\?)")
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


Answered = Callable[..., Any]


def ours(path: Path) -> pd.DataFrame:
    """Count as `ipanalytics patents` does."""
    return pipeline.run([path], as_of=AS_OF).observations


def by_pandas(path: Path, *, each_once: bool = False) -> pd.DataFrame:
    """Do the same by pandas' own operations on columns, no row loop.

    Parameters
    ----------
    each_once
        Look at each distinct name, day and address once, as `records` does, and bring the answers to the rows.
    """
    once = partial(_answered, each_once=each_once)
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=NOTHING)
    texts["row"] = range(2, len(texts) + 2)
    for column in WRITTEN:
        texts[column] = once(texts[column], _tidied)
    table, ledger = _numbered(texts)
    for column in ("申请日", "授权公告日", "失效日"):
        table[column] = once(table[column], partial(pd.to_datetime, errors="coerce"))
        is_no_day = table[column].isna() & texts[column].notna().loc[table.index]
        _note(ledger, table[is_no_day], "not read", f"{column} is no day: " + texts[column])
    wrong = table["申请日"].dt.year.gt(table["year"]) | table["授权公告日"].lt(table["申请日"])
    wrong |= table["失效日"].lt(table["申请日"])
    _note(ledger, table[wrong], "refused", "days contradict: " + table["申请日"].astype(str))
    table = table[~wrong]
    table = table.assign(newest=table["失效日"].fillna(table["授权公告日"]))
    twice = table["number"].duplicated(keep=False)
    _note(ledger, table[twice], "merged", "stands more than once: " + table["number"].map(_differences(table[twice])))
    ordered = table[twice].sort_values(["newest", "row"], na_position="first")
    table = pd.concat([table[~twice], ordered.groupby("number", as_index=False).last()], ignore_index=True)
    _judge(table, ledger, once)
    _place(table, ledger, once)
    _mark(table, ledger, once)
    rows = pd.concat(ledger)
    rows.assign(reason=rows["reason"].str.split(": ").str[0]).groupby(["step", "reason"]).size()
    return _count(table).assign(source=path.name, status="submitted")


def _tidied(texts: pd.Series) -> pd.Series:
    """Return texts in half width, without blanks around them."""
    is_wide = texts.str.contains(f"[{FULL_WIDTH}　\xa0]", na=False)
    return texts.mask(is_wide, texts[is_wide].str.translate(NARROW)).str.strip()


def _differences(rows: pd.DataFrame) -> pd.Series:
    """Word for each number what of its rows differs, where anything does."""
    groups, worded = rows.groupby("number"), pd.Series("", rows["number"].unique())
    for column in COMPARED:
        some = rows[rows["number"].isin((counts := groups[column].nunique()).index[counts > 1])]
        values = some[["number", column]].dropna().drop_duplicates().sort_values(column).astype({column: str})
        listed = values.groupby("number")[column].agg(" / ".join).str[:80]
        worded = worded.add((f"; {column} differs: " + listed).reindex(worded.index, fill_value=""))
    return groups.size().astype(str) + " times" + worded


def _note(ledger: list[pd.DataFrame], rows: pd.DataFrame, step: str, reason: pd.Series) -> None:
    ledger.append(rows[["row", "number"]].assign(step=step, reason=reason.reindex(rows.index)))


def _numbered(texts: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    plain = texts["申请号"].fillna("").str.upper().str.replace(r"^(ZL|CN)|\s", "", regex=True)
    is_number = plain.str.fullmatch(r"\d{12}\.?[0-9X]")
    table = texts[is_number].assign(number=plain[is_number].str.replace(".", "", regex=False))
    value = table["number"].str[:12].astype("int64")
    weights = application_numbers.WEIGHTS
    rest = sum(value // 10 ** (11 - place) % 10 * weight for place, weight in enumerate(weights)) % 11
    table["year"] = value // 10**8
    table["type"] = (value // 10**7 % 10).astype(str).map(application_numbers.TYPES)
    is_right = rest.astype(str).replace("10", "X").eq(table["number"].str[-1]) & table["type"].notna()
    is_right &= table["year"].between(application_numbers.FIRST_LONG, date.today().year)
    refused: list[pd.DataFrame] = []
    _note(refused, texts[~is_number].rename(columns={"申请号": "number"}), "refused", "no number: " + plain)
    _note(refused, table[~is_right], "refused", "wrong check digit: " + table["number"].str[-1])
    return table[is_right].copy(), refused


def _answered(
    texts: pd.Series, answer: Callable[[pd.Series], pd.Series | pd.DataFrame], *, each_once: bool
) -> pd.Series | pd.DataFrame:
    """Return what a function answers to texts, all of them or the distinct ones."""
    if not each_once:
        return answer(texts)
    codes, distinct = pd.factorize(texts, use_na_sentinel=False)
    return answer(pd.Series(distinct)).take(codes).set_axis(texts.index)


def _by_rules(texts: pd.Series, rules: list[tuple[str, str, str]]) -> pd.Series:
    found = pd.Series("unknown", texts.index)
    for pattern, kind, _ in reversed(rules):
        found = found.mask(texts.str.contains(GROUP.sub("(?:", pattern)), kind)
    return found


def _judge(table: pd.DataFrame, ledger: list[pd.DataFrame], once: Answered) -> None:
    day = pd.Timestamp(AS_OF)
    table["said"] = once(table["法律状态"].fillna(""), partial(_by_rules, rules=cleaning.legal_statuses()))
    granted, ended = table["授权公告日"], table["失效日"]
    was_granted, has_ended = table["said"].isin(["in_force", "lapsed", "invalid"]), ended.le(day)
    is_over = table["said"].isin(["lapsed", "invalid"])
    last = {kind: day - pd.DateOffset(years=years) for kind, years in cleaning.YEARS_OF_TERM.items()}
    term = table["申请日"].le(table["type"].map(last))
    unknown = table["said"].eq("unknown") | (was_granted & granted.isna()) | (is_over & granted.le(day) & ended.isna())
    unknown |= table["said"].eq("in_force") & (has_ended | term)
    unknown |= table["said"].eq("pending") & granted.le(day)
    status = table["said"].mask(is_over & ended.gt(day), "in_force").mask(was_granted & granted.gt(day), "pending")
    table["status"] = status.mask(table["申请日"].gt(day), "later").mask(unknown, "unknown")
    _note(ledger, table[unknown], "no status", table["said"] + ": " + table["申请日"].astype(str))


def _kinds(names: pd.Series) -> pd.Series:
    return _by_rules(names.str.extract("^([^;、|]*)", expand=False).str.strip(), holders.rules())


def _starts(texts: pd.Series) -> pd.Series:
    return texts.str.extract(f"({holders.DIVISIONS[1:]})", expand=False).fillna("")


def _place(table: pd.DataFrame, ledger: list[pd.DataFrame], once: Answered) -> None:
    table["holder_kind"] = once(table["申请人"].fillna(""), _kinds)
    start = once(table["地址"].fillna(""), _starts)
    spots = {text: holders._found(text) for text in start.unique()}
    for position, level in enumerate(holders.COLUMNS):
        table[level] = start.map({text: spot[position] for text, spot in spots.items()})
    own = places.province()
    elsewhere = table["area"].ne("") & table["province"].ne(own)
    _note(ledger, table[elsewhere], "outside", "another province: " + table["area"])
    _note(ledger, table[table["unit"].eq("") & ~elsewhere], "not placed", "no known place: " + table["地址"].str[:24])


def _mark(table: pd.DataFrame, ledger: list[pd.DataFrame], once: Answered) -> None:
    live = table["type"].eq("invention") & table["status"].eq("in_force")
    family = table["同族"].str.upper().str.replace("[ /-]", "", regex=True)
    member = family.str.contains("(?:^|[;,、|])(?!CN)[A-Z]{2}[0-9]{4,}[BCE][0-9]?(?:$|[;,、|])", regex=True, na=False)
    strategic = [ipc for scheme, _, ipc, use in high_value.industries() if (scheme, use) == ("strategic", "sourced")]
    lies_in = f"^(?:{'|'.join(strategic)})(?:[^0-9]|$)"
    table["high_value_strategic"] = live & once(table["IPC"].fillna(""), lambda ipc: ipc.str.contains(lies_in))
    table["high_value_overseas_family"] = live & member
    table["high_value_long_maintained"] = live & table["申请日"].lt(pd.Timestamp(AS_OF) - pd.DateOffset(years=10))
    # The exports have no columns of these.
    table["high_value_pledged"] = table["high_value_awarded"] = False
    table["high_value_inventions"] = table[[f"high_value_{kind}" for kind in high_value.KINDS]].any(axis=1)
    unclear = live & ~member & family.notna() & ~family.str.contains("[A-Z]{2}[0-9]+[A-Z]", na=False)
    _note(ledger, table[unclear], "family not judged", "no member has a kind code: " + table["同族"].str[:40])


def _count(table: pd.DataFrame) -> pd.DataFrame:
    """Count every stock and flow at every level, by year and by month of two years, as `counts` does."""
    in_force = table["status"].eq("in_force")
    stocks = {"patents_in_force": in_force} | {
        f"{kind}s_in_force": in_force & table["type"].eq(kind) for kind in cleaning.YEARS_OF_TERM
    }
    stocks |= {name: table[name] for name in table.columns if name.startswith("high_value")}
    day, parts = pd.Timestamp(AS_OF), []
    for level in counts.PLACES:
        inside = table[level].isin(places.table().index) & (
            table[level].ne("") if level != "province" else (table[level].eq(places.province()))
        )
        stood = pd.DataFrame(stocks)[inside].groupby(table.loc[inside, level]).sum()
        long = stood.rename_axis("area").reset_index().melt("area", var_name="indicator")
        parts.append(long.assign(period=str(AS_OF.year)))
        for what, column in (("applications", "申请日"), ("grants", "授权公告日")):
            rows = table[inside & table[column].le(day)]
            months = rows.groupby([level, "type", rows[column].dt.to_period("M")]).size()
            months = months.rename_axis(["area", "indicator", "month"]).reset_index(name="value")
            whole = months.groupby(["area", "month"], as_index=False)["value"].sum().assign(indicator="patent")
            both = pd.concat([months, whole], ignore_index=True)
            both["indicator"] += f"_{what}"
            for period in (both["month"].dt.year.astype(str), both["month"].astype(str)):
                is_recent = both["month"].dt.year.ge(AS_OF.year - 1) | (period.str.len() == 4)
                summed = both[is_recent].assign(period=period).groupby(["area", "indicator", "period"])["value"].sum()
                parts.append(summed.reset_index())
    return pd.concat(parts).drop_duplicates(["area", "indicator", "period"])


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
