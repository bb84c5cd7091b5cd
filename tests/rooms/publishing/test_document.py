import re

import pytest
from lxml import html

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import document, payload

LEGEND = [
    {"shade": "#b3421b", "word": "低", "count": 2},
    {"shade": "repeating-linear-gradient(135deg, #8a949c 0)", "word": "无", "count": 1},
    {"line": "2px dashed #1f2933", "word": "序时"},
    {"status": "behind", "shape": "▼", "word": "滞后"},
    {"word": "目标线"},
]
LIGHT = {"light": "▼", "status": "behind", "text": "滞后"}
OPENING = {
    "kind": "opening", "title": "甲报告", "mark": "演示数据", "subtitle": "", "lead": "要点。",
    "cards": [{"name": "人口", "value": {"text": "3万人", "cited": 0}, "is_known": True, "details": ["2020年", LIGHT]}],
}  # fmt: skip
PROSE = ["都", {"text": "不是", "bold": True}, "正式目标。"]
EXHIBIT = {
    "kind": "exhibit", "title": "3项", "mark": "", "light": LIGHT, "note": "", "source": "来源：某。", "is_drawn": True,
    "drawing": {"template": "x", "context": {"clause": {"quote": "原文", "where": "（一）"}, "key": LEGEND}},
    "figures": [{"number": 0, "alt": "地图一", "panel": "small"}, {"number": 1, "alt": "地图二", "panel": "small"}],
    "tables": [{
        "columns": [{"name": "状态", "head": "状态", "look": ""}, {"name": "值", "head": "值", "look": "number"}],
        "rows": [[LIGHT, "1"]],
    }],
}  # fmt: skip
CELLS = [
    [OPENING],
    [{"kind": "section", "heading": "进度", "level": 2, "paragraphs": [PROSE]}, EXHIBIT],
    [
        {"kind": "section", "heading": "下载数据", "level": 2, "paragraphs": [["句"]]},
        {"kind": "exhibit", "drawing": {"template": "x", "context": {"files": []}}},
    ],
]


@pytest.fixture
def blocks(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(f'<script id="parts">{payload.pack_parts(CELLS, "页脚")}</script>', encoding="utf-8")
    return document.read(path)


def test_blocks_stand_in_the_order_of_the_page(blocks):
    assert [block.kind for block in blocks] == [
        *("heading", "lead", "item", "heading", "text", "heading", "text", "key"),
        *("figure", "figure", "source", "text"),
    ]  # fmt: skip


def test_lists_of_prose_are_items_and_keep_their_numbers():
    prose = [{"items": [["甲"], ["乙"]], "is_numbered": False}, {"items": [["丙"], ["丁"]], "is_numbered": True}]
    part = {"kind": "section", "heading": "", "level": 2, "paragraphs": prose}
    written = [(block.kind, block.text) for block in document.blocks([[part]])]
    assert written == [("item", "甲"), ("item", "乙"), ("text", "1. 丙"), ("text", "2. 丁")]


def test_a_heading_keeps_its_rank_and_its_mark_apart_from_its_words(blocks):
    headings = [(b.level, b.text, b.marked) for b in blocks if b.kind == "heading"]
    assert headings == [(1, "甲报告", True), (2, "进度", False), (3, "▼ 3项", False)]


def test_a_key_figure_is_a_line(blocks):
    assert blocks[2].text == "人口：3万人（2020年，▼ 滞后）"


def test_looks_of_text_are_kept(blocks):
    assert [(piece.text, piece.bold) for piece in blocks[4].pieces] == [
        ("都", False),
        ("不是", True),
        ("正式目标。", False),
    ]
    table = document.table_block(EXHIBIT["tables"][0])
    assert table.numeric == {1}
    assert table.rows[1][0] == (document.Piece("▼", status="behind"), document.Piece(" 滞后"))


def test_entries_of_a_legend_are_signs_in_their_colour(blocks):
    assert blocks[7].text == "■低 2　▨无 1　┅序时　▼ 滞后　┃目标线"
    signs = [(piece.text, piece.colour) for piece in blocks[7].pieces if piece.colour]
    assert signs == [("■", "b3421b"), ("▨", "8a949c"), ("┅", "1f2933")]
    assert [piece.status for piece in blocks[7].pieces if piece.status] == ["behind"]


def test_figures_side_by_side_are_a_group_with_their_alternatives(blocks):
    figures = [(block.text, block.group) for block in blocks if block.kind == "figure"]
    assert figures == [("地图一", 1), ("地图二", 1)]


def test_what_is_no_page_is_refused(tmp_path):
    path = tmp_path / "index.html"
    path.write_text("<html><main><p>x</p></main></html>", encoding="utf-8")
    with pytest.raises(ReportError, match="found no page of a report"):
        document.read(path)


ALONE = "//section[count(*) = 1]/h2"


@pytest.mark.parametrize("name", ["610000", "shaanbei", "610800", "tasks", "data_quality"])
def test_no_word_of_a_page_is_lost(rendered, name):
    page = rendered.folder / f"{name}.html"
    tree = html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    alone = tree.xpath(ALONE)
    for path in (
        "//nav",
        "//script",
        "//svg",
        "//*[@data-plot]",
        "//div[@id='citation' or @id='hint']",
        "//ul[@class='standing']",
        # What stands only on a screen: cards, and what the mark of demonstration data means.
        "//div[@class='about']",
        "//*[@class='made-up']",
        "//*[@class='touch']",
        "//button[@class='take']",
        "//div[@class='filters']",
        "//section[.//*[@class='downloads']]",
        "//*[@class='appendix']",
        "//details[not(.//*[starts-with(@id, 'source-')]) and @class='fold']",
        "//table[@class='lights']",
        "//details[@class='data']/summary",
        "//details[@class='data']/div",
    ):
        for element in tree.xpath(path):
            element.drop_tree()
    # A heading below which all is folded.
    for element in [element for element in tree.xpath(ALONE) if element not in alone]:
        element.drop_tree()
    for element in tree.xpath("//*[@class='synthetic' or @class='word']"):
        element.drop_tree()
    made = "".join(
        block.text + "".join(document.worded(cell) for row in block.rows for cell in row)
        for block in document.read(page)
        if block.kind != "figure" and not (block.rows and {"状态", "数值"} <= set(map(document.worded, block.rows[0])))
    )
    shown = "".join("".join(part.itertext()) for part in tree.xpath("//main|//footer"))
    assert sorted(re.sub(r"[\s：（），■━▨┅□]", "", made)) == sorted(re.sub(r"[\s：（），■━▨┅□]", "", shown))
