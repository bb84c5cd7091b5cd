import pytest

from ipanalytics.core.errors import CatalogueError
from ipanalytics.observations.table import until
from ipanalytics.report.charts import bars


@pytest.mark.parametrize("indicator", ["invention_applications", "patent_grants", "pct_applications"])
def test_ranking_by_applications_or_grants_is_refused(figures, indicator):
    with pytest.raises(CatalogueError, match="陕知发〔2022〕38号"):
        bars.draw_provinces(figures, indicator)


def test_provinces_are_ordered_and_陕西_is_marked(figures):
    made = bars.draw_provinces(figures, "inventions_in_force")
    bar = made.figure.data[0]
    assert list(bar.x) == sorted(bar.x, reverse=True)
    assert len(bar.y) == 31
    assert len(set(bar.marker.color)) == 2
    assert bar.marker.color[list(bar.y).index("陕西")] != bar.marker.color[0]


def test_rank_over_time_has_a_point_for_each_year(figures):
    made = bars.draw_rank(figures, "inventions_in_force")
    assert list(made.figure.data[0].x) == list(range(2010, 2024))


def test_population_shares_are_of_the_province(figures):
    table = bars.draw_population(figures, "610800").table.set_index("单元")
    assert table.loc["榆林", "占全省"] == "9.2%"
    assert len(table) == 12


def test_population_marks_the_units_of_a_region(figures):
    bar = bars.draw_population(figures, "shaannan").figure.data[0]
    common = max(set(bar.marker.color), key=list(bar.marker.color).count)
    marked = {name for name, colour in zip(bar.y, bar.marker.color, strict=True) if colour != common}
    assert marked == {"汉中", "安康", "商洛"}


def test_before_the_census_no_population_is_invented(figures):
    early = until(figures, "2015")
    made = bars.draw_population(early, "610800")
    assert made.figure is None
    assert "无数据" in made.title


@pytest.mark.parametrize(
    ("indicator", "areas", "title"),
    [
        ("inventions_in_force", ["140000", "610000"], "有效发明专利拥有量，2020年末：陕西最高，山西最低"),
        ("inventions_in_force", ["610000"], "有效发明专利拥有量，2020年末：陕西最多"),
        ("inventions_in_force", ["611024"], "有效发明专利拥有量，2020年末：无数据"),
        ("patent_grants", ["140000", "610000"], "专利授权量，2020年：2个地方有数"),
    ],
)
def test_a_title_says_who_is_highest(figures, indicator, areas, title):
    assert bars.title_of(figures, indicator, "2020", areas) == title
