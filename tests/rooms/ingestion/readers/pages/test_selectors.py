import pytest
from lxml import etree

from ipanalytics.ingestion.readers.pages import selectors

TABLE = etree.fromstring(
    "<body><table class='t wide' id='one'><tr class='head'><th>a</th><th class='key'>b</th><th>c</th></tr>"
    "<tr><td>1</td><td class='key' data-sort='2'>2</td><td>3</td></tr></table></body>"
)


def selected(text):
    index = selectors.index([text])
    return [node.text for node in TABLE.iter("td", "th") if selectors.is_selected(node, index)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (".key", ["b", "2"]),
        ("td.key", ["2"]),
        ("TD.key", ["2"]),
        ("table .key", ["b", "2"]),
        (".t > tr > .key", ["b", "2"]),
        ("#one td:nth-child(2)", ["2"]),
        (".t.wide tr:nth-child(even) td", ["1", "2", "3"]),
        ("td:first-child + td", ["2"]),
        ("td:first-child ~ td", ["2", "3"]),
        ("td:last-child", ["3"]),
        ("[data-sort]", ["2"]),
        ("td[data-sort='2']", ["2"]),
        ("*.key", ["b", "2"]),
        (".head td", []),
        (".other .key", []),
        # What isn't known selects nothing.
        (".key:hover", []),
        (".key::before", []),
        (".key:not(td)", []),
        ("td:nth-child(x)", []),
        ("@font-face", []),
        ("", []),
    ],
)
def test_a_selector_selects_what_a_browser_does(text, cells):
    assert selected(text) == cells
