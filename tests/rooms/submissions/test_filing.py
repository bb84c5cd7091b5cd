import pytest

from ipanalytics.catalogue import journal, sources
from ipanalytics.catalogue.journal import Entry
from ipanalytics.core.errors import SourceError
from ipanalytics.submissions import filing
from ipanalytics.submissions.filing import Explanation

HEADER = "area,area_name,indicator,period,value,unit,source,status,cell,note\n"
FIGURES = HEADER + "610800,榆林市,gi_new,2022,2,件,submitted-610800-2022-12,submitted,指标数据!G6,\n"


def entry(time, received):
    return Entry(time, received, "2022-12", "610800", "榆林.xlsx", "ab", "", 0, (), "")


def filed(time="2022-12-18T09:30:00.000", received="2022-12-18", figures=FIGURES, workbook=b"first", told=()):
    return filing.accept(entry(time, received), workbook, figures=figures, explanations=filing.as_csv(told))


def files():
    return sorted(path.relative_to(journal.folder()).as_posix() for path in journal.folder().rglob("*.*"))


def test_a_workbook_is_filed_with_its_figures_and_a_line(small):
    first = filed()
    assert journal.entries() == (first,)
    assert files() == ["2022-12/610800.csv", "2022-12/610800.explanations.csv", "2022-12/610800.xlsx", "journal.csv"]


def test_the_version_before_is_kept_under_its_time(small):
    first = filed()
    filed("2022-12-19T10:00:00.000", "2022-12-19", workbook=b"second")
    assert journal.path_of(first, journal.WORKBOOK).read_bytes() == b"first"
    assert (journal.folder() / "2022-12" / "610800.xlsx").read_bytes() == b"second"


def test_what_is_sent_back_leaves_the_filed_version(small):
    first = filed()
    before = files()
    filing.send_back(entry("2022-12-19T10:00:00.000", "2022-12-19"), 4)
    assert (files(), journal.current()) == (before, [first])
    assert [(line.outcome, line.faults) for line in journal.entries()] == [("accepted", 0), ("sent_back", 4)]


def test_filed_figures_are_a_source(small):
    filed()
    (sidecar,) = [sidecar for sidecar in sources.sidecars() if sidecar.folder == "submissions"]
    assert (sidecar.file, sidecar.areas) == ("2022-12/610800.csv", "610800")
    assert sources.published()["submitted-610800-2022-12"] == "2022-12-18"
    assert sources.cite("submitted-610800-2022-12") == "榆林市《2022-12报送表》"


def test_figures_that_were_changed_by_hand_are_named(small):
    filed()
    (journal.folder() / "2022-12" / "610800.csv").write_text(FIGURES.replace(",2,", ",9,"), encoding="utf-8")
    with pytest.raises(SourceError, match=r"data/submissions/2022-12/610800\.csv was changed"):
        sources.check()


def test_figures_without_a_line_in_the_journal_are_named(small):
    filed()
    (journal.folder() / "2022-12" / "610700.csv").write_text(HEADER, encoding="utf-8")
    with pytest.raises(SourceError, match=r"data/submissions/2022-12/610700\.csv has no sidecar"):
        sources.check()


def test_explanations_come_back_and_are_no_formulas(small):
    told = [Explanation("T05", "=HYPERLINK(1)", "'申报 “两批”, 12月", "2023-03-31"), Explanation("T06", "@x", "", "")]
    first = filed(told=told)
    assert filing.explanations(first) == told
    written = journal.path_of(first, journal.EXPLANATIONS).read_text(encoding="utf-8")
    assert all(text in written for text in ("'=HYPERLINK(1)", "''申报", "'@x"))
