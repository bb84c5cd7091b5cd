import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.core import rounding


@given(st.integers(0, 200_000), st.integers(0, 20_000))
def test_what_is_printed_lies_on_the_side_of_the_limit_that_the_figure_lies_on(thousandths, hundredths):
    value, limit = thousandths / 10_000, hundredths / 1_000
    printed = float(f"{value:.{rounding.digits_beside(value, limit, 1)}f}")
    assert rounding.compared(printed, limit) == rounding.compared(value, limit)


def test_without_a_limit_a_number_has_its_decimals():
    assert rounding.digits_beside(9.96, math.nan, 1) == 1


def test_what_no_decimal_tells_from_the_limit_has_all_that_may_be_given():
    assert rounding.digits_beside(9.999_99, 10, 1) == 1 + rounding.MOST


@pytest.mark.parametrize(
    ("share", "words"), [(0.99962, "99.96%"), (1.0004, "100.04%"), (0.0004, "0.04%"), (0, "0.0%"), (1, "100.0%")]
)
def test_not_quite_all_is_not_all_and_a_little_is_not_nothing(share, words):
    assert rounding.percent(share) == words
