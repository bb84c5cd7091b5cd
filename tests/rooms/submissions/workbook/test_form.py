import pytest

from ipanalytics.catalogue import places
from ipanalytics.core.errors import CleaningError
from ipanalytics.submissions.workbook import form as forms
from tests.rooms.submissions.builders import a_form


def test_what_is_asked_follows_from_the_years_targets():
    asked = [(question.indicator, question.target, question.total) for question in forms.counts(2022)]
    assert asked[:2] == [("high_value_inventions", "T01", ""), ("gi_new", "T02", "")]
    assert ("inventions_in_force", "T11a", "patents_in_force") in asked
    assert ("designs_in_force", "", "patents_in_force") in asked
    assert len({id_ for id_, _, _ in asked}) == len(asked) == 14


def test_no_rate_and_no_surveys_result_is_asked():
    assert {question.item.kind for question in forms.counts(2022)} == {"stock", "flow"}


def test_coverage_is_asked_of_its_members_and_what_follows_from_the_workbook_of_nobody():
    assert [question.target for question in forms.flags(2022, "610800")] == ["T13", "T14"]
    assert forms.flags(2022, "610581") == []


def test_milestones_are_asked_of_units_that_a_task_names_and_never_the_provinces_deeds():
    asked = {area: [question.target for question in forms.milestones(2022, area)] for area in places.codes("unit")}
    assert {area: events for area, events in asked.items() if events} == {"610100": ["M14"], "610403": ["M14"]}


def test_a_form_shows_the_figures_before_and_what_is_behind():
    form = forms.load("榆林", "2022-12")
    assert (form.year_before["inventions_in_force"].value, form.year_before["inventions_in_force"].period) == (
        498,
        "2021",
    )
    assert form.before["advantage_enterprises_new"].period == "2022-01/2022-11"
    assert form.has_synthetic
    assert form.behind["T07"] == "已有10家，未完成（按比例分摊，非正式）（演示数据，仅供试填）"
    assert form.explained == []


def test_nothing_made_up_asks_for_an_explanation_and_real_figures_do():
    assert a_form().explained == ["T07"]
    real = forms.load("榆林", "2022-12", real_only=True)
    assert not real.has_synthetic
    assert real.explained == list(real.behind)


def test_within_a_year_flows_are_cumulated_and_stocks_stand_at_the_month():
    form = a_form(period="2022-09")
    assert (form.period_of("gi_new"), form.period_of("inventions_in_force")) == ("2022-01/2022-09", "2022-09")
    assert (a_form().period_of("gi_new"), a_form().period_of("inventions_in_force")) == ("2022", "2022")


def test_a_form_comes_back_from_its_text():
    assert forms.from_text(forms.as_text(a_form())) == a_form()


@pytest.mark.parametrize(
    ("area", "period", "named"), [("陕北", "2022-12", "陕北"), ("榆林", "2022-12-20", "2022-12-20")]
)
def test_what_has_no_workbook_is_refused(area, period, named):
    with pytest.raises(CleaningError, match=named):
        forms.load(area, period)


def test_the_fingerprint_changes_with_what_the_catalogue_asks(small, spoil):
    before = forms.fingerprint("610800", 2022)
    spoil("data/catalogue/indicators.yaml", "年内新通过知识产权管理规范认证的单位数", "年内新通过认证的单位数")
    assert forms.fingerprint("610800", 2022) != before
