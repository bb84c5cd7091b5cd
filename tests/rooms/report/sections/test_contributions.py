import math

import pandas as pd
import pytest

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.monitoring.contributions import COLUMNS, decompose
from ipanalytics.report.sections.contributions import LONGEST, _is_seen, _signed, draw_compared, draw_contributions

NORTH = hierarchy.members("shaanbei")
YANAN, YULIN = NORTH
UNITS = places.codes("unit")
AREAS = ["610000", "shaanbei", "610403"]
NINE = 273 / 365


def only(section):
    (exhibit,) = section.exhibits
    return exhibit


def parts_of(made, area="shaanbei"):
    return decompose(made, area).set_index("unit")[["contribution", "total"]]


@pytest.mark.parametrize(
    ("rows", "indicator", "kind", "value"),
    [
        # no figures at all, no figure of the place, no baseline
        ([], "inventions_in_force", "direction", None),
        ([(YANAN, "inventions_in_force", "2022-09", 5)], "inventions_in_force", "direction", None),
        ([("shaanbei", "demonstration_places", "2022-09", 5)], "demonstration_places", "level", 40.0),
        # 0 the year before
        (
            [(c, "pledge_smes", p, v) for c in NORTH for p, v in [("2021-01/2021-09", 0), ("2022-01/2022-09", 5)]],
            "pledge_smes", "growth", 0.1,
        ),
        # a rate that isn't computed, a coverage and a benchmark can't be taken apart
        ([(c, "industrialisation_rate", "2022-09", 5) for c in ("610000", *NORTH)], "industrialisation_rate",
         "level", 40.0),
        ([(c, "trademark_windows", "2022-09", 1) for c in NORTH], "trademark_windows", "coverage", None),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_shows_nothing(judge, aim, rows, indicator, kind, value):
    made = judge(rows, [aim("T1", indicator, kind, value)])
    assert list(decompose(made, "shaanbei").columns) == COLUMNS
    assert decompose(made, "shaanbei").empty
    assert draw_contributions(made, "shaanbei").exhibits == ()
    assert draw_contributions(made, "610000").exhibits == ()


def test_only_units_with_a_figure_of_the_same_period_count(judge, aim):
    before = [(area, "inventions_in_force", "2021", 50) for area in ("shaanbei", *NORTH)]
    now = [("shaanbei", "inventions_in_force", "2022-09", 70), (YANAN, "inventions_in_force", "2022-09", 55)]
    old = [(YULIN, "inventions_in_force", "2022-06", 90)]
    made = judge([*before, *now, *old], [aim("T1", "inventions_in_force", "direction")])
    assert parts_of(made).to_dict("index") == {YANAN: {"contribution": 5.0, "total": 20.0}}
    shown = only(draw_contributions(made, "shaanbei")).table
    assert shown.loc[0, ["与要求的差", "多得最多", "其余"]].tolist() == ["+20件", "延安+5件", "+15件"]


@pytest.mark.parametrize("area", ["610000", "guanzhong", "shaanbei", "shaannan"])
def test_the_printed_rest_closes_the_account(september, area):
    parts = decompose(september, area)
    shown = draw_contributions(september, area).exhibits[0].table
    groups = [part for _, part in parts.groupby("target", sort=False)]
    assert len(shown) == len(groups)
    for text, part in zip(shown["其余"], groups, strict=True):
        rest = part["total"].iloc[0] - part["contribution"].sum()
        assert text == (_signed(rest, part) if _is_seen(rest, part) else "–")


def direction(judge, aim, values):
    rows = [(c, "inventions_in_force", "2021", 50) for c in values]
    rows += [(c, "inventions_in_force", "2022-09", 50 + value) for c, value in values.items()]
    return judge(rows, [aim("T1", "inventions_in_force", "direction")])


def test_who_holds_back_most_and_who_carries_most(judge, aim):
    south = dict(zip(hierarchy.members("shaannan"), [-5, 3, -8], strict=True))
    section = draw_contributions(direction(judge, aim, south), "shaannan")
    table, bars = section.exhibits
    row = ["有效发明专利", "−10件", "商洛−8件，汉中−5件", "安康+3件", "–"]
    columns = ["指标", "与要求的差", "差得最多", "多得最多", "其余"]
    pd.testing.assert_frame_equal(table.table, pd.DataFrame([row], columns=columns))
    assert table.title == "陕南可以拆到单元的1项指标中，低于要求的是有效发明专利"
    assert bars.title == "有效发明专利：比要求少得最多的是商洛−8件，汉中−5件；比要求多得最多的是安康+3件"
    shown = pd.DataFrame({"单元": ["安康", "汉中", "商洛"], "贡献": ["+3件", "−5件", "−8件"]})
    pd.testing.assert_frame_equal(bars.table, shown)
    assert list(bars.figure.data[0].x) == [3, -5, -8]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ([-5, -5, 3], "汉中、安康各−5件"),
        ([-5, -5, -5], "汉中、安康、商洛各−5件"),
        ([-9, -5, -5], "汉中−9件，安康、商洛各−5件"),
        ([0, 0, -1], "商洛−1件"),
    ],
)
def test_all_that_are_equal_are_named(judge, aim, values, named):
    made = direction(judge, aim, dict(zip(hierarchy.members("shaannan"), values, strict=True)))
    assert draw_contributions(made, "shaannan").exhibits[0].table.loc[0, "差得最多"] == named


def test_many_that_are_equal_are_counted(judge, aim):
    made = direction(judge, aim, dict.fromkeys(UNITS, -2) | {YULIN: 40})
    line = draw_contributions(made, "610000").exhibits[0].table.loc[0]
    assert (line["差得最多"], line["多得最多"]) == ("11个单元各−2件", "榆林+40件")


def test_nobody_is_named_who_adds_nothing(judge, aim):
    exhibit = only(draw_contributions(direction(judge, aim, dict(zip(NORTH, [5, 0], strict=True))), "shaanbei"))
    assert exhibit.title == "陕北可以拆到单元的1项指标都不低于要求"
    assert exhibit.table.loc[0, ["差得最多", "多得最多"]].tolist() == ["–", "延安+5件"]


def test_bars_are_not_drawn_for_what_is_on_pace_though_not_done(judge, aim):
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    rows = [(c, "gi_new", "2022-01/2022-09", 4) for c in NORTH]
    made = judge([*people, *rows], [aim("T1", "gi_new", "flow", 60.0)])
    assert made.rows.set_index("area").loc["shaanbei", ["status", "gap"]].tolist() == ["on_pace", 2]
    assert only(draw_contributions(made, "shaanbei")).title == "陕北可以拆到单元的1项指标都不低于要求"


def test_a_rate_beside_the_line_is_nobodys_lag(judge, aim):
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    rates = [(c, "high_value_inventions_per_10k", "2022-09", 5) for c in ("610000", *UNITS)]
    made = judge([*people, *rates], [aim("T1", "high_value_inventions_per_10k", "level", 6.0)])
    assert draw_contributions(made, "610000").exhibits == ()


def test_less_than_is_printed_is_not_nothing(judge, aim):
    people = [(c, "population", "2021", 1e6) for c in UNITS]
    rows = [("610000", "gi_new", "2022-01/2022-01", 1), *[(c, "gi_new", "2022-01/2022-01", 0) for c in UNITS]]
    made = judge([*people, *rows], [aim("T1", "gi_new", "flow", 48.0)], "2022-01")
    title = draw_contributions(made, "610000").exhibits[1].title
    assert title == "新增地理标志：各单元比要求少的都不到1件"
    own = only(draw_contributions(made, "610800"))
    assert (own.title, own.table.loc[0, "本单元的部分"]) == (
        "榆林可以比的1项指标中，1项少于要求，0项不少于",
        "−不到1件",
    )


def test_bars_of_growth_are_in_points(judge, aim):
    before = [(c, "pledge_smes", "2021-01/2021-09", 50) for c in NORTH]
    now = [(c, "pledge_smes", "2022-01/2022-09", 50) for c in NORTH]
    bars = draw_contributions(judge([*before, *now], [aim("T1", "pledge_smes", "growth", 0.1)]), "shaanbei").exhibits[1]
    assert bars.table["贡献"].tolist() == ["−5.0点", "−5.0点"]
    assert bars.note == "单位：百分点。"


def test_a_unit_sees_its_own_part(judge, aim):
    section = draw_contributions(direction(judge, aim, dict.fromkeys(UNITS, 2) | {YULIN: -7, YANAN: -9}), YULIN)
    exhibit = only(section)
    assert exhibit.title == "榆林可以比的1项指标中，1项少于要求，0项不少于"
    row = ["有效发明专利", "−7件", "+4件"]
    columns = ["指标", "本单元的部分", "全省与要求的差"]
    pd.testing.assert_frame_equal(exhibit.table, pd.DataFrame([row], columns=columns))


@pytest.mark.parametrize("area", UNITS)
def test_counts_of_a_units_title_are_those_of_its_table(september, area):
    exhibit = only(draw_contributions(september, area))
    behind = exhibit.table["本单元的部分"].str.startswith("−")
    assert f"{len(behind)}项指标中，{behind.sum()}项少于要求，{len(behind) - behind.sum()}项不少于" in exhibit.title


def test_what_is_not_official_is_said(september):
    for area in ("610000", "shaanbei", "610800"):
        assert "不是正式考核目标" in draw_contributions(september, area).prose


def test_what_is_compared_is_not_official(september):
    assert "不是正式考核目标" in only(draw_compared(september, "610800")).note


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ("610000", ["关中", "陕北", "陕南"]),
        ("shaanbei", ["关中", "陕北", "陕南"]),
        ("610800", ["榆林", "陕北", "陕西"]),
    ],
)
def test_a_place_stands_beside_others(september, area, shown):
    exhibit = only(draw_compared(september, area))
    assert list(exhibit.table.columns) == ["指标", *shown]
    assert exhibit.title == f"{'、'.join(shown)}：各完成全年目标的百分之几"
    assert len(exhibit.panels) == 3


@pytest.fixture(scope="module")
def compared(judge, aim):
    people = [(code, "population", "2021", 1e6 if code != "610403" else 1) for code in UNITS]
    rows = [
        *[(code, "gi_new", "2022-01/2022-09", 1) for code in UNITS],
        ("610403", "high_value_inventions_per_10k", "2022-09", 3.4),
        ("610000", "navigation_projects", "2022-01/2022-09", 44),
    ]
    wanted = [
        aim("T1", "gi_new", "flow", 22.0),
        aim("T2", "high_value_inventions_per_10k", "level", 6.8),
        aim("T3", "navigation_projects", "flow", 22.0),
    ]
    return only(draw_compared(judge([*people, *rows], wanted), "610403"))


def test_shares_without_a_task_and_without_data_are_told_apart(compared):
    wanted = pd.DataFrame(
        {
            "指标": ["新增地理标志", "每万人高价值专利", "专利导航"],
            "杨凌": ["只计数", "50.0%", "无数据"],
            "关中": ["58.3%", "无数据", "无数据"],
            "陕西": ["54.5%", "无数据", "200.0%"],
        }
    )
    pd.testing.assert_frame_equal(compared.table, wanted)


def test_bars_say_what_the_table_says(compared):
    for name, panel in zip(compared.table.columns[1:], compared.panels, strict=True):
        bars, _, words = panel.data
        assert list(bars.y) == compared.table["指标"].tolist()
        assert list(bars.text) == list(words.text) == compared.table[name].tolist()
        told = "；".join(f"{row['指标']}{row[name]}" for row in compared.table.to_dict("records"))
        assert panel.layout.meta["alt"] == f"条形图：{name}，{told}。"


def test_a_long_bar_is_cut_and_keeps_its_number(compared):
    bars, _, words = compared.panels[2].data
    assert bars.x[2] == LONGEST
    assert words.text[2] == "200.0%"


def test_only_what_is_measured_from_0_has_a_mark_of_the_days_gone(compared):
    ticks = compared.panels[2].data[1]
    assert ticks.x[0] == pytest.approx(NINE)
    level = compared.table["指标"].tolist().index("每万人高价值专利")
    assert all(math.isnan(panel.data[1].x[level]) for panel in compared.panels)


def test_without_figures_there_is_no_comparison(judge, aim):
    assert draw_compared(judge([], [aim("T1", "gi_new", "flow", 3.0)]), "610000").exhibits == ()


@pytest.mark.parametrize("area", AREAS)
def test_what_is_compared_is_the_attainment_of_the_progress_table(september, area):
    exhibit = only(draw_compared(september, area))
    numbers = exhibit.table.melt("指标", var_name="place")
    rows = september.rows[september.rows["kind"].isin(["flow", "coverage", "level"])]
    known = {
        (indicators.indicator(row["indicator"]).label, places.name_of(row["area"], short=True)): row["attainment"]
        for row in rows.to_dict("records")
        if not math.isnan(row["attainment"]) and "open_ended" not in row["flags"]
    }
    for row in numbers.to_dict("records"):
        key = (row["指标"], row["place"])
        assert (
            row["value"] == f"{100 * known[key]:.1f}%"
            if key in known
            else row["value"] in ("–", "无数据", "无法评价", "只计数", "尚未公布", "已完成")
        )
