"""How much of a target's year has passed (序时), by days or by the target's own profile."""

from datetime import date, timedelta

from ipanalytics.core.periods import month_end
from ipanalytics.monitoring.targets import MONTHS, Target

DAY = timedelta(days=1)


def elapsed_share(target: Target, day: date) -> float:
    """Return the share of the window that has passed by the end of a day, from 0 to 1.

    Without a profile: days from the window's first day to `day`, inclusive, over all days of the
    window. With a profile: its shares at the months' ends, linear between them, complete at the
    deadline (docs/methodology.md, 序时).
    """
    points = _profile_points(target) if target.profile else [(target.start - DAY, 0.0), (target.end, 1.0)]
    if day >= target.end:
        return 1.0
    for (first, low), (last, high) in zip(points, points[1:], strict=False):
        if first <= day < last:
            return low + (high - low) * ((day - first).days / (last - first).days)
    return 0.0


def _profile_points(target: Target) -> list[tuple[date, float]]:
    ends = [month_end(target.year, month) for month in range(1, MONTHS + 1)]
    inside = [(end, share) for end, share in zip(ends, target.profile, strict=True) if end < target.end]
    return [(target.start - DAY, 0.0), *inside, (target.end, 1.0)]
