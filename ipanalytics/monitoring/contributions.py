"""Who holds an area back and who carries it: what each unit adds to the distance from what was due."""

from typing import Any

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import periods
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import derivation

COLUMNS = ["target", "indicator", "kind", "unit", "contribution", "total"]
SMALLEST = 1e-9


@cached_for_project("data", most=8)
def decompose(made: Assessment, area: str) -> pd.DataFrame:
    """Return what each unit adds to an area's distance from what was due.

    Returns
    -------
    DataFrame
        Columns target, indicator, kind, unit, contribution and total (the area's own distance), in the
        indicator's unit, of growth in points of a hundred. Only targets that can be taken apart,
        only units with a figure of the same period.
    """
    whole, parts = made.rows_of(area).to_dict("records"), made.rows_of(*hierarchy.members(area))
    found = [_parts(one, parts[parts["target"] == one["target"]], made) for one in whole]
    known = [frame for frame in found if not frame.empty]
    return pd.concat(known, ignore_index=True)[COLUMNS] if known else pd.DataFrame(columns=COLUMNS)


def _parts(one: dict[Any, Any], rows: pd.DataFrame, made: Assessment) -> pd.DataFrame:
    if pd.isna(one["value"]) or pd.isna(one["target_value"]) or rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    end = periods.parse(one["period"]).end
    same = rows[[bool(text) and periods.parse(text).end == end for text in rows["period"]]]
    distance = _distance(one, same, made) if _is_measurable(one) else None
    if distance is None:
        return pd.DataFrame(columns=COLUMNS)
    sign = -1 if one["target"] in made.lower_is_better else 1
    found = same.assign(contribution=sign * distance, total=sign * _total(one), unit=same["area"])
    return found.dropna(subset="contribution")


def _is_measurable(one: dict[Any, Any]) -> bool:
    """Say whether what was due is known: growth needs a figure above 0 of the year before, a count its baseline."""
    if one["kind"] == "growth":
        return bool(one["baseline"] > 0)
    is_count = indicators.indicator(one["indicator"]).kind == "stock"
    return one["kind"] != "level" or not is_count or pd.notna(one["baseline"])


def _distance(one: dict[Any, Any], rows: pd.DataFrame, made: Assessment) -> pd.Series | None:
    """Return value less what was due, unit by unit, in the area's measure; None where it can't be taken apart."""
    item, elapsed = indicators.indicator(one["indicator"]), float(one["elapsed"])
    match one["kind"]:
        case "flow":
            return rows["value"] - elapsed * rows["target_value"]
        case "level" if item.kind == "stock":
            return rows["value"] - rows["baseline"] - elapsed * (rows["target_value"] - rows["baseline"])
        case "level" if item.numerator:
            return (rows["value"] - one["target_value"]) * _weights(one, rows, made)
        case "growth" if item.additive:
            return 100 * (rows["value"] - (1 + one["target_value"]) * rows["baseline"]) / one["baseline"]
        case "direction" if item.additive:
            return rows["value"] - rows["baseline"]
        case _:
            return None


def _weights(one: dict[Any, Any], rows: pd.DataFrame, made: Assessment) -> pd.Series:
    """Return each unit's part of the people that the area's rate is computed with."""
    known = population_of(one, made).set_index("area")["value"]
    members = hierarchy.members(one["area"])
    whole = known.get(one["area"], known.reindex(members).sum(min_count=len(members)))
    return rows["area"].map(known) / whole


def population_of(one: dict[Any, Any], made: Assessment) -> pd.DataFrame:
    """Return the populations of the year that a rate of the row's period is computed with."""
    settings = catalogue_settings.settings()
    people = derivation.population_by_year(made.table, settings)
    return people[people["year"] == periods.parse(one["period"]).end.year - settings.population_lag_years]


def _total(one: dict[Any, Any]) -> float:
    value, aim, base, elapsed = (one[name] for name in ("value", "target_value", "baseline", "elapsed"))
    match one["kind"]:
        case "flow":
            return float(value - elapsed * aim)
        case "growth":
            return float(100 * (value / base - 1 - aim))
        case "level" if indicators.indicator(one["indicator"]).kind == "stock":
            return float(value - base - elapsed * (aim - base))
        case _:
            return float(value - aim)
