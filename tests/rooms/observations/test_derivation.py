from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core.errors import CatalogueError, CleaningError
from ipanalytics.observations import derivation
from ipanalytics.observations import table as observations_table

SETTINGS = catalogue_settings.settings()
CENSUS = {"610500+610581": 4688744.0, "610581": 383097.0, "610500": 4305647.0}
COUNTS = st.integers(0, 10**9).map(float)
STATUSES = st.sampled_from(observations_table.STATUSES)
SHAANNAN = ["610700", "610900", "611000"]


def rows(*given_rows):
    return pd.DataFrame(list(given_rows), columns=observations_table.COLUMNS)


def people(area, value, period="2020-11-01", *, status="final", source="census"):
    return [area, "population", period, value, "人", source, status, "正文"]


def count(value, period="2021", *, indicator="high_value_inventions", status="final", area="610100"):
    return [area, indicator, period, value, "件", "paper", status, "正文"]


@pytest.mark.parametrize("missing", CENSUS)
def test_each_of_whole_and_parts_follows_from_the_other_two(missing):
    table = rows(*(people(area, value) for area, value in CENSUS.items() if area != missing))
    made = derivation.split_composites(table)
    assert dict(zip(made["area"], made["value"], strict=True)) == {missing: CENSUS[missing]}


@pytest.mark.parametrize("whole", hierarchy.composites())
def test_a_derived_part_says_what_it_was_made_from(whole):
    first, second = hierarchy.parts_of(whole)
    made = derivation.split_composites(rows(people(whole, 5.0), people(second, 2.0, source="a page")))
    cell, both = f"{whole} − {second}", "a page; census"
    assert_frame_equal(made, rows([first, "population", "2020-11-01", 3.0, "人", both, "derived", cell]))


def test_one_of_three_makes_nothing():
    assert derivation.split_composites(rows(people("610581", 383097.0))).empty


def test_figures_of_different_periods_make_nothing():
    assert derivation.split_composites(rows(people("610500", 1.0), people("610581", 1.0, "2021"))).empty


def test_rates_are_not_subtracted():
    rate = ["inventions_in_force_per_10k", "2021", 5.0, "件/万人", "paper", "final", "正文"]
    assert derivation.split_composites(rows(["610500", *rate], ["610581", *rate])).empty


def test_a_published_figure_wins_over_a_derived_one():
    table = rows(people("610500", 1.0), people("610500+610581", 9.0), people("610581", 2.0))
    assert_frame_equal(derivation.derive(table, SETTINGS), observations_table.combine([table]))


def test_a_part_greater_than_its_whole_is_refused():
    with pytest.raises(CleaningError, match=r"population 2020-11-01: 610500\+610581 − 610581 = -2"):
        derivation.split_composites(rows(people("610500+610581", 3.0), people("610581", 5.0)))


def test_a_submitted_part_greater_than_the_published_whole_gives_nothing():
    whole, part = people("610500+610581", 3.0), people("610581", 5.0, status="submitted", source="an office")
    assert derivation.split_composites(rows(whole, part)).empty
    both = rows(whole, part, people("610500", 4.0, status="submitted", source="an office"))
    assert derivation.split_composites(both).empty


def test_a_difference_has_no_tail_of_digits():
    made = derivation.split_composites(rows(people("610500+610581", 0.3), people("610581", 0.1)))
    assert list(made["value"]) == [0.2]


@settings(max_examples=10, deadline=None)
@given(COUNTS, COUNTS)
def test_whole_minus_part_plus_part_is_the_whole(one, other):
    whole = one + other
    part = derivation.split_composites(rows(people("610400+610403", whole), people("610403", other)))
    again = derivation.split_composites(observations_table.combine([part, rows(people("610403", other))]))
    assert (list(part["value"]), list(again["value"])) == ([one], [whole])


@settings(max_examples=10, deadline=None)
@given(st.lists(COUNTS, min_size=3, max_size=3))
def test_a_region_is_the_sum_of_its_members(values):
    table = rows(*(people(area, value) for area, value in zip(SHAANNAN, values, strict=True)))
    cell = "610700 + 610900 + 611000"
    expected = rows(["shaannan", "population", "2020-11-01", sum(values), "人", "census", "derived", cell])
    assert_frame_equal(derivation.sum_regions(table), expected)


def test_a_region_without_a_member_has_no_sum():
    assert derivation.sum_regions(rows(*(people(area, 1.0) for area in SHAANNAN[1:]))).empty


def test_a_region_has_no_sum_of_rates_nor_of_yes_or_no():
    table = rows(*([area, "trademark_windows", "2021", 1.0, "是否", "p", "final", "c"] for area in SHAANNAN))
    assert derivation.sum_regions(table).empty


def test_the_regions_add_up_to_the_province(figures):
    census = observations_table.select(figures, indicator="population", period="2020-11-01")
    regions = observations_table.add(census, places.codes("region"))
    assert regions == observations_table.add(census, ["610000"]) == observations_table.add(census, places.codes("unit"))


@pytest.mark.parametrize("area", ["610500", "610400+610403"])
def test_the_census_gives_every_composite_and_its_parts(figures, area):
    made = observations_table.select(figures, area=area, indicator="population", period="2020-11-01")
    assert dict(zip(made["area"], made["value"], strict=True)) == {
        area: {"610500": 4305647, "610400+610403": 4213713}[area]
    }


@settings(max_examples=10, deadline=None)
@given(STATUSES, STATUSES)
def test_synthetic_in_is_synthetic_out_and_else_derived(one, other):
    parts = rows(people("610600", 1.0, status=one), people("610800", 1.0, status=other))
    pair = rows(people("610500", 1.0, status=one), people("610581", 1.0, status=other))
    rate = rows(count(1.0, status=one), people("610100", 1.0, status=other))
    made = [derivation.sum_regions(parts), derivation.split_composites(pair), derivation.compute_rates(rate, SETTINGS)]
    expected = "synthetic" if "synthetic" in (one, other) else "derived"
    assert [list(table["status"]) for table in made] == [[expected]] * 3


def test_a_synthetic_part_marks_everything_that_follows():
    table = rows(people("610600", 1.0, "2020", status="synthetic"), people("610800", 1.0, "2020"))
    stocks = rows(*(count(1.0, "2021", indicator="inventions_in_force", area=area) for area in ("610600", "610800")))
    whole = derivation.derive(observations_table.combine([table, stocks]), SETTINGS)
    made = observations_table.select(whole, area="shaanbei").set_index("indicator")["status"]
    assert made.to_dict() == {
        "population": "synthetic",
        "inventions_in_force": "derived",
        "inventions_in_force_per_10k": "synthetic",
    }


def test_the_rate_of_2021_is_per_head_of_the_census_of_2020(figures):
    made = observations_table.select(figures, area="610100", indicator="high_value_inventions_per_10k", period="2021")
    assert made["value"].tolist() == [pytest.approx(23713 / 12952907 * 10000)]
    assert made["cell"].tolist() == ["high_value_inventions 2021 ÷ population 2020-11-01 × 10000"]


def test_a_published_rate_wins_over_a_computed_one(figures):
    rate = observations_table.select(figures, area="610100", indicator="inventions_in_force_per_10k", period="2021")
    assert list(zip(rate["value"], rate["status"], strict=True)) == [(46.79, "final")]


def test_the_computed_rate_agrees_with_the_published_one(every):
    table = observations_table.select(every, area="610100", period=["2021", "2020-11-01"])
    made = derivation.compute_rates(table, SETTINGS).set_index("indicator")["value"]
    assert round(made["inventions_in_force_per_10k"], 2) == 46.79


@pytest.mark.parametrize(("lag", "year"), [(0, "2021"), (1, "2020-11-01"), (2, "2019")])
def test_the_lag_chooses_the_year_of_the_population(lag, year):
    table = rows(count(8.0), *(people("610100", 2.0, period) for period in ("2021", "2020", "2020-11-01", "2019")))
    settings_of_the_test = replace(SETTINGS, population_lag_years=lag)
    assert list(derivation.denominators_of(table, settings_of_the_test)["denominator_period"]) == [year]


def test_a_year_without_a_census_takes_the_end_of_the_year():
    table = rows(count(8.0, "2022-09"), people("610100", 5.0, "2021-06"), people("610100", 4.0, "2021"))
    made = derivation.compute_rates(table, SETTINGS)
    assert list(zip(made["period"], made["value"], strict=True)) == [("2022-09", 20000.0)]


@pytest.mark.parametrize(
    "table", [rows(count(8.0)), rows(people("610100", 4.0)), rows(count(8.0), people("610200", 4.0))]
)
def test_a_rate_needs_both_its_parts(table):
    assert derivation.compute_rates(table, SETTINGS).empty


def test_a_denominator_of_0_is_refused():
    with pytest.raises(CleaningError, match="population is 0:\n  610100 2020-11-01"):
        derivation.compute_rates(rows(count(8.0), people("610100", 0.0)), SETTINGS)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 1000))
def test_scaling_both_parts_of_a_rate_changes_nothing(above, below, scale):
    plain = derivation.compute_rates(rows(count(float(above)), people("610100", float(below))), SETTINGS)
    scaled = derivation.compute_rates(rows(count(above * scale * 1.0), people("610100", below * scale * 1.0)), SETTINGS)
    assert_frame_equal(scaled, plain, rtol=1e-12)


def test_every_published_figure_is_still_there(figures, every):
    published = observations_table.prefer(every, pd.Series(dtype=str))[observations_table.KEY]
    assert len(figures.merge(published, on=observations_table.KEY)) == len(published)


def test_no_key_stands_twice_after_deriving(figures):
    assert not figures.duplicated(observations_table.KEY).any()


def test_contradictory_figures_are_refused_before_deriving():
    table = rows(people("610100", 1.0), people("610100", 2.0, source="other"))
    with pytest.raises(CleaningError, match="610100 population 2020-11-01"):
        derivation.derive(table, SETTINGS)


def test_deriving_from_nothing_makes_nothing():
    assert derivation.derive(observations_table.empty(), SETTINGS).empty


def test_the_31_provinces_are_ranked(figures):
    ranked = derivation.rank_provinces(figures, "inventions_in_force")
    newest = ranked[ranked["period"] == "2023"]
    assert sorted(newest["area"]) == derivation.mainland()
    assert newest.set_index("area")["rank"]["610000"] == 11


def test_a_year_that_lacks_a_province_is_not_ranked(figures):
    short = figures[~((figures["area"] == "540000") & (figures["period"] == "2015"))]
    assert "2015" not in set(derivation.rank_provinces(short, "inventions_in_force")["period"])


@pytest.mark.parametrize("indicator", ["patent_applications", "invention_grants", "pct_applications"])
def test_what_the_guide_forbids_is_not_ranked(figures, indicator):
    with pytest.raises(CatalogueError, match="陕知发"):
        derivation.rank_provinces(figures, indicator)


def test_rank_counts_the_provinces_with_more(figures):
    ranked = derivation.rank_provinces(figures, "inventions_in_force")
    year = ranked[ranked["period"] == "2023"]
    ours = year[year["area"] == "610000"].iloc[0]
    assert ours["rank"] == 1 + (year["value"] > ours["value"]).sum() == 11


def test_what_was_computed_from_a_figure_that_was_handed_in_says_so():
    shaannan = [count(5.0, area=area, status="submitted" if area == "610900" else "provisional") for area in SHAANNAN]
    counts = [*shaannan, count(9.0, area="610800"), count(7.0, area="610500+610581", status="submitted"),
              count(3.0, area="610581")]  # fmt: skip
    people_of = [people(area, 10_000.0, "2020") for area in ("610800", "610900", "610500")]
    made = derivation.derive(rows(*counts, *people_of), SETTINGS)
    named, named_sum = made["area"] + " " + made["indicator"], "shaannan high_value_inventions"
    assert set(named[derivation.is_handed_in(made) & made["status"].eq("derived")]) == {
        named_sum, "610500 high_value_inventions",
        "610900 high_value_inventions_per_10k", "610500 high_value_inventions_per_10k",
    }  # fmt: skip
    assert set(named[derivation.is_provisional(made) & made["status"].eq("derived")]) == {
        "shaannan high_value_inventions"
    }
