import pytest

from ipanalytics.catalogue import places
from ipanalytics.core.errors import CatalogueError, CleaningError
from ipanalytics.observations import table
from ipanalytics.report import formatting

NOTHING = "无数据"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (82069.0, "82,069"),
        (1000.0, "1,000"),
        (0.0, "0"),
        (46.7938, "46.79"),
        (23.6, "23.6"),
        (-0.0, "0"),
        (-0.001, "0"),
        (None, NOTHING),
        (float("nan"), NOTHING),
    ],
)
def test_a_number_has_commas_and_two_decimals_at_most(value, text):
    assert formatting.number(value) == text


def test_digits_may_be_fixed():
    assert [formatting.number(value, digits=1) for value in (3.0, 0.25, None)] == ["3.0", "0.2", NOTHING]


@pytest.mark.parametrize(
    ("value", "indicator", "text"),
    [
        (39528999, "population", "3,952.9万人"),
        (23713, "high_value_inventions", "23,713件"),
        (6.8, "high_value_inventions_per_10k", "6.80件/万人"),
        (12.71, "patent_intensive_gdp_share", "12.71%"),
        (10688.28, "gdp", "10,688.28亿元"),
        (0, "gi_products", "0件"),
        (None, "gi_products", NOTHING),
        (float("nan"), "population", NOTHING),
    ],
)
def test_a_quantity_has_its_unit(value, indicator, text):
    assert formatting.quantity(value, indicator) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (1, 3, "33.3%"),
        (0, 3, "0.0%"),
        (3, 3, "100.0%"),
        (1, 0, NOTHING),
        (float("nan"), 3, NOTHING),
        (1, float("nan"), NOTHING),
    ],
)
def test_a_share_needs_a_part_and_a_whole(part, whole, text):
    assert formatting.share(part, whole) == text


@pytest.mark.parametrize(
    ("text", "indicator", "worded"),
    [
        ("2021", None, "2021年"),
        ("2021", "patent_grants", "2021年"),
        ("2021", "inventions_in_force", "2021年末"),
        ("2021", "inventions_in_force_per_10k", "2021年末"),
        ("2021", "protection_satisfaction", "2021年"),
        ("2014-09", "inventions_in_force", "2014年9月末"),
        ("2014-09", "patent_grants", "2014年9月"),
        ("2024-Q3", None, "2024年三季度"),
        ("2022-01/2022-09", None, "2022年1—9月"),
        ("2021-11/2022-02", None, "2021年11月—2022年2月"),
        ("2020-11-01", "population", "2020年11月1日"),
    ],
)
def test_a_period_is_worded_by_shape_and_kind(text, indicator, worded):
    assert formatting.period(text, indicator) == worded


@pytest.mark.parametrize(("text", "worded"), [("2022-09", "2022年9月30日"), ("2022", "2022年12月31日")])
def test_the_last_day_of_a_period_is_worded(text, worded):
    assert formatting.day(text) == worded


def test_a_place_has_its_short_or_its_full_name():
    assert [formatting.place("610100"), formatting.place("610100", short=False)] == ["西安", "西安市"]


@pytest.mark.parametrize(
    ("cell", "worded"),
    [
        ("610500+610581 − 610581", "渭南（含韩城） − 韩城"),
        ("610600 + 610800", "延安 + 榆林"),
        (
            "high_value_inventions 2021 ÷ population 2020-11-01 × 10000",
            "高价值发明专利拥有量 2021 ÷ 常住人口 2020-11-01 × 10000",
        ),
        ("表8-9, 陕西, 发明", "表8-9, 陕西, 发明"),
        ("34 patents of 40 rows; 2 of 36 lie in no known unit", "逐件清点34件（清单共40行）；36件中2件归不到单元"),
        ("table 1, row 2, column 3", "表1第2行第3列"),
        ("", ""),
    ],
)
def test_where_a_figure_stands_is_worded_with_names(cell, worded):
    assert formatting.origin(cell) == worded


def test_every_status_has_a_word():
    assert list(formatting.STATUS_WORDS) == table.STATUSES


def test_synthetic_is_worded_as_everywhere_else():
    assert formatting.STATUS_WORDS["synthetic"] == formatting.SYNTHETIC == "演示数据"


def test_every_place_with_a_page_has_a_file_of_its_own():
    codes = [code for code in places.table().index if "+" not in code]
    assert len({formatting.file_name(code) for code in codes}) == len(codes)


def test_a_composite_has_no_page():
    with pytest.raises(CleaningError, match=r"610500\+610581"):
        formatting.file_name("610500+610581")


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda: formatting.quantity(1.0, "gdpp"), CatalogueError),
        (lambda: formatting.place("西安"), CatalogueError),
        (lambda: formatting.period("soon"), CleaningError),
        (lambda: formatting.day("2022-02-30"), CleaningError),
    ],
)
def test_a_wrong_question_is_refused(ask, kind):
    with pytest.raises(kind):
        ask()
