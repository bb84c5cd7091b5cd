import pandas as pd

from ipanalytics.observations import table
from ipanalytics.report import citations

ONE, TWO = "cnipa_2022_c3", "shaanxi_census_2020_reprint; cnipa_2022_c3"
ROWS = [
    ["610000", "inventions_in_force", "2022", 1.0, "件", ONE, "final", "表3, 陕西, 发明"],
    ["610000", "population", "2021", 1.0, "人", TWO, "derived", "610100 + 610800"],
    *(["610000", "gi_new", f"2022-0{month}", 1.0, "件", ONE, "final", f"B{month}"] for month in range(1, 6)),
]
TABLE = pd.DataFrame(ROWS, columns=table.COLUMNS)


def test_a_figure_is_cited_with_period_publication_file_and_cell():
    told = citations.citer(TABLE)([("610000", "inventions_in_force", "2022")])
    assert told.startswith("2022年末：国家知识产权局")
    assert told.endswith("，表3, 陕西, 发明")
    assert ".csv）" in told


def test_a_computed_figure_names_its_publications_and_how_it_was_made():
    told = citations.citer(TABLE)([("610000", "population", "2021")])
    assert told.endswith("西安 + 榆林")
    assert told.count(".csv）") == 2


def test_many_places_are_counted():
    told = citations.citer(TABLE)([("610000", "gi_new", f"2022-0{month}") for month in range(1, 6)])
    assert told.count("；") == 3
    assert told.endswith("；等5处")


def test_a_figure_that_is_not_there_has_no_citation():
    assert citations.citer(TABLE)([("610800", "gi_new", "2022-01")]) == ""
