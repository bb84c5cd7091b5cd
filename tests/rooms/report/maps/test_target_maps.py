import re

import pandas as pd
import pytest
from plotly.colors import sample_colorscale

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.monitoring import progress
from ipanalytics.report.maps import plain_maps, target_maps

UNITS = places.codes("unit")
RATE = "high_value_inventions_per_10k"


def maps(made, area="610000"):
    """Return the maps of the targets that can be drawn, by heading."""
    ground = target_maps.ground(area)
    parts = target_maps.by_target(made)
    return {name: target_maps.draw_map(part, ground) for name, part in parts.items() if target_maps.is_mapped(part)}


@pytest.fixture(scope="module")
def panels(three):
    return list(maps(three, "610800").values())


def units_of(figure):
    return {trace.meta["area"]: trace for trace in figure.data if trace.fill == "toself"}


@pytest.fixture(scope="module")
def three(judge, aim):
    """Three units above, one on and one below the line; one without a task."""
    people = [(code, "population", "2021", 1e6 if code != "610403" else 1) for code in UNITS]
    rates = {"610100": 9.0, "610300": 6.8, "610800": 5.1, "611000": 0.5}
    rows = [(code, RATE, "2022-09", value) for code, value in rates.items()]
    flows = [(code, "gi_new", "2022-01/2022-09", 1) for code in UNITS[:3]]
    wanted = [
        aim("T1", RATE, "level", 6.8),
        aim("T2", "gi_new", "flow", 44.0),
        aim("T3", "industrialisation_rate", "direction"),
        aim("M1", "milestone_m01", "milestone"),
    ]
    return judge([*people, *rows, *flows], wanted)


@pytest.fixture(scope="module")
def province(september):
    return maps(september)


def test_one_filled_path_a_unit(panels):
    assert len(panels) == 2
    for panel in panels:
        assert sorted(units_of(panel)) == sorted(UNITS)
        assert len([trace for trace in panel.data if trace.fill]) == len(UNITS)


def test_units_without_a_figure_are_hatched_and_those_without_a_task_plain(panels):
    colours = settings.palette()
    hatched = [{a for a, t in units_of(p).items() if t.fillpattern.shape == "/"} for p in panels]
    plain = [{a for a, t in units_of(p).items() if t.fillcolor == colours["background"]} for p in panels]
    assert hatched == [set(UNITS) - {"610100", "610300", "610800", "611000"}, set(UNITS[3:]) - {"610403"}]
    assert plain == [set(), {"610403"}]


def test_the_colour_is_that_of_the_class(panels):
    shades = settings.wording().reach_colours
    found = {area: trace.fillcolor for area, trace in units_of(panels[0]).items()}
    grey = sample_colorscale(settings.palette()["neutral"], len(indicators.indicator(RATE).breaks) + 1)
    assert [found[area] for area in ("610100", "610300", "610800", "611000")] == [grey[n] for n in (4, 3, 3, 0)]
    # 1 of 4 due by the year's end, of which 273 days are gone
    assert {units_of(panels[1])[area].fillcolor for area in UNITS[:3]} == {shades[0]}


@pytest.mark.parametrize(("month", "area"), [("march", "610800"), ("december", "shaannan")])
def test_every_map_of_every_page_and_month_has_the_same_breaks_or_judges_nothing(month, area, request):
    made = request.getfixturevalue(month)
    shades = {*settings.wording().reach_colours, settings.palette()["no_data"], settings.palette()["background"]}
    for name, panel in maps(made, area).items():
        drawn = {trace.fillcolor for trace in units_of(panel).values()}
        if plain_maps.is_plain(target_maps.by_target(made)[name]).any():
            assert "breaks" not in panel.layout.meta
            assert not drawn & set(settings.wording().reach_colours)
        else:
            assert panel.layout.meta["breaks"] == [0.5, 0.75, 1, 1.25]
            assert drawn <= shades


@pytest.mark.parametrize("month", ["march", "september", "december"])
def test_maps_and_lights_use_one_measure(month, request):
    made = request.getfixturevalue(month)
    for part in target_maps.by_target(made).values():
        known = part[part["achievement"].notna()]
        is_good = known["status"].isin(["achieved", "achieved_late", "on_pace"])
        assert (known["achievement"].ge(1) == is_good).all()


def test_the_text_alternative_says_every_unit(panels):
    first, second = (panel.layout.meta["alt"] for panel in panels)
    assert first.startswith(
        "地图：每万人高价值专利，4个单元中2个高于全省目标线，8个单元无数据。西安：9.00件/万人，全省目标线6.80件/万人；"
    )
    assert "商洛：0.50件/万人，全省目标线6.80件/万人。" in first
    assert "韩城：无数据，全省目标线6.80件/万人；" in first
    assert "西安：1件，目标4件（份额），达到要求的33.4%；" in second
    assert "杨凌：没有分到任务；" in second
    for alt in (first, second):
        assert all(f"{places.name_of(code, short=True)}：" in alt for code in UNITS)


def test_a_unit_says_on_the_map_what_the_text_alternative_says(panels):
    for panel in panels:
        lines = [trace.text.split("<br>") for trace in units_of(panel).values()]
        assert all("，".join(given[:2]) in panel.layout.meta["alt"] for given in lines)


def test_a_unit_says_its_rank_its_period_and_its_source_where_it_is_touched(panels):
    text = units_of(panels[1])["610100"].text.split("<br>")
    assert text[2] == "达到程度并列第1位，共3个"
    assert text[3].startswith("2022年1—9月，来源：国家知识产权局")
    plain = units_of(panels[0])["610100"].text.split("<br>")
    assert len(plain) == 3
    assert plain[2].startswith("2022年9月末，来源：国家知识产权局")


def test_the_table_says_what_the_maps_say(three):
    shown = target_maps.table(target_maps.by_target(three)["每万人高价值专利"]).set_index("单元")
    assert shown.loc["西安"].tolist() == ["9.00件/万人", "6.80件/万人（参照）", "–", "–", "△ 高于全省目标线"]
    assert shown.loc["杨凌"].tolist() == ["无数据", "6.80件/万人（参照）", "–", "–", "○ 无数据"]
    assert len(shown) == len(UNITS)
    assert "杨凌" not in target_maps.table(target_maps.by_target(three)["新增地理标志"])["单元"].tolist()


@pytest.mark.parametrize(("area", "count"), [("610000", 0), ("shaanbei", 1), ("610800", 1)])
def test_the_area_of_the_page_is_outlined(judge, aim, area, count):
    made = judge([("610800", RATE, "2022-09", 5)], [aim("T1", RATE, "level", 6.8)])
    (panel,) = maps(made, area).values()
    lines = [trace.line.color for trace in panel.data if not trace.fill]
    assert lines.count(settings.palette()["accent"]) == count
    assert len(lines) == 3 + count + 1  # and the frames of the insets


def test_the_key_counts_every_class_and_marks_the_target(three):
    key = target_maps.key(target_maps.by_target(three)["新增地理标志"])
    words = settings.wording().reach_words
    counted = [(words[0], 3), (words[1], 0), (words[2], 0), ("要求", None), (words[3], 0), (words[4], 0)]
    expected = [*counted, ("无数据或无法比较", 8), ("没有分到任务", 1)]
    assert [(entry["word"], entry.get("count")) for entry in key] == expected


def test_counts_over_the_maps_are_those_of_the_progress_table(september, province):
    rows = progress.add_achievement(september.rows[september.rows["area"].isin(UNITS)], september.targets)
    for name, panel in province.items():
        (text,) = re.findall(r"<b>各单元</b><br>(\d+个.*)", panel.layout.annotations[-1].text)
        part = rows[[indicators.indicator(id_).label == name for id_ in rows["indicator"]]]
        known, reached = part["achievement"].notna().sum(), part["achievement"].ge(1).sum()
        above, some = part["status"].eq("above_line").sum(), part["value"].gt(0).sum()
        valued = part["value"].notna().sum()
        assert text.partition("<br>")[0] in (
            f"{known}个单元中{reached}个达到", f"{valued}个单元中{above}个高于全省目标线",
            f"{valued}个单元有数，{some}个不为0", f"{valued}个单元有数，其中{some}个有",
        )  # fmt: skip
        assert (f"{part['value'].isna().sum()}个单元无数据" in text) == bool(part["value"].isna().any())


def test_a_figure_that_cannot_be_compared_is_not_called_missing(judge, aim):
    rows = [("610100", "inventions_in_force", "2021", 4), ("610100", "inventions_in_force", "2022-09", 5)]
    rows += [("610800", "inventions_in_force", "2022-09", 5)]
    made = judge(rows, [aim("T1", "inventions_in_force", "direction")])
    (panel,) = maps(made).values()
    assert "1个单元中1个达到，10个单元无数据、1个单元无法比较。" in panel.layout.meta["alt"]
    assert units_of(panel)["610800"].fillpattern.shape == "/"


def test_growth_just_met_is_counted_as_it_is_coloured(judge, aim):
    rows = [("610800", "pledge_smes", "2021-01/2021-09", 100), ("610800", "pledge_smes", "2022-01/2022-09", 110)]
    (panel,) = maps(judge(rows, [aim("T1", "pledge_smes", "growth", 0.1)])).values()
    assert "1个单元中1个达到" in panel.layout.meta["alt"]
    assert units_of(panel)["610800"].fillcolor == settings.wording().reach_colours[3]


def test_a_units_own_target_is_on_the_map_of_the_provinces(judge, aim):
    wanted = [aim("T1", RATE, "level", 6.8), aim("U1", RATE, "level", 2.0, area="610800")]
    made = judge([("610100", RATE, "2022-09", 3.4), ("610800", RATE, "2022-09", 3.0)], wanted)
    (part,) = target_maps.by_target(made).values()
    expected = pd.DataFrame(
        {
            "单元": ["西安", "榆林"],
            "数值": ["3.40件/万人", "3.00件/万人"],
            "目标": ["6.80件/万人（参照）", "2.00件/万人"],
            "完成": ["–", "150.0%"],
            "达到要求的": ["–", "150.0%"],
        }
    )
    shown = target_maps.table(part).drop(columns="状态")
    pd.testing.assert_frame_equal(shown[shown["单元"].isin(["西安", "榆林"])].reset_index(drop=True), expected)


def test_the_maps_of_all_pages_hold_the_same_figures(september, province):
    unit = maps(september, "610800")
    assert list(unit) == list(province)
    assert [panel.layout.meta for panel in unit.values()] == [panel.layout.meta for panel in province.values()]


def test_what_only_floats_tell_apart_shares_a_rank():
    part = pd.DataFrame({"achievement": [0.1 + 0.2, 0.3, 0.2, float("nan")]}, index=["a", "b", "c", "d"])
    assert target_maps.ranks(part).to_dict() == {"a": 1, "b": 1, "c": 3}
