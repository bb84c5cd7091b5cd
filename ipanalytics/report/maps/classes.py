"""Classes of a map: fixed breaks from the catalogue, their words and their fills."""

from typing import Any

import pandas as pd
from plotly.colors import hex_to_rgb, sample_colorscale, unlabel_rgb

from ipanalytics.catalogue import indicators, settings
from ipanalytics.core import i18n
from ipanalytics.core.i18n import say
from ipanalytics.report import formatting

NO_CLASS = -1
FEWEST, MANY = 4, 100


def classify(values: pd.Series, breaks: tuple[float, ...]) -> pd.Series:
    """Return each value's class: 0 up to the first break inclusive …; −1 where there is no value.

    Examples
    --------
    >>> classify(pd.Series([5, 5.1, float("nan"), 99]), (5, 10)).tolist()
    [0, 1, -1, 2]
    """
    classes = pd.Series(pd.Index(breaks).searchsorted(values.fillna(0)), index=values.index)
    return classes.mask(values.isna(), NO_CLASS).astype(int)


def breaks_of(indicator: str, level: str, values: pd.Series) -> tuple[float, ...]:
    """Return the class limits of a map: the catalogue's for the level, else the values' own quarters, rounded.

    Examples
    --------
    >>> breaks_of("gi_new", "unit", pd.Series([1, 2, 3, 4, 50, 60, 70, 80]))
    (2.8, 27.0, 62.0)
    """
    item = indicators.indicator(indicator)
    fixed = {"unit": item.breaks, "county": item.county_breaks}.get(level, ())
    return fixed if fixed or values.nunique() < FEWEST else quarters(values)


def quarters(values: pd.Series, *, digits: int = 2) -> tuple[float, ...]:
    """Return the limits of the quarters of some values, rounded to significant digits.

    Examples
    --------
    >>> quarters(pd.Series([1011, 1012, 1013, 1014, 1015])), quarters(pd.Series([1011, 1012, 1013, 1014]), digits=4)
    ((1000.0,), (1012.0, 1013.0))
    """
    limits = [limit for limit in values.quantile([0.25, 0.5, 0.75]) if values.min() <= limit < values.max()]
    return tuple(sorted({float(f"{limit:.{digits}g}") for limit in limits}))


def class_words(breaks: tuple[float, ...], indicator: str) -> list[str]:
    """Word the classes of a legend.

    Examples
    --------
    >>> class_words((500000, 1000000), "population")
    ['50万人及以下', '50万—100万人', '100万人以上']
    >>> class_words((0, 1, 3), "gi_new")
    ['0件', '1件', '2—3件', '3件以上']
    """
    if not breaks:
        return [say("有数据")]
    unit = indicators.indicator(indicator).unit
    ends = [_end(value, unit) for value in breaks]
    after = formatting.unit(unit)
    if breaks[-1] < MANY and formatting.is_whole(indicator):
        lows = [0 if not breaks[0] else None, *(int(limit) + 1 for limit in breaks[:-1])]
        return [
            *(_counts(low, int(high), after) for low, high in zip(lows, breaks, strict=True)),
            ranges(ends, after)[-1],
        ]
    return ranges(ends, after)


def ranges(ends: list[str], unit: str = "") -> list[str]:
    """Word the classes between limits.

    Examples
    --------
    >>> ranges(["2.5", "30"])
    ['2.5及以下', '2.5—30', '30以上']
    """
    middle = [say("{low}—{high}{unit}", low=a, high=b, unit=unit) for a, b in zip(ends, ends[1:], strict=False)]
    first, last = say("{end}{unit}及以下", end=ends[0], unit=unit), say("{end}{unit}以上", end=ends[-1], unit=unit)
    return [first, *middle, last]


def _counts(low: int | None, high: int, unit: str) -> str:
    """Word a class of few whole things; the lowest one has no end of its own but 0."""
    if low is None:
        return say("{end}{unit}及以下", end=high, unit=unit)
    return f"{high}{unit}" if low == high else say("{low}—{high}{unit}", low=low, high=high, unit=unit)


def counted(classes: pd.Series, names: list[str]) -> list[tuple[int, str, int]]:
    """Return every class, also an empty one, with its word and its number of places; none only where one has none."""
    words = dict(enumerate(names))
    if NO_CLASS in set(classes):
        words[NO_CLASS] = formatting.no_data()
    return [(class_, word, int((classes == class_).sum())) for class_, word in words.items()]


def _end(value: float, unit: str) -> str:
    """Word the end of a class; many people in 万, in English in millions."""
    if unit != "人":
        return formatting.number(value)
    if not i18n.is_english():
        return formatting.number(value / 10000) + "万"
    return f"{value / formatting.MILLION:g} million" if value >= formatting.MILLION else formatting.number(value)


def fill(class_: int, count: int) -> dict[str, Any]:
    """Return a scatter trace's fill for a class of `count` classes: an even step of the ramp, or the hatch."""
    colours = settings.palette()
    if class_ == NO_CLASS:
        return {"fillcolor": colours["no_data"], "fillpattern": {**hatch(), "size": 6, "solidity": 0.22}}
    return {"fillcolor": sample_colorscale(colours["sequence"], max(count, 2))[class_]}


def swatch(class_: int, count: int) -> dict[str, Any]:
    """Return the marker of a class in the legend, hatched where the map is."""
    line = {"color": settings.palette()["muted"], "width": 1}
    pattern = {"pattern": {**hatch(), "size": 5, "solidity": 0.3}} if class_ == NO_CLASS else {}
    return {"color": fill(class_, count)["fillcolor"], "line": line, **pattern}


def hatch() -> dict[str, Any]:
    """Return the pattern of places without a figure, but for its size."""
    colours = settings.palette()
    return {"shape": "/", "fgcolor": colours["no_data_hatch"], "bgcolor": colours["no_data"]}


def ink(class_: int, count: int) -> str:
    """Return the colour of a name written on a class: of dark and white, the one with more contrast."""
    colours = settings.palette()
    ground = colours["no_data"] if class_ == NO_CLASS else fill(class_, count)["fillcolor"]
    return str(max((colours["ink"], colours["paper"]), key=lambda colour: contrast(colour, ground)))


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, "#rrggbb" or "rgb(r, g, b)": 1 to 21.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio

    Examples
    --------
    >>> contrast("#000000", "rgb(255, 255, 255)")
    21.0
    """
    low, high = sorted(_luminance(colour) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in (hex_to_rgb(colour) if colour.startswith("#") else unlabel_rgb(colour))]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
