import pytest

from ipanalytics.interactive.figures import load
from ipanalytics.interactive.widgets.pane import WIDTH, Pane, empty, html, redraw

RATE, STOCK = "high_value_inventions_per_10k", "inventions_in_force"


@pytest.fixture(scope="module")
def real():
    return load(real_only=True)


def shown_in(pane):
    drawn = pane.figure.to_dict()
    return [{key: value for key, value in trace.items() if key != "uid"} for trace in drawn["data"]], drawn["layout"]


def freshly(exhibit):
    pane = Pane()
    redraw(pane.figure, exhibit)
    return shown_in(pane)


@pytest.mark.parametrize(("one", "other"), [(RATE, STOCK), (STOCK, RATE), (RATE, "population"), ("population", RATE)])
def test_a_figure_drawn_over_another_is_like_a_fresh_one(loaded, one, other):
    pane = Pane()
    for indicator in (one, other):
        redraw(pane.figure, loaded.indicator(indicator).level("unit").chart())
    assert shown_in(pane) == freshly(loaded.indicator(other).level("unit").chart())


def test_a_map_of_counties_over_one_of_units_is_like_a_fresh_one(loaded):
    pane = Pane()
    counties = loaded.indicator("trademarks_in_force").level("county").map()
    for exhibit in (loaded.indicator(RATE).level("unit").map(), counties):
        redraw(pane.figure, exhibit)
    assert shown_in(pane) == freshly(counties)


def test_real_figures_drawn_over_synthetic_ones_bear_no_stamp(loaded, real):
    pane = Pane()
    stamps = []
    for source in (loaded, real):
        redraw(pane.figure, source.indicator(STOCK).level("unit").map())
        stamps.append([note.text for note in pane.figure.layout.annotations].count("演示数据"))
    assert stamps == [1, 0]


def test_an_emptied_pane_shows_its_text_alone(loaded):
    pane = Pane()
    redraw(pane.figure, loaded.indicator(RATE).level("unit").map())
    empty(pane, "无数据")
    assert (pane.caption.value, pane.figure.data, pane.figure.layout.width) == ("<p>无数据</p>", (), WIDTH)


def test_texts_are_escaped():
    assert html("note", "a<b", "x = '1'") == '<p class="ip-note">a&lt;b</p><pre class="ip-code">x = &#39;1&#39;</pre>'


def test_no_button_uploads_or_selects_in_a_figure_or_in_a_widget(loaded):
    exhibit, pane = loaded.indicator(RATE).level("unit").map(), Pane()
    redraw(pane.figure, exhibit)
    for layout in (exhibit.figure.layout, pane.figure.layout):
        assert {"sendChartToCloud", "select2d", "lasso2d"} <= set(layout.modebar.remove)
