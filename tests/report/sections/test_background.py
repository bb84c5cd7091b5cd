import pytest

from ipanalytics.catalogue import places
from ipanalytics.observations import table
from ipanalytics.report import exhibits
from ipanalytics.report.sections import background, contributions, headline, lead_map, status_table, targets

AREAS = [places.province(), *places.codes("region"), *places.codes("unit")]


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
