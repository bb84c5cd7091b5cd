"""Counted figures beside published ones: by how much they differ, and what can be seen of why."""

import math

import pandas as pd

from ipanalytics.catalogue import hierarchy, places, sources
from ipanalytics.core import periods
from ipanalytics.observations import derivation
from ipanalytics.observations.table import KEY, combine
from ipanalytics.records.filing import SEEN_AT
from ipanalytics.records.pipeline import Counted

COLUMNS = ["area", "place", "indicator", "period", "counted", "published", "difference", "unit", "source", "reasons"]
# Steps of the ledger that can make a count too small, in the words of a reason.
LOST = {
    "refused": "rows that were refused",
    "not placed": "patents in no known unit",
    "placed by postal code": "patents placed by their postal code",
    "place disagrees": "patents whose address and postal code disagree",
    "no status": "patents whose status isn't known",
}
OF_PLACE, OF_STOCK = ("not placed", "placed by postal code", "place disagrees"), "no status"


def compare(counted: Counted, every: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each published figure of which the same place, indicator and period was counted.

    Parameters
    ----------
    every
        The figures of all sources. Those that were counted here themselves, handed in, derived or made up are no
        published ones. A city as a whole is compared with the sum of its counted parts.
    """
    of_records = {id_ for id_, source in sources.load().items() if source.seen_at == SEEN_AT}
    is_published = every["status"].isin(["final", "provisional"]) & ~every["source"].isin(of_records)
    own = combine([counted.observations, derivation.split_composites(counted.observations)])
    joined = own.merge(every[is_published], on=KEY, suffixes=("", "_published"))
    rows = joined.assign(
        counted=joined["value"],
        published=joined["value_published"],
        difference=joined["value"] - joined["value_published"],
        source=joined["source_published"],
        place=[places.name_of(area, short=True) for area in joined["area"]],
        reasons=[_reasons(counted, row) for row in joined.to_dict("records")],
    )
    return rows[COLUMNS].sort_values(["indicator", "period", "area", "source"], ignore_index=True)


def _reasons(counted: Counted, row: dict[str, object]) -> str:
    """Word what is known that can make a difference: place, day, scope; "" where there is none."""
    if math.isclose(float(str(row["value"])), float(str(row["value_published"]))):
        return ""
    rows = counted.summary.groupby("step")["rows"].sum()
    is_stock, is_province = str(row["indicator"]).endswith("in_force"), row["area"] == places.province()
    steps = [
        step
        for step in LOST
        if step in rows.index
        and not (step in OF_PLACE and is_province and step != "not placed")
        and not (step == OF_STOCK and not is_stock)
    ]
    found = [f"{rows[step]} {LOST[step]}" for step in steps]
    end = periods.parse(str(row["period"])).end.isoformat()
    if counted.newest and counted.newest < end:
        found.append(f"the newest day in the exports is {counted.newest}, the period ends on {end}")
    if row["status_published"] == "provisional":
        found.append("the published figure is provisional")
    split = {place for whole in hierarchy.composites() for place in (whole, *hierarchy.parts_of(whole))}
    if row["area"] in split:
        found.append(f"which place the publication means: {_scope(str(row['source_published']))}")
    return "; ".join(found) or "none can be seen: the exports may hold another choice of patents"


def _scope(source: str) -> str:
    """Return what the sidecar of a source says of its places."""
    return next(sidecar.areas for sidecar in sources.sidecars() if source in sidecar.sources)
