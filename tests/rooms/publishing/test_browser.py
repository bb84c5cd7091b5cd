import re
import struct
import zlib
from contextlib import contextmanager

import pytest

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import browser
from ipanalytics.publishing.browser import VARIABLE, require


def test_a_named_browser_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv(VARIABLE, "netscape-4")
    with pytest.raises(ReportError, match=r"\$IPANALYTICS_BROWSER is 'netscape-4'"):
        require()


def test_missing_playwright_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(browser, "find_spec", lambda _: None)
    with pytest.raises(ReportError, match=r"playwright is not installed.*\.\[print\]"):
        require()


@pytest.fixture
def started(monkeypatch):
    """Return a list of the browsers that were started."""
    browsers = []
    start = browser._started

    @contextmanager
    def noted():
        with start() as made:
            browsers.append(made)
            yield made

    monkeypatch.setattr(browser, "_started", noted)
    return browsers


@pytest.fixture
def pages(tmp_path):
    """Write three pages without figures; the second says that one is missing."""
    paths = [tmp_path / f"{name}.html" for name in "abc"]
    for path in paths:
        plot = '<p class="plot"></p>' if path.stem == "b" else ""
        path.write_text(f'<!doctype html><html data-drawn="0"><title>{path.stem}</title>{plot}', encoding="utf-8")
    return paths


@pytest.mark.skipif(not browser.is_there(), reason="no browser to take a picture with")
def test_one_browser_takes_all_pictures_and_a_faulty_page_costs_only_its_own(pages, started):
    with pytest.raises(
        ReportError, match=r"(?s)1 page.s. could not be pictured.*b\.html: its figures were not drawn: 0 of 1"
    ):
        browser.picture_whole(pages)
    assert len(started) == 1
    taken = sorted(pages[0].parent.glob("*.png"))
    assert [path.stem for path in taken] == ["a", "c"]
    assert {struct.unpack(">I", path.read_bytes()[16:20])[0] for path in taken} == {1080}


@pytest.mark.skipif(not browser.is_there(), reason="no browser to take a picture with")
def test_where_a_browser_ends_another_takes_the_other_pictures(pages, started):
    def work(tab, page):
        if page.stem == "a":
            tab.context.browser.close()
        return tab.title()

    visited = browser._visited([pages[0], pages[2]], work, browser.SCREEN)
    assert "the browser failed" in str(visited[pages[0]])
    assert (visited[pages[2]], len(started)) == ("c", 2)


TABLE = "2 beginbfrange\n<0001> <0002> <2F00>\n<0003> <0003> <4E8C>\nendbfrange\n<0004> <2F08>\n"


def as_printed(table):
    """Return what counts here of a PDF of Chromium: a font that names its table of shapes, and where objects are."""
    packed = zlib.compress(table.encode())
    font = b"%PDF-1.4\n3 0 obj\n<</ToUnicode 5 0 R>>\nendobj"
    shapes = b"\n5 0 obj\n<</Filter /FlateDecode\n/Length %d>> stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    start = len(font) + len(shapes)
    return font + shapes + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6>>\nstartxref\n%d\n%%%%EOF\n" % start


def test_radicals_become_the_characters_that_people_type():
    printed = as_printed(TABLE)
    mended = browser.searchable(printed)
    assert mended.startswith(printed)
    added = mended[len(printed) :]
    place = re.match(rb"5 0 obj\n<</Filter /FlateDecode\n/Length (\d+)>> stream\n", added)
    table = zlib.decompress(added[place.end() : place.end() + int(place[1])]).decode()
    assert table == TABLE.replace("<2F00>", "[<4E00><4E28>]").replace("<2F08>", "<4EBA>")


def test_the_added_table_of_objects_says_where_the_new_one_stands():
    printed = as_printed(TABLE)
    mended = browser.searchable(printed)
    [place] = re.findall(rb"xref\n5 1\n(\d{10}) 00000 n", mended)
    assert int(place) == len(printed)
    assert re.findall(rb"startxref\n(\d+)\n%%EOF\n$", mended) == [b"%d" % mended.rindex(b"xref\n5 1")]
    assert b"/Prev %d>>" % printed.rindex(b"xref\n0 1") in mended


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 compressed", as_printed("<0001> <0001> <4E8C>\n")])
def test_what_needs_no_mending_stays_as_it_is(pdf):
    assert browser.searchable(pdf) == pdf
