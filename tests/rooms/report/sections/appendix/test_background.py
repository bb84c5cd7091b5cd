import pytest

from ipanalytics.catalogue import places
from ipanalytics.observations import table
from ipanalytics.observations.table import until
from ipanalytics.report import exhibits
from ipanalytics.report.charts import bars
from ipanalytics.report.sections import contributions, headline, lead_map, targets
from ipanalytics.report.sections.appendix import background
from ipanalytics.report.sections.lights import status_table
from tests.rooms.report.charts.rows import by_type

# All levels; the units that lie in a region of their own kind, with counties and without.
AREAS = [places.province(), *places.codes("region"), "610100", "610403", "610581", "610800"]


def exhibits_of(shown):
    """Return all exhibits of a section or chapter."""
    sections = shown.sections if isinstance(shown, exhibits.Chapter) else (shown,)
    return [exhibit for section in sections for exhibit in section.exhibits]


def progress_of(made, area):
    """Return what the notebook shows of an area's progress."""
    drawn = [
        lead_map.draw_lead_map, status_table.draw_lights, status_table.draw_heat, targets.draw_targets,
        contributions.draw_contributions, contributions.draw_compared, status_table.draw_milestones,
    ]  # fmt: skip
    return [draw(made, area) for draw in drawn]


def chapters_of(made, every, area):
    return [background.draw_background(made.table, area), background.list_figures(made.table, every, area)]


@pytest.mark.parametrize("area", ["610000", "610800"])
def test_the_background_begins_with_place_and_people(figures, area):
    first = background.draw_background(figures, area).sections[0]
    assert first.heading == "位置与人口"
    assert len(first.exhibits) == 2
    assert "十二个单元" in first.prose


def test_the_background_has_no_heading_twice(figures):
    headings = [
        section.heading for section in background.draw_background(figures, "610000").sections if section.exhibits
    ]
    assert len(headings) == len(set(headings)) > 3


def test_the_lists_end_with_the_sources(figures, every):
    sections = background.list_figures(figures, every, "610000").sections
    assert sections[-1].exhibits[0].table.columns[0] == "编号"


def test_without_figures_the_background_says_that_there_are_none():
    titles = [exhibit.title for exhibit in exhibits_of(background.draw_background(table.empty(), "610800"))]
    assert any("无数据" in title or "没有" in title for title in titles)


def says(exhibit):
    return str(exhibit.part())


@pytest.mark.parametrize("area", AREAS)
def test_progress_by_real_figures_never_says_演示数据(real_year, area):
    assert not headline.open_report(real_year, area).is_synthetic
    for shown in progress_of(real_year, area):
        for exhibit in exhibits_of(shown):
            assert "演示数据" not in says(exhibit), exhibit.title
            assert not exhibit.is_synthetic


def test_real_figures_hold_nothing_that_could_mark_an_exhibit(real_year, every):
    assert not real_year.table["status"].eq("synthetic").any()
    assert not every["status"].eq("synthetic").any()
    assert not real_year.rows["flags"].str.contains("synthetic").any()


@pytest.mark.parametrize("area", ["610000", "shaanbei", "610800"])
def test_background_of_real_figures_never_says_演示数据(real_year, every, area):
    for shown in chapters_of(real_year, every, area):
        assert all("演示数据" not in says(exhibit) for exhibit in exhibits_of(shown))


@pytest.mark.parametrize("area", ["610000", "610800"])
def test_progress_says_演示数据_where_a_synthetic_figure_is_behind_it_and_only_there(september, area):
    for shown in progress_of(september, area):
        for exhibit in exhibits_of(shown):
            is_synthetic = exhibit.evidence["status"].eq("synthetic").any()
            assert (exhibit.part()["mark"] == "演示数据") == is_synthetic, exhibit.title


def test_without_types_there_is_no_patent_section():
    section = background.patents_by_type(by_type(), "610800")
    assert section.exhibits == ()
    assert section.prose == ""


def test_standing_is_for_the_province_only(figures):
    assert len(background.rank_among_provinces(figures, "610000").exhibits) == 2
    assert background.rank_among_provinces(figures, "610800").exhibits == ()


def test_rate_names_the_population_year_of_every_point(figures):
    table = background.rate_over_years(figures, "610000").exhibits[0].table.set_index("年末")
    assert table.loc["2023", "人口"] == "2022年末"
    assert table.loc["2021", "人口"] == "2020年11月1日"
    assert table.loc["2017", "人口"] == "公布时未注明"


def test_history_draws_published_dates_only(figures):
    drawn = background.history(figures, "610100").exhibits
    inventions = next(e for e in drawn if "发明" in e.title)
    assert list(inventions.figure.data[0].y) == [3058, 7571, 12630, 14562, 60608, 124675]


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


def test_title_compares_only_years_counted_in_the_same_way(figures):
    titles = [exhibit.title for exhibit in background.patents_by_type(figures, "610000").exhibits]
    assert titles == [
        "陕西专利申请量2023年117,687件，比上年增长8.9%，是2017年的1.2倍",
        "陕西专利授权量2023年71,562件，比上年下降9.8%，是2021年的0.8倍",
        "陕西专利有效量2023年354,864件，比上年增长18.9%，是2021年的1.4倍",
    ]


def test_rates_show_published_and_computed_ones_apart(figures):
    exhibit = background.rate_over_years(figures, "610000").exhibits[0]
    assert {trace.name: list(trace.text) for trace in exhibit.figure.data}["公布数"] == ["3.85", "8.9", "10.3"]
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
