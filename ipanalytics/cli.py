"""The commands: each parses its arguments and calls one function."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ipanalytics import screens
from ipanalytics.batch import companions, manifest, output_folder, plan
from ipanalytics.batch import render as batch_render
from ipanalytics.batch.plan import Job, Limits, Outcome
from ipanalytics.batch.workers import dask_client
from ipanalytics.catalogue import indicators, places, settings, sources
from ipanalytics.core import i18n, project
from ipanalytics.core.errors import REFUSALS
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.monitoring import assessment, targets, tasks
from ipanalytics.observations import consistency

MOST_SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something failed, 2 unusable arguments."""
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except REFUSALS as refusal:
        print(f"ipanalytics: {refusal}", file=sys.stderr)  # noqa: T201
        return 1
    except OSError as fault:
        print(f"ipanalytics: {fault.strerror}: {fault.filename}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("ipanalytics: stopped", file=sys.stderr)  # noqa: T201
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    about = "Turn Shaanxi's intellectual-property statistics into a clean table and into reports."
    top = argparse.ArgumentParser(prog="ipanalytics", description=about)
    top.add_argument("--version", action="version", version=version("ipanalytics"))
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_render(commands)
    _add_progress(commands)
    _add_read(commands)
    clean = commands.add_parser("clean", help="read and check every source; save the observations")
    clean.set_defaults(run=run_clean)
    check = commands.add_parser("check", help="validate every catalogue, source and map; all faults at once")
    check.set_defaults(run=run_check)
    return top


def _add_render(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    render = commands.add_parser("render", help="make one HTML page an area, index.html and manifest.json")
    render.add_argument("areas", nargs="*", metavar="AREA", help="codes or names (610800, 榆林, 陕北); default: all")
    render.add_argument("--as-of", default="", help="show nothing that ends later than this period: 2022-09")
    render.add_argument("--since", default="", help="say what has changed since: 2022-08 (default: the month before)")
    render.add_argument("--counties", action="store_true", help="make a page for each county too")
    render.add_argument("--real-only", action="store_true", help="leave synthetic figures out")
    render.add_argument(
        "--jobs", type=_positive, default=os.cpu_count() or 1, help="reports made at once (default: cores)"
    )
    render.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster that makes the pages (extra: cluster)"
    )
    render.add_argument("--force", action="store_true", help="render also the pages that nothing has changed for")
    render.add_argument(
        "--time-limit", type=_positive, default=300, metavar="SECONDS", help="of a report (default: 300)"
    )
    render.add_argument(
        "--memory-limit", type=_positive, default=2048, metavar="MIB", help="of a report's kernel (default: 2048)"
    )
    render.add_argument(
        "--out", type=Path, default=None, help="folder (default: build/reports; of English pages build/reports-en)"
    )
    render.add_argument("--pdf", action="store_true", help="print each page into a PDF beside it (extra: print)")
    render.add_argument("--word", action="store_true", help="write a Word file for each area too (extra: word)")
    render.add_argument(
        "--shared-assets", action="store_true", help="put plotly.js beside the pages (assets/) instead of inside"
    )
    render.add_argument("--lang", choices=["zh", "en"], default="zh", help="language of the pages (default: zh)")
    render.set_defaults(run=run_render)


def _add_progress(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    progress = commands.add_parser("progress", help="judge the targets of a year: one row an area and target")
    progress.add_argument("--year", type=_positive, default=0, help="of the targets (default: the newest)")
    progress.add_argument("--as-of", default="", help="figures that end later don't count: 2022-09")
    progress.add_argument("--area", action="append", default=[], help="code or name; may be given again (default: all)")
    progress.add_argument("--targets", type=Path, help="a file of targets instead of data/catalogue/targets")
    progress.add_argument("--observations", type=Path, help="a CSV of observations; then nothing else is read")
    progress.add_argument("--real-only", action="store_true", help="leave synthetic figures out")
    progress.add_argument(
        "--format", choices=["table", "csv", "json"], default="table", help="form of the output (default: table)"
    )
    progress.set_defaults(run=run_progress)


def _add_read(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    read = commands.add_parser("read", help="print the observations in any table file")
    read.add_argument("files", nargs="+", metavar="FILE", type=Path, help=".xlsx .xls .csv .tsv .html .docx .pdf")
    read.add_argument("--format", choices=["csv", "json"], default="csv", help="form of the output (default: csv)")
    read.set_defaults(run=run_read)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        msg = f"{text!r}: expected a whole number from 1"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def run_render(given: argparse.Namespace) -> int:
    """Render reports; the exit code is 1 when one failed."""
    with i18n.using(given.lang):
        return _render(given)


def _render(given: argparse.Namespace) -> int:
    companions.require(pdf=given.pdf, docx=given.word)
    if given.scheduler:
        dask_client.require()
    options = {"since": given.since, "real_only": given.real_only, "lang": given.lang, "counties": given.counties}
    wanted = plan.jobs_for(given.areas, as_of=given.as_of, **options)
    jobs = [replace(job, shared_assets=given.shared_assets) for job in wanted]
    out = given.out or project.build() / ("reports" if given.lang == "zh" else f"reports-{given.lang}")
    with output_folder.ended_in_order(), output_folder.held(out, lambda line: _say(line, error=True)):
        return _render_into(out, given, jobs)


def _render_into(out: Path, given: argparse.Namespace, jobs: list[Job]) -> int:
    before = manifest.read(out)
    limits = Limits(given.time_limit, given.memory_limit)
    with tqdm(total=len(jobs), unit="report", disable=not sys.stderr.isatty()) as bar:
        outcomes = batch_render.render(
            jobs,
            out,
            workers=given.jobs,
            tell=lambda one: _tell(one, bar),
            limits=limits,
            force=given.force,
            scheduler=given.scheduler,
        )
    for line in batch_render.differences(before, outcomes):
        _say(line)
    failed = [outcome for outcome in outcomes if outcome.error]
    _say(_summary(outcomes, out))
    for outcome in failed:
        _say(f"failed: {outcome.area} {manifest.name_of(outcome.area)}: {outcome.error}", error=True)
    _make_papers(given, out, outcomes, before)
    return 1 if failed else 0


def _summary(outcomes: list[Outcome], out: Path) -> str:
    good, kept = [sum(is_so) for is_so in zip(*((not o.error, o.skipped) for o in outcomes), strict=True)]
    unchanged = f" ({kept} unchanged: not rendered again; --force does)" if kept else ""
    return f"{good} of {len(outcomes)} reports are in {out}{unchanged}; open {out / 'index.html'}"


def _make_papers(
    given: argparse.Namespace, out: Path, outcomes: list[Outcome], before: dict[str, dict[str, Any]]
) -> None:
    again = [suffix for suffix, wanted in {".pdf": given.pdf, ".docx": given.word}.items() if wanted]
    for line in companions.clear(out, outcomes, before, again=again):
        _say(line)
    if given.pdf:
        _say(f"{companions.print_pdf(out, outcomes, workers=given.jobs)} PDF files are beside the pages")
    if given.word:
        _say(f"{companions.write_word(out, outcomes, workers=given.jobs)} Word files are beside the pages")


def _tell(outcome: Outcome, bar: "tqdm[None]") -> None:
    bar.update()
    word = "failed" if outcome.error else f"{outcome.seconds:.1f} s"
    if not outcome.skipped:
        bar.write(f"{outcome.area} {manifest.name_of(outcome.area)}: {word} ({outcome.reason})")


def run_progress(given: argparse.Namespace) -> int:
    """Print the progress table."""
    areas = places.find_all({f"--area {name}": name for name in given.area}).values()
    made = assessment.load_files(
        given.as_of,
        given.year,
        real_only=given.real_only,
        targets_file=given.targets,
        observations_file=given.observations,
    )
    sys.stdout.write(screens.as_text(made, list(areas), given.format))
    return 0


def run_read(given: argparse.Namespace) -> int:
    """Print observations; name on standard error what was corrected and every cell that was left out."""
    readings, refused = [], []
    for path in given.files:
        try:
            readings.append(extract.read(path))
        except REFUSALS as refusal:
            refused.append(str(refusal))
    sys.stdout.write(extract.as_text(extract.combined(readings), given.format))
    for line in [line for made in readings for line in extract.corrections(made)]:
        _say(line, error=True)
    left_out = [line for made in readings for line in extract.problems(made)]
    for line in consistency.run(extract.combined(readings)):
        _say(f"check failed: {line}", error=True)
    for line in [*left_out, *refused]:
        _say(line, error=True)
    return 1 if left_out or refused else 0


def run_clean(_: argparse.Namespace) -> int:
    """Read all sources and save build/observations.parquet and build/cleaning.json."""
    cleaned = pipeline.clean()
    failed = pipeline.save(cleaned, project.build())["failed_checks"]
    for line in failed[:MOST_SHOWN]:
        _say(f"check failed: {line}", error=True)
    if len(failed) > MOST_SHOWN:
        _say(f"{len(failed) - MOST_SHOWN} more failed checks are in cleaning.json", error=True)
    counts = cleaned.account["fate"].value_counts()
    _say(", ".join(f"{count} {fate}" for fate, count in counts.items()) + f"; saved in {project.build()}")
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
        except REFUSALS as refusal:
            faults.append(f"{name}: {refusal}")
    for fault in faults:
        _say(fault, error=True)
    _say(f"{len(checks) - len(faults)} of {len(checks)} checks passed")
    return 1 if faults else 0


def _check_english() -> None:
    """Read the words of the catalogues in English; one without English is a fault."""
    with i18n.using("en"):
        indicators.indicators()
        settings.wording()


def _say(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
