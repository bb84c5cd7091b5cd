"""Quarterly trademarks by county, the survey, yes-or-no tables, milestones and a population of the synthetic year."""

import random
from collections.abc import Iterator
from functools import lru_cache

from bulletins import NOT_SENT, NOTE, UNKNOWN
from figures import SEED, UNITS
from writers import Cell, File, Merge, Table

from ipanalytics.catalogue import places

CITIES = [unit for unit in UNITS if unit not in ("610403", "610581")]
# Trademarks in force at the end of 2021, and their growth in 2022.
TRADEMARKS = {
    "610100": (398213, 0.121), "610200": (6874, 0.082), "610300": (34516, 0.097), "610400": (47802, 0.104),
    "610500": (38937, 0.101), "610600": (21385, 0.118), "610700": (29764, 0.109), "610800": (38641, 0.136),
    "610900": (26718, 0.127), "611000": (15907, 0.113), "610403": (6289, 0.146), "610581": (4173, 0.094),
}  # fmt: skip
QUARTERS = ["2021年第四季度", "2022年第一季度", "2022年第二季度", "2022年第三季度", "2022年第四季度"]
GROWN = [0.0, 0.22, 0.49, 0.76, 1.0]
URBAN = 3.0
# Cells without a figure: quarter and county.
ABSENT = {(2, "610730"): UNKNOWN, (3, "610828"): None}
# Unit: satisfaction in 2021 and 2022, industrialisation rate in 2021 and 2022.
SURVEY: dict[str, tuple[Cell, Cell, Cell, Cell]] = {
    "610000": (80.12, 81.66, 38.4, 39.7), "610100": (82.35, 83.41, 41.2, 42.6), "610200": (78.9, 79.84, 33.5, 33.5),
    "610300": (80.77, 81.92, 39.8, 40.9), "610400": (79.68, 81.3, 37.1, 38.2), "610500": (79.05, 81.25, 35.9, 36.4),
    "610600": (80.21, 81.58, 34.7, 35.1), "610700": (80.94, 82.03, 38.8, 38.1), "610800": (79.83, 80.96, 36.2, 37.5),
    "610900": (81.02, 82.11, 35.4, 36.0), "611000": (78.46, UNKNOWN, 32.9, 33.8),
    "610403": (82.1, 83.05, NOT_SENT, 44.3), "610581": (79.51, 81.73, 36.6, 37.2),
}  # fmt: skip
SHARES: tuple[Cell, ...] = (10.83, 11.26, UNKNOWN)
# The month (of 2022, 0: before) from which a city has it; 99 never, None nobody said.
WINDOWS = dict(zip(CITIES, [0, 0, 0, 0, 0, 5, 0, 0, 8, 11], strict=True))
POINTS: dict[str, int | None] = dict(zip(CITIES, [0, None, 0, 4, 6, 8, 5, 10, 99, 12], strict=True))
MOMENTS = {0: "2021年12月底", 3: "2022年3月底", 6: "2022年6月底", 9: "2022年9月底", 12: "2022年12月底"}
# The day of December 2022 on which a unit's report came; the deadline is the 20th.
REPORTED = dict(zip(UNITS, [16, 19, 14, 20, 19, 15, 20, 13, 19, 27, 9, 20], strict=True))
REPORT_DAYS = [10, 15, 20, 27]
# m04 and m19 were never done; 2023 is late.
MILESTONES = {
    1: "2022-02-18", 2: "2022-08-25", 3: "2022-03-10", 5: "2022-09-22", 6: "2022-04-12", 7: "2023-01-13",
    8: "2022-11-08", 9: "2022-10-28", 10: "2022-06-17", 11: "2023-02-24", 12: "2022-07-05", 13: "2022-05-20",
    14: "2022-09-19", 15: "2023-01-08", 16: "2022-03-24", 17: "2022-12-09", 18: "2022-12-28", 20: "2022-08-05",
}  # fmt: skip
HEADER = ("area", "area_name", "indicator", "period", "value", "unit", "source", "status", "cell", "note")


def files() -> Iterator[File]:
    """Return all these files."""
    yield from map(_trademarks, range(len(QUARTERS)))
    yield _survey()
    yield _places()
    yield _reports()
    yield _milestones()
    yield _population()


@lru_cache
def trademarks() -> dict[str, list[int]]:
    """Return the five quarters' ends by county; 杨凌 and 韩城 are units and counties at once."""
    draw = random.Random(SEED + 5)
    found: dict[str, list[int]] = {}
    for unit in UNITS:
        counties = counties_of(unit)
        weights = [(0.5 + draw.random()) * (URBAN if _is_urban(county) else 1) for county in counties]
        ends = [_quarter(unit, n) for n in range(len(QUARTERS))]
        split = [_split(end, weights) for end in ends]
        found |= {county: [parts[n] for parts in split] for n, county in enumerate(counties)}
    return found


def counties_of(unit: str) -> list[str]:
    """Return a unit's counties, or the unit where it is one itself."""
    table = places.table()
    now = table[table["levels"].str.contains("county") & table["valid_to"].eq("")]
    return sorted(now.index[now["parent"] == unit]) or [unit]


def _is_urban(county: str) -> bool:
    return places.name_of(county).endswith("区")


def _quarter(unit: str, n: int) -> int:
    first, growth = TRADEMARKS[unit]
    return round(first * (1 + growth * GROWN[n]))


def _split(total: int, weights: list[float]) -> list[int]:
    """Split a total in whole numbers; the first part takes what rounding leaves."""
    parts = [int(total * weight / sum(weights)) for weight in weights]
    return [parts[0] + total - sum(parts), *parts[1:]]


def _trademarks(n: int) -> File:
    """Return a quarter's table: the province, each unit and below it its counties; no two quarters look alike."""
    rows, merges = (_two_columns if n == 2 else _one_column)(n)  # noqa: PLR2004
    heads: tuple[Cell, ...] = ("市", "县（市、区）", "有效注册商标量") if n == 2 else ("地区", "有效注册商标量")  # noqa: PLR2004
    lines = ("陕西省各市、县（市、区）有效注册商标量（演示数据）", f"（截至{QUARTERS[n]}末）", "单位：件")
    table = Table(lines, (heads, *rows), merges, (NOTE,), "商标")
    kind = {1: "csv", 3: "html"}.get(n, "xlsx")
    name = f"{QUARTERS[n][:4]}-q{(n + 3) % 4 + 1}"
    published = ["2022-01-20", "2022-04-20", "2022-07-20", "2022-10-20", "2023-01-20"][n]
    title = f"演示数据：{QUARTERS[n]}末各县有效注册商标量"
    source = f"synthetic_trademarks_{name}"
    return File(f"trademarks_{name}.{kind}", source, title, published, (table,), encoding="gb18030")


def _figure(county: str, n: int) -> Cell:
    if (n, county) in ABSENT:
        return ABSENT[n, county]
    value = trademarks()[county][n]
    return f"{value:,}" if n == 1 else value


def _total(units: list[str], n: int) -> Cell:
    value = sum(trademarks()[county][n] for unit in units for county in counties_of(unit))
    return f"{value:,}" if n == 1 else value


def _one_column(n: int) -> tuple[list[tuple[Cell, ...]], tuple[Merge, ...]]:
    rows: list[tuple[Cell, ...]] = [("全省", _total(UNITS, n))]
    for unit in UNITS:
        rows.append((places.name_of(unit), _total([unit], n)))
        rows += [(f"　　{places.name_of(c)}", _figure(c, n)) for c in counties_of(unit) if c != unit]
    return rows, ()


def _two_columns(n: int) -> tuple[list[tuple[Cell, ...]], tuple[Merge, ...]]:
    """Return rows with the city in a merged cell beside its counties, its total as 小计 in the first."""
    rows: list[tuple[Cell, ...]] = [("全省合计", None, _total(UNITS, n))]
    merges: list[Merge] = []
    for unit in UNITS:
        first, counties = len(rows) + 1, [county for county in counties_of(unit) if county != unit]
        rows.append((places.name_of(unit), "小计" if counties else None, _total([unit], n)))
        rows += [(None, places.name_of(county), _figure(county, n)) for county in counties]
        merges += [(first, 0, len(rows), 0)] if counties else []
    return rows, tuple(merges)


def _survey() -> File:
    """Return a document with three tables: satisfaction, industrialisation, the patent-intensive industries' share."""
    names = {code: "全省" if code == places.province() else places.name_of(code) for code in SURVEY}
    heads = ("地区", "2021年", "2022年")
    satisfaction = Table(
        ("知识产权保护社会满意度（演示数据）", "单位：分"),
        (heads, *((names[code], *found[:2]) for code, found in SURVEY.items())),
    )
    rates = Table(
        ("有效专利产业化率（演示数据）", "单位：%"),
        (heads, *((names[code], *found[2:]) for code, found in SURVEY.items())),
    )
    lines = ("专利密集型产业增加值占GDP比重（演示数据）", "单位：%")
    share = Table(
        lines, (("地区", "2020年", "2021年", "2022年"), ("全省", *SHARES)), notes=("注：2022年数次年年底公布。", NOTE)
    )
    title = "演示数据：2022年度知识产权保护和运用调查"
    return File("survey_2022.docx", "synthetic_survey_2022", title, "2023-02-28", (satisfaction, rates, share))


def _places() -> File:
    """Return a workbook that says which cities had a window and a service point, at five days."""
    tables = [
        _flags("设区市商标受理窗口设立情况（演示数据）", WINDOWS, "窗口"),
        _flags("设区市知识产权信息公共服务机构设立情况（演示数据）", POINTS, "服务机构"),
    ]
    title = "演示数据：2022年设区市商标受理窗口和信息公共服务机构"
    return File("service_places_2022.xlsx", "synthetic_service_places_2022", title, "2023-01-10", tuple(tables))


def _flags(title: str, since: dict[str, int | None], name: str) -> Table:
    rows = [(places.name_of(city), *(_flag(month, since[city]) for month in MOMENTS)) for city in CITIES]
    return Table((title, "（1为已设立，0为未设立）"), (("地区", *MOMENTS.values()), *rows), notes=(NOTE,), name=name)


def _flag(month: int, since: int | None) -> Cell:
    return UNKNOWN if since is None else int(since <= month)


def _reports() -> File:
    """Return which units had handed in their yearly report, at four days of December."""
    rows = [(places.name_of(unit), *(int(REPORTED[unit] <= day) for day in REPORT_DAYS)) for unit in UNITS]
    heads = ("地区", *(f"2022年12月{day}日" for day in REPORT_DAYS))
    lines = ("各市（区）年度书面报告提交情况（演示数据）", "（1为已提交，0为未提交）")
    table = Table(lines, (heads, *rows), notes=(NOTE,), name="提交情况")
    title = "演示数据：2022年各市（区）年度书面报告提交情况"
    return File("annual_reports_2022.html", "synthetic_annual_reports_2022", title, "2022-12-28", (table,))


def _milestones() -> File:
    """Return the days on which tasks of the guide were done, as a transcription."""
    source = "synthetic_milestones_2022"
    rows = [
        ("610000", "陕西省", f"milestone_m{n:02}", day, 1, "是否", source, "synthetic", f"台账, M{n:02}", "演示数据")
        for n, day in MILESTONES.items()
    ]
    title = "演示数据：2022年度工作指引重点任务台账"
    return File("milestones_2022.csv", source, title, "2023-03-01", (Table((), (HEADER, *rows)),))


def _population() -> File:
    """Return the one population of 2021 that nobody published."""
    rows: tuple[tuple[Cell, ...], ...] = (("地区", "年末常住人口"), ("韩城市", "38.40"))
    lines = ("2021年末常住人口（演示数据）", "单位：万人")
    table = Table(lines, rows, notes=("注：演示数据。韩城市含在渭南市内。",), name="人口")
    return File(
        "population_2021.xlsx", "synthetic_population_2021", "演示数据：2021年末韩城常住人口", "2022-04-01", (table,)
    )
