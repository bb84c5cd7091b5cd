"""A Word file beside its page: nothing lost, nothing invented, editable."""

import io
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import browser as publishing_browser
from ipanalytics.publishing import word
from ipanalytics.publishing.document import Block, Piece, read, worded

pytestmark = pytest.mark.slow

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
AREA = "610800"
TITLE = Block("heading", (Piece("甲报告"),), 1, marked=True)


@pytest.fixture(scope="module")
def page(rendered):
    return rendered.folder / f"{AREA}.html"


@pytest.fixture(scope="module")
def blocks(page):
    return read(page)


@pytest.fixture(scope="module")
def made(browser, page):
    return word.write(page)


@pytest.fixture(scope="module")
def document(made):
    return Document(io.BytesIO(made))


def opened(*blocks, pictures=()):
    return Document(io.BytesIO(word.compose([TITLE, *blocks], pictures)))


def level(paragraph):
    return int(paragraph.style.name.removeprefix("Heading ")) if paragraph.style.name.startswith("Heading") else 0


def test_headings_are_the_pages_with_their_ranks(document, blocks):
    found = [(level(p), p.text.removesuffix("（演示数据）").strip()) for p in document.paragraphs if level(p)]
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


def test_heads_of_tables_repeat_and_no_row_is_cut(document):
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.parametrize(
    ("style", "font"), [("Normal", "宋体"), ("Heading 1", "黑体"), ("Heading 3", "黑体"), ("Caption", "黑体")]
)
def test_chinese_letters_have_a_font(document, style, font):
    fonts = document.styles[style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert not [name for name in fonts.attrib if name.endswith("Theme")]


def test_paper_is_a4_with_numbers_and_the_demonstration_mark(document):
    section = document.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert section.header.paragraphs[0].text == "榆林市知识产权发展报告　演示数据"
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_page_without_synthetic_figures_has_no_mark():
    plain = Document(io.BytesIO(word.compose([Block("heading", (Piece("甲报告"),), 1)], [])))
    assert plain.sections[0].header.paragraphs[0].text == "甲报告"


def test_lights_keep_their_colour_and_their_word():
    light = (Piece("▼", status="behind"), Piece(" 滞后"))
    table = opened(Block("table", rows=(((Piece("状态"),),), (light,)))).tables[0]
    shape = table.rows[1].cells[0].paragraphs[0].runs[0]
    assert table.rows[1].cells[0].text == "▼ 滞后"
    assert str(shape.font.color.rgb) != "000000"
    assert table.rows[0].cells[0].paragraphs[0].runs[0].bold


def test_figures_side_by_side_share_a_line_and_a_caption():
    figures = [Block("figure", (Piece(text),), group=1) for text in ("图甲", "图乙")]
    made = opened(Block("heading", (Piece("发现"),), 3), *figures, pictures=[PIXEL, PIXEL])
    assert [p.text for p in made.paragraphs if p.style.name == "Caption"] == ["图1—2　发现"]
    assert len([p for p in made.paragraphs if p.style.name == "Figure"]) == 1


def test_the_same_page_gives_the_same_bytes():
    blocks = [TITLE, Block("text", (Piece("字"),)), Block("figure", (Piece("图"),))]
    assert word.compose(blocks, [PIXEL]) == word.compose(blocks, [PIXEL])


def test_a_missing_picture_is_refused(monkeypatch, page):
    monkeypatch.setattr(publishing_browser, "pictures", lambda _: [PIXEL])
    with pytest.raises(ReportError, match=r"took 1 pictures of \d+ figures"):
        word.write(page)


def test_parts_are_well_formed(made):
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.testzip() is None
        assert len({entry.date_time for entry in parts.infolist()}) == 1


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


def test_tasks_in_short_stand_before_the_sources(browser, rendered, page, monkeypatch):
    count = sum(block.kind == "figure" for block in read(page))
    monkeypatch.setattr(publishing_browser, "pictures", lambda _: [PIXEL] * count)
    brief = word.brief(rendered.folder / "tasks.html", AREA)
    document = Document(io.BytesIO(word.write(page, brief)))
    headings = [paragraph.text for paragraph in document.paragraphs if level(paragraph) == 2]
    assert headings[headings.index("来源") - 1].startswith("2022年度工作指引任务落实情况")


@pytest.mark.parametrize("area", ["610000", "shaanbei", AREA])
def test_tasks_in_short_are_those_not_yet_done(rendered, area):
    page = rendered.folder / "tasks.html"
    *_, heading, table = word.brief(page, area)
    states = [worded(row[-1]) for row in table.rows[1:]]
    assert states
    assert all(state.endswith(word.OPEN) for state in states)
    assert f"{len(states)}项逾期或推进中" in heading.text


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
