import dataclasses
import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import hierarchy, indicators, places
from ipanalytics.catalogue import settings as catalogue_settings
from ipanalytics.monitoring import progress, status_rules, targets
from ipanalytics.report import wording
from ipanalytics.report.sections import headline

AREAS = [places.province(), *places.codes("region"), *places.codes("unit")]
MONTHS = ["march", "september", "december"]
NAN = math.nan


@pytest.fixture(scope="module")
def five(aim):
    return [
        aim("T1", "gi_new", "flow", 3.0),
        aim("T2", "navigation_projects", "flow", 20.0),
        aim("T3", "pledge_smes", "growth", 0.10),
        aim("T4", "inventions_in_force", "direction"),
        aim("T5", "industrialisation_rate", "direction"),
    ]


FIGURES = [
    ("610000", "gi_new", "2022-01/2022-09", 3),
    ("610000", "navigation_projects", "2022-01/2022-09", 8),
    ("610000", "pledge_smes", "2021-01/2021-09", 100),
    ("610000", "pledge_smes", "2022-01/2022-09", 108),
    ("610000", "inventions_in_force", "2021", 100),
    ("610000", "inventions_in_force", "2022-09", 110),
]


def test_before_the_years_end_the_sentence_begins_with_the_day(judge, five):
    assert headline.lead(judge(FIGURES, five), "610000") == (
        "截至2022年9月30日，陕西5项指标中1项已完成、1项达到序时，2项低于要求，1项尚未公布；"
        "最大短板是专利导航：8项，目标20项，比序时慢34.8个百分点。"
    )


def test_after_the_years_end_the_year_is_over(judge, five):
    whole = [("610000", "gi_new", "2022", 1), ("610000", "navigation_projects", "2022", 21)]
    assert headline.lead(judge(whole, five, "2023-02"), "610000") == (
        "2022年度（数据截至2023年2月28日），陕西5项指标中3项不能评价（3项无数据），1项已完成，1项低于要求；"
        "最大短板是新增地理标志：1件，目标3件，还差2件。"
    )


@pytest.mark.parametrize(
    ("as_of", "start"), [("2022-12-30", "截至2022年12月30日，"), ("2022", "2022年度（数据截至2022年12月31日），")]
)
def test_the_year_is_over_on_its_last_day(judge, five, as_of, start):
    assert headline.lead(judge(FIGURES, five, as_of), "610000").startswith(start)


def test_a_place_without_own_targets_says_so(judge, five):
    units = [("610800", "inventions_in_force", "2021", 5), ("610800", "inventions_in_force", "2022-09", 4)]
    assert headline.lead(judge(units, five[3:]), "610800") == (
        "截至2022年9月30日，榆林2项指标（参照全省目标，非正式）中1项低于要求，1项尚未公布；"
        "最大短板是有效发明专利：4件，要求高于上年末5件，比上年末少1件。"
    )


def test_a_place_with_some_own_targets_says_how_many_are_not(judge, five, aim):
    own = aim("U1", "gi_new", "flow", 2.0, area="610800")
    made = judge([("610800", "gi_new", "2022-01/2022-09", 2)], [*five[3:], own])
    assert headline.lead(made, "610800") == (
        "截至2022年9月30日，榆林3项指标（其中2项参照全省目标，非正式）中"
        "2项不能评价（1项尚未公布、1项无数据），1项已完成；能评价的太少，说明不了全年的进度。"
    )


def test_own_targets_need_no_remark(judge, aim):
    own = aim("U1", "gi_new", "flow", 2.0, area="610800")
    made = judge([("610800", "gi_new", "2022-01/2022-09", 2)], [own])
    assert headline.lead(made, "610800").startswith("截至2022年9月30日，榆林1项指标中1项已完成；")


def test_where_nothing_is_known_nothing_is_claimed(judge, five):
    assert headline.lead(judge([], five), "610000") == (
        "截至2022年9月30日，陕西5项指标中5项不能评价（1项尚未公布、4项无数据）；还没有可以评价的数。"
    )


def test_of_real_figures_without_a_target_s_it_says_that_nothing_can_be_judged(judge, five):
    known = [("610000", "patent_grants", "2021", 86272)]
    assert headline.lead(judge(known, five), "610000") == (
        "陕西2022年度的5项指标没有公布的数字，不能评价；下面是公布过的数字。"
    )


def test_where_nothing_is_weak_only_what_can_be_judged_is_called_so(judge, aim):
    wanted = [aim("T1", "gi_new", "flow", 3.0), aim("T2", "demonstration_places", "level", 40.0)]
    known = [("610000", "gi_new", "2022-01/2022-09", 3), ("610000", "demonstration_places", "2022-09", 37)]
    assert headline.lead(judge(known, wanted), "610000") == (
        "截至2022年9月30日，陕西2项指标中1项已完成，1项无法评价；可以评价的指标没有低于要求的。"
    )


def test_a_place_without_targets_says_so(judge, aim):
    made = judge([], [aim("T1", "gi_new", "flow", 3.0, area="610800")])
    assert headline.lead(made, "610000") == "2022年没有陕西的目标。"


def test_milestones_are_not_counted(judge, aim):
    wanted = [aim("T1", "gi_new", "flow", 3.0), aim("M1", "milestone_m01", "milestone")]
    made = judge([("610000", "gi_new", "2022-01/2022-09", 3)], wanted)
    assert "陕西1项指标中1项已完成；" in headline.lead(made, "610000")


def rows_of(**columns):
    """Return rows of the progress table: what isn't given is empty."""
    count = len(next(iter(columns.values())))
    empty = {name: [NAN if name in progress.NUMBERS else ""] * count for name in [*progress.COLUMNS, progress.USED]}
    ids = {"target": [f"T{n}" for n in range(count)], "indicator": ["gi_new"] * count, "kind": ["flow"] * count}
    numbers = {"value": [1.0] * count, "target_value": [4.0] * count}
    fixed = {"area": ["610000"] * count, "scope": ["own"] * count}
    return pd.DataFrame({**empty, **ids, **numbers, **fixed, **columns})


def assessed(made, rows, better="higher"):
    known = [
        targets.Target(id_, indicator, "610000", kind, "", "", 1.0, better, year=2022)
        for id_, indicator, kind in zip(rows["target"], rows["indicator"], rows["kind"], strict=True)
    ]
    return dataclasses.replace(made, rows=rows, targets=known)


THREE = ["gi_new", "navigation_projects", "standard_adopters_new"]


@pytest.mark.parametrize(
    ("statuses", "lags", "attained", "named"),
    [
        # the worse status, however small the lag
        (["slightly_behind", "far_behind", "behind"], [9.0, 5.0, 20.0], [0.1, 0.9, 0.2], "专利导航"),
        # of one status the largest lag
        (["behind", "behind", "behind"], [11.0, 20.0, 29.0], [0.1, 0.5, 0.9], "贯标单位"),
        # a lag before none, then the least attained
        (["behind", "behind", "behind"], [NAN, 11.0, NAN], [0.1, 0.9, 0.2], "专利导航"),
        (["behind", "behind", "on_pace"], [NAN, NAN, 40.0], [0.8, 0.6, 0.1], "专利导航"),
        # missed: the least attained, whatever the lag
        (["missed", "missed", "missed"], [90.0, 10.0, NAN], [0.5, 0.9, 0.4], "贯标单位"),
        (["missed", "missed", "far_behind"], [20.0, 50.0, 99.0], [0.3, 0.6, 0.0], "新增地理标志"),
        # alike: the order of the ids
        (["behind", "behind", "behind"], [11.0, 11.0, 11.0], [0.5, 0.5, 0.5], "新增地理标志"),
    ],
)
def test_the_weakest_is_named(september, statuses, lags, attained, named):
    rows = rows_of(indicator=THREE, status=statuses, lag_points=lags, attainment=attained)
    assert f"最大短板是{named}：" in headline.lead(assessed(september, rows), "610000")


@pytest.mark.parametrize(
    ("statuses", "lags", "attained", "ties"),
    [
        (["not_started"] * 3, [8.5, 8.5, 8.5], [0.0, 0.0, 0.0], "（与专利导航、贯标单位并列）"),
        (["behind", "behind", "far_behind"], [20.0, 20.0, 40.0], [0.5, 0.5, 0.5], ""),
        # what is printed alike is alike
        (["behind", "behind", "on_pace"], [20.04, 19.96, 0.0], [0.5, 0.5, 0.5], "（与专利导航并列）"),
        (["missed", "missed", "missed"], [20.0, 30.0, 40.0], [0.5, 0.5, 0.6], "（与专利导航并列）"),
    ],
)
def test_those_as_far_behind_as_the_weakest_are_named_too(september, statuses, lags, attained, ties):
    rows = rows_of(indicator=THREE, status=statuses, lag_points=lags, attainment=attained, progress=attained)
    sentence = headline.lead(assessed(september, rows), "610000")
    assert ("并列" in sentence) == bool(ties)
    assert sentence.endswith(f"{ties}。")


def test_of_what_was_missed_the_least_attained_is_the_one_most_above_where_less_is_better(september):
    rows = rows_of(indicator=THREE, status=["missed"] * 3, attainment=[1.1, 1.5, 1.2])
    assert "最大短板是专利导航：" in headline.lead(assessed(september, rows, "lower"), "610000")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": ["far_behind"], "lag_points": [34.8]}, "1件，目标4件，比序时慢34.8个百分点。"),
        ({"status": ["missed"], "lag_points": [75.0], "gap": [3.0]}, "1件，目标4件，还差3件。"),
        ({"status": ["overdue"], "lag_points": [75.0], "gap": [3.0]}, "1件，目标4件，还差3件。"),
        ({"status": ["behind"], "gap": [3.0]}, "1件，目标4件，还差3件。"),
        (
            {
                "status": ["behind"], "kind": ["growth"], "value": [104.8], "baseline": [100.0],
                "target_value": [0.1], "gap": [0.052],
            },
            "104.8件，目标增长10%，目前+4.8%。",
        ),
        (
            {
                "status": ["slightly_behind"], "kind": ["direction"], "target_value": [1.0], "baseline": [1.0],
                "gap": [0.0],
            },
            "1件，要求高于上年末1件，与上年末持平。",
        ),
    ],
)  # fmt: skip
def test_the_distance_is_worded_by_kind_and_status(september, given, words):
    assert headline.lead(assessed(september, rows_of(**given)), "610000").endswith(f"最大短板是新增地理标志：{words}")


def counted(sentence):
    """Return the number of targets that a sentence speaks of, and its counts by status in words.

    Where most have no verdict, that is the first thing said: its count is that of what follows in brackets.
    """
    whole, told = re.fullmatch(r".*?，[^，]*?(\d+)项指标(?:（[^）]*非正式）)?中([^；]*)；.*。", sentence).groups()
    first = re.match(r"(\d+)项不能评价（(.*?)）", told)
    if first:
        inside = sum(int(number) for number in re.findall(r"(\d+)项", first[2]))
        assert int(first[1]) == inside > int(whole) / 2
        told = f"{first[2]}，{told[first.end() :]}"
    return int(whole), {word: int(number) for number, word in re.findall(r"(\d+)项([^，、]+)", told)}


def recounted(rows):
    words = catalogue_settings.wording().statuses
    told = ["低于要求" if status in wording.WEAK else words[status].word for status in rows["status"]]
    return {word: told.count(word) for word in dict.fromkeys(told)}


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("area", AREAS)
def test_every_count_in_the_sentence_is_that_of_the_table(month, area, request):
    made = request.getfixturevalue(month)
    rows = made.rows[made.rows["area"].eq(area) & made.rows["kind"].ne("milestone")]
    whole, told = counted(headline.lead(made, area))
    assert whole == len(rows)
    assert told == recounted(rows)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("area", AREAS)
def test_the_weakest_target_and_its_numbers_are_those_of_the_table(month, area, request):
    made = request.getfixturevalue(month)
    rows = made.rows[made.rows["area"].eq(area) & made.rows["kind"].ne("milestone")]
    weak = rows[rows["status"].isin(wording.WEAK)]
    end = headline.lead(made, area).partition("；")[2]
    if weak.empty:
        assert "最大短板" not in end
        return
    name, told = re.fullmatch("最大短板是(.*?)：(.*)。", end).groups()
    rank = weak["status"].map({id_: light.rank for id_, light in catalogue_settings.wording().statuses.items()})
    row = weak[[indicators.indicator(id_).label == name for id_ in weak["indicator"]]].iloc[0]
    assert rank[row.name] == rank.max()
    value, target, far = told.split("，")
    assert value == wording.amount(row["value"], row["indicator"])
    assert target == wording.aim(row, is_marked=False)
    number = float(re.search(r"[+-]?[\d.]+", far.replace(",", "").replace("−", "-"))[0])
    if far.startswith("比序时慢"):
        assert number == pytest.approx(row["lag_points"], abs=0.05)
        assert row["lag_points"] == weak.loc[rank == rank.max(), "lag_points"].max()
    elif far.startswith(("目前", "全年")):
        assert number == pytest.approx(100 * (row["value"] / row["baseline"] - 1), abs=0.05)
    elif far.startswith("比上年末少"):
        assert number == pytest.approx(row["baseline"] - row["value"], abs=0.005)
    else:
        assert number == pytest.approx(row["gap"], abs=0.005)


@given(st.lists(st.sampled_from(progress.STATUSES), min_size=1, max_size=20), st.sampled_from(["own", "share"]))
def test_counts_add_up_to_the_number_of_targets(september, statuses, scope):
    rows = rows_of(status=statuses, scope=[scope] * len(statuses))
    sentence = headline.lead(assessed(september, rows), "610000")
    whole, told = counted(sentence)
    assert whole == len(statuses) == sum(told.values())
    assert told == recounted(rows)
    assert ("最大短板" in sentence) == bool(told.get("低于要求"))
    has_verdict = sum(status in status_rules.VERDICTS for status in statuses)
    assert ("项不能评价（" in sentence) == (2 * has_verdict < len(statuses))
    assert ("非正式" in sentence) == (scope == "share")


@pytest.mark.parametrize("area", ["610000", "shaanbei", "610403"])
def test_every_area_has_a_sentence_and_no_card(september, area):
    opening = headline.open_report(september, area)
    assert opening.lead.endswith("。")
    assert opening.figures == ()
    assert places.name_of(area) in opening.title


def test_subtitle_gives_year_and_date_of_the_data(real_year):
    assert headline.open_report(real_year, "610000").subtitle == "2022年度 · 数据截至2022年12月31日"


def test_a_synthetic_figure_marks_the_opening_of_its_area_alone(judge, five):
    rows = [("610800", "inventions_in_force", "2022-09", 4, "synthetic"), ("610100", "inventions_in_force", "2022", 5)]
    made = judge(rows, five, "2022-12")
    assert headline.open_report(made, "610800").is_synthetic
    assert not headline.open_report(made, "610100").is_synthetic


def test_a_target_judged_by_a_synthetic_figure_marks_the_opening(judge, five):
    units = [(code, "gi_new", "2022-01/2022-09", 1, "synthetic") for code in hierarchy.members("shaanbei")]
    assert headline.open_report(judge(units, five[:1]), "shaanbei").is_synthetic
