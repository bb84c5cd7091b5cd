import pandas as pd
import pytest

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core import periods
from ipanalytics.core.errors import ReportError
from ipanalytics.monitoring import assessment, progress, targets
from ipanalytics.observations.table import COLUMNS, until
from ipanalytics.report.sections import status_table

LIMITS = targets.thresholds()
GOALS = [
    targets.Target("T1", "standard_adopters_new", "610800", "flow", "一", "一百家", value=100, year=2022),
    targets.Target("T2", "gi_new", "610800", "flow", "一", "三件", value=3, year=2022),
]
FIGURES = [
    ("standard_adopters_new", "2022-01/2022-08", 70), ("standard_adopters_new", "2022-01/2022-09", 70),
    ("gi_new", "2022-01/2022-08", 1), ("gi_new", "2022-01/2022-09", 3),
]  # fmt: skip


def judged(as_of, figures=FIGURES):
    rows = [
        ["610800", id_, period, float(v), indicators.indicator(id_).unit, "s", "final", "A1"]
        for id_, period, v in figures
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    known = until(table, as_of)
    day = periods.parse(as_of).end.isoformat()
    progressed = progress.assess(known, GOALS, day, progress.Rules(LIMITS, settings.settings()))
    return assessment.Assessment(2022, day, GOALS, known, progressed)


def test_statuses_that_turned_and_values_that_moved_are_found():
    found = assessment.compare(judged("2022-09"), judged("2022-08"))
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
    assert assessment.compare(judged("2022-09"), judged("2022-09")).empty


def test_turns_for_the_worse_come_first_and_are_counted(monkeypatch):
    monkeypatch.setattr(assessment, "load_earlier", lambda *_, **__: judged("2022-08"))
    section = status_table.draw_changes(judged("2022-09"), "610800")
    assert section.heading == "与2022年8月31日相比"
    assert section.exhibits[0].title == "1项状态变好，1项状态变差"
    assert list(section.exhibits[0].table["好坏"]) == ["变差", "变好"]


def test_an_area_without_changes_says_so(monkeypatch):
    monkeypatch.setattr(assessment, "load_earlier", lambda *_, **__: judged("2022-09"))
    assert status_table.draw_changes(judged("2022-09"), "610800").prose == "榆林的状态和数值都没有变化。"


@pytest.mark.parametrize(
    ("as_of", "before"),
    [("2022-09", "2022-08-31"), ("2022-09-15", "2022-08-31"), ("2023-06", "2022-11-30"), ("2022-01", "2021-12-31")],
)
def test_the_default_is_the_month_before_within_the_year(as_of, before):
    assert assessment.month_before(judged(as_of)) == before


def test_since_has_to_be_before_as_of():
    with pytest.raises(ReportError, match="not before the as-of date 2022-09-30"):
        assessment.load_earlier(judged("2022-09"), "2022-09")
