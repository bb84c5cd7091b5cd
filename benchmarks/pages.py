"""Time how soon a page can be read: python benchmarks/pages.py [folder of pages].

Opens the province's and a unit's page from file in Chromium, five times each at 1280 and 390 px, and prints
medians: until all that the file holds is there, every chart among it (complete), until marks say what they are where
they are touched (ready), until the first touched one has said it, the page's size, and how far its layout moved
(cumulative layout shift). Renders them first where no folder is given.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ipanalytics.cli import main as cli_main
from ipanalytics.publishing.browser import SWITCHES, find

PAGES, WIDTHS, TIMES = ("610000", "610800"), (1280, 390), 5
WATCH = """
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
TOLD = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  const ready = Number(document.documentElement.dataset.ready), mark = document.querySelector(".plot [data-words]");
  for (let fold = mark.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  mark.scrollIntoView({ block: "center" });
  const start = performance.now(), at = mark.getBoundingClientRect();
  const place = { clientX: at.x, clientY: at.y };
  mark.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerType: "mouse", ...place }));
  document.querySelector("#hint.shown").getBoundingClientRect();
  return [Math.max(page.domContentLoadedEventEnd, painted.startTime), ready, performance.now() - start, window.moved];
}"""


def visit(browser: Browser, page: Path, width: int) -> tuple[float, float, float, float]:
    """Return milliseconds until complete, until ready and of the first touch, and how far the layout moved."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    tab.add_init_script(WATCH)
    tab.goto(page.as_uri())
    tab.wait_for_selector("html[data-ready]", state="attached")
    complete, ready, touched, moved = tab.evaluate(TOLD)
    context.close()
    return complete, ready, touched, moved


def main() -> None:
    """Print a line a page and width."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    if len(sys.argv) == 1:
        cli_main.main(["render", *PAGES, "--out", str(given)])
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find(), args=list(SWITCHES))
        for name in PAGES:
            page = given.resolve() / f"{name}.html"
            for width in WIDTHS:
                seen = [visit(browser, page, width) for _ in range(TIMES)]
                complete, ready, touched, moved = (statistics.median(column) for column in zip(*seen, strict=True))
                told = f"complete {complete:.0f} ms, ready {ready:.0f} ms, first touch {touched:.0f} ms"
                told += f", layout shift {moved:.4f}"
                print(f"{name} at {width} px: {told}, {page.stat().st_size:,} bytes")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
