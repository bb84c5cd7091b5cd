import pytest

from ipanalytics.core.errors import CatalogueError
from ipanalytics.ingestion.text import publications


@pytest.mark.parametrize(
    ("text", "title", "period"),
    [
        ("中国城市统计年鉴2024", "中国城市统计年鉴", "2023"),
        ("中国城市统计年鉴—2024", "中国城市统计年鉴", "2023"),
        ("《中国城市统计年鉴（2019）》", "中国城市统计年鉴", "2018"),
        ("2024年版中国城市统计年鉴", "中国城市统计年鉴", "2023"),
        ("2-17 科技创新 中国城市统计年鉴 2021.xlsx", "中国城市统计年鉴", "2020"),
        ("China City Statistical Yearbook 2022", "中国城市统计年鉴", "2021"),
        ("cyb2016_t2-13_gdp.xlsx", "中国城市统计年鉴", "2015"),
        ("CYB-2016", "中国城市统计年鉴", "2015"),
        ("中国科技统计年鉴—2014", "中国科技统计年鉴", "2013"),
    ],
)
def test_an_edition_has_the_figures_of_the_year_before(text, title, period):
    found = publications.edition(text, "the file's name")
    assert (found.title, found.period) == (title, period)
    assert found.reason.startswith(f"the period {period} after the file's name")


@pytest.mark.parametrize(
    "text",
    [
        "中国城市统计年鉴2016-2024",
        "中国城市统计年鉴",
        "cybernetics 2024",
        "mycyb2024.xlsx",
        "wide_2023.xlsx",
        "2024",
        "陕西统计年鉴2024",
        "中国城市统计年鉴2024和中国城市统计年鉴2023",
        "中国城市统计年鉴20245",
    ],
)
def test_without_one_edition_of_a_known_publication_there_is_no_rule(text):
    assert publications.edition(text, "") is None


def test_the_table_is_asked_before_its_source_and_its_file_and_folder():
    line, file = "中国城市统计年鉴—2024", "/data/中国城市统计年鉴2018/cyb2019_t2-1.xlsx"
    assert publications.find([line], "中国城市统计年鉴2020", file).year == 2024
    assert publications.find(["2-1 人口数"], "中国城市统计年鉴2020", file).year == 2020
    assert publications.find([], "", file).year == 2019
    assert publications.find([], "", "/data/中国城市统计年鉴2018/t2-1.xlsx").year == 2018
    assert publications.find([], "", "table.xlsx") is None


@pytest.mark.parametrize("edition", range(2016, 2025))
def test_every_edition_of_the_yearbook_of_cities_says_whom_it_counts(edition):
    found = publications.edition(f"中国城市统计年鉴{edition}", "")
    means, reason = publications.meaning(found, "population")
    assert means == ("population" if edition in (2021, 2024) else "registered_population")
    assert reason


def test_an_edition_without_a_rule_leaves_the_word_open():
    found = publications.edition("中国城市统计年鉴2025", "")
    assert publications.meaning(found, "population") is None
    assert publications.has_rules(found, "population")
    assert not publications.has_rules(found, "gdp")


def test_rules_of_an_unknown_indicator_are_named(tmp_path, monkeypatch):
    folder = tmp_path / "data" / "catalogue"
    folder.mkdir(parents=True)
    for name in ("indicators.yaml", "units.csv", "settings.yaml"):
        source = publications.project.data("catalogue") / name
        (folder / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "publications.csv").write_text("name,title,lag,reason\n年鉴,年鉴,x,\n", encoding="utf-8")
    (folder / "editions.csv").write_text("title,edition,word,means,reason\n年鉴,2024,nonsense,gdp,\n", encoding="utf-8")
    monkeypatch.setenv("IPANALYTICS_HOME", str(tmp_path))
    with pytest.raises(CatalogueError, match=r"(?s)nonsense.*lag 'x'"):
        publications.edition("年鉴2024", "")


def meant(edition="", *, resident=False, districts=False, id_="population"):
    found = publications.edition(edition, "") if edition else None
    return publications.meant(id_, found, is_resident=resident, has_districts=districts)


@pytest.mark.parametrize(("edition", "means"), [(2020, "registered_population"), (2021, "population")])
def test_an_edition_says_whom_it_counts(edition, means):
    told = meant(f"中国城市统计年鉴{edition}", districts=True)
    assert (told.id, told.unclear) == (means, "")
    assert told.note.startswith("read as ")


def test_what_the_table_itself_says_needs_no_rule():
    assert meant("中国城市统计年鉴2022", resident=True) == publications.Meant("population")
    assert meant("中国城市统计年鉴2022", id_="gdp") == publications.Meant("gdp")


def test_people_of_cities_and_their_districts_without_an_edition_are_left_out():
    assert meant(districts=True) == publications.Meant("", unclear=publications.UNSAID)
    assert meant("中国城市统计年鉴2030") == publications.Meant("", unclear=publications.UNSAID)


def test_people_of_other_tables_are_residents():
    assert meant() == publications.Meant("population")
