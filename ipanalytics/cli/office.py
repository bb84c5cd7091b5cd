"""`ipanalytics targets split`: what the office asks of the units."""

from pathlib import Path

import click

from ipanalytics.core import files
from ipanalytics.monitoring import assessment
from ipanalytics.monitoring import targets as monitoring_targets
from ipanalytics.monitoring.allocation import proposals
from ipanalytics.monitoring.series import is_synthetic
from ipanalytics.report.sections.office import shares


def split(name: str, *, by: str, year: int | None, real_only: bool, out: Path | None) -> int:
    """Print a proposal of units' shares of a target, or write it into a file."""
    judged = assessment.load(year=year or 0, real_only=real_only)
    target = judged.target(monitoring_targets.find_target(name, judged.targets))
    proposal = proposals.propose(target, judged.book, by)
    text = shares.as_file(proposal, is_demo=is_synthetic(judged.book, proposal.used))
    if out is None:
        click.echo(text, nl=False)
        return 0
    if out.exists():
        click.echo(f"{out} is there already; expected a new file, as it may have been edited", err=True)
        return 1
    files.write_atomically(out, text)
    click.echo(f"{sum(map(bool, proposal.shares.values()))} shares of {target.id} are in {out}")
    return 0
