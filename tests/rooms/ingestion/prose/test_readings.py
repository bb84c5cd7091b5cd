import pytest

from ipanalytics.ingestion.prose import readings, rules
from ipanalytics.ingestion.prose.readings import Before

GRANTS = next(subject for subject in rules.subjects() if subject.indicator == "patent_grants")


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ({"scope": "高新区"}, Before(place="高新区")),
        ({"own": "全市"}, Before()),
        ({"other_time": "去年"}, Before(time="去年")),
        ({"plan": "力争"}, Before(plan="力争")),
        ({"part": "其中", "scope": "企业"}, Before(place="企业", is_inner=True, is_part=True)),
    ],
)
def test_what_a_clause_says_holds_for_the_figures_behind_it(said, after):
    assert readings.after_words(said, Before()) == after


def test_a_time_and_a_place_of_ones_own_end_another_one():
    assert readings.after_words({"year": "2025年"}, Before(time="去年", doubt="?")) == Before()
    assert readings.after_words({"own": "全市"}, Before(place="高新区", doubt="?")) == Before()


def test_words_that_narrow_one_subject_do_not_narrow_another():
    assert readings.is_one_topic("规上企业专利", GRANTS)
    assert not readings.is_one_topic("规上企业商标", GRANTS)
