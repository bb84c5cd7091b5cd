import shutil
from datetime import date, timedelta

import pytest

from ipanalytics.catalogue import journal
from ipanalytics.cli import main
from ipanalytics.core.errors import SourceError
from ipanalytics.submissions import intake
from tests.rooms.submissions.builders import NOW, RECEIVED, blank, opened, put, sound


@pytest.fixture
def inbox(small, tmp_path):
    """Return a function that puts workbooks into a folder, by name."""
    folder = tmp_path / "inbox"
    folder.mkdir()

    def write(**files):
        return [
            (folder / f"{name}.xlsx", (folder / f"{name}.xlsx").write_bytes(data))[0] for name, data in files.items()
        ]

    return write


def submit(*paths, days=0):
    return intake.submit(paths, received=RECEIVED + timedelta(days), now=NOW + timedelta(days))


def test_a_sound_workbook_is_filed_to_the_letter(inbox):
    (path,) = inbox(榆林=sound())
    (outcome,) = submit(path)
    assert (outcome.faults, outcome.entry.area, outcome.entry.is_complete) == ((), "610800", True)
    assert journal.path_of(outcome.entry, journal.WORKBOOK).read_bytes() == path.read_bytes()
    assert journal.entries() == (outcome.entry,)


def test_a_faulty_one_never_replaces_a_good_one(inbox):
    good, bad = inbox(榆林=sound(), 榆林2=put(sound(), F5="一"))
    (first,) = submit(good)
    (second,) = submit(bad, days=1)
    assert journal.current() == [first.entry]
    assert (second.entry.outcome, second.entry.faults) == ("sent_back", 1)
    assert journal.path_of(first.entry, journal.WORKBOOK).read_bytes() == good.read_bytes()
    assert second.marked.name == "榆林2_退回.xlsx"


def test_a_revision_keeps_what_it_replaces_and_the_first_day(inbox):
    first, second = inbox(榆林=sound(), 修订=put(sound(), F10=13))
    (before,), (after,) = submit(first), submit(second, days=3)
    assert journal.versions("2022-12", "610800") == [before.entry, after.entry]
    assert journal.path_of(before.entry, journal.WORKBOOK).read_bytes() == first.read_bytes()
    figures = journal.path_of(after.entry, journal.FIGURES).read_text(encoding="utf-8")
    assert "standard_adopters_new,2022,13," in figures
    assert "annual_report_submitted,2022-12-18,1," in figures


def test_a_workbook_that_comes_again_is_not_filed_again(inbox):
    (path,) = inbox(榆林=sound())
    submit(path)
    (again,) = submit(path, days=1)
    assert (again.is_known, len(journal.entries())) == (True, 1)


def test_two_files_of_one_unit_are_both_sent_back(inbox):
    outcomes = submit(*inbox(甲=sound(), 乙=put(sound(), F10=13)))
    assert [outcome.faults[0].text for outcome in outcomes] == [
        "榆林市2022-12同时收到2份：甲.xlsx、乙.xlsx。请只报一份。"
    ] * 2
    assert journal.current() == []


def test_what_is_no_workbook_is_journalled_without_a_unit(inbox):
    (outcome,) = submit(*inbox(名单=b"PK\x03\x04 damaged"))
    assert (outcome.entry.area, outcome.entry.period, outcome.entry.outcome) == ("", "", "sent_back")
    assert journal.entries() == (outcome.entry,)


def test_a_csv_is_no_workbook_and_no_line_of_the_journal(inbox, capsys):
    table, workbook = inbox(名单=b"a,b\n", 榆林=sound())
    assert main.main(["submit", str(table), str(workbook), "--received", "2022-12-18"]) == 1
    assert "名单.xlsx is no workbook: expected a workbook that `ipanalytics template` made" in capsys.readouterr().err
    assert [entry.area for entry in journal.entries()] == ["610800"]


def test_files_that_are_not_there_are_named_before_anything_is_done(inbox, tmp_path):
    (path,) = inbox(榆林=sound())
    with pytest.raises(SourceError, match=r"(?s)2 file.*a\.xlsx.*b\.xlsx"):
        submit(path, tmp_path / "b.xlsx", tmp_path / "a.xlsx")
    assert journal.entries() == ()


def test_a_marked_copy_that_is_sent_back_again_is_not_overwritten(inbox):
    (path,) = inbox(榆林=put(blank(), F5="一"))
    (first,) = submit(path)
    shutil.copy(first.marked, path.with_name("kept.xlsx"))
    (second,) = submit(first.marked, days=1)
    assert (first.marked.name, second.marked.name) == ("榆林_退回.xlsx", "榆林_退回2.xlsx")
    assert first.marked.read_bytes() == path.with_name("kept.xlsx").read_bytes()


def test_no_name_and_no_telephone_is_filed_beside_the_workbook(inbox):
    book = opened(sound())
    book["填报说明"]["B11"], book["填报说明"]["B12"] = "王五", "13800138000"
    (path,) = inbox(榆林=b"")
    book.save(path)
    (outcome,) = submit(path)
    assert outcome.faults == ()
    written = "".join(each.read_text(encoding="utf-8") for each in journal.folder().rglob("*.csv"))
    assert "王五" not in written
    assert "13800138000" not in written


def test_a_day_of_receipt_is_what_the_office_says(inbox):
    (outcome,) = intake.submit(inbox(榆林=sound()), received=date(2022, 12, 21), now=NOW)
    assert outcome.entry.received == "2022-12-21"


def test_a_unit_has_reported_on_the_day_of_its_first_workbook_that_leaves_nothing_out(inbox):
    nearly_empty, whole = inbox(少=put(sound(), F4=None, F5=None), 全=sound())
    said = []
    for path, days in ((nearly_empty, 0), (whole, 3)):
        (outcome,) = submit(path, days=days)
        said.append(journal.path_of(outcome.entry, journal.FIGURES).read_text(encoding="utf-8"))
    assert "annual_report_submitted,2022,0," in said[0]
    assert "annual_report_submitted,2022-12-21,1," in said[1]
