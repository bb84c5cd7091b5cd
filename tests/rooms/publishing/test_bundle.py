"""All pages in one file: nothing is lost, the same files give the same bytes."""

import io
import re
import zipfile

import pytest

from ipanalytics.core import files
from ipanalytics.publishing import bundle

PAGES = {"index.html": "全部报告", "610800.html": "榆林市"}


@pytest.fixture
def pages(tmp_path):
    for name, words in PAGES.items():
        (tmp_path / name).write_text(f"<title>{words}</title><a href='610800.html'>{words}</a>", encoding="utf-8")
    return {tmp_path / name: words for name, words in PAGES.items()}


def test_a_zip_holds_every_file_as_it_is(pages, tmp_path):
    packed = bundle.zipped(pages, tmp_path)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == {p.name: p.read_bytes() for p in pages}
    assert packed == bundle.zipped(reversed(list(pages)), tmp_path)


def test_the_single_page_holds_every_page_and_names_it(pages):
    html = bundle.single(pages, title="全部")
    held = dict(re.findall(r'data-file="([^"]+)">([^<]+)<', html))
    assert {name: files.unpacked(text) for name, text in held.items()} == {
        path.name: path.read_text(encoding="utf-8") for path in pages
    }
    assert re.findall(r'<option value="([^"]+)">([^<]+)<', html) == list(PAGES.items())
    assert "default-src 'none'" in html
