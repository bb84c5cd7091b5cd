import pandas as pd

from ipanalytics.catalogue import places
from ipanalytics.ingestion import pipeline
from ipanalytics.observations import checks, corrections
from ipanalytics.report.sections.office import data_quality


def test_lead_counts_figures_sources_failed_checks_and_units(every):
    lead = data_quality.open_quality(every).lead
    assert lead.startswith(f"共{len(every):,}个数字，来自79个来源；16处检查未通过。")
    known = every[every["area"].isin(places.codes("unit")) & ~every["indicator"].isin(["population", "gdp"])]
    assert f"十二个单元中{known['area'].nunique()}个" in lead


def test_coverage_counts_periods(every):
    table = data_quality.draw_coverage(every).table.set_index("指标")
    known = every[(every["area"] == "610100") & (every["indicator"] == "inventions_in_force")]
    assert table.loc["有效发明专利拥有量", "西安"] == str(known["period"].nunique())
    assert table.loc["有效发明专利拥有量", "杨凌"] == "无数据"


def test_failed_checks_are_listed(every):
    assert len(data_quality.list_checks(every).exhibits[0].table) == 16


def test_榆林_s_misprinted_gdp_is_listed_with_its_proof():
    row = data_quality.list_corrections().exhibits[0].table.iloc[0]
    assert (row["原为"], row["改为"]) == ("6,844亿元", "6,544亿元")
    assert "人均180816元" in row["原因"]


def test_without_corrections_the_page_says_so(monkeypatch):
    monkeypatch.setattr(corrections, "load", dict)
    assert data_quality.list_corrections().prose == "没有对来源作过更正。"


def test_corrections_are_listed_with_their_reason(monkeypatch):
    one = corrections.Correction("cnipa_2022_c3", "610100", "utility_models_in_force", "2022", 1, 2, "误排")
    monkeypatch.setattr(corrections, "load", lambda: {"x": one})
    row = data_quality.list_corrections().exhibits[0].table.iloc[0]
    assert (row["原为"], row["改为"], row["原因"]) == ("1件", "2件", "误排")


def test_conflicts_name_both_values(every):
    table = data_quality.list_conflicts(every).exhibits[0].table
    assert {"1,316.3万人", "1,287.3万人"} <= set(table["数值"])


def test_every_source_has_its_vintage(every):
    table = data_quality.list_vintages(every).exhibits[0].table
    assert len(table) == every["source"].nunique()
    assert pd.to_numeric(table["数字"].str.replace(",", "")).sum() == len(every)


def test_failed_checks_are_worded_in_chinese(every):
    table = data_quality.list_checks(every).exhibits[0].table
    assert ("西安", "来源不一致") in set(zip(table["地区"], table["检查"], strict=True))
    assert not table.map(lambda text: "disagree" in text).any(axis=None)


def test_of_many_cells_the_first_are_named(every):
    table = data_quality.list_checks(every).exhibits[0].table
    (place,) = table.loc[table["检查"].eq("各地相加超过全省") & table["时期"].eq("2017年"), "位置"]
    assert place.count("；") == data_quality.MOST_CELLS
    assert place.endswith("；等11处")


def test_a_failed_check_says_both_figures(every):
    rows = data_quality.list_checks(every).exhibits[0].table
    assert rows["数字"].str.contains("；由其他数推得[0-9]").any()
    failure = checks.Failure("parts", "610800", "patent_grants", "2022", (9.0, 3.0, 4.0), ("A1", "A2", "A3"))
    assert data_quality._failed(failure)["数字"] == "9件；部分相加7件"
    total = checks.Failure("total", "", "patent_grants", "2022", (9.0, 7.0), ("A1", "A2"))
    assert data_quality._failed(total)["数字"] == "9件；所列各项相加7件"
    assert data_quality._failed(total)["地区"] == "合计"


def test_every_cell_not_used_is_listed_with_its_reason(monkeypatch):
    account = [
        ["a.xlsx", "Sheet!C6", "约3342", "left_out", "'约3342' isn't exact ('约'), expected an exact figure"],
        ["b.csv", "7", "吉林 2019", "missing", "空白"],
        ["c.csv", "", "", "refused", "data/raw/c.csv has no sidecar"],
        ["d.csv", "8", "增长", "check", "a rate of change, kept as a check"],
    ]
    columns = ["file", "line", "label", "fate", "reason"]
    monkeypatch.setattr(pipeline, "not_used", lambda: pd.DataFrame(account, columns=columns))
    section = data_quality.list_not_used()
    assert section.exhibits[0].table.to_numpy().tolist() == [
        ["a.xlsx", "Sheet!C6", "约3342", "没有用上", "'约3342'不是确数（'约'），应为确数"],
        ["b.csv", "第7行", "吉林 2019", "空缺", "空白"],
        ["c.csv", "", "", "文件不能用", "data/raw/c.csv没有来源说明"],
    ]
    assert section.exhibits[0].title == "3处没有用上"
    assert "另有1格是增长率、小计之类" in section.prose
    assert [exhibit.folded for exhibit in section.exhibits] == [True]
