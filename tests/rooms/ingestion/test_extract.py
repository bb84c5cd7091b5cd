import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.cli import main
from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import extract, pipeline
from ipanalytics.observations import table
from tests.rooms.ingestion.builders import GRANTS


def test_a_file_without_a_known_table_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("名称,备注\n甲,乙\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no table of figures"):
        extract.extract(path)


@pytest.mark.usefixtures("dropped_beside_few")
def test_a_workbook_dropped_into_raw_is_read_by_clean():
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


def test_files_read_at_once_come_in_the_order_that_they_were_given_in(tmp_path):
    paths = [tmp_path / f"{name}.csv" for name in ("small", "gone", "large")]
    paths[0].write_text("地区,2022年专利授权量(件)\n西安市,1\n", encoding="utf-8")
    paths[2].write_text("地区,2022年专利授权量(件)\n西安市,2\n宝鸡市,3\n", encoding="utf-8")
    first, second, third = extract.extract_each(paths)
    assert first.observations["value"].tolist() == [1.0]
    assert isinstance(second, SourceError)
    assert third.observations["value"].tolist() == [2.0, 3.0]


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
    for row in GRANTS[:5]:
        figures.append(row)
    book.save(tmp_path / "both.xlsx")
    found = extract.extract(tmp_path / "both.xlsx").observations
    assert {"gi_new", "patent_grants"} <= set(found["indicator"])


def test_half_a_character_in_a_workbook_ends_in_no_traceback(tmp_path, capsys):
    book = openpyxl.Workbook()
    for row in [["2022年专利授权量(件)"], ["地区", "专利授权量"], ["西安市", 1], ["宝鸡_xD800_市", 2]]:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert main.main(["read", str(tmp_path / "t.xlsx")]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[1].startswith("610100,patent_grants,2022,1.0")
    assert "left out: Sheet!B4" in told.err


def test_a_file_that_takes_too_long_costs_its_own_message_only(grants_workbook, tmp_path, monkeypatch, capsys):
    calm = extract._extract

    def stuck(path, source, status, know):
        while path.name == "bad.csv":
            pass
        return calm(path, source, status, know)

    monkeypatch.setattr(extract, "_extract", stuck)
    settings = replace(catalogue_settings.settings(), read_seconds=1)
    monkeypatch.setattr(catalogue_settings, "settings", lambda: settings)
    (tmp_path / "bad.csv").write_text("a,b\n", encoding="utf-8")
    assert main.main(["read", str(tmp_path / "bad.csv"), str(grants_workbook)]) == 1
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
