"""Which notebook for which areas; run them with papermill, publish, account for every one.

Every report is tried. A failed one is named with its cell and error, isn't
published, and leaves the earlier page alone.
"""

import ast
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ipanalytics import assets, batches, clusters, manifest, skipping
from ipanalytics.catalogue import places
from ipanalytics.core import periods, project, yaml_schema
from ipanalytics.core.errors import ReportError, listed
from ipanalytics.outcomes import Job, Limits, Outcome
from ipanalytics.report import formatting

REPORTS = "reports.yaml"
TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


@dataclass(frozen=True)
class Plan:
    """One entry of reports.yaml."""

    notebook: str
    levels: tuple[str, ...]
    parameters: dict[str, Any]
    on_request: bool = False


def plans() -> dict[str, Plan]:
    """Return the entries of reports.yaml.

    Raises
    ------
    CatalogueError
        When keys are unknown or missing.
    ReportError
        Lists levels that don't exist and notebooks that are missing.
    """
    path = project.notebooks() / REPORTS
    found = {
        id_: yaml_schema.record(Plan, entry, f"{REPORTS}: {id_}") for id_, entry in yaml_schema.read_yaml(path).items()
    }
    faults = [
        f"{id_}: level {level!r}"
        for id_, plan in found.items()
        for level in plan.levels
        if level not in manifest.LEVELS
    ]
    faults += [f"{id_}: no file {p.notebook}" for id_, p in found.items() if not (path.parent / p.notebook).is_file()]
    if faults:
        raise ReportError(listed(f"{path} has faults:", faults))
    return found


def jobs_for(  # noqa: PLR0913
    areas: Iterable[str],
    *,
    as_of: str = "",
    since: str = "",
    real_only: bool = False,
    lang: str = "zh",
    counties: bool = False,
) -> list[Job]:
    """Return a job for each area, by default for all areas of reports.yaml, parameters checked.

    Entries that are made on request come with `counties`, or where their areas are named.

    A notebook that knows only Chinese has no parameter `lang`; another language is refused there.

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
    wanted = places.find_all({f"AREA {name}": name for name in areas}).values()
    settings = {"as_of": as_of, "real_only": real_only} | ({} if lang == "zh" else {"lang": lang})
    every = [(plan, job) for id_, plan in plans().items() for job in jobs_of(id_, plan, settings, since)]
    if strangers := set(wanted) - {job.area for _, job in every}:
        known = "、".join(dict.fromkeys(manifest.name_of(job.area) for plan, job in every if not plan.on_request))
        heading = f"{REPORTS} has reports for {known} and the counties; it has none for:"
        raise ReportError(listed(heading, [f"{formatting.place(code)} ({code})" for code in strangers]))
    asked = [counties if plan.on_request else not wanted for plan, _ in every]
    chosen = [job for (_, job), is_asked in zip(every, asked, strict=True) if is_asked or job.area in wanted]
    for notebook in {job.notebook for job in chosen}:
        check_parameters(notebook, next(job.parameters for job in chosen if job.notebook == notebook))
    return chosen


def jobs_of(id_: str, plan: Plan, settings: dict[str, Any], since: str) -> list[Job]:
    """Return a job for each area of an entry's levels; where it has none one of its name, which knows no `since`."""
    if not plan.levels:
        return [Job(id_, plan.notebook, {**plan.parameters, **settings})]
    codes = [area for level in plan.levels for area in places.codes(level)]
    levels = {area: places.level_of(area) for area in codes}
    areas = [a for a in codes if levels[a] in plan.levels and (levels[a] != "province" or a == places.PROVINCE)]
    given = {**plan.parameters, **settings, "since": since}
    return [Job(area, plan.notebook, {**given, "area": area}) for area in areas]


def check_parameters(notebook: str, parameters: Mapping[str, Any]) -> None:
    """Refuse what papermill would only warn of: a parameter that is unknown or has another type.

    Raises
    ------
    ReportError
        Lists every fault.
    """
    declared = parameters_of(notebook)
    faults = [f"{name!r} is not a parameter" for name in parameters if name not in declared]
    for name, value in parameters.items():
        expected = declared.get(name, "None")
        if expected in TYPES and type(value) not in TYPES[expected]:
            faults.append(f"{name!r} is {value!r}, expected {expected}")
    if faults:
        known = ", ".join(f"{name}: {kind}" for name, kind in declared.items())
        raise ReportError(listed(f"{notebook} takes {known}; wrong are:", faults))


def parameters_of(notebook: str) -> dict[str, str]:
    """Return a notebook's parameters with their types as text, as `papermill.inspect_notebook` tells them.

    papermill and nbformat take two seconds to import, and a render with nothing to do needs neither.
    """
    cells = json.loads((project.notebooks() / notebook).read_text(encoding="utf-8"))["cells"]
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    body = ast.parse("".join(tagged[0]["source"])).body if tagged else []
    typed = {ast.unparse(one.target): ast.unparse(one.annotation) for one in body if isinstance(one, ast.AnnAssign)}
    bare = {ast.unparse(one.targets[0]): "None" for one in body if isinstance(one, ast.Assign)}
    return typed | bare


def render(  # noqa: PLR0913
    jobs: list[Job],
    out: Path,
    *,
    workers: int,
    tell: Callable[[Outcome], None],
    limits: Limits | None = None,
    force: bool = False,
    scheduler: str = "",
) -> list[Outcome]:
    """Run jobs, publish the pages that succeed, write index.html and manifest.json; keep pages that would be the same.

    Parameters
    ----------
    jobs
        From `jobs_for`.
    out
        Folder of the pages; `folders.held` keeps other renders out of it.
    workers
        How many reports run at once.
    tell
        Called with each outcome as it comes, first those of pages that are kept.
    limits
        Of each report; default: those of `Limits`.
    force
        Make every page again.
    scheduler
        Address of a Dask scheduler, whose workers make the reports instead of this machine.

    Returns
    -------
    list of Outcome
        In the order of the jobs.
    """
    before = manifest.read(out)
    shop = batches.Workshop(batches.warm_for(jobs), limits or Limits(), footer=manifest.footer())
    try:
        keys = skipping.keys(jobs, {} if force else before, shop.digests)
        reasons = {
            job.area: skipping.FORCED if force else skipping.reason(key, before.get(job.area), out)
            for job, key in zip(jobs, keys, strict=True)
        }
        found = {job.area: skipping.kept(job, before[job.area]) for job in jobs if not reasons[job.area]}
        for outcome in found.values():
            tell(outcome)
        stale = [job for job in jobs if reasons[job.area]]
        if stale:
            # Faults in the data are refused here, once, not in every report.
            shop.digests([])
            assets.put(out, stale)
        where = (
            {"address": scheduler, "limits": limits or Limits()} if scheduler else {"workers": workers, "shop": shop}
        )
        run: Callable[..., list[Outcome]] = clusters.run if scheduler else batches.run
        told = run(stale, out, tell=lambda one: tell(replace(one, reason=reasons[one.area])), **where) if stale else []
    finally:
        shop.close()
    found |= {one.area: replace(one, reason=reasons[one.area]) for one in told}
    whole = [key | found[job.area].key if job in stale else key for job, key in zip(jobs, keys, strict=True)]
    outcomes = [replace(found[job.area], key=key) for job, key in zip(jobs, whole, strict=True)]
    skipping.keep(jobs, whole)
    _account(out, outcomes, skipping.state())
    assets.clear(out)
    return outcomes


def _account(out: Path, outcomes: list[Outcome], state: str) -> None:
    """Write index.html and manifest.json; where they can't be, name the pages that couldn't be either."""
    usual = {id_: plan for id_, plan in plans().items() if not plan.on_request}
    planned = [job.area for id_, plan in usual.items() for job in jobs_of(id_, plan, {}, "")]
    try:
        manifest.write(out, [asdict(outcome) for outcome in outcomes], planned=planned, state=state)
    except ReportError as fault:
        faults = [f"{outcome.area}: {outcome.error}" for outcome in outcomes if outcome.error]
        raise ReportError(listed(str(fault), faults) if faults else str(fault)) from fault


def differences(before: Mapping[str, dict[str, Any]], outcomes: Iterable[Outcome]) -> list[str]:
    """Say what differs from the manifest of an earlier run: which pages, and which of their first sentences.

    Parameters
    ----------
    before
        Entries by area, from `manifest.read`.
    outcomes
        Of this run; failed ones are told of elsewhere.
    """
    made = [outcome for outcome in outcomes if not outcome.error]
    new = [one for one in made if not before.get(one.area, {}).get("sha256")]
    changed = [one for one in made if one not in new and before[one.area]["sha256"] != one.sha256]
    if not before:
        return []
    names = ", ".join(manifest.name_of(one.area) for one in changed)
    same = len(made) - len(new) - len(changed)
    lines = [
        f"since the last run: {len(changed)} changed{f' ({names})' if names else ''}, {same} the same, {len(new)} new"
    ]
    told = [one for one in changed if one.lead != before[one.area]["lead"]]
    return lines + [f"{manifest.name_of(o.area)} said: {before[o.area]['lead']}\n  now: {o.lead}" for o in told]
