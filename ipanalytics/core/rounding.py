"""How many decimals a number needs so that what is printed lies on the side of a limit that the number lies on.

9.96 % of growth, where 10 % is asked for, is printed as 9.96 % and not as 10.0 %; what is missing is never 0.0.
"""

import math

MOST, NOISE = 3, 1e-9


def digits_beside(value: float, limit: float, digits: int) -> int:
    """Return how many decimals a number is printed with: `digits`, or more where it would be rounded to a limit.

    Parameters
    ----------
    value, limit
        In the unit that is printed; of a `limit` that is unknown (NaN) none is kept.
    digits
        How many there are as a rule; at most `MOST` more are given.

    Examples
    --------
    >>> digits_beside(9.96, 10, 1), digits_beside(9.94, 10, 1), digits_beside(6.7951, 6.8, 2), digits_beside(10, 10, 1)
    (2, 1, 3, 1)
    """
    if math.isnan(limit):
        return digits
    for more in range(MOST):
        if compared(round(value, digits + more), limit) == compared(value, limit):
            return digits + more
    return digits + MOST


def compared(value: float, limit: float) -> int:
    """Return on which side of a limit a number lies: -1, 0 or 1; the noise of computing is none."""
    return 0 if abs(value - limit) <= NOISE * max(1.0, abs(limit)) else 1 if value > limit else -1


def percent(share: float) -> str:
    """Word a part of 1 in percent: not quite 0 and not quite all stay so.

    Examples
    --------
    >>> percent(0.754), percent(1), percent(0.9998), percent(0.0002)
    ('75.4%', '100.0%', '99.98%', '0.02%')
    """
    shown = 100 * share
    digits = max(digits_beside(shown, 100, 1), digits_beside(shown, 0, 1))
    return f"{shown:.{digits}f}%"
