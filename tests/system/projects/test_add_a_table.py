"""A table is added, corrected and removed by the commands of docs/add-a-table.md alone, in a copy of the project."""

import re
import shlex
from pathlib import Path

import pytest

from ipanalytics.cli import main
from ipanalytics.core import project
from ipanalytics.ingestion import pipeline
from ipanalytics.observations.table import select

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "add-a-table.md").read_text(encoding="utf-8")
CHINESE = (DOCS / "add-a-table.zh-CN.md").read_text(encoding="utf-8")
(TABLE,) = re.findall(r"^```csv\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE)
CORRECTED = "data/corrections.yaml"


def commands(text):
    return re.findall(r"^```\n(ipanalytics .*)\n```", text, flags=re.MULTILINE)


def entry(text):
    (found,) = re.findall(rf"^```yaml\n# {CORRECTED}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return found


ADD, LIST, CHECK, REMOVE, INIT = commands(TEXT)


@pytest.fixture
def desk(small, tmp_path_factory, monkeypatch):
    """Work where the office's file lies."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "grants.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(folder)
    return small


def run(line):
    return main.main(shlex.split(line)[1:])


def xianyang():
    return select(pipeline.load_every(), area="610400", indicator="patent_grants")[["value", "status"]].values.tolist()


def test_both_languages_have_the_same_commands_and_entry():
    assert commands(CHINESE) == commands(TEXT)
    assert entry(CHINESE) == entry(TEXT)


def test_a_new_table_is_one_command(desk, capsys):
    assert run(ADD) == 0
    told = capsys.readouterr()
    assert "in the one table: 2 new" in told.out
    assert "约3342" in told.err
    assert run(LIST) == 0
    assert "grants.csv: left out: row 5, column 2: '约3342' isn't exact" in capsys.readouterr().out
    assert main.main(["check"]) == 0


def test_a_figure_is_corrected_and_its_table_removed(desk, capsys):
    run(ADD)
    before = (desk / CORRECTED).read_text(encoding="utf-8") if (desk / CORRECTED).is_file() else ""
    assert xianyang() == [[2789, "submitted"]]
    (desk / CORRECTED).write_text(before + "\n" + entry(TEXT), encoding="utf-8")
    assert run(CHECK) == 0
    assert xianyang() == [[2798, "derived"]]
    assert run(REMOVE) == 1
    assert "data/corrections.yaml mends it" in capsys.readouterr().err
    (desk / CORRECTED).write_text(before, encoding="utf-8")
    assert run(REMOVE) == 0
    assert xianyang() == []
    assert (desk / "build" / "removed" / "grants.csv").read_text(encoding="utf-8") == TABLE


def test_a_project_of_ones_own_is_one_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(INIT) == 0
    assert (tmp_path / "project" / project.MARK).is_file()
    assert run(INIT) == 1
