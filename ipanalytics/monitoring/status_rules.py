"""The status of one target at one place: pure rules, the first that applies (docs/methodology.md, 状态).

Where slightly behind ends and behind begins stands in data/catalogue/targets/thresholds.yaml.
"""

import math
from dataclasses import dataclass, replace

from ipanalytics.monitoring.series import CLOSE
from ipanalytics.monitoring.targets import Thresholds

PACED = ("level", "flow", "coverage")
AT_THE_END = ("direction", "growth", "benchmark")
NEEDS_START = ("flow", "coverage")
# Verdicts from good to bad; other statuses say that there is none, or where a place lies beside a line.
GOOD = ("achieved", "achieved_late", "on_pace")
WEAK = ("slightly_behind", "behind", "far_behind", "not_started", "overdue", "missed")
VERDICTS = (*GOOD, "pending", *WEAK)
# What a day makes of what was behind before.
ENDED = ("overdue", "missed")


@dataclass(frozen=True)
class RuleInput:
    """What the rules look at.

    `value` is y, of growth g; `aim` is T, of direction b, of benchmark c; `base` is b.
    `is_due` says that y reaches the deadline (of coverage: as-of does), `is_over` that as-of lies
    after it. `is_late`: complete, but only after the deadline. `obstacle` is why it can't be
    judged; `is_partial` that y lacks members. `is_awaited`: there is no y, and none could be known yet.
    `is_recorded`: of a milestone, that something was recorded on the deadline or later.
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
    is_awaited: bool = False
    is_recorded: bool = False
    obstacle: str = ""


def at_least(value: float, bound: float) -> bool:
    """Say whether a figure reaches another; 1e-9 of them is allowed for rounding in the machine."""
    return value >= bound - CLOSE * max(1.0, abs(value), abs(bound))


def at_most(value: float, bound: float) -> bool:
    """Say whether a figure isn't above another, with the same allowance."""
    return at_least(bound, value)


def is_met(inputs: RuleInput) -> bool:
    """Say whether the value reaches the aim; direction and benchmark have to pass it.

    A sum that lacks members meets what it reaches already, but proves nothing where less is better.
    """
    if inputs.value is None or inputs.aim is None or (inputs.is_partial and inputs.is_lower_better):
        return False
    if inputs.kind in ("direction", "benchmark"):
        return not _reaches(inputs.aim, inputs.value, inputs)
    return _reaches(inputs.value, inputs.aim, inputs)


def _reaches(value: float, bound: float, inputs: RuleInput) -> bool:
    return at_most(value, bound) if inputs.is_lower_better else at_least(value, bound)


def progress_made(inputs: RuleInput) -> float | None:
    """Return p: the part of the way that is done; None where there is no way to measure.

    level (y − b) / (T − b), empty when b already meets T; flow y / T; coverage the share with 1.
    """
    if inputs.value is None or inputs.aim is None or inputs.kind not in PACED:
        return None
    if inputs.kind != "level":
        return inputs.value / inputs.aim if inputs.aim else None
    if inputs.base is None or _has_fallen_from(inputs):
        return None
    return (inputs.value - inputs.base) / (inputs.aim - inputs.base)


def _has_fallen_from(inputs: RuleInput) -> bool:
    """Say whether the baseline had already met the target."""
    return inputs.base is not None and inputs.aim is not None and _reaches(inputs.base, inputs.aim, inputs)


def lag_points(inputs: RuleInput) -> float | None:
    """Return lag = 100·(e − p) in points."""
    done = progress_made(inputs)
    return None if done is None else 100 * (inputs.elapsed - done)


def judge(inputs: RuleInput, limits: Thresholds) -> tuple[str, str]:
    """Return status and reason, by the first rule that applies."""
    if inputs.value is None and inputs.kind != "milestone":
        return _without_value(inputs)
    if is_met(inputs):
        if inputs.kind in AT_THE_END and not inputs.is_due:
            return "on_pace", ""
        return ("achieved_late" if inputs.is_late else "achieved"), ""
    if inputs.obstacle or inputs.is_partial:
        return "not_assessable", inputs.obstacle or "missing_members"
    if inputs.kind == "milestone":
        return _undone(inputs), ""
    if inputs.is_due:
        return "missed", ""
    if inputs.kind in NEEDS_START and inputs.value == 0 and inputs.elapsed > 0:
        return "not_started", ""
    if inputs.kind == "level" and _has_fallen_from(inputs):
        return "behind", "fell_back"
    return _by_distance(inputs, limits), ""


def _without_value(inputs: RuleInput) -> tuple[str, str]:
    return ("not_due", "") if inputs.is_awaited else ("no_data", inputs.obstacle)


def _undone(inputs: RuleInput) -> str:
    """Judge a milestone that isn't done: that nobody recorded it is no proof that nobody did it."""
    if not inputs.is_over:
        return "pending"
    return "overdue" if inputs.is_recorded else "no_record"


def _by_distance(inputs: RuleInput, limits: Thresholds) -> str:
    value, aim = inputs.value or 0.0, inputs.aim or 0.0
    match inputs.kind:
        case "benchmark":
            return "behind"
        case "direction":
            return "slightly_behind" if _reaches(value, aim, inputs) else "behind"
        case "growth":
            short = 100 * (value - aim if inputs.is_lower_better else aim - value)
            return _graded(short, limits.growth_slightly_behind, limits.growth_behind)
        case _:
            lag = lag_points(inputs) or 0.0
            return "on_pace" if at_most(lag, 0) else _graded(lag, limits.slightly_behind, limits.behind)


def _graded(points: float, slight: float, much: float) -> str:
    return "slightly_behind" if at_most(points, slight) else "behind" if at_most(points, much) else "far_behind"


def judge_member(inputs: RuleInput) -> tuple[str, str]:
    """Return status and reason of a place's own part of a coverage: has it the thing itself."""
    if inputs.value is None:
        return _without_value(inputs)
    if is_met(inputs):
        return ("achieved_late" if inputs.is_late else "achieved"), ""
    return ("overdue" if inputs.is_over else "pending"), ""


def judge_beside_line(inputs: RuleInput) -> tuple[str, str]:
    """Return status and reason beside the province's line, for a place that set no target of its own."""
    if inputs.value is None:
        return _without_value(inputs)
    if is_met(inputs):
        return "above_line", ""
    return ("not_assessable", "missing_members") if inputs.is_partial else ("below_line", "")


def judge_count(inputs: RuleInput) -> tuple[str, str]:
    """Return status and reason of a place's part of a count that is too small to be shared out."""
    if inputs.value is None:
        return _without_value(inputs)
    return ("not_assessable", "missing_members") if inputs.is_partial else ("count_only", "")


def projected_value(inputs: RuleInput) -> float | None:
    """Return where the value would stand at the deadline at this pace: level b + (y − b)/e, flow y/e."""
    if inputs.value is None or inputs.elapsed <= 0:
        return None
    if inputs.kind == "flow":
        return inputs.value / inputs.elapsed
    if inputs.kind == "level" and inputs.base is not None:
        return inputs.base + (inputs.value - inputs.base) / inputs.elapsed
    return None


def chance(inputs: RuleInput, limits: Thresholds) -> float | None:
    """Return P(Poisson(y·(1 − e)/e) ≥ T − y) of a flow target up to `chance_up_to`, an indication only."""
    if inputs.kind != "flow" or inputs.value is None or inputs.aim is None or inputs.elapsed <= 0:
        return None
    if inputs.aim > limits.chance_up_to:
        return None
    needed = math.ceil(inputs.aim - inputs.value - CLOSE)
    return _poisson_at_least(inputs.value * (1 - inputs.elapsed) / inputs.elapsed, needed)


def _poisson_at_least(mean: float, count: int) -> float:
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    below = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count))
    return min(1.0, max(0.0, 1 - below))


def is_sensitive(inputs: RuleInput, limits: Thresholds) -> bool | None:
    """Say whether p = ln(y/b)/ln(T/b) would give a level another status; None where b, y or T isn't above 0."""
    parts = (inputs.base, inputs.value, inputs.aim)
    if inputs.kind != "level" or any(part is None or part <= 0 for part in parts):
        return None
    plain = judge(inputs, limits)[0]
    if progress_made(inputs) is None or plain not in ("on_pace", "slightly_behind", "behind", "far_behind"):
        return False
    base, value, aim = (float(part or 0) for part in parts)
    logarithmic = math.log(value / base) / math.log(aim / base)
    straight = replace(inputs, base=0.0, value=logarithmic, aim=1.0, is_lower_better=False)
    return judge(straight, limits)[0] != plain
