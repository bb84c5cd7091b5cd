import io

import pandas as pd
import pytest

from ipanalytics.ingestion.transcriptions import HEADER
from ipanalytics.submissions import figures
from ipanalytics.submissions.filing import Explanation
from ipanalytics.submissions.workbook.rules import Checked
from tests.rooms.submissions.builders import a_form, blank, check, fill, of_xian, put, sound


def rows_of(data, whole="2022-12-18"):
    text = figures.as_csv(check(data), "submitted-610800-2022-12", whole)
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def row(rows, indicator):
    (found,) = rows[rows["indicator"].eq(indicator)].to_dict("records")
    return [found[name] for name in ("period", "value", "unit", "status", "cell", "note")]


def test_answers_are_figures_with_their_cells():
    rows = rows_of(put(sound(), g_E4="榆阳区"))
    assert list(rows.columns) == HEADER
    assert set(rows["area_name"]) == {"榆林市"}
    assert row(rows, "standard_adopters_new") == ["2022", "12", "家", "submitted", "指标数据!F10", ""]
    assert row(rows, "trademark_windows") == ["2022", "1", "是否", "submitted", "覆盖与事项!C4", "在榆阳区"]


def test_a_workbook_that_is_none_of_ours_has_no_figures():
    with pytest.raises(ValueError, match="without a form"):
        figures.as_csv(Checked(None), "submitted-610800-2022-12", "")


def test_a_milestone_is_done_on_its_day():
    assert row(rows_of(of_xian()), "milestone_m14") == ["2022-09-15", "1", "是否", "submitted", "覆盖与事项!C6", ""]


def test_what_was_left_empty_has_a_row_without_a_value():
    assert row(rows_of(put(sound(), F5=None)), "gi_new") == ["2022", "", "件", "submitted", "指标数据!F5", "未填"]


def test_the_report_on_the_year_follows_from_the_day_of_the_first_whole_workbook():
    assert row(rows_of(sound(), "2022-12-18"), "annual_report_submitted")[:2] == ["2022-12-18", "1"]
    assert row(rows_of(sound(), "2022-12-31"), "annual_report_submitted")[0] == "2022"
    nothing_whole = row(rows_of(sound(), ""), "annual_report_submitted")
    assert nothing_whole == ["2022", "0", "是否", "submitted", "journal.csv", "报送表没有填全"]
    september = fill(blank(a_form(period="2022-09")))
    assert "annual_report_submitted" not in set(rows_of(september)["indicator"])


def test_explanations_and_remarks_are_told_by_what_they_are_about():
    told = list(figures.explanations(check(put(sound(), G5="含待公告1件"))))
    assert told == [
        Explanation("T07", "认证机构少", "组织辅导", "2023-03-31"),
        Explanation("gi_new", "含待公告1件", "", ""),
    ]
