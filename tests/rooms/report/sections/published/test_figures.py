import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import places
from ipanalytics.observations.derivation import CAVEAT, HANDED_IN
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report.sections.published import figures
from ipanalytics.report.sections.published.figures import GRANTS, INVENTIONS


def test_渭南_s_grants_are_those_of_the_whole_city(figures_of_units):
    counted = figures.units_of(figures_of_units, places.province())
    assert {unit: place for unit, place in counted.items() if unit != place} == {"610500": "610500+610581"}


def test_the_newest_year_is_the_one_that_most_have(figures_of_units):
    assert figures.newest_year(figures_of_units) == "2023"
    assert figures.newest_year(figures_of_units.iloc[:0]) == ""


@pytest.mark.parametrize(
    ("indicator", "areas", "growth"),
    [
        (GRANTS, ["610100"], -0.11887),
        (INVENTIONS, ["610100"], 0.13585),
        (INVENTIONS, ["610900"], 0.64286),
        (GRANTS, ["610900", "611000"], 0.06109),
    ],
)
def test_growth_is_what_the_published_years_give(figures_of_units, indicator, areas, growth):
    found = figures.together(figures.growth(figures_of_units, areas, indicator, "2023"))
    assert found == pytest.approx(growth, abs=1e-5)


def test_a_suspect_year_gives_no_growth_and_no_class(figures_of_units):
    assert figures.growth(figures_of_units, ["610800"], INVENTIONS, "2023").empty
    assert figures.of_year(figures_of_units, ["610800"], "invention_grants_per_10k", "2022").empty


@pytest.mark.parametrize("indicator", ["population", "gdp_per_capita", GRANTS])
def test_nothing_is_compared_across_a_break(figures_of_units, indicator):
    grown = figures.growth(figures_of_units, ["610100", "610400", "610300"], indicator, "2021")
    assert set(grown.index) <= ({"610300"} if indicator != GRANTS else set())


def test_years_have_the_census_and_no_synthetic_figure(synthetic_figures):
    rows = figures.by_years(figures.real(synthetic_figures), "610581")
    people = rows[rows["indicator"] == "population"]
    assert list(zip(people["year"], people["value"], strict=True)) == [(2020, 383097.0)]
    assert not rows["status"].eq("synthetic").any()


def test_together_nothing_has_no_growth():
    assert pd.isna(figures.together(pd.DataFrame({"value": [], "before": []})))


def test_what_was_only_handed_in_was_not_published_nor_was_what_is_computed_from_it():
    row = ["610800", INVENTIONS, "2023", 303.0, "件", "paper", "final", "表"]
    later = ["610800", INVENTIONS, "2024", 310.0, "件", "letter", "submitted", "表"]
    rate = ["610800", figures.MAPPED, "2024", 0.86, "件/万人", "letter; paper", "derived", f"a ÷ b{HANDED_IN}{CAVEAT}"]
    table = pd.DataFrame([row, later, rate], columns=COLUMNS)
    assert_frame_equal(figures.real(table), table[:1])
