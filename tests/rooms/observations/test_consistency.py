from collections import Counter

import pandas as pd
import pytest

from ipanalytics.catalogue import places
from ipanalytics.observations import consistency
from ipanalytics.observations.table import COLUMNS, empty

KINDS = ["patent_grants", "invention_grants", "utility_model_grants", "design_grants"]


def table(*rows):
    made = [[*row[:4], "件", row[4] if len(row) > 4 else "s", "final", f"S!{n + 1}"] for n, row in enumerate(rows)]
    return pd.DataFrame(made, columns=COLUMNS)


def types(total, *kinds):
    return table(*(("610800", id_, "2022", float(v)) for id_, v in zip(KINDS, (total, *kinds), strict=True)))


def test_types_that_add_up_pass():
    assert consistency.run(types(6, 1, 2, 3)) == []


def test_types_that_do_not_add_up_name_all_cells():
    expected = "榆林 patent_grants 2022: s S!1 is 7, its parts (S!2; S!3; S!4) add up to 6, 1 less"
    assert consistency.run(types(7, 1, 2, 3)) == [expected]


@pytest.mark.parametrize(("whole", "parts"), [("2022-01/2022-03", ["2022-01", "2022-02", "2022-03"]),
                                              ("2022", ["2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"])])  # fmt: skip
def test_months_and_quarters_of_a_source_add_up_to_their_whole(whole, parts):
    rows = [("610800", "gi_new", period, 2.0) for period in parts]
    assert consistency.run(table(*rows, ("610800", "gi_new", whole, 2.0 * len(parts)))) == []
    (line,) = consistency.run(table(*rows, ("610800", "gi_new", whole, 2.0 * len(parts) + 1)))
    assert line.startswith(f"榆林 gi_new {whole}: ")
    assert line.endswith(", 1 less")
    # Where a month lacks nothing follows.
    assert consistency.run(table(*rows[1:], ("610800", "gi_new", whole, 99.0))) == []


def test_units_with_both_cities_as_wholes_add_up_to_the_province():
    codes = [code for code in places.codes("unit") if code[:4] not in ("6104", "6105")]
    rows = [(code, "gi_new", "2022", 1.0) for code in [*codes, "610400+610403", "610500+610581"]]
    assert "add up to 10, 3 less" in consistency.run(table(("610000", "gi_new", "2022", 13.0), *rows))[0]


def test_some_types_may_be_less_than_the_total_but_not_more():
    assert consistency.run(types(7, 1, 2, 3).iloc[:3]) == []
    assert "add up to 9" in consistency.run(types(7, 1, 8, 3).iloc[:3])[0]


def test_what_is_counted_adds_up_exactly_and_what_is_rounded_nearly():
    assert "add up to 100,001" in consistency.run(types(100000, 1, 50000, 50000))[0]
    assert consistency.run(types(100000, 10, 50000, 50000)) == []
    assert consistency.run(types(100000, 1.5, 50000, 50000)) == []


def test_units_add_up_to_the_province_and_their_regions():
    units = [(code, "gi_products", "2022", 1.0) for code in places.codes("unit")]
    wholes = [("610000", "gi_products", "2022", 12.0), ("shaannan", "gi_products", "2022", 4.0)]
    found = consistency.run(table(*wholes, *units))
    assert len(found) == 1
    assert found[0].startswith("陕南 gi_products 2022: s S!2 is 4")


def test_whole_city_is_its_parts():
    rows = [
        ("610500+610581", "gi_marks", "2022", 14.0),
        ("610500", "gi_marks", "2022", 12.0),
        ("610581", "gi_marks", "2022", 3.0),
    ]
    assert "add up to 15" in consistency.run(table(*rows))[0]


@pytest.mark.parametrize(("after", "failed"), [(300, 0), (301, 1), (34, 0), (33, 1), (0, 1)])
def test_a_stock_does_not_jump_beyond_the_stated_factor(after, failed):
    rows = [("610800", "trademarks_in_force", "2021", 100.0), ("610800", "trademarks_in_force", "2022", float(after))]
    assert len(consistency.run(table(*rows))) == failed


@pytest.mark.parametrize(("before", "after", "failed"), [(1, 30, 0), (1000, 9000, 0), (1000, 15001, 1), (1200, 12, 1)])
def test_a_flow_may_jump_but_a_large_one_not_by_its_unit(before, after, failed):
    rows = [("610800", "gi_new", "2021", float(before)), ("610800", "gi_new", "2022", float(after))]
    assert len(consistency.run(table(*rows))) == failed


def test_a_place_that_a_source_lacks_is_named():
    units = [(code, "gi_products", "2022", 1.0) for code in places.codes("unit")]
    rows = table(("610000", "gi_products", "2022", 12.0), *units)
    assert consistency.run(rows) == []
    told = consistency.run(rows[rows["area"] != "610800"])
    assert told == ["榆林 gi_products 2022: it is missing, though s S!1 and the other parts of it stand in the table"]


@pytest.mark.parametrize(("later", "failed"), [(5, 0), (6, 0), (4, 1)])
def test_cumulated_months_never_fall(later, failed):
    rows = [("610800", "gi_new", "2022-01/2022-03", 5.0), ("610800", "gi_new", "2022-01/2022-04", float(later))]
    found = consistency.run(table(*rows))
    assert len(found) == failed
    if failed:
        assert "S!1" in found[0]
        assert "S!2" in found[0]


def test_two_sources_that_disagree_are_both_named():
    found = consistency.run(table(("610800", "gi_new", "2022", 5.0, "a"), ("610800", "gi_new", "2022", 6.0, "b")))
    assert found == ["榆林 gi_new 2022: two sources disagree: 5 (a S!1), 6 (b S!2)"]


@pytest.mark.parametrize(
    ("statuses", "count"),
    [(("final", "synthetic"), 0), (("submitted", "synthetic"), 0), (("synthetic", "synthetic"), 1),
     (("final", "submitted"), 1), (("provisional", "final"), 1)],
)  # fmt: skip
def test_a_made_up_figure_contradicts_no_real_one(statuses, count):
    rows = table(("610800", "gi_new", "2022", 5.0, "a"), ("610800", "gi_new", "2022", 6.0, "b"))
    rows = rows.assign(status=statuses)
    assert (len(consistency.failures(rows)), len(consistency.disagreeing(rows))) == (count, 2 * count)


def test_the_published_figures_fail_only_where_sources_disagree_or_lack_a_city(every):
    found = Counter((one.kind, one.indicator, one.period) for one in consistency.failures(every))
    assert found == {
        # Before and after the census, and 西安 with a part of 咸阳.
        ("sources", "population", "2019"): 4,
        ("sources", "population", "2021"): 2,
        ("above", "population", "2018"): 1,
        ("above", "population", "2019"): 1,
        ("per_capita", "gdp", "2019"): 1,
        ("missing", "population", "2021"): 1,
        # Inventions of the ten cities that a yearbook prints too high; of 榆林 763 52 1063 in three years.
        **{("above", "invention_grants", year): 1 for year in ("2017", "2019", "2020", "2022")},
        ("jump", "invention_grants", "2019"): 1,
        ("tenfold", "invention_grants", "2018"): 1,
    }


@pytest.mark.parametrize(
    ("indicator", "unit", "values", "count"),
    [
        ("population", "人", (4604000.0, 4600000.0), 0),
        ("population", "人", (704900.0, 700000.0), 0),
        ("population", "人", (705100.0, 700000.0), 1),
        ("population", "人", (704901.0, 700001.0), 1),
        ("gdp", "亿元", (506.0, 505.55), 0),
        ("gdp", "亿元", (506.1, 505.55), 1),
    ],
)
def test_a_figure_rounded_for_print_is_no_contradiction(indicator, unit, values, count):
    sides = zip(values, "ab", strict=True)
    both = [["610200", indicator, "2023", value, unit, source, "final", "S!1"] for value, source in sides]
    found = consistency.run(pd.DataFrame(both, columns=COLUMNS))
    assert [("two sources disagree" in line) for line in found] == [True] * count


def test_a_planted_fault_in_a_yearbook_is_caught_by_row_and_by_column(every):
    at = every[
        (every["area"] == "610000") & (every["indicator"] == "design_grants") & (every["period"] == "2020")
    ].index
    spoilt = every.assign(value=every["value"].mask(every.index.isin(at), every["value"] + 5000))
    found = set(consistency.run(spoilt)) - set(consistency.run(every))
    assert {line.split(":")[0] for line in found} == {"全国 design_grants 2020", "陕西 patent_grants 2020"}


def test_an_empty_table_passes():
    assert consistency.run(empty()) == []
