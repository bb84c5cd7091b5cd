"""Every sentence of every kind of page counted again from the progress table, at four dates, mixed and real only.

Nothing of the report's own arithmetic is used: shares, gaps and counts are computed here from values and targets.
"""

import math
import re
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from ipanalytics.catalogue import hierarchy, indicators, places, settings
from ipanalytics.core import periods
from ipanalytics.monitoring import assessment, tasks
from ipanalytics.report.maps import target_maps
from ipanalytics.report.sections import contributions, headline, lead_map, standing, targets
from ipanalytics.report.sections.lights import status_table
from ipanalytics.report.sections.office import tasks as task_sections
from tests.rooms.report.sections.recounts.checks import CHECKS
from tests.rooms.report.sections.recounts.counting import JUDGED, SHORT
from tests.rooms.report.sections.recounts.pages import STATES, pages_of, texts_of

pytestmark = pytest.mark.slow
AREAS = ["610000", "guanzhong", "610800", "610403"]
# What no page says of anybody: blunt words, a hyphen for a minus, parts of whole things, a share below 0.
NEVER = re.compile(
    r"拖后|拖了后腿|短板一览|nan|(?<![\d—\-])-\d|[+−]?\d+\.\d+(?:件|家|项|个)(?!/|百分点)|完成−|＞|达标比例最"
)


@pytest.fixture(scope="module", params=STATES, ids=lambda one: f"{one[0] or 'year'}-{'real' if one[1] else 'mixed'}")
def state(request):
    return request.param


@pytest.fixture(scope="module")
def made(state):
    day, is_real = state
    return assessment.load(day, real_only=is_real)


# The same words of other things.
OTHERS = {
    ("report.sections.office.tasks", "{count}项{word}"): "tasks {count}项{word}",
    ("report.sections.office.tasks", "{names}等{count}项"): "tasks {names}等{count}项",
    ("report.sections.appendix.listing", "{count}项无数据"): "listing {count}项无数据",
    ("report.sections.office.data_quality", "{count}个"): "quality {count}个",
}


def faults_of(page, said):
    """Return what is wrong with the figures of a sentence; nothing where it has no check."""
    template = OTHERS.get(said[:2], said.template)
    if template not in CHECKS:
        return []
    page, parts = page.at(said.day), {**said.parts, "template": template}
    counted = CHECKS[template](page, parts)
    ways = counted if isinstance(counted, list) else [counted]
    is_true = any(all(str(parts[key]) == str(value) for key, value in way.items()) for way in ways)
    return [] if is_true else [f"{page.kind} {page.area}: {template} {said.parts}, counted: {ways[:8]}"]


def test_every_sentence_of_every_page_is_counted_again(state):
    once = {(number, repr(said)): (page, said) for number, page in enumerate(pages_of(*state)) for said in page.said}
    assert [fault for page, said in once.values() for fault in faults_of(page, said)] == []


def test_no_page_says_what_no_page_says(state):
    texts = {
        text for page in pages_of(*state) if page.kind != "index" for shown in page.shown for text in texts_of(shown)
    }
    # 3.85件 of 10,000 people is a rate.
    assert [text for text in texts if NEVER.search(str(text)) and "每万人" not in text] == []


def rows_of(made, area, *, kinds=()):
    rows = made.rows[made.rows["area"].eq(area) & made.rows["kind"].ne("milestone")]
    return rows[rows["kind"].isin(kinds)] if kinds else rows


def words_of(section):
    """Return every text that a section shows but its links."""
    for exhibit in section.exhibits:
        yield from (exhibit.title, exhibit.note)
        yield from (str(cell) for name in exhibit.table for cell in exhibit.table[name] if name != "依据")
        yield str((exhibit.drawing.context.get("text") if exhibit.drawing else "") or "")
    yield section.prose


def label(row):
    return indicators.indicator(row["indicator"]).label


def numbers(pattern, text):
    """Return the numbers of the first match, with a minus that computers read."""
    found = re.search(pattern, text)
    return [float(part.replace(",", "").replace("−", "-")) for part in found.groups()] if found else None


@pytest.mark.parametrize("area", AREAS)
def test_the_lead_counts_what_the_table_holds_and_says_first_how_little_is_known(made, area):
    rows, sentence = rows_of(made, area), headline.lead(made, area)
    statuses, words = list(rows["status"]), settings.wording().statuses
    if rows["value"].isna().all() and "没有公布的数字" in sentence:
        assert f"{len(rows)}项指标没有公布的数字，不能评价" in sentence
        assert set(statuses) <= {"no_data", "not_due"}
        return
    whole = int(re.search(r"(\d+)项指标", sentence)[1])
    told = Counter()
    counts = re.search(r"项指标(?:（[^）]*非正式）)?中(.*?)；[^；]*$", sentence)[1]
    for number, word in re.findall(r"(\d+)项([^，、；（）。\d]+)", counts):
        told[word] += int(number)
    expected = Counter("低于要求" if id_ in SHORT else words[id_].word for id_ in statuses)
    judged = sum(id_ in {*JUDGED, "pending"} for id_ in statuses)
    if 2 * judged < len(statuses):
        assert f"中{len(statuses) - judged}项不能评价（" in sentence
        expected["不能评价"] = len(statuses) - judged
        assert "没有低于要求的" not in sentence
    assert (whole, told) == (len(statuses), expected)
    assert ("最大短板" in sentence) == any(id_ in SHORT for id_ in statuses)
    assert not NEVER.search(sentence)


@pytest.mark.parametrize("area", AREAS)
def test_the_first_map_answers_for_its_page_and_ranks_nobody(made, area):
    section = lead_map.draw_lead_map(made, area)
    inside = made.rows[made.rows["area"].isin(hierarchy.members(area)) & made.rows["kind"].ne("milestone")]
    short = inside[inside["status"].isin(SHORT)]
    if not made.rows.loc[made.rows["area"].isin(places.codes("unit")), "status"].isin(JUDGED).any():
        assert section.exhibits == ()
        return
    title = section.exhibits[0].title
    if area in places.codes("unit"):
        judged = int(inside["status"].isin(JUDGED).sum())
        said = numbers(r"可以评价的(\d+)项指标中(\d+)项低于要求", title)
        assert said == [judged, len(short)] if judged else "还没有" in title
        assert all(label(row) in title for row in short.to_dict("records")[:3])
    elif len(short):
        counts = Counter(label(row) for row in short.to_dict("records"))
        assert numbers(r"：各?(\d+)个单元", title) == [max(counts.values())]
        first = {name for name, count in counts.items() if count == max(counts.values())}
        named = set(re.search("最多的是(.*?)：", title)[1].partition("等")[0].split("、"))
        assert named == first or (named < first and f"等{len(first)}项" in title)
    for word in ("最高", "最低", "排名第", "名次第"):
        assert word not in title


@pytest.mark.parametrize("area", AREAS)
def test_the_table_of_targets_is_that_of_the_engine(made, area):
    (exhibit,) = status_table.draw_lights(made, area).exhibits
    rows = rows_of(made, area)
    counts = Counter(settings.wording().statuses[id_].word for id_ in rows["status"])
    told = {word: int(number) for number, word in re.findall(r"(\d+)项([^、]+)", exhibit.title.partition("：")[2])}
    assert told == counts
    by_name = {shown["指标"]: shown for shown in exhibit.table.to_dict("records")}
    assert len(by_name) == len(rows)
    for row in rows.to_dict("records"):
        shown = by_name[label(row)]
        is_line = row["scope"] == "reference" and row["kind"] in ("level", "coverage") and area in places.codes("unit")
        is_line = is_line or (row["scope"] == "reference" and row["kind"] == "level")
        asked = row["kind"] in ("level", "flow", "coverage") and not is_line and row["scope"] != "count"
        asked = asked and "open_ended" not in row["flags"]
        if asked and pd.notna(row["value"]) and pd.notna(row["target_value"]):
            share = row["value"] / row["target_value"]
            assert shown["完成"] == ("10倍以上" if share >= 10 else f"{100 * share:.1f}%")
        elif row["kind"] != "growth":
            assert shown["完成"] == "–"
        gained = row["kind"] == "level" and pd.notna(row["progress"]) and row["progress"] >= 0
        assert shown.get("增量完成", "–") == (f"{100 * row['progress']:.1f}%" if gained else "–")
        if is_line or row["scope"] == "count":
            assert (shown["还差"], shown["预计"], shown["快慢"]) == ("–", "–", "–")
        if row["kind"] == "direction":
            assert shown["目标"].startswith("高于上年")
    assert not NEVER.search("".join(words_of(status_table.draw_lights(made, area))))


@pytest.mark.parametrize("area", AREAS)
def test_each_target_says_its_own_numbers(made, area):
    end = date(2022, 12, 31)
    for view in targets.views_of(made, area):
        row, title, text = view.row, targets._title(view.row), targets._drawing(view).context["text"]
        assert title.endswith(settings.wording().statuses[row["status"]].word)
        assert not NEVER.search(title + text), title + text
        if share := numbers(r"(?<!增量)完成([\d.,]+)%", text):
            assert share[0] == pytest.approx(100 * row["value"] / row["target_value"], abs=0.051)
        if share := numbers(r"增量完成([\d.,]+)%", text):
            way = (row["value"] - row["baseline"]) / (row["target_value"] - row["baseline"])
            assert share[0] == pytest.approx(100 * way, abs=0.051)
        if lag := numbers(r"比序时慢([\d.]+)个百分点", text):
            assert lag[0] == pytest.approx(row["lag_points"], abs=0.051)
        if lag := numbers(r"比序时快([\d.]+)个百分点", text):
            assert lag[0] == pytest.approx(-row["lag_points"], abs=0.051)
        if monthly := numbers(r"平均每月至少需要([\d,]+)", text):
            left = 12 * (end.year - periods.parse(row["period"]).end.year) + 12 - periods.parse(row["period"]).end.month
            assert monthly[0] == math.ceil((row["target_value"] - row["value"]) / left - 1e-9)
        if row["status"] in ("above_line", "below_line", "count_only", "no_record", "not_due", "no_data"):
            assert "还差" not in text
            assert "需要" not in text
        if reached := numbers(r"(\d+)个单元中(\d+)个达到", text):
            known = view.part[view.part["status"].isin(JUDGED)]
            good = known["status"].isin(["achieved", "achieved_late", "on_pace"])
            assert reached[1] == int(good.sum())


@pytest.mark.parametrize("area", AREAS)
def test_maps_colour_as_the_lights_do(made, area):
    for part in target_maps.by_target(made).values():
        known = part[part["achievement"].notna()]
        assert (known["achievement"].ge(1) == known["status"].isin(["achieved", "achieved_late", "on_pace"])).all()
    assert area in AREAS


@pytest.mark.parametrize("area", ["610000", "guanzhong", "610800"])
def test_who_lacks_is_counted_from_what_was_due(made, area):
    section = contributions.draw_contributions(made, area)
    assert not NEVER.search("".join(words_of(section)))
    if not section.exhibits or area in places.codes("unit"):
        return
    shown = section.exhibits[0].table.set_index("指标")
    for row in rows_of(made, area, kinds=["flow"]).to_dict("records"):
        if label(row) in shown.index:
            due = row["elapsed"] * row["target_value"]
            assert numbers(r"^([+−]?[\d,]+)", shown.loc[label(row), "与要求的差"])[0] == round(row["value"] - due)
    for text in shown["多得最多"]:
        assert "−" not in text
        assert not re.search(r"[+]0(?![.\d])", text)


@pytest.mark.parametrize("area", ["610000", "610800"])
def test_only_less_is_worse(made, area):
    earlier = assessment.load_earlier(made)
    section = standing.draw_changes(made, area)
    for exhibit in section.exhibits:
        for shown in exhibit.table.to_dict("records"):
            if shown["好坏"] == "变差":
                before, now = (numbers(r"^([\d,.]+)", shown[name])[0] for name in ("原数值", "现数值"))
                assert now < before
            if shown["好坏"] == "到期":
                assert shown["状态"].endswith(("未完成", "逾期"))
        told = re.findall(r"(\d+)项(变差|到期|进度转慢|变好)", exhibit.title)
        counts = exhibit.table["好坏"].value_counts()
        assert {word: int(number) for number, word in told} == {
            word: int(count) for word, count in counts.items() if word != "–"
        }
    assert earlier.year == made.year


def test_milestones_accuse_nobody_without_a_record(made):
    (exhibit,) = status_table.draw_milestones(made, "610000").exhibits
    rows = made.rows[made.rows["kind"].eq("milestone")].to_dict("records")
    for row, shown in zip(rows, exhibit.table.to_dict("records"), strict=True):
        if row["status"] == "overdue":
            assert row["value"] == 0
        if pd.isna(row["value"]):
            assert shown["状态"].endswith(("未到期限", "无完成记录"))


def test_tasks_accuse_no_office_without_a_record(made):
    followed = tasks.follow(tasks.load(made.year), made.rows)
    own = made.rows[made.rows["area"] == "610000"]
    lacking = set(own.loc[own["status"].isin(["missed", "overdue"]), "target"])
    exhibit = task_sections.list_offices(followed, made.table.head(0))
    late = followed[[bool(lacking & set(text.split("、"))) for text in followed["monitored_by"]]]
    offices = Counter(office for text in late["offices"] for office in text.split("、"))
    told = {name: int(number) for name, number in re.findall(r"([^、：\d]+?)(\d+)项到期未完成", exhibit.title)}
    assert told == dict(offices)
    assert "逾期" not in task_sections.lead(followed, made.as_of)


# What none of these states has; the tests of their modules do.
NOT_SO = {
    "{count}项变差": "nothing has become less in a month",
    "其中逾期完成{count}项": "no task was late at the end of the year",
    "tasks {names}等{count}项": "fewer tasks are overdue than are named",
}


def test_every_check_has_something_to_check():
    pages = [page for state in STATES for page in pages_of(*state)]
    said = {OTHERS.get(said[:2], said.template) for page in pages for said in page.said}
    assert {template for template in CHECKS if template not in said} == set(NOT_SO)
