"""The commands' names, options and help; what a command does is imported when it runs, libraries take a second.

A new command is a function here, under `@commands.command()`.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ipanalytics.batch import LIMITS
from ipanalytics.core.errors import IPAnalyticsError


class Count(click.ParamType):
    """A whole number from 1."""

    name = "integer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Read the number."""
        if not str(value).isdecimal() or int(value) < 1:
            self.fail(f"{value!r}: expected a whole number from 1", param, ctx)
        return int(value)


COUNT, PATH = Count(), click.Path(path_type=Path)
real_only = click.option("--real-only", is_flag=True, help="Leave synthetic figures out.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something failed, 2 unusable arguments."""
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 whatever the console says; half a character of a damaged file is written as its code.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with commands.make_context("ipanalytics", given) as context:
            return int(commands.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except IPAnalyticsError as refusal:
        click.echo(f"ipanalytics: {refusal}", err=True)
        return 1
    except OSError as fault:
        click.echo(f"ipanalytics: {fault.strerror}: {fault.filename}", err=True)
        return 1
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("ipanalytics: stopped", err=True)
        return 130


@click.group()
@click.version_option(package_name="ipanalytics", message="%(version)s")
def commands() -> None:
    """Turn a province's intellectual-property statistics into a clean table and into reports."""


@commands.command()
@click.argument("areas", nargs=-1, metavar="[AREA]...")
@click.option("--as-of", default="", help="Show nothing that ends later than this period: 2022-09.")
@click.option("--year", type=COUNT, default=None, help="Of the guide (default: that of --as-of, else the newest).")
@click.option("--since", default="", help="Say what has changed since: 2022-08 (default: the month before).")
@click.option("--counties", is_flag=True, help="Make a page for each county too.")
@real_only
@click.option("--jobs", type=COUNT, default=os.cpu_count() or 1, help="Reports made at once (default: cores).")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Dask cluster that makes the pages (extra: cluster).")
@click.option("--force", is_flag=True, help="Render also the pages that nothing has changed for.")
@click.option(
    "--time-limit", type=COUNT, default=LIMITS.seconds, metavar="SECONDS", help="Of a report.", show_default=True
)
@click.option(
    "--memory-limit", type=COUNT, default=LIMITS.memory, metavar="MIB", help="Of a kernel.", show_default=True
)
@click.option("--out", type=PATH, help="Folder (default: build/reports; of English pages build/reports-en).")
@click.option("--pdf", is_flag=True, help="Print each page into a PDF beside it (extra: print).")
@click.option("--word", is_flag=True, help="Write a Word file for each area too (extra: word).")
@click.option("--brief", is_flag=True, help="Write a brief of each area too: one page, and a picture of it.")
@click.option("--bundle", is_flag=True, help="Put all pages into one .zip and into one single page too.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the pages (default: zh).")
def render(**given: Any) -> int:  # noqa: ANN401
    """Make one HTML page an area, index.html and manifest.json.

    AREA is a code or a name (610800, 榆林, 陕北), or a page of none (tasks); default: all.
    """
    from ipanalytics.cli import render as command

    return command.run(command.Options(**given))


@commands.command()
@click.option("--year", type=COUNT, default=None, help="Of the guide (default: that of --as-of, else the newest).")
@click.option("--as-of", default="", help="Figures that end later don't count: 2022-09.")
@click.option("--area", "areas", multiple=True, help="Code or name; may be given again (default: all).")
@click.option("--targets", type=PATH, help="A file of targets instead of data/catalogue/targets.")
@click.option("--observations", type=PATH, help="A CSV of observations; then nothing else is read.")
@real_only
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Of the output.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the table (default: zh).")
def progress(areas: tuple[str, ...], form: str, **given: Any) -> None:  # noqa: ANN401
    """Judge the targets of a year: one row an area and target."""
    from ipanalytics.cli import progress as command

    command.run(areas, form, **given)


@commands.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="Of the output.")
@click.option("--know", multiple=True, metavar="WORD", help="Of a title or heading, as harmless; may be given again.")
@click.option("--period", default="", help="Of figures for which the table names none: 2023, 2022-09.")
@click.option("--area", default="", help="Of figures for which the table or text names no place: 宝鸡市.")
@click.option("--everywhere", is_flag=True, help="Read the figures of places outside the project too.")
def read(files: tuple[Path, ...], form: str, **asked: Any) -> int:  # noqa: ANN401
    """Print the observations in any table file: .xlsx .xls .csv .tsv .html .docx .pdf."""
    from ipanalytics.cli import data
    from ipanalytics.ingestion.audit import Asked

    return data.read(files, form, data.resolved(Asked(**asked)))


@commands.command()
@click.argument("first", metavar="FIRST", type=PATH)
@click.argument("second", metavar="SECOND", type=PATH)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help="Of the output.")
@click.option("--know", multiple=True, metavar="WORD", help="Of a title or heading, as harmless; may be given again.")
@click.option("--period", default="", help="Of figures for which the table names none: 2023, 2022-09.")
@click.option("--area", default="", help="Of figures for which the table or text names no place: 宝鸡市.")
@click.option("--everywhere", is_flag=True, help="Compare the figures of places outside the project too.")
def compare(first: Path, second: Path, form: str, **asked: Any) -> int:  # noqa: ANN401
    """Say which figures differ between two copies of one table; 1 if any does."""
    from ipanalytics.cli import data
    from ipanalytics.ingestion.audit import Asked

    return data.compare(first, second, form, data.resolved(Asked(**asked)))


@commands.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@click.option(
    "--as-of", default="", help="Day at which patents are counted: 2022-12 (default: the targets' year's end)."
)
@click.option("--out", type=PATH, help="Folder for the rows that were refused, merged or not placed (default: none).")
@click.option("--quality", is_flag=True, help="Print how good what was filed is, instead of the counts.")
@click.option("--abnormal", type=PATH, metavar="FILE", help="List of the numbers of abnormal applications.")
@click.option("--chains", is_flag=True, help="Print counts by industry chain instead.")
@click.option("--with-names", is_flag=True, help="Write the leading holders of chains into --out; firms only.")
@click.option("--beside", is_flag=True, help="Print the counts beside the published figures instead.")
@click.option("--into", default="", metavar="NAME", help="File the figures as this source of the project.")
@click.option(
    "--status", type=click.Choice(["submitted", "final"]), default="submitted", help="Of the figures (submitted)."
)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="Of the output.")
def patents(files: tuple[Path, ...], form: str, **given: Any) -> int:  # noqa: ANN401
    """Count the patents in exports, a row a patent: .csv .tsv .parquet .xlsx."""
    from ipanalytics.cli import patents as counting

    return counting.run(files, form, counting.Options(**given))


@commands.group()
def targets() -> None:
    """Share the province's targets out among its units."""


@targets.command()
@click.argument("target", metavar="TARGET")
@click.option(
    "--by", type=click.Choice(["population", "baseline", "gap"]), default="population", show_default=True,
    help="Residents; what each had the year before; how far each lies behind its part by residents.",
)  # fmt: skip
@click.option("--year", type=COUNT, default=None, help="Of the guide (default: the newest).")
@real_only
@click.option("--out", type=PATH, help="File to write (default: standard output).")
def split(target: str, **given: Any) -> int:  # noqa: ANN401
    """Propose whole shares of a target (T07) for all units, as own targets to edit (YAML)."""
    from ipanalytics.cli import office

    return office.split(target, **given)


@commands.command("round")
@click.argument("period", metavar="PERIOD")
@click.option("--on", default="", help="Day at which it is looked at: 2022-12-21 (default: today).")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help="Of the output.")
def follow_round(period: str, on: str, form: str) -> int:
    """Say who has reported for a period (2022-12); 1 while something is missing after the deadline."""
    from ipanalytics.cli import office

    return office.follow_round(period, on=on, form=form)


@commands.command()
@click.option("--as-of", default="", help="Of what is known at the end of this period: 2022-09.")
@click.option("--year", type=COUNT, default=None, help="Of the guide (default: that of --as-of, else the newest).")
@click.option("--area", "areas", multiple=True, help="Unit, or a region for its units; may be given again.")
@real_only
@click.option("--out", type=PATH, help="Folder (default: build/letters and the day).")
def letters(areas: tuple[str, ...], **given: Any) -> int:  # noqa: ANN401
    """Write a letter to each unit: what was reached, what is behind, what is asked (.docx; extra: word)."""
    from ipanalytics.cli import office

    return office.letters(areas, **given)


@commands.command()
@click.option("--area", "areas", multiple=True, help="Code or name of a unit; may be given again (default: all).")
@click.option("--period", required=True, help="Month that is asked for, a year's last for a year: 2022-12.")
@real_only
@click.option("--out", type=PATH, metavar="FOLDER", help="Where to (default: build/templates).")
def template(areas: tuple[str, ...], period: str, out: Path | None, real_only: bool) -> int:  # noqa: FBT001
    """Make the workbooks that units fill in."""
    from ipanalytics.cli import submissions

    return submissions.make_templates(areas, period, out, real_only=real_only)


@commands.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@click.option("--received", default="", metavar="DAY", help="When they came in: 2022-12-18 (default: today).")
def submit(files: tuple[Path, ...], received: str) -> int:
    """Check workbooks of units: file those without fault, mark the faults of the others in a copy."""
    from ipanalytics.cli import submissions

    return submissions.submit(files, received)


@commands.command()
@click.argument("area", metavar="AREA")
@click.argument("target", default="", metavar="[TARGET]")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help="Of the output.")
def history(area: str, target: str, form: str) -> int:
    """Say when a unit handed in, restated or took back its figures, and what was published (TARGET: T05)."""
    from ipanalytics.cli import submissions

    return submissions.tell_history(area, target, form)


@commands.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@click.option("--source", "title", default="", metavar="TITLE", help="What it is cited as (default: the file's name).")
@click.option("--publisher", default="", metavar="OFFICE", help="Who published or sent it: 陕西省统计局.")
@click.option("--published", default="", metavar="DAY", help="When: 2023-03-15, 2023-03, 2023.")
@click.option("--url", default="", help="Where it can be had.")
@click.option("--official", is_flag=True, help="It is a publication of an office: its figures are final.")
@click.option(
    "--status", type=click.Choice(["submitted", "provisional", "final"]), help="Of its figures (default: submitted)."
)
@click.option("--period", default="", help="Of figures for which the table names none: 2023, 2022-09.")
@click.option("--area", default="", help="Of figures for which the table or text names no place: 宝鸡市.")
@click.option("--know", multiple=True, metavar="WORD", help="Of a title or heading, as harmless; may be given again.")
@click.option("--means", multiple=True, metavar="PLACE=CODE", help="What a name stands for: 渭南=610500+610581.")
@click.option("--areas", default="", metavar="TEXT", help="In words, which places the table means.")
@click.option("--note", default="", metavar="TEXT", help="What else is to be known of it.")
@click.option("--name", default="", metavar="NAME", help="Of the file in the project (default: its own).")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def add(files: tuple[Path, ...], period: str, area: str, know: tuple[str, ...], yes: bool, **facts: Any) -> int:  # noqa: ANN401, FBT001
    """Put tables into the project, with where they are from, and say what changes."""
    from ipanalytics.cli import tables
    from ipanalytics.ingestion.additions import Facts
    from ipanalytics.ingestion.audit import Asked

    is_official, status = facts.pop("official"), facts.pop("status")
    asked = Asked(know=know, period=period, area=area)
    return tables.add(files, Facts(**facts, status=status or ("final" if is_official else "submitted"), asked=asked),
                      yes=yes)  # fmt: skip


@commands.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def remove(names: tuple[str, ...]) -> int:
    """Take tables that were added out of the project again, and say what changes."""
    from ipanalytics.cli import tables

    return tables.remove(names)


@commands.command()
def clean() -> None:
    """Read and check every source; save the observations."""
    from ipanalytics.cli import data

    data.clean()


@commands.command()
def check() -> int:
    """Validate every catalogue, source and map; all faults at once."""
    from ipanalytics.cli import data

    return data.check()


if __name__ == "__main__":
    sys.exit(main())
