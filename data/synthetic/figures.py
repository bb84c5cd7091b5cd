"""The figures of the synthetic year: what the twelve units reach, month by month, from one seed.

Year-end stocks are set so that the units add up to the published province and agree with what cities published;
everything between two year ends is drawn. Nothing here is a fact.
"""

import random
from functools import lru_cache
from itertools import accumulate

SEED = 20220138
UNITS = ["610100", "610200", "610300", "610400", "610500", "610600", "610700", "610800", "610900", "611000"]
UNITS += ["610403", "610581"]
Series = dict[str, list[int]]

# Stocks at the ends of 2021 and 2022. 西安's of 2021 are published, 67,379 and 82,069 are the province's.
INVENTIONS = {
    "610100": (60608, 73738), "610200": (142, 158), "610300": (1610, 1968), "610400": (1596, 1985),
    "610500": (812, 1011), "610600": (268, 322), "610700": (716, 884), "610800": (498, 668),
    "610900": (236, 287), "611000": (143, 141), "610403": (642, 776), "610581": (108, 131),
}  # fmt: skip
HIGH_VALUE = {
    "610100": (23713, 25190), "610200": (41, 44), "610300": (486, 541), "610400": (462, 520),
    "610500": (226, 251), "610600": (78, 85), "610700": (214, 238), "610800": (139, 164),
    "610900": (62, 69), "611000": (37, 39), "610403": (210, 236), "610581": (32, 36),
}  # fmt: skip
# Share of a year's growth that is there at the end of each month.
EVEN = [0.07, 0.12, 0.21, 0.29, 0.37, 0.46, 0.54, 0.62, 0.71, 0.79, 0.89, 1.0]
LATE = [0.05, 0.085, 0.15, 0.22, 0.29, 0.37, 0.44, 0.51, 0.59, 0.70, 0.84, 1.0]
FLAT = [0.0, 0.0, 0.0, 0.06, 0.12, 0.25, 0.38, 0.5, 0.62, 0.75, 0.88, 1.0]
FALLING = [0.5, 1.0, 2.5, 2.5, 3.0, 3.0, 2.5, 2.5, 2.0, 2.0, 1.5, 1.0]
# 铜川 stands still in spring, 商洛 loses patents before it wins some back.
SHAPES = {"610200": FLAT, "611000": FALLING}

PLACES_BEFORE = dict(zip(UNITS, [9, 2, 4, 4, 3, 3, 2, 2, 1, 1, 1, 1], strict=True))
# Unit: months in which a demonstration place was added, or (below 0) lost.
PLACES = {
    "610100": [3, 5, 10], "610300": [4], "610400": [7], "610500": [11], "610600": [-7, -7], "610700": [10],
    "610800": [8], "610900": [9], "610403": [12],
}  # fmt: skip

# Of flows: what each unit reaches in the year before and in the year.
SMES = {
    "610100": (684, 787), "610200": (21, 19), "610300": (92, 103), "610400": (101, 112), "610500": (66, 75),
    "610600": (41, 44), "610700": (58, 66), "610800": (74, 87), "610900": (39, 41), "611000": (22, 27),
    "610403": (30, 33), "610581": (12, 16),
}  # fmt: skip
ADOPTERS = {
    "610100": (53, 60), "610200": (2, 2), "610300": (17, 19), "610400": (16, 18), "610500": (11, 13), "610600": (6, 7),
    "610700": (10, 11), "610800": (9, 10), "610900": (7, 8), "611000": (3, 4), "610403": (3, 4), "610581": (2, 2),
}  # fmt: skip
MARK_USERS = {
    "610100": (3, 3), "610200": (1, 1), "610300": (4, 4), "610400": (5, 6), "610500": (6, 7), "610600": (4, 5),
    "610700": (5, 6), "610800": (7, 8), "610900": (5, 5), "611000": (3, 4), "610403": (0, 0), "610581": (2, 3),
}  # fmt: skip
# 万元 a small firm, on average.
LOAN = dict(zip(UNITS, [536, 310, 458, 441, 402, 377, 365, 620, 298, 287, 512, 466], strict=True))
SMES_PROFILES = (
    [0.055, 0.085, 0.20, 0.28, 0.36, 0.46, 0.53, 0.60, 0.69, 0.77, 0.87, 1.0],
    [0.052, 0.080, 0.186, 0.262, 0.338, 0.436, 0.505, 0.575, 0.661, 0.745, 0.858, 1.0],
)
ADOPTERS_PROFILES = (
    [0.03, 0.05, 0.12, 0.20, 0.29, 0.40, 0.48, 0.57, 0.66, 0.74, 0.88, 1.0],
    [0.02, 0.04, 0.10, 0.17, 0.26, 0.37, 0.45, 0.53, 0.62, 0.71, 0.87, 1.0],
)

# Month: units that were recognised in a batch of that month, each once.
Batches = dict[int, list[str]]
ADVANTAGE: tuple[Batches, Batches] = (
    {8: ["610100"] * 4 + ["610300", "610400", "610700"], 11: ["610100"] * 5 + ["610300", "610400", "610500", "610800"]},
    {
        7: ["610100"] * 5 + ["610300"] * 2 + ["610400", "610500", "610700", "610800", "610403"],
        11: ["610100"] * 4 + ["610300", "610400", "610400", "610500", "610700", "610800", "610900"],
    },
)
DEMONSTRATION: tuple[Batches, Batches] = (
    {8: ["610100"] * 3 + ["610300"], 11: ["610100"] * 2 + ["610400", "610800"]},
    {3: ["610100", "610300"], 7: ["610100"] * 3 + ["610400", "610500", "610800"], 11: ["610100", "610700", "610900"]},
)
NAVIGATION: tuple[Batches, Batches] = (
    {
        4: ["610100"] * 2,
        8: ["610100", "610300", "610400", "610700"],
        11: ["610100"] * 3 + ["610300", "610500", "610800"],
    },
    {
        2: ["610100"],
        5: ["610300", "610100"],
        8: ["610100", "610400", "610500", "610800", "610403"],
        10: ["610100", "610300"],
        11: ["610100", "610400", "610500", "610700", "610800"],
        12: ["610100", "610300", "610600"],
    },
)
GI_NEW: tuple[Batches, Batches] = (
    {4: ["610300"], 6: ["610900"], 9: ["611000"]},
    {5: ["610500"], 7: ["610700"], 10: ["610800"], 11: ["610600"]},
)


@lru_cache
def stocks() -> dict[str, Series]:
    """Return 13 month-end stocks, from December to December, by indicator and unit."""
    draw = random.Random(SEED)
    return {
        "inventions_in_force": {u: _between(*INVENTIONS[u], SHAPES.get(u, EVEN), draw) for u in UNITS},
        "high_value_inventions": {unit: _between(*HIGH_VALUE[unit], LATE, draw) for unit in UNITS},
        "demonstration_places": {unit: _stepped(PLACES_BEFORE[unit], PLACES.get(unit, [])) for unit in UNITS},
    }


def _between(first: int, last: int, profile: list[float], draw: random.Random) -> list[int]:
    """Lead from one year's end to the next."""
    shares = [share + 0.02 * (draw.random() - 0.5) * (0 < share < 1) for share in profile]
    path = [round(first + (last - first) * share) for share in shares]
    return [first, *(path if last < first else accumulate(path, max))]


def _stepped(first: int, months: list[int]) -> list[int]:
    changes = [sum((month > 0) - (month < 0) for month in months if abs(month) == n) for n in range(13)]
    return list(accumulate(changes, initial=first))[1:]


@lru_cache
def flows(year: int) -> dict[str, Series]:
    """Return the twelve cumulated figures of 2021 or 2022 by indicator and unit; amounts in 0.1万元."""
    n = year - 2021
    draw = random.Random(SEED + year)
    smes = {unit: _cumulated(SMES[unit][n], SMES_PROFILES[n], draw) for unit in UNITS}
    if not n:
        smes["610581"][:3] = [0, 0, 0]
    return {
        "pledge_smes": smes,
        "pledge_amount": {unit: _amounts(smes[unit], LOAN[unit], draw) for unit in UNITS},
        "advantage_enterprises_new": _batched(ADVANTAGE[n]),
        "demonstration_enterprises_new": _batched(DEMONSTRATION[n]),
        "standard_adopters_new": {u: _cumulated(ADOPTERS[u][n], ADOPTERS_PROFILES[n], draw) for u in UNITS},
        "navigation_projects": _batched(NAVIGATION[n]),
        "gi_new": _batched(GI_NEW[n]),
        "gi_mark_users_new": {u: _cumulated(MARK_USERS[u][n], EVEN, draw) for u in UNITS},
    }


def _cumulated(total: int, profile: list[float], draw: random.Random) -> list[int]:
    shares = [share + 0.012 * (draw.random() - 0.5) * (1 - share) for share in profile]
    return list(accumulate((max(0, round(total * share)) for share in shares), max))


def _amounts(firms: list[int], loan: int, draw: random.Random) -> list[int]:
    """Return the sums lent to firms, in 0.1万元: what each month's firms got, drawn around the average loan."""
    months = [after - before for before, after in zip([0, *firms], firms, strict=False)]
    return list(accumulate(round(n * loan * 10 * (0.85 + 0.3 * draw.random())) for n in months))


def _batched(batches: Batches) -> Series:
    return {unit: [_until(batches, month, unit) for month in range(1, 13)] for unit in UNITS}


def _until(batches: Batches, month: int, unit: str) -> int:
    return sum(units.count(unit) for at, units in batches.items() if at <= month)


def province(series: Series) -> list[int]:
    """Return the sums over the units."""
    return [sum(values) for values in zip(*(series[unit] for unit in UNITS), strict=True)]
