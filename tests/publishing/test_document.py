import re

import pytest
from lxml import html

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import document

PAGE = """<html><body><nav>目录</nav><main>
<section><header><h1>甲报告 <span class="synthetic">演示数据</span></h1><p class='lead'>要点。</p>
<dl class='cards'><div class='known'><dt>人口</dt><dd>3万人</dd><dd class='detail'>2020年</dd></div></dl>
</header></section>
<section><h2 id="part-1">进度</h2><p>都<strong>不是</strong>正式
目标。</p><h3>3项</h3>
<ul class="key"><li><span class="swatch" style="background:#b3421b"></span>低</li>
<li><span class="swatch" style="background:repeating-linear-gradient(135deg, #8a949c 0)"></span>无</li></ul>
<div class="panels small"><figure><div class="plot" data-plot="0" aria-label="地图一"><p class="waiting">等</p></div>
</figure><figure><div class="plot" data-plot="1" aria-label="地图二"></div></figure></div>
<details class="data"><summary>数据表</summary>
<div class="scroll"><table><thead><tr><th>单元</th><th class="number">值</th></tr></thead>
<tbody><tr><td><span class="light behind" aria-hidden="true">▼</span> 滞后</td>
<td class="number">1</td></tr></tbody></table></div></details>
<p class="source">来源：某。</p></section>
<section><h2>下载数据</h2><ul class="downloads"><li><a data-file="0">x.csv</a></li></ul></section>
</main><footer><p>页脚</p></footer></body></html>"""


@pytest.fixture
def blocks(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return document.read(path)


def test_blocks_stand_in_the_order_of_the_page(blocks):
    assert [block.kind for block in blocks] == [
        *("heading", "lead", "item", "heading", "text", "heading", "key"),
        *("figure", "figure", "table", "source", "text"),
    ]  # fmt: skip


def test_a_heading_keeps_its_rank_and_its_mark_apart_from_its_words(blocks):
    headings = [(b.level, b.text, b.marked) for b in blocks if b.kind == "heading"]
    assert headings == [(1, "甲报告", True), (2, "进度", False), (3, "3项", False)]


def test_a_key_figure_is_a_line(blocks):
    assert blocks[2].text == "人口：3万人（2020年）"


def test_looks_of_text_are_kept(blocks):
    assert [(piece.text, piece.bold) for piece in blocks[4].pieces] == [
        ("都", False),
        ("不是", True),
        ("正式 目标。", False),
    ]
    table = next(block for block in blocks if block.kind == "table")
    assert table.rows[1][0] == (document.Piece("▼", status="behind"), document.Piece(" 滞后"))


def test_a_swatch_is_a_sign_in_its_colour(blocks):
    signs = [(piece.text, piece.colour) for piece in blocks[6].pieces if piece.colour]
    assert signs == [("■", "b3421b"), ("▨", "8a949c")]


def test_figures_side_by_side_are_a_group_with_their_alternatives(blocks):
    figures = [(block.text, block.group) for block in blocks if block.kind == "figure"]
    assert figures == [("地图一", 1), ("地图二", 1)]


def test_a_folded_table_knows_its_numbers(blocks):
    table = next(block for block in blocks if block.kind == "table")
    assert (table.folded, table.numeric) == (True, {1})


def test_what_is_no_page_is_refused(tmp_path):
    path = tmp_path / "index.html"
    path.write_text("<html><main><p>x</p></main></html>", encoding="utf-8")
    with pytest.raises(ReportError, match="expected one h1"):
        document.read(path)


@pytest.mark.parametrize("name", ["610000", "shaanbei", "610800", "tasks", "data_quality"])
def test_no_word_of_a_page_is_lost(rendered, name):
    page = rendered.folder / f"{name}.html"
    tree = html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    for path in (
        "//nav",
        "//script",
        "//summary",
        "//section[.//*[@class='downloads']]",
        "//*[@class='waiting']",
        "//svg",
        "//div[@id='citation']",
    ):
        for element in tree.xpath(path):
            element.drop_tree()
    for element in tree.xpath("//*[@class='synthetic' or @class='word']"):
        element.drop_tree()
    made = "".join(
        block.text + "".join(document.worded(cell) for row in block.rows for cell in row)
        for block in document.read(page)
        if block.kind != "figure"
    )
    shown = "".join("".join(part.itertext()) for part in tree.xpath("//main|//footer"))
    assert sorted(re.sub(r"[\s：（），■━▨┅□]", "", made)) == sorted(re.sub(r"[\s：（），■━▨┅□]", "", shown))
