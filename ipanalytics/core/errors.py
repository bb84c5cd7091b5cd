"""The five ways in which the package refuses, all of them a ValueError."""

from collections.abc import Iterable


class SourceError(ValueError):
    """A source file or its description can't be used as it is."""


class CleaningError(ValueError):
    """A cell, a name or a period in a table can't be understood."""


class CatalogueError(ValueError):
    """A catalogue, a setting or a question asked of it is wrong."""


class BoundaryError(ValueError):
    """The map data is damaged or doesn't fit the divisions."""


class ReportError(ValueError):
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


REFUSALS = (
    SourceError,
    CleaningError,
    CatalogueError,
    BoundaryError,
    ReportError,
)
