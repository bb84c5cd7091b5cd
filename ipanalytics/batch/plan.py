"""Which notebook for which areas, with checked parameters: a job a page."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ipanalytics.batch import manifest, parameters
from ipanalytics.catalogue import places
from ipanalytics.core import periods, project, yaml_schema
from ipanalytics.core.errors import CatalogueError, ReportError, listed
from ipanalytics.monitoring import targets

REPORTS = "reports.yaml"


@dataclass(frozen=True)
class Job:
    """One report to make: an area, or the name of an entry without one, its notebook and the parameters."""

    area: str
    notebook: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of one job; `error` is empty for a published page.

    `reason` says why the page was made, `skipped` that it was kept; `key` is that of `freshness`.
    """

    area: str
    notebook: str
    parameters: dict[str, Any]
    seconds: float
    error: str = ""
    title: str = ""
    subtitle: str = ""
    lead: str = ""
    figures: int = 0
    sha256: str = ""
    file: str = field(default="")
    synthetic: bool | None = None
    lights: list[list[str]] = field(default_factory=list)
    as_of: str = ""
    newest: str = ""
    key: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class Plan:
    """One entry of reports.yaml."""

    notebook: str
    levels: tuple[str, ...]
    parameters: dict[str, Any]
    on_request: bool = False
    needs: str = ""

    def is_due(self, year: int) -> bool:
        """Whether the file of the project is there that it is made of, or a file in the folder; of a guide's year."""
        needed = list(project.home().glob(self.needs_of(year))) if self.needs else []
        return not self.needs or any(path.is_file() or any(path.glob("[!.]*")) for path in needed)

    def needs_of(self, year: int) -> str:
        """Return the file, or the folder, of a guide's year; of any where that is 0."""
        return self.needs.format(year=year or "*")


def plans(year: int = 0) -> dict[str, Plan]:
    """Return the entries of reports.yaml but those whose file, of a guide's year or of any, isn't there yet."""
    return {id_: plan for id_, plan in entries().items() if plan.is_due(year)}


def entries() -> dict[str, Plan]:
    """Return all entries of reports.yaml.

    Raises
    ------
    CatalogueError
        When keys are unknown or missing.
    ReportError
        Lists levels that don't exist and notebooks that are missing.
    """
    path = project.notebooks() / REPORTS
    read = {
        id_: yaml_schema.record(Plan, entry, f"{REPORTS}: {id_}") for id_, entry in yaml_schema.read_yaml(path).items()
    }
    faults = [
        f"{id_}: level {level!r}" for id_, plan in read.items() for level in plan.levels if level not in manifest.LEVELS
    ]
    faults += [f"{id_}: no file {p.notebook}" for id_, p in read.items() if not (path.parent / p.notebook).is_file()]
    if faults:
        raise ReportError(listed(f"{path} has faults:", faults))
    return read


def jobs_for(  # noqa: PLR0913
    areas: Iterable[str],
    *,
    as_of: str = "",
    year: int = 0,
    since: str = "",
    real_only: bool = False,
    lang: str = "zh",
    counties: bool = False,
) -> list[Job]:
    """Return a job for each area, by default for all areas of reports.yaml, parameters checked.

    Entries that are made on request come with `counties`, or where their areas are named.

    A notebook that knows only Chinese has no parameter `lang`; another language is refused there. `year` is that of the
    guide, by default that of `as_of` or the newest before it.

    Raises
    ------
    CleaningError
        Lists unknown area names; or `as_of` or `since` isn't a period.
    ReportError
        Lists areas without a report, and parameters that the notebook doesn't have or that
        have another type.
    """
    for period in filter(None, (as_of, since)):
        periods.parse(period)
    if as_of and since and periods.parse(since).end >= periods.parse(as_of).end:
        msg = f"--since {since} is not before --as-of {as_of}"
        raise ReportError(msg)
    named = _named(areas)
    settings: dict[str, Any] = {"as_of": as_of, "real_only": real_only} | ({"guide": year} if year else {})
    settings |= {} if lang == "zh" else {"lang": lang}
    guide = year or _guide_at(as_of)
    every = [(plan, job) for id_, plan in plans(guide).items() for job in jobs_of(id_, plan, settings, since)]
    if strangers := named - {job.area for _, job in every}:
        usual = "、".join(dict.fromkeys(manifest.name_of(job.area) for plan, job in every if not plan.on_request))
        heading = f"{REPORTS} has reports for {usual} and the counties; it has none for:"
        raise ReportError(listed(heading, [_stranger(area, guide) for area in sorted(strangers)]))
    asked = [counties if plan.on_request else not named for plan, _ in every]
    chosen = [job for (_, job), is_asked in zip(every, asked, strict=True) if is_asked or job.area in named]
    for notebook, given in {job.notebook: job.parameters for job in chosen}.items():
        if not parameters.fault_of(notebook):
            parameters.check_parameters(notebook, given)
    return chosen


def _named(names: Iterable[str]) -> set[str]:
    """Return the areas of names; a page of no area is named by its entry."""
    asked = set(names)
    of_none = asked & {id_ for id_, plan in entries().items() if not plan.levels}
    return {*places.find_all({f"AREA {name}": name for name in sorted(asked - of_none)}).values(), *of_none}


def _guide_at(as_of: str) -> int:
    """Return the year of the guide that pages judge by; 0 where there is none, which each of them says."""
    with suppress(CatalogueError):
        return targets.year_at(as_of)
    return 0


def _stranger(area: str, year: int) -> str:
    """Name an area without a report, or an entry whose file isn't there yet."""
    plan = entries().get(area)
    return (
        f"{area}, made of {plan.needs_of(year)}, which isn't there yet"
        if plan
        else f"{manifest.name_of(area)} ({area})"
    )


def check() -> None:
    """Validate reports.yaml and every notebook that it names.

    Raises
    ------
    ReportError
        Lists the notebooks that can't be read, else what `jobs_for` finds.
    """
    if faults := list(filter(None, map(parameters.fault_of, {plan.notebook for plan in entries().values()}))):
        raise ReportError(listed("notebooks can't be read:", sorted(faults)))
    jobs_for([])


def jobs_of(id_: str, plan: Plan, settings: dict[str, Any], since: str) -> list[Job]:
    """Return a job for each area of an entry's levels; where it has none one of its name, which knows no `since`."""
    if not plan.levels:
        return [Job(id_, plan.notebook, {**plan.parameters, **settings})]
    codes = [area for level in plan.levels for area in places.codes(level)]
    levels = {area: places.level_of(area) for area in codes}
    areas = [a for a in codes if levels[a] in plan.levels and (levels[a] != "province" or a == places.province())]
    given = {**plan.parameters, **settings, "since": since}
    return [Job(area, plan.notebook, {**given, "area": area}) for area in areas]
