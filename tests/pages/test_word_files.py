import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import brief
from ipanalytics.publishing import browser as publishing_browser
from ipanalytics.publishing.document import read, worded
from ipanalytics.publishing.word import pages as word
from tests.rooms.publishing.builders import PIXEL

pytestmark = pytest.mark.slow
AREA = "610800"


@pytest.fixture(scope="module")
def page(rendered):
    return rendered.folder / f"{AREA}.html"


@pytest.fixture(scope="module")
def blocks(page):
    return read(page)


@pytest.fixture(scope="module")
def word_file(browser, page):
    return word.write(page)


@pytest.fixture(scope="module")
def document(word_file):
    return Document(io.BytesIO(word_file))


def level(paragraph):
    return int(paragraph.style.name.removeprefix("Heading ")) if paragraph.style.name.startswith("Heading") else 0


def unnumbered(heading):
    return re.sub("^[一二三四五六七八九十]+、", "", heading)


def test_headings_are_the_pages_with_their_ranks(document, blocks):
    found = [
        (level(p), unnumbered(p.text).removesuffix("（演示数据）").strip()) for p in document.paragraphs if level(p)
    ]
    assert found == [(block.level, block.text) for block in blocks if block.kind == "heading"]


def test_every_sentence_of_the_page_is_there_in_order(document, blocks):
    kinds = ("lead", "subtitle", "text", "note", "source", "item")
    said = [block.text for block in blocks if block.kind in kinds]
    paragraphs = iter([paragraph.text.strip() for paragraph in document.paragraphs])
    assert all(sentence in paragraphs for sentence in said)


def test_tables_are_the_pages_cell_by_cell(document, blocks):
    tables = [block for block in blocks if block.kind == "table"]
    assert len(document.tables) == len(tables)
    for table, block in zip(document.tables, tables, strict=True):
        texts = [[cell.text.strip() for cell in row.cells] for row in table.rows]
        assert texts == [[worded(cell) for cell in row] for row in block.rows]


def test_every_figure_is_a_picture_with_its_alternative(document, blocks):
    alternatives = [block.text for block in blocks if block.kind == "figure"]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == alternatives
    assert all(alternatives)


def test_pictures_fit_the_paper(document):
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert max(shape.width for shape in document.inline_shapes) <= room
    assert max(shape.height for shape in document.inline_shapes) <= Mm(230)


def test_every_figure_and_table_has_a_caption(document, blocks):
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    counts = Counter(caption[0] for caption in captions)
    assert counts["表"] == sum(block.kind == "table" for block in blocks)
    places = {(block.group or -number) for number, block in enumerate(blocks) if block.kind == "figure"}
    assert counts["图"] == len(places)


def test_paper_is_a4_with_numbers_and_the_demonstration_mark(document):
    section = document.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert section.header.paragraphs[0].text == "榆林市知识产权发展报告　演示数据"
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_missing_picture_is_refused(monkeypatch, page):
    monkeypatch.setattr(publishing_browser, "pictures", lambda _: [PIXEL])
    with pytest.raises(ReportError, match=r"took 1 pictures of \d+ figures"):
        word.write(page)


MOST_PAGES = {"610000": 16, "610800": 10}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice, which counts the pages, is not installed")
@pytest.mark.parametrize("area", list(MOST_PAGES))
def test_pages_are_few_and_the_brief_is_one(browser, rendered, tmp_path, area):
    whole, short = tmp_path / f"{area}.docx", tmp_path / f"{area}-brief.docx"
    source = rendered.folder / f"{area}.html"
    whole.write_bytes(word.write(source, word.brief(rendered.folder / "tasks.html", area)))
    page = brief.path_of(tmp_path / source.name)
    page.write_text(brief.make(source), encoding="utf-8")
    short.write_bytes(word.write(page, is_brief=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(whole), str(short)], check=True, capture_output=True, timeout=300)
    counts = []
    for path in (whole, short):
        with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
            counts.append(len(pdf.pages))
    assert counts[0] <= MOST_PAGES[area]
    assert counts[1] == 1


def test_parts_are_well_formed(word_file):
    with zipfile.ZipFile(io.BytesIO(word_file)) as parts:
        assert parts.testzip() is None
        assert len({entry.date_time for entry in parts.infolist()}) == 1


def test_tasks_in_short_stand_before_the_sources(browser, rendered, page, monkeypatch):
    count = sum(block.kind == "figure" for block in read(page))
    monkeypatch.setattr(publishing_browser, "pictures", lambda _: [PIXEL] * count)
    brief = word.brief(rendered.folder / "tasks.html", AREA)
    document = Document(io.BytesIO(word.write(page, brief)))
    headings = [unnumbered(paragraph.text) for paragraph in document.paragraphs if level(paragraph) == 2]
    assert headings[headings.index("来源") - 1].startswith("2022年度工作指引任务落实情况")


@pytest.mark.parametrize("area", ["610000", "shaanbei", AREA])
def test_tasks_in_short_are_those_not_yet_done(rendered, area):
    page = rendered.folder / "tasks.html"
    *_, heading, table = word.brief(page, area)
    states = [worded(row[-1]) for row in table.rows[1:]]
    assert states
    assert all(state.endswith(word.OPEN) for state in states)
    assert f"{len(states)}项没有全部完成" in heading.text


def test_all_open_tasks_concern_the_province_and_a_unit_sees_no_others(rendered):
    page = rendered.folder / "tasks.html"
    every = [row for block in read(page) if block.rows for row in block.rows[1:]]
    open_ids = {worded(row[0]) for row in every if any(_is_open(cell) for cell in row)}
    shown = {area: {worded(row[0]) for row in word.brief(page, area)[-1].rows[1:]} for area in _AREAS}
    assert shown["610000"] == {id_ for id_ in open_ids if id_.startswith("R")}
    assert shown["610800"] <= shown["shaanbei"] <= shown["610000"]


_AREAS = ("610000", "shaanbei", "610800")


def _is_open(cell):
    return worded(cell).endswith(word.OPEN) and len(cell) > 1
