"""The five ways in which the package refuses, with one base class for callers that word them all alike."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

NEAR, LIKENESS = 5, 0.3


class IPAnalyticsError(ValueError):
    """What the package refuses, whatever the reason; its message is meant for the user."""


class SourceError(IPAnalyticsError):
    """A source file or its description can't be used as it is."""


class CleaningError(IPAnalyticsError):
    """A cell, a name or a period in a table can't be understood."""


class CatalogueError(IPAnalyticsError):
    """A catalogue, a setting or a question asked of it is wrong."""


class BoundaryError(IPAnalyticsError):
    """The map data is damaged or doesn't fit the divisions."""


class ReportError(IPAnalyticsError):
    """A report can't be made, or must not be published."""


def listed(heading: str, faults: Iterable[str]) -> str:
    """Word one message that names every fault, sorted, each on a line.

    Examples
    --------
    >>> print(listed("2 faults:", ["b is unknown", "a is unknown"]))
    2 faults:
      a is unknown
      b is unknown
    """
    return "\n  ".join([heading, *sorted(faults)])


def near(name: str, names: Mapping[str, str]) -> str:
    """Word which names come near one that nobody knows, with the ids or codes that they stand for; none is taken.

    Of names as near as one another the first come first, of names of one thing the nearest is told.

    Examples
    --------
    >>> near("榆木", {"榆林": "610800", "延安": "610600"}), near("火星", {"榆林": "610800"})
    ('these come near: 榆林 (610800)', 'nothing comes near')
    """
    likeness = {text: 1.0 if name and name in text else SequenceMatcher(None, text, name).ratio() for text in names}
    ones: dict[str, str] = {}
    for text in sorted((text for text in names if likeness[text] >= LIKENESS), key=lambda text: -likeness[text]):
        ones.setdefault(names[text], text)
    shown = [text if text == meant else f"{text} ({meant})" for meant, text in list(ones.items())[:NEAR]]
    return f"these come near: {', '.join(shown)}" if shown else "nothing comes near"
