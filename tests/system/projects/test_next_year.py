"""The year that docs/next-year.md adds is added by its text alone, in a copy of the project."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest

from ipanalytics.batch import plan
from ipanalytics.catalogue import indicators
from ipanalytics.cli import main
from ipanalytics.core.errors import CatalogueError
from ipanalytics.monitoring import assessment, targets, tasks

pytestmark = pytest.mark.slow
TEXT = (Path(__file__).parents[3] / "docs" / "next-year.md").read_text(encoding="utf-8")
CHINESE = (Path(__file__).parents[3] / "docs" / "next-year.zh-CN.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE))
APPENDED = "data/catalogue/indicators.yaml"
OWN = "data/catalogue/targets/2023-610800.yaml"
(FIGURES,) = re.findall(r"^```csv\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE)
SHOWN = ["area", "target", "value", "status", "scope"]


def test_the_chinese_page_has_the_same_blocks_and_figures():
    blocks = re.compile(r"^```.*?^```|^\| 6\d.*?$", re.DOTALL | re.MULTILINE)
    assert blocks.findall(CHINESE) == blocks.findall(TEXT)


def add(home, *, without=()):
    """Write what the document says into a copy of the project."""
    for name in set(FILES) - set(without):
        before = (home / name).read_text(encoding="utf-8") if name == APPENDED else ""
        (home / name).write_text(before + "\n" * bool(before) + FILES[name], encoding="utf-8")
    (home / "figures.csv").write_text(FIGURES, encoding="utf-8")


@pytest.fixture(scope="module")
def project_with_year(tmp_path_factory, copy_project):
    home = copy_project(tmp_path_factory.mktemp("next"))
    add(home)
    return home


@pytest.fixture
def added(project_with_year, monkeypatch):
    """Work in a copy of the project that has the year, which tests share and leave as it is."""
    monkeypatch.setenv("IPANALYTICS_HOME", str(project_with_year))
    return project_with_year


def progress(capsys, home, *options):
    capsys.readouterr()
    command = ["progress", "--year", "2023", "--as-of", "2023-06", "--format", "csv", *options]
    assert main.main(command) == 0
    return pd.read_csv(io.StringIO(capsys.readouterr().out), dtype={"area": str})


def tried(capsys, home):
    return progress(capsys, home, "--observations", str(home / "figures.csv"))


def expected():
    lines = [line for line in TEXT.splitlines() if re.match(r"\| 6\d", line)]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return pd.DataFrame(rows, columns=SHOWN).astype({"value": float})


def test_the_document_gives_every_file():
    assert set(FILES) == {
        "data/catalogue/targets/2023.yaml", OWN, "data/catalogue/tasks/2023.yaml", APPENDED,
    }  # fmt: skip


def test_the_example_gives_the_table_of_the_document(added, capsys):
    wanted = expected()
    rows = tried(capsys, added).merge(wanted[["area", "target"]])
    pd.testing.assert_frame_equal(rows[SHOWN], wanted, check_dtype=False)


def test_a_units_own_target_replaces_its_share_alone(home, capsys):
    add(home)
    rows = tried(capsys, home)
    navigation = rows[rows["indicator"] == "navigation_projects"].set_index("area")["scope"]
    assert navigation["610800"] == "own"
    assert navigation.value_counts()["own"] == 2
    (home / OWN).unlink()
    again = tried(capsys, home)
    assert "own" not in set(again[again["area"] == "610800"]["scope"])


def test_the_example_runs_on_figures_of_the_project(small, capsys):
    add(small)
    rows = progress(capsys, small, "--area", "陕西", "--area", "榆林")
    assert set(rows["target"]) == {"T01", "T02", "M2301", "Y01"}


@pytest.mark.usefixtures("added")
def test_the_new_year_is_the_newest():
    assert targets.years()[-1] == 2023
    assert {target.id for target in targets.load(2023)} == {"T01", "T02", "M2301", "Y01"}


@pytest.mark.usefixtures("added")
def test_the_tasks_name_targets_of_the_year():
    ids = [target.id for target in targets.load(2023)]
    assert [task.monitored_by for task in tasks.load(2023, targets=ids)] == [("M2301",), ("T02",), ()]


def test_a_milestone_without_its_indicator_is_refused(home):
    add(home, without=[APPENDED])
    with pytest.raises(CatalogueError, match="'milestone_m2301' is not an indicator"):
        targets.load(2023)


@pytest.mark.usefixtures("added")
def test_the_catalogue_takes_the_appended_indicator():
    assert indicators.indicator("milestone_m2301").kind == "event"


@pytest.mark.parametrize(
    ("as_of", "year", "expected"),
    [("2022-09", 0, (2022, "2022-09-30")), ("", 2022, (2022, "2022-12-31")), ("", 0, (2023, "2023-12-31")),
     ("2023-03", 0, (2023, "2023-03-31")), ("2024", 0, (2023, "2024-12-31")), ("2023-03", 2022, (2022, "2023-03-31"))],
)  # fmt: skip
@pytest.mark.usefixtures("added")
def test_last_years_report_can_be_made_again(as_of, year, expected):
    made = assessment.load(as_of, year)
    assert (made.year, made.as_of) == expected
    if made.year == 2022:
        assert len(made.rows[made.rows["area"].eq("610000") & made.rows["kind"].ne("milestone")]) == 17


def test_a_page_takes_the_year_that_is_asked_for():
    (job,) = plan.jobs_for(["榆林"], year=2022)
    assert job.parameters["guide"] == 2022
    assert "guide" not in plan.jobs_for(["榆林"])[0].parameters
