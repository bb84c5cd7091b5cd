"""Help, questions, errors and messages of the command line in the language of whom it speaks to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from ipanalytics.core import messages

OPTION = "--lang"


def echo(text: str, *, err: bool = False) -> None:
    """Say something to whom runs the program; `put` prints what programs read."""
    click.echo(messages.told(text), err=err)


def put(text: str, *, nl: bool = True) -> None:
    """Print a table that programs read too, in no language; names of strangers do nothing to a terminal."""
    click.echo(messages.visible(text), nl=nl)


def asked_for(arguments: Sequence[str]) -> str:
    """Return the language that the arguments ask for, "" where they don't, before any of them is understood."""
    for option, value in zip(arguments, [*arguments[1:], ""], strict=False):
        name, _, joined = option.partition("=")
        if name == OPTION and (joined or value) in messages.LANGUAGES:
            return joined or value
    return ""


def ask(question: str, default: str = "") -> str:
    """Ask for a line."""
    default = messages.visible(default)
    answer = click.prompt(messages.told(question), default=default, show_default=bool(default), err=True)
    return str(answer).strip()


def confirm(question: str, *, default: bool) -> bool:
    """Ask for a yes or no."""
    return click.confirm(messages.told(question), default=default, err=True)


class Formatter(click.HelpFormatter):
    """Writes help in the language in use; click hands each text to it."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, f"{messages.told((prefix or 'Usage:').strip())} ")

    def write_heading(self, heading: str) -> None:
        """Write the head of options or commands."""
        super().write_heading(messages.told(heading))

    def write_text(self, text: str) -> None:
        """Write what a command does."""
        super().write_text(messages.told(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with what each is for."""
        super().write_dl([(name, messages.told(text)) for name, text in rows], col_max, col_spacing)


class Context(click.Context):
    """Has the formatter."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is in the language in use; it takes --lang, as all do."""

    context_class = Context

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        if not any(OPTION in param.opts for param in self.params):
            self.params.append(language_option())


class Group(Command, click.Group):
    """A group that lists its commands with the whole first sentence of their help, which can be looked up.

    `sections` are the names of commands by what somebody wants to do; without any they stand in one list.
    """

    command_class = Command
    group_class = type

    def __init__(self, *given: Any, sections: Mapping[str, Sequence[str]] | None = None, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self.sections = dict(sections or {})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands."""
        listed = {name for names in self.sections.values() for name in names}
        rest = sorted(self.commands.keys() - listed)
        for heading, names in (*self.sections.items(), ("Commands", rest)):
            if not names:
                continue
            with formatter.section(heading):
                formatter.write_dl([(name, (self.commands[name].help or "").split("\n")[0]) for name in names])


def language_option() -> click.Option:
    """Return the option; what it says was heard already, before the arguments were understood."""
    return click.Option(
        [OPTION],
        type=click.Choice(messages.LANGUAGES),
        expose_value=False,
        help="Language of help and messages (default: the system's).",
    )


def show(fault: click.ClickException) -> None:
    """Say what can't be understood in the arguments, and how the command is called."""
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        fault.show()
        return
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    if context:
        click.echo(context.get_usage(), err=True)
        echo(f"Try '{context.command_path} --help' for help.", err=True)
    echo(f"Error: {fault.format_message()}", err=True)
