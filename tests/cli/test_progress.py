"""What the commands print: tables for people, for spreadsheets and for programs."""

import json
import math
import os
import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from ipanalytics.cli import progress
from ipanalytics.monitoring.progress import COLUMNS
from ipanalytics.observations.table import as_csv

TABLE = "2022年各市专利授权情况,\n单位：件,\n地区,授权量\n西安,1200\n宝鸡,340\n"


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_json_holds_no_number_that_it_does_not_have(value):
    rows = pd.DataFrame([{**dict.fromkeys(COLUMNS, ""), "area": "610000", "attainment": value}])
    text = progress.as_text(SimpleNamespace(rows=rows), [], "json")

    def refuse(name):
        pytest.fail(f"{name} isn't JSON")

    assert json.loads(text, parse_constant=refuse)[0]["attainment"] is None


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "gbk", "utf-8"])
def test_output_is_utf8_whatever_the_console_says(tmp_path, encoding):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    command = [sys.executable, "-m", "ipanalytics.cli.main", "read", str(path)]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"\xef\xbb\xbfarea,")
    assert "件" in done.stdout.decode("utf-8-sig")


def test_json_begins_with_no_mark(capsys):
    progress.write_table("[]\n", "json")
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_no_text_in_a_csv_is_a_formula(text):
    assert as_csv(pd.DataFrame({"source": [text]})).splitlines()[1].lstrip('"').startswith("'")


def test_figures_in_a_csv_stay_figures():
    table = pd.DataFrame({"value": [-1.5, math.nan], "cell": ["Sheet1!A1", "第1行"]})
    assert as_csv(table) == "value,cell\n-1.5,Sheet1!A1\n,第1行\n"
