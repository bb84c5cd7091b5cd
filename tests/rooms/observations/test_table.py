import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError
from ipanalytics.observations import validation
from ipanalytics.observations.table import (
    COLUMNS,
    KEY,
    STATUSES,
    add,
    combine,
    empty,
    latest,
    newest_day,
    prefer,
    select,
    until,
    yearly,
)
from tests.rooms.observations.builders import refusal, row, rows

PUBLISHED = pd.Series({"old": "2021", "new": "2022-05", "undated": ""})
STATUS = st.sampled_from(STATUSES)
KEYS = st.tuples(st.sampled_from(["610100", "610200"]), st.sampled_from(["2021", "2022"]))
ROWS = st.dictionaries(st.tuples(KEYS, st.sampled_from(["old", "new", "undated"])), STATUS, min_size=1, max_size=6)


def test_no_table_is_an_empty_table():
    assert_frame_equal(combine([]), empty())


def test_combined_tables_are_sorted_by_key_and_source():
    first, second = row("610200"), row("610100", "2022")
    third, fourth = row("610100", source="new"), row("610100", source="old")
    combined = combine([rows(first, second), rows(fourth, third)])
    assert_frame_equal(combined, rows(third, fourth, second, first))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("final", "old"), ("provisional", "new")),
        (("provisional", "old"), ("submitted", "new")),
        (("submitted", "old"), ("derived", "new")),
        (("derived", "old"), ("synthetic", "new")),
        (("final", "new"), ("final", "old")),
        (("final", "old"), ("final", "undated")),
        (("final", "old"), ("final", "unheard of")),
    ],
)
def test_the_first_of_two_is_preferred(one, other):
    table = rows(*(row(status=status, source=source) for status, source in (other, one)))
    assert_frame_equal(prefer(table, PUBLISHED), table[1:].reset_index(drop=True))


def told(area, indicator, period, status):
    return row(area, period, indicator=indicator, unit="件", status=status)


@pytest.mark.parametrize(
    ("kept", "replaced"),
    [
        # Made up figures of the day, whatever they count, their rates, and a yes or no of the year.
        (("gi_new", "2022", "submitted"), ("gi_new", "2022-01/2022-12", "synthetic")),
        (("gi_new", "2022", "submitted"), ("gi_new", "2022-12", "synthetic")),
        (("high_value_inventions", "2022", "submitted"), ("high_value_inventions_per_10k", "2022", "synthetic")),
        (("trademark_windows", "2022-12-18", "submitted"), ("trademark_windows", "2022-12-20", "synthetic")),
        # Published figures of the same days, under whatever text.
        (("gi_new", "2022-01/2022-12", "final"), ("gi_new", "2022", "submitted")),
        (("gi_new", "2022", "provisional"), ("gi_new", "2022-01/2022-12", "submitted")),
    ],
)
def test_what_was_handed_in_replaces_what_was_made_up_and_gives_way_to_what_was_published(kept, replaced):
    table = rows(told("610800", *kept), told("610800", *replaced))
    assert_frame_equal(prefer(table, PUBLISHED), table[:1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("gi_new", "2022", "submitted"), ("gi_new", "2022-11", "synthetic")),
        (("gi_new", "2022", "submitted"), ("gi_mark_users_new", "2022", "synthetic")),
        (("gi_new", "2022", "submitted"), ("gi_new", "2022-12", "final")),
        (("gi_new", "2022", "final"), ("gi_new", "2022-12", "synthetic")),
    ],
)
def test_figures_of_other_days_stay(one, other):
    assert len(prefer(rows(told("610800", *one), told("610800", *other)), PUBLISHED)) == 2


def test_a_made_up_total_stays_until_all_its_units_have_handed_in():
    units = [told(area, "gi_new", "2022", "submitted") for area in ("610600", "610800")]
    total = told("shaanbei", "gi_new", "2022-01/2022-12", "synthetic")
    assert "shaanbei" in set(prefer(rows(units[0], total), PUBLISHED)["area"])
    assert set(prefer(rows(*units, total), PUBLISHED)["area"]) == {"610600", "610800"}


def test_once_a_unit_has_reported_by_workbook_no_made_up_report_stands():
    one = told("610600", "annual_report_submitted", "2022-12-18", "submitted")
    others = [told(area, "annual_report_submitted", "2022-12-19", "synthetic") for area in ("610800", "610000")]
    assert set(prefer(rows(one, *others), PUBLISHED)["area"]) == {"610600"}
    assert set(prefer(rows(*others), PUBLISHED)["area"]) == {"610000", "610800"}


def table_of(drawn):
    return rows(*(row(area, period, source=source, status=st) for ((area, period), source), st in drawn.items()))


@settings(max_examples=25, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_preference(drawn, chance: random.Random):
    table = table_of(drawn)
    shuffled = table.iloc[chance.sample(range(len(table)), len(table))]
    assert_frame_equal(prefer(shuffled, PUBLISHED), prefer(table, PUBLISHED))


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_one_row_a_key_is_kept_and_none_of_its_rivals_has_a_higher_status(drawn):
    kept = prefer(table_of(drawn), PUBLISHED)
    rank = {status: number for number, status in enumerate(STATUSES)}
    best: dict = {}
    for (key, _), status in drawn.items():
        best[key] = min(best.get(key, 9), rank[status])
    found = {(one.area, one.period): rank[one.status] for one in kept.itertuples()}
    assert len(kept) == len(found)
    assert found == best


def test_a_preferred_row_is_one_of_the_rows_as_they_were(every):
    kept = prefer(every, PUBLISHED)
    assert len(kept.merge(every, on=COLUMNS)) == len(kept) == len(every.drop_duplicates(KEY))


def test_what_ends_after_the_day_never_shows():
    table = rows(*(row(period=text) for text in ("2021", "2022-09", "2022-Q4", "2022", "2022-10-01")))
    assert list(until(table, "2022-09")["period"]) == ["2021", "2022-09"]


@settings(max_examples=25, deadline=None)
@given(st.dates(periods.date(2008, 1, 1), periods.date(2026, 1, 1)).map(periods.date.isoformat))
def test_every_observation_shows_from_its_last_day_on(every, as_of):
    shown = until(every, as_of)
    ends = every["period"].map(lambda text: periods.parse(text).end.isoformat())
    assert_frame_equal(shown, every[ends <= as_of].reset_index(drop=True))


@pytest.mark.parametrize(
    "stage",
    [
        lambda table: until(table, "2022"),
        select,
        latest,
        yearly,
        lambda table: prefer(table, PUBLISHED),
        validation.check,
    ],
)
def test_a_stage_of_nothing_is_nothing(stage):
    assert_frame_equal(stage(empty()), empty(), check_dtype=False)


def test_the_newest_day_ends_the_latest_period():
    assert newest_day(rows(row(period="2022-09"), row(period="2021"))) == "2022-09-30"


def test_nothing_has_no_newest_day():
    assert "no observations" in refusal(lambda: newest_day(empty()))


def test_selected_rows_stand_in_order_of_time():
    table = rows(row(period="2022"), row(period="2021-12"), row(period="2022-03"), row("610200"))
    expected = rows(row(period="2021-12"), row(period="2022-03"), row(period="2022"))
    assert_frame_equal(select(table, area="610100"), expected)


def test_several_areas_indicators_and_periods_may_be_selected():
    table = rows(row(), row("610200"), row("610300"), row(period="2022"), row(indicator="gdp", unit="亿元"))
    found = select(table, area=["610100", "610200"], indicator=["population"], period="2021")
    assert list(found["area"]) == ["610100", "610200"]


def test_whole_years_are_told_from_other_periods():
    table = rows(row(period="2022"), row(period="2022-12"), row(period="2020-11-01"))
    assert list(yearly(table)["period"]) == ["2022"]


def test_the_latest_row_of_each_area_and_indicator_is_kept():
    table = rows(row(period="2022-09"), row(period="2021"), row("610200", "2020"))
    assert_frame_equal(latest(table), rows(row("610200", "2020"), row(period="2022-09")))


def test_places_apart_are_added():
    table = rows(row("610500", value=4305647.0), row("610581", value=383097.0), row("610100"))
    assert add(table, ["610500", "610581"]) == 4688744


@pytest.mark.parametrize("areas", [["610500+610581", "610581"], ["610000", "610800"], ["610100", "610100"]])
def test_places_that_share_ground_are_not_added(areas):
    table = rows(*(row(area) for area in dict.fromkeys(areas)))
    assert "share ground" in refusal(lambda: add(table, areas), CatalogueError)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (rows(row("610100")), "610200 has 0 values"),
        (rows(row("610100"), row("610200"), row("610200", source="new")), "610200 has 2 values"),
        (rows(row("610100"), row("610200", "2022")), "2 periods"),
        (rows(row("610100"), row("610200", indicator="gdp", unit="亿元")), "2 indicators"),
        (
            rows(
                *(row(area, indicator="inventions_in_force_per_10k", unit="件/万人") for area in ("610100", "610200"))
            ),
            "inventions_in_force_per_10k is not additive",
        ),
    ],
)
def test_what_has_no_sum_is_not_added(table, fault):
    assert fault in refusal(lambda: add(table, ["610100", "610200"]))


def test_the_sum_of_no_place_is_refused():
    assert "can't be added" in refusal(lambda: add(rows(row()), []))
