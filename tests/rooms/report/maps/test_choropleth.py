import pandas as pd
import pytest

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.observations import table
from ipanalytics.report.maps import choropleth

UNITS = places.codes("unit")


def population(values, status="final"):
    return pd.DataFrame(
        [
            [area, "population", "2020-11-01", float(v), "人", "shaanxi_census_2020_reprint", status, "表"]
            for area, v in values.items()
        ],
        columns=table.COLUMNS,
    )


def units_of(figure):
    return {t.meta["area"]: t for t in figure.data if t.type == "scatter" and t.fill == "toself"}


def test_one_filled_path_a_unit(figures):
    assert set(units_of(choropleth.draw_place(figures, "610000").figure)) == set(UNITS)


def test_only_units_without_a_figure_are_hatched():
    drawn = units_of(choropleth.draw_place(population({"610100": 5e6, "610800": 3e6}), "610000").figure)
    hatched = {area for area, trace in drawn.items() if trace.fillpattern.shape == "/"}
    assert hatched == set(UNITS) - {"610100", "610800"}
    assert "无数据" in drawn["610403"].text


def test_breaks_are_recorded_in_the_figure(figures):
    figure = choropleth.draw_place(figures, "610000").figure
    assert figure.layout.meta["breaks"] == list(indicators.indicator("population").breaks)


def test_breaks_do_not_depend_on_the_values():
    small = choropleth.draw_place(population({"610100": 1.0}), "610000").figure
    large = choropleth.draw_place(population({"610100": 9e9}), "610000").figure
    assert small.layout.meta["breaks"] == large.layout.meta["breaks"]


def test_legend_counts_every_class_also_empty_ones():
    figure = choropleth.draw_place(population({"610100": 5e6}), "610000").figure
    names = [trace.name for trace in figure.data if trace.type == "bar"]
    assert names == [
        "50万人及以下（0）",
        "50万—100万人（0）",
        "100万—250万人（0）",
        "250万—400万人（0）",
        "400万人以上（1）",
        "无数据（11）",
    ]


def test_every_unit_and_region_is_named_once(figures):
    notes = [note.text for note in choropleth.draw_place(figures, "610000").figure.layout.annotations]
    expected = [places.name_of(code, short=True) for code in [*UNITS, *places.codes("region")]]
    assert sorted(notes) == sorted(expected)


@pytest.mark.parametrize(
    ("area", "bold"), [("610800", {"榆林"}), ("shaannan", {"汉中", "安康", "商洛"}), ("610000", set())]
)
def test_the_area_of_the_page_is_named_in_bold(figures, area, bold):
    notes = choropleth.draw_place(figures, area).figure.layout.annotations
    assert {note.text.strip("</b>") for note in notes if note.text.startswith("<b>")} == bold


def test_published_map_takes_the_period_that_most_units_have(figures):
    made = choropleth.draw_published(figures, "610000", "inventions_in_force_per_10k")
    assert made.title == "每万人口有效发明专利拥有量，2025年末：2个单元有数"


def test_map_without_any_figure_says_so_instead_of_drawing():
    made = choropleth.draw_published(table.empty(), "610000", "trademarks_in_force")
    assert made.figure is None
    assert "无数据" in made.title


def test_a_synthetic_value_marks_the_map():
    assert choropleth.draw_place(population({"610100": 5e6}, "synthetic"), "610000").is_synthetic


def test_note_names_boundary_credit_and_review_number(figures, monkeypatch):
    import dataclasses

    settings = dataclasses.replace(catalogue_settings.settings(), map_review_number="陕S(2026)001号")
    assert "公开使用前须送审" in choropleth.draw_place(figures, "610000").note
    monkeypatch.setattr(catalogue_settings, "settings", lambda: settings)
    assert "审图号：陕S(2026)001号" in choropleth.draw_place(figures, "610000").note


def test_title_of_the_province_is_made_from_the_figures(figures):
    assert choropleth.draw_place(figures, "610000").title == "十二个单元分属关中、陕北、陕南，关中占全省人口65.5%"
    assert choropleth.draw_place(table.empty(), "610000").title == "十二个单元分属关中、陕北、陕南"
