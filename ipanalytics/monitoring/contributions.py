"""Who holds an area back and who carries it: what each unit adds to the distance from what was due."""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.core import periods
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.monitoring.schedule import expected_value

COLUMNS = ["target", "indicator", "kind", "unit", "contribution", "total"]


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
            # Beside a province's rate most units lie low, as one makes it: that is arithmetic, nobody's lag.
            return bool(item.kind == "stock" and pd.notna(row["baseline"]))
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
    parts = parts.assign(contribution=sign * _distance(row, parts), total=sign * _distance(row, row))
    return parts.assign(unit=parts["area"]).dropna(subset="contribution")


def _distance(row: dict[Any, Any], of: Any) -> Any:  # noqa: ANN401
    """Return value less what was due `of` the area's row or of members, by the area's calendar.

    Growth is in points of a hundred of the area's figure a year before.
    """
    distance = of["value"] - expected_value(row["kind"], of["target_value"], of["baseline"], row["elapsed"])
    return 100 * distance / row["baseline"] if row["kind"] == "growth" else distance
