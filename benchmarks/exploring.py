"""Time the explorer: python benchmarks/exploring.py [repeats].

Runs explore.ipynb in the real JupyterLab in Chromium and prints, a line an action, the median seconds in the kernel
(until the new drawings are made) and those from click to drawn (until the page shows them).
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from laboratory import click_place, started
from playwright.sync_api import Page, sync_playwright

from ipanalytics import browsers, explorer, paths, workbench

TIMES = 5
WINDOW = {"width": 1400, "height": 2600}
AS_OF = "2022-09"


def in_kernel(times: int) -> dict[str, float]:
    """Return median seconds of what the kernel does for each action, without a browser."""
    made = explorer._made(workbench.load(AS_OF), "inventions_in_force")
    explorer._choose(made)

    def click() -> None:
        made.area = "610800"
        explorer.show_place(made)

    def choose(indicator: str) -> Callable[[], None]:
        def act() -> None:
            made.indicator.value = indicator
            explorer._choose(made)

        return act

    def county() -> None:
        made.level.value = "county"
        explorer._change_level(made)

    acts = {"click on 榆林": click, "another indicator": choose("high_value_inventions_per_10k"), "counties": county}
    return {name: statistics.median(timed(act) for _ in range(times)) for name, act in acts.items()}


def timed(act: Callable[[], None]) -> float:
    """Return the seconds that an action takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def click_to_drawn(tab: Page, times: int) -> dict[str, float]:
    """Return median seconds from an action to its drawing in the page."""
    names = ["每万人口高价值发明专利拥有量", "有效发明专利拥有量"]
    places = ["榆林", "延安"]
    chosen, clicked = [], []
    for turn in range(2 * times):
        name, place = names[turn % 2], places[turn % 2]
        start = time.perf_counter()
        tab.get_by_label("指标").first.select_option(name)
        tab.locator(f"b:text-matches('^{name}，')").first.wait_for()
        tab.wait_for_selector(".js-plotly-plot .annotation")
        chosen.append(time.perf_counter() - start)
        click_place(tab, place)
        start = time.perf_counter()
        tab.get_by_role("heading", name=f"{place}：{name}").wait_for()
        clicked.append(time.perf_counter() - start)
    return {"another indicator": statistics.median(chosen), "click on 榆林": statistics.median(clicked)}


def main() -> None:
    """Print a line an action."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    kernel = in_kernel(times)
    folder = Path(tempfile.mkdtemp())
    with sync_playwright() as driver, started(paths.home(), folder) as lab:
        browser = driver.chromium.launch(executable_path=browsers.require(), args=browsers.SWITCHES)
        tab = browser.new_page(viewport=WINDOW)
        lab.run_all(tab, "explore.ipynb")
        tab.wait_for_selector(".js-plotly-plot .annotation")
        drawn = click_to_drawn(tab, times)
        browser.close()
    for name, seconds in kernel.items():
        page = f"{drawn[name]:.2f} s" if name in drawn else "–"
        print(f"{name}: {seconds:.3f} s in the kernel, {page} from click to drawn")  # noqa: T201


if __name__ == "__main__":
    main()
