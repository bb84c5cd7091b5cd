"""Commands of the year's round: targets shared out, workbooks out and back, letters."""

from pathlib import Path
from typing import Any

import click

from ipanalytics.cli import language
from ipanalytics.cli.declared import options
from ipanalytics.cli.declared.options import COUNT, PATH


@click.group(cls=language.Group)
def targets() -> None:
    """Share the province's targets out among its units."""


@targets.command()
@click.argument("target", metavar="TARGET")
@click.option(
    "--by", type=click.Choice(["population", "baseline", "gap"]), default="population", show_default=True,
    help="Residents; what each had the year before; how far each lies behind its part by residents.",
)  # fmt: skip
@click.option("--year", type=COUNT, default=None, help="Of the guide (default: the newest).")
@options.real_only
@click.option("--out", type=PATH, help="File to write (default: standard output).")
def split(target: str, **given: Any) -> int:  # noqa: ANN401
    """Propose whole shares of a target (T07) for all units, as own targets to edit (YAML)."""
    from ipanalytics.cli import office

    return office.split(target, **given)


@click.command(cls=language.Command, name="round")
@click.argument("period", metavar="PERIOD")
@click.option("--on", default="", help="Day at which it is looked at: 2022-12-21 (default: today).")
@options.form
def follow_round(period: str, on: str, form: str) -> int:
    """Say who has reported for a period (2022-12); 1 while something is missing after the deadline."""
    from ipanalytics.cli import office

    return office.follow_round(period, on=on, form=form)


@click.command(cls=language.Command)
@click.option("--as-of", default="", help="Of what is known at the end of this period: 2022-09.")
@options.year
@click.option("--area", "areas", multiple=True, help="Unit, or a region for its units; may be given again.")
@options.real_only
@click.option("--out", type=PATH, help="Folder (default: build/letters and the day).")
def letters(areas: tuple[str, ...], **given: Any) -> int:  # noqa: ANN401
    """Write a letter to each unit: what was reached, what is behind, what is asked (.docx; extra: word)."""
    from ipanalytics.cli import office

    return office.letters(areas, **given)


@click.command(cls=language.Command)
@click.option("--area", "areas", multiple=True, help="Code or name of a unit; may be given again (default: all).")
@click.option("--period", required=True, help="Month that is asked for, a year's last for a year: 2022-12.")
@options.real_only
@click.option("--out", type=PATH, metavar="FOLDER", help="Where to (default: build/templates).")
def template(areas: tuple[str, ...], period: str, out: Path | None, real_only: bool) -> int:  # noqa: FBT001
    """Make the workbooks that units fill in."""
    from ipanalytics.cli import submissions

    return submissions.make_templates(areas, period, out, real_only=real_only)


@click.command(cls=language.Command)
@options.files
@click.option("--received", default="", metavar="DAY", help="When they came in: 2022-12-18 (default: today).")
def submit(files: tuple[Path, ...], received: str) -> int:
    """Check workbooks of units: file those without fault, mark the faults of the others in a copy."""
    from ipanalytics.cli import submissions

    return submissions.submit(files, received)


@click.command(cls=language.Command)
@click.argument("area", metavar="AREA")
@click.argument("target", default="", metavar="[TARGET]")
@options.form
def history(area: str, target: str, form: str) -> int:
    """Say when a unit handed in, restated or took back its figures, and what was published (TARGET: T05)."""
    from ipanalytics.cli import submissions

    return submissions.tell_history(area, target, form)
