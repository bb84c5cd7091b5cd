import pandas as pd
import pytest

from ipanalytics.catalogue import sources
from ipanalytics.core.errors import SourceError


def test_publication_dates_are_text_that_sorts():
    published = sources.published()
    assert published["shaanxi_census_2020_reprint"] == "2021-05"
    assert published["hancheng_census_2020_reprint"] == ""


def test_ids_of_computed_figures_are_taken_apart():
    assert sources.ids_of(pd.Series(["b; a", "a", None, "c"])) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("id_", "cited"),
    [
        ("cstat_yearbook_2011", "国家统计局、科学技术部《中国科技统计年鉴2011》"),
        ("shaanxi_pledge_2017_reprint", "陕西省专利权质押合同登记数连续三年位居全国前列（央广网转载陕西传媒网）"),
    ],
)
def test_a_citation_says_who_what_and_whether_a_reprint(id_, cited):
    assert sources.cite(id_) == cited


def test_an_unknown_source_is_not_cited():
    with pytest.raises(SourceError, match="'nobody' is not a source"):
        sources.cite("nobody")


def test_a_synthetic_file_says_so_where_it_is_cited():
    assert sources.cite("synthetic_bulletin_2022-09") == "ipanalytics 生成器《演示数据：2022年9月知识产权主要指标月报》"
