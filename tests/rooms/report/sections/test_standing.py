"""What is said first is what the table of lights shows, worst first, with who holds back and what is needed by when."""

import re

import pytest

from ipanalytics.catalogue import indicators, places
from ipanalytics.report import scoreboard, wording
from ipanalytics.report.sections import standing
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
    titles = [exhibit.title for exhibit in standing.draw_changes(september, area).exhibits]
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


@pytest.mark.parametrize(
    ("months", "figures", "title", "words"),
    [
        # time passed, nothing was added: slower, not worse
        (("2022-09", "2022-08"), {"standard_adopters_new": (70, 70), "gi_new": (1, 3)},
         "1项进度转慢，1项变好", ["进度转慢", "变好"]),
        (("2022-09", "2022-08"), {"standard_adopters_new": (75, 65), "gi_new": (1, 1)}, "1项变差", ["变差"]),
        # the year ended with more done than before
        (("2022", "2022-11"), {"standard_adopters_new": (80, 99), "gi_new": (1, 3)},
         "1项到期未完成，1项变好", ["到期", "变好"]),
        (("2022", "2022-11"), {"standard_adopters_new": (99, 80), "gi_new": (3, 3)}, "1项变差", ["变差"]),
    ],
)  # fmt: skip
def test_what_changed_is_called_by_what_was_done_not_by_the_calendar(monkeypatch, months, figures, title, words):
    now, before = months
    period = {"2022": "2022-01/2022-12"}
    rows = [(id_, period.get(month, f"2022-01/{month}"), value) for id_, both in figures.items()
            for month, value in zip((before, now), both, strict=True)]  # fmt: skip
    monkeypatch.setattr(standing, "load_earlier", lambda *_, **__: judged_at(before, rows))
    section = standing.draw_changes(judged_at(now, rows), "610800")
    assert section.exhibits[0].title == title
    assert list(section.exhibits[0].table["好坏"]) == words


def test_an_area_without_changes_says_so(monkeypatch):
    monkeypatch.setattr(standing, "load_earlier", lambda *_, **__: judged_at("2022-09"))
    assert standing.draw_changes(judged_at("2022-09"), "610800").prose == "榆林的状态和数值都没有变化。"
