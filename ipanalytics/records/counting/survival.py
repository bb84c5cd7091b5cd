"""How long patents are kept in force, of which most still are: the Kaplan–Meier estimator.

S(t) = ∏ over the times t_i ≤ t of (1 − d_i / n_i): d_i ended at t_i, n_i were still observed and in force right before.
What is in force on the last day is observed up to it (censored). E. L. Kaplan, P. Meier: Nonparametric estimation from
incomplete observations. Journal of the American Statistical Association 53 (1958), 457–481. The standard error is
Greenwood's: S(t) · √(∑ d_i / (n_i (n_i − d_i))).
"""

import numpy as np
import pandas as pd

COLUMNS = ["time", "at_risk", "survival", "error"]


def curve(lives: pd.DataFrame) -> pd.DataFrame:
    """Return at each time how many were at risk, S and its standard error, of one group.

    Parameters
    ----------
    lives
        `time`, how many `ended` then and how many were observed no longer (`left`); a time may stand in several rows.

    Examples
    --------
    >>> curve(pd.DataFrame({"time": [1, 2, 3], "ended": [1, 0, 1], "left": [0, 1, 1]}))["survival"].round(3).tolist()
    [0.75, 0.75, 0.375]
    """
    times = lives.groupby("time", as_index=False)[["ended", "left"]].sum()
    leaving = (times["ended"] + times["left"]).to_numpy(dtype=float)
    at_risk, ended = leaving[::-1].cumsum()[::-1], times["ended"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(ended < at_risk, ended / (at_risk * (at_risk - ended)), 0.0)
    survival = np.cumprod(1 - ended / at_risk)
    error = survival * np.sqrt(np.cumsum(terms))
    return pd.DataFrame({"time": times["time"], "at_risk": at_risk, "survival": survival, "error": error})[COLUMNS]


def kept_until(points: pd.DataFrame, time: float) -> tuple[float, float, int]:
    """Return the share kept up to a time, its standard error, and how many were still observed then.

    What ended on the time itself was kept until it. NaN where nobody was observed so long, and not all had ended.
    """
    before = points[points["time"] < time]
    after = points[points["time"] >= time]
    at_risk = int(after["at_risk"].iloc[0]) if len(after) else 0
    share, error = (before["survival"].iloc[-1], before["error"].iloc[-1]) if len(before) else (1.0, 0.0)
    is_known = at_risk > 0 or (len(before) > 0 and share == 0)
    return (float(share), float(error), at_risk) if is_known else (float("nan"), float("nan"), 0)
