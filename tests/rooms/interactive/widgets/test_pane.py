import io
import re

import openpyxl
import pytest

from ipanalytics.interactive.figures import load
from ipanalytics.interactive.widgets.pane import Pane, empty, fill, html

RATE, STOCK = "high_value_inventions_per_10k", "inventions_in_force"


@pytest.fixture
def pane():
    return Pane()


@pytest.fixture
def sent(pane, monkeypatch):
    """Collect what is sent to the browser."""
    found = []
    monkeypatch.setattr(pane.chart, "send", lambda told, buffers=(): found.append((told, *buffers)))
    return found


def units(html):
    return set(re.findall('data-area="([^"]+)"', html))


@pytest.mark.parametrize("call", ["map", "chart"])
def test_each_mark_of_a_map_and_of_bars_is_a_place(loaded, pane, call):
    fill(pane, getattr(loaded.indicator(STOCK).level("unit"), call)("2022-09"), "", ["610800"])
    assert len(units(pane.chart.html)) == 12
    assert pane.chart.places == ["610800"]


def test_what_is_shown_first_is_there_when_the_browser_hears_of_the_chart(loaded, pane):
    """The browser is told of a widget when it is made, and of its state whenever it asks for it."""
    fill(pane, loaded.indicator(RATE).level("unit").map(), "")
    assert "data-area" in pane.chart.get_state()["html"]
    assert len(pane.chart._esm) < 10_000


def test_only_synthetic_figures_bear_a_stamp(loaded, pane):
    stamps = []
    for source in (loaded, load(real_only=True)):
        fill(pane, source.indicator(STOCK).level("unit").map(), "")
        stamps.append(["演示数据" in pane.chart.html, "演示数据" in pane.caption.value])
    assert stamps == [[True, True], [False, False]]


def test_an_emptied_pane_shows_its_text_alone_until_it_is_filled_again(loaded, pane, sent):
    exhibit = loaded.indicator(RATE).level("unit").map()
    fill(pane, exhibit, "")
    empty(pane, "无数据")
    pane._hand_over(".csv")
    assert (pane.caption.value, pane.chart.html, pane.chart.layout.display, sent) == ("<p>无数据</p>", "", "none", [])
    fill(pane, exhibit, "")
    assert pane.chart.layout.display == ""


def test_a_click_tells_the_place(pane):
    told = []
    pane.on_place(told.append)
    pane.chart._handle_custom_msg({"area": "610800"}, [])
    pane.chart._handle_custom_msg({"kind": ".csv"}, [])
    assert told == ["610800"]


def test_what_is_shown_is_handed_over_as_csv_with_the_mark_of_utf_8_and_heads_in_words(few, pane, sent):
    fill(pane, few.indicator(STOCK).chart("2022-09"), "")
    pane._hand_over(".csv")
    told, content = sent[0]
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, *_ = content.decode("utf-8-sig").splitlines()
    assert head == "地区代码,地区,指标代码,指标,时期,数值,单位,性质,出处,位置,来源代码"
    assert first.startswith("610100,西安市,inventions_in_force,有效发明专利拥有量,2022-09,64000.0,件,公布数,")
    assert re.fullmatch(r"有效发明专利拥有量.*\.csv", told["name"])


def test_what_is_shown_is_handed_over_as_a_workbook_without_formulas(few, pane, sent):
    rows = few.table.assign(cell="=1+1")
    fill(pane, type(few)(rows).indicator(STOCK).chart("2022-09"), "")
    pane._hand_over(".xlsx")
    pane._hand_over(".csv")
    book = openpyxl.load_workbook(io.BytesIO(sent[0][1]))
    assert book.sheetnames == ["数据表", "数字"]
    assert {cell.data_type for row in book["数字"] for cell in row} <= {"s", "n"}
    assert ",'=1+1," in sent[1][1].decode("utf-8-sig")


def test_a_picture_has_title_mark_and_sources(few, pane, sent):
    fill(pane, few.indicator(STOCK).chart("2022-09"), "")
    pane._hand_over(".png")
    assert sent[0][0]["title"] == pane.exhibit.title
    assert sent[0][0]["note"].startswith("演示数据 单位：件。")


def test_texts_are_escaped():
    assert html("note", "a<b", "x = '1'") == '<p class="ip-note">a&lt;b</p><pre class="ip-code">x = &#39;1&#39;</pre>'
