"""Files beside pages: made for what was published, never left beside a page that they don't show."""

import pytest
from docx import Document

from ipanalytics.batch import companions, manifest
from ipanalytics.batch.plan import Outcome
from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import browser
from ipanalytics.publishing.document import Block, Piece
from ipanalytics.publishing.word import pages as word

pytestmark = pytest.mark.slow

FILE = word.compose([Block("heading", (Piece("甲报告"),), 1)], [])
SETTINGS = {"as_of": "2022-09", "real_only": False}


def outcome(area="610800", *, sha256="new", error="", skipped=False):
    return Outcome(area, "n.ipynb", SETTINGS, 1.0, error, sha256=sha256, file=f"{area}.html", skipped=skipped)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "610800.pdf").write_bytes(b"%PDF")
    (tmp_path / "610800.docx").write_bytes(FILE)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def cleared(folder, made, before="old", again=()):
    return companions.clear(folder, [made], {"610800": {"sha256": before}}, again=again)


def test_files_of_an_unchanged_page_stay(folder):
    assert cleared(folder, outcome(), before="new") == []
    assert names(folder) == ["610800.docx", "610800.pdf"]


@pytest.mark.parametrize("made", [outcome(), outcome(sha256="", error="broken")])
def test_files_of_a_changed_or_failed_page_go_and_are_told(folder, made):
    told = cleared(folder, made)
    assert names(folder) == []
    assert "removed 610800.pdf" in told[0]
    assert "--word makes it again" in told[1]


def test_a_failed_report_keeps_no_file_even_where_they_are_made_again(folder):
    assert len(cleared(folder, outcome(sha256="", error="broken"), again=[".pdf", ".docx"])) == 2
    assert names(folder) == []


def test_what_is_made_again_goes_in_silence(folder):
    assert cleared(folder, outcome(), again=[".pdf", ".docx"]) == []
    assert names(folder) == []


def test_files_of_a_page_that_was_kept_stay_and_missing_ones_are_made(folder, monkeypatch):
    printed = []
    monkeypatch.setattr(browser, "print_pdf", lambda pages, **_: printed.extend(pages) or pages)
    kept = [outcome(skipped=True), outcome("610600", skipped=True)]
    assert companions.clear(folder, kept, {one.area: {"sha256": "new"} for one in kept}, again=[".pdf", ".docx"]) == []
    assert names(folder) == ["610800.docx", "610800.pdf"]
    assert companions.print_pdf(folder, kept, workers=1) == 2
    assert [path.name for path in printed] == ["610600.html"]


def test_word_files_are_made_again_with_the_page_of_the_tasks(folder):
    made = [outcome(skipped=True), outcome("tasks")]
    companions.clear(folder, made, {one.area: {"sha256": "new"} for one in made}, again=[".docx"])
    assert names(folder) == ["610800.pdf"]


def test_a_word_file_edited_by_hand_is_kept_under_another_name(folder):
    changed = Document(str(folder / "610800.docx"))
    changed.core_properties.modified = word.STAMP.replace(year=2023)
    changed.save(str(folder / "610800.docx"))
    told = cleared(folder, outcome(), again=[".docx"])
    kept = [name for name in names(folder) if name.endswith(".docx")]
    assert len(kept) == 1
    assert kept[0].startswith("610800-2")
    assert told == ["removed 610800.pdf, which was of an earlier page; --pdf makes it again", told[1]]
    assert kept[0] in told[1]


def test_only_published_pages_are_printed(folder, monkeypatch):
    printed = []
    monkeypatch.setattr(browser, "print_pdf", lambda pages, **_: printed.extend(pages) or pages)
    made = [outcome(), outcome("610600", error="broken"), outcome("tasks")]
    assert companions.print_pdf(folder, made, workers=1) == 2
    assert [path.name for path in printed] == ["610800.html", "tasks.html"]


@pytest.mark.parametrize(
    ("entry", "used"),
    [
        ({"parameters": SETTINGS, "outcome": "published", "file": "tasks.html"}, True),
        ({"parameters": {**SETTINGS, "as_of": "2022-06"}, "outcome": "published", "file": "tasks.html"}, False),
        ({"parameters": SETTINGS, "outcome": "failed", "file": "tasks.html"}, False),
        ({"parameters": SETTINGS, "outcome": "published", "file": "gone.html"}, False),
    ],
)
def test_areas_get_word_files_with_the_tasks_of_the_same_day_only(folder, monkeypatch, entry, used):
    (folder / "tasks.html").write_text("x", encoding="utf-8")
    monkeypatch.setattr(manifest, "read", lambda _: {"tasks": entry})
    monkeypatch.setattr(word, "brief", lambda page, area: [page.name, area])
    monkeypatch.setattr(word, "write", lambda page, tasks: repr((page.name, tasks)).encode())
    assert (
        companions.write_word(folder, [outcome(), outcome("tasks"), outcome("610600", error="broken")], workers=1) == 1
    )
    assert (folder / "610800.docx").read_text() == repr(("610800.html", ["tasks.html", "610800"] if used else []))


def test_one_failing_word_file_is_named_and_the_others_are_made(folder, monkeypatch):
    def fail_once(page, _):
        if page.stem == "610600":
            msg = "took 1 pictures of 2 figures"
            raise ReportError(msg)
        return b"made"

    monkeypatch.setattr(manifest, "read", lambda _: {})
    monkeypatch.setattr(word, "write", fail_once)
    with pytest.raises(ReportError, match="延安: took 1 pictures"):
        companions.write_word(folder, [outcome("610600"), outcome()], workers=1)
    assert (folder / "610800.docx").read_bytes() == b"made"
