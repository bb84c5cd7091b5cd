import json

import pandas as pd
import pytest

from ipanalytics.catalogue import sources
from ipanalytics.cli import main


@pytest.fixture(scope="module")
def whole(tmp_path_factory, copy_project):
    """Copy the project: what one test has read of it is there for the other."""
    return copy_project(tmp_path_factory.mktemp("whole"))


def test_clean_saves_the_table_and_the_account(whole, monkeypatch, capsys):
    monkeypatch.setenv("IPANALYTICS_HOME", str(whole))
    assert main.main(["clean"]) == 0
    table = pd.read_parquet(whole / "build" / "observations.parquet")
    account = json.loads((whole / "build" / "cleaning.json").read_text(encoding="utf-8"))
    counts = pd.DataFrame(account["files"]).sum(axis=1)
    assert counts[["missing", "left_out", "check"]].sum() == len(account["not_used"])
    assert set(account["files"]) == {sidecar.file for sidecar in sources.sidecars()}
    # Many names of a list make one figure.
    assert counts["used"] >= len(table)
    assert f"{counts['used']} used" in capsys.readouterr().out


OWN = """year: 2022
source: 示例〔2022〕1号
targets:
  Y1: {indicator: navigation_projects, area: "610800", kind: flow, value: 4, clause: 一, quote: 专利导航项目4项}
"""


def test_check_passes_on_the_repository_and_says_what_units_have_promised(whole, monkeypatch, capsys):
    monkeypatch.setenv("IPANALYTICS_HOME", str(whole))
    (whole / "data" / "catalogue" / "targets" / "2022-610800.yaml").write_text(OWN, encoding="utf-8")
    assert main.main(["check"]) == 0
    told = capsys.readouterr().out
    assert "13 of 13" in told
    said = "2022 T12 navigation_projects: the units' own targets add up to 4, the province's is 20: 16 less; none"
    assert said in told


def test_check_names_the_faults_of_all_parts(home, capsys):
    (home / "notebooks" / "reports.yaml").write_text("- list\n", encoding="utf-8")
    (home / "data" / "catalogue" / "settings.yaml").write_text("colour: red\n", encoding="utf-8")
    industries = home / "data" / "catalogue" / "records" / "industries.csv"
    industries.write_text("scheme,class,ipc,status,source\nchain,x,4711,example,\n", encoding="utf-8")
    assert main.main(["check"]) == 1
    told = capsys.readouterr().err
    assert "settings: " in told
    assert "records of patents: " in told
    assert "'colour'" in told
    assert "reports: " in told


def test_bad_input_leaves_the_saved_table_alone(small, capsys):
    main.main(["clean"])
    saved = (small / "build" / "observations.parquet").read_bytes()
    raw = small / "data" / "raw" / "nation_figures.csv"
    raw.write_text(raw.read_text(encoding="utf-8").replace(",132.4,", ",13２.4x,"), encoding="utf-8")
    assert main.main(["clean"]) == 1
    assert "nation_figures.csv" in capsys.readouterr().err
    assert (small / "build" / "observations.parquet").read_bytes() == saved


def test_observations_go_to_output_and_what_was_left_out_to_errors(grants_workbook, capsys):
    assert main.main(["read", str(grants_workbook)]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[1] == "610000,patent_grants,2022,6.0,件,grants.xlsx,submitted,Sheet!C5"
    assert len(told.out.splitlines()) == 5
    assert "left out: Sheet!C6, Sheet!E6, Sheet!F6: '火星' is not a known place" in told.err


def test_json_holds_the_same_observations(grants_workbook, capsys):
    main.main(["read", str(grants_workbook), "--format", "json"])
    records = json.loads(capsys.readouterr().out)
    assert [record["indicator"] for record in records][:2] == ["patent_grants", "invention_grants"]


def test_one_bad_file_does_not_stop_the_others(grants_workbook, tmp_path, capsys):
    bad = tmp_path / "picture.xlsx"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    assert main.main(["read", str(bad), str(grants_workbook)]) == 1
    told = capsys.readouterr()
    assert "picture.xlsx" in told.err
    assert "610000,patent_grants" in told.out


@pytest.fixture
def read(tmp_path, capsys):
    """Return a function that reads a table by the command: its exit code, what it prints, what it says of problems."""

    def run(text, *options, encoding="utf-8"):
        (tmp_path / "t.csv").write_text(text, encoding=encoding)
        return main.main(["read", *options, str(tmp_path / "t.csv")]), *capsys.readouterr()

    return run


def test_a_failed_check_is_told(read):
    code, _, told = read("2022年专利授权量\n地区,合计,发明,实用新型,外观设计\n陕西,7,1,2,3\n", encoding="gb18030")
    assert code == 0
    assert "doubtful: 陕西 patent_grants 2022" in told


def test_figures_of_places_outside_the_project_are_checked_too(read):
    rows = "深圳市,2021,30664.85,173663,1768.16\n深圳市,2022,30664.85,183274,1766.18\n"
    heading = "城市,年份,地区生产总值（亿元）,人均地区生产总值（元）,年末常住人口（万人）\n"
    code, printed, told = read(heading + rows, "--everywhere")
    assert code == 0
    assert "440300,gdp,2022,30664.85,亿元,t.csv" in printed
    assert "深圳 gdp 2022: t.csv row 3, column 3 is 30,664.85, but GDP per capita" in told


def test_a_place_is_given_for_a_table_that_names_none(read):
    table = "指标,2022年\n专利授权量（件）,7\n"
    code, _, told = read(table)
    assert (code, "--area" in told) == (1, True)
    code, printed, told = read(table, "--area", "宝鸡")
    assert code == 0
    assert "610300,patent_grants,2022,7.0,件,t.csv,submitted" in printed
    assert "noted: row 2, column 2: the place 宝鸡市 as it was given" in told
    code, _, told = read(table, "--area", "火星")
    assert (code, "'火星' is not a known place" in told) == (1, True)


def test_two_copies_of_a_table_are_compared(tmp_path, capsys):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("2021年各市专利授权量\n地区,授权量,发明\n西安,64131,14055\n宝鸡,3342,228\n", encoding="utf-8")
    second.write_text("2021年各市专利授权量\n地区,发明,授权量\n宝鸡,228,3324\n西安,14055,64131\n", encoding="utf-8")
    assert main.main(["compare", str(first), str(first)]) == 0
    assert main.main(["compare", str(first), str(second)]) == 1
    told = capsys.readouterr()
    assert "宝鸡 专利授权量 2021: 3,342 (row 4, column 2) against 3,324 (row 3, column 3) 件" in told.out
    assert "1 of 4 figures differ; 0 only in a.csv, 0 only in b.csv" in told.err
    assert main.main(["compare", str(first), str(second), "--format", "csv"]) == 1
    assert capsys.readouterr().out.startswith("\ufeffwhat,area,place,")


def test_copies_of_which_nothing_can_be_read_are_not_the_same(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("2021年各市高校专利授权量\n地区,授权量\n西安,64131\n", encoding="utf-8")
    assert main.main(["compare", str(path), str(path)]) == 1


def test_a_stray_file_is_named_and_the_rest_goes_on(small, capsys):
    (small / "data" / "raw" / "报表.xlsx").write_bytes(b"x")
    (small / "data" / "raw" / "Thumbs.db").write_bytes(b"x")
    named = "not used: data/raw/报表.xlsx has no sidecar"
    for command in (["clean"], ["progress", "--area", "陕西"]):
        assert main.main(command) == 0
        told = capsys.readouterr()
        assert named in told.err
        assert "Thumbs" not in told.err
    assert main.main(["check"]) == 1
    assert capsys.readouterr().err.count("报表.xlsx has no sidecar") == 1


def test_what_was_left_out_is_listed_with_cell_and_reason(dropped_table, capsys):
    assert main.main(["clean", "--left-out"]) == 0
    assert "t.csv: left out: row 4, column 2: '约3342' isn't exact" in capsys.readouterr().out
    listed = pd.read_csv(dropped_table / "build" / "not_used.csv", dtype=str)
    assert listed[["file", "line", "label", "fate"]].to_numpy().tolist()[-1] == [
        "t.csv", "row 4, column 2", "约3342", "left_out",
    ]  # fmt: skip


@pytest.fixture
def dropped_table(small, tmp_path_factory):
    """Add a table with a figure that can't be used."""
    path = tmp_path_factory.mktemp("desk") / "t.csv"
    path.write_text("2021年各市专利授权量\n地区,授权量\n西安,64131\n宝鸡,约3342\n", encoding="utf-8")
    assert main.main(["add", str(path)]) == 0
    return small
