"""`ipanalytics template`, `submit` and `history`: workbooks to the units and back, and what became of figures."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from ipanalytics.catalogue import indicators, places, sources
from ipanalytics.cli import progress
from ipanalytics.cli.language import echo, put
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import CleaningError, SourceError, listed
from ipanalytics.monitoring import targets
from ipanalytics.observations.table import as_csv
from ipanalytics.submissions import history, intake
from ipanalytics.submissions.intake import Outcome
from ipanalytics.submissions.workbook import form as forms
from ipanalytics.submissions.workbook import layout, template


def make_templates(areas: Sequence[str], period: str, out: Path | None, *, real_only: bool) -> int:
    """Write the workbooks of units, of all where none is named."""
    named = places.find_all({f"--area {area}": area for area in areas}).values()
    folder = out or project.build() / "templates" / forms.month_of(period)
    made = [forms.load(area, period, real_only=real_only) for area in named or places.codes("unit")]
    books = {folder / layout.file_name(form): form for form in made}
    if kept := [str(path) for path in books if path.exists() and intake.is_filled_in(path)]:
        heading = f"{len(kept)} workbook(s) would be lost that somebody may have filled in; move them, or give --out:"
        raise SourceError(listed(heading, kept))
    files.write_together({path: template.make(form) for path, form in books.items()})
    echo(f"{len(made)} workbook(s) for {forms.month_of(period)} are in {folder}")
    if any(form.has_synthetic for form in made):
        echo(
            "they show demonstration data and are for trying out; those to send out are made with --real-only", err=True
        )
    return 0


def submit(paths: Sequence[Path], received: str) -> int:
    """Check workbooks, file those without fault, send the others back; 1 where one has faults."""
    if received and not periods.is_period(received, shape="day"):
        msg = f"--received {received!r} is no day such as 2022-12-18"
        raise CleaningError(msg)
    day = date.fromisoformat(received) if received else date.today()  # noqa: DTZ011
    now = datetime.now()  # noqa: DTZ005
    strays = intake.strays(paths)
    outcomes = intake.submit([path for path in paths if not intake.strays([path])], received=day, now=now)
    for line in strays:
        echo(line, err=True)
    for outcome in outcomes:
        _tell(outcome)
    return 1 if strays or any(outcome.faults for outcome in outcomes) else 0


def _tell(outcome: Outcome) -> None:
    name, entry = outcome.path.name, outcome.entry
    if outcome.faults:
        for fault in outcome.faults:
            echo(f"{name} {fault.where}: {fault.text}", err=True)
        echo(f"{name}: {len(outcome.faults)} fault(s), sent back; the marked copy is {outcome.marked}", err=True)
        return
    whose = f"{places.name_of(entry.area)} {entry.period}"
    if outcome.is_known:
        echo(f"{name}: {whose} was filed already, to the letter")
        return
    left = f"; left empty: {'、'.join(map(_asked, entry.missing))}" if entry.missing else ", complete"
    echo(f"{name}: {whose} is filed{left}")
    rows = history.follow(entry.area)
    shown = rows[
        (rows["what"].eq(history.DIFFERS)) | (rows["what"].ne(history.REPORTED) & rows["day"].eq(entry.received))
    ]
    for line in history.as_text(shown, entry.area).splitlines()[1:] if len(shown) else []:
        echo(f"  {line}")


def _asked(id_: str) -> str:
    """Return what a workbook calls what it asks for: an indicator, or a target to be explained."""
    return indicators.indicator(id_).name if id_ in indicators.indicators() else id_


def tell_history(area: str, target: str, form: str) -> int:
    """Print what became of a unit's figures."""
    code = places.find(area)
    indicator = history.find(target, max(targets.years())) if target else ""
    rows = history.follow(code, indicator)
    cited = sources.load()
    if form == "text":
        shown = rows.assign(source=[sources.cite(id_) if id_ in cited else id_ for id_ in rows["source"]])
        put(history.as_text(shown, code), nl=False)
    else:
        text = as_csv(rows) if form == "csv" else rows.to_json(orient="records", force_ascii=False, indent=1) + "\n"
        progress.write_table(text, form)
    return 0
