import base64
import io
import re

import openpyxl
import pandas as pd
import pytest

from ipanalytics.catalogue import sources
from ipanalytics.monitoring import assessment, progress
from ipanalytics.observations.table import COLUMNS
from ipanalytics.publishing import page
from ipanalytics.report.sections import appendix


@pytest.fixture(scope="module")
def made():
    return assessment.load("2022-09")


def used(made, area):
    return progress.evidence(made.table, made.rows[made.rows["area"] == area])


def test_the_csv_holds_every_figure_with_its_place_in_the_source(made):
    rows = used(made, "610800")
    read = pd.read_csv(io.BytesIO(appendix.as_csv(rows)), encoding="utf-8-sig", dtype={"area": str, "period": str})
    pd.testing.assert_frame_equal(
        read[["area", "indicator", "period", "value", "unit"]], rows[["area", "indicator", "period", "value", "unit"]]
    )
    assert read["publication"].notna().all()
    assert read["cell"].notna().all()
    assert appendix.as_csv(rows).startswith(b"\xef\xbb\xbf")


def test_the_workbook_holds_progress_data_and_sources(made):
    rows = made.rows[made.rows["area"] == "610800"]
    book = openpyxl.load_workbook(io.BytesIO(appendix.as_workbook(rows, used(made, "610800"))))
    assert book.sheetnames == ["进度", "数据", "来源"]
    sheet = book["进度"]
    heads = [cell.value for cell in sheet[1]]
    statuses = [sheet.cell(row, heads.index("status") + 1).value for row in range(2, sheet.max_row + 1)]
    assert statuses == list(rows["status"])
    assert sheet.cell(2, heads.index("value") + 1).value == pytest.approx(rows["value"].iloc[0])


def test_the_same_data_gives_the_same_bytes(made):
    rows = made.rows[made.rows["area"] == "610800"]
    one, other = (appendix.as_workbook(rows, used(made, "610800")) for _ in range(2))
    assert one == other


def test_text_that_looks_like_a_formula_stays_text():
    row = ["610800", "gi_new", "2022", 1.0, "件", "census_2020", "final", "=1+1"]
    table = pd.DataFrame([row], columns=COLUMNS)
    source = next(iter(sources.load()))
    content = appendix.as_workbook(pd.DataFrame(columns=progress.COLUMNS), table.assign(source=source))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["数据"]
    cell = sheet.cell(2, [head.value for head in sheet[1]].index("cell") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_links_of_a_notebook_carry_the_files_themselves(made):
    markup = appendix.offer_data(made, "610800").exhibits[0].markup
    names = re.findall(r'download="([^"]+)"', markup)
    assert names == ["610800_2022-09-30.csv", "610800_2022-09-30.xlsx"]
    content = base64.b64decode(re.findall(page.LINKED_FILE, markup)[0][1])
    assert content.decode("utf-8-sig").startswith("area,area_name,indicator")
