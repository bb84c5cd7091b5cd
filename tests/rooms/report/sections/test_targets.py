import pytest

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.report import wording
from ipanalytics.report.sections import targets

UNITS = places.codes("unit")
RATE = "high_value_inventions_per_10k"


def titles(made, area="610000"):
    return [exhibit.title for exhibit in targets.draw_targets(made, area).exhibits]


@pytest.fixture(scope="module")
def flow(judge, aim):
    people = [(code, "population", "2021", 1e6) for code in UNITS]
    months = [("610000", "gi_new", f"2022-0{month}", 1) for month in range(1, 10)]
    units = [(code, "gi_new", "2022-01/2022-09", 1) for code in UNITS[:3]]
    return judge([*people, *months, *units], [aim("T2", "gi_new", "flow", 24.0)])


@pytest.mark.parametrize("area", ["610000", "shaanbei", "610800"])
def test_every_target_but_milestones_has_its_part(september, area):
    rows = september.rows[september.rows["area"].eq(area) & september.rows["kind"].ne("milestone")]
    found = targets.draw_targets(september, area).exhibits
    stated = dict(zip(map(wording.anchor, rows["target"]), rows["status"], strict=True))
    named = targets.draw_targets(september, area).prose
    lacking = {wording.anchor(row["target"]) for row in rows.to_dict("records") if _label(row) in named}
    assert {one.anchor: one.status for one in found} == {id_: stated[id_] for id_ in stated if id_ not in lacking}
    assert len(found) + len(lacking) == len(rows)


def _label(row):
    return indicators.indicator(row["indicator"]).label


def test_what_is_behind_is_open_and_first_the_others_are_a_line_each(september):
    found = targets.draw_targets(september, "610000").exhibits
    behind = [one.status in wording.WEAK for one in found]
    assert [not one.folded for one in found] == behind == sorted(behind, reverse=True)
    assert 0 < sum(behind) < len(behind)


def test_the_title_is_the_finding(flow):
    assert titles(flow) == ["新增地理标志9件，目标24件：严重滞后"]


def test_the_words_say_pace_need_units_and_clause(flow):
    (exhibit,) = targets.draw_targets(flow, "610000").exhibits
    assert "<q>原文T2</q>（条款T2）" in str(exhibit.drawing)
    assert "2022年1—9月：完成37.5%，序时74.8%，比序时慢37.3个百分点。" in str(exhibit.drawing)
    assert "到2022年12月31日还差15件，平均每月至少需要5件。" in str(exhibit.drawing)
    assert "3个单元中0个达到，9个单元无数据。" in str(exhibit.drawing)


def test_a_unit_is_told_its_rank_and_its_part_in_the_provinces_distance(september):
    found = {one.short: str(one.drawing) for one in targets.draw_targets(september, "610800").exhibits}
    assert "达到程度在有数的12个单元中排第10。全省与要求的差中，本单元为−4家。" in found["贯标单位"]
    assert "2022年9月末：相当于全省目标线的6.3%。" in found["每万人高价值专利"]
    assert "排第" not in found["每万人高价值专利"]
    assert "排第" not in found["新增地理标志"]


def test_a_target_has_a_map_and_a_curve_side_by_side(flow):
    (exhibit,) = targets.draw_targets(flow, "610000").exhibits
    assert [panel.layout.meta["panel"] for panel in exhibit.panels] == ["pair", "pair"]
    assert [list(table.columns)[0] for table in (exhibit.table, *exhibit.more)] == ["单元", "月份"]


def test_targets_without_a_figure_are_named_in_one_sentence(judge, aim):
    made = judge([], [aim("T1", RATE, "level", 6.8), aim("T2", "gi_new", "flow", 3.0)])
    section = targets.draw_targets(made, "610000")
    assert section.exhibits == ()
    assert section.prose.startswith("没有可以画的数：每万人高价值专利、新增地理标志。")


@pytest.mark.parametrize(
    ("value", "words"),
    [(110, "目前+10.0%，完成要求增幅的100.0%。"), (105, "目前+5.0%，完成要求增幅的50.0%。还差5.0个百分点。")],
)
def test_growth_is_told_as_growth(judge, aim, value, words):
    rows = [("610000", "pledge_smes", "2021-01/2021-09", 100), ("610000", "pledge_smes", "2022-01/2022-09", value)]
    (exhibit,) = targets.draw_targets(judge(rows, [aim("T3", "pledge_smes", "growth", 0.1)]), "610000").exhibits
    assert words in str(exhibit.drawing)


def test_each_figure_of_the_table_says_where_it_stands(flow):
    (exhibit,) = targets.draw_targets(flow, "610000").exhibits
    assert len(exhibit.cited["数值"]) == len(exhibit.table)
    assert exhibit.cited["数值"][0].startswith("2022年1—9月：国家知识产权局")
    assert exhibit.cited["数值"][0].endswith("表")


def test_a_synthetic_unit_marks_the_part(judge, aim):
    rows = [("610000", RATE, "2022-09", 7), ("610800", RATE, "2022-09", 5, "synthetic")]
    made = judge(rows, [aim("T1", RATE, "level", 6.8), aim("T2", "gi_new", "flow", 3.0)])
    (exhibit,) = targets.draw_targets(made, "610000").exhibits
    assert exhibit.is_synthetic


@pytest.mark.parametrize(
    ("target", "figures", "title", "words"),
    [
        (("demonstration_places", "level", 40.0), {"2021": 36, "2022-09": 35}, "示范试点35家，目标40家：严重滞后",
         "完成87.5%，序时74.8%（比上年末少1家）。"),
        (("demonstration_places", "level", 40.0), {"2021": 36, "2022-09": 38}, "示范试点38家，目标40家：滞后",
         "完成95.0%，增量完成50.0%，序时74.8%，比序时慢24.8个百分点。到2022年12月31日还差2家。"),
        (("inventions_in_force", "direction"), {"2021": 9, "2022-09": 9}, "有效发明专利9件，与上年末持平：略低于序时",
         "与上年末持平。"),
        (("inventions_in_force", "direction"), {"2021": 9, "2022-09": 8},
         "有效发明专利8件，要求高于上年末9件：滞后", "比上年末少1件。还差1件。"),
        (("inventions_in_force", "direction"), {"2020": 9, "2022-09": 8},
         "有效发明专利8件，要求高于上年末：无法评价", "没有上年或基期的数。"),
        (("gi_new", "flow", 20.0), {"2022-01/2022-09": 7}, "新增地理标志7件，目标20件：严重滞后",
         "还差13件，平均每月至少需要5件。"),
        (("navigation_projects", "flow", 1.0), {"2022-01/2022-09": 38}, "专利导航38项，目标1项：已完成",
         "完成10倍以上。"),
    ],
)  # fmt: skip
def test_what_is_said_is_true_of_shares_falls_and_whole_things(judge, aim, target, figures, title, words):
    rows = [("610000", target[0], period, value) for period, value in figures.items()]
    (exhibit,) = targets.draw_targets(judge(rows, [aim("T1", *target)]), "610000").exhibits
    assert exhibit.title == title
    assert words in str(exhibit.drawing)


def test_a_count_that_is_not_shared_out_is_mapped_as_counts(judge, aim):
    rows = [(code, "gi_new", "2022-01/2022-09", number % 3) for number, code in enumerate(UNITS)]
    (exhibit,) = targets.draw_targets(judge(rows, [aim("T1", "gi_new", "flow", 3.0)]), "610800").exhibits
    assert exhibit.title == "新增地理标志0件：只计数"
    assert "12个单元有数，8个不为0" in exhibit.panels[0].layout.meta["alt"]
    for words in ("达到", "目标3件", "还差"):
        assert words not in exhibit.panels[0].layout.meta["alt"] + str(exhibit.drawing)


def test_status_words_are_those_of_the_table(september):
    words = settings.wording().statuses
    rows = september.rows[september.rows["area"].eq("guanzhong") & september.rows["kind"].ne("milestone")]
    found = targets.draw_targets(september, "guanzhong").exhibits
    stated = dict(zip(map(wording.anchor, rows["target"]), rows["status"], strict=True))
    assert {one.title.rpartition("：")[2] for one in found} > {words["achieved"].word}
    assert all(one.title.rpartition("：")[2] == words[stated[one.anchor]].word for one in found)


def test_every_point_of_a_curve_says_where_it_stands(september):
    (curve,) = (one.panels[-1] for one in targets.draw_targets(september, "610000").exhibits if one.short == "专利导航")
    now = curve.data[2]
    assert [bool(text) for text in now.hovertext] == [value is not None for value in now.y]
    assert "演示数据" in now.hovertext[8]
    assert now.hovertemplate.endswith("<br>%{hovertext}<extra></extra>")


def test_places_with_one_share_have_one_rank_and_where_all_have_it_none(judge, aim):
    def told(*reached):
        people = [(code, "population", "2021", 1e6) for code in UNITS]
        units = [(code, "standard_adopters_new", "2022-01/2022-09", n) for code, n in zip(UNITS, reached, strict=False)]
        made = judge([*people, *units], [aim("T7", "standard_adopters_new", "flow", 120.0)])
        return str(targets.draw_targets(made, UNITS[1]).exhibits[0].drawing)

    assert "达到程度在有数的3个单元中并列第2。" in told(9, 3, 3)
    assert "达到程度在有数的3个单元中排第2。" in told(9, 3, 1)
    assert "达到程度" not in told(0, 0, 0)


def test_counts_that_are_all_0_are_said_and_not_mapped(judge, aim):
    people = [(code, "population", "2021", 1e6) for code in UNITS]
    made = judge([*people, *((code, "gi_new", "2022-01", 0) for code in UNITS)], [aim("T2", "gi_new", "flow", 3.0)])
    (exhibit,) = targets.draw_targets(made, "610000").exhibits
    assert "有数的12个单元都是0。" in str(exhibit.drawing)
    assert "没有地图" not in exhibit.note
    assert not any("scaleanchor" in panel.to_plotly_json()["layout"]["yaxis"] for panel in exhibit.panels)
