import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ipanalytics.catalogue import places
from ipanalytics.core.errors import CatalogueError, CleaningError
from ipanalytics.monitoring import tasks
from ipanalytics.monitoring.tasks import Task

ALL = tuple(places.codes("unit"))
SOME = ("610100", "610403")
OFFICES = {
    "办": "办公室", "政": "政策法规处", "规": "规划协调处", "保": "保护处", "运": "运用促进处", "公": "公共服务处",
    "党": "机关党委",
}  # fmt: skip
# First and last task of each paragraph, the offices in the guide's brackets, the units in them.
PARAGRAPHS = [
    ("R0101", "R0106", "办政规保运公", ALL),
    ("R0201", "R0205", "办政规", ALL),
    ("R0301", "R0307", "办政规保运公党", ALL),
    ("R0401", "R0409", "规运", ALL),
    ("R0501", "R0508", "办规保公", ALL),
    ("R0509", "R0515", "办保", ALL),
    ("R0516", "R0521", "办规保", ALL),
    ("R0601", "R0611", "规运", ALL),
    ("R0612", "R0616", "运", SOME),
    ("R0617", "R0622", "规", ALL),
    ("R0623", "R0627", "运", ALL),
    ("R0701", "R0709", "办公", ALL),
    ("R0710", "R0716", "公", ALL),
    ("R0801", "R0808", "办政", ()),
    ("R0809", "R0813", "办", ()),
    ("R0814", "R0817", "办政", ()),
]
CLAUSES = {"一": 6, "二": 5, "三": 7, "四": 9, "五": 21, "六": 27, "七": 16, "八": 17}
# The clause of each measured target, as the guide has it.
MEASURED = {
    "二（二）": ["M01", "M02"],
    "二（三）": ["M03", "M04"],
    "二（四）": ["M17", "M05"],
    "二（五）": ["M06", "M07", "M08", "M09"],
    "二（六）": ["M10", "T12", "T05", "T06", "T07", "M18", "M14", "T15", "M11", "M12"],
    "二（七）": ["M13", "T14", "T13", "M16", "M15"],
    "二（八）": ["M20", "M19"],
}
HEAD = "year: 2022\nsource: 文\noffices: [办公室, 保护处]\ntasks:\n"
SOUND = "{clause: 二（一）, task: 做, offices: [办公室], units: all, monitored_by: []}"
STATUSES = [
    "achieved", "achieved_late", "on_pace", "slightly_behind", "behind", "far_behind", "not_started", "pending",
    "overdue", "missed", "no_data", "not_assessable",
]  # fmt: skip


@pytest.fixture(scope="module")
def loaded():
    return tasks.load(2022)


def task(*links, id_="R1", **changed):
    entry = {"clause": "二（一）", "task": "做", "offices": ("办公室", "保护处"), "units": SOME}
    return Task(**{"id": id_, **entry, "monitored_by": links} | changed)


def progress(*rows):
    return pd.DataFrame(rows, columns=["area", "target", "status", "period", "flags"], dtype=str)


def province(**statuses):
    return progress(*(["610000", id_, status, "2022-09", ""] for id_, status in statuses.items()))


def refusal(tmp_path, text, **options):
    path = tmp_path / "2022.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        tasks.read(path, 2022, **options)
    return str(caught.value).split("\n  ")[1:]


def test_tasks_stand_in_the_order_of_the_guide_without_gaps(loaded):
    wanted = [
        (f"R{number:02}{n:02}", f"二（{clause}）")
        for number, (clause, count) in enumerate(CLAUSES.items(), 1)
        for n in range(1, count + 1)
    ]
    assert [(one.id, one.clause) for one in loaded] == wanted


@pytest.mark.parametrize(("first", "last", "letters", "units"), PARAGRAPHS)
def test_each_paragraph_has_the_offices_and_units_of_its_brackets(loaded, first, last, letters, units):
    found = {(one.offices, one.units) for one in loaded if first <= one.id <= last}
    assert found == {(tuple(OFFICES[letter] for letter in letters), units)}


def test_the_paragraphs_hold_every_task(loaded):
    ids = [one.id for one in loaded]
    assert [id_ for first, last, *_ in PARAGRAPHS for id_ in ids if first <= id_ <= last] == ids


def test_each_target_is_linked_once_under_its_own_clause(loaded):
    found = {clause: [] for clause in MEASURED}
    for one in loaded:
        found.setdefault(one.clause, []).extend(one.monitored_by)
    assert {clause: links for clause, links in found.items() if links} == MEASURED


def test_every_milestone_of_the_guide_is_linked(loaded):
    linked = {id_ for one in loaded for id_ in one.monitored_by}
    assert {f"M{n:02}" for n in range(1, 21)} | {"T05", "T06", "T07", "T12", "T13", "T14", "T15"} == linked


def test_tasks_are_worded_shortly_and_no_two_alike(loaded):
    texts = [one.task for one in loaded]
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 30


def test_a_year_without_a_file_is_refused_by_name():
    with pytest.raises(CatalogueError, match=r"1999\.yaml"):
        tasks.load(1999)


def test_every_fault_comes_at_once_with_its_line(tmp_path):
    text = (
        "year: 2021\nsauce: 文\noffices: [办公室, 保护处]\ntasks:\n"
        "  R1: {clause: 二（一）, task: '', offices: [办公厅], units: [], monitored_by: []}\n"
        "  R2:\n    clause: 二（一）\n    task: 做\n    offices: []\n    units: [610100, '610500+610581', '610200']\n"
        "    monitored_by: [T01, T99, T01]\n    due: 六月\n"
        "  R3: {id: R4, clause: 二（一）, task: 做, offices: 办公室, units: All, monitored_by: []}\n"
        "  R5: 做\n"
    )
    assert refusal(tmp_path, text, targets={"T01"}) == sorted(
        [
            "2022.yaml, line 1: key 'source' is missing",
            "2022.yaml, line 1: year 2021, expected 2022",
            "2022.yaml, line 2: unknown key 'sauce'",
            "2022.yaml, line 5: R1: task is empty",
            "2022.yaml, line 5: R1: offices: '办公厅' is not known",
            "2022.yaml, line 9: R2: offices is empty",
            "2022.yaml, line 10: R2: units is [610100, '610500+610581', '610200'], expected a list of texts",
            "2022.yaml, line 10: R2: units: '610500+610581' is not known",
            "2022.yaml, line 11: R2: monitored_by: 'T99' is not known",
            "2022.yaml, line 11: R2: monitored_by: 'T01' stands twice",
            "2022.yaml, line 12: R2: unknown key 'due'",
            "2022.yaml, line 13: R3: unknown key 'id'",
            "2022.yaml, line 13: R3: offices is '办公室', expected a list of texts",
            "2022.yaml, line 13: R3: units: 'All' is not known",
            "2022.yaml, line 14: R5: expected a mapping, found '做'",
        ]
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{HEAD}  R1: {SOUND.replace(', units: all', '')}\n", "line 5: R1: key 'units' is missing"),
        (
            f"{HEAD}  R1: {SOUND.replace('task: 做', 'task: [做]')}\n",
            "line 5: R1: task is ['做'], expected text in quotes",
        ),
        (
            f"{HEAD}  R1: {SOUND.replace('[办公室]', '[办公室, 办公室]')}\n",
            "line 5: R1: offices: '办公室' stands twice",
        ),
        (f"{HEAD.replace('[办公室, 保护处]', '办公室')}  R1: {SOUND}\n", "line 5: R1: offices: '办公室' is not known"),
        (f"{HEAD}", "line 4: tasks is None, expected a mapping of ids to tasks"),
        (f"{HEAD}  {{}}\n", "line 4: tasks is {}, expected a mapping of ids to tasks"),
        (f"{HEAD}  - {SOUND}\n", "expected a mapping of ids to tasks"),
        ("year: 2022\n", "line 1: key 'tasks' is missing"),
    ],
)
def test_a_fault_names_its_line(tmp_path, text, fault):
    assert any(fault in line for line in refusal(tmp_path, text))


def test_a_task_given_twice_is_refused(tmp_path):
    path = tmp_path / "2022.yaml"
    path.write_text(f"{HEAD}  R1: {SOUND}\n  R1: {SOUND}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="key given twice: R1"):
        tasks.read(path, 2022)


def test_all_stands_for_every_unit(tmp_path):
    path = tmp_path / "2022.yaml"
    path.write_text(f"{HEAD}  R1: {SOUND}\n", encoding="utf-8")
    assert tasks.read(path, 2022) == [Task("R1", "二（一）", "做", ("办公室",), ALL, ())]


def test_a_link_to_an_unknown_target_is_refused():
    with pytest.raises(CatalogueError, match=r"R0409: monitored_by: 'M05' is not known"):
        tasks.load(2022, targets={"M01"})


@pytest.mark.parametrize(
    ("statuses", "status", "by"),
    [
        ([], "not_monitored", ""),
        (["achieved"], "done", "T0"),
        (["achieved_late"], "done", "T0"),
        (["achieved", "achieved_late"], "done", "T0、T1"),
        (["on_pace"], "pending", "T0"),
        (["far_behind"], "pending", "T0"),
        (["not_started"], "pending", "T0"),
        (["pending", "achieved"], "pending", "T0"),
        (["achieved", "no_data"], "pending", "T1"),
        (["no_data", "behind"], "pending", "T0、T1"),
        (["overdue"], "overdue", "T0"),
        (["achieved", "missed", "no_data"], "overdue", "T1"),
        (["no_data"], "no_data", "T0"),
        (["no_data", "not_assessable"], "no_data", "T0、T1"),
    ],
)
def test_status_follows_from_the_targets(statuses, status, by):
    known = {f"T{n}": text for n, text in enumerate(statuses)}
    found = tasks.follow([task(*known)], province(**known)).iloc[0]
    assert (found["status"], found["by"]) == (status, by)


def test_each_task_is_a_row():
    given_tasks = [
        task(id_="R1", units=()),
        task("M05", id_="R2", clause="二（四）", task="办", offices=("保护处",)),
        task("T05", "T06", id_="R3"),
        task("T99", id_="R4"),
    ]
    known = progress(
        ["610000", "M05", "achieved_late", "2023-01-05", ""],
        ["610000", "T05", "achieved", "2022-01/2022-09", "stale;synthetic"],
        ["610000", "T06", "behind", "2022-01/2022-09", ""],
        ["610100", "T06", "achieved", "2022-01/2022-09", ""],
        ["610100", "T99", "achieved", "2022-01/2022-09", "synthetic"],
    )
    both, two = "办公室、保护处", "610100、610403"
    expected = pd.DataFrame(
        [
            ["R1", "二（一）", "做", both, "", "", "not_monitored", "", "", False],
            ["R2", "二（四）", "办", "保护处", two, "M05", "done", "M05", "M05 2023-01-05", False],
            ["R3", "二（一）", "做", both, two, "T05、T06", "pending", "T06", "", True],
            ["R4", "二（一）", "做", both, two, "T99", "no_data", "T99", "", False],
        ],
        columns=tasks.COLUMNS,
    )
    assert_frame_equal(tasks.follow(given_tasks, known), expected)


def test_tasks_and_progress_given_stay_as_they_were():
    known = province(T05="achieved")
    tasks.follow([task("T05")], known)
    assert_frame_equal(known, province(T05="achieved"))


def test_without_tasks_there_are_no_rows():
    assert_frame_equal(tasks.follow([], province()), pd.DataFrame(columns=tasks.COLUMNS).astype({"synthetic": bool}))


@pytest.mark.parametrize("flags", ["synthetic", "stale;synthetic;secondary"])
def test_a_synthetic_figure_marks_the_task(flags):
    known = province(T05="behind", T06="behind").assign(flags=["", flags])
    found = tasks.follow([task("T05"), task("T06", "T05", id_="R2")], known)
    assert found["synthetic"].tolist() == [False, True]


@pytest.mark.parametrize(("period", "late"), [("", "M05"), (None, "M05"), ("2023-01-05", "M05 2023-01-05")])
def test_done_late_gives_the_day_where_it_is_known(period, late):
    known = province(M05="achieved_late").astype(object).assign(period=[period])
    assert tasks.follow([task("M05")], known)["late"].tolist() == [late]


def test_two_rows_for_a_target_are_refused():
    with pytest.raises(CleaningError, match="more than one row of 610000 for T05"):
        tasks.follow([task("T05")], pd.concat([province(T05="achieved"), province(T05="missed")]))


def test_progress_without_a_column_is_refused():
    with pytest.raises(CleaningError, match="progress has no column period, flags"):
        tasks.follow([task("T05")], province(T05="achieved")[["area", "target", "status"]])


@given(st.dictionaries(st.sampled_from(["M01", "M02", "T05", "T06"]), st.sampled_from(STATUSES)), st.data())
def test_a_task_is_never_done_while_a_target_is_not_achieved(statuses, data):
    links = data.draw(st.lists(st.sampled_from(["M01", "M02", "T05", "T06", "T99"]), unique=True))
    found = tasks.follow([task(*links)], province(**statuses)).iloc[0]
    lacking = [id_ for id_ in links if statuses.get(id_) not in ("achieved", "achieved_late")]
    assert (found["status"] == "done") == (bool(links) and not lacking)
    assert found["status"] in tasks.STATUSES
    assert set(filter(None, found["by"].split("、"))) <= set(links)
    assert bool(found["by"]) == bool(links)
