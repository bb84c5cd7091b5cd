"""What has changed since an earlier day: statuses that turned better or worse, and figures that moved."""

from datetime import timedelta

import pandas as pd

from ipanalytics import assessment, labels, phrases, progress
from ipanalytics.assessment import Assessment
from ipanalytics.catalogue import indicators, settings
from ipanalytics.core import periods
from ipanalytics.core.errors import ReportError
from ipanalytics.core.i18n import join, say
from ipanalytics.exhibits import Exhibit, Section

KEY = ["area", "target"]
TURNS = {1: "变好", -1: "变差"}


def month_before(made: Assessment) -> str:
    """Return the default of --since: the end of the month before the as-of date, or before the year's last deadline."""
    last = min(periods.parse(made.as_of).end, max(target.end for target in made.targets))
    return (last.replace(day=1) - timedelta(days=1)).isoformat()


def load_earlier(made: Assessment, since: str = "", *, real_only: bool = False) -> Assessment:
    """Judge the same targets at an earlier day.

    Raises
    ------
    ReportError
        When `since` isn't earlier than the as-of date.
    """
    day = periods.parse(since or month_before(made)).end
    if day >= periods.parse(made.as_of).end:
        msg = f"since {day} is not before the as-of date {made.as_of}"
        raise ReportError(msg)
    return assessment.load(day.isoformat(), made.year, real_only=real_only)


def compare(made: Assessment, earlier: Assessment) -> pd.DataFrame:
    """Return the rows whose status or value differs, with the earlier ones as `…_before`.

    Returns
    -------
    DataFrame
        Rows of the progress table that stand in both, columns value_before, status_before,
        period_before and `turn`: 1 for a better status, −1 for a worse one, 0 for another of
        the same rank or the same.
    """
    before = earlier.rows[[*KEY, "value", "status", "period", progress.USED]]
    both = made.rows.merge(before, on=KEY, suffixes=("", "_before"))
    ranks = {id_: light.rank for id_, light in settings.wording().statuses.items()}
    turn = (both["status_before"].map(ranks) - both["status"].map(ranks)).clip(-1, 1)
    moved = both["value"].ne(both["value_before"]) & ~(both["value"].isna() & both["value_before"].isna())
    return both.assign(turn=turn)[moved | both["status"].ne(both["status_before"])].reset_index(drop=True)


def draw_changes(made: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Section:
    """List what has changed in an area since an earlier day, the turns for the worse first."""
    earlier = load_earlier(made, since, real_only=real_only)
    found = compare(made, earlier)
    rows = found[found["area"] == area].sort_values("turn", kind="stable")
    heading = say("与{day}相比", day=labels.day(earlier.as_of))
    if rows.empty:
        return Section(heading, prose=say("{place}的状态和数值都没有变化。", place=labels.place(area)))
    shown = pd.DataFrame([_cells(row) for row in rows.to_dict("records")])
    both = pd.concat([rows, rows.assign(**{progress.USED: rows[f"{progress.USED}_before"]})])
    exhibit = Exhibit(_title(rows), shown, progress.evidence(made.table, both))
    return Section(heading, (exhibit,))


def _title(rows: pd.DataFrame) -> str:
    words = {1: "{count}项状态变好", -1: "{count}项状态变差", 0: "{count}项状态没有好坏之变，数值有变"}
    counts = {turn: int(rows["turn"].eq(turn).sum()) for turn in words}
    return join("，", [say(word, count=counts[turn]) for turn, word in words.items() if counts[turn]])


def _cells(row: dict[str, object]) -> dict[str, str]:
    id_, is_event, turn = str(row["indicator"]), row["kind"] == "milestone", int(str(row["turn"]))
    values = [phrases.NONE if is_event else phrases.amount(row[name], id_) for name in ("value_before", "value")]
    return {
        "指标": indicators.indicator(id_).label,
        "原状态": phrases.status(str(row["status_before"])),
        "状态": phrases.status(str(row["status"])),
        "好坏": say(TURNS[turn]) if turn else phrases.NONE,
        "原数值": values[0],
        "现数值": values[1],
    }
