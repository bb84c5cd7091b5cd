import json

import openpyxl
import pytest

from ipanalytics.cli import main
from ipanalytics.ingestion import extract
from tests.rooms.ingestion.builders import GRANTS


def test_every_cell_of_the_workbook_is_in_the_account(grants_workbook):
    account = extract.extract(grants_workbook).account
    assert len(account) == sum(1 for row in GRANTS for cell in row if cell)


def test_the_account_adds_up_to_the_cells_of_the_workbook(dropped):
    main.main(["clean"])
    account = json.loads((dropped / "build" / "cleaning.json").read_text(encoding="utf-8"))
    counts = account["files"]["grants.xlsx"]
    assert sum(counts.values()) == sum(1 for row in GRANTS[:5] for cell in row if cell)
    assert counts["used"] == 4
    assert any("patent_grants 2022: two sources disagree" in line for line in account["doubtful"])


@pytest.mark.parametrize(("second", "kept", "fate"), [("6", 4, "check"), ("7", 3, "left_out")])
def test_a_figure_on_two_sheets_is_taken_once_and_not_at_all_where_they_differ(tmp_path, second, kept, fate):
    book = openpyxl.Workbook()
    other = book.create_sheet("again")
    for sheet, value in ((book.active, "6"), (other, second)):
        for row in [
            *GRANTS[:4],
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
