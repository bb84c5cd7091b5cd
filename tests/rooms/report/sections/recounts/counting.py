"""How sentences are counted again: CHECKS holds a function for each template.

It gets the page and the parts that were filled in, and returns what they should be, or several that are possible where
the sentence doesn't say of which target or place it speaks. Nothing of the report's own arithmetic is used.
"""

import math
from functools import cache

from ipanalytics.catalogue import hierarchy, indicators, places

SHORT = {"slightly_behind", "behind", "far_behind", "not_started", "overdue", "missed"}
GOOD = {"achieved", "achieved_late", "on_pace"}
JUDGED = SHORT | GOOD
UNITS, REGIONS = places.codes("unit"), places.codes("region")
ENDED = {"missed", "overdue"}
CHECKS = {}


def check(*templates):
    def keep(function):
        CHECKS.update(dict.fromkeys(templates, function))
        return function

    return keep


def name(code):
    return places.name_of(code, short=True)


def label(row):
    return indicators.indicator(row["indicator"]).label


def amount(value, indicator):
    """Write a figure with its unit."""
    unit = indicators.indicator(indicator).unit
    if unit == "人":
        return f"{value / 10000:,.1f}万人"
    if unit in ("件/万人", "件/亿元"):
        return f"{value:,.2f}{unit}"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text + ("个" if unit == "是否" else unit)


def percent(share, digits=1):
    """Write a part of 1: not quite all isn't all, a little isn't nothing."""
    return max(fine(100 * share, 100, digits), fine(100 * share, 0, digits), key=len) + "%"


def fine(value, limit, digits=1):
    """Write a number with so many decimals, or up to three more, that it doesn't become its limit."""
    texts = [f"{value:.{more}f}" for more in range(digits, digits + 4)]
    is_other = [math.isclose(value, limit, rel_tol=1e-9, abs_tol=1e-9) or float(text) != limit for text in texts]
    return texts[is_other.index(True)].replace("-", "−")


def signed(value, digits=1):
    return f"{value:+z,.{digits}f}".replace("-", "−")


def figures(page, area, indicator):
    """Return the values of a place's indicator by period."""
    return page.values.get((area, indicator), {})


def inside(area):
    return [area] if area in UNITS else [code for code in UNITS if area in ("610000", hierarchy.region_of(code))]


@cache
def short_of(page, area):
    """Return how many targets a place can be judged on, and of how many it falls short."""
    statuses = page.made.rows_of(area)["status"]
    return int(statuses.isin(JUDGED).sum()), int(statuses.isin(SHORT).sum())
