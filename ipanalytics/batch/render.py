"""Run jobs, publish the pages that succeed, account for every one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ipanalytics.batch import LIMITS, freshness, languages, manifest, output_folder, parameters
from ipanalytics.batch.plan import Job, Outcome, jobs_of, plans
from ipanalytics.batch.workers import local
from ipanalytics.core import i18n
from ipanalytics.core.confinement import Limits
from ipanalytics.core.errors import ReportError, listed


def render(  # noqa: PLR0913
    jobs: list[Job],
    out: Path,
    *,
    workers: int,
    tell: Callable[[Outcome], None],
    limits: Limits = LIMITS,
    force: bool = False,
    scheduler: str = "",
    tls: Sequence[Path] = (),
) -> list[Outcome]:
    """Run jobs, publish the pages that succeed, write index.html and manifest.json; keep pages that would be the same.

    Parameters
    ----------
    jobs
        From `jobs_for`.
    out
        Folder of the pages; `output_folder.held` keeps other renders out of it.
    workers
        How many reports run at once.
    tell
        Called with each outcome as it comes, first those of pages that are kept.
    limits
        Of each report.
    force
        Make every page again.
    scheduler
        Address of a Dask scheduler, whose workers make the reports instead of this machine.
    tls
        Files of the authority, the certificate and the key for it.

    Returns
    -------
    list of Outcome
        In the order of the jobs.
    """
    unread = {job.area: local.failed(job, fault) for job in jobs if (fault := parameters.fault_of(job.notebook))}
    readable = [job for job in jobs if job.area not in unread]
    before = manifest.read(out)
    pool = local.ReportPool(local.warm_for(readable), limits, footer=manifest.footer())
    try:
        keys = freshness.page_keys(readable, {} if force else before, pool.digests)
        reasons = {
            job.area: freshness.FORCED if force else freshness.reason(key, before.get(job.area), out)
            for job, key in zip(readable, keys, strict=True)
        }
        kept = {job.area: freshness.kept_outcome(job, before[job.area]) for job in readable if not reasons[job.area]}
        for outcome in [*unread.values(), *kept.values()]:
            tell(outcome)
        stale = [job for job in readable if reasons[job.area]]
        if stale:
            # Faults in the data are refused here, once, not in every report.
            pool.digests([])
        made = {}
        for outcome in _outcomes(stale, out, workers=workers, pool=pool, scheduler=scheduler, tls=tls):
            made[outcome.area] = replace(outcome, reason=reasons[outcome.area])
            tell(made[outcome.area])
        keys = [key | made[job.area].key if job.area in made else key for job, key in zip(readable, keys, strict=True)]
        freshness.keep(readable, keys)
        keyed = {job.area: replace((made | kept)[job.area], key=key) for job, key in zip(readable, keys, strict=True)}
        outcomes = [(keyed | unread)[job.area] for job in jobs]
        _account(out, outcomes, freshness.state(), pool.index)
    finally:
        pool.close()
    return outcomes


def _outcomes(  # noqa: PLR0913
    jobs: list[Job], out: Path, *, workers: int, pool: local.ReportPool, scheduler: str, tls: Sequence[Path]
) -> Iterator[Outcome]:
    if scheduler and jobs:
        from ipanalytics.batch.workers import dask_client

        return dask_client.run(jobs, out, address=scheduler, limits=pool.limits, tls=tls)
    return local.run(jobs, out, workers=workers, pool=pool)


def _account(
    out: Path, outcomes: list[Outcome], state: str, index_of: Callable[..., str] = manifest.index_page
) -> None:
    """Write index.html and manifest.json; where they can't be, name the pages that couldn't be either."""
    usual = {id_: plan for id_, plan in plans().items() if not plan.on_request}
    planned = [job.area for id_, plan in usual.items() for job in jobs_of(id_, plan, {}, "")]
    try:
        entries = [asdict(outcome) for outcome in outcomes]
        manifest.write(out, entries, planned=planned, state=state, index_of=index_of)
    except ReportError as fault:
        faults = [f"{outcome.area}: {outcome.error}" for outcome in outcomes if outcome.error]
        raise ReportError(listed(str(fault), faults) if faults else str(fault)) from fault


def tell_other_language(out: Path, tell: Callable[[str], None]) -> None:
    """Write the index of the other language anew where it doesn't know of the pages that were made or went.

    Nobody may hold `out`: two renders that each wait for the other's folder would never end.
    """
    there = languages.other_folder(out)
    if there is None or not (there / "manifest.json").is_file():
        return
    with i18n.using(languages.other()):
        if manifest.is_index_of_languages(there):
            return
        with output_folder.held(there, tell):
            _account(there, [], freshness.state())


def differences(before: Mapping[str, dict[str, Any]], outcomes: Iterable[Outcome]) -> list[str]:
    """Say what differs from the manifest of an earlier run: which pages, and which of their first sentences."""
    if not before:
        return []
    published = [outcome for outcome in outcomes if not outcome.error]
    hashes = [before.get(outcome.area, {}).get("sha256") for outcome in published]
    changed = [page for page, earlier in zip(published, hashes, strict=True) if earlier and earlier != page.sha256]
    new = sum(not earlier for earlier in hashes)
    names = ", ".join(manifest.name_of(page.area) for page in changed)
    counts = f"{len(changed)} changed{f' ({names})' if names else ''}, {len(hashes) - len(changed) - new} the same"
    leads = [(page, before[page.area]["lead"]) for page in changed if page.lead != before[page.area]["lead"]]
    said = [f"{manifest.name_of(page.area)} said: {lead}\n  now: {page.lead}" for page, lead in leads]
    return [f"since the last run: {counts}, {new} new", *said]
