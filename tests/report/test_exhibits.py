import dataclasses

import pandas as pd
import pytest

from ipanalytics.catalogue import settings
from ipanalytics.observations import table
from ipanalytics.report import exhibits, style, wording

ROW = ["610800", "gi_products", "2021", 15.0, "件", "cnipa_2022_c3", "final", "正文"]


def evidence(*statuses, source="cnipa_2022_c3"):
    rows = [[*ROW[:2], str(2015 + n), *ROW[3:5], source, status, "正文"] for n, status in enumerate(statuses)]
    return pd.DataFrame(rows, columns=table.COLUMNS)


def exhibit(*statuses):
    return exhibits.Exhibit("标题", pd.DataFrame({"年份": ["2021"], "件": ["15"]}), evidence(*statuses))


def test_one_synthetic_figure_marks_the_exhibit():
    assert "演示数据" in exhibits.heading_html(exhibit("final", "synthetic"))


def test_real_figures_carry_no_mark():
    assert "演示数据" not in exhibits.heading_html(exhibit("final", "derived"))


def test_synthetic_figure_is_stamped_in_the_figure_itself():
    made = style.figure([{"type": "bar", "x": [1], "y": [2]}], height=100, alt="x")
    stamped = style.plain(made, is_synthetic=True)
    assert [note["text"] for note in stamped["layout"]["annotations"]] == ["演示数据"]
    assert not made.layout.annotations


def test_source_line_names_the_publication():
    assert "国家知识产权局" in exhibits.source_line(evidence("final"))


def test_source_line_says_what_was_computed():
    assert "由公布数计算" in exhibits.source_line(evidence("derived"))


def test_source_line_without_evidence_says_that_nothing_was_published():
    assert "没有找到公布的数字" in exhibits.source_line(evidence())


def test_a_reprint_is_called_one():
    line = exhibits.source_line(evidence("final", source="shaanxi_census_2020_reprint"))
    assert "转载" in line


def test_editions_of_a_yearbook_become_one_citation():
    found = exhibits.shortened(["甲《年鉴2011》", "甲《年鉴2012》", "甲《年鉴2013》", "乙《报告》"])
    assert found == ["甲《年鉴》2011—2013", "乙《报告》"]


def test_editions_with_a_gap_are_listed():
    assert exhibits.shortened(["甲《年鉴2011》", "甲《年鉴2013》"]) == ["甲《年鉴》2011、2013"]


def test_markup_in_a_title_is_escaped():
    shown = exhibits.Exhibit("<b>&", pd.DataFrame({"列": ["<i>"]}), evidence("final"))
    assert "&lt;b&gt;&amp;" in exhibits.heading_html(shown)
    assert "&lt;i&gt;" in exhibits.caption_html(shown)


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
    html = exhibits.table_html(pd.DataFrame({"列": cells}))
    assert ('class="number"' in html) is numeric


def test_source_numbers_lead_to_the_list_of_sources():
    html = exhibits.table_html(pd.DataFrame({"来源": ["[2][11]"]}))
    assert 'href="#source-2"' in html
    assert 'href="#source-11"' in html
    assert 'id="source-2"' in exhibits.table_html(pd.DataFrame({"编号": ["[2]"]}))


def test_table_is_folded_under_a_chart_and_open_without_one():
    with_figure = exhibits.Exhibit("题", pd.DataFrame({"列": ["1"]}), evidence("final"), figure=object())
    without = exhibits.Exhibit("题", pd.DataFrame({"列": ["1"]}), evidence("final"))
    assert "<details" in exhibits.caption_html(with_figure)
    assert "<details" not in exhibits.caption_html(without)


def test_key_figure_without_data_looks_different():
    cards = (exhibits.Card("甲", "无数据"), exhibits.Card("乙", "5件", ("2021年",)))
    opening = exhibits.Opening("题", "副", "句", cards)
    html = exhibits.opening_html(opening)
    assert html.count("class='none'") == 1
    assert html.count("class='known'") == 1


def bars(panel=""):
    return style.figure([{"type": "bar", "x": [1], "y": [2]}], height=100, alt="柱", panel=panel)


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed: HTML and Markdown as text, figures as JSON."""
    found = []

    def collect(what, **_):
        if hasattr(what, "_ipython_display_"):
            what._ipython_display_()
        else:
            found.append(what[exhibits.PLOTLY] if isinstance(what, dict) else what.data)

    monkeypatch.setattr(exhibits, "display", collect)
    return found


def stamps(displayed):
    figures = [part for part in displayed if isinstance(part, dict)]
    return [[note["text"] for note in figure["layout"].get("annotations", [])] for figure in figures]


def test_heading_figure_panels_and_caption_are_displayed_in_this_order(shown):
    made = dataclasses.replace(
        exhibit("final"), figure=bars(), panels=(bars("small"), bars("wide")), markup="<p>画</p>"
    )
    exhibits.display(made)
    assert [type(part) for part in shown] == [str, dict, dict, dict, str]
    assert shown[0] == "<h3>标题</h3><p>画</p>"
    assert [part["layout"]["meta"].get("panel") for part in shown[1:4]] == [None, "small", "wide"]
    assert shown[4].startswith("<details")


def test_every_figure_and_panel_of_a_synthetic_exhibit_is_stamped(shown):
    exhibits.display(dataclasses.replace(exhibit("final", "synthetic"), figure=bars(), panels=(bars("small"),) * 2))
    assert "演示数据" in shown[0]
    assert stamps(shown) == [["演示数据"]] * 3


def test_no_figure_of_a_real_exhibit_is_stamped(shown):
    exhibits.display(dataclasses.replace(exhibit("final", "derived"), figure=bars(), panels=(bars("small"),)))
    assert "演示数据" not in str(shown)
    assert stamps(shown) == [[], []]


@pytest.mark.parametrize("given", [{"panels": (object(),)}, {"markup": "<p></p>"}, {"figure": object()}])
def test_the_table_is_folded_under_panels_and_markup_too(given):
    assert "<details" in exhibits.caption_html(dataclasses.replace(exhibit("final"), **given))


def test_a_chapter_shows_its_sections_in_order(shown):
    first, empty, last = (
        exhibits.Section("一", (exhibit("final"),)),
        exhibits.Section("空"),
        exhibits.Section("二", prose="句"),
    )
    exhibits.display(exhibits.Chapter((first, empty, last)))
    assert [part.partition("\n")[0] for part in shown if part.startswith("## ")] == ["## 一", "## 二"]


def test_many_tables_of_demonstration_data_are_cited_once():
    cited = ["甲《年鉴》", "演示数据：一月", "演示数据：二月", "乙《报告》"]
    assert exhibits.collapsed(cited) == ["甲《年鉴》", "乙《报告》", "演示数据（生成器，2份表）"]


@pytest.mark.parametrize("cited", [[], ["甲《年鉴》"], ["演示数据：一月", "甲《年鉴》"]])
def test_one_table_of_demonstration_data_keeps_its_name(cited):
    assert exhibits.collapsed(cited) == cited


@pytest.mark.parametrize("id_", list(settings.wording().statuses))
def test_a_light_keeps_shape_and_word_and_hides_only_the_shape(id_):
    light = settings.wording().statuses[id_]
    expected = f'<span class="light {id_}" aria-hidden="true">{light.shape}</span> {light.word}'
    assert exhibits.light_html(wording.status(id_)) == expected


def test_a_table_of_lights_shows_them_and_lets_words_wrap():
    html = exhibits.table_html(pd.DataFrame({"状态": ["● 已完成"], "指标": ["甲"], "数值": ["3件"], "说明": ["<b>"]}))
    assert '<table class="lights">' in html
    assert '<td><span class="light achieved" aria-hidden="true">●</span> 已完成</td>' in html
    assert '<td class="prose">甲</td><td class="number">3件</td><td class="prose">&lt;b&gt;</td>' in html


def test_a_table_without_lights_is_a_plain_one():
    html = exhibits.table_html(pd.DataFrame({"指标": ["甲"], "说明": ["乙"]}))
    assert "<table>" in html
    assert "prose" not in html
