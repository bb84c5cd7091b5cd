import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import indicators
from ipanalytics.report.maps import classes

BREAKS = (2.0, 5.0, 10.0)


@pytest.mark.parametrize(
    ("value", "class_"), [(0, 0), (2, 0), (2.0001, 1), (5, 1), (10, 2), (10.1, 3), (1e9, 3), (math.nan, -1)]
)
def test_a_class_holds_its_upper_limit(value, class_):
    assert classes.classify(pd.Series([value]), BREAKS).tolist() == [class_]


def test_without_breaks_there_is_one_class():
    assert classes.classify(pd.Series([1.0, math.nan]), ()).tolist() == [0, -1]


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_a_larger_value_is_never_in_a_lower_class(values):
    ordered = pd.Series(sorted(values))
    assert classes.classify(ordered, BREAKS).is_monotonic_increasing


@pytest.mark.parametrize("indicator", [i.id for i in indicators.indicators().values() if i.breaks])
def test_every_class_has_words(indicator):
    breaks = indicators.indicator(indicator).breaks
    assert len(set(classes.class_words(breaks, indicator))) == len(breaks) + 1


def test_no_data_is_hatched_and_no_class_is():
    assert classes.fill(-1, 5)["fillpattern"]["shape"] == "/"
    assert all("fillpattern" not in classes.fill(class_, 5) for class_ in range(5))


def test_an_indicator_without_breaks_has_one_class_with_words():
    assert classes.class_words((), "gdp") == ["有数据"]
    assert classes.fill(0, 1)["fillcolor"]


@pytest.mark.parametrize("count", range(2, 8))
def test_classes_fall_in_lightness(count):
    light = [classes.contrast(classes.fill(class_, count)["fillcolor"], "#000000") for class_ in range(count)]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == count


@pytest.mark.parametrize(("class_", "count"), [(c, n) for n in range(1, 8) for c in range(-1, n)])
def test_names_can_be_read_on_every_class(class_, count):
    ground = classes.fill(class_, count)["fillcolor"]
    assert classes.contrast(classes.ink(class_, count), ground) >= 4
