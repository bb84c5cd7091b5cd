import io
import shutil
import subprocess
from dataclasses import replace

import pdfplumber
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ipanalytics.catalogue import places
from ipanalytics.publishing.word import feedback, letters, pages


@pytest.fixture(scope="module")
def letter(september):
    return feedback.letter_to(september, "610600")


def longer(letter):
    """Return a letter in which six times as much is behind."""
    weak = [p for p in letter.paragraphs if p.items][0]
    paragraphs = [replace(p, items=p.items * 6) if p is weak else p for p in letter.paragraphs]
    return replace(letter, paragraphs=tuple(paragraphs))


def test_a_letter_has_the_form_of_one_and_every_text(letter):
    content = letters.write(letter)
    assert content == letters.write(letter)
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == [letter.title, "延安市市场监督管理局（知识产权局）："]
    assert texts[-3:] == ["特此函告。", "（发函单位）", "（成文日期）"]
    assert {paragraph.alignment for paragraph in document.paragraphs[-2:]} == {WD_ALIGN_PARAGRAPH.RIGHT}
    assert "二、低于要求、需要加快的" in texts
    body = "\n".join(texts)
    assert all(text in body for p in letter.paragraphs for text in (p.text, *p.items))
    assert document.sections[0].header.paragraphs[0].text == "演示数据"


def test_the_type_is_as_large_as_one_page_has_room_for(letter, september):
    def points(wanted):
        return Document(io.BytesIO(letters.write(wanted))).styles["Normal"].font.size.pt

    assert points(longer(letter)) < points(letter)
    for area in places.codes("unit"):
        written = feedback.letter_to(september, area)
        assert letters.height(written, points(written)) <= letters.HEIGHT


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice, which counts the pages, is not installed")
def test_a_letter_is_one_page_and_is_still_known_as_unedited(letter, tmp_path):
    paths = [tmp_path / "letter.docx", tmp_path / "longer.docx"]
    for path, wanted in zip(paths, (letter, longer(letter)), strict=True):
        path.write_bytes(letters.write(wanted))
        assert not pages.is_edited(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=300)
    for path in paths:
        with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
            assert len(pdf.pages) == 1
            assert "成文日期" in pdf.pages[0].extract_text()
