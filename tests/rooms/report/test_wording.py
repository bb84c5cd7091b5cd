import math

import pytest

from ipanalytics.catalogue import settings
from ipanalytics.monitoring import progress
from ipanalytics.report import formatting, wording

NAN = math.nan
RATE = "high_value_inventions_per_10k"


def row(kind, indicator, **given):
    empty = dict.fromkeys(["value", "baseline", "target_value", "gap", "attainment", "progress", "lag_points"], NAN)
    texts = {"area": "610000", "reason": "", "missing": "", "flags": "", "scope": "own"}
    return {**empty, **texts, "kind": kind, "indicator": indicator, **given}


def test_every_status_is_good_weak_or_neither():
    every = [*wording.GOOD, "pending", *wording.WEAK, *wording.PLACED, *wording.UNKNOWN]
    assert sorted(every) == sorted(progress.STATUSES)


def test_statuses_are_counted_from_good_to_bad():
    ids = ["no_data", "missed", "achieved", "missed", "on_pace"]
    assert list(wording.counted(ids).items()) == [("已完成", 1), ("达到序时", 1), ("未完成", 2), ("无数据", 1)]


@pytest.mark.parametrize(
    ("value", "indicator", "words"),
    [
        (NAN, "gi_new", "无数据"),
        (None, "trademark_windows", "无数据"),
        (0, "gi_new", "0件"),
        (1234.5, "gi_new", "1,234.5件"),
        (6.8, "high_value_inventions_per_10k", "6.80件/万人"),
        (9, "trademark_windows", "9个"),
    ],
)
def test_an_amount_has_its_unit_and_yes_or_no_counts_places(value, indicator, words):
    assert wording.amount(value, indicator) == words


@pytest.mark.parametrize(
    ("kind", "indicator", "value", "words"),
    [
        ("flow", "gi_new", 3.0, "3件"),
        ("level", "high_value_inventions_per_10k", 6.8, "6.80件/万人"),
        ("growth", "pledge_smes", 0.10, "增长10%"),
        ("growth", "pledge_smes", 0.07, "增长7%"),
        ("direction", "industrialisation_rate", 36.2, "高于上年36.2%"),
        ("direction", "inventions_in_force", 67379.0, "高于上年末67,379件"),
        ("direction", "inventions_in_force", NAN, "高于上年末"),
        ("benchmark", "protection_satisfaction", 80.61, "高于全国80.61分"),
        ("benchmark", "protection_satisfaction", NAN, "高于全国"),
        ("coverage", "trademark_windows", 10.0, "10个"),
        ("flow", "gi_new", NAN, "–"),
    ],
)
def test_an_aim_says_at_least_more_than_or_growth(kind, indicator, value, words):
    assert wording.target_value(row(kind, indicator, target_value=value)) == words


@pytest.mark.parametrize(
    ("kind", "gap", "words"),
    [("flow", 2.0, "2件"), ("flow", 0.0, "–"), ("flow", NAN, "–"), ("growth", 0.0112, "1.1个百分点")],
)
def test_a_gap_is_what_is_missing(kind, gap, words):
    assert wording.gap(row(kind, "gi_new", gap=gap)) == words


@pytest.mark.parametrize(("share", "words"), [(0.748, "74.8%"), (0, "0.0%"), (-0.5, "–"), (NAN, "–"), (None, "–")])
def test_a_share_is_worded_in_percent(share, words):
    assert wording.percent(share) == words


@pytest.mark.parametrize(
    ("kind", "value", "baseline", "words"),
    [
        ("growth", 108.9, 100.0, ["目前+8.9%"]),
        ("growth", 90.0, 100.0, ["目前−10.0%"]),
        ("growth", 90.0, 0.0, []),
        ("growth", 90.0, NAN, []),
        ("growth", NAN, 100.0, []),
        ("level", 108.9, 100.0, []),
    ],
)
def test_growth_so_far_needs_a_figure_of_the_year_before(kind, value, baseline, words):
    assert wording.growth(row(kind, "pledge_smes", value=value, baseline=baseline)) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, []),
        ({"reason": "no_baseline"}, ["没有上年或基期的数"]),
        ({"missing": "610200"}, ["铜川情况不明"]),
        ({"missing": "610200;610300"}, ["铜川、宝鸡情况不明"]),
        ({"missing": "610100;610200;610300;610400;610500"}, ["5个单元情况不明"]),
        ({"missing": "610200;610300", "kind": "flow"}, ["缺铜川、宝鸡同期的数"]),
        ({"kind": "level", "value": 2.0, "baseline": 3.0}, ["比上年末少1个"]),
        ({"kind": "level", "value": 3.0, "baseline": 3.0}, []),
        ({"kind": "direction", "value": 3.0, "baseline": 3.0}, ["与上年末持平"]),
        ({"kind": "direction", "value": 2.0, "baseline": 3.0, "base_period": "2021-09"}, ["比2021年9月末少1个"]),
        ({"missing": "610403", "area": "610403", "scope": "reference"}, []),
        ({"flags": "stale;synthetic"}, []),
    ],
)
def test_remarks_name_reason_and_missing_members(given, words):
    assert wording.remarks({**row("coverage", "trademark_windows"), **given}) == words


@pytest.mark.parametrize(
    ("scope", "words", "aim"),
    [
        ("own", [], "10家"),
        ("share", ["按比例分摊，非正式"], "10家（份额）"),
        ("reference", ["参照全省目标，非正式"], "10家（参照）"),
    ],
)
def test_a_target_that_is_not_a_place_s_own_is_marked(scope, words, aim):
    given = row("flow", "standard_adopters_new", target_value=10.0, scope=scope)
    assert (wording.scope(given), wording.marked_target_value(given)) == (words, aim)


def test_every_scope_but_own_is_called_not_official():
    assert [name for name, words in settings.wording().scopes.items() if "非正式" not in words] == ["own"]


@pytest.mark.parametrize(
    ("kind", "indicator", "given", "done", "gained", "aim"),
    [
        ("flow", "gi_new", {"attainment": 0.4, "target_value": 5.0}, "40.0%", "–", "目标5件"),
        ("flow", "gi_new", {"attainment": 38.0, "target_value": 1.0}, "10倍以上", "–", "目标1件"),
        ("flow", "gi_new", {"scope": "count"}, "–", "–", ""),
        ("level", "demonstration_places", {"attainment": 0.925, "progress": 0.57, "target_value": 40.0},
         "92.5%", "57.0%", "目标40家"),
        ("level", "demonstration_places", {"attainment": 0.67, "progress": -1.0, "target_value": 3.0, "scope": "share"},
         "67.0%", "–", "目标3家（份额）"),
        ("level", "high_value_inventions_per_10k", {"attainment": 0.06, "target_value": 6.8, "scope": "reference"},
         "–", "–", "全省目标线6.80件/万人"),
        ("growth", "pledge_smes", {"attainment": -1.3, "target_value": 0.1}, "–", "–", "目标增长10%"),
        ("direction", "inventions_in_force", {"attainment": 1.15, "target_value": 9.0}, "–", "–", "要求高于上年末9件"),
        ("coverage", "trademark_windows", {"attainment": 0.9, "target_value": 10.0}, "90.0%", "–", "目标10个"),
        ("coverage", "trademark_windows", {"attainment": 0.0, "target_value": 1.0, "area": "610800",
                                                   "scope": "reference"},
         "–", "–", ""),
    ],
)  # fmt: skip
def test_one_word_for_one_ratio(kind, indicator, given, done, gained, aim):
    made = row(kind, indicator, **given)
    assert (wording.attained(made), wording.gained(made), wording.aim(made)) == (done, gained, aim)


def test_whole_things_have_no_parts():
    assert wording.estimate(38.35, "demonstration_places") == "38家"
    assert wording.estimate(6.841, "high_value_inventions_per_10k") == "6.84件/万人"


def test_a_status_has_shape_and_word():
    assert wording.status("missed") == "× 未完成"


def test_flags_are_worded():
    assert wording.flags(row("flow", "gi_new", flags="stale;secondary")) == ["数据较旧", "部分数字只见到转载"]
    assert wording.flags(row("flow", "gi_new")) == []


def test_a_units_own_target_stands_in_the_column_of_the_provinces(aim):
    wanted = [aim("T1", "gi_new", "flow", 3.0), aim("U1", "gi_new", "flow", 2.0, area="610800")]
    assert wording.headings(wanted) == {"T1": "新增地理标志", "U1": "新增地理标志"}
    assert wording.columns(wanted) == {"T1": "T1", "U1": "T1"}


def test_two_targets_of_one_place_and_indicator_stand_in_two_columns(aim):
    wanted = [aim("T1", "gi_products", "level", 90.0), aim("T2", "gi_products", "growth", 0.1)]
    assert wording.headings(wanted) == {"T1": "地理标志保护产品", "T2": "地理标志保护产品（T2）"}


def test_where_the_guide_gives_no_number_there_is_none_to_measure_against():
    given = {"flags": "open_ended", "target_value": 1.0, "attainment": 0.0, "gap": 1.0, "lag_points": 74.8,
             "progress": 0.0, "elapsed": 0.748, "value": 0.0, "status": "not_started"}  # fmt: skip
    measured = wording.measured(row("flow", "gi_mark_users_new", **given))
    assert (measured["目标"], measured["完成"], measured["快慢"], measured["还差"]) == ("没有定数", "–", "–", "–")


def test_of_what_is_not_due_nobody_is_named_as_unknown():
    given = row("coverage", "annual_report_submitted", missing="610200;610300")
    assert wording.remarks({**given, "status": "not_due"}) == []


def test_growth_that_falls_short_by_a_little_says_so():
    short = row("growth", "pledge_smes", value=519, baseline=472, target_value=0.1,
                gap=0.0004, elapsed=0.75)  # fmt: skip
    assert wording.growth(short) == ["目前+9.96%"]
    assert wording.gap(short) == "0.04个百分点"


def test_a_rate_that_falls_short_by_a_little_says_so():
    short = row("level", RATE, value=6.7951, baseline=6.4, target_value=6.8, gap=0.0049)
    assert wording.value_of(short) == "6.795件/万人"
    assert wording.gap(short) == "0.005件/万人"
    assert formatting.quantity(6.7951, RATE) == "6.80件/万人"
