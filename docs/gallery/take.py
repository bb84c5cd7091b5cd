"""Take the six pictures of the README: python docs/gallery/take.py, after `ipanalytics render --as-of 2022-09`."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ipanalytics import browsers, paths

HERE = Path(__file__).parent
TOP = "h1"
DESK, TELEPHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
# Name, page, size of the window, and the heading or figure that stands at the top.
SHOTS = (
    ("index", "index.html", DESK, TOP),
    ("province", "610000.html", DESK, TOP),
    ("target", "610000.html", DESK, "h3#aim-T08, h3#aim-T07"),
    ("heat", "610000.html", DESK, "h2:has-text('短板一览')"),
    ("counties", "610800.html", DESK, "h2:has-text('分区县')"),
    ("telephone", "610800.html", TELEPHONE, TOP),
)


def shoot(tab: Page, folder: Path, shot: tuple[str, str, dict[str, int], str]) -> None:
    """Open a page, scroll to a place and save what a reader sees there."""
    name, page, size, place = shot
    tab.set_viewport_size(size)
    tab.goto((folder / page).as_uri())
    if page != "index.html":
        tab.wait_for_selector("html[data-ready]", state="attached")
    if place != TOP:
        tab.locator(place).first.evaluate("place => place.scrollIntoView()")
    tab.wait_for_timeout(300)
    tab.screenshot(path=HERE / f"{name}.png")


def main() -> None:
    """Take all pictures of the pages in the folder that is given, by default build/reports."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else paths.build() / "reports"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browsers.require(), args=browsers.SWITCHES)
        tab = browser.new_page()
        for shot in SHOTS:
            shoot(tab, folder, shot)
        browser.close()


if __name__ == "__main__":
    main()
