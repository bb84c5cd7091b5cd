from datetime import date

import pandas as pd
import pytest

from ipanalytics.catalogue import indicators, settings
from ipanalytics.monitoring import series
from ipanalytics.observations.table import COLUMNS

SHAANNAN = ["610700", "610900", "611000"]
PLACES, NEW, RATE = "demonstration_places", "gi_new", "high_value_inventions_per_10k"
MARCH, JUNE = date(2022, 3, 31), date(2022, 6, 30)


def book(*rows):
    """Return the book of rows of area, indicator, period, value and, where it isn't final, status."""
    found = [[*row[:4], indicators.indicator(row[1]).unit, "paper", *(row[4:] or ["final"]), "c"] for row in rows]
    table = pd.DataFrame(found, columns=COLUMNS).astype({"value": float})
    return series.open_book(table, settings.settings(), 0.0005)


def standing(rows, area="610100", indicator=PLACES):
    found = series.stock(book(*rows), area, indicator)
    return {end.isoformat(): (amount.value, amount.method) for end, amount in found.items()}


def cumulated(figures, area="610100"):
    """Return value, period, method and whether figures conflict, by the day that a flow is counted to."""
    rows = [[area, NEW, period, value] for period, value in figures.items()]
    found = series.year_to_date(book(*rows), area, NEW, 2022)
    return {end: (one.value, one.period, one.method, one.is_conflicting) for end, one in found.items()}


@pytest.mark.parametrize(
    ("periods", "first"),
    [
        (["2022-12-31", "2022-12", "2022-Q4", "2022"], "2022-12-31"),
        (["2022-12", "2022-Q4", "2022"], "2022-12"),
        (["2022", "2022-Q4"], "2022-Q4"),
        (["2022", "2022-01/2022-12"], "2022"),
    ],
)
def test_at_one_day_a_day_stands_before_month_quarter_and_year(periods, first):
    rows = [["610100", PLACES, period, number] for number, period in enumerate(periods)]
    assert standing(rows) == {"2022-12-31": (periods.index(first), "given")}


def test_figures_of_different_days_all_stand():
    rows = [["610100", PLACES, "2022-03", 1], ["610100", PLACES, "2022-Q2", 2], ["610200", PLACES, "2022-09", 3]]
    assert standing(rows) == {"2022-03-31": (1, "given"), "2022-06-30": (2, "given")}


def test_a_region_is_the_sum_where_all_members_have_a_figure():
    rows = [[code, PLACES, "2022-03", 2] for code in SHAANNAN] + [["610700", PLACES, "2022-06", 9]]
    assert standing(rows, "shaannan") == {"2022-03-31": (6, "sum of 3 members")}


def test_members_may_write_one_day_in_different_ways():
    rows = [[code, PLACES, period, 2] for code, period in zip(SHAANNAN, ["2022-03", "2022-Q1", "2022-03-31"],
                                                              strict=True)]  # fmt: skip
    assert standing(rows, "shaannan") == {"2022-03-31": (6, "sum of 3 members")}


@pytest.mark.parametrize(
    ("total", "method", "differs"),
    [
        (6.0, "given", False),
        (6.0029, "given", False),  # half a thousandth of it may be rounding
        (6.0031, "given; sum of 3 members gives 6", True),
        (5.0, "given; sum of 3 members gives 6", True),
    ],
)
def test_a_published_total_wins_over_a_sum_and_the_difference_is_told(total, method, differs):
    rows = [[code, PLACES, "2022-03", 2] for code in SHAANNAN] + [["shaannan", PLACES, "2022-03", total]]
    found = series.stock(book(*rows), "shaannan", PLACES)[MARCH]
    assert (found.value, found.method, found.differs_from_sum) == (total, method, differs)


def test_a_yes_or_no_is_not_added_up():
    assert (
        standing([[code, "trademark_windows", "2022", 1] for code in SHAANNAN], "shaannan", "trademark_windows") == {}
    )


def test_a_regions_rate_is_recomputed_from_sums():
    rows = [[code, "high_value_inventions", "2022-03", value] for code, value in zip(SHAANNAN, [1, 2, 9], strict=True)]
    rows += [[code, "population", "2021", value] for code, value in zip(SHAANNAN, [10000, 10000, 40000], strict=True)]
    method = "sum of 3 members ÷ population 2021 (sum of 3 members)"
    assert standing(rows, "shaannan", RATE) == {"2022-03-31": (2.0, method)}


def test_a_rate_without_both_parts_has_no_regional_value():
    rows = [[code, "industrialisation_rate", "2022", 50] for code in SHAANNAN]
    rows += [[code, RATE, "2022", 5] for code in SHAANNAN]
    assert standing(rows, "shaannan", "industrialisation_rate") == standing(rows, "shaannan", RATE) == {}


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_regions_rate_needs_the_people_of_every_member(missing):
    rows = [[code, "high_value_inventions", "2022", 5] for code in SHAANNAN]
    rows += [[code, "population", "2021", 10000] for number, code in enumerate(SHAANNAN) if number != missing]
    assert standing(rows, "shaannan", RATE) == {}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # a cumulated period, before a year, before tiles
        ({"2022-01/2022-03": 3, "2022-Q1": 3}, {MARCH: (3, "2022-01/2022-03", "given", False)}),
        ({"2022-01/2022-03": 3, "2022-Q1": 4}, {MARCH: (3, "2022-01/2022-03", "given", True)}),
        ({"2022": 5, "2022-01/2022-12": 5}, {date(2022, 12, 31): (5, "2022-01/2022-12", "given", False)}),
        ({"2022": 4, "2022-01/2022-12": 5}, {date(2022, 12, 31): (5, "2022-01/2022-12", "given", True)}),
        # tiles: months and quarters from January without a gap
        ({"2022-01": 1}, {date(2022, 1, 31): (1, "2022-01/2022-01", "given", False)}),
        ({"2022-Q1": 3, "2022-Q2": 4}, {
            MARCH: (3, "2022-01/2022-03", "given", False),
            JUNE: (7, "2022-01/2022-06", "2 tiles", False),
        }),
        ({"2022-Q1": 3, "2022-05": 4}, {MARCH: (3, "2022-01/2022-03", "given", False)}),
        ({"2022-Q2": 3, "2022-09": 4}, {}),
        ({"2022-02": 3, "2022-04/2022-06": 4}, {}),
        ({"2022-02/2022-06": 3, "2021-01/2022-03": 4}, {}),
    ],
)  # fmt: skip
def test_a_flow_is_cumulated_from_the_years_start(figures, expected):
    assert cumulated(figures) == expected


def test_months_go_on_where_a_quarter_ends():
    found = cumulated({"2022-Q1": 3, "2022-04": 1, "2022-05": 1, "2022-06": 1})
    assert found[JUNE] == (6, "2022-01/2022-06", "4 tiles", False)


@pytest.mark.parametrize(("quarter", "is_conflicting"), [(3, False), (4, True)])
def test_months_and_their_quarter_conflict_where_they_differ(quarter, is_conflicting):
    found = cumulated({"2022-01": 1, "2022-02": 1, "2022-03": 1, "2022-Q1": quarter, "2022-Q2": 5})
    assert found[MARCH] == (3, "2022-01/2022-03", "3 tiles", is_conflicting)
    assert found[JUNE] == (8, "2022-01/2022-06", "4 tiles", is_conflicting)


def test_a_whole_year_may_be_tiled():
    found = cumulated({f"2022-Q{quarter}": quarter for quarter in range(1, 5)})
    assert found[date(2022, 12, 31)] == (10, "2022-01/2022-12", "4 tiles", False)


def test_tiles_go_on_into_the_next_year():
    found = cumulated({"2022-Q1": 1, "2022-Q2": 1, "2022-Q3": 1, "2022-Q4": 1, "2023-01": 5})
    assert found[date(2023, 1, 31)] == (9, "2022-01/2023-01", "5 tiles", False)


def test_a_regions_flow_is_the_sum_of_its_members_each_in_its_own_way():
    rows = [
        ["610700", NEW, "2022-01/2022-03", 1],
        ["610900", NEW, "2022-Q1", 2],
        *(["611000", NEW, f"2022-0{month}", 1] for month in (1, 2, 3)),
        ["611000", NEW, "2022-04", 7],
    ]
    found = series.year_to_date(book(*rows), "shaannan", NEW, 2022)
    assert {end: (one.value, one.method) for end, one in found.items()} == {MARCH: (6, "sum of 3 members")}


def test_a_conflict_of_a_member_is_one_of_its_region():
    rows = [[code, NEW, "2022-01/2022-03", 1] for code in SHAANNAN] + [["610900", NEW, "2022-Q1", 2]]
    assert series.year_to_date(book(*rows), "shaannan", NEW, 2022)[MARCH].is_conflicting


def test_a_partial_sum_is_of_those_who_have_the_latest_figure():
    one = series.DataPoint(1.0, MARCH, "2022-03", (("a", "b", "2022-03"),))
    two = series.DataPoint(2.0, JUNE, "2022-06", (("a", "b", "2022-06"),))
    found = series.partial_sum({"610700": {MARCH: one, JUNE: two}, "610900": {MARCH: one}, "611000": {JUNE: two}})
    assert (found.value, found.end, found.missing, found.method) == (4, JUNE, ("610900",), "sum of 2 of 3 members")
    assert series.partial_sum({"610700": {}}) is None


@pytest.mark.parametrize(("status", "is_synthetic"), [("synthetic", True), ("final", False), ("submitted", False)])
def test_a_figure_remembers_that_it_is_synthetic(status, is_synthetic):
    rows = [["610700", PLACES, "2022", 1, status], *([code, PLACES, "2022", 1] for code in SHAANNAN[1:])]
    made = book(*rows)
    assert series.is_synthetic(made, series.stock(made, "shaannan", PLACES)[date(2022, 12, 31)].used) is is_synthetic


def test_the_census_is_the_population_of_its_year():
    made = book(["610700", "population", "2020", 9], ["610700", "population", "2020-11-01", 8])
    assert series.population_of(made, "610700", 2020).value == 8
    assert series.population_of(made, "610700", 2021) is None
