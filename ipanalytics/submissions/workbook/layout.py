"""Where everything stands in a unit's workbook: sheets of rows of cells, each with what it is for.

`template` draws it, `checks` holds a workbook that came back against it.
"""

import re
from dataclasses import dataclass

from ipanalytics.catalogue import indicators, places, settings, sources
from ipanalytics.core import periods
from ipanalytics.monitoring.targets import Target
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook.form import DEMONSTRATION, MADE_UP, Before, Form, Question

GUIDE, COUNTS, FLAGS, EXPLAINED, HIDDEN = "填报说明", "指标数据", "覆盖与事项", "情况说明", "版本"
SUMMARY = "退回说明"
# What a file's name can't hold on one system or another.
NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
# What is typed into: `free` is for the office only and isn't read.
OPEN = ("number", "remark", "flag", "day", "place", "why", "next_step", "by", "free")
YES, NO = "是", "否"
STEPS = (
    "只填浅黄色格子；灰色格子已锁定，请勿修改。不要增删行、列和工作表，不要设置打开密码。",
    "《指标数据》：按所列计量单位填整数，不写单位和文字。流量指标填年初以来的累计数，存量指标填期末数。",
    "本期数与上期相差很大、或累计数比上期少而属实的，在“备注”栏写明原因。",
    "《覆盖与事项》：选“是”或“否”；已完成的事项填完成日期。不由本单位承担的事项留空。",
    "《情况说明》：对低于要求的目标，逐项写明原因、下一步措施和完成时限。",
    "填完后把本文件按原格式（.xlsx）发回。有问题的会退回一份标注了错处的副本，可以直接在副本上改好再报。",
    "联系人和电话只用于核对，不进入任何报告、台账和数据；请勿写在其他工作表里。",
)


@dataclass(frozen=True)
class Cell:
    """A cell: what stands in it at first, what it is for, its note, and the indicator or target it answers."""

    value: str | float | None
    role: str
    note: str = ""
    asks: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is typed into."""
        return self.role in OPEN


@dataclass(frozen=True)
class Row:
    """A row of cells from column A on; `key` finds it again by its text in the sheet's key column."""

    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows from row 1 on, the column of keys (1 is A), the row of heads and the widths of columns."""

    name: str
    rows: tuple[Row, ...]
    key_column: int
    head: int
    widths: tuple[float, ...]


def sheets(form: Form) -> list[Sheet]:
    """Return the sheets of a workbook in their order, but the hidden one."""
    return [_guide(form), _counts(form), _flags(form), _explained(form)]


def month_word(period: str) -> str:
    """Return a month in words.

    Examples
    --------
    >>> month_word("2022-09")
    '2022年9月'
    """
    end = periods.parse(period).end
    return f"{end.year}年{end.month}月"


def title(form: Form) -> str:
    """Return what a workbook is called."""
    return f"{places.name_of(form.area)}知识产权工作报送表（{month_word(form.period)}）"


def file_name(form: Form) -> str:
    """Return the name of a workbook's file; the name of a place leads to no other folder."""
    return f"{NO_NAME.sub('_', places.name_of(form.area, short=True))}_{form.period}_报送表.xlsx"


def _line(text: str, role: str, columns: int) -> Row:
    return Row((Cell(text, role), *(Cell(None, role) for _ in range(columns - 1))))


def _heads(*texts: str) -> Row:
    return Row(tuple(Cell(text, "head") for text in texts))


def _guide(form: Form) -> Sheet:
    guide = settings.settings().guide.format(year=form.year)
    rows = [
        _line(title(form), "title", 2),
        _line(f"依据{guide}填报{_deadline(form)}", "note", 2),
        _heads("序号", "说明"),
    ]
    rows += [Row((Cell(number, "middle"), Cell(step, "label"))) for number, step in enumerate(STEPS, 1)]
    contacts = [Row((Cell(word, "middle"), Cell(None, "free"))) for word in ("填报人", "联系电话")]
    return Sheet(GUIDE, (*rows, *contacts), 2, 3, (12, 112))


def _deadline(form: Form) -> str:
    """Return by which day a year's last workbook is expected, where a target says so."""
    own = settings.settings().reported_by_workbook
    days = [target.end for target in forms.targets_of(form.year) if target.indicator == own and form.is_final]
    return f"，请于{days[0].year}年{days[0].month}月{days[0].day}日前报送" if days else ""


def _counts(form: Form) -> Sheet:
    heads = ("目标", "指标", "计量单位", "上年数", "上期数", "本期数", "备注", "指标解释")
    note = "上年数：存量为上年末，流量为上年同期累计；上期数：本年内最近一期。"
    marked = f"{note}其中含{MADE_UP}。" if form.has_synthetic else note
    rows = [_line(f"{title(form)}　{COUNTS}", "title", 8), _line(marked, "note", 8), _heads(*heads)]
    rows += [_count(form, question) for question in forms.counts(form.year)]
    return Sheet(COUNTS, tuple(rows), 2, 3, (8, 32, 10, 13, 13, 15, 24, 54))


def _count(form: Form, question: Question) -> Row:
    item = question.item
    kind = "年初以来累计" if item.kind == "flow" else "期末数"
    part = f"是{indicators.indicator(question.total).name}的一部分。" if question.total else ""
    note = f"单位：{item.unit}；{kind}。{item.definition}{part}"
    cells = (
        Cell(question.target, "middle"),
        Cell(item.name, "part" if question.total else "label"),
        Cell(item.unit, "unit"),
        _before(form.year_before.get(item.id)),
        _before(form.before.get(item.id)),
        Cell(None, "number", note, item.id),
        Cell(None, "remark", "", item.id),
        Cell(f"{kind}。{item.definition}", "small"),
    )
    return Row(cells, item.name)


def _before(known: Before | None) -> Cell:
    if known is None:
        return Cell("—", "figure")
    cited = "；".join(sources.cite(id_) for id_ in known.source.split(sources.SEPARATOR) if id_ in sources.load())
    mark = f"（{DEMONSTRATION}）" if known.is_synthetic and DEMONSTRATION not in cited else ""
    return Cell(known.value, "figure", f"{known.period}；来源：{cited}{mark}")


def _flags(form: Form) -> Sheet:
    heads = ("目标", "事项", "是/否", "完成日期", "所在县（市、区）", "说明")
    events = forms.milestones(form.year, form.area)
    own = "；M开头的由本单位承担，已经落实的填“是”和完成日期，其余留空" if events else ""
    note = f"截至期末的情况。T开头的必填{own}。地点可不填。"
    rows = [_line(f"{title(form)}　{FLAGS}", "title", 6), _line(note, "note", 6), _heads(*heads)]
    rows += [_flag(question, "figure") for question in forms.flags(form.year, form.area)]
    rows += [_flag(question, "day") for question in events]
    return Sheet(FLAGS, tuple(rows), 2, 3, (8, 44, 10, 15, 20, 62))


def _flag(question: Question, day: str) -> Row:
    item = question.item
    # How the table has a yes or no is nothing to a clerk.
    definition = item.definition.partition("：1为")[0].rstrip("。") + "。"
    cells = (
        Cell(question.target, "middle"),
        Cell(item.name, "label"),
        Cell(None, "flag", f"{definition}选“是”或“否”。", item.id),
        Cell(None, "day", "完成的那一天，如2022-12-05", item.id) if day == "day" else Cell("—", "unit"),
        Cell(None, "place", "", item.id),
        Cell(definition, "small"),
    )
    return Row(cells, item.name)


def _explained(form: Form) -> Sheet:
    heads = ("目标", "内容", "目前情况", "原因", "下一步措施", "完成时限")
    note = "对低于要求的目标逐项填写。" if form.explained else "目前没有低于要求的目标，不必填写。"
    note += f"注明“{MADE_UP}”的不是真实情况，不必填写。" if len(form.behind) > len(form.explained) else ""
    rows = [_line(f"{title(form)}　{EXPLAINED}", "title", 6), _line(note, "note", 6), _heads(*heads)]
    known = {target.id: target for target in forms.targets_of(form.year)}
    rows += [_explanation(known[id_], standing) for id_, standing in form.behind.items() if id_ in known]
    return Sheet(EXPLAINED, tuple(rows), 1, 3, (8, 36, 30, 42, 42, 15))


def _explanation(target: Target, standing: str) -> Row:
    item = indicators.indicator(target.indicator)
    cells = (
        Cell(target.id, "middle"),
        Cell(f"{item.name}：{target.quote}", "label"),
        Cell(standing, "label"),
        Cell(None, "why", "为什么没有达到要求", target.id),
        Cell(None, "next_step", "打算怎么做、谁来做", target.id),
        Cell(None, "by", "最迟到哪一天", target.id),
    )
    return Row(cells, target.id)
