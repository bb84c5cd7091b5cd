import re

from ipanalytics import catalogue, divisions, sources, tables


def test_published_and_unpublished_indicators_add_up(figures, every):
    exhibit = tables.list_published(figures, every, "610800").exhibits[0]
    lacking = exhibit.note.removeprefix("无数据：").removesuffix("。").split("、")
    named = {item.name for item in catalogue.indicators().values() if item.id not in tables.BACKGROUND}
    shown = set(exhibit.table["指标"])
    joined = "、".join(lacking)
    assert all((name in joined) != (name in shown) for name in named if name != "知识产权示范试点城市、园区和县（区）")


def test_西安_shows_its_published_figures(figures, every):
    table = tables.list_published(figures, every, "610100").exhibits[0].table.set_index("指标")
    assert table.loc["高价值发明专利拥有量", "数值"] == "23,713件"
    assert table.loc["高价值发明专利拥有量", "性质"] == "公布数"


def test_渭南_shows_figures_of_the_whole_city_under_that_name(figures, every):
    table = tables.list_published(figures, every, "610500").exhibits[0].table
    assert set(table["地区"]) == {"渭南", "渭南（含韩城）"}


def test_a_region_lists_its_units(figures, every):
    table = tables.list_published(figures, every, "shaanbei").exhibits[0].table
    assert {"陕北", "延安", "榆林"} == set(table["地区"])


def test_every_number_leads_to_a_listed_source(figures, every):
    for area in [divisions.PROVINCE, *divisions.codes("region"), *divisions.codes("unit")]:
        listed = set(tables.list_sources(every, area).exhibits[0].table["编号"])
        shown = tables.list_published(figures, every, area).exhibits[0].table["来源"]
        assert set(re.findall(r"\[\d+\]", "".join(shown))) <= listed


def test_contradictions_are_shown_with_the_one_taken(figures, every):
    table = tables.list_disagreements(figures, every, "610100").exhibits[0].table
    taken = dict(zip(table["数值"], table["采用"], strict=True))
    assert taken["1,287.3万人"] == "采用"
    assert taken["1,316.3万人"] == ""


def test_without_contradictions_there_is_no_section(figures, every):
    assert tables.list_disagreements(figures, every, "610800").exhibits == ()


def test_sources_say_whether_the_original_was_seen(every):
    table = tables.list_sources(every, "610100").exhibits[0].table
    assert set(table["所见"]) == {"原件", "转载"}
    assert len(table) == len(tables.page_sources(every, "610100"))
    assert set(tables.page_sources(every, "610100")) <= set(sources.load())
