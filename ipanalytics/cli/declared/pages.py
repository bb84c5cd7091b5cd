"""Commands that judge the targets: pages for readers, and the table."""

import os
from typing import Any

import click

from ipanalytics.batch import LIMITS
from ipanalytics.cli import language
from ipanalytics.cli.declared import options
from ipanalytics.cli.declared.options import COUNT, PATH


@click.command(cls=language.Command)
@click.argument("areas", nargs=-1, metavar="[AREA]...")
@click.option("--as-of", default="", help="Show nothing that ends later than this period: 2022-09.")
@options.year
@click.option("--since", default="", help="Say what has changed since: 2022-08 (default: the month before).")
@click.option("--counties", is_flag=True, help="Make a page for each county too.")
@options.real_only
@click.option("--jobs", type=COUNT, default=os.cpu_count() or 1, help="Reports made at once (default: cores).")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Dask cluster that makes the pages (extra: cluster).")
@click.option("--tls-ca", type=PATH, help="Whose certificates the cluster's are to be signed by, for tls:// addresses.")
@click.option("--tls-cert", type=PATH, help="The certificate to show the cluster.")
@click.option("--tls-key", type=PATH, help="Its key.")
@click.option("--force", is_flag=True, help="Render also the pages that nothing has changed for.")
@click.option(
    "--time-limit", type=COUNT, default=LIMITS.seconds, metavar="SECONDS", help="Of a report.", show_default=True
)
@click.option(
    "--memory-limit", type=COUNT, default=LIMITS.memory, metavar="MIB", help="Of a report.", show_default=True
)
@click.option("--out", type=PATH, help="Folder (default: build/reports; of English pages en in it).")
@click.option("--pdf", is_flag=True, help="Print each page into a PDF beside it (extra: print).")
@click.option("--word", is_flag=True, help="Write a Word file for each area too (extra: word).")
@click.option("--brief", is_flag=True, help="Write a brief of each area too: one page, and a picture of it.")
@click.option("--bundle", is_flag=True, help="Put all pages into one .zip and into one single page too.")
@click.option(
    "--lang", type=click.Choice(["zh", "en", "zh,en"]), default="zh", help="Language of the pages (default: zh)."
)
def render(**given: Any) -> int:  # noqa: ANN401
    """Make one HTML page an area, index.html and manifest.json.

    AREA is a code or a name (610800, 榆林, 陕北), or a page of none (tasks); default: all.
    """
    from ipanalytics.cli import render as command

    return command.run(command.Options(**given))


@click.command(cls=language.Command)
@click.argument("places", nargs=-1, metavar="[AREA]...")
@options.year
@click.option("--as-of", default="", help="Figures that end later don't count: 2022-09.")
@click.option("--area", "areas", multiple=True, help="Code or name; may be given again (default: all).")
@click.option("--targets", type=PATH, help="A file of targets instead of data/catalogue/targets.")
@click.option("--observations", type=PATH, help="A CSV of observations; then nothing else is read.")
@options.real_only
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Of the output.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the table (default: zh).")
def progress(places: tuple[str, ...], areas: tuple[str, ...], form: str, **given: Any) -> None:  # noqa: ANN401
    """Judge the targets of a year: one row an area and target."""
    from ipanalytics.cli import progress as command

    command.run((*places, *areas), form, **given)
