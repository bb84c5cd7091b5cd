import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from ipanalytics.cli import main


def test_outside_the_project_the_error_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    assert main.main(["clean"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    hint = "change into a project, or lay one out with `ipanalytics init FOLDER`"
    assert line.startswith(f"ipanalytics: no project here: {hint} (IPANALYTICS_HOME is ")


def test_help_lists_each_command_once_by_what_one_wants_to_do(capsys):
    assert main.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert sorted(name for names in main.SECTIONS.values() for name in names) == sorted(main.commands.commands)
    places = [shown.index(f"\n{heading}:") for heading in main.SECTIONS]
    assert places == sorted(places)
    assert "\nCommands:" not in shown
    assert main.main(["--help", "--lang", "zh"]) == 0
    assert "\n一年的工作:" in capsys.readouterr().out


@pytest.mark.parametrize("command", sorted(main.commands.commands))
def test_every_command_has_help(command, capsys):
    assert main.main([command, "--help"]) == 0
    assert f"Usage: ipanalytics {command}" in capsys.readouterr().out


def test_every_option_has_help():
    given = [option for command in main.commands.commands.values() for option in command.params]
    assert [option.name for option in given if isinstance(option, click.Option) and not option.help] == []


def test_the_version_is_told(capsys):
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == version("ipanalytics") + "\n"


HEAVY = {"pandas", "numpy", "plotly", "papermill", "geopandas", "pyarrow", "IPython", "jinja2", "nbconvert", "tqdm"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("--help", 0),
        ("render --help", 0),
        ("render --jobs 0", 2),
        ("render 西鞍", 1),
        ("render --as-of 2022-13", 1),
        ("read", 2),
        ("make", 2),
    ],
)
def test_help_and_unusable_arguments_are_answered_without_libraries(arguments, code):
    script = "import sys\nfrom ipanalytics.cli import main\ncode = main.main()\nprint(*sys.modules)\nsys.exit(code)"
    command = [sys.executable, "-c", script, *arguments.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert not HEAVY & {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
