import pytest

from ipanalytics.ingestion.prose import clauses, title

TITLE = title.read("西安市2025年国民经济和社会发展统计公报")


@pytest.mark.parametrize(
    ("text", "rest", "kinds"),
    [
        ("全年全市共授权专利", "授权专利", {"year", "own", "filler"}),
        ("截至2025年底西安市拥有有效发明专利", "效发明专利", {"year_end", "own", "filler"}),
        ("2024年专利授权量", "专利授权量", {"other_time"}),
        ("高新区专利授权量", "专利授权量", {"scope"}),
        ("宝鸡市专利授权量", "专利授权量", {"scope"}),
        ("其中累计授权", "授权", {"part", "cumulated"}),
        ("力争2026年专利授权量", "专利授权量", {"plan", "other_time"}),
    ],
)
def test_the_words_before_a_subject_are_peeled_off_by_kind(text, rest, kinds):
    *_, last = clauses.peeled(text, TITLE)
    assert (last.rest, last.said.keys()) == (rest, kinds)


@pytest.mark.parametrize("text", ["比上年增长", "同比分别下降", "较上年末提高", "有效发明专利增加了", "增速为"])
def test_a_change_ends_in_its_verb(text):
    assert clauses.is_change(text)


@pytest.mark.parametrize("text", ["增加到", "提高至", "全年新增", "授权量达到", "降至"])
def test_what_reaches_a_level_is_no_change(text):
    assert not clauses.is_change(text)


def test_a_subject_counts_with_the_unit_of_its_figures_only():
    clause = clauses.Clause("专利质押融资")
    assert [s.indicator for s in clauses.subjects(clause, "亿元")] == ["pledge_amount"]
    assert [s.indicator for s in clauses.subjects(clause, "笔", is_known=False)] == [""]
