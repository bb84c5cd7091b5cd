import base64
import re
from hashlib import sha256

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import index, page, payload
from ipanalytics.report.exhibits import FACTS, PLOTLY

BORDER = [float(n) for n in range(100)]


def figure(alt="一张图", x=BORDER):
    return {"data": [{"type": "scatter", "x": x, "y": [1, 2]}], "layout": {"height": 300, "meta": {"alt": alt}}}


def output(kind="display_data", **data):
    return nbformat.v4.new_output(kind, data={key.replace("__", "/"): value for key, value in data.items()})


def notebook(*outputs, opening=True):
    made = nbformat.v4.new_notebook()
    first = nbformat.v4.new_output("display_data", data={"text/html": "<h1>题</h1>"})
    first["metadata"][FACTS] = {"title": "题", "subtitle": "", "lead": "一句话。"}
    shown = [first, *outputs] if opening else list(outputs)
    made.cells = [
        nbformat.v4.new_markdown_cell("## 一节\n\n正文"),
        nbformat.v4.new_code_cell("secret_code()", outputs=shown),
    ]
    return made


def plotly(**given):
    return nbformat.v4.new_output("display_data", data={PLOTLY: figure(**given), "text/plain": "图"})


def test_code_and_stderr_are_hidden_and_prose_is_not():
    stderr = nbformat.v4.new_output("stream", name="stderr", text="a warning")
    html = page.make_page(notebook(stderr), footer="脚注").html
    assert "secret_code" not in html
    assert "a warning" not in html
    assert "<h2" in html
    assert "正文" in html
    assert "脚注" in html


def test_printed_text_is_shown():
    stdout = nbformat.v4.new_output("stream", name="stdout", text="<printed>")
    assert "&lt;printed&gt;" in page.make_page(notebook(stdout), footer="").html


def test_plotly_stands_once_however_many_figures_there_are():
    one = page.make_page(notebook(plotly()), footer="")
    five = page.make_page(notebook(*[plotly() for _ in range(5)]), footer="")
    assert (one.figures, five.figures) == (1, 5)
    assert len(five.html) - len(one.html) < 3000
    assert five.html.count('id="payload"') == 1


def test_a_page_without_figures_carries_no_plotly():
    assert len(page.make_page(notebook(), footer="").html) < 20_000


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


def test_same_notebook_same_bytes():
    assert page.make_page(notebook(plotly()), footer="").html == page.make_page(notebook(plotly()), footer="").html


def test_page_is_chinese_and_closed_to_the_network():
    html = page.make_page(notebook(plotly()), footer="").html
    assert '<html lang="zh-CN">' in html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert policy == (
        "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data: blob:"
    )


def test_text_alternative_is_on_the_figure():
    assert 'aria-label="地图：榆林&lt;1&gt;"' in page.make_page(notebook(plotly(alt="地图：榆林<1>")), footer="").html


def test_notebook_is_left_as_it_was():
    made = notebook(plotly())
    before = nbformat.writes(made)
    page.make_page(made, footer="")
    assert nbformat.writes(made) == before


def test_every_fault_is_listed():
    failed = nbformat.v4.new_output("error", ename="ValueError", evalue="broken", traceback=[])
    with pytest.raises(ReportError) as refusal:
        page.make_page(notebook(failed, plotly(alt="")), footer="")
    assert "cell 2 failed: ValueError: broken" in str(refusal.value)
    assert "figure 1 has no text alternative" in str(refusal.value)


def test_without_an_opening_nothing_is_published():
    with pytest.raises(ReportError, match="0 openings"):
        page.make_page(notebook(opening=False), footer="")


def test_a_page_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(page, "LIMIT", 1000)
    with pytest.raises(ReportError, match="more than 1,000"):
        page.make_page(notebook(), footer="")


def test_the_policy_of_the_index_names_its_script():
    html = page.make_index(index.view([]), footer="脚注<1>")
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)[1]
    assert f"script-src 'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}';" in html
    assert "<footer><p>脚注&lt;1&gt;</p></footer>" in html
