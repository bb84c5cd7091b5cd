"""What a sound workbook says, as figures with the cell that each stands in, and as explanations."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.ingestion.transcriptions import HEADER
from ipanalytics.observations import table
from ipanalytics.submissions.filing import Explanation
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook.form import Form, Question
from ipanalytics.submissions.workbook.rules import Checked

STATUS, EMPTY, JOURNAL, INCOMPLETE = "submitted", "未填", "journal.csv", "报送表没有填全"
Row = dict[str, object]


def as_csv(checked: Checked, source: str, whole: str) -> str:
    """Return the figures of a sound workbook as a transcription; what was left empty has no value.

    Parameters
    ----------
    checked
        The workbook.
    source
        The id under which its figures are cited.
    whole
        The day on which the unit's first workbook for the period came in that left nothing out; "" where none has.
    """
    form = checked.form
    if form is None:
        msg = "a workbook without a form has no figures"
        raise ValueError(msg)
    rows = pd.DataFrame([*_counted(checked, form), *_events(checked, form), *_report(form, whole)])
    units = {id_: item.unit for id_, item in indicators.indicators().items()}
    complete = rows.assign(
        area=form.area, area_name=places.name_of(form.area), unit=rows["indicator"].map(units), source=source,
        status=STATUS,
    )  # fmt: skip
    return table.as_csv(complete[HEADER])


def _counted(checked: Checked, form: Form) -> Iterator[Row]:
    asked = [(question, "number") for question in forms.counts(form.year)]
    asked += [(question, "flag") for question in forms.flags(form.year, form.area)]
    yield from (_row(checked, question, role, form.period_of(question.indicator)) for question, role in asked)


def _events(checked: Checked, form: Form) -> Iterator[Row]:
    """Give what was done by its day, and what wasn't by the period's last; what a unit left empty isn't its task."""
    for question in forms.milestones(form.year, form.area):
        if checked.answer(question.indicator, "flag") is not None:
            day = checked.answer(question.indicator, "day") or form.end
            yield _row(checked, question, "flag", str(day))


def _row(checked: Checked, question: Question, role: str, period: str) -> Row:
    at, value = checked.fault(question.indicator, role, ""), checked.answer(question.indicator, role)
    place = checked.answer(question.indicator, "place")
    note = EMPTY if value is None else f"在{place}" if place else ""
    shown = "" if value is None else value
    return {
        "indicator": question.indicator,
        "period": period,
        "value": shown,
        "cell": f"{at.sheet}!{at.cell}",
        "note": note,
    }


def _report(form: Form, whole: str) -> Iterator[Row]:
    """Give that the unit has reported on the year once a workbook left nothing out; until then that it hasn't."""
    own = settings.settings().reported_by_workbook
    asking = [target for target in forms.targets_of(form.year) if target.indicator == own]
    if form.is_final and any(form.area in (t.members or hierarchy.members(t.area)) for t in asking):
        day = periods.moment(date.fromisoformat(whole) if whole else form.end)
        note = "" if whole else INCOMPLETE
        yield {"indicator": own, "period": day, "value": int(bool(whole)), "cell": JOURNAL, "note": note}


def explanations(checked: Checked) -> Iterator[Explanation]:
    """Give what was said of targets that are behind, and the remarks beside counts, by the id they are about."""
    form = checked.form
    told = [*form.behind, *(question.indicator for question in forms.counts(form.year))] if form else []
    for id_ in told:
        why = checked.answer(id_, "why") or checked.answer(id_, "remark")
        parts = (why, checked.answer(id_, "next_step"), checked.answer(id_, "by"))
        if any(parts):
            yield Explanation(id_, *(str(part or "") for part in parts))
