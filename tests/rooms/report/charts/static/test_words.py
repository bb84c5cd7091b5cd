import pytest

from ipanalytics.core.errors import ReportError
from ipanalytics.report.charts.static import words


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (354864, ",", "354,864"),
        (12953.4, ",.1f", "12,953.4"),
        (2023, "d", "2023"),
        (6.8, ",~r", "6.8"),
        (1234567.0, ",~r", "1,234,570"),  # six digits, as d3 has it
        (0.30000000000000004, ",.6~g", "0.3"),
        (-2.5, "+,.1f", "−2.5"),
        (0.125, ".1%", "12.5%"),
        (0, "", "0"),
        (None, ",", ""),
    ],
)
def test_numbers_are_written_as_d3_writes_them(value, spec, text):
    assert words.number(value, spec) == text


def test_an_unknown_format_is_named():
    with pytest.raises(ReportError, match=r"the number format '\.2s' is unknown; expected one like"):
        words.number(1200.0, ".2s")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("%{x}年：第%{y}位<extra></extra>", "2023年：第11位"),
        ("%{y:,.1f}<extra>发明</extra>", "11.0\n发明"),
        ("%{customdata[1]}<br>%{hovertext}<extra></extra>", "乙"),
        ("%{nothing}<br>%{x}", "2023"),
    ],
)
def test_hover_templates_are_filled_in_line_by_line(template, text):
    assert words.filled(template, {"x": 2023, "y": 11.0, "customdata": ["甲", "乙"], "hovertext": ""}) == text


def test_a_label_has_its_lines_without_marks():
    assert words.lines("<b>逐月</b><br>12月6.93件") == ["逐月", "12月6.93件"]
    assert words.is_bold("<b>榆林</b>")
    assert not words.is_bold("榆林")
