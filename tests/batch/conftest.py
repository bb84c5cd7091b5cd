import shutil

import nbformat
import pytest

from ipanalytics.core import project

PARAMETERS = 'area: str = "610000"\nas_of: str = ""\nsince: str = ""\nreal_only: bool = False'
REPORT = """from ipanalytics.report.exhibits import Opening
opening = Opening(f"{area}报告", "", f"{as_of}这里是{area}。", ())
assert area != "610800" or as_of != "2022", "no figures for 榆林"
opening"""


@pytest.fixture(scope="session")
def quick_project(tmp_path_factory):
    """Copy the project with a report that is quick, reads nothing and fails for 榆林 as of 2022."""
    home = tmp_path_factory.mktemp("quick")
    for folder in (project.data(), project.maps(), project.notebooks()):
        shutil.copytree(folder, home / folder.name)
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(REPORT)])
    notebook.metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(notebook, home / "notebooks" / "area_report.ipynb")
    return home


@pytest.fixture
def quick(quick_project, monkeypatch):
    """Work in the quick project: tests that leave it as it is share a server."""
    monkeypatch.setenv("IPANALYTICS_HOME", str(quick_project))
    return quick_project
