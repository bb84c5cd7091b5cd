"""A county's page says where it stands among the counties, in words where there is no figure."""

import re

import pandas as pd
import pytest

from ipanalytics.batch import inputs, plan
from ipanalytics.batch.plan import Job
from ipanalytics.catalogue import places
from ipanalytics.core import i18n
from ipanalytics.publishing import index
from ipanalytics.report.sections.appendix import counties

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]
JOB = Job("610881", "county_report.ipynb", {"area": "610881", "as_of": "2022-12", "real_only": False})


def test_by_default_no_county_is_rendered_but_each_can_be_named():
    assert len(plan.jobs_for([])) == 18
    assert [job.notebook for job in plan.jobs_for(["神木", "榆林"])] == ["area_report.ipynb", "county_report.ipynb"]


def test_with_counties_each_of_the_107_has_one_page():
    jobs = plan.jobs_for([], counties=True)
    areas = [job.area for job in jobs]
    assert len(areas) == len(set(areas)) == 18 + 105
    assert set(places.codes("county")) <= set(areas)
    units = {job.area for job in jobs if job.notebook == "area_report.ipynb"}
    assert {"610581", "610403"} <= units


def test_the_lead_names_rank_and_share(synthetic_figures):
    opening = counties.open_county(synthetic_figures, "610881", "2022-12-31")
    assert re.fullmatch(
        r"2022年末，神木有效商标3,182件，在全省107个区县中居第\d+位，占榆林各区县之和的[\d.]+%。", opening.lead
    )
    assert opening.is_synthetic
    assert opening.figures[0].details[1:] == ("全省第52位（共107个）", "榆林第6位（共12个）")


def test_of_counties_without_a_figure_no_rank_is_claimed(synthetic_figures):
    others = synthetic_figures[~synthetic_figures["area"].isin(["610802"])]
    lead = counties.open_county(others, "610881", "2022-12-31").lead
    assert "，在全省有数的106个区县中居第51位，占榆林有数的区县之和的" in lead
    title = counties.rank_counties(others, "610881").sections[0].exhibits[0].title
    assert title.endswith("在榆林有数的11个区县中居第5位")


def test_counties_with_the_same_figure_share_a_rank(synthetic_figures):
    rows = synthetic_figures[synthetic_figures["indicator"].eq("trademarks_in_force")]
    other = rows[rows["area"].eq("610802")]
    alike = pd.concat([rows[rows["area"].ne("610881")], other.assign(area="610881")], ignore_index=True)
    assert "位（2个并列），占榆林" in counties.open_county(alike, "610881", "2022-12-31").lead


def test_without_figures_the_page_says_so(figures):
    opening = counties.open_county(figures, "610881", "2022-12-31")
    assert opening.lead == "没有找到神木按区县公布的数字。"
    assert [card.value for card in opening.figures] == ["无数据"]
    chapter = counties.rank_counties(figures, "610881")
    assert chapter.sections[0].prose.endswith("没有找到按区县公布的数字。")
    assert not [exhibit for section in chapter.sections for exhibit in section.exhibits]


def test_a_county_that_is_not_in_the_table_is_named_below_the_bars(synthetic_figures):
    less = synthetic_figures[synthetic_figures["area"] != "610881"]
    exhibit = counties.rank_counties(less, "610881").sections[0].exhibits[0]
    assert "没有数字：神木。" in exhibit.note
    assert exhibit.title.endswith("：无数据")


def test_ranks_share_a_place(synthetic_figures):
    exhibit = counties.rank_counties(synthetic_figures, "610881").sections[0].exhibits[0]
    assert list(exhibit.table["区县"])[:2] == ["横山", "榆阳"]
    assert exhibit.evidence["value"].is_monotonic_decreasing


def test_the_page_leads_to_its_unit(synthetic_figures):
    prose = counties.rank_counties(synthetic_figures, "610881").sections[0].prose
    assert prose.startswith("神木属[榆林市](610800.html)，[陕北](shaanbei.html)。")


@pytest.mark.parametrize("area", ["610881", "610102"])
def test_a_county_in_english(area, synthetic_figures):
    with i18n.using("en"):
        opening = counties.open_county(synthetic_figures, area, "2022-12-31", "2022-12")
        counties.rank_counties(synthetic_figures, area)
    assert not i18n.HAN.search(opening.title + opening.lead + opening.subtitle)


def test_a_page_of_a_county_is_made_of_counties_figures_alone():
    other = Job("610102", JOB.notebook, {**JOB.parameters, "area": "610102"})
    assert inputs.digest_of(JOB) != inputs.digest_of(other)
    parts = [part for reading in inputs.read_by(JOB.notebook) for part in reading(inputs.page_of(JOB))]
    tables = [part for part in parts if isinstance(part, pd.DataFrame)]
    assert {area for table in tables for area in table["area"]} == set(places.codes("county"))


def test_on_the_index_counties_stand_last_by_unit_and_are_found_by_it():
    entries = [
        {"area": area, "file": f"{area}.html", "error": "", "lead": "x。", "as_of": "2022-12-31", "lights": []}
        for area in ("610102", "610881", "610800", "tasks")
    ]
    rows = index.areas(entries, {entry["file"] for entry in entries})
    assert [row.code for row in rows] == ["610800", "tasks", "610102", "610881"]
    assert "榆林" in rows[-1].search
    groups = index.view(rows)["groups"]
    assert groups[-1]["heading"] == "区县"
    assert [row["judged"] for row in groups[-1]["rows"]] == ["", ""]
