import pytest

from ipanalytics.ingestion.readers.workbooks import number_formats
from tests.rooms.ingestion.builders import only, printed


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.07, "0%", "7%"),
        (-0.5, "0.0%;[Red]-0.0%", "-50%"),
        (12.5, '0.0"%"', "12.5%"),
        (1234.5, "#,##0.00_);(#,##0.00)", "1234.5"),
        (12345, '0!.0,"万"', "1.2345万"),
        (12345, "0!.0000", "1.2345"),
        (12345, "0\\.0,", "1.2345"),
        (12345, '0"."0,', "1.2345"),
        (1200000, "#,##0,", "1200"),
        (1234567, "#,##0.00,,", "1.234567"),
        (1200000, "#,##0,.0", "1200"),
        (123456789, '0!.00,,"亿"', "1.23456789亿"),
        (12345, '[>=10000]0!.0,"万";0"件"', "1.2345万"),
        (5, '[>=10000]0!.0,"万";0"件"', "5件"),
        (12345, "0.0,万", "12.345万"),
        (1234567, "#,##0", "1234567"),
        (-5, "#,##0;(#,##0)", "-5"),
        (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "0"),
        (0, "0;-0;;@", "0"),
        (5, ";;;", ""),
        (5, '"保密"', "保密"),
        (2022, 'General"年"', "2022年"),
        (2022, "0\\年", "2022年"),
        (44834, 'm"月"d"日"', "2022-09-30"),
        (44834, "[$-804]yyyy", "2022"),
        (0.5, "h:mm AM/PM", "12:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e300, "0", "1e+300"),
        (59, "yyyy-mm-dd", "1900-02-28"),
    ],
)
def test_a_number_format_adds_what_it_prints_but_does_not_round(value, code, text):
    assert number_formats.printed(float(value), code) == text


def test_days_may_be_counted_from_1904(place):
    book = printed('<c r="A1" s="1"><v>43372</v></c>', formats=["yyyy-mm-dd"], setting='<workbookPr date1904="1"/>')
    assert only(place(book)).rows == (("2022-09-30",),)
