"""`ipanalytics render`."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipanalytics.batch import companions, freshness, languages, manifest, output_folder, plan
from ipanalytics.batch import render as batch_render
from ipanalytics.batch.plan import Job, Outcome
from ipanalytics.cli.language import echo
from ipanalytics.core import i18n, isolation, messages, project, threads
from ipanalytics.core.confinement import Limits
from ipanalytics.core.errors import ReportError, listed

if TYPE_CHECKING:
    from tqdm import tqdm


@dataclass(frozen=True)
class Options:
    """What the command was given."""

    areas: tuple[str, ...]
    as_of: str
    year: int | None
    since: str
    counties: bool
    real_only: bool
    jobs: int
    scheduler: str
    tls_ca: Path | None
    tls_cert: Path | None
    tls_key: Path | None
    force: bool
    time_limit: int
    memory_limit: int
    out: Path | None
    pdf: bool
    word: bool
    brief: bool
    bundle: bool
    lang: str


def run(given: Options) -> int:
    """Render reports, in one language after the other; the exit code is 1 when one failed."""
    root = given.out or project.build() / "reports"
    asked = given.lang.split(",")
    # One language alone goes where it's told.
    folders = {code: given.out if given.out and len(asked) == 1 else languages.folder(root, code) for code in asked}
    # `kill` asks as Ctrl-C does.
    with threads.handled(signal.default_int_handler):
        codes = [_render(replace(given, lang=language), out) for language, out in folders.items()]
        # What needs the pages in all languages.
        for step in (
            (batch_render.tell_other_language, _bundle) if given.bundle else (batch_render.tell_other_language,)
        ):
            for language, out in folders.items():
                with i18n.using(language):
                    step(out, _warn)
    return max(codes)


def _render(given: Options, out: Path) -> int:
    with i18n.using(given.lang):
        companions.require(pdf=given.pdf, docx=given.word)
        if given.scheduler:
            from ipanalytics.batch.workers import dask_client

            dask_client.require()
        jobs = plan.jobs_for(
            given.areas, as_of=given.as_of, year=given.year or 0, since=given.since, real_only=given.real_only,
            lang=given.lang, counties=given.counties,
        )  # fmt: skip
        with output_folder.held(out, _warn):
            return _render_into(out, given, jobs)


def _bundle(out: Path, tell: Callable[[str], None]) -> None:
    with output_folder.held(out, tell):
        echo(f"all pages are in {' and in '.join(str(path) for path in companions.write_bundle(out))}")


def _warn(line: str) -> None:
    echo(line, err=True)


def _render_into(out: Path, given: Options, jobs: list[Job]) -> int:
    from tqdm import tqdm

    certificates = _certificates(given)
    if moved := manifest.set_aside(out):
        echo(moved, err=True)
    before = manifest.read(out)
    limits = Limits(given.memory_limit, given.time_limit)
    with tqdm(total=len(jobs), unit="report", disable=not sys.stderr.isatty()) as bar:
        outcomes = batch_render.render(
            jobs,
            out,
            workers=given.jobs,
            tell=lambda outcome: _tell(outcome, bar),
            limits=limits,
            force=given.force,
            scheduler=given.scheduler,
            tls=certificates,
        )
    for line in freshness.refused():
        echo(f"not used: {line}", err=True)
    for line in batch_render.differences(before, outcomes):
        echo(line)
    if not given.scheduler and not isolation.can_cut_off() and not all(outcome.skipped for outcome in outcomes):
        echo("notebooks ran with network: this system keeps no process from it", err=True)
    failed = [outcome for outcome in outcomes if outcome.error]
    echo(_summary(outcomes, out))
    for outcome in failed:
        echo(f"failed: {outcome.area} {manifest.name_of(outcome.area)}: {outcome.error}", err=True)
    _make_papers(given, out, outcomes, before)
    return 1 if failed else 0


def _certificates(given: Options) -> list[Path]:
    """Return the files of the authority, the certificate and the key, or none.

    Raises
    ------
    ReportError
        When some are given and not all three, or without a cluster, or aren't there.
    """
    files = {"--tls-ca": given.tls_ca, "--tls-cert": given.tls_cert, "--tls-key": given.tls_key}
    chosen = [path for path in files.values() if path]
    faults = [f"{name} is missing: all three go together" for name, path in files.items() if chosen and not path]
    faults += [f"{name} {path} isn't there" for name, path in files.items() if path and not path.is_file()]
    faults += ["--scheduler is missing: they are for a cluster"] if chosen and not given.scheduler else []
    if faults:
        raise ReportError(listed("the certificates can't be used:", faults))
    return chosen


def _summary(outcomes: list[Outcome], out: Path) -> str:
    good, kept = [sum(is_so) for is_so in zip(*((not o.error, o.skipped) for o in outcomes), strict=True)]
    unchanged = f" ({kept} unchanged: not rendered again; --force does)" if kept else ""
    return f"{good} of {len(outcomes)} reports are in {out}{unchanged}; open {out / 'index.html'}"


def _make_papers(given: Options, out: Path, outcomes: list[Outcome], before: dict[str, dict[str, Any]]) -> None:
    asked = {".pdf": given.pdf, ".docx": given.word, companions.BRIEF: given.brief}
    again = [kind for kind, is_asked in asked.items() if is_asked]
    for line in companions.clear(out, outcomes, before, again=again):
        echo(line)
    if given.pdf:
        echo(f"{companions.print_pdf(out, outcomes, workers=given.jobs)} PDF files are beside the pages")
    if given.word:
        echo(f"{companions.write_word(out, outcomes, workers=given.jobs)} Word files are beside the pages")
    if given.brief:
        count = companions.write_briefs(out, outcomes, pdf=given.pdf, docx=given.word, workers=given.jobs)
        echo(f"{count} briefs are beside the pages")
        from ipanalytics.publishing import browser

        if not browser.is_there():
            echo(f"no pictures of the briefs were taken: {browser.missing()}", err=True)


def _tell(outcome: Outcome, bar: "tqdm[None]") -> None:
    bar.update()
    word = "failed" if outcome.error else f"{outcome.seconds:.1f} s"
    if not outcome.skipped:
        bar.write(messages.visible(f"{outcome.area} {manifest.name_of(outcome.area)}: {word} ({outcome.reason})"))
