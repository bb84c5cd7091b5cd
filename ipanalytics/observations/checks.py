"""What a failed check is and how it is worded; the limits of the checks."""

from dataclasses import dataclass

from ipanalytics.catalogue import places
from ipanalytics.core import project, yaml_schema


@dataclass(frozen=True)
class Limits:
    """One field for each key of checks.yaml."""

    stock_jump_factor: float
    flow_jump_factor: float
    flow_jump_from: float
    relative_tolerance: float
    tenfold_factor: float
    per_capita_tolerance: float
    growth_gap: float
    rate_tolerance: float


@project.cached_for_project("data/catalogue/checks.yaml")
def limits() -> Limits:
    """Return data/catalogue/checks.yaml, checked."""
    path = project.data("catalogue", "checks.yaml")
    return yaml_schema.record(Limits, yaml_schema.read_yaml(path), path.name)


@dataclass(frozen=True)
class Failure:
    """A failed check: which figure, the figures that contradict one another, and where they stand.

    `kind` is parts, missing, jump, fall, sources, tenfold, above, per_capita, growth or rate. Of parts the first figure
    is the whole, of missing the only one; of the last four it is what was published, and the second what follows from
    the cells behind the first.
    """

    kind: str
    area: str
    indicator: str
    period: str
    amounts: tuple[float, ...]
    cells: tuple[str, ...]


WORDS = {
    "jump": "it jumps within a year",
    "fall": "the cumulated figure falls",
    "sources": "two sources disagree",
    "tenfold": "it is ten times off the years beside it",
}
FOLLOWS = {
    "above": "the units add up to {}",
    "per_capita": "GDP per capita and the mean population make {}",
    "growth": "the figures of both years make {}",
    "rate": "numerator and denominator make {}",
}


def worded(failure: Failure) -> str:
    """Word a failed check in English, with the cells that contradict one another."""
    head = f"{places.name_of(failure.area, short=True)} {failure.indicator} {failure.period}"
    values, cells = [f"{value:,.10g}" for value in failure.amounts], failure.cells
    if failure.kind == "parts":
        total = f"{sum(failure.amounts[1:]):,.10g}"
        return f"{head}: {cells[0]} is {values[0]}, its parts ({'; '.join(cells[1:])}) add up to {total}"
    if failure.kind == "missing":
        return f"{head}: it is missing, though {cells[0]} and the other parts of it stand in the table"
    if failure.kind in FOLLOWS:
        return (
            f"{head}: {cells[0]} is {values[0]}, but {FOLLOWS[failure.kind].format(values[1])} ({'; '.join(cells[1:])})"
        )
    both = ", ".join(f"{value} ({cell})" for value, cell in zip(values, cells, strict=True))
    return f"{head}: {WORDS[failure.kind]}: {both}"
