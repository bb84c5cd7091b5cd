from datetime import date

import pytest

from ipanalytics.submissions.workbook import answers
from ipanalytics.submissions.workbook.layout import Cell
from ipanalytics.submissions.workbook.returned import Typed
from tests.rooms.submissions.builders import a_form

COUNT, FLAG, DAY, BY = (Cell(None, role, "", "gi_new") for role in ("number", "flag", "day", "by"))
PLACE, WHY = Cell(None, "place"), Cell(None, "why")


def read(cell, kind, value, *, is_formula=False):
    return answers.read(cell, Typed(kind, value, is_formula), a_form())


@pytest.mark.parametrize(
    ("cell", "kind", "value", "answer"),
    [
        (COUNT, "number", 12, 12),
        (COUNT, "number", 12.0, 12),
        (COUNT, "number", 0, 0),
        (FLAG, "text", "是", 1),
        (FLAG, "text", " 否 ", 0),
        (DAY, "day", date(2022, 12, 31), date(2022, 12, 31)),
        (BY, "day", date(2023, 3, 31), date(2023, 3, 31)),
        (PLACE, "text", "榆阳区", "榆阳区"),
        (WHY, "text", "认证机构少，\n排队久", "认证机构少， 排队久"),
        (WHY, "number", 3, "3"),
        (WHY, "text", "=1+1 是文字", "=1+1 是文字"),
    ],
)
def test_an_answer_comes_back(cell, kind, value, answer):
    assert read(cell, kind, value) == (answer, "")


def test_a_formula_that_came_to_something_is_a_count():
    assert read(COUNT, "number", 12, is_formula=True) == (12, "")


@pytest.mark.parametrize("cell", [COUNT, FLAG, DAY, BY, PLACE, WHY])
def test_an_empty_cell_answers_nothing_and_is_no_fault(cell):
    assert answers.read(cell, None, a_form()) == (None, "")


@pytest.mark.parametrize(
    ("cell", "kind", "value", "said"),
    [
        (COUNT, "number", -1, "小于0"),
        (COUNT, "number", 2.5, "不是整数"),
        (COUNT, "number", 1e15, "太大"),
        (COUNT, "bool", True, "是文字"),
        (COUNT, "day", date(2022, 5, 6), "是日期"),
        (COUNT, "text", "八十", "是文字，应为整数（单位：件）"),
        (COUNT, "text", "1,200", "存成了文字"),
        (COUNT, "text", "12件", "不写单位和说明"),
        (COUNT, "text", "1.2万", "带“万”，应按“件”填写整数"),
        (COUNT, "text", "三千", "带“千”"),
        (COUNT, "unknown", "", "没有算出结果的公式"),
        (COUNT, "error", "#REF!", "公式错误值“#REF!”"),
        (FLAG, "text", "有", "不是“是”或“否”"),
        (FLAG, "number", 1, "不是“是”或“否”"),
        (DAY, "day", date(2021, 12, 31), "不在2022-01-01至2022-12-31之间"),
        (DAY, "day", date(2023, 1, 1), "不在2022-01-01至2022-12-31之间"),
        (DAY, "text", "五月六日", "不是日期"),
        (DAY, "number", 44687, "不是日期"),
        (BY, "day", date(2022, 12, 30), "不在2022-12-31至"),
        (PLACE, "text", "长安区", "不在本单位的县（市、区）之列"),
        (WHY, "text", "请找王五 13800138000", "含有电话号码"),
        (WHY, "text", "0912-3891234", "含有电话号码"),
        (WHY, "error", "#NAME?", "公式错误值"),
    ],
)
def test_what_is_no_answer_is_said_in_words(cell, kind, value, said):
    answer, words = read(cell, kind, value)
    assert answer is None
    assert said in words


def test_a_formula_is_no_text():
    assert read(WHY, "text", "x", is_formula=True) == (None, "是公式，应为文字。")


def test_a_long_text_is_quoted_by_its_beginning():
    assert read(COUNT, "text", "长" * 5000)[1].startswith(f"“{'长' * 30}……”是文字")
