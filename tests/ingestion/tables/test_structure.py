from ipanalytics.ingestion.readers.grid import Grid
from ipanalytics.ingestion.tables import structure


def tables(*rows):
    width = max(map(len, rows))
    return structure.tables(Grid("t.csv", "", tuple((*row, *[""] * (width - len(row))) for row in rows)))


HEAD = ("地区", "合计", "发明")


def test_a_title_a_unit_and_headings_are_told_apart():
    (table,) = tables(("2022年专利授权量",), ("单位：件",), HEAD, ("西安", "1", "2"), ("注：略",))
    assert (table.lines, table.header, table.rows, table.notes) == ((0, 1), (2,), (3,), (4,))


def test_column_numbers_head_nothing():
    (table,) = tables(("2022年专利授权量",), HEAD, ("甲", "1", "2"), ("西安", "1", "2"))
    assert [column.headings for column in table.columns] == [("合计",), ("发明",)]


def test_a_repeated_header_keeps_the_title():
    first, second = tables(("2022年专利授权量",), HEAD, ("西安", "1", "2"), HEAD, ("宝鸡", "3", "4"))
    assert first.lines == second.lines == (0,)


def test_a_line_between_figures_heads_a_section():
    (table,) = tables(("2022年专利",), HEAD, ("一、申请",), ("西安", "1", "2"), ("二、授权",), ("西安", "3", "4"))
    assert table.sections == {3: 2, 5: 4}


def test_a_column_that_numbers_the_rows_without_a_heading_is_no_figure():
    (table,) = tables(("2022年专利授权量",), ("", "地区", "授权量"), ("1", "西安", "5"), ("2", "宝鸡", "6"))
    assert [column.index for column in table.columns] == [2]
