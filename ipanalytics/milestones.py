"""The milestones of the guide on the province's page: done on a day, still to come, or overdue."""

import pandas as pd

from ipanalytics import labels, phrases
from ipanalytics.catalogue import indicators
from ipanalytics.core.i18n import join, quote, say
from ipanalytics.exhibits import Exhibit, Section
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment

NO_RECORD = "没有完成记录"
PROSE = "里程碑是工作指引要求办成的事，只看有没有办成、哪一天办成。没有记录的，不能说没有办，只能说没有看到记录。"


def draw_milestones(made: Assessment, area: str) -> Section:
    """List an area's milestones with status, day, deadline and clause; areas without any show nothing."""
    rows = made.rows[made.rows["area"].eq(area) & made.rows["kind"].eq("milestone")]
    if rows.empty:
        return Section("")
    known = {target.id: target for target in made.targets}
    shown = pd.DataFrame(
        [
            {
                "状态": phrases.status(row["status"]),
                "事项": indicators.indicator(row["indicator"]).name,
                "完成日": labels.day(row["period"]) if row["value"] == 1 else phrases.NONE,
                "期限": labels.day(known[row["target"]].end.isoformat()),
                "说明": say(NO_RECORD) if pd.isna(row["value"]) else "",
                "依据": quote(known[row["target"]].clause),
            }
            for row in rows.to_dict("records")
        ]
    )
    counts = [say("{count}项{word}", count=number, word=word) for word, number in phrases.counted(rows).items()]
    title = say("{count}项里程碑：{counts}", count=len(rows), counts=join("，", counts))
    exhibit = Exhibit(title, shown, progress.evidence(made.table, rows))
    return Section(say("里程碑"), (exhibit,), say(PROSE))
