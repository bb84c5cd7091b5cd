import base64
import re

from ipanalytics.publishing import page, payload
from ipanalytics.report.markup import Drawing
from tests.rooms.publishing.builders import exhibit, notebook, outlined, shown


def test_borders_shared_by_two_maps_stand_once():
    html = page.make_page(notebook(outlined(), outlined()), footer="").html
    (path,) = re.findall(r'<path id="(\w+)"', html)
    assert html.count(f'href="#{path}"') == 2


def test_what_a_mark_says_stands_packed_and_has_a_number():
    html = page.make_page(notebook(outlined(), outlined()), footer="").html
    assert payload.unpack(html)["cited"] == ["榆林：1件"]
    assert html.count('data-words="1"') == 2
    assert "榆林：1件" not in html


def test_what_figures_are_cited_with_stands_once_and_has_a_number():
    html = page.make_page(notebook(shown(exhibit(cited={"数值": ["某处", "某处"]}))), footer="").html
    assert payload.unpack(html)["cited"] == ["某处"]
    assert html.count('class="cited" data-cited="1"') == 2
    assert "某处" not in html


def test_files_stand_packed_and_are_numbered():
    files = [
        {"name": "a.csv", "type": "text/csv", "size": "", "content": base64.b64encode("甲".encode()).decode()},
        {"name": "a.xlsx", "type": "x/y", "size": "", "content": "AAA="},
    ]
    offered = exhibit(drawing=Drawing("downloads.html.j2", {"files": files}))
    html = page.make_page(notebook(shown(offered)), footer="").html
    assert re.findall(r'download="([^"]+)" data-file="(\d)"', html) == [("a.csv", "0"), ("a.xlsx", "1")]
    assert payload.unpack(html)["files"] == [{"type": "text/csv", "text": "甲"}, {"type": "x/y", "base64": "AAA="}]
