"""Real yearbook workbooks, where the folder beside the repository holds them; they are never part of it."""

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_series_equal

from ipanalytics.ingestion import extract
from ipanalytics.observations.table import KEY

SHARED = Path(__file__).parents[4] / "shared"
SAMPLES = sorted((SHARED / "samples").glob("yearbook_*"))
pytestmark = pytest.mark.skipif(not SAMPLES, reason="no folder of real workbooks beside the repository")


@pytest.fixture(scope="module")
def published():
    table = pd.read_csv(SHARED / "data" / "province_patents_2010_2023.csv", dtype={"area": str, "period": str})
    return table.set_index(KEY)["value"].dropna()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_figure_of_a_real_workbook_is_read(path, published):
    found = extract.extract(path).observations.set_index(KEY)["value"].sort_index()
    kinds, years = found.index.unique("indicator"), found.index.unique("period")
    wanted = published[published.index.isin(kinds, level=1) & published.index.isin(years, level=2)].sort_index()
    assert_series_equal(found, wanted, check_dtype=False)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_cell_of_a_real_workbook_is_left_out(path):
    account = extract.extract(path).account
    assert not account["fate"].eq("left_out").any()
