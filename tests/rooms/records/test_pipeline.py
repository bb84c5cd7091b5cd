"""An export through all steps: what is counted, what is refused by name, what never leaves the folder."""

import csv
from collections import Counter

import pandas as pd
import pytest

from ipanalytics.core.errors import SourceError
from ipanalytics.records import pipeline
from tests.rooms.records.builders import AS_OF, HEADINGS, make, number


def write(path, rows, headings=HEADINGS, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


@pytest.mark.parametrize("seed", [1, 2])
def test_every_count_is_the_plain_one_and_every_planted_fault_is_named(tmp_path, seed):
    export = make(3000, seed)
    counted = pipeline.run([write(tmp_path / "a.csv", export.rows)], as_of=AS_OF, out=tmp_path / "out")
    table = counted.observations
    yearly = table[table["period"].str.len().eq(4) & table["value"].gt(0)]
    found = {(row.area, row.indicator, row.period): row.value for row in yearly.itertuples()}
    assert found == dict(export.counts)
    refused = pd.read_csv(tmp_path / "out" / "refused.csv", dtype=str)
    named = {int(row.row): row.reason.split(": ")[0] for row in refused.itertuples()}
    assert named == export.faults


def test_an_export_in_gb18030_or_a_workbook_or_in_parts_counts_the_same(tmp_path):
    export = make(300, 3)
    whole = pipeline.run([write(tmp_path / "a.csv", export.rows)], as_of=AS_OF).observations
    chinese = write(tmp_path / "b.csv", export.rows, encoding="gb18030")
    book = tmp_path / "c.xlsx"
    pd.DataFrame(export.rows, columns=HEADINGS).to_excel(book, index=False)
    parts = [write(tmp_path / "d.csv", export.rows[:200]), write(tmp_path / "e.csv", export.rows[100:])]
    for paths in ([chinese], [book], parts):
        again = pipeline.run(paths, as_of=AS_OF).observations
        key = ["area", "indicator", "period", "value"]
        pd.testing.assert_frame_equal(again[key], whole[key])


def test_months_add_up_to_the_year_and_counties_to_no_more_than_their_unit(tmp_path):
    table = pipeline.run([write(tmp_path / "a.csv", make(2000, 4).rows)], as_of=AS_OF).observations
    grants = table[table["indicator"].eq("patent_grants") & table["area"].eq("610100")].set_index("period")["value"]
    assert sum(value for period, value in grants.items() if period.startswith("2022-")) == grants["2022"]
    stock = table[table["indicator"].eq("inventions_in_force")].set_index("area")["value"]
    assert stock["610113"] <= stock["610100"]


def test_the_newest_status_of_a_patent_in_several_exports_holds(tmp_path):
    code = number(2015, "1", 7)
    headings = ["申请号", "申请日", "授权公告日", "失效日", "法律状态公告日", "法律状态", "地址"]
    place = "陕西省西安市雁塔区"
    newer = [[code, "2015-01-05", "2017-01-05", "2021-05-01", "2021-05-01", "未缴年费专利权终止", place]]
    older = [[code, "2015-01-05", "2017-01-05", "", "2017-01-05", "授权", place]]
    paths = [write(tmp_path / "new.csv", newer, headings), write(tmp_path / "old.csv", older, headings)]
    for order in (paths, paths[::-1]):
        counted = pipeline.run(order, as_of=AS_OF, out=tmp_path / "out")
        stocks = counted.observations.query("indicator == 'inventions_in_force'")["value"]
        assert not stocks.sum()
        merged = pd.read_csv(tmp_path / "out" / "merged.csv", dtype=str)["reason"]
        assert set(merged) == {"stands more than once: 2 times; legal_status differs: 授权 / 未缴年费专利权终止"}


def test_an_export_of_patents_in_force_gives_no_grants_of_a_year(tmp_path):
    rows = [row for row in make(500, 5).rows if row[4] == "有效"]
    counted = pipeline.run([write(tmp_path / "a.csv", rows)], as_of=AS_OF)
    assert not counted.observations["indicator"].str.endswith(("grants", "applications")).any()
    assert Counter(counted.summary["step"])["not counted"] == 2


def test_files_that_are_no_exports_are_all_named(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("地区,授权量\n西安,5\n", encoding="utf-8")
    second.write_text("申请号,申请号,申请日,地址\n1,2,3,4\n", encoding="utf-8")
    with pytest.raises(SourceError) as refusal:
        pipeline.run([first, second], as_of=AS_OF)
    assert "a.csv: no headings in the first 20 rows; found '地区,授权量'" in str(refusal.value)
    assert "申请号 and 申请号, both application_number" in str(refusal.value)


def test_no_text_of_an_export_is_a_formula_in_what_is_written(tmp_path):
    rows = [["=HYPERLINK(1)", "2020-01-01", "", "", "有效", "x", "陕西省西安市雁塔区", "", "", "", ""]]
    pipeline.run([write(tmp_path / "a.csv", rows)], as_of=AS_OF, out=tmp_path / "out")
    assert "'=HYPERLINK(1)" in (tmp_path / "out" / "refused.csv").read_text(encoding="utf-8")
