"""Pages in English."""

import base64
import csv
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from lxml import html

from ipanalytics.batch import render
from ipanalytics.batch.plan import jobs_for
from ipanalytics.cli import main
from ipanalytics.core import i18n
from ipanalytics.publishing import page as publishing_page
from ipanalytics.publishing import payload
from ipanalytics.records import filing
from ipanalytics.report.exhibits import EXHIBIT
from ipanalytics.report.sections.office import patent_quality
from tests.rooms.publishing.builders import notebook, output
from tests.rooms.report.english import unquoted

pytestmark = pytest.mark.slow
# What a script looks for, as a reader types it or chooses it; nobody sees it.
SEARCHED = ("data-search", "data-office")
PAGES = ("610000", "610800", "guanzhong", "tasks", "data_quality")


@pytest.fixture(scope="session")
def english_pages(tmp_path_factory):
    """Render a page of every kind in English, and the index of all areas."""
    out = tmp_path_factory.mktemp("english")
    with i18n.using("en"):
        jobs = [job for job in jobs_for([], as_of="2022-09", lang="en") if job.area in PAGES]
        outcomes = render.render(jobs, out, workers=2, tell=lambda _: None)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return out


def visible(element):
    """Yield the texts and the attributes of a page that aren't said to be Chinese, with where they stand."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    if not (element.get("lang") or "").startswith("zh"):
        yield from ((f"@{name}", value) for name, value in element.attrib.items() if name not in SEARCHED)
        yield element.tag, element.text or ""
        for child in element:
            yield from visible(child)
            yield element.tag, child.tail or ""


def chinese(found):
    return [(where, text.strip()) for where, text in found if i18n.HAN.search(text)]


@pytest.mark.parametrize("name", [*PAGES, "index"])
def test_english_pages_hold_no_other_chinese(english_pages, name):
    text = (english_pages / f"{name}.html").read_text(encoding="utf-8")
    page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    apart = payload.unpack(text)
    assert chinese(visible(page)) == []
    assert chinese(("citation", unquoted(words)) for words in apart["cited"]) == []
    assert chinese(("style", style.text) for style in page.iter("style")) == []
    assert page.get("lang") == "en"
    assert not {i18n.OPEN, i18n.CLOSE} & set(text)


@pytest.mark.parametrize("name", ["610000", "610800", "guanzhong"])
def test_english_pages_offer_english_files(english_pages, name):
    """Only where a figure stands stays as it is there: its cell, the address of its publication."""
    listed, book = payload.unpack((english_pages / f"{name}.html").read_text(encoding="utf-8"))["files"]
    rows = csv.DictReader(io.StringIO(listed["text"].removeprefix("\ufeff")))
    assert chinese((head, text) for row in rows for head, text in row.items() if head != "cell") == []
    sheets = openpyxl.load_workbook(io.BytesIO(base64.b64decode(book["base64"]))).worksheets
    columns = [column for sheet in sheets for column in sheet.iter_cols(values_only=True)]
    assert chinese((c[0], str(text)) for c in columns if c[0] not in ("cell", "url") for text in c) == []
    assert [sheet.title for sheet in sheets] == ["Progress", "Data", "Sources"]


def test_an_english_page_is_stamped_as_demonstration(english_pages):
    text = (english_pages / "610000.html").read_text(encoding="utf-8")
    assert '<span class="synthetic">demo data</span>' in text
    page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    assert {stamp.text_content() for stamp in page.iter("svg") if stamp.get("class") == "stamp"} == {"demo data"}


def test_where_a_figure_stands_is_quoted_in_a_box(english_pages, open_tab):
    """The words of a source are marked as Chinese there too."""
    page = open_tab((english_pages / "610000.html").as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("button.cited[title*='\u2068']:visible").first.click()
    box = page.locator("#citation")
    assert chinese([("box", box.locator("span[lang=zh-Hans]").first.inner_text())])
    rest = "() => [...document.querySelector('#citation').childNodes].filter(n => n.nodeType === 3).map(n => n.data)"
    assert chinese(("box", words) for words in page.evaluate(rest)) == []


WIDER = "() => [...document.querySelectorAll('th')].filter(h => h.scrollWidth > h.clientWidth).map(h => h.innerText)"


@pytest.mark.usefixtures("english")
def test_no_word_of_a_heading_leaves_its_column_on_a_telephone(open_tab, tmp_path):
    measures = {"filings": 50.0, "withdrawn": 0.2, "rejected": 0.1, "pending": 0.3, "granted_within_3": 0.4}
    rows = [["2022-12-31", "unit", "610100", "invention", name, value, 50, 0.0] for name, value in measures.items()]
    table = patent_quality.list_fates(pd.DataFrame(rows, columns=filing.COLUMNS), "unit")
    drawn = notebook(output({EXHIBIT: table.part()}))
    # Its prose has no English.
    del drawn.cells[0]
    (tmp_path / "quality.html").write_text(publishing_page.make_page(drawn, footer="").html, encoding="utf-8")
    tab = open_tab((tmp_path / "quality.html").as_uri(), 390)
    assert tab.locator("th").all_inner_texts()[:3] == ["Unit", "Filed", "Withdrawn"]
    assert tab.evaluate(WIDER) == []


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Render a unit and the tasks in both languages, the region in Chinese alone."""
    out = tmp_path_factory.mktemp("both")
    assert main.main(["render", "榆林", "tasks", "--lang", "zh,en", "--bundle", "--out", str(out)]) == 0
    assert main.main(["render", "陕北", "--out", str(out)]) == 0
    return out


def switch_of(tab):
    return tab.locator(".languages a:visible")


def ready(tab):
    tab.wait_for_selector("html[data-ready]", state="attached")
    return tab


@pytest.mark.parametrize("width", [1280, 1100, 390])
@pytest.mark.parametrize(("first", "there"), [("", ["English", "中文"]), ("en/", ["中文", "English"])])
def test_a_switch_leads_to_the_same_section_and_back(open_tab, both, width, first, there):
    tab = open_tab((both / first / "index.html").as_uri(), width, 844, offline=True)
    tab.locator("tr[data-area='610800'] a").click()
    section = ready(tab).locator("h2#part-5")
    section.evaluate("(place) => place.scrollIntoView()")
    for name in there:
        assert switch_of(tab).inner_text() == name
        switch_of(tab).click()
        tab.wait_for_url(f"**{'/en' if name == 'English' else both.as_uri()[7:]}/610800.html?beside=zh,en*#part-5")
        assert ready(tab).locator("html").get_attribute("lang") == {"English": "en", "中文": "zh-CN"}[name]
        assert 0 <= section.evaluate("(place) => place.getBoundingClientRect().top") < 100
    assert tab.faults == []


def test_a_switch_at_the_top_leads_to_the_top(open_tab, both):
    tab = ready(open_tab((both / "610800.html").as_uri() + "?beside=zh,en", 390, 844))
    switch_of(tab).click()
    tab.wait_for_url("**/en/610800.html?beside=zh,en")
    assert tab.evaluate("scrollY") == 0


def test_indexes_lead_to_each_other(open_tab, both):
    tab = open_tab((both / "index.html").as_uri())
    for name, lang in (("English", "en"), ("中文", "zh-CN")):
        assert switch_of(tab).inner_text() == name
        switch_of(tab).click()
        tab.wait_for_function("(lang) => document.documentElement.lang === lang", arg=lang)


def test_no_switch_leads_to_a_page_that_isnt_there(open_tab, both, tmp_path):
    """The region is there in Chinese alone; a page that is passed on alone leads nowhere."""
    tab = open_tab((both / "index.html").as_uri())
    tab.locator("tr[data-area='shaanbei'] a").click()
    ready(tab)
    assert "but=shaanbei" in tab.url
    assert switch_of(tab).count() == 0
    tab.locator("svg.province a[data-area='610800']").dispatch_event("click")
    tab.wait_for_url("**/610800.html?beside=zh,en*")
    assert switch_of(ready(tab)).count() == 1
    (tmp_path / "610800.html").write_bytes((both / "610800.html").read_bytes())
    for alone in (tmp_path / "610800.html", both / "610800.html"):
        tab.goto(alone.as_uri())
        assert switch_of(ready(tab)).count() == 0


def test_a_switch_is_not_printed_and_takes_no_line(open_tab, both):
    tab = open_tab((both / "610800.html").as_uri(), 390, 844)
    tops = []
    for query in ("", "?beside", "?beside=zh,en"):
        tab.goto((both / "610800.html").as_uri() + query)
        tops.append(ready(tab).locator("h1").bounding_box()["y"])
    assert switch_of(tab).count() == 1
    assert len(set(tops)) == 1
    tab.emulate_media(media="print")
    assert switch_of(tab).count() == 0
    tab.goto((both / "index.html").as_uri())
    assert switch_of(tab).count() == 0


def test_bundles_hold_what_their_switches_lead_to(open_tab, both):
    for folder in (both, both / "en"):
        with zipfile.ZipFile(folder / "all-reports.zip") as packed:
            names = ("610800.html", "en/610800.html", "en/index.html", "en/tasks.html", "index.html", "tasks.html")
            assert packed.namelist() == sorted(names)
            assert 'href="en/index.html"' in packed.read("index.html").decode()
    tab = open_tab((both / "all-reports.html").as_uri())
    inside = tab.frame_locator("#page")
    inside.locator("table.overview a").first.wait_for()
    assert inside.locator(".languages a:visible").count() == 0


def test_the_order_of_languages_changes_no_byte(both, tmp_path):
    for args in (["榆林", "tasks", "--lang", "en", "--out", str(tmp_path / "en")], ["榆林", "tasks", "陕北", "--out"]):
        assert main.main(["render", *args, *([] if args[-1] != "--out" else [str(tmp_path)])]) == 0
    names = [path.relative_to(both) for path in sorted(both.rglob("*.html")) if path.stem != "all-reports"]
    assert [(tmp_path / name).read_bytes() == (both / name).read_bytes() for name in names] == [True] * 7
