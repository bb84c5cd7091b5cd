import pytest

from ipanalytics.batch import plan
from ipanalytics.catalogue import places
from ipanalytics.core.errors import CatalogueError, CleaningError, ReportError


def test_sixteen_areas_the_tasks_and_the_data_quality_are_planned():
    jobs = plan.jobs_for([])
    expected = [places.province(), *places.codes("region"), *places.codes("unit")]
    assert len(expected) == 16
    assert [job.area for job in jobs] == [*expected, "tasks", "data_quality"]
    assert "area" not in jobs[-1].parameters


def test_a_page_that_needs_a_file_is_planned_where_the_file_is(home):
    assert "submissions" in plan.entries()
    assert "submissions" not in plan.plans()
    (home / "data" / "submissions").mkdir()
    (home / "data" / "submissions" / "journal.csv").touch()
    assert [job.area for job in plan.jobs_for([])][-1] == "submissions"


@pytest.mark.parametrize("name", ["610800", "榆林", "榆林市", "Yulin"])
def test_an_area_is_a_code_or_a_name(name):
    assert [job.area for job in plan.jobs_for([name])] == ["610800"]


def test_a_page_of_no_area_is_asked_for_by_its_entry():
    assert [job.area for job in plan.jobs_for(["tasks", "榆林"])] == ["610800", "tasks"]
    with pytest.raises(ReportError, match=r"submissions, made of data/submissions/journal\.csv, which isn't there yet"):
        plan.jobs_for(["submissions"])


def test_all_unknown_areas_are_named():
    with pytest.raises(CleaningError) as refusal:
        plan.jobs_for(["榆木", "西咸新区", "延安"])
    assert "榆木" in str(refusal.value)
    assert "西咸新区" in str(refusal.value)
    assert "延安" not in str(refusal.value)


def test_an_area_without_a_report_is_refused():
    with pytest.raises(ReportError, match="山西"):
        plan.jobs_for(["山西"])


def test_as_of_must_be_a_period():
    with pytest.raises(CleaningError, match="2022-13"):
        plan.jobs_for(["榆林"], as_of="2022-13")


def test_reports_yaml_is_refused_before_a_kernel_starts(home):
    text = "area_report:\n  notebook: area_report.ipynb\n  levels: [unit]\n  parameters: {colour: red}\n"
    (home / "notebooks" / "reports.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="'colour' is not a parameter"):
        plan.jobs_for([])


def test_unknown_keys_levels_and_notebooks_are_named(home):
    path = home / "notebooks" / "reports.yaml"
    path.write_text("a: {notebook: gone.ipynb, levels: [planet], parameters: {}}\n", encoding="utf-8")
    with pytest.raises(ReportError) as refusal:
        plan.plans()
    assert "planet" in str(refusal.value)
    assert "gone.ipynb" in str(refusal.value)
    path.write_text("a: {notebok: gone.ipynb}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="notebok"):
        plan.plans()


def test_the_language_is_a_parameter_of_pages_that_are_not_chinese():
    chinese, english = (plan.jobs_for(["榆林"], lang=lang)[0].parameters for lang in ("zh", "en"))
    assert english == {**chinese, "lang": "en"}


def test_a_year_without_a_list_of_tasks_has_no_page_of_them(home):
    guide = (home / "data" / "catalogue" / "targets" / "2022.yaml").read_text(encoding="utf-8")
    later = guide.replace("year: 2022", "year: 2023", 1)
    (home / "data" / "catalogue" / "targets" / "2023.yaml").write_text(later, encoding="utf-8")
    assert "tasks" in {job.area for job in plan.jobs_for([], year=2022)}
    assert "tasks" not in {job.area for job in plan.jobs_for([], year=2023)}
    with pytest.raises(ReportError, match=r"tasks, made of data/catalogue/tasks/2023\.yaml, which isn't there yet"):
        plan.jobs_for(["tasks"], year=2023)
