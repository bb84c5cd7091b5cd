import pytest

from ipanalytics.catalogue import journal
from ipanalytics.catalogue.journal import Entry
from ipanalytics.core.errors import SourceError

FIRST = Entry("2022-12-18T09:30:00.000", "2022-12-18", "2022-12", "610800", "榆林.xlsx", "ab", "sent_back", 3, (), "")
SECOND = Entry(
    "2022-12-19T10:00:00.000", "2022-12-19", "2022-12", "610800", "=榆林.xlsx", "cd", "accepted", 0, ("gi_new",), "ef"
)
THIRD = Entry("2022-12-21T08:00:00.000", "2022-12-21", "2022-12", "610800", "榆林.xlsx", "gh", "accepted", 0, (), "ij")


@pytest.fixture
def written(small):
    for entry in (FIRST, SECOND, THIRD):
        journal.add(entry)
    return small


def test_without_a_journal_nothing_was_handed_in(small):
    assert (journal.entries(), journal.current()) == ((), [])


def test_lines_come_back_as_they_were_added(written):
    assert journal.entries() == (FIRST, SECOND, THIRD)


def test_a_name_of_a_file_is_no_formula(written):
    assert ",'=榆林.xlsx," in (journal.folder() / "journal.csv").read_text(encoding="utf-8")


def test_the_newest_filed_version_counts(written):
    assert journal.versions("2022-12", "610800") == [SECOND, THIRD]
    assert journal.current() == [THIRD]
    assert [entry.is_complete for entry in journal.entries()] == [False, False, True]


def test_an_earlier_version_lies_under_its_time(written):
    paths = [journal.path_of(entry, journal.WORKBOOK).relative_to(journal.folder()) for entry in (SECOND, THIRD)]
    assert [path.as_posix() for path in paths] == [
        "2022-12/earlier/610800-2022-12-19T100000.000.xlsx", "2022-12/610800.xlsx"
    ]  # fmt: skip


def test_a_spoilt_journal_names_all_its_faults(written):
    with (journal.folder() / "journal.csv").open("a", encoding="utf-8") as file:
        file.write("t,2022-12-99,2022-13,999999,f,h,lost,many,,\n")
    with pytest.raises(SourceError) as caught:
        journal.entries()
    named = str(caught.value)
    assert all(text in named for text in ("line 5", "'lost'", "'many'", "'2022-12-99'", "'999999'", "'2022-13'"))
