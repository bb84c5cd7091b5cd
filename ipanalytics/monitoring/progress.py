"""Progress against targets: observations, targets and an as-of date in, assigned row per area and target out.

Pure arithmetic on tables. Every rule is in docs/methodology.md.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, settings
from ipanalytics.catalogue.places import codes, province
from ipanalytics.core import periods
from ipanalytics.monitoring.allocation.shares import AssignedTarget, assign
from ipanalytics.monitoring.evaluation import Evaluation, evaluate
from ipanalytics.monitoring.schedule import expected_value
from ipanalytics.monitoring.series import CLOSE, Key, SeriesBook, is_synthetic, population_of, sources_of
from ipanalytics.monitoring.status_rules import (
    PACED,
    RuleInput,
    chance,
    is_sensitive,
    judge,
    judge_beside_line,
    judge_count,
    judge_member,
    lag_points,
    progress_made,
    projected_value,
)
from ipanalytics.monitoring.targets import Target, Thresholds
from ipanalytics.observations.table import places_of

COLUMNS = [
    "area", "target", "indicator", "kind", "period", "value", "baseline", "target_value", "attainment", "progress",
    "elapsed", "lag_points", "gap", "projected", "status", "reason", "flags", "scope", "method", "chance", "sensitive",
    "missing", "covered",
]  # fmt: skip
NUMBERS = [
    "value", "baseline", "target_value", "attainment", "progress", "elapsed", "lag_points", "gap", "projected",
    "chance", "covered",
]  # fmt: skip
USED, BASE, OPEN_ENDED = "used", "base_period", "open_ended"
STATUSES = (
    "achieved", "achieved_late", "on_pace", "slightly_behind", "behind", "far_behind", "not_started", "pending",
    "overdue", "no_record", "not_due", "missed", "no_data", "not_assessable", "above_line", "below_line", "count_only",
)  # fmt: skip
STRICT = ("direction", "benchmark")
NO_CLASS, NO_TARGET = -1, -2
BARELY_NOT = 1 - CLOSE


@dataclass(frozen=True)
class Rules:
    """Thresholds, the settings that rates are computed with, and the ids of sources only seen in a reprint."""

    limits: Thresholds
    settings: settings.Settings
    reprints: frozenset[str] = frozenset()


def is_near(table: pd.DataFrame, targets: list[Target]) -> pd.Series:
    """Say which observations are of targets' places or the province's, which are all that targets are judged by."""
    named = {code for target in targets for code in (target.area, target.comparator, *target.members)}
    return table["area"].isin({province(), *codes("region"), *codes("unit"), *hierarchy.composites(), *named})


def assess(book: SeriesBook, targets: list[Target], as_of: str, rules: Rules) -> pd.DataFrame:
    """Return the progress table.

    Parameters
    ----------
    book
        From `open_book`, of figures near to the targets (`is_near`) that end by the as-of day.
    targets
        From `targets.load` or `targets.read`.
    as_of
        A period.
    rules
        What is a constant here and could be another elsewhere.

    Returns
    -------
    DataFrame
        One row an area and target, areas from the province down, COLUMNS in the units of the
        indicators, shares as parts of 1, `lag_points` in points of a hundred. `missing` names the
        members without a figure, `covered` is the others' part of the population. Two more columns:
        `base_period`, that of the baseline, and `used`, the keys (area, indicator, period) of the
        observations behind a row.
    """
    day = periods.parse(as_of).end
    return _table([_row(book, assigned, evaluate(book, assigned, day), rules) for assigned in assign(targets, book)])


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*COLUMNS, BASE, USED]).astype(dict.fromkeys(NUMBERS, float))


def as_json(tables: Iterable[pd.DataFrame]) -> str:
    """Return progress tables as a text that `from_json` makes the same tables of."""
    return json.dumps([table.to_dict("records") for table in tables], ensure_ascii=False)


def from_json(content: bytes) -> list[pd.DataFrame]:
    """Return the progress tables of `as_json`."""
    return [_table([row | {USED: tuple(map(tuple, row[USED]))} for row in rows]) for rows in json.loads(content)]


def _row(book: SeriesBook, assigned: AssignedTarget, evaluation: Evaluation, rules: Rules) -> dict[str, Any]:
    status, reason = _status(assigned, evaluation, rules.limits)
    used = tuple(dict.fromkeys([*evaluation.used, *assigned.used]))
    return {
        "area": assigned.area,
        "target": assigned.target.id,
        "indicator": assigned.target.indicator,
        "kind": assigned.target.kind,
        "period": evaluation.period,
        "value": evaluation.value,
        "baseline": evaluation.baseline,
        **_measures(assigned, evaluation.inputs, rules.limits),
        "status": status,
        "reason": reason,
        "flags": ";".join(sorted({*evaluation.flags, *_flags(book, evaluation, used, rules), *_openness(assigned)})),
        "scope": assigned.scope,
        "method": "; ".join(filter(None, [evaluation.method, assigned.method])),
        "missing": ";".join(evaluation.missing),
        "covered": _covered(book, assigned, evaluation),
        BASE: evaluation.base_period,
        USED: used,
    }


def _status(assigned: AssignedTarget, evaluation: Evaluation, limits: Thresholds) -> tuple[str, str]:
    if assigned.scope == "count":
        return judge_count(evaluation.inputs)
    if is_line(assigned):
        return judge_beside_line(evaluation.inputs)
    if assigned.scope == "reference" and assigned.target.kind == "coverage" and assigned.members == (assigned.area,):
        return judge_member(evaluation.inputs)
    return judge(evaluation.inputs, limits)


def is_line(assigned: AssignedTarget) -> bool:
    """Say whether the province's level is only a line for this place: no pace is claimed."""
    return assigned.scope == "reference" and assigned.target.kind == "level"


def _measures(assigned: AssignedTarget, inputs: RuleInput, limits: Thresholds) -> dict[str, float | bool | None]:
    """Return the columns that measure the way: beside a line there is only the target and how much of it that is."""
    aim = assigned.value if inputs.kind == "growth" else inputs.aim
    has_place = inputs.value is not None or inputs.kind == "milestone"
    measures = {
        "target_value": None if inputs.kind == "milestone" else aim,
        "attainment": _attainment(inputs),
        "elapsed": inputs.elapsed if has_place else None,
    }
    if is_line(assigned) or assigned.scope == "count":
        return measures
    return measures | {
        "gap": _gap(inputs),
        "progress": progress_made(inputs),
        "lag_points": lag_points(inputs),
        "projected": projected_value(inputs),
        "chance": chance(inputs, limits),
        "sensitive": is_sensitive(inputs, limits),
    }


def _attainment(inputs: RuleInput) -> float | None:
    if inputs.value is None or not inputs.aim or inputs.kind == "milestone":
        return None
    return inputs.value / inputs.aim


def _gap(inputs: RuleInput) -> float | None:
    """Return what is still missing, never below 0."""
    if inputs.value is None or inputs.aim is None or inputs.kind == "milestone":
        return None
    return max(0.0, inputs.value - inputs.aim if inputs.is_lower_better else inputs.aim - inputs.value)


def _flags(book: SeriesBook, evaluation: Evaluation, used: tuple[Key, ...], rules: Rules) -> list[str]:
    signs = {
        "stale": evaluation.days_late > rules.limits.stale_after_days,
        "synthetic": is_synthetic(book, used),
        "secondary": bool(rules.reprints & sources_of(book, used)),
    }
    return [word for word, is_there in signs.items() if is_there]


def _openness(assigned: AssignedTarget) -> list[str]:
    """Flag what a place is asked for without a number."""
    return [OPEN_ENDED] if assigned.target.open_ended and assigned.scope == "own" else []


def _covered(book: SeriesBook, assigned: AssignedTarget, evaluation: Evaluation) -> float | None:
    """Return the part of the area's population that lives in the members with a figure."""
    if not evaluation.missing or assigned.target.kind == "coverage" or evaluation.day is None:
        return None
    year = assigned.target.year - 1
    whole = population_of(book, assigned.area, year)
    parts = [population_of(book, code, year) for code in evaluation.missing]
    if whole is None or any(part is None for part in parts):
        return None
    return 1 - sum(part.value for part in parts if part) / whole.value


def evidence(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the observations behind rows of the progress table."""
    places = places_of(table)
    behind = {places[key] for used in rows[USED] for key in used if key in places}
    return table.iloc[sorted(behind)].reset_index(drop=True)


def add_achievement(rows: pd.DataFrame, targets: list[Target]) -> pd.DataFrame:
    """Return progress rows with the column `achievement`, empty where it can't be said.

    What the lights use: flow and coverage y/(T·e), level p/e; growth (1 + g)/(1 + T); direction y/b;
    benchmark y/c, of which the last two have to be passed, so an equal value counts as just below 1.
    A level whose baseline had met the target has no p: y/T. Where less is better the fraction is
    turned over. A line, a bare count and a place's own part of a coverage have
    none. Rounding in the machine decides nothing.
    """
    lower = {target.id for target in targets if target.is_lower_better}
    required = required_value(rows)
    achievement = rows["value"] / required.where(required != 0)
    achievement = achievement.where(~rows["target"].isin(lower), 1 / achievement)
    is_paced = rows["kind"].isin(PACED) & rows["progress"].notna()
    achievement = achievement.mask(is_paced, rows["progress"] / rows["elapsed"].where(rows["elapsed"] > 0))
    is_equal = achievement.sub(1).abs().le(CLOSE)
    achievement = achievement.mask(is_equal, 1.0).mask(is_equal & rows["kind"].isin(STRICT), BARELY_NOT)
    is_shown = rows["kind"].isin(["level", "coverage"]) & rows["scope"].eq("reference")
    return rows.assign(achievement=achievement.mask(is_shown | rows["kind"].eq("milestone")))


def required_value(rows: pd.DataFrame) -> pd.Series:
    """Return what is required at the deadline, of growth as a value too."""
    grown = expected_value("growth", rows["target_value"], rows["baseline"], 1.0)
    return rows["target_value"].where(rows["kind"] != "growth", grown)


def classify(achievement: pd.Series) -> pd.Series:
    """Return the class of each achievement: a class holds its lower limit; −1 where there is none.

    Examples
    --------
    >>> classify(pd.Series([0.2, 0.75, 1.0, 0.99, float("nan")])).tolist()
    [0, 2, 3, 2, -1]
    """
    breaks = pd.Index(settings.wording().reach_breaks)
    classes = pd.Series(breaks.searchsorted(achievement.fillna(0) + 1e-12, side="right"), index=achievement.index)
    return classes.mask(achievement.isna(), NO_CLASS).astype(int)
