"""What a unit says of its targets itself: why it is behind, what it does next; and what it restated, when."""

from collections import defaultdict
from typing import Any

import pandas as pd

from ipanalytics.catalogue import indicators, journal
from ipanalytics.catalogue.journal import Entry
from ipanalytics.core import periods
from ipanalytics.core.i18n import join, quote, say
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.report import formatting, wording
from ipanalytics.submissions import filing, history
from ipanalytics.submissions.filing import Explanation

TOLD = {
    history.RESTATED: "{day}把{period}的数由{before}改为{value}。",
    history.TAKEN_BACK: "{day}撤回了{period}的数{before}。",
    history.DIFFERS: "{period}公布的是{value}，报送的是{before}。",
}


def by_target(assessment: Assessment, area: str) -> dict[str, list[str]]:
    """Return sentences by target: what a unit explained last up to the assessment's day, and what it restated."""
    entry = newest(area, assessment.as_of)
    if entry is None:
        return {}
    told: dict[str, list[str]] = defaultdict(list)
    for each in filing.explanations(entry):
        told[each.target].append(_explained(each, entry))
    for row in statements(area, assessment.as_of).to_dict("records"):
        told[row["indicator"]].append(_restated(row))
    measured = {target.id: indicators.indicator(target.indicator) for target in assessment.targets}
    return {
        id_: sentences for id_, item in measured.items()
        if (sentences := [*told.get(id_, []), *told.get(item.numerator or item.id, [])])
    }  # fmt: skip


def newest(area: str, as_of: str) -> Entry | None:
    """Return the last workbook of a unit that was filed for a period which had ended by a day."""
    day = periods.parse(as_of).end
    filed = [entry for entry in journal.current() if entry.area == area and periods.parse(entry.period).end <= day]
    return filed[-1] if filed else None


def statements(area: str, as_of: str) -> pd.DataFrame:
    """Return what a unit restated or took back, and where published figures differ, up to a day."""
    day, rows = periods.parse(as_of).end, history.follow(area)
    is_past = [periods.parse(text).end <= day for text in rows["period"]]
    return rows[rows["what"].isin(TOLD) & pd.Series(is_past, rows.index, dtype=bool)]


def _explained(told: Explanation, entry: Entry) -> str:
    parts = {"原因：{text}": told.why, "下一步：{text}": told.next_step}
    texts = [say(form, text=quote(text)) for form, text in parts.items() if text]
    texts += [say("时限：{text}", text=formatting.day(told.by))] if told.by else []
    day = formatting.day(entry.received)
    return say("本单位说明（{day}报送）：{text}。", day=day, text=join("；", texts))


def _restated(row: dict[Any, Any]) -> str:
    id_ = str(row["indicator"])
    amounts = {name: wording.amount(row[name], id_) for name in ("value", "before")}
    when = formatting.day(row["day"]) if row["day"] else ""
    return say(TOLD[row["what"]], day=when, period=formatting.period(row["period"], id_), **amounts)
