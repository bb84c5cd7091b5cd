"""`ipanalytics render`."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ipanalytics.batch import companions, manifest, output_folder, plan
from ipanalytics.batch import render as batch_render
from ipanalytics.batch.plan import Job, Limits, Outcome
from ipanalytics.batch.workers import dask_client
from ipanalytics.cli import output
from ipanalytics.core import i18n, project


def add_render(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `render`."""
    render = commands.add_parser("render", help="make one HTML page an area, index.html and manifest.json")
    render.add_argument("areas", nargs="*", metavar="AREA", help="codes or names (610800, 榆林, 陕北); default: all")
    render.add_argument("--as-of", default="", help="show nothing that ends later than this period: 2022-09")
    render.add_argument("--since", default="", help="say what has changed since: 2022-08 (default: the month before)")
    render.add_argument("--counties", action="store_true", help="make a page for each county too")
    render.add_argument("--real-only", action="store_true", help="leave synthetic figures out")
    render.add_argument(
        "--jobs", type=output.positive, default=os.cpu_count() or 1, help="reports made at once (default: cores)"
    )
    render.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster that makes the pages (extra: cluster)"
    )
    render.add_argument("--force", action="store_true", help="render also the pages that nothing has changed for")
    render.add_argument(
        "--time-limit", type=output.positive, default=300, metavar="SECONDS", help="of a report (default: 300)"
    )
    render.add_argument(
        "--memory-limit", type=output.positive, default=2048, metavar="MIB", help="of a report's kernel (default: 2048)"
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
    with output_folder.ended_in_order(), output_folder.held(out, lambda line: output.say(line, error=True)):
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
        output.say(line)
    failed = [outcome for outcome in outcomes if outcome.error]
    output.say(_summary(outcomes, out))
    for outcome in failed:
        output.say(f"failed: {outcome.area} {manifest.name_of(outcome.area)}: {outcome.error}", error=True)
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
        output.say(line)
    if given.pdf:
        output.say(f"{companions.print_pdf(out, outcomes, workers=given.jobs)} PDF files are beside the pages")
    if given.word:
        output.say(f"{companions.write_word(out, outcomes, workers=given.jobs)} Word files are beside the pages")


def _tell(outcome: Outcome, bar: "tqdm[None]") -> None:
    bar.update()
    word = "failed" if outcome.error else f"{outcome.seconds:.1f} s"
    if not outcome.skipped:
        bar.write(f"{outcome.area} {manifest.name_of(outcome.area)}: {word} ({outcome.reason})")
