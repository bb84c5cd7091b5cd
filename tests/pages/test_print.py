"""Paper: what the printed pages look like, and what is refused before anything is printed."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pdfplumber
import pytest

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import payload
from ipanalytics.publishing.browser import PAPER, pictures, print_pdf
from ipanalytics.report.exhibits import Opening

pytestmark = pytest.mark.slow
PRINTED = ("610800", "data_quality")
MM = 72 / 25.4
WIDTHS = """() => [...document.querySelectorAll(".plot")].map((plot) => [plot.closest("figure").clientWidth,
  Math.round(plot.querySelector(".room > svg").getBoundingClientRect().width)])"""
FIGURES = """() => [...document.querySelectorAll("figure, tr, h2, h3")].map(
  (one) => [one.getBoundingClientRect().height, getComputedStyle(one).breakInside])"""


def write_page(path, drawn=0, inside=""):
    """Write a page without figures."""
    parts = payload.pack_parts([[Opening("空", "", "", ()).part()]], "")
    script = f'<script type="application/octet-stream" id="parts">{parts}</script>'
    html = f'<!DOCTYPE html><html data-drawn="{drawn}"><title>空</title><h1>空</h1>{inside}{script}</html>'
    path.write_text(html, encoding="utf-8")


@pytest.fixture(scope="module")
def pdfs(browser, rendered, tmp_path_factory):
    """Print two pages once; return the opened files by name."""
    folder = tmp_path_factory.mktemp("printed")
    for name in PRINTED:
        (folder / f"{name}.html").write_bytes((rendered.folder / f"{name}.html").read_bytes())
    made = print_pdf([folder / f"{name}.html" for name in PRINTED], workers=2)
    opened = {path.stem: pdfplumber.open(path) for path in made}
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture(scope="module")
def texts(pdfs):
    return {name: [page.extract_text() for page in pdf.pages] for name, pdf in pdfs.items()}


@pytest.fixture(scope="module")
def on_paper(open_tab, rendered):
    """Return a function that opens a page as print_pdf does, once for all tests."""
    tabs = {}

    def open_page(name, media="print", width=PAPER["width"]):
        if (name, media, width) not in tabs:
            address = (rendered.folder / f"{name}.html").as_uri()
            tab = tabs[name, media, width] = open_tab(address, width, PAPER["height"])
            tab.emulate_media(media=media)
            tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        return tabs[name, media, width]

    return open_page


@pytest.mark.parametrize("name", PRINTED)
def test_paper_is_a4(pdfs, name):
    assert {(round(page.width / MM), round(page.height / MM)) for page in pdfs[name].pages} == {(210, 297)}


def test_chinese_can_be_searched_and_copied(texts):
    whole = "".join(texts["610800"])
    assert "榆林市知识产权发展报告" in whole
    assert "最大短板" in whole
    assert "数据质量" in texts["data_quality"][0]


@pytest.mark.parametrize("name", PRINTED)
def test_every_page_has_its_title_and_its_number(pdfs, name):
    title = {"610800": "榆林市知识产权发展报告（演示数据）", "data_quality": "数据质量（演示数据）"}[name]
    pages = pdfs[name].pages
    for number, page in enumerate(pages, start=1):
        assert page.crop((0, 0, page.width, 14 * MM)).extract_text() == title
        foot = page.crop((0, page.height - 14 * MM, page.width, page.height)).extract_text()
        assert foot == f"第 {number} 页 / 共 {len(pages)} 页"


@pytest.mark.parametrize(("name", "least", "most"), [("610800", 3, 8), ("data_quality", 4, 10)])
def test_number_of_pages_is_sane(pdfs, name, least, most):
    assert least <= len(pdfs[name].pages) <= most


@pytest.mark.parametrize("name", PRINTED)
def test_no_page_is_empty(texts, name):
    assert all(len(text) > 60 for text in texts[name])


@pytest.mark.parametrize("name", PRINTED)
def test_nothing_is_cut_on_the_right_and_nothing_shrunk(pdfs, name):
    chars = [char for page in pdfs[name].pages for char in page.chars if char["text"].strip()]
    assert max(char["x1"] for char in chars) <= (210 - 13) * MM
    assert min(char["x0"] for char in chars) >= 13 * MM
    heads = [char["size"] for char in pdfs[name].pages[0].chars if char["text"] in "榆林市数据质量"]
    assert max(heads) == pytest.approx(20, abs=0.3)


def test_charts_are_vectors(pdfs):
    assert sum(len(page.images) for page in pdfs["610800"].pages) == 0
    assert sum(len(page.curves) for page in pdfs["610800"].pages) > 200


def test_heads_of_a_table_repeat_on_each_page(texts):
    assert sum("出版物" in text and "涉及年份" in text for text in texts["data_quality"]) >= 2


def test_demonstration_marks_are_printed(texts):
    assert "".join(texts["610800"]).count("演示数据") > len(texts["610800"])


def test_downloads_and_navigation_are_not_printed(texts):
    whole = "".join(texts["610800"])
    assert "下载数据" not in whole
    assert "全部报告" not in whole


def test_addresses_of_sources_are_printed(texts):
    assert "https://" in "".join(texts["610800"])


@pytest.mark.parametrize("name", ["610000", "610800", "tasks", "data_quality"])
def test_nothing_is_wider_than_the_paper(on_paper, name):
    assert on_paper(name).evaluate("() => document.documentElement.scrollWidth") == PAPER["width"]


@pytest.mark.parametrize("name", ["610000", "data_quality"])
def test_figures_rows_and_headings_fit_a_page_and_are_not_cut(on_paper, name):
    boxes = on_paper(name).evaluate(FIGURES)
    assert boxes
    assert {inside for _, inside in boxes} == {"avoid"}
    assert max(height for height, _ in boxes) <= PAPER["height"] - 100


@pytest.mark.parametrize("width", [390, 1280])
def test_charts_take_the_papers_width_when_a_reader_prints(on_paper, width):
    tab = on_paper("610800", media="screen", width=width)
    shown = tab.evaluate(WIDTHS)
    tab.emulate_media(media="print")
    printed = tab.evaluate(WIDTHS)
    assert all(drawn <= place for place, drawn in printed)
    assert max(place for place, _ in printed) <= max(PAPER["width"], width)
    assert tab.locator("details:has([id^='source-'])").first.get_attribute("open") is not None
    assert tab.locator("details.data[open]").count() == 0
    tab.evaluate("() => dispatchEvent(new Event('afterprint'))")
    tab.emulate_media(media="screen")
    assert tab.evaluate(WIDTHS) == shown != printed
    assert tab.locator("details[open]").count() == 0


def test_a_page_whose_figures_were_not_drawn_is_named_and_others_are_printed(browser, tmp_path):
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    write_page(good)
    write_page(bad, "failed")
    with pytest.raises(ReportError, match=r"bad\.html: its figures were not drawn"):
        print_pdf([bad, good])
    assert good.with_suffix(".pdf").is_file()
    assert not bad.with_suffix(".pdf").exists()


def test_printing_asks_nothing_of_the_network(browser, tmp_path):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = tmp_path / "page.html"
        address = f"http://127.0.0.1:{server.server_port}/secret"
        write_page(page, inside=f'<img src="{address}"><script>fetch("{address}")</script>')
        print_pdf([page])
        server.shutdown()
    assert asked == []


def test_pictures_are_the_figures_that_are_shown(browser, rendered):
    found = pictures(rendered.folder / "610403.html")
    (count,) = {entry["figures"] for entry in rendered.manifest()["reports"] if entry["area"] == "610403"}
    assert 0 < len(found) < count, "what is folded has no picture"
    assert {picture[:8] for picture in found} == {b"\x89PNG\r\n\x1a\n"}
    assert min(int.from_bytes(picture[16:20]) for picture in found) > 600
