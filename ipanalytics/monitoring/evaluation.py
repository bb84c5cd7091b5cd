"""From the book to what the status rules look at: y, b, c and d of one target at one place, kind by kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ipanalytics.catalogue import indicators
from ipanalytics.core import periods
from ipanalytics.monitoring.allocation import AssignedTarget, baseline
from ipanalytics.monitoring.schedule import elapsed_share
from ipanalytics.monitoring.series import (
    DataPoint,
    Key,
    SeriesBook,
    members_of,
    partial,
    people_of,
    same,
    stock,
    year_to_date,
)
from ipanalytics.monitoring.status_rules import RuleInput
from ipanalytics.monitoring.targets import Target


@dataclass(frozen=True)
class Evaluation:
    """A case, and what a reader wants to know of it: y, b or the earlier value, d, and what they were made from."""

    case: RuleInput
    value: float | None = None
    baseline: float | None = None
    period: str = ""
    day: date | None = None
    used: tuple[Key, ...] = ()
    method: str = ""
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    days_late: int = 0


def evaluate(book: SeriesBook, one: AssignedTarget, as_of: date) -> Evaluation:
    """Return what a place's target is judged by, from figures that end on or before `as_of`."""
    match one.target.kind:
        case "coverage":
            return _coverage(book, one, as_of)
        case "milestone":
            return _milestone(book, one, as_of)
        case _:
            found = _by_figures(book, one)
            late = (min(as_of, one.target.end) - found.day).days if found.day else 0
            return replace(found, days_late=late)


def _by_figures(book: SeriesBook, one: AssignedTarget) -> Evaluation:
    match one.target.kind:
        case "growth":
            return _growth(book, one)
        case "benchmark":
            return _benchmark(book, one)
        case "flow":
            return _flow(book, one)
        case _:
            return _level(book, one)


def _level(book: SeriesBook, one: AssignedTarget) -> Evaluation:
    """Judge a level by T; a direction by b."""
    target = one.target
    amount, base = latest_standing(book, one.area, target), baseline(book, one.area, target)
    is_level = target.kind == "level"
    aim = one.value if is_level else base.value if base else None
    obstacle = one.obstacle or ("" if base else "no_baseline")
    found = _found(one, amount, aim, [base], obstacle=obstacle if amount else "")
    return replace(found, case=replace(found.case, base=base.value if base else None))


def _flow(book: SeriesBook, one: AssignedTarget) -> Evaluation:
    target = one.target
    amount = latest_cumulated(book, one.area, target)
    if amount is None and _has_figures(book, one.area, target):
        return _found(one, None, one.value, [], obstacle="gap")
    return _found(one, amount, one.value, [], obstacle=one.obstacle if amount else "")


def _has_figures(book: SeriesBook, area: str, target: Target) -> bool:
    """Say whether a flow has figures in the window, though none from its start."""
    places = [area, *members_of(area)]
    found = [amount for code in places for amount in book.rows.get((code, target.indicator), [])]
    return any(target.start <= periods.parse(a.period).start and a.end <= target.end for a in found)


def _growth(book: SeriesBook, one: AssignedTarget) -> Evaluation:
    """Judge g = y / (the same period a year before) − 1 by T."""
    target = one.target
    is_flow = indicators.indicator(target.indicator).kind == "flow"
    amount = latest_cumulated(book, one.area, target) if is_flow else latest_standing(book, one.area, target)
    if amount is None:
        return _found(
            one, None, one.value, [], obstacle="gap" if is_flow and _has_figures(book, one.area, target) else ""
        )
    series = year_to_date(book, one.area, target.indicator, target.year - 1) if is_flow else None
    whole = stock(book, one.area, target.indicator) if series is None else series
    earlier = whole.get(year_before(amount))
    if earlier is None or earlier.value <= 0:
        obstacle = "zero_baseline" if earlier else "no_baseline"
        return _found(one, amount, None, [earlier], obstacle=obstacle)
    found = _found(one, amount, one.value, [earlier])
    return replace(found, case=replace(found.case, value=amount.value / earlier.value - 1))


def year_before(amount: DataPoint) -> date:
    """Return the day on which the same period of the year before ends."""
    end = amount.end
    if periods.parse(amount.period).shape == "day" and (end.month, end.day) != (2, 29):
        return end.replace(year=end.year - 1)
    return periods.month_end(end.year - 1, end.month)


def _benchmark(book: SeriesBook, one: AssignedTarget) -> Evaluation:
    """Compare with the same period in the comparator area, the latest that both have."""
    target = one.target
    ours = in_window(stock(book, one.area, target.indicator), target)
    theirs = in_window(stock(book, target.comparator, target.indicator), target)
    if not ours:
        return _found(one, None, None, [])
    if shared := set(ours) & set(theirs):
        other = theirs[max(shared)]
        return _found(one, ours[max(shared)], other.value, [other])
    return _found(one, ours[max(ours)], None, [], obstacle="no_benchmark")


def _coverage(book: SeriesBook, one: AssignedTarget, as_of: date) -> Evaluation:
    target = one.target
    now = {code: _last(book, code, target.indicator, as_of) for code in one.members}
    then = {code: _last(book, code, target.indicator, min(as_of, target.end)) for code in one.members}
    known = [amount for amount in now.values() if amount is not None]
    count, late = float(_done(now)), _done(now) == len(now) and _done(then) < len(then)
    value = count if known else None
    elapsed = elapsed_share(target, as_of)
    case = RuleInput(
        "coverage", value, float(len(now)), elapsed=elapsed, is_due=as_of >= target.end, is_over=as_of > target.end,
        is_late=late,
    )  # fmt: skip
    used = tuple(key for amount in known for key in amount.used)
    unknown = tuple(code for code, amount in now.items() if amount is None)
    flags = ("unknown_members",) if unknown and known else ()
    method = f"{count:g} of {len(now)} members" if known else ""
    period = as_of.isoformat() if known else ""
    return Evaluation(case, value, None, period, as_of, used, method, flags, unknown)


def _last(book: SeriesBook, area: str, indicator: str, day: date) -> DataPoint | None:
    known = {end: a for end, a in stock(book, area, indicator).items() if end <= day}
    return known[max(known)] if known else None


def _done(latest: Mapping[str, DataPoint | None]) -> int:
    return sum(amount is not None and same(amount.value, 1) for amount in latest.values())


def _milestone(book: SeriesBook, one: AssignedTarget, as_of: date) -> Evaluation:
    """Find the day it was done: the first 1 after the last 0."""
    target = one.target
    series = stock(book, one.area, target.indicator)
    ordered = [series[end] for end in sorted(series)]
    undone = [number for number, amount in enumerate(ordered) if not same(amount.value, 1)]
    done = ordered[undone[-1] + 1 :] if undone else ordered
    amount = done[0] if done else ordered[-1] if ordered else None
    day = done[0].end if done else as_of
    value = amount.value if amount else None
    case = RuleInput(
        "milestone", value, 1.0, elapsed=elapsed_share(target, day), is_over=as_of > target.end,
        is_late=bool(done) and day > target.end,
    )  # fmt: skip
    used = amount.used if amount else ()
    return Evaluation(case, value, None, amount.period if amount else "", day, used, amount.method if amount else "")


def in_window(series: Mapping[date, DataPoint], target: Target) -> dict[date, DataPoint]:
    """Keep the figures that end between 1 January of the target's year and its deadline."""
    return {end: amount for end, amount in series.items() if target.start <= end <= target.end}


def latest_standing(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Return the last figure in the window: of a sum the last that all members have, else a partial one."""
    inside = in_window(stock(book, area, target.indicator), target)
    return inside[max(inside)] if inside else _partial_standing(book, area, target)


def _partial_standing(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Sum the members that have a figure; a rate of them is over all people, so it is at least that much."""
    item = indicators.indicator(target.indicator)
    id_ = item.numerator or item.id
    if not indicators.indicator(id_).additive:
        return None
    found = partial({code: in_window(stock(book, code, id_), target) for code in members_of(area)})
    if found is None or not item.numerator:
        return found
    below = people_of(book, area, found.end.year - book.lag)
    if below is None or below.value <= 0:
        return None
    return replace(found, value=found.value / below.value * item.per, used=found.used + below.used)


def latest_cumulated(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Return what a flow came to since the window's start, as far as it is counted; a partial sum at last."""
    inside = in_window(year_to_date(book, area, target.indicator, target.year), target)
    if inside:
        return inside[max(inside)]
    members = members_of(area) if indicators.indicator(target.indicator).additive else []
    parts = {code: in_window(year_to_date(book, code, target.indicator, target.year), target) for code in members}
    return partial(parts)


def _found(
    one: AssignedTarget,
    amount: DataPoint | None,
    aim: float | None,
    others: Iterable[DataPoint | None],
    obstacle: str = "",
) -> Evaluation:
    """Put y and what it is compared with together; `others` are b, c or the earlier value."""
    target, known = one.target, [other for other in others if other is not None]
    base = known[0].value if known and target.kind != "benchmark" else None
    is_lower = target.is_lower_better
    if amount is None:
        case = RuleInput(target.kind, None, aim, is_lower_better=is_lower, obstacle=obstacle)
        return Evaluation(case, baseline=base, used=_keys(known))
    case = RuleInput(
        target.kind, amount.value, aim, elapsed=elapsed_share(target, amount.end), is_lower_better=is_lower,
        is_due=amount.end >= target.end, is_partial=bool(amount.missing), obstacle=obstacle,
    )  # fmt: skip
    flags = tuple(word for word, is_there in _signs([amount, *known]).items() if is_there)
    used = _keys([amount, *known])
    return Evaluation(case, amount.value, base, amount.period, amount.end, used, amount.method, flags, amount.missing)


def _keys(amounts: Iterable[DataPoint]) -> tuple[Key, ...]:
    return tuple(key for amount in amounts for key in amount.used)


def _signs(amounts: list[DataPoint]) -> dict[str, bool]:
    return {
        "conflict": any(amount.is_conflicting for amount in amounts),
        "differs_from_sum": any(amount.differs for amount in amounts),
    }
