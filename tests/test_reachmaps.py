import re

import pandas as pd
import pytest

from ipanalytics import catalogue, divisions, reach, reachmaps

UNITS = divisions.codes("unit")
RATE = "high_value_inventions_per_10k"


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


def units_of(figure):
    return {trace.meta["area"]: trace for trace in figure.data if trace.fill == "toself"}


@pytest.fixture(scope="module")
def drawn(judge, aim):
    """Three units above, one on and one below the line; one without a task."""
    people = [(code, "population", "2021", 1e6 if code != "610403" else 1) for code in UNITS]
    rates = {"610100": 9.0, "610300": 6.8, "610800": 5.1, "611000": 0.5}
    rows = [(code, RATE, "2022-09", value) for code, value in rates.items()]
    flows = [(code, "gi_new", "2022-01/2022-09", 1) for code in UNITS[:3]]
    wanted = [
        aim("T1", RATE, "level", 6.8),
        aim("T2", "gi_new", "flow", 22.0),
        aim("T3", "industrialisation_rate", "direction"),
        aim("M1", "milestone_m01", "milestone"),
    ]
    return only(reachmaps.draw_reach_maps(judge([*people, *rows, *flows], wanted), "610800"))


@pytest.fixture(scope="module")
def province(september):
    return only(reachmaps.draw_reach_maps(september, "610000"))


def test_one_filled_path_a_unit(drawn):
    assert len(drawn.panels) == 2
    for panel in drawn.panels:
        assert sorted(units_of(panel)) == sorted(UNITS)
        assert len([trace for trace in panel.data if trace.fill]) == len(UNITS)


def test_units_without_a_figure_are_hatched_and_those_without_a_task_plain(drawn):
    colours = catalogue.palette()
    hatched = [{a for a, t in units_of(p).items() if t.fillpattern.shape == "/"} for p in drawn.panels]
    plain = [{a for a, t in units_of(p).items() if t.fillcolor == colours["background"]} for p in drawn.panels]
    assert hatched == [set(UNITS) - {"610100", "610300", "610800", "611000"}, set(UNITS[3:]) - {"610403"}]
    assert plain == [set(), {"610403"}]


def test_the_colour_is_that_of_the_class(drawn):
    shades = catalogue.wording().reach_colours
    found = {area: trace.fillcolor for area, trace in units_of(drawn.panels[0]).items()}
    assert [found[area] for area in ("610100", "610300", "610800", "611000")] == [shades[n] for n in (4, 3, 2, 0)]


@pytest.mark.parametrize(("month", "area"), [("march", "610800"), ("december", "shaannan")])
def test_every_map_of_every_page_and_month_has_the_same_breaks(month, area, request):
    panels = only(reachmaps.draw_reach_maps(request.getfixturevalue(month), area)).panels
    shades = {*catalogue.wording().reach_colours, catalogue.palette()["no_data"], catalogue.palette()["background"]}
    for panel in panels:
        assert panel.layout.meta["breaks"] == [0.5, 0.75, 1, 1.25]
        assert {trace.fillcolor for trace in units_of(panel).values()} <= shades


def test_the_text_alternative_says_every_unit(drawn):
    first, second = (panel.layout.meta["alt"] for panel in drawn.panels)
    assert first.startswith(
        "地图：每万人高价值专利，4个单元中2个达到，8个单元无数据。西安：9.00件/万人，目标6.80件/万人（参照），达到要求的132.4%；"
    )
    assert "商洛：0.50件/万人，目标6.80件/万人（参照），达到要求的7.4%" in first
    assert "韩城：无数据，目标6.80件/万人（参照）；" in first
    assert "杨凌：没有分到任务；" in second
    for alt in (first, second):
        assert all(f"{divisions.name_of(code, short=True)}：" in alt for code in UNITS)


def test_a_unit_says_on_the_map_what_the_text_alternative_says(drawn):
    for panel in drawn.panels:
        lines = [trace.text.split("<br>") for trace in units_of(panel).values()]
        assert all("，".join(given[:2]) in panel.layout.meta["alt"] for given in lines)


def test_a_unit_says_its_rank_its_period_and_its_source_where_it_is_touched(drawn):
    text = units_of(drawn.panels[0])["610100"].text.split("<br>")
    assert text[2] == "达到程度第1位，共4个"
    assert text[3].startswith("2022年9月末，来源：国家知识产权局")


def test_the_table_says_what_the_maps_say(drawn):
    shown = drawn.table.set_index("单元")
    assert list(shown.columns) == ["每万人高价值专利", "新增地理标志"]
    assert shown.loc["西安"].tolist() == ["9.00件/万人（132.4%）", "1件（50.0%）"]
    assert shown.loc["杨凌"].tolist() == ["无数据", "–"]
    assert len(shown) == len(UNITS)


def test_targets_without_figures_are_named_in_the_note(drawn):
    assert drawn.note.startswith("没有画图（各单元都无数据或无法比较）：产业化率。")


def test_where_every_target_has_figures_the_note_names_none(judge, aim):
    made = judge([("610800", RATE, "2022-09", 5)], [aim("T1", RATE, "level", 6.8)])
    assert "没有画图" not in only(reachmaps.draw_reach_maps(made, "610000")).note


def test_the_note_names_boundary_credit_and_review_number(drawn):
    assert catalogue.settings().boundary_credit in drawn.note


@pytest.mark.parametrize(("area", "count"), [("610000", 0), ("shaanbei", 1), ("610800", 1)])
def test_the_area_of_the_page_is_outlined(judge, aim, area, count):
    made = judge([("610800", RATE, "2022-09", 5)], [aim("T1", RATE, "level", 6.8)])
    (panel,) = only(reachmaps.draw_reach_maps(made, area)).panels
    lines = [trace.line.color for trace in panel.data if not trace.fill]
    assert lines.count(catalogue.palette()["accent"]) == count
    assert len(lines) == 3 + count


def test_the_key_has_every_class_the_hatch_and_no_task(drawn):
    words = re.findall(r"</span>([^<]*)</li>", drawn.markup)
    assert words == [*catalogue.wording().reach_words, "无数据或无法比较", "没有分到任务"]


def test_without_figures_there_is_no_map(judge, aim):
    section = reachmaps.draw_reach_maps(judge([], [aim("T1", RATE, "level", 6.8)]), "610000")
    assert section.exhibits == ()
    assert "没有图" in section.prose


@pytest.mark.parametrize(
    ("rates", "flows", "title"),
    [
        ([9, 9, 1], [2, 1, 0], "达到要求的单元所占比例：每万人高价值专利最高（2/3），新增地理标志最低（1/3）"),
        ([9, 9, 1], [2, 2, 1], "2项指标：达到要求的单元都是2/3"),
        ([9, 9], [2, 2, 2], "2项指标：有数的单元中达到要求的都占100.0%"),
        ([1, 1], [1, 1, 1], "2项指标：有数的单元中达到要求的都占0.0%"),
        # a large part of few units is more than a small one of many
        ([9], [2, 2, 2, 2, 1], "达到要求的单元所占比例：每万人高价值专利最高（1/1），新增地理标志最低（4/5）"),
    ],
)
def test_the_title_compares_parts_of_the_units_with_a_figure(judge, aim, rates, flows, title):
    people = [(code, "population", "2021", 1e6) for code in UNITS]
    rows = [(code, RATE, "2022-09", value) for code, value in zip(UNITS, rates, strict=False)]
    rows += [(code, "gi_new", "2022-01/2022-09", value) for code, value in zip(UNITS, flows, strict=False)]
    made = judge([*people, *rows], [aim("T1", RATE, "level", 6.8), aim("T2", "gi_new", "flow", 24.0)])
    assert only(reachmaps.draw_reach_maps(made, "610000")).title == title


def test_counts_over_the_maps_are_those_of_the_progress_table(september, province):
    rows = reach.add_reach(september.rows[september.rows["area"].isin(UNITS)], september.targets)
    for panel in province.panels:
        name, text = re.fullmatch(r"<b>(.*)</b><br>(\d+个.*)", panel.layout.annotations[0].text).groups()
        part = rows[[catalogue.indicator(id_).label == name for id_ in rows["indicator"]]]
        known, reached = part["reach"].notna().sum(), part["reach"].ge(1).sum()
        assert text.startswith(f"{known}个单元中{reached}个达到")
        assert (f"{part['value'].isna().sum()}个单元无数据" in text) == bool(part["value"].isna().any())


def test_a_figure_that_cannot_be_compared_is_not_called_missing(judge, aim):
    rows = [("610100", "inventions_in_force", "2021", 4), ("610100", "inventions_in_force", "2022-09", 5)]
    rows += [("610800", "inventions_in_force", "2022-09", 5)]
    made = judge(rows, [aim("T1", "inventions_in_force", "direction")])
    panel = only(reachmaps.draw_reach_maps(made, "610000")).panels[0]
    assert "1个单元中1个达到，10个单元无数据、1个单元无法比较。" in panel.layout.meta["alt"]
    assert units_of(panel)["610800"].fillpattern.shape == "/"


def test_growth_just_met_is_counted_as_it_is_coloured(judge, aim):
    rows = [("610800", "pledge_smes", "2021-01/2021-09", 100), ("610800", "pledge_smes", "2022-01/2022-09", 110)]
    panel = only(reachmaps.draw_reach_maps(judge(rows, [aim("T1", "pledge_smes", "growth", 0.1)]), "610000")).panels[0]
    assert "1个单元中1个达到" in panel.layout.meta["alt"]
    assert units_of(panel)["610800"].fillcolor == catalogue.wording().reach_colours[3]


def test_a_units_own_target_is_on_the_map_of_the_provinces(judge, aim):
    wanted = [aim("T1", RATE, "level", 6.8), aim("U1", RATE, "level", 2.0, area="610800")]
    made = judge([("610100", RATE, "2022-09", 3.4), ("610800", RATE, "2022-09", 3.0)], wanted)
    exhibit = only(reachmaps.draw_reach_maps(made, "610000"))
    expected = pd.DataFrame(
        {"单元": ["西安", "榆林"], "每万人高价值专利": ["3.40件/万人（50.0%）", "3.00件/万人（150.0%）"]}
    )
    shown = exhibit.table[exhibit.table["单元"].isin(["西安", "榆林"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(shown, expected)
    assert len(exhibit.panels) == 1


def test_targets_that_are_not_drawn_do_not_mark_the_maps(judge, aim):
    rows = [("610800", RATE, "2022-09", 5), ("610800", "industrialisation_rate", "2021", 5, "synthetic")]
    wanted = [aim("T1", RATE, "level", 6.8), aim("T2", "industrialisation_rate", "direction")]
    assert not only(reachmaps.draw_reach_maps(judge(rows, wanted), "610000")).is_synthetic


def test_what_is_not_official_is_said(september):
    assert "不是正式考核目标" in reachmaps.draw_reach_maps(september, "610000").prose


def test_the_maps_of_all_pages_hold_the_same_figures(september, province):
    unit = only(reachmaps.draw_reach_maps(september, "610800"))
    pd.testing.assert_frame_equal(unit.table, province.table)
    assert [panel.layout.meta for panel in unit.panels] == [panel.layout.meta for panel in province.panels]
