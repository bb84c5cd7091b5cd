"""The database of a run: in memory, spilling to a folder that goes away."""

from pathlib import Path

from ipanalytics.records import database


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
