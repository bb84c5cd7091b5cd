import base64
import re
from hashlib import sha256

import nbformat
import pytest

from ipanalytics.core.errors import ReportError
from ipanalytics.publishing import index, page, payload
from ipanalytics.report.exhibits import PLOTLY, Section
from tests.rooms.publishing.builders import exhibit, figure, notebook, output, plotly, shown


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


def test_figures_are_drawn_and_counted_without_a_script():
    made = page.make_page(notebook(plotly(), plotly()), footer="")
    assert made.figures == 2
    assert '<html lang="zh-CN" data-drawn="2">' in made.html
    assert made.html.count("<polyline") == 2
    assert "Plotly" not in made.html


def test_a_page_without_figures_is_small():
    """What isn't its parts are the styles and the script, a third of which writes files that one takes away."""
    made = page.make_page(notebook(), footer="").html
    assert len(made) < 69_000
    assert "sortBy" not in made


def test_a_page_with_a_table_has_the_script_that_sorts_its_rows():
    assert "sortBy" in page.make_page(notebook(shown(exhibit())), footer="").html


def test_same_notebook_same_bytes():
    assert page.make_page(notebook(plotly()), footer="").html == page.make_page(notebook(plotly()), footer="").html


def test_page_is_chinese_and_closed_to_the_network():
    html = page.make_page(notebook(plotly()), footer="").html
    assert '<html lang="zh-CN" ' in html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert policy == "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


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


def test_a_figure_that_cannot_be_drawn_is_named():
    pie = output({PLOTLY: {"data": [{"type": "pie"}], "layout": {"meta": {"alt": "饼图"}}}})
    with pytest.raises(ReportError, match="figure 2: traces of type pie can't be drawn"):
        page.make_page(notebook(plotly(), pie), footer="")


def test_without_an_opening_nothing_is_published():
    with pytest.raises(ReportError, match="0 openings"):
        page.make_page(notebook(opening=False), footer="")


def test_a_page_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(page, "LIMIT", 1000)
    with pytest.raises(ReportError, match="more than 1,000"):
        page.make_page(notebook(), footer="")


def test_html_that_jupyterlab_shows_is_no_part_of_a_page():
    rest = output({"text/html": "<b>JupyterLab</b>"})
    html = page.make_page(notebook(shown(exhibit()), plotly(), rest), footer="").html
    assert "JupyterLab" not in html
    assert html.index("发现</h3>") < html.index('id="plot-0"') < html.index("<table>")


def test_figures_side_by_side_stand_in_one_box():
    panels = []
    for alt in ("一", "二"):
        panels.append(figure(alt))
        panels[-1]["layout"]["meta"]["panel"] = "small"
    html = page.make_page(notebook(shown(exhibit()), *(output({PLOTLY: panel}) for panel in panels)), footer="").html
    (inside,) = re.findall(r'<div class="panels small">(.*?)</figure></div>', html, re.DOTALL)
    assert inside.count("<figure>") == 2


def test_contents_lead_to_sections_and_to_exhibits_with_an_anchor():
    outputs = [shown(Section("节<1>", prose="句")), shown(exhibit(anchor="target-T1", short="短")), shown(exhibit())]
    html = page.make_page(notebook(*outputs), footer="").html
    contents = re.search(r"<nav class=\"contents\".*?</nav>", html, re.DOTALL)[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', contents) == [
        ("part-1", "一节"), ("part-2", "节&lt;1&gt;"), ("target-T1", "短"),
    ]  # fmt: skip
    assert all(f'id="{id_}"' in html for id_ in ("part-1", "part-2", "target-T1"))


def test_a_page_keeps_its_parts_for_other_files():
    html = page.make_page(notebook(shown(exhibit())), footer="脚注").html
    kept = payload.unpack_parts(html)
    assert [[part["kind"] for part in cell] for cell in kept["cells"]] == [["section"], ["opening", "exhibit"]]
    assert kept["footer"] == "脚注"


def test_prose_has_bold_words_links_and_paragraphs():
    html = page.make_page(notebook(shown(Section("", prose="**重**要\n\n见[甲](a.html)<i>"))), footer="").html
    assert "<p><strong>重</strong>要</p>" in html
    assert '<p>见<a data-page="a.html">甲</a>&lt;i&gt;</p>' in html


def test_prose_has_lists():
    html = page.make_page(notebook(shown(Section("", prose="句\n\n- **甲**\n- 乙\n\n1. 丙\n2. 丁"))), footer="").html
    assert "<ul><li><strong>甲</strong></li><li>乙</li></ul>" in html
    assert "<ol><li>丙</li><li>丁</li></ol>" in html


def test_the_policy_of_the_index_names_its_script():
    html = index.make_index([], [], footer="脚注<1>")
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)[1]
    assert f"script-src 'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}';" in html
    assert "<footer><p>脚注&lt;1&gt;</p></footer>" in html


def test_nothing_is_written_before_blocks_and_gaps_between_words_stay():
    html = page.make_page(notebook(shown(exhibit()), plotly()), footer="").html
    body = html.partition("<body>")[2].partition('<script type="application')[0]
    assert not re.search(r">\s+</?(div|section|p|table|tr|td|g|rect|polyline)\b", body)
    assert page.GAP.sub("", "<li>\n<b>a</b>\n<i>b</i>\n</li>\n<li>") == "<li>\n<b>a</b>\n<i>b</i></li><li>"
