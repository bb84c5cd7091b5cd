"""Settings, colours and the words of progress: settings.yaml, palette.yaml, statuses.yaml, checked on load."""

import re
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from ipanalytics.catalogue import indicators
from ipanalytics.core import i18n, periods, project
from ipanalytics.core.errors import CatalogueError, listed
from ipanalytics.core.i18n import say
from ipanalytics.core.project import cached_for_project
from ipanalytics.core.yaml_schema import entry_faults, read_yaml, record

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ROLES = ("ink", "muted", "rule", "paper", "background", "accent", "quiet", "no_data", "no_data_hatch")
LISTS = ("sequence", "neutral", "places")
SHAPES = {**dict.fromkeys([*ROLES, "region_line", "unit_line"], str), **dict.fromkeys(LISTS, list), "series": dict}


@dataclass(frozen=True)
class Settings:
    """One field for each key of settings.yaml."""

    issuing_office: str
    issue_date: str
    map_review_number: str
    boundary_credit: str
    boundary_credit_english: str
    map_plane: str
    map_km2: float
    map_view: tuple[float, ...]
    map_view_english: tuple[float, ...]
    guide: str
    unranked_by: str
    unranked_because: str
    every_unit: str
    units_described: str
    units_note: str
    census_note: str
    population_lag_years: int
    census_days: tuple[str, ...]
    # To whom a letter to a unit goes; "": to the unit.
    unit_office: str = ""
    # Where index.html can be reached, for pages that are passed on alone; "" leaves their links to others out.
    index_address: str = ""
    # What reading a stranger's file may use.
    read_memory_mib: int = 2048
    read_seconds: int = 20
    # What counting the records of patents may use before it spills to disk.
    records_memory_mib: int = 2048
    # Whether there are borders in maps/; without them pages have no maps, and say so.
    has_map: bool = True
    # The yes or no that follows from the day on which a unit's workbook came in; "" where nobody asks for that.
    reported_by_workbook: str = ""


def maker() -> str:
    """Say what made a page."""
    return say("本页由 ipanalytics {version} 生成，不联网也能阅读。", version=version("ipanalytics"))


@cached_for_project("data/catalogue/settings.yaml")
def settings() -> Settings:
    """Return settings.yaml.

    Raises
    ------
    CatalogueError
        Lists wrong keys and values, and strange days.
    """
    path = project.data("catalogue", "settings.yaml")
    chosen = record(Settings, read_yaml(path), path.name)
    strange = [day for day in chosen.census_days if not periods.is_period(day, shape="day")]
    faults = [f"census_days: {day!r} is not a day" for day in strange]
    if chosen.population_lag_years < 0:
        faults.append("population_lag_years: a rate can't use the population of a later year")
    if not chosen.census_days:
        faults.append("census_days: expected at least one")
    if faults:
        raise CatalogueError(listed(f"{path.name} has faults:", faults))
    return chosen


def refuse_ranking(id_: str) -> None:
    """Refuse to score, target or rank what the guide says must not be.

    Raises
    ------
    CatalogueError
        Cites the guide, when the catalogue says `assessable: false`.
    """
    if not indicators.indicator(id_).assessable:
        msg = f"{id_} must not be scored, targeted or ranked ({settings().unranked_because})"
        raise CatalogueError(msg)


@cached_for_project("data/catalogue/palette.yaml")
def _load_palette() -> dict[str, Any]:
    path = project.data("catalogue", "palette.yaml")
    colours = read_yaml(path)
    if wrong := [role for role, shape in SHAPES.items() if not _are_colours(colours.get(role), shape)]:
        heading = f"{path.name}: expected colours such as #1f2933, a list for sequence, a mapping for series:"
        raise CatalogueError(listed(heading, [f"{role}: {colours.get(role)!r}" for role in wrong]))
    return colours


def _are_colours(value: Any, shape: type) -> bool:  # noqa: ANN401
    if not value or not isinstance(value, shape):
        return False
    shades = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return all(COLOUR.fullmatch(str(shade)) for shade in shades)


def palette() -> dict[str, Any]:
    """Return the colours of palette.yaml by their role."""
    return dict(_load_palette())


@dataclass(frozen=True)
class Light:
    """How a status of progress looks: word, shape, colour, and its place in the order from good to bad."""

    word: str
    shape: str
    colour: str
    rank: int


@dataclass(frozen=True)
class Wording:
    """One field for each key of statuses.yaml: lights by status, words by reason, flag and scope, classes of maps."""

    statuses: dict[str, Light]
    reasons: dict[str, str]
    flags: dict[str, str]
    scopes: dict[str, str]
    marks: dict[str, str]
    reach_breaks: tuple[float, ...]
    reach_words: tuple[str, ...]
    reach_colours: tuple[str, ...]
    weak_breaks: tuple[float, ...]
    weak_words: tuple[str, ...]


@cached_for_project("data/catalogue/statuses.yaml", "data/catalogue/english.yaml")
def _load_wording(language: str) -> Wording:
    if language == "en":
        return _said(_load_wording("zh"))
    path = project.data("catalogue", "statuses.yaml")
    content = read_yaml(path)
    lights = content.get("statuses") or {}
    faults = entry_faults(Wording, {**content, "statuses": {}}, path.name)
    faults += [fault for id_, entry in lights.items() for fault in entry_faults(Light, entry, f"{path.name}: {id_}")]
    colours = {id_: entry.get("colour") for id_, entry in lights.items() if isinstance(entry, dict)}
    faults += [f"{path.name}: {id_}: colour {c!r}" for id_, c in colours.items() if not COLOUR.fullmatch(str(c))]
    if faults:
        raise CatalogueError(listed(f"{path.name} has wrong keys or values:", faults))
    statuses = {id_: record(Light, entry, id_) for id_, entry in lights.items()}
    return record(Wording, {**content, "statuses": statuses}, path.name)


def _said(chinese: Wording) -> Wording:
    """Return the words in the language in use."""
    lights = {
        id_: replace(light, word=say(light.word), shape=say(light.shape)) for id_, light in chinese.statuses.items()
    }
    worded = ("reasons", "flags", "scopes", "marks")
    words: dict[str, Any] = {name: {id_: say(word) for id_, word in getattr(chinese, name).items()} for name in worded}
    classes: dict[str, Any] = {name: tuple(map(say, getattr(chinese, name))) for name in ("reach_words", "weak_words")}
    return replace(chinese, statuses=lights, **words, **classes)


def wording() -> Wording:
    """Return words, shapes and colours of statuses.yaml."""
    return _load_wording(i18n.current())
