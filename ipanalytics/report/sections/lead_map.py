"""The map at the top of a report: how many targets each unit falls short of. It needs no script."""

import pandas as pd

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.core import i18n
from ipanalytics.core.i18n import is_english, join, say, sentences
from ipanalytics.core.project import cached_for_project
from ipanalytics.monitoring import progress
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.report import formatting, scoreboard, wording
from ipanalytics.report.exhibits import Exhibit, Section
from ipanalytics.report.maps import boundaries, outlines, svg, unit_map
from ipanalytics.report.markup import Part, table_part
from ipanalytics.report.scoreboard import Area
from ipanalytics.report.sections import months, reads, section

HEADING = "各单元低于要求的指标"


@section(reads=[reads.judged, reads.months])
def draw_lead_map(assessment: Assessment, area: str) -> Section:
    """Draw how many of its assessable targets each unit falls short of, the page's area outlined."""
    rows = scoreboard.of_units(assessment)
    units = [row for row in rows if row.level == "unit"]
    if not boundaries.has_map() or not any(row.assessable for row in units):
        return Section("")
    title = _title(units, area)
    hint, gap = say("各单元低于要求的指标有几项") + say("。"), " " if is_english() else ""
    touch = gap + say("点地图上的单元，看它的报告。")
    exhibit = Exhibit(
        title, _shown(units), progress.evidence(assessment.table, assessment.rows_of(*places.codes("unit"))),
        note=sentences(say(scoreboard.COUNTED), say(wording.UNOFFICIAL), outlines.map_note()),
        drawing=svg.with_legend(
            unit_map.draw(scoreboard.marks(rows), area, alt=_alt(title, units)), scoreboard.legend(rows),
            hint=hint, touch=touch,
        ),
        facets=_facets(assessment, units), months=_by_month(assessment, area),
    )  # fmt: skip
    return Section(say(HEADING), (exhibit,))


def _alt(title: str, units: list[Area]) -> str:
    counts = join("；", [f"{row.name} {len(row.weak)}/{row.assessable}" for row in units])
    return say("地图：{title}。可以评价的指标中低于要求的：{told}。", title=title, told=counts)


def _facets(assessment: Assessment, units: list[Area]) -> dict[str, list[str]]:
    return scoreboard.facets_of(scoreboard.statuses(assessment, [row.code for row in units]))


def _by_month(assessment: Assessment, area: str) -> Part:
    """Return the map at each month's end: places with what they say, the legend's counts, the table."""

    def own(made: Assessment) -> months.Contents:
        units = [row for row in scoreboard.of_units(made) if row.level == "unit"]
        title = _title(units, area)
        return {"title": title, "alt": _alt(title, units)}

    alike = _alike(assessment, i18n.current())
    return months.changing(assessment, months.slots_of(assessment, own), alike)


@cached_for_project("data", most=4)
def _alike(assessment: Assessment, language: str) -> str:  # noqa: ARG001
    return months.alike("lead", assessment, lambda: {HEADING: months.slots_of(assessment, _contents)})[HEADING]


def _contents(made: Assessment) -> months.Contents:
    rows = scoreboard.of_units(made)
    units, marks = [row for row in rows if row.level == "unit"], scoreboard.marks(rows)
    legend = [[entry["fill"], entry["word"], entry["count"]] for entry in scoreboard.legend(rows)]
    on_map = {f"u.{code}": unit_map.look(code, mark) for code, mark in marks.items()}
    return {"legend": legend, **on_map, **months.of_table(0, table_part(_shown(units), facets=_facets(made, units)))}


def _title(units: list[Area], area: str) -> str:
    """Return the page's own answer: what a unit falls short of, else what most units inside a place do."""
    inside = [row for row in units if row.code in hierarchy.members(area)]
    names = {"place": formatting.place(area)}
    if not any(row.assessable for row in inside):
        return say("{place}还没有可以评价的指标", **names)
    if places.level_of(area) == "unit":
        (own,) = inside
        counts = {"count": own.assessable, "weak": len(own.weak)}
        judged = say("{place}可以评价的{count}项指标中{weak}项低于要求", **counts, **names)
        return say("{name}：{what}", name=judged, what=wording.named(own.weak)) if own.weak else judged
    return wording.most_short(scoreboard.fallen_short(inside), names["place"])


def _shown(units: list[Area]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "区域": [row.region for row in units],
            "单元": [row.name for row in units],
            "可以评价的指标": [str(row.assessable) for row in units],
            "低于要求": [str(len(row.weak)) for row in units],
            "低于要求的指标": [join("、", row.weak) or wording.NONE for row in units],
        }
    )
