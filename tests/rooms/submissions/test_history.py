import pytest

from ipanalytics.catalogue.journal import Entry
from ipanalytics.core.errors import CatalogueError
from ipanalytics.submissions import filing, history

HEADER = "area,area_name,indicator,period,value,unit,source,status,cell,note\n"
SOURCE = "submitted-610800-2022-12"


def line(indicator, value, note=""):
    return f"610800,榆林市,{indicator},2022,{value},件,{SOURCE},submitted,指标数据!F5,{note}\n"


def file(day, *lines):
    entry = Entry(f"2022-12-{day}T09:00:00.000", f"2022-12-{day}", "2022-12", "610800", "x.xlsx", day, "", 0, (), "")
    return filing.accept(entry, b"", figures=HEADER + "".join(lines), explanations=filing.as_csv([]))


@pytest.fixture
def filed(small):
    file("18", line("gi_new", 2), line("patents_in_force", 900))
    file("20", line("gi_new", 3), line("patents_in_force", 900))
    file("21", line("gi_new", "", "未填"), line("patents_in_force", 900))
    return small


def told(rows):
    return rows[["what", "day", "value", "before"]].astype(object).where(rows.notna(), None).to_numpy().tolist()


def test_a_figure_is_followed_through_its_versions(filed):
    assert told(history.follow("610800", "gi_new")[["what", "day", "value", "before"]]) == [
        ["reported", "2022-12-18", 2.0, None],
        ["restated", "2022-12-20", 3.0, 2.0],
        ["taken_back", "2022-12-21", None, 3.0],
    ]


def test_a_figure_that_stays_is_told_once(filed):
    assert list(history.follow("610800", "patents_in_force")["what"]) == ["reported"]


def test_a_unit_without_workbooks_has_no_history(filed):
    assert history.as_text(history.follow("610700"), "610700") == "汉中市\n没有报送记录\n"


def test_a_published_figure_of_the_same_days_is_compared(filed, monkeypatch):
    every = history.pipeline.load_every()
    published = every.head(1).assign(
        area="610800", indicator="patents_in_force", period="2022-01/2022-12", value=901.0, unit="件", status="final"
    )
    monkeypatch.setattr(history.pipeline, "load_every", lambda: published)
    (_, row) = history.follow("610800", "patents_in_force").to_dict("records")
    assert (row["what"], row["value"], row["before"]) == ("differs", 901, 900)
    assert row["day"] == history.sources.published()[row["source"]]


def test_lines_say_who_said_what_when(filed):
    lines = history.as_text(history.follow("610800", "gi_new"), "610800").splitlines()
    assert lines[:3] == [
        "榆林市",
        f"2022-12-18  报送  新增地理标志 2022：2件（{SOURCE} 指标数据!F5）",
        f"2022-12-20  修订  新增地理标志 2022：2件改为3件（{SOURCE} 指标数据!F5）",
    ]


def test_a_target_is_named_by_its_id_or_its_indicators_name(filed):
    assert history.find("T05", 2022) == history.find("新增知识产权优势企业", 2022) == "advantage_enterprises_new"
    assert history.find("T01", 2022) == "high_value_inventions"
    with pytest.raises(CatalogueError):
        history.find("T99", 2022)
