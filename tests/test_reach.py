import math

import pandas as pd
import pytest

from ipanalytics.catalogue import settings
from ipanalytics.monitoring import progress

NAN = math.nan
BREAKS = (0.5, 0.75, 1, 1.25)


def reached(target, value, target_value, baseline=NAN):
    rows = pd.DataFrame(
        [{"target": target.id, "kind": target.kind, "value": value, "target_value": target_value, "baseline": baseline}]
    ).astype({"value": float, "target_value": float, "baseline": float})
    return progress.add_reach(rows, [target])["reach"].iloc[0]


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "baseline", "share"),
    [
        ("level", 3.4, 6.8, 3.0, 0.5),
        ("level", 6.8, 6.8, 7.0, 1),
        ("flow", 15, 20, NAN, 0.75),
        ("flow", 0, 20, NAN, 0),
        ("coverage", 9, 10, NAN, 0.9),
        ("growth", 110, 0.10, 100, 1),
        ("growth", 99, 0.10, 100, 0.9),
        ("growth", 121, 0.10, 100, 1.1),
        ("direction", 110, 100, 100, 1.1),
        ("direction", 90, 100, 100, 0.9),
        ("benchmark", 84, 80, NAN, 1.05),
        ("flow", NAN, 20, NAN, NAN),
        ("flow", 5, NAN, NAN, NAN),
        ("level", 5, 0, NAN, NAN),
        ("growth", 5, 0.10, NAN, NAN),
        ("growth", 5, 0.10, 0, NAN),
        ("benchmark", 84, NAN, NAN, NAN),
        ("milestone", 1, 1, NAN, NAN),
    ],
)
def test_reach_is_measured_by_the_kind(aim, kind, value, target_value, baseline, share):
    found = reached(aim("T1", "gi_products", kind), value, target_value, baseline)
    assert found == pytest.approx(share, nan_ok=True)


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "baseline", "share"),
    [
        ("level", 50, 40, 60, 0.8),
        ("level", 20, 40, 60, 2),
        ("growth", 99, -0.10, 100, 90 / 99),
        ("direction", 125, 100, 100, 0.8),
        ("benchmark", 50, 100, NAN, 2),
    ],
)
def test_the_fraction_is_turned_over_where_less_is_better(aim, kind, value, target_value, baseline, share):
    target = aim("T1", "gi_products", kind, better="lower")
    assert reached(target, value, target_value, baseline) == pytest.approx(share)


@pytest.mark.parametrize("kind", ["direction", "benchmark"])
@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("value", [100, 100 + 1e-10, 100 - 1e-10])
def test_an_equal_value_does_not_reach_what_has_to_be_passed(aim, kind, better, value):
    found = reached(aim("T1", "gi_products", kind, better=better), value, 100)
    assert found < 1
    assert found == pytest.approx(1)
    assert progress.classify(pd.Series([found])).tolist() == [2]


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "baseline"),
    [("growth", 110, 0.10, 100), ("level", 0.3, 0.1 + 0.2, 0), ("flow", 0.1 + 0.2, 0.3, NAN)],
)
def test_rounding_in_the_machine_takes_nothing_from_a_target_that_is_met(aim, kind, value, target_value, baseline):
    assert reached(aim("T1", "gi_products", kind), value, target_value, baseline) == 1


@pytest.mark.parametrize(("number", "limit"), list(enumerate(BREAKS, 1)))
def test_a_class_holds_its_lower_limit(number, limit):
    assert progress.classify(pd.Series([limit - 1e-9, limit, limit + 1e-9])).tolist() == [number - 1, number, number]


def test_rounding_in_the_machine_moves_nothing_out_of_its_class():
    assert progress.classify(pd.Series([0.15 / 0.2, 0.1 * 3 / 0.6])).tolist() == [2, 1]


def test_without_a_reach_there_is_no_class():
    assert progress.classify(pd.Series([NAN, 0.0, 99.0])).tolist() == [progress.NO_CLASS, 0, 4]


def test_the_classes_are_fixed_in_statuses_yaml():
    words = settings.wording()
    assert words.reach_breaks == BREAKS
    assert len(words.reach_words) == len(words.reach_colours) == len(BREAKS) + 1


@pytest.mark.parametrize("month", ["march", "september", "december"])
def test_what_is_met_is_reached_and_what_is_not_is_not(month, request):
    made = request.getfixturevalue(month)
    rows = progress.add_reach(made.rows, made.targets).dropna(subset="reach")
    is_met = rows["status"].isin(["achieved", "achieved_late", "above_line"])
    is_short = rows["gap"].gt(0)
    assert rows.loc[is_met, "reach"].ge(1).all()
    assert rows.loc[is_short, "reach"].lt(1).all()
    assert set(progress.classify(rows.loc[is_short, "reach"])) <= {0, 1, 2}


def test_rows_keep_their_columns(september):
    made = progress.add_reach(september.rows, september.targets)
    assert list(made.columns) == [*progress.COLUMNS, progress.USED, "reach"]
    pd.testing.assert_frame_equal(made.drop(columns="reach"), september.rows)
