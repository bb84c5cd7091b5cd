"""One command is run and its end told: done, refused, stopped."""

import io
import sys
from collections.abc import Sequence

import click

from ipanalytics.cli import language
from ipanalytics.cli.declared import pages, tables, year
from ipanalytics.core import messages
from ipanalytics.core.errors import IPAnalyticsError

MOST_SHOWN = 300
# The commands by what somebody wants to do.
SECTIONS = {
    "First steps": ("init", "check"),
    "Figures": ("read", "add", "remove", "compare", "clean"),
    "Reports": ("render", "progress"),
    "The office's year": ("targets", "template", "submit", "round", "history", "letters"),
    "Single patents": ("patents",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something failed, 2 unusable arguments."""
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 whatever the console says; half a character of a damaged file is written as its code.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    # click takes out of the list what it has understood.
    is_debugging = "--debug" in given
    messages.use(language.asked_for(given))
    try:
        with commands.make_context("ipanalytics", given) as context:
            return int(commands.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as fault:
        language.show(fault)
        return fault.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        return _end("stopped", 130)
    except Exception as fault:
        if is_debugging:
            raise
        return _end(_worded(fault), 1)


def _worded(fault: Exception) -> str:
    """Word what a command ended with; a fault that nobody foresaw by its kind, never with a traceback."""
    if isinstance(fault, IPAnalyticsError):
        return str(fault)
    if isinstance(fault, OSError) and fault.filename is not None:
        return f"{fault.strerror}: {fault.filename}"
    kind = " ".join(f"{type(fault).__name__}: {fault}".split())[:MOST_SHOWN]
    return f"unexpected fault, nothing was published of it: {kind}; --debug shows where"


def _end(text: str, code: int) -> int:
    language.echo(f"ipanalytics: {text}", err=True)
    return code


@click.group(cls=language.Group, sections=SECTIONS)
@click.version_option(package_name="ipanalytics", message="%(version)s")
@click.option("--debug", is_flag=True, expose_value=False, help="Show where in the program an unexpected fault arose.")
def commands() -> None:
    """Turn a province's intellectual-property statistics into a clean table and into reports."""


for module in (pages, tables, year):
    for command in vars(module).values():
        # The commands of a group are the group's.
        if isinstance(command, click.Command) and command.name != "split":
            commands.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
