import base64
import re

from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.publishing import page, payload
from ipanalytics.report.markup import Drawing
from tests.publishing.builders import BORDER, exhibit, notebook, plotly, shown


def test_borders_shared_by_two_maps_stand_once():
    html = page.make_page(notebook(plotly(), plotly()), footer="").html
    unpacked = payload.unpack(html)
    assert unpacked["arrays"] == [BORDER]
    assert [f["data"][0]["x"] for f in unpacked["figures"]] == [{"$array": 0}, {"$array": 0}]


@given(
    st.lists(st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), max_size=60), max_size=4)
)
def test_packing_loses_nothing(lists):
    arrays, numbers = [], {}
    shared = payload._share({"all": lists}, arrays, numbers)
    restored = [arrays[item["$array"]] if isinstance(item, dict) else item for item in shared["all"]]
    assert restored == lists


def test_what_figures_are_cited_with_stands_once_and_has_a_number():
    html = page.make_page(notebook(shown(exhibit(cited={"数值": ["某处", "某处"]}))), footer="").html
    assert payload.unpack(html)["cited"] == ["某处"]
    assert html.count('class="cited" data-cited="0"') == 2
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
