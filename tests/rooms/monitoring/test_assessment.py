import shutil
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.core.errors import CatalogueError, ReportError
from ipanalytics.monitoring import assessment, trajectory
from ipanalytics.observations import storage
from tests.rooms.monitoring.rows import AIMS, judged_at


def test_statuses_that_turned_and_values_that_moved_are_found():
    found = assessment.compare(judged_at("2022-09"), judged_at("2022-08")).query("change != ''").reset_index(drop=True)
    expected = pd.DataFrame(
        {
            "target": ["T1", "T2"],
            "status_before": ["on_pace", "far_behind"],
            "status": ["slightly_behind", "achieved"],
            "value_before": [70.0, 1.0],
            "value": [70.0, 3.0],
            "change": ["slower", "better"],
        }
    )
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)


def test_what_stayed_the_same_is_not_listed():
    assert set(assessment.compare(judged_at("2022-09"), judged_at("2022-09"))["change"]) == {""}


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
    assert both["change"].tolist() == ["ended", "worse"]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [("no_data", "below_line", "other"), ("above_line", "below_line", "other"), ("pending", "no_record", "other"),
     ("not_due", "behind", "other"), ("pending", "overdue", "ended"), ("on_pace", "behind", "slower"),
     ("count_only", "no_data", "other"), ("on_pace", "achieved", "other"), ("on_pace", "on_pace", "")],
)  # fmt: skip
def test_the_calendar_alone_makes_nothing_worse_or_better(before, now, change):
    made = judged_at("2022-09")
    first, second = (replace(made, rows=made.rows.assign(status=status)) for status in (before, now))
    assert set(assessment.compare(second, first)["change"]) == {change}


@pytest.mark.parametrize(
    ("kind", "before", "now", "change"),
    [
        ("flow", ("on_pace", 5, None, 6), ("behind", 6, None, 6), "slower"),
        ("flow", ("on_pace", 5, None, 6), ("behind", 4, None, 6), "worse"),
        ("flow", ("behind", 5, None, 6), ("missed", 5, None, 6), "ended"),
        ("flow", ("behind", 5, None, 6), ("missed", 4, None, 6), "worse"),
        ("flow", ("on_pace", 5, None, 6), ("on_pace", 6, None, 6), "moved"),
        ("flow", ("not_started", 0, None, 6), ("far_behind", 1, None, 6), "better"),
        # more has come, but less than it takes to go on growing
        ("growth", ("on_pace", 60, 50, 0.1), ("behind", 80, 75, 0.1), "slower"),
        ("growth", ("behind", 52, 50, 0.1), ("on_pace", 90, 75, 0.1), "better"),
        ("direction", ("on_pace", 9, 8, 8), ("achieved", 9, 8, 8), "other"),
        ("direction", ("on_pace", 9, 8, 8), ("achieved", 10, 8, 8), "better"),
        # the nation has overtaken it, or fallen behind it
        ("benchmark", ("on_pace", 80, None, 79), ("behind", 80, None, 81), "slower"),
        ("benchmark", ("behind", 80, None, 81), ("on_pace", 80, None, 79), "other"),
        ("milestone", ("pending", None, None, None), ("achieved", 1, None, None), "better"),
        ("milestone", ("pending", 0, None, None), ("overdue", 0, None, None), "ended"),
        ("milestone", ("overdue", 0, None, None), ("achieved_late", 1, None, None), "better"),
    ],
)
def test_a_change_is_called_by_what_was_done(kind, before, now, change):
    made = judged_at("2022-09")
    sides = []
    for status, value, base, aim in (now, before):
        figures = pd.DataFrame([{"value": value, "baseline": base, "target_value": aim}], dtype=float)
        given = {**figures.iloc[0], "attainment": figures["value"].div(figures["target_value"]).iloc[0]}
        sides.append(replace(made, rows=made.rows.iloc[:1].assign(kind=kind, status=status, **given)))
    assert assessment.compare(*sides)["change"].tolist() == [change]


def test_where_less_is_asked_for_more_is_worse():
    aim = replace(AIMS[0], better="lower")
    sides = [replace(judged_at("2022-09"), targets=[aim, AIMS[1]]) for _ in range(2)]
    rows = sides[0].rows.iloc[:1]
    now, before = (rows.assign(status=status, value=value) for status, value in (("behind", 9.0), ("on_pace", 8.0)))
    both = assessment.compare(replace(sides[0], rows=now), replace(sides[1], rows=before))
    assert both["change"].tolist() == ["worse"]


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


@pytest.mark.parametrize(("before", "now", "expected"), [("not_due", "no_data", ""), ("pending", "no_record", "other")])
def test_a_missing_figure_that_became_due_is_no_change(before, now, expected):
    made = judged_at("2022-09")
    sides = [replace(made, rows=made.rows.assign(status=status, value=float("nan"))) for status in (now, before)]
    assert set(assessment.compare(*sides)["change"]) == {expected}


@pytest.fixture
def next_process(monkeypatch):
    """Return a function after which nothing is held in memory, as in the next process."""

    def forget():
        for module, name in ((assessment, "_load_project"), (storage, "_loaded"), (trajectory, "_judged_by_month")):
            function = getattr(module, name)
            monkeypatch.setattr(module, name, cache(getattr(function, "__wrapped__", function)))

    return forget


@pytest.fixture
def judgements(monkeypatch):
    """Return a list that gets the day of each judgement."""
    days = []
    judge = assessment.judge
    monkeypatch.setattr(assessment, "judge", lambda *given, **named: days.append(given[2]) or judge(*given, **named))
    return days


def tables_of(as_of):
    made = assessment.load(as_of)
    return [made.table, made.known, made.rows, *(month.rows for month in trajectory.by_month(made))]


def assert_same(tables, others):
    for table, other in zip(tables, others, strict=True):
        assert_frame_equal(table, other)


@pytest.mark.parametrize("as_of", ["2022-03", ""])
@pytest.mark.usefixtures("small")
def test_what_was_judged_once_is_the_same_in_the_next_process(as_of, next_process, judgements):
    first = tables_of(as_of)
    assert len(judgements) == 1
    next_process()
    assert_same(tables_of(as_of), first)
    assert len(judgements) == 1


@pytest.mark.parametrize("spoilt", [lambda _: b"", lambda content: content[:-9], lambda content: content + b" "])
def test_a_judgement_whose_cache_is_damaged_is_made_again(small, spoilt, next_process, judgements):
    first = tables_of("2022-03")
    kept = [path for path in (small / "build" / "cache").iterdir() if path.stem.split("-")[0] != "observations"]
    assert {path.stem.split("-")[0] for path in kept} >= {"judged", "progress", "months"}
    for path in kept:
        path.write_bytes(spoilt(path.read_bytes()))
    next_process()
    assert_same(tables_of("2022-03"), first)
    assert len(judgements) == 2


def test_a_changed_target_is_judged_again(small, spoil, next_process):
    before = assessment.load("2022-03").rows
    spoil("data/catalogue/targets/2022.yaml", "value: 6.8", "value: 6.9")
    assert set(before["target_value"].dropna()) ^ set(assessment.load("2022-03").rows["target_value"].dropna()) == {
        6.8,
        6.9,
    }
    next_process()
    assert 6.9 in set(assessment.load("2022-03").rows["target_value"])


def test_two_projects_in_one_process_have_a_judgement_each(small, spoil, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(small, other, dirs_exist_ok=True)
    first = assessment.load("2022-03")
    spoil("data/catalogue/targets/2022.yaml", "value: 6.8", "value: 6.9")
    changed = assessment.load("2022-03")
    monkeypatch.setenv("IPANALYTICS_HOME", str(other))
    assert_frame_equal(assessment.load("2022-03").rows, first.rows)
    monkeypatch.setenv("IPANALYTICS_HOME", str(small))
    assert_frame_equal(assessment.load("2022-03").rows, changed.rows)
    assert not changed.rows.equals(first.rows)


def test_other_amounts_of_a_target_are_never_taken_from_the_cache(small):
    made = assessment.load("2022-03")
    trajectory.by_month(made)
    other = assessment.judge_again(
        made, [replace(target, value=1.0) if target.value else target for target in made.targets]
    )
    assert (made.asked, other.asked) == (repr(("2022-03-31", 0, False)), "")
    months = trajectory.by_month(other)
    assert all(6.8 not in set(month.rows["target_value"]) for month in months)
