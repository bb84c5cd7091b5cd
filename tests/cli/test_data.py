import json

import pandas as pd

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
