import pytest

from tests.rooms.ingestion.builders import PDF_ROWS, PDF_TITLE, RULED, level, only, pdf, upright, words

UPRIGHT = upright(100, 200, 300, top=725, bottom=670)


def test_two_lines_of_words_stay_one_cell(place):
    drawn = words((105, 712, "地区"), (105, 701, "Region"), (205, 712, "合计"), (205, 701, "Total"), (105, 680, "陕西"))
    grid = only(place(pdf(drawn + words((205, 680, "1")) + level(725, 698, 670, right=300) + UPRIGHT)))
    assert grid.rows[0] == ("地区\nRegion", "合计\nTotal")


def test_a_small_raised_figure_is_a_footnote_mark(place):
    assert only(place(pdf(RULED + words((226, 685, "1"), size=5)))).rows[1][1] == "1234[1]"


@pytest.mark.parametrize("shift", [(0.3, 0), (0, 0.4), (0.5, 0.5), (1.2, 0)])
def test_characters_drawn_twice_count_once(place, shift):
    twice = [(105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(PDF_ROWS) for c, text in enumerate(row)]
    moved = [(x + shift[0], y + shift[1], text) for x, y, text in twice]
    frame = level(720, 695, 670, 640) + upright(100, 200, 300, 400)
    assert only(place(pdf(PDF_TITLE + words(*twice) + words(*moved) + frame))).rows == PDF_ROWS


def test_two_figures_in_one_cell_stay_two(place):
    rows = [("地区", "合计"), ("西安市", "1200 1"), ("宝鸡市", "340 2")]
    drawn = words(*((105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row)))
    frame = level(720, 695, 670, 640, right=300) + upright(100, 200, 300)
    assert only(place(pdf(drawn + frame))).rows == tuple(rows)


def test_equal_characters_beside_one_another_are_not_drawn_twice(place):
    drawn = words((105, 705, "1111"), (205, 705, "西西"), (105, 680, "77"), (205, 680, "0.00"))
    frame = level(720, 695, 670, right=300) + upright(100, 200, 300, bottom=670)
    assert only(place(pdf(drawn + frame))).rows == (("1111", "西西"), ("77", "0.00"))


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (("1 200", "340"), ("1200", "340")),
        (("12 345 678", "1 200"), ("12345678", "1200")),
        (("1 200", "1340"), ("1 200", "1340")),
        (("340 107", "77 3"), ("340 107", "77 3")),
    ],
)
def test_a_blank_between_thousands_is_closed_where_the_whole_column_has_them(place, drawn, read):
    rows = [("地区", "合计"), ("西安市", drawn[0]), ("宝鸡市", drawn[1])]
    shown = words(*((105 + 100 * c, 705 - 25 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row)))
    frame = level(720, 695, 670, 640, right=300) + upright(100, 200, 300)
    assert tuple(row[1] for row in only(place(pdf(shown + frame))).rows[1:]) == read
