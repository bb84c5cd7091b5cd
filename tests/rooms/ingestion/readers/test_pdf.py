import pytest

from ipanalytics.ingestion.readers import read
from tests.rooms.ingestion.builders import (
    PDF_ROWS,
    PDF_TITLE,
    PDF_WORDS,
    RULED,
    level,
    only,
    pdf,
    refused,
    upright,
    words,
)


def test_a_ruled_table_is_read_with_the_lines_above_it(place):
    grid = only(place(pdf(RULED)))
    assert (grid.sheet, grid.rows, grid.merges) == ("page 1, table 1", PDF_ROWS, ())
    assert grid.above == ("国内专利申请数(2022年)", "单位:件")


@pytest.mark.parametrize(
    "lines",
    [
        level(720, 695, 640) + upright(200, 300),  # open at its sides, rows without rules
        level(720, 695, 640),  # three rules in all
        level(720, 695, 640, right=200) + level(720, 695, 640, left=200, right=300) + level(720, 695, 640, left=300),
        level(720, 695, 670, 640) + upright(100, 200, 300, 400) + level(790, 20, left=50, right=550) + upright(50, 550),
    ],
)
def test_a_table_with_few_rules_loses_no_column(place, lines):
    assert only(place(pdf(PDF_TITLE + PDF_WORDS + lines))).rows == PDF_ROWS


def test_a_heading_over_a_lane_is_merged(place):
    drawn = words((105, 745, "地区"), (230, 745, "国内专利申请数")) + PDF_WORDS + level(765, 720, 695, 640)
    grid = only(place(pdf(drawn)))
    assert grid.rows == (("地区", "国内专利申请数", ""), *PDF_ROWS)
    assert grid.merges == ((0, 1, 0, 2),)


def test_cells_that_share_a_rule_are_merged(place):
    drawn = words((105, 745, "全表")) + PDF_WORDS + level(765, 720, 695, 670, 640) + upright(200, 300)
    grid = only(place(pdf(drawn + upright(100, 400, top=765))))
    assert (grid.rows[0], grid.merges) == (("全表", "", ""), ((0, 0, 0, 2),))


def test_each_page_has_tables_of_its_own(place):
    assert [grid.sheet for grid in read(place(pdf(RULED, words((100, 700, "正文")), RULED)))] == [
        "page 1, table 1",
        "page 3, table 1",
    ]


def test_a_pdf_without_text_is_scanned(place):
    assert "scanned" in refused(place(pdf(level(700, 600))))


def test_a_pdf_with_text_and_no_table_is_refused(place):
    assert "without a table" in refused(place(pdf(words((100, 700, "正文")))))


def wrapped(cells):
    placed = [(105 + 100 * c, 708 - 11 * n, line) for c, lines in enumerate(cells) for n, line in enumerate(lines)]
    head = [(105, 735, "地区"), (205, 735, "合计"), (305, 735, "发明")]
    return words(*head, *placed) + level(750, 725, 680, 655) + upright(100, 200, 300, 400, top=750, bottom=655)


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([["西安市"], ["1200", "5"], ["350"]], (("西安市", "1200\n5", "350"),)),
        ([["西安市"], ["1,200,", "345"], ["350"]], (("西安市", "1,200,345", "350"),)),
        ([["陕西省", "西安市"], ["1200", "5"], ["350"]], (("陕西省\n西安市", "1200\n5", "350"),)),
        ([["西安市", "Xi'an"], ["1200", "5"], ["350", "7"]], (("西安市\nXi'an", "1200\n5", "350\n7"),)),
        ([["西安市", "宝鸡市"], ["1200", "5"], ["350", "7"]], (("西安市", "1200", "350"), ("宝鸡市", "5", "7"))),
    ],
)
def test_a_wrapped_figure_makes_no_row(place, cells, rows):
    assert only(place(pdf(wrapped(cells)))).rows[1:] == rows
