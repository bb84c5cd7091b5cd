import io
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.cli import main
from ipanalytics.core import files
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.observations import table

ROWS = [
    ["8-8 国内三种专利授权数按地区分布(2022年)"],
    ["单位:件"],
    ["地 区", "Region", "合 计", None, None, None],
    [None, None, None, "发 明", "实用新型", "外观设计"],
    ["陕  西", "Shaanxi", "6", "1", "2", "3"],
    ["火 星", "Mars", "9", "-", "4", "5"],
]


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "grants.xlsx")
    return tmp_path / "grants.xlsx"


def test_observations_go_to_output_and_what_was_left_out_to_errors(workbook, capsys):
    assert main.main(["read", str(workbook)]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[1] == "610000,patent_grants,2022,6.0,件,grants.xlsx,submitted,Sheet!C5"
    assert len(told.out.splitlines()) == 5
    assert "left out: Sheet!C6, Sheet!E6, Sheet!F6: '火星' is not a known place" in told.err


def test_json_holds_the_same_observations(workbook, capsys):
    main.main(["read", str(workbook), "--format", "json"])
    records = json.loads(capsys.readouterr().out)
    assert [record["indicator"] for record in records][:2] == ["patent_grants", "invention_grants"]


def test_one_bad_file_does_not_stop_the_others(workbook, tmp_path, capsys):
    bad = tmp_path / "picture.xlsx"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    assert main.main(["read", str(bad), str(workbook)]) == 1
    told = capsys.readouterr()
    assert "picture.xlsx" in told.err
    assert "610000,patent_grants" in told.out


def test_a_failed_check_is_told(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("2022年专利授权量\n地区,合计,发明,实用新型,外观设计\n陕西,7,1,2,3\n", encoding="gb18030")
    assert main.main(["read", str(path)]) == 0
    assert "check failed: 陕西 patent_grants 2022" in capsys.readouterr().err


def test_a_file_without_a_known_table_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("名称,备注\n甲,乙\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no table of figures"):
        extract.extract(path)


def test_every_cell_of_the_workbook_is_in_the_account(workbook):
    account = extract.extract(workbook).account
    assert len(account) == sum(1 for row in ROWS for cell in row if cell)


@pytest.fixture
def dropped(home, workbook):
    """Drop the workbook, without its unknown place, into data/raw with a sidecar."""
    book = openpyxl.load_workbook(workbook)
    book.active.delete_rows(6)
    book.save(home / "data" / "raw" / "grants.xlsx")
    sidecar = f"""file: grants.xlsx
sha256: {files.sha256_of(home / "data" / "raw" / "grants.xlsx")}
transcribed: "2026-11-22"
areas: 全省
status: provisional
sources:
  office_2022:
    publisher: 试
    title: 试
    published: "2023"
    url: null
    seen: original
    seen_at: null
    licence: null
"""
    (home / "data" / "sources" / "grants.yaml").write_text(sidecar, encoding="utf-8")
    return home


def test_a_workbook_dropped_into_raw_is_read_by_clean(dropped):
    cleaned = pipeline.clean()
    found = cleaned.observations[cleaned.observations["source"] == "office_2022"]
    expected = pd.DataFrame(
        [
            ["610000", "design_grants", "2022", 3.0, "件", "office_2022", "provisional", "Sheet!F5"],
            ["610000", "invention_grants", "2022", 1.0, "件", "office_2022", "provisional", "Sheet!D5"],
            ["610000", "patent_grants", "2022", 6.0, "件", "office_2022", "provisional", "Sheet!C5"],
            ["610000", "utility_model_grants", "2022", 2.0, "件", "office_2022", "provisional", "Sheet!E5"],
        ],
        columns=table.COLUMNS,
    )
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected)


def test_the_account_adds_up_to_the_cells_of_the_workbook(dropped):
    main.main(["clean"])
    account = json.loads((dropped / "build" / "cleaning.json").read_text(encoding="utf-8"))
    counts = account["files"]["grants.xlsx"]
    assert sum(counts.values()) == sum(1 for row in ROWS[:5] for cell in row if cell)
    assert counts["used"] == 4
    assert any("patent_grants 2022: two sources disagree" in line for line in account["failed_checks"])


GI = [
    ["2022年全省新增地理标志名单"],
    ["序号", "名称", "类别", "所在地", "公告日期"],
    ["1", "甲果", "地理标志产品", "榆林市榆阳区", "2022-03-01"],
    ["2", "乙茶", "地理标志商标", "安康市", "2022-05-01"],
]


def test_a_list_of_names_is_counted_and_no_name_is_printed(tmp_path, capsys):
    book = openpyxl.Workbook()
    for row in GI:
        book.active.append(row)
    book.save(tmp_path / "gi.xlsx")
    assert main.main(["read", str(tmp_path / "gi.xlsx")]) == 0
    told = capsys.readouterr()
    counted = pd.read_csv(io.StringIO(told.out), dtype={"area": str}).set_index(["area", "indicator"])["value"]
    assert counted["610800", "gi_new"] == 1
    assert counted["610900", "gi_new"] == 1
    assert counted["610000", "gi_new"] == 2
    assert "甲果" not in told.out + told.err


def test_a_list_and_a_table_of_one_file_are_both_read(tmp_path):
    book = openpyxl.Workbook()
    for row in GI:
        book.active.append(row)
    figures = book.create_sheet("表2")
    for row in ROWS[:5]:
        figures.append(row)
    book.save(tmp_path / "both.xlsx")
    found = extract.extract(tmp_path / "both.xlsx").observations
    assert {"gi_new", "patent_grants"} <= set(found["indicator"])


@pytest.mark.parametrize(("second", "kept", "fate"), [("6", 4, "check"), ("7", 3, "left_out")])
def test_a_figure_on_two_sheets_is_taken_once_and_not_at_all_where_they_differ(tmp_path, second, kept, fate):
    book = openpyxl.Workbook()
    other = book.create_sheet("again")
    for sheet, value in ((book.active, "6"), (other, second)):
        for row in [
            *ROWS[:4],
            ["陕  西", "Shaanxi", value, *(["1", "2", "3"] if sheet is book.active else [None] * 3)],
        ]:
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    found = extract.extract(tmp_path / "two.xlsx")
    assert len(found.observations) == kept
    assert found.account.set_index("cell").loc["again!C5", "fate"] == fate


def test_a_figure_that_stands_many_times_names_ten_of_them(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("2022年专利授权量(件)\n地区,专利授权量\n西安市,1\n宝鸡市,2\n" * 500, encoding="utf-8")
    made = extract.extract(path)
    assert made.observations.empty
    reasons = made.account.loc[made.account["fate"] == "left_out", "reason"]
    assert len(reasons) == 1000
    assert reasons.str.len().max() < 500
    assert reasons.str.contains("and 490 more").all()
    assert all(len(line) < 10_000 and "and 300 more" in line for line in extract.problems(made))


def test_tables_that_contradict_one_another_many_times_name_ten(tmp_path):
    rows = (f"<tr><td>西安市<td>{n}</table>" for n in range(300))
    tables = (f"<p>2022年专利授权量(件)</p><table><tr><td>地区<td>专利授权量{row}" for row in rows)
    path = tmp_path / "t.html"
    path.write_text("".join(tables), encoding="utf-8")
    made = extract.extract(path)
    assert made.observations.empty
    assert made.account.loc[made.account["fate"] == "left_out", "reason"].str.len().max() < 1000


def test_half_a_character_in_a_workbook_ends_in_no_traceback(tmp_path, capsys):
    book = openpyxl.Workbook()
    for row in [["2022年专利授权量(件)"], ["地区", "专利授权量"], ["西安市", 1], ["宝鸡_xD800_市", 2]]:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert main.main(["read", str(tmp_path / "t.xlsx")]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[1].startswith("610100,patent_grants,2022,1.0")
    assert "left out: Sheet!B4" in told.err


def test_a_file_that_takes_too_long_costs_its_own_message_only(workbook, tmp_path, monkeypatch, capsys):
    calm = extract._extract

    def stuck(path, source, status, know):
        while path.name == "bad.csv":
            pass
        return calm(path, source, status, know)

    monkeypatch.setattr(extract, "_extract", stuck)
    settings = replace(catalogue_settings.settings(), read_seconds=1)
    monkeypatch.setattr(catalogue_settings, "settings", lambda: settings)
    (tmp_path / "bad.csv").write_text("a,b\n", encoding="utf-8")
    assert main.main(["read", str(tmp_path / "bad.csv"), str(workbook)]) == 1
    told = capsys.readouterr()
    assert "bad.csv: reading it takes" in told.err
    assert "610000,patent_grants" in told.out


@pytest.mark.parametrize(
    "damage", [b"", b"\0", b"%PDF-1.4\n%%EOF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<table"]
)
def test_a_stub_of_a_file_is_refused_in_one_sentence(tmp_path, damage):
    path = tmp_path / "t"
    path.write_bytes(damage)
    with pytest.raises(SourceError) as caught:
        extract.extract(path)
    assert "\n" not in str(caught.value)
