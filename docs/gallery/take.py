"""Take the pictures of the README, of demonstration data and of real figures.

python docs/gallery/take.py [PAGES], after `ipanalytics render --as-of 2022-09`;
python docs/gallery/take.py --real-only PAGES, after `ipanalytics render --real-only --out PAGES`.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ipanalytics.core import project
from ipanalytics.publishing import browser

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
REAL = (
    ("published-province", "610000.html", DESK, "h2:has-text('公布过的数字')"),
    ("published-map", "610000.html", {"width": 1280, "height": 900}, "h3:has-text('每万人口发明专利授权')"),
    ("published-unit", "610800.html", DESK, TOP),
    ("published-telephone", "610800.html", TELEPHONE, "h3:has-text('每万人口发明专利授权')"),
    ("published-none", "610403.html", DESK, TOP),
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
    """Take the pictures of the pages in the folder that is given, by default build/reports."""
    shots = REAL if "--real-only" in sys.argv else SHOTS
    given = [text for text in sys.argv[1:] if text != "--real-only"]
    folder = Path(given[0]).resolve() if given else project.build() / "reports"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser.require(), args=browser.SWITCHES)
        tab = chromium.new_page()
        for shot in shots:
            shoot(tab, folder, shot)
        chromium.close()


if __name__ == "__main__":
    main()
