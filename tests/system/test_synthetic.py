"""The synthetic year: made again it is the same, it is read whole, and it agrees with what was published."""

import io
import re
import subprocess
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import hierarchy, sources
from ipanalytics.catalogue.places import codes, table
from ipanalytics.core import periods, project
from ipanalytics.ingestion import audit, pipeline
from ipanalytics.ingestion.readers import detect
from ipanalytics.monitoring import assessment, progress
from ipanalytics.observations import consistency, storage
from ipanalytics.observations.table import KEY, select

MONTHS = ["2021", *(f"2022-{month:02}" for month in range(1, 12)), "2022"]
STOCKS = ["inventions_in_force", "high_value_inventions", "demonstration_places"]
FLOWS = [
    "pledge_smes", "pledge_amount", "advantage_enterprises_new", "demonstration_enterprises_new",
    "standard_adopters_new", "navigation_projects", "gi_new", "gi_mark_users_new",
]  # fmt: skip
# What data/synthetic/README.md calls spoilt on purpose.
LEFT_OUT = {
    "gi_list_2021.html": ["table 1, row 53, column 2", "table 1, row 115, column 2"],
    "gi_list_2022.xlsx": ["名录!B54", "名录!B116"],
    "standard_adopters_2022.csv": ["row 161, column 2"],
}
FAILING = {("parts", "guanzhong", "inventions_in_force", "2022-05")}


# Two units sent nothing that month, or something that can't be read.
FAILING |= {("missing", "610800", "demonstration_places", "2022-06")}
FAILING |= {("missing", "611000", "demonstration_places", "2022-08")}
FAILING |= {("sources", "610300", "standard_adopters_new", "2022-01/2022-06")}


# A published figure of some day, and the period of the synthetic one that has to have the same value.
AGREEING = [
    ("610100", "inventions_in_force", "2021", "2021"),
    ("610100", "high_value_inventions", "2021", "2021"),
    ("610800", "gi_products", "2021-04-02", "2021"),
    ("610900", "gi_products", "2021-12-30", "2021"),
    ("610900", "gi_marks", "2021-12-30", "2021"),
    ("610500", "gi_marks", "2021-11-28", "2021"),
    ("610700", "gi_products", "2021-07-09", "2021"),
    ("610700", "gi_marks", "2021-07-09", "2021"),
    ("610700", "gi_products", "2023", "2022"),
    ("610400", "gi_products", "2023-04-27", "2022"),
    ("610400", "gi_marks", "2023-04-27", "2022"),
]
SIDECARS = [sidecar for sidecar in sources.sidecars() if sidecar.folder == "synthetic"]
NAMES = [sidecar.file for sidecar in SIDECARS]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder into which the generator wrote everything again, under another order of hashes."""
    folder = tmp_path_factory.mktemp("data")
    script = project.data() / "synthetic" / "generate.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, env={"PYTHONHASHSEED": "7"})
    return folder


@pytest.fixture(scope="module")
def rows(synthetic_every):
    return synthetic_every[synthetic_every["status"] == "synthetic"]


@pytest.fixture(scope="module")
def account():
    whole = pipeline.clean().account
    return whole[whole["file"].isin(NAMES)]


def values(rows, indicator, period, areas):
    """Return the figures of places by code, in one indicator and period."""
    found = select(rows, indicator=indicator, period=period, area=areas)
    return found.drop_duplicates("area").set_index("area")["value"]


def filled_rows(file):
    grids = detect.read(project.data() / "synthetic" / file)
    return [[text for text in row if text.strip()] for grid in grids for row in grid.rows]


def cells_of(file):
    lines = [line for grid in detect.read(project.data() / "synthetic" / file) for line in grid.above]
    return lines + [text for row in filled_rows(file) for text in row]


def test_made_again_it_is_the_same(made):
    assert sorted(path.name for path in (made / "synthetic").iterdir()) == NAMES
    changed = [
        side.file for side in SIDECARS if (made / "synthetic" / side.file).read_bytes() != side.path.read_bytes()
    ]
    assert changed == []


def test_its_sidecar_is_made_with_it(made):
    sidecar = "sources/synthetic.yaml"
    assert (made / sidecar).read_bytes() == (project.data() / sidecar).read_bytes()


def test_files_hold_no_time():
    zipped = [name for name in NAMES if name.endswith(("xlsx", "docx"))]
    archives = [zipfile.ZipFile(project.data() / "synthetic" / name) for name in zipped]
    assert {entry.date_time for archive in archives for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any("docProps" in entry for archive in archives for entry in archive.namelist())


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("xlsx")])
def test_a_workbook_opens_in_another_library(name):
    book = openpyxl.load_workbook(io.BytesIO((project.data() / "synthetic" / name).read_bytes()))
    assert any("演示" in str(sheet["A1"].value) for sheet in book)


def test_months_come_in_different_kinds_of_file():
    kinds = {name.rsplit(".", 1)[1] for name in NAMES if name.startswith("bulletin_")}
    assert kinds == {"xlsx", "docx", "html", "csv"}


@pytest.mark.parametrize("sidecar", SIDECARS, ids=lambda sidecar: sidecar.file)
def test_every_file_says_that_it_is_no_publication(sidecar):
    (source,) = sidecar.sources.values()
    assert source.title.startswith("演示数据：")
    assert (source.publisher, source.seen, source.url) == ("ipanalytics 生成器", "generated", None)
    assert any("演示" in text for text in cells_of(sidecar.file))


def test_every_figure_is_synthetic(synthetic_every):
    ids = {id_ for sidecar in SIDECARS for id_ in sidecar.sources}
    assert set(synthetic_every.loc[synthetic_every["source"].isin(ids), "status"]) == {"synthetic"}


@pytest.mark.parametrize("load", [pipeline.load, pipeline.load_every])
def test_real_figures_are_left_as_they_were(load):
    real = load(real_only=True)
    assert "synthetic" not in set(real["status"])
    assert not real["source"].str.contains("synthetic").any()


def test_what_is_computed_from_it_is_synthetic(synthetic_figures):
    computed = synthetic_figures[synthetic_figures["source"].str.contains("synthetic_")]
    assert set(computed["status"]) == {"synthetic"}
    rate = select(computed, area="610000", indicator="high_value_inventions_per_10k")
    assert set(MONTHS) <= set(rate["period"])


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_accounted_for(account, name):
    fates = account[account["file"] == name]
    assert fates["fate"].eq("used").any()
    assert set(fates["fate"]) <= set(audit.FATES)
    assert list(fates.loc[fates["fate"] == "left_out", "line"]) == LEFT_OUT.get(name, [])
    is_transcription = name == "milestones_2022.csv"
    assert len(fates) == (18 if is_transcription else sum(len(row) for row in filled_rows(name)))


def test_no_check_fails_but_those_meant_to(rows):
    failed = {(one.kind, one.area, one.indicator, one.period) for one in consistency.failures(rows)}
    assert failed == FAILING


@pytest.mark.parametrize(
    ("name", "count"),
    [("enterprises_2022.docx", 34), ("standard_adopters_2022.csv", 159), ("gi_mark_users_2022.html", 52)],
)
def test_no_enterprise_is_anybody_s(name, count):
    named = [row[1] for row in filled_rows(name) if len(row) == 3 and row[0].isdecimal()]
    assert len(named) == count
    assert all(re.fullmatch("演示企业[0-9]{3}", text) for text in named)


@pytest.mark.parametrize(("name", "count"), [("gi_list_2021.html", 192), ("gi_list_2022.xlsx", 197)])
def test_no_indication_is_anybody_s(name, count):
    named = [row[1] for row in filled_rows(name) if len(row) == 6 and row[0].isdecimal()]
    assert len(named) == count
    assert all(re.fullmatch("演示地理标志[甲乙丙丁戊己庚辛壬癸]{3}", text) for text in named)


@pytest.mark.parametrize("indicator", STOCKS)
def test_every_month_s_end_has_every_unit_but_those_that_sent_nothing(rows, indicator):
    units = codes("unit")
    lacking = {(p, u) for p in MONTHS for u in set(units) - set(values(rows, indicator, p, units).index)}
    assert lacking == {("2022-08", "611000")}


@pytest.mark.parametrize("indicator", FLOWS)
@pytest.mark.parametrize("year", [2021, 2022])
def test_every_month_is_cumulated_in_both_years(rows, indicator, year):
    wanted = [periods.so_far(year, month) for month in range(1, 13)]
    found = select(rows, indicator=indicator, area="610000", period=wanted)
    assert sorted(set(found["period"])) == sorted(wanted)
    assert found.groupby("period")["value"].max().reindex(wanted).is_monotonic_increasing


@pytest.mark.parametrize("period", ["2021", "2022"])
def test_units_add_up_to_the_published_province(rows, every, period):
    published = values(every, "inventions_in_force", period, ["610000"])["610000"]
    assert values(rows, "inventions_in_force", period, codes("unit")).sum() == published


@pytest.mark.parametrize(("area", "indicator", "published", "period"), AGREEING)
def test_it_agrees_with_what_a_city_published(rows, every, area, indicator, published, period):
    real = values(every, indicator, published, [area])[area]
    assert values(rows, indicator, period, [area])[area] == real


def test_every_published_figure_that_it_repeats_has_the_same_value(rows, every):
    both = rows.merge(every, on=KEY, suffixes=("", "_real"))
    assert len(both) >= 4
    assert both.loc[both["value"] != both["value_real"], KEY].empty


def test_商洛_has_four_products_before_its_fifth(rows):
    assert values(rows, "gi_products", "2022", ["611000"])["611000"] == 4


def test_the_cities_add_up_to_the_province_s_population(synthetic_figures):
    cities = codes("city") + ["610403"]
    found = values(synthetic_figures, "population", "2021", [c for c in cities if c != "610400+610403"] + ["610400"])
    assert len(found) == 11
    assert found.sum() == pytest.approx(39540000, abs=5000)


def test_every_unit_has_a_population_for_the_rates_of_2022(synthetic_figures):
    assert len(values(synthetic_figures, "population", "2021", codes("unit"))) == 12


@pytest.mark.parametrize("period", ["2021", "2022-03", "2022-06", "2022-09", "2022"])
def test_trademarks_of_counties_add_up(rows, period):
    found = values(rows, "trademarks_in_force", period, table().index)
    units = codes("unit")
    assert found[units].sum() == found["610000"]
    for unit in units:
        counties = [c for c in codes("county") if unit in hierarchy.ancestors(c) and c != unit]
        if counties and set(counties) <= set(found.index):
            assert found[counties].sum() == found[unit]


def test_trademarks_cover_the_107_counties(rows):
    assert len(values(rows, "trademarks_in_force", "2022", codes("county"))) == 107


@pytest.mark.parametrize(
    ("indicator", "period"),
    [
        ("advantage_enterprises_new", "2022"),
        ("demonstration_enterprises_new", "2022"),
        ("gi_mark_users_new", "2022"),
        ("gi_new", "2022"),
        ("gi_new", "2021"),
    ],
)
def test_lists_count_up_to_the_last_bulletin(rows, indicator, period):
    places = ["610000", *codes("unit")]
    listed, told = (values(rows, indicator, text, places) for text in (period, f"{period}-01/{period}-12"))
    assert listed[listed > 0].to_dict() == told[told > 0].to_dict()


@pytest.mark.parametrize("period", MONTHS)
def test_西安_holds_most_patents(rows, period):
    found = values(rows, "inventions_in_force", period, ["610000", "610100"])
    assert 0.74 <= found["610100"] / found["610000"] <= 0.9


def test_the_rate_crosses_its_target_in_the_second_half(synthetic_figures):
    rate = select(synthetic_figures, area="610000", indicator="high_value_inventions_per_10k", period=MONTHS)
    rates = rate.set_index("period")["value"]
    assert rates["2021"] == pytest.approx(6.5, abs=0.01)
    assert rates.is_monotonic_increasing
    assert rates["2022-06"] < 6.8 < rates["2022"]


def test_no_share_of_2022_was_published_yet(rows):
    found = select(rows, indicator="patent_intensive_gdp_share")
    assert list(found["period"]) == ["2020", "2021"]


def test_milestones_are_days_of_the_province(rows):
    found = rows[rows["indicator"].str.startswith("milestone_")]
    assert set(found["area"]) == {"610000"}
    assert set(found["value"]) == {1}
    assert found["period"].map(lambda text: periods.is_period(text, shape="day")).all()
    assert (found["period"] > "2022-12-31").sum() == 3
    assert len(found) == 18


def test_every_word_for_a_status_occurs():
    tables = [assessment.load(as_of, 2022).rows for as_of in ("2022-03", "2022-09", "2022-12", "2023-03")]
    assert set(pd.concat(tables)["status"]) == set(progress.STATUSES)


def test_a_saved_table_is_read_back_whole(synthetic_every, tmp_path):
    storage.save(synthetic_every, tmp_path / "observations.parquet")
    assert_frame_equal(storage.load(tmp_path / "observations.parquet"), synthetic_every)
