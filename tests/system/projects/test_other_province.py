"""A made-up province, with its own guide, words and year, gets its pages from data."""

import pytest

from ipanalytics.cli import main
from ipanalytics.monitoring import assessment
from tests.system.projects.shanhai import AREAS, lay_out


@pytest.fixture
def shanhai(tmp_path, monkeypatch):
    """Lay out the project of the made-up province, and work in it."""
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    return lay_out(tmp_path)


@pytest.mark.usefixtures("shanhai")
def test_the_progress_of_another_province_is_judged_by_its_own_guide():
    year = assessment.load()
    assert (year.year, year.as_of) == (2031, "2031-09-30")
    whole = year.rows[year.rows["area"] == "900000"].set_index("target")
    assert (whole.loc["S1", "value"], whole.loc["S1", "status"]) == (36, "on_pace")
    assert whole.loc["S3", "status"] == "pending"
    regions = year.table[year.table["area"].isin(["shan", "hai"])].set_index("area")["value"]
    assert regions.to_dict() == {"shan": 15, "hai": 21}


def test_every_area_of_another_province_has_a_page_without_a_word_of_shaanxi(shanhai, capsys):
    out = shanhai / "pages"
    assert main.main(["render", "--out", str(out)]) == 0
    assert "is not an indicator" not in capsys.readouterr().err
    assert {path.name for path in out.glob("*.html")} == {"index.html", *(f"{code}.html" for code in AREAS)}
    for path in out.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert [word for word in ("陕西", "关中", "Shaanxi", "610000", "2022") if word in text] == [], path.name
    assert "山海" in (out / "index.html").read_text(encoding="utf-8")
