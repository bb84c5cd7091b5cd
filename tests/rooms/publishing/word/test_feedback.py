import math
import re

import pytest

from ipanalytics.catalogue import indicators, places, settings
from ipanalytics.monitoring import assessment
from ipanalytics.publishing.word import feedback
from tests.rooms.submissions.builders import LINES, entry

pytestmark = pytest.mark.slow
UNITS = places.codes("unit")
SHORT = {"slightly_behind", "behind", "far_behind", "not_started", "overdue", "missed"}
GOOD = {"achieved", "achieved_late", "on_pace"}
PLACED = {"above_line", "below_line", "count_only"}
HEADINGS = {"已达到要求的": GOOD, "低于要求、需要加快的": SHORT, "只列数、不评价的": PLACED}
REST = "尚未到期、不能评价的"


@pytest.fixture
def lines(keep_journal):
    keep_journal()
    return keep_journal


@pytest.fixture(params=["2022-03", "2022-09", "2022-12"])
def year(request, lines):
    return assessment.load(request.param)


def by_heading(letter):
    return {paragraph.heading: paragraph for paragraph in letter.paragraphs}


def paragraphs_of(year, area):
    return by_heading(feedback.letter_to(year, area))


@pytest.fixture(scope="module")
def letters():
    return {}


@pytest.fixture
def letter(year, letters):
    """Return a function that gives a unit's letter where nobody has reported, written once for all tests."""

    def get(area):
        key = (year.as_of, area)
        if key not in letters:
            letters[key] = feedback.letter_to(year, area)
        return letters[key]

    return get


def findings(paragraph):
    """Return what is said of each target by its label."""
    texts = paragraph.items or paragraph.text.rstrip("。").split("；")
    return dict(text.split("：", 1) for text in texts)


@pytest.mark.parametrize("area", UNITS)
def test_every_target_stands_once_under_the_heading_of_its_status(year, letter, area):
    rows, said = year.rows_of(area), by_heading(letter(area))
    labels = {heading: list(findings(said[heading])) for heading in (*HEADINGS, REST) if heading in said}
    expected = {heading: set() for heading in labels}
    for row in rows.to_dict("records"):
        heading = next((name for name, statuses in HEADINGS.items() if row["status"] in statuses), REST)
        expected[heading].add(indicators.indicator(row["indicator"]).label)
    assert {heading: set(names) for heading, names in labels.items()} == expected
    assert sum(map(len, labels.values())) == len(rows)


@pytest.mark.parametrize("area", UNITS)
def test_what_is_behind_is_counted_again_from_the_table(year, letter, area):
    said = by_heading(letter(area)).get("低于要求、需要加快的")
    told = findings(said) if said else {}
    rows = year.rows_of(area)
    rows = rows[rows["status"].isin(SHORT)]
    assert len(told) == len(rows)
    for row in rows.to_dict("records"):
        item, text = indicators.indicator(row["indicator"]), told[indicators.indicator(row["indicator"]).label]
        assert settings.wording().statuses[row["status"]].word in text
        if row["kind"] == "flow":
            assert text.startswith(f"{row['value']:g}{item.unit}，目标{row['target_value']:g}{item.unit}；")
            lag = 100 * (row["elapsed"] - row["value"] / row["target_value"])
            # At the year's end what is missing says it all.
            assert (f"比序时慢{lag:.1f}个百分点" in text) == (row["status"] != "missed")
            missing = row["target_value"] - row["value"]
            assert f"到12月31日还差{missing:g}{item.unit}" in text
            months = 12 - int(year.as_of[5:7])
            each = re.search(r"（每月(\d+)家）", text)
            assert (int(each[1]) if each else 0) == (math.ceil(missing / months) if months and missing >= months else 0)
        elif row["kind"] == "growth":
            when = "全年" if row["status"] == "missed" else "目前"
            (grown,) = re.findall(rf"{when}([+−][\d.]+)%", text)
            by = 100 * (row["value"] / row["baseline"] - 1)
            assert float(grown.replace("−", "-")) == pytest.approx(by, abs=0.051)
            assert (float(grown.replace("−", "-")) < 100 * row["target_value"]) == (by < 100 * row["target_value"])


def test_thanks_stand_only_where_nothing_is_behind(year, letter):
    for area in UNITS:
        text = "".join(paragraph.text for paragraph in letter(area).paragraphs)
        every = [status for status in year.rows_of(area)["status"] if status not in {*PLACED, "not_due"}]
        statuses, judged = set(every), [status for status in every if status in {*GOOD, *SHORT, "pending"}]
        is_known = 2 * len(judged) >= len(every)
        assert ("感谢你单位" in text) == (not statuses & SHORT and bool(statuses & GOOD) and is_known)
        assert ("逐项说明原因" in text) == bool(statuses & SHORT)


def test_few_figures_are_no_ground_for_thanks():
    assert feedback._is_good(["achieved", "on_pace", "no_data", "not_due", "count_only", "count_only"])
    assert not feedback._is_good(["achieved", "no_data", "not_assessable"])
    assert not feedback._is_good(["achieved", "on_pace", "behind"])
    assert not feedback._is_good(["pending", "count_only"])


def test_what_is_asked_has_the_guides_day_or_one_that_the_office_sets(september, december, lines):
    asked = "请于2022年12月20日前对低于要求的指标逐项说明原因和下一步措施，书面报送全年工作情况。"
    assert paragraphs_of(september, "610800")["请办事项"].text == asked
    assert (
        paragraphs_of(december, "610800")["请办事项"].text == "请于（日期）前对低于要求的指标逐项说明原因和下一步措施。"
    )


def test_demonstration_data_and_unofficial_targets_are_said(september, real_year, lines):
    letter = feedback.letter_to(september, "610800")
    assert letter.mark == "演示数据"
    assert "含演示数据，只作演示" in letter.paragraphs[0].text
    assert "都不是正式考核目标" in letter.paragraphs[0].text
    real = feedback.letter_to(real_year, "610800")
    assert real.mark == ""
    assert "演示" not in "".join(paragraph.text for paragraph in real.paragraphs)
    assert "感谢" not in "".join(paragraph.text for paragraph in real.paragraphs)
    assert letter.addressee == "榆林市市场监督管理局（知识产权局）："
    assert (letter.office, letter.day) == ("（发函单位）", "（成文日期）")


@pytest.mark.parametrize(
    ("area", "said", "asked"),
    [
        ("610100", "2022年12月的报送表：2022年12月18日收到。", ""),
        (
            "610200",
            "2022年12月的报送表：2022年12月22日收到，逾期2天，退回2次，还缺新增地理标志、质押惠及企业。",
            "补齐报送表中的新增地理标志、质押惠及企业",
        ),
        ("611000", "2022年12月的报送表：到2022年12月31日没有收到，已逾期11天。", "补报全年工作情况"),
    ],
)
def test_how_a_unit_has_reported_is_said_where_there_is_a_journal(december, lines, area, said, asked):
    assert "报送情况" not in paragraphs_of(december, area)
    lines(*LINES)
    paragraphs = paragraphs_of(december, area)
    assert paragraphs["报送情况"].text == said
    assert asked in (paragraphs["请办事项"].text if "请办事项" in paragraphs else "")


def test_nothing_is_said_of_what_came_later(september, lines):
    lines(entry("610100", "2022-12-18"))
    assert "报送情况" not in paragraphs_of(september, "610100")
