"""What the office answers a unit: the findings of its page in the form of a letter, and how it has reported.

Every sentence is one of the page's or of the journal of what was handed in; nothing is judged again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import periods
from ipanalytics.core.i18n import capital, join, quote, say, sentences
from ipanalytics.monitoring import status_rules
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.report import formatting, scoreboard, wording
from ipanalytics.report.markup import Part
from ipanalytics.report.sections import headline, standing
from ipanalytics.report.sections.office.submissions import missing_names
from ipanalytics.submissions import reporting
from ipanalytics.submissions.reporting import Report, Round

NO_OFFICE, NO_DATE, NO_DAY = "（发函单位）", "（成文日期）", "（日期）"
SYNTHETIC = "本函所用的数含演示数据，只作演示，不作反馈。"
THANKS = "能评价的指标都达到要求，感谢你单位的工作，请继续保持。"
EXPLAIN, REPORT, LATE = "对低于要求的指标逐项说明原因和下一步措施", "书面报送全年工作情况", "补报全年工作情况"


@dataclass(frozen=True)
class Paragraph:
    """A heading of the second rank, "" where there is none, with a text or with items."""

    heading: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """An answer to a unit, in the order in which it is written; `mark` says 演示数据 where it is made from such."""

    title: str
    addressee: str
    paragraphs: tuple[Paragraph, ...]
    ending: str
    office: str
    day: str
    mark: str


def letter_to(assessment: Assessment, area: str) -> Letter:
    """Return the letter to a unit about how its targets stood at the day of the assessment."""
    chosen, year = catalogue_settings.settings(), assessment.year
    summary = standing.summary(assessment, area)
    is_synthetic = bool(assessment.rows_of(area)["flags"].str.contains("synthetic").any())
    first = say("根据{guide}，现将你单位各项指标的进展情况反馈如下。", guide=quote(chosen.guide.format(year=year)))
    unofficial = assessment.rows_of(area)["scope"].ne("own").any()
    opening = sentences(
        first, headline.lead(assessment, area), say(wording.UNOFFICIAL) if unofficial else "",
        say(SYNTHETIC) if is_synthetic else "",
    )  # fmt: skip
    report = _report_of(assessment, area)
    return Letter(
        say("关于{year}年度知识产权目标进展情况的反馈函", year=year),
        say("{name}：", name=say(chosen.unit_office or "{unit}", unit=formatting.place(area, short=False))),
        (
            Paragraph("", opening),
            *_findings(assessment, area, summary),
            *_record(report),
            *_requests(assessment, summary, report),
        ),
        say("特此函告。"),
        quote(chosen.issuing_office) or say(NO_OFFICE),
        quote(chosen.issue_date) or say(NO_DATE),
        formatting.synthetic() if is_synthetic else "",
    )


def _findings(assessment: Assessment, area: str, summary: Part) -> Iterable[Paragraph]:
    """Yield what was reached, what is behind, what is only counted, what isn't known."""
    good, placed = ([light for light in summary["lights"] if light["status"] in statuses]
                    for statuses in (wording.GOOD, wording.PLACED))  # fmt: skip
    told = {*wording.GOOD, *wording.PLACED, *wording.WEAK}
    rest = [light for light in summary["lights"] if light["status"] not in told]
    weak: list[dict[Any, Any]] = scoreboard.worst_first(assessment.rows_of(area), assessment).to_dict("records")
    if good:
        yield Paragraph(say("已达到要求的"), join("；", map(_named, good)) + say("。"))
    if weak:
        items = tuple(_behind(light, row) for light, row in zip(summary["behind"], weak, strict=True))
        yield Paragraph(say("低于要求、需要加快的"), items=items)
    if placed:
        yield Paragraph(say("只列数、不评价的"), join("；", map(_named, placed)) + say("。"))
    if rest:
        yield Paragraph(say("尚未到期、不能评价的"), join("；", map(_named, rest)) + say("。"))


def _named(light: Part) -> str:
    """Say where a target stands, of one without a figure only why."""
    texts = (
        [light["stands"], light["text"]] if not light["stands"].startswith(formatting.no_data()) else [light["text"]]
    )
    return say("{name}：{what}", name=light["label"], what=join("，", texts))


def _behind(light: Part, row: dict[Any, Any]) -> str:
    """Say of a target where it stands, by how much it is behind, what is needed by when and each month."""
    distance = join("，", filter(None, [light["text"], wording.pace(row), light["why"]]))
    told = join("；", filter(None, [light["stands"], distance, light["needed"]]))
    return say("{name}：{what}", name=light["label"], what=told) + say("。")


def _report_of(assessment: Assessment, area: str) -> tuple[Round, Report] | None:
    """Return how a unit has reported in the year by the day; None where no unit has handed anything in by then."""
    day = periods.parse(assessment.as_of).end
    period = reporting.newest_period(assessment.year, day)
    if not period:
        return None
    whole = reporting.follow(period, day)
    own = [report for report in whole.reports if report.area == area]
    return (whole, own[0]) if own else None


def _record(found: tuple[Round, Report] | None) -> Iterable[Paragraph]:
    """Yield when the unit's report came, late or not, sent back or not, and what it lacks."""
    if found:
        yield Paragraph(say("报送情况"), recorded(*found))


def recorded(whole: Round, report: Report) -> str:
    """Say in a sentence how a unit has reported."""
    name = say("{period}的报送表", period=formatting.period(whole.period))
    if report.received:
        parts = [say("{day}收到", day=formatting.day(report.received.isoformat()))]
        parts += [say("逾期{days}天", days=report.days_late)] if report.days_late else []
    else:
        text = "退回待改，到{day}没有再收到" if report.sent_back else "到{day}没有收到"
        parts = [say(text, day=formatting.day(whole.day.isoformat()))]
        parts += [say("已逾期{days}天", days=report.days_late)] if report.days_late else []
    if report.sent_back:
        parts.append(say("退回{count}次", count=len(report.sent_back)))
    if report.missing:
        parts.append(say("还缺{names}", names=missing_names(report)))
    return capital(say("{name}：{what}", name=name, what=join("，", parts)) + say("。"))


def _requests(assessment: Assessment, summary: Part, found: tuple[Round, Report] | None) -> Iterable[Paragraph]:
    """Yield the thanks, and what is asked by the guide's day, or by one that the office has to set."""
    asked, day = reporting.report_target(assessment.year), periods.parse(assessment.as_of).end
    is_ahead = asked is not None and day <= asked.end
    report = found[1] if found and found[0].deadline else None
    asks = [say(EXPLAIN)] if summary["behind"] else []
    asks += [say("补齐报送表中的{names}", names=missing_names(found[1]))] if found and found[1].missing else []
    asks += [say(REPORT)] if is_ahead and not (report and report.received) else []
    asks += [say(LATE)] if report and not report.received and report.days_late else []
    by = formatting.day(asked.end.isoformat()) if asked and is_ahead else say(NO_DAY)
    text = say("请于{day}前{what}。", day=by, what=join("，", asks)) if asks else ""
    is_good = _is_good([light["status"] for light in summary["lights"]])
    if asks or is_good:
        yield Paragraph(say("请办事项") if asks else "", sentences(say(THANKS) if is_good else "", text))


def _is_good(statuses: list[str]) -> bool:
    """Say whether there is thanks: all is reached or on pace, and not only a few of those that can be judged by now."""
    due = [status for status in statuses if status not in (*wording.PLACED, "not_due")]
    judged = [status for status in due if status in status_rules.VERDICTS]
    return not set(due) & set(wording.WEAK) and bool(set(due) & set(wording.GOOD)) and 2 * len(judged) >= len(due)
