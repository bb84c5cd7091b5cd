"""The five ways in which the package refuses, with one base class for callers that word them all alike."""

from collections.abc import Iterable


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
