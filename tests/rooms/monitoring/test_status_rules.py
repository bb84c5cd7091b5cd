import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.catalogue import settings
from ipanalytics.monitoring import progress, status_rules, targets
from ipanalytics.monitoring.status_rules import RuleInput

LIMITS = targets.thresholds()
BEST_FIRST = [
    "achieved", "on_pace", "slightly_behind", "behind", "far_behind", "not_started", "missed",
]  # fmt: skip
SHARES = st.floats(0, 1)
AMOUNTS = st.floats(0, 1000).map(lambda value: round(value, 3))


def level(value=None, aim=100.0, base=0.0, elapsed=0.5, **changed):
    return RuleInput("level", value, aim, base, elapsed, **changed)


def judged(case):
    return status_rules.judge(case, LIMITS)[0]


@pytest.mark.parametrize(
    ("value", "lag", "status"),
    [
        (100, -50, "achieved"),
        (99, -49, "on_pace"),
        (50, 0, "on_pace"),
        (49.9, 0.1, "slightly_behind"),
        (40, 10, "slightly_behind"),
        (39.9, 10.1, "behind"),
        (20, 30, "behind"),
        (19.9, 30.1, "far_behind"),
        (0, 50, "far_behind"),
        (-10, 60, "far_behind"),
    ],
)
def test_a_level_is_graded_by_its_lag(value, lag, status):
    case = level(value)
    assert status_rules.lag_points(case) == pytest.approx(lag)
    assert status_rules.judge(case, LIMITS) == (status, "")


@pytest.mark.parametrize("kind", ["flow", "coverage"])
@pytest.mark.parametrize(
    ("value", "elapsed", "status"),
    [
        (0, 0.0, "on_pace"),
        (0, 0.01, "not_started"),
        (0, 0.9, "not_started"),
        (1, 0.01, "on_pace"),
        (5, 0.5, "on_pace"),
        (4, 0.5, "slightly_behind"),
        (2, 0.5, "behind"),
        (1, 0.5, "far_behind"),
        (10, 0.1, "achieved"),
    ],
)
def test_a_flow_and_a_coverage_of_0_have_not_started(kind, value, elapsed, status):
    assert status_rules.judge(RuleInput(kind, value, 10.0, elapsed=elapsed), LIMITS) == (status, "")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (0.10, "on_pace"),
        (0.099, "slightly_behind"),
        (0.08, "slightly_behind"),
        (0.079, "behind"),
        (0.0, "behind"),
        (-0.001, "far_behind"),
    ],
)
def test_a_growth_is_graded_by_the_points_that_are_missing(value, status):
    assert status_rules.judge(RuleInput("growth", value, 0.10, elapsed=0.5), LIMITS) == (status, "")


@pytest.mark.parametrize(
    ("value", "status"), [(-0.2, "on_pace"), (-0.10, "on_pace"), (-0.08, "slightly_behind"), (0.0, "behind")]
)
def test_less_growth_is_better_where_the_target_says_so(value, status):
    case = RuleInput("growth", value, -0.10, elapsed=0.5, is_lower_better=True)
    assert judged(case) == status


@pytest.mark.parametrize(
    ("kind", "value", "early", "due"),
    [
        ("direction", 11, "on_pace", "achieved"),
        ("direction", 10, "slightly_behind", "missed"),
        ("direction", 9, "behind", "missed"),
        ("benchmark", 11, "on_pace", "achieved"),
        ("benchmark", 10, "behind", "missed"),
        ("benchmark", 9, "behind", "missed"),
        ("growth", 10, "on_pace", "achieved"),
        ("growth", 9, "far_behind", "missed"),
        ("level", 10, "achieved", "achieved"),
        ("flow", 10, "achieved", "achieved"),
        ("flow", 9, "on_pace", "missed"),
        ("flow", 0, "not_started", "missed"),
        ("coverage", 9, "on_pace", "missed"),
    ],
)
def test_what_holds_only_until_the_deadline_is_achieved_there(kind, value, early, due):
    case = RuleInput(kind, value, 10.0, 0.0, 0.5)
    assert judged(case) == early
    assert judged(RuleInput(kind, value, 10.0, 0.0, 1.0, is_due=True)) == due


@pytest.mark.parametrize(
    ("kind", "value", "aim", "base", "status"),
    [
        ("level", 40, 50, 100, "achieved"),
        ("level", 50, 50, 100, "achieved"),
        ("level", 75, 50, 100, "on_pace"),
        ("level", 80, 50, 100, "slightly_behind"),
        ("level", 90, 50, 100, "behind"),
        ("level", 110, 50, 100, "far_behind"),
        ("level", 60, 50, 45, "behind"),
        ("direction", 9, 10, None, "on_pace"),
        ("direction", 10, 10, None, "slightly_behind"),
        ("direction", 11, 10, None, "behind"),
        ("benchmark", 9, 10, None, "on_pace"),
        ("benchmark", 10, 10, None, "behind"),
    ],
)
def test_less_is_better_where_the_target_says_so(kind, value, aim, base, status):
    assert judged(RuleInput(kind, value, aim, base, 0.5, is_lower_better=True)) == status


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # 1: no y, before everything else; not for milestones
        (level(None, is_due=True), ("no_data", "")),
        (RuleInput("flow", None, 3.0, obstacle="gap"), ("no_data", "gap")),
        (RuleInput("milestone", None, 1.0), ("pending", "")),
        # 2: met, before what can't be judged
        (level(100.0, base=None, obstacle="no_baseline"), ("achieved", "")),
        (level(100.0, is_partial=True), ("achieved", "")),
        (RuleInput("coverage", 10.0, 10.0, is_late=True, is_due=True), ("achieved_late", "")),
        (RuleInput("milestone", 1.0, 1.0, is_late=True, is_over=True), ("achieved_late", "")),
        # 3: can't be judged, before missed
        (level(50.0, base=None, obstacle="no_baseline", is_due=True), ("not_assessable", "no_baseline")),
        (RuleInput("growth", 5.0, None, obstacle="zero_baseline"), ("not_assessable", "zero_baseline")),
        (RuleInput("benchmark", 5.0, None, obstacle="no_benchmark", is_due=True), ("not_assessable", "no_benchmark")),
        (level(50.0, is_partial=True, is_due=True), ("not_assessable", "missing_members")),
        # a sum that lacks members only grows, so it proves nothing where less is better
        (level(50.0, aim=100.0, is_partial=True, is_lower_better=True), ("not_assessable", "missing_members")),
        # 4: the deadline, before not started and fallen back
        (RuleInput("flow", 0.0, 3.0, elapsed=1.0, is_due=True), ("missed", "")),
        (level(50.0, base=100.0, is_due=True), ("missed", "")),
        (RuleInput("milestone", 0.0, 1.0, is_over=True, is_recorded=True), ("overdue", "")),
        (RuleInput("milestone", 0.0, 1.0), ("pending", "")),
        # 6: fallen back, before the lag
        (level(99.9, base=100.0), ("behind", "fell_back")),
        (level(99.9, base=101.0, elapsed=0.0), ("behind", "fell_back")),
        # 7: a level of 0 is no flow
        (level(0.0, base=0.0, elapsed=0.05), ("slightly_behind", "")),
    ],
)
def test_the_first_rule_that_applies_decides(case, expected):
    assert status_rules.judge(case, LIMITS) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ("no_data", "")), (6.7, ("below_line", "")), (6.8, ("above_line", "")), (6.9, ("above_line", ""))],
)
def test_a_line_only_says_above_or_below(value, expected):
    assert status_rules.judge_beside_line(level(value, aim=6.8, base=None, is_due=True)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("no_data", "")),
        ({"obstacle": "gap"}, ("no_data", "gap")),
        ({"is_awaited": True, "obstacle": "gap"}, ("not_due", "")),
    ],
)
def test_what_cannot_be_known_yet_is_not_due(changed, expected):
    case = RuleInput("flow", None, 10.0, **changed)
    judges = [status_rules.judge_member, status_rules.judge_beside_line, status_rules.judge_count]
    made = {status_rules.judge(case, LIMITS), *(judge(case) for judge in judges)}
    assert made == {expected}


@pytest.mark.parametrize(
    ("value", "changed", "expected"),
    [(0.0, {}, ("count_only", "")), (3.0, {}, ("count_only", "")),
     (3.0, {"is_partial": True}, ("not_assessable", "missing_members"))],
)  # fmt: skip
def test_a_count_has_no_verdict(value, changed, expected):
    assert status_rules.judge_count(RuleInput("flow", value, elapsed=0.5, **changed)) == expected


@pytest.mark.parametrize(
    ("is_over", "is_recorded", "status"),
    [(False, False, "pending"), (False, True, "pending"), (True, False, "no_record"), (True, True, "overdue")],
)
def test_a_milestone_is_overdue_only_where_that_was_recorded(is_over, is_recorded, status):
    case = RuleInput("milestone", None, 1.0, is_over=is_over, is_recorded=is_recorded)
    assert judged(case) == status


def test_below_a_line_is_above_it_where_less_is_better():
    assert status_rules.judge_beside_line(level(6.0, aim=6.8, is_lower_better=True)) == ("above_line", "")


def test_a_line_judges_no_partial_sum_below_it():
    assert status_rules.judge_beside_line(level(6.0, aim=6.8, is_partial=True)) == ("not_assessable", "missing_members")
    assert status_rules.judge_beside_line(level(7.0, aim=6.8, is_partial=True)) == ("above_line", "")


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (RuleInput("coverage", None, 1.0), "no_data"),
        (RuleInput("coverage", 1.0, 1.0), "achieved"),
        (RuleInput("coverage", 1.0, 1.0, is_late=True, is_over=True), "achieved_late"),
        (RuleInput("coverage", 0.0, 1.0, is_due=True), "pending"),
        (RuleInput("coverage", 0.0, 1.0, is_due=True, is_over=True), "overdue"),
    ],
)
def test_a_place_has_the_thing_itself_or_not(case, status):
    assert status_rules.judge_member(case) == (status, "")


@pytest.mark.parametrize(
    ("one", "other", "is_reached"),
    [
        (1.0, 1.0, True),
        (1.0 - 1e-10, 1.0, True),
        (1.0 - 1e-8, 1.0, False),
        (0.1 + 0.2, 0.3, True),
        (0.3, 0.1 + 0.2, True),
    ],
)
def test_rounding_in_the_machine_decides_nothing(one, other, is_reached):
    assert status_rules.at_least(one, other) is is_reached


@pytest.mark.parametrize(
    ("case", "share"),
    [
        (level(60, 100, 50), 0.2),
        (level(40, 100, 50), -0.2),
        (level(110, 100, 50), 1.2),
        (level(60, 100, 100), None),
        (level(60, 100, None), None),
        (level(80, 50, 100, is_lower_better=True), 0.4),
        (RuleInput("flow", 3.0, 20.0), 0.15),
        (RuleInput("flow", 0.0, 20.0), 0.0),
        (RuleInput("coverage", 4.0, 10.0), 0.4),
        (RuleInput("growth", 0.05, 0.10), None),
        (RuleInput("direction", 5.0, 4.0), None),
        (RuleInput("benchmark", 5.0, 4.0), None),
    ],
)
def test_progress_is_the_part_of_the_way(case, share):
    assert status_rules.progress_made(case) == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("case", "end"),
    [
        (level(60, 100, 50, 0.25), 90),
        (level(60, 100, None, 0.25), None),
        (level(60, 100, 50, 0.0), None),
        (RuleInput("flow", 30.0, 150.0, elapsed=0.25), 120),
        (RuleInput("flow", 0.0, 150.0, elapsed=0.25), 0),
        (RuleInput("flow", 30.0, 150.0, elapsed=0.0), None),
        (RuleInput("coverage", 5.0, 10.0, elapsed=0.5), None),
        (RuleInput("direction", 5.0, 10.0, elapsed=0.5), None),
    ],
)
def test_the_projection_goes_on_at_this_pace(case, end):
    assert status_rules.projected_value(case) == (end if end is None else pytest.approx(end))


@pytest.mark.parametrize(
    ("value", "aim", "elapsed", "chance"),
    [
        (1, 3, 0.5, 1 - 2 * math.exp(-1)),  # 2 more or above at a mean of 1
        (2, 3, 0.75, 1 - math.exp(-2 / 3)),
        (0, 3, 0.5, 0),
        (3, 3, 0.5, 1),
        (5, 3, 0.5, 1),
        (2, 3, 1.0, 0),
        (3, 3, 1.0, 1),
        (1, 2.5, 0.5, 1 - 2 * math.exp(-1)),  # half a thing can't come: two are needed
        (1, 3, 0.0, None),
        (None, 3, 0.5, None),
        (200, 200, 0.5, 1),
        (201, 201, 0.5, None),
        (100, 200.5, 0.5, None),
    ],
)
def test_the_chance_of_a_flow_up_to_200(value, aim, elapsed, chance):
    found = status_rules.chance(RuleInput("flow", value, aim, elapsed=elapsed), LIMITS)
    assert found == (chance if chance is None else pytest.approx(chance, abs=1e-12))


@pytest.mark.parametrize("kind", ["level", "coverage", "growth", "direction", "benchmark"])
def test_only_a_flow_has_a_chance(kind):
    assert status_rules.chance(RuleInput(kind, 1.0, 3.0, 1.0, 0.5), LIMITS) is None


@pytest.mark.parametrize(
    ("case", "is_sensitive"),
    [
        # p 0.5, of logarithms ln(5.5)/ln(10) = 0.74
        (level(5.5, 10, 1, 0.5), False),
        (level(5.5, 10, 1, 0.6), True),
        (level(5.5, 10, 1, 0.74), True),
        (level(10, 10, 1, 0.5), False),
        (level(8.0, 10, 12, 0.5), False),
        (level(5.5, 10, 0, 0.6), None),
        (level(0, 10, 1, 0.6), None),
        (level(5.5, 10, None, 0.6, obstacle="no_baseline"), None),
        (level(None, 10, 1, 0.6), None),
        # less is better: from 10 to 1 p of 5.5 is 0.5, of logarithms 0.26
        (level(5.5, 1, 10, 0.5, is_lower_better=True), True),
        (level(5.5, 1, 10, 0.9, is_lower_better=True), False),
        (level(9.9, 1, 10, 0.9, is_lower_better=True), False),
        (RuleInput("flow", 5.5, 10.0, elapsed=0.6), None),
    ],
)
def test_a_level_is_sensitive_where_logarithms_say_another_status(case, is_sensitive):
    assert status_rules.is_sensitive(case, LIMITS) is is_sensitive


CHINESE = {
    "achieved": "已完成", "achieved_late": "逾期完成", "on_pace": "达到序时", "slightly_behind": "略低于序时",
    "behind": "滞后", "far_behind": "严重滞后", "not_started": "尚未启动", "pending": "未到期限", "overdue": "逾期",
    "missed": "未完成", "no_data": "无数据", "not_assessable": "无法评价", "above_line": "高于全省目标线",
    "below_line": "低于全省目标线", "no_record": "无完成记录", "not_due": "尚未公布", "count_only": "只计数",
}  # fmt: skip


def test_every_status_has_its_chinese_word():
    lights = settings.wording().statuses
    assert {status: light.word for status, light in lights.items()} == CHINESE
    assert set(progress.STATUSES) == set(CHINESE)


def test_a_colour_never_stands_alone():
    lights = list(settings.wording().statuses.values())
    assert all(light.shape and light.word for light in lights)
    assert [light.rank for light in lights] == list(range(1, len(lights) + 1))


@given(AMOUNTS, AMOUNTS, st.one_of(st.none(), AMOUNTS), SHARES, st.booleans(), st.sampled_from([0.25, 8, 100]))
def test_scaling_value_and_target_together_changes_nothing(value, aim, base, elapsed, is_lower, factor):
    case = level(
        value, aim + 1, base, elapsed, is_lower_better=is_lower, obstacle="no_baseline" if base is None else ""
    )
    scaled = [part if part is None else part * factor for part in (value, aim + 1, base)]
    other = level(*scaled, elapsed, is_lower_better=is_lower, obstacle=case.obstacle)
    assert status_rules.judge(case, LIMITS) == status_rules.judge(other, LIMITS)


@given(
    st.sampled_from(["level", "flow", "coverage", "growth", "direction", "benchmark"]),
    *[AMOUNTS] * 4,
    SHARES,
    st.booleans(),
    st.booleans(),
)
def test_a_better_value_is_never_a_worse_status(kind, one, other, aim, base, elapsed, is_lower, is_due):
    worse, better = sorted([one, other], reverse=is_lower)
    pair = [RuleInput(kind, value, aim + 0.001, base, elapsed, is_lower, is_due) for value in (worse, better)]
    first, second = (BEST_FIRST.index(judged(case)) for case in pair)
    assert second <= first


@given(*[AMOUNTS] * 3, SHARES)
def test_a_status_is_always_one_of_the_list(value, aim, base, elapsed):
    for kind in ("level", "flow", "growth", "direction", "benchmark", "coverage", "milestone"):
        assert judged(RuleInput(kind, value, aim + 1, base, elapsed)) in progress.STATUSES
