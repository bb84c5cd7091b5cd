"""What a single cell answers: a count, a yes or no, a day, a place, a text; or what is wrong, in a clerk's words.

Each function returns the answer and "", or None and the fault; an empty cell answers None without a fault.
"""

import re
from collections.abc import Callable
from datetime import date

from ipanalytics.catalogue import indicators
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook.form import Form
from ipanalytics.submissions.workbook.layout import NO, YES, Cell
from ipanalytics.submissions.workbook.returned import Typed

Answer = int | str | date | None
Read = tuple[Answer, str]
LARGEST = 999_999_999_999_999
PLAIN_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?")
LARGE_UNITS = re.compile("[万亿千百]")
PHONE = re.compile(r"(?<![0-9])(1[3-9][0-9]{9}|0[0-9]{2,3}[-—－ ]?[0-9]{7,8})(?![0-9])")
YEARS_AHEAD = 5


def read(cell: Cell, typed: Typed | None, form: Form) -> Read:
    """Return what stands in an open cell."""
    if typed is None or cell.role == "free":
        return None, ""
    if typed.kind == "unknown":
        return None, "是没有算出结果的公式，请直接填写结果。"
    if typed.kind == "error":
        return None, f"是公式错误值“{typed.quoted}”，请直接填写结果。"
    return READERS[cell.role](cell, typed, form)


def _count(cell: Cell, typed: Typed, form: Form) -> Read:
    del form
    unit = indicators.indicator(cell.asks).unit
    value = typed.value
    if typed.kind != "number" or isinstance(value, bool) or not isinstance(value, int | float):
        return None, _no_number(typed, unit)
    if value < 0:
        return None, f"“{typed.quoted}”小于0，应为0或正整数（单位：{unit}）。"
    if value != int(value):
        return None, f"“{typed.quoted}”不是整数，应为0或正整数（单位：{unit}）。"
    return (int(value), "") if value <= LARGEST else (None, f"“{typed.quoted}”太大，不可能是{unit}数。")


def _no_number(typed: Typed, unit: str) -> str:
    text = typed.shown.strip()
    if typed.kind == "day":
        return f"“{text}”是日期，应为整数（单位：{unit}）。"
    if large := LARGE_UNITS.search(text):
        return f"“{typed.quoted}”带“{large[0]}”，应按“{unit}”填写整数，如1.2万{unit}填12000。"
    if PLAIN_NUMBER.fullmatch(text):
        return f"“{typed.quoted}”存成了文字，应为数字；请把单元格改为数字后重新输入。"
    return f"“{typed.quoted}”是文字，应为整数（单位：{unit}），不写单位和说明。"


def _flag(cell: Cell, typed: Typed, form: Form) -> Read:
    del cell, form
    text = typed.shown.strip()
    return (
        ({YES: 1, NO: 0}[text], "") if text in (YES, NO) else (None, f"“{typed.quoted}”不是“是”或“否”，请从列表中选。")
    )


def _day(cell: Cell, typed: Typed, form: Form) -> Read:
    del cell
    return _between(typed, date(form.year, 1, 1), form.end)


def _by(cell: Cell, typed: Typed, form: Form) -> Read:
    del cell
    return _between(typed, form.end, date(form.year + YEARS_AHEAD, 12, 31))


def _between(typed: Typed, first: date, last: date) -> Read:
    if typed.kind != "day" or not isinstance(typed.value, date):
        return None, f"“{typed.quoted}”不是日期，应为{first}至{last}之间的日期，如{last}。"
    if not first <= typed.value <= last:
        return None, f"日期{typed.value}不在{first}至{last}之间。"
    return typed.value, ""


def _place(cell: Cell, typed: Typed, form: Form) -> Read:
    del cell
    text = typed.shown.strip()
    return (
        (text, "")
        if text in forms.places_in(form.area)
        else (None, f"“{typed.quoted}”不在本单位的县（市、区）之列，请从列表中选。")
    )


def _text(cell: Cell, typed: Typed, form: Form) -> Read:
    del cell, form
    if typed.is_formula:
        return None, "是公式，应为文字。"
    if PHONE.search(typed.shown):
        return None, "含有电话号码。联系人和电话只写在《填报说明》里，请从这里删去。"
    return " ".join(typed.shown.split()), ""


READERS: dict[str, Callable[[Cell, Typed, Form], Read]] = {
    "number": _count,
    "flag": _flag,
    "day": _day,
    "by": _by,
    "place": _place,
    **dict.fromkeys(("remark", "why", "next_step"), _text),
}
