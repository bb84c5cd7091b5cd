"""The monthly bulletins of 2021-12 to 2022-12, and the cumulated months of 2021."""

from collections.abc import Iterator
from dataclasses import replace

from figures import UNITS, flows, stocks
from writers import Cell, File, Table

from ipanalytics.catalogue import hierarchy
from ipanalytics.catalogue.places import codes, name_of, province

NOTE = "注：演示数据，由种子生成，不是统计数字。"
STOCKS = {
    "inventions_in_force": "有效发明专利",
    "high_value_inventions": "高价值发明专利",
    "demonstration_places": "示范试点城市、园区和县（区）",
}
FLOWS = {
    "pledge_smes": "质押融资惠及中小企业",
    "pledge_amount": "质押融资金额（万元）",
    "advantage_enterprises_new": "新增优势企业",
    "demonstration_enterprises_new": "新增示范企业",
    "standard_adopters_new": "新增贯标单位",
    "navigation_projects": "专利导航项目",
    "gi_new": "新增地理标志",
    "gi_mark_users_new": "新增用标企业",
}
# The columns of figures; 上年同期 and 同比 stand behind the first flow.
AT = {id_: n + 1 + 2 * (n > len(STOCKS)) for n, id_ in enumerate([*STOCKS, *FLOWS])}
YEAR, BEFORE = 2022, 2021
KINDS = {2: "docx", 4: "csv", 5: "html", 7: "docx", 10: "html", 11: "csv"}
WIDE, WITH_COMMAS, SPACED = 2, 3, 9
NOT_SENT, UNKNOWN = "-", "…"
# Spoilt on purpose, as README.md says: of a month of 2022, a place and an indicator, or a place's whole row.
SPOILT: dict[tuple[int, str, str], Cell] = {
    (5, "guanzhong", "inventions_in_force"): 71756,
    (7, "610200", "gi_mark_users_new"): "/",
    (10, "610403", "demonstration_enterprises_new"): UNKNOWN,
    (11, "610900", "pledge_amount"): "未统计",
}
ABSENT = {(6, "610800"): NOT_SENT, (8, "611000"): None, (8, "shaannan"): NOT_SENT}
NOTES = {6: ["榆林市6月数据未报送，下月补报。"], 8: ["商洛市8月数据未报送。"]}
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def files() -> Iterator[File]:
    """Return all bulletins, and the workbook of 2021."""
    yield _bulletin(BEFORE, 12)
    yield from (_bulletin(YEAR, month) for month in range(1, 13))
    title = "演示数据：2021年各月累计"
    yield File("cumulated_2021.xlsx", "synthetic_cumulated_2021", title, "2022-01-28", tuple(_year_before()))


def places() -> Iterator[tuple[str, list[str]]]:
    """Return the places of a bulletin's rows with their units: the province, each region, and below it its units."""
    yield province(), UNITS
    for region in codes("region"):
        yield region, hierarchy.members(region)
        yield from ((unit, [unit]) for unit in hierarchy.members(region))


def _bulletin(year: int, month: int) -> File:
    table = _table(year, month, list(places()), "陕西省知识产权主要指标月报（演示数据）")
    tables = [_spoilt(table, month) if year == YEAR else table]
    if (year, month) == (YEAR, 7):
        tables.append(_sent_later())
    name, after = f"{year}-{month:02}", f"{year + month // 12}-{month % 12 + 1:02}-15"
    return File(
        f"bulletin_{name}.{KINDS.get(month, 'xlsx') if year == YEAR else 'xlsx'}",
        f"synthetic_bulletin_{name}",
        f"演示数据：{year}年{month}月知识产权主要指标月报",
        after,
        tuple(tables),
        encoding="gb18030" if (year, month) == (YEAR, 4) else "utf-8-sig",
    )


def _table(year: int, month: int, rows: list[tuple[str, list[str]]], title: str) -> Table:
    span = f"{year}年1月" if month == 1 else f"{year}年1—{month}月"
    first, *others = FLOWS.values()
    upper = ("地区", "月末数", None, None, first, None, None, *others)
    lower = (None, *STOCKS.values(), "本年累计", "上年同期", "同比增长（%）")
    single = (0, *range(AT["pledge_amount"], len(upper)))
    merges = ((0, 1, 0, 3), (0, 4, 0, 6), *((0, column, 1, column) for column in single))
    told = [_row(year, month, place, units) for place, units in rows]
    return Table((title, f"（{span}）", "单位：件、家、项"), (upper, lower, *told), merges, (NOTE,), f"{month}月")


def _row(year: int, month: int, place: str, units: list[str]) -> tuple[Cell, ...]:
    at = 0 if year == BEFORE else month
    stock = [_sum(stocks()[id_], at, units) for id_ in STOCKS]
    smes, tenths, *rest = [_sum(flows(year)[id_], month - 1, units) for id_ in FLOWS]
    before = _sum(flows(BEFORE)["pledge_smes"], month - 1, units) if year == YEAR else None
    cells = [*stock, smes, *_compared(smes, before), tenths / 10, *rest]
    return (_label(place, month), *(_styled(cell, month) for cell in cells))


def _sum(series: dict[str, list[int]], at: int, units: list[str]) -> int:
    return sum(series[unit][at] for unit in units)


def _compared(value: int, before: int | None) -> list[Cell]:
    """Return 上年同期 and 同比; without a year before the sign for what is unknown, after 0 a dash."""
    if before is None:
        return [UNKNOWN, UNKNOWN]
    return [before, round(100 * (value / before - 1), 1) if before else "—"]


def _label(place: str, month: int) -> str:
    if place == province():
        return "全省合计" if month % 2 else "全省"
    name = name_of(place)
    if not place.isdecimal():
        return f"{name}地区" if month % 2 else f"{name}小计"
    return "　".join(name) if month == SPACED and len(name) == len("西安市") else name


def _styled(cell: Cell, month: int) -> Cell:
    """Write a number as this month's clerk does: in full width, or with thousands' commas."""
    if cell is None or isinstance(cell, str):
        return cell
    return str(cell).translate(FULL_WIDTH) if month == WIDE else f"{cell:,}" if month == WITH_COMMAS else cell


def _spoilt(table: Table, month: int) -> Table:
    """Return a month's table with its missing and wrong cells."""
    heads, rows = table.rows[:2], zip(places(), table.rows[2:], strict=True)
    told = [_spoilt_row(row, month, place) for (place, _), row in rows]
    return replace(table, rows=(*heads, *told), notes=(*table.notes, *NOTES.get(month, ())))


def _spoilt_row(row: tuple[Cell, ...], month: int, place: str) -> tuple[Cell, ...]:
    if (month, place) in ABSENT:
        return (row[0], *[ABSENT[month, place]] * (len(row) - 1))
    wrong = {AT[id_]: cell for (at, where, id_), cell in SPOILT.items() if (at, where) == (month, place)}
    return tuple(wrong.get(column, cell) for column, cell in enumerate(row))


def _sent_later() -> Table:
    """Return what 榆林 sent a month late, and 宝鸡 with one figure other than in June's bulletin."""
    table = _table(YEAR, 6, [("610300", ["610300"]), ("610800", ["610800"])], "补报和更正（演示数据）")
    *heads, changed, late = table.rows
    column = AT["standard_adopters_new"]
    corrected = tuple(cell + 1 if n == column else cell for n, cell in enumerate(changed))
    return replace(table, rows=(*heads, corrected, late))


def _year_before() -> Iterator[Table]:
    """Return for each flow a sheet with the months of 2021 cumulated."""
    months = ["1月", *(f"1—{n}月" for n in range(2, 13))]
    for id_, heading in FLOWS.items():
        divisor = 10 if id_ == "pledge_amount" else 1
        name = heading.removesuffix("（万元）")
        rows = [_months(place, units, flows(BEFORE)[id_], divisor) for place, units in places()]
        unit = {"pledge_amount": "万元", "navigation_projects": "项", "gi_new": "件"}.get(id_, "家")
        lines = (f"{BEFORE}年{name}各月累计（演示数据）", f"单位：{unit}")
        yield Table(lines, (("地区", *months), *rows), notes=(NOTE,), name=name)


def _months(place: str, units: list[str], series: dict[str, list[int]], divisor: int) -> tuple[Cell, ...]:
    sums: list[float] = [_sum(series, n, units) for n in range(12)]
    return (_label(place, 1), *(value / divisor if divisor > 1 else value for value in sums))
