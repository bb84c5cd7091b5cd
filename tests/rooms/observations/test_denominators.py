from dataclasses import replace

import pytest

from ipanalytics.catalogue import indicators
from ipanalytics.catalogue.settings import settings
from ipanalytics.core.errors import CatalogueError
from ipanalytics.observations import denominators, derivation
from ipanalytics.observations.table import select
from tests.rooms.observations.builders import refusal, row, rows

FILE = "data/catalogue/published_rates.csv"
SETTINGS = settings()


@pytest.mark.parametrize(
    ("rate", "lag", "year"),
    [
        ("inventions_in_force_per_10k", 1, 2022),
        ("inventions_in_force_per_10k", 0, 2023),
        ("high_value_inventions_per_10k", 2, 2021),
        ("patent_grants_per_10k", 1, 2023),
        ("patent_grants_per_gdp", 2, 2023),
    ],
)
def test_the_lag_is_of_rates_that_don_t_say_their_year(rate, lag, year):
    chosen = replace(SETTINGS, population_lag_years=lag)
    assert denominators.year_of(indicators.indicator(rate), 2023, chosen) == year


def test_a_flow_s_rate_is_of_whole_years_only():
    table = rows(
        row(period="2022", indicator="patent_grants", unit="件"),
        row(period="2022-01/2022-06", indicator="patent_grants", unit="件"),
    )
    kept = denominators.numerators(table, indicators.indicator("patent_grants_per_gdp"))
    assert list(kept["period"]) == ["2022"]


def test_of_two_populations_of_a_year_the_census_s_is_taken():
    table = rows(row(period="2020", value=9.0), row(period="2020-11-01", value=8.0), row(period="2021-06", value=7.0))
    found = denominators.by_year(table, "population", SETTINGS)
    assert list(zip(found["year"], found["value"], strict=True)) == [(2020, 8.0)]


@pytest.mark.parametrize(
    ("area", "rate", "period", "value", "made_with"),
    [
        ("610300", "inventions_in_force_per_10k", "2025", 10.52, "2025"),
        ("610300", "high_value_inventions_per_10k", "2025", 3.72, "2025"),
        ("610100", "inventions_in_force_per_10k", "2021", 46.79, "2020-11-01"),
        ("610000", "inventions_in_force_per_10k", "2013", 3.846, "2011"),
        ("610000", "inventions_in_force_per_10k", "2020-07-30", 13.145, "2018"),
    ],
)
def test_a_published_rate_keeps_its_value_and_what_it_was_made_with(figures, area, rate, period, value, made_with):
    told = select(figures, area=area, indicator=rate, period=period)
    assert list(zip(told["value"], told["status"], strict=True)) == [(value, "final")]
    made = select(derivation.denominators_of(figures, SETTINGS), area=area, indicator=rate, period=period)
    assert list(made["denominator_period"]) == [made_with]


def test_of_a_published_rate_of_which_nothing_was_found_out_nothing_is_said(figures):
    own = select(figures, area="610000", indicator="inventions_in_force_per_10k", period=["2017", "2021-04"])
    assert list(own["status"]) == ["final", "final"]
    made = derivation.denominators_of(figures, SETTINGS)
    assert not made.merge(own, on=["area", "indicator", "period"]).shape[0]


def test_what_was_found_out_agrees_with_the_published_figures(figures):
    known = denominators.published().merge(figures, on=["area", "indicator", "period"])
    assert len(known) == len(denominators.published())
    numerators = {item.id: item.numerator for item in indicators.rates()}
    for one in known.itertuples():
        above = select(figures, area=one.area, indicator=numerators[one.indicator], period=one.period)["value"]
        below = select(figures, area=one.area, indicator="population", period=one.denominator_period)["value"]
        if len(above) and len(below):
            assert above.iloc[0] / below.iloc[0] * 10000 == pytest.approx(one.value, abs=0.05)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("610000,inventions", "610009,inventions"),
        ("610000,inventions_in_force_per_10k,2013", "610000,inventions_in_force,2013"),
        (",2011,", ",in 2011,"),
        (",14394÷3.846＝3742.6万，为2011年末人口", ","),
        ("610000,inventions_in_force_per_10k,2018", "610000,inventions_in_force_per_10k,2013"),
    ],
)
def test_a_wrong_line_is_refused_by_number(home, old, new):
    path = home / FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert "published_rates.csv: expected a place, a rate, two periods" in refusal(
        denominators.published, CatalogueError
    )


def test_a_project_without_the_file_knows_of_none(small):
    (small / FILE).unlink()
    assert denominators.published().empty
