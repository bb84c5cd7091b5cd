"""The database of a run: in memory, spilling to a folder that goes away."""

from pathlib import Path

import pytest

from ipanalytics.records import database
from ipanalytics.records.counting import quality
from tests.rooms.core.test_files import FORMULAS


def test_the_folder_to_which_it_spills_goes_with_it():
    with database.connect() as connection:
        (folder,) = connection.execute("SELECT current_setting('temp_directory')").fetchone()
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_texts_are_quoted():
    with database.connect() as connection:
        assert connection.execute(f"SELECT {database.quoted(chr(39) + '; DROP TABLE ledger')}").fetchone() == (
            "'; DROP TABLE ledger",
        )


@pytest.mark.parametrize("text", [*FORMULAS, "甲代理", ""])
def test_texts_of_strangers_are_no_formulas(text):
    with database.connect() as connection:
        connection.execute("CREATE TABLE t (name VARCHAR)")
        connection.execute("INSERT INTO t VALUES (?)", [text])
        (given,) = connection.execute(f"SELECT {database.harmless('name')} FROM t").fetchone()
    assert given == (f"'{text}" if text in FORMULAS else text)


def test_agencies_that_look_like_formulas_are_written_as_texts(tmp_path):
    with database.connect() as connection:
        connection.execute("CREATE TABLE agencies AS SELECT '=1+1' AS agency, 3 AS filings")
        quality.write_agencies(connection, str(tmp_path / "agencies.csv"))
    assert (tmp_path / "agencies.csv").read_text(encoding="utf-8") == "agency,filings\n'=1+1,3\n"
