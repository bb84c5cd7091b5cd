import pandas as pd
import pytest

from ipanalytics.interactive import questions
from ipanalytics.interactive.widgets import forms

QUESTIONS = [forms.HOLDS, forms.NEEDS, forms.CHANGED, forms.ALONE, forms.RANKED]


@pytest.fixture(scope="module")
def asked():
    return forms.ask("2022-09")


def texts(box):
    return [each.value for each in box.children[-1].children]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_with_the_code_that_asks_it(asked, question):
    asked.children[1].value = question
    count, table, code = texts(asked)
    assert count.startswith("共")
    assert "<table" in table
    assert "questions." in code


def test_an_answer_of_synthetic_figures_says_so(asked):
    asked.children[1].value = forms.HOLDS
    asked.children[2].children[0].value = "T07"
    assert "演示数据" in texts(asked)[0]


def test_an_answer_has_chinese_heads_and_rounded_numbers():
    worded = forms.worded(questions.holding_back("T05", as_of="2022-09").head(1))
    assert list(worded.columns) == ["目标", "指标", "地区", "贡献", "全省与要求的差"]
    assert worded["贡献"].map(type).eq(str).all()


def test_another_amount_is_tried_and_an_impossible_one_told():
    tried = forms.try_out("2022-09")
    _, controls, answer = tried.children[0], tried.children[1], tried.children[-1]
    target, amount, _ = controls.children
    target.value = "T05"
    assert amount.value == 20
    amount.value = 40
    assert "ip.what_if({&#39;T05&#39;: 40.0}" in answer.children[-1].value
    amount.value = 0
    assert answer.children[0].value.startswith("<p>不能这样设：")


def test_figures_of_one_source_are_synthetic_by_their_own_rows(september):
    rows = pd.DataFrame({"cell": ["A1"], "status": ["final"], "area": ["610800"]})
    assert not forms.is_synthetic(rows, september)
    assert forms.is_synthetic(rows.assign(status="synthetic"), september)
