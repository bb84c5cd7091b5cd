"""Lists of made-up geographical indications and enterprises, which count up to the bulletins' figures."""

import random
from collections.abc import Iterator
from itertools import chain

from bulletins import NOTE
from figures import ADVANTAGE, DEMONSTRATION, SEED, UNITS, flows
from surveys import counties_of
from writers import Cell, File, Table

from ipanalytics.catalogue.places import name_of

STEMS = "甲乙丙丁戊己庚辛壬癸"
PRODUCT, MARK = "地理标志产品", "地理标志证明商标"
# Products and marks at the end of 2021: as 榆林, 安康, 渭南, 汉中, 咸阳 and 商洛 published theirs, the others made up.
STOCK = dict(
    zip(
        UNITS,
        [(7, 6), (2, 3), (9, 10), (5, 13), (10, 14), (6, 9), (13, 24), (15, 11), (6, 12), (4, 8), (1, 0), (1, 1)],
        strict=True,
    )
)
# What was new in the two years (as GI_NEW has it), and a mark of 21 December, which counts into 2023.
NEW = [
    ("610300", PRODUCT, "2021-04-20"), ("610900", MARK, "2021-06-07"), ("611000", MARK, "2021-09-06"),
    ("610500", PRODUCT, "2022-05-18"), ("610700", MARK, "2022-07-07"), ("610800", MARK, "2022-10-14"),
    ("610600", PRODUCT, "2022-11-29"), ("611000", MARK, "2022-12-21"),
]  # fmt: skip
# Another system's indications, which don't count: named by unit and day.
AGRICULTURAL = [("610300", "2010-03-08"), ("610700", "2014-11-18")]
Row = tuple[Cell, ...]
HEADS: Row = ("序号", "名称", "类型", "市", "县（市、区）", "批准日期", "备注")


def files() -> Iterator[File]:
    """Return the lists of both years' ends, and those of what enterprises became in 2022."""
    yield _indications(2021, "html", "2022-01-25")
    yield _indications(2022, "xlsx", "2023-01-19")
    yield _titled()
    yield _adopters()
    yield _mark_users()


def _indications(year: int, kind: str, published: str) -> File:
    listed = [row for row in _named() if str(row[-1]) <= f"{year}-12-31"]
    rows = [(n, *row, None) for n, row in enumerate(listed, 1)]
    lines = (f"陕西省地理标志名录（截至{year}年12月底）（演示数据）",)
    table = Table(lines, (HEADS, *rows), notes=(NOTE,), name="名录")
    title = f"演示数据：陕西省地理标志名录（截至{year}年12月底）"
    return File(f"gi_list_{year}.{kind}", f"synthetic_gi_list_{year}", title, published, (table,))


def _named() -> list[Row]:
    """Return name, kind, city, county and day of all indications, in order of their days."""
    draw = random.Random(SEED + 7)
    found = [
        (unit, kind, _day(first, span, draw))
        for unit in UNITS
        for kind, count, first, span in ((PRODUCT, STOCK[unit][0], 2003, 17), (MARK, STOCK[unit][1], 2008, 13))
        for _ in range(count - sum(one[:2] == (unit, kind) and one[2] < "2022" for one in NEW))
    ]
    found += [*NEW, *((unit, "农产品地理标志", day) for unit, day in AGRICULTURAL)]
    ordered = sorted(found, key=lambda one: (one[2], one[0]))
    return [(_name(n), kind, *_address(unit, draw), day) for n, (unit, kind, day) in enumerate(ordered)]


def _day(first: int, span: int, draw: random.Random) -> str:
    """Draw a day in as many years from the first; none in December, in which a mark's next year begins."""
    return f"{first + int(span * draw.random())}-{1 + int(11 * draw.random()):02}-{1 + int(28 * draw.random()):02}"


def _name(n: int) -> str:
    """Return a made-up name: 甲甲甲, 甲甲乙 and so on."""
    return f"演示地理标志{''.join(STEMS[int(digit)] for digit in f'{n:03}')}"


def _address(unit: str, draw: random.Random) -> tuple[str, str]:
    """Return city and county as lists print them: 韩城 under 渭南, 杨凌 under 咸阳."""
    if unit == "610581":
        return "渭南市", "韩城市"
    if unit == "610403":
        return "咸阳市", "杨陵区"
    counties = counties_of(unit)
    return name_of(unit), name_of(counties[int(len(counties) * draw.random())])


def _firms(units: list[str], first: int) -> list[Row]:
    """Return number, made-up name and place of enterprises, one a unit named."""
    draw = random.Random(SEED + first)
    places = (name_of(unit) if n % 3 else "".join(_address(unit, draw)) for n, unit in enumerate(units))
    return [(n + 1, f"演示企业{first + n:03}", place) for n, place in enumerate(places)]


def _repeated(counts: dict[str, list[int]]) -> list[str]:
    return [unit for unit in UNITS for _ in range(counts[unit][-1])]


def _titled() -> File:
    kinds = (("优势企业", ADVANTAGE[1], 1), ("示范企业", DEMONSTRATION[1], 101))
    tables = [
        Table(
            (f"2022年陕西省知识产权{kind}名单（演示数据）",),
            (("序号", "企业名称", "所在地"), *_firms(sorted(chain(*batches.values()), key=UNITS.index), first)),
            notes=(NOTE,),
        )
        for kind, batches, first in kinds
    ]
    title = "演示数据：2022年陕西省知识产权优势企业和示范企业名单"
    return File("enterprises_2022.docx", "synthetic_enterprises_2022", title, "2022-12-30", tuple(tables))


def _adopters() -> File:
    """Return the year's list, in which one enterprise stands twice."""
    firms = _firms(_repeated(flows(2022)["standard_adopters_new"]), 201)
    rows = [*firms, (len(firms) + 1, *firms[3][1:])]
    table = Table(
        ("2022年1—12月全省新增贯标企业名单（演示数据）",), (("序号", "企业名称", "所属地区"), *rows), notes=(NOTE,)
    )
    title = "演示数据：2022年新增贯标企业名单"
    return File("standard_adopters_2022.csv", "synthetic_standard_adopters_2022", title, "2023-01-12", (table,))


def _mark_users() -> File:
    rows = _firms(_repeated(flows(2022)["gi_mark_users_new"]), 401)
    lines = ("2022年全省新核准使用地理标志专用标志企业名单（演示数据）",)
    table = Table(lines, (("序号", "企业名称", "地市"), *rows), notes=(NOTE,))
    title = "演示数据：2022年新核准使用地理标志专用标志企业名单"
    return File("gi_mark_users_2022.html", "synthetic_gi_mark_users_2022", title, "2023-01-16", (table,))
