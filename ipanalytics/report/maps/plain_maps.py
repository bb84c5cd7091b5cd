"""Classes of maps that only show figures, in grey: bare counts, rates beside the province's line, who has a thing."""

from dataclasses import dataclass

import pandas as pd
from plotly.colors import sample_colorscale

from ipanalytics.catalogue import indicators, settings
from ipanalytics.observations.table import by_table
from ipanalytics.report import wording
from ipanalytics.report.maps import classes

FEW = 4


@dataclass(frozen=True)
class Scale:
    """The class of each place (−1 without a figure), and word and fill of each class."""

    classes: pd.Series
    words: tuple[str, ...]
    fills: tuple[str, ...]


@by_table
def is_plain(part: pd.DataFrame) -> pd.Series:
    """Say of which rows of a target the figure is only shown: it isn't asked of the place."""
    is_shown = part["kind"].isin(["level", "coverage"]) & part["scope"].eq("reference")
    return part["value"].notna() & (is_shown | part["scope"].eq("count"))


@by_table
def scale(part: pd.DataFrame) -> Scale:
    """Return the classes of a target's values; of few different ones each is a class."""
    id_, values = str(part["indicator"].iloc[0]), part["value"]
    different = sorted(set(values.dropna()))
    if not indicators.indicator(id_).breaks and len(different) <= FEW:
        named = (
            part.drop_duplicates("value").sort_values("value").dropna(subset="value").reset_index().to_dict("records")
        )
        breaks, words = tuple(different[:-1]), list(map(wording.value_of, named))
    else:
        breaks = classes.breaks_of(id_, "unit", values.dropna())
        words = classes.class_words(breaks, id_)
    fills = sample_colorscale(settings.palette()["neutral"], max(len(words), 2))
    return Scale(classes.classify(values, breaks), tuple(words), tuple(fills[: len(words)]))
