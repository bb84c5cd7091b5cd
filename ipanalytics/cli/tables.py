"""`ipanalytics add` and `remove`: a table into the project and out again; `init`: a project of one's own."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ipanalytics.catalogue import indicators, places
from ipanalytics.catalogue.founding import contents, layout, provinces
from ipanalytics.catalogue.nation import Division
from ipanalytics.cli import data
from ipanalytics.cli.language import ask, confirm, echo
from ipanalytics.core import project
from ipanalytics.core.errors import BoundaryError, IPAnalyticsError, SourceError
from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import few, printable
from ipanalytics.observations.table import KEY
from ipanalytics.submissions import additions
from ipanalytics.submissions.additions import Addition, Change, Facts

MOST_SHOWN = 20
# Asked of somebody at a terminal: the fact, and the question.
QUESTIONS = (
    ("title", "Title of the publication or table"),
    ("publisher", "Office that published or sent it (empty: not known)"),
    ("published", "Day or month of publication, 2023-03-15 (empty: not known)"),
)


def add(paths: Sequence[Path], facts: Facts, *, yes: bool) -> int:
    """Add tables one after the other; 1 where one wasn't added, the others are."""
    if facts.name and len(paths) > 1:
        msg = f"--name gives one table its name, found {len(paths)} files"
        raise SourceError(msg)
    return max([_add(path, replace(facts, asked=data.resolved(facts.asked)), yes=yes) for path in paths])


def _add(path: Path, facts: Facts, *, yes: bool) -> int:
    is_asked = sys.stdin.isatty() and not yes
    try:
        addition = additions.prepare(path, _answered(path, facts) if is_asked else facts)
        _tell_reading(addition)
        if is_asked and not confirm("Add it to the project?", default=True):
            echo(f"{addition.table.name} isn't added", err=True)
            return 1
        change = additions.add(addition)
    except IPAnalyticsError as refusal:
        echo(f"ipanalytics: {refusal}", err=True)
        return 1
    _tell_addition(addition)
    _tell_change(change)
    return 0


def _answered(path: Path, facts: Facts) -> Facts:
    """Ask for the facts that no option gave."""
    defaults = {"title": path.stem}
    asked: dict[str, Any] = {
        name: ask(question, defaults.get(name, "")) for name, question in QUESTIONS if not getattr(facts, name)
    }
    answered = replace(facts, **asked)
    if answered.status == additions.SUBMITTED and answered.publisher and answered.published:
        is_official = confirm("Is it an official publication, and final?", default=False)
        return replace(answered, status="final" if is_official else additions.SUBMITTED)
    return answered


def _tell_reading(addition: Addition) -> None:
    """Say what was understood and what wasn't."""
    reading, name = addition.reading, printable(addition.path.name)
    for (id_, period), rows in reading.observations.groupby(["indicator", "period"], sort=False):
        names = few([places.name_of(area, short=True) for area in rows["area"]], MOST_SHOWN)
        echo(f"{name}: read: {indicators.indicator(str(id_)).name} {period}: {names}")
    for line in [*extract.corrections(reading), *extract.outside(reading), *extract.problems(reading)]:
        echo(line, err=True)


def _tell_addition(addition: Addition) -> None:
    status = addition.described["status"]
    echo(f"data/raw/{addition.table.name} and data/sources/{addition.sidecar.name} are written")
    if status == additions.SUBMITTED:
        echo("its figures are submitted: published ones count before them, and they before demonstration data; "
                   "an official publication is added with --official, --publisher and --published")  # fmt: skip
    else:
        echo(f"its figures are {status}: it is declared a publication of an office, with its day")


def _tell_change(change: Change) -> None:
    """Say which figures of the one table are other now."""
    rows = change.figures
    kinds = {
        "new": rows["value_before"].isna(),
        "gone": rows["value_after"].isna(),
        "other": rows["value_before"].notna() & rows["value_after"].notna(),
    }
    for kind, mask in kinds.items():
        if count := int(mask.sum()):
            derived = int((mask & rows["is_derived"]).sum())
            echo(f"in the one table: {count} {kind}" + (f": {count - derived} read, {derived} derived from them"
                                                        if derived else ""))  # fmt: skip
    if rows.empty:
        echo("in the one table: nothing is other")
    is_told = kinds["other"] & ~rows["is_derived"]
    for row in rows[is_told].head(MOST_SHOWN).to_dict("records"):
        echo(f"  {_named(row)}: {row['value_before']:,g} ({row['status_before']}) is now "
                   f"{row['value_after']:,g} ({row['status_after']})")  # fmt: skip
    if (rest := int(is_told.sum()) - MOST_SHOWN) > 0:
        echo(f"  and {rest} more")
    data.tell_doubts(change.doubtful)


def _named(row: dict[str, object]) -> str:
    area, id_, period = (str(row[key]) for key in KEY)
    return f"{places.name_of(area, short=True)} {indicators.indicator(id_).name} {period}"


def remove(names: Sequence[str]) -> int:
    """Take tables that were added out again."""
    for name in names:
        change, kept = additions.remove(name)
        echo(f"{printable(name)} is out of the project; file and sidecar are kept in {kept}")
        _tell_change(change)
    return 0


def init(folder: Path, province: str = "", year: int | None = None) -> int:
    """Lay out a project, of another province where one is named."""
    if year and not province:
        msg = "--year is that of another province's guide: name it with --province"
        raise SourceError(msg)
    whole = provinces.find(province, layout.origin()) if province else None
    told: list[str] = []

    def change(draft: Path) -> None:
        if whole and whole.code != contents.origin_of(draft):
            told.extend(_change_province(draft, whole, year))

    target = layout.lay_out(folder, change)
    echo(f"a project lies in {target}; change into it, then: ipanalytics check, ipanalytics render")
    for line in told:
        echo(line)
    return 0


def _change_province(draft: Path, whole: Division, year: int | None) -> list[str]:
    """Turn a draft into the project of a province, and say what it has and what is to be filled in."""
    from ipanalytics.report.maps import source

    province, of = provinces.read(whole, draft), year or contents.newest_year(draft)
    contents.write(draft, province, of)
    contents.describe_map(draft, province, source.VERSION)
    told = [
        f"{whole.name} ({whole.code}): {len(province.units)} units; regions, if there are to be any, "
        "are named in data/divisions/divisions.csv",
        f"data/catalogue/targets/{of}.yaml has no target yet; until it has some, pages judge nothing",
    ]
    with project.inside(draft):
        try:
            source.write_counties()
        except BoundaryError as refusal:
            contents.leave_out_maps(draft)
            told.append(f"no maps: {refusal}")
    return told
