"""Run jobs, publish the pages that succeed, account for every one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ipanalytics.batch import freshness, manifest, output_folder, parameters
from ipanalytics.batch.plan import Job, Limits, Outcome, jobs_of, plans
from ipanalytics.batch.workers import dask_client, local
from ipanalytics.core.errors import ReportError, listed


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
    faults = {job.area: fault for job in jobs if (fault := parameters.fault_of(job.notebook))}
    unread = {job.area: local.failed(job, faults[job.area]) for job in jobs if job.area in faults}
    for outcome in unread.values():
        tell(outcome)
    every, jobs = jobs, [job for job in jobs if job.area not in faults]
    before = manifest.read(out)
    shop = local.ReportPool(local.warm_for(jobs), limits or Limits(), footer=manifest.footer())
    try:
        keys = freshness.page_keys(jobs, {} if force else before, shop.digests)
        reasons = {
            job.area: freshness.FORCED if force else freshness.reason(key, before.get(job.area), out)
            for job, key in zip(jobs, keys, strict=True)
        }
        found = {job.area: freshness.kept_outcome(job, before[job.area]) for job in jobs if not reasons[job.area]}
        for outcome in found.values():
            tell(outcome)
        stale = [job for job in jobs if reasons[job.area]]
        if stale:
            # Faults in the data are refused here, once, not in every report.
            shop.digests([])
            output_folder.put(out, stale)
        where = (
            {"address": scheduler, "limits": limits or Limits()} if scheduler else {"workers": workers, "shop": shop}
        )
        run: Callable[..., list[Outcome]] = dask_client.run if scheduler else local.run
        told = run(stale, out, tell=lambda one: tell(replace(one, reason=reasons[one.area])), **where) if stale else []
    finally:
        shop.close()
    found |= {one.area: replace(one, reason=reasons[one.area]) for one in told}
    whole = [key | found[job.area].key if job in stale else key for job, key in zip(jobs, keys, strict=True)]
    outcomes = [replace(found[job.area], key=key) for job, key in zip(jobs, whole, strict=True)]
    freshness.keep(jobs, whole)
    made = {outcome.area: outcome for outcome in outcomes} | unread
    outcomes = [made[job.area] for job in every]
    _account(out, outcomes, freshness.state())
    output_folder.clear(out)
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
