import math

import pandas as pd
import pytest

from ipanalytics.catalogue import settings
from ipanalytics.monitoring import progress
from ipanalytics.report import wording

NAN = math.nan


def row(kind, indicator, **given):
    empty = dict.fromkeys(["value", "baseline", "target_value", "gap", "attainment"], NAN)
    texts = {"area": "610000", "reason": "", "missing": "", "flags": "", "scope": "own"}
    return {**empty, **texts, "kind": kind, "indicator": indicator, **given}


def test_every_status_is_good_weak_or_neither():
    neither = {"pending", "not_assessable", "no_data"}
    assert sorted([*wording.GOOD, *wording.WEAK, *neither]) == sorted(progress.STATUSES)


def test_statuses_are_counted_from_good_to_bad():
    rows = pd.DataFrame({"status": ["no_data", "missed", "achieved", "missed", "on_pace"]})
    assert list(wording.counted(rows).items()) == [("已完成", 1), ("达到序时", 1), ("未完成", 2), ("无数据", 1)]


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
        ("direction", "industrialisation_rate", 36.2, "＞36.2%"),
        ("direction", "industrialisation_rate", NAN, "高于基期"),
        ("benchmark", "protection_satisfaction", 80.61, "＞80.61分"),
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


@pytest.mark.parametrize(("share", "words"), [(0.748, "74.8%"), (0, "0.0%"), (-0.5, "-50.0%"), (NAN, "–"), (None, "–")])
def test_a_share_is_worded_in_percent(share, words):
    assert wording.percent(share) == words


@pytest.mark.parametrize(
    ("kind", "value", "baseline", "words"),
    [
        ("growth", 108.9, 100.0, ["目前+8.9%"]),
        ("growth", 90.0, 100.0, ["目前-10.0%"]),
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
        ({"missing": "610200;610300"}, ["缺铜川、宝鸡"]),
        ({"missing": "610100;610200;610300;610400;610500"}, ["缺5个单元"]),
        ({"missing": "610403", "area": "610403", "scope": "reference"}, []),
        ({"flags": "stale;synthetic"}, []),
    ],
)
def test_remarks_name_reason_and_missing_members(given, words):
    assert wording.remarks(row("coverage", "trademark_windows", **given)) == words


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
