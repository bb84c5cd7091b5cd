import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ipanalytics.core.errors import SourceError
from ipanalytics.ingestion import pipeline
from ipanalytics.observations import storage, table
from tests.rooms.observations.builders import refusal, row, rows


def test_what_was_cleaned_once_is_read_by_the_next_process(small):
    first = pipeline.load_every()
    again = storage.cached("observations", table.empty)
    pd.testing.assert_frame_equal(first, again)
    assert len(list((small / "build" / "cache").glob("*.parquet"))) == 1


def test_a_changed_file_is_cleaned_again_and_the_old_table_goes(small, spoil):
    before = pipeline.load_every()
    spoil("data/raw/nation_figures.csv", ",132.4,", ",132.5,")
    after = pipeline.load_every()
    assert not before.equals(after)
    assert len(list((small / "build" / "cache").glob("*.parquet"))) == 1


def test_a_folder_that_cannot_be_written_costs_only_time(small):
    (small / "build").write_text("no folder", encoding="utf-8")
    assert len(pipeline.load_every()) > 0


@pytest.fixture
def next_process(monkeypatch):
    """What a process does that has loaded nothing yet."""
    monkeypatch.setattr(storage, "_loaded", storage._loaded.__wrapped__)


def one_digit_more(content):
    return content.replace(b"2022", b"2023", 1)


@pytest.mark.parametrize(
    "spoilt",
    [lambda _: b"garbage", lambda _: b"", lambda _: b"PAR1", lambda content: content[:-1], one_digit_more],
    ids=["garbage", "empty", "head", "cut", "digit"],
)
@pytest.mark.usefixtures("next_process")
def test_a_table_that_is_damaged_is_made_anew(small, spoilt):
    first = pipeline.load_every()
    (path,) = (small / "build" / "cache").glob("*.parquet")
    whole = path.read_bytes()
    path.write_bytes(spoilt(whole))
    assert path.read_bytes() != whole
    pd.testing.assert_frame_equal(pipeline.load_every(), first)
    assert path.read_bytes() == whole
    pd.testing.assert_frame_equal(storage.cached("observations", table.empty), first)


@pytest.mark.usefixtures("next_process")
def test_a_table_that_something_else_wrote_is_made_anew(small):
    first = pipeline.load_every()
    (path,) = (small / "build" / "cache").glob("*.parquet")
    pd.DataFrame({"area": ["610000"]}).to_parquet(path)
    pd.testing.assert_frame_equal(pipeline.load_every(), first)


@pytest.mark.usefixtures("next_process", "small")
def test_what_is_asked_for_has_a_table_of_its_own_and_few_are_kept(monkeypatch):
    monkeypatch.setattr(storage, "MOST_ASKED", 2)
    made = [storage.cached("days", lambda day=day: rows(row(period=day)), asked=day) for day in ("2020", "2021")]
    again = [storage.cached("days", table.empty, asked=day) for day in ("2020", "2021")]
    for first, second in zip(made, again, strict=True):
        assert_frame_equal(first, second)
    storage.cached("days", table.empty, asked="2022")
    assert storage.cached("days", table.empty, asked="2020").empty


def test_a_saved_table_is_read_back_whole(every, tmp_path):
    storage.save(every, tmp_path / "new" / "observations.parquet")
    assert_frame_equal(storage.load(tmp_path / "new" / "observations.parquet"), every)


def test_a_bad_table_leaves_the_earlier_file_alone(tmp_path):
    path = tmp_path / "observations.parquet"
    storage.save(rows(row()), path)
    assert "unknown area" in refusal(lambda: storage.save(rows(row("x")), path))
    assert_frame_equal(storage.load(path), rows(row()))
    assert [file.name for file in tmp_path.iterdir()] == ["observations.parquet"]


@pytest.mark.parametrize("content", [None, b"", b"abc"], ids=["missing", "empty", "other"])
def test_a_file_that_holds_no_table_is_refused_by_name(tmp_path, content):
    path = tmp_path / "observations.parquet"
    if content is not None:
        path.write_bytes(content)
    assert str(path) in refusal(lambda: storage.load(path), SourceError)


def test_a_saved_table_is_checked_when_read(tmp_path):
    rows(row("x")).to_parquet(tmp_path / "observations.parquet", index=False)
    assert "unknown area: x" in refusal(lambda: storage.load(tmp_path / "observations.parquet"))
