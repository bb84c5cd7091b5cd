import re
from datetime import timedelta

import pandas as pd
import pytest

from ipanalytics.catalogue import sources
from ipanalytics.core import periods
from ipanalytics.core.errors import CatalogueError, SourceError


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


SERIES = re.compile(r"(synthetic_(?:bulletin|trademarks|gi_list)|cstat_yearbook|city_yearbook)_(\d{4})(?:-(\d\d|q\d))?")


def test_each_issue_that_is_here_came_when_the_schedule_says():
    """An issue of a yearbook is called by the year in which it comes."""
    came = 0
    for id_, source in sources.load().items():
        if not (issue := SERIES.fullmatch(id_)):
            continue
        year, part = int(issue[2]) - ("yearbook" in id_), issue[3] or ""
        months = {"": 12, "q": 3}.get(part[:1], 1)
        before = periods.parse(f"{year}-{part.upper()}" if part else f"{year}").start - timedelta(days=1)
        assert source.published.startswith(sources.next_release(id_, before)), id_
        assert next(release.every for release in sources.releases() if id_.startswith(release.source)) == months
        came += 1
    assert came == 43


def test_schedules_that_cannot_be_are_refused_with_their_lines(small, monkeypatch):
    wrong = ["a_,week,1,15,seen", ",month,1,15,seen", "a_,month,1,15,", "a_,month,13,,seen", "a_,month,1,31,seen",
             "a_,year,,15,seen", "a_,month,-1,,seen", "a_,month,1,1.5,seen"]  # fmt: skip
    rows = ["source,every,months_after,day,basis", "b_,month,1,28,seen", *wrong, "c_,year,,,seen"]
    (small / "data" / "catalogue" / "releases.csv").write_text("\n".join(rows) + "\n", "utf-8")
    monkeypatch.setenv("IPANALYTICS_HOME", str(small))
    with pytest.raises(CatalogueError) as refusal:
        sources.releases()
    named = re.findall(r"line (\d+)", str(refusal.value))
    assert sorted(map(int, named)) == list(range(3, 3 + len(wrong)))
