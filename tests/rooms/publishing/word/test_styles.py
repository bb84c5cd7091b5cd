import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from ipanalytics.publishing.document import Block, Piece
from ipanalytics.publishing.word import pages as word
from tests.rooms.publishing.builders import PIXEL, TITLE


def opened(*blocks, pictures=()):
    return Document(io.BytesIO(word.compose([TITLE, *blocks], pictures)))


def test_heads_of_tables_repeat_and_no_row_is_cut():
    rows = tuple(((Piece(text),),) for text in ("指标", "专利", "商标"))
    head, *rest = opened(Block("table", rows=rows)).tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [row._tr.trPr.find(qn("w:tblHeader")) for row in rest] == [None, None]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rest))


@pytest.mark.parametrize(
    ("style", "font"), [("Normal", "宋体"), ("Heading 1", "黑体"), ("Heading 3", "黑体"), ("Caption", "黑体")]
)
def test_chinese_letters_have_a_font(style, font):
    fonts = opened().styles[style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert not [name for name in fonts.attrib if name.endswith("Theme")]


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
    document = opened(Block("heading", (Piece("发现"),), 3), *figures, pictures=[PIXEL, PIXEL])
    assert [p.text for p in document.paragraphs if p.style.name == "Caption"] == ["图1—2　发现"]
    assert len([p for p in document.paragraphs if p.style.name == "Figure"]) == 1
