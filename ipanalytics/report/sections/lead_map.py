"""The map at the top of a report: the part of its targets that each unit meets. It needs no script."""

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.report import formatting, scoreboard, wording
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.maps import outlines, svg, unit_map
from ipanalytics.report.scoreboard import Area
from ipanalytics.report.sections import reads, section

HEADING = "各单元达标的指标"
MOST_NAMED = 3


@section(reads=[reads.judged])
def draw_lead_map(assessment: Assessment, area: str) -> Section:
    """Draw the part of its assessable targets that each unit meets, the page's area outlined."""
    rows = scoreboard.of_units(assessment)
    units = [row for row in rows if row.level == "unit"]
    if not any(row.assessable for row in units):
        return Section(say(HEADING), prose=say("各单元都没有可以评价的指标，所以没有图。"))
    title = _title(units)
    counts = join("；", [f"{row.name} {row.good}/{row.assessable}" for row in units])
    alt = say("地图：{title}。可以评价的指标中达标的：{told}。", title=title, told=counts)
    hint = sentences(say("可以评价的指标中达标的比例") + say("。"), say("点地图上的单元，看它的报告。"))
    exhibit = Exhibit(
        title, _shown(units), progress.evidence(assessment.table, assessment.rows_of(*places.codes("unit"))),
        note=sentences(say(scoreboard.COUNTED), say(wording.UNOFFICIAL), outlines.map_note()),
        drawing=svg.with_legend(
            unit_map.draw(scoreboard.marks(rows), area, alt=alt), scoreboard.legend(rows),
            hint=hint, weakest=scoreboard.weakest(rows),
        ),
    )  # fmt: skip
    return Section(say(HEADING), (exhibit,))


def _title(units: list[Area]) -> str:
    shares = {row: row.good / row.assessable for row in units if row.assessable}
    highest, lowest = max(shares.values()), min(shares.values())
    if highest == lowest:
        return say("各单元达标的比例都是{share}", share=formatting.share(highest, 1, digits=0))
    best, worst = (_named([row for row, share in shares.items() if share == end]) for end in (highest, lowest))
    return say("达标比例最高的是{best}，最低的是{worst}", best=best, worst=worst)


def _named(rows: list[Area]) -> str:
    names = join("、", [formatting.place(row.code) for row in rows[:MOST_NAMED]])
    if len(rows) > MOST_NAMED:
        names = say("{names}等{count}个单元", names=names, count=len(rows))
    return names + say("（{text}）", text=formatting.share(rows[0].good, rows[0].assessable, digits=0))


def _shown(units: list[Area]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "区域": [row.region for row in units],
            "单元": [row.name for row in units],
            "可以评价的指标": [str(row.assessable) for row in units],
            "达标": [str(row.good) for row in units],
            "达标的比例": [formatting.share(row.good, row.assessable, digits=0) for row in units],
        }
    )
