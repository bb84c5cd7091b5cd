"""Made-up exports of patents with planted faults, and by plain Python what they must give."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from ipanalytics.records.application_numbers import check_digit

AS_OF = date(2022, 12, 31)
TYPES = {"1": "invention", "2": "utility_model", "3": "design"}
ADDRESSES = {
    "陕西省西安市雁塔区长安路1号": ("610100", "610113"),
    "陕西省渭南市韩城市金城区": ("610581", "610581"),
    "陕西省咸阳市杨陵区康乐路": ("610403", "610403"),
    "陕西省榆林市榆阳区榆溪大道": ("610800", "610802"),
    "陕西省渭南市富平县": ("610500", "610528"),
}
HOLDERS = {
    "西安某某科技有限公司": "enterprise",
    "西安交通大学": "university",
    "中国科学院某研究所": "institute",
    "王小明": "individual",
}
HEADINGS = [
    "申请号",
    "申请日",
    "授权公告日",
    "失效日",
    "法律状态",
    "当前权利人",
    "地址",
    "海外同族",
    "质押",
    "获奖",
    "战略性新兴产业",
]


@dataclass
class Export:
    """Rows of texts under HEADINGS, the counts that they must give, and the faults by row."""

    rows: list[list[str]] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)


def number(year: int, kind: str, serial: int) -> str:
    """Return a valid application number."""
    digits = f"{year}{kind}{serial:07}"
    return f"{digits}.{check_digit(digits)}"


def make(rows: int, seed: int) -> Export:
    """Return an export of so many rows; about one in twenty has a planted fault."""
    lots, export = random.Random(seed), Export()
    for place in range(rows):
        record = _record(lots, place)
        fault = lots.choice(["", *[""] * 94, "digit", "eaten", "power", "order", "year"])
        if fault:
            export.faults[place + 2] = _spoil(record, fault)
        else:
            _count(export.counts, record)
        export.rows.append([str(record[name] or "") for name in HEADINGS])
    return export


def _record(lots: random.Random, place: int) -> dict:
    year, kind = lots.randint(2006, 2022), lots.choice("1123")
    filed = date(year, 1, 1) + timedelta(days=lots.randint(0, 364))
    fate = lots.choice(["in_force", "in_force", "pending", "lapsed", "withdrawn"])
    granted = filed + timedelta(days=lots.randint(100, 900)) if fate in ("in_force", "lapsed") else None
    ended = granted + timedelta(days=lots.randint(1, 2000)) if fate == "lapsed" else None
    words = {"in_force": "有效", "pending": "实质审查", "lapsed": "未缴年费专利权终止", "withdrawn": "视为撤回"}
    family = lots.choice(["", "", "US10000001B2;CN1A", "US2020123456A1", "EP3000001B1"])
    return {
        "申请号": number(year, kind, place),
        "申请日": filed,
        "授权公告日": granted,
        "失效日": ended,
        "法律状态": words[fate],
        "当前权利人": lots.choice(list(HOLDERS)),
        "地址": lots.choice(list(ADDRESSES)),
        "海外同族": family,
        "质押": lots.choice(["", "", "", "500"]),
        "获奖": lots.choice(["", "", "中国专利优秀奖", "陕西省专利奖"]),
        "战略性新兴产业": lots.choice(["是", "否", ""]),
        "kind": TYPES[kind],
        "fate": fate,
    }


def _spoil(record: dict, fault: str) -> str:
    """Put a fault into a record and return how it is named."""
    digits = record["申请号"].replace(".", "")
    if fault == "digit":
        record["申请号"] = f"{digits[:12]}.{'0' if digits[12] != '0' else '1'}"
        return "the check digit is wrong"
    if fault == "eaten":
        record["申请号"] = digits[:12]
        return "12 digits, the check digit is missing"
    if fault == "power":
        record["申请号"] = f"{float(digits[:12]):.2E}"
        return "a power of ten, as spreadsheets write long numbers; its last digits are lost"
    if fault == "order":
        record["授权公告日"] = record["申请日"] - timedelta(days=1)
        return "granted before it was filed"
    record["申请日"] = date(int(digits[:4]) + 1, 6, 1)
    record["授权公告日"] = record["失效日"] = None
    return "filed after the year of its number"


def _count(counts: Counter, record: dict) -> None:
    """Count one record by the definitions, in the units and counties in which it lies."""
    filed, granted, ended, kind = record["申请日"], record["授权公告日"], record["失效日"], record["kind"]
    term = {"invention": 20, "utility_model": 10, "design": 15}[kind]
    places = {*ADDRESSES[record["地址"]], "610000"}
    for place in places:
        if filed <= AS_OF:
            counts.update([(place, f"{name}_applications", str(filed.year)) for name in ("patent", kind)])
        if granted and granted <= AS_OF:
            counts.update([(place, f"{name}_grants", str(granted.year)) for name in ("patent", kind)])
        is_live = granted and granted <= AS_OF and (ended is None or ended > AS_OF)
        if not is_live or (record["fate"] == "in_force" and _years_later(filed, term) <= AS_OF):
            continue
        counts.update([(place, name, "2022") for name in ("patents_in_force", f"{kind}s_in_force")])
        if kind == "invention":
            met = {
                "strategic": record["战略性新兴产业"] == "是",
                "overseas_family": "B" in record["海外同族"],
                "long_maintained": _years_later(filed, 10) < AS_OF,
                "pledged": record["质押"] == "500",
                "awarded": record["获奖"] == "中国专利优秀奖",
            }
            counts.update([(place, f"high_value_{name}", "2022") for name, is_met in met.items() if is_met])
            counts.update([(place, "high_value_inventions", "2022")] if any(met.values()) else [])


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)
