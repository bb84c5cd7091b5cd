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

    `kind` is parts, missing, jump, fall, sources, tenfold, above, per_capita, growth or rate, of a table's own totals
    total or lacking. Of parts the first figure is the whole, of missing the only one; of the last six it is what was
    published, and the second what follows from the cells behind the first; of lacking these are names of places that
    the table doesn't have.
    """

    kind: str
    area: str
    indicator: str
    period: str
    amounts: tuple[float, ...]
    cells: tuple[str, ...]


MOST_CELLS = 6
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


def place_of(failure: Failure) -> str:
    """Return the name of a failure's place; a table's total may be of none."""
    return places.name_of(failure.area, short=True) if failure.area else "合计"


def _apart(printed: float, made: float) -> str:
    return f"{abs(made - printed):,.10g} {'more' if made > printed else 'less'}"


def _few(cells: tuple[str, ...]) -> str:
    """Name cells, of many the first and the last."""
    return "; ".join(cells) if len(cells) <= MOST_CELLS else f"{len(cells)} figures: {cells[0]} … {cells[-1]}"


def worded(failure: Failure) -> str:
    """Word a failed check in English, with the cells that contradict one another."""
    head = f"{place_of(failure)} {failure.indicator} {failure.period}"
    values, cells = [f"{value:,.10g}" for value in failure.amounts], failure.cells
    if failure.kind == "parts":
        total = sum(failure.amounts[1:])
        return (
            f"{head}: {cells[0]} is {values[0]}, its parts ({_few(cells[1:])}) add up to {total:,.10g}, "
            f"{_apart(failure.amounts[0], total)}"
        )
    if failure.kind in ("total", "lacking"):
        apart = f"{head}: {cells[0]} is {values[0]}, its rows add up to {values[1]}, {_apart(*failure.amounts)}"
        if failure.kind == "lacking":
            return f"{apart}; it has no {', '.join(cells[1:])}"
        return f"{apart} ({_few(cells[1:])})"
    if failure.kind == "missing":
        return f"{head}: it is missing, though {cells[0]} and the other parts of it stand in the table"
    if failure.kind in FOLLOWS:
        return f"{head}: {cells[0]} is {values[0]}, but {FOLLOWS[failure.kind].format(values[1])} ({_few(cells[1:])})"
    both = ", ".join(f"{value} ({cell})" for value, cell in zip(values, cells, strict=True))
    return f"{head}: {WORDS[failure.kind]}: {both}"
