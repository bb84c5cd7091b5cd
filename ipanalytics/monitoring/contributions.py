"""Who holds an area back and who carries it: what each unit adds to the distance from what was due."""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, settings
from ipanalytics.core import periods
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.schedule import expected_value
from ipanalytics.observations import denominators

COLUMNS = ["target", "indicator", "kind", "unit", "contribution", "total"]
SMALLEST = 1e-9


@cached_for_project("data", most=8)
def decompose(assessment: Assessment, area: str) -> pd.DataFrame:
    """Return what each unit adds to an area's distance from what was due.

    Returns
    -------
    DataFrame
        Columns target, indicator, kind, unit, contribution and total (the area's own distance), in the
        indicator's unit, of growth in points of a hundred. Only targets that can be taken apart,
        only units with a figure of the same period.
    """
    members = assessment.rows_of(*hierarchy.members(area))
    rows = [row for row in assessment.rows_of(area).to_dict("records") if _is_decomposable(row)]
    parts = [_parts(row, members[members["target"] == row["target"]], assessment) for row in rows]
    filled = [part for part in parts if not part.empty]
    return pd.concat(filled, ignore_index=True)[COLUMNS] if filled else pd.DataFrame(columns=COLUMNS)


def _is_decomposable(row: dict[Any, Any]) -> bool:
    """Say whether what was due is known, and is the sum of what was due of the members."""
    if pd.isna(row["value"]) or pd.isna(row["target_value"]):
        return False
    item = indicators.indicator(row["indicator"])
    match row["kind"]:
        case "flow":
            return True
        case "level":
            return bool(pd.notna(row["baseline"]) if item.kind == "stock" else item.numerator)
        case "growth":
            return bool(item.additive and row["baseline"] > 0)
        case "direction":
            return item.additive
        case _:
            return False


def _parts(row: dict[Any, Any], members: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Return the members' rows of the same period with their contributions; more than 0 is ahead, also of less."""
    end = periods.parse(row["period"]).end
    is_same = members["period"].map(lambda text: bool(text) and periods.parse(text).end == end).astype(bool)
    parts = members[is_same]
    sign = -1 if row["target"] in assessment.lower_is_better else 1
    is_rate = row["kind"] == "level" and indicators.indicator(row["indicator"]).numerator
    weights = _weights(row, parts, assessment) if is_rate else 1
    contribution = sign * _distance(row, parts) * weights
    return parts.assign(contribution=contribution, total=sign * _distance(row, row), unit=parts["area"]).dropna(
        subset="contribution"
    )


def _distance(row: dict[Any, Any], of: Any) -> Any:  # noqa: ANN401
    """Return value less what was due `of` the area's row or of members, by the area's calendar; rates beside the line.

    Growth is in points of a hundred of the area's figure a year before.
    """
    is_line = row["kind"] == "level" and indicators.indicator(row["indicator"]).kind == "rate"
    kind = "line" if is_line else row["kind"]
    distance = of["value"] - expected_value(kind, of["target_value"], of["baseline"], row["elapsed"])
    return 100 * distance / row["baseline"] if kind == "growth" else distance


def _weights(row: dict[Any, Any], parts: pd.DataFrame, assessment: Assessment) -> pd.Series:
    """Return each unit's part of the people that the area's rate is computed with."""
    people = population_of(row, assessment).set_index("area")["value"]
    members = hierarchy.members(row["area"])
    whole = people.get(row["area"], people.reindex(members).sum(min_count=len(members)))
    return parts["area"].map(people) / whole


def population_of(row: dict[Any, Any], assessment: Assessment) -> pd.DataFrame:
    """Return the populations of the year that a rate of the row's period is computed with."""
    item, chosen = indicators.indicator(row["indicator"]), settings.settings()
    people = denominators.by_year(assessment.table, item.denominator, chosen)
    return people[people["year"] == denominators.year_of(item, periods.parse(row["period"]).end.year, chosen)]
