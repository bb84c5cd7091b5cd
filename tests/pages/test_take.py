"""What one takes away from a page: its data as CSV and .xlsx, its picture as SVG and PNG, a link."""

import csv
import io
import re

import openpyxl
import pandas as pd
import pytest
from lxml import etree, html

from ipanalytics.core import i18n
from ipanalytics.publishing import bundle, page
from tests.rooms.publishing.builders import exhibit, notebook, plotly, shown

pytestmark = pytest.mark.slow

READY = "html[data-ready]"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["=1+1", "+cmd|' /C calc'!A1", "-2+3", "@SUM(A1)", 'a "b", <c>&', "−1.5%", "13,130件", "", "无数据"]
TABLE = pd.DataFrame(
    {
        "单元": ["西安", "榆林", "韩城", "关中", "某地", "延安", "铜川", "宝鸡", "咸阳"], "说明": HOSTILE,
        "数值": ["13,130件", "6.93件/万人", "−1.5%", "+13分", "0件", "无数据", "–", "1,000家", "2项（份额）"],
        "序时": ["74.8%", "100%", "0%", "–", "33.3%", "1%", "2%", "3%", "4%"],
        "年份": [str(2014 + n) for n in range(9)],
    }
)  # fmt: skip


class Taken:
    """A page, and the files that its menus give."""

    def __init__(self, tab, folder):
        self.tab, self.folder = tab, folder

    def open(self, id_):
        self.tab.evaluate(OPENED, id_)
        return self.tab.locator("#take")

    def take(self, id_, label):
        self.open(id_)
        with self.tab.expect_download() as given:
            self.tab.locator("#take button", has_text=re.compile(f"^{re.escape(label)}")).first.click()
        path = self.folder / given.value.suggested_filename
        given.value.save_as(path)
        return path


# The button that belongs to a heading is the next one.
OPENED = """id => {
  const heading = document.getElementById(id);
  for (let fold = heading; fold; fold = fold.parentElement) if (fold.tagName === "DETAILS") fold.open = true;
  const own = [...document.querySelectorAll("button.take")].find(one => heading.compareDocumentPosition(one) & 4);
  own.scrollIntoView({ block: "center" });
  own.click();
}"""


@pytest.fixture(scope="module")
def visit(browser, tmp_path_factory):
    """Return a function that opens a file at a width, without network; faults of the page are kept."""
    folder, contexts = tmp_path_factory.mktemp("taken"), {}

    def begin(path, width=1280, fragment=""):
        if (path, width) not in contexts:
            contexts[path, width] = browser.new_context(
                viewport={"width": width, "height": 900}, offline=True, accept_downloads=True
            )
        tab = contexts[path, width].new_page()
        tab.set_default_timeout(10_000)
        tab.faults = []
        tab.on("console", lambda m: tab.faults.append(m.text) if m.type in ("error", "warning") else None)
        tab.on("pageerror", lambda fault: tab.faults.append(str(fault)))
        tab.goto(path.as_uri() + fragment)
        if fragment == "" or "bundle" not in path.name:
            tab.wait_for_selector(READY, state="attached")
        return Taken(tab, folder)

    yield begin
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Write a page of one table with all that may stand in a cell, and a chart."""
    made = exhibit("每格都有", note="注。", cited={}, more=(TABLE.head(2),))
    made = type(made)(made.title, TABLE, made.evidence, note=made.note, more=made.more, cited={"序时": ["某表!A1"] * 9})
    path = tmp_path_factory.mktemp("own") / "own.html"
    path.write_text(page.make_page(notebook(shown(made), plotly()), footer="边界数据。").html, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def province(visit, rendered):
    return visit(rendered.folder / "610000.html")


def rows_of(path):
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


WANTED = {
    "单元代码": ["610100", "610800", "610581", "guanzhong", "", "610600", "610200", "610300", "610400"],
    "单元": list(TABLE["单元"]), "说明": HOSTILE,
    "数值": [13130, 6.93, -1.5, 13, 0, "无数据", "–", 1000, 2],
    "数值的单位": ["件", "件/万人", "%", "分", "件", "", "", "家", "项"],
    "数值的说明": [*[""] * 8, "份额"],
    "序时（%）": [74.8, 100, 0, "–", 33.3, 1, 2, 3, 4], "序时的出处": ["某表!A1"] * 9,
    "年份": list(range(2014, 2023)),
}  # fmt: skip


def test_in_a_workbook_numbers_are_numbers_and_no_text_is_a_formula(visit, own):
    path = visit(own).take("exhibit-gi-new", "Excel")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["数据", "数据2", "说明"]
    heads, *rows = book["数据"].iter_rows()
    found = {head.value: ["" if row[n].value is None else row[n].value for row in rows]
             for n, head in enumerate(heads)}  # fmt: skip
    assert found == WANTED
    assert {cell.data_type for row in rows for cell in row} <= {"n", "s", "inlineStr"}
    about = dict(book["说明"].iter_rows(values_only=True))
    assert about["标题"] == "每格都有"
    assert about["链接"].endswith("/own.html#exhibit-gi-new")


def test_csv_has_the_mark_codes_beside_names_and_no_formula(visit, own):
    path = visit(own).take("exhibit-gi-new", "CSV（单元）")
    heads, *rows = rows_of(path)
    assert path.name == "own-exhibit-gi-new-1.csv"
    assert heads == list(WANTED)
    wanted = [[f"'{cell}" if str(cell) in HOSTILE[:4] else str(cell) for cell in column] for column in WANTED.values()]
    assert [list(column) for column in zip(*rows, strict=True)] == wanted


def test_each_chart_map_and_table_of_a_page_has_a_menu_and_an_id(province, rendered):
    tree = html.parse(str(rendered.folder / "610000.html")).getroot()
    ids = [heading.get("id") for heading in tree.iter("h3")]
    assert len(set(ids)) == len(ids)
    assert None not in ids
    for drawn in tree.xpath("//figure | //svg[@class='province' or @class='by-county'] | //table"):
        assert drawn.xpath("following::button[@class='take']") or drawn.xpath("ancestor::*[@class='appendix']")
    assert {"lead-map", "lights", "heat", "aim-T01", "background-patent-grants"} <= set(ids)
    # All but the one that offers the page's own files.
    assert province.tab.locator("button.take").count() == len(ids) - 1


def test_ids_are_the_same_in_english():
    made = notebook(shown(exhibit()))
    del made.cells[0]
    with i18n.using("en"):
        english = page.make_page(made, footer="").html
    assert 'id="exhibit-gi-new"' in english
    assert "Download and link" in english


@pytest.mark.parametrize("id_", ["lead-map", "aim-T12", "heat", "compared", "counties-trademarks-in-force"])
def test_a_picture_stands_alone_with_title_source_and_mark(province, id_):
    tree = etree.parse(province.take(id_, "SVG")).getroot()
    texts = ["".join(one.itertext()) for one in tree.iter(f"{SVG}text")]
    title = province.tab.locator(f"#{id_}").inner_text().replace("\n", " ")
    assert "".join(texts[:4]).replace(" ", "").startswith(title.split(" ")[0][:8])
    assert "演示数据" in texts
    assert any(text.startswith("来源：") for text in texts)
    has_borders = id_ not in ("heat", "compared")
    assert any("仅供示意" in text for text in texts) == has_borders
    assert not any(re.fullmatch(r"\[\d+\]", text) for text in texts)
    # Nothing is looked for outside: what is used stands in the file, and colours are written out.
    whole = etree.tostring(tree, encoding="unicode")
    used = {*re.findall(r'href="#([^"]+)"', whole), *re.findall(r"url\(#([^)]+)\)", whole)}
    assert used <= set(tree.xpath("//@id"))
    assert not re.findall(r"var\(|https?://(?!www.w3.org)|<foreignObject|class=", whole)
    assert tree[1].get("fill") == "#ffffff"


def test_a_picture_is_as_large_on_a_telephone_and_drawn_as_png(visit, rendered, province):
    wide = province.take("aim-T12", "PNG").read_bytes()
    narrow = visit(rendered.folder / "610000.html", width=390).take("aim-T12", "PNG").read_bytes()
    sizes = [(int.from_bytes(one[16:20], "big"), int.from_bytes(one[20:24], "big")) for one in (wide, narrow)]
    assert wide[:8] == b"\x89PNG\r\n\x1a\n"
    assert sizes[0] == sizes[1]
    assert sizes[0][0] == 1800


def test_the_table_of_a_page_says_where_figures_stand_and_that_they_are_demonstration(province):
    heads, *rows = rows_of(province.take("lights", "CSV"))
    by_head = [dict(zip(heads, row, strict=True)) for row in rows]
    (one,) = (row for row in by_head if row["指标代码"] == "navigation_projects")
    assert (one["数值"], one["数值的单位"], one["状态"], one["性质"]) == ("18", "项", "未完成", "演示数据")
    assert "bulletin_2022-12.xlsx" in one["数值的出处"]


def test_the_menu_opens_and_closes_by_keyboard_and_links_to_the_chart(province):
    tab = province.tab
    province.open("aim-T01")
    assert tab.evaluate("() => document.activeElement.closest('#take') !== null")
    assert tab.locator("button.take[aria-expanded=true]").count() == 1
    link = tab.locator("#take a")
    assert link.get_attribute("href") == "#aim-T01"
    tab.keyboard.press("Escape")
    assert not tab.locator("#take").is_visible()
    tab.wait_for_selector("button.take[aria-expanded=true]", state="detached")
    assert tab.evaluate("() => document.activeElement.className") == "take"
    assert tab.faults == []


def test_without_a_script_and_on_paper_there_is_no_menu(browser, own, visit):
    still = browser.new_context(java_script_enabled=False).new_page()
    still.goto(own.as_uri())
    assert not still.locator("button.take").first.is_visible()
    still.context.close()
    printed = visit(own).tab
    printed.emulate_media(media="print")
    assert not printed.locator("button.take").first.is_visible()


def test_a_link_to_a_chart_leads_into_the_one_file_of_all_pages(visit, rendered, tmp_path):
    pages = {rendered.folder / f"{name}.html": name for name in ("tasks", "610403")}
    whole = tmp_path / "bundle.html"
    whole.write_text(bundle.single(pages, title="全部"), encoding="utf-8")
    tab = visit(whole, fragment="#610403.html/aim-T07").tab
    inside = tab.frame_locator("#page")
    inside.locator(READY).wait_for(state="attached")
    assert tab.locator("#choice").input_value() == "610403.html"
    assert inside.locator("#aim-T07").bounding_box()["y"] < 900
    assert tab.faults == []
