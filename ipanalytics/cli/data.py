"""`ipanalytics read`, `clean` and `check`."""

import argparse
import sys
from pathlib import Path

from ipanalytics.batch import plan
from ipanalytics.catalogue import indicators, places, settings, sources
from ipanalytics.cli import output
from ipanalytics.core import i18n, project
from ipanalytics.core.errors import IPAnalyticsError
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.monitoring import targets, tasks
from ipanalytics.observations import consistency

MOST_SHOWN = 20


def add_read(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `read`."""
    read = commands.add_parser("read", help="print the observations in any table file")
    read.add_argument("files", nargs="+", metavar="FILE", type=Path, help=".xlsx .xls .csv .tsv .html .docx .pdf")
    read.add_argument("--format", choices=["csv", "json"], default="csv", help="form of the output (default: csv)")
    read.set_defaults(run=run_read)


def run_read(given: argparse.Namespace) -> int:
    """Print observations; name on standard error what was corrected and every cell that was left out."""
    readings, refused = [], []
    for path in given.files:
        try:
            readings.append(extract.extract(path))
        except IPAnalyticsError as refusal:
            refused.append(str(refusal))
    sys.stdout.write(extract.as_text(extract.combined(readings), given.format))
    for line in [line for made in readings for line in extract.corrections(made)]:
        output.say(line, error=True)
    left_out = [line for made in readings for line in extract.problems(made)]
    for line in consistency.run(extract.combined(readings)):
        output.say(f"check failed: {line}", error=True)
    for line in [*left_out, *refused]:
        output.say(line, error=True)
    return 1 if left_out or refused else 0


def run_clean(_: argparse.Namespace) -> int:
    """Read all sources and save build/observations.parquet and build/cleaning.json."""
    cleaned = pipeline.clean()
    failed = pipeline.save(cleaned, project.build())["failed_checks"]
    for line in failed[:MOST_SHOWN]:
        output.say(f"check failed: {line}", error=True)
    if len(failed) > MOST_SHOWN:
        output.say(f"{len(failed) - MOST_SHOWN} more failed checks are in cleaning.json", error=True)
    counts = cleaned.account["fate"].value_counts()
    output.say(", ".join(f"{count} {fate}" for fate, count in counts.items()) + f"; saved in {project.build()}")
    return 0


def run_check(_: argparse.Namespace) -> int:
    """Validate everything under data/, maps/ and notebooks/; name all faults."""
    from ipanalytics.report.maps import boundaries

    checks = {
        "divisions": places.table,
        "indicators": indicators.indicators,
        "settings": settings.settings,
        "palette": settings.palette,
        "words of progress": settings.wording,
        "English words": _check_english,
        "targets": lambda: [targets.thresholds(), *map(targets.load, targets.years())],
        "tasks": lambda: [tasks.load(year, targets={one.id for one in targets.load(year)}) for year in tasks.years()],
        "sources": sources.sidecars,
        "figures": pipeline.clean,
        "boundaries": lambda: boundaries.load("county"),
        "reports": lambda: plan.jobs_for([]),
    }
    faults = []
    for name, check in checks.items():
        try:
            check()
        except IPAnalyticsError as refusal:
            faults.append(f"{name}: {refusal}")
    for fault in faults:
        output.say(fault, error=True)
    output.say(f"{len(checks) - len(faults)} of {len(checks)} checks passed")
    return 1 if faults else 0


def _check_english() -> None:
    """Read the words of the catalogues in English; one without English is a fault."""
    with i18n.using("en"):
        indicators.indicators()
        settings.wording()
