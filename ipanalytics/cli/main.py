"""One command is run and its end told: done, refused, stopped."""

import io
import sys
from collections.abc import Sequence

import click

from ipanalytics.cli.declared import pages, tables, year
from ipanalytics.core.errors import IPAnalyticsError


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


for module in (pages, tables, year):
    for command in vars(module).values():
        # The commands of a group are the group's.
        if isinstance(command, click.Command) and command.name != "split":
            commands.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
