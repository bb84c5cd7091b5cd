"""`ipanalytics patents`: exports of single patents, counted, beside what is published, and filed in the project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from ipanalytics.catalogue import settings
from ipanalytics.cli import progress
from ipanalytics.cli.language import echo
from ipanalytics.core import periods
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract
from ipanalytics.ingestion import pipeline as ingestion
from ipanalytics.monitoring import targets
from ipanalytics.observations import derivation
from ipanalytics.observations.table import combine
from ipanalytics.records import filing, pipeline, published


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
    beside: bool


def run(files: Sequence[Path], form: str, given: Options) -> int:
    """Print the observations that the patents of exports give; on standard error, what became of the other rows."""
    day = periods.parse(given.as_of).end if given.as_of else date(max(targets.years()), 12, 31)
    if given.with_names and not given.out:
        msg = "--with-names writes names into a folder only: give --out FOLDER"
        raise SourceError(msg)
    has_quality = given.quality or bool(given.abnormal)
    extras = pipeline.Extras(has_quality, given.abnormal, given.chains or given.with_names, given.with_names)
    counted = pipeline.run(files, as_of=day, status=given.status, out=given.out, extras=extras)
    progress.write_table(extract.as_text(_shown(counted, given), form), form)
    for row in counted.summary.itertuples():
        echo(f"{row.step}: {row.rows} row(s): {row.reason}", err=True)
    if given.out and len(counted.summary):
        echo(f"the rows are in {given.out}", err=True)
    if given.into:
        for path in filing.file_figures(counted, given.into, paths=files, as_of=day):
            echo(f"filed in {path}", err=True)
    return 1 if counted.summary["step"].eq("refused").any() else 0


def _shown(counted: pipeline.Counted, given: Options) -> pd.DataFrame:
    """Return the table that was asked for: the counts, with rates per head of the project's population."""
    if given.beside:
        return published.compare(counted, ingestion.load_every())
    if given.chains or given.with_names:
        return counted.chains
    if given.quality or given.abnormal:
        return counted.quality
    people = ingestion.load(real_only=True).query("indicator == 'population'")
    known = combine([counted.observations, people])
    return combine([counted.observations, derivation.compute_rates(known, settings.settings())])
