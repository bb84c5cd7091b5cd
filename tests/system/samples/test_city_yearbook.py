"""Workbooks of 《中国城市统计年鉴》, where the folder beside the repository holds them; they are never part of it."""

import re
from pathlib import Path

import pandas as pd
import pytest

from ipanalytics.catalogue import nation
from ipanalytics.ingestion import extract
from ipanalytics.ingestion.audit import FATES, Asked
from ipanalytics.ingestion.readers import read
from ipanalytics.observations.table import KEY

SHARED = Path(__file__).parents[4] / "shared"
SAMPLES = sorted((SHARED / "samples" / "city_yearbook").glob("*.xlsx"))
pytestmark = pytest.mark.skipif(not SAMPLES, reason="no folder of real workbooks beside the repository")
FACTORS = {"万人": 10_000, "万元": 0.0001}
# The wide file prints people without a unit, so that they are left out.
UNITLESS = ["registered_population"]
# Everything of the country's 298 cities but those that a table leaves blank.
MOST_CITIES = 280


@pytest.fixture(scope="module")
def published():
    table = pd.read_csv(SHARED / "data" / "cities.csv", dtype={"area": str, "period": str})
    values = table["value"] * table["unit"].map(FACTORS).fillna(1)
    return table.assign(value=values.round(10)).set_index("publication")


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.name)
def reading(request):
    return request.param, extract.extract(request.param)


def publication(name):
    if single := re.match(r"cyb(\d{4})_t([\d-]+)_", name):
        return f"中国城市统计年鉴{single[1]} 表{single[2]}$"
    return {"wide_2023": "中国城市统计年鉴2023 表2-"}.get(Path(name).stem, "中国城市统计年鉴2021 表3-3$")


def test_shaanxi_s_figures_are_those_that_were_read_by_hand(reading, published):
    path, extraction = reading
    wanted = published[published.index.fillna("").str.match(publication(path.name))]
    wanted = wanted[~wanted["indicator"].isin(UNITLESS)] if path.name.startswith("wide") else wanted
    found = extraction.observations.set_index(KEY[:3])["value"]
    read_ = {tuple(key): found.get(tuple(key)) for key in wanted[KEY[:3]].itertuples(index=False)}
    assert read_ == pytest.approx(dict(zip(read_, wanted["value"], strict=True)))


def test_every_cell_has_its_fate(reading):
    path, extraction = reading
    account = extraction.account
    cells = sum(bool(text.strip()) for grid in read(path) for row in grid.rows for text in row)
    assert len(account) == cells
    assert set(account["fate"]) <= set(FATES)
    assert account.loc[account["fate"].isin(["left_out", "check", "outside"]), "reason"].ne("").all()
    assert account["fate"].eq("used").sum() == len(extraction.observations)


def test_districts_of_cities_are_never_the_cities(reading):
    path, extraction = reading
    assert extraction.observations.empty == ("districts_only" in path.name)


@pytest.mark.parametrize("name", ["cyb2023_t2-7_gdp.xlsx", "wide_2023.xlsx"])
def test_every_city_of_the_country_is_read_where_everywhere_is_asked_for(name):
    path = SHARED / "samples" / "city_yearbook" / name
    table = extract.extract(path, asked=Asked(everywhere=True)).observations
    gdp = table[table["indicator"] == "gdp"].set_index("area")["value"]
    assert len(gdp) > MOST_CITIES
    assert gdp[["130100", "450900", "110000"]].to_dict() == {"130100": 7101, "450900": 2167, "110000": 41611}
    assert all(nation.division(code) for code in gdp.index if "+" not in code)


def test_both_digitisations_give_the_same_cities():
    folder = SHARED / "samples" / "city_yearbook"
    one, other = (
        extract.extract(folder / name, asked=Asked(everywhere=True)).observations.set_index(KEY[:3])["value"]
        for name in ("cyb2022_t2-17_innovation.xlsx", "wide_2023.xlsx")
    )
    assert one.index.intersection(other.index).empty
    cells = extract.extract(folder / "cyb2023_t2-7_gdp.xlsx", asked=Asked(everywhere=True)).observations
    single = cells.set_index(KEY[:3])["value"]
    shared = single.index.intersection(other.index)
    assert len(shared) > MOST_CITIES
    assert single[shared].ne(other[shared]).sum() <= 2
