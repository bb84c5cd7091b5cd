"""From series to what the status rules look at: y, b, c and d of one target at one place, kind by kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ipanalytics.catalogue import breaks, indicators
from ipanalytics.core import periods
from ipanalytics.monitoring.allocation.shares import AssignedTarget, baseline
from ipanalytics.monitoring.schedule import elapsed_share
from ipanalytics.monitoring.series import (
    DataPoint,
    Key,
    SeriesBook,
    denominator_of,
    is_same,
    members_of,
    partial_sum,
    stock,
    year_to_date,
)
from ipanalytics.monitoring.status_rules import RuleInput
from ipanalytics.monitoring.targets import Target


@dataclass(frozen=True)
class Evaluation:
    """Inputs of the rules, and what a reader asks for: y, b or the earlier value, d, and what they were made from."""

    inputs: RuleInput
    value: float | None = None
    baseline: float | None = None
    period: str = ""
    day: date | None = None
    used: tuple[Key, ...] = ()
    method: str = ""
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    days_late: int = 0
    base_period: str = ""


def evaluate(book: SeriesBook, assigned: AssignedTarget, as_of: date) -> Evaluation:
    """Return what a place's target is judged by, from figures that end on or before `as_of`."""
    evaluation = _evaluate(book, assigned, as_of)
    is_awaited = evaluation.value is None and _is_awaited(assigned.target, as_of)
    return replace(evaluation, inputs=replace(evaluation.inputs, is_awaited=is_awaited))


def _is_awaited(target: Target, as_of: date) -> bool:
    """Say whether nobody could know a figure yet: it comes once a year, or nothing of the work was due."""
    is_before_work = target.kind == "coverage" and bool(target.profile) and elapsed_share(target, as_of) == 0
    return as_of < target.end and (indicators.indicator(target.indicator).is_yearly or is_before_work)


def _evaluate(book: SeriesBook, assigned: AssignedTarget, as_of: date) -> Evaluation:
    match assigned.target.kind:
        case "coverage":
            return _coverage(book, assigned, as_of)
        case "milestone":
            return _milestone(book, assigned, as_of)
        case "growth":
            evaluation = _growth(book, assigned)
        case "benchmark":
            evaluation = _benchmark(book, assigned)
        case "flow":
            evaluation = _flow(book, assigned)
        case _:
            evaluation = _level(book, assigned)
    late = (min(as_of, assigned.target.end) - evaluation.day).days if evaluation.day else 0
    return replace(evaluation, days_late=late)


def _level(book: SeriesBook, assigned: AssignedTarget) -> Evaluation:
    """Judge a level by T; a direction by b."""
    target = assigned.target
    point, base = latest_stock(book, assigned.area, target), baseline(book, assigned.area, target)
    # Who names a baseline has chosen it, breaks or not.
    is_chosen = bool(target.baseline_period)
    is_broken = point is not None and base is not None and not is_chosen and _is_broken(assigned, base, point)
    base = None if is_broken else base
    aim = assigned.value if target.kind == "level" else base.value if base else None
    obstacle = assigned.obstacle or ("" if base else "scope_break" if is_broken else "no_baseline")
    evaluation = _evaluation(assigned, point, aim, [base], obstacle=obstacle if point else "")
    inputs = replace(evaluation.inputs, base=base.value if base else None)
    return replace(evaluation, inputs=inputs, base_period=base.period if base else "")


def _flow(book: SeriesBook, assigned: AssignedTarget) -> Evaluation:
    target = assigned.target
    point = latest_year_to_date(book, assigned.area, target)
    if point is None and _has_figures(book, assigned.area, target):
        return _evaluation(assigned, None, assigned.value, [], obstacle="gap")
    return _evaluation(assigned, point, assigned.value, [], obstacle=assigned.obstacle if point else "")


def _has_figures(book: SeriesBook, area: str, target: Target) -> bool:
    """Say whether a flow has figures in the window, though none from its start."""
    places = [area, *members_of(area)]
    points = [point for code in places for point in book.rows.get((code, target.indicator), [])]
    return any(target.start <= periods.parse(point.period).start and point.end <= target.end for point in points)


def _growth(book: SeriesBook, assigned: AssignedTarget) -> Evaluation:
    """Judge g = y / (the same period a year before) − 1 by T."""
    target = assigned.target
    is_flow = indicators.indicator(target.indicator).kind == "flow"
    point = latest_year_to_date(book, assigned.area, target) if is_flow else latest_stock(book, assigned.area, target)
    if point is None:
        has_gap = is_flow and _has_figures(book, assigned.area, target)
        return _evaluation(assigned, None, assigned.value, [], obstacle="gap" if has_gap else "")
    if is_flow:
        series = year_to_date(book, assigned.area, target.indicator, target.year - 1)
    else:
        series = stock(book, assigned.area, target.indicator)
    earlier = series.get(year_before(point))
    if earlier is None or earlier.value <= 0:
        obstacle = "zero_baseline" if earlier else "no_baseline"
        return _evaluation(assigned, point, None, [earlier], obstacle=obstacle)
    if _is_broken(assigned, earlier, point):
        return _evaluation(assigned, point, None, [], obstacle="scope_break")
    evaluation = _evaluation(assigned, point, assigned.value, [earlier])
    return replace(evaluation, inputs=replace(evaluation.inputs, value=point.value / earlier.value - 1))


def _is_broken(assigned: AssignedTarget, earlier: DataPoint, later: DataPoint) -> bool:
    """Say whether something was counted in another way before: then nothing says how much it has grown."""
    first, last = str(earlier.end.year), str(later.end.year)
    return not breaks.is_comparable(assigned.target.indicator, first, last, assigned.area)


def year_before(point: DataPoint) -> date:
    """Return the day on which the same period of the year before ends."""
    end = point.end
    if periods.parse(point.period).shape == "day" and (end.month, end.day) != (2, 29):
        return end.replace(year=end.year - 1)
    return periods.month_end(end.year - 1, end.month)


def _benchmark(book: SeriesBook, assigned: AssignedTarget) -> Evaluation:
    """Compare with the same period in the comparator area, the latest that both have."""
    target = assigned.target
    ours = in_window(stock(book, assigned.area, target.indicator), target)
    theirs = in_window(stock(book, target.comparator, target.indicator), target)
    if not ours:
        return _evaluation(assigned, None, None, [])
    if shared := set(ours) & set(theirs):
        other = theirs[max(shared)]
        return _evaluation(assigned, ours[max(shared)], other.value, [other])
    return _evaluation(assigned, ours[max(ours)], None, [], obstacle="no_benchmark")


def _coverage(book: SeriesBook, assigned: AssignedTarget, as_of: date) -> Evaluation:
    target = assigned.target
    now = {code: _last(book, code, target.indicator, as_of) for code in assigned.members}
    at_deadline = {code: _last(book, code, target.indicator, min(as_of, target.end)) for code in assigned.members}
    points = [point for point in now.values() if point is not None]
    count, is_late = float(_done(now)), _done(now) == len(now) and _done(at_deadline) < len(now)
    inputs = RuleInput(
        "coverage", count if points else None, float(len(now)), elapsed=elapsed_share(target, as_of),
        is_due=as_of >= target.end, is_over=as_of > target.end, is_late=is_late,
    )  # fmt: skip
    unknown = tuple(code for code, point in now.items() if point is None)
    if not points:
        return Evaluation(inputs, day=as_of, missing=unknown)
    flags, method = ("unknown_members",) if unknown else (), f"{count:g} of {len(now)} members"
    return Evaluation(inputs, count, None, as_of.isoformat(), as_of, _keys(points), method, flags, unknown)


def _last(book: SeriesBook, area: str, indicator: str, day: date) -> DataPoint | None:
    series = {end: point for end, point in stock(book, area, indicator).items() if end <= day}
    return series[max(series)] if series else None


def _done(latest: Mapping[str, DataPoint | None]) -> int:
    return sum(point is not None and is_same(point.value, 1) for point in latest.values())


def _milestone(book: SeriesBook, assigned: AssignedTarget, as_of: date) -> Evaluation:
    """Find the day it was done: the first 1 after the last 0."""
    target = assigned.target
    series = stock(book, assigned.area, target.indicator)
    ordered = [series[end] for end in sorted(series)]
    undone = [number for number, point in enumerate(ordered) if not is_same(point.value, 1)]
    done = ordered[undone[-1] + 1 :] if undone else ordered
    point = done[0] if done else ordered[-1] if ordered else None
    day = done[0].end if done else as_of
    inputs = RuleInput(
        "milestone", point.value if point else None, 1.0, elapsed=elapsed_share(target, day),
        is_over=as_of > target.end, is_late=bool(done) and day > target.end,
        is_recorded=point is not None and point.end >= target.end,
    )  # fmt: skip
    if point is None:
        return Evaluation(inputs, day=day)
    return Evaluation(inputs, point.value, None, point.period, day, point.used, point.method)


def in_window(series: Mapping[date, DataPoint], target: Target) -> dict[date, DataPoint]:
    """Keep the figures that end between 1 January of the target's year and its deadline."""
    return {end: point for end, point in series.items() if target.start <= end <= target.end}


def latest_stock(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Return the last figure in the window: of a sum the last that all members have, else a partial one."""
    inside = in_window(stock(book, area, target.indicator), target)
    return inside[max(inside)] if inside else _partial_stock(book, area, target)


def _partial_stock(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Sum the members that have a figure; a rate of them is over all people, so it is at least that much."""
    item = indicators.indicator(target.indicator)
    id_ = item.numerator or item.id
    if not indicators.indicator(id_).additive:
        return None
    total = partial_sum({code: in_window(stock(book, code, id_), target) for code in members_of(area)})
    if total is None or not item.numerator:
        return total
    people = denominator_of(book, area, item, total.end)
    if people is None or people.value <= 0:
        return None
    return replace(total, value=total.value / people.value * item.per, used=total.used + people.used)


def latest_year_to_date(book: SeriesBook, area: str, target: Target) -> DataPoint | None:
    """Return what a flow came to since the window's start, as far as it is counted; a partial sum at last."""
    inside = in_window(year_to_date(book, area, target.indicator, target.year), target)
    if inside:
        return inside[max(inside)]
    members = members_of(area) if indicators.indicator(target.indicator).additive else []
    parts = {code: in_window(year_to_date(book, code, target.indicator, target.year), target) for code in members}
    return partial_sum(parts)


def _evaluation(
    assigned: AssignedTarget,
    point: DataPoint | None,
    aim: float | None,
    others: Iterable[DataPoint | None],
    obstacle: str = "",
) -> Evaluation:
    """Put y and what it is compared with together; `others` are b, c or the earlier value."""
    target, compared = assigned.target, [other for other in others if other is not None]
    base = compared[0].value if compared and target.kind != "benchmark" else None
    if point is None:
        inputs = RuleInput(target.kind, None, aim, is_lower_better=target.is_lower_better, obstacle=obstacle)
        return Evaluation(inputs, baseline=base, used=_keys(compared))
    inputs = RuleInput(
        target.kind, point.value, aim, elapsed=elapsed_share(target, point.end),
        is_lower_better=target.is_lower_better, is_due=point.end >= target.end, is_partial=bool(point.missing),
        obstacle=obstacle,
    )  # fmt: skip
    points = [point, *compared]
    signs = {
        "conflict": any(each.is_conflicting for each in points),
        "differs_from_sum": any(each.differs_from_sum for each in points),
    }
    flags = tuple(flag for flag, is_there in signs.items() if is_there)
    return Evaluation(
        inputs, point.value, base, point.period, point.end, _keys(points), point.method, flags, point.missing
    )


def _keys(points: Iterable[DataPoint]) -> tuple[Key, ...]:
    return tuple(key for point in points for key in point.used)
