"""What is due by when: how much of a target's time has passed (序时), what is expected then, what is needed a month."""

from datetime import date, timedelta
from typing import Any

from ipanalytics.core.periods import month_end
from ipanalytics.monitoring.targets import MONTHS, Target

DAY = timedelta(days=1)


def elapsed_share(target: Target, day: date) -> float:
    """Return the share of the window that has passed by the end of a day, from 0 to 1.

    Without a profile: days from the window's first day to `day`, inclusive, over all days of the
    window. With a profile: its shares at the months' ends, linear between them, complete at the
    deadline (docs/methodology.md, 序时).
    """
    ends = [month_end(target.year, month) for month in range(1, MONTHS + 1)] if target.profile else []
    inside = [(end, share) for end, share in zip(ends, target.profile, strict=True) if end < target.end]
    points = [(target.start - DAY, 0.0), *inside, (target.end, 1.0)]
    if day >= target.end:
        return 1.0
    for (first, low), (last, high) in zip(points, points[1:], strict=False):
        if first <= day < last:
            return low + (high - low) * ((day - first).days / (last - first).days)
    return 0.0


def expected_value(kind: str, target_value: Any, start: Any, elapsed: float) -> Any:  # noqa: ANN401
    """Return what is due when a share of the time has passed; amounts are numbers or columns of them.

    A flow's e·T; a level's b + e·(T − b); a growth's (1 + T) times the figure of a year before;
    whatever else has no calendar is due in full.

    Parameters
    ----------
    kind
        Of the target; "line" for a level that is claimed of a place without its pace.
    target_value, start
        T, and b or the figure of a year before.
    elapsed
        From `elapsed_share`.

    Examples
    --------
    >>> expected_value("flow", 12, None, 0.25), expected_value("level", 50, 40, 0.25), expected_value("line", 50, 40, 0)
    (3.0, 42.5, 50)
    """
    match kind:
        case "flow":
            return elapsed * target_value
        case "level":
            return start + elapsed * (target_value - start)
        case "growth":
            return start * (1 + target_value)
        case _:
            return target_value


def months_left(day: date, end: date) -> int:
    """Return the whole months between the ends of two months."""
    return max(0, MONTHS * (end.year - day.year) + end.month - day.month)


def needed_per_month(missing: float, day: date, end: date) -> float | None:
    """Return what is missing for each month that is left; None where none is."""
    months = months_left(day, end)
    return missing / months if months else None
