"""The commands: each parses its arguments and calls one function."""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from ipanalytics.cli import data, progress, render
from ipanalytics.core.errors import IPAnalyticsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something failed, 2 unusable arguments."""
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except IPAnalyticsError as refusal:
        print(f"ipanalytics: {refusal}", file=sys.stderr)  # noqa: T201
        return 1
    except OSError as fault:
        print(f"ipanalytics: {fault.strerror}: {fault.filename}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("ipanalytics: stopped", file=sys.stderr)  # noqa: T201
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    about = "Turn Shaanxi's intellectual-property statistics into a clean table and into reports."
    top = argparse.ArgumentParser(prog="ipanalytics", description=about)
    top.add_argument("--version", action="version", version=version("ipanalytics"))
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    render.add_render(commands)
    progress.add_progress(commands)
    data.add_read(commands)
    clean = commands.add_parser("clean", help="read and check every source; save the observations")
    clean.set_defaults(run=data.run_clean)
    check = commands.add_parser("check", help="validate every catalogue, source and map; all faults at once")
    check.set_defaults(run=data.run_check)
    return top


if __name__ == "__main__":
    sys.exit(main())
