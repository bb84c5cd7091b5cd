"""Time the explorer: python benchmarks/exploring.py [repeats].

Runs explore.ipynb in the real JupyterLab in Chromium and prints, a row an action, the median milliseconds in the
kernel (until the new drawings are made) and those from click to drawn, by the browser's own clock: from the mouse's
button or the choice until a frame is painted after the last change of the page.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from laboratory import click_place, started
from playwright.sync_api import Page, sync_playwright

from ipanalytics.core import project
from ipanalytics.interactive import figures
from ipanalytics.interactive.widgets import explorer
from ipanalytics.publishing.browser import SWITCHES, require

TIMES = 5
WINDOW = {"width": 1400, "height": 2600}
AS_OF = "2022-09"
INDICATORS = ("每万人口高价值发明专利拥有量", "有效发明专利拥有量")
PLACES = {"榆林": "610800", "延安": "610600"}
# Notes when the mouse or a choice began, and after each change of the page when the frame that shows it was painted.
WATCH = """() => {
  const seen = window.seen = { began: 0, drawn: 0, heading: "" };
  const begin = () => { seen.began = performance.now(); };
  addEventListener("pointerdown", begin, true);
  addEventListener("change", begin, true);
  const painted = () => requestAnimationFrame(() => setTimeout(() => { seen.drawn = performance.now(); }));
  new MutationObserver((changes) => {
    if (changes.some((one) => (one.target.closest || (() => null)).call(one.target, ".jp-OutputArea"))) painted();
  }).observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
}"""
TOOK = "() => window.seen.drawn - window.seen.began"
SETTLED = 1500


def in_kernel(times: int) -> dict[str, float]:
    """Return the median milliseconds that the kernel takes for each action, without a browser."""
    made = explorer.build(figures.load(AS_OF), "inventions_in_force")
    explorer._choose(made)

    def click() -> None:
        explorer.choose_place(made, "610600" if made.places == ["610800"] else "610800")

    def choose() -> None:
        made.indicator.value = next(id_ for _, id_ in made.indicator.options[:2] if id_ != made.indicator.value)
        explorer._choose(made)

    def level() -> None:
        made.level.value = "unit" if made.level.value == "county" else "county"
        explorer._change_level(made)

    acts = {"click on a place": click, "another indicator": choose, "units or counties": level}
    return {name: statistics.median(_timed(act) for _ in range(2 * times)) for name, act in acts.items()}


def _timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def click_to_drawn(tab: Page, times: int) -> dict[str, float]:
    """Return the median milliseconds from an action to its drawing in the page."""
    tab.evaluate(WATCH)
    acts = {
        "click on a place": lambda turn: click_place(tab, list(PLACES)[turn % 2]),
        "another indicator": lambda turn: tab.get_by_label("指标").first.select_option(INDICATORS[turn % 2]),
        "units or counties": lambda turn: tab.get_by_role("button", name=["区县", "单元"][turn % 2]).first.click(),
    }
    return {name: statistics.median(_drawn(tab, act, turn) for turn in range(2 * times)) for name, act in acts.items()}


def _drawn(tab: Page, act: Callable[[int], object], turn: int) -> float:
    act(turn)
    tab.wait_for_timeout(SETTLED)
    return float(tab.evaluate(TOOK))


def main() -> None:
    """Print the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    kernel = in_kernel(times)
    folder = Path(tempfile.mkdtemp())
    with sync_playwright() as driver, started(project.home(), folder) as lab:
        browser = driver.chromium.launch(executable_path=require(), args=SWITCHES)
        tab = browser.new_page(viewport=WINDOW)
        lab.run_all(tab, "explore.ipynb")
        tab.wait_for_selector(".ip-pane .plot.map text")
        drawn = click_to_drawn(tab, times)
        browser.close()
    table = pd.DataFrame({"kernel [ms]": kernel, "click to drawn [ms]": drawn}).round()
    print(table.to_string())  # noqa: T201


if __name__ == "__main__":
    main()
