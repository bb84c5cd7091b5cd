import pandas as pd
import pytest

from ipanalytics.catalogue import indicators
from ipanalytics.observations import checks, plausibility
from ipanalytics.observations.table import COLUMNS


def table(*figures):
    rows = [
        [*figure[:4], indicators.indicator(figure[1]).unit, figure[4] if len(figure) > 4 else "s", "final", f"S!{n}"]
        for n, figure in enumerate(figures, start=1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def told(*figures):
    return [checks.worded(failure) for failure in plausibility.failures(table(*figures), checks.limits())]


# Of 榆林 for 2022 the yearbook printed 6844; its own figure per head gives 6544.
YULIN = [
    ("610800", "gdp_per_capita", "2022", 180816.0),
    ("610800", "population", "2021", 3621800.0),
    ("610800", "population", "2022", 3616100.0),
]


def test_gdp_that_its_own_figure_per_head_contradicts_is_named_with_all_cells():
    words = "榆林 gdp 2022: s S!4 is 6,844, but GDP per capita and the mean population make 6,543.64"
    (found,) = told(*YULIN, ("610800", "gdp", "2022", 6844.0))
    assert found.startswith(words)
    assert found.endswith("(s S!1; s S!3; s S!2)")
    assert told(*YULIN, ("610800", "gdp", "2022", 6544.0)) == []


def test_gdp_is_not_judged_without_both_populations():
    assert told(*YULIN[:2], ("610800", "gdp", "2022", 6844.0)) == []


def test_units_of_one_source_that_exceed_another_s_province_are_named():
    units = [("610100", "invention_grants", "2022", 70.0, "city"), ("610800", "invention_grants", "2022", 40.0, "city")]
    above = "陕西 invention_grants 2022: province S!3 is 100, but the units add up to 110 (city S!1; S!2)"
    assert told(*units, ("610000", "invention_grants", "2022", 100.0, "province")) == [above]
    assert told(*units, ("610000", "invention_grants", "2022", 110.0, "province")) == []


def test_a_city_and_a_part_of_it_count_once():
    units = [
        ("610500+610581", "invention_grants", "2022", 70.0, "city"),
        ("610581", "invention_grants", "2022", 40.0, "city"),
    ]
    assert told(*units, ("610000", "invention_grants", "2022", 100.0, "province")) == []


@pytest.mark.parametrize(("printed", "count"), [(330.0, 1), (3.3, 0), (-33.0, 1), (8.0, 0)])
def test_growth_that_lost_its_decimal_point_is_named_with_the_figures_of_both_years(printed, count):
    figures = [("610100", "gdp", "2021", 1000.0), ("610100", "gdp", "2022", 1040.0)]
    found = told(*figures, ("610100", "gdp_growth", "2022", printed))
    assert len(found) == count
    assert all("the figures of both years make 4 (s S!2; s S!1)" in words for words in found)


@pytest.mark.parametrize(("rate", "count"), [(10.52, 0), (10.4, 0), (105.2, 1), (12.5, 1)])
def test_a_rate_that_no_population_of_three_years_explains_is_named(rate, count):
    # 宝鸡 2025, as its communiqué prints it, with the population of two years.
    figures = [
        ("610300", "inventions_in_force", "2025", 3384.0),
        ("610300", "population", "2025", 3215600.0),
        ("610300", "population", "2024", 3253700.0),
    ]
    found = told(*figures, ("610300", "inventions_in_force_per_10k", "2025", rate))
    assert len(found) == count
    assert all("numerator and denominator make 10." in words for words in found)


@pytest.mark.parametrize(
    ("values", "years"),
    [
        ([10.0, 1000.0, 11.0], ["2021"]),
        ([1000.0, 98.0, 1040.0], ["2021"]),
        ([10.0, 12.0, 11.0], []),
        # A series that jumps about, and one that grew for good.
        ([10.0, 1000.0, 100000.0], []),
        ([10.0, 1000.0, 1100.0], []),
    ],
)
def test_a_year_ten_times_off_both_years_beside_it_is_named(values, years):
    figures = [("610100", "patent_grants", str(2020 + n), value) for n, value in enumerate(values)]
    found = plausibility.failures(table(*figures), checks.limits())
    assert [(failure.kind, failure.period, failure.amounts) for failure in found] == [
        ("tenfold", year, tuple(values)) for year in years
    ]
