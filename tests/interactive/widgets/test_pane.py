import pytest

from ipanalytics.interactive.figures import load
from ipanalytics.interactive.widgets import explorer
from ipanalytics.interactive.widgets.pane import WIDTH, Pane, empty, redraw

RATE, STOCK = "high_value_inventions_per_10k", "inventions_in_force"


@pytest.fixture(scope="module")
def figures():
    return load("2022-09")


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
def test_a_figure_drawn_over_another_is_like_a_fresh_one(figures, one, other):
    pane = Pane()
    for indicator in (one, other):
        redraw(pane.figure, figures.indicator(indicator).level("unit").chart())
    assert shown_in(pane) == freshly(figures.indicator(other).level("unit").chart())


def test_a_map_of_counties_over_one_of_units_is_like_a_fresh_one(figures):
    pane = Pane()
    counties = figures.indicator("trademarks_in_force").level("county").map()
    for exhibit in (figures.indicator(RATE).level("unit").map(), counties):
        redraw(pane.figure, exhibit)
    assert shown_in(pane) == freshly(counties)


def test_real_figures_drawn_over_synthetic_ones_bear_no_stamp(figures, real):
    pane = Pane()
    stamps = []
    for source in (figures, real):
        redraw(pane.figure, source.indicator(STOCK).level("unit").map())
        stamps.append([note.text for note in pane.figure.layout.annotations].count("演示数据"))
    assert stamps == [1, 0]


def test_an_emptied_pane_shows_its_text_alone(figures):
    pane = Pane()
    redraw(pane.figure, figures.indicator(RATE).level("unit").map())
    empty(pane, "无数据")
    assert (pane.caption.value, pane.figure.data, pane.figure.layout.width) == ("<p>无数据</p>", (), WIDTH)


def test_a_click_shows_history_targets_sources_and_their_code(figures):
    made = explorer._made(figures, RATE)
    explorer._choose(made)
    assert (made.past.layout.display, made.rest.value) == ("none", "")
    made.area = "610800"
    explorer.show_place(made)
    assert "<h3>榆林：每万人口高价值发明专利拥有量</h3>" in made.place.value
    assert "figures.history()" in made.history.below.value
    assert "ip.judge(&#39;2022-09-30&#39;, area=&#39;榆林&#39;)" in made.rest.value
    assert "figures.cited()" in made.rest.value


def test_a_place_without_figures_of_an_indicator_says_no_data(figures):
    made = explorer._made(figures, "trademarks_in_force")
    made.area = "610000"
    made.figures = figures.area("榆林")
    explorer.show_place(made)
    assert "无数据" in made.place.value
    assert (made.past.layout.display, made.rest.value) == ("none", "")


def test_the_same_widgets_show_every_choice(figures):
    made = explorer._made(figures, RATE)
    explorer._choose(made)
    before = [pane.figure.model_id for pane in (made.map, made.chart, made.history)]
    made.indicator.value = STOCK
    explorer._choose(made)
    assert [pane.figure.model_id for pane in (made.map, made.chart, made.history)] == before
    assert "有效发明专利拥有量" in made.map.caption.value
