"""What answers must be beside one another, and what is missing; how a checked workbook is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ipanalytics.catalogue import indicators
from ipanalytics.observations import checks
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook import template
from ipanalytics.submissions.workbook.answers import Answer
from ipanalytics.submissions.workbook.form import Form


@dataclass(frozen=True)
class Fault:
    """What is wrong at a cell; `cell` is empty of a whole sheet, `sheet` of the whole file."""

    sheet: str
    cell: str
    text: str

    @property
    def where(self) -> str:
        """Sheet and cell as a message names them."""
        return f"《{self.sheet}》{self.cell}" if self.sheet else "整个文件"


@dataclass
class Checked:
    """The faults of a workbook, and what it answers: by what is asked and the role of the cell, with the cell."""

    form: Form | None
    faults: list[Fault] = field(default_factory=list)
    given: dict[tuple[str, str], tuple[Answer, Fault]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def answer(self, asks: str, role: str) -> Answer:
        """Return what a cell answers; None where it was left empty or isn't asked."""
        return self.given[asks, role][0] if (asks, role) in self.given else None

    def fault(self, asks: str, role: str, text: str) -> Fault:
        """Return a fault at the cell that answers something."""
        return replace(self.given[asks, role][1], text=text)

    def is_wrong(self, asks: str, role: str) -> bool:
        """Whether what a cell holds was no answer already."""
        place = self.given[asks, role][1]
        return any((each.sheet, each.cell) == (place.sheet, place.cell) for each in self.faults)


def _number(checked: Checked, indicator: str) -> int | None:
    value = checked.answer(indicator, "number")
    return value if isinstance(value, int) else None


def _sums(checked: Checked, form: Form) -> Iterator[Fault]:
    """Give totals that aren't the sum of their parts."""
    parts: dict[str, list[str]] = {}
    for question in forms.counts(form.year):
        if question.total:
            parts.setdefault(question.total, []).append(question.indicator)
    for total, of in parts.items():
        whole, known = _number(checked, total), [_number(checked, part) for part in of]
        amounts = [value for value in known if value is not None]
        if whole is not None and len(amounts) == len(of) and whole != sum(amounts):
            names = "、".join(indicators.indicator(part).name for part in of)
            yield checked.fault(total, "number", f"合计{whole:,}与分项之和{sum(amounts):,}不等（{names}）。")


def _jumps(checked: Checked, form: Form) -> Iterator[Fault]:
    """Give counts that are far from the last ones, or fall within the year, where no remark says why."""
    for question in forms.counts(form.year):
        value = _number(checked, question.indicator)
        if value is None or checked.answer(question.indicator, "remark"):
            continue
        jump = _stock_jump if question.item.kind == "stock" else _flow_jump
        if words := jump(value, question.indicator, form):
            yield checked.fault(question.indicator, "number", f"{words}请核对；属实的，在备注栏写明原因。")


def _stock_jump(value: int, indicator: str, form: Form) -> str:
    least, most = template.likely(form, indicator) or (value, value)
    last = form.before.get(indicator) or form.year_before.get(indicator)
    if last is None or least <= value <= most:
        return ""
    return f"{value:,}与上次的{last.value:,.0f}相差太大，应在{least:,}至{most:,}之间。"


def _flow_jump(value: int, indicator: str, form: Form) -> str:
    last, limits = form.before.get(indicator), checks.limits()
    if last and value < last.value:
        return f"累计数{value:,}比上期的{last.value:,.0f}少。"
    known = [each.value for each in (last, form.year_before.get(indicator)) if each]
    most = max(limits.flow_jump_from, limits.flow_jump_factor * max(known, default=value))
    return f"{value:,}与以前相差太大，应不超过{most:,.0f}。" if known and value > most else ""


def _days(checked: Checked, form: Form) -> Iterator[Fault]:
    """Give events that are done on no day, or have a day and aren't done."""
    for id_ in (question.indicator for question in forms.milestones(form.year, form.area)):
        done, day = checked.answer(id_, "flag"), checked.answer(id_, "day")
        if done == 1 and day is None and not checked.is_wrong(id_, "day"):
            yield checked.fault(id_, "day", "选了“是”，请填完成日期。")
        if done != 1 and day is not None and not checked.is_wrong(id_, "flag"):
            yield checked.fault(id_, "flag", "填了完成日期，这里应选“是”。")


def missing(checked: Checked, form: Form) -> list[str]:
    """Return what is asked of every unit and was left empty: ids of indicators, and of targets to be explained."""
    asked = [(question.indicator, "number") for question in forms.counts(form.year)]
    asked += [(question.indicator, "flag") for question in forms.flags(form.year, form.area)]
    asked += [(id_, role) for id_ in form.explained for role in ("why", "next_step", "by")]
    return list(dict.fromkeys(asks for asks, role in asked if checked.answer(asks, role) is None))


ALL = (_sums, _jumps, _days)
