"""Exports in any encoding, with lines above the headings and broken lines, to one table of texts."""

import pytest

from ipanalytics.records import database, exports

TEXT = "专利清单\n申请号,申请日,专利类型\n1,a,b\nx\n2,a,b\n3,a,b\ny,1,2,3\nz\n4,a,b\n"


def load(*paths):
    with database.connect() as connection:
        exports.load(connection, list(paths))
        rows = connection.execute(
            "SELECT row, application_number, patent_type FROM rows ORDER BY export, row"
        ).fetchall()
        return rows, connection.execute("SELECT row, reason FROM ledger ORDER BY row").fetchall()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_rows_keep_their_lines_when_broken_ones_are_refused(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding=encoding)
    rows, refused = load(path)
    assert rows == [(3, "1", "b"), (5, "2", "b"), (6, "3", "b"), (9, "4", "b")]
    assert refused == [
        (4, "the line has missing columns"),
        (7, "the line has too many columns"),
        (8, "the line has missing columns"),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_any_usual_delimiter_is_found(tmp_path, delimiter):
    path = tmp_path / "a.txt"
    path.write_text("申请号,申请日,专利类型\n1,a,b\n".replace(",", delimiter), encoding="utf-8")
    assert load(path) == ([(2, "1", "b")], [])


def test_of_two_columns_of_a_field_the_filled_one_of_lower_rank_holds(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("申请号,申请日,申请人,当前权利人\n1,a,甲,乙\n2,a,甲,\n", encoding="utf-8")
    with database.connect() as connection:
        exports.load(connection, [path])
        assert connection.execute("SELECT holders FROM rows ORDER BY row").fetchall() == [("乙",), ("甲",)]


def test_parquet_is_read_as_text(tmp_path):
    path = tmp_path / "a.parquet"
    with database.connect() as connection:
        connection.execute(f"COPY (SELECT '1' AS 申请号, DATE '2020-01-02' AS 申请日, '发明' AS 专利类型) TO '{path}'")
    assert load(path) == ([(1, "1", "发明")], [])


def test_a_file_that_is_none_is_refused_by_name(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"no parquet")
    with pytest.raises(exports.SourceError, match=r"a\.parquet: can't be read"):
        load(path)
