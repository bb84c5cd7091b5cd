"""A Word file beside its page: nothing lost, nothing invented, editable."""

import pytest
from docx import Document

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing.document import Block, Piece
from ipanalytics.publishing.word import pages as word
from tests.rooms.publishing.builders import PIXEL, TITLE


def test_the_same_page_gives_the_same_bytes():
    blocks = [TITLE, Block("text", (Piece("字"),)), Block("figure", (Piece("图"),))]
    assert word.compose(blocks, [PIXEL]) == word.compose(blocks, [PIXEL])


def test_an_edited_file_is_told_from_an_untouched_one(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(word.compose([TITLE], []))
    assert not word.is_edited(path)
    changed = Document(str(path))
    changed.core_properties.modified = word.STAMP.replace(year=2023)
    changed.save(str(path))
    assert word.is_edited(path)
    path.write_bytes(b"no Word file")
    assert word.is_edited(path)


def test_missing_python_docx_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(word, "find_spec", lambda _: None)
    with pytest.raises(ReportError, match=r"python-docx, which is not installed.*\.\[word\]"):
        word.require()
