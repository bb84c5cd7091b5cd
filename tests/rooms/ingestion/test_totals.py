"""Totals that a table prints, held against its rows; those of the catalogue are test_consistency.py's."""

import pytest

from ipanalytics.ingestion import extract
from ipanalytics.ingestion.readers.grid import Grid

GRANTS, TITLE = "专利授权量(件)", "2023年各市统计"
NAMES = ("西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "安康", "商洛")
MISSING = (
    "韩城 patent_grants 2023: it is missing, though a.csv row 2, column 2 and the other parts of it stand in the table"
)
# Ten cities of 10, 20 … 100 pieces: 550.
TEN = tuple((name, f"{n * 10}") for n, name in enumerate(NAMES, 1))


def told(*rows, head=("地区", GRANTS), above=TITLE):
    """Return what is said of a table: that figures are doubtful, and what a table hasn't got."""
    width = len(head)
    filled = tuple((*row, *[""] * (width - len(row))) for row in (head, *rows))
    reading = extract.extract_grids([Grid("a.csv", "", filled, above=(above,))], source="a.csv", status="submitted")
    return [*extract.doubts([reading]), *extract.gaps(reading)]


@pytest.mark.parametrize("word", ["合计", "总计", "共计", "Total"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_total_that_is_not_the_sum_of_its_rows_is_told_with_the_difference(word, is_first):
    rows = ((word, "563"), *TEN) if is_first else (*TEN, (word, "563"))
    (line,) = told(*rows)
    place = "row 2, column 2" if is_first else "row 12, column 2"
    assert line.startswith(f"合计 patent_grants 2023: a.csv {place} is 563, its rows add up to 550, 13 less")


@pytest.mark.parametrize(
    "rows",
    [
        (*TEN, ("合计", "550")),
        (*TEN, ("其他", "13"), ("合计", "563")),
        (*TEN, ("其中：神木", "7"), ("合计", "550")),
        (
            ("关中", "150"),
            *TEN[:5],
            ("陕北", "140"),
            TEN[5],
            TEN[7],
            ("陕南", "260"),
            TEN[6],
            *TEN[8:],
            ("合计", "550"),
        ),
        (*TEN[:5], ("小计", "150"), *TEN[5:], ("小计", "400"), ("合计", "550")),
        (("小计", "150"), *TEN[:5], ("小计", "400"), *TEN[5:], ("合计", "550")),
        # What isn't given may be the difference, and so may a place that isn't known.
        (*TEN[:9], ("商洛", "…"), ("合计", "563")),
        (*TEN, ("火星市", "13"), ("合计", "563")),
    ],
)
def test_a_total_that_may_be_right_is_not_told(rows):
    assert told(*rows) == []


def test_more_than_the_total_is_told_even_where_a_part_is_missing():
    assert "add up to 450, 50 more" in told(*TEN[:9], ("商洛", "…"), ("合计", "400"))[0]


def test_a_subtotal_is_of_the_rows_above_or_below_it():
    (line,) = told(*TEN[:5], ("小计", "151"), *TEN[5:], ("小计", "400"), ("合计", "550"))
    assert line.startswith("合计 patent_grants 2023: a.csv row 7, column 2 is 151, its rows add up to 150, 1 less")


def test_a_province_is_told_to_be_more_than_its_rows_with_the_units_that_lack():
    (line,) = told(("全省", "563"), *TEN)
    assert line.endswith("is 563, its rows add up to 550, 13 less; it has no 杨凌, 韩城")


def test_a_province_whose_other_column_fits_its_rows_has_no_others():
    rows = [(*row, row[1]) for row in TEN]
    (line,) = told(("全省", "563", "550"), *rows, head=("地区", GRANTS, "发明专利授权量(件)"))
    assert "patent_grants 2023: a.csv row 2, column 2 is 563, its rows add up to 550, 13 less (" in line


def test_wholes_of_cities_make_the_province_and_what_is_within_them_is_no_row_of_it():
    rows = [row if row[0] != "咸阳" else ("咸阳（含杨凌）", "40") for row in TEN]
    assert told(("全省", "550"), *rows, ("其中：杨凌", "9")) == [MISSING]


def test_columns_of_places_have_totals_too():
    head = ("地区", "西安", "铜川", "宝鸡", "合计")
    (line,) = told(("发明专利授权量", "10", "2", "8", "21"), ("外观设计专利授权量", "1", "2", "3", "6"), head=head)
    assert "row 2, column 5 is 21, its rows add up to 20, 1 less" in line


def test_months_have_a_total():
    rows = [(f"{month}月", "5") for month in range(1, 13)]
    (line,) = told(*rows, ("合计", "61"), head=("月份", GRANTS), above="榆林市2023年专利授权量")
    assert "is 61, its rows add up to 60, 1 less" in line


def test_rounded_figures_may_differ_by_their_rounding_only():
    rows, head = [(name, f"{n}.4") for n, name in enumerate(NAMES, 1)], ("地区", "专利质押融资金额(亿元)")
    assert told(*rows, ("合计", "59.4"), head=head) == []
    assert len(told(*rows, ("合计", "60.1"), head=head)) == 1
    assert told(*rows, ("合计", "59"), head=head) == []


def test_rates_do_not_add_up_and_stocks_of_places_do():
    rates = [(name, "2.5") for name in NAMES]
    assert told(*rates, ("合计", "2.5"), head=("地区", "每万人口发明专利拥有量(件)")) == []
    assert len(told(*TEN, ("合计", "551"), head=("地区", "有效发明专利(件)"))) == 1
