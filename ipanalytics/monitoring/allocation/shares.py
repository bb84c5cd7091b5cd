"""Which targets a place is judged by: its own, its share of the province's, or the province's as a line.

Shares and lines are not official and are marked so wherever they are shown. Of a count that is too small to be
shared out a place has only the count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.core import periods
from ipanalytics.monitoring.series import DataPoint, Key, SeriesBook, members_of, population_of, stock, year_to_date
from ipanalytics.monitoring.targets import WEIGHTS, Target

REGIONAL = ("growth", "direction", "benchmark")
# Of a count that comes to less for each place, no share is dealt out.
LEAST_EACH = 2


@dataclass(frozen=True)
class AssignedTarget:
    """A target as a place has it: its value, its scope (own, reference, share, count), what the value was made from."""

    area: str
    target: Target
    value: float | None
    scope: str = "own"
    members: tuple[str, ...] = ()
    used: tuple[Key, ...] = ()
    method: str = ""
    obstacle: str = ""


@dataclass(frozen=True)
class Allocation:
    """A count's shares by place, the keys of the weights, and the weight in words."""

    shares: Mapping[str, float]
    used: tuple[Key, ...]
    method: str


def largest_remainder(total: float, weights: Mapping[str, float]) -> dict[str, float]:
    """Share a number out in steps of its last decimal place, so that the shares add up exactly.

    Hamilton's method: everyone gets the whole steps of the exact share, the steps that are left go
    to the largest remainders, ties to the lower code.

    Examples
    --------
    >>> largest_remainder(10, {"610100": 5, "610200": 3, "610300": 3})
    {'610100': 4.0, '610200': 3.0, '610300': 3.0}
    """
    step = Decimal(1).scaleb(min(0, int(Decimal(str(total)).normalize().as_tuple().exponent)))
    steps = int(Decimal(str(total)) / step)
    whole = sum(Fraction(weight) for weight in weights.values())
    exact = {code: steps * Fraction(weight) / whole for code, weight in weights.items()}
    given = {code: floor(part) for code, part in exact.items()}
    left = sorted(exact, key=lambda code: (given[code] - exact[code], code))[: steps - sum(given.values())]
    return {code: float(step * (count + (code in left))) for code, count in given.items()}


def assign(targets: list[Target], book: SeriesBook) -> list[AssignedTarget]:
    """Return every place's targets: the province's in the order given, then regions and units."""
    own = {(target.area, target.indicator) for target in targets}
    every = [AssignedTarget(target.area, target, target.value, members=members_asked(target)) for target in targets]
    for target in targets:
        if target.area == places.province() and target.kind != "milestone":
            every += [assigned for assigned in _inherited(target, book) if (assigned.area, target.indicator) not in own]
    order = {target.id: number for number, target in enumerate(targets)}
    ranks = {code: number for number, code in enumerate([places.province(), *_below()])}
    return sorted(every, key=lambda a: (ranks.get(a.area, len(ranks)), a.area, order[a.target.id]))


def _below() -> list[str]:
    return [*places.codes("region"), *places.codes("unit")]


def members_asked(target: Target) -> tuple[str, ...]:
    """Return the places that a target is asked of, by default all units inside its area."""
    return target.members or tuple(hierarchy.members(target.area))


def _inherited(target: Target, book: SeriesBook) -> Iterator[AssignedTarget]:
    """Yield what regions and units have of one of the province's targets."""
    below = _below()
    if target.kind == "coverage":
        members = members_asked(target)
        parts = {area: set(members_of(area) or [area]) for area in below}
        inside = {area: tuple(code for code in members if code in part) for area, part in parts.items()}
        yield from (AssignedTarget(area, target, None, "reference", codes) for area, codes in inside.items() if codes)
    elif target.kind in REGIONAL or indicators.indicator(target.indicator).kind == "rate":
        yield from (AssignedTarget(area, target, target.value, "reference") for area in below)
    else:
        yield from _counted(target, book)


def _counted(target: Target, book: SeriesBook) -> Iterator[AssignedTarget]:
    """Yield what regions and units have of a count: a share, or the bare count where it is too small to share out.

    Where the units have shares, a region's is their sum; else the regions share by their own number.
    """
    units = {code: (code,) for code in members_asked(target) if places.level_of(code) == "unit"}
    inside = {region: tuple(code for code in members_of(region) if code in units) for region in places.codes("region")}
    regions = {region: codes for region, codes in inside.items() if codes}
    sharing = next((level for level in (units, regions) if _is_enough(target, level)), {})
    allocation = allocate(target, book, sharing) if sharing else None
    shared = regions | units if sharing == units else sharing
    for area, codes in (regions | units).items():
        if area not in shared:
            yield AssignedTarget(area, target, None, "count")
        elif allocation is None:
            yield AssignedTarget(area, target, None, "share", obstacle="no_weight")
        elif value := allocation.shares.get(area, sum(allocation.shares.get(code, 0.0) for code in codes)):
            method = f"{allocation.method} of {target.value:g}"
            yield AssignedTarget(area, target, round(value, 9), "share", (), allocation.used, method)


def _is_enough(target: Target, places_: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a count comes to two for each of some places; below that a share says nothing of a place."""
    return bool(places_) and (target.value or 0) >= LEAST_EACH * len(places_)


def allocate(target: Target, book: SeriesBook, among: Mapping[str, tuple[str, ...]]) -> Allocation | None:
    """Return a count's shares among places by the population or baseline of the units inside each.

    None where a unit's weight isn't known.
    """
    codes = [code for inside in among.values() for code in inside]
    by = target.allocate or WEIGHTS[0]
    weights = people_before(book, codes, target.year) if by == WEIGHTS[0] else baselines(book, codes, target)
    if len(weights) < len(codes):
        return None
    parts = {area: sum(weights[code].value for code in inside) for area, inside in among.items()}
    if not sum(parts.values()):
        return None
    used = tuple(key for point in weights.values() for key in point.used)
    method = f"share by {by} {next(iter(weights.values())).period}"
    return Allocation(largest_remainder(target.value or 0, parts), used, method)


def people_before(book: SeriesBook, codes: list[str], year: int) -> dict[str, DataPoint]:
    """Return the units' populations of that year before the target's which most of them have, the latest of such."""
    years = sorted({each for _, _, each in book.denominators if each < year}, reverse=True)
    known = [{code: point for code in codes if (point := population_of(book, code, each))} for each in years]
    return max(known, key=len, default={})


def baselines(book: SeriesBook, codes: list[str], target: Target) -> dict[str, DataPoint]:
    """Return what units had before the target's year, as far as it's known: a stock's last figure, a flow's year."""
    before = {code: _last_year(book, code, target) for code in codes}
    return {code: point for code, point in before.items() if point is not None}


def _last_year(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    if indicators.indicator(target.indicator).kind == "flow":
        return year_to_date(book, area, target.indicator, target.year - 1).get(date(target.year - 1, 12, 31))
    return baseline(book, area, target)


def baseline(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Return b: the value at `baseline_period`, by default the last one before the window, of the year before it."""
    if target.baseline_period:
        series = stock(book, area, target.indicator, named=target.baseline_period)
        return series.get(periods.parse(target.baseline_period).end)
    before = {end: point for end, point in stock(book, area, target.indicator).items() if end < target.start}
    last = max(before, default=date.min)
    return before[last] if last.year == target.year - 1 else None
