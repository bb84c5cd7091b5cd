"""Commands on tables and on the project: read, compared, counted, added, cleaned, checked."""

from pathlib import Path
from typing import Any

import click

from ipanalytics.cli import language
from ipanalytics.cli.declared import options
from ipanalytics.cli.declared.options import PATH


@click.command(cls=language.Command)
@options.files
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="Of the output.")
@options.know
@options.period
@options.area
@click.option("--everywhere", is_flag=True, help="Read the figures of places outside the project too.")
def read(files: tuple[Path, ...], form: str, **asked: Any) -> int:  # noqa: ANN401
    """Print the observations in any table file: .xlsx .xls .csv .tsv .html .docx .pdf."""
    from ipanalytics.cli import data
    from ipanalytics.ingestion.audit import Asked

    return data.read(files, form, data.resolved(Asked(**asked)))


@click.command(cls=language.Command)
@click.argument("first", metavar="FIRST", type=PATH)
@click.argument("second", metavar="SECOND", type=PATH)
@options.form
@options.know
@options.period
@options.area
@click.option("--everywhere", is_flag=True, help="Compare the figures of places outside the project too.")
def compare(first: Path, second: Path, form: str, **asked: Any) -> int:  # noqa: ANN401
    """Say which figures differ between two copies of one table; 1 if any does."""
    from ipanalytics.cli import data
    from ipanalytics.ingestion.audit import Asked

    return data.compare(first, second, form, data.resolved(Asked(**asked)))


@click.command(cls=language.Command)
@options.files
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


@click.command(cls=language.Command)
@options.files
@click.option("--source", "title", default="", metavar="TITLE", help="What it is cited as (default: the file's name).")
@click.option("--publisher", default="", metavar="OFFICE", help="Who published or sent it: 陕西省统计局.")
@click.option("--published", default="", metavar="DAY", help="When: 2023-03-15, 2023-03, 2023.")
@click.option("--url", default="", help="Where it can be had.")
@click.option("--official", is_flag=True, help="It is a publication of an office: its figures are final.")
@click.option(
    "--status", type=click.Choice(["submitted", "provisional", "final"]), help="Of its figures (default: submitted)."
)
@options.period
@options.area
@options.know
@click.option("--means", multiple=True, metavar="PLACE=CODE", help="What a name stands for: 渭南=610500+610581.")
@click.option("--areas", default="", metavar="TEXT", help="In words, which places the table means.")
@click.option("--note", default="", metavar="TEXT", help="What else is to be known of it.")
@click.option("--name", default="", metavar="NAME", help="Of the file in the project (default: its own).")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def add(files: tuple[Path, ...], period: str, area: str, know: tuple[str, ...], yes: bool, **facts: Any) -> int:  # noqa: ANN401, FBT001
    """Put tables into the project, with where they are from, and say what changes."""
    from ipanalytics.cli import tables
    from ipanalytics.ingestion.audit import Asked
    from ipanalytics.submissions.additions import Facts

    is_official, status = facts.pop("official"), facts.pop("status")
    asked = Asked(know=know, period=period, area=area)
    return tables.add(files, Facts(**facts, status=status or ("final" if is_official else "submitted"), asked=asked),
                      yes=yes)  # fmt: skip


@click.command(cls=language.Command)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def remove(names: tuple[str, ...]) -> int:
    """Take tables that were added out of the project again, and say what changes."""
    from ipanalytics.cli import tables

    return tables.remove(names)


@click.command(cls=language.Command)
@click.argument("folder", metavar="FOLDER", type=PATH)
@click.option("--province", default="", metavar="NAME", help="Of another province, by name or code: 甘肃, 620000.")
@click.option("--year", type=click.IntRange(2010, 2100), help="Of its guide (default: that of the newest figures).")
def init(folder: Path, province: str, year: int | None) -> int:
    """Lay out a project in a new folder: figures, catalogues, map and notebooks."""
    from ipanalytics.cli import tables

    return tables.init(folder, province, year)


@click.command(cls=language.Command)
@click.option("--left-out", is_flag=True, help="List every cell and row that became no figure, and why.")
def clean(*, left_out: bool) -> None:
    """Read and check every source; save the observations."""
    from ipanalytics.cli import data

    data.clean(left_out=left_out)


@click.command(cls=language.Command)
def check() -> int:
    """Validate every catalogue, source and map; all faults at once."""
    from ipanalytics.cli import data

    return data.check()
