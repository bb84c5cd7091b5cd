"""`ipanalytics read`, `compare`, `clean` and `check`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ipanalytics.batch import plan
from ipanalytics.catalogue import indicators, places, settings, sources
from ipanalytics.catalogue.places import find
from ipanalytics.cli import progress
from ipanalytics.cli.language import echo
from ipanalytics.core import files, i18n, periods, project
from ipanalytics.core.errors import CatalogueError, IPAnalyticsError, SourceError
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.ingestion.audit import Asked
from ipanalytics.ingestion.prose import title
from ipanalytics.monitoring import targets, tasks
from ipanalytics.monitoring.allocation import promises
from ipanalytics.observations import comparison
from ipanalytics.observations.table import as_csv

MOST_SHOWN = 20


def resolved(asked: Asked) -> Asked:
    """Return what is asked with the code of its place, one outside the project too; refuse one that nobody knows."""
    return replace(asked, area=title.area_of(asked.area) or find(asked.area)) if asked.area else asked


def read(files: Iterable[Path], form: str, asked: Asked) -> int:
    """Print observations; name on standard error what was corrected and every cell that was left out."""
    if asked.period:
        periods.parse(asked.period)
    readings = extract.extract_each(list(files), asked=asked)
    extractions = [reading for reading in readings if not isinstance(reading, Exception)]
    refused = [str(reading) for reading in readings if isinstance(reading, Exception)]
    progress.write_table(extract.as_text(extract.combined(extractions), form), form)
    for line in [line for told in extractions for line in (*extract.corrections(told), *extract.outside(told))]:
        echo(line, err=True)
    left_out = [line for extraction in extractions for line in extract.problems(extraction)]
    tell_doubts(extract.doubts(extractions))
    for line in [line for told in extractions for line in extract.gaps(told)]:
        echo(f"noted: {line}", err=True)
    for line in [*left_out, *refused]:
        echo(line, err=True)
    return 1 if left_out or refused else 0


def tell_doubts(lines: Sequence[str]) -> None:
    """Name figures that contradict one another; of many the first, all of them are in a file once they are cleaned."""
    for line in lines[:MOST_SHOWN]:
        echo(f"doubtful: {line}", err=True)
    if len(lines) > MOST_SHOWN:
        echo(f"and {len(lines) - MOST_SHOWN} more doubtful figures, all in build/cleaning.json after clean", err=True)


def compare(first: Path, second: Path, form: str, asked: Asked) -> int:
    """Print the figures that two copies of one table don't share; on standard error, how many and what wasn't read."""
    readings = extract.extract_each([first, second], asked=asked)
    extractions = [reading for reading in readings if not isinstance(reading, Exception)]
    if refusals := [str(reading) for reading in readings if isinstance(reading, Exception)]:
        raise SourceError("; ".join(refusals))
    copies = [comparison.Copy(extraction.observations, extraction.unread) for extraction in extractions]
    found = comparison.differences(*copies)
    progress.write_table(comparison.as_text(found, form), form)
    for line in [line for extraction in extractions for line in extract.problems(extraction)]:
        echo(line, err=True)
    counts = found["what"].value_counts()
    own = {path.name: counts.get(what, 0) for path, what in ((first, "only_first"), (second, "only_second"))}
    rounded = f", {counts['rounded']} are equal when rounded" if "rounded" in counts else ""
    echo(
        f"{counts.get('differs', 0)} of {comparison.shared(*copies)} figures differ{rounded}; "
        + ", ".join(f"{count} only in {name}" for name, count in own.items()),
        err=True,
    )
    # Where nothing could be read, nothing is the same.
    return 1 if found["what"].ne("rounded").any() or copies[0].observations.empty else 0


def clean(*, left_out: bool = False) -> None:
    """Read all sources and save build/observations.parquet, cleaning.json and not_used.csv, and list that if asked."""
    cleaned = pipeline.clean()
    doubtful = pipeline.save(cleaned, project.build())["doubtful"]
    progress.tell_refused()
    told = pipeline.not_used()
    files.write_atomically(project.build() / "not_used.csv", "\ufeff" + as_csv(told.map(files.harmless)))
    if left_out:
        for row in told[told["fate"].isin(["left_out", "missing"])].itertuples():
            echo(f"{row.file}: left out: {row.line}: {row.reason}")
    tell_doubts(doubtful)
    counts = cleaned.account["fate"].value_counts()
    echo(", ".join(f"{count} {fate}" for fate, count in counts.items()) + f"; saved in {project.build()}")


def check() -> int:
    """Validate everything under data/, maps/ and notebooks/; name all faults."""
    from ipanalytics.records import cleaning, exports, filing, holders
    from ipanalytics.records.counting import high_value, quality

    checks = {
        "divisions": places.table,
        "indicators": indicators.indicators,
        "settings": settings.settings,
        "palette": settings.palette,
        "words of progress": settings.wording,
        "English words": _check_english,
        "targets": lambda: [targets.thresholds(), *map(targets.load, targets.years())],
        "tasks": lambda: [
            tasks.load(year, targets={target.id for target in targets.load(year)}) for year in tasks.years()
        ],
        "sources": _check_sources,
        "figures": pipeline.check,
        "boundaries": _check_boundaries,
        "records of patents": lambda: [
            *(
                read_rules()
                for read_rules in (exports.headings, cleaning.legal_statuses, holders.rules, holders.postcodes)
            ),
            *(read_rules() for read_rules in (high_value.rules, high_value.industries, quality.rules, filing.quality)),
        ],
        "reports": plan.check,
    }
    faults = []
    for name, validate in checks.items():
        try:
            validate()
        except IPAnalyticsError as refusal:
            faults.append(f"{name}: {refusal}")
    for fault in faults:
        echo(fault, err=True)
    if not any(fault.startswith("targets:") for fault in faults):
        for line in [line for year in targets.years() for line in promises.as_lines(targets.load(year))]:
            echo(line)
    echo(f"{len(checks) - len(faults)} of {len(checks)} checks passed")
    return 1 if faults else 0


def _check_sources() -> None:
    sources.check()
    sources.releases()


def _check_boundaries() -> None:
    """Read the borders; where the settings say that there are none, tell so, unless there are some."""
    from ipanalytics.report.maps import boundaries

    path = project.maps() / boundaries.FILE
    if boundaries.has_map():
        boundaries.load("county")
    elif path.is_file():
        msg = f"{path} is there, but settings.yaml says has_map: false"
        raise CatalogueError(msg)
    else:
        echo("no borders: pages have no maps (settings.yaml: has_map)")


def _check_english() -> None:
    """Read the words of the catalogues in English; one without English is a fault."""
    with i18n.using("en"):
        indicators.indicators()
        settings.wording()
