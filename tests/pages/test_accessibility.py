"""Every kind of page, after its figures are drawn, by axe-core with every rule on; keyboard and zoom."""

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ipanalytics.publishing import page
from ipanalytics.report.exhibits import Exhibit
from tests.rooms.publishing.builders import exhibit, notebook, shown

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
    tab = opened(name)
    found = Axe().run(tab).response["violations"]
    assert [(fault["impact"], fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    tab.set_viewport_size({"width": 640, "height": 450})
    tab.wait_for_function("() => document.documentElement.scrollWidth <= 640")


def test_the_keyboard_reaches_contents_tables_and_downloads(opened):
    tab = opened("610800")
    reached = set()
    for _ in range(160):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate("() => document.activeElement.getAttribute('class') || document.activeElement.tagName")
        )
        reached.add(tab.evaluate("() => document.activeElement.closest('nav, ul, svg')?.getAttribute('class')"))
    assert {"contents", "province", "cited", "scroll", "SUMMARY"} <= reached


CARD = {
    "id": "about-T1", "name": "新增地理标志",
    "facts": [{"name": "定义", "text": "<b>年内新批准的</b>"}, {"name": "下次公布", "text": "未载明"}],
}  # fmt: skip


@pytest.fixture
def explained(tmp_path):
    """Write a page with a table of one light, whose indicator has a card."""
    made = exhibit()
    rows = pd.DataFrame({"状态": ["▼ 滞后"], "指标": ["新增地理标志"], "数值": ["2件"]})
    part = shown(Exhibit("表", rows, made.evidence, explained=[CARD]))
    (tmp_path / "own.html").write_text(page.make_page(notebook(part), footer="").html, encoding="utf-8")
    return (tmp_path / "own.html").as_uri()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_card_opens_and_closes_by_keyboard_on_a_screen_and_on_a_telephone_without_a_script_too(
    open_tab, explained, scripted
):
    tab = open_tab(explained, java_script_enabled=scripted)
    card, opener = (
        tab.get_by_role("dialog", name="新增地理标志"),
        tab.get_by_role("button", name="新增地理标志的定义和来源"),
    )
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        expect(card).to_be_hidden()
        opener.focus()
        tab.keyboard.press("Enter")
        expect(card).to_be_visible()
        expect(card).to_have_text("新增地理标志定义<b>年内新批准的</b>下次公布未载明关闭")
        expect(card.get_by_role("button")).to_be_focused()
        box = card.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        tab.keyboard.press("Escape")
        expect(card).to_be_hidden()
        expect(opener).to_be_focused()
    tab.emulate_media(media="print")
    expect(opener).to_be_hidden()
    assert tab.faults == []
