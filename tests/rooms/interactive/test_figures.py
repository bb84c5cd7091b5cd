from dataclasses import replace
from importlib import metadata

import pytest
from pandas.testing import assert_frame_equal

import ipanalytics as ip
from ipanalytics.core import errors, project
from ipanalytics.observations.table import COLUMNS


@pytest.fixture
def rows(table):
    """Return a function that picks rows of the table by their numbers."""
    return lambda *numbers: table.loc[list(numbers)].reset_index(drop=True)


def test_an_area_is_kept_by_name_code_or_english_name(few, rows):
    for name in ("榆林", "榆林市", 610800, "Yulin"):
        assert_frame_equal(few.area(name).table, rows(0, 1))


def test_an_indicator_is_kept_by_id_short_name_name_or_english_name(few, rows):
    for name in ("patent_grants", "专利授权量", "Patent grants"):
        assert_frame_equal(few.indicator(name).table, rows(4, 5))


def test_filters_leave_the_figures_before_as_they_were(few, table):
    few.area("榆林").latest()
    assert_frame_equal(few.table, table)


def test_latest_and_period_and_level(few, rows):
    assert_frame_equal(few.area("榆林").latest().table, rows(1))
    assert_frame_equal(few.period(2021).indicator("inventions_in_force").table, rows(0))
    assert_frame_equal(few.indicator("inventions_in_force").level("unit", within="陕北").latest().table, rows(2, 1))


def test_a_misspelt_area_names_those_that_come_near(few):
    with pytest.raises(errors.CleaningError, match=r"(?s)'榆木' is not a known place.*榆林 \(610800\)"):
        few.area("榆木")


def test_a_misspelt_indicator_names_those_that_come_near(few):
    with pytest.raises(errors.CatalogueError, match=r"(?s)no indicator.*有效发明专利 \(inventions_in_force\)"):
        few.indicator("有效发名专利")


def test_the_repr_says_what_is_there_and_what_is_synthetic(few):
    assert repr(few.area("榆林").latest()) == "1 figure: 有效发明专利; 榆林; 2022-09"
    assert "演示数据 among them" in repr(few)
    assert "演示数据" in few._repr_html_()
    assert repr(few.area("西安").indicator("gdp")) == "0 figures: the filters leave none"


def test_later_figures_that_nobody_asked_to_leave_out_are_told_once(few):
    later = replace(few, later=605, as_of="2022-12-31", year=2022)
    told = "605 figures end after 2022-12-31, to which the targets of 2022 are judged: name a later period to see them"
    assert told in repr(later)
    assert told in later._repr_html_()
    assert told not in repr(later.area("榆林"))
    assert ip.load().later > 0
    assert ip.load("2022-12").later == 0


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


def test_the_package_says_its_version():
    assert ip.__version__ == metadata.version("ipanalytics")


def test_what_a_dataframe_has_is_found_beside(few):
    with pytest.raises(AttributeError, match=r"no 'groupby'; .table and .named\(\) are DataFrames, which have groupby"):
        few.groupby("area")
    with pytest.raises(AttributeError, match="^figures have no 'nothing'$"):
        _ = few.nothing


def test_figures_have_names_beside_their_codes(few):
    yulin = few.area("榆林")
    assert list(yulin.named().columns[:4]) == ["area", "place", "indicator", "name"]
    assert yulin["place"].tolist() == ["榆林", "榆林"]
    assert_frame_equal(yulin.head(1), yulin[["area", "place", "indicator", "name", *COLUMNS[2:]]].head(1))
    assert "place" not in yulin.table


def test_figures_are_written_with_names_and_the_mark(few, tmp_path):
    text = few.area("榆林").to_csv(tmp_path / "榆林.csv")
    assert (tmp_path / "榆林.csv").read_bytes() == b"\xef\xbb\xbf" + text.encode()
    assert text.splitlines()[1].startswith("610800,榆林市,inventions_in_force,有效发明专利拥有量,2021,498.0,件,final")
