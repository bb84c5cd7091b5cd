"""What is said first is what the table of lights shows, worst first, with who holds back and what is needed by when."""

import re

import pytest

from ipanalytics.catalogue import indicators, places
from ipanalytics.report import scoreboard, wording
from ipanalytics.report.sections import standing, status_table
from tests.rooms.monitoring.rows import judged_at

AREAS = ["610000", "guanzhong", "610800", "610403"]
UNITS = places.codes("unit")


@pytest.mark.parametrize("month", ["march", "september", "december"])
@pytest.mark.parametrize("area", AREAS)
def test_every_target_that_is_behind_is_named_and_no_other(month, area, request):
    made = request.getfixturevalue(month)
    rows = made.rows_of(area)
    behind = standing.summary(made, area)["behind"]
    weak = rows[rows["status"].isin(wording.WEAK)]
    assert sorted(target["anchor"] for target in behind) == sorted(map(wording.anchor, weak["target"]))
    order = scoreboard.worst_first(rows, made)["target"]
    assert [target["anchor"] for target in behind] == list(map(wording.anchor, order))


@pytest.mark.parametrize("area", AREAS)
def test_all_targets_stand_on_the_brief_with_their_status(september, area):
    lights = standing.summary(september, area)["lights"]
    rows = september.rows_of(area)
    assert [light["status"] for light in lights] == rows["status"].tolist()
    assert [light["label"] for light in lights] == [indicators.indicator(id_).label for id_ in rows["indicator"]]


@pytest.fixture(scope="module")
def flow(judge, aim):
    months = [("610000", "gi_new", "2022-01/2022-09", 9)]
    units = [(code, "gi_new", "2022-01/2022-09", 0) for code in UNITS[:3]]
    people = [(code, "population", "2021", 1e6) for code in UNITS]
    return judge([*people, *months, *units], [aim("T2", "gi_new", "flow", 24.0)])


def test_a_target_says_who_holds_back_and_what_is_needed_by_when(flow):
    (target,) = standing.summary(flow, "610000")["behind"]
    assert (target["label"], target["stands"]) == ("新增地理标志", "9件，目标24件")
    assert target["needed"] == "到12月31日还差15件（每月5件）"
    assert target["why"].startswith("比要求少得最多：")


def test_a_unit_is_not_told_that_others_hold_it_back(september):
    assert not any(target["why"].startswith("比要求少") for target in standing.summary(september, "610800")["behind"])


@pytest.mark.parametrize("area", AREAS)
def test_the_sentence_counts_what_the_table_of_changes_does(september, area):
    sentence = standing.changed(september, area)
    titles = [exhibit.title for exhibit in status_table.draw_changes(september, area).exhibits]
    what = re.sub("（[^）]*）", "", sentence).removeprefix("与2022年8月31日相比：").rstrip("。")
    assert what.split("；") == (titles[0].split("，") if titles else ["没有变化"])


def test_time_alone_is_called_slower_and_never_worse(monkeypatch):
    still = [("standard_adopters_new", f"2022-01/2022-0{month}", 70) for month in (8, 9)]
    monkeypatch.setattr(standing, "load_earlier", lambda *_, **__: judged_at("2022-08", still))
    told = standing.changed(judged_at("2022-09", still), "610800")
    assert told == "与2022年8月31日相比：1项进度转慢（贯标单位）。"


def test_nothing_changed_is_said(judge, aim):
    assert standing.changed(judge([], [aim("T99", "gi_new", "flow", 3.0)]), "610000").endswith("没有变化。")


def test_milestones_due_next_come_with_their_day(september, december):
    due = standing.due_next(september, "610000")
    assert 1 <= len(due) <= standing.MOST_NEXT
    assert all(text.endswith("日）") for text in due)
    assert standing.due_next(december, "610000") == []
    assert standing.due_next(september, "610800") == []
