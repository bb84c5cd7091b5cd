import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import indicators, places
from ipanalytics.monitoring.tasks import COLUMNS, NEEDED, STATUSES, follow, load
from ipanalytics.observations import table
from ipanalytics.report.sections.office.tasks import (
    MEANINGS,
    SHAPES,
    WORDS,
    count_tasks,
    lead,
    list_offices,
    list_tasks,
    open_tasks,
)

ALL = "、".join(places.codes("unit"))
ROWS = [
    ["R0101", "二（一）", "测", "办公室、保护处", ALL, "", "not_monitored", "", "", False],
    ["R0102", "二（一）", "析", "保护处", "", "", "not_monitored", "", "", False],
    ["R0201", "二（二）", "起草", "办公室", "610100、610403", "M01", "done", "M01", "M01 2023-01-05", False],
    ["R0202", "二（二）", "召开", "办公室", "", "M02", "overdue", "M02", "", False],
    ["R0601", "二（六）", "培育", "保护处", "", "T05、T06", "pending", "T06", "", True],
    ["R0602", "二（六）", "推进", "办公室", "", "T07", "no_data", "T07", "", False],
]


def followed(*numbers, **changed):
    rows = [ROWS[n] for n in numbers or range(len(ROWS))]
    return pd.DataFrame(rows, columns=COLUMNS).assign(**changed)


def evidence(**statuses):
    """Return a row for each indicator, with its status."""
    rows = [
        ["610000", id_, "2022-06-01", 1.0, indicators.indicator(id_).unit, "cnipa_2022_c3", status, "正文"]
        for id_, status in statuses.items()
    ]
    return pd.DataFrame(rows, columns=table.COLUMNS)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            range(6),
            "6项任务中，1项已完成（其中逾期完成1项），1项未全部完成，1项到期未完成（召开）；3项没有可核对的数据（2项未设监测，1项无数据或无记录）。",
        ),
        ([0, 1, 2], "3项任务中，1项已完成（其中逾期完成1项）；2项没有可核对的数据。"),
        ([0, 4], "2项任务中，0项已完成，1项未全部完成；1项没有可核对的数据。"),
        ([2], "1项任务中，1项已完成（其中逾期完成1项）。"),
        ([0, 1, 5], "3项任务都没有可核对的数据。"),
    ],
)
def test_lead_claims_only_what_can_be_checked(rows, sentence):
    assert lead(followed(*rows), "2022-09") == f"截至2022年9月30日，指引第二部分{sentence}"


def test_opening_names_guide_and_day():
    opening = open_tasks(followed(), table.empty(), year=2022, as_of="2022-09")
    assert opening.title == "2022年度工作指引任务落实情况"
    assert opening.subtitle.endswith("第二部分 · 数据截至2022年9月30日")


@pytest.mark.parametrize(
    ("task_is", "figure_is", "marked"), [(True, "final", True), (False, "synthetic", True), (False, "final", False)]
)
def test_opening_says_what_is_synthetic(task_is, figure_is, marked):
    seen = evidence(milestone_m01=figure_is)
    opening = open_tasks(followed(synthetic=task_is), seen, year=2022, as_of="2022-09")
    assert opening.is_synthetic is marked


def test_each_status_has_a_shape_and_a_word_of_its_own():
    for words in (WORDS, SHAPES, MEANINGS):
        assert list(words) == list(STATUSES)
        assert len(set(words.values())) == len(words)


def test_summary_counts_each_status():
    exhibit = count_tasks(followed(), table.empty())
    assert (
        exhibit.title
        == "6项任务，4项有对应的目标：1项已完成，1项未全部完成，1项到期未完成，1项无数据或无记录，2项未设监测"
    )
    expected = pd.DataFrame(
        {
            "状态": ["● 已完成", "◇ 未全部完成", "× 到期未完成", "○ 无数据或无记录", "– 未设监测"],
            "任务": ["1", "1", "1", "1", "2"],
            "含义": list(MEANINGS.values()),
        }
    )
    assert_frame_equal(exhibit.table, expected)


def test_each_office_counts_every_task_that_it_shares():
    exhibit = list_offices(followed(), table.empty())
    assert exhibit.title == "2个处室分担6项任务（共同负责的各计一次）：办公室1项到期未完成"
    expected = pd.DataFrame(
        [["办公室", "4", "1", "0", "1", "1", "1"], ["保护处", "3", "0", "1", "0", "0", "2"]],
        columns=["责任处室", "任务", "● 已完成", "◇ 未全部完成", "× 到期未完成", "○ 无数据或无记录", "– 未设监测"],
    )
    assert_frame_equal(exhibit.table, expected)


@pytest.mark.parametrize(
    ("rows", "finding"), [([0, 2, 4], "可以核对的2项没有到期未完成的"), ([0, 1, 5], "都没有可核对的数据")]
)
def test_offices_without_an_overdue_task_say_how_many_could_be_checked(rows, finding):
    assert list_offices(followed(*rows), table.empty()).title.endswith(f"3项任务（共同负责的各计一次）：{finding}")


def test_tasks_are_listed_by_clause_with_offices_and_status():
    found = list_tasks(followed(), table.empty()).exhibits
    assert [exhibit.title for exhibit in found] == [
        "二（一）：2项任务，2项未设监测",
        "二（二）：2项任务，1项已完成，1项到期未完成",
        "二（六）：2项任务，1项未全部完成，1项无数据或无记录",
    ]
    first = pd.DataFrame(
        [
            ["R0101", "测", "办公室、保护处", "各设区市、韩城市、杨凌示范区", "– 未设监测", "—"],
            ["R0102", "析", "保护处", "", "– 未设监测", "—"],
        ],
        columns=["编号", "任务", "责任处室", "责任单位", "状态", "依据"],
    )
    second = pd.DataFrame(
        [
            ["R0201", "起草", "办公室", "西安市、杨凌示范区", "● 已完成", "M01", "逾期完成（M01：2023年1月5日）"],
            ["R0202", "召开", "办公室", "", "× 到期未完成", "M02", ""],
        ],
        columns=["编号", "任务", "责任处室", "责任单位", "状态", "依据", "说明"],
    )
    assert_frame_equal(found[0].table, first)
    assert_frame_equal(found[1].table, second)


def test_a_task_made_from_synthetic_figures_says_so():
    last = list_tasks(followed(), table.empty()).exhibits[-1].table
    assert last["说明"].tolist() == ["演示数据", ""]
    assert "责任单位" not in last


def test_each_table_rests_on_its_own_tasks_figures():
    seen = evidence(milestone_m01="synthetic", milestone_m05="final", advantage_enterprises_new="final")
    found = list_tasks(followed(), seen).exhibits
    assert [list(exhibit.evidence["indicator"]) for exhibit in found] == [
        [],
        ["milestone_m01"],
        ["advantage_enterprises_new"],
    ]
    assert [exhibit.is_synthetic for exhibit in found] == [False, True, False]


def test_the_guide_s_own_tasks_make_a_page():
    frame = follow(load(2022), pd.DataFrame(columns=NEEDED))
    nothing = table.empty()
    section = list_tasks(frame, nothing)
    assert [exhibit.title[:4] for exhibit in section.exhibits] == [f"二（{n}）" for n in "一二三四五六七八"]
    assert sum(len(exhibit.table) for exhibit in section.exhibits) == len(frame)
    assert list(list_offices(frame, nothing).table["责任处室"]) == [
        "办公室", "政策法规处", "规划协调处", "保护处", "运用促进处", "公共服务处", "机关党委",
    ]  # fmt: skip
    assert lead(frame, "2022-09").endswith(f"{len(frame)}项任务都没有可核对的数据。")
    for exhibit in (*section.exhibits, count_tasks(frame, nothing)):
        assert exhibit.part()["tables"]
