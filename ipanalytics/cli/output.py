"""What the commands print, and how whole numbers are given."""

import argparse
import sys


def positive(text: str) -> int:
    """Read a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        msg = f"{text!r}: expected a whole number from 1"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def say(text: str, *, error: bool = False) -> None:
    """Print a line, on standard error where it tells of an error."""
    print(text, file=sys.stderr if error else sys.stdout, flush=True)  # noqa: T201
