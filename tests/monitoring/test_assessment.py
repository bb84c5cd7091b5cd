import pandas as pd
import pytest

from ipanalytics.core.errors import ReportError
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
