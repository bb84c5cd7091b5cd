"""The page of who has reported: counts, a map, a table, when each workbook came in.

Names of files aren't shown: they may hold those of persons.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.catalogue.journal import Entry
from ipanalytics.core.i18n import capital, join, quote, say
from ipanalytics.observations import table as observations
from ipanalytics.report import formatting, wording
from ipanalytics.report.charts import timeline
from ipanalytics.report.charts.timeline import Event
from ipanalytics.report.exhibits import Card, Exhibit, Opening, Section
from ipanalytics.report.maps import boundaries, outlines, svg, unit_map
from ipanalytics.report.maps.unit_map import Mark
from ipanalytics.report.sections import reads, section
from ipanalytics.submissions.reporting import Report, Round

WORDS = {
    "in_time": "已收到", "late": "逾期收到", "returned": "退回待改", "awaited": "没有收到", "overdue": "逾期没有收到",
    "no_record": "没有登记",
}  # fmt: skip
SHAPES = {"in_time": "●", "late": "◆", "returned": "△", "awaited": "◇", "overdue": "×", "no_record": "／"}
UNKNOWN = "报送登记中没有这一年的任何一份，{period}的报送表谁没有报送不能说"
CLASSES = ("已收到，齐全", "已收到，有缺项", "退回待改", "没有收到")
RECEIVED, SENT_BACK = "收到", "退回"
NOTE = "收到＝通过检查、已归档的第一份报送表，退回的不算；逾期按收到之日与期限比；报齐＝没有缺项的第一份收到之日。"
MOST_MISSING = 4


@section(reads=[reads.handed_in])
def open_submissions(whole: Round) -> Opening:
    """Return title, the sentence that matters and key figures of the page of who has reported."""
    chosen = settings.settings()
    office = [quote(text) for text in (chosen.issuing_office, chosen.issue_date) if text]
    due = capital(say("期限{day}", day=_day(whole.deadline)) if whole.deadline else say("指引没有定期限"))
    subtitle = join(" · ", [_period(whole), due, say("截至{day}", day=_day(whole.day)), *office])
    return Opening(say("报送情况"), subtitle, lead(whole), _cards(whole), as_of=whole.day.isoformat())


def lead(whole: Round) -> str:
    """Return the one sentence: how many have reported, in time and complete, who hasn't, how many days are left."""
    counts, reports = Counter(report.status for report in whole.reports), whole.reports
    there = counts["in_time"] + counts["late"]
    parts = {"day": _day(whole.day), "count": len(reports), "there": there, "period": _period(whole)}
    if not whole.is_kept and whole.is_past:
        return say(UNKNOWN, period=_period(whole)) + say("。")
    if not there and not counts["returned"]:
        return join("；", [say("截至{day}，{count}个单元都还没有报送{period}的报送表", **parts), *_left(whole)]) + say(
            "。"
        )
    texts = [say("截至{day}，{count}个单元中{there}个已报送{period}的报送表", **parts)]
    if counts["late"]:
        texts.append(say("其中{count}个逾期", count=counts["late"]))
    texts.append(say("{count}个齐全", count=sum(report.is_complete for report in reports)))
    return join("；", [join("，", texts), *_lacking(reports), *_left(whole)]) + say("。")


def _lacking(reports: tuple[Report, ...]) -> Iterator[str]:
    """Name whose workbook was sent back, and whose never came."""
    for text, is_back in (("退回待改的：{names}", True), ("没有收到的：{names}", False)):
        lacking = [report for report in reports if not report.received and bool(report.sent_back) == is_back]
        if lacking:
            yield say(text, names=join("、", [formatting.place(report.area) for report in lacking]))


def _left(whole: Round) -> list[str]:
    if whole.is_complete or whole.days_left is None:
        return []
    text = "距期限还有{days}天" if whole.days_left >= 0 else "已过期限{days}天"
    return [say(text, days=abs(whole.days_left))]


def _cards(whole: Round) -> tuple[Card, ...]:
    reports = whole.reports
    sent_back = sum(len(report.sent_back) for report in reports)
    unplaced = say("另有{count}份没有写明单元", count=len(whole.unplaced))
    return (
        Card(capital(say("已收到")), _of(sum(report.received is not None for report in reports), reports)),
        Card(capital(say("按时收到")), _of(sum(report.status == "in_time" for report in reports), reports)),
        Card(capital(say("齐全")), _of(sum(report.is_complete for report in reports), reports)),
        Card(capital(say("退回次数")), str(sent_back), (unplaced,) if whole.unplaced else ()),
    )


def _of(count: int, reports: tuple[Report, ...]) -> str:
    return f"{count}/{len(reports)}"


@section(reads=[reads.handed_in])
def draw_submissions(whole: Round) -> Section:
    """Draw who has reported as a map, when each workbook came in as a timeline, and all of it as a table."""
    mapped = (_map(whole),) if boundaries.has_map() else ()
    return Section(say("各单元报送"), (*mapped, _timeline(whole), _table(whole)))


def _map(whole: Round) -> Exhibit:
    classes = {report.area: _class(report) for report in whole.reports}
    # A unit that isn't asked has no colour.
    marks = {code: Mark("", unit_map.UNKNOWN, formatting.place(code)) for code in places.codes("unit")}
    marks |= {
        report.area: Mark("", classes[report.area], _said(report), _short(report.received)) for report in whole.reports
    }
    counts = Counter(classes.values())
    title = say(
        "{there}个单元齐全，{lacking}个有缺项，{back}个退回待改，{none}个没有收到",
        there=counts[0], lacking=counts[1], back=counts[2], none=counts[3],
    )  # fmt: skip
    legend = [
        {
            "fill": unit_map.colour(number, len(CLASSES)), "hatch": "", "word": capital(say(word)),
            "count": say("{count}个单元", count=counts[number]),
        }
        for number, word in enumerate(CLASSES)
    ]  # fmt: skip
    alt = say("地图：{title}。", title=title)
    drawing = unit_map.draw(marks, alt=alt, count=len(CLASSES))
    drawing = svg.with_legend(drawing, legend, hint=say("单元名下是收到之日。"), look="charted")
    return _exhibit(title, pd.DataFrame(), note=outlines.map_note(), drawing=drawing)


def _class(report: Report) -> int:
    if report.received:
        return 0 if report.is_complete else 1
    return 2 if report.sent_back else 3


def _said(report: Report) -> str:
    text = say(WORDS[report.status])
    day = join("，", [text, _day(report.received)]) if report.received else text
    return say("{name}：{what}", name=formatting.place(report.area, short=False), what=day)


def _timeline(whole: Round) -> Exhibit:
    events = [event for report in whole.reports for event in _events(report)]
    names = [formatting.place(report.area) for report in whole.reports]
    colours = settings.palette()
    kinds = {
        capital(say(RECEIVED)): colours["series"]["invention"],
        capital(say(SENT_BACK)): colours["series"]["utility_model"],
    }
    counts = Counter(event.kind for event in events)
    told = {"there": counts[capital(say(RECEIVED))], "back": counts[capital(say(SENT_BACK))]}
    title = say("收到{there}份，退回{back}份", **told)
    if not events:
        return _exhibit(title, pd.DataFrame())
    alt = say("时间线：{title}。", title=title)
    return _exhibit(
        title, pd.DataFrame(), figure=timeline.draw(events, names, kinds=kinds, due=whole.deadline, alt=alt)
    )


def _events(report: Report) -> Iterator[Event]:
    name = formatting.place(report.area)
    for entry in (*report.filed, *report.sent_back):
        kind = capital(say(RECEIVED if entry.is_accepted else SENT_BACK))
        day = date.fromisoformat(entry.received)
        yield Event(
            name, day, kind, say("{name}：{what}", name=name, what=join("，", [kind, _day(day), *_faults(entry)]))
        )


def _faults(entry: Entry) -> list[str]:
    return [say("{count}处要改", count=entry.faults)] if entry.faults else []


def _table(whole: Round) -> Exhibit:
    return _exhibit(say("各单元的报送：收到、报齐、退回和还缺的"), pd.DataFrame(rows(whole)), note=say(NOTE))


def rows(whole: Round) -> list[dict[str, str]]:
    """Return how each unit has reported, in words by the head of the column."""
    return [
        {
            "状态": f"{SHAPES[report.status]} {say(WORDS[report.status])}",
            "单元": formatting.place(report.area),
            "收到": _or_none(report.received),
            "逾期": say("{days}天", days=report.days_late) if report.days_late else wording.NONE,
            "报齐": _or_none(report.completed),
            "退回次数": str(len(report.sent_back)),
            "还缺": missing_names(report) or wording.NONE,
        }
        for report in whole.reports
    ]


def _exhibit(title: str, table: pd.DataFrame, **given: Any) -> Exhibit:  # noqa: ANN401
    """Return an exhibit of no figures but the journal's."""
    return Exhibit(title, table, observations.empty(), has_source_line=False, **given)


def missing_names(report: Report) -> str:
    """Name what is left empty in what a unit has filed, of much the first and how many."""
    known = indicators.indicators()
    names = [known[id_].label if id_ in known else id_ for id_ in report.missing]
    text = join("、", names[:MOST_MISSING])
    return text if len(names) <= MOST_MISSING else say("{names}等{count}项", names=text, count=len(names))


def _period(whole: Round) -> str:
    return formatting.period(whole.period)


def _day(day: date | None) -> str:
    return formatting.day(day.isoformat()) if day else ""


def _or_none(day: date | None) -> str:
    return day.isoformat() if day else wording.NONE


def _short(day: date | None) -> str:
    return f"{day.month}/{day.day}" if day else ""
