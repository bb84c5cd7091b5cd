"""The rules of progress read a second time, slowly and from their text alone: no module of the engine is used.

`judge` returns what the engine's table should hold, by area and target; test_oracle.py compares the two.
"""

import math
from calendar import monthrange
from collections import namedtuple
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile

import numpy as np

INSIDE = {
    "guanzhong": ["610100", "610200", "610300", "610400", "610403", "610500", "610581"],
    "shaanbei": ["610600", "610800"],
    "shaannan": ["610700", "610900", "611000"],
}
UNITS = sorted(code for codes in INSIDE.values() for code in codes)
BELOW = [*INSIDE, *UNITS]
INSIDE["610000"] = UNITS
RATES = {"high_value_inventions_per_10k": "high_value_inventions"}
FLOWS = ("gi_new", "pledge_smes")
COUNTS = (*FLOWS, "high_value_inventions", "demonstration_places", "inventions_in_force", "population")
YEARLY = ("protection_satisfaction",)
EPS = 1e-9
Figure = namedtuple("Figure", "value day text fake conflict differs missing", defaults=(False, False, ()))


def bounds(text):
    """Return first day, last day and rank at one end: day 0, month 1, quarter 2, year 3, cumulated 4."""
    if "/" in text:
        return bounds(text[:7])[0], bounds(text[8:])[1], 4
    if "Q" in text:
        year, quarter = int(text[:4]), int(text[-1])
        return date(year, 3 * quarter - 2, 1), month_end(year, 3 * quarter), 2
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest), 0
    return (date(year, *rest, 1), month_end(year, *rest), 1) if rest else (date(year, 1, 1), date(year, 12, 31), 3)


def month_end(year, month):
    return date(year, month, monthrange(year, month)[1])


def deadline(target):
    return bounds(target.deadline or str(target.year))[1]


def days(data, first, last):
    ends = {bounds(text)[1] for rows in data.values() for text, *_ in rows}
    return sorted((day for day in ends if first <= day <= last), reverse=True)


def single(data, area, indicator, day, year=0):
    """Return a place's own figure that stands at a day or, where a year is given, counts from its 1 January to it."""
    rows = [(*bounds(text), text, value, fake) for text, value, fake in data.get((area, indicator), [])]
    if year:
        whole = [one for one in rows if one[0] == date(year, 1, 1) and one[1] == day and one[2] >= 3]
        ways = [[one] for one in sorted(whole, key=lambda one: -one[2])]
        ways += sorted(tilings(rows, date(year, 1, 1), day), key=len, reverse=True)
    else:
        ways = [[one] for one in sorted(rows, key=lambda one: one[2]) if one[1] == day][:1]
    if not ways:
        return None
    sums, first = [sum(one[4] for one in way) for way in ways], ways[0][0]
    text = first[3] if first[2] >= 3 or not year else f"{year}-01/{day:%Y-%m}"
    return Figure(sums[0], day, text, any(one[5] for one in ways[0]), max(sums) - min(sums) > EPS)


def tilings(rows, start, day):
    """Return every row of months and quarters that fill the days from `start` to `day`."""
    following = [one for one in rows if one[0] == start and one[1] <= day and one[2] in (1, 2)]
    return [[one, *way] for one in following
            for way in ([[]] if one[1] == day else tilings(rows, one[1] + timedelta(1), day))]  # fmt: skip


def added(parts, missing=()):
    return Figure(sum(one.value for one in parts), parts[0].day, parts[0].text, any(one.fake for one in parts),
                  any(one.conflict for one in parts), missing=missing)  # fmt: skip


def people(data, area, year):
    census, plain = (single(data, area, "population", date(year, *day)) for day in ((11, 1), (12, 31)))
    if own := (census if year == 2020 else None) or plain:
        return own
    parts = [people(data, code, year) for code in INSIDE.get(area, [])]
    return added(parts) if parts and all(parts) else None


def divided(data, area, above):
    below = above and people(data, area, above.day.year - 1)
    return below and above._replace(
        value=above.value / below.value * 10000, fake=above.fake or below.fake, differs=False)  # fmt: skip


def figure(data, area, indicator, day, year=0):
    """Return the published figure, else the sum of all members, of a rate numerator over population."""
    own, made = single(data, area, indicator, day, year), None
    if indicator in RATES:
        made = divided(data, area, figure(data, area, RATES[indicator], day))
    elif indicator in COUNTS and area in INSIDE:
        parts = [single(data, code, indicator, day, year) for code in INSIDE[area]]
        made = added(parts) if all(parts) else None
    if own and made and area in INSIDE:
        return own._replace(differs=abs(own.value - made.value) > 0.0005 * own.value + EPS)
    return own or made


def latest(data, area, target, year):
    """Return y: the last figure in the window, else the last sum of those members that have one."""
    window = days(data, date(target.year, 1, 1), deadline(target))
    if whole := [one for day in window if (one := figure(data, area, target.indicator, day, year))]:
        return whole[0]
    counted = RATES.get(target.indicator, target.indicator)
    for day in window if counted in COUNTS else []:
        parts = {code: single(data, code, counted, day, year) for code in INSIDE.get(area, [])}
        if any(parts.values()):
            part = added([one for one in parts.values() if one], tuple(code for code in parts if not parts[code]))
            return part if counted == target.indicator else divided(data, area, part)
    return None


def reference(data, area, target, y, year):
    """Return y, what it is compared with (b, c or the earlier value) and why it can't be judged."""
    if target.kind in ("level", "direction"):
        named = [bounds(target.baseline_period)[1]] if target.baseline_period else None
        window = named or days(data, date.min, date(target.year - 1, 12, 31))
        b = next((one for day in window if (one := figure(data, area, target.indicator, day))), None)
        b = b if named or (b and b.day >= date(target.year - 1, 1, 1)) else None
        return y, b, "" if b else "no_baseline"
    if target.kind == "growth" and y:
        b = figure(data, area, target.indicator, month_end(y.day.year - 1, y.day.month), year and year - 1)
        return y, b, "no_baseline" if not b else "" if b.value > 0 else "zero_baseline"
    if target.kind == "benchmark" and y:
        window = days(data, date(target.year, 1, 1), deadline(target))
        pairs = [[figure(data, code, target.indicator, day) for code in (area, target.comparator)] for day in window]
        both = next((pair for pair in pairs if all(pair)), None)
        return (*both, "") if both else (y, None, "no_benchmark")
    return y, None, ""


def elapsed(target, day):
    end, start = deadline(target), date(target.year, 1, 1) - timedelta(1)
    steps = [(month_end(target.year, month), share) for month, share in enumerate(target.profile, 1)]
    points = [(start, 0), *(step for step in steps if step[0] < end), (end, 1)]
    return float(np.interp(day.toordinal(), [one.toordinal() for one, _ in points], [share for _, share in points]))


def shares(data, target):
    """Return each place's part of the province's count, None for a bare count; whether a weight is synthetic."""
    groups = {area: INSIDE.get(area, [area]) for area in BELOW}
    regions = [area for area in BELOW if area not in UNITS]
    sharing = UNITS if target.value >= 2 * len(UNITS) else regions if target.value >= 2 * len(regions) else []
    years = ({code: people(data, code, year) for code in UNITS} for year in range(target.year - 1, 2000, -1))
    known = next((found for found in years if all(found.values())), {})
    weights = {area: sum(int(known[code].value) for code in groups[area]) for area in sharing if known}
    if sharing and not sum(weights.values()):
        return {area: "unknown" if area in sharing or sharing == UNITS else None for area in BELOW}, False
    exact = {area: Fraction(int(target.value) * weight, sum(weights.values())) for area, weight in weights.items()}
    given = {area: math.floor(part) for area, part in exact.items()}
    left = int(target.value) - sum(given.values()) if sharing else 0
    order = sorted(sharing, key=lambda area: (given[area] - exact[area], area))[:left]
    dealt = {area: given[area] + (area in order) for area in sharing}
    summed = {area: sum(dealt[code] for code in groups[area]) for area in regions} if sharing == UNITS else {}
    return {area: (dealt | summed).get(area) for area in BELOW}, any(one.fake for one in known.values())


def judge(rows, targets, as_of):
    """Return status and measures by (area, target id); rows are (area, indicator, period, value, is synthetic)."""
    data, found, own = {}, {}, {(target.area, target.indicator) for target in targets}
    for area, indicator, *rest in rows:
        if bounds(rest[0])[1] <= as_of:
            data.setdefault((area, indicator), []).append(rest)
    for target in targets:
        find = counted if target.kind in ("coverage", "milestone") else measured
        found[target.area, target.id] = find(data, target.area, target, as_of, target.value, "own")
        if target.area != "610000" or target.kind == "milestone":
            continue
        is_count = target.kind in ("level", "flow") and target.indicator not in RATES
        parts, fake = shares(data, target) if is_count else ({}, False)
        for area in BELOW:
            aim, members = parts.get(area, target.value), set(INSIDE.get(area, [area])) & set(target.members or UNITS)
            if (
                (area, target.indicator) in own
                or (is_count and aim == 0)
                or (target.kind == "coverage" and not members)
            ):
                continue
            scope = "reference" if not is_count else "count" if aim is None else "share"
            goal = None if aim == "unknown" else aim
            found[area, target.id] = find(data, area, target, as_of, goal, scope, fake and scope == "share")
    return found


def is_awaited(target, as_of):
    early = target.kind == "coverage" and len(target.profile) and elapsed(target, as_of) == 0
    return as_of < deadline(target) and (target.indicator in YEARLY or early)


def flagged(**signs):
    return ";".join(sorted(word for word, is_there in signs.items() if is_there))


def first(rules):
    """Return status and reason of the first rule that applies."""
    return next({"status": status, "reason": reason} for applies, status, reason in rules if applies)


def by_points(points, slight, much):
    words = {0: "on_pace", slight: "slightly_behind", much: "behind"}
    return next((word for most, word in words.items() if points <= most + EPS), "far_behind")


def counted(data, area, target, as_of, aim, scope, *_):
    """Judge a coverage or a milestone."""
    end, made = deadline(target), {"scope": scope}

    def last(code, day):
        return next(
            (one for end in days(data, date.min, day) if (one := single(data, code, target.indicator, end))), None
        )

    if target.kind == "milestone":
        figures = [one for day in days(data, date.min, as_of) if (one := single(data, area, target.indicator, day))]
        done = [*takewhile(lambda one: one.value == 1, figures)]
        for shown in done[-1:] or figures[:1]:
            made |= {"value": shown.value, "period": shown.text, "flags": flagged(synthetic=shown.fake)}
        made |= {"elapsed": elapsed(target, done[-1].day if done else as_of)}
        return made | first([(done and done[-1].day <= end, "achieved", ""), (done, "achieved_late", ""),
                             (as_of <= end, "pending", ""), (figures and figures[0].day >= end, "overdue", ""),
                             (True, "no_record", "")])  # fmt: skip
    members = [code for code in target.members or UNITS if code in INSIDE.get(area, [area])]
    now, then = ([last(code, day) for code in members] for day in (as_of, min(as_of, end)))
    have, had = (sum(bool(one and one.value == 1) for one in some) for some in (now, then))
    unknown = [code for code, one in zip(members, now, strict=True) if not one]
    made |= {"target_value": len(members), "missing": ";".join(unknown)}
    if not any(now):
        return made | {"status": "not_due" if is_awaited(target, as_of) else "no_data"}
    e, p, is_place = elapsed(target, as_of), have / len(members), scope == "reference" and area in UNITS
    made |= {"value": have, "period": as_of.isoformat(), "elapsed": e, "progress": p, "attainment": p,
             "lag_points": 100 * (e - p), "gap": len(members) - have,
             "flags": flagged(unknown_members=unknown, synthetic=any(one.fake for one in now if one))}  # fmt: skip
    return made | first([
        (have == had == len(members), "achieved", ""), (have == len(members), "achieved_late", ""),
        (is_place and as_of > end, "overdue", ""), (is_place, "pending", ""), (as_of >= end, "missed", ""),
        (not have and e > 0, "not_started", ""), (True, by_points(100 * (e - p), 10, 30), ""),
    ])  # fmt: skip


def measured(data, area, target, as_of, aim, scope, *fake):
    """Judge a level, flow, growth, direction or benchmark."""
    kind, year, window = target.kind, target.year if target.indicator in FLOWS else 0, date(target.year, 1, 1)
    y, b, why = reference(data, area, target, latest(data, area, target, year), year)
    why = "no_weight" if scope == "share" and aim is None else why
    goal = (b and b.value) if kind in ("direction", "benchmark") else aim
    made = {"scope": scope, "target_value": goal, "baseline": b.value if b and kind != "benchmark" else None}
    used = [one for one in (y, b) if one]
    synthetic = any(fake) or any(one.fake for one in used)
    if not y:
        rows = [one for code in (area, *INSIDE.get(area, [])) for one in data.get((code, target.indicator), [])]
        gap = bool(year) and any(window <= bounds(text)[0] and bounds(text)[1] <= deadline(target) for text, *_ in rows)
        none = (
            {"status": "not_due"}
            if is_awaited(target, as_of)
            else {"status": "no_data", "reason": "gap" if gap else ""}
        )
        return made | none | {"flags": flagged(synthetic=synthetic)}
    e, start = elapsed(target, y.day), b.value if b else 0
    made |= {"value": y.value, "period": y.text, "elapsed": e, "missing": ";".join(y.missing), "flags": flagged(
        synthetic=synthetic, stale=(min(as_of, deadline(target)) - y.day).days > 92,
        conflict=any(one.conflict for one in used), differs_from_sum=any(one.differs for one in used))}  # fmt: skip
    if e and (kind == "flow" or (kind == "level" and b and scope != "reference")):
        made |= {"projected": start + (y.value - start) / e}
    if scope == "count":
        made["projected"] = None
        partial = {"status": "not_assessable", "reason": "missing_members"}
        return made | (partial if y.missing else {"status": "count_only"})
    if goal is None or (kind == "growth" and why):
        return made | {"status": "not_assessable", "reason": why}
    now = y.value / b.value - 1 if kind == "growth" else y.value
    return made | verdict(target, now, goal, b, e, y, why, kind == "level" and scope == "reference")


def verdict(target, now, goal, b, e, y, why, is_line):
    kind, sign, slack = target.kind, -1 if target.better == "lower" else 1, EPS * max(1, abs(now), abs(goal))
    short, is_due, p = sign * (goal - now), y.day >= deadline(target), now / goal if kind == "flow" else None
    if kind == "level" and b and not is_line and sign * (goal - b.value) > EPS * max(1, abs(goal), abs(b.value)):
        p = (now - b.value) / (goal - b.value)
    passed = short < -slack if kind in ("direction", "benchmark") else short <= slack
    met = passed and not (y.missing and sign < 0)
    lag = 100 * (e - (p or 0))
    made = {"attainment": now / goal if goal else None, "gap": None if is_line else max(0.0, short)}
    return made | ({} if p is None else {"progress": p, "lag_points": lag}) | first([
        (met and is_line, "above_line", ""),
        (met and not is_due and kind in ("growth", "direction", "benchmark"), "on_pace", ""),
        (met, "achieved", ""),
        (is_line and not y.missing, "below_line", ""),
        (y.missing or why, "not_assessable", "missing_members" if is_line or not why else why),
        (is_due, "missed", ""),
        (kind == "flow" and now == 0 and e > 0, "not_started", ""),
        (kind == "level" and p is None, "behind", "fell_back"),
        (kind in ("level", "flow"), by_points(lag, 10, 30), ""),
        (kind == "growth", by_points(100 * short, 2, 10), ""),
        (kind == "direction" and short <= slack, "slightly_behind", ""),
        (True, "behind", ""),
    ])  # fmt: skip
