import ipywidgets as widgets
import pandas as pd

from ipanalytics.interactive.widgets import explorer

RATE, STOCK = "high_value_inventions_per_10k", "inventions_in_force"


def test_a_click_shows_history_targets_sources_and_their_code(loaded):
    shown = explorer.build(loaded, RATE)
    explorer._choose(shown)
    assert (shown.past.layout.display, shown.rest.value) == ("none", "")
    shown.area = "610800"
    explorer.show_place(shown)
    assert "<h3>榆林：每万人口高价值发明专利拥有量</h3>" in shown.place.value
    assert "figures.history()" in shown.history.below.value
    assert "ip.judge(&#39;2022-09-30&#39;, area=&#39;榆林&#39;)" in shown.rest.value
    assert "figures.cited()" in shown.rest.value


def test_a_place_without_figures_of_an_indicator_says_no_data(loaded):
    shown = explorer.build(loaded, "trademarks_in_force")
    shown.area = "610000"
    shown.figures = loaded.area("榆林")
    explorer.show_place(shown)
    assert "无数据" in shown.place.value
    assert (shown.past.layout.display, shown.rest.value) == ("none", "")


def test_the_same_widgets_show_every_choice(loaded):
    shown = explorer.build(loaded, RATE)
    explorer._choose(shown)
    before = [pane.figure.model_id for pane in (shown.map, shown.chart, shown.history)]
    shown.indicator.value = STOCK
    explorer._choose(shown)
    assert [pane.figure.model_id for pane in (shown.map, shown.chart, shown.history)] == before
    assert "有效发明专利拥有量" in shown.map.caption.value


def test_counties_offer_only_what_counties_have(loaded):
    shown = explorer.build(loaded, RATE)
    explorer._choose(shown)
    shown.level.value = "county"
    explorer._change_level(shown)
    ids = {id_ for _, id_ in shown.indicator.options}
    assert shown.indicator.value in ids
    assert RATE not in ids


def test_what_is_copied_into_a_workbook_is_no_formula():
    tab = widgets.Tab([widgets.HTML(), widgets.Textarea()])
    explorer.fill_table(tab, pd.DataFrame({"value": [-1.0], "cell": ["=1+1"]}))
    assert tab.children[1].value == "value\tcell\n-1.0\t'=1+1\n"
