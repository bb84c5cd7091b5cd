"""The figures that a page is made of, so that a page whose figures are the same needn't be made again.

A page's slice is declared here, beside the cells that it covers; a notebook with other cells is
made of everything. tests/batch/test_inputs.py changes single figures and compares pages with slices.
"""

import ast
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

from ipanalytics.batch.plan import Job
from ipanalytics.catalogue import hierarchy, places, sources
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.core import periods, project
from ipanalytics.ingestion import pipeline
from ipanalytics.monitoring import assessment, progress, trajectory
from ipanalytics.monitoring.assessment import Assessment
from ipanalytics.observations import corrections
from ipanalytics.observations.table import KEY
from ipanalytics.report.maps import county_map

# What pages show of all units and of all provinces, besides the units' progress.
COMPARED = "inventions_in_force_per_10k"
RANKED = "inventions_in_force"
POPULATION = "population"
ORIGIN = [*KEY, "source", "status"]
CITED = [*ORIGIN, "cell"]
AREA_CELLS = {
    *("assessment.load", "pipeline.load_every", "places.find", "i18n.use", "headline.open_report"),
    *("lead_map.draw_lead_map", "status_table.draw_lights", "status_table.draw_heat", "status_table.draw_changes"),
    *("targets.draw_aims", "contributions.draw_gaps", "contributions.draw_compared", "county_map.draw_counties"),
    *("status_table.draw_milestones", "background.draw_background", "background.list_figures", "appendix.offer_data"),
}
TASK_CELLS = {
    *("assessment.load", "i18n.use", "load", "follow", "progress.evidence", "open_tasks"),
    *("count_tasks", "list_offices", "list_tasks"),
}
COUNTY_CELLS = {
    *("assessment.load", "pipeline.load_every", "places.find", "hierarchy.unit_of", "i18n.use"),
    *("counties.open_county", "counties.rank_counties", "county_map.draw_counties", "background.list_figures"),
}


@dataclass(frozen=True)
class Slice:
    """Tables, in their order; `told` is what else the page says of the figures as a whole."""

    tables: tuple[pd.DataFrame, ...]
    told: tuple[str, ...] = ()

    def digest(self) -> str:
        """Return a hash of the figures, and of what is known of their sources."""
        hashed = sha256(repr(self.told).encode())
        for table in self.tables:
            hashed.update(repr((list(table.columns), len(table))).encode())
            hashed.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
        hashed.update(repr(_sources(self.tables)).encode())
        return hashed.hexdigest()[:20]


def _sources(tables: Iterable[pd.DataFrame]) -> list[sources.Source]:
    known = sources.load()
    texts = pd.concat([table["source"] for table in tables if "source" in table.columns], ignore_index=True)
    return [known[id_] for id_ in sorted(sources.ids_of(texts)) if id_ in known]


def of(job: Job) -> Slice:
    """Return the slice that a job's page is made of."""
    called = _called(job.notebook)
    if "area" in job.parameters and called <= AREA_CELLS:
        return _of_area(job)
    if "area" in job.parameters and called <= COUNTY_CELLS:
        return _of_county(job)
    if "area" not in job.parameters and called and called <= TASK_CELLS:
        return _of_tasks(job)
    return _of_everything(job)


def digest_of(job: Job) -> str:
    """Return the digest of a job's slice; "" where it can't be told, so that the report is made and says why."""
    try:
        return of(job).digest()
    except ValueError as fault:
        print(f"ipanalytics: {job.area}: {fault}", file=sys.stderr)  # noqa: T201
        return ""


def answer(jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the digests of jobs' slices, or what keeps all figures from being read; arguments and result are JSON."""
    try:
        pipeline.load_every()
    except ValueError as fault:
        return {"fault": str(fault), "digests": []}
    return {"fault": "", "digests": [digest_of(Job(**job)) for job in jobs]}


def _called(notebook: str) -> set[str]:
    """Return the functions of modules that a notebook's cells call: "lights.draw_heat"."""
    cells = json.loads((project.notebooks() / notebook).read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    calls = [node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return {ast.unparse(func) for func in calls if isinstance(func, ast.Attribute | ast.Name)}


def _settings(job: Job) -> dict[str, Any]:
    return {"as_of": job.parameters.get("as_of", ""), "real_only": job.parameters.get("real_only", False)}


def _of_everything(job: Job) -> Slice:
    every = pipeline.load_every(**_settings(job))
    return Slice((every,), (repr(sorted(corrections.load().items())),))


def _of_tasks(job: Job) -> Slice:
    made = assessment.load(**_settings(job))
    own = made.rows[made.rows["area"] == places.PROVINCE]
    judged = own[["target", "status", "period", "flags"]]
    return Slice((judged, progress.evidence(made.table, own)[ORIGIN]), (made.as_of,))


def _of_area(job: Job) -> Slice:
    made, place = assessment.load(**_settings(job)), places.find(job.parameters["area"])
    every = pipeline.load_every(**_settings(job))
    earlier = assessment.load_earlier(made, job.parameters.get("since", ""), real_only=_settings(job)["real_only"])
    around = [code for code in hierarchy.ancestors(place) if code != places.NATION]
    around += [place, *hierarchy.members(place)]
    beside = [] if places.level_of(place) == "unit" else places.codes("region")
    judged = made.rows[made.rows["area"].isin([*around, *beside, *places.codes("unit")])]
    told = judged[judged["area"].isin(around)]
    before = earlier.rows[earlier.rows["area"] == place]
    tables = (
        _plain(judged),
        progress.evidence(made.table, judged)[CITED],
        progress.evidence(made.table, told),
        _plain(before),
        progress.evidence(made.table, before),
        *(_own(table, place) for table in (made.table, every)),
        *(_of_units(table, _years(judged)) for table in (made.table, every)),
        *_of_counties(made.table, place),
    )
    return Slice((*tables, *_of_province(made, place)), (made.as_of,))


def _of_county(job: Job) -> Slice:
    made, place = assessment.load(**_settings(job)), places.find(job.parameters["area"])
    ranked = made.table[made.table["area"].isin(places.codes("county"))]
    every = pipeline.load_every(**_settings(job))
    return Slice((ranked, _own(made.table, place), _own(every, place)), (made.as_of,))


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the progress table with the keys behind them as text."""
    return rows.assign(**{progress.USED: rows[progress.USED].map(repr)})


def _own(table: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return all figures of a place, of the units inside a region, and of whole cities that contain it."""
    inside = hierarchy.members(place) if places.level_of(place) == "region" else []
    around = [code for code in hierarchy.composites() if place in hierarchy.parts_of(code)]
    return table[table["area"].isin([place, *inside, *around])]


def _of_units(table: pd.DataFrame, years: set[str]) -> pd.DataFrame:
    """Return what maps and charts of every page show of all units; of populations those of the years that count."""
    areas = [places.PROVINCE, *places.codes("region"), *places.codes("unit")]
    is_people = table["indicator"].eq(POPULATION) & table["period"].str[:4].isin(years)
    return table[table["area"].isin(areas) & (is_people | table["indicator"].eq(COMPARED))]


def _years(judged: pd.DataFrame) -> set[str]:
    """Return the years of the census, and of the populations that rates of the targets are computed with."""
    settings = catalogue_settings.settings()
    ends = [periods.parse(text).end.year for text in set(judged["period"]) if text]
    return {str(year - settings.population_lag_years) for year in ends} | {day[:4] for day in settings.census_days}


def _of_counties(table: pd.DataFrame, place: str) -> list[pd.DataFrame]:
    """Return the figures on a place's maps of counties."""
    return county_map.shown(table, hierarchy.members(place, "county"))


def _of_province(made: Assessment, place: str) -> tuple[pd.DataFrame, ...]:
    """Return what only the province's page shows: the other provinces, and curves that add up units."""
    if place != places.PROVINCE:
        return ()
    trails = trajectory.follow(made, place)
    used = pd.DataFrame({progress.USED: [[key for trail in trails for key in trail.used]]})
    drawn = [repr((trail.row["target"], trail.now, trail.before, trail.due)) for trail in trails]
    curves = progress.evidence(made.table, used)[CITED]
    others = made.table[made.table["area"].isin(places.codes("province")) & made.table["indicator"].eq(RANKED)]
    return pd.DataFrame({"trail": drawn}), curves, others
