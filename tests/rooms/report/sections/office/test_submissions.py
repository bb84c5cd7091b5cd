from datetime import date

import pytest

from ipanalytics.catalogue import places
from ipanalytics.report.sections.office import submissions
from ipanalytics.report.sections.reads import OF_NO_PLACE, Page, handed_in
from ipanalytics.submissions import reporting
from tests.rooms.submissions.builders import LINES, entry


@pytest.fixture
def lines(keep_journal):
    keep_journal(*LINES)
    return keep_journal


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2022-12-01", "截至2022年12月1日，12个单元都还没有报送2022年12月的报送表；距期限还有19天。"),
        ("2022-12-18", "截至2022年12月18日，12个单元中1个已报送2022年12月的报送表，1个齐全；没有收到的：铜川、"),
        (
            "2022-12-19",
            "截至2022年12月19日，12个单元中1个已报送2022年12月的报送表，1个齐全；退回待改的：铜川；没有收到的：宝鸡、",
        ),
        ("2022-12-31", "截至2022年12月31日，12个单元中3个已报送2022年12月的报送表，其中1个逾期，2个齐全；没有收到的："),
    ],
)
def test_the_lead_counts_who_has_reported(lines, day, said):
    lead = submissions.lead(reporting.follow("2022-12", date.fromisoformat(day)))
    assert lead.startswith(said)
    assert day != "2022-12-31" or lead.endswith("；已过期限11天。")


def test_without_a_journal_nothing_is_said_of_the_units(lines):
    lines()
    whole = reporting.follow("2022-12", date(2022, 12, 31))
    assert submissions.lead(whole) == "报送登记中没有这一年的任何一份，2022年12月的报送表谁没有报送不能说。"
    assert {row["状态"] for row in submissions.rows(whole)} == {"／ 没有登记"}


def test_a_complete_round_says_nothing_of_days(lines):
    lines(*(entry(area, "2022-12-19") for area in places.codes("unit")))
    said = submissions.lead(reporting.follow("2022-12", date(2022, 12, 31)))
    assert said == "截至2022年12月31日，12个单元中12个已报送2022年12月的报送表，12个齐全。"


def test_map_timeline_and_table_say_the_same(lines):
    whole = reporting.follow("2022-12", date(2022, 12, 31))
    mapped, timed, table = submissions.draw_submissions(whole).exhibits
    assert mapped.title == "2个单元齐全，1个有缺项，0个退回待改，9个没有收到"
    units = {unit["code"]: unit["words"] for unit in mapped.drawing.context["map"]["units"]}
    assert units["610200"] == "铜川市：逾期收到，2022年12月22日"
    assert units["611000"] == "商洛市：逾期没有收到"
    names = {name["name"]: name["count"] for name in mapped.drawing.context["map"]["names"]}
    assert (names["西安"], names["商洛"]) == ("12/18", "")
    assert timed.title == "收到4份，退回2份"
    rows = {row["单元"]: row for row in table.table.to_dict("records")}
    assert rows["铜川"] == {
        "状态": "◆ 逾期收到", "单元": "铜川", "收到": "2022-12-22", "逾期": "2天", "报齐": "–", "退回次数": "2",
        "还缺": "新增地理标志、质押惠及企业",
    }  # fmt: skip
    assert rows["宝鸡"]["报齐"] == "2022-12-27"


def test_names_of_files_are_not_shown(lines):
    whole = reporting.follow("2022-12", date(2022, 12, 31))
    exhibits = submissions.draw_submissions(whole).exhibits
    shown = [submissions.open_submissions(whole).part(), *(exhibit.part() for exhibit in exhibits)]
    assert ".xlsx" not in str(shown)
    assert "另有1份没有写明单元" in str(shown)


def test_without_any_workbook_there_is_no_timeline(lines):
    lines()
    _, timed, _ = submissions.draw_submissions(reporting.follow("2022-12", date(2022, 12, 1))).exhibits
    assert (timed.title, timed.figure) == ("收到0份，退回0份", None)


def test_much_that_is_missing_is_counted():
    ids = ("gi_new", "pledge_smes", "navigation_projects", "standard_adopters_new", "population", "x")
    filed = entry("610200", "2022-12-22", missing=ids)
    report = reporting.Report("610200", (filed,), (), date(2022, 12, 31), None)
    assert submissions.missing_names(report) == "新增地理标志、质押惠及企业、专利导航、贯标单位等6项"


def test_the_page_is_made_again_where_the_journal_has_a_new_line(lines):
    before = list(handed_in(Page()))
    assert list(handed_in(Page())) == before
    lines(*LINES, entry("610800", "2022-12-19"))
    assert list(handed_in(Page())) != before
    assert handed_in in OF_NO_PLACE
