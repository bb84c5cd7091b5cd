"""What sections read: the figures that decide what one shows, so that a page whose figures are the same is kept.

Each function takes the page and gives tables, and texts that say something of the figures as a whole.
tests/rooms/batch/test_inputs.py changes single figures and compares what sections show with what they read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pandas as pd

from ipanalytics.catalogue import hierarchy, indicators, journal, places, settings
from ipanalytics.core import periods
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment, progress, trajectory
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import corrections, denominators
from ipanalytics.observations.table import KEY
from ipanalytics.records import filing as counted
from ipanalytics.report.maps import county_map
from ipanalytics.submissions import filing, history

# What pages show of all units and of all provinces, besides the units' progress.
COMPARED = "inventions_in_force_per_10k"
RANKED = "inventions_in_force"
POPULATION = "population"
ORIGIN = [*KEY, "source", "status"]
CITED = [*ORIGIN, "cell"]
Part: TypeAlias = pd.DataFrame | str


@dataclass(frozen=True)
class Page:
    """What a page is of; `area` is empty where it's of no place."""

    area: str = ""
    as_of: str = ""
    since: str = ""
    guide: int = 0
    real_only: bool = False

    @cached_property
    def place(self) -> str:
        """The code of the area."""
        return places.find(self.area)

    @cached_property
    def year(self) -> Assessment:
        """The targets judged at the day."""
        return assessment.load(self.as_of, self.guide, real_only=self.real_only)

    @cached_property
    def every(self) -> pd.DataFrame:
        """All figures, also those that others are preferred to."""
        return pipeline.load_every(self.as_of, real_only=self.real_only)

    @cached_property
    def around(self) -> list[str]:
        """The place, what it lies in, and the units that lie in it."""
        outside = [code for code in hierarchy.ancestors(self.place) if code != places.NATION]
        return [*outside, self.place, *hierarchy.members(self.place)]


Reading: TypeAlias = Callable[[Page], Iterator[Part]]


def everything(page: Page) -> Iterator[Part]:
    """Give all figures and corrections."""
    yield page.every
    yield repr(sorted(corrections.load().items()))


def not_used(_: Page) -> Iterator[Part]:
    """Give what became no figure, of all files."""
    yield pipeline.not_used()


def judged(page: Page) -> Iterator[Part]:
    """Give how the place, those around it and all units stand, and the figures behind it."""
    beside = [] if places.level_of(page.place) == "unit" else places.codes("region")
    shown = [*page.around, *beside, *places.codes("unit")]
    rows = page.year.rows[page.year.rows["area"].isin(shown)]
    yield page.year.as_of
    yield _plain(rows)
    yield progress.evidence(page.year.table, rows)[CITED]
    yield progress.evidence(page.year.table, rows[rows["area"].isin(page.around)])


def months(page: Page) -> Iterator[Part]:
    """Give how the place, the regions and all units stood at each month's end, and where the figures stand."""
    shown = [page.place, *places.codes("region"), *places.codes("unit")]
    rows = pd.concat([made.rows_of(*shown) for made in trajectory.by_month(page.year)])
    yield _plain(rows)
    yield progress.evidence(page.year.table, rows)[CITED]


def earlier(page: Page) -> Iterator[Part]:
    """Give how the place stood at the earlier day, and the figures behind it."""
    before = assessment.load_earlier(page.year, page.since, real_only=page.real_only).rows
    before = before[before["area"] == page.place]
    yield _plain(before)
    yield progress.evidence(page.year.table, before)


def own(page: Page) -> Iterator[Part]:
    """Give all figures of the place, of the units inside a region, and of whole cities that contain it."""
    yield from (table[table["area"].isin(listed_with(page.place))] for table in (page.year.known, page.every))


def listed_with(area: str) -> list[str]:
    """Return the places that a page lists figures of: the place, units inside a region, whole cities around it."""
    inside = hierarchy.members(area) if places.level_of(area) == "region" else []
    return [area, *inside, *(code for code in hierarchy.composites() if area in hierarchy.parts_of(code))]


def units(page: Page) -> Iterator[Part]:
    """Give what maps and charts of every page show of all units; populations of censuses and of the targets' rates."""
    areas = [places.province(), *places.codes("region"), *places.codes("unit")]
    ends = [periods.parse(text).end.year for text in set(page.year.rows["period"]) if text]
    chosen, compared = settings.settings(), indicators.indicators().get(COMPARED)
    counted = {str(denominators.year_of(compared, year, chosen)) for year in ends} if compared else set()
    counted |= {day[:4] for day in chosen.census_days}
    for table in (page.year.known, page.every):
        is_people = table["indicator"].eq(POPULATION) & table["period"].str[:4].isin(counted)
        yield table[table["area"].isin(areas) & (is_people | table["indicator"].eq(COMPARED))]


def county_maps(page: Page) -> Iterator[Part]:
    """Give the figures on maps of the counties inside the place, or beside a county."""
    ground = hierarchy.unit_of(page.place) if places.level_of(page.place) == "county" else page.place
    yield from county_map.shown(page.year.known, hierarchy.members(ground, "county"))


def counties(page: Page) -> Iterator[Part]:
    """Give all figures of all counties."""
    yield page.year.as_of
    yield page.year.known[page.year.known["area"].isin(places.codes("county"))]


def provinces(page: Page) -> Iterator[Part]:
    """Give the other provinces' figures, which only the province's page shows."""
    if page.place == places.province():
        others = page.year.known["area"].isin(places.codes("province"))
        yield page.year.known[others & page.year.known["indicator"].eq(RANKED)]


def curves(page: Page) -> Iterator[Part]:
    """Give the province's curves, which add up units; those of other places are of their `own` figures."""
    if page.place == places.province():
        trails = trajectory.follow(page.year, page.place)
        yield repr([(trail.row["target"], trail.now, trail.before, trail.due) for trail in trails])
        used = pd.DataFrame({progress.USED: [[key for trail in trails for key in trail.used]]})
        yield progress.evidence(page.year.table, used)[CITED]


def tasks(page: Page) -> Iterator[Part]:
    """Give how the province's targets stand, and where the figures behind them are from."""
    rows = page.year.rows[page.year.rows["area"] == places.province()]
    yield page.year.as_of
    yield rows[["target", "status", "period", "flags"]]
    yield progress.evidence(page.year.table, rows)[ORIGIN]


def handed_in(page: Page) -> Iterator[Part]:
    """Give what the units handed in, and when."""
    yield repr((page.as_of, page.guide, journal.entries()))


def statements(page: Page) -> Iterator[Part]:
    """Give what the place, a unit, explained and restated, and what others published beside it."""
    entries = [entry for entry in journal.current() if entry.area == page.place]
    yield repr([(page.year.as_of, entry.period, entry.received, filing.explanations(entry)) for entry in entries])
    if entries:
        yield history.follow(page.place)


def filed_quality(page: Page) -> Iterator[Part]:
    """Give how good the applications are of which single ones were counted."""
    yield counted.quality(page.as_of)


# What can be read for a page that is of no place.
OF_NO_PLACE = {everything, not_used, tasks, handed_in, filed_quality}


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the progress table with the keys behind them as text."""
    return rows.assign(**{progress.USED: rows[progress.USED].map(repr)})
