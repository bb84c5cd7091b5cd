import dataclasses
import json
import re

import pandas as pd
import pytest

import ipanalytics as ip
from ipanalytics.catalogue import settings
from ipanalytics.observations import table
from ipanalytics.report import exhibits, markup, style, wording

ROW = ["610800", "gi_products", "2021", 15.0, "件", "cnipa_2022_c3", "final", "正文"]


DRAWING = markup.Drawing("quoted.html.j2", {"parts": ["画"]})


def evidence(*statuses, source="cnipa_2022_c3"):
    rows = [[*ROW[:2], str(2015 + n), *ROW[3:5], source, status, "正文"] for n, status in enumerate(statuses)]
    return pd.DataFrame(rows, columns=table.COLUMNS)


def exhibit(*statuses):
    return exhibits.Exhibit("标题", pd.DataFrame({"年份": ["2021"], "件": ["15"]}), evidence(*statuses))


def html_of(thing):
    return ip.part_html(thing.part(), is_styled=False)


def html_of_table(cells):
    return html_of(exhibits.Exhibit("题", pd.DataFrame(cells), evidence("final")))


def test_one_synthetic_figure_marks_the_exhibit():
    assert "演示数据" in html_of(exhibit("final", "synthetic"))


def test_real_figures_carry_no_mark():
    assert "演示数据" not in html_of(exhibit("final", "derived"))


def test_synthetic_figure_is_stamped_in_the_figure_itself():
    made = style.figure([{"type": "bar", "x": [1], "y": [2]}], height=100, alt="x")
    stamped = style.plain(made, is_synthetic=True)
    assert [note["text"] for note in stamped["layout"]["annotations"]] == ["演示数据"]
    assert not made.layout.annotations


def test_markup_in_a_title_is_escaped():
    shown = exhibits.Exhibit("<b>&", pd.DataFrame({"列": ["<i>"]}), evidence("final"))
    assert "&lt;b&gt;&amp;" in html_of(shown)
    assert "&lt;i&gt;" in html_of(shown)


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        (["1,234", "5"], True),
        (["12.5件", "无数据"], True),
        (["3,098亿元", "23,713件"], True),
        (["2021年末", "2022年末"], False),
        (["西安", "5"], False),
        (["-3.1%", "+4%"], True),
    ],
)
def test_columns_of_numbers_stand_right(cells, numeric):
    html = html_of_table({"列": cells})
    assert ('class="number"' in html) is numeric


def test_source_numbers_lead_to_the_list_of_sources():
    html = html_of_table({"来源": ["[2][11]"]})
    assert 'href="#source-2"' in html
    assert 'href="#source-11"' in html
    assert 'id="source-2"' in html_of_table({"编号": ["[2]"]})


def test_table_is_folded_under_a_chart_and_open_without_one():
    with_figure = exhibits.Exhibit("题", pd.DataFrame({"列": ["1"]}), evidence("final"), figure=object())
    without = exhibits.Exhibit("题", pd.DataFrame({"列": ["1"]}), evidence("final"))
    assert "<details" in html_of(with_figure)
    assert "<details" not in html_of(without)


def test_key_figure_without_data_looks_different():
    cards = (exhibits.Card("甲", "无数据"), exhibits.Card("乙", "5件", ("2021年",)))
    opening = exhibits.Opening("题", "副", "句", cards)
    html = html_of(opening)
    assert html.count('class="none"') == 1
    assert html.count('class="known"') == 1


def bars(panel=""):
    return style.figure([{"type": "bar", "x": [1], "y": [2]}], height=100, alt="柱", panel=panel)


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed."""
    found = []

    def collect(what, **_):
        if hasattr(what, "_ipython_display_"):
            what._ipython_display_()
        else:
            found.append(what)

    monkeypatch.setattr(exhibits, "display", collect)
    return found


def stamps(displayed):
    figures = [output[exhibits.PLOTLY] for output in displayed if exhibits.PLOTLY in output]
    return [[note["text"] for note in figure["layout"].get("annotations", [])] for figure in figures]


def test_an_exhibit_is_displayed_as_a_part_and_its_figures_after_it(shown):
    drawn = dataclasses.replace(exhibit("final"), figure=bars(), panels=(bars("small"), bars("wide")), drawing=DRAWING)
    exhibits.display(drawn)
    part, *figures, caption = shown
    assert (part[exhibits.EXHIBIT], part["text/plain"]) == (drawn.part(), "标题")
    assert [figure[exhibits.PLOTLY]["layout"]["meta"].get("panel") for figure in figures] == [None, "small", "wide"]
    assert [*caption] == ["text/html"]


def test_a_part_is_of_json_types_only():
    drawn = dataclasses.replace(exhibit("final"), drawing=DRAWING, status="achieved", cited={"件": ["某处"]})
    assert json.loads(json.dumps(drawn.part())) == drawn.part()


def test_jupyterlab_shows_what_a_page_shows(shown):
    """A heading and its drawing above the figures, the folded table below them."""
    exhibits.display(dataclasses.replace(exhibit("final"), figure=bars(), drawing=DRAWING))
    above, below = shown[0]["text/html"], shown[-1]["text/html"]
    assert ["<h3>标题</h3>" in above, "画" in above, "<details" in above] == [True, True, False]
    assert ["<h3>标题</h3>" in below, "<details" in below] == [False, True]


def test_jupyterlab_shows_a_report_s_exhibit_in_one_piece_its_charts_drawn(shown):
    pair = dataclasses.replace(exhibit("final"), panels=(bars("pair"),) * 2)
    exhibits.display(exhibits.Section("头", (pair, exhibit("final"))))
    heading, drawn, table = (output["text/html"] for output in shown)
    assert ["<style>" in html for html in (heading, drawn, table)] == [True, False, False]
    assert [html.count('<div class="plot"') for html in (heading, drawn, table)] == [0, 2, 0]
    assert shown[1][exhibits.EXHIBIT] == {**pair.part(), "figures": pair.drawn()}


def test_every_figure_and_panel_of_a_synthetic_exhibit_is_stamped(shown):
    exhibits.display(dataclasses.replace(exhibit("final", "synthetic"), figure=bars(), panels=(bars("small"),) * 2))
    assert shown[0][exhibits.EXHIBIT]["mark"] == "演示数据"
    assert stamps(shown) == [["演示数据"]] * 3


def test_no_figure_of_a_real_exhibit_is_stamped(shown):
    exhibits.display(dataclasses.replace(exhibit("final", "derived"), figure=bars(), panels=(bars("small"),)))
    assert "演示数据" not in str(shown)
    assert stamps(shown) == [[], []]


@pytest.mark.parametrize("given", [{"panels": (object(),)}, {"drawing": DRAWING}, {"figure": object()}])
def test_the_table_is_folded_under_panels_and_markup_too(given):
    assert "<details" in html_of(dataclasses.replace(exhibit("final"), **given))


def test_a_chapter_shows_its_sections_in_order(shown):
    first, empty, last = (
        exhibits.Section("一", (exhibit("final"),)),
        exhibits.Section("空"),
        exhibits.Section("二", prose="句"),
    )
    exhibits.display(exhibits.Chapter((first, empty, last)))
    kinds = [output[exhibits.EXHIBIT]["kind"] for output in shown]
    assert (kinds, shown[2][exhibits.EXHIBIT]["paragraphs"]) == (["section", "exhibit", "section"], [["句"]])


@pytest.mark.parametrize("id_", list(settings.wording().statuses))
def test_a_light_keeps_shape_and_word_and_hides_only_the_shape(id_):
    light = settings.wording().statuses[id_]
    sign = f'<span class="light {id_}" aria-hidden="true">{light.shape}</span>'
    expected = f'<td data-column="status" data-head="状态">{sign} {light.word}</td>'
    assert expected in html_of_table({"状态": [wording.status(id_)]})


def test_a_table_of_lights_shows_them_and_lets_words_wrap():
    html = html_of_table({"状态": ["● 已完成"], "指标": ["甲"], "数值": ["3件"], "说明": ["<b>"]})
    assert '<table class="lights">' in html
    html = re.sub(r' data-\w+="\w+"', "", html)
    assert '<td><span class="light achieved" aria-hidden="true">●</span> 已完成</td>' in html
    assert '<td class="prose">甲</td><td class="number">3件</td><td class="prose">&lt;b&gt;</td>' in html


def test_a_table_without_lights_is_a_plain_one():
    html = html_of_table({"指标": ["甲"], "说明": ["乙"]})
    assert "<table>" in html
    assert "prose" not in html


def test_a_table_with_a_column_a_year_begins_with_its_newest_on_a_telephone():
    years = {str(year): ["1"] for year in range(2017, 2022)}
    assert 'class="scroll years"' in html_of_table({"指标": ["甲"], **years})
    assert 'class="scroll years"' not in html_of_table({"地区": ["甲"], **years, "合计": ["5"]})
