"""The tasks of the guide on a page: how many are done, by clause and by office."""

import pandas as pd

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core.i18n import join, quote, say
from ipanalytics.monitoring.tasks import JOIN, STATUSES
from ipanalytics.report import formatting
from ipanalytics.report.exhibits import Exhibit, Opening, Section
from ipanalytics.report.markup import APPLIES, BAR
from ipanalytics.report.sections import reads, section

KNOWN = ("done", "pending", "overdue")
MOST_NAMED = 3
WORDS = {
    "done": "已完成",
    "pending": "未全部完成",
    "overdue": "到期未完成",
    "no_data": "无数据或无记录",
    "not_monitored": "未设监测",
}
SHAPES = {"done": "●", "pending": "◇", "overdue": "×", "no_data": "○", "not_monitored": "–"}
MEANINGS = {
    "done": "对应的目标全部完成",
    "pending": "对应的目标没有全部完成，也没有到期未完成的；不说明是否已经启动",
    "overdue": "对应的目标有到期未完成的，或期限以后仍记录为没有办成的",
    "no_data": "没有完成的对应目标全部没有数据、没有完成记录，或无法评价；没有记录不能说没有办",
    "not_monitored": "没有对应的目标，没有可核对的数据，不判断是否完成",
}


@section(reads=[reads.tasks])
def open_tasks(tasks: pd.DataFrame, evidence: pd.DataFrame, *, year: int, as_of: str) -> Opening:
    """Return title and lead of the tasks' page.

    Parameters
    ----------
    tasks, year
        From `tasks.follow`, of a guide.
    evidence
        Observations behind the targets' status, as far as they are known.
    as_of
        Period up to whose end figures were taken.
    """
    settings = catalogue_settings.settings()
    office = [quote(text) for text in (settings.issuing_office, settings.issue_date) if text]
    synthetic = bool(tasks["synthetic"].any() or evidence["status"].eq("synthetic").any())
    guide = quote(settings.guide.format(year=year)) + say("第二部分")
    subtitle = " · ".join([guide, say("数据截至{day}", day=formatting.day(as_of)), *office])
    title = say("{year}年度工作指引任务落实情况", year=year)
    return Opening(title, subtitle, lead(tasks, as_of), is_synthetic=synthetic)


def lead(tasks: pd.DataFrame, as_of: str) -> str:
    """Return the one sentence: what is done, and what nothing tells of; parameters as for `open_tasks`."""
    counts = _counts(tasks)
    unknown = counts["no_data"] + counts["not_monitored"]
    day = formatting.day(as_of)
    if unknown == len(tasks):
        return say("截至{day}，指引第二部分{count}项任务都没有可核对的数据。", day=day, count=unknown)
    told = {status: _worded(counts, status) for status in KNOWN if counts[status] or status == "done"}
    if late := int((tasks["status"].eq("done") & tasks["late"].ne("")).sum()):
        told["done"] += say("（{text}）", text=say("其中逾期完成{count}项", count=late))
    if "overdue" in told:
        told["overdue"] += _named(tasks[tasks["status"].eq("overdue")])
    judged = join("，", told.values())
    whole = say("截至{day}，指引第二部分{count}项任务中，{judged}", day=day, count=len(tasks), judged=judged)
    if not unknown:
        return whole + say("。")
    two = {"open": _worded(counts, "not_monitored"), "empty": _worded(counts, "no_data")}
    detail = say("（{open}，{empty}）", **two) if counts["no_data"] else ""
    return whole + say("；{count}项没有可核对的数据{detail}。", count=unknown, detail=detail)


def _named(tasks: pd.DataFrame) -> str:
    names = join("、", map(quote, tasks["task"].head(MOST_NAMED)))
    if len(tasks) > MOST_NAMED:
        names = say("{names}等{count}项", names=names, count=len(tasks))
    return say("（{text}）", text=names)


def _counts(tasks: pd.DataFrame) -> dict[str, int]:
    return {status: int(tasks["status"].eq(status).sum()) for status in STATUSES}


def _worded(counts: dict[str, int], status: str) -> str:
    return say("{count}项{word}", count=counts[status], word=say(WORDS[status]))


@section(reads=[reads.tasks])
def count_tasks(tasks: pd.DataFrame, evidence: pd.DataFrame) -> Exhibit:
    """Count the tasks of each status, and say what each status means."""
    counts = _counts(tasks)
    shown = pd.DataFrame(
        {
            "状态": [_marked(status) for status in STATUSES],
            "任务": [str(counts[status]) for status in STATUSES],
            "含义": [say(MEANINGS[status]) for status in STATUSES],
        }
    )
    monitored = len(tasks) - counts["not_monitored"]
    parts = {"count": len(tasks), "monitored": monitored, "finding": _finding(counts)}
    title = say("{count}项任务，{monitored}项有对应的目标：{finding}", **parts)
    return Exhibit(title, shown, _evidence_of(tasks, evidence))


def _finding(counts: dict[str, int]) -> str:
    return join("，", [_worded(counts, status) for status in STATUSES if counts[status]])


def _marked(status: str) -> str:
    return f"{SHAPES[status]} {say(WORDS[status])}"


@section(reads=[reads.tasks])
def list_offices(tasks: pd.DataFrame, evidence: pd.DataFrame) -> Exhibit:
    """Count the tasks of each office by status; a task of several offices counts for each."""
    each = tasks.assign(office=tasks["offices"].str.split(JOIN)).explode("office")
    counts = {str(office): _counts(rows) for office, rows in each.groupby("office", sort=False)}
    shown = pd.DataFrame(
        {
            "责任处室": quote(office),
            "任务": str(sum(own.values())),
            **{_marked(status): str(own[status]) for status in STATUSES},
        }
        for office, own in counts.items()
    )
    late = [
        say("{office}{count}项到期未完成", office=quote(office), count=own["overdue"])
        for office, own in counts.items()
        if own["overdue"]
    ]
    checked = int(tasks["status"].isin(KNOWN).sum())
    none = say("可以核对的{count}项没有到期未完成的", count=checked) if checked else say("都没有可核对的数据")
    parts = {"offices": len(counts), "count": len(tasks), "finding": join("、", late) or none}
    title = say("{offices}个处室分担{count}项任务（共同负责的各计一次）：{finding}", **parts)
    note = say("一项任务由几个处室负责的，每个处室各计一次，所以各行不能相加。")
    return Exhibit(title, shown, _evidence_of(tasks, evidence), note=note, has_source_line=False)


@section(reads=[reads.tasks])
def list_tasks(tasks: pd.DataFrame, evidence: pd.DataFrame) -> Section:
    """List every task with its offices and its status, a table for each clause."""
    parts = tasks.groupby("clause", sort=False)
    prose = say("任务按指引的段落拆分、缩写。未设监测的任务没有可核对的数据，不判断是否完成。")
    return Section(
        say("各项任务"), tuple(_clause(str(clause), rows, evidence) for clause, rows in parts), prose, is_filtered=True
    )


def _clause(clause: str, tasks: pd.DataFrame, evidence: pd.DataFrame) -> Exhibit:
    shown = pd.DataFrame([_task_row(row) for row in tasks.to_dict("records")])
    parts = {"clause": quote(clause), "count": len(tasks), "finding": _finding(_counts(tasks))}
    title = say("{clause}：{count}项任务，{finding}", **parts)
    used = shown.drop(columns=[name for name in ("责任单位", "说明") if shown[name].eq("").all()])
    return Exhibit(title, used, _evidence_of(tasks, evidence), has_source_line=False, facets=_facets(tasks))


def _facets(tasks: pd.DataFrame) -> dict[str, list[str]]:
    return {
        "office": [BAR.join(map(quote, text.split(JOIN))) for text in tasks["offices"]],
        "overdue": [APPLIES if status == "overdue" else "" for status in tasks["status"]],
        "monitored": [APPLIES if status != "not_monitored" else "" for status in tasks["status"]],
    }


def _task_row(task: dict[str, str]) -> dict[str, str]:
    late = say("逾期完成（{late}）", late=join("、", map(_late, task["late"].split(JOIN)))) if task["late"] else ""
    notes = [late, formatting.synthetic() if task["synthetic"] else ""]
    return {
        "编号": task["id"],
        "任务": quote(task["task"]),
        "责任处室": quote(task["offices"]),
        "责任单位": _units(task["units"]),
        "状态": _marked(task["status"]),
        "依据": join("、", task["by"].split(JOIN)) or "—",
        "说明": join("；", filter(None, notes)),
    }


def _late(entry: str) -> str:
    id_, _, day = entry.partition(" ")
    return say("{id}：{day}", id=id_, day=formatting.day(day)) if day else id_


def _units(codes: str) -> str:
    given = codes.split(JOIN) if codes else []
    if set(given) == set(places.codes("unit")):
        return say(catalogue_settings.settings().every_unit)
    return join("、", [formatting.place(code, short=False) for code in given])


def _evidence_of(tasks: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Keep the milestones that these tasks are followed by, and figures where one is followed by a figure."""
    events = {id_ for id_, item in indicators.indicators().items() if item.kind == "event"}
    links = {f"milestone_{id_.lower()}" for text in tasks["monitored_by"] if text for id_ in text.split(JOIN)}
    is_event = evidence["indicator"].isin(events)
    return evidence[evidence["indicator"].isin(links) | (~is_event & bool(links - events))]
