import importlib.util
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
NAMES = ("explore", "tutorial", "new_source")
TALL = {"width": 1400, "height": 3200}


def _load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


laboratory = _load(HOME / "benchmarks" / "laboratory.py")


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    with laboratory.started(HOME, tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def tab(browser):
    context = browser.new_context(viewport=TALL)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_notebook_runs_in_jupyterlab_without_errors(lab, tab, name):
    assert lab.run_all(tab, f"{name}.ipynb") == []
    tab.screenshot(path=lab.folder.parent / f"{name}.png")


def test_a_click_on_a_place_shows_its_history_targets_and_sources(lab, tab):
    assert lab.run_all(tab, "explore.ipynb") == []
    tab.wait_for_selector(".js-plotly-plot .annotation")
    tab.get_by_label("指标").first.select_option("每万人口高价值发明专利拥有量")
    tab.get_by_text("每万人口高价值发明专利拥有量，2022年9月末").first.wait_for()
    laboratory.click_place(tab, "榆林")
    tab.get_by_role("heading", name="榆林：每万人口高价值发明专利拥有量").wait_for()
    tab.get_by_text("ip.judge('2022-09-30', area='榆林')").wait_for()
    shown = tab.locator(".jp-Notebook").inner_text()
    assert ".area('榆林').indicator('每万人口高价值发明专利拥有量')\nfigures.history()" in shown
    assert "figures.cited()" in shown
    assert "演示数据" in shown
    tab.screenshot(path=lab.folder.parent / "explore.png")
