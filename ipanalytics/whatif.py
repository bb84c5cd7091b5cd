"""What if a target were another, or the pace another: lights before and after; nothing in data/ is touched."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from ipanalytics.catalogue import lookup
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.monitoring import assessment, targets
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.status_rules import Case, judge
from ipanalytics.monitoring.targets import Target
from ipanalytics.report import wording

KEY = ["area", "target"]
FORECAST = ("level", "flow")


def what_if(  # noqa: PLR0913
    amounts: Mapping[str, float] | None = None,
    *,
    pace: float = 1.0,
    as_of: str | int = "",
    year: int = 0,
    area: str | int = "",
    real_only: bool = False,
) -> pd.DataFrame:
    """Return the lights as they are, and as they would be.

    Parameters
    ----------
    amounts
        What targets are set to, by target (T01) or indicator: {"T02": 5}; of growth a part of 1.
    pace
        How fast it goes on from here, 1 being as fast as so far: decides `outlook`.
    as_of, year, real_only
        As for `load`.
    area
        One place by name; empty: all.

    Returns
    -------
    DataFrame
        target_value, light and outlook before (`…_before`) and after. The outlook is the light at the deadline if it
        goes on at the pace; only of levels and flows, whose way can be drawn on.

    Raises
    ------
    CatalogueError
        Lists every target that isn't known or has no amount, and a pace below 0.
    """
    made = assessment.load(as_of, year, real_only=real_only)
    other = assessment.judge_again(made, changed(made.targets, amounts or {}), real_only=real_only)
    found = compared(made, other, pace)
    return found[found["area"].eq(lookup.find_area(area))].reset_index(drop=True) if area else found


def changed(wanted: list[Target], amounts: Mapping[str, float]) -> list[Target]:
    """Return targets with other amounts."""
    given = {targets.find_target(name, wanted): float(value) for name, value in amounts.items()}
    known = {target.id: target for target in wanted}
    faults = [f"{id_} is a {known[id_].kind} target and has no amount" for id_ in given if known[id_].value is None]
    faults += [f"{id_} can't be {value:g}: expected more than 0" for id_, value in given.items() if not value > 0]
    if faults:
        raise CatalogueError(listed(f"{len(faults)} fault(s) in what is assumed:", faults))
    return [replace(target, value=given.get(target.id, target.value)) for target in wanted]


def compared(made: Assessment, other: Assessment, pace: float = 1.0) -> pd.DataFrame:
    """Return the rows of two assessments of the same day side by side; see `what_if`."""
    if not pace >= 0:
        msg = f"the pace is {pace:g}: expected a number from 0, 1 being as fast as so far"
        raise CatalogueError(msg)
    before = made.rows.assign(outlook=_outlooks(made, 1.0))[[*KEY, "target_value", "status", "outlook"]]
    after = other.rows.assign(outlook=_outlooks(other, pace))
    both = before.merge(after, on=KEY, suffixes=("_before", "")).assign(
        light_before=lambda rows: rows["status_before"].map(wording.status),
        light=lambda rows: rows["status"].map(wording.status),
    )
    both = both[both["kind"].ne("milestone")].reset_index(drop=True)
    columns = ["value", "target_value_before", "target_value", "light_before", "light", "outlook_before", "outlook"]
    is_changed = both["light_before"].ne(both["light"]) | both["outlook_before"].ne(both["outlook"])
    return lookup.add_names(both[[*KEY, "indicator", *columns]].assign(changed=is_changed))


def _outlooks(made: Assessment, pace: float) -> list[str]:
    known = {target.id: target for target in made.targets}
    limits = targets.thresholds()
    return [_outlook(row, known[row["target"]], pace, limits) for row in made.rows.to_dict("records")]


def _outlook(row: dict, target: Target, pace: float, limits: targets.Thresholds) -> str:
    """Return the light at the deadline: what was done so far, and `pace` times as much for the rest of the time."""
    value, end, elapsed = row["value"], row["projected"], row["elapsed"]
    if target.kind not in FORECAST or pd.isna(end) or pd.isna(row["target_value"]):
        return ""
    base = row["baseline"] if target.kind == "level" else 0.0
    last = value + pace * (value - base) / elapsed * (1 - elapsed)
    case = Case(
        target.kind, last, row["target_value"], base, 1.0, is_lower_better=target.better == "lower", is_due=True
    )
    return wording.status(judge(case, limits)[0])
