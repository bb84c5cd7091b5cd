import nbformat
import pytest

from tests.rooms.ingestion.builders import keep_nation

PARAMETERS = 'area: str = "610000"\nas_of: str = ""\nsince: str = ""\nreal_only: bool = False'
REPORT = """from ipanalytics.report.exhibits import Opening
opening = Opening(f"{area}报告", "", f"{as_of}这里是{area}。", ())
assert area != "610800" or as_of != "2022", "no figures for 榆林"
opening"""


@pytest.fixture(scope="session")
def write_project(copy_project):
    """Return a function that copies the project, with few figures, and gives it a report of such cells."""

    def write(home, cells):
        keep_nation(copy_project(home))
        parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
        notebook = nbformat.v4.new_notebook(cells=[parameters, *map(nbformat.v4.new_code_cell, cells)])
        notebook.metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
        nbformat.write(notebook, home / "notebooks" / "area_report.ipynb")
        return home

    return write


@pytest.fixture(scope="session")
def quick_project(tmp_path_factory, write_project):
    """Copy the project with a report that is quick, reads nothing and fails for 榆林 as of 2022."""
    return write_project(tmp_path_factory.mktemp("quick"), [REPORT])


@pytest.fixture
def quick(quick_project, monkeypatch):
    """Work in the quick project: tests that leave it as it is share a server."""
    monkeypatch.setenv("IPANALYTICS_HOME", str(quick_project))
    return quick_project
