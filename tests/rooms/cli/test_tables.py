import errno
import io
import os

import pytest

from ipanalytics.cli import main
from ipanalytics.core.yaml_schema import read_yaml
from ipanalytics.submissions import additions

TABLE = "2021年各市专利授权量,\n单位：件,\n地区,授权量\n西安,64131\n宝鸡,约3342\n"


@pytest.fixture
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "grants.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


class Terminal(io.StringIO):
    def isatty(self):
        return True


def answers(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def test_one_command_adds_a_table_and_says_what_it_means(small, table, capsys):
    assert main.main(["add", str(table), "--source", "通报"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "grants.csv: read: 专利授权量 2021: 西安"
    assert "data/raw/grants.csv and data/sources/grants.yaml are written" in told.out
    assert "its figures are submitted" in told.out
    assert told.out.splitlines()[-1] == "in the one table: 1 new"
    assert "row 5, column 2: '约3342' isn't exact" in told.err
    assert main.main(["check"]) == 0
    assert main.main(["remove", "grants.csv"]) == 0
    assert "in the one table: 1 gone" in capsys.readouterr().out


def test_an_official_publication_is_final(small, table, capsys):
    official = ["--official", "--publisher", "省局", "--published", "2022-01-20"]
    assert main.main(["add", str(table), *official]) == 0
    assert "its figures are final" in capsys.readouterr().out
    assert read_yaml(small / "data" / "sources" / "grants.yaml")["status"] == "final"


def test_somebody_at_a_terminal_is_asked(small, table, monkeypatch, capsys):
    answers(monkeypatch, "授权通报", "省局", "2022-01", "y", "y")
    assert main.main(["add", str(table)]) == 0
    described = read_yaml(small / "data" / "sources" / "grants.yaml")
    assert described["sources"]["grants"]["title"] == "授权通报"
    assert described["status"] == "final"
    assert "Office that published" in capsys.readouterr().err


@pytest.mark.parametrize("lines", [[], ["标题"], ["标题", "", "", "n"]], ids=["end", "end in the middle", "no"])
def test_a_table_that_is_not_confirmed_stays_out(small, table, monkeypatch, lines):
    answers(monkeypatch, *lines)
    assert main.main(["add", str(table)]) != 0
    assert not (small / "data" / "raw" / "grants.csv").exists()


def test_one_bad_table_does_not_keep_the_others_out(small, table, tmp_path, capsys):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"x")
    assert main.main(["add", str(bad), str(table)]) == 1
    assert "bad.xlsx" in capsys.readouterr().err
    assert (small / "data" / "raw" / "grants.csv").exists()
    assert main.main(["add", str(bad), str(table), "--name", "x.csv"]) == 1


def test_removing_what_is_not_there_names_what_is(small, table, capsys):
    main.main(["add", str(table)])
    assert main.main(["remove", "granst.csv"]) == 1
    assert "grants.csv" in capsys.readouterr().err


def test_a_folder_that_takes_nothing_is_named_and_nothing_is_left(small, table, monkeypatch, capsys):
    def refuse(contents):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(next(iter(contents))))

    before = sorted((small / "data").rglob("*"))
    monkeypatch.setattr(additions.files, "write_together", refuse)
    assert main.main(["--lang", "zh", "add", str(table), "--source", "通报"]) == 1
    assert f"文件夹只能读：{small / 'data'}" in capsys.readouterr().err
    assert sorted((small / "data").rglob("*")) == before


def test_a_table_of_more_bytes_than_are_read_is_refused_by_name(small, tmp_path, capsys):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    assert main.main(["add", str(path), "--source", "通报"]) == 1
    assert "huge.csv: found 300,000,000 bytes, expected a table" in capsys.readouterr().err
    assert not list((small / "data").rglob("*huge*"))
