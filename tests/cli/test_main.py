import json

import pandas as pd
import pytest

from ipanalytics.catalogue import sources
from ipanalytics.cli import main


def test_clean_saves_the_table_and_the_account(home, capsys):
    assert main.main(["clean"]) == 0
    table = pd.read_parquet(home / "build" / "observations.parquet")
    account = json.loads((home / "build" / "cleaning.json").read_text(encoding="utf-8"))
    counts = pd.DataFrame(account["files"]).sum(axis=1)
    assert counts[["missing", "left_out", "check"]].sum() == len(account["not_used"])
    assert set(account["files"]) == {sidecar.file for sidecar in sources.sidecars()}
    # Many names of a list make one figure.
    assert counts["used"] >= len(table)
    assert f"{counts['used']} used" in capsys.readouterr().out


def test_check_passes_on_the_repository(capsys):
    assert main.main(["check"]) == 0
    assert "12 of 12" in capsys.readouterr().out


def test_check_names_the_faults_of_all_parts(home, capsys):
    (home / "notebooks" / "reports.yaml").write_text("- list\n", encoding="utf-8")
    (home / "data" / "catalogue" / "settings.yaml").write_text("colour: red\n", encoding="utf-8")
    assert main.main(["check"]) == 1
    told = capsys.readouterr().err
    assert "settings: " in told
    assert "'colour'" in told
    assert "reports: " in told


def test_bad_input_leaves_the_saved_table_alone(home, capsys):
    main.main(["clean"])
    saved = (home / "build" / "observations.parquet").read_bytes()
    raw = home / "data" / "raw" / "census_2020.csv"
    raw.write_text(raw.read_text(encoding="utf-8").replace("12952907", "1295290７x"), encoding="utf-8")
    assert main.main(["clean"]) == 1
    assert "census_2020.csv" in capsys.readouterr().err
    assert (home / "build" / "observations.parquet").read_bytes() == saved


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5"])
def test_jobs_must_be_a_whole_number(jobs, capsys):
    with pytest.raises(SystemExit) as stop:
        main.main(["render", "--jobs", jobs])
    assert stop.value.code == 2
    assert "expected a whole number from 1" in capsys.readouterr().err


def test_unknown_area_ends_with_one_and_a_sentence(capsys):
    assert main.main(["render", "榆木"]) == 1
    assert "榆木" in capsys.readouterr().err


def test_outside_the_project_the_error_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    assert main.main(["clean"]) == 1
    assert "set IPANALYTICS_HOME" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["render", "clean", "check"])
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main.main([command, "--help"])
    assert stop.value.code == 0
    assert "usage: ipanalytics" in capsys.readouterr().out


def test_a_word_that_is_known_for_a_call_lets_the_table_pass(tmp_path, capsys):
    path = tmp_path / "grants.csv"
    path.write_text("2022年各市重点产业专利授权情况,\n地区,授权量\n西安,1200\n宝鸡,340\n", encoding="utf-8")
    assert main.main(["read", str(path)]) == 1
    assert "--know 产业" in capsys.readouterr().err
    assert main.main(["read", str(path), "--know", "产业"]) == 0
    assert "610100,patent_grants,2022,1200.0" in capsys.readouterr().out


def test_a_table_of_plans_says_why_nothing_of_it_is_used(tmp_path, capsys):
    path = tmp_path / "plan.csv"
    path.write_text("2022年各市有效发明专利目标分解表,\n地区,有效发明专利\n西安,1200\n宝鸡,340\n", encoding="utf-8")
    assert main.main(["read", str(path)]) == 1
    assert "no observation: row 3, column 2, row 4, column 2: a plan, not a figure" in capsys.readouterr().err
