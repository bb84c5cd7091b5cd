import ipywidgets as widgets
import pandas as pd
import pytest

from ipanalytics.interactive.widgets import explorer

RATE, STOCK = "high_value_inventions_per_10k", "inventions_in_force"


@pytest.fixture
def shown(loaded):
    made = explorer.build(loaded, RATE)
    explorer._choose(made)
    return made


def test_all_three_drawings_are_there_before_they_are_shown(shown):
    assert all("<svg" in pane.chart.html for pane in (shown.map, shown.chart, shown.history))
    assert shown.history.exhibit.title.startswith("陕西每万人口高价值发明专利拥有量")
    assert shown.hint.value.startswith("<p>☞")


def test_a_click_shows_history_targets_sources_and_their_code(shown):
    explorer.choose_place(shown, "610800")
    assert shown.map.chart.places == shown.chart.chart.places == ["610800"]
    assert "<h3>榆林：每万人口高价值发明专利拥有量</h3>" in shown.rest.value
    assert "figures.history()" in shown.history.below.value
    assert "ip.judge(&#39;2022-09-30&#39;, area=&#39;榆林&#39;)" in shown.rest.value
    assert "figures.cited()" in shown.rest.value


def test_one_place_replaces_the_other_unless_several_may_be_seen(shown):
    for area in ("610800", "610600"):
        explorer.choose_place(shown, area)
    assert shown.places == ["610600"]
    shown.many.value = True
    explorer.choose_place(shown, "610100")
    assert shown.history.exhibit.title == "每万人口高价值发明专利拥有量：西安、延安"
    explorer.choose_place(shown, "610600")
    assert shown.places == ["610100"]


def test_no_more_places_are_kept_than_can_be_told_apart(shown):
    shown.many.value = True
    units = ["610100", "610200", "610300", "610400", "610500", "610600", "610700", "610800", "610900"]
    for area in units:
        explorer.choose_place(shown, area)
    assert shown.places == units[1:]


def test_a_place_without_figures_of_an_indicator_says_no_data(loaded):
    shown = explorer.build(loaded, "trademarks_in_force")
    shown.places = ["610000"]
    shown.figures = loaded.area("榆林")
    explorer.show_places(shown)
    assert "无数据" in shown.history.caption.value
    assert shown.history.chart.layout.display == "none"


def test_the_slider_goes_through_the_months_and_follows_the_period(shown):
    shown.period.observe(lambda _: explorer.show(shown), "value")
    shown.time.slider.observe(lambda _: explorer._go_to(shown), "value")
    months = [text for _, text in shown.time.slider.options]
    assert months[-3:] == ["2022-07", "2022-08", "2022-09"]
    shown.time.slider.value = "2022-07"
    assert shown.period.value == "2022-07"
    assert "2022年7月末" in shown.map.caption.value
    shown.period.value = "2022-08"
    assert shown.time.slider.value == "2022-08"


def test_counties_offer_only_what_counties_have(shown):
    shown.level.value = "county"
    explorer._change_level(shown)
    ids = {id_ for _, id_ in shown.indicator.options}
    assert shown.indicator.value in ids
    assert RATE not in ids


def test_what_is_copied_into_a_workbook_is_no_formula():
    tab = widgets.Tab([widgets.HTML(), widgets.Textarea()])
    explorer.fill_table(tab, pd.DataFrame({"value": [-1.0], "cell": ["=1+1"]}))
    assert tab.children[1].value == "value\tcell\n-1.0\t'=1+1\n"
