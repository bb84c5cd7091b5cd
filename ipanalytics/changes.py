"""What has changed since an earlier day: statuses that turned better or worse, and figures that moved."""

import pandas as pd

from ipanalytics import labels, phrases
from ipanalytics.catalogue import indicators
from ipanalytics.core.i18n import join, say
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.monitoring import assessment, progress
from ipanalytics.monitoring.assessment import Assessment

TURNS = {1: "变好", -1: "变差"}


def draw_changes(made: Assessment, area: str, since: str = "", *, real_only: bool = False) -> Section:
    """List what has changed in an area since an earlier day, the turns for the worse first."""
    earlier = assessment.load_earlier(made, since, real_only=real_only)
    found = assessment.compare(made, earlier)
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
