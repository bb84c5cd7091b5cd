"""Six real communiqués, where the folder beside the repository holds them: each figure, and nothing else.

communiques.csv was read by eye, sentence by sentence, in the pages of the six cities' statistical offices for 2025.
"""

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.audit import Asked

SAMPLES = sorted((Path(__file__).parents[4] / "shared" / "samples" / "communiques").glob("*"))
EXPECTED = Path(__file__).with_name("communiques.csv")
KEY = ["area", "indicator", "period", "value"]
pytestmark = pytest.mark.skipif(not SAMPLES, reason="no folder of real communiqués beside the repository")


@pytest.fixture(scope="module")
def readings():
    return dict(zip(SAMPLES, extract.extract_each(SAMPLES, asked=Asked(everywhere=True)), strict=True))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_real_communique_gives_its_figures_and_nothing_else(path, readings):
    found = readings[path].observations[KEY].sort_values(KEY, ignore_index=True)
    expected = pd.read_csv(EXPECTED, dtype={"area": str, "period": str})
    (area,) = found["area"].unique()
    wanted = expected[expected["area"] == area].sort_values(KEY, ignore_index=True)
    assert_frame_equal(found, wanted[KEY], check_dtype=False)


def test_the_six_communiques_are_all_there(readings):
    areas = {reading.observations["area"].iloc[0] for reading in readings.values()}
    assert areas == set(pd.read_csv(EXPECTED, dtype=str)["area"])
