import json

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import ipanalytics as ip
from ipanalytics.core import errors, project
from ipanalytics.interactive.figures import Figures
from ipanalytics.observations.table import COLUMNS
from ipanalytics.report.maps import boundaries

ROWS = [
    ["610800", "inventions_in_force", "2021", 498.0, "件", "made_up", "final", "表!B2"],
    ["610800", "inventions_in_force", "2022-09", 619.0, "件", "made_up", "final", "表!C2"],
    ["610600", "inventions_in_force", "2022-09", 500.0, "件", "made_up", "synthetic", "表!C3"],
    ["610100", "inventions_in_force", "2022-09", 64000.0, "件", "made_up", "final", "表!C4"],
    ["610100", "patent_grants", "2021", 60000.0, "件", "made_up", "final", "表!D4"],
    ["610600", "patent_grants", "2021", 700.0, "件", "made_up", "final", "表!D3"],
]


@pytest.fixture
def table():
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture
def few(table):
    return Figures(table)


def rows(*numbers):
    return pd.DataFrame([ROWS[n] for n in numbers], columns=COLUMNS)


def test_an_area_is_kept_by_name_code_or_english_name(few):
    for name in ("榆林", "榆林市", 610800, "Yulin"):
        assert_frame_equal(few.area(name).table, rows(0, 1))


def test_an_indicator_is_kept_by_id_short_name_name_or_english_name(few):
    for name in ("patent_grants", "专利授权量", "Patent grants"):
        assert_frame_equal(few.indicator(name).table, rows(4, 5))


def test_filters_leave_the_figures_before_as_they_were(few, table):
    few.area("榆林").latest()
    assert_frame_equal(few.table, table)


def test_latest_and_period_and_level(few):
    assert_frame_equal(few.area("榆林").latest().table, rows(1))
    assert_frame_equal(few.period(2021).indicator("inventions_in_force").table, rows(0))
    assert_frame_equal(few.indicator("inventions_in_force").level("unit", within="陕北").latest().table, rows(2, 1))


def test_a_misspelt_area_names_those_that_come_near(few):
    with pytest.raises(errors.CleaningError, match=r"(?s)'榆木' is no place.*榆林 \(610800\)"):
        few.area("榆木")


def test_a_misspelt_indicator_names_those_that_come_near(few):
    with pytest.raises(errors.CatalogueError, match=r"(?s)no indicator.*有效发明专利 \(inventions_in_force\)"):
        few.indicator("有效发名专利")


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


def test_the_repr_says_what_is_there_and_what_is_synthetic(few):
    assert repr(few.area("榆林").latest()) == "1 figure: 有效发明专利; 榆林; 2022-09"
    assert "演示数据 among them" in repr(few)
    assert "演示数据" in few._repr_html_()
    assert repr(few.area("西安").indicator("gdp")) == "0 figures: the filters leave none"


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


def test_a_demonstration_workbook_is_read_as_demonstration_data():
    figures = ip.read(project.data() / "synthetic" / "bulletin_2022-09.xlsx")
    assert set(figures.table["status"]) == {"synthetic"}
    assert figures.indicator("有效发明专利").area("榆林").period("2022-09").table["value"].tolist() == [619.0]


def test_the_package_offers_what_dir_says_and_nothing_else():
    assert sorted(ip.__all__) == dir(ip)
    assert all(getattr(ip, name).__doc__ for name in dir(ip))
    modules = {path.stem for path in project.package().glob("*.py")} - {"questions"}
    assert not modules & set(dir(ip)), "a module of the name would take its place"
    with pytest.raises(AttributeError, match="by hand it offers"):
        _ = ip.nothing
