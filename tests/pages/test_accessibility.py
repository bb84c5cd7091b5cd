"""Every kind of page, after its figures are drawn, by axe-core with every rule on; keyboard and zoom."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.slow

KINDS = ["index", "610000", "guanzhong", "610800", "tasks", "data_quality"]


@pytest.fixture(scope="module")
def opened(open_tab, rendered):
    """Return a function that opens a page without its content policy, which would keep axe-core out."""
    pages = {}

    def visit(name):
        if name not in pages:
            address = (rendered.folder / f"{name}.html").as_uri() + "?beside"
            pages[name] = open_tab(address, bypass_csp=True)
            if name != "index":
                pages[name].wait_for_selector("html[data-ready]", state="attached")
        pages[name].set_viewport_size({"width": 1280, "height": 900})
        return pages[name]

    return visit


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_and_at_twice_the_size_nothing_scrolls_sideways(opened, name):
    page = opened(name)
    found = Axe().run(page).response["violations"]
    assert [(fault["impact"], fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    page.set_viewport_size({"width": 640, "height": 450})
    page.wait_for_function("() => document.documentElement.scrollWidth <= 640")


def test_the_keyboard_reaches_contents_tables_and_downloads(opened):
    page = opened("610800")
    reached = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("() => document.activeElement.getAttribute('class') || document.activeElement.tagName")
        )
        reached.add(page.evaluate("() => document.activeElement.closest('nav, ul, svg')?.getAttribute('class')"))
    assert {"contents", "province", "cited", "scroll", "SUMMARY"} <= reached
