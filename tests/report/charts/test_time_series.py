import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import places
from ipanalytics.core.errors import CatalogueError
from ipanalytics.observations import derivation
from ipanalytics.observations.table import COLUMNS, until
from ipanalytics.report.charts import bars, time_series
from ipanalytics.report.sections import background


def rows(*given):
    return pd.DataFrame(
        [
            [area, id_, period, float(value), "件", "cstat_yearbook_2023", status, "表8-9"]
            for area, id_, period, value, status in given
        ],
        columns=COLUMNS,
    )


def by_type(status="final"):
    kinds = ("inventions_in_force", "utility_models_in_force", "designs_in_force", "patents_in_force")
    values = {"2021": (10, 20, 30, 60), "2022": (11, 22, 33, 66)}
    return rows(
        *(("610000", id_, year, v, status) for year, vs in values.items() for id_, v in zip(kinds, vs, strict=True))
    )


def test_types_are_drawn_as_they_stand_in_the_table():
    made = time_series.draw_by_type(by_type(), "610000", "in_force")
    drawn = {trace.name: list(trace.y) for trace in made.figure.data}
    assert drawn == {"发明": [10, 11], "实用新型": [20, 22], "外观设计": [30, 33]}


def test_title_states_total_and_change():
    made = time_series.draw_by_type(by_type(), "610000", "in_force")
    assert made.title == "陕西专利有效量2022年66件，比上年增长10.0%"


def test_data_table_holds_every_number_of_the_chart():
    expected = pd.DataFrame(
        {
            "年份": ["2021", "2022"],
            "发明": ["10", "11"],
            "实用新型": ["20", "22"],
            "外观设计": ["30", "33"],
            "合计": ["60", "66"],
        }
    )
    shown = time_series.draw_by_type(by_type(), "610000", "in_force").table
    assert_frame_equal(shown, expected, check_dtype=False)


def test_a_chart_of_one_synthetic_figure_is_synthetic():
    assert time_series.draw_by_type(by_type("synthetic"), "610000", "in_force").is_synthetic


def test_without_types_there_is_no_patent_section():
    section = background.patents_by_type(by_type(), "610800")
    assert section.exhibits == ()
    assert section.prose == ""


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


def test_rank_counts_the_provinces_with_more(figures):
    ranked = derivation.rank_provinces(figures, "inventions_in_force")
    year = ranked[ranked["period"] == "2023"]
    ours = year[year["area"] == "610000"].iloc[0]
    assert ours["rank"] == 1 + (year["value"] > ours["value"]).sum() == 11


def test_rank_over_time_has_a_point_for_each_year(figures):
    made = bars.draw_rank(figures, "inventions_in_force")
    assert list(made.figure.data[0].x) == list(range(2010, 2024))


def test_standing_is_for_the_province_only(figures):
    assert len(background.rank_among_provinces(figures, "610000").exhibits) == 2
    assert background.rank_among_provinces(figures, "610800").exhibits == ()


def test_rate_names_the_population_year_of_every_point(figures):
    table = background.rate_over_years(figures, "610000").exhibits[0].table.set_index("年末")
    assert table.loc["2023", "人口"] == "2022年末"
    assert table.loc["2021", "人口"] == "2020年11月1日"
    assert table.loc["2017", "人口"] == "公布时未注明"


def test_population_shares_are_of_the_province(figures):
    table = bars.draw_population(figures, "610800").table.set_index("单元")
    assert table.loc["榆林", "占全省"] == "9.2%"
    assert len(table) == 12


def test_population_marks_the_units_of_a_region(figures):
    bar = bars.draw_population(figures, "shaannan").figure.data[0]
    common = max(set(bar.marker.color), key=list(bar.marker.color).count)
    marked = {name for name, colour in zip(bar.y, bar.marker.color, strict=True) if colour != common}
    assert marked == {"汉中", "安康", "商洛"}


def test_history_draws_published_dates_only(figures):
    drawn = background.history(figures, "610100").exhibits
    inventions = next(e for e in drawn if "发明" in e.title)
    assert list(inventions.figure.data[0].y) == [3058, 7571, 12630, 14562, 60608]


def test_international_skips_years_that_are_not_known(figures):
    pct = background.applications_abroad(figures, "610000").exhibits[0]
    assert pct.table.to_numpy().tolist() == [["2018", "289"], ["2022", "542"], ["2023", "565"]]


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610100", "610403"])
def test_every_figure_says_in_words_what_it_shows(figures, area):
    sections = [
        background.patents_by_type(figures, area),
        background.rank_among_provinces(figures, area),
        background.rate_over_years(figures, area),
        background.history(figures, area),
        background.applications_abroad(figures, area),
    ]
    drawn = [bars.draw_population(figures, area), *(e for section in sections for e in section.exhibits)]
    assert all(exhibit.figure.layout.meta["alt"] for exhibit in drawn)
    assert all(exhibit.title.strip() for exhibit in drawn)


def test_as_of_leaves_only_what_was_there(figures):
    early = until(figures, "2015")
    made = background.patents_by_type(early, places.province()).exhibits[2]
    assert max(made.table["年份"]) == "2015"


def test_before_the_census_no_population_is_invented(figures):
    early = until(figures, "2015")
    made = bars.draw_population(early, "610800")
    assert made.figure is None
    assert "无数据" in made.title


def test_title_compares_only_years_counted_in_the_same_way(figures):
    titles = [exhibit.title for exhibit in background.patents_by_type(figures, "610000").exhibits]
    assert titles == [
        "陕西专利申请量2023年117,687件，比上年增长8.9%，是2017年的1.2倍",
        "陕西专利授权量2023年71,562件，比上年下降9.8%，是2021年的0.8倍",
        "陕西专利有效量2023年354,864件，比上年增长18.9%，是2021年的1.4倍",
    ]


@pytest.mark.parametrize(("year", "group"), [("2017", "applications"), ("2021", "grants")])
def test_in_the_first_year_of_a_new_way_of_counting_no_change_is_claimed(figures, year, group):
    title = time_series.draw_by_type(until(figures, year), "610000", group).title
    assert "比上年" not in title
    assert "倍" not in title


def test_rates_show_published_and_computed_ones_apart(figures):
    exhibit = background.rate_over_years(figures, "610000").exhibits[0]
    assert {trace.name: list(trace.text) for trace in exhibit.figure.data}["公布数"] == ["8.9", "10.3"]
    assert exhibit.table.set_index("年末").loc["2023", "件/万人"] == "25.83"


@pytest.mark.parametrize("area", ["610000", "610100", "610800"])
def test_every_point_says_where_its_figure_stands(synthetic_figures, area):
    sections = [
        background.patents_by_type,
        background.rate_over_years,
        background.history,
        background.applications_abroad,
    ]
    drawn = [one for draw in sections for one in draw(synthetic_figures, area).exhibits]
    drawn += [
        bars.draw_population(synthetic_figures, area),
        *background.rank_among_provinces(synthetic_figures, area).exhibits,
    ]
    assert drawn
    for trace in (trace for exhibit in drawn for trace in exhibit.figure.data):
        assert len(trace.hovertext) == len(trace.x)
        assert all("（" in text and "，" in text for text in trace.hovertext)


def test_a_point_names_its_own_cell(figures):
    trace = time_series.draw_by_type(figures, "610000", "in_force").figure.data[0]
    told = dict(zip(trace.x, trace.hovertext, strict=True))
    assert told[2020].replace("<br>", "").endswith("表8-9, 陕西, 发明")
    assert told[2020].startswith("2020年末：国家统计局")
