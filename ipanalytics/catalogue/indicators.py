"""Indicators and units of measure: data/catalogue/indicators.yaml and units.csv, checked on load."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ipanalytics.core import files, i18n, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.project import cached_for_project
from ipanalytics.core.yaml_schema import LARGEST, entry_faults, read_yaml, record

KINDS = ("stock", "flow", "rate", "event")
FREQUENCIES = ("", "yearly")
FILES = ("data/catalogue/indicators.yaml", "data/catalogue/units.csv")
YES_NO = "是否"
# Of the denominator: the numerator's own, or the one that the settings say.
YEARS = ("same", "")


class Unit(NamedTuple):
    """What a unit of measure measures, and what it is multiplied by to stand in that quantity's base unit."""

    quantity: str
    factor: float


@dataclass(frozen=True)
class Indicator:
    """One entry of indicators.yaml; the file says what each key means."""

    id: str
    name: str
    english: str
    unit: str
    kind: str
    definition: str
    assessable: bool
    numerator: str = ""
    denominator: str = ""
    denominator_year: str = ""
    per: float = 0
    additive: bool = True
    signed: bool = False
    breaks: tuple[float, ...] = ()
    county_breaks: tuple[float, ...] = ()
    short: str = ""
    english_short: str = ""
    frequency: str = ""

    @property
    def is_yearly(self) -> bool:
        """Whether its figures come once a year."""
        return self.frequency == "yearly"

    @property
    def label(self) -> str:
        """What narrow columns call it."""
        return self.short or self.name


@cached_for_project(*FILES, "data/catalogue/english.yaml")
def _load_indicators(language: str) -> dict[str, Indicator]:
    """Read the file; in English name and short name are English."""
    if language == "en":
        chinese = _load_indicators("zh").items()
        return {id_: replace(item, name=item.english, short=item.english_short) for id_, item in chinese}
    path = project.data("catalogue", "indicators.yaml")
    entries = {id_: _completed(id_, entry) for id_, entry in read_yaml(path).items()}
    if wrong := [fault for id_, entry in entries.items() for fault in entry_faults(Indicator, entry, str(id_))]:
        raise CatalogueError(listed(f"{path.name} has wrong keys or values:", wrong))
    items = {id_: record(Indicator, entry, id_) for id_, entry in entries.items()}
    if faults := list(_faults(items)):
        raise CatalogueError(listed(f"{path.name} has faults:", faults))
    return items


def _completed(id_: str, entry: Any) -> Any:  # noqa: ANN401
    """Return an entry with its id, and with what `additive` is by default."""
    return {"id": id_, "additive": entry.get("kind") != "rate", **entry} if isinstance(entry, dict) else entry


def _faults(items: dict[str, Indicator]) -> Iterator[str]:
    if not items:
        yield "it lists no indicator"
    for id_, item in items.items():
        links = {item.numerator, item.denominator} - {"", *items}
        yield from (f"{id_}: refers to the unknown indicator {link}" for link in links)
        yield from (f"{id_}: {fault}" for fault, is_found in _item_faults(id_, item).items() if is_found)


def _item_faults(id_: str, item: Indicator) -> dict[str, bool]:
    computed = {bool(item.numerator), bool(item.denominator), item.per > 0}
    return {
        f"the key is the id, {item.id!r} is another": item.id != id_,
        "name, english or definition is empty": not (item.name and item.english and item.definition),
        f"kind {item.kind!r}, expected one of {', '.join(KINDS)}": item.kind not in KINDS,
        f"frequency {item.frequency!r}, expected yearly or none": item.frequency not in FREQUENCIES,
        f"unit {item.unit!r} is not in units.csv": item.unit not in units(),
        "numerator, denominator and per (above 0) belong together": len(computed) > 1 or item.per < 0,
        f"denominator_year {item.denominator_year!r}, expected same or nothing": item.denominator_year not in YEARS,
        "only a rate has a denominator_year": bool(item.denominator_year) and not item.denominator,
        "only a rate has a numerator": item.kind != "rate" and bool(item.numerator),
        "a rate can't be added": item.kind == "rate" and item.additive,
        "breaks must rise": any(list(breaks) != sorted(set(breaks)) for breaks in (item.breaks, item.county_breaks)),
    }


def indicators() -> dict[str, Indicator]:
    """Return all indicators by id, in the order of the file."""
    return dict(_load_indicators(i18n.current()))


def indicator(id_: str) -> Indicator:
    """Return one indicator.

    Raises
    ------
    CatalogueError
        When the catalogue doesn't have it.
    """
    items = _load_indicators(i18n.current())
    if id_ not in items:
        msg = f"{id_!r} is not an indicator of data/catalogue/indicators.yaml"
        raise CatalogueError(msg)
    return items[id_]


def measured() -> list[str]:
    """Return the ids of all indicators but events: what has figures, not days."""
    return [item.id for item in indicators().values() if item.kind != "event"]


def rates() -> list[Indicator]:
    """Return the indicators that are computed from two others."""
    return [item for item in indicators().values() if item.numerator]


@cached_for_project("data/catalogue/units.csv")
def _load_units() -> dict[str, Unit]:
    path = project.data("catalogue", "units.csv")
    rows = files.read_rows(path, ["unit", "quantity", "factor"], CatalogueError)
    counts = Counter(row["unit"] for row in rows.values())
    sound = [line for line, row in rows.items() if counts[row["unit"]] == 1 and all(row.values()) and _factor(row)]
    if wrong := [f"line {line}: {', '.join(row.values())}" for line, row in rows.items() if line not in sound]:
        raise CatalogueError(listed(f"{path.name}: expected a new unit, a quantity and a factor above 0:", wrong))
    return {row["unit"]: Unit(row["quantity"], _factor(row)) for row in rows.values()}


def _factor(row: dict[str, str]) -> float:
    """Return the factor of a line, 0 where it is none."""
    with suppress(ValueError):
        return value if 0 < (value := float(row["factor"])) <= LARGEST else 0
    return 0


def units() -> dict[str, Unit]:
    """Return what is known of units of measure, by name."""
    return dict(_load_units())


def quantity_of(unit: str) -> str:
    """Return what a unit measures, as things or money; "" for one that isn't known."""
    return _load_units()[unit].quantity if unit in _load_units() else ""


def factor(unit: str, wanted: str) -> float:
    """Return what a value in one unit is multiplied by to stand in another.

    Raises
    ------
    CatalogueError
        When a unit is unknown, or they measure different things.

    Examples
    --------
    >>> factor("万人", "人")
    10000.0
    """
    table = units()
    if unknown := [name for name in (unit, wanted) if name not in table]:
        msg = f"unknown unit {', '.join(map(repr, unknown))}: data/catalogue/units.csv holds what is known"
        raise CatalogueError(msg)
    if table[unit].quantity != table[wanted].quantity:
        msg = f"{unit} can't be converted to {wanted}"
        raise CatalogueError(msg)
    return table[unit].factor / table[wanted].factor
