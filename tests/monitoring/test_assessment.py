from dataclasses import replace

import pandas as pd
import pytest

from ipanalytics.core.errors import CatalogueError, ReportError
from ipanalytics.monitoring import assessment
from tests.monitoring.rows import judged_at


def test_statuses_that_turned_and_values_that_moved_are_found():
    found = assessment.compare(judged_at("2022-09"), judged_at("2022-08")).query("has_changed").reset_index(drop=True)
    expected = pd.DataFrame(
        {
            "target": ["T1", "T2"],
            "status_before": ["on_pace", "far_behind"],
            "status": ["slightly_behind", "achieved"],
            "value_before": [70.0, 1.0],
            "value": [70.0, 3.0],
            "turn": [-1, 1],
        }
    )
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)


def test_what_stayed_the_same_is_not_listed():
    assert not assessment.compare(judged_at("2022-09"), judged_at("2022-09"))["has_changed"].any()


@pytest.mark.parametrize(
    ("as_of", "before"),
    [("2022-09", "2022-08-31"), ("2022-09-15", "2022-08-31"), ("2023-06", "2022-11-30"), ("2022-01", "2021-12-31")],
)
def test_the_default_is_the_month_before_within_the_year(as_of, before, monkeypatch):
    monkeypatch.setattr(assessment, "load", lambda day, *_, **__: day)
    assert assessment.load_earlier(judged_at(as_of)) == before


def test_since_has_to_be_before_as_of():
    with pytest.raises(ReportError, match="not before the as-of date 2022-09-30"):
        assessment.load_earlier(judged_at("2022-09"), "2022-09")


def test_a_deadline_that_has_passed_is_no_turn_for_the_worse():
    figures = [("standard_adopters_new", "2022-01/2022-11", 70), ("standard_adopters_new", "2022", 90),
               ("gi_new", "2022-01/2022-11", 2), ("gi_new", "2022", 1)]  # fmt: skip
    both = assessment.compare(judged_at("2022", figures), judged_at("2022-11", figures)).set_index("target")
    assert both["status"].tolist() == ["missed", "missed"]
    assert both[["turn", "has_ended"]].to_numpy().tolist() == [[0, True], [-1, False]]


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [("no_data", "below_line", 0), ("above_line", "below_line", 0), ("pending", "no_record", 0),
     ("not_due", "behind", 0), ("pending", "achieved", 1), ("pending", "overdue", 0), ("on_pace", "behind", -1),
     ("count_only", "no_data", 0)],
)  # fmt: skip
def test_only_verdicts_turn(before, now, turn):
    made = judged_at("2022-09")
    first, second = (replace(made, rows=made.rows.assign(status=status)) for status in (before, now))
    assert set(assessment.compare(second, first)["turn"]) == {turn}


@pytest.mark.parametrize(
    ("as_of", "year", "expected"),
    [("", 0, ("2022-12-31", 2022)), ("2022-09", 0, ("2022-09-30", 2022)), ("2025-06", 0, ("2025-06-30", 2022)),
     ("2021-06", 2022, ("2021-06-30", 2022))],
)  # fmt: skip
def test_a_finished_year_is_judged_at_its_end(as_of, year, expected):
    made = assessment.load(as_of, year)
    assert (made.as_of, made.year) == expected


def test_no_guide_holds_before_the_first():
    with pytest.raises(CatalogueError, match="has no targets of 2021-06-30 or before: it has 2022"):
        assessment.load("2021-06")


@pytest.mark.parametrize(("before", "now", "expected"), [("not_due", "no_data", False), ("pending", "no_record", True)])
def test_a_missing_figure_that_became_due_is_no_change(before, now, expected):
    made = judged_at("2022-09")
    sides = [replace(made, rows=made.rows.assign(status=status, value=float("nan"))) for status in (now, before)]
    assert set(assessment.compare(*sides)["has_changed"]) == {expected}
