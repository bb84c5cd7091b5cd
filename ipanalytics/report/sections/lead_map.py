"""The map at the top of a report: the part of its targets that each unit meets. It needs no script."""

from html import escape
from typing import Any

import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.core.i18n import join, say, sentences
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.report import formatting, scoreboard, wording
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.maps import outlines, unit_map
from ipanalytics.report.scoreboard import Area

HEADING = "各单元达标的指标"
MOST_NAMED = 3


def draw_lead_map(made: Assessment, area: str) -> Section:
    """Draw the part of its assessable targets that each unit meets, the page's area outlined."""
    rows = scoreboard.of_units(made)
    units = [row for row in rows if row.level == "unit"]
    if not any(row.assessable for row in units):
        return Section(say(HEADING), prose=say("各单元都没有可以评价的指标，所以没有图。"))
    judged = made.rows[made.rows["area"].isin(places.codes("unit")) & made.rows["kind"].ne("milestone")]
    drawing = f'<div class="map">{unit_map.draw(scoreboard.marks(rows), area, alt=_alt(units))}</div>'
    markup = f'<div class="gateway">{drawing}<div class="beside">{_legend_html(rows)}{_weakest_html(rows)}</div></div>'
    note = sentences(say(scoreboard.COUNTED), say(wording.UNOFFICIAL), outlines.map_note())
    evidence = progress.evidence(made.table, judged)
    return Section(say(HEADING), (Exhibit(_title(units), _shown(units), evidence, note=note, markup=markup),))


def _title(units: list[Area]) -> str:
    known = [row for row in units if row.assessable]
    shares = [row.good / row.assessable for row in known]
    best, worst = (
        _named([r for r, share in zip(known, shares, strict=True) if share == end])
        for end in (max(shares), min(shares))
    )
    if max(shares) == min(shares):
        return say("各单元达标的比例都是{share}", share=formatting.share(max(shares), 1, digits=0))
    return say("达标比例最高的是{best}，最低的是{worst}", best=best, worst=worst)


def _alt(units: list[Area]) -> str:
    told = join("；", [f"{row.name} {row.good}/{row.assessable}" for row in units])
    return say("地图：{title}。可以评价的指标中达标的：{told}。", title=_title(units), told=told)


def _named(rows: list[Area]) -> str:
    names = join("、", [formatting.place(row.code) for row in rows[:MOST_NAMED]])
    if len(rows) > MOST_NAMED:
        names = say("{names}等{count}个单元", names=names, count=len(rows))
    return names + say("（{text}）", text=formatting.share(rows[0].good, rows[0].assessable, digits=0))


def _legend_html(rows: list[Area]) -> str:
    items = "".join(
        f"<li>{entry['swatch']}<span>{escape(entry['word'])}</span>"
        f' <span class="units">{say("{count}个单元", count=entry["count"])}</span></li>'
        for entry in scoreboard.legend(rows)
    )
    told = sentences(say("可以评价的指标中达标的比例") + say("。"), say("点地图上的单元，看它的报告。"))
    return f'<p class="touch">{told}</p><ul class="classes">{items}</ul>'


def _weakest_html(rows: list[Area]) -> str:
    items = "".join(
        f'<li>{escape(one["label"])} <span class="units">{_weak_of(one)}</span></li>'
        for one in scoreboard.weakest(rows)
    )
    heading = say("低于要求的单元最多的指标")
    return f'<p><strong>{heading}</strong></p><ol class="weakest">{items}</ol>' if items else ""


def _weak_of(one: dict[str, Any]) -> str:
    return say("{count}个可以评价的单元中{weak}个", count=one["assessable"], weak=one["weak"])


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
