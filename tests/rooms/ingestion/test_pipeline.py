import json
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import indicators, places, sources
from ipanalytics.core import files, periods, project
from ipanalytics.core.errors import CatalogueError, CleaningError
from ipanalytics.ingestion import pipeline, transcriptions
from ipanalytics.observations import storage
from ipanalytics.observations.table import COLUMNS, empty, select
from tests.rooms.ingestion.builders import HEADER, RAW, SOURCE, refusal, row

YEARBOOK = "yearbook_2010_2023.csv"
SIDECAR = """file: new.csv
sha256: "0"
transcribed: "2026-11-22"
areas: 全省
sources:
  new: {publisher: null, title: 试, published: null, url: null, seen: original, seen_at: null, licence: null}
"""
TYPES = {
    "patent_applications": ["invention_applications", "utility_model_applications", "design_applications"],
    "patent_grants": ["invention_grants", "utility_model_grants", "design_grants"],
    "patents_in_force": ["inventions_in_force", "utility_models_in_force", "designs_in_force"],
}


@pytest.fixture(scope="module")
def cleaned():
    """Return what became of the published figures; tests/test_synthetic.py is about the others."""
    found, raw = pipeline.clean(), {sidecar.file for sidecar in sources.sidecars() if sidecar.folder == "raw"}
    real = found.observations[found.observations["status"] != "synthetic"].reset_index(drop=True)
    return pipeline.Cleaned(real, found.account[found.account["file"].isin(raw)])


@pytest.fixture(scope="module")
def yearbook(every):
    return every[every["source"].str.startswith("cstat_yearbook")]


def value_of(table, **keys):
    found = select(table, **keys)
    return found["value"].tolist()


def test_both_figures_of_xian_are_kept(every):
    found = select(every, area="610100", indicator="population", period="2021")
    assert dict(zip(found["value"], found["status"], strict=True)) == {13163000: "provisional", 12873000: "final"}


def test_the_revised_figure_of_xian_is_preferred(figures):
    assert value_of(figures, area="610100", indicator="population", period="2021") == [12873000]


@pytest.mark.parametrize(
    ("area", "indicator", "period", "value"),
    [
        ("610000", "inventions_in_force", "2022", 82069),
        ("610100", "high_value_inventions", "2021", 23713),
        ("610100", "inventions_in_force_per_10k", "2021", 46.79),
        ("610000", "population", "2020-11-01", 39528999),
        ("100000", "pledge_enterprises", "2021", 15000),
        ("100000", "high_value_inventions", "2022", 1324000),
        ("610100", "utility_models_in_force", "2022", 144675),
    ],
)
def test_a_published_figure_arrives_in_the_unit_of_the_catalogue(figures, area, indicator, period, value):
    found = select(figures, area=area, indicator=indicator, period=period)
    assert list(zip(found["value"], found["unit"], strict=True)) == [(value, indicators.indicator(indicator).unit)]


@pytest.mark.parametrize("total", TYPES)
def test_the_three_types_add_up_to_the_total_wherever_complete(yearbook, total):
    wide = yearbook.pivot_table(index=["area", "period"], columns="indicator", values="value")
    parts = wide[[total, *TYPES[total]]].dropna()
    assert len(parts) >= 35 * 14 - 1
    assert (parts[TYPES[total]].sum(axis="columns") == parts[total]).all()


@pytest.mark.parametrize("indicator", [*TYPES, *(part for parts in TYPES.values() for part in parts)])
def test_34_regions_add_up_to_the_nation_wherever_complete(yearbook, indicator):
    rows = yearbook[yearbook["indicator"] == indicator]
    wide = rows.pivot_table(index="period", columns="area", values="value").dropna()
    assert len(wide) == (13 if indicator == "design_applications" else 14)
    assert (wide[places.codes("province")].sum(axis="columns") == wide["100000"]).all()


def test_every_row_of_every_file_is_accounted_for(cleaned):
    written = {path.name: path.read_text("utf-8").count("\n") - 1 for path in (project.data() / "raw").glob("*.csv")}
    assert cleaned.account.groupby("file").size().to_dict() == written
    assert not cleaned.account.duplicated(["file", "line"]).any()


def test_every_row_becomes_an_observation_or_has_a_reason(cleaned):
    account = cleaned.account
    assert set(account["fate"]) == {"used", "missing", "check"}
    assert (account["reason"].ne("") == account["fate"].ne("used")).all()
    assert account["fate"].eq("used").sum() == len(cleaned.observations)


def test_the_one_blank_cell_is_missing_and_not_0(cleaned):
    blank = cleaned.account[cleaned.account["fate"] == "missing"]
    assert list(blank["label"]) == ["吉林 design_applications 2019"]
    assert "空白" in blank["reason"].iloc[0]


def test_an_account_names_the_line_of_the_file(cleaned):
    blank = cleaned.account[cleaned.account["fate"] == "missing"].iloc[0]
    line = (project.data() / "raw" / blank["file"]).read_text("utf-8").split("\n")[blank["line"] - 1]
    assert line.startswith("220000,吉林,design_applications,2019,,")


def test_rows_that_are_no_place_are_left_out_by_their_label(cleaned):
    left = cleaned.account[cleaned.account["fate"] == "check"]
    assert set(left["label"].str.split(" ").str[0]) == {"合计", "国内小计", "国外小计", "新疆兵团", "其他"}


def test_every_observation_says_where_it_stands(every):
    assert every["cell"].ne("").all()


@pytest.mark.parametrize("load", [pipeline.load_every, pipeline.load])
def test_real_figures_hold_no_synthetic_one(add, load):
    add(row(status="synthetic"), row(area="610900", name="安康市"))
    shown = [set(load(real_only=real)["area"]) & {"610800", "610900"} for real in (False, True)]
    assert shown == [{"610800", "610900"}, {"610900"}]


@pytest.mark.parametrize("as_of", ["1999", "2009", "2012-03", 2020, "2020-10", "2021-12-30"])
def test_figures_can_be_loaded_as_of_any_date_and_nothing_later_shows(figures, as_of):
    day = periods.parse(str(as_of)).end
    ended = {text for text in figures["period"] if periods.parse(text).end <= day}
    assert set(pipeline.load(as_of=as_of, real_only=True)["period"]) == ended


@pytest.mark.usefixtures("small")
def test_nothing_shows_before_the_first_figure():
    assert_frame_equal(pipeline.load(as_of="1985"), empty())


@pytest.mark.parametrize("as_of", ["2022-13", "soon", 0, None])
@pytest.mark.usefixtures("small")
def test_a_day_that_is_none_is_refused(as_of):
    with pytest.raises(CleaningError, match="is not a period"):
        pipeline.load(as_of=as_of)


def test_a_misspelt_area_is_refused_before_anything_is_read():
    with pytest.raises(CleaningError, match="'西安区' is not a known place"):
        pipeline.load("西安区")


def test_a_row_more_is_an_observation_more(add):
    add(row(note="新"))
    found = select(pipeline.clean().observations, area="610800")
    expected = ["610800", "gi_products", "2022", 15.0, "件", SOURCE, "final", "正文（新）"]
    assert_frame_equal(found, pd.DataFrame([expected], columns=COLUMNS))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"indicator": "trademark_windows", "unit": "是否", "value": "7"}, "trademark_windows"),
        ({"indicator": "industrialisation_rate", "unit": "%", "value": "900"}, "industrialisation_rate"),
    ],
)
def test_a_value_that_can_not_be_is_refused_with_its_source(add, changes, named):
    add(row(**changes))
    message = refusal()
    assert "value is more than its unit can be" in message
    assert named in message
    assert SOURCE in message


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (lambda text: text.encode("gb18030"), "UTF-8"),
        (lambda text: text.replace(",note\n", "\n", 1).encode(), "line 1"),
        (lambda text: text.replace(",note\n", ",note,more\n", 1).encode(), "line 1"),
        (lambda text: text.replace("全国", '"全国', 1).encode(), "line 2"),
        (lambda text: text.replace("全国,", "", 1).encode(), "line 2"),
    ],
    ids=["gb18030", "column missing", "column more", "quote open", "field missing"],
)
def test_a_file_that_can_not_be_read_is_named(small, rewrite, spoilt, fault):
    rewrite(RAW, spoilt((small / RAW).read_text("utf-8")))
    message = refusal()
    assert "nation_figures.csv" in message
    assert fault in message


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_a_bom_or_crlf_changes_no_figure(small, rewrite, change):
    before = pipeline.clean().observations
    rewrite(RAW, change((small / RAW).read_text("utf-8")).encode())
    assert_frame_equal(pipeline.clean().observations, before)


def test_files_that_can_not_be_read_come_at_once(rewrite):
    for name in ("nation_figures", "population"):
        rewrite(f"data/raw/{name}.csv", b"")
    named = [Path(line.split(",")[0]).name for line in refusal().split("\n  ")[1:]]
    assert named == ["nation_figures.csv", "population.csv"]


@pytest.mark.usefixtures("small")
def test_wrong_settings_are_refused_before_deriving(spoil):
    spoil("data/catalogue/settings.yaml", "population_lag_years: 1", 'population_lag_years: "x"')
    with pytest.raises(CatalogueError, match="population_lag_years"):
        pipeline.load()


def test_saving_writes_table_and_account(cleaned, tmp_path):
    pipeline.save(cleaned, tmp_path / "build")
    written = json.loads((tmp_path / "build" / "cleaning.json").read_text("utf-8"))
    assert_frame_equal(storage.load(tmp_path / "build" / "observations.parquet"), cleaned.observations)
    assert written == pipeline.summary(cleaned)
    assert len(written["not_used"]) == 17
    assert written["files"][YEARBOOK] == {"check": 0, "missing": 1, "used": 5879}


def test_a_bad_table_leaves_both_earlier_files_alone(cleaned, tmp_path):
    pipeline.save(cleaned, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    bad = pipeline.Cleaned(cleaned.observations.assign(unit="?"), cleaned.account[:1])
    with pytest.raises(CleaningError):
        pipeline.save(bad, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_unchanged_files_are_read_once(small, monkeypatch):
    first = pipeline.clean()
    monkeypatch.setattr(transcriptions, "read_transcription", None)
    assert_frame_equal(pipeline.clean().observations, first.observations)


def test_what_a_caller_does_to_a_table_stays_with_him(small):
    before = pipeline.clean()
    before.observations["value"] = 0.0
    before.account["fate"] = ""
    after = pipeline.clean()
    assert after.observations["value"].gt(0).all()
    assert after.account["fate"].eq("used").all()


def test_a_changed_file_is_read_again(add):
    before = len(pipeline.clean().observations)
    add(row())
    assert len(pipeline.clean().observations) == before + 1


def test_a_transcription_in_the_synthetic_folder_holds_synthetic_figures_only(home):
    path, sidecar = home / "data" / "synthetic" / "milestones_2022.csv", home / "data" / "sources" / "synthetic.yaml"
    before = files.sha256_of(path)
    path.write_text(path.read_text("utf-8").replace(",synthetic,", ",final,", 1), encoding="utf-8")
    sidecar.write_text(sidecar.read_text("utf-8").replace(before, files.sha256_of(path)), encoding="utf-8")
    assert "milestones_2022.csv, line 2: status is not synthetic, as all of data/synthetic is" in refusal()


SPOILT = {
    "a stray file": ("data/raw/new.xlsx", b"x", "data/raw/new.xlsx has no sidecar"),
    "a stray table": ("data/raw/new.csv", HEADER.encode(), "data/raw/new.csv has no sidecar"),
    "a sidecar without a file": ("data/sources/new.yaml", SIDECAR.encode(), "data/raw/new.csv is missing"),
    "a sidecar that is no YAML": ("data/sources/new.yaml", b"a: [", "new.yaml"),
    "a sidecar in another code": ("data/sources/new.yaml", "标题: 试".encode("gb18030"), "new.yaml"),
    "a sidecar without keys": ("data/sources/new.yaml", b"file: new.csv\n", "new.yaml: key 'sha256' is missing"),
    "a sidecar of another ending": ("data/sources/new.yml", b"", "new.yml isn't read"),
    "a sidecar that leads out": (
        "data/sources/new.yaml", SIDECAR.replace("new.csv", "../../x.csv").encode(), "x.csv is missing",
    ),
    "a file of another folder's": ("data/synthetic/nation_figures.csv", b"", "nation_figures.csv has no sidecar"),
    "a second sidecar": (
        "data/sources/new.yaml", SIDECAR.replace("new.csv", "nation_figures.csv").encode(), "more than one sidecar",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_what_can_not_be_used_is_named_and_stops_nothing(small, case):
    before = pipeline.clean().observations
    path, content, told = SPOILT[case]
    files.write_atomically(small / path, content)
    cleaned = pipeline.clean()
    assert_frame_equal(cleaned.observations, before)
    assert any(told in text for text in cleaned.refused)
    assert pipeline.refused() == cleaned.refused


def test_a_folder_and_a_broken_link_are_named(small):
    (small / "data" / "raw" / "2023").mkdir()
    (small / "data" / "raw" / "gone.csv").symlink_to(small / "nowhere")
    assert [text.split(":")[0] for text in pipeline.clean().refused] == [
        "data/raw/2023 is no file", "data/raw/gone.csv is no file",
    ]  # fmt: skip


def test_rows_that_can_not_be_used_cost_their_file_alone(home, spoil):
    before = pipeline.clean().observations
    path = "data/raw/census_2020.csv"
    text = (home / path).read_text(encoding="utf-8")
    spoil(path, text.split("\n")[1], text.split("\n")[1].replace(",population,", ",people,"))
    cleaned = pipeline.clean()
    assert [text.startswith("census_2020.csv, line 2: unknown indicator") for text in cleaned.refused] == [True]
    kept = before[~before["source"].isin(["shaanxi_census_2020_reprint", "hancheng_census_2020_reprint"])]
    assert_frame_equal(cleaned.observations, kept.reset_index(drop=True))
    assert "census_2020.csv, line 2" in refusal()


def test_a_correction_of_a_file_that_can_not_be_used_waits(home):
    (home / "data" / "raw" / "city_yearbook.csv").write_text("", encoding="utf-8")
    told = pipeline.clean().refused
    assert "data/corrections.yaml: yulin_gdp_2022 isn't made: its source, city_yearbook_2023, can't be used" in told
