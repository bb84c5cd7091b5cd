import pytest

from ipanalytics.catalogue import breaks, indicators
from ipanalytics.core import i18n
from tests.rooms.catalogue.builders import refusal

FILE = "data/catalogue/breaks.csv"
CITIES = ["610100", "610400", "610400+610403"]


@pytest.mark.parametrize("area", CITIES)
@pytest.mark.parametrize("indicator", ["population", "gdp", "gdp_per_capita", "patent_grants_per_10k", "gi_marks"])
def test_nothing_of_西安_and_咸阳_is_compared_across_2021(area, indicator):
    pairs = [("2020", "2021"), ("2019", "2023"), ("2021", "2022"), ("2018", "2020")]
    assert [breaks.is_comparable(indicator, *pair, area) for pair in pairs] == [False, False, True, True]


@pytest.mark.parametrize("area", ["610200", "610500+610581", "610403", "guanzhong", "610000", ""])
def test_people_of_other_places_are_compared_across_2021(area):
    assert breaks.is_comparable("population", "2020", "2021", area)


@pytest.mark.parametrize(
    "indicator", ["patent_grants", "invention_grants_per_10k", "invention_grant_share", "inventions_in_force_per_10k"]
)
def test_a_rate_breaks_where_what_it_is_made_of_does(indicator):
    assert not breaks.is_comparable(indicator, "2020", "2021", "610800")
    assert breaks.is_comparable(indicator, "2021", "2023", "610800")


def test_a_break_without_a_year_is_only_told():
    assert breaks.note("population", "610800").startswith("2020年为第七次全国人口普查时点")
    assert breaks.is_comparable("population", "2019", "2021", "610800")


def test_a_note_says_each_reason_once_in_the_language_in_use():
    assert breaks.note("population", "610100").count("2021年起西安、咸阳换了统计范围") == 1
    with i18n.using("en"):
        assert "Xi'an and Xianyang are counted within other limits" in breaks.note("gdp", "610400")
    assert breaks.note("gdp", "610800") == ""


@pytest.mark.parametrize(
    "line",
    ["gdpp,,2021,试", "gdp,610009,2021,试", "gdp,,21,试", "gdp,,2021,", ",,2021,试", "population,,,又", "gdp,,2021"],
)
def test_a_wrong_row_is_refused(home, line):
    path = home / FILE
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    assert "breaks.csv" in refusal(breaks.breaks)


def test_a_project_without_the_file_has_none(home):
    (home / FILE).unlink()
    assert breaks.breaks() == ()
    assert all(breaks.is_comparable(id_, "2010", "2030", "610100") for id_ in indicators.indicators())
