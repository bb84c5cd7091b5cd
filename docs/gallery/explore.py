"""Take the pictures of docs/exploring.md in the real JupyterLab: python docs/gallery/explore.py."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ipanalytics.catalogue import indicators
from ipanalytics.core import project
from ipanalytics.publishing import browser

HERE = Path(__file__).parent
sys.path.append(str(project.home() / "benchmarks"))
from laboratory import click_place, started  # noqa: E402

WINDOW = {"width": 1440, "height": 3000}
TRIED = f"T05 {indicators.indicator('advantage_enterprises_new').name}"


def shoot(tab: Page, cell: str, name: str, height: int) -> None:
    """Save the output of the cell that holds a text, from its top down."""
    box = tab.locator(".jp-CodeCell", has_text=cell).first.locator(".jp-Cell-outputWrapper").bounding_box()
    clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(height, box["height"])}
    tab.screenshot(path=HERE / f"{name}.png", clip=clip)


def main() -> None:
    """Take all pictures."""
    with sync_playwright() as driver, started(project.home(), Path(tempfile.mkdtemp())) as lab:
        chromium = driver.chromium.launch(executable_path=browser.require(), args=browser.SWITCHES)
        tab = chromium.new_page(viewport=WINDOW)
        lab.run_all(tab, "explore.ipynb")
        tab.wait_for_selector(".ip-pane .plot.map text")
        tab.get_by_label("可同时看几个地方").check()
        for place in ("榆林", "延安", "西安"):
            click_place(tab, place)
            tab.get_by_role("heading", name=f"{place}：").wait_for()
        tab.mouse.move(5, 5)
        tab.wait_for_timeout(800)
        shoot(tab, "ip.explore", "explore", 1120)
        tab.set_viewport_size({**WINDOW, "height": 6000})
        tab.wait_for_timeout(800)
        shoot(tab, "ip.ask", "questions", 640)
        trial = tab.locator(".jp-CodeCell", has_text="ip.try_out").first
        trial.get_by_label("目标").select_option(TRIED)
        trial.get_by_label("改为").fill("16")
        trial.get_by_label("改为").press("Enter")
        trial.get_by_role("cell", name="16", exact=True).first.wait_for()
        shoot(tab, "ip.try_out", "what-if", 560)
        lab.run_all(tab, "area_report.ipynb")
        tab.set_viewport_size(WINDOW)
        tab.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
        tab.wait_for_timeout(800)
        tab.screenshot(path=HERE / "notebook.png", clip={"x": 0, "y": 0, "width": WINDOW["width"], "height": 1900})
        chromium.close()


if __name__ == "__main__":
    main()
