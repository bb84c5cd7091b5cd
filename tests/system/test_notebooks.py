import ast
import json
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from papermill import cli

from ipanalytics.report.exhibits import EXHIBIT

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
NOTEBOOKS = sorted((HOME / "notebooks").glob("*.ipynb"))
BY_HAND = ("explore", "tutorial", "new_source")
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.Try, ast.With, ast.For, ast.While, ast.Lambda)


def code_cells(path):
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_committed_without_outputs(path):
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code_cells(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_thin(path):
    sources = ["".join(cell["source"]) for cell in code_cells(path)]
    assert len(sources) <= 18
    assert sum(source.count("\n") + 1 for source in sources) <= 60
    trees = [ast.parse(source) for source in sources]
    assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, FORBIDDEN)]
    assert all(len(tree.body) == 1 for tree in trees[2:]), "one call a cell after parameters and load"


@pytest.mark.parametrize("name", BY_HAND)
def test_notebooks_to_explore_run_without_a_word_of_warning(name, tmp_path):
    path = HOME / "notebooks" / f"{name}.ipynb"
    out = papermill.execute_notebook(path, tmp_path / path.name, cwd=path.parent, progress_bar=False)
    shown = [output for cell in out.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type in ("error", "stream")]
    assert shown


def test_reports_are_made_of_other_notebooks_than_those_to_explore():
    rendered = (HOME / "notebooks" / "reports.yaml").read_text(encoding="utf-8")
    assert not [name for name in BY_HAND if f"{name}.ipynb" in rendered]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_parameter_has_a_type_a_default_and_help(path):
    cell = next(c for c in code_cells(path) if "parameters" in c["metadata"].get("tags", []))
    for line in "".join(cell["source"]).splitlines():
        assert isinstance(ast.parse(line).body[0], ast.AnnAssign)
        assert "  # " in line


def test_stock_papermill_renders_an_area(tmp_path, monkeypatch):
    monkeypatch.chdir(HOME)
    out = tmp_path / "out.ipynb"
    given = ["-p", "area", "610800", "-p", "as_of", "2022-09", "--no-progress-bar"]
    cli.papermill(["notebooks/area_report.ipynb", str(out), *given], standalone_mode=False)
    text = out.read_text(encoding="utf-8")
    assert "榆林市知识产权发展报告" in text
    assert "数据截至2022年9月30日" in text
    assert figures_in(nbformat.read(out, as_version=4)) == 32


def test_stock_papermill_s_kernels_start_with_libraries_imported(tmp_path):
    path = tmp_path / "a.ipynb"
    cell = nbformat.v4.new_code_cell("import sys; assert 'plotly.graph_objects' in sys.modules")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    papermill.execute_notebook(path, None, kernel_name="ipanalytics", progress_bar=False)


@pytest.mark.parametrize(("name", "figures"), [("data_quality", 0), ("submissions", 0), ("tasks", 0)])
def test_notebooks_run_top_to_bottom_as_in_jupyterlab(name, figures):
    path = HOME / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    done = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    assert figures_in(done) == figures


def figures_in(notebook):
    """Count the figures of a notebook whose cells printed nothing."""
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type in ("error", "stream")]
    return sum(len(output.data.get(EXHIBIT, {}).get("figures", ())) for output in shown)


def test_an_area_outside_the_province_fails_instead_of_showing_another():
    notebook = nbformat.read(HOME / "notebooks" / "area_report.ipynb", as_version=4)
    notebook.cells = notebook.cells[:2]
    notebook.cells[0].source = notebook.cells[0].source.replace('area: str = ""', 'area: str = "山西"')
    with pytest.raises(CellExecutionError, match="there is no report of 山西省"):
        NotebookClient(notebook, resources={"metadata": {"path": str(HOME)}}).execute()


@pytest.mark.parametrize("name", ["area_report", "county_report", "data_quality", "submissions", "tasks"])
def test_a_number_as_papermill_guesses_it_is_a_period(name):
    cells = nbformat.read(HOME / "notebooks" / f"{name}.ipynb", as_version=4).cells
    load = next(cell["source"] for cell in cells if cell["id"] == "load")
    converting = [line for line in load.splitlines() if "str(as_of)" in line]
    values = {"as_of": 2022, "since": 2021}
    exec(converting[0], values)
    assert (values["as_of"], str(values["since"])) == ("2022", "2021")
    assert load.index(converting[0]) < load.index("load(as_of" if "load(as_of" in load else "(as_of, ")
