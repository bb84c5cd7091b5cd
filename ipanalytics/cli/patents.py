"""`ipanalytics patents`: exports of single patents, counted, beside what is published, and filed in the project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from ipanalytics.cli import progress
from ipanalytics.core import periods
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract
from ipanalytics.monitoring import targets
from ipanalytics.records import filing, pipeline


@dataclass(frozen=True)
class Options:
    """The options of the command."""

    as_of: str
    out: Path | None
    into: str
    status: str
    quality: bool
    abnormal: Path | None
    chains: bool
    with_names: bool


def run(files: Sequence[Path], form: str, given: Options) -> int:
    """Print the observations that the patents of exports give; on standard error, what became of the other rows."""
    day = periods.parse(given.as_of).end if given.as_of else date(max(targets.years()), 12, 31)
    if given.with_names and not given.out:
        msg = "--with-names writes names into a folder only: give --out FOLDER"
        raise SourceError(msg)
    has_quality = given.quality or bool(given.abnormal)
    extras = pipeline.Extras(has_quality, given.abnormal, given.chains or given.with_names, given.with_names)
    counted = pipeline.run(files, as_of=day, status=given.status, out=given.out, extras=extras)
    shown = counted.chains if extras.chains else counted.quality if extras.quality else counted.observations
    progress.write_table(extract.as_text(shown, form), form)
    for row in counted.summary.itertuples():
        click.echo(f"{row.step}: {row.rows} row(s): {row.reason}", err=True)
    if given.out and len(counted.summary):
        click.echo(f"the rows are in {given.out}", err=True)
    if given.into:
        for path in filing.file_figures(counted, given.into, paths=files, as_of=day):
            click.echo(f"filed in {path}", err=True)
    return 1 if counted.summary["step"].eq("refused").any() else 0
