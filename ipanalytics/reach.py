"""How much of what is required a place has reached: one measure for all kinds of targets, 1 is the target."""

import pandas as pd

from ipanalytics.amounts import CLOSE
from ipanalytics.catalogue import settings
from ipanalytics.targets import Target

STRICT = ("direction", "benchmark")
NO_CLASS, NO_TARGET = -1, -2
BARELY_NOT = 1 - CLOSE


def add_reach(rows: pd.DataFrame, targets: list[Target]) -> pd.DataFrame:
    """Return progress rows with the column `reach`, empty where it can't be said.

    level, flow and coverage y/T; growth (1 + g)/(1 + T); direction y/b; benchmark y/c, of which
    the last two have to be passed, so an equal value counts as just below 1. Where less is
    better the fraction is turned over. Rounding in the machine decides nothing.
    """
    lower = {target.id for target in targets if target.better == "lower"}
    needed = rows["target_value"].where(rows["kind"] != "growth", rows["baseline"] * (1 + rows["target_value"]))
    reach = rows["value"] / needed.where(needed != 0)
    reach = reach.where(~rows["target"].isin(lower), 1 / reach)
    is_equal = reach.sub(1).abs().le(CLOSE)
    reach = reach.mask(is_equal, 1.0).mask(is_equal & rows["kind"].isin(STRICT), BARELY_NOT)
    return rows.assign(reach=reach.mask(rows["kind"] == "milestone"))


def classify(reach: pd.Series) -> pd.Series:
    """Return the class of each reach: a class holds its lower limit; −1 where there is none.

    Examples
    --------
    >>> classify(pd.Series([0.2, 0.75, 1.0, 0.99, float("nan")])).tolist()
    [0, 2, 3, 2, -1]
    """
    breaks = pd.Index(settings.wording().reach_breaks)
    found = pd.Series(breaks.searchsorted(reach.fillna(0) + 1e-12, side="right"), index=reach.index)
    return found.mask(reach.isna(), NO_CLASS).astype(int)
