"""What options of several commands share."""

from pathlib import Path
from typing import Any

import click


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
year = click.option(
    "--year", type=COUNT, default=None, help="Of the guide (default: that of --as-of, else the newest)."
)
form = click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help="Of the output."
)
know = click.option(
    "--know", multiple=True, metavar="WORD", help="Of a title or heading, as harmless; may be given again."
)
period = click.option("--period", default="", help="Of figures for which the table names none: 2023, 2022-09.")
area = click.option("--area", default="", help="Of figures for which the table or text names no place: 宝鸡市.")
files = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
