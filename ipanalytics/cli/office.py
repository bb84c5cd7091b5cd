"""`ipanalytics targets split`, `letters` and `round`: what the office asks of the units, and what it answers."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ipanalytics.catalogue import hierarchy, places
from ipanalytics.cli import progress
from ipanalytics.cli.language import echo, put
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import CatalogueError
from ipanalytics.monitoring import assessment
from ipanalytics.monitoring import targets as monitoring_targets
from ipanalytics.monitoring.allocation import proposals
from ipanalytics.monitoring.series import is_synthetic
from ipanalytics.observations import table
from ipanalytics.publishing.word import feedback, pages
from ipanalytics.publishing.word import letters as word_letters
from ipanalytics.report.sections.office import shares, submissions
from ipanalytics.submissions import reporting


def split(name: str, *, by: str, year: int | None, real_only: bool, out: Path | None) -> int:
    """Print a proposal of units' shares of a target, or write it into a file."""
    judged = assessment.load(year=year or 0, real_only=real_only)
    target = judged.target(monitoring_targets.find_target(name, judged.targets))
    proposal = proposals.propose(target, judged.book, by)
    text = shares.as_file(proposal, is_demo=is_synthetic(judged.book, proposal.used))
    if out is None:
        put(text, nl=False)
        return 0
    if out.exists():
        echo(f"{out} is there already; expected a new file, as it may have been edited", err=True)
        return 1
    files.write_atomically(out, text)
    echo(f"{sum(map(bool, proposal.shares.values()))} shares of {target.id} are in {out}")
    return 0


def letters(names: Iterable[str], *, as_of: str, year: int | None, real_only: bool, out: Path | None) -> int:
    """Write a letter to each unit that is named or lies in a place that is; 1 where an edited one was left alone."""
    pages.require_writer()
    named = places.find_all({f"--area {name}": name for name in names}).values() or [places.province()]
    units = dict.fromkeys(unit for code in named for unit in (hierarchy.members(code) or [code]))
    if strangers := [code for code in units if places.level_of(code) != "unit"]:
        msg = f"letters go to units; none are {', '.join(f'{code} {places.name_of(code)}' for code in strangers)}"
        raise CatalogueError(msg)
    judged = assessment.load(as_of, year or 0, real_only=real_only)
    progress.tell_refused()
    folder = out or project.build() / "letters" / judged.as_of
    edited = [path for unit in units if (path := folder / f"{unit}.docx").is_file() and pages.is_edited(path)]
    for path in edited:
        echo(f"{path} was edited by hand and is left as it is; move it away to have it written again", err=True)
    for unit in units:
        if (path := folder / f"{unit}.docx") not in edited:
            files.write_atomically(path, word_letters.write(feedback.letter_to(judged, unit)))
    echo(f"{len(units) - len(edited)} of {len(units)} letters were written into {folder}")
    return 1 if edited else 0


def follow_round(period: str, *, on: str, form: str) -> int:
    """Print who has reported for a period; 1 where something is missing after the deadline."""
    day = periods.parse(on).end if on else datetime.now(UTC).astimezone().date()
    whole = reporting.follow(period, day)
    known = reporting.as_table(whole)
    if form == "json":
        progress.write_table(json.dumps(known.to_dict("records"), ensure_ascii=False, indent=1) + "\n", form)
    elif form == "csv":
        progress.write_table(table.as_csv(known), form)
    else:
        put("\n".join([submissions.lead(whole), "", *progress.aligned(submissions.rows(whole))]))
    if whole.unplaced:
        echo(f"{len(whole.unplaced)} workbook(s) that don't say whose they are were sent back", err=True)
    return 1 if whole.is_overdue else 0
