import pandas as pd

from ipanalytics.ingestion import pipeline
from ipanalytics.observations import storage, table


def test_what_was_cleaned_once_is_read_by_the_next_process(home):
    first = pipeline.load_every()
    again = storage.cached(lambda: table.empty())
    pd.testing.assert_frame_equal(first, again)
    assert len(list((home / "build" / "cache").glob("*.parquet"))) == 1


def test_a_changed_file_is_cleaned_again_and_the_old_table_goes(home, spoil):
    before = pipeline.load_every()
    spoil("data/raw/census_2020.csv", "12952907", "12952908")
    after = pipeline.load_every()
    assert not before.equals(after)
    assert len(list((home / "build" / "cache").glob("*.parquet"))) == 1


def test_a_folder_that_cannot_be_written_costs_only_time(home):
    (home / "build").write_text("no folder", encoding="utf-8")
    assert len(pipeline.load_every()) > 0
