from datetime import timedelta

import pytest

from ipanalytics.core import i18n
from ipanalytics.monitoring import assessment
from ipanalytics.report import wording
from ipanalytics.report.sections import reads, targets
from ipanalytics.report.sections.office import statements
from ipanalytics.report.sections.reads import Page
from ipanalytics.submissions import intake
from tests.rooms.submissions.builders import NOW, RECEIVED, put, sound


@pytest.fixture
def handed_in(small, tmp_path):
    """Let 榆林 hand in a workbook, and a second one that restates T07 and takes T02 back."""
    path = tmp_path / "榆林.xlsx"
    for days, data in enumerate((sound(), put(sound(), F10=13, F5=None, G10="补报1家"))):
        path.write_bytes(data)
        day = timedelta(3 * days)
        intake.submit([path], received=RECEIVED + day, now=NOW + day)


def told(as_of="2022-12"):
    return statements.by_target(assessment.load(as_of), "610800")


def test_a_unit_explains_and_restates_by_target(handed_in):
    assert told() == {
        "T02": ["2022年12月21日撤回了2022年的数1件。"],
        "T07": [
            "本单位说明（2022年12月21日报送）：原因：认证机构少；下一步：组织辅导；时限：2023年3月31日。",
            "本单位说明（2022年12月21日报送）：原因：补报1家。",
            "2022年12月21日把2022年的数由12家改为13家。",
        ],
    }


def test_it_stands_in_the_report_below_its_target_in_both_languages(handed_in):
    year = assessment.load("2022-12")
    shown = {each.anchor: each for each in targets.draw_targets(year, "610800").exhibits}
    assert "由12家改为13家" in "".join(shown[wording.anchor("T07")].drawing.context["told"])
    with i18n.using("en"):
        english = {each.anchor: each for each in targets.draw_targets(year, "610800").exhibits}
    assert "restated the figure of 2022: 13" in "".join(english[wording.anchor("T07")].drawing.context["told"])


def test_a_day_before_the_period_ends_and_another_unit_show_nothing(handed_in):
    assert told("2022-11") == {}
    assert statements.by_target(assessment.load("2022-12"), "610700") == {}


def test_a_page_is_made_again_when_its_unit_explains_something_else(small, tmp_path):
    path, texts = tmp_path / "榆林.xlsx", []
    for days, why in enumerate(("认证机构少", "企业少")):
        path.write_bytes(put(sound(), e_D4=why))
        intake.submit([path], received=RECEIVED, now=NOW + timedelta(days))
        texts.append([str(part) for part in reads.statements(Page("610800", "2022-12", guide=2022))])
    assert texts[0] != texts[1]
    other = [str(part) for part in reads.statements(Page("610700", "2022-12", guide=2022))]
    assert "认证" not in str(other)
