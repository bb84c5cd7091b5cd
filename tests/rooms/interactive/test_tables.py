import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import ipanalytics as ip
from ipanalytics.report import wording


def test_units_of_a_region_are_listed_with_their_names():
    expected = pd.DataFrame(
        [["610600", "延安市", "延安", "Yan'an", "陕北"], ["610800", "榆林市", "榆林", "Yulin", "陕北"]],
        columns=["area", "name", "short", "english", "region"],
    )
    assert_frame_equal(ip.areas(within="陕北"), expected)


def test_provinces_lie_in_no_region():
    assert ip.areas("province")["region"].eq("").all()


@pytest.mark.parametrize("word", ["地理标志", "gi_new", "GEOGRAPHICAL"])
def test_an_indicator_is_found_by_a_part_of_any_of_its_names(word):
    assert "gi_new" in ip.indicators(word)["indicator"].tolist()


def test_lights_of_a_place_are_those_of_the_progress_table(september):
    lights = ip.judge("2022-09", area="榆林")
    rows = september.rows[september.rows["area"] == "610800"]
    assert lights["target"].tolist() == rows["target"].tolist()
    assert lights["light"].tolist() == rows["status"].map(wording.status).tolist()


def test_a_figure_is_cited_with_publication_and_cell(table):
    cited = ip.cite(table.tail(1))
    assert cited.iloc[0].drop("出处").tolist() == ["延安", "专利授权量", "2021年", "700件", "公布数"]
    assert "表!D3" in cited["出处"].iloc[0]


def test_sources_are_listed_with_the_number_of_figures(table):
    listed = ip.list_sources(table.assign(source=["a; b", *["a"] * 5]))
    assert listed[["source", "figures"]].to_numpy().tolist() == [["a", 6], ["b", 1]]
