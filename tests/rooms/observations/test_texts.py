import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.observations import texts

WORDS = st.sampled_from(["610000", "陕西", "", "陕", "a", "Z", "２"])
TABLES = st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=12)


def test_each_text_is_asked_once():
    asked = []
    column = texts.of(pd.Series(["件", "人", "件", "件"], dtype=str))
    assert column.each(lambda text: asked.append(text) or text == "件").tolist() == [True, False, True, True]
    assert asked == ["件", "人"]


def test_each_pair_of_texts_is_asked_once():
    asked = []
    first, second = (texts.of(pd.Series(list(column))) for column in ("aabba", "xyxxx"))
    told = texts.each_pair(first, second, lambda *pair: asked.append(pair) or "".join(pair), object)
    assert told.tolist() == ["ax", "ay", "bx", "bx", "ax"]
    assert asked == [("a", "x"), ("a", "y"), ("b", "x")]


@pytest.mark.parametrize("kind", [bool, float, object])
def test_of_no_rows_nothing_is_said(kind):
    none = texts.of(pd.Series([], dtype=str))
    assert none.each(len, kind).tolist() == texts.each_pair(none, none, str, kind).tolist() == []
    assert texts.are_twice([none]).tolist() == []


@given(rows=TABLES)
def test_rows_are_ordered_and_found_twice_as_pandas_does_it(rows):
    table = pd.DataFrame(rows, columns=list("abc"), dtype=str)
    columns = [table[name] for name in table]
    assert_frame_equal(table.take(texts.order(columns)), table.sort_values(list("abc"), kind="stable"))
    assert texts.are_twice(map(texts.of, columns)).tolist() == table.duplicated(keep=False).tolist()


def test_what_is_not_there_comes_last_and_is_like_nothing_else():
    column = pd.Series([None, "b", "", None, "a"], dtype=str)
    assert texts.order([column]).tolist() == [2, 4, 1, 0, 3]
    assert texts.are_twice([texts.of(column)]).tolist() == [True, False, False, True, False]


def test_more_kinds_of_rows_than_a_number_can_tell_apart_are_told_apart():
    width = 2**17
    wide = texts.Texts(np.array([1, 1, 0, 1]), [None] * width)
    last = texts.Texts(np.array([0, 1, 1, 0]), [None] * width)
    assert texts.are_twice([wide, wide, wide, last]).tolist() == [True, False, False, True]
    assert np.argsort(texts.together([wide, wide, wide, last]), kind="stable").tolist() == [2, 0, 3, 1]
