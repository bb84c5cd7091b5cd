"""File names, sheets, cells and names of agencies that would act on a terminal do nothing to it."""

import pytest

from ipanalytics.cli import main
from ipanalytics.core import messages, project
from tests.rooms.records.builders import make
from tests.rooms.records.test_pipeline import HEADINGS
from tests.rooms.records.test_pipeline import write as write_export

# Ten ways: clear, title of the window, link, colour, carriage return, backspace, bell, C1, bidi, zero width.
ACTING = [
    *("\x1b[2J", "\x1b]0;x\x07", "\x1b]8;;http://x\x1b\\", "\x1b[31m", "\rOK"),
    *("\x08\x08", "\x07", "\x9b2J", "\u202e", "\u200b"),
]
COMMANDS = ("read", "compare", "patents")


def quiet(capsys):
    """Return what was told; nothing of it acts."""
    told = "".join(capsys.readouterr())
    assert messages.ACTS.findall(told) == []
    assert told
    return told


@pytest.mark.parametrize("acting", ACTING)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_table_does_nothing_to_the_terminal(command, acting, tmp_path, capsys):
    path = tmp_path / f"a{acting.replace('/', '')}b.csv"
    path.write_text(f"地区,专利{acting}x\n西安{acting},1{acting}\n火星{acting},2\n", encoding="utf-8", newline="")
    paths = [str(path)] * (2 if command == "compare" else 1)
    assert main.main(["--lang", "zh" if acting < "\x1b[3" else "en", command, *paths]) != 0
    quiet(capsys)


@pytest.mark.parametrize("acting", ACTING)
def test_no_cell_of_an_export_of_patents_acts(acting, tmp_path, capsys):
    sound, spoilt = make(40, 1).rows, make(2, 2).rows
    rows = [[*row, f"某{acting}代理"] for row in sound] + [
        [*(f"{cell}{acting}" for cell in row), acting] for row in spoilt
    ]
    path = write_export(tmp_path / f"e{acting.replace('/', '')}.csv", rows, [*HEADINGS, "代理机构"])
    main.main(["patents", str(path), "--as-of", "2022-12", "--quality", "--out", str(tmp_path / "out")])
    quiet(capsys)


@pytest.mark.usefixtures("small")
def test_no_stray_file_of_the_project_acts(tmp_path, capsys):
    for number, acting in enumerate(ACTING):
        name = f"{number}{acting.replace('/', '')}.csv"
        for folder in (project.data("raw"), tmp_path):
            (folder / name).write_text(f"地区,专利\n西安{acting},1\n", encoding="utf-8", newline="")
    for command in (["check"], ["clean"], *([each, *map(str, tmp_path.glob("*.csv"))] for each in ("add", "submit"))):
        assert main.main(command) in (0, 1)
        assert "\\x1b[2J" in quiet(capsys)
