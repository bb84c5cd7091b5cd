"""What the commands print: tables for people, for spreadsheets and for programs."""

import io
import json
import math
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.cli import main, progress
from ipanalytics.monitoring import assessment, targets
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


@pytest.mark.parametrize("encoding", ["cp1252", "gbk"])
def test_output_is_utf8_whatever_the_console_says(tmp_path, encoding, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    console = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", console)
    assert main.main(["read", str(path)]) == 0
    console.flush()
    printed = console.buffer.getvalue()
    assert printed.startswith(b"\xef\xbb\xbfarea,")
    assert "件" in printed.decode("utf-8-sig")


def test_json_begins_with_no_mark(capsys):
    progress.write_table("[]\n", "json")
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\n=1"])
def test_no_text_in_a_csv_is_a_formula(text):
    assert as_csv(pd.DataFrame({"source": [text]})).splitlines()[1].lstrip('"').startswith("'")


def test_figures_in_a_csv_stay_figures():
    table = pd.DataFrame({"value": [-1.5, math.nan], "cell": ["Sheet1!A1", "第1行"]})
    assert as_csv(table) == "value,cell\n-1.5,Sheet1!A1\n,第1行\n"


TARGETS = """\
year: 2023
source: 试〔2023〕1号
targets:
  A: {indicator: gi_new, area: "610000", kind: flow, value: 12, clause: 一, quote: 新增地理标志12件}
  B: {indicator: demonstration_places, area: "610000", kind: level, value: 50, clause: 一, quote: 达到50家}
  C: {indicator: milestone_m05, area: "610000", kind: milestone, clause: 二, quote: 举办}
"""
FIGURES = """\
area,indicator,period,value,unit
610000,gi_new,2023-01/2023-06,5,件
610000,demonstration_places,2022,40,家
610000,demonstration_places,2023-06,47.5,家
610000,milestone_m05,2023-05-20,1,是否
"""
HEADER = "area,indicator,period,value,unit,source,status,cell\n"


@pytest.fixture
def files(tmp_path):
    """Write a file of targets and one of figures; return them as options of the command."""
    (tmp_path / "aims.yaml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    return ["--targets", str(tmp_path / "aims.yaml"), "--observations", str(tmp_path / "figures.csv")]


def files_of(options):
    return [Path(option) for option in options if not option.startswith("--")]


def run(capsys, *options):
    """Run the command; return its exit code and what it printed on each stream."""
    capsys.readouterr()
    code = main.main(["progress", *options])
    return code, *capsys.readouterr()


def parsed(text):
    return pd.read_csv(io.StringIO(text), dtype={"area": str, "flags": str, "reason": str, "missing": str})


def test_files_outside_the_repository_are_judged(files, capsys):
    code, out, err = run(capsys, *files, "--area", "陕西", "--format", "csv")
    rows = parsed(out)
    assert (code, err) == (0, "")
    assert list(rows.columns) == COLUMNS
    expected = pd.DataFrame(
        [
            ["610000", "A", 5.0, 12.0, 5 / 12, 181 / 365, "slightly_behind"],
            ["610000", "B", 47.5, 50.0, 0.75, 181 / 365, "on_pace"],
            ["610000", "C", 1.0, None, None, 140 / 365, "achieved"],
        ],
        columns=["area", "target", "value", "target_value", "progress", "elapsed", "status"],
    )
    assert_frame_equal(rows[list(expected)], expected, check_dtype=False, check_exact=True)


def test_json_holds_the_same_rows_as_csv_in_full_precision(files, capsys):
    rows = parsed(run(capsys, *files, "--format", "csv")[1])
    found = json.loads(run(capsys, *files, "--format", "json")[1])
    assert [list(row) for row in found] == [COLUMNS] * len(rows)
    assert [row["elapsed"] for row in found[:3]] == [181 / 365, 181 / 365, 140 / 365]
    assert [row["area"] for row in found] == list(rows["area"])
    assert found[2]["target_value"] is None


def test_the_table_names_places_targets_and_statuses_in_words(files, capsys):
    code, out, err = run(capsys, *files, "--area", "610000")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "2023年目标进度，数据截至2023年6月30日"
    assert [line.split()[0] for line in lines[2:]] == ["陕西省", "目标", "A", "B", "C"]
    for line, word in zip(lines[4:], ["◆ 略低于序时", "▲ 达到序时", "● 已完成"], strict=True):
        assert word in line


def test_areas_may_be_named_more_than_once(files, capsys):
    out = run(capsys, *files, "--area", "榆林", "--area", "陕北", "--format", "csv")[1]
    assert set(parsed(out)["area"]) == {"610800", "shaanbei"}


@pytest.mark.parametrize(
    ("as_of", "statuses"),
    [
        ("2023-05-19", ["no_data", "no_data", "pending"]),
        ("2023-05", ["no_data", "no_data", "achieved"]),
        ("2023-06", ["slightly_behind", "on_pace", "achieved"]),
        ("2023", ["slightly_behind", "on_pace", "achieved"]),
    ],
)
def test_as_of_is_the_end_of_its_period(files, capsys, as_of, statuses):
    out = run(capsys, *files, "--as-of", as_of, "--area", "陕西", "--format", "csv")[1]
    assert list(parsed(out)["status"]) == statuses


def test_the_default_as_of_is_the_end_of_the_latest_period_in_the_data(files):
    made = assessment.load_files(targets_file=files_of(files)[0], observations_file=files_of(files)[1])
    assert (made.as_of, made.year, [target.id for target in made.targets]) == ("2023-06-30", 2023, ["A", "B", "C"])


def test_limits_beside_the_file_of_targets_are_taken(files, capsys):
    mine = (targets.folder() / "thresholds.yaml").read_text(encoding="utf-8")
    changed = mine.replace("slightly_behind: 10 ", "slightly_behind: 5 ", 1)
    files_of(files)[0].with_name("thresholds.yaml").write_text(changed, encoding="utf-8")
    assert list(parsed(run(capsys, *files, "--area", "陕西", "--format", "csv")[1])["status"])[0] == "behind"


def test_the_year_of_the_file_has_to_be_the_one_asked_for(files, capsys):
    code, out, err = run(capsys, *files, "--year", "2022")
    assert (code, out) == (1, "")
    assert "aims.yaml, line 1: year 2023, expected 2022" in err


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--as-of", "2023-13"], "'2023-13' is not a period"),
        (["--area", "榆木"], "榆木"),
        (["--targets", "nowhere.yaml"], "nowhere.yaml"),
        (["--observations", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_a_wrong_option_ends_with_one_and_prints_nothing(files, capsys, options, word):
    code, out, err = run(capsys, *files, *options)
    assert (code, out) == (1, "")
    assert word in err


def test_faults_of_targets_leave_nothing_on_stdout(files, capsys):
    broken = TARGETS.replace("gi_new", "gi_news").replace("kind: level", "kind: stock").replace("quote: 举办", "")
    files_of(files)[0].write_text(broken, encoding="utf-8")
    code, out, err = run(capsys, *files)
    assert (code, out) == (1, "")
    assert [line.strip().split(": ")[0] for line in err.splitlines()] == [
        "ipanalytics", "aims.yaml, line 4", "aims.yaml, line 5", "aims.yaml, line 6",
    ]  # fmt: skip


@pytest.mark.parametrize("indicator", ["invention_applications", "patent_grants", "trademark_applications"])
def test_a_target_on_applications_is_refused_with_the_guides_clause(files, capsys, indicator):
    files_of(files)[0].write_text(TARGETS.replace("gi_new", indicator), encoding="utf-8")
    code, out, err = run(capsys, *files)
    assert (code, out) == (1, "")
    assert f"{indicator} must not be scored, targeted or ranked" in err
    assert "二（一）" in err


def test_faults_of_figures_leave_nothing_on_stdout(files, capsys):
    broken = FIGURES.replace("610000,gi", "610001,gi").replace("5,件", "5,箱").replace("2022,40", "2022,x")
    files_of(files)[1].write_text(broken, encoding="utf-8")
    code, out, err = run(capsys, *files)
    assert (code, out) == (1, "")
    assert [line.strip().split(": ")[0] for line in err.splitlines()[1:]] == [
        "figures.csv, line 2", "figures.csv, line 2", "figures.csv, line 3",
    ]  # fmt: skip


def test_another_years_guide_is_one_file_in_a_copy_of_the_project(home, capsys):
    (home / "data" / "catalogue" / "targets" / "2023.yaml").write_text(TARGETS, encoding="utf-8")
    figures = home / "figures.csv"
    figures.write_text(FIGURES, encoding="utf-8")
    out = run(capsys, "--year", "2023", "--observations", str(figures), "--area", "陕西", "--format", "csv")[1]
    rows = parsed(out)
    assert list(rows["target"]) == ["A", "B", "C"]
    assert list(rows["status"]) == ["slightly_behind", "on_pace", "achieved"]
    assert run(capsys, "--observations", str(figures), "--area", "陕西", "--format", "csv")[1] == out


def test_a_csv_without_rows_has_no_latest_period(files, capsys):
    files_of(files)[1].write_text("area,indicator,period,value\n", encoding="utf-8")
    assert run(capsys, *files)[0] == 1
    code, out, _ = run(capsys, *files, "--as-of", "2023-06", "--area", "陕西", "--format", "csv")
    assert code == 0
    assert list(parsed(out)["status"]) == ["no_data", "no_data", "pending"]


def test_of_two_sources_the_final_figure_is_judged(files, capsys):
    rows = ["610000,gi_new,2023-Q1,9,件,甲,submitted,", "610000,gi_new,2023-Q1,2,件,乙,final,"]
    files_of(files)[1].write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    out = run(capsys, *files, "--area", "陕西", "--format", "csv")[1]
    assert parsed(out)["value"].iloc[0] == 2


def test_a_row_that_is_synthetic_is_flagged(files, capsys):
    files_of(files)[1].write_text(HEADER + "610000,gi_new,2023-Q1,9,件,甲,synthetic,\n", encoding="utf-8")
    out = run(capsys, *files, "--area", "陕西", "--format", "csv")[1]
    assert parsed(out)["flags"].iloc[0] == "synthetic"


def test_the_table_uses_the_words_of_the_pages_in_both_languages(files, capsys):
    lines = run(capsys, *files, "--area", "610000")[1].splitlines()
    heads = ["目标", "指标", "数值", "目标值", "完成", "增量完成", "序时", "快慢", "还差", "状态", "说明"]
    assert lines[3].split() == heads
    assert "比序时慢7.9个百分点" in lines[4]
    assert lines[6].split()[2] == "2023年5月20日"
    english = run(capsys, *files, "--area", "610000", "--lang", "en")[1]
    assert english.startswith("Progress on the targets of 2023, Data as of 30 June 2023\n\nShaanxi\nTarget  Indicator ")
    assert "7.9 percentage points behind pace" in english
    assert not re.search("[一-鿿]", english)
