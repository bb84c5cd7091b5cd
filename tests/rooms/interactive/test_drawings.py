import json

import pytest

import ipanalytics as ip
from ipanalytics.core import errors
from ipanalytics.interactive import drawings
from ipanalytics.report import wording
from ipanalytics.report.maps import boundaries, target_maps


def test_a_drawing_of_several_indicators_says_how_one_is_chosen(few):
    with pytest.raises(errors.CatalogueError, match=r"expected one indicator, found 2; choose one with .indicator"):
        few.map()


def test_a_drawing_of_nothing_says_so(few):
    with pytest.raises(errors.CleaningError, match="no figure is left"):
        few.area("榆林").indicator("gdp").history()


def test_a_table_without_a_column_is_refused(table):
    with pytest.raises(errors.CleaningError, match=r"lacks the columns \['cell'\]"):
        ip.draw_map(table.drop(columns="cell"))


def test_a_plain_table_is_drawn_like_figures(few, table):
    wanted = table[table["indicator"] == "inventions_in_force"]
    assert ip.draw_map(wanted).title == few.indicator("inventions_in_force").map().title


def test_shapes_are_a_geodataframe_that_draws(few):
    found = few.indicator("inventions_in_force").period("2022-09").shapes()
    assert list(found["place"]) == ["西安", "延安", "榆林"]
    assert str(found.crs) == boundaries.WGS84
    assert found.geometry.iloc[2].equals(boundaries.load("unit").geometry["610800"])
    assert found.plot("value") is not None
    assert json.dumps("榆林").strip('"') in found.explore("value", tiles=None).get_root().render()


def test_what_is_drawn_from_synthetic_figures_knows_it(few):
    assert few.indicator("inventions_in_force").chart("2022-09").is_synthetic
    assert not few.area("西安").indicator("inventions_in_force").chart("2022-09").is_synthetic


def test_applications_and_grants_are_not_ordered_by_size(few):
    drawn = few.indicator("patent_grants").chart("2021")
    assert list(drawn.table["地区"]) == ["西安", "延安"]
    assert "不排名" in drawn.note


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        (["610800", "610600"], ("unit", "shaanbei")),
        (["610800", "610100"], ("unit", "610000")),
        (["shaanbei", "guanzhong"], ("region", "610000")),
        (["610802", "610822"], ("county", "shaanbei")),
    ],
)
def test_a_map_shows_the_places_of_the_table_and_the_region_that_holds_them(table, areas, expected):
    assert drawings._ground(table.head(len(areas)).assign(area=areas)) == expected


def test_places_outside_the_map_are_refused(table):
    with pytest.raises(errors.CatalogueError, match="there is no map of them"):
        ip.draw_map(table.head(1).assign(area="110000"))


def test_the_map_of_a_target_is_that_of_the_report(september):
    exhibit = ip.draw_progress("T01", as_of="2022-09")
    part = target_maps.by_target(september)[wording.headings(september.targets)["T01"]]
    assert exhibit.title.startswith("每万人高价值专利，2022年9月30日：")
    assert len(exhibit.table) == len(part) == 12
    assert "共12个单元有这项任务" in exhibit.note
    assert exhibit.is_synthetic


def test_a_flow_is_drawn_over_periods_of_one_length(table):
    periods = ["2020", "2021", "2022-09"]
    flow = table.head(3).assign(area="610100", indicator="patent_grants", period=periods)
    assert drawings.one_length(flow, "patent_grants")["period"].tolist() == ["2020", "2021"]
    assert drawings.one_length(flow, "inventions_in_force")["period"].tolist() == periods
