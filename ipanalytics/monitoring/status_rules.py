"""The status of one target at one place: pure rules, the first that applies (docs/methodology.md, 状态)."""

import math
from dataclasses import dataclass, replace

from ipanalytics.monitoring.series import CLOSE
from ipanalytics.monitoring.targets import Thresholds

PACED = ("level", "flow", "coverage")
AT_THE_END = ("direction", "growth", "benchmark")
NEEDS_START = ("flow", "coverage")


@dataclass(frozen=True)
class RuleInput:
    """What the rules look at.

    `value` is y, of growth g; `aim` is T, of direction b, of benchmark c; `base` is b.
    `is_due` says that y reaches the deadline (of coverage: as-of does), `is_over` that as-of lies
    after it. `is_late`: complete, but only after the deadline. `obstacle` is why it can't be
    judged; `is_partial` that y lacks members.
    """

    kind: str
    value: float | None = None
    aim: float | None = None
    base: float | None = None
    elapsed: float = 0.0
    is_lower_better: bool = False
    is_due: bool = False
    is_over: bool = False
    is_late: bool = False
    is_partial: bool = False
    obstacle: str = ""


def at_least(one: float, other: float) -> bool:
    """Say whether a figure reaches another; 1e-9 of them is allowed for rounding in the machine."""
    return one >= other - CLOSE * max(1.0, abs(one), abs(other))


def is_met(case: RuleInput) -> bool:
    """Say whether the value reaches the aim; direction and benchmark have to pass it.

    A sum that lacks members meets what it reaches already, but proves nothing where less is better.
    """
    if case.value is None or case.aim is None or (case.is_partial and case.is_lower_better):
        return False
    if case.kind in ("direction", "benchmark"):
        return not _reaches(case.aim, case.value, case)
    return _reaches(case.value, case.aim, case)


def _reaches(one: float, other: float, case: RuleInput) -> bool:
    return at_least(other, one) if case.is_lower_better else at_least(one, other)


def progress_of(case: RuleInput) -> float | None:
    """Return p: the part of the way that is done; None where there is no way to measure.

    level (y − b) / (T − b), empty when b already meets T; flow y / T; coverage the share with 1.
    """
    if case.value is None or case.aim is None or case.kind not in PACED:
        return None
    if case.kind != "level":
        return case.value / case.aim if case.aim else None
    if case.base is None or _has_fallen_from(case):
        return None
    return (case.value - case.base) / (case.aim - case.base)


def _has_fallen_from(case: RuleInput) -> bool:
    """Say whether the baseline had already met the target."""
    return case.base is not None and case.aim is not None and _reaches(case.base, case.aim, case)


def lag_of(case: RuleInput) -> float | None:
    """Return lag = 100·(e − p) in points."""
    done = progress_of(case)
    return None if done is None else 100 * (case.elapsed - done)


def judge(case: RuleInput, limits: Thresholds) -> tuple[str, str]:
    """Return status and reason, by the first rule that applies."""
    if case.value is None and case.kind != "milestone":
        return "no_data", case.obstacle
    if is_met(case):
        if case.kind in AT_THE_END and not case.is_due:
            return "on_pace", ""
        return ("achieved_late" if case.is_late else "achieved"), ""
    if case.obstacle or case.is_partial:
        return "not_assessable", case.obstacle or "missing_members"
    if case.kind == "milestone":
        return ("overdue" if case.is_over else "pending"), ""
    if case.is_due:
        return "missed", ""
    if case.kind in NEEDS_START and case.value == 0 and case.elapsed > 0:
        return "not_started", ""
    if case.kind == "level" and _has_fallen_from(case):
        return "behind", "fell_back"
    return _by_distance(case, limits), ""


def _by_distance(case: RuleInput, limits: Thresholds) -> str:
    value, aim = case.value or 0.0, case.aim or 0.0
    match case.kind:
        case "benchmark":
            return "behind"
        case "direction":
            return "slightly_behind" if _reaches(value, aim, case) else "behind"
        case "growth":
            short = 100 * (value - aim if case.is_lower_better else aim - value)
            return _graded(short, limits.growth_slightly_behind, limits.growth_behind)
        case _:
            lag = lag_of(case) or 0.0
            return "on_pace" if at_least(0, lag) else _graded(lag, limits.slightly_behind, limits.behind)


def _graded(points: float, slight: float, much: float) -> str:
    return "slightly_behind" if at_least(slight, points) else "behind" if at_least(much, points) else "far_behind"


def of_place(case: RuleInput) -> tuple[str, str]:
    """Return status and reason of a place's own part of a coverage: has it the thing itself."""
    if case.value is None:
        return "no_data", ""
    if is_met(case):
        return ("achieved_late" if case.is_late else "achieved"), ""
    return ("overdue" if case.is_over else "pending"), ""


def of_line(case: RuleInput) -> tuple[str, str]:
    """Return status and reason beside the province's line, for a place that set no target of its own."""
    if case.value is None:
        return "no_data", case.obstacle
    if is_met(case):
        return "above_line", ""
    return ("not_assessable", "missing_members") if case.is_partial else ("below_line", "")


def projected(case: RuleInput) -> float | None:
    """Return where the value would stand at the deadline at this pace: level b + (y − b)/e, flow y/e."""
    if case.value is None or case.elapsed <= 0:
        return None
    if case.kind == "flow":
        return case.value / case.elapsed
    if case.kind == "level" and case.base is not None:
        return case.base + (case.value - case.base) / case.elapsed
    return None


def chance(case: RuleInput, limits: Thresholds) -> float | None:
    """Return P(Poisson(y·(1 − e)/e) ≥ T − y) of a flow target up to `chance_up_to`, an indication only."""
    if case.kind != "flow" or case.value is None or case.aim is None or case.elapsed <= 0:
        return None
    if case.aim > limits.chance_up_to:
        return None
    needed = math.ceil(case.aim - case.value - CLOSE)
    return _poisson_at_least(case.value * (1 - case.elapsed) / case.elapsed, needed)


def _poisson_at_least(mean: float, count: int) -> float:
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    below = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count))
    return min(1.0, max(0.0, 1 - below))


def is_sensitive(case: RuleInput, limits: Thresholds) -> bool | None:
    """Say whether p = ln(y/b)/ln(T/b) would give a level another status; None where b, y or T isn't above 0."""
    parts = (case.base, case.value, case.aim)
    if case.kind != "level" or any(part is None or part <= 0 for part in parts):
        return None
    plain = judge(case, limits)[0]
    if progress_of(case) is None or plain not in ("on_pace", "slightly_behind", "behind", "far_behind"):
        return False
    base, value, aim = (float(part or 0) for part in parts)
    logarithmic = math.log(value / base) / math.log(aim / base)
    straight = replace(case, base=0.0, value=logarithmic, aim=1.0, is_lower_better=False)
    return judge(straight, limits)[0] != plain
