import pytest

from ipanalytics.catalogue import indicators, places
from ipanalytics.report.sections.published import drawings


def test_the_map_hatches_who_has_no_figure_and_keeps_its_classes(figures_of_units):
    exhibit = drawings.draw_map(figures_of_units, "610800", "2023")
    assert exhibit.title == "2023年每万人口发明专利授权：10个单元有数，杨凌、韩城无数据"
    drawn = {unit["code"]: unit["fill"] for unit in exhibit.drawing.context["map"]["units"]}
    assert sorted(code for code, fill in drawn.items() if not fill) == ["610403", "610581"]
    # 西安 alone is in the highest class; the others have four classes among them.
    assert len(set(drawn.values()) - {""}) == 5
    assert len(exhibit.drawing.context["legend"]) == len(indicators.indicator("invention_grants_per_10k").breaks) + 2


def test_a_suspect_figure_has_no_colour(figures_of_units):
    exhibit = drawings.draw_map(figures_of_units, "610800", "2022")
    drawn = {unit["code"]: unit["fill"] for unit in exhibit.drawing.context["map"]["units"]}
    assert drawn["610800"] == ""
    assert "榆林" in exhibit.title


def test_growth_stands_in_the_order_of_the_units(figures_of_units):
    exhibit = drawings.draw_growth(figures_of_units, "610000", "2023")
    units = [places.name_of(code, short=True) for code in places.codes("unit")]
    assert [name.partition("（")[0] for name in exhibit.table["地区"]] == units
    assert exhibit.title == "2023年比上年：专利授权量10市合计−9.8%；发明专利授权量9市合计+15.6%"
    inventions = exhibit.figure.data[1]
    assert "榆林" not in inventions.y
    assert len(inventions.x) == 9


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("610300", "宝鸡−5.7%，10市合计−9.8%；发明专利授权量宝鸡+40.9%，9市合计+15.6%"),
        ("610800", "榆林−4.2%，10市合计−9.8%；发明专利授权量9市合计+15.6%"),
        ("610403", "10市合计−9.8%；发明专利授权量9市合计+15.6%"),
        ("guanzhong", "关中5市合计−10.7%，10市合计−9.8%；发明专利授权量关中5市合计+15.4%，9市合计+15.6%"),
        ("shaanbei", "陕北2市合计−3.6%，10市合计−9.8%；发明专利授权量延安+60.8%，9市合计+15.6%"),
    ],
)
def test_growth_is_told_of_a_place_beside_all(figures_of_units, area, told):
    exhibit = drawings.draw_growth(figures_of_units, area, "2023")
    assert exhibit.title == f"2023年比上年：专利授权量{told}"


def test_without_two_years_counted_in_one_way_nothing_grows(figures_of_units):
    # In 2021 grants were first counted by the applicant's address.
    drawn = drawings.draw_beside(figures_of_units, "610800", "2021")
    assert ["比上年" in exhibit.title for exhibit in drawn] == [False]


def test_columns_tell_suspect_years_apart(figures_of_units):
    rows = figures_of_units[figures_of_units["area"] == "610800"]
    rows = rows[rows["indicator"].eq("invention_grants")].assign(year=rows["period"].str[:4])
    exhibit = drawings.draw_columns(rows.sort_values("period"), "榆林")
    looks = {trace.name: list(trace.x) for trace in exhibit.figure.data}
    assert looks == {"公布数": [2018, 2021, 2023], "疑误：与其他公布数明显不合，可能印错": [2017, 2019, 2020, 2022]}


def test_units_are_listed_in_their_order_with_marks_on_suspect_figures(figures_of_units):
    table = drawings.list_units(figures_of_units, "610000", "2022").table.set_index("地区")
    assert table.loc["榆林", "发明专利授权量"] == "601*"
    assert table.loc["西安", "每万人发明授权"] == "13.19"
    assert table.loc["韩城"].tolist() == ["无数据"] * 6
